"""Pages about strategies, their matrix and priorities, and the panels that name them on pages of earlier stages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from moothall.assess.models import Indicator
from moothall.govern.models import Board, list_board_slugs
from moothall.kit import clock, panels
from moothall.kit.errors import NotAllowedError
from moothall.kit.forms import Form
from moothall.kit.views import csv_answer, run_act, see_other, show
from moothall.plan import acts, presenters, queries
from moothall.plan.forms import AnswerForm, EndForm, LinkForm, list_answer_initial
from moothall.plan.permissions import can_end_kept_link, check_can_answer_question, check_can_end_link

CRUMB = ("Priorities", "/priorities/")
writes = require_http_methods(["GET", "HEAD", "POST"])
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
        about=page.plan,
        title=page.plan.title,
        crumbs=[STRATEGIES],
        board=page.plan.board,
        page=page,
        plan=page.plan,
        plan_words=presenters.say_plan(page.plan),
        priorities=[presenters.show_priority(row) for row in page.priorities],
        texts=presenters.list_texts(page),
        targets=[(placed.target.objective.priority, presenters.show_target(placed)) for placed in page.targets],
        layers=[presenters.show_layer(layer, number) for number, layer in enumerate(page.layers, start=1)],
        matrix=presenters.say_matrix(page.matrix) if page.matrix else "",
        links=[
            *(presenters.show_link(link) for link in page.links_out),
            *(presenters.show_link(link, back=True) for link in page.links_in),
        ],
        tops=panels.render_panels("strategy_top", request, page.plan),
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
        about=page.priority,
        title=page.priority.title,
        crumbs=[CRUMB],
        page=page,
        priority=page.priority,
        leads=presenters.name_leads(page.priority, page.leads),
        lead_board=presenters.name_board(page.priority),
        next_target=queries.find_next_target(page),
        indicators=[presenters.show_indicator(standing, areas) for standing, areas in page.standings],
        measures=queries.list_measures(page.priority),
        objectives=[presenters.show_objective(objective, placed) for objective, placed in page.objectives],
        spotlights=presenters.show_spotlights(page.priority),
        links=[presenters.show_link(link, back=link.end == page.priority) for link in page.links],
        panels=panels.render_panels("priority", request, page.priority),
    )


# --- the plans desk ---------------------------------------------------------------------------------------------------

DESK = ("My work", "/desk/")
NO_PLANS = "Only partnership officers keep plans. If you keep a board’s plans, ask for the role."


def _find_slugs(request: HttpRequest) -> set[str] | None:
    slugs = list_board_slugs(request.user, "keep_plans")
    if slugs is not None and not slugs:
        raise NotAllowedError(NO_PLANS)
    return slugs


@require_safe
def plans_desk(request: HttpRequest) -> HttpResponse:
    """The plans that somebody keeps: their questions, those without an answer first, and what they are tied to."""
    plans = queries.list_kept_plans(request.user, _find_slugs(request))
    return show(
        request,
        "plan/plans_desk.jinja",
        title="Plans desk",
        crumbs=[DESK],
        plans=list(plans),
        questions=[presenters.show_question(one) for one in queries.list_kept_questions(request.user, plans)],
        links=[presenters.show_link(one) for one in queries.list_kept_links(request.user, plans)],
        say_asked=presenters.say_asked,
        name_end=presenters.name_end,
        can_end=lambda one: can_end_kept_link(request.user, one),
        show_messages=True,
    )


@writes
def link(request: HttpRequest) -> HttpResponse:
    """Tie two records together by what a paper says."""
    _find_slugs(request)
    documents = queries.list_documents(request.user)
    form = LinkForm(request.POST or None, ends=queries.list_ends(request.user), documents=documents)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.link_records, **form.read()) is not None:
        messages.success(request, "The tie is recorded with its paper.")
        return see_other(reverse("plans_desk"))
    says = (
        "Who reports to whom stands with the boards, who drives a theme in the matrix, and what an action serves with "
        "the action. All other ties are entered here."
    )
    return _show_form(request, form, title="Tie two records together", button="Record the tie", says=says)


@writes
def end_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that two records are tied no more."""
    found = queries.get_link(request.user, slug)
    if found is None:
        raise Http404("There is no such tie.")
    check_can_end_link(by=request.user, link=found)  # type: ignore[arg-type]
    form = EndForm(request.POST or None, record=found)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.end_link, link=found, **form.pick("on")) is not None:
        messages.success(request, "The tie has its last day. It stays on record.")
        return see_other(reverse("plans_desk"))
    title = f"End a tie: {presenters.name_end(found.start)} {found.get_kind_display()} {presenters.name_end(found.end)}"
    return _show_form(request, form, title=title, button="End it")


@writes
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a question of a matrix or a layer."""
    found = queries.get_question(request.user, slug)
    if found is None:
        raise Http404("There is no such question.")
    check_can_answer_question(by=request.user, question=found)  # type: ignore[arg-type]
    initial = list_answer_initial(found) if found.answer else {"answered_on": clock.today()}
    evidence = queries.list_public_evidence()
    form = AnswerForm(request.POST or None, record=found, initial=initial, evidence=evidence)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.answer_matrix_question, question=found, answer=form.read()) is not None:
        messages.success(request, "The answer stands in the matrix.")
        return see_other(reverse("plans_desk"))
    facts = [("Asked of", presenters.say_asked(found)), ("Now", found.answer or "No answer yet")]
    return _show_form(request, form, title=f"Answer: {found.text}", button="Keep the answer", shown=facts)


def _show_form(request: HttpRequest, form: Form, **context: Any) -> HttpResponse:
    """Show one form of the plans desk; 422 when it was refused."""
    return show(
        request,
        "kit/desk_form.jinja",
        crumbs=[DESK, ("Plans desk", reverse("plans_desk"))],
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        cancel=reverse("plans_desk"),
        **context,
    )


def board_panel(request: HttpRequest, board: Board) -> str:
    """The strategies of a board or that give it a role, and the priorities that it leads or shares."""
    led, plans = queries.list_priorities_of(request.user, board), queries.list_plans_of(request.user, board)
    return panels.render("plan/board_panel.jinja", request, priorities=led, plans=plans) if led or plans else ""


def indicator_panel(request: HttpRequest, indicator: Indicator) -> str:
    """The priorities that an indicator shows, and the targets set in it."""
    uses = queries.find_uses(request.user, indicator)
    return panels.render("plan/indicator_panel.jinja", request, uses=uses)
