"""How actions stand, asked for many at once; filters; whose they are; where they come from."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.assess.models import ProfileItem
from moothall.deliver import presenters, queries
from moothall.deliver.queries import Filters
from moothall.kit import clock
from moothall.kit.search import find
from moothall.plan.models import Objective, Target
from tests.assess import made as assess
from tests.deliver.made import (
    MADE_UP,
    TODAY,
    add_action,
    add_lead,
    add_update,
    give,
    make_organisation,
    make_post,
    make_priority,
    make_user,
)
from tests.govern.made import add_decision, make_board

NOBODY = AnonymousUser()


def stand(action, user=NOBODY):
    return queries.get_status(user, [action])[action.pk]


def count_queries(work):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        work()
    return len(caught)


def fill(made, number):
    other = add_action("other", board=made.board, paragraph=made.paragraph)
    for count in range(number):
        action = add_action(
            f"many-{count}", board=made.board, paragraph=made.paragraph, priority=made.priority, timescale="May 2020"
        )
        add_lead(action, organisation=make_organisation(f"trust-{count}"))
        add_lead(action, order=2, post=make_post(f"post-{count}"))
        add_update(action, f"update-{count}")
        action.depends_on.add(other)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: queries.list_actions(NOBODY),
        lambda: presenters.show_actions(queries.list_actions(NOBODY)),
        lambda: [presenters.make_csv_row(row, "") for row in queries.list_actions(NOBODY)],
        lambda: presenters.list_happenings(queries.list_actions(NOBODY), ""),
        lambda: list(queries.find_actions(NOBODY, ["many"])),
    ],
)
def test_many_actions_cost_no_more_queries_than_one(made, ask):
    fill(made, 1)
    few = count_queries(ask)
    for count in range(49):
        fill_more(made, count)
    assert count_queries(ask) == few <= 10


def fill_more(made, count):
    action = add_action(f"more-{count}", board=made.board, paragraph=made.paragraph, title=f"Many {count}")
    add_lead(action, organisation=make_organisation(f"more-{count}"))
    add_update(action, f"more-{count}")


def test_the_first_due_stands_on_top_and_those_without_a_day_below(made):
    add_action("later", board=made.board, paragraph=made.paragraph, timescale="May 2021")
    add_action("sooner", board=made.board, paragraph=made.paragraph, timescale="May 2020")
    assert [row.action.slug for row in queries.list_actions(NOBODY)] == ["sooner", "later", "walks"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(priority="strategy-1"), {"walks"}),
        (Filters(priority="no-such"), set()),
        (Filters(board="other"), {"elsewhere"}),
        (Filters(organisation="trust"), {"benches", "elsewhere"}),
        (Filters(status="late"), {"benches"}),
        (Filters(due_before=date(2019, 7, 1)), {"benches"}),
        (Filters(text="BENCH long"), {"benches"}),
        (Filters(text="bench nothing"), set()),
        (Filters(organisation="trust", status="late"), {"benches"}),
    ],
)
def test_a_list_is_narrowed_by_each_filter(made, filters, found):
    late = add_action(
        "benches", board=made.board, paragraph=made.paragraph, timescale="June 2019", outcome_text="Long rests"
    )
    elsewhere = add_action("elsewhere", board=make_board("other"), paragraph=made.paragraph)
    add_lead(late, organisation=make_organisation())
    add_lead(elsewhere, post=make_post())
    assert {row.action.slug for row in queries.list_actions(NOBODY, filters)} == found


def test_only_what_has_actions_can_be_chosen(made):
    make_board("idle")
    make_priority(made.plan, 2)
    make_organisation("idle")
    add_lead(made.action, organisation=make_organisation())
    choices = queries.list_choices(NOBODY)
    assert [row.slug for row in choices.boards] == ["mill"]
    assert [row.slug for row in choices.priorities] == ["strategy-1"]
    assert [row.slug for row in choices.organisations] == ["trust"]


def test_a_deadline_is_no_start_and_a_quarter_is(made):
    """An action due "by 2030" may begin at once; "from August" has not begun in July."""
    by = add_action("by", board=made.board, paragraph=made.paragraph, timescale="by 2030")
    on = add_action("on", board=made.board, paragraph=made.paragraph, timescale="30 September 2019")
    month = add_action("month", board=made.board, paragraph=made.paragraph, timescale="September 2019")
    begun = add_action(
        "begun", board=made.board, paragraph=made.paragraph, timescale="from August 2019", state="under_way"
    )
    assert [stand(action).status.key for action in (by, on, month, begun)] == [
        "not_known", "not_known", "not_started", "not_known",
    ]  # fmt: skip


def test_days_of_silence_are_the_plans_own(made):
    made.plan.fresh_days, made.plan.stale_days = 31, 46
    made.plan.save()
    made.action.plan = made.plan
    made.action.save()
    add_update(made.action, "old", on=TODAY - timedelta(days=47))
    row = stand(made.action)
    assert (row.status.key, row.freshness.key) == ("not_known", "stale")


def test_the_day_of_agreement_is_that_of_the_minute_where_none_is_recorded(made):
    made.action.agreed_on = None
    assert queries.find_agreed_on(made.action) == date(2019, 5, 14)
    from_plan = add_action("plan", board=made.board, source_plan=made.plan, agreed_on=None)
    assert queries.find_agreed_on(from_plan) == made.plan.published_on


def test_tbc_is_no_lead(made):
    lead = add_lead(made.action, as_written="TBC")
    row = stand(made.action)
    assert not row.points.lead
    assert not row.has_lead
    assert presenters.name_parties(row.leads) == "To be confirmed"
    lead.as_written = "Secretariat"
    lead.save()
    assert stand(made.action).points.lead


def test_four_points_are_counted(made):
    assert stand(made.action).points.count == 0
    full = add_action(
        "full", board=made.board, paragraph=made.paragraph, timescale="May 2020", outcome_text="x", measure_text="y"
    )
    add_lead(full, organisation=make_organisation())
    assert stand(full).points.count == 4


def test_a_closed_action_cites_what_the_reader_may_see(made):
    decision = add_decision(made.paragraph)
    made.action.state, made.action.closed_by_decision = "done", decision
    made.action.save()
    row = stand(made.action)
    assert (row.status.evidence, presenters.find_evidence_url(row)) == (decision.ref, decision.get_absolute_url())
    made.paragraph.publicity = "exempt"
    made.paragraph.save()
    from_plan = made.action
    from_plan.paragraph, from_plan.source_plan = None, made.plan
    from_plan.save()
    assert decision.text not in stand(from_plan).status.because


def test_a_merged_action_leads_to_the_one_it_became(made):
    other = add_action("other", board=made.board, paragraph=made.paragraph, state="merged", merged_into=made.action)
    row = stand(other)
    assert row.status.because == "Merged into another action: Walks."
    assert presenters.find_evidence_url(row) == made.action.get_absolute_url()
    assert presenters.say_evidence(row) == "The action it was merged into"


def test_a_measure_behind_its_path_puts_the_action_at_risk(made):
    assess.make_place()
    indicator = assess.add_indicator("weight")
    assess.add_value(indicator, 30.0, (29.0, 31.0), period="2018/19")
    objective = Objective.objects.create(slug="halve", priority=made.priority, text="Halve it", **MADE_UP)
    target = Target(
        slug="half", objective=objective, text="Half", indicator=indicator, ratio=0.5, direction="down",
        baseline_value=30.0, baseline_on=date(2016, 3, 31), timescale_as_written="by 2020", **MADE_UP,
    )  # fmt: skip
    target.full_clean()
    target.save()
    action = add_action(
        "weigh",
        board=made.board,
        paragraph=made.paragraph,
        priority=made.priority,
        objective=objective,
        measure=indicator,
    )
    row = stand(action)
    assert (row.status.key, row.status.evidence) == ("at_risk", "target:half")
    assert presenters.find_evidence_url(row) == f"{made.priority.get_absolute_url()}#half"
    assert ProfileItem.objects.exists()


def test_my_actions_are_those_i_lead_and_those_of_my_organisation_the_late_first(made):
    user = give(make_user("finn", honorific=""), "lead", "organisation:trust")
    add_lead(made.action, person=user.person)
    late = add_action("late", board=made.board, paragraph=made.paragraph, timescale="June 2019")
    add_lead(late, organisation=make_organisation())
    mine = add_action("post", board=made.board, paragraph=made.paragraph, timescale="May 2020")
    add_lead(mine, post=make_post(holder=user.person, organisation="elsewhere"))
    done = add_action("done", board=made.board, paragraph=made.paragraph, state="done", closed_by_text="Yes")
    add_lead(done, person=user.person)
    add_action("other", board=made.board, paragraph=made.paragraph)
    assert [row.action.slug for row in queries.list_my_actions(user)] == ["late", "post", "walks"]
    assert [row.title for row in presenters.list_late_work(user)] == ["Late"]
    assert presenters.list_own_work(user)[0].url == "/desk/actions/post/update/"
    assert queries.list_my_actions(NOBODY) == []


def test_what_nobody_reports_stands_on_the_officers_desk(made):
    officer = give(make_user("ada"), "officer", "board:mill")
    reported = add_action("reported", board=made.board, paragraph=made.paragraph)
    add_update(reported, "fresh")
    add_action("elsewhere", board=make_board("other"), paragraph=made.paragraph)
    assert [row.action.slug for row in queries.list_unreported(officer)] == ["walks"]
    assert [row.note for row in presenters.list_silent_work(officer)] == [
        "Nothing has been reported yet. Lead: Nobody named."
    ]
    everywhere = give(make_user("eve"), "officer")
    assert {row.action.slug for row in queries.list_unreported(everywhere)} == {"walks", "elsewhere"}
    assert queries.list_unreported(make_user("finn")) == []


def test_an_action_is_traced_to_its_minute_meeting_and_board_and_to_where_it_shows(made):
    add_decision(made.paragraph)
    trace = queries.get_trace(NOBODY, queries.get_action(NOBODY, "walks"))
    assert [step.kind for step in trace.comes_from] == ["paragraph", "decision", "meeting", "board"]
    assert trace.comes_from[0].url == made.paragraph.get_absolute_url()
    assert {step.kind for step in trace.shows_on} == {"priority", "board", "meeting"}
    assert all(step.url for step in (*trace.comes_from, *trace.shows_on))


def test_an_action_of_a_plan_is_traced_to_the_plan_and_its_page(made):
    add_action("plan", board=made.board, source_plan=made.plan, source_page="12")
    steps = queries.get_trace(NOBODY, queries.get_action(NOBODY, "plan")).comes_from
    assert [(step.kind, step.page) for step in steps] == [("plan", "12"), ("board", "")]


def test_what_is_due_next_for_a_priority_is_its_first_open_action_and_older_ones_are_overdue(made):
    for slug, words in (("past", "May 2019"), ("longer", "April 2019"), ("later", "May 2021"), ("sooner", "May 2020")):
        add_action(slug, board=made.board, paragraph=made.paragraph, priority=made.priority, timescale=words)
    add_action("closed", board=made.board, paragraph=made.paragraph, priority=made.priority, timescale="April 2019",
               state="done", closed_by_text="Done.", closed_on=clock.today())  # fmt: skip
    dues = queries.find_dues(NOBODY, [made.priority])[made.priority.pk]
    assert dues.ahead.title == "Sooner"
    assert [one.title for one in dues.overdue] == ["Longer", "Past"]


def test_what_is_due_today_is_not_overdue(made):
    for slug, day in (("today", clock.today()), ("yesterday", clock.today() - timedelta(days=1))):
        add_action(slug, board=made.board, paragraph=made.paragraph, priority=made.priority,
                   timescale=f"{day.day} {day:%B %Y}")  # fmt: skip
    dues = queries.find_dues(NOBODY, [made.priority])[made.priority.pk]
    assert (dues.ahead.title, [one.title for one in dues.overdue]) == ("Today", ["Yesterday"])


@pytest.mark.parametrize("words", ["walks", "zebra", "keeper"])
def test_search_finds_an_action_by_its_title_its_report_and_its_lead(made, words):
    add_update(made.action, "one", narrative="A zebra crossing was drawn.")
    add_lead(made.action, post=make_post())
    assert [hit.url for hit in find(NOBODY, words) if hit.kind == "Action"] == ["/actions/walks/"]
