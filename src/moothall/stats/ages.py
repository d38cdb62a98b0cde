"""Age bands, read by what they mean: never joined by position or by sorting their text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

import narwhals as nw

from moothall.stats.frames import Frame, Table, fetch, find_distinct, inner, map_numbers
from moothall.stats.status import Fault

OLDEST = 150  # no age is above it: what looks like one is a year or a code
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "\u00a0": " "})
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(rf"^(?:\d{{1,4}}[-/ ]{_MONTH}.*|{_MONTH}[-/ ]\d{{1,4}}.*|\d{{1,4}}[-/]\d{{1,2}}[-/]\d{{1,4}}.*)$")
_AROUND = re.compile(r"^(?:aged?|ages)\s+|\s*(?:years?(?: old)?|yrs?|y)\.?$")
_FORMS = (
    (re.compile(r"^(\d+)\s*(?:-|to)\s*(\d+)$"), lambda a, b: (a, b + 1)),
    (re.compile(r"^(?:<|under)\s*(\d+)$"), lambda a: (0, a)),
    (re.compile(r"^(?:<=|≤)\s*(\d+)$"), lambda a: (0, a + 1)),
    (re.compile(r"^(\d+)\s*(?:\+|plus|(?:and|or|&) (?:over|above|older|more))$"), lambda a: (a, math.inf)),
    (re.compile(r"^(?:>=|≥)\s*(\d+)$"), lambda a: (a, math.inf)),
    (re.compile(r"^(?:>|over)\s*(\d+)$"), lambda a: (a + 1, math.inf)),
)
_NUMBER = re.compile(r"^(\d+)(?:\.0*)?$")


@dataclass(frozen=True, order=True)
class Band:
    """Ages from ``start`` to below ``end``, in years; ``end`` is infinite where the band is open."""

    start: float
    end: float

    def covers(self, other: Band) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Band) -> bool:
        return self.start < other.end and other.start < self.end


def read_band(label: object) -> Band | None:
    """Return the band that a label means, or None; a bare number is one year."""
    text = _tidy(label)
    if found := _NUMBER.match(text):
        return _check(int(found[1]), int(found[1]) + 1)
    for form, build in _FORMS:
        if found := form.match(text):
            return _check(*build(*map(int, found.groups())))
    return None


def read_bands(labels: Iterable[Any]) -> dict[Any, Band | None]:
    """Return the band that each label of one column means, or None where it cannot be read.

    Bare numbers throughout are start ages: each band ends where the next begins, and the last is open.
    """
    known = list(dict.fromkeys(label for label in labels if label is not None and label == label))
    numbers = {label: _NUMBER.match(_tidy(label)) for label in known}
    if not are_start_ages(known):
        return {label: read_band(label) for label in known}
    starts = {label: int(found[1]) for label, found in numbers.items() if found}
    ends = dict(pairwise([*sorted(set(starts.values())), math.inf]))
    return {label: _check(start, ends[start]) for label, start in starts.items()}


def are_start_ages(labels: Iterable[Any]) -> bool:
    """Return whether there are labels, and all are bare numbers."""
    found = [_NUMBER.match(_tidy(label)) for label in labels]
    return bool(found) and all(found)


def say_unread(bands: Mapping[Any, Band | None]) -> str:
    """Return a sentence that names the labels that could not be read, with a hint where a spreadsheet is to blame."""
    unread = [label for label, band in bands.items() if band is None]
    if not unread:
        return ""
    named = ", ".join(repr(label) for label in unread[:10])
    dated = any(_DATE.match(_tidy(label)) for label in unread)
    hint = " A spreadsheet turned a band such as 5-9 or 10-14 into a date: format the column as text." if dated else ""
    return f" Age bands that could not be read: {named}.{hint}"


def find_bands(table: Table, age: str) -> dict[Any, Band | None]:
    """Return what each label of a column means, by one small query for the distinct labels."""
    labels = fetch(table.data.select(label_of(table, age).alias(age)).unique())[age].drop_nulls().to_list()
    return read_bands(sorted(labels, key=str))


def label_of(table: Table, age: str) -> nw.Expr:
    """Return the labels of a column as text or numbers."""
    dtype, cells = table.columns[age], nw.col(age)
    return cells.cast(nw.String) if dtype in (nw.Categorical, nw.Enum) else cells


def map_labels(table: Table, age: str, mapping: Mapping[Any, float]) -> nw.Expr:
    """Return what each label of a column stands for; null where it stands for nothing."""
    return map_numbers(label_of(table, age), mapping)


def _tidy(label: object) -> str:
    text = str(label).translate(_DASHES).strip().lower()
    return " ".join(_AROUND.sub("", _AROUND.sub("", text)).split())


def _check(start: float, end: float) -> Band | None:
    readable = 0 <= start < end and start <= OLDEST and (end <= OLDEST + 1 or end == math.inf)
    return Band(float(start), float(end)) if readable else None


# A group's bands are told by one number: the sum of 4 to the power of each band's place among the call's bands. Its
# digits in base 4 say how often each band is there, up to 3 times; more copies carry, and then the digits add up to
# less than the group's rows. Some 24 bands fit a float exactly; more bands take more numbers.
DIGITS = 24
BASE = 4
FEW = 6  # different sums of a collected frame that a chain of conditions answers faster than a look-up
_OVERLAP, _HOLE, _DOUBLE = 1.0, 2.0, 3.0


@dataclass(frozen=True)
class Bands:
    """The bands of one call: what each label means, and their ascending order."""

    by_label: Mapping[Any, Band | None]
    order: tuple[Band, ...]

    @property
    def words(self) -> list[str]:
        """Return the roles of the numbers that tell a group's bands."""
        return [f"bands_{number}" for number in range(-(-max(len(self.order), 1) // DIGITS))]

    def list_codes(self) -> dict[str, dict[Any, float]]:
        """Return, word by word, what each label adds to the number that tells a group's bands."""
        codes: dict[str, dict[Any, float]] = {word: {} for word in self.words}
        for label, band in self.by_label.items():
            if band is not None:
                place = self.order.index(band)
                for number, word in enumerate(codes):
                    codes[word][label] = float(BASE ** (place % DIGITS)) if place // DIGITS == number else 0.0
        return codes


def add_bands(table: Table, age: str) -> tuple[Table, Bands]:
    """Add working columns that tell, once they are summed, the bands of a group; null where a label cannot be read."""
    by_label = find_bands(table, age)
    bands = Bands(by_label, tuple(sorted({band for band in by_label.values() if band is not None})))
    columns = [map_labels(table, age, codes).alias(inner(word)) for word, codes in bands.list_codes().items()]
    return replace(table, data=table.data.with_columns(*columns)), bands


def judge_bands(data: Frame, bands: Bands) -> tuple[Frame, list[Fault]]:
    """Say how the bands of each group stand together, from the sums of ``add_bands`` and the group's ``rows``.

    Returns the frame with ``inner("age_from")`` and ``inner("age_to")`` (null where it is open), and the faults: bands
    that overlap, holes between them, a band twice. A collected frame has few different sums, which are judged one by
    one; a lazy frame, and one with very many bands, gets the same as an expression.
    """
    if isinstance(data, nw.DataFrame) and len(bands.words) == 1:
        return _judge_sums(data, bands)
    return _judge_digits(data, bands)


def _judge_sums(data: nw.DataFrame[Any], bands: Bands) -> tuple[Frame, list[Fault]]:
    column = nw.col(inner(bands.words[0]))
    judged = {total: _judge_sum(total, bands.order) for total in find_distinct(data, inner(bands.words[0]))}
    names = ("verdict", "copies", "age_from", "age_to")
    maps = {name: {total: found[i] for total, found in judged.items()} for i, name in enumerate(names)}
    data = data.with_columns(*[_look_up(column, found).alias(inner(name)) for name, found in maps.items()])
    verdict = nw.col(inner("verdict"))
    double = (verdict == _DOUBLE) | (nw.col(inner("copies")) != nw.col(inner("rows")))
    words = (("bad_age_band", verdict == _OVERLAP), ("missing_age_band", verdict == _HOLE))
    return data, [*words, ("duplicate_age_band", double)]


def _judge_sum(total: float, order: Sequence[Band]) -> tuple[float, float, float | None, float | None]:
    """Return a verdict, how many bands are there, copies too, and where they begin and end."""
    digits = [int(total) // BASE**place % BASE for place in range(len(order))]
    there = [band for band, digit in zip(order, digits, strict=True) if digit]
    overlap = any(one.meets(two) for one, two in pairwise(there))
    hole = any(two.start > one.end for one, two in pairwise(there))
    verdict = _OVERLAP if overlap else _HOLE if hole else _DOUBLE if any(digit > 1 for digit in digits) else 0.0
    end = there[-1].end if there else math.inf
    return verdict, float(sum(digits)), there[0].start if there else None, None if end == math.inf else end


def _look_up(column: nw.Expr, found: Mapping[float, float | None]) -> nw.Expr:
    if len(found) > FEW:
        return map_numbers(column, found)
    answer = nw.lit(None, nw.Float64)
    for total, number in found.items():
        answer = nw.when(column == total).then(nw.lit(number, nw.Float64)).otherwise(answer)
    return answer


def _judge_digits(data: Frame, bands: Bands) -> tuple[Frame, list[Fault]]:
    digits = {}
    for place, band in enumerate(bands.order):
        total, size = nw.col(inner(bands.words[place // DIGITS])), float(BASE ** (place % DIGITS))
        digits[band] = (total / size).floor() - BASE * (total / (size * BASE)).floor()
    data = data.with_columns(*[digit.alias(_digit(band)) for band, digit in digits.items()])
    there = {band: nw.col(_digit(band)) > 0 for band in digits}
    start = end = nw.lit(None, nw.Float64)
    for band in sorted(digits, reverse=True):
        start = nw.when(there[band]).then(nw.lit(band.start)).otherwise(start)
    for band in sorted(digits, key=lambda band: band.end):
        last = nw.lit(None if band.end == math.inf else band.end, nw.Float64)
        end = nw.when(there[band]).then(last).otherwise(end)
    data = data.with_columns(start.alias(inner("age_from")), end.alias(inner("age_to")))
    copies = nw.sum_horizontal(*[nw.col(_digit(band)) for band in digits]) if digits else nw.lit(0.0)
    faults: list[Fault] = [("duplicate_age_band", copies != nw.col(inner("rows")))]
    faults += [("duplicate_age_band", nw.col(_digit(band)) > 1) for band in digits]
    faults += [("bad_age_band", there[one] & there[two]) for one, two in combinations(digits, 2) if one.meets(two)]
    return data, [*faults, *_find_holes(bands.order, there)]


def _find_holes(order: Sequence[Band], there: Mapping[Band, nw.Expr]) -> list[Fault]:
    """Return where the ages that a group covers begin more than once."""
    edges = sorted({edge for band in order for edge in (band.start, band.end)})
    begins, before = nw.lit(0.0), nw.lit(False)
    for start, end in pairwise(edges):
        covering = [there[band] for band in order if band.covers(Band(start, end))]
        now = covering[0] if covering else nw.lit(False)
        for other in covering[1:]:
            now = now | other
        begins = begins + nw.when(now & ~before).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        before = now
    return [("missing_age_band", begins > 1)]


def _digit(band: Band) -> str:
    return inner(f"band_{band.start:g}_{band.end:g}")
