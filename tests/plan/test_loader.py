"""The files of plans: tbc stays tbc, what is broken is named, what is loaded comes out again the same."""

import pytest

from moothall.plan import loader
from moothall.plan.models import Measure, Plan, Priority, Target
from tests.assess import made as assess
from tests.deliver.made import MADE_UP, make_priority, make_user
from tests.deliver.test_loader import load as load_files
from tests.deliver.test_loader import problems, write

MADE = {"status": "invented", "because": "made up"}


def load(folder):
    return load_files(folder, loader)


def priority(**cells):
    return {"slug": "home", "plan": "strategy", "number": "7", "title": "Home", **MADE, **cells}


def test_what_is_to_be_confirmed_is_kept_with_the_papers_own_words(made, tmp_path):
    row = priority(
        lead_state="to_be_confirmed", lead_board_state="to_be_confirmed", as_written='{"lead": "tbc", "board": "tbc"}'
    )
    write(tmp_path, "plan/priorities.csv", row)
    assert load(tmp_path).problems == []
    held = Priority.objects.get(slug="home")
    assert (held.lead_state, held.lead_board_state) == ("to_be_confirmed", "to_be_confirmed")
    assert held.as_written == {"lead": "tbc", "board": "tbc"}


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"lead_state": "named"}, "lead_state", "name it"),
        ({"leads": "finn"}, "lead_state", "its state is named"),
        ({"lead_board_state": "named"}, "lead_board_state", "name it"),
        ({"lead_board": "mill"}, "lead_board_state", "its state is named"),
        ({"lead_state": "perhaps"}, "lead_state", ""),
        ({"plan": "no-such"}, "plan", "There is no plan 'no-such'"),
        ({"number": "1"}, None, "already exists"),
        ({"agenda_items": "mill-2019-05-14/99"}, "agenda_items", "There is no agenda item"),
    ],
)
def test_a_broken_priority_is_refused_by_line_and_column(made, tmp_path, cells, field, words):
    make_user("finn", honorific="")
    write(tmp_path, "plan/priorities.csv", priority(**cells))
    (file, line, column, reason, fix) = problems(load(tmp_path))[0]
    assert (file, line) == ("plan/priorities.csv", 2)
    assert field is None or column == field
    assert words in reason
    assert fix
    assert not Priority.objects.filter(slug="home").exists()


def test_a_plan_gets_the_days_of_its_cycle(made, tmp_path):
    plan = {"slug": "safer", "title": "Safer", "kind": "action_plan", "board": "mill", **MADE}
    write(tmp_path, "plan/plans.csv", {**plan, "reporting_cycle": "monthly", "fresh_days": "", "stale_days": ""})
    assert load(tmp_path).problems == []
    held = Plan.objects.get(slug="safer")
    assert (held.fresh_days, held.stale_days, held.state, held.published_on) == (31, 46, "draft", None)


def test_a_target_reads_its_words_of_time_by_its_plan(made, tmp_path):
    objective = {"slug": "halve", "priority": "strategy-1", "text": "Halve it", **MADE}
    target = {"slug": "half", "objective": "halve", "text": "Half", "ratio": "0.5", "timescale": "by 2030", **MADE}
    write(tmp_path, "plan/objectives.csv", objective)
    write(tmp_path, "plan/targets.csv", target)
    assert load(tmp_path).problems == []
    held = Target.objects.get()
    assert (held.timescale_as_written, held.timescale_end.year, held.timescale_mark) == ("by 2030", 2030, "by")
    write(tmp_path, "plan/targets.csv", {**target, "value": "12"})
    assert problems(load(tmp_path))[0][2] == "ratio"


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"indicator": "no-such"}, "indicator", "There is no indicator 'no-such'"),
        ({"priority": ""}, "priority", "belongs to a priority or to an objective"),
    ],
)
def test_a_broken_measure_is_refused(made, tmp_path, cells, field, words):
    assess.make_place()
    assess.add_indicator("weight")
    write(
        tmp_path,
        "plan/measures.csv",
        {"priority": "strategy-1", "objective": "", "indicator": "weight", **MADE, **cells},
    )
    (_, line, column, reason, _) = problems(load(tmp_path))[0]
    assert (line, column) == (2, field)
    assert words in reason
    assert not Measure.objects.exists()


def test_what_is_exported_is_loaded_and_exported_the_same(made, tmp_path):
    assess.make_place()
    indicator = assess.add_indicator("weight")
    value = assess.add_value(indicator, 30.0, (29.0, 31.0), period="2017/18")
    user = make_user("finn", honorific="")
    made.priority.lead_state = "named"
    made.priority.save()
    made.priority.leads.add(user.person)
    made.priority.agenda_items.add(made.item)
    made.priority.shared_with.add(made.board)
    second = make_priority(made.plan, 2, lead_state="to_be_confirmed", as_written={"lead": "tbc"})
    objective = second.objectives.create(slug="halve", text="Halve it", groups=["children"], **MADE_UP)
    target = Target(
        slug="half", objective=objective, text="Half", indicator=indicator, ratio=0.5, direction="down",
        baseline=value, timescale_as_written="by 2030", **MADE_UP,
    )  # fmt: skip
    target.full_clean()
    target.save()
    Measure.objects.create(priority=second, indicator=indicator, **MADE_UP)
    Measure.objects.create(objective=objective, indicator=indicator, role="progress", **MADE_UP)
    first, again = tmp_path / "first", tmp_path / "again"
    loader.export(first)
    made.action.priority = None
    made.action.save()
    for rows in (Measure.objects, Target.objects, second.objectives, Priority.objects):
        rows.all().delete()
    report = load(first)
    assert report.problems == []
    loader.export(again)
    for path in first.rglob("*.csv"):
        assert path.read_bytes() == (again / path.relative_to(first)).read_bytes()
