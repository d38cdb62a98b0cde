"""Pages about priorities: where are we now, where do we want to be, how will we get there, who, what was decided."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.kit import clock
from moothall.kit.search import find
from moothall.places.rules import Timescale
from moothall.plan import queries, views
from moothall.plan.models import Measure, Objective, Target
from moothall.plan.presenters import say_baseline, say_both, say_goal, say_timescale
from tests.assess import made as assess
from tests.deliver.made import MADE_UP, add_action, make_priority, make_user
from tests.govern.made import add_decision, add_item, make_board, make_meeting

NOBODY = AnonymousUser()


def read(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def numbers(made):
    """Give the priority an indicator with values, and a target in it."""
    assess.make_place()
    indicator = assess.add_indicator("weight")
    assess.add_value(indicator, 34.0, (33.0, 35.0), code=assess.COUNTRY)
    assess.add_value(indicator, 32.1, (31.0, 33.3))
    Measure.objects.create(priority=made.priority, indicator=indicator, **MADE_UP)
    objective = Objective.objects.create(slug="halve", priority=made.priority, text="Halve it", **MADE_UP)
    target = Target(
        slug="half", objective=objective, text="Half as many", indicator=indicator, ratio=0.5, direction="down",
        unit="%", baseline_value=36.0, baseline_on=date(2010, 3, 31), timescale_as_written="by 2030", **MADE_UP,
    )  # fmt: skip
    target.full_clean()
    target.save()
    made.indicator, made.objective, made.target = indicator, objective, target
    return made


def test_the_list_shows_every_priority_with_its_words(numbers, client):
    make_priority(numbers.plan, 2, lead_state="to_be_confirmed", lead_board_state="to_be_confirmed")
    make_priority(numbers.plan, 3)
    page = read(client.get("/priorities/"))
    assert "1. Aim 1" in page
    assert page.count("To be confirmed") == 2
    assert page.count("Nobody is named") == page.count("No board is named") == 2
    assert "Better than Realm" in page
    assert "32.1% (31.0 to 33.3)" in page
    assert page.count("No indicator is printed in the strategy") == 2


def test_to_be_confirmed_is_never_shown_as_none(made, client):
    made.priority.lead_state = made.priority.lead_board_state = "to_be_confirmed"
    made.priority.save()
    for address in ("/priorities/", "/priorities/strategy-1/"):
        page = read(client.get(address))
        assert page.count("To be confirmed") == 2
        assert "is named" not in page


def test_an_empty_list_says_what_comes_next(db, client):
    assert "No strategy with priorities has been published here yet" in read(client.get("/priorities/"))


def test_the_next_thing_due_stands_beside_its_priority(made, client):
    add_action("benches", board=made.board, paragraph=made.paragraph, priority=made.priority, timescale="May 2020")
    page = read(client.get("/priorities/"))
    assert '<a href="/actions/benches/">Benches</a>, 31 May 2020' in page


def test_the_table_to_take_away_has_a_row_for_each_priority(numbers, client):
    answer = client.get("/priorities/download.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["priority"] == "Aim 1"
    assert "32.1% (31.0 to 33.3), better than Realm" in rows[0]["indicators and how they stand"]
    assert rows[0]["address"].endswith("/priorities/strategy-1/")


def test_a_priority_reads_its_numbers_with_interval_period_area_and_a_chart(numbers, client):
    page = read(client.get("/priorities/strategy-1/"))
    assert page.count("<h1") == 1
    assert "Ambershire 32.1% (31.0 to 33.3), better than Realm 34.0% (single overlap, 95%). 2017/18." in page
    assert "/indicators/weight/chart.svg" in page
    assert 'href="/indicators/weight/download.csv"' in page
    assert "The numbers of this chart" in page
    for question in (
        "Where are we now?",
        "Where do we want to be?",
        "How will we get there?",
        "Who leads it, and what comes next?",
    ):
        assert question in page


def test_a_target_says_where_it_stands_and_by_which_numbers(numbers, client):
    page = read(client.get("/priorities/strategy-1/"))
    assert "Behind its path" in page
    assert "Latest: 32.1 (31.0 to 33.3), 2017/18; path: 29.1." in page
    assert "“by 2030”, read as: 31 December 2030 at the latest" in page
    assert "50% of the baseline (18.0%)" in page
    assert 'id="half"' in page


def test_a_target_without_a_baseline_says_that_it_cannot_be_told(numbers, client):
    numbers.target.baseline_value = None
    numbers.target.save()
    page = read(client.get("/priorities/strategy-1/"))
    assert "Cannot be said" in page
    assert "It has no baseline value." in page


def test_a_baseline_under_embargo_counts_as_none(numbers, client):
    release = assess.add_release("later", published_at=clock.now() + timedelta(days=1))
    value = assess.add_value(numbers.indicator, 987.6, (987.5, 987.7), period="2018/19", release=release)
    numbers.target.baseline, numbers.target.baseline_value = value, None
    numbers.target.save()
    placed = queries.place_targets(NOBODY, [numbers.target])[numbers.target.pk]
    assert placed.standing.because == "It has no baseline value."
    analyst = queries.place_targets(assess.make_analyst(), [numbers.target])[numbers.target.pk]
    assert analyst.standing.key == "too_early"
    for address in ("/priorities/strategy-1/", "/api/v1/priorities/strategy-1", "/priorities/download.csv"):
        assert "987.6" not in client.get(address).content.decode()


def test_a_priority_without_an_indicator_says_so(made, client):
    page = read(client.get("/priorities/strategy-1/"))
    assert "No indicator is printed in the strategy for this priority" in page
    assert "No objective is recorded" in page
    assert "No decision about this priority is recorded" in page
    assert 'href="/actions/walks/"' in page


def test_a_priority_shows_the_decisions_of_the_items_that_dealt_with_it(made, client):
    made.priority.agenda_items.add(made.item)
    add_decision(made.paragraph, "The work comes back.")
    hidden = add_item(made.meeting, "18", "Hidden item", publicity="exempt")
    made.priority.agenda_items.add(hidden)
    page = read(client.get("/priorities/strategy-1/"))
    assert "The work comes back." in page
    assert "14 May 2019" in page
    assert "item 17, Social isolation" in page
    assert "Hidden item" not in page


def test_names_and_boards_are_linked(made, client):
    user = make_user("finn", honorific="")
    made.priority.leads.add(user.person)
    made.priority.lead_state = "named"
    made.priority.lead_board, made.priority.lead_board_state = made.board, "named"
    made.priority.save()
    made.priority.shared_with.add(make_board("river"))
    page = read(client.get("/priorities/strategy-1/"))
    assert "Finn" in page
    assert '<a href="/boards/mill/">Mill Board</a>' in page
    assert '<a href="/boards/river/">River Board</a>' in page


def test_there_is_no_page_of_what_is_not_there(made, client):
    assert client.get("/priorities/nothing/").status_code == 404
    made.plan.published_on = date(2019, 7, 23)
    made.plan.save()
    assert client.get("/priorities/strategy-1/").status_code == 404


def test_a_priority_says_that_nothing_is_due(made, client):
    page = read(client.get("/priorities/strategy-1/"))
    for words in ("No open action has a day ahead", "No meeting is arranged", "No target has a day ahead"):
        assert words in page


def test_a_priority_says_what_comes_next(numbers, client):
    add_action("late", board=numbers.board, paragraph=numbers.paragraph, priority=numbers.priority, timescale="2020")
    soon = add_action(
        "soon", board=numbers.board, paragraph=numbers.paragraph, priority=numbers.priority, timescale="May 2020"
    )
    past = add_action(
        "past", board=numbers.board, paragraph=numbers.paragraph, priority=numbers.priority, timescale="May 2019"
    )
    make_meeting(make_board("elsewhere"), day=clock.today() + timedelta(days=1))
    make_meeting(numbers.board, day=clock.today() + timedelta(days=9))
    meeting = make_meeting(numbers.board, day=clock.today() + timedelta(days=8))
    page = read(client.get("/priorities/strategy-1/"))
    rows = page[page.index("Next action due") : page.index("Where are we now?")]
    assert re.findall(r'href="([^"]+)"', rows)[:4] == [
        soon.get_absolute_url(), past.get_absolute_url(), meeting.get_absolute_url(), "#half",
    ]  # fmt: skip
    assert "31 May 2019" in rows
    assert "31 May 2020" in rows
    assert "31 December 2030" in rows


def test_many_priorities_cost_no_more_queries_than_one(numbers):
    def count():
        with CaptureQueriesContext(connection) as caught:
            queries.list_priorities(NOBODY)
        return len(caught)

    few = count()
    for number in range(2, 51):
        priority = make_priority(numbers.plan, number, lead_board=numbers.board, lead_board_state="named")
        Measure.objects.create(priority=priority, indicator=numbers.indicator, **MADE_UP)
        add_action(
            f"a-{number}", board=numbers.board, paragraph=numbers.paragraph, priority=priority, timescale="May 2020"
        )
    assert count() == few <= 10


def test_panels_name_priorities_on_the_pages_of_boards_and_indicators(numbers, rf):
    request = rf.get("/")
    request.user = NOBODY
    assert "/priorities/strategy-1/" in views.board_panel(request, numbers.board)
    assert views.board_panel(request, make_board("river")) == ""
    panel = views.indicator_panel(request, numbers.indicator)
    assert "Aim 1" in panel
    assert "/priorities/strategy-1/#half" in panel
    other = assess.add_indicator("sleep")
    assert "No priority or target uses this indicator yet." in views.indicator_panel(request, other)


@pytest.mark.parametrize("words", ["aim", "halve", "finn"])
def test_search_finds_a_priority_by_its_title_objective_and_lead(numbers, words):
    numbers.priority.leads.add(make_user("finn", honorific="").person)
    assert [hit.url for hit in find(NOBODY, words) if hit.kind == "Priority"] == ["/priorities/strategy-1/"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Timescale("x", "point", date(2019, 7, 23), date(2019, 7, 23), "day"), "23 July 2019"),
        (Timescale("x", "range", date(2019, 5, 1), date(2020, 3, 31), "month"), "1 May 2019 to 31 March 2020"),
        (Timescale("x", "range", date(2019, 5, 1), None, "month"), "From 1 May 2019"),
        (Timescale("x", "range", None, date(2019, 5, 31), "month"), "Until 31 May 2019"),
        (Timescale("x", "point", date(2030, 1, 1), date(2030, 12, 31), mark="by"), "31 December 2030 at the latest"),
        (Timescale("x", "recurring", every="P1M"), "Every month"),
        (Timescale("x", "recurring", every="P2W"), "Every 2 weeks"),
        (Timescale("x", "recurring", every="4/P1Y"), "4 times every year"),
        (Timescale("x", "ongoing", mark="doubtful"), "Ongoing (the source puts a question mark to it)"),
        (Timescale("x", "recurring", None, date(2020, 3, 31), "month", "P3M"), "Every 3 months, until 31 March 2020"),
        (Timescale("x", "ongoing"), "Ongoing"),
        (Timescale("x", "ongoing", date(2019, 5, 1)), "Ongoing from 1 May 2019"),
        (Timescale("x", "conditional"), "When its condition is met"),
        (Timescale("x"), "No day is set"),
        (Timescale("x", mark="refused"), "No day is set: there is no such day or quarter, so no day is read from it"),
    ],
)  # fmt: skip
def test_a_timescale_is_said_in_words(value, words):
    assert say_timescale(value) == words


def test_words_and_reading_stand_side_by_side_and_once_where_they_are_the_same():
    day = date(2019, 7, 23)
    assert say_both(Timescale("23 July 2019", "point", day, day, "day")) == "23 July 2019"
    assert say_both(Timescale("monthly", "recurring", every="P1M")) == "“monthly”, read as: every month"
    assert say_both(Timescale("")) == "No day is set"
    assert say_both(Timescale("over time")) == "“over time”, read as: no day is set"


def test_what_a_target_does_not_state_is_said(numbers):
    target = numbers.target

    def place():
        return queries.place_targets(NOBODY, [target])[target.pk]

    assert say_baseline(place()) == "36%, 31 March 2010"
    target.baseline_on = None
    assert say_baseline(place()) == "36%, date not stated"
    target.baseline_value = None
    assert say_baseline(place()) == "Not stated"
    assert say_goal(place()) == "50% of the baseline"
    target.ratio = None
    assert say_goal(place()) == ""
    target.value, target.unit = 30000.0, "people"
    assert say_goal(place()) == "30,000 people"
