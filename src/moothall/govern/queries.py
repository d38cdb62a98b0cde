"""Questions about boards and their meetings. Every one starts at what the person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, When

from moothall.govern import rules
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
    ReportingLine,
    ReportRouting,
    Seat,
    TermsOfReference,
    VotingGroup,
)
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.places.models import BankHoliday, Organisation, Post


@dataclass(frozen=True)
class FilledSeat:
    """A seat and who holds it on a day; ``appointment`` None = vacant."""

    seat: Seat
    appointment: Appointment | None

    @property
    def holder(self) -> str:
        """The holder's name, or nothing."""
        return self.appointment.holder_name if self.appointment else ""

    @property
    def holder_key(self) -> str | None:
        """A key that is the same for one person in two seats; None when the seat is vacant."""
        if self.appointment is None:
            return None
        person = self.appointment.person
        return person.slug if person else f"holder of {self.seat.slug}"

    @property
    def office(self) -> str:
        """Chair, Vice-chair, or nothing."""
        held = self.appointment
        return held.get_office_display() if held and held.office != "none" else ""


# --- boards -----------------------------------------------------------------------------------------------------------


def list_boards(user: AnyUser, kind: str = "") -> QuerySet[Board]:
    """Return boards by name, those with meetings first; each with ``seat_count``, ``next_at`` and ``next_slug``."""
    day = clock.today()
    seats = Seat.objects.in_force(day).filter(board=OuterRef("pk")).order_by().values("board").annotate(n=Count("pk"))
    ahead = _ahead(Meeting.objects.visible_to(user)).filter(board=OuterRef("pk")).order_by("starts_at")
    boards: QuerySet[Board] = Board.objects.visible_to(user).select_related("host", "source")
    boards = boards.annotate(has_met=Exists(Meeting.objects.visible_to(user).filter(board=OuterRef("pk"))))
    return (
        (boards.filter(kind=kind) if kind else boards)
        .order_by("-has_met", "name")
        .annotate(
            seat_count=Subquery(seats.values("n")),
            next_at=Subquery(ahead.values("starts_at")[:1]),
            next_slug=Subquery(ahead.values("slug")[:1]),
        )
    )


def get_board(user: AnyUser, slug: str) -> Board | None:
    """Return a board with its host, area, officer and source, or None."""
    boards = Board.objects.visible_to(user).select_related("host", "area", "lead_officer", "source")
    found: Board | None = boards.filter(slug=slug).first()
    return found


def list_seats(user: AnyUser, board: Board, day: date) -> list[FilledSeat]:
    """Return the board's seats on a day in their order, each with its holder."""
    held = Appointment.objects.visible_to(user).filter(seat__board=board)
    by_seat = {a.seat_id: a for a in held.in_force(day).select_related("person", "source")}  # type: ignore[attr-defined]
    seats = Seat.objects.visible_to(user).filter(board=board).in_force(day)  # type: ignore[attr-defined]
    seats = seats.select_related("organisation", "voting_group", "source").order_by("order", "slug")
    return [FilledSeat(seat, by_seat.get(seat.pk)) for seat in seats]


def list_voting_groups(user: AnyUser, board: Board) -> QuerySet[VotingGroup]:
    """Return the board's voting groups with their organisations."""
    groups = VotingGroup.objects.visible_to(user).filter(board=board).select_related("source")
    return groups.prefetch_related("organisations").order_by("name")


def get_terms_in_force(user: AnyUser, board: Board, day: date) -> TermsOfReference | None:
    """Return the version of the board's terms that applies on a day, or None where none is recorded."""
    terms = TermsOfReference.objects.visible_to(user).filter(board=board).in_force(day)
    found: TermsOfReference | None = terms.select_related("source").first()
    return found


def get_terms_of_meeting(user: AnyUser, meeting: Meeting) -> TermsOfReference | None:
    """Return the version that a meeting began with, or the one in force on its day."""
    return meeting.terms or get_terms_in_force(user, meeting.board, clock.day_of(meeting.starts_at))


def get_adoption(user: AnyUser, terms: TermsOfReference) -> Decision | None:
    """Return the decision that adopted a version of terms, where it is recorded and ``user`` may see it."""
    if terms.adopted_by_id is None:
        return None
    found: Decision | None = list_decisions(user).filter(pk=terms.adopted_by_id).first()
    return found


def get_numbering(user: AnyUser, meeting: Meeting) -> Mapping[str, Any]:
    """Return how the terms of a meeting number its minutes; empty where they do not say."""
    terms = get_terms_of_meeting(user, meeting)
    numbering: Mapping[str, Any] = terms.rules.get("numbering", {}) if terms else {}
    return numbering


def list_reporting_lines(user: AnyUser, board: Board) -> list[ReportingLine]:
    """Return the lines from the board upwards, then those of boards to it."""
    lines = ReportingLine.objects.visible_to(user).filter(Q(child=board) | Q(parent_board=board))
    found = lines.select_related("child", "parent_board", "parent_organisation", "source")
    return sorted(found, key=lambda line: (line.child_id != board.pk, line.child.name, line.kind))


# --- meetings ---------------------------------------------------------------------------------------------------------


def list_meetings(user: AnyUser, board: Board | None = None) -> QuerySet[Meeting]:
    """Return meetings, newest first, of one board or of all."""
    meetings = Meeting.objects.visible_to(user).select_related("board", "source").order_by("-starts_at", "slug")
    return meetings.filter(board=board) if board else meetings


def list_upcoming_meetings(user: AnyUser, board: Board | None = None) -> QuerySet[Meeting]:
    """Return meetings from today on, soonest first; cancelled ones are left out."""
    return _ahead(list_meetings(user, board)).order_by("starts_at", "slug")


def list_past_meetings(user: AnyUser, board: Board) -> QuerySet[Meeting]:
    """Return the board's meetings before today, newest first."""
    return list_meetings(user, board).filter(starts_at__lt=clock.start_of(clock.today()))


def _ahead(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.filter(starts_at__gte=clock.start_of(clock.today())).exclude(state="cancelled")


def get_meeting(user: AnyUser, slug: str) -> Meeting | None:
    """Return a meeting with its board and source, or None."""
    meetings = Meeting.objects.visible_to(user).select_related(
        "board", "terms__source", "presided_by", "reconvenes", "source"
    )
    found: Meeting | None = meetings.filter(slug=slug).first()
    return found


def list_items(user: AnyUser, meeting: Meeting) -> list[AgendaItem]:
    """Return the items of a meeting's agenda, each with ``shown`` (its paragraphs, their decisions) and ``papers``."""
    decisions = Decision.objects.visible_to(user).select_related("source").order_by("slug")
    paragraphs = list_paragraphs(user, meeting).prefetch_related(Prefetch("decisions", decisions, to_attr="settled"))
    items = AgendaItem.objects.visible_to(user).filter(meeting=meeting).select_related("source").order_by("order")
    papers = list_routings(user).order_by("order", "report__slug")
    return list(
        items.prefetch_related(
            Prefetch("paragraphs", paragraphs, to_attr="shown"), Prefetch("routings", papers, to_attr="papers")
        )
    )


def list_paragraphs(user: AnyUser, meeting: Meeting | None = None) -> QuerySet[MinuteParagraph]:
    """Return minute paragraphs in the order of the minutes, of one meeting or of all (newest meeting first)."""
    rows = MinuteParagraph.objects.visible_to(user).select_related("meeting__board", "item", "source", "corrects__item")
    if meeting:
        return rows.filter(meeting=meeting).order_by("item__order", "order")
    return rows.order_by("-meeting__starts_at", "meeting__slug", "item__order", "order")


def get_paragraph(user: AnyUser, meeting: str, slug: str) -> MinuteParagraph | None:
    """Return a minute paragraph by its meeting's and its own address, or None."""
    found: MinuteParagraph | None = list_paragraphs(user).filter(meeting__slug=meeting, slug=slug).first()
    return found


def list_neighbours(user: AnyUser, paragraph: MinuteParagraph) -> tuple[MinuteParagraph | None, MinuteParagraph | None]:
    """Return the visible paragraphs before and after a paragraph of the same minutes."""
    rows = list(list_paragraphs(user, paragraph.meeting))
    places = {row.pk: index for index, row in enumerate(rows)}
    here = places[paragraph.pk]
    return rows[here - 1] if here else None, rows[here + 1] if here + 1 < len(rows) else None


def list_corrections(user: AnyUser, paragraph: MinuteParagraph) -> QuerySet[MinuteParagraph]:
    """Return the corrections of a paragraph, oldest first."""
    return list_paragraphs(user, paragraph.meeting).filter(corrects=paragraph).order_by("order")


def get_corrected(user: AnyUser, paragraph: MinuteParagraph) -> MinuteParagraph | None:
    """Return the paragraph that a correction corrects, if ``user`` may see it."""
    if paragraph.corrects_id is None:
        return None
    found: MinuteParagraph | None = list_paragraphs(user, paragraph.meeting).filter(pk=paragraph.corrects_id).first()
    return found


def list_decisions(
    user: AnyUser,
    *,
    board: Board | None = None,
    meeting: Meeting | None = None,
    paragraph: MinuteParagraph | None = None,
) -> QuerySet[Decision]:
    """Return decisions, newest meeting first, in the order of the minutes."""
    rows = Decision.objects.visible_to(user).select_related("paragraph__meeting__board", "paragraph__item", "source")
    if board:
        rows = rows.filter(paragraph__meeting__board=board)
    if meeting:
        rows = rows.filter(paragraph__meeting=meeting)
    if paragraph:
        rows = rows.filter(paragraph=paragraph)
    return rows.order_by(
        "-paragraph__meeting__starts_at", "paragraph__item__order", "paragraph__order", "slug", "paragraph__slug"
    )


def list_forward_items(
    user: AnyUser,
    *,
    board: Board | None = None,
    meeting: Meeting | None = None,
    paragraph: MinuteParagraph | None = None,
) -> QuerySet[ForwardItem]:
    """Return what a board will take, soonest first: those still to come, or all of one meeting or paragraph."""
    rows = ForwardItem.objects.visible_to(user).select_related(
        "board", "meeting__board", "paragraph__meeting", "source"
    )
    if board:
        rows = rows.filter(board=board, state__in=("planned", "on_agenda"))
    if meeting:
        rows = rows.filter(Q(meeting=meeting) | Q(paragraph__meeting=meeting))
    if paragraph:
        rows = rows.filter(paragraph=paragraph)
    return rows.order_by("timescale_end", "slug")


# --- papers and deadlines ---------------------------------------------------------------------------------------------


def list_reports(user: AnyUser, board: Board | None = None) -> QuerySet[Report]:
    """Return papers with what their cover sheets name, by title."""
    posts = Post.objects.select_related("organisation", "holder")
    rows = Report.objects.visible_to(user).select_related("board", "source", "supersedes")
    rows = rows.prefetch_related(Prefetch("sponsors", posts), Prefetch("authors", posts), "organisations")
    return (rows.filter(board=board) if board else rows).order_by("title", "slug")


def get_report(user: AnyUser, slug: str) -> Report | None:
    """Return a paper by its address, or None."""
    found: Report | None = list_reports(user).filter(slug=slug).first()
    return found


def list_routings(user: AnyUser, report: Report | None = None) -> QuerySet[ReportRouting]:
    """Return which items take which papers, newest meeting first, of one paper or of all."""
    rows = ReportRouting.objects.visible_to(user).select_related("report__board", "item__meeting__board", "source")
    rows = rows.filter(report=report) if report else rows
    return rows.order_by("-item__meeting__starts_at", "item__order", "order", "report__slug")


def list_papers(user: AnyUser, meeting: Meeting) -> list[ReportRouting]:
    """Return the papers of a meeting in the order of its agenda, each with its cover sheet."""
    rows = ReportRouting.objects.visible_to(user).filter(item__meeting=meeting).select_related("item__meeting")
    rows = rows.prefetch_related(Prefetch("report", list_reports(user)))
    return list(rows.order_by("item__order", "order", "report__slug"))


def list_kept_reports(user: AnyUser, slugs: Iterable[str] | None) -> QuerySet[Report]:
    """Return the papers of some boards (None: of all), those that are still worked on first."""
    reports = Report.objects.visible_to(user).select_related("board", "source", "supersedes")
    kept = reports if slugs is None else reports.filter(board__slug__in=slugs)
    is_over = Case(When(state__in=("published", "superseded", "withdrawn"), then=1), default=0)
    return kept.order_by(is_over, "board__name", "title", "slug")


def list_kept_boards(user: AnyUser, slugs: Iterable[str] | None) -> QuerySet[Board]:
    """Return some boards (None: all) by name."""
    boards = Board.objects.visible_to(user)
    return (boards if slugs is None else boards.filter(slug__in=slugs)).order_by("name")


def list_posts(user: AnyUser) -> QuerySet[Post]:
    """Return the posts that can sponsor or write a paper, by organisation."""
    return Post.objects.visible_to(user).select_related("organisation").order_by("organisation__name", "title")


def list_organisations(user: AnyUser) -> QuerySet[Organisation]:
    """Return the organisations that a cover sheet can name."""
    return Organisation.objects.visible_to(user).order_by("name")


def list_open_items(user: AnyUser, slugs: Iterable[str] | None) -> list[AgendaItem]:
    """Return the items of some boards (None: of all) that can still take a paper, the soonest meeting first."""
    rows = AgendaItem.objects.visible_to(user).filter(state__in=("draft", "ready", "published", "called"))
    rows = rows.filter(meeting__state__in=("planned", "agenda_published", "in_session"))
    kept = rows if slugs is None else rows.filter(meeting__board__slug__in=slugs)
    return list(kept.select_related("meeting__board").order_by("meeting__starts_at", "order"))


def get_taken_back(user: AnyUser, slug: str) -> Report | None:
    """Return a paper that anybody could read until it was withdrawn, or None; ``user`` may see no more of it."""
    if Report.objects.visible_to(user).filter(slug=slug).exists():
        return None
    found: Report | None = Report.objects.taken_back().filter(slug=slug).first()
    return found


def list_replacements(user: AnyUser, report: Report) -> QuerySet[Report]:
    """Return the papers that replace a paper."""
    return Report.objects.visible_to(user).filter(supersedes=report).order_by("slug")


def list_deadlines(user: AnyUser, *meetings: Meeting) -> QuerySet[Deadline]:
    """Return by when something must have come for some meetings, soonest first."""
    rows = Deadline.objects.visible_to(user).filter(meeting__in=meetings).select_related("source", "meeting")
    return rows.order_by("due_at", "kind")


# --- who was there, and could they decide -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Sitter:
    """Somebody who came, or sent apologies: the person (or an unnamed post), the seats, the office held."""

    name: str
    seats: tuple[Seat, ...]
    office: str
    role: str
    record: Attendance


@dataclass(frozen=True)
class Presence:
    """Who was at a meeting. ``absent`` is computed: members who neither came, nor sent apologies, nor a substitute."""

    members: tuple[Sitter, ...]
    substitutes: tuple[Sitter, ...]
    apologies: tuple[Sitter, ...]
    absent: tuple[FilledSeat, ...]
    officers: tuple[Sitter, ...]
    vacant: tuple[Seat, ...]


def get_presence(user: AnyUser, meeting: Meeting) -> Presence | None:
    """Return who was at a meeting, or None where nothing is recorded that ``user`` may see."""
    rows = list(_list_attendance(user, meeting))
    if not rows:
        return None
    filled = list_seats(user, meeting.board, clock.day_of(meeting.starts_at))
    offices = {one.seat.pk: one.office for one in filled}
    came = [row for row in rows if row.state == "present"]
    sorry = [row for row in rows if row.state == "apologies"]
    accounted = {row.seat_id for row in [*came, *sorry] if row.seat_id}
    accounted_people = {row.person_id for row in sorry}
    return Presence(
        members=_gather([row for row in came if row.role == "member"], offices),
        substitutes=_gather([row for row in came if row.role == "substitute"], {}),
        apologies=_gather(sorry, offices),
        absent=tuple(
            one
            for one in filled
            if one.appointment
            and one.seat.pk not in accounted
            and (one.appointment.person_id is None or one.appointment.person_id not in accounted_people)
        ),
        officers=_gather([row for row in came if row.role == "officer"], {}),
        vacant=tuple(one.seat for one in filled if one.appointment is None),
    )


def _list_attendance(user: AnyUser, meeting: Meeting) -> QuerySet[Attendance]:
    rows = Attendance.objects.visible_to(user).filter(meeting=meeting)
    return rows.select_related("person", "seat", "source").order_by("seat__order", "person__name", "post_title", "pk")


def _gather(rows: Iterable[Attendance], offices: Mapping[int, str]) -> tuple[Sitter, ...]:
    """Return one entry a person, with all of that person's seats."""
    by_person: dict[object, list[Attendance]] = {}
    for row in rows:
        by_person.setdefault(row.person_id or f"post {row.pk}", []).append(row)
    return tuple(_make_sitter(mine, offices) for mine in by_person.values())


def _make_sitter(rows: list[Attendance], offices: Mapping[int, str]) -> Sitter:
    first = rows[0]
    seats = tuple(row.seat for row in rows if row.seat)
    office = next((name for seat in seats if (name := offices.get(seat.pk))), "")
    name = str(first.person) if first.person else first.post_title
    return Sitter(name, seats, office, first.role, first)


def get_quorum(user: AnyUser, meeting: Meeting) -> rules.Quorum | None:
    """Return whether the board could decide at a meeting, from the attendance and terms that ``user`` may see.

    It counts everybody who was there at some time. None where no attendance or no terms are recorded.
    """
    attendance = [row for row in _list_attendance(user, meeting) if row.state == "present"]
    terms = get_terms_of_meeting(user, meeting)
    if not attendance or terms is None:
        return None
    day = clock.day_of(meeting.starts_at)
    return rules.count_quorum(terms.rules, make_state(meeting, list_seats(user, meeting.board, day), attendance))


def make_state(meeting: Meeting, filled: Iterable[FilledSeat], attendance: Iterable[Attendance]) -> rules.State:
    """Return seats and attendance as the rules read them."""
    rows = [row for row in attendance if row.seat and row.role in ("member", "substitute")]
    return rules.State(
        roster=make_roster(filled),
        present=frozenset(row.seat.slug for row in rows if row.seat),
        sitting={row.seat.slug: _name_sitter(row) for row in rows if row.seat and row.role == "substitute"},
        modes={row.seat.slug: mode for row in rows if row.seat and (mode := _find_mode(row))},
        meeting_kind=meeting.kind,
        context=frozenset({"reconvened"} if meeting.kind == "reconvened" else ()),
    )


def make_roster(filled: Iterable[FilledSeat]) -> tuple[rules.Seat, ...]:
    """Return seats as the rules read them."""
    return tuple(_make_rule_seat(one) for one in filled)


def _make_rule_seat(one: FilledSeat) -> rules.Seat:
    seat = one.seat
    organisation, group = seat.organisation, seat.voting_group
    return rules.Seat(
        slug=seat.slug,
        organisation=organisation.slug if organisation else seat.slug,
        group=group.slug if group else "",
        voting=seat.voting,
        weight=seat.weight,
        tags=frozenset(seat.tags),
        holder=one.holder_key,
        label=seat.label,
        organisation_name=organisation.name if organisation else seat.label,
        group_name=group.name if group else "",
    )


def _name_sitter(row: Attendance) -> str:
    return row.person.slug if row.person else f"substitute: {row.post_title}"


def _find_mode(row: Attendance) -> str:
    """Return how somebody took part: in person if that is said for any stretch of time, or nothing is said."""
    modes = {stretch[2] for stretch in row.intervals if isinstance(stretch, list) and len(stretch) > 2}
    return "" if not modes or "in_person" in modes else str(sorted(modes)[0])


# --- counts and the desk ----------------------------------------------------------------------------------------------


def count_records(user: AnyUser) -> dict[str, int]:
    """Return how many boards, meetings, minute paragraphs and decisions ``user`` may see."""
    return {
        "boards": Board.objects.visible_to(user).count(),
        "meetings": Meeting.objects.visible_to(user).count(),
        "paragraphs": MinuteParagraph.objects.visible_to(user).count(),
        "decisions": Decision.objects.visible_to(user).count(),
    }


def list_planned_meetings(user: AnyUser, slugs: Iterable[str] | None) -> QuerySet[Meeting]:
    """Return the meetings of some boards (None: of all) that have not begun, soonest first; those called off last."""
    meetings = list_meetings(user).filter(state__in=("planned", "agenda_published", "in_session", "cancelled"))
    kept = meetings if slugs is None else meetings.filter(board__slug__in=slugs)
    return kept.order_by(Case(When(state="cancelled", then=1), default=0), "starts_at", "slug")


def list_calendars(user: AnyUser) -> list[str]:
    """Return the calendars of bank holidays that deadlines can be counted with."""
    rows = BankHoliday.objects.visible_to(user).order_by("calendar")
    return list(rows.values_list("calendar", flat=True).distinct())


def list_kept_forward_items(user: AnyUser, slugs: Iterable[str] | None) -> QuerySet[ForwardItem]:
    """Return what some boards (None: all) will take, soonest first."""
    rows = ForwardItem.objects.visible_to(user).filter(state__in=("planned", "on_agenda"))
    kept = rows if slugs is None else rows.filter(board__slug__in=slugs)
    related = kept.select_related("board", "meeting__board", "paragraph__meeting", "source")
    return related.order_by("board__name", "timescale_end", "slug")


def get_forward_item(user: AnyUser, slug: str) -> ForwardItem | None:
    """Return something of a forward plan by its address, or None."""
    rows = ForwardItem.objects.visible_to(user).select_related("board", "meeting__board", "source")
    found: ForwardItem | None = rows.filter(slug=slug).first()
    return found


def list_kept_paragraphs(user: AnyUser, slugs: Iterable[str] | None) -> QuerySet[MinuteParagraph]:
    """Return the minute paragraphs of some boards (None: of all) that can promise something, newest meeting first."""
    rows = list_paragraphs(user)
    return rows if slugs is None else rows.filter(meeting__board__slug__in=slugs)


def list_kept_meetings(user: AnyUser, slugs: Iterable[str] | None) -> QuerySet[Meeting]:
    """Return the meetings of some boards (None: of all) whose minutes are being taken, newest first."""
    meetings = list_meetings(user).filter(state__in=rules.RECORDING_STATES)
    return meetings if slugs is None else meetings.filter(board__slug__in=slugs)
