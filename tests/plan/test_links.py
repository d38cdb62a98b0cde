"""Links and the matrix in a place's files: nine relations, one end each side, unknown bodies refused by line."""

import pytest
from django.core.exceptions import ValidationError

from moothall.plan import loader, rules
from moothall.plan.models import Link, MatrixCell, MatrixQuestion, Plan
from tests.deliver.made import MADE_UP, make_plan, make_priority
from tests.deliver.test_loader import load as load_files
from tests.deliver.test_loader import problems, write
from tests.plan.made import add_cell, add_link, add_matrix, add_theme, make_document

MADE = {"status": "invented", "because": "made up"}
LINKS = "plan/links.csv"


def load(folder):
    return load_files(folder, loader)


def link(**cells):
    return {"slug": "tie", "kind": "cites", "from_plan": "strategy", "to_plan": "", "to_document": "", **MADE, **cells}


def test_the_list_of_relations_is_closed_at_nine():
    assert sorted(rules.RELATIONS) == sorted(
        ["reports_to", "commissions", "supports", "contributes_to", "depends_on", "shares", "supersedes", "cites",
         "influences"]
    )  # fmt: skip
    assert [key for key, value in Link.KINDS] == list(rules.RELATIONS)


def test_a_link_is_loaded_with_its_ends_and_strength(made, tmp_path):
    make_document()
    write(tmp_path, LINKS, link(to_document="paper", strength="implied", from_on="2019-05-01"))
    assert load(tmp_path).problems == []
    held = Link.objects.get()
    assert (held.start, held.end.key, held.strength) == (made.plan, "paper", "implied")


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"from_plan": "", "from_board": "nowhere", "kind": "commissions", "to_plan": "strategy"}, "from_board",
         "There is no board 'nowhere'"),
        ({"to_document": "nothing"}, "to_document", "There is no source document 'nothing'"),
        ({"to_plan": "nothing"}, "to_plan", "There is no plan 'nothing'"),
        ({"kind": "likes", "to_plan": "other"}, "kind", ""),
        ({}, "to_plan", "exactly one end"),
        ({"to_plan": "other", "to_document": "paper"}, None, "exactly one end"),
        ({"kind": "reports_to", "to_plan": "other"}, "kind", "govern/reporting_lines.csv"),
        ({"kind": "influences", "to_plan": "other"}, "kind", "plan/matrix_cells.csv"),
        ({"kind": "supports", "from_plan": "", "from_board": "mill", "to_board": "mill"}, "kind",
         "govern/reporting_lines.csv"),
        ({"kind": "shares", "to_plan": "other"}, "kind", "shares joins priority to priority"),
        ({"to_plan": "strategy"}, "slug", "not back to itself"),
        ({"to_plan": "other", "strength": "guessed"}, "strength", ""),
        ({"to_plan": "other", "status": "stated"}, "source", "needs a source"),
    ],
)  # fmt: skip
def test_a_broken_link_is_refused_by_file_line_and_column(made, tmp_path, cells, field, words):
    make_plan(made.board, "other")
    make_document()
    write(tmp_path, LINKS, link(**cells))
    (file, line, column, reason, fix) = problems(load(tmp_path))[0]
    assert (file, line) == (LINKS, 2)
    assert field is None or column == field
    assert words in reason
    assert fix
    assert not Link.objects.exists()


def test_two_priorities_are_shared_once_whichever_way_it_is_told(made):
    other = make_priority(made.plan, 2)
    add_link("one-way", "shares", from_priority=made.priority, to_priority=other)
    with pytest.raises(ValidationError, match="the other way round"):
        add_link("other-way", "shares", from_priority=other, to_priority=made.priority)


def test_the_same_link_stands_once(made):
    other = make_plan(made.board, "other")
    add_link("one", from_plan=made.plan, to_plan=other)
    with pytest.raises(ValidationError):
        add_link("two", from_plan=made.plan, to_plan=other)


@pytest.mark.parametrize(
    ("file", "row", "field", "words"),
    [
        ("plan/matrix_cells.csv", {"slug": "x", "theme": "rivers", "board": "nowhere"}, "board", "no board 'nowhere'"),
        ("plan/matrix_cells.csv", {"slug": "x", "theme": "rivers", "board": ""}, "board", "A cell is of one body"),
        ("plan/matrix_cells.csv", {"slug": "x", "theme": "rivers", "board": "mill", "role": "sponsor"}, "role",
         "write driver, influencer"),
        ("plan/matrix_themes.csv", {"slug": "x", "plan": "strategy", "title": "X",
         "vocabulary": "drive_sponsor_observe"}, "vocabulary", "in the same words"),
        ("plan/matrix_questions.csv", {"slug": "x", "plan": "strategy", "layer": "moon", "text": "Why?"}, "layer",
         "no layer 'moon'"),
        ("plan/matrix_questions.csv", {"slug": "x", "text": "Why?"}, "cell", "a cell of the matrix, or to a layer"),
        ("plan/matrix_questions.csv", {"slug": "x", "plan": "strategy", "layer": "county", "text": "Why?",
         "answer": "So."}, "answer", "on which day"),
        ("plan/matrix_questions.csv", {"slug": "x", "plan": "strategy", "layer": "county", "text": "Why?",
         "answered_by": "Me"}, "answer", "there is no answer"),
        ("plan/plans.csv", {"slug": "strategy", "title": "X", "kind": "strategy", "board": "mill",
         "layers": '["county"]'}, "layers", "Write each layer as"),
    ],
)  # fmt: skip
def test_a_broken_row_of_the_matrix_is_refused(made, tmp_path, file, row, field, words):
    made.plan.layers = [{"layer": "county", "in_scope": []}]
    made.plan.save()
    add_theme(made.plan)
    write(tmp_path, file, {**row, **MADE})
    (named, line, column, reason, _) = problems(load(tmp_path))[0]
    assert (named, line, column) == (file, 2, field)
    assert words in reason


def test_a_cell_without_a_role_is_kept_as_one_without(made, tmp_path):
    add_theme(made.plan)
    row = {"slug": "x", "theme": "rivers", "board": "mill", "role": "", "concerns": "Deep water; cold water", **MADE}
    write(tmp_path, "plan/matrix_cells.csv", row)
    assert load(tmp_path).problems == []
    held = MatrixCell.objects.get()
    assert (held.role, held.concerns) == ("", ["Deep water", "cold water"])


def test_a_board_has_one_cell_in_a_theme(made):
    theme = add_theme(made.plan)
    add_cell(theme, board=made.board)
    cell = MatrixCell(slug="again", theme=theme, board=made.board, **MADE_UP)
    with pytest.raises(ValidationError):
        cell.full_clean()


def test_matrix_and_links_come_out_and_in_again_the_same(made, tmp_path):
    add_matrix(made.plan, made.board)
    made.plan.agenda_items.add(made.item)
    made.plan.further_work = [{"text": "More", "page": "3"}]
    made.plan.save()
    add_link("names-paper", from_plan=made.plan, to_document=make_document())
    first, again = tmp_path / "first", tmp_path / "again"
    loader.export(first)
    for rows in (MatrixQuestion.objects, MatrixCell.objects, Link.objects):
        rows.all().delete()
    Plan.objects.update(layers=[], further_work=[])
    assert load(first).problems == []
    loader.export(again)
    written = sorted(path.relative_to(first) for path in first.rglob("*.csv"))
    assert "plan/matrix_questions.csv" in {str(path) for path in written}
    for path in written:
        assert (first / path).read_bytes() == (again / path).read_bytes()
