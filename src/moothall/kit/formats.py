"""How dates, times and numbers are written on every page: "23 July 2019", "10am", "28,126"."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from jinja2 import Undefined

from moothall.kit.figures import MINUS, Number, write_figure


class Named(Protocol):
    """A record with a page of its own."""

    def get_absolute_url(self) -> str: ...


_UNITS = ("bytes", "kB", "MB", "GB")


def is_blank(value: object) -> bool:
    """Tell whether there is nothing to write; a page then shows nothing rather than "None"."""
    return value is None or value == "" or isinstance(value, Undefined)


def link(record: Named, text: str = "") -> SafeString:
    """Return a record's name, or other words, as a link to its page; the words are escaped."""
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), text or str(record))


def day(value: date | datetime | None) -> str:
    """Return a day as "23 July 2019"; an instant gives its day in the place's time zone."""
    if value is None or is_blank(value):
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.day} {value:%B %Y}"


def hour(value: time | datetime | None) -> str:
    """Return a time of day as "10am", "2:30pm", "noon" or "midnight"."""
    if value is None or is_blank(value):
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if value.minute == 0 and value.hour in (0, 12):
        return "noon" if value.hour else "midnight"
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'pm' if value.hour >= 12 else 'am'}"


def number(value: Number | None) -> str:
    """Return a number with its thousands marked, and its decimals as they are: "28,126", "0.5"."""
    if value is None or is_blank(value):
        return ""
    exact = Decimal(str(value))
    return f"{exact:,f}".replace("-", MINUS)


def decimal(value: Number | None, places: int = 1) -> str:
    """Return a number rounded to ``places`` decimals, halves away from nought: 2.25 is "2.3" at one place.

    A float is read by the decimals that it prints, so 0.15 rounds as people expect and not as binary does.
    """
    if value is None or is_blank(value):
        return ""
    return write_figure(value, places)


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its word: "1 action", "2 actions", "1,204 people" for ``("person", "people")``."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def size(count: int | None) -> str:
    """Return a file's size from its bytes: "812 bytes", "12 kB", "1.4 MB" (1 kB is 1,000 bytes)."""
    if count is None or is_blank(count):
        return ""
    power = next((p for p in (0, 1, 2) if count < 999.5 * 1000**p), 3)
    if power == 0:
        return plural(count, "byte")
    return f"{decimal(count / 1000**power, 0 if power == 1 else 1)} {_UNITS[power]}"
