"""Standard populations, as data: how many people of each age a standard holds."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from moothall.stats.ages import Band, read_bands
from moothall.stats.errors import ArgumentError

Standard = str | Mapping[str, float]
SOURCES = {
    "esp2013": "European Standard Population 2013: Eurostat (2013), Revision of the European Standard Population, "
    "report of Eurostat's task force; 21 age groups, 100,000 people",
}


@dataclass(frozen=True)
class StandardPopulation:
    """A standard: ``rows`` from the label of an age band to its number of people, and where it was published."""

    name: str
    rows: Mapping[str, float]
    source: str


@cache
def standard_population(name: str) -> StandardPopulation:
    """Return a standard population that comes with the package; ``esp2013`` is the one there is.

    Raises:
        ArgumentError: there is no standard of that name.
    """
    if name not in SOURCES:
        raise ArgumentError(
            f"There is no standard population {name!r}; known: {', '.join(SOURCES)}. "
            "Others are given as a mapping from age band to people."
        )
    text = files("moothall.stats").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    rows = {row["age"]: float(row["population"]) for row in csv.DictReader(text.splitlines())}
    return StandardPopulation(name, rows, SOURCES[name])


def read_standard(standard: Any) -> dict[Band, float]:
    """Return the people of each age band of a standard, named or given as a mapping.

    Raises:
        ArgumentError: there is no such standard, its bands cannot be read or overlap, or its numbers are negative.
    """
    if not isinstance(standard, str | Mapping):
        raise ArgumentError(f"standard is {standard!r}; give a name or a mapping from age band to people.")
    rows = standard_population(standard).rows if isinstance(standard, str) else standard
    # In the package's own file a bare number is one year; a stranger's bare numbers are start ages, as in a column.
    bands = read_bands(rows)
    unread = [label for label, band in bands.items() if band is None]
    if unread or not bands:
        raise ArgumentError(f"The standard's age bands {unread or ''} cannot be read; write 0-4, 85+ and the like.")
    people = {band: float(rows[label]) for label, band in bands.items() if band is not None}
    if len(people) < len(rows) or any(one.meets(two) for one, two in pairwise(sorted(people))):
        raise ArgumentError("The standard's age bands overlap or stand twice.")
    wrong = [number for number in people.values() if not (math.isfinite(number) and number >= 0)]
    if wrong or not sum(people.values()) > 0:
        raise ArgumentError(f"The standard's numbers of people must be 0 or more and not all 0; there is {wrong or 0}.")
    return people


def weigh_bands(bands: Mapping[Any, Band | None], standard: Mapping[Band, float]) -> dict[Any, float]:
    """Return the people of the standard in each label's band; labels whose band is no union of the standard's lack."""
    found = {label: _weigh(band, standard) for label, band in bands.items() if band is not None}
    return {label: weight for label, weight in found.items() if weight is not None}


def say_unweighed(bands: Mapping[Any, Band | None], weights: Mapping[Any, float]) -> str:
    """Return a sentence that names the labels whose edges do not fit the standard's."""
    lost = [label for label, band in bands.items() if band is not None and label not in weights]
    return f" Age bands whose edges do not fit the standard's: {', '.join(map(repr, lost[:10]))}." if lost else ""


def _weigh(band: Band, standard: Mapping[Band, float]) -> float | None:
    met = sorted(part for part in standard if part.meets(band))
    fits = bool(met) and met[0].start == band.start and met[-1].end == band.end
    if not fits or any(one.end != two.start for one, two in pairwise(met)):
        return None
    return math.fsum(standard[part] for part in met)
