"""Routes of the API of this stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from moothall.assess.queries import Standing
from moothall.kit import clock
from moothall.kit.api import PROBLEMS, Cited, page
from moothall.places.models import Person
from moothall.plan import presenters, queries, rules
from moothall.plan.models import End, Link, MatrixCell, MatrixQuestion, Objective, Priority
from moothall.plan.queries import PlacedTarget, PriorityRow

router = Router()


class PageAsked(Schema):
    """Which page of a list is wanted."""

    limit: int = Field(25, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class NamedOut(Schema):
    """Who leads: ``state`` is named, to_be_confirmed or none; ``names`` and ``as_written`` are never guessed."""

    state: str
    names: list[str]
    as_written: str


class MeasureOut(Schema):
    """An indicator of a priority: its sentence with value, interval, period and area, and its verdict."""

    slug: str
    name: str
    reading: str
    verdict: str


class NextDueOut(Schema):
    """What is due next."""

    title: str
    url: str
    on: date | None


class PriorityOut(Schema):
    """A priority, who answers for it, and how its indicators stand."""

    slug: str
    url: str
    number: int
    title: str
    plan: str
    plan_state: str
    aim: str
    lead: NamedOut
    board: NamedOut
    indicators: list[MeasureOut]
    next_due: NextDueOut | None
    overdue: list[NextDueOut]
    source: Cited


class PrioritiesOut(Schema):
    """A page of the list of priorities."""

    count: int
    limit: int
    offset: int
    items: list[PriorityOut]


class TargetOut(Schema):
    """A target and where it stands; what is not stated is null or empty."""

    slug: str
    text: str
    indicator: str
    value: float | None
    ratio: float | None
    unit: str
    direction: str
    by_as_written: str
    due_on: date | None
    standing: str
    because: str
    source: Cited


class ObjectiveOut(Schema):
    """An objective with its targets."""

    slug: str
    text: str
    areas: list[str]
    groups: list[str]
    targets: list[TargetOut]
    source: Cited


class DecisionOut(Schema):
    """A decision about a priority."""

    text: str
    url: str
    on: date


class SpotlightOut(Schema):
    """An example that a priority's text holds up."""

    title: str
    text: str
    page: str


class PriorityPageOut(PriorityOut):
    """A priority with its text, objectives, targets and decisions."""

    where_now: str
    how_to_get_there: str
    how_delivered: str
    spotlights: list[SpotlightOut]
    shared_with: list[str]
    objectives: list[ObjectiveOut]
    decisions: list[DecisionOut]


class QuestionOut(Schema):
    """A question of a cell or a layer; ``state`` is unanswered, answered or stale (its answer is due for review)."""

    slug: str
    text: str
    state: str
    answer: str
    answered_on: date | None
    answered_by: str
    review_on: date | None
    source: Cited


class LayerOut(Schema):
    """A layer of a plan: what is in its scope, and what it must ask itself."""

    layer: str
    in_scope: list[str]
    questions: list[QuestionOut]


class CellOut(Schema):
    """A body in a theme of the matrix; ``role`` is empty where the plan states none."""

    theme: str
    body: str
    body_name: str
    role: str
    role_word: str
    concerns: list[str]
    questions: list[QuestionOut]
    source: Cited


class EndOut(Schema):
    """What stands at one end of a link: its stable reference, what it is, its name, and its page if it has one."""

    ref: str
    kind: str
    name: str
    url: str


class LinkOut(Schema):
    """One of nine relations between two records; ``strength`` is stated or implied by the paper."""

    slug: str
    kind: str
    from_: EndOut = Field(alias="from")
    to: EndOut
    strength: str
    from_on: date | None
    to_on: date | None
    source: Cited


class LinksOut(Schema):
    """A page of the list of links."""

    count: int
    limit: int
    offset: int
    items: list[LinkOut]


class LinksAsked(PageAsked):
    """Which links are wanted, and which page of the list."""

    kind: str = Field("", max_length=20, description="cites, supports, shares, … or empty for all")


class PlanOut(Schema):
    """A strategy or other plan; ``state`` is draft, consulting, adopted, expired or superseded."""

    slug: str
    url: str
    title: str
    kind: str
    board: str
    state: str
    from_on: date | None
    to_on: date | None
    published_on: date | None
    priorities: int
    themes: int
    source: Cited


class PlansOut(Schema):
    """A page of the list of plans."""

    count: int
    limit: int
    offset: int
    items: list[PlanOut]


class PrincipleOut(Schema):
    """One principle of a plan."""

    number: int
    text: str


class FurtherOut(Schema):
    """Something that a plan says is still to come."""

    text: str
    page: str


class PlanPageOut(PlanOut):
    """A plan whole: vision, principles, priorities, layers with their questions, influence matrix, links."""

    vision: str
    principles: list[PrincipleOut]
    further_work: list[FurtherOut]
    priority_slugs: list[str]
    layers: list[LayerOut]
    matrix: list[CellOut]
    links: list[LinkOut]


@router.get("/priorities", response={200: PrioritiesOut, **PROBLEMS}, summary="Priorities and how each stands")
def list_priorities(request: HttpRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """Return the priorities of all plans that are public."""
    return page(queries.list_priorities(request.user), asked.limit, asked.offset, _show_row)


@router.get("/priorities/{slug}", response={200: PriorityPageOut, **PROBLEMS}, summary="One priority")
def get_priority(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Return one priority with its objectives, targets and the decisions about it."""
    found = queries.get_priority(request.user, slug)
    if found is None:
        raise Http404
    priority = found.priority
    dues = queries.find_dues(request.user, [priority]).get(priority.pk, queries.Dues())
    return {
        **_show(priority, found.leads, [standing for standing, _ in found.standings], dues),
        "where_now": priority.where_now,
        "how_to_get_there": priority.how_to_get_there,
        "how_delivered": priority.how_delivered,
        "spotlights": [vars(one) for one in presenters.show_spotlights(priority)],
        "shared_with": [board.slug for board in found.shared_with],
        "objectives": [_show_objective(objective, placed) for objective, placed in found.objectives],
        "decisions": [
            {"text": row.text, "url": row.get_absolute_url(), "on": clock.day_of(row.paragraph.meeting.starts_at)}
            for row in found.decisions
        ],
    }


def _show_row(row: PriorityRow) -> dict[str, Any]:
    return _show(row.priority, row.leads, row.standings, row.dues)


def _show(
    priority: Priority, leads: Sequence[Person], standings: Sequence[Standing], dues: queries.Dues
) -> dict[str, Any]:
    words = priority.as_written
    board = [priority.lead_board.name] if priority.lead_board else []
    return {
        "slug": priority.slug,
        "url": priority.get_absolute_url(),
        "number": priority.number,
        "title": priority.title,
        "plan": priority.plan.slug,
        "plan_state": priority.plan.state,
        "aim": priority.aim,
        "lead": {
            "state": priority.lead_state,
            "names": [str(person) for person in leads],
            "as_written": str(words.get("lead", "")),
        },
        "board": {"state": priority.lead_board_state, "names": board, "as_written": str(words.get("board", ""))},
        "indicators": [_show_standing(standing) for standing in standings],
        "next_due": _show_due(dues.ahead) if dues.ahead else None,
        "overdue": [_show_due(due) for due in dues.overdue],
        "source": priority.citation,
    }


def _show_due(due: queries.NextDue) -> dict[str, Any]:
    return {"title": due.title, "url": due.url, "on": due.on}


def _show_standing(standing: Standing) -> dict[str, str]:
    indicator = standing.indicator
    return {
        "slug": indicator.slug,
        "name": indicator.name,
        "reading": standing.read(),
        "verdict": standing.verdict.code,
    }


def _show_objective(objective: Objective, placed: Sequence[PlacedTarget]) -> dict[str, Any]:
    return {
        "slug": objective.slug,
        "text": objective.text,
        "areas": [area.code for area in objective.areas.all()],
        "groups": [str(group) for group in objective.groups],
        "targets": [_show_target(one) for one in placed],
        "source": objective.citation,
    }


def _show_target(placed: PlacedTarget) -> dict[str, Any]:
    target, shown = placed.target, presenters.show_target(placed)
    return {
        "slug": target.slug,
        "text": target.text,
        "indicator": target.indicator.slug if target.indicator else "",
        "value": target.value,
        "ratio": target.ratio,
        "unit": target.unit,
        "direction": target.direction,
        "by_as_written": target.timescale_as_written,
        "due_on": target.timescale_end,
        "standing": placed.standing.key,
        "because": shown.because,
        "source": target.citation,
    }


@router.get("/plans", response={200: PlansOut, **PROBLEMS}, summary="Strategies and other plans")
def list_plans(request: HttpRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """Return the plans whose text is public."""
    return page(queries.list_strategies(request.user), asked.limit, asked.offset, _show_plan)


@router.get("/plans/{slug}", response={200: PlanPageOut, **PROBLEMS}, summary="One strategy whole")
def get_plan(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Return one plan with its layers, its influence matrix and what it is tied to."""
    found = queries.get_strategy(request.user, slug)
    if found is None:
        raise Http404
    plan, matrix = found.plan, found.matrix
    row = queries.StrategyRow(plan, len(found.priorities), len(matrix.rows) if matrix else 0)
    return {
        **_show_plan(row),
        "vision": plan.vision,
        "principles": [
            {"number": row.get("number", at), "text": str(row.get("text", ""))}
            for at, row in enumerate(plan.principles, start=1)
        ],
        "further_work": [
            {"text": str(row.get("text", "")), "page": str(row.get("page", ""))} for row in plan.further_work
        ],
        "priority_slugs": [row.priority.slug for row in found.priorities],
        "layers": [
            {"layer": one.name, "in_scope": list(one.in_scope), "questions": [_show_question(q) for q in one.questions]}
            for one in found.layers
        ],
        "matrix": [_show_cell(cell) for cell in matrix.cells] if matrix else [],
        "links": [_show_link(link) for link in (*found.links_out, *found.links_in)],
    }


@router.get("/links", response={200: LinksOut, **PROBLEMS}, by_alias=True, summary="What is tied to what")
def list_links(request: HttpRequest, asked: Query[LinksAsked]) -> dict[str, Any]:
    """Return the links between plans, priorities, objectives, bodies and documents, each with its source.

    Reporting lines of boards and roles in a matrix are relations too; they stand with the boards and the plans.
    """
    return page(queries.list_links(request.user, asked.kind), asked.limit, asked.offset, _show_link)


def _show_plan(row: queries.StrategyRow) -> dict[str, Any]:
    plan = row.plan
    return {
        "slug": plan.slug,
        "url": plan.get_absolute_url(),
        "title": plan.title,
        "kind": plan.kind,
        "board": plan.board.slug,
        "state": plan.state,
        "from_on": plan.from_on,
        "to_on": plan.to_on,
        "published_on": plan.published_on,
        "priorities": row.priorities,
        "themes": row.themes,
        "source": plan.citation,
    }


def _show_question(question: MatrixQuestion) -> dict[str, Any]:
    return {
        "slug": question.slug,
        "text": question.text,
        "state": question.state,
        "answer": question.answer,
        "answered_on": question.answered_on,
        "answered_by": question.answered_by,
        "review_on": question.review_on,
        "source": question.citation,
    }


def _show_cell(cell: MatrixCell) -> dict[str, Any]:
    return {
        "theme": cell.theme.slug,
        "body": cell.body.slug if cell.body else "",
        "body_name": str(cell.body),
        "role": cell.role,
        "role_word": rules.find_role(cell.theme.vocabulary, cell.role).word,
        "concerns": [str(concern) for concern in cell.concerns],
        "questions": [_show_question(question) for question in cell.questions.all()],
        "source": cell.citation,
    }


def _show_link(link: Link) -> dict[str, Any]:
    return {
        "slug": link.slug,
        "kind": link.kind,
        "from": _show_end(link.start),
        "to": _show_end(link.end),
        "strength": link.strength,
        "from_on": link.from_on,
        "to_on": link.to_on,
        "source": link.citation,
    }


def _show_end(end: End | None) -> dict[str, str]:
    return {
        "ref": end.ref if end is not None else "",
        "kind": presenters.name_end_kind(end).lower(),
        "name": presenters.name_end(end),
        "url": presenters.find_end_url(end),
    }
