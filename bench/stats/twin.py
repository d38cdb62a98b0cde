"""Our own slow twins of what the peer does not have: one area after the other, in plain Python, from the formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import sqrt
from typing import Any

import numpy as np
from one_task import Task, main

Z = {"95": 1.959963984540054, "99_8": 3.090232306167813}


def call_life_expectancy(columns: Mapping[str, Any]) -> list[list[float]]:
    """Chiang's life table by Silcocks's variance, backwards from the last band, and its 95 per cent limits."""
    found: list[list[float]] = [[], [], []]
    for area in split(columns):
        for years, error in list_years(area["d"], area["n"], area["age"]):
            for cells, cell in zip(found, (years, years - Z["95"] * error, years + Z["95"] * error), strict=True):
                cells.append(cell)
    return found


def list_years(deaths: list[float], people: list[float], starts: list[float]) -> list[tuple[float, float]]:
    m = [d / n for d, n in zip(deaths, people, strict=True)]
    years, variance = 1 / m[-1], 1 / (deaths[-1] * m[-1] ** 2)
    found = [(years, sqrt(variance))]
    for i in range(len(m) - 2, -1, -1):
        width, lived = starts[i + 1] - starts[i], 0.1 if starts[i] == 0 else 0.5
        q = min(1.0, width * m[i] / (1 + width * (1 - lived) * m[i]))
        chance = q * q * (1 - q) / deaths[i] if deaths[i] else 0.0
        variance = (1 - q) ** 2 * variance + ((1 - lived) * width + years) ** 2 * chance
        years = width * (1 - q + lived * q) + (1 - q) * years
        found.append((years, sqrt(variance)))
    return found[::-1]


def call_sii(columns: Mapping[str, Any]) -> list[list[float]]:
    """The slope and the relative index with their 95 per cent limits (normal, and Fieller's)."""
    rows = [list_slope(area["n"], area["v"], area["se"]) for area in split(columns)]
    return [list(cells) for cells in zip(*rows, strict=True)]


def list_slope(people: list[float], values: list[float], errors: list[float]) -> tuple[float, ...]:
    whole, below, shares, places = sum(people), 0.0, [], []
    for n in people:
        shares.append(n / whole)
        places.append(below + shares[-1] / 2)
        below += shares[-1]
    mean = sum(a * b for a, b in zip(shares, places, strict=True))
    spread = sum(a * (b - mean) ** 2 for a, b in zip(shares, places, strict=True))
    c = [a * (b - mean) / spread for a, b in zip(shares, places, strict=True)]
    d = [a - mean * weight for a, weight in zip(shares, c, strict=True)]
    slope, start = (sum(w * v for w, v in zip(weights, values, strict=True)) for weights in (c, d))
    vs, vi, cov = (
        sum(one * other * se * se for one, other, se in zip(*pair, errors, strict=True))
        for pair in ((c, c), (d, d), (c, d))
    )
    z = Z["95"]
    half, a, b = z * sqrt(vs), start**2 - z * z * vi, start * slope - z * z * cov
    root = sqrt(b * b - a * (slope**2 - z * z * vs))
    ratios = (1 + slope / start, 1 + (b - root) / a, 1 + (b + root) / a)
    return slope, slope - half, slope + half, *ratios


def split(columns: Mapping[str, Any]) -> Iterator[dict[str, list[float]]]:
    """Yield the rows of each area; they stand together."""
    starts = np.flatnonzero(np.diff(columns["g"], prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(columns["g"])], strict=True):
        yield {name: cells[start:end].tolist() for name, cells in columns.items()}


CALLS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "life_expectancy": ("life_tables", call_life_expectancy),
    "sii": ("slopes", call_sii),
}
TASKS: dict[str, Task] = {name: Task(table, dict, call, list) for name, (table, call) in CALLS.items()}

if __name__ == "__main__":
    main(TASKS)
