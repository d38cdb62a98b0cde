"""Routes of the API of this stage."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from moothall.deliver import presenters, queries
from moothall.deliver.models import ActionParty, Update
from moothall.deliver.queries import ActionRow
from moothall.kit.api import PROBLEMS, Cited, page

router = Router()


class ActionsAsked(Schema):
    """What a list of actions is narrowed to, and which page of it is wanted."""

    priority: str = Field("", max_length=100, description="slug of a priority")
    board: str = Field("", max_length=100, description="slug of a board")
    organisation: str = Field("", max_length=100, description="slug of the organisation that leads")
    status: str = Field("", max_length=20, description="late, at_risk, on_track, not_known, not_started, done, …")
    due_before: date | None = Field(None, description="due before this day")
    text: str = Field("", max_length=80, description="words that all occur in it")
    plan: str = Field("", max_length=100, description="slug of a plan")
    due: str = Field(
        "", max_length=10, description="a quarter such as 2019-Q4, none (no timescale), open (no last day)"
    )
    limit: int = Field(25, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class TimescaleOut(Schema):
    """When it is due: the words as written, and what they were read as; ``start`` and ``end`` are inclusive days."""

    as_written: str
    kind: str
    start: date | None
    end: date | None
    precision: str
    every: str
    mark: str


class StatusOut(Schema):
    """How an action stands and why; ``evidence`` is the reference of the record that shows it, ``url`` its page."""

    key: str
    word: str
    because: str
    evidence: str
    url: str


class FreshnessOut(Schema):
    """How old the last report is; ``days`` is null where there is none."""

    key: str
    word: str
    days: int | None


class PartyOut(Schema):
    """Who leads or helps; keys are empty where no record is named."""

    role: str
    name: str
    organisation: str
    post: str
    as_written: str


class PointsOut(Schema):
    """Which of the four points an action names."""

    lead: bool
    timescale: bool
    outcome: bool
    measure: bool
    count: int


class EvidenceOut(Schema):
    """A piece of evidence; ``address`` is empty for a file, which opens after sign-in."""

    kind: str
    address: str
    type: str


class UpdateOut(Schema):
    """One report on an action."""

    key: str
    on: date
    rating: str
    narrative: str
    percent: int | None
    period: str
    by_name: str
    is_invented: bool
    evidence: list[EvidenceOut]


class ActionOut(Schema):
    """An action and how it stands."""

    slug: str
    url: str
    number: str
    title: str
    text: str
    state: str
    kind: str
    board: str
    priority: str
    paragraph: str
    plan: str
    timescale: TimescaleOut
    agreed_on: date | None
    outcome: str
    measure: str
    measure_text: str
    status: StatusOut
    freshness: FreshnessOut
    points: PointsOut
    parties: list[PartyOut]
    last_update: UpdateOut | None
    source: Cited


class ActionsOut(Schema):
    """A page of the list of actions."""

    count: int
    limit: int
    offset: int
    items: list[ActionOut]


class TraceStepOut(Schema):
    """One step from an action to its source or to a page that shows it."""

    kind: str
    title: str
    url: str
    page: str


class ActionPageOut(ActionOut):
    """An action with all reports on it, where it comes from and where it shows."""

    layer: str
    cites: list[str]
    updates: list[UpdateOut]
    comes_from: list[TraceStepOut]
    shows_on: list[TraceStepOut]


@router.get("/actions", response={200: ActionsOut, **PROBLEMS}, summary="Actions and how each stands")
def list_actions(request: HttpRequest, asked: Query[ActionsAsked]) -> dict[str, Any]:
    """Return the actions that are public, the first due first."""
    filters = queries.Filters(
        asked.priority, asked.board, asked.organisation, asked.status, asked.due_before, asked.text, asked.plan,
        asked.due,
    )  # fmt: skip
    return page(queries.list_actions(request.user, filters), asked.limit, asked.offset, _show)


@router.get("/actions/{slug}", response={200: ActionPageOut, **PROBLEMS}, summary="One action with its reports")
def get_action(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Return one action with all reports, where it comes from and where it shows."""
    row = queries.get_action(request.user, slug)
    if row is None:
        raise Http404
    trace = queries.get_trace(request.user, row)
    return {
        **_show(row),
        "layer": row.action.layer,
        "cites": [document.key for document in row.action.cites.all()],
        "updates": [_show_update(update) for update in queries.list_updates(request.user, row.action)],
        "comes_from": trace.comes_from,
        "shows_on": trace.shows_on,
    }


def _show(row: ActionRow) -> dict[str, Any]:
    action = row.action
    return {
        "slug": action.slug,
        "url": action.get_absolute_url(),
        "number": action.number,
        "title": action.title,
        "text": action.text,
        "state": action.state,
        "kind": action.kind,
        "board": action.board.slug,
        "priority": row.priority.slug if row.priority else "",
        "paragraph": f"{action.paragraph.meeting.slug}/{action.paragraph.slug}" if action.paragraph else "",
        "plan": action.source_plan.slug if action.source_plan else "",
        "timescale": action.timescale,
        "agreed_on": queries.find_agreed_on(action),
        "outcome": action.outcome_text,
        "measure": action.measure.slug if action.measure else "",
        "measure_text": action.measure_text,
        "status": {**vars(row.status), "url": presenters.find_evidence_url(row)},
        "freshness": row.freshness,
        "points": row.points,
        "parties": [_show_party(party) for party in (*row.leads, *row.contributors)],
        "last_update": _show_update(row.last) if row.last else None,
        "source": action.citation,
    }


def _show_party(party: ActionParty) -> dict[str, str]:
    return {
        "role": party.role,
        "name": presenters.name_party(party),
        "organisation": party.organisation.slug if party.organisation else "",
        "post": party.post.slug if party.post else "",
        "as_written": party.as_written,
    }


def _show_update(update: Update) -> dict[str, Any]:
    return {
        "key": update.key,
        "on": update.on,
        "rating": update.rating,
        "narrative": update.narrative,
        "percent": update.percent,
        "period": update.period,
        "by_name": update.by_name,
        "is_invented": update.is_invented,
        "evidence": [
            {"kind": item["kind"], "address": str(item.get("address", "")), "type": str(item.get("type", ""))}
            for item in update.evidence
        ],
    }
