"""Pages about priorities, and the panels that name them on pages of earlier stages."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from moothall.assess.models import Indicator
from moothall.govern.models import Board
from moothall.kit import panels
from moothall.kit.views import csv_answer, show
from moothall.plan import presenters, queries

CRUMB = ("Priorities", "/priorities/")


@require_safe
def priorities(request: HttpRequest) -> HttpResponse:
    """What the place wants: every priority, who leads it, how it stands, what is due next."""
    rows = queries.list_priorities(request.user)
    return show(
        request,
        "plan/priorities.jinja",
        title="Priorities",
        plans=presenters.group_by_plan(rows),
    )


@require_safe
def priorities_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    found = queries.list_priorities(request.user)
    rows = [presenters.make_csv_row(row, settings.MOOTHALL_ADDRESS) for row in found]
    return csv_answer("priorities", presenters.CSV_HEADER, rows)


@require_safe
def priority(request: HttpRequest, slug: str) -> HttpResponse:
    """One priority: where are we now, where do we want to be, how will we get there, who, what was decided."""
    page = queries.get_priority(request.user, slug)
    if page is None:
        raise Http404("There is no such priority.")
    return show(
        request,
        "plan/priority.jinja",
        title=page.priority.title,
        crumbs=[CRUMB],
        page=page,
        priority=page.priority,
        leads=presenters.name_leads(page.priority, page.leads),
        lead_board=presenters.name_board(page.priority),
        indicators=[presenters.show_indicator(standing, areas) for standing, areas in page.standings],
        objectives=[presenters.show_objective(objective, placed) for objective, placed in page.objectives],
        panels=panels.render_panels("priority", request, page.priority),
    )


def board_panel(request: HttpRequest, board: Board) -> str:
    """The priorities that a board leads or shares."""
    led = queries.list_priorities_of(request.user, board)
    return panels.render("plan/board_panel.jinja", request, priorities=led) if led else ""


def indicator_panel(request: HttpRequest, indicator: Indicator) -> str:
    """The priorities that an indicator shows, and the targets set in it."""
    uses = queries.find_uses(request.user, indicator)
    return panels.render("plan/indicator_panel.jinja", request, uses=uses)
