"""Where bodies stand in the picture of the map: the same records always give the same picture. Pure.

A body stands one column to the right of the first body that it reports to, and below its elder sister. Bodies without
a line stand below in a grid, in the order of their names.
"""

from collections.abc import Mapping, Sequence

Spot = tuple[int, int]  # column, row


def arrange(nodes: Sequence[str], lines: Sequence[tuple[str, str]], across: int) -> tuple[dict[str, Spot], int]:
    """Return the column and row of each node, and the row at which the grid of nodes without a line begins.

    ``nodes`` come in the order in which sisters are to stand; ``lines`` are pairs of (child, parent), the weightier
    first; both ends are nodes. ``across``: how many nodes stand side by side in the grid.
    """
    above = find_first_parents(nodes, lines)
    others = [(child, parent) for child, parent in lines if above.get(child) != parent]
    twice = {child for child, _ in others}
    below: dict[str, list[str]] = {node: [] for node in nodes}
    for node in sorted(nodes, key=lambda node: node in twice):  # stable: who has two parents stands last
        if node in above:
            below[above[node]].append(node)
    tied = {end for line in lines for end in line}
    tops = [node for node in nodes if node in tied and node not in above]
    spots: dict[str, Spot] = {}
    row = 0
    for top in _order_families(tops, below, others):
        row = _place(top, below, spots, row)
    for index, node in enumerate(node for node in nodes if node not in tied):
        spots[node] = (index % across, row + index // across)
    return spots, row


def settle(
    spots: Mapping[str, Spot], held: Mapping[str, Spot], lines: Sequence[tuple[str, str]]
) -> tuple[dict[str, Spot], int | None]:
    """Return where each node stands when some were put somewhere, and the row at which those without a line begin.

    ``spots`` are as the lines put them, in their order; ``held`` are the places that were chosen. What has no chosen
    place keeps its own, or, where that is taken, goes to the next free row of its column. The row is None where the
    two kinds are mixed.
    """
    settled = {node: spot for node, spot in held.items() if node in spots}
    taken = set(settled.values())
    for node, spot in spots.items():
        if node not in settled:
            column, row = spot
            while (column, row) in taken:
                row += 1
            settled[node] = (column, row)
            taken.add((column, row))
    tied = {end for line in lines for end in line}
    below = max((settled[node][1] for node in settled if node in tied), default=-1) + 1
    mixed = any(settled[node][1] < below for node in settled if node not in tied)
    return {node: settled[node] for node in spots}, None if mixed else below


def find_first_parents(nodes: Sequence[str], lines: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the parent under which each node stands: its first, unless that would run in a circle."""
    above: dict[str, str] = {}
    for child, parent in lines:
        if child not in above and child != parent and not _is_above(child, parent, above):
            above[child] = parent
    return above


def _is_above(node: str, other: str, above: Mapping[str, str]) -> bool:
    """Tell whether ``node`` stands somewhere above ``other``."""
    at = other
    while at in above:
        at = above[at]
        if at == node:
            return True
    return False


def _order_families(
    tops: Sequence[str], below: Mapping[str, Sequence[str]], others: Sequence[tuple[str, str]]
) -> list[str]:
    """Return the heads of families: the largest first, after each those to which a second line leads from it."""
    families = {top: _list_family(top, below) for top in tops}
    head_of = {node: top for top, family in families.items() for node in family}
    ordered: list[str] = []
    for top in sorted(tops, key=lambda one: -len(families[one])):  # stable
        waiting = [top]
        while waiting:
            head = waiting.pop(0)
            if head not in ordered:
                ordered.append(head)
                waiting += [head_of[parent] for child, parent in others if child in families[head]]
    return ordered


def _list_family(top: str, below: Mapping[str, Sequence[str]]) -> set[str]:
    waiting, found = [top], set()
    while waiting:
        node = waiting.pop()
        found.add(node)
        waiting += below[node]
    return found


def _place(top: str, below: Mapping[str, Sequence[str]], spots: dict[str, Spot], row: int) -> int:
    """Place a family from ``row`` on, without recursion; return the next free row."""
    waiting = [(top, 0)]
    while waiting:
        node, column = waiting.pop()
        spots[node] = (column, row)
        waiting += [(child, column + 1) for child in reversed(below[node])]
        if not below[node]:
            row += 1
    return row
