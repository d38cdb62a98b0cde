"""The map: every body, every line between two, and what each leads or drives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse

from moothall.deliver.models import Action
from moothall.govern.models import Board, ReportingLine
from moothall.hall.bodies.days import now
from moothall.hall.bodies.organisations import count_led_actions, list_lines
from moothall.hall.models import MapPosition
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.places.models import Organisation
from moothall.plan.models import Link, MatrixCell, Priority
from moothall.plan.presenters import find_end_url
from moothall.plan.rules import ENDS, find_role

Node = Board | Organisation


@dataclass(frozen=True)
class Edge:
    """One line of the map from ``start`` to ``end``, with the record that says so and where that comes from."""

    kind: str
    words: str
    start: Node
    end: Node
    strength: str
    record: Any


@dataclass(frozen=True)
class Drive:
    """What a body drives, by the paper: a theme of a matrix, or what a link names; with the record that says so."""

    words: str
    text: str
    href: str
    record: Any


@dataclass
class Body:
    """A body of the map: what it is, the lines up from it and down to it, what it leads."""

    record: Node
    up: list[Edge] = field(default_factory=list)
    down: list[Edge] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    drives: list[Drive] = field(default_factory=list)
    actions: int = 0

    @property
    def is_board(self) -> bool:
        return isinstance(self.record, Board)


@dataclass(frozen=True)
class BodyMap:
    """All bodies by name, every line between them, and the places in the picture that were chosen, by reference."""

    bodies: Sequence[Body]
    edges: Sequence[Edge]
    positions: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def get_map(user: AnyUser) -> BodyMap:
    """Return boards with their lines and what they lead; an organisation is on the map when something ties it there.

    In the same number of queries whatever the place holds: table, picture, file and API are all made from this.
    """
    edges = [_make_edge(line) for line in list_lines(user, Q())]
    boards = Board.objects.visible_to(user).select_related("area__kind", "host", "source").order_by("name")
    held: dict[str, Body] = {board.ref: Body(board) for board in boards}
    led = count_led_actions(user)
    drives = _list_drives(user)
    tied = {edge.end.pk for edge in edges if isinstance(edge.end, Organisation)} | set(led)
    tied |= {node.pk for node, _ in drives if isinstance(node, Organisation)}
    organisations = Organisation.objects.visible_to(user).filter(pk__in=tied).select_related("area__kind", "source")
    held |= {one.ref: Body(one, actions=led[one.pk]) for one in organisations}
    for edge in edges:
        held[edge.start.ref].up.append(edge)
        held[edge.end.ref].down.append(edge)
    for node, drive in drives:
        held[node.ref].drives.append(drive)
    _add_what_boards_lead(user, held)
    placed = {one.node: (one.x, one.y) for one in MapPosition.objects.visible_to(user)}
    return BodyMap(sorted(held.values(), key=lambda body: (body.record.name, body.record.ref)), edges, placed)


def _make_edge(line: ReportingLine) -> Edge:
    parent = line.parent_board or line.parent_organisation
    assert parent is not None  # noqa: S101 - a constraint of the table
    return Edge(line.kind, line.get_kind_display(), line.child, parent, line.strength, line)


def _list_drives(user: AnyUser) -> list[tuple[Node, Drive]]:
    """Return what bodies drive: their roles in the themes of a matrix, then what links lead to from them."""
    cells = MatrixCell.objects.visible_to(user).select_related("theme__plan", "board", "organisation", "source")
    found: list[tuple[Node, Drive]] = []
    for cell in cells.order_by("theme__plan__slug", "theme__order", "order", "slug"):
        role = find_role(cell.theme.vocabulary, cell.role)
        theme = cell.theme
        matrix = reverse("matrix", args=[theme.plan.slug])
        found.append((cell.board or cell.organisation, Drive(role.word, theme.title, matrix, cell)))
    ends = [f"to_{end}" for end in ENDS]
    links = now(Link.objects.visible_to(user), clock.today()).filter(
        Q(from_board__isnull=False) | Q(from_organisation__isnull=False)
    )
    for link in links.select_related("from_board", "from_organisation", "source", *ends, "to_objective__priority"):
        node = link.from_board or link.from_organisation
        words = link.get_kind_display().capitalize()
        found.append((node, Drive(words, str(link.end), find_end_url(link.end), link)))
    return found


def _add_what_boards_lead(user: AnyUser, held: dict[str, Body]) -> None:
    led: dict[int, list[Priority]] = defaultdict(list)
    priorities = Priority.objects.visible_to(user).filter(lead_board__isnull=False)
    for priority in priorities.select_related("plan", "source").order_by("plan__slug", "number"):
        led[priority.lead_board_id].append(priority)
    actions = Counter(Action.objects.visible_to(user).values_list("board", flat=True))
    for body in held.values():
        if isinstance(body.record, Board):
            body.priorities = led[body.record.pk]
            body.actions = actions[body.record.pk]
