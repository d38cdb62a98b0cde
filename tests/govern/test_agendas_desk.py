"""The agendas desk: meetings are planned with their deadlines, agendas published or called off, promises kept."""

import re
from datetime import UTC, date, datetime

import pytest

from moothall.govern import rules
from moothall.govern.acts import (
    ItemWords,
    Promise,
    Sitting,
    add_item,
    cancel_meeting,
    close_forward_item,
    edit_item,
    place_forward_item,
    plan_forward_item,
    plan_meeting,
    publish_agenda,
    set_deadline,
    settle_deadline,
    withdraw_item,
)
from moothall.govern.models import AgendaItem, Deadline, ForwardItem, Meeting, MinuteParagraph, TermsOfReference
from moothall.kit import clock
from moothall.kit.errors import NotAllowedError, RecordError, StaleError
from moothall.kit.models import AuditEntry
from moothall.places.models import BankHoliday, SourceDocument
from tests.govern import made
from tests.govern.test_desk import fill
from tests.govern.test_papers_desk import read
from tests.signing import sign_in

SEPTEMBER = datetime(2019, 9, 3, 9, tzinfo=UTC)
FIVE_BACK = {"count": 5, "of": "days_back", "at": "10:00"}
CLEAR = {"count": 5, "of": "clear_days"}
WORDS = ItemWords("Paths", "decision")


@pytest.fixture(autouse=True)
def july(settings):
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)


@pytest.fixture
def ruled(mill):
    """Let the terms of the board say by when questions and the agenda must have come."""
    terms = TermsOfReference.objects.get()
    terms.rules = {
        **terms.rules,
        "notice": {"agenda": CLEAR, "late_item": {"needs": ["chair_agrees"]}},
        "questions": [{"asker": "public", "close": FIVE_BACK}, {"asker": "petition", "close": FIVE_BACK}],
    }
    terms.full_clean()
    terms.save()
    BankHoliday.objects.create(calendar="made", day=date(2019, 8, 26), name="A day off")
    return mill


@pytest.fixture
def meeting(mill, clerk):
    return plan_meeting(by=clerk, board=mill.board, sitting=Sitting(SEPTEMBER, venue="Mill Room"))


@pytest.fixture
def desk(mill, clerk, client):
    sign_in(client, clerk)
    return client


# --- planning ---------------------------------------------------------------------------------------------------------


def test_a_planned_meeting_gets_the_deadlines_that_the_terms_of_that_day_give(ruled, clerk):
    meeting = plan_meeting(by=clerk, board=ruled.board, sitting=Sitting(SEPTEMBER), calendar="made")
    assert (meeting.slug, meeting.state, meeting.terms) == (
        "mill-2019-09-03",
        "planned",
        TermsOfReference.objects.get(),
    )
    due = {one.kind: one for one in Deadline.objects.all()}
    assert {kind: one.due_at.isoformat() for kind, one in due.items()} == {
        "agenda": "2019-08-23T22:59:00+00:00",  # five clear working days, the bank holiday left out
        "public_questions": "2019-08-27T09:00:00+00:00",
    }
    assert all(one.computed_at == one.due_at and one.source_status == "invented" for one in due.values())
    assert Meeting.objects.get(pk=meeting.pk).questions_close_at == due["public_questions"].due_at
    assert AuditEntry.objects.filter(act="plan_meeting").count() == 1


def test_the_rules_of_deadlines_are_read_from_terms_each_kind_once():
    terms = {"notice": {"agenda": CLEAR, "summons": {"of": "moons"}}, "questions": [
        {"asker": "member", "close": FIVE_BACK}, {"asker": "member", "close": CLEAR}, {"asker": "public"},
    ]}  # fmt: skip
    assert rules.list_deadline_rules(terms) == [("agenda", CLEAR), ("member_questions", FIVE_BACK)]


def test_a_board_without_recorded_terms_meets_without_deadlines_and_one_that_has_ended_does_not(clerk, mill):
    TermsOfReference.objects.all().delete()
    assert plan_meeting(by=clerk, board=mill.board, sitting=Sitting(SEPTEMBER)).terms is None
    assert not Deadline.objects.exists()
    mill.board.to_on = date(2019, 8, 31)
    with pytest.raises(RecordError, match="Mill Board ended on 31 August 2019, before that day"):
        plan_meeting(by=clerk, board=mill.board, sitting=Sitting(SEPTEMBER))


def test_two_meetings_of_one_day_have_addresses_of_their_own(meeting, mill, clerk):
    later = Sitting(datetime(2019, 9, 3, 13, tzinfo=UTC), kind="extraordinary")
    assert plan_meeting(by=clerk, board=mill.board, sitting=later).slug == "mill-2019-09-03-2"


# --- the agenda -------------------------------------------------------------------------------------------------------


def test_items_get_the_next_number_and_are_public_with_the_agenda(meeting, clerk, nobody):
    numbers = [add_item(by=clerk, meeting=meeting, words=WORDS).number for _ in range(2)]
    withdraw_item(by=clerk, item=AgendaItem.objects.get(number="2", meeting=meeting))
    numbers.append(add_item(by=clerk, meeting=meeting, words=WORDS).number)
    assert numbers == ["1", "2", "3"]
    assert not AgendaItem.objects.visible_to(nobody).filter(meeting=meeting).exists()
    held = publish_agenda(by=clerk, meeting=meeting)
    assert held.state == "agenda_published"
    seen = AgendaItem.objects.visible_to(nobody).filter(meeting=meeting).order_by("order")
    assert [(item.number, item.state) for item in seen] == [("1", "published"), ("3", "published")]


def test_an_agenda_without_items_or_with_a_draft_is_not_published(meeting, clerk):
    with pytest.raises(RecordError, match="This meeting has no agenda item yet"):
        publish_agenda(by=clerk, meeting=meeting)
    draft = made.add_item(meeting, "1", state="draft")
    with pytest.raises(RecordError, match="Item 1 is a draft"):
        publish_agenda(by=clerk, meeting=meeting)
    assert edit_item(by=clerk, item=draft, words=WORDS).state == "ready"
    assert publish_agenda(by=clerk, meeting=meeting).state == "agenda_published"


def test_papers_are_published_with_the_agenda_and_one_that_is_not_cleared_holds_it_back(meeting, mill, clerk, nobody):
    item = add_item(by=clerk, meeting=meeting, words=WORDS)
    paper = made.add_report(mill.board, state="in_clearance")
    made.take(item, paper)
    with pytest.raises(RecordError, match="The paper “The paths paper” of item 1 is in clearance"):
        publish_agenda(by=clerk, meeting=meeting)
    assert Meeting.objects.get(pk=meeting.pk).state == "planned"
    paper.state, paper.item_for = "cleared", []
    paper.save()
    with pytest.raises(RecordError, match="“The paths paper”: Say whether the paper is for decision"):
        publish_agenda(by=clerk, meeting=meeting)
    paper.item_for = ["decision"]
    paper.save()
    publish_agenda(by=clerk, meeting=meeting)
    paper.refresh_from_db()
    assert (paper.state, clock.day_of(paper.to_public_at)) == ("published", date(2019, 7, 22))


def test_an_agenda_in_time_keeps_its_deadline_and_a_late_one_says_why(ruled, clerk, settings):
    for day, because in ((3, ""), (4, "The printer broke.")):
        settings.MOOTHALL_AS_AT = date(2019, 8, 20) if not because else date(2019, 9, 2)
        sitting = Sitting(SEPTEMBER.replace(day=day))
        meeting = plan_meeting(by=clerk, board=ruled.board, sitting=sitting, calendar="made")
        add_item(by=clerk, meeting=meeting, words=WORDS)
        if because:
            with pytest.raises(RecordError, match=r"The agenda was due on 27 August 2019, 11:59pm\. Say why"):
                publish_agenda(by=clerk, meeting=meeting)
        publish_agenda(by=clerk, meeting=meeting, late_because=because)
        held = meeting.deadlines.get(kind="agenda")
        assert (held.breach_reason, held.met_at is not None) == (because, True)


def test_an_item_that_is_added_to_a_published_agenda_says_why_it_cannot_wait(meeting, clerk, nobody):
    add_item(by=clerk, meeting=meeting, words=WORDS)
    meeting = publish_agenda(by=clerk, meeting=meeting)
    with pytest.raises(RecordError, match="say why this item cannot wait"):
        add_item(by=clerk, meeting=meeting, words=WORDS)
    late = add_item(by=clerk, meeting=meeting, words=WORDS, urgent_reason="The bridge fell.")
    assert AgendaItem.objects.visible_to(nobody).get(pk=late.pk).urgent_reason == "The bridge fell."
    with pytest.raises(RecordError, match="The agenda is published, and what stands on it stays"):
        edit_item(by=clerk, item=late, words=ItemWords("Bridges", "decision"))
    assert withdraw_item(by=clerk, item=late).state == "withdrawn"


def test_nothing_is_planned_into_a_meeting_that_has_begun(mill, clerk):
    with pytest.raises(RecordError, match="The meeting is minutes draft, so nothing is added"):
        add_item(by=clerk, meeting=mill.meeting, words=WORDS)
    with pytest.raises(RecordError, match="Item 17 is dealt with, so it cannot become withdrawn"):
        withdraw_item(by=clerk, item=mill.item)
    with pytest.raises(RecordError, match="This meeting is minutes draft, so it cannot become cancelled"):
        cancel_meeting(by=clerk, meeting=mill.meeting, because="Rain.")


def test_what_a_paper_stated_of_an_item_is_not_stated_any_more_once_it_is_changed_here(meeting, clerk):
    item = made.add_item(meeting, "1", state="ready")
    document = SourceDocument.objects.create(key="pack", title="The pack")
    AgendaItem.objects.filter(pk=item.pk).update(source=document, source_status="stated", source_because="")
    held = edit_item(by=clerk, item=item, words=ItemWords("Other paths", "discussion"))
    assert (held.source_status, held.source) == ("recorded", document)
    assert AuditEntry.objects.get(act="edit_item").changed == ["title", "purpose"]


def test_a_meeting_that_is_called_off_says_why_and_gives_back_what_it_was_to_take(meeting, mill, clerk, client):
    taken = made.add_forward(mill.board, "bridges", meeting=meeting, state="on_agenda")
    with pytest.raises(RecordError, match="Say why the meeting is not held"):
        cancel_meeting(by=clerk, meeting=meeting, because=" ")
    cancel_meeting(by=clerk, meeting=meeting, because="The room is flooded.")
    taken.refresh_from_db()
    assert (taken.state, taken.meeting) == ("planned", None)
    assert "The room is flooded." in read(client, "/meetings/mill-2019-09-03/")


@pytest.mark.parametrize("act", ["publish", "cancel", "add"])
def test_a_stale_form_about_a_meeting_is_refused_and_changes_nothing(meeting, clerk, act):
    add_item(by=clerk, meeting=meeting, words=WORDS, version=1)
    calls = {
        "publish": lambda: publish_agenda(by=clerk, meeting=meeting, version=1),
        "cancel": lambda: cancel_meeting(by=clerk, meeting=meeting, because="Rain.", version=1),
        "add": lambda: add_item(by=clerk, meeting=meeting, words=WORDS, version=1),
    }
    with pytest.raises(StaleError):
        calls[act]()
    assert (Meeting.objects.get(pk=meeting.pk).state, meeting.items.count()) == ("planned", 1)


# --- deadlines --------------------------------------------------------------------------------------------------------


def test_the_clerk_says_which_moment_stands_and_the_rule_stays_beside_it(ruled, clerk):
    meeting = plan_meeting(by=clerk, board=ruled.board, sitting=Sitting(SEPTEMBER), calendar="made")
    due = datetime(2019, 8, 28, 9, tzinfo=UTC)
    deadline = set_deadline(by=clerk, meeting=meeting, kind="public_questions", due_at=due, version=1)
    assert (deadline.due_at, deadline.conflicts, deadline.version) == (due, True, 2)
    assert Meeting.objects.get(pk=meeting.pk).questions_close_at == due
    with pytest.raises(StaleError):
        set_deadline(by=clerk, meeting=meeting, kind="public_questions", due_at=due, version=1)
    with pytest.raises(RecordError, match="A deadline lies before the meeting begins"):
        set_deadline(by=clerk, meeting=meeting, kind="summons", due_at=SEPTEMBER)
    assert set_deadline(by=clerk, meeting=meeting, kind="summons", due_at=due).rule == {}


def test_a_deadline_is_kept_or_its_breach_has_a_reason(meeting, clerk):
    due = datetime(2019, 8, 27, 9, tzinfo=UTC)
    deadline = set_deadline(by=clerk, meeting=meeting, kind="summons", due_at=due)
    with pytest.raises(RecordError, match="Say when it was done, or why it was not done in time"):
        settle_deadline(by=clerk, deadline=deadline)
    late = datetime(2019, 8, 27, 10, tzinfo=UTC)
    with pytest.raises(RecordError, match="That is after the deadline: say why it was late"):
        settle_deadline(by=clerk, deadline=deadline, met_at=late)
    held = settle_deadline(by=clerk, deadline=deadline, met_at=late, because="The post was slow.")
    assert (held.met_at, held.breach_reason) == (late, "The post was slow.")
    assert settle_deadline(by=clerk, deadline=held, met_at=due).breach_reason == ""


# --- the forward plan -------------------------------------------------------------------------------------------------


def test_a_promise_is_entered_with_its_minute_placed_and_closed(mill, meeting, clerk):
    paragraph = made.add_paragraph(mill.item, "17")
    promise = Promise("How the paths are", "discussion", timescale="September 2019")
    item = plan_forward_item(by=clerk, board=mill.board, promise=promise, paragraph=paragraph)
    assert (item.slug, item.state, item.timescale_end) == ("how-the-paths-are", "planned", date(2019, 9, 30))
    placed = place_forward_item(by=clerk, item=item, meeting=meeting)
    assert (placed.state, placed.meeting) == ("on_agenda", meeting)
    assert place_forward_item(by=clerk, item=item, meeting=None).state == "planned"
    with pytest.raises(RecordError, match="Say why it is dropped"):
        close_forward_item(by=clerk, item=item, state="dropped")
    closed = close_forward_item(by=clerk, item=item, state="dropped", because="Done by others.")
    assert (closed.state, closed.dropped_because) == ("dropped", "Done by others.")
    with pytest.raises(RecordError, match="This is dropped, so no meeting takes it"):
        place_forward_item(by=clerk, item=item, meeting=meeting)
    with pytest.raises(RecordError, match="nothing comes after that"):
        close_forward_item(by=clerk, item=item, state="done")


def test_a_promise_is_of_its_own_board(mill, clerk):
    weir = made.make_board("weir")
    foreign = made.add_paragraph(made.add_item(made.make_meeting(weir), "1"), "1")
    with pytest.raises(RecordError, match="no such paragraph in the minutes of this board"):
        plan_forward_item(by=clerk, board=mill.board, promise=Promise("Paths"), paragraph=foreign)
    item = made.add_forward(mill.board, "paths")
    planned = made.make_meeting(weir, "planned", date(2019, 9, 3))
    with pytest.raises(RecordError, match="The meeting is of another board"):
        place_forward_item(by=clerk, item=item, meeting=planned)
    with pytest.raises(RecordError, match="That meeting is minutes draft: choose one to come"):
        place_forward_item(by=clerk, item=item, meeting=mill.meeting)


# --- the pages --------------------------------------------------------------------------------------------------------


def once(client, address):
    return re.search(r'name="once"[^>]*value="([^"]*)"', client.get(address).content.decode())[1]


def plan(client, where, **values):
    words = {"day_day": "3", "day_month": "sep", "day_year": "2019", "hour": "10am", "until": "", "venue": "Mill Room"}
    more = {"mode": "in_person", "kind": "ordinary", "board": where.pk, "once": once(client, "/desk/plan-meeting/")}
    return client.post("/desk/plan-meeting/", {**words, **more, **values})


def test_a_clerk_plans_a_meeting_makes_its_agenda_and_publishes_it(desk, ruled, client):
    assert plan(desk, ruled.board, calendar="made").status_code == 303
    room = "/desk/agendas/mill-2019-09-03/"
    page = read(desk, room)
    assert "3 September 2019, 10am" in page
    assert "27 August 2019, 10am" in page, "the deadline of the terms"
    add = f"{room}add-item/"
    item = {"title": "Paths", "purpose": "decision", "presenters": "", "minutes_allotted": "20", "publicity": "open"}
    more = {"exempt_paragraphs": "", "public_interest_text": ""}
    assert desk.post(add, fill(desk, add, **item, **more)).status_code == 303
    edit = f"{room}items/1/"
    changed = fill(desk, edit, **{**item, "title": "Level paths"}, **more)
    assert desk.post(edit, changed).status_code == 303
    for kind, address in (("deadlines/agenda/", "23"), ("deadlines/summons/", "20")):
        moment = {"day_day": address, "day_month": "8", "day_year": "2019", "hour": "12:00"}
        path = f"{room}{kind}"
        values = {"once": once(desk, path), **moment}
        if "agenda" in kind:
            values = fill(desk, path, **moment)
        assert desk.post(path, values).status_code == 303
    kept = f"{room}deadlines/summons/kept/"
    empty = {"day_day": "", "day_month": "", "day_year": "", "hour": ""}
    assert desk.post(kept, fill(desk, kept, **empty, because="")).status_code == 422
    assert desk.post(kept, fill(desk, kept, **empty, because="Nobody was told.")).status_code == 303
    go = f"{room}publish/"
    assert desk.post(go, fill(desk, go, late_because="")).status_code == 303
    desk.logout()
    public = read(client, "/meetings/mill-2019-09-03/")
    assert "1. Level paths" in public
    assert "Not kept: Nobody was told." in public


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"hour": "25:00"}, "Write the time like 10:00 or 2:30pm"),
        ({"hour": "13pm"}, "Write the time like 10:00 or 2:30pm"),
        ({"hour": ""}, "Enter time"),
        ({"day_month": "13"}, "The date must be a real date"),
        ({"until": "9am"}, "A meeting ends after it begins."),
        ({"board": "999999"}, "Select a valid choice"),
    ],
)
def test_a_wrong_meeting_is_refused_and_what_was_typed_is_kept(desk, mill, values, sentence):
    answer = plan(desk, mill.board, **values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Mill Room"' in page
    assert Meeting.objects.count() == 1


def test_an_item_of_a_published_agenda_asks_why_it_cannot_wait_and_is_taken_off_by_a_form(desk, mill, meeting, clerk):
    add_item(by=clerk, meeting=meeting, words=WORDS)
    publish_agenda(by=clerk, meeting=meeting)
    add = "/desk/agendas/mill-2019-09-03/add-item/"
    item = {"title": "Bridges", "purpose": "decision", "presenters": "", "minutes_allotted": "", "publicity": "open"}
    more = {"exempt_paragraphs": "", "public_interest_text": ""}
    refused = desk.post(add, fill(desk, add, **item, **more, urgent_reason=""))
    assert refused.status_code == 422 and "say why this item cannot wait" in refused.content.decode()
    assert desk.post(add, fill(desk, add, **item, **more, urgent_reason="The bridge fell.")).status_code == 303
    off = "/desk/agendas/mill-2019-09-03/items/2/off/"
    assert desk.post(off, fill(desk, off)).status_code == 303
    assert AgendaItem.objects.get(meeting=meeting, number="2").state == "withdrawn"


def test_a_clerk_calls_a_meeting_off_and_a_form_that_is_sent_twice_does_it_once(desk, meeting):
    off = "/desk/agendas/mill-2019-09-03/cancel/"
    sent = fill(desk, off, because="The room is flooded.")
    assert desk.post(off, sent).status_code == 303
    again = desk.post(off, sent)
    assert again.status_code == 422 and "sent already" in again.content.decode()
    assert "The room is flooded." in again.content.decode()
    assert AuditEntry.objects.filter(act="cancel_meeting").count() == 1


def test_a_clerk_keeps_the_forward_plan(desk, mill, meeting):
    made.add_paragraph(mill.item, "17")
    new = "/desk/plan-forward-item/"
    words = {"title": "How the paths are", "purpose": "discussion", "timescale": "September 2019", "sponsor": ""}
    paragraph = MinuteParagraph.objects.get().pk
    sent = {**words, "statute": "", "board": mill.board.pk, "paragraph": paragraph, "once": once(desk, new)}
    assert desk.post(new, sent).status_code == 303
    assert "Promised in the minutes, 17" in read(desk, "/desk/forward/")
    place = "/desk/forward/how-the-paths-are/meeting/"
    assert desk.post(place, fill(desk, place, meeting=meeting.pk)).status_code == 303
    assert "meeting of 3 September 2019" in read(desk, "/desk/agendas/mill-2019-09-03/")
    close = "/desk/forward/how-the-paths-are/close/"
    refused = desk.post(close, fill(desk, close, state="dropped", because=""))
    assert refused.status_code == 422 and "Say why it is dropped" in refused.content.decode()
    assert desk.post(close, fill(desk, close, state="done", because="")).status_code == 303
    assert ForwardItem.objects.get().state == "done"


def test_nobody_else_keeps_agendas(mill, meeting, client, member, stranger):
    made.add_forward(mill.board, "paths")
    addresses = [
        "/desk/agendas/mill-2019-09-03/", "/desk/agendas/mill-2019-09-03/publish/", "/desk/forward/paths/meeting/",
        "/desk/agendas/mill-2019-09-03/deadlines/agenda/",
    ]  # fmt: skip
    for user in (member, stranger):
        sign_in(client, user)
        assert [client.get(address).status_code for address in addresses] == [403] * 4
    sign_in(client, member)
    assert client.get("/desk/agendas/").status_code == client.get("/desk/forward/").status_code == 403
    with pytest.raises(NotAllowedError, match="Only the clerk of Mill Board may plan its meetings"):
        plan_meeting(by=stranger, board=mill.board, sitting=Sitting(SEPTEMBER))


@pytest.mark.parametrize(
    "address",
    ["/desk/agendas/none/", "/desk/forward/none/close/", "/desk/agendas/mill-2019-09-03/items/9/",
     "/desk/agendas/mill-2019-09-03/deadlines/moon/", "/desk/agendas/mill-2019-09-03/deadlines/agenda/kept/"],
)  # fmt: skip
def test_what_is_not_there_is_missed(desk, meeting, address):
    assert desk.get(address).status_code == 404
