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
    below: dict[str, list[str]] = {node: [] for node in nodes}
    for node in nodes:
        if node in above:
            below[above[node]].append(node)
    tied = {end for line in lines for end in line}
    tops = [node for node in nodes if node in tied and node not in above]
    spots: dict[str, Spot] = {}
    row = 0
    for top in sorted(tops, key=lambda node: -_count(node, below)):  # stable: the largest family first
        row = _place(top, below, spots, row)
    for index, node in enumerate(node for node in nodes if node not in tied):
        spots[node] = (index % across, row + index // across)
    return spots, row


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


def _count(top: str, below: Mapping[str, Sequence[str]]) -> int:
    waiting, count = [top], 0
    while waiting:
        count += 1
        waiting += below[waiting.pop()]
    return count


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
