"""Invariants of boards, seats, terms, attendance and minutes that both the loader and the desk meet."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from moothall.govern.models import (
    Appointment,
    Attendance,
    Decision,
    MinuteParagraph,
    ReportingLine,
    Seat,
    TermsOfReference,
)
from tests.govern import made
from tests.govern.made import MADE_UP


def problem(record) -> str:
    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    return " ".join(caught.value.messages)


def test_a_circle_of_reports_is_refused_and_other_lines_may_run_back(mill):
    other = made.make_board("barn")
    ReportingLine.objects.create(child=mill.board, parent_board=other, **MADE_UP)
    assert "mill → barn → mill" in problem(ReportingLine(child=other, parent_board=mill.board, **MADE_UP)).replace(
        "barn → mill → barn", "mill → barn → mill"
    )
    ReportingLine(child=other, parent_board=mill.board, kind="informs", **MADE_UP).full_clean()


def test_a_reporting_line_has_one_parent(mill):
    assert "one parent" in problem(ReportingLine(child=mill.board, **MADE_UP))


def test_a_seat_has_one_holder_at_a_time(mill):
    seat = Seat.objects.get(slug="north")
    later = Appointment(seat=seat, person=made.make_person("zoe"), from_on=date(2019, 6, 1), **MADE_UP)
    assert "one holder at a time" in problem(later)
    with pytest.raises(IntegrityError), transaction.atomic():
        later.save()
    held = seat.appointments.get()
    held.to_on = date(2019, 5, 31)
    held.full_clean()
    held.save()
    later.full_clean()
    assert "one holder" in problem(
        Appointment(
            seat=seat, person=made.make_person("yan"), from_on=date(2017, 1, 1), to_on=date(2018, 1, 1), **MADE_UP
        )
    )


def test_an_appointment_names_somebody(mill):
    seat = made.add_seat(mill.board, "tower")
    assert "Name the person" in problem(Appointment(seat=seat, from_on=date(2019, 1, 1), **MADE_UP))
    unnamed = Appointment(seat=seat, post_title="Warden", from_on=date(2019, 1, 1), **MADE_UP)
    unnamed.full_clean()
    assert unnamed.holder_name == "Warden"


def test_terms_in_force_on_a_day_are_one_version(mill):
    two = TermsOfReference(
        board=mill.board, version_name="two", effective_from=date(2019, 1, 1), prose=made.CLAUSES, **MADE_UP
    )
    assert "end it the day before" in problem(two)
    two.is_proposal = True
    two.full_clean()
    two.save()
    assert mill.board.terms.in_force(date(2019, 5, 14)).get() == mill.terms


def test_terms_hold_rules_in_the_language_and_their_hash(mill):
    assert len(mill.terms.sha256) == 64
    mill.terms.rules = {"quorum": {"at_laest": 4}}
    assert "quorum" in problem(mill.terms)


def test_a_meeting_is_held_under_terms_of_its_board_that_are_more_than_proposed(mill):
    other = made.make_terms(made.make_board("barn"))
    mill.meeting.terms = other
    assert "another board" in problem(mill.meeting)
    mill.meeting.terms = made.make_terms(mill.board, version_name="two", is_proposal=True)
    assert "proposed" in problem(mill.meeting)


def test_a_member_present_held_the_seat_that_day(mill):
    seat = Seat.objects.get(slug="west")
    row = Attendance(meeting=mill.meeting, seat=seat, person=made.make_person("zoe"), state="present", **MADE_UP)
    assert "as a substitute" in problem(row)
    row.role = "substitute"
    row.full_clean()
    vacant = made.add_seat(mill.board, "tower")
    assert "Nobody held" in problem(
        Attendance(meeting=mill.meeting, seat=vacant, person=row.person, state="present", **MADE_UP)
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"person": None}, "Name the person"),
        ({"seat": None}, "sits in a seat"),
        ({"intervals": ["10:00"]}, "Times are a list"),
        ({"intervals": [["10:00"]]}, "Times are a list"),
    ],
)
def test_attendance_is_complete(mill, values, sentence):
    seat = Seat.objects.get(slug="west")
    base = {"seat": seat, "person": made.make_person("dora"), "state": "present", **values}
    assert sentence in problem(Attendance(meeting=mill.meeting, **base, **MADE_UP))


def test_a_seat_of_another_board_is_refused(mill):
    seat = made.add_seat(made.make_board("barn"), "loft", "high", holder="zoe")
    row = Attendance(meeting=mill.meeting, seat=seat, person=made.make_person("zoe"), state="present", **MADE_UP)
    assert "another board" in problem(row)
    seat.board = mill.board
    assert "another board" in problem(seat)


@pytest.mark.parametrize(("field", "value"), [("tags", "a"), ("tags", [1]), ("weight", 0)])
def test_a_seat_has_tags_as_words_and_a_weight(mill, field, value):
    seat = Seat.objects.get(slug="north")
    setattr(seat, field, value)
    assert problem(seat)


def test_an_exempt_item_is_complete_and_its_parts_are_private_too(mill):
    mill.item.publicity = "exempt"
    assert "Schedule 12A" in problem(mill.item)
    secret = made.add_item(mill.meeting, "18", publicity="exempt")
    part = made.add_item(mill.meeting, "18a")
    part.parent = secret
    assert "part of a private item" in problem(part)
    elsewhere = made.add_item(made.make_meeting(mill.board, day=date(2019, 7, 23)), "1")
    part.parent = elsewhere
    assert "another meeting" in problem(part)


def test_the_items_of_a_planned_meeting_are_not_published(mill):
    planned = made.make_meeting(mill.board, "planned", date(2019, 9, 3))
    item = made.add_item(planned, "1", state="ready")
    item.full_clean()
    item.state = "published"
    assert "not published" in problem(item)


def test_confirmed_minutes_never_change(mill):
    paragraph = made.add_paragraph(mill.item, "17")
    mill.meeting.state = "minutes_confirmed"
    mill.meeting.save()
    paragraph = MinuteParagraph.objects.get(pk=paragraph.pk)
    paragraph.full_clean()
    paragraph.text = "Something else."
    assert "never change" in problem(paragraph)


def test_a_correction_belongs_to_the_same_meeting_and_is_no_more_public(mill):
    secret = made.add_paragraph(mill.item, "17", publicity="exempt")
    correction = MinuteParagraph(
        meeting=mill.meeting, item=mill.item, slug="x", order=9, text="x", kind="correction", corrects=secret, **MADE_UP
    )
    assert "cannot be open" in problem(correction)
    other = made.add_item(made.make_meeting(mill.board, day=date(2019, 7, 23)), "1")
    correction.meeting, correction.item, correction.publicity = other.meeting, other, "exempt"
    assert "another meeting" in problem(correction)


def test_a_decision_has_words_and_claims_no_validity_without_a_proof(mill):
    decision = Decision(paragraph=made.add_paragraph(mill.item, "17"), slug="1", kind="view", text=" ", **MADE_UP)
    assert problem(decision)
    decision.text, decision.validity = "x", "valid"
    assert "Without a proof" in problem(decision)


def test_a_forward_item_reads_its_timescale_by_the_day_it_was_said(mill):
    paragraph = made.add_paragraph(mill.item, "17")
    made.make_meeting(mill.board, "planned", date(2019, 7, 23))
    item = made.add_forward(mill.board, "back", paragraph=paragraph, timescale_as_written="September 2019")
    item.full_clean()
    assert (item.timescale_kind, item.timescale_end) == ("point", date(2019, 9, 30))
    item.timescale_as_written = "by the next meeting"
    item.full_clean()
    item.meeting = made.make_meeting(made.make_board("barn"), day=date(2019, 7, 1))
    assert "another board" in problem(item)


@pytest.mark.parametrize("slug", ["17/8", "17 8", "../17", "", "é"])
def test_an_address_is_made_of_letters_digits_dots_and_hyphens(mill, slug):
    paragraph = MinuteParagraph(meeting=mill.meeting, item=mill.item, slug=slug, order=5, text="x", **MADE_UP)
    assert problem(paragraph)
