"""Who reports to whom: two parents are allowed, a circle is not."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter


def find_cycle(edges: Iterable[tuple[str, str]]) -> list[str] | None:
    """Return one circle of ``(child, parent)`` edges as a list that begins and ends with the same name, or None."""
    parents: dict[str, list[str]] = {}
    for child, parent in sorted(set(edges)):
        parents.setdefault(child, []).append(parent)
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))[:-1]
        start = circle.index(min(circle))
        return [*circle[start:], *circle[:start], circle[start]]
    return None
