"""The files of actions: each fault is named by file, line, column and fix; what is loaded comes out again the same."""

import csv
from datetime import date
from pathlib import Path

import pytest

from moothall.deliver import loader
from moothall.deliver.models import Action, ActionParty, Update
from moothall.kit.acts import get_operator
from moothall.kit.sheets import Report
from moothall.plan import loader as plan_loader
from tests.deliver.made import add_action, add_lead, add_update, make_organisation, make_post, make_user
from tests.govern.made import add_decision

ACTIONS = "deliver/actions.csv"
UPDATES = "deliver/updates.csv"
SOURCED = {"paragraph": "mill-2019-05-14/17.2", "board": "mill", "status": "invented", "because": "made up"}
REPORT = {
    "action": "walks", "key": "walks-1", "rating": "on_track", "narrative": "It goes as planned.",
    "by_name": "A reporter", "on": "2019-07-02",
}  # fmt: skip


def write(folder: Path, name: str, *rows: dict[str, str]) -> None:
    header = list(dict.fromkeys(column for row in rows for column in row))
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def load(folder: Path, module=loader) -> Report:
    report = Report()
    module.load(folder, by=get_operator(), report=report)
    return report


def action(slug: str, **cells: str) -> dict[str, str]:
    return {"slug": slug, "title": slug.capitalize(), **SOURCED, **cells}


def problems(report: Report) -> list[tuple[str, int, str, str, str]]:
    return [(p.file, p.line, p.field, p.reason, p.fix) for p in report.problems]


def test_actions_parties_and_reports_are_loaded(made, tmp_path):
    write(tmp_path, ACTIONS, action("benches", timescale="by March 2020", agreed_on="2019-06-18", areas=""))
    make_organisation()
    write(
        tmp_path, "deliver/parties.csv",
        {"action": "benches", "order": "1", "organisation": "trust", "status": "invented", "because": "made up"},
    )  # fmt: skip
    write(tmp_path, UPDATES, {**REPORT, "action": "benches", "percent": "40", "is_invented": "yes"})
    report = load(tmp_path)
    assert report.problems == []
    held = Action.objects.get(slug="benches")
    assert (held.timescale_end, held.paragraph, held.state) == (date(2020, 3, 31), made.paragraph, "agreed")
    assert str(ActionParty.objects.get()) == "Trust"
    update = Update.objects.get()
    assert (update.percent, update.is_invented, update.via, update.by) == (40, True, "import", get_operator())
    again = load(tmp_path)
    assert {name: counts["same"] for name, counts in again.counts.items()} == {
        ACTIONS: 1, "deliver/parties.csv": 1, UPDATES: 1,
    }  # fmt: skip
    assert again.differences == []


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"paragraph": ""}, "paragraph", "exactly one minute paragraph or one plan"),
        ({"source_plan": "strategy"}, "paragraph", "exactly one minute paragraph or one plan"),
        ({"paragraph": "mill-2019-05-14/99"}, "paragraph", "There is no minute paragraph"),
        ({"measure": "no-such"}, "measure", "There is no indicator 'no-such'"),
        ({"priority": "no-such"}, "priority", "There is no priority 'no-such'"),
        ({"board": "no-such"}, "board", "There is no board 'no-such'"),
        ({"title": ""}, "title", "The cell is empty"),
        ({"state": "finished"}, "state", "finished"),
        ({"state": "done"}, "closed_by_text", "Say why it is closed"),
        ({"state": "merged"}, "merged_into", "Say into which action"),
        ({"agreed_on": "18 June"}, "agreed_on", "is not a day"),
        ({"status_override": '{"status": "late"}'}, "status_override", "says why"),
        ({"status": "stated", "because": ""}, "source", "needs a source"),
    ],
)
def test_a_broken_action_is_refused_by_file_line_column_and_fix(made, tmp_path, cells, field, words):
    write(tmp_path, ACTIONS, action("good"), action("broken", **cells))
    report = load(tmp_path)
    (file, line, column, reason, fix) = problems(report)[0]
    assert (file, line, column) == (ACTIONS, 3, field)
    assert words in reason
    assert fix
    assert len(report.problems) == 1
    assert not Action.objects.filter(slug="broken").exists()


def test_a_report_that_is_there_may_not_get_other_words(made, tmp_path):
    write(tmp_path, UPDATES, REPORT)
    assert load(tmp_path).problems == []
    write(tmp_path, UPDATES, {**REPORT, "narrative": "It was fine all along."})
    (file, line, column, reason, _) = problems(load(tmp_path))[0]
    assert (file, line, column) == (UPDATES, 2, "narrative")
    assert "never changes" in reason
    assert Update.objects.get().narrative == REPORT["narrative"]


def test_a_number_alone_is_no_report(made, tmp_path):
    write(tmp_path, UPDATES, {**REPORT, "narrative": "", "percent": "40"})
    assert problems(load(tmp_path))[0][2] == "narrative"


def test_a_party_without_anybody_is_refused(made, tmp_path):
    write(tmp_path, "deliver/parties.csv", {"action": "walks", "order": "1", "status": "invented", "because": "x"})
    assert "Name a post" in problems(load(tmp_path))[0][3]


def test_actions_may_stand_above_those_that_they_wait_for(made, tmp_path):
    write(
        tmp_path, ACTIONS, action("a", depends_on="b; c"), action("b", depends_on="c"), action("c"),
        action("d", state="merged", merged_into="e"), action("e"),
    )  # fmt: skip
    assert load(tmp_path).problems == []
    assert {other.slug for other in Action.objects.get(slug="a").depends_on.all()} == {"b", "c"}
    assert Action.objects.get(slug="d").merged_into.slug == "e"


def test_actions_that_wait_for_each_other_are_refused(made, tmp_path):
    write(tmp_path, ACTIONS, action("a", depends_on="b"), action("b", depends_on="a"))
    (file, line, column, reason, fix) = problems(load(tmp_path))[0]
    assert (file, column) == (ACTIONS, "depends_on")
    assert line in (2, 3)
    assert "circle" in reason
    assert fix
    assert not Action.objects.filter(slug="a").exists()


def test_what_is_exported_is_loaded_and_exported_the_same(made, tmp_path):
    user = make_user("finn", honorific="")
    decision = add_decision(made.paragraph)
    full = add_action(
        "full", board=made.board, paragraph=made.paragraph, priority=made.priority, timescale="from May 2019",
        outcome_text="Three, “quoted” and\nbroken", measure_text="Count", groups=["older people"], layer="district",
        status_override={"status": "late", "reason": "r", "until": "2019-12-31", "by_name": "b"},
    )  # fmt: skip
    full.depends_on.add(made.action)
    add_action("closed", board=made.board, source_plan=made.plan, state="done", closed_by_decision=decision)
    add_lead(full, person=user.person, as_written="Finn")
    add_lead(full, order=2, post=make_post(), role="contributor")
    link = {"kind": "link", "address": "https://example.org/a", "text": ""}
    add_update(full, "b", evidence=[link], percent=40)
    add_update(full, "a", via="import")
    first, second = tmp_path / "first", tmp_path / "second"
    loader.export(first)
    wipe()
    report = load(first)
    assert report.problems == []
    loader.export(second)
    names = sorted(path.relative_to(first) for path in first.rglob("*.csv"))
    assert [name.as_posix() for name in names] == [ACTIONS, "deliver/parties.csv", UPDATES]
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes()


def wipe():
    """Empty the tables by the back door, as a new installation would be."""
    from django.db import connection

    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for model in (Update, ActionParty, Action.depends_on.through, Action):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_the_example_comes_out_as_it_went_in(example_place, tmp_path):
    folder = Path(__file__).resolve().parents[2] / "examples" / "gloucestershire-2019"
    for module in (plan_loader, loader):
        module.export(tmp_path)
        again = load(tmp_path, module)
        assert again.problems == []
        assert again.differences == []
        for sheet in module.SHEETS:
            given = read_cells(folder / sheet.file)
            made = read_cells(tmp_path / sheet.file)
            assert len(given) == len(made)
            for row in given:
                key = tuple(row.get(name, "") for name in sheet.key)
                other = next(r for r in made if tuple(r.get(name, "") for name in sheet.key) == key)
                assert {name: other[name] for name in row if row[name]} == {n: row[n] for n in row if row[n]}


def read_cells(path: Path) -> list[dict[str, str]]:
    import json

    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        for name, cell in row.items():
            if cell[:1] in "[{" and cell:
                row[name] = json.dumps(json.loads(cell), sort_keys=True)
            elif name in ("leads", "agenda_items"):  # a set of records has no order
                row[name] = "; ".join(sorted(cell.split("; ")))
    return rows
