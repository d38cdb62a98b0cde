"""An action comes from exactly one minute or plan; its officer agrees and closes it, and closing cites why."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from moothall.deliver.acts import Lead, Promise, agree_action, close_action
from moothall.deliver.models import Action, ActionParty
from moothall.deliver.queries import find_agreed_on
from moothall.kit import clock
from moothall.kit.errors import NotAllowedError, RecordError, StaleError
from moothall.kit.models import AuditEntry
from tests.deliver.made import MADE_UP, add_action, add_lead, give, make_organisation, make_plan, make_user
from tests.govern.made import add_decision, add_item, add_paragraph, make_board, make_meeting


@pytest.fixture
def officer(made):
    return give(make_user("ada"), "officer", "board:mill")


@pytest.mark.parametrize("both", [True, False])
def test_an_action_with_two_sources_or_none_is_refused_by_its_rules(made, both):
    made.action.source_plan = made.plan if both else None
    made.action.paragraph = made.paragraph if both else None
    with pytest.raises(ValidationError) as refused:
        made.action.clean()
    assert "exactly one minute paragraph or one plan" in refused.value.message_dict["paragraph"][0]


@pytest.mark.parametrize("both", [True, False])
def test_an_action_with_two_sources_or_none_is_refused_by_the_database(made, both):
    wrong = {"paragraph": made.paragraph, "source_plan": made.plan} if both else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.create(slug="wrong", title="Wrong", board=made.board, **wrong, **MADE_UP)


def test_a_party_names_somebody(made):
    with pytest.raises(ValidationError, match="Name a post"):
        ActionParty(action=made.action, order=1, **MADE_UP).full_clean()


def test_an_override_without_an_end_is_refused(made):
    made.action.status_override = {"status": "on_track", "reason": "Because"}
    with pytest.raises(ValidationError, match="ends on a day"):
        made.action.full_clean()


def test_relative_words_are_read_by_the_day_of_the_minute_and_the_boards_calendar(made):
    make_meeting(made.board, day=date(2019, 7, 23))
    soon = add_action("soon", board=made.board, paragraph=made.paragraph, timescale="by the next Board meeting")
    later = add_action("later", board=made.board, paragraph=made.paragraph, timescale="in six months")
    assert (soon.timescale_end, soon.timescale_mark) == (date(2019, 7, 23), "by;next_meeting")
    assert later.timescale_end == date(2019, 11, 14)


def test_the_day_of_a_minute_is_that_of_the_place_s_own_clocks(made, settings):
    settings.TIME_ZONE = "Pacific/Auckland"  # where it is the next day already
    made.meeting.starts_at = clock.at(date(2019, 5, 14), time(10))
    made.meeting.save()
    later = add_action("later", board=made.board, paragraph=made.paragraph, timescale="in six months", agreed_on=None)
    assert later.timescale_end == date(2019, 11, 14)
    assert find_agreed_on(later) == date(2019, 5, 14)


def test_quarters_are_read_by_the_plans_first_year(made):
    plan = make_plan(made.board, "safer", year_one_starts_on=date(2019, 4, 1))
    action = add_action("draft", board=made.board, source_plan=plan, timescale="Year 1 Quarter 3")
    assert (action.timescale_start, action.timescale_end) == (date(2019, 10, 1), date(2019, 12, 31))
    assert action.timescale_as_written == "Year 1 Quarter 3"


def test_an_officer_agrees_an_action_from_a_minute(made, officer):
    promise = Promise(timescale="by March 2020", outcome_text="Three routes", priority=made.priority)
    lead = Lead(organisation=make_organisation())
    action = agree_action(
        by=officer, board=made.board, title="Walks", paragraph=made.paragraph, promise=promise, lead=lead
    )
    held = Action.objects.get(slug="walks-2")
    assert held == action
    assert (held.state, held.agreed_on, held.timescale_end) == ("agreed", date(2019, 7, 22), date(2020, 3, 31))
    assert (held.source_status, held.outcome_text, held.publicity) == ("recorded", "Three routes", "open")
    assert [str(party) for party in held.parties.all()] == ["Trust"]
    entry = AuditEntry.objects.get(act="agree_action")
    assert (entry.subject, entry.scope, entry.by) == ("action:walks-2", "board:mill", officer)


def test_an_officer_agrees_an_action_from_a_page_of_a_plan(made, officer):
    action = agree_action(by=officer, board=made.board, title="Benches", plan=made.plan, page="12")
    assert (action.source_plan, action.paragraph, action.source_page) == (made.plan, None, "12")


def test_what_an_invented_officer_agrees_is_marked(made):
    officer = give(make_user("ada", is_invented=True), "officer", "board:mill")
    action = agree_action(by=officer, board=made.board, title="Benches", paragraph=made.paragraph)
    assert action.source_status == "invented"


@pytest.mark.parametrize("both", [True, False])
def test_agreeing_without_a_source_or_with_two_leaves_nothing(made, officer, both):
    sources = {"paragraph": made.paragraph, "plan": made.plan} if both else {}
    with pytest.raises(RecordError, match="exactly one"):
        agree_action(by=officer, board=made.board, title="Benches", **sources)
    assert not Action.objects.filter(title="Benches").exists()


def test_a_source_that_one_may_not_see_is_no_source(made, officer):
    other = make_board("other")
    hidden = add_paragraph(add_item(make_meeting(other, "planned")), "1.1")
    with pytest.raises(RecordError, match="no such minute"):
        agree_action(by=officer, board=made.board, title="Benches", paragraph=hidden)
    unseen = make_plan(other, "unseen", published_on=None)
    with pytest.raises(RecordError, match="no such plan"):
        agree_action(by=officer, board=made.board, title="Benches", plan=unseen)


def test_an_action_of_a_private_minute_is_as_private(made, officer):
    item = add_item(made.meeting, "18", publicity="exempt")
    paragraph = add_paragraph(item, "18.1", publicity="exempt")
    action = agree_action(by=officer, board=made.board, title="Benches", paragraph=paragraph)
    assert action.publicity == "exempt"


def test_a_title_is_asked_for(made, officer):
    with pytest.raises(RecordError) as refused:
        agree_action(by=officer, board=made.board, title="  ", paragraph=made.paragraph)
    assert refused.value.field == "title"


def test_an_officer_closes_an_action_by_a_decision(made, officer):
    decision = add_decision(made.paragraph)
    closed = close_action(by=officer, action=made.action, state="done", decision=decision, version=made.action.version)
    held = Action.objects.get(pk=closed.pk)
    assert (held.state, held.closed_on, held.closed_by_decision) == ("done", date(2019, 7, 22), decision)
    assert held.version == made.action.version + 1
    assert "state" in AuditEntry.objects.get(act="close_action").changed


def test_an_action_is_dropped_by_a_minute_or_a_reason(made, officer):
    other = add_action("benches", board=made.board, paragraph=made.paragraph)
    close_action(by=officer, action=made.action, state="dropped", paragraph=made.paragraph)
    close_action(by=officer, action=other, state="dropped", closed_by_text="The money went elsewhere.")
    assert set(Action.objects.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.parametrize(
    ("state", "words"), [("done", ""), ("merged", "Why"), ("under_way", "Why"), ("nothing", "Why")]
)
def test_closing_without_a_reason_or_into_another_state_is_refused(made, officer, state, words):
    with pytest.raises(RecordError):
        close_action(by=officer, action=made.action, state=state, closed_by_text=words)
    made.action.refresh_from_db()
    assert made.action.state == "agreed"


def test_a_closed_action_is_not_closed_again(made, officer):
    close_action(by=officer, action=made.action, state="done", closed_by_text="It is there.")
    with pytest.raises(RecordError, match="already"):
        close_action(by=officer, action=made.action, state="dropped", closed_by_text="It went.")


def test_a_stale_closing_is_refused(made, officer):
    with pytest.raises(StaleError):
        close_action(by=officer, action=made.action, state="done", closed_by_text="Yes", version=99)


def test_what_closes_must_be_seen(made, officer):
    hidden = add_paragraph(add_item(make_meeting(make_board("other"), "planned")), "1.1")
    for cited in ({"paragraph": hidden}, {"decision": add_decision(hidden)}):
        with pytest.raises(RecordError, match="There is no such"):
            close_action(by=officer, action=made.action, state="done", **cited)


def test_a_clerk_neither_agrees_nor_closes(made):
    clerk = give(make_user("hari"), "clerk", "board:mill")
    with pytest.raises(NotAllowedError):
        agree_action(by=clerk, board=made.board, title="Benches", paragraph=made.paragraph)
    with pytest.raises(NotAllowedError):
        close_action(by=clerk, action=made.action, state="done", closed_by_text="Yes")
    assert not AuditEntry.objects.filter(act__in=["agree_action", "close_action"]).exists()


def test_history_keeps_who_led(made):
    lead = add_lead(made.action, organisation=make_organisation())
    lead.to_on = date(2019, 8, 1)
    lead.save()
    assert lead.history.count() == 2
