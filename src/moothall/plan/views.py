"""Pages about strategies, their matrix and priorities, and the panels that name them on pages of earlier stages."""

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
STRATEGIES = ("Strategies and plans", "/strategies/")


@require_safe
def strategies(request: HttpRequest) -> HttpResponse:
    """Every strategy and plan that the reader may see."""
    rows = queries.list_strategies(request.user)
    return show(
        request,
        "plan/strategies.jinja",
        title=STRATEGIES[0],
        strategies=[presenters.show_strategy(row) for row in rows],
    )


@require_safe
def strategies_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    found = queries.list_strategies(request.user)
    rows = [presenters.make_strategy_row(row, settings.MOOTHALL_ADDRESS) for row in found]
    return csv_answer("strategies", presenters.STRATEGIES_HEADER, rows)


@require_safe
def links_csv(request: HttpRequest) -> HttpResponse:
    """What is tied to what, as a table."""
    rows = [presenters.make_link_row(link) for link in queries.list_links(request.user)]
    return csv_answer("links", presenters.LINKS_HEADER, rows)


@require_safe
def strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """One strategy whole: vision, principles, priorities, targets, layers, what came of it, what it is tied to."""
    page = queries.get_strategy(request.user, slug)
    if page is None:
        raise Http404("There is no such strategy.")
    return show(
        request,
        "plan/strategy.jinja",
        title=page.plan.title,
        crumbs=[STRATEGIES],
        board=page.plan.board,
        page=page,
        plan=page.plan,
        plan_words=presenters.say_plan(page.plan),
        priorities=[presenters.show_priority(row) for row in page.priorities],
        targets=[(placed.target.objective.priority, presenters.show_target(placed)) for placed in page.targets],
        layers=[presenters.show_layer(layer, number) for number, layer in enumerate(page.layers, start=1)],
        matrix=presenters.say_matrix(page.matrix) if page.matrix else "",
        links=[
            *(presenters.show_link(link) for link in page.links_out),
            *(presenters.show_link(link, back=True) for link in page.links_in),
        ],
        panels=panels.render_panels("strategy", request, page.plan),
    )


@require_safe
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """The influence matrix of a strategy: who drives what, and which questions stand open."""
    found = _get_matrix(request, slug)
    return show(
        request,
        "plan/matrix.jinja",
        title=f"Who drives what: {found.plan.title}",
        crumbs=[STRATEGIES, (found.plan.title, found.plan.get_absolute_url())],
        board=found.plan.board,
        plan=found.plan,
        matrix=presenters.show_matrix(found),
    )


@require_safe
def matrix_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same matrix as a table with a row for each question."""
    found = _get_matrix(request, slug)
    return csv_answer(f"{slug}-matrix", presenters.MATRIX_HEADER, presenters.make_matrix_rows(found))


def _get_matrix(request: HttpRequest, slug: str) -> queries.Matrix:
    plan = queries.get_plan(request.user, slug)
    found = queries.find_matrix(request.user, plan) if plan else None
    if found is None:
        raise Http404("There is no influence matrix here.")
    return found


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
    asked = request.GET.get("plan", "")
    found = [row for row in queries.list_priorities(request.user) if asked in ("", row.priority.plan.slug)]
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
        spotlights=presenters.show_spotlights(page.priority),
        links=[presenters.show_link(link, back=link.end == page.priority) for link in page.links],
        panels=panels.render_panels("priority", request, page.priority),
    )


def board_panel(request: HttpRequest, board: Board) -> str:
    """The strategies of a board or that give it a role, and the priorities that it leads or shares."""
    led, plans = queries.list_priorities_of(request.user, board), queries.list_plans_of(request.user, board)
    return panels.render("plan/board_panel.jinja", request, priorities=led, plans=plans) if led or plans else ""


def indicator_panel(request: HttpRequest, indicator: Indicator) -> str:
    """The priorities that an indicator shows, and the targets set in it."""
    uses = queries.find_uses(request.user, indicator)
    return panels.render("plan/indicator_panel.jinja", request, uses=uses)
