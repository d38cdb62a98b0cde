"""Pages about actions, the form by which somebody reports on one, and the panels on pages of earlier stages."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from moothall.assess.models import Indicator
from moothall.deliver import acts, charts, presenters, queries
from moothall.deliver.forms import ActionFilter, AgreeForm, CloseForm, UpdateForm
from moothall.deliver.permissions import (
    can_agree_action,
    can_post_update,
    check_can_close_action,
    check_can_post_update,
)
from moothall.deliver.queries import ActionRow
from moothall.govern.models import Board, Meeting, MinuteParagraph, list_board_slugs
from moothall.govern.queries import list_kept_paragraphs
from moothall.kit import panels
from moothall.kit.charts import render_svg
from moothall.kit.errors import NotAllowedError
from moothall.kit.views import calendar_answer, csv_answer, paginate, run_act, see_other, show
from moothall.plan.models import Plan, Priority
from moothall.plan.queries import get_plan

CRUMB = ("Actions", "/actions/")
MOST_ON_A_BOARD = 10
NO_ACTIONS = "Only partnership officers enter actions. If you keep a board’s actions, ask for the role."


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Every action that the reader may see, narrowed by the filters in the address."""
    form, rows = _filter(request)
    page = paginate(request, rows)
    page.object_list = presenters.show_actions(page.object_list)
    return show(
        request,
        "deliver/actions.jinja",
        title="Actions",
        form=form,
        page=page,
        query=_query(request),
        is_filtered=bool(form.chosen(request)),
    )


def _filter(request: HttpRequest) -> tuple[ActionFilter, list[ActionRow]]:
    form = ActionFilter(request.GET or None, choices=queries.list_choices(request.user))
    return form, queries.list_actions(request.user, form.read())


def _query(request: HttpRequest) -> str:
    """Return the filters of this page for its downloads: all of the address but the page's number."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""


@require_safe
def actions_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    rows = [presenters.make_csv_row(row, settings.MOOTHALL_ADDRESS) for row in _filter(request)[1]]
    return csv_answer("actions", presenters.CSV_HEADER, rows)


@require_safe
def actions_calendar(request: HttpRequest) -> HttpResponse:
    """The days on which the open ones of that list are due."""
    rows = _filter(request)[1]
    return calendar_answer("actions", presenters.list_happenings(rows, settings.MOOTHALL_ADDRESS))


@require_safe
def action(request: HttpRequest, slug: str) -> HttpResponse:
    """One action: how it stands and why, what was agreed, where it comes from, what was reported."""
    row = _get(request, slug)
    opens_files = queries.may_open_files(request.user, row.action)
    updates = queries.list_updates(request.user, row.action)
    is_open_for_reports = row.is_open and row.action.state != "proposed"
    return show(
        request,
        "deliver/action.jinja",
        about=row.action,
        title=row.action.title,
        crumbs=[CRUMB],
        board=row.action.board,
        row=row,
        action=row.action,
        standing=presenters.tag_status(row.status),
        because=row.status.because,
        evidence_href=presenters.find_evidence_url(row),
        evidence_text=presenters.say_evidence(row),
        freshness=presenters.say_freshness(row),
        contributors=presenters.link_parties(row.contributors) if row.contributors else "",
        agreed_on=queries.find_agreed_on(row.action),
        agreed_words="Agreed on" if row.action.agreed_on or row.action.paragraph_id else "In its plan since",
        points=presenters.list_points(row),
        cites=list(row.action.cites.all()),
        trace=queries.get_trace(request.user, row),
        updates=[presenters.show_update(update, opens_files=opens_files) for update in updates],
        may_report=is_open_for_reports and can_post_update(request.user, row.action),
        may_close=row.is_open and can_agree_action(request.user, row.action.board),
        show_messages=True,
    )


def _get(request: HttpRequest, slug: str) -> ActionRow:
    row = queries.get_action(request.user, slug)
    if row is None:
        raise Http404("There is no such action.")
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def give_update(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how an action stands; then look at its public page."""
    row = _get(request, slug)
    check_can_post_update(by=request.user, action=row.action)  # type: ignore[arg-type]
    form = UpdateForm(request.POST or None, request.FILES or None, record=row.action)
    if request.method == "POST" and form.is_valid():
        update = run_act(
            request,
            form,
            acts.post_update,
            action=row.action,
            rating=form.cleaned_data["rating"],
            narrative=form.cleaned_data["narrative"],
            evidence=form.list_evidence(),
            file=form.cleaned_data["file"],
        )
        if update is not None:
            messages.success(request, "Your report is on the page of this action.")
            return see_other(f"{row.action.get_absolute_url()}#update-{update.key}")
        row = _get(request, slug)
    return show(
        request,
        "deliver/give_update.jinja",
        title=f"Say how it stands: {row.action.title}",
        crumbs=[CRUMB, (row.action.title, row.action.get_absolute_url())],
        form=form,
        action=row.action,
        standing=presenters.tag_status(row.status),
        because=row.status.because,
        last=presenters.show_update(row.last, opens_files=True) if row.last else None,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest) -> HttpResponse:
    """Enter an action that a board agreed; then look at its public page."""
    slugs = list_board_slugs(request.user, "agree_action")
    if slugs is not None and not slugs:
        raise NotAllowedError(NO_ACTIONS)
    form = AgreeForm(request.POST or None, offered=queries.list_sources(request.user, slugs))
    if request.method == "POST" and form.is_valid():
        made = run_act(request, form, acts.agree_action, **form.read())
        if made is not None:
            messages.success(request, "The action is agreed and stands on its page.")
            return see_other(made.get_absolute_url())
    return show(
        request,
        "kit/desk_form.jinja",
        title="Enter an agreed action",
        crumbs=[("My work", "/desk/")],
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        button="Enter the action",
        cancel=reverse("actions"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close an action, with what says so."""
    row = _get(request, slug)
    check_can_close_action(by=request.user, action=row.action)  # type: ignore[arg-type]
    paragraphs = list_kept_paragraphs(request.user, {row.action.board.slug})
    form = CloseForm(request.POST or None, record=row.action, paragraphs=paragraphs)
    if request.method == "POST" and form.is_valid():
        values = form.pick("state", "closed_by_text", "paragraph")
        if run_act(request, form, acts.close_action, action=row.action, **values) is not None:
            messages.success(request, "The action is closed.")
            return see_other(row.action.get_absolute_url())
    return show(
        request,
        "kit/desk_form.jinja",
        title=f"Close the action: {row.action.title}",
        crumbs=[CRUMB, (row.action.title, row.action.get_absolute_url())],
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        button="Close the action",
        cancel=row.action.get_absolute_url(),
        shown=[("How it stands", row.status.word), ("Why", row.status.because)],
    )


def paragraph_panel(request: HttpRequest, paragraph: MinuteParagraph) -> str:
    """What a minute led to."""
    rows = queries.list_actions_of(request.user, paragraph=paragraph)
    return _draw(request, "what-it-led-to", "What it led to", rows, nothing="No action came from this paragraph.")


def meeting_panel(request: HttpRequest, meeting: Meeting) -> str:
    """What a meeting led to."""
    rows = queries.list_actions_of(request.user, paragraph__meeting=meeting)
    return _draw(request, "meeting-actions", "Actions from this meeting", rows) if rows else ""


def board_panel(request: HttpRequest, board: Board) -> str:
    """The actions of a board, what nobody reports on first."""
    rows = queries.list_actions_of(request.user, board=board)
    more = f"{reverse('actions')}?board={board.slug}" if len(rows) > MOST_ON_A_BOARD else ""
    return _draw(
        request,
        "board-actions",
        "Actions of this board",
        rows[:MOST_ON_A_BOARD],
        sentence=presenters.say_silence(rows) if rows else "",
        nothing="This board has no actions yet.",
        more_href=more,
        more_text=f"All {len(rows)} actions of this board",
        columns=["freshness"],
    )


def priority_panel(request: HttpRequest, priority: Priority) -> str:
    """The actions by which a priority is pursued."""
    rows = queries.list_actions_of(request.user, priority=priority)
    nothing = "No action has been agreed for this priority yet."
    return _draw(request, "priority-actions", "Actions", rows, nothing=nothing, level=3)


def indicator_panel(request: HttpRequest, indicator: Indicator) -> str:
    """The actions that an indicator measures."""
    rows = queries.find_uses(request.user, indicator)
    return _draw(request, "indicator-actions", "Actions that it measures", rows) if rows else ""


def strategy_panel(request: HttpRequest, plan: Plan) -> str:
    """The actions of a plan: how many name what, when they fall due as a chart, and the way to each."""
    found = queries.list_actions_of_plan(request.user, plan)
    if not found.rows:
        return ""
    src = reverse("quarters_chart", args=[plan.slug])
    sizes = {name: charts.measure_quarters(found.quarters, wide=name == "wide") for name in ("narrow", "wide")}
    return panels.render(
        "deliver/strategy_panel.jinja",
        request,
        plan=plan,
        sentence=presenters.say_plan_actions(found),
        reading=presenters.say_quarters(found),
        quarters=[(one, presenters.link_quarter(plan, one.key)) for one in found.quarters],
        chart={"src": src, "wide_src": f"{src}?wide=yes", **sizes},
        rows=presenters.show_actions(found.rows),
        more_href=f"{reverse('actions')}?{urlencode({'plan': plan.slug})}",
    )


@require_safe
def quarters_chart(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart of a plan's actions by quarter, of those that the reader may see."""
    found = _get_plan_actions(request, slug)
    spec = charts.draw_quarters(found.quarters, shape=charts.SHAPES[request.GET.get("wide") == "yes"])
    title = f"Actions of the {found.plan.title} by the quarter they are due in"
    drawn = render_svg(spec, title=title, description=presenters.say_quarters(found))
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_safe
def quarters_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of that chart as a table."""
    found = _get_plan_actions(request, slug)
    rows = presenters.make_quarter_rows(found, settings.MOOTHALL_ADDRESS)
    return csv_answer(f"{slug}-by-quarter", presenters.QUARTERS_HEADER, rows)


def _get_plan_actions(request: HttpRequest, slug: str) -> queries.PlanActions:
    plan = get_plan(request.user, slug)
    found = queries.list_actions_of_plan(request.user, plan) if plan else None
    if found is None or not found.rows:
        raise Http404("This plan has no actions of its own.")
    return found


def _draw(request: HttpRequest, key: str, heading: str, rows: list[ActionRow], **context: object) -> str:
    shown = presenters.show_actions(rows)
    return panels.render("deliver/panel.jinja", request, key=key, heading=heading, rows=shown, **context)
