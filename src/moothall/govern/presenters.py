"""What pages about boards show: states in words, notes on sources, rows of tables, calendar entries, search answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from moothall.govern import queries, rules
from moothall.govern.models import (
    AgendaItem,
    Board,
    Deadline,
    Decision,
    ForwardItem,
    Meeting,
    MinuteParagraph,
    Report,
    ReportingLine,
    ReportRouting,
    TermsOfReference,
    list_board_slugs,
)
from moothall.govern.permissions import can_keep_agenda, can_keep_minutes, can_keep_report
from moothall.kit import clock, formats
from moothall.kit.downloads import Happening
from moothall.kit.grants import AnyUser
from moothall.kit.models import User
from moothall.kit.search import Found, any_word
from moothall.kit.work import WorkRow
from moothall.places.models import Cited, Post
from moothall.places.rules import EXTERNAL, INFERRED, INVENTED, RECORDED

MOST_FOUND = 100
NO_PROOF = "Computed from the attendance recorded and the terms in force; not a legal proof."
LEGAL = (
    "The rules are this site’s reading of the terms. They are to be checked by the place’s legal team before anybody "
    "relies on them."
)

# --- words and colours ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StateWords:
    """How a state is shown: a tag's word and colour, and a sentence that says what it means for a reader."""

    word: str
    colour: str
    sentence: str


MEETING_STATES = {
    "planned": StateWords("Planned", "grey", "The agenda is not published yet."),
    "agenda_published": StateWords("Agenda published", "blue", "The agenda is published."),
    "in_session": StateWords("Under way", "purple", "The meeting is under way. Its minutes are not published yet."),
    "adjourned": StateWords("Adjourned", "orange", "The meeting was broken off. Its minutes are not published yet."),
    "closed": StateWords("Held", "grey", "The meeting was held. Its minutes are not published yet."),
    "minutes_draft": StateWords(
        "Draft minutes", "yellow", "The meeting was held. Its minutes are a draft until the board confirms them."
    ),
    "minutes_confirmed": StateWords(
        "Minutes confirmed", "green", "The meeting was held and its minutes are confirmed."
    ),
    "cancelled": StateWords("Cancelled", "red", "The meeting was cancelled."),
}
STATUS_WORDS = {INFERRED: "inferred", EXTERNAL: "from outside the papers", INVENTED: "invented", RECORDED: "made here"}


def show_state(meeting: Meeting) -> StateWords:
    """Return how a meeting's state is shown."""
    return MEETING_STATES[meeting.state]


def name_day(meeting: Meeting) -> str:
    """Return a meeting's day, such as: 23 July 2019."""
    return formats.day(meeting.starts_at)


def say_when(meeting: Meeting) -> str:
    """Return a meeting's day and hours in words, such as: 14 May 2019, 10am to noon."""
    ends = meeting.ends_at
    if ends is None:
        return f"{name_day(meeting)}, {formats.hour(meeting.starts_at)}"
    if clock.day_of(ends) != clock.day_of(meeting.starts_at):
        return f"{name_day(meeting)}, {formats.hour(meeting.starts_at)}, to {formats.day(ends)}, {formats.hour(ends)}"
    return f"{name_day(meeting)}, {formats.hour(meeting.starts_at)} to {formats.hour(ends)}"


def say_pages(item: AgendaItem) -> str:
    """Return the pages of the pack on which an item's papers stand, or nothing."""
    if item.first_page is None:
        return ""
    if item.last_page in (None, item.first_page):
        return f"page {item.first_page} of the papers"
    return f"pages {item.first_page} to {item.last_page} of the papers"


def cite(paragraph: MinuteParagraph) -> str:
    """Return how a paragraph is cited in another paper: board, day, paragraph."""
    return f"{paragraph.meeting.board.name}, {name_day(paragraph.meeting)}, {paragraph.name}"


# --- notes on sources -------------------------------------------------------------------------------------------------


@dataclass
class Note:
    """One note of a page: where some of its facts come from. ``lines`` are the places in the paper, gathered."""

    number: int
    record: Cited
    word: str
    lines: list[str] = field(default_factory=list)


class Notes:
    """The notes of one page, numbered in the order in which its facts are shown; ``first`` are shown first."""

    def __init__(self, *first: Cited) -> None:
        self._notes: dict[tuple[object, ...], Note] = {}
        for record in first:
            self.of(record)

    def of(self, record: Cited) -> Note:
        """Return the note of a record; records from the same page with the same standing share one."""
        key: tuple[object, ...] = (
            record.source_id, record.source_page, record.source_status, record.source_because, record.contradictions
        )  # fmt: skip
        note = self._notes.get(key)
        if note is None:
            note = Note(len(self._notes) + 1, record, STATUS_WORDS.get(record.source_status, ""))
            self._notes[key] = note
        if record.source_lines and record.source_lines not in note.lines:
            note.lines.append(record.source_lines)
        return note

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes.values())


# --- terms of reference -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownClause:
    """A clause of the terms and what this site does with it."""

    key: str
    text: str
    rules: Sequence[str]
    note: str


def show_clauses(terms: TermsOfReference, seats: Iterable[queries.FilledSeat]) -> list[ShownClause]:
    """Return the clauses of terms, each beside the rules in words that cite it."""
    roster = queries.make_roster(seats)
    quorum = terms.rules.get("quorum")
    said = rules.describe_quorum(quorum, roster) if quorum else []
    return [_show_clause(terms, clause, said) for clause in terms.prose]


def _show_clause(terms: TermsOfReference, clause: dict[str, str], quorum: list[str]) -> ShownClause:
    sections = rules.list_citing_sections(terms.rules, clause["id"])
    applied = quorum if "quorum" in sections else []
    kept = [name.replace("_", " ") for name in sections if name != "quorum"]
    if clause["id"] in terms.prose_only:
        note = "No rule is made of this clause. Read it yourself."
    elif kept:
        note = f"Kept as data for {', '.join(kept)}, and not applied by this site yet. Read it yourself."
    else:
        note = "" if applied else "No rule cites this clause. Read it yourself."
    return ShownClause(clause["id"], clause["text"], applied, note)


def make_clause_rows(clauses: Iterable[ShownClause]) -> list[list[Any]]:
    """Return the rows of the table that sets each clause beside its rule."""
    return [[one.key.replace("_", " "), one.text, " ".join(filter(None, [*one.rules, one.note]))] for one in clauses]


# --- who sits, and what a meeting is -------------------------------------------------------------------------------


def make_seat_rows(seats: Iterable[queries.FilledSeat], notes: Notes) -> list[list[Any]]:
    """Return the rows of the table of seats: seat, holder, office, organisation, vote, source."""
    return [
        [
            one.seat.label,
            formats.link(one.appointment.person)
            if one.appointment and one.appointment.person
            else one.holder or "Vacant",
            one.office or "Member",
            formats.link(one.seat.organisation) if one.seat.organisation else "",
            _say_vote(one),
            show_refs([notes.of(record) for record in (one.seat, one.appointment) if record]),
        ]
        for one in seats
    ]


def show_refs(notes: Sequence[Note]) -> str:
    """Return the marks of some notes as safe HTML, each once, with the standing of each in words."""
    unique = {note.number: note for note in notes}.values()
    mark = '<a href="#source-{}"><span class="nhsuk-u-visually-hidden">Source note </span>[{}]</a>{}'
    parts = ((note.number, note.number, f" {note.word}" if note.word else "") for note in unique)
    return format_html_join(", ", mark, parts)


def make_quorum_rows(quorum: rules.Quorum) -> list[list[Any]]:
    """Return the rows of the table of counts: counted by, here, needed, of, clause, answer."""
    return [
        [rules.name_units(line), line.have, line.need, line.of, line.clause, "Met" if line.ok else "Not met"]
        for line in quorum.lines
    ]


def _say_vote(one: queries.FilledSeat) -> str:
    seat = one.seat
    if not seat.voting:
        return "No vote"
    shared = f"Shares the one vote of {seat.voting_group.name}" if seat.voting_group else "One vote"
    return shared if seat.weight == 1 else f"{shared}, of weight {seat.weight}"


def list_partners(board: Board) -> list[tuple[SafeString, bool]]:
    """Return the partners in a board as links, and whether the law lays its duty on each."""
    responsible = {one.pk for one in board.responsible.all()}
    return [(formats.link(one), one.pk in responsible) for one in board.partners.all()]


def say_seats(seats: Sequence[queries.FilledSeat]) -> str:
    """Return how many seats there are and how many of them are vacant, in words."""
    vacant = sum(one.appointment is None for one in seats)
    people = len({one.holder_key for one in seats if one.holder_key})
    held = f"{formats.plural(len(seats), 'seat')}, held by {formats.plural(people, 'person', 'people')}"
    return f"{held}; {formats.number(vacant)} {'is' if vacant == 1 else 'are'} vacant." if vacant else f"{held}."


def list_board_facts(board: Board) -> list[tuple[str, str]]:
    """Return what a board is, as words and values."""
    facts = [
        ("Kind", board.get_kind_display()),
        ("Legal basis", board.statutory_basis),
        ("Hosted by", formats.link(board.host) if board.host else ""),
        ("Area", formats.link(board.area) if board.area else ""),
        ("Lead officer", formats.link(board.lead_officer) if board.lead_officer else ""),
        ("Chaired by", board.chair_post),
        ("Meets", f"{board.meets[:1].upper()}{board.meets[1:]}"),
        ("Since", formats.day(board.from_on)),
        ("Until", formats.day(board.to_on)),
    ]
    return [fact for fact in facts if fact[1]]


def list_meeting_facts(meeting: Meeting) -> list[tuple[str, str]]:
    """Return when, where and how a meeting is held, as words and values."""
    facts = [
        ("When", say_when(meeting)),
        ("Where", meeting.venue or "Not recorded"),
        ("How", meeting.get_mode_display()),
        ("Kind of meeting", meeting.get_kind_display()),
        ("Takes up again", f"Meeting of {name_day(meeting.reconvenes)}" if meeting.reconvenes else ""),
        ("Presided", str(meeting.presided_by) if meeting.presided_by else ""),
        ("Questions close", _say_moment(meeting.questions_close_at)),
        ("Why it is not held", meeting.cancelled_because),
    ]
    return [fact for fact in facts if fact[1]]


def _say_moment(moment: datetime | None) -> str:
    return f"{formats.day(moment)}, {formats.hour(moment)}" if moment else ""


def reports_nowhere(board: Board, lines: Iterable[ReportingLine]) -> bool:
    """Say whether no line tells to whom a board reports: the page then says so in words."""
    return not any(line.child_id == board.pk and line.kind == "reports_to" for line in lines)


# --- papers and deadlines ---------------------------------------------------------------------------------------------

NOT_READ = "Not in the paper that was read"


REPORT_STATES = {
    "commissioned": StateWords("Commissioned", "grey", "It is asked for, and nobody has begun to write it."),
    "drafting": StateWords("Being written", "yellow", "Its authors are writing it."),
    "in_clearance": StateWords("In clearance", "orange", "It waits for whoever clears papers."),
    "cleared": StateWords("Cleared", "blue", "It may be published as it stands."),
    "published": StateWords("Published", "green", "It never changes now."),
    "superseded": StateWords("Replaced", "grey", "Another paper took its place."),
    "withdrawn": StateWords("Withdrawn", "red", "It was taken back for good."),
}


def say_report_state(report: Report) -> StateWords:
    """Return how the state of a paper is shown."""
    return REPORT_STATES[report.state]


def keeps_papers(user: AnyUser) -> bool:
    """Say whether ``user`` keeps the papers of any board."""
    slugs = list_board_slugs(user, "keep_papers")
    return slugs is None or bool(slugs)


def keeps_agendas(user: AnyUser) -> bool:
    """Say whether ``user`` keeps the agendas of any board."""
    slugs = list_board_slugs(user, "keep_agenda")
    return slugs is None or bool(slugs)


def link_to_agenda_desk(user: AnyUser, meeting: Meeting) -> str:
    """Return the address of a meeting's agenda on the desk for who keeps it, or nothing."""
    return meeting.get_agenda_url() if can_keep_agenda(user, meeting.board) else ""


def link_to_paper_desk(user: AnyUser, report: Report) -> str:
    """Return the address of a paper on the desk for who keeps it, or nothing."""
    return report.get_desk_url() if can_keep_report(user, report) else ""


def list_waiting_papers(user: User) -> Iterable[WorkRow]:
    """Yield the papers that wait to be cleared or published, of the boards whose papers ``user`` keeps."""
    slugs = list_board_slugs(user, "keep_papers")
    rows = queries.list_kept_reports(user, slugs).filter(state__in=("in_clearance", "cleared"))
    for report in rows[:MOST_ROWS]:
        note = "It waits to be cleared." if report.state == "in_clearance" else "It waits to be published."
        yield WorkRow(title=report.title, url=report.get_desk_url(), note=note, state=say_report_state(report).word)


def say_post(post: Post) -> str:
    """Return a post with its holder, where one is known, and its organisation."""
    return ", ".join(filter(None, [str(post.holder) if post.holder else "", post.title, post.organisation.name]))


def list_cover_values(report: Report) -> dict[str, str]:
    """Return the fields of a cover sheet as words, by name; recommendations stand apart."""
    authors = [*map(say_post, report.authors.all()), *report.other_authors]
    organisations = [*(one.name for one in report.organisations.all()), *report.other_organisations]
    return {
        "item_for": " and ".join(rules.ITEM_FOR[one].lower() for one in report.item_for).capitalize(),
        "sponsors": "; ".join(map(say_post, report.sponsors.all())),
        "authors": "; ".join(authors),
        "organisations": "; ".join(organisations),
        "key_issues": report.key_issues,
        "financial_implications": report.financial_implications,
    }


def show_posts(posts: Iterable[Post], others: Sequence[str] = ()) -> str:
    """Return posts with their holders as safe HTML, people and organisations as links to their pages."""
    shown = [
        format_html("{}{}, {}", format_html("{}, ", formats.link(one.holder)) if one.holder else "", one.title,
                    formats.link(one.organisation))
        for one in posts
    ]  # fmt: skip
    return format_html_join("; ", "{}", ((one,) for one in (*shown, *others)))


def make_cover_rows(report: Report) -> list[tuple[str, str]]:
    """Return the cover sheet as words and values; a field that is missing from the text that was read says so."""
    organisations = [*map(formats.link, report.organisations.all()), *report.other_organisations]
    values = {
        **list_cover_values(report),
        "sponsors": show_posts(report.sponsors.all()),
        "authors": show_posts(report.authors.all(), report.other_authors),
        "organisations": format_html_join("; ", "{}", ((one,) for one in organisations)),
    }
    missing = NOT_READ if report.not_read else ""
    return [(rules.COVER_FIELDS[name], missing if name in report.not_read else value) for name, value in values.items()]


def say_no_recommendation(report: Report) -> str:
    """Return why a paper shows no recommendation."""
    if "recommendations" in report.not_read:
        return f"{NOT_READ}."
    if report.printed_without:
        return "The paper was printed without a recommendation."
    return "The paper is still to be written."


def say_routing(routing: ReportRouting) -> str:
    """Return where a paper is taken, in words."""
    meeting = routing.item.meeting
    return f"{meeting.board.name}, {name_day(meeting)}, item {routing.item.number}"


def say_contradiction(routing: ReportRouting) -> str:
    """Return in what an agenda and a paper's own cover sheet differ, or nothing; both are kept as printed."""
    item, report = routing.item, routing.report
    if "title" in report.not_read or item.title == report.title:
        return ""
    return f"The agenda calls this item “{item.title}”; the paper’s own title is another. Both are kept as printed."


def make_deadline_rows(deadlines: Iterable[Deadline], notes: Notes) -> list[list[Any]]:
    """Return the rows of the table of deadlines: what, by when, the rule, whether it was met, source."""
    return [
        [
            one.get_kind_display(),
            _say_due(one),
            _say_deadline_rule(one),
            _say_met(one),
            show_refs([notes.of(one)]),
        ]
        for one in deadlines
    ]


def _say_due(deadline: Deadline) -> str:
    """Return the moment, and what the meeting's own record says where the two contradict each other."""
    said, other = _say_moment(deadline.due_at), deadline.meeting.questions_close_at
    if deadline.kind != "public_questions" or other in (None, deadline.due_at):
        return said
    return f"{said}. This contradicts the meeting’s own record, which says {_say_moment(other)}; both are shown"


def _say_deadline_rule(deadline: Deadline) -> str:
    if not deadline.rule:
        return "No rule is recorded"
    said = rules.say_rule(deadline.rule)
    said = said[0].upper() + said[1:]
    if deadline.conflicts:
        return (
            f"{said}: the rule gives {_say_moment(deadline.computed_at)}. The two differ; a clerk must say which stands"
        )
    return f"{said}: the rule gives the same moment"


def _say_met(deadline: Deadline) -> str:
    if deadline.breach_reason:
        return f"Not kept: {deadline.breach_reason}"
    return f"Kept, {_say_moment(deadline.met_at)}" if deadline.met_at else "Not recorded"


# --- calendars and tables ---------------------------------------------------------------------------------------------

CITATION_HEADER = ("document", "page", "lines", "status", "because", "contradicted")
MEETING_HEADER = (
    "meeting", "board", "starts_at", "ends_at", "venue", "mode", "kind", "state", "address", *CITATION_HEADER,
)  # fmt: skip
DECISION_HEADER = (
    "meeting", "held_on", "item", "paragraph", "kind", "strength", "text", "outcome", "validity", "address",
    *CITATION_HEADER,
)  # fmt: skip
BOARD_HEADER = ("board", "name", "kind", "purpose", "statutory_basis", "next_meeting", "address", *CITATION_HEADER)
REPORT_HEADER = (
    "report", "board", "meeting", "item", "title", "for", "sponsors", "authors", "organisations", "key_issues",
    "recommendations", "financial_implications", "not_read", "state", "address", *CITATION_HEADER,
)  # fmt: skip
Absolute = Callable[[str], str]


def list_citation_cells(record: Cited) -> list[str]:
    citation = record.citation
    return [
        citation.document, citation.page, citation.lines, citation.status, citation.because, citation.contradicted
    ]  # fmt: skip


def make_board_row(board: Board, absolute: Absolute) -> list[object]:
    """Return one row of the table of boards; ``board`` comes from ``list_boards``."""
    upcoming = getattr(board, "next_at", None)
    return [
        board.slug, board.name, board.get_kind_display(), board.purpose, board.statutory_basis,
        clock.day_of(upcoming).isoformat() if upcoming else "", absolute(board.get_absolute_url()),
        *list_citation_cells(board),
    ]  # fmt: skip


def make_meeting_row(meeting: Meeting, absolute: Absolute) -> list[object]:
    """Return one row of the table of meetings; times are the place's own, with their offset."""
    ends = clock.in_place(meeting.ends_at).isoformat() if meeting.ends_at else ""
    return [
        meeting.slug, meeting.board.slug, clock.in_place(meeting.starts_at).isoformat(), ends, meeting.venue,
        meeting.get_mode_display(), meeting.get_kind_display(), show_state(meeting).word,
        absolute(meeting.get_absolute_url()), *list_citation_cells(meeting),
    ]  # fmt: skip


def make_decision_row(decision: Decision, absolute: Absolute) -> list[object]:
    """Return one row of the table of decisions."""
    paragraph = decision.paragraph
    return [
        paragraph.meeting.slug, clock.day_of(paragraph.meeting.starts_at).isoformat(), paragraph.item.number,
        paragraph.slug, decision.get_kind_display(), decision.get_strength_display(), decision.text,
        decision.get_outcome_display(), decision.get_validity_display(), absolute(decision.get_absolute_url()),
        *list_citation_cells(decision),
    ]  # fmt: skip


def make_report_row(report: Report, absolute: Absolute, routing: ReportRouting | None = None) -> list[object]:
    """Return one row of the table of papers; ``routing`` is where it is taken, in the table of a meeting."""
    values = list_cover_values(report)
    return [
        report.slug, report.board.slug, routing.item.meeting.slug if routing else "",
        routing.item.number if routing else "", "" if "title" in report.not_read else report.title,
        "; ".join(report.item_for), *(values[name] for name in ("sponsors", "authors", "organisations", "key_issues")),
        " ".join(" ".join(filter(None, [one["number"], one["text"]])) for one in report.recommendations),
        values["financial_implications"], "; ".join(report.not_read), report.get_state_display(),
        absolute(report.get_absolute_url()), *list_citation_cells(report),
    ]  # fmt: skip


def list_happenings(
    meetings: Iterable[Meeting], deadlines: Iterable[Deadline], absolute: Absolute
) -> Iterator[Happening]:
    """Yield the calendar entries of meetings: each sitting, and by when something must have come for it."""
    of_meeting: dict[int, list[Deadline]] = {}
    for deadline in deadlines:
        of_meeting.setdefault(deadline.meeting_id, []).append(deadline)
    for meeting in meetings:
        url = absolute(meeting.get_absolute_url())
        cancelled = "Cancelled: " if meeting.state == "cancelled" else ""
        yield Happening(
            key=meeting.slug,
            title=f"{cancelled}{meeting.board.name}",
            starts=meeting.starts_at,
            ends=meeting.ends_at,
            where=meeting.venue,
            url=url,
            text=show_state(meeting).sentence,
        )
        if not cancelled:  # nothing has to come any more
            yield from _list_closings(meeting, of_meeting.get(meeting.pk, []), url)


def _list_closings(meeting: Meeting, deadlines: Sequence[Deadline], url: str) -> Iterator[Happening]:
    """Yield a meeting's deadlines, and its own record's closing time for questions where none of them says the same."""
    what = f"{meeting.board.name}, {name_day(meeting)}"
    for one in deadlines:
        rule = _say_deadline_rule(one)
        yield Happening(
            key=f"{meeting.slug}-{one.kind}",
            title=f"{one.get_kind_display()}: {what}",
            starts=one.due_at,
            url=url,
            text=f"{_say_due(one)}. {rule}." if one.rule else f"{_say_due(one)}.",
        )
    said = {one.due_at for one in deadlines if one.kind == "public_questions"}
    if meeting.questions_close_at and meeting.questions_close_at not in said:
        both = "A deadline of this meeting says otherwise; both are shown." if said else ""
        yield Happening(
            key=f"{meeting.slug}-questions",
            title=f"Questions close: {what}",
            starts=meeting.questions_close_at,
            url=url,
            text=both,
        )


def say_forward(item: ForwardItem) -> str:
    """Return when a board will take something, in words."""
    if item.meeting:
        return f"meeting of {name_day(item.meeting)}"
    return item.timescale_as_written or "no day is set"


# --- search and the desk ----------------------------------------------------------------------------------------------


def find_boards(user: AnyUser, words: list[str]) -> Iterable[Found]:
    rows = Board.objects.visible_to(user).filter(
        any_word(words, "name", "short_name", "purpose", "statutory_basis", "chair_post")
    )
    for board in rows[:MOST_FOUND]:
        yield Found(board.name, board.purpose, board.get_absolute_url(), "Board", board.get_kind_display())


def find_meetings(user: AnyUser, words: list[str]) -> Iterable[Found]:
    rows = queries.list_meetings(user).filter(any_word(words, "board__name", "venue", "kind"))
    for meeting in rows[:MOST_FOUND]:
        text = f"{say_when(meeting)}. {meeting.venue}. {show_state(meeting).sentence}"
        yield Found(f"Meeting of {name_day(meeting)}", text, meeting.get_absolute_url(), "Meeting", meeting.board.name)


def find_items(user: AnyUser, words: list[str]) -> Iterable[Found]:
    rows = AgendaItem.objects.visible_to(user).filter(any_word(words, "title", "presenters"))
    for item in rows.select_related("meeting__board").order_by("-meeting__starts_at", "order")[:MOST_FOUND]:
        where = f"{item.meeting.board.name}, {name_day(item.meeting)}"
        yield Found(f"Item {item.number}: {item.title}", item.presenters, item.get_absolute_url(), "Agenda item", where)


def find_paragraphs(user: AnyUser, words: list[str]) -> Iterable[Found]:
    rows = queries.list_paragraphs(user).filter(any_word(words, "text", "item__title"))
    for paragraph in rows[:MOST_FOUND]:
        title = f"{paragraph.item.title}: {paragraph.name}"
        yield Found(title, paragraph.text, paragraph.get_absolute_url(), "Minutes", cite(paragraph))


def find_decisions(user: AnyUser, words: list[str]) -> Iterable[Found]:
    for decision in queries.list_decisions(user).filter(any_word(words, "text"))[:MOST_FOUND]:
        where = cite(decision.paragraph)
        kind = f"Decision: {decision.get_kind_display().lower()}"
        yield Found(decision.text, decision.paragraph.item.title, decision.get_absolute_url(), kind, where)


def find_reports(user: AnyUser, words: list[str]) -> Iterable[Found]:
    rows = queries.list_reports(user).annotate(asked=Cast("recommendations", TextField()))
    for report in rows.filter(any_word(words, "title", "key_issues", "financial_implications", "asked"))[:MOST_FOUND]:
        asked = " ".join(one["text"] for one in report.recommendations)
        text = " ".join(filter(None, [report.key_issues, asked, report.financial_implications]))
        yield Found(report.title, text, report.get_absolute_url(), "Paper", report.board.name)


FINDERS = {
    "report": find_reports,
    "board": find_boards,
    "meeting": find_meetings,
    "item": find_items,
    "paragraph": find_paragraphs,
    "decision": find_decisions,
}
MOST_ROWS = 10


def list_rooms(user: User) -> Iterable[WorkRow]:
    """Yield the meetings whose minutes ``user`` keeps."""
    for meeting in islice(queries.list_kept_meetings(user, list_board_slugs(user, "record_paragraph")), MOST_ROWS):
        yield WorkRow(
            title=f"Minutes of {meeting.board.name}, {name_day(meeting)}",
            url=meeting.get_room_url(),
            note="You keep these minutes.",
            state=show_state(meeting).word,
        )


def list_next_meetings(user: User) -> Iterable[WorkRow]:
    """Yield the next meeting of each board on which ``user`` has a part."""
    slugs = list_board_slugs(user, "see_members_papers")
    meetings = queries.list_upcoming_meetings(user)
    seen: set[Any] = set()
    for meeting in meetings if slugs is None else meetings.filter(board__slug__in=slugs):
        if meeting.board_id in seen or len(seen) >= MOST_ROWS:
            continue
        seen.add(meeting.board_id)
        yield WorkRow(
            title=f"{meeting.board.name}, {name_day(meeting)}",
            url=meeting.get_absolute_url(),
            note=f"The next meeting of your board, {formats.hour(meeting.starts_at)}.",
            due=clock.day_of(meeting.starts_at),
            state=show_state(meeting).word,
        )


def keeps_minutes(user: AnyUser) -> bool:
    """Say whether ``user`` keeps the minutes of any board."""
    slugs = list_board_slugs(user, "record_paragraph")
    return slugs is None or bool(slugs)


def link_to_room(user: AnyUser, meeting: Meeting) -> str:
    """Return the address of the meeting room for whom it is, or nothing."""
    return meeting.get_room_url() if can_keep_minutes(user, meeting) else ""
