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


def make_values(rng: np.random.Generator, rows: int) -> dict[str, Any]:
    """Values in groups of a thousand or so, none negative: the peer stops on those."""
    return {"g": np.arange(rows) % max(rows // 1_000, 1), "v": rng.uniform(10, 90, rows).round(4)}


def make_life_tables(rng: np.random.Generator, areas: int) -> dict[str, Any]:
    n = np.ceil(rng.uniform(200, 900, areas * len(AGE_STARTS)))
    risk = np.tile(np.minimum(0.0002 * np.exp(0.08 * np.array(AGE_STARTS)), 0.3), areas)
    age = np.tile(np.array(AGE_STARTS), areas)
    return {"g": np.repeat(np.arange(areas), len(AGE_STARTS)), "age": age, "d": rng.poisson(n * risk) * 1.0, "n": n}


MAKERS: dict[str, tuple[Callable[[np.random.Generator, int], dict[str, Any]], int]] = {
    "counts": (make_counts, ROWS),
    "rates": (make_rates, ROWS),
    "standardised": (make_standardised, AREAS),
    "values": (make_values, ROWS),
    "life_tables": (make_life_tables, AREAS),
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
