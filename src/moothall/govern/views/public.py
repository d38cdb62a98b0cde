"""Public pages about boards, their papers, their meetings and minutes, and the files to take away."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from moothall.govern import presenters, queries, rules
from moothall.govern.forms.minutes import BoardFilter
from moothall.govern.views.finding import find_board, find_meeting, find_paragraph, find_report
from moothall.kit import clock, panels
from moothall.kit.views import answer_error, calendar_answer, csv_answer, paginate, show

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
        about=found,
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
        title=f"{found.short_name or found.name}: meetings",
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
        title=f"{found.short_name or found.name}: decisions",
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
        title=f"{found.short_name or found.name}: papers",
        crumbs=[BOARDS, (found.name, found.get_absolute_url())],
        board=found,
        page=paginate(request, queries.list_reports(request.user, found)),
        notes=presenters.Notes(),
    )


def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One paper: its cover sheet, what the board is asked to do, which meetings take it; why, if it was withdrawn."""
    gone = queries.get_taken_back(request.user, slug)
    if gone is not None:
        others = {"href": reverse("board_papers", args=[gone.board.slug]), "text": f"papers of {gone.board.name}"}
        title = "This paper was withdrawn"
        return answer_error(request, 410, title=title, reason=gone.withdrawn_because, instead=others)
    found, user = find_report(request, slug), request.user
    return show(
        request,
        "govern/report.jinja",
        about=found,
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
        desk=presenters.link_to_paper_desk(user, found),
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
        about=found,
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
        desk=presenters.link_to_agenda_desk(user, found) if found.state in ("planned", "agenda_published") else "",
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
        about=found,
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
    """A board's meetings and deadlines as a calendar: what anybody may see, for calendar programs sign in nowhere."""
    reader = AnonymousUser()
    found = find_board(request, slug)
    meetings = list(queries.list_meetings(reader, found)[:MOST_IN_CALENDAR])
    deadlines = queries.list_deadlines(reader, *meetings)
    return calendar_answer(slug, presenters.list_happenings(meetings, deadlines, request.build_absolute_uri))
