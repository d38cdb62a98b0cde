"""Questions about boards: who sits on a day, which terms apply, who was there, and whether they could decide."""

from datetime import date

import pytest

from moothall.govern import queries
from moothall.govern.models import Appointment, Attendance, Seat
from tests.govern import made
from tests.govern.made import MADE_UP

DAY = made.DAY


def test_a_seat_has_the_holder_of_the_day(mill, nobody):
    held = Appointment.objects.get(seat__slug="north")
    held.to_on = date(2019, 5, 31)
    held.save()
    made.appoint(held.seat, "zoe", from_on=date(2019, 6, 1), office="chair")
    on = {day: queries.list_seats(nobody, mill.board, day)[0] for day in (DAY, date(2019, 6, 1), date(2017, 1, 1))}
    assert [one.holder for one in on.values()] == ["Anna", "Zoe", ""]
    assert [one.office for one in on.values()] == ["", "Chair", ""]


def test_a_seat_that_was_ended_is_not_listed(mill, nobody):
    Seat.objects.filter(slug="west").update(to_on=date(2019, 1, 1))
    assert [one.seat.slug for one in queries.list_seats(nobody, mill.board, DAY)] == ["north", "south", "east"]


def test_the_terms_of_a_day_are_those_in_force_and_a_meeting_keeps_its_own(mill, nobody):
    assert queries.get_terms_in_force(nobody, mill.board, date(2017, 12, 31)) is None
    mill.terms.effective_to = date(2019, 5, 31)
    mill.terms.save()
    new = made.make_terms(mill.board, version_name="two", effective_from=date(2019, 6, 1))
    assert queries.get_terms_in_force(nobody, mill.board, date(2019, 6, 1)) == new
    later = made.make_meeting(mill.board, day=date(2019, 6, 4), terms=mill.terms)
    assert queries.get_terms_of_meeting(nobody, later) == mill.terms
    assert queries.get_terms_of_meeting(nobody, mill.meeting) == mill.terms


def test_who_was_there_is_told_by_person_with_absence_computed(mill, nobody):
    made.add_seat(mill.board, "tower")
    made.add_seat(mill.board, "gate", "river", holder="anna")
    made.add_seat(mill.board, "yard", "river", holder="finn")
    made.attend(mill.meeting, "gate", "anna")
    made.attend(mill.meeting, "west", "dora", "apologies")
    Attendance.objects.create(meeting=mill.meeting, post_title="Clerk", role="officer", state="present", **MADE_UP)
    presence = queries.get_presence(nobody, mill.meeting)
    assert [(one.name, len(one.seats)) for one in presence.members] == [("Anna", 2), ("Bert", 1), ("Cleo", 1)]
    assert [one.name for one in presence.apologies] == ["Dora"]
    assert [one.holder for one in presence.absent] == ["Finn"]
    assert [one.name for one in presence.officers] == ["Clerk"]
    assert [seat.slug for seat in presence.vacant] == ["tower"]


def test_a_member_whose_substitute_came_is_not_absent(mill, nobody):
    made.attend(mill.meeting, "west", "wanda", role="substitute")
    presence = queries.get_presence(nobody, mill.meeting)
    assert presence.absent == ()
    assert [one.name for one in presence.substitutes] == ["Wanda"]


def test_the_quorum_of_a_meeting_is_counted_from_its_attendance(mill, nobody):
    quorum = queries.get_quorum(nobody, mill.meeting)
    assert quorum.quorate
    assert [(line.have, line.need, line.of) for line in quorum.lines] == [(3, 2, 4), (2, 2, 3)]
    Attendance.objects.filter(seat__slug="east").delete()
    assert not queries.get_quorum(nobody, mill.meeting).quorate


def test_who_took_part_remotely_is_not_counted_where_the_terms_do_not_say_so(mill, nobody):
    Attendance.objects.filter(seat__slug="east").update(intervals=[["10:00", "12:00", "remote"]])
    quorum = queries.get_quorum(nobody, mill.meeting)
    assert not quorum.quorate
    assert quorum.not_counted == (("East seat", "took part remote, which the terms do not count"),)
    Attendance.objects.filter(seat__slug="east").update(
        intervals=[["10:00", "11:00", "remote"], ["11:00", "12:00", "in_person"]]
    )
    assert queries.get_quorum(nobody, mill.meeting).quorate


def test_without_terms_or_attendance_no_quorum_is_computed(mill, nobody):
    assert queries.get_quorum(nobody, made.make_meeting(mill.board, day=date(2019, 7, 1))) is None
    old = made.make_meeting(mill.board, day=date(2017, 7, 1))
    made.attend(old, "north", "anna")
    assert queries.get_quorum(nobody, old) is None


def test_a_place_without_names_still_knows_who_filled_a_seat(mill, nobody):
    Attendance.objects.filter(seat__slug="north").update(person=None, post_title="North seat")
    Appointment.objects.filter(seat__slug="north").update(person=None, post_title="North seat")
    assert queries.get_quorum(nobody, mill.meeting).seats_present == 3
    presence = queries.get_presence(nobody, mill.meeting)
    assert presence.members[0].name == "North seat"
    assert [one.holder for one in presence.absent] == ["Dora"]


def test_meetings_ahead_are_those_from_today_on_and_not_cancelled(mill, nobody, settings):
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)
    for state, day in (("planned", 23), ("cancelled", 24), ("agenda_published", 22), ("planned", 21)):
        made.make_meeting(mill.board, state, date(2019, 7, day))
    ahead = queries.list_upcoming_meetings(nobody)
    assert [meeting.slug for meeting in ahead] == ["mill-2019-07-22", "mill-2019-07-23"]
    past = queries.list_past_meetings(nobody, mill.board)
    assert [meeting.slug for meeting in past] == ["mill-2019-07-21", "mill-2019-05-14"]
    listed = queries.list_boards(nobody).get()
    assert (listed.next_slug, listed.seat_count) == ("mill-2019-07-22", 4)


def test_paragraphs_come_in_the_order_of_items_then_of_recording(mill, nobody):
    second = made.add_item(mill.meeting, "18")
    for item, slug in ((mill.item, "17.1"), (second, "18"), (mill.item, "17.2")):
        made.add_paragraph(item, slug)
    rows = list(queries.list_paragraphs(nobody, mill.meeting))
    assert [row.slug for row in rows] == ["17.1", "17.2", "18"]
    assert [one.slug for one in queries.list_neighbours(nobody, rows[1])] == ["17.1", "18"]


def test_the_forward_plan_of_a_board_holds_what_is_still_to_come(mill, nobody):
    for slug, state in (("a", "planned"), ("b", "done"), ("c", "on_agenda"), ("d", "dropped")):
        made.add_forward(mill.board, slug, state=state)
    assert [item.slug for item in queries.list_forward_items(nobody, board=mill.board)] == ["a", "c"]


@pytest.mark.parametrize("get", [queries.get_board, queries.get_meeting])
def test_what_is_not_there_is_none(db, nobody, get):
    assert get(nobody, "nothing") is None
