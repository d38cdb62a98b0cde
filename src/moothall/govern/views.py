"""Pages about boards, their meetings and minutes, and the clerk's meeting room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from moothall.govern import presenters, queries, rules
from moothall.govern.acts import correct_paragraph, record_decision, record_paragraph
from moothall.govern.forms import BoardFilter, CorrectionForm, DecisionForm, ParagraphForm
from moothall.govern.models import AgendaItem, Board, Meeting, MinuteParagraph, Report, list_board_slugs
from moothall.govern.permissions import check_can_keep_minutes
from moothall.kit import clock, panels
from moothall.kit.errors import NotAllowedError
from moothall.kit.forms import Form
from moothall.kit.views import calendar_answer, csv_answer, paginate, run_act, see_other, show

SHOWN_MEETINGS = 10
SHOWN_PAPERS = 10
BOARDS = ("Boards and meetings", "/boards/")
MOST_IN_CALENDAR = 500

# --- public pages -----------------------------------------------------------------------------------------------------


def boards(request: HttpRequest) -> HttpResponse:
    """All boards, with when each meets next."""
    form = BoardFilter(request.GET)
    page = paginate(request, queries.list_boards(request.user, form.value("kind") or ""))
    notes = presenters.Notes()
    return show(request, "govern/boards.jinja", title="Boards and meetings", page=page, filter_form=form, notes=notes)


def board(request: HttpRequest, slug: str) -> HttpResponse:
    """One board: what it is for, who sits, by which rules, when it meets, what it will take."""
    found, user = find_board(request, slug), request.user
    seats = queries.list_seats(user, found, clock.today())
    terms = queries.get_terms_in_force(user, found, clock.today())
    upcoming = list(queries.list_upcoming_meetings(user, found)[:SHOWN_MEETINGS])
    all_past = queries.list_past_meetings(user, found)
    past = list(all_past[:SHOWN_MEETINGS])
    clauses = presenters.show_clauses(terms, seats) if terms else []
    lines = queries.list_reporting_lines(user, found)
    papers = queries.list_reports(user, found)
    forward = list(queries.list_forward_items(user, board=found))
    shown = list(papers[:SHOWN_PAPERS])
    notes = presenters.Notes(found, *upcoming, *past)
    return show(
        request,
        "govern/board.jinja",
        title=found.name,
        crumbs=[BOARDS],
        board=found,
        facts=presenters.list_board_facts(found),
        partners=presenters.list_partners(found),
        seat_rows=presenters.make_seat_rows(seats, notes),
        seats_sentence=presenters.say_seats(seats),
        groups=list(queries.list_voting_groups(user, found)),
        terms=terms,
        adoption=queries.get_adoption(user, terms) if terms else None,
        clauses=clauses,
        clause_rows=presenters.make_clause_rows(clauses),
        legal=presenters.LEGAL,
        lines=lines,
        reports_nowhere=presenters.reports_nowhere(found, lines),
        is_bare=not any((upcoming, past, seats, terms, forward, shown)),
        papers=shown,
        paper_count=papers.count(),
        upcoming=upcoming,
        past=past,
        past_count=all_past.count(),
        forward=forward,
        notes=notes,
        show_state=presenters.show_state,
        say_when=presenters.say_when,
        name_day=presenters.name_day,
        say_forward=presenters.say_forward,
        panels=panels.render_panels("board", request, found),
    )


def board_meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """All meetings of a board, newest first."""
    found = find_board(request, slug)
    return show(
        request,
        "govern/meetings.jinja",
        title=f"Meetings of {found.short_name or found.name}",
        crumbs=[BOARDS, (found.name, found.get_absolute_url())],
        board=found,
        page=paginate(request, queries.list_meetings(request.user, found)),
        notes=presenters.Notes(),
        show_state=presenters.show_state,
        say_when=presenters.say_when,
    )


def board_decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """All decisions of a board, newest first."""
    found = find_board(request, slug)
    return show(
        request,
        "govern/decisions.jinja",
        title=f"Decisions of {found.short_name or found.name}",
        crumbs=[BOARDS, (found.name, found.get_absolute_url())],
        board=found,
        page=paginate(request, queries.list_decisions(request.user, board=found)),
        notes=presenters.Notes(),
        cite=presenters.cite,
    )


def board_papers(request: HttpRequest, slug: str) -> HttpResponse:
    """All papers of a board, by title."""
    found = find_board(request, slug)
    return show(
        request,
        "govern/papers.jinja",
        title=f"Papers of {found.short_name or found.name}",
        crumbs=[BOARDS, (found.name, found.get_absolute_url())],
        board=found,
        page=paginate(request, queries.list_reports(request.user, found)),
        notes=presenters.Notes(),
    )


def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One paper: its cover sheet, what the board is asked to do, which meetings take it."""
    found, user = find_report(request, slug), request.user
    return show(
        request,
        "govern/report.jinja",
        title=found.title,
        crumbs=[BOARDS, (found.board.name, found.board.get_absolute_url())],
        caption=found.board.name,
        board=found.board,
        report=found,
        cover_rows=presenters.make_cover_rows(found),
        no_recommendation=presenters.say_no_recommendation(found),
        not_read=presenters.NOT_READ,
        routings=list(queries.list_routings(user, found)),
        replaces=queries.get_report(user, found.supersedes.slug) if found.supersedes else None,
        replaced_by=list(queries.list_replacements(user, found)),
        say_routing=presenters.say_routing,
        say_contradiction=presenters.say_contradiction,
        notes=presenters.Notes(found),
        panels=panels.render_panels("report", request, found),
    )


def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: when and where, who was there, whether it could decide, agenda, minutes, decisions."""
    found, user = find_meeting(request, slug), request.user
    quorum = queries.get_quorum(user, found)
    notes = presenters.Notes(found)
    return show(
        request,
        "govern/meeting.jinja",
        title=f"Meeting of {presenters.name_day(found)}",
        crumbs=[BOARDS, (found.board.name, found.board.get_absolute_url())],
        caption=found.board.name,
        board=found.board,
        meeting=found,
        state=presenters.show_state(found),
        facts=presenters.list_meeting_facts(found),
        terms=queries.get_terms_of_meeting(user, found),
        presence=queries.get_presence(user, found),
        quorum=quorum,
        quorum_sentence=rules.explain(quorum) if quorum else "",
        no_proof=presenters.NO_PROOF,
        legal=presenters.LEGAL,
        items=queries.list_items(user, found),
        decisions=list(queries.list_decisions(user, meeting=found)),
        forward=list(queries.list_forward_items(user, meeting=found)),
        deadline_rows=presenters.make_deadline_rows(queries.list_deadlines(user, found), notes),
        room=presenters.link_to_room(user, found),
        notes=notes,
        say_pages=presenters.say_pages,
        say_forward=presenters.say_forward,
        quorum_rows=presenters.make_quorum_rows(quorum) if quorum else [],
        panels=panels.render_panels("meeting", request, found),
    )


def paragraph(request: HttpRequest, meeting: str, slug: str) -> HttpResponse:
    """One minute paragraph at its own address, with all that hangs on it."""
    found, user = find_paragraph(request, meeting, slug), request.user
    before, after = queries.list_neighbours(user, found)
    name = found.name[0].upper() + found.name[1:]
    return show(
        request,
        "govern/paragraph.jinja",
        title=f"{name}, {presenters.name_day(found.meeting)}",
        crumbs=[
            BOARDS,
            (found.meeting.board.name, found.meeting.board.get_absolute_url()),
            (f"Meeting of {presenters.name_day(found.meeting)}", found.meeting.get_absolute_url()),
        ],
        caption=found.meeting.board.name,
        board=found.meeting.board,
        paragraph=found,
        state=presenters.show_state(found.meeting),
        decisions=list(queries.list_decisions(user, paragraph=found)),
        forward=list(queries.list_forward_items(user, paragraph=found)),
        corrections=list(queries.list_corrections(user, found)),
        corrected=queries.get_corrected(user, found),
        before=before,
        after=after,
        citation=presenters.cite(found),
        address=request.build_absolute_uri(found.get_absolute_url()),
        room=presenters.link_to_room(user, found.meeting),
        notes=presenters.Notes(),
        name_day=presenters.name_day,
        say_forward=presenters.say_forward,
        panels=panels.render_panels("paragraph", request, found),
    )


# --- files to take away -----------------------------------------------------------------------------------------------


def boards_csv(request: HttpRequest) -> HttpResponse:
    """All boards as a table."""
    rows = queries.list_boards(request.user)
    absolute = request.build_absolute_uri
    return csv_answer("boards", presenters.BOARD_HEADER, (presenters.make_board_row(row, absolute) for row in rows))


def meetings_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's meetings as a table."""
    rows = queries.list_meetings(request.user, find_board(request, slug))
    made = (presenters.make_meeting_row(row, request.build_absolute_uri) for row in rows)
    return csv_answer(f"{slug}-meetings", presenters.MEETING_HEADER, made)


def decisions_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's decisions as a table."""
    rows = queries.list_decisions(request.user, board=find_board(request, slug))
    made = (presenters.make_decision_row(row, request.build_absolute_uri) for row in rows)
    return csv_answer(f"{slug}-decisions", presenters.DECISION_HEADER, made)


def papers_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's papers as a table."""
    rows = queries.list_reports(request.user, find_board(request, slug))
    made = (presenters.make_report_row(row, request.build_absolute_uri) for row in rows)
    return csv_answer(f"{slug}-papers", presenters.REPORT_HEADER, made)


def meeting_papers_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting's papers as a table, in the order of its agenda."""
    rows = queries.list_papers(request.user, find_meeting(request, slug))
    made = (presenters.make_report_row(row.report, request.build_absolute_uri, row) for row in rows)
    return csv_answer(f"{slug}-papers", presenters.REPORT_HEADER, made)


def board_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's meetings and closing times for questions as a calendar."""
    found = find_board(request, slug)
    meetings = queries.list_meetings(request.user, found)[:MOST_IN_CALENDAR]
    return calendar_answer(slug, presenters.list_happenings(meetings, request.build_absolute_uri))


# --- the clerk's desk -------------------------------------------------------------------------------------------------


def meeting_rooms(request: HttpRequest) -> HttpResponse:
    """The meetings whose minutes the clerk keeps."""
    if not presenters.keeps_minutes(request.user):
        raise NotAllowedError("Only clerks have a meeting room. If you keep a board’s minutes, ask for the role.")
    slugs = list_board_slugs(request.user, "record_paragraph")
    return show(
        request,
        "govern/rooms.jinja",
        title="Meeting room",
        crumbs=[("My work", "/desk/")],
        page=paginate(request, queries.list_kept_meetings(request.user, slugs)),
        show_state=presenters.show_state,
        say_when=presenters.say_when,
    )


def meeting_room(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting for its clerk: items with their paragraphs, and the way to add to them."""
    found = find_meeting(request, slug)
    check_can_keep_minutes(by=request.user, meeting=found)  # type: ignore[arg-type]
    quorum = queries.get_quorum(request.user, found)
    return show(
        request,
        "govern/room.jinja",
        title=f"Minutes of {presenters.name_day(found)}",
        crumbs=[("My work", "/desk/"), ("Meeting room", reverse("meeting_rooms"))],
        caption=found.board.name,
        board=found.board,
        meeting=found,
        state=presenters.show_state(found),
        is_open=found.state in rules.RECORDING_STATES,
        public_states=rules.PUBLIC_ITEM_STATES,
        items=queries.list_items(request.user, found),
        quorum_sentence=rules.explain(quorum) if quorum else "",
        no_proof=presenters.NO_PROOF,
    )


def add_paragraph(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Record a paragraph under an item."""
    found = find_room(request, slug)
    item = find_item(request, found, number)
    form = ParagraphForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        made = run_act(request, form, record_paragraph, item=item, **pick(form, "text", "kind", "publicity"))
        if made is not None:
            return see_other(f"{found.get_room_url()}#p{made.slug}")
    return show_form(
        request,
        form,
        found,
        title=f"Add a paragraph to item {item.number}, {presenters.name_day(found)}",
        item=item,
        button="Record the paragraph",
    )


def add_decision(request: HttpRequest, slug: str, paragraph: str) -> HttpResponse:
    """Record what a paragraph settles."""
    return run_on_paragraph(request, slug, paragraph, DecisionForm, record_decision, ("text", "kind", "strength"))


def add_correction(request: HttpRequest, slug: str, paragraph: str) -> HttpResponse:
    """Record a correction of a paragraph."""
    return run_on_paragraph(request, slug, paragraph, CorrectionForm, correct_paragraph, ("text",))


def run_on_paragraph(
    request: HttpRequest,
    slug: str,
    paragraph: str,
    make_form: type[Form],
    act: Callable[..., Any],
    fields: tuple[str, ...],
) -> HttpResponse:
    """Show a form about a paragraph, and run its act when it is sent."""
    found = find_room(request, slug)
    about = find_paragraph(request, slug, paragraph)
    form = make_form(request.POST or None, record=about)
    if request.method == "POST" and form.is_valid():
        made = run_act(request, form, act, paragraph=about, **pick(form, *fields))
        if made is not None:
            return see_other(f"{found.get_room_url()}#p{about.slug}")
    verb = "Record a decision in" if act is record_decision else "Correct"
    title = f"{verb} {about.name}, {presenters.name_day(found)}"
    button = "Record the decision" if act is record_decision else "Record the correction"
    return show_form(request, form, found, title=title, paragraph=about, button=button)


def show_form(request: HttpRequest, form: Form, meeting: Meeting, *, title: str, **context: Any) -> HttpResponse:
    """Show one form of the meeting room; 422 when it was refused."""
    return show(
        request,
        "govern/room_form.jinja",
        title=title,
        crumbs=[
            ("My work", "/desk/"),
            ("Meeting room", reverse("meeting_rooms")),
            (f"Minutes of {presenters.name_day(meeting)}", meeting.get_room_url()),
        ],
        status=422 if form.is_bound and form.errors else 200,
        caption=meeting.board.name,
        board=meeting.board,
        meeting=meeting,
        form=form,
        **context,
    )


def pick(form: Form, *names: str) -> dict[str, Any]:
    """Return some of a form's cleaned values."""
    return {name: form.cleaned_data[name] for name in names}


# --- finding ----------------------------------------------------------------------------------------------------------


def find_board(request: HttpRequest, slug: str) -> Board:
    found = queries.get_board(request.user, slug)
    if found is None:
        raise Http404("There is no such board.")
    return found


def find_meeting(request: HttpRequest, slug: str) -> Meeting:
    found = queries.get_meeting(request.user, slug)
    if found is None:
        raise Http404("There is no such meeting.")
    return found


def find_report(request: HttpRequest, slug: str) -> Report:
    found = queries.get_report(request.user, slug)
    if found is None:
        raise Http404("There is no such paper.")
    return found


def find_room(request: HttpRequest, slug: str) -> Meeting:
    """Return a meeting whose minutes the person keeps."""
    found = find_meeting(request, slug)
    check_can_keep_minutes(by=request.user, meeting=found)  # type: ignore[arg-type]
    return found


def find_paragraph(request: HttpRequest, meeting: str, slug: str) -> MinuteParagraph:
    found = queries.get_paragraph(request.user, meeting, slug)
    if found is None:
        raise Http404("There is no such paragraph.")
    return found


def find_item(request: HttpRequest, meeting: Meeting, number: str) -> AgendaItem:
    found = next((item for item in queries.list_items(request.user, meeting) if item.number == number), None)
    if found is None:
        raise Http404("There is no such item.")
    return found
