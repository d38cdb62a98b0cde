"""Routes of the API of this stage: the map of bodies, which sees all stages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from moothall.hall import bodies, presenters
from moothall.kit.api import PROBLEMS, Cited, page

router = Router()
Limit = Annotated[int, Query(ge=1, le=100, description="how many at the most")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="how many to pass over")]


class LineOut(Schema):
    """A line from a body to another: what it says, whether the paper states or implies it, and where."""

    kind: str
    words: str
    to: str
    to_name: str
    strength: str
    source: Cited


class BodyOut(Schema):
    """A board, group or organisation: the lines up from it and the priorities that it leads."""

    key: str
    name: str
    kind: str
    layer: str
    url: str
    what_it_does: str
    lines: list[LineOut]
    leads: list[str]
    drives: list[str]
    actions: int
    source: Cited


class MapOut(Schema):
    """A page of the bodies of the map, by name."""

    count: int
    limit: int
    offset: int
    items: list[BodyOut]


@router.get("/map", response={200: MapOut, **PROBLEMS}, summary="Who reports to whom, and who leads what")
def list_map(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> Any:
    found = bodies.get_map(request.user)
    return page(list(found.bodies), limit, offset, lambda body: make_body(request, body))


def make_body(request: HttpRequest, body: bodies.Body) -> dict[str, Any]:
    """Return a body of the map as data."""
    record = body.record
    return {
        "key": record.ref,
        "name": record.name,
        "kind": presenters.find_kind(body),
        "layer": presenters.find_layer(body)[0],
        "url": request.build_absolute_uri(record.get_absolute_url()),
        "what_it_does": getattr(record, "purpose", ""),
        "lines": [make_line(edge) for edge in body.up],
        "leads": [priority.slug for priority in body.priorities],
        "drives": [f"{one.words}: {one.text}" for one in body.drives],
        "actions": body.actions,
        "source": asdict(record.citation),
    }


def make_line(edge: bodies.Edge) -> dict[str, Any]:
    """Return a line of the map as data."""
    return {
        "kind": edge.kind,
        "words": edge.words,
        "to": edge.end.ref,
        "to_name": edge.end.name,
        "strength": edge.strength,
        "source": asdict(edge.record.citation),
    }
