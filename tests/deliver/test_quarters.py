"""Actions by quarter: the quarter of a timescale, the filters, the chart with its sentence, table and file."""

import csv
import io
import re
from datetime import date
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser

from moothall.deliver import charts, rules
from moothall.deliver.queries import Filters, list_actions
from moothall.kit.charts import render_svg
from moothall.places.models import SourceDocument
from tests.deliver.made import add_action, add_lead, make_plan, make_priority

NOBODY = AnonymousUser()


def read(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def planned(made):
    """Give the plan five actions: two due in one quarter, one three quarters on, one monthly, one with no time."""
    made.plan.year_one_starts_on = date(2019, 4, 1)
    made.plan.save()
    for number, timescale in (
        ("1.1", "Year 1 Quarter 3"), ("1.2", "December 2019"), ("1.10", "Year 2 Quarter 2"),
        ("1.9", "Monthly meetings"), ("2.1", ""),
    ):  # fmt: skip
        add_action(
            f"made-{number.replace('.', '-')}", board=made.board, source_plan=made.plan, plan=made.plan,
            number=number, timescale=timescale,
        )  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("kind", "end", "key", "words"),
    [
        ("point", date(2019, 12, 31), "2019-Q4", "October to December 2019"),
        ("point", date(2020, 1, 1), "2020-Q1", "January to March 2020"),
        ("range", date(2020, 6, 30), "2020-Q2", "April to June 2020"),
        ("recurring", None, "open", "No last day"),
        ("unset", None, "none", "No timescale"),
    ],
)
def test_a_timescale_falls_in_a_quarter_or_in_none(kind, end, key, words):
    assert rules.find_quarter(kind, end) == key
    assert rules.say_quarter(key) == words


@pytest.mark.parametrize("year", [1999, 2019, 2024])
def test_the_quarters_of_a_year_hold_each_of_its_days_once(year):
    spans = [rules.read_quarter(f"{year}-Q{number}") for number in (1, 2, 3, 4)]
    assert spans[0][0] == date(year, 1, 1)
    assert spans[-1][1] == date(year, 12, 31)
    assert all((after[0] - before[1]).days == 1 for before, after in pairwise(spans))


@pytest.mark.parametrize("key", ["", "2019", "2019-Q5", "2019-Q0", "0000-Q1", "19-Q1", "2019-q1", "none", "2019-Q1 "])
def test_what_is_no_quarter_is_read_as_none(key):
    assert rules.read_quarter(key) is None


def test_quarters_between_are_shown_with_none_and_what_has_no_day_comes_last():
    counted = rules.count_by_quarter(["none", "2020-Q2", "2019-Q4", "none", "open"])
    assert [(one.key, one.count) for one in counted] == [
        ("2019-Q4", 1), ("2020-Q1", 0), ("2020-Q2", 1), ("open", 1), ("none", 2),
    ]  # fmt: skip
    far = rules.count_by_quarter(["2019-Q4", "2030-Q1"])
    assert [one.key for one in far] == ["2019-Q4", "2030-Q1"]
    assert rules.count_by_quarter([]) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"plan": "strategy"}, {"made-1-1", "made-1-2", "made-1-10", "made-1-9", "made-2-1"}),
        ({"plan": "strategy", "due": "2019-Q4"}, {"made-1-1", "made-1-2"}),
        ({"plan": "strategy", "due": "none"}, {"made-2-1"}),
        ({"due": "none"}, {"made-2-1", "walks"}),
        ({"due": "open"}, {"made-1-9"}),
        ({"due": "nonsense"}, set()),
        ({"plan": "nothing"}, set()),
    ],
)
def test_actions_are_narrowed_to_a_plan_and_a_quarter(planned, filters, expected):
    assert {row.action.slug for row in list_actions(NOBODY, Filters(**filters))} == expected


def test_the_list_offers_plans_and_quarters_and_says_what_has_no_timescale(planned, client):
    page = read(client.get("/actions/?plan=strategy&due=none"))
    assert "1 action" in page
    assert "No timescale" in page
    assert '<option value="2019-Q4">October to December 2019</option>' in page
    assert client.get("/api/v1/actions?plan=strategy&due=2019-Q4").json()["count"] == 2
    assert "Missing: no timescale is given" in read(client.get("/actions/made-2-1/"))


def test_a_hidden_plan_is_no_filter(planned, client):
    hidden = make_plan(planned.board, "wraith", published_on=None)
    add_action("seen", board=planned.board, paragraph=planned.paragraph, plan=hidden)
    assert "wraith" not in read(client.get("/actions/")).lower()
    assert client.get("/api/v1/actions?plan=wraith").json()["count"] == 0


def test_the_strategy_counts_its_actions_and_reads_its_chart(planned, client):
    page = read(client.get("/strategies/strategy/"))
    assert "5 actions. 1 has no timescale; 5 have no lead yet; 5 have no outcome; 5 have no measure." in page
    assert (
        "3 of 5 actions fall due in a quarter: 2 in October to December 2019, 1 in July to September 2020; "
        "1 without a timescale, 1 with no last day." in page
    )
    assert "/strategies/strategy/by-quarter.svg" in page
    assert page.index("1.9 ") < page.index("1.10 ")
    assert "?plan=strategy&amp;due=none" in page


def test_the_numbers_of_the_chart_are_taken_away_as_they_stand_on_the_page(planned, client):
    answer = client.get("/strategies/strategy/by-quarter.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["due in"], row["actions"]) for row in rows] == [
        ("October to December 2019", "2"), ("January to March 2020", "0"), ("April to June 2020", "0"),
        ("July to September 2020", "1"), ("No last day", "1"), ("No timescale", "1"),
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", "?wide=yes"])
def test_the_chart_is_a_picture_that_says_what_it_shows(planned, client, query):
    answer = client.get(f"/strategies/strategy/by-quarter.svg{query}")
    assert answer["Content-Type"] == "image/svg+xml"
    drawn = answer.content.decode()
    assert "<title" in drawn
    assert "3 of 5 actions fall due" in drawn
    for words in ("October to December 2019", "No timescale"):
        assert words in drawn


def test_bars_are_as_long_as_their_counts():
    quarters = rules.count_by_quarter(["2019-Q4"] * 4 + ["2020-Q1"] * 2 + ["none"])
    spec = charts.draw_quarters(quarters, shape=charts.SHAPES[True])
    bars = [layer["encoding"]["x2"]["value"] for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    assert bars == [bars[0], round(bars[0] / 2), round(bars[0] / 4)]
    assert charts.measure_quarters(quarters, wide=False)[0] <= 246
    assert "svg" in render_svg(spec, title="A", description="B")
    with pytest.raises(ValueError, match="no action"):
        charts.draw_quarters([], shape=charts.SHAPES[True])


def test_a_plan_without_actions_has_no_chart(made, client):
    for end in ("svg", "csv"):
        assert client.get(f"/strategies/strategy/by-quarter.{end}").status_code == 404
        assert client.get(f"/strategies/none/by-quarter.{end}").status_code == 404
    assert "by-quarter" not in read(client.get("/strategies/strategy/"))


def test_a_lead_to_be_confirmed_is_missing_and_said_so(planned, client):
    action = add_action("sought", board=planned.board, source_plan=planned.plan)
    add_lead(action, as_written="TBC")
    page = read(client.get("/actions/sought/"))
    assert "Missing: to be confirmed" in page
    assert "0 of 4" in page


def test_an_action_names_the_papers_beside_it(planned, client):
    paper = SourceDocument.objects.create(key="guide", title="A guide to ponds")
    planned.action.cites.add(paper)
    page = read(client.get("/actions/walks/"))
    assert 'href="/sources/guide/"' in page
    assert client.get("/api/v1/actions/walks").json()["cites"] == ["guide"]


def test_the_page_of_an_action_of_a_plan_leads_to_the_strategy(planned, client):
    make_priority(planned.plan, 2)
    page = read(client.get("/actions/made-1-1/"))
    assert 'href="/strategies/strategy/"' in page
    assert "Agreed on" in page


def test_what_a_plan_holds_is_not_said_to_be_agreed_and_what_is_inferred_is_marked(planned, client):
    action = planned.plan.actions.get(slug="made-1-1")
    action.agreed_on, action.source_status, action.source_because = None, "inferred", "No label survives."
    action.save()
    page = read(client.get("/actions/made-1-1/"))
    assert "In its plan since" in page and "Agreed on" not in page
    assert "(in part inferred)" in read(client.get("/actions/?plan=strategy"))
    rows = list(csv.DictReader(io.StringIO(client.get("/actions/download.csv").content.decode("utf-8-sig"))))
    row = next(row for row in rows if row["number"] == "1.1")
    assert (row["status of the source"], row["why it is so marked"]) == (
        "Inferred from the source",
        "No label survives.",
    )
