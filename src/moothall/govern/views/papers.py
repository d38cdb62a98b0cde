"""The papers desk: commission a paper, write its cover sheet, clear and publish it, put it on an agenda."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from moothall.govern import acts, presenters, queries, rules
from moothall.govern.forms.papers import (
    STEP_WORDS,
    CommissionForm,
    CoverForm,
    MoveForm,
    RouteForm,
    list_cover_initial,
)
from moothall.govern.models import Report, ReportRouting, list_board_slugs
from moothall.govern.permissions import check_can_keep_report
from moothall.govern.views.finding import find_report
from moothall.kit.errors import NotAllowedError
from moothall.kit.forms import Form
from moothall.kit.views import paginate, run_act, see_other, show

DESK = ("My work", "/desk/")
NO_ITEMS = "No agenda of your boards is open for papers now. A clerk plans the meeting and adds its items first."
NO_PAPERS = "Only clerks and partnership officers keep papers. If you keep a board’s papers, ask for the role."


def papers_desk(request: HttpRequest) -> HttpResponse:
    """The papers of the boards that somebody keeps, those that wait for something first."""
    slugs = _find_slugs(request)
    return show(
        request,
        "govern/papers_desk.jinja",
        title="Papers desk",
        crumbs=[DESK],
        page=paginate(request, queries.list_kept_reports(request.user, slugs)),
        say_state=presenters.say_report_state,
    )


def _find_slugs(request: HttpRequest) -> set[str] | None:
    slugs = list_board_slugs(request.user, "keep_papers")
    if slugs is not None and not slugs:
        raise NotAllowedError(NO_PAPERS)
    return slugs


def commission(request: HttpRequest) -> HttpResponse:
    """Ask for a paper."""
    slugs, user = _find_slugs(request), request.user
    form = CommissionForm(
        request.POST or None,
        boards=queries.list_kept_boards(user, slugs),
        papers=queries.list_kept_reports(user, slugs).filter(state="published"),
        **_list_choices(request),
    )
    if request.method == "POST" and form.is_valid():
        values = {"board": form.cleaned_data["board"], "supersedes": form.cleaned_data["supersedes"]}
        made = run_act(request, form, acts.commission_report, cover=form.read(), **values)
        if made is not None:
            messages.success(request, "The paper is commissioned. Officers see it; the public does not.")
            return see_other(made.get_desk_url())
    return _show_form(request, form, title="Commission a paper", button="Commission it", cancel=reverse("papers_desk"))


def _list_choices(request: HttpRequest) -> dict[str, Any]:
    return {"posts": queries.list_posts(request.user), "organisations": queries.list_organisations(request.user)}


def paper_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One paper for whoever keeps it: how it stands, what it lacks, what can be done with it."""
    found = _find(request, slug)
    notes = presenters.Notes(found)
    return show(
        request,
        "govern/paper_desk.jinja",
        title=f"Paper: {found.title}",
        crumbs=_crumbs(),
        caption=found.board.name,
        board=found.board,
        report=found,
        state=presenters.say_report_state(found),
        lacks=rules.check_publishing(found.item_for, found.recommendations, printed_without=found.printed_without),
        is_open=found.state in rules.OPEN_REPORT_STATES,
        steps=rules.REPORT_STATES[found.state],
        cover_rows=presenters.make_cover_rows(found),
        no_recommendation=presenters.say_no_recommendation(found),
        routings=list(queries.list_routings(request.user, found)),
        say_routing=presenters.say_routing,
        notes=notes,
        show_messages=True,
    )


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the cover sheet of a paper."""
    found = _find(request, slug)
    initial = list_cover_initial(found)
    form = CoverForm(request.POST or None, record=found, initial=initial, **_list_choices(request))
    if request.method == "POST" and form.is_valid():
        cleared = found.state in ("in_clearance", "cleared")
        if run_act(request, form, acts.edit_report, report=found, cover=form.read()) is not None:
            back = " It goes back to its authors and is cleared again." if cleared else ""
            messages.success(request, f"The cover sheet is kept.{back}")
            return see_other(found.get_desk_url())
    return _show_form(request, form, title=f"Cover sheet: {found.title}", report=found, button="Keep the cover sheet")


def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a paper one step on."""
    found = _find(request, slug)
    steps = {to: STEP_WORDS[found.state, to] for to in rules.REPORT_STATES[found.state]}
    form = MoveForm(request.POST or None, record=found, steps=steps)
    if request.method == "POST" and form.is_valid():
        values = {"to": form.cleaned_data["to"], "because": form.cleaned_data["because"]}
        moved = run_act(request, form, acts.move_report, report=found, **values)
        if moved is not None:
            messages.success(request, f"The paper is {moved.get_state_display()} now.")
            return see_other(moved.get_desk_url())
        # It may be refused because somebody moved the paper: what can happen to it now is offered then.
        form.offer({to: STEP_WORDS[found.state, to] for to in rules.REPORT_STATES[found.state]})
    return _show_form(request, form, title=f"What happens to it: {found.title}", report=found, button="Go on")


def route(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a paper on an item of an agenda."""
    found = _find(request, slug)
    items = queries.list_open_items(request.user, _find_slugs(request))
    form = RouteForm(request.POST or None, record=found, items=items)
    if request.method == "POST" and form.is_valid():
        values = {"role": form.cleaned_data["role"], "authoritative": form.cleaned_data["authoritative"]}
        if run_act(request, form, acts.route_report, report=found, item=form.get_item(), **values) is not None:
            messages.success(request, "The item takes the paper.")
            return see_other(found.get_desk_url())
    return _show_form(
        request,
        form,
        title=f"Put it on an agenda: {found.title}",
        report=found,
        button="Put it on the agenda",
        nothing="" if items else NO_ITEMS,
    )


def unroute(request: HttpRequest, slug: str, meeting: str, number: str) -> HttpResponse:
    """Ask whether a paper shall be taken off an item, and do it."""
    found = _find(request, slug)
    routing = _find_routing(request, found, meeting, number)
    form = Form(request.POST or None, record=found)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.unroute_report, routing=routing) is not None:
        messages.success(request, "The item does not take the paper any more.")
        return see_other(found.get_desk_url())
    return _show_form(
        request,
        form,
        title=f"Take it off item {routing.item.number}: {found.title}",
        report=found,
        button="Take it off",
        kind="warning",
        says=f"{presenters.say_routing(routing)} takes this paper. Shall it be taken off?",
    )


def _find_routing(request: HttpRequest, report: Report, meeting: str, number: str) -> ReportRouting:
    rows = queries.list_routings(request.user, report).filter(item__meeting__slug=meeting, item__number=number)
    found: ReportRouting | None = rows.first()
    if found is None:
        raise Http404("This item does not take the paper.")
    return found


def _find(request: HttpRequest, slug: str) -> Report:
    """Return a paper that the person keeps."""
    found = find_report(request, slug)
    check_can_keep_report(by=request.user, report=found)  # type: ignore[arg-type]
    return found


def _crumbs(report: Report | None = None) -> list[tuple[str, str]]:
    above = [DESK, ("Papers desk", reverse("papers_desk"))]
    return [*above, (report.title, report.get_desk_url())] if report else above


def _show_form(
    request: HttpRequest, form: Form, *, title: str, button: str, report: Report | None = None, **context: Any
) -> HttpResponse:
    """Show one form of the papers desk; 422 when it was refused."""
    if report is not None:
        context = {"cancel": report.get_desk_url(), "caption": report.board.name, **context}
    return show(
        request,
        "kit/desk_form.jinja",
        title=title,
        crumbs=_crumbs(report),
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        button=button,
        **context,
    )
