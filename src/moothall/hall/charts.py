"""Pictures that the server draws itself: the map of bodies, and the areas as tiles. Templates print the numbers.

Every name is cut into lines by the number of its letters, so that a picture is the same on every machine.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from moothall.hall.bodies import AreaRow, Body, BodyMap, Edge
from moothall.hall.rules import layout

ACROSS = 4  # boxes side by side where nothing ties them
BOX, BOX_HEIGHT, GAP, ROW = 224, 72, 56, 88
LETTERS, LINES, LINE = 27, 3, 17
TILE, TILE_GAP, TILE_LETTERS = 132, 8, 10


@dataclass(frozen=True)
class Line:
    """One line of type at a place in a picture."""

    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Pill:
    """A small mark in a box that leads to a priority."""

    text: str
    label: str
    href: str
    x: int
    y: int


@dataclass(frozen=True)
class Box:
    """A body in the picture."""

    name: str
    href: str
    x: int
    y: int
    is_board: bool
    is_invented: bool
    lines: Sequence[Line]
    pills: Sequence[Pill]


@dataclass(frozen=True)
class Stroke:
    """A line of the picture: its path, how sure it is, and the number that leads to its paper."""

    number: int
    path: str
    is_stated: bool
    kind: str
    label: str
    href: str
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """The map of bodies in pixels; ``apart`` is where the boxes without a line begin."""

    width: int
    height: int
    boxes: Sequence[Box]
    strokes: Sequence[Stroke]
    apart: int | None


def draw_map(found: BodyMap) -> Picture:
    """Return where everything stands: boards, and the organisations to which a line leads."""
    bodies = {body.record.ref: body for body in found.bodies if body.is_board or body.down}
    weighty = sorted(found.edges, key=_weigh)
    lines = [(edge.start.ref, edge.end.ref) for edge in weighty]
    spots, begins = layout.settle(layout.arrange(list(bodies), lines, ACROSS)[0], found.positions, lines)
    lone = any(not (body.up or body.down) for body in bodies.values())
    heading = 40 if lone and begins is not None else 0
    apart = begins or 0
    places = {ref: _find_place(spot, apart, heading) for ref, spot in spots.items()}
    columns = max((column for column, _ in spots.values()), default=0) + 1
    bottom = max((y for _, y in places.values()), default=0) + BOX_HEIGHT
    return Picture(
        width=max(columns, ACROSS) * (BOX + GAP) - GAP + 2,
        height=bottom + 2,
        boxes=[_draw_box(body, *places[ref]) for ref, body in bodies.items()],
        strokes=_draw_strokes(list_drawn(found.edges, places), places),
        apart=apart * ROW + 22 if heading else None,
    )


def find_spots(found: BodyMap) -> dict[str, layout.Spot]:
    """Return the column and row of each body of the picture, by its reference."""
    nodes = [body.record.ref for body in found.bodies if body.is_board or body.down]
    lines = [(edge.start.ref, edge.end.ref) for edge in sorted(found.edges, key=_weigh)]
    return layout.settle(layout.arrange(nodes, lines, ACROSS)[0], found.positions, lines)[0]


def _weigh(edge: Edge) -> tuple[bool, bool, str]:
    return edge.kind != "reports_to", edge.strength != "stated", edge.end.name


def _find_place(spot: layout.Spot, apart: int, heading: int) -> tuple[int, int]:
    column, row = spot
    return column * (BOX + GAP) + 1, row * ROW + 1 + (heading if row >= apart else 0)


def _draw_box(body: Body, x: int, y: int) -> Box:
    record = body.record
    words = textwrap.wrap(record.name, LETTERS, max_lines=LINES - bool(body.priorities), placeholder=" …")
    return Box(
        name=record.name,
        href=record.get_absolute_url(),
        x=x,
        y=y,
        is_board=body.is_board,
        is_invented=record.source_status == "invented",
        lines=[Line(text, x + 10, y + 20 + LINE * i) for i, text in enumerate(words)],
        pills=[
            Pill(f"P{one.number}", f"Leads priority {one.number}, {one.title}", one.get_absolute_url(),
                 x + 10 + 38 * i, y + BOX_HEIGHT - 24)
            for i, one in enumerate(body.priorities[:5])
        ],
    )  # fmt: skip


def list_drawn(edges: Sequence[Edge], places: dict[str, tuple[int, int]]) -> list[Edge]:
    """Return the lines in the order of their numbers: from the top of the picture down, the weightier of two first."""
    return sorted(edges, key=lambda edge: (places[edge.start.ref][1], places[edge.start.ref][0], _weigh(edge)))


def _draw_strokes(edges: Sequence[Edge], places: dict[str, tuple[int, int]]) -> list[Stroke]:
    """Return the lines with their numbers; those from one box leave it one below the other, each on its own way."""
    left: Counter[str] = Counter()
    strokes = []
    for number, edge in enumerate(edges, start=1):
        nth = left[edge.start.ref]
        left[edge.start.ref] += 1
        strokes.append(_draw_stroke(number, edge, places[edge.start.ref], places[edge.end.ref], nth))
    return strokes


def _draw_stroke(number: int, edge: Edge, start: tuple[int, int], end: tuple[int, int], nth: int) -> Stroke:
    x, y = start[0], start[1] + 14 + 26 * min(nth, 2)
    to_x, to_y = end[0] + BOX, end[1] + BOX_HEIGHT // 2
    middle = x - GAP + 14 - 7 * min(nth, 2)
    path = f"M{x} {y}H{middle}V{to_y}H{to_x}"
    if to_x > x:  # not the column to the left: round the box, so that the line is seen
        path = f"M{x} {y}H{middle}V{end[1] - 8}H{end[0] + 20}V{end[1]}"
    return Stroke(
        number=number, path=path, is_stated=edge.strength == "stated", kind=edge.kind, label=say_edge(edge),
        href=find_paper(edge), x=x - 22, y=y,
    )  # fmt: skip


def say_edge(edge: Edge) -> str:
    """Return a line of the map in words, with where its paper says so."""
    record = edge.record
    where = ", ".join(part for part in (f"page {record.source_page}" if record.source_page else "",) if part)
    paper = f": {record.source.title}" + (f", {where}" if where else "") if record.source else ""
    return f"{edge.start.name} {edge.words} {edge.end.name} ({edge.strength}){paper}"


def find_paper(edge: Edge) -> str:
    """Return the address of the page about the paper that a line comes from, or of the body it starts from."""
    source = edge.record.source
    return source.get_absolute_url() if source else edge.start.get_absolute_url()


# --- areas as tiles ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tile:
    """One area of the map of tiles."""

    name: str
    href: str
    x: int
    y: int
    label: str
    lines: Sequence[Line]
    note: str


@dataclass(frozen=True)
class Tiles:
    """The areas that have a place on the map of tiles."""

    width: int
    height: int
    tiles: Sequence[Tile]


def draw_tiles(rows: Sequence[AreaRow]) -> Tiles | None:
    """Return the areas as tiles of one size where the place's files put them, or None where they put none."""
    placed = [row for row in rows if row.area.tile_row is not None and row.area.tile_column is not None]
    if not placed:
        return None
    step = TILE + TILE_GAP
    return Tiles(
        width=(max(row.area.tile_column or 0 for row in placed) + 1) * step - TILE_GAP,
        height=(max(row.area.tile_row or 0 for row in placed) + 1) * step - TILE_GAP,
        tiles=[_draw_tile(row, (row.area.tile_column or 0) * step, (row.area.tile_row or 0) * step) for row in placed],
    )


def _draw_tile(row: AreaRow, x: int, y: int) -> Tile:
    words = textwrap.wrap(row.area.name, TILE_LETTERS, max_lines=3, placeholder=" …")
    note = row.holdings
    return Tile(
        name=row.area.name,
        href=reverse("area", args=[row.area.code]),
        x=x,
        y=y,
        label=f"{row.area.name}: {note}",
        lines=[Line(text, x + 9, y + 28 + 23 * i) for i, text in enumerate(words)],
        note=note,
    )
