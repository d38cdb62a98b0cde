"""Routes of the API of this stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from moothall.assess.queries import Standing
from moothall.kit.api import PROBLEMS, Cited, page
from moothall.places.models import Person
from moothall.plan import presenters, queries
from moothall.plan.models import Objective, Priority
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


class PriorityPageOut(PriorityOut):
    """A priority with its text, objectives, targets and decisions."""

    where_now: str
    how_delivered: str
    shared_with: list[str]
    objectives: list[ObjectiveOut]
    decisions: list[DecisionOut]


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
    due = queries.find_next_due(request.user, [priority]).get(priority.pk)
    return {
        **_show(priority, found.leads, [standing for standing, _ in found.standings], due),
        "where_now": priority.where_now,
        "how_delivered": priority.how_delivered,
        "shared_with": [board.slug for board in found.shared_with],
        "objectives": [_show_objective(objective, placed) for objective, placed in found.objectives],
        "decisions": [
            {"text": row.text, "url": row.get_absolute_url(), "on": row.paragraph.meeting.starts_at.date()}
            for row in found.decisions
        ],
    }


def _show_row(row: PriorityRow) -> dict[str, Any]:
    return _show(row.priority, row.leads, row.standings, row.next_due)


def _show(
    priority: Priority, leads: Sequence[Person], standings: Sequence[Standing], due: queries.NextDue | None
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
        "next_due": {"title": due.title, "url": due.url, "on": due.on} if due else None,
        "source": priority.citation,
    }


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
