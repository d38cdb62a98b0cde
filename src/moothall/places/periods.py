"""Reads the period of a statistic as sources write it: 2018, 2018/19, 2016 - 18, Apr 2018 - Mar 2019. Pure.

All spellings of one period give one Period. A text that can be read in two ways is refused, and both are shown.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

NOT_PRINTED = "date not printed"
FIRST_MONTHS = {"calendar": 1, "financial": 4, "academic": 9}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
KNOWN_SPELLINGS = "2018, 2018/19, 2016 - 18, 2014/15 - 18/19, Apr 2018 - Mar 2019, 2018/19 Q2 or Jan 2025"


@dataclass(frozen=True)
class Period:
    """The time that a statistic covers, first and last day included.

    ``kind`` is calendar_year(s), financial_year(s), academic_year(s), quarter, month, months or unknown; ``label``
    is how pages write it, and reads back as the same period; ``sort_key`` puts later ends later, unknown first.
    """

    starts_on: date | None
    ends_on: date | None
    kind: str
    months: int | None
    label: str
    sort_key: str


UNKNOWN = Period(None, None, "unknown", None, NOT_PRINTED, "")


@dataclass(frozen=True)
class _Reading:
    """One way to read a text: the first month, how many months, and what that is in words."""

    year: int
    month: int
    months: int
    words: str = field(default="", compare=False)


def parse_period(text: str, year_type: str) -> Period:
    """Return the period that ``text`` names in a series whose years are ``year_type`` (calendar, financial, academic).

    Financial years begin in April, academic years in September. An empty text is the period *unknown*.

    Raises:
        ValueError: not a period, one that ends before it starts, or one with two readings, which are both given.
    """
    cleaned = _clean(text)
    if cleaned in ("", NOT_PRINTED):
        return UNKNOWN
    found = {reading for reader in _READERS for reading in reader(cleaned, year_type)}
    readings = sorted(found, key=lambda r: (r.months, r.year, r.month))
    if not readings:
        raise ValueError(f"“{text.strip()}” is not a period. Write it as {KNOWN_SPELLINGS}.")
    if len(readings) > 1:
        both = ", or ".join(reading.words or _write_months(reading) for reading in readings)
        raise ValueError(f"“{text.strip()}” can be read in more than one way: {both}. Write out the months.")
    return _make(readings[0], year_type)


def _clean(text: str) -> str:
    """Write a range, as in 2009 - 11, with an en dash; leave the bare hyphen, as in 2009-11, which a month has too."""
    plain = re.sub("[‐‑−]", "-", text).replace("\N{NO-BREAK SPACE}", " ")
    plain = re.sub(r"\bto\b|[‒–—]|\s-\s?|-\s", "–", plain.strip().lower())
    return re.sub(r"\s*([/–-])\s*", r"\1", re.sub(r"\s+", " ", plain))


def _make(reading: _Reading, year_type: str) -> Period:
    last = reading.year * 12 + reading.month - 1 + reading.months - 1
    year, month = last // 12, last % 12 + 1
    starts_on, ends_on = date(reading.year, reading.month, 1), date(year, month, monthrange(year, month)[1])
    kind = _name_kind(reading)
    label = _write_label(reading, kind, year_type)
    return Period(starts_on, ends_on, kind, reading.months, label, f"{ends_on.isoformat()}/{reading.months:04d}")


def _name_kind(reading: _Reading) -> str:
    for year_type, month in FIRST_MONTHS.items():
        if reading.month == month and reading.months % 12 == 0:
            return f"{year_type}_year" + ("s" if reading.months > 12 else "")
    if reading.months == 3 and reading.month % 3 == 1:
        return "quarter"
    return "month" if reading.months == 1 else "months"


def _write_label(reading: _Reading, kind: str, year_type: str) -> str:
    years, last = reading.months // 12, reading.year + reading.months // 12
    if kind.startswith("calendar") and kind.startswith(year_type) and years != 2:
        return str(reading.year) if years == 1 else f"{reading.year} - {_shorten(last - 1, reading.year)}"
    if kind.startswith(year_type) and year_type != "calendar":
        first = f"{reading.year}/{(reading.year + 1) % 100:02d}"
        return first if years == 1 else f"{first} - {_shorten(last - 1, reading.year)}/{last % 100:02d}"
    if kind == "quarter" and year_type == "financial":
        start = reading.year - (reading.month < 4)
        return f"{start}/{(start + 1) % 100:02d} Q{(reading.month - 4) % 12 // 3 + 1}"
    if kind == "quarter" and year_type == "calendar":
        return f"{reading.year} Q{reading.month // 3 + 1}"
    return _write_months(reading)


def _shorten(year: int, after: int) -> str:
    return f"{year % 100:02d}" if year // 100 == after // 100 else str(year)


def _write_months(reading: _Reading) -> str:
    first = f"{MONTHS[reading.month - 1]} {reading.year}"
    last = reading.year * 12 + reading.month - 1 + reading.months - 1
    return first if reading.months == 1 else f"{first} - {MONTHS[last % 12]} {last // 12}"


def _check_order(text: str, months: int) -> None:
    if months < 1:
        raise ValueError(f"“{text}” ends before it starts.")


def _full_year(short: str, after: int) -> int:
    """Return the year that two digits name: in the century of ``after``, or in the next when that lies before it."""
    if len(short) == 4:
        return int(short)
    year = after // 100 * 100 + int(short)
    return year + 100 if year < after and after % 100 > 90 else year


def _follows(short: str, year: int) -> bool:
    return int(short) == ((year + 1) % 100 if len(short) == 2 else year + 1)


def _read_year(text: str, year_type: str) -> Iterator[_Reading]:
    """2018: a calendar year; where the series' years begin in another month, it may be that year too."""
    if not re.fullmatch(_YEAR, text):
        return
    year = int(text)
    yield _Reading(year, 1, 12, f"the calendar year {year}")
    if year_type != "calendar":
        yield _Reading(year, FIRST_MONTHS[year_type], 12, f"the {year_type} year {year}/{(year + 1) % 100:02d}")


def _read_split_year(text: str, year_type: str) -> Iterator[_Reading]:
    """2018/19: the financial or academic year of the series; both, where the series counts calendar years."""
    match = re.fullmatch(rf"({_YEAR})/(\d\d|{_YEAR})", text)
    if match and _follows(match[2], int(match[1])):
        yield from _split_year(int(match[1]), year_type)


def _split_year(year: int, year_type: str) -> Iterator[_Reading]:
    for kind in ("financial", "academic") if year_type == "calendar" else (year_type,):
        yield _Reading(year, FIRST_MONTHS[kind], 12, f"the {kind} year {year}/{(year + 1) % 100:02d}")


def _read_dashed_years(text: str, year_type: str) -> Iterator[_Reading]:
    """2018-19 and 201819: a year of a series by such years; 2016-18: three calendar years; 2025-01: a month.

    A month's hyphen stands close: 2009 - 11 are three years, 2009-11 may also be a November.
    """
    match = re.fullmatch(rf"({_YEAR})(?:([–-])({_YEAR}|\d\d)|(\d\d))", text)
    if not match:
        return
    year, short = int(match[1]), match[3] or match[4]
    if _follows(short, year):
        yield from _split_year(year, year_type)
        if year_type != "calendar":
            return
    is_month = match[2] != "–" and len(short) == 2 and 1 <= int(short) <= 12
    if is_month:
        yield _Reading(year, int(short), 1, f"{MONTHS[int(short) - 1]} {year}")
    if match[2] and not (is_month and _full_year(short, year) <= year):
        yield from _calendar_years(text, year, short, year_type)


def _calendar_years(text: str, year: int, short: str, year_type: str) -> Iterator[_Reading]:
    last = _full_year(short, year)
    years = last - year + 1
    _check_order(text, years)
    yield _Reading(year, 1, years * 12, f"the calendar years {year} to {last}")
    if year_type != "calendar":
        words = f"the {year_type} years {year}/{(year + 1) % 100:02d} to {last}/{(last + 1) % 100:02d}"
        yield _Reading(year, FIRST_MONTHS[year_type], years * 12, words)


def _read_split_years(text: str, year_type: str) -> Iterator[_Reading]:
    """2014/15-18/19: five years of the series' own kind."""
    match = re.fullmatch(rf"({_YEAR})/(\d\d|{_YEAR})[–-](\d\d|{_YEAR})/(\d\d|{_YEAR})", text)
    if not match:
        return
    first, last = int(match[1]), _full_year(match[3], int(match[1]))
    if not (_follows(match[2], first) and _follows(match[4], last)):
        return
    _check_order(text, last - first + 1)
    for one in _split_year(first, year_type):
        kind = one.words.split()[1]
        words = f"the {kind} years {first}/{(first + 1) % 100:02d} to {last}/{(last + 1) % 100:02d}"
        yield _Reading(first, one.month, (last - first + 1) * 12, words)


def _read_months(text: str, year_type: str) -> Iterator[_Reading]:
    """Apr 2018 - Mar 2019, Apr - Jun 2018, January 2025."""
    match = re.fullmatch(rf"([a-z]{{3,9}})\.?(?: ({_YEAR}))?(?:[–-]([a-z]{{3,9}})\.? ({_YEAR}))?", text)
    if not match or not (match[2] or match[4]):
        return
    first = _find_month(match[1])
    last = _find_month(match[3]) if match[3] else first
    if first is None or last is None:
        return
    start = int(match[2] or match[4])
    months = (int(match[4] or match[2]) - start) * 12 + last - first + 1
    _check_order(text, months)
    yield _Reading(start, first, months)


def _find_month(word: str) -> int | None:
    """Return the number of a month from its name, or from the beginning of its name."""
    found = [i for i, name in enumerate(_MONTH_NAMES, start=1) if name.startswith(word)]
    return found[0] if len(found) == 1 else None


def _read_quarter(text: str, year_type: str) -> Iterator[_Reading]:
    """2018/19 Q2 is July to September 2018; 2018 Q2 is April to June where years are calendar years."""
    match = re.fullmatch(rf"({_YEAR})(?:/(\d\d))? ?q([1-4])|q([1-4]) ({_YEAR})(?:/(\d\d))?", text)
    if not match:
        return
    year, quarter = int(match[1] or match[5]), int(match[3] or match[4])
    short = match[2] or match[6]
    months_of = {"calendar": quarter * 3 - 2, "financial": quarter * 3 + 1}
    if short and _follows(short, year) and year_type == "financial":
        yield _quarter(year, months_of["financial"])
    elif not short:
        yield _quarter(year, months_of["calendar"])
        if year_type == "financial":
            yield _quarter(year, months_of["financial"])


def _quarter(year: int, month: int) -> _Reading:
    return _Reading(year + (month > 12), (month - 1) % 12 + 1, 3)


_YEAR = r"(?:19|20|21)\d\d"
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_READERS: tuple[Callable[[str, str], Iterator[_Reading]], ...] = (
    _read_year, _read_split_year, _read_dashed_years, _read_split_years, _read_months, _read_quarter,
)  # fmt: skip
