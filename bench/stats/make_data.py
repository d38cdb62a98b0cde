"""Make the tables of the benchmark, with seed 42, as arrays that any environment with NumPy can read.

make_data.py FOLDER [--share 1.0]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

SEED = 42
ROWS, GROUPS, AREAS = 1_000_000, 100_000, 35_000
BANDS, FEWEST = 19, 20
FEW_AREAS, PRACTICES, TENTHS = 1_000, 7_000, 10
INDICATORS, DISTRICTS, YEARS = 300, 7, 15
AGE_STARTS = [0, 1, *range(5, 95, 5)]


def make_counts(rng: np.random.Generator, rows: int) -> dict[str, Any]:
    """Denominators e^U(1, 11), proportions Beta(1, 6), in groups of ten rows."""
    n = np.ceil(np.exp(rng.uniform(1, 11, rows)))
    x = rng.binomial(n.astype(np.int64), rng.beta(1, 6, rows)).astype(np.float64)
    return {"g": np.arange(rows) // max(rows // max(int(GROUPS * rows / ROWS), 1), 1), "x": x, "n": n}


def make_rates(rng: np.random.Generator, rows: int) -> dict[str, Any]:
    """Rates e^U(-9, -4): most counts are below ten. Rows without events are left out: the peer stops on them."""
    n = np.ceil(np.exp(rng.uniform(1, 14, rows)))
    x = rng.poisson(n * np.exp(rng.uniform(-9, -4, rows))).astype(np.float64)
    return {"x": x[x > 0], "n": n[x > 0]}


def make_standardised(rng: np.random.Generator, areas: int) -> dict[str, Any]:
    """Areas by nineteen bands, two sexes and five years."""
    groups = areas * 10
    n = np.ceil(rng.uniform(50, 4_000, groups * BANDS))
    risk = np.tile(0.0005 * np.exp(0.25 * np.arange(BANDS)), groups)
    return {
        "g": np.repeat(np.arange(groups), BANDS),
        "x": rng.poisson(n * np.minimum(risk, 0.2)).astype(np.float64),
        "n": n,
        "w": np.tile(1_000.0 + 300 * (np.arange(BANDS) % 7), groups),
    }


def make_every_rate(rng: np.random.Generator, rows: int) -> dict[str, Any]:
    """The rows of ``make_rates`` with those that have no events."""
    n = np.ceil(np.exp(rng.uniform(1, 14, rows)))
    return {"x": rng.poisson(n * np.exp(rng.uniform(-9, -4, rows))).astype(np.float64), "n": n}


def make_indirect(rng: np.random.Generator, areas: int) -> dict[str, Any]:
    """Areas by nineteen bands beside a reference. Rows without events are left out: the peer stops on them."""
    n = np.ceil(rng.uniform(50, 4_000, areas * BANDS))
    risk = np.minimum(0.002 * np.exp(0.2 * np.arange(BANDS)), 0.2)
    x = rng.poisson(n * np.tile(risk, areas)).astype(np.float64)
    people = np.full(areas * BANDS, 3e6)
    columns = {"g": np.repeat(np.arange(areas), BANDS), "age": np.tile(np.arange(BANDS), areas) * 5, "x": x, "n": n}
    columns |= {"R": np.tile(np.round(3e6 * risk), areas), "N": people}
    return {name: cells[x > 0] for name, cells in columns.items()}


def make_values(rng: np.random.Generator, rows: int) -> dict[str, Any]:
    """Values in groups of a thousand or so, none negative: the peer stops on those."""
    return {"g": np.arange(rows) % max(rows // 1_000, 1), "v": rng.uniform(10, 90, rows).round(4)}


def make_life_tables(rng: np.random.Generator, areas: int) -> dict[str, Any]:
    n = np.ceil(rng.uniform(200, 900, areas * len(AGE_STARTS)))
    risk = np.tile(np.minimum(0.0002 * np.exp(0.08 * np.array(AGE_STARTS)), 0.3), areas)
    age = np.tile(np.array(AGE_STARTS), areas)
    return {"g": np.repeat(np.arange(areas), len(AGE_STARTS)), "age": age, "d": rng.poisson(n * risk) * 1.0, "n": n}


def make_slopes(rng: np.random.Generator, areas: int) -> dict[str, Any]:
    """Areas by ten quantiles of life expectancy."""
    quantile = np.tile(np.arange(1, TENTHS + 1), areas)
    value = 74 + 0.8 * quantile + rng.normal(0, 0.6, areas * TENTHS)
    columns = {"g": np.repeat(np.arange(areas), TENTHS), "q": quantile, "v": value.round(4)}
    return {**columns, "n": np.ceil(rng.uniform(300, 700, areas * TENTHS)), "se": rng.uniform(0.2, 0.5, areas * TENTHS)}


def make_slopes_of_rates(rng: np.random.Generator, areas: int) -> dict[str, Any]:
    """Areas by ten quantiles of rates, with limits on the scale of logs."""
    columns = make_slopes(rng, areas)
    value, spread = 400.0 - 20 * columns["q"], np.exp(1.96 * rng.uniform(0.05, 0.25, areas * TENTHS))
    value = (value * np.exp(rng.normal(0, 0.1, areas * TENTHS))).round(3)
    return {
        "g": columns["g"],
        "q": columns["q"],
        "n": columns["n"],
        "v": value,
        "lo": value / spread,
        "up": value * spread,
    }


def make_funnels(rng: np.random.Generator, areas: int) -> dict[str, Any]:
    """Areas with events, people, expected events and a crude rate; none without events."""
    n = np.ceil(np.exp(rng.uniform(6, 11, areas)))
    x = np.maximum(rng.poisson(n * 0.02 * np.exp(rng.normal(0, 0.2, areas))), 1.0)
    return {"x": x, "n": n, "e": n * 0.02, "r": 100_000 * x / n}


def make_county(rng: np.random.Generator, indicators: int) -> dict[str, Any]:
    """Indicators by seven districts and fifteen years, one of the districts being what the others are held against."""
    shape = (indicators, DISTRICTS, YEARS)
    n = np.ceil(rng.uniform(2_000, 90_000, shape))
    share = rng.uniform(0.03, 0.3, (indicators, 1, 1)) * np.exp(rng.normal(0, 0.05, shape))
    places = np.indices(shape)
    columns = {
        "indicator": places[0],
        "area": places[1],
        "year": 2005 + places[2],
        "x": rng.binomial(n.astype(int), share),
    }
    return {name: cells.ravel() for name, cells in {**columns, "n": n}.items()}


MAKERS: dict[str, tuple[Callable[[np.random.Generator, int], dict[str, Any]], int]] = {
    "counts": (make_counts, ROWS),
    "rates": (make_rates, ROWS),
    "standardised": (make_standardised, AREAS),
    "values": (make_values, ROWS),
    "life_tables": (make_life_tables, AREAS),
    "every_rate": (make_every_rate, ROWS),
    "indirect": (make_indirect, AREAS),
    "slopes": (make_slopes, AREAS),
    "slopes_of_rates": (make_slopes_of_rates, FEW_AREAS),
    "funnels": (make_funnels, PRACTICES),
    "county": (make_county, INDICATORS),
}


def write(folder: Path, share: float) -> None:
    """Write every table, at a share of its full size."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, (make, full)) in enumerate(MAKERS.items()):
        rng = np.random.default_rng([SEED, number])
        np.savez(folder / f"{name}.npz", **make(rng, max(int(full * share), FEWEST)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    asked = parser.parse_args()
    write(asked.folder, asked.share)
