"""Life tables by Chiang's method, many at once: arrays of groups by age bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
NOWHERE = -1  # the place of an age that is none of the table's bands


@dataclass(frozen=True)
class Grid:
    """Rows laid out as groups by bands. ``group`` and ``place`` tell where each row lies, ``start`` its age.

    ``is_first``: no row before it has its group and age. ``lacking``, ``doubled`` and ``strays`` judge groups: a band
    is lacking, stands twice, or is none of the table's.
    """

    group: Places
    place: Places
    start: Floats
    is_first: NDArray[np.bool_]
    deaths: Floats
    population: Floats
    lacking: NDArray[np.bool_]
    doubled: NDArray[np.bool_]
    strays: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        numbers: Mapping[str, Floats],
        sizes: ArrayLike,
        places: Sequence[int],
        starts: Sequence[float],
        bands: int,
    ) -> Grid:
        """Lay out rows sorted by group and by ``number`` (NaN: no label), by which their age is told.

        ``places`` and ``starts`` say, by number, which band of the table it is and where it starts.
        """
        lengths = np.asarray(sizes, dtype=np.int64)
        group = np.repeat(np.arange(len(lengths)), lengths)
        number = np.where(np.isnan(numbers["number"]), len(places), numbers["number"]).astype(np.int64)
        place = np.asarray([*places, NOWHERE], dtype=np.int64)[number]
        start = np.asarray([*starts, np.nan], dtype=np.float64)[number]
        same_group = group[1:] == group[:-1]
        same_age = np.where(place[1:] == NOWHERE, number[1:] == number[:-1], place[1:] == place[:-1])
        is_first = np.ones(len(group), dtype=bool)
        is_first[1:] = ~(same_group & same_age)
        used, shape = place != NOWHERE, (len(lengths), bands)
        at = (group * bands + place)[used]  # places in a flat array are found in half the time
        rows = np.bincount(at, minlength=len(lengths) * bands).reshape(shape)
        cells = {name: np.zeros(len(lengths) * bands) for name in ("deaths", "population")}
        for name, cell in cells.items():
            cell[at] = numbers[name][used]
        return cls(
            group,
            place,
            start,
            is_first,
            cells["deaths"].reshape(shape),
            cells["population"].reshape(shape),
            lacking=np.any(rows == 0, axis=1),
            doubled=np.any(rows > 1, axis=1),
            strays=np.bincount(group[~used], minlength=len(lengths)) > 0,
        )

    def count(self) -> dict[str, Floats]:
        """Return population and deaths from each age up, groups by bands; NaN where a group's bands do not fit."""
        unsure = (self.doubled | self.strays)[:, None]
        sums = {"population_used": sum_upwards(self.population), "deaths_used": sum_upwards(self.deaths)}
        return {name: np.where(unsure, np.nan, cells) for name, cells in sums.items()}

    def choose(self, asked: Sequence[int] | None) -> Chosen:
        """Choose the rows of the answer: the first of each group and age, or each group's ages that are asked for.

        A group that lacks an age that is asked for has a row for it all the same, with the label of another group.
        """
        start = self.start
        if asked is None:
            rows = np.flatnonzero(self.is_first)
            return Chosen(rows, rows, self.group[rows], self.place[rows], start[rows])
        rows = np.flatnonzero(self.is_first & np.isin(start, asked))
        parts = [Chosen(rows, rows, self.group[rows], self.place[rows], start[rows])]
        for age in asked:
            bearing = np.flatnonzero(start == age)
            lost = np.setdiff1d(np.arange(len(self.lacking)), self.group[bearing])
            label = np.full(len(lost), bearing[0] if len(bearing) else NOWHERE)
            place = np.full(len(lost), NOWHERE)
            parts.append(Chosen(np.searchsorted(self.group, lost), label, lost, place, np.full(len(lost), float(age))))
        found = [np.concatenate(cells) for cells in zip(*map(Chosen.list_parts, parts), strict=True)]
        order = np.lexsort((found[4], found[2]))  # by group, then age
        return Chosen(*(cells[order] for cells in found))


@dataclass(frozen=True)
class Chosen:
    """Rows of the answer: from which row each takes its keys and its label, where it lies, and the age it starts at."""

    keys: Places
    label: Places
    group: Places
    place: Places
    start: Floats

    def list_parts(self) -> tuple[Places, Places, Places, Places, Floats]:
        return self.keys, self.label, self.group, self.place, self.start

    def take(self, answers: Floats) -> Floats:
        """Return each row's cell of an array of groups by bands; NaN where it has no place, or no finite number."""
        if answers.size == 0:
            return np.full(len(self.group), np.nan)
        there = self.place != NOWHERE
        cells: Floats = answers.ravel()[np.where(there, self.group * answers.shape[1] + self.place, 0)]
        return np.where(there & np.isfinite(cells), cells, np.nan)


def sum_upwards(cells: Floats) -> Floats:
    """Return, for each band, the sum of it and all bands above it."""
    return np.asarray(np.cumsum(cells[:, ::-1], axis=1)[:, ::-1])


def build_tables(deaths: Floats, population: Floats, widths: ArrayLike, fractions: ArrayLike) -> dict[str, Floats]:
    """Return life tables: ``m``, ``q``, ``l``, ``L``, ``T``, ``e`` (years to come) and ``se``, groups by bands.

    ``fractions``: the part of each band's years that those who die in it live. The last width does not matter; the last
    band needs deaths. Where nobody reaches an age, ``e`` is 0 and ``se`` NaN.
    """
    n, a = np.asarray(widths, dtype=np.float64)[:-1], np.asarray(fractions, dtype=np.float64)[:-1]
    m = deaths / population
    q = np.ones_like(m)
    q[:, :-1] = np.minimum(1.0, n * m[:, :-1] / (1 + n * (1 - a) * m[:, :-1]))
    alive = np.ones_like(m)
    alive[:, 1:] = np.cumprod(1 - q[:, :-1], axis=1)
    lived = np.empty_like(m)
    lived[:, :-1] = n * (alive[:, 1:] + a * (alive[:, :-1] - alive[:, 1:]))
    lived[:, -1] = alive[:, -1] / m[:, -1]
    ahead = sum_upwards(lived)
    years = _divide(ahead, alive, 0.0)
    spread = np.empty_like(m)
    chance = _divide(q[:, :-1] ** 2 * (1 - q[:, :-1]), deaths[:, :-1], 0.0)
    spread[:, :-1] = alive[:, :-1] ** 2 * ((1 - a) * n + years[:, 1:]) ** 2 * chance
    spread[:, -1] = alive[:, -1] ** 2 / (deaths[:, -1] * m[:, -1] ** 2)
    se = np.sqrt(_divide(sum_upwards(spread), alive**2, np.nan))
    return {"m": m, "q": q, "l": alive, "L": lived, "T": ahead, "e": years, "se": se}


def spread_over(found: Floats, good: ArrayLike) -> Floats:
    """Return arrays of the good groups in their places among all groups; NaN elsewhere."""
    places = np.asarray(good, dtype=bool)
    answer = np.full((len(places), found.shape[1]), np.nan)
    answer[places] = found
    return answer


def _divide(above: Floats, below: Floats, otherwise: float) -> Floats:
    return np.divide(above, below, out=np.full_like(above, otherwise), where=below > 0)
