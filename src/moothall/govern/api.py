"""Routes of the API of this stage: boards, meetings, minute paragraphs, decisions."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema

from moothall.govern import presenters, queries, rules
from moothall.govern.models import ADDRESS, AgendaItem, Board, Deadline, Decision, Meeting, MinuteParagraph, Report
from moothall.kit import clock
from moothall.kit.api import PROBLEMS, Cited, Problem, answer_problem, page

router = Router()

SLUG = r"^[-a-zA-Z0-9_]+$"
Slug = Annotated[str, Path(pattern=SLUG, max_length=120)]
ParagraphSlug = Annotated[str, Path(pattern=f"^{ADDRESS}$", max_length=40)]
OfBoard = Annotated[str | None, Query(pattern=SLUG, max_length=80, description="key of a board")]
OfMeeting = Annotated[str | None, Query(pattern=SLUG, max_length=120, description="key of a meeting")]
Limit = Annotated[int, Query(ge=1, le=100, description="how many at the most")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="how many to pass over")]


class BoardRow(Schema):
    """A board in a list."""

    key: str
    name: str
    kind: str
    purpose: str
    url: str
    source: Cited


class SeatAnswer(Schema):
    """A seat and who holds it today; ``holder`` is empty when it is vacant."""

    key: str
    label: str
    organisation: str | None
    voting_group: str | None
    voting: bool
    holder: str
    office: str
    source: Cited


class TermsAnswer(Schema):
    """The terms of reference in force: prose beside rules (``tor/1``), with their SHA-256."""

    version: str
    effective_from: date
    effective_to: date | None
    clauses: list[dict[str, str]]
    rules: dict[str, Any]
    sha256: str
    source: Cited


class LineAnswer(Schema):
    """A reporting line."""

    child: str
    parent: str
    kind: str
    strength: str
    source: Cited


class BoardAnswer(BoardRow):
    """A board with who sits on it today, its terms, and whom it reports to.

    ``chair_post`` and ``meets`` are a paper's own words; ``responsible`` are the partners with the duty in law.
    """

    statutory_basis: str
    chair_post: str
    meets: str
    is_proposed: bool
    partners: list[str]
    responsible: list[str]
    seats: list[SeatAnswer]
    terms: TermsAnswer | None
    reporting_lines: list[LineAnswer]


class MeetingRow(Schema):
    """A meeting in a list. Times carry the place's own offset."""

    key: str
    board: str
    starts_at: datetime
    ends_at: datetime | None
    venue: str
    state: str
    url: str
    source: Cited


class DecisionAnswer(Schema):
    """A decision. ``validity`` is not_computed: no proof is made yet."""

    key: str
    board: str
    meeting: str
    paragraph: str
    kind: str
    strength: str
    text: str
    outcome: str
    validity: str
    url: str
    source: Cited


class ParagraphRow(Schema):
    """A minute paragraph; ``number`` is empty for the only paragraph of an item."""

    key: str
    number: str
    meeting: str
    item: str
    kind: str
    text: str
    url: str
    source: Cited


class ParagraphAnswer(ParagraphRow):
    """A minute paragraph with its decisions and corrections."""

    citation: str
    decisions: list[DecisionAnswer]
    corrections: list[str]


class RecommendationAnswer(Schema):
    """One thing that a board is asked to do; ``number`` is empty where the paper prints none."""

    number: str
    verb: str
    text: str


class ReportRow(Schema):
    """A paper in a list; ``not_read`` names the fields of its cover sheet that are missing from the text read."""

    key: str
    board: str
    title: str
    item_for: list[str]
    recommendations: list[RecommendationAnswer]
    state: str
    not_read: list[str]
    url: str
    source: Cited


class RoutingAnswer(Schema):
    """An agenda item that takes a paper, and what for."""

    meeting: str
    item: str
    role: str
    authoritative: bool
    source: Cited


class ReportAnswer(ReportRow):
    """A paper with the rest of its cover sheet, and the meetings that take it."""

    sponsors: str
    authors: str
    organisations: str
    key_issues: str
    financial_implications: str
    printed_without_recommendation: bool
    routings: list[RoutingAnswer]


class DeadlineAnswer(Schema):
    """By when something must have come. ``computed_at`` is what the rule gives, where there is one."""

    kind: str
    due_at: datetime
    rule: dict[str, Any]
    computed_at: datetime | None
    source: Cited


class ItemAnswer(Schema):
    """An agenda item with its papers (by key) and minute paragraphs."""

    number: str
    title: str
    presenters: str
    purpose: str
    state: str
    reports: list[str]
    paragraphs: list[ParagraphRow]
    source: Cited


class QuorumLine(Schema):
    """One count that the terms ask for."""

    have: int
    need: int
    of: int
    by: str
    ok: bool
    clause: str


class QuorumAnswer(Schema):
    """Whether the board could decide. ``ruled`` false: the terms say nothing, so no yes is computed."""

    quorate: bool
    ruled: bool
    seats_present: int
    seats: int
    members_present: int
    members_needed: int | None
    groups_present: int
    groups_needed: int | None
    lines: list[QuorumLine]
    sentence: str
    about: str


class PresenceAnswer(Schema):
    """Who was there, by name as published; ``absent`` is computed."""

    members: list[str]
    substitutes: list[str]
    apologies: list[str]
    absent: list[str]
    officers: list[str]


class MeetingAnswer(MeetingRow):
    """A meeting with its agenda, minutes, deadlines, attendance and quorum."""

    questions_close_at: datetime | None
    deadlines: list[DeadlineAnswer]
    items: list[ItemAnswer]
    presence: PresenceAnswer | None
    quorum: QuorumAnswer | None


class Boards(Schema):
    count: int
    limit: int
    offset: int
    items: list[BoardRow]


class Meetings(Schema):
    count: int
    limit: int
    offset: int
    items: list[MeetingRow]


class Paragraphs(Schema):
    count: int
    limit: int
    offset: int
    items: list[ParagraphRow]


class Reports(Schema):
    count: int
    limit: int
    offset: int
    items: list[ReportRow]


class Decisions(Schema):
    count: int
    limit: int
    offset: int
    items: list[DecisionAnswer]


@router.get("/boards", response={200: Boards, **PROBLEMS}, summary="Boards")
def list_boards(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> Any:
    rows = queries.list_boards(request.user)
    return page(rows, limit, offset, lambda row: make_board_row(request, row))


@router.get("/boards/{slug}", response={200: BoardAnswer, **PROBLEMS}, summary="One board")
def get_board(request: HttpRequest, slug: Slug) -> Any:
    board = queries.get_board(request.user, slug)
    if board is None:
        raise Http404
    terms = queries.get_terms_in_force(request.user, board, clock.today())
    return {
        **make_board_row(request, board),
        "statutory_basis": board.statutory_basis,
        "chair_post": board.chair_post,
        "meets": board.meets,
        "is_proposed": board.is_proposed,
        "partners": [one.slug for one in board.partners.all()],
        "responsible": [one.slug for one in board.responsible.all()],
        "seats": [make_seat(one) for one in queries.list_seats(request.user, board, clock.today())],
        "terms": terms and {
            "version": terms.version_name,
            "effective_from": terms.effective_from,
            "effective_to": terms.effective_to,
            "clauses": terms.prose,
            "rules": terms.rules,
            "sha256": terms.sha256,
            "source": asdict(terms.citation),
        },
        "reporting_lines": [
            {
                "child": line.child.ref,
                "parent": line.parent.ref if line.parent else "",
                "kind": line.kind,
                "strength": line.strength,
                "source": asdict(line.citation),
            }
            for line in queries.list_reporting_lines(request.user, board)
        ],
    }  # fmt: skip


@router.get("/meetings", response={200: Meetings, **PROBLEMS}, summary="Meetings, newest first")
def list_meetings(request: HttpRequest, board: OfBoard = None, limit: Limit = 25, offset: Offset = 0) -> Any:
    rows = queries.list_meetings(request.user)
    rows = rows.filter(board__slug=board) if board else rows
    return page(rows, limit, offset, lambda row: make_meeting_row(request, row))


@router.get("/meetings/{slug}", response={200: MeetingAnswer, **PROBLEMS}, summary="One meeting with its minutes")
def get_meeting(request: HttpRequest, slug: Slug) -> Any:
    meeting = queries.get_meeting(request.user, slug)
    if meeting is None:
        raise Http404
    quorum = queries.get_quorum(request.user, meeting)
    presence = queries.get_presence(request.user, meeting)
    return {
        **make_meeting_row(request, meeting),
        "questions_close_at": meeting.questions_close_at and clock.in_place(meeting.questions_close_at),
        "deadlines": [make_deadline(one) for one in queries.list_deadlines(request.user, meeting)],
        "items": [make_item(request, item) for item in queries.list_items(request.user, meeting)],
        "presence": presence and make_presence(presence),
        "quorum": quorum and make_quorum(quorum),
    }


@router.get("/paragraphs", response={200: Paragraphs, **PROBLEMS}, summary="Minute paragraphs, newest meeting first")
def list_paragraphs(request: HttpRequest, meeting: OfMeeting = None, limit: Limit = 25, offset: Offset = 0) -> Any:
    rows = queries.list_paragraphs(request.user)
    rows = rows.filter(meeting__slug=meeting) if meeting else rows
    return page(rows, limit, offset, lambda row: make_paragraph_row(request, row))


@router.get("/paragraphs/{meeting}/{slug}", response={200: ParagraphAnswer, **PROBLEMS}, summary="One minute paragraph")
def get_paragraph(request: HttpRequest, meeting: Slug, slug: ParagraphSlug) -> Any:
    paragraph = queries.get_paragraph(request.user, meeting, slug)
    if paragraph is None:
        raise Http404
    corrections = queries.list_corrections(request.user, paragraph)
    return {
        **make_paragraph_row(request, paragraph),
        "citation": presenters.cite(paragraph),
        "decisions": [make_decision(request, row) for row in queries.list_decisions(request.user, paragraph=paragraph)],
        "corrections": [request.build_absolute_uri(row.get_absolute_url()) for row in corrections],
    }


@router.get("/decisions", response={200: Decisions, **PROBLEMS}, summary="Decisions, newest meeting first")
def list_decisions(
    request: HttpRequest, board: OfBoard = None, meeting: OfMeeting = None, limit: Limit = 25, offset: Offset = 0
) -> Any:
    rows = queries.list_decisions(request.user)
    rows = rows.filter(paragraph__meeting__board__slug=board) if board else rows
    rows = rows.filter(paragraph__meeting__slug=meeting) if meeting else rows
    return page(rows, limit, offset, lambda row: make_decision(request, row))


@router.get("/reports", response={200: Reports, **PROBLEMS}, summary="Papers with what they ask of a board")
def list_reports(
    request: HttpRequest, board: OfBoard = None, meeting: OfMeeting = None, limit: Limit = 25, offset: Offset = 0
) -> Any:
    rows = queries.list_reports(request.user)
    rows = rows.filter(board__slug=board) if board else rows
    if meeting:
        taken = queries.list_routings(request.user).filter(item__meeting__slug=meeting)
        rows = rows.filter(pk__in=taken.order_by().values("report"))
    return page(rows, limit, offset, lambda row: make_report_row(request, row))


@router.get("/reports/{slug}", response={200: ReportAnswer, 410: Problem, **PROBLEMS},
            summary="One paper with its cover sheet; why, if it was withdrawn")  # fmt: skip
def get_report(request: HttpRequest, slug: Slug) -> Any:
    gone = queries.get_taken_back(request.user, slug)
    if gone is not None:
        return answer_problem(410, f"This paper was withdrawn. {gone.withdrawn_because}")
    report = queries.get_report(request.user, slug)
    if report is None:
        raise Http404
    values = presenters.list_cover_values(report)
    names = ("sponsors", "authors", "organisations", "key_issues", "financial_implications")
    return {
        **make_report_row(request, report),
        **{name: values[name] for name in names},
        "printed_without_recommendation": report.printed_without,
        "routings": [
            {
                "meeting": routing.item.meeting.slug,
                "item": routing.item.number,
                "role": routing.role,
                "authoritative": routing.authoritative,
                "source": asdict(routing.citation),
            }
            for routing in queries.list_routings(request.user, report)
        ],
    }


def make_report_row(request: HttpRequest, report: Report) -> dict[str, Any]:
    return {
        "key": report.slug,
        "board": report.board.slug,
        "title": report.title,
        "item_for": report.item_for,
        "recommendations": report.recommendations,
        "state": report.state,
        "not_read": report.not_read,
        "url": request.build_absolute_uri(report.get_absolute_url()),
        "source": asdict(report.citation),
    }


def make_deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "kind": deadline.kind,
        "due_at": clock.in_place(deadline.due_at),
        "rule": deadline.rule,
        "computed_at": deadline.computed_at and clock.in_place(deadline.computed_at),
        "source": asdict(deadline.citation),
    }


def make_board_row(request: HttpRequest, board: Board) -> dict[str, Any]:
    return {
        "key": board.slug,
        "name": board.name,
        "kind": board.kind,
        "purpose": board.purpose,
        "url": request.build_absolute_uri(board.get_absolute_url()),
        "source": asdict(board.citation),
    }


def make_seat(one: queries.FilledSeat) -> dict[str, Any]:
    seat = one.seat
    return {
        "key": seat.slug,
        "label": seat.label,
        "organisation": seat.organisation.slug if seat.organisation else None,
        "voting_group": seat.voting_group.slug if seat.voting_group else None,
        "voting": seat.voting,
        "holder": one.holder,
        "office": one.office,
        "source": asdict(seat.citation),
    }


def make_meeting_row(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    return {
        "key": meeting.slug,
        "board": meeting.board.slug,
        "starts_at": clock.in_place(meeting.starts_at),
        "ends_at": meeting.ends_at and clock.in_place(meeting.ends_at),
        "venue": meeting.venue,
        "state": meeting.state,
        "url": request.build_absolute_uri(meeting.get_absolute_url()),
        "source": asdict(meeting.citation),
    }


def make_item(request: HttpRequest, item: AgendaItem) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "presenters": item.presenters,
        "purpose": item.purpose,
        "state": item.state,
        "reports": [one.report.slug for one in item.papers],  # type: ignore[attr-defined]
        "paragraphs": [make_paragraph_row(request, row) for row in item.shown],  # type: ignore[attr-defined]
        "source": asdict(item.citation),
    }


def make_paragraph_row(request: HttpRequest, paragraph: MinuteParagraph) -> dict[str, Any]:
    return {
        "key": paragraph.slug,
        "number": paragraph.number,
        "meeting": paragraph.meeting.slug,
        "item": paragraph.item.number,
        "kind": paragraph.kind,
        "text": paragraph.text,
        "url": request.build_absolute_uri(paragraph.get_absolute_url()),
        "source": asdict(paragraph.citation),
    }


def make_decision(request: HttpRequest, decision: Decision) -> dict[str, Any]:
    paragraph = decision.paragraph
    return {
        "key": decision.slug,
        "board": paragraph.meeting.board.slug,
        "meeting": paragraph.meeting.slug,
        "paragraph": paragraph.slug,
        "kind": decision.kind,
        "strength": decision.strength,
        "text": decision.text,
        "outcome": decision.outcome,
        "validity": decision.validity,
        "url": request.build_absolute_uri(decision.get_absolute_url()),
        "source": asdict(decision.citation),
    }


def make_presence(presence: queries.Presence) -> dict[str, list[str]]:
    return {
        "members": [one.name for one in presence.members],
        "substitutes": [one.name for one in presence.substitutes],
        "apologies": [one.name for one in presence.apologies],
        "absent": list(dict.fromkeys(one.holder for one in presence.absent)),
        "officers": [one.name for one in presence.officers],
    }


def make_quorum(quorum: rules.Quorum) -> dict[str, Any]:
    numbers = (
        "quorate", "ruled", "seats_present", "seats", "members_present", "members_needed", "groups_present",
        "groups_needed",
    )  # fmt: skip
    return {
        **{name: getattr(quorum, name) for name in numbers},
        "lines": [
            {name: getattr(line, name) for name in ("have", "need", "of", "by", "ok", "clause")}
            for line in quorum.lines
        ],
        "sentence": rules.explain(quorum),
        "about": presenters.NO_PROOF,
    }
