"""Tables and calendars to take away: CSV with cells that no spreadsheet runs, and iCalendar."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import HttpResponse
from icalendar import Calendar, Event

from moothall.kit import clock

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def make_cell_safe(value: object) -> str:
    """Return a cell's text; one that a spreadsheet would run as a formula gets an apostrophe in front.

    A plain number keeps its sign. Source: OWASP, CSV injection.
    """
    text = "" if value is None else str(value)
    if text.startswith(_RUNS) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text[0] in "+-" and text[1:2].isdigit()


def write_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV text with a byte-order mark, so that a spreadsheet reads it as UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[make_cell_safe(cell) for cell in row] for row in rows])
    return "\ufeff" + stream.getvalue()


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with a CSV file called ``name``.csv."""
    answer = HttpResponse(write_table(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@dataclass(frozen=True)
class Happening:
    """One entry of a calendar: a moment with an optional end, or a whole day."""

    key: str
    title: str
    starts: datetime | date
    ends: datetime | None = None
    where: str = ""
    url: str = ""
    text: str = ""


def write_calendar(name: str, happenings: Iterable[Happening], *, revised: datetime | None = None) -> bytes:
    """Return an iCalendar file (RFC 5545); ``revised`` is when its entries last changed, now unless it is given."""
    stamp = revised or clock.now()
    calendar = Calendar()
    calendar.add("prodid", "-//Moothall//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for happening in happenings:
        calendar.add_component(_make_event(happening, stamp))
    written: bytes = calendar.to_ical()
    return written


def _make_event(happening: Happening, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{happening.key}@moothall")
    event.add("summary", happening.title)
    event.add("dtstamp", stamp)
    event.add("dtstart", happening.starts)
    if happening.ends:
        event.add("dtend", happening.ends)
    elif not isinstance(happening.starts, datetime):
        event.add("dtend", happening.starts + timedelta(days=1))
    for field, value in (("location", happening.where), ("url", happening.url), ("description", happening.text)):
        if value:
            event.add(field, value)
    return event


def calendar_answer(name: str, happenings: Iterable[Happening]) -> HttpResponse:
    """Answer with an iCalendar file called ``name``.ics, the same to the byte all day unless an entry changes."""
    written = write_calendar(name, happenings, revised=_find_revision())
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _find_revision() -> datetime:
    """Return the beginning of today: the newest act would say when something private was changed.

    Source: RFC 5545, 3.8.7.2, of a calendar without a method.
    """
    return clock.start_of(clock.day_of(clock.now())).astimezone(UTC)
