"""Ranks, places and percentiles within groups, for frames whose library has no windows.

Rows come as arrays: the number of each row's group and its value, NaN where it has none. Answers stand in the rows' own
order, NaN where there is no value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
MOST_SMALL = 1 << 16  # groups, up to which their numbers are sorted by radix, in a tenth of the time
Share = tuple[float, float]  # how many of how many: 1 of 4 is the lower quartile


@dataclass(frozen=True)
class _Sorted:
    """The rows that have a value, by group and value; ``starts`` and ``sizes`` are those of the groups."""

    order: Whole
    codes: Whole  # of all rows
    starts: Whole
    sizes: Whole

    @classmethod
    def of(cls, groups: Floats, values: Floats) -> _Sorted:
        codes = groups.astype(np.intp)
        here = np.flatnonzero(~np.isnan(values))
        sizes = np.bincount(codes[here], minlength=int(codes.max(initial=-1)) + 1)
        by_value = here[np.argsort(values[here])]
        small = codes[by_value].astype(np.uint16 if len(sizes) <= MOST_SMALL else np.intp)
        order = by_value[np.argsort(small, kind="stable")]
        return cls(order, codes, np.cumsum(sizes) - sizes, sizes)


def rank_rows(groups: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return each value's rank in its group, 1 for the least and the smallest among ties, and the group's values."""
    found = _Sorted.of(groups, values)
    codes, cells = found.codes[found.order], values[found.order]
    is_new = _differs(codes) | _differs(cells)
    first = np.maximum.accumulate(np.where(is_new, np.arange(len(cells)), 0))
    ranks = np.full(len(values), np.nan)
    ranks[found.order] = first - found.starts[codes] + 1
    return ranks, found.sizes[found.codes].astype(np.float64)


def find_percentiles(groups: Floats, values: Floats, shares: Sequence[Share]) -> list[Floats]:
    """Return how many values the row's group has and, for each share, its percentile by linear interpolation."""
    found = _Sorted.of(groups, values)
    cells, some = values[found.order], found.sizes > 0
    answers = [found.sizes[found.codes].astype(np.float64)]
    for part, whole in shares:
        steps = np.maximum(found.sizes - 1, 0) * part
        below = np.floor(steps / whole)
        lower = (found.starts + below)[some].astype(np.intp)
        upper = np.minimum(lower + 1, (found.starts + found.sizes - 1)[some])
        percentiles = np.full(len(found.sizes), np.nan)
        rest = (steps - below * whole)[some] / whole
        # On half the scale: the way between the greatest numbers of both signs is longer than a float can say.
        half = 0.5 * cells[lower]
        percentiles[some] = 2 * (half + rest * (0.5 * cells[upper] - half))
        answers.append(percentiles[found.codes])
    return answers


def place_rows(
    groups: Floats, values: Floats, texts: Sequence[str], rows: Sequence[int], length: int
) -> tuple[Floats, Floats]:
    """Return the first and the last place, from 1, that each of ``length`` rows can have in its group.

    The arguments come sorted by group, value and what breaks ties, of which ``texts`` are the words; ``rows`` says
    where each stood. First and last differ where rows are the same in all three.
    """
    numbers = np.arange(len(groups))
    starts = np.maximum.accumulate(np.where(_differs(groups), numbers, 0))
    is_new = _differs(groups) | _differs(values) | _differs(np.asarray(texts, dtype=object))
    first = np.maximum.accumulate(np.where(is_new, numbers, 0))
    ends = np.append(np.flatnonzero(is_new)[1:], len(groups)) - 1
    last = ends[np.cumsum(is_new) - 1]
    answers = np.full((2, length), np.nan)
    answers[:, np.asarray(rows, dtype=np.intp)] = first - starts + 1, last - starts + 1
    return answers[0], answers[1]


def _differs(cells: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Return which cells differ from the one before; the first does."""
    answer = np.ones(len(cells), dtype=np.bool_)
    answer[1:] = cells[1:] != cells[:-1]
    return answer
