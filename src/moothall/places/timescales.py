"""Reads the words in which a paper says when something is due: "Year 1 Quarter 3", "by 2030", "in six months". Pure.

A form that is not known, or that lacks what it needs (the plan's first day, the day on which it was said), stays
unset: the words are kept, no day is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from moothall.places.rules import Timescale

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_NUMBERS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = rf"(?P<count>\d{{1,3}}|one|an|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_SPANS = "week|month|quarter|year"
_DAY_FORMS = (
    rf"(?:on )?(?:(?P<weekday>[a-z]+day),? )?(?:the )?(?P<day>\d{{1,2}}){_ORDINAL} (?:of )?{_MONTH},? {_YEAR}",
    rf"(?P<weekday>(?!))?{_MONTH} (?P<day>\d{{1,2}}){_ORDINAL},? {_YEAR}",
)
_DIGIT_FORMS = (
    rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
    rf"(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})[/.]{_YEAR}",
)
_PLAN_FORMS = (
    r"(?:year|yr|y) ?(?P<n>\d{1,2}|one|two|three|four|five)(?:[, ]*(?:quarter|qtr|q) ?(?P<q>\d))?(?P<rest>)",
    r"(?:year|yr|y) ?(?P<n>\d{1,2})(?:[, ]*(?:quarter|qtr|q) ?(?P<q>\d))?[, (]+(?P<rest>[a-z]+ \d{4})\)?",
    r"(?:quarter|qtr|q) ?(?P<q>\d)[, ]*(?:of )?(?:year|yr|y) ?(?P<n>\d{1,2})(?P<rest>(?!))?",
)
_MARKS = ("by", "relative", "next_meeting", "review", "doubtful", "conflict", "refused")
_PERIODS = {
    "daily": "P1D", "day": "P1D", "weekly": "P1W", "week": "P1W", "fortnightly": "P2W", "fortnight": "P2W",
    "monthly": "P1M", "month": "P1M", "quarterly": "P3M", "quarter": "P3M", "termly": "3/P1Y",
    "annually": "P1Y", "annual": "P1Y", "yearly": "P1Y", "year": "P1Y",
}  # fmt: skip
_UNITS = {"day": "D", "week": "W", "fortnight": "W", "month": "M", "quarter": "M", "year": "Y"}
_TIMES = {
    "once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
    "twelve": 12,
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CONDITIONS = re.compile(
    r"(?:once|when|if|as soon as|subject to|depend(?:ent|ing) (?:up)?on|pending|upon)\b|(?:after|following)\b(?!.*\d)"
)


@dataclass(frozen=True)
class _Context:
    year_one_starts_on: date | None
    said_on: date | None
    next_meeting_on: date | None


@dataclass(frozen=True)
class _Found:
    kind: str = "unset"
    start: date | None = None
    end: date | None = None
    precision: str = ""
    every: str = ""
    marks: frozenset[str] = frozenset()


_REFUSED = _Found(marks=frozenset({"refused"}))
_CONFLICT = _Found(marks=frozenset({"conflict"}))
_Reader = Callable[[str, _Context], _Found | None]


def parse_timescale(
    as_written: str,
    *,
    year_one_starts_on: date | None = None,
    said_on: date | None = None,
    next_meeting_on: date | None = None,
) -> Timescale:
    """Return what ``as_written`` says about time; the words themselves are always kept.

    ``year_one_starts_on`` is the first day of the plan's year 1, ``said_on`` the day on which relative words were
    said, ``next_meeting_on`` the board's next meeting after it. Start and end are inclusive days; a quarter is three
    months of the plan's year, or of the financial year from 1 April where one is named ("Q3 2019/20").
    What is not a known form, or cannot be a date, has kind unset; it never raises.
    """
    context = _Context(year_one_starts_on, said_on, next_meeting_on)
    found = _read(_tidy(as_written), context) or _Found()
    return Timescale(
        as_written=as_written,
        kind=found.kind,
        start=found.start,
        end=found.end,
        precision=found.precision,
        every=found.every,
        mark=";".join(mark for mark in _MARKS if mark in found.marks),
    )


def _tidy(text: str) -> str:
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text.replace("\u2019", "'"))
    return re.sub(r"\s+", " ", text).strip().rstrip(".;,").lower().strip()


def _read(text: str, context: _Context) -> _Found | None:
    if text.endswith("?"):
        return _mark(_read(text.rstrip("? "), context), "doubtful")
    for reader in _READERS:
        try:
            found = reader(text, context)
        except (ValueError, OverflowError):
            # A form that was recognised and names a day that is not in the calendar.
            return _REFUSED
        if found is not None:
            return found
    return None


def _mark(found: _Found | None, *marks: str) -> _Found | None:
    if found is None:
        return None
    return replace(found, marks=found.marks | set(marks))


def _read_condition(text: str, context: _Context) -> _Found | None:
    return _Found("conditional") if _CONDITIONS.match(text) else None


def _read_ongoing(text: str, context: _Context) -> _Found | None:
    if re.fullmatch(r"(on-?going|continuous|continuously|continuing|throughout)", text):
        return _Found("ongoing")
    pattern = r"on-?going from (?P<a>.+)|(?:from )?(?P<b>.+?)(?: onwards?| ?- ?on-?going| and on-?going)"
    found = re.fullmatch(pattern, text)
    start = _read_moment(found["a"] or found["b"], context) if found else None
    if start is None or start.kind != "point":
        return start
    return replace(start, kind="ongoing", end=None)


def _read_review(text: str, context: _Context) -> _Found | None:
    """Read "Reviewed after 2 years - Year 2 Quarter 4": the last part is when it is reviewed."""
    found = re.fullmatch(r"(?:to be )?review(?:ed)?\b(?:.* - | (?:in |on )?)(?P<rest>.+)", text)
    return _mark(_read(found["rest"], context), "review") if found else None


def _read_recurring(text: str, context: _Context) -> _Found | None:
    every, rest = _read_frequency(text)
    if not every:
        return None
    limits = re.fullmatch(r",?\s*(?:\w+ )?(?P<limits>(?:from|between|until|till|to) .+)", rest)
    if limits:
        span = _read_range(limits["limits"], context)
        return replace(span, kind="recurring", every=every) if span and span.kind == "range" else span
    return None if re.search(r"\d", rest) else _Found("recurring", every=every)


def _read_frequency(text: str) -> tuple[str, str]:
    """Return how often, as an ISO 8601 period or n/period, and the words that follow; empty where not said."""
    for pattern, say in _FREQUENCIES:
        found = pattern.match(text)
        if found:
            return say(found), text[found.end() :]
    return "", text


def _say_times(found: re.Match[str]) -> str:
    times = int(found["times"]) if found["times"].isdigit() else _TIMES[found["times"]]
    period = _PERIODS[found["unit"]]
    return period if times == 1 else f"{times}/{period}"


def _say_every(found: re.Match[str]) -> str:
    unit = found["unit"]
    factor = {"fortnight": 2, "quarter": 3}.get(unit, 1)
    return f"P{_count(found['count']) * factor}{_UNITS[unit]}"


_FREQUENCIES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(rf"(?P<times>\d{{1,2}}|{'|'.join(_TIMES)})(?: times)? (?:a|each|every|per) (?P<unit>{_SPANS})\b"),
        _say_times,
    ),
    (re.compile(rf"every {_COUNT} {_UNIT}\b"), _say_every),
    (
        re.compile(r"(?:every|each|per) (?P<unit>day|week|fortnight|month|quarter|year)\b"),
        lambda found: _PERIODS[found["unit"]],
    ),
    (
        re.compile(r"(?P<word>daily|weekly|fortnightly|monthly|quarterly|termly|annually|annual|yearly)\b"),
        lambda found: _PERIODS[found["word"]],
    ),
)


def _read_by(text: str, context: _Context) -> _Found | None:
    found = re.fullmatch(r"(?:(?:by|no later than) (?:the )?(?:end of )?|(?:the )?end of )(?P<rest>.+)", text)
    return _mark(_read_moment(found["rest"], context), "by") if found else None


def _read_relative(text: str, context: _Context) -> _Found | None:
    """Read words that need the day they were said on, or the board's calendar."""
    if re.fullmatch(r"(?:at )?(?:the |its |our )?next (?:\w+ ){0,5}meeting(?: of the [\w ]+)?", text):
        return _mark(_day(context.next_meeting_on), "next_meeting")
    found = re.fullmatch(rf"(?P<lead>in|within) (?:the next )?{_COUNT} {_UNIT}(?:'? time)?", text)
    if not found:
        return None
    marks = ("relative", "by") if found["lead"] == "within" else ("relative",)
    if context.said_on is None:
        return _mark(_Found(), *marks)
    return _mark(_day(_add(context.said_on, _count(found["count"]), found["unit"])), *marks)


def _day(day: date | None) -> _Found:
    return _Found() if day is None else _Found("point", day, day, "day")


def _read_range(text: str, context: _Context) -> _Found | None:
    one_sided = re.fullmatch(r"(?P<word>from|starting|until|till|to) (?P<rest>.+)", text)
    for parts in _split_range(text.removeprefix("from ").removeprefix("between ")):
        found = _join(*parts, context)
        if found is not None:
            return found
    if not one_sided:
        return None
    edge = _read_moment(one_sided["rest"], context)
    if edge is None or edge.kind == "unset":
        return edge
    opens = one_sided["word"] in ("from", "starting")
    return replace(edge, kind="range", end=None) if opens else replace(edge, kind="range", start=None)


def _split_range(text: str) -> list[tuple[str, str]]:
    """Return every way to cut the words in two at a dash, "to", "until" or "and"."""
    cuts = re.finditer(r" ?- ?| (?:to|until|till|and) ", text)
    return [(text[: cut.start()].strip(), text[cut.end() :].strip()) for cut in cuts]


def _join(first: str, last: str, context: _Context) -> _Found | None:
    end = _read_moment(last, context)
    if end is None:
        return None
    start = _read_moment(first, context) or _read_month_of(first, end)
    if start is None:
        return None
    if "unset" in (start.kind, end.kind):
        return _Found(marks=start.marks | end.marks)
    if start.start is None or end.end is None or start.start > end.end:
        return _CONFLICT
    return _Found("range", start.start, end.end, end.precision, marks=start.marks | end.marks)


def _read_month_of(word: str, end: _Found) -> _Found | None:
    """Read "March" in "March to June 2020": the year is said once. A later month would need a guess."""
    month = _find_month(word)
    if month is None or end.start is None or end.precision != "month" or month > end.start.month:
        return None
    return _read_month_year(month, end.start.year)


def _read_moment(text: str, context: _Context) -> _Found | None:
    """Read one day, month, quarter, year or financial year."""
    for reader in (_read_day, _read_plan_time, _read_quarter, _read_month, _read_years, _read_relative):
        found = reader(text, context)
        if found is not None:
            return found
    return None


def _read_day(text: str, context: _Context) -> _Found | None:
    found = _match(_DAY_FORMS, text)
    if found:
        month = _find_month(found["month"])
        if month is None:
            return None
        return _check_weekday(date(int(found["year"]), month, int(found["day"])), found["weekday"])
    found = _match(_DIGIT_FORMS, text)
    return _day(date(int(found["year"]), int(found["month"]), int(found["day"]))) if found else None


def _match(forms: tuple[str, ...], text: str) -> re.Match[str] | None:
    return next((found for form in forms if (found := re.fullmatch(form, text))), None)


def _check_weekday(day: date, weekday: str | None) -> _Found:
    if weekday and weekday != _WEEKDAYS[day.weekday()]:
        return _CONFLICT if weekday in _WEEKDAYS else _Found()
    return _day(day)


def _read_plan_time(text: str, context: _Context) -> _Found | None:
    """Read "Year 1 Quarter 3", alone or with a month that must lie in it."""
    found = _match(_PLAN_FORMS, text)
    if not found:
        return None
    if found["q"] and not 1 <= int(found["q"]) <= 4:
        return _REFUSED
    number = _count(found["n"])
    if number < 1:
        return _REFUSED
    if context.year_one_starts_on is None:
        return _Found()
    span = _cut_year(_add(context.year_one_starts_on, number - 1, "year"), found["q"])
    return _narrow(span, found["rest"], context) if found["rest"] else span


def _narrow(span: _Found, words: str, context: _Context) -> _Found | None:
    month = _read_month(words, context)
    if month is None or month.start is None or month.end is None or span.start is None or span.end is None:
        return None
    return month if span.start <= month.start and month.end <= span.end else _CONFLICT


def _cut_year(starts_on: date, quarter: str | None) -> _Found:
    """Return the year from ``starts_on``, or one quarter of it."""
    if not quarter:
        return _Found("point", starts_on, _add(starts_on, 1, "year") - timedelta(days=1), "year")
    start = _add(starts_on, 3 * (int(quarter) - 1), "month")
    return _Found("point", start, _add(starts_on, 3 * int(quarter), "month") - timedelta(days=1), "quarter")


def _read_quarter(text: str, context: _Context) -> _Found | None:
    """Read a quarter of a named financial year, in either order; "Q3 2019" could be either year's and stays unset."""
    quarter = r"(?:quarter|qtr|q) ?(?P<q>\d)"
    years = r"(?P<first>(?:19|20|21)\d\d)[/-](?P<second>\d{4}|\d\d)"
    found = re.fullmatch(rf"{quarter},? (?:of )?{years}", text) or re.fullmatch(rf"{years},? {quarter}", text)
    if not found or not _is_next(found["first"], found["second"]):
        return None
    if not 1 <= int(found["q"]) <= 4:
        return _REFUSED
    return _cut_year(date(int(found["first"]), 4, 1), found["q"])


def _read_month(text: str, context: _Context) -> _Found | None:
    found = re.fullmatch(rf"(?:in )?{_MONTH},? {_YEAR}", text)
    month = _find_month(found["month"]) if found else None
    return _read_month_year(month, int(found["year"])) if found and month else None


def _read_month_year(month: int, year: int) -> _Found:
    return _Found("point", date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def _read_years(text: str, context: _Context) -> _Found | None:
    found = re.fullmatch(rf"(?:in )?{_YEAR}", text)
    if found:
        year = int(found["year"])
        return _Found("point", date(year, 1, 1), date(year, 12, 31), "year")
    # The financial year of councils and of the NHS runs from 1 April to 31 March.
    first = r"(?:in )?(?:fy ?)?(?P<first>(?:19|20|21)\d\d)"
    found = re.fullmatch(rf"{first}(?:/(?P<second>\d{{4}}|\d\d)|-(?P<short>\d\d))", text)
    if not found or not _is_next(found["first"], found["second"] or found["short"]):
        return None
    year = int(found["first"])
    return _Found("range", date(year, 4, 1), date(year + 1, 3, 31), "day")


def _is_next(first: str, second: str) -> bool:
    """Say whether "20" follows "2019", so that the two name one financial year."""
    return str(int(first) + 1)[-len(second) :] == second


def _find_month(word: str) -> int | None:
    """Return the number of a month given in full, by three letters, or as "sept"."""
    found = [n for n, name in enumerate(MONTHS, start=1) if word in (name, name[:3]) or (n == 9 and word == "sept")]
    return found[0] if found else None


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return 1 if word in ("one", "an") else _NUMBERS.index(word) + 1


def _add(day: date, count: int, unit: str) -> date:
    """Return the day ``count`` units later; a day that the month lacks becomes its last."""
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# In the order in which they are tried: a form that says more stands before one that it contains.
_READERS: tuple[_Reader, ...] = (
    _read_moment,
    _read_review,
    _read_recurring,
    _read_ongoing,
    _read_by,
    _read_range,
    _read_condition,
)
