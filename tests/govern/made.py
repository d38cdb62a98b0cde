"""A small made-up board with its terms, seats, a meeting and minutes, for the tests of this stage."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from moothall.govern.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Board,
    Deadline,
    Decision,
    ForwardItem,
    Meeting,
    MinuteParagraph,
    Report,
    ReportRouting,
    Seat,
    TermsOfReference,
    VotingGroup,
)
from moothall.kit.acts import get_operator, give_role, invite_person
from moothall.kit.models import User
from moothall.places.models import Organisation, Person

MADE_UP = {"source_status": "invented", "source_because": "made up for a test"}
QUORUM = {
    "all": [
        {"at_least": {"fraction": "1/2"}, "clause": "quorum"},
        {"at_least": 2, "by": "group", "of": {"voting": True}, "clause": "quorum"},
    ]
}
CLAUSES = [{"id": "quorum", "text": "Half of the seats, and two groups."}]
DAY = date(2019, 5, 14)


def make_board(slug: str = "mill", **values: Any) -> Board:
    """Make a board without seats."""
    return Board.objects.create(slug=slug, name=f"{slug.title()} Board", kind="partnership", **values, **MADE_UP)


def make_terms(board: Board, **values: Any) -> TermsOfReference:
    """Give a board terms with a quorum and numbering, in force from 2018 on."""
    values = {
        "version_name": "one",
        "effective_from": date(2018, 1, 1),
        "prose": CLAUSES,
        "rules": {"quorum": QUORUM, "numbering": {"minutes": "never", "single_paragraph_unnumbered": True}},
        **values,
    }
    return TermsOfReference.objects.create(board=board, **values, **MADE_UP)


def add_seat(board: Board, slug: str, group: str = "", *, holder: str = "", voting: bool = True) -> Seat:
    """Add a seat of an organisation called like it, with its holder since 2018; an empty holder leaves it vacant."""
    organisation, _ = Organisation.objects.get_or_create(
        slug=slug, defaults={"name": slug.title(), "kind": "other", **MADE_UP}
    )
    held = None
    if group:
        held, _ = VotingGroup.objects.get_or_create(
            board=board, slug=group, defaults={"name": f"The {group} group", **MADE_UP}
        )
    order = board.seats.count() + 1
    seat = Seat.objects.create(
        board=board, slug=slug, label=f"{slug.title()} seat", organisation=organisation, voting_group=held,
        voting=voting, order=order, **MADE_UP,
    )  # fmt: skip
    if holder:
        appoint(seat, holder)
    return seat


def make_person(slug: str) -> Person:
    person, _ = Person.objects.get_or_create(slug=slug, defaults={"name": slug.title(), **MADE_UP})
    return person


def appoint(seat: Seat, holder: str, **values: Any) -> Appointment:
    values = {"from_on": date(2018, 1, 1), **values}
    return Appointment.objects.create(seat=seat, person=make_person(holder), **values, **MADE_UP)


def make_meeting(board: Board, state: str = "minutes_draft", day: date = DAY, **values: Any) -> Meeting:
    return Meeting.objects.create(
        slug=f"{board.slug}-{day.isoformat()}", board=board, state=state,
        starts_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        ends_at=datetime(day.year, day.month, day.day, 11, tzinfo=UTC),
        venue="Mill Room", **values, **MADE_UP,
    )  # fmt: skip


def attend(
    meeting: Meeting, seat: str, person: str, state: str = "present", role: str = "member", **values: Any
) -> Any:
    return Attendance.objects.create(
        meeting=meeting, person=make_person(person), seat=Seat.objects.get(board=meeting.board, slug=seat),
        state=state, role=role, **values, **MADE_UP,
    )  # fmt: skip


def add_item(meeting: Meeting, number: str = "17", title: str = "Social isolation", **values: Any) -> AgendaItem:
    values = {"state": "dealt_with", "order": meeting.items.count() + 1, **values}
    if values.get("publicity", "open") != "open":
        values = {"exempt_paragraphs": [3], "public_interest_text": "Because of the money.", **values}
    return AgendaItem.objects.create(meeting=meeting, number=number, title=title, **values, **MADE_UP)


def add_paragraph(item: AgendaItem, slug: str, text: str = "The Board welcomed it.", **values: Any) -> MinuteParagraph:
    values = {"number": slug, "order": item.meeting.paragraphs.count() + 1, **values}
    return MinuteParagraph.objects.create(meeting=item.meeting, item=item, slug=slug, text=text, **values, **MADE_UP)


def add_decision(paragraph: MinuteParagraph, text: str = "The work comes back.", **values: Any) -> Decision:
    values = {"slug": "1", "kind": "agreement", **values}
    return Decision.objects.create(paragraph=paragraph, text=text, **values, **MADE_UP)


def add_forward(board: Board, slug: str, **values: Any) -> ForwardItem:
    values = {"title": slug.title(), **values}
    return ForwardItem.objects.create(board=board, slug=slug, **values, **MADE_UP)


ASKED = [{"number": "1", "verb": "agree", "text": "Agree the next steps."}]


def add_report(board: Board, slug: str = "paths", **values: Any) -> Report:
    """Give a board a published paper that asks one thing; a private one has its paragraph and its reason."""
    values = {"title": f"The {slug} paper", "item_for": ["decision"], "recommendations": ASKED, **values}
    if values.get("publicity", "open") != "open":
        values = {"exempt_paragraphs": [3], "public_interest_text": "Because of the money.", **values}
    return Report.objects.create(board=board, slug=slug, **{"state": "published", **values}, **MADE_UP)


def take(item: AgendaItem, report: Report, role: str = "decide", **values: Any) -> ReportRouting:
    """Let an item take a paper."""
    return ReportRouting.objects.create(item=item, report=report, role=role, **values, **MADE_UP)


def add_deadline(meeting: Meeting, kind: str = "public_questions", **values: Any) -> Deadline:
    values = {"due_at": datetime(2019, 5, 7, 9, tzinfo=UTC), **values}
    return Deadline.objects.create(board=meeting.board, meeting=meeting, kind=kind, **values, **MADE_UP)


def make_quorate() -> SimpleNamespace:
    """Make a board of four seats in three groups, and a meeting at which three of them, of two groups, were there."""
    board = make_board()
    terms = make_terms(board)
    for slug, group, holder in (
        ("north", "river", "anna"), ("south", "river", "bert"), ("east", "hill", "cleo"), ("west", "wood", "dora"),
    ):  # fmt: skip
        add_seat(board, slug, group, holder=holder)
    meeting = make_meeting(board)
    for slug, holder in (("north", "anna"), ("south", "bert"), ("east", "cleo")):
        attend(meeting, slug, holder)
    item = add_item(meeting)
    return SimpleNamespace(board=board, terms=terms, meeting=meeting, item=item)


def make_user(role: str = "", scope: str = "", *, email: str = "") -> User:
    """Make an account without a password, with a role given by the operator if asked."""
    name = role or "person"
    user = invite_person(by=get_operator(), email=email or f"{name}@example.org", name=name.title())
    if role:
        give_role(by=get_operator(), user=user, role=role, scope=scope)
    return User.objects.get(pk=user.pk)
