"""Fields of our own: a date in three boxes, a time of day, both together, and the key that lets a form be sent once."""

import re
import secrets
import uuid
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS


def new_key() -> str:
    """Return a fresh once-only key: a random UUID as 32 hexadecimal digits, from the system's secure source."""
    return uuid.UUID(bytes=secrets.token_bytes(16), version=4).hex


class OwnHiddenInput(forms.HiddenInput):
    """A hidden value of ours, drawn without an id, so that two forms can stand on one page."""


class OnceInput(OwnHiddenInput):
    """A hidden key that is new at every drawing, so that a refused form can be sent again."""

    def format_value(self, value: Any) -> str:
        return new_key()


class DateParts(forms.TextInput):
    """Day, month and year in three boxes; the value is what was typed, as a tuple of three texts."""

    parts: ClassVar[tuple[str, ...]] = ("day", "month", "year")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, ...] | None:
        typed = tuple(str(data.get(f"{name}_{part}", "")).strip() for part in self.parts)
        return typed if any(typed) else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in self.parts)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-day"

    @staticmethod
    def split(value: Any) -> tuple[str, ...]:
        """Return the three texts to draw for a date, or for what was typed."""
        if isinstance(value, date):
            return (str(value.day), str(value.month), str(value.year))
        return tuple(value) if isinstance(value, tuple) else ("", "", "")


class DateField(forms.DateField):
    """A date asked for as day, month and year; months may be words ("July", "jul")."""

    widget = DateParts

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, tuple):
            return super().to_python(value)
        missing = [part for part, text in zip(DateParts.parts, value, strict=True) if not text]
        if missing:
            raise ValidationError(f"The date must include a {' and a '.join(missing)}.", code="incomplete")
        try:
            return date(int(value[2]), _month(value[1]), int(value[0]))
        except (ValueError, OverflowError) as error:
            raise ValidationError("The date must be a real date, like 23 7 2019.", code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateParts.split(initial) != DateParts.split(data)


def _month(text: str) -> int:
    for count, name in MONTHS.items():
        if len(text) >= 3 and str(name).lower().startswith(text.lower()):
            return count
    return int(text)


class HourField(forms.TimeField):
    """A time of day: 10:00, 14.30, 2:30pm, 10am."""

    widget = forms.TextInput(attrs={"width": "5"})

    def __init__(self, **kwargs: Any) -> None:
        wrong = "Write the time like 10:00 or 2:30pm."
        super().__init__(error_messages={"invalid": wrong}, **kwargs)

    def to_python(self, value: Any) -> time | None:
        found = re.fullmatch(r"\s*(\d{1,2})(?:[:.](\d\d))?\s*([ap]m)?\s*", str(value or "").lower())
        if found is None:
            return super().to_python(value) if not value else self._refuse()
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24
        return time(hour, minute) if hour < 24 and minute < 60 else self._refuse()

    def _refuse(self) -> time:
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class MomentParts(DateParts):
    """Day, month, year and time of day in four boxes; the value is what was typed, as a tuple of four texts."""

    parts: ClassVar[tuple[str, ...]] = ("day", "month", "year", "time")


class MomentField(forms.Field):
    """A day with a time of day; the value is their text, such as 2019-07-23T10:00, or empty."""

    widget = MomentParts

    def to_python(self, value: Any) -> str:
        if not isinstance(value, tuple):
            return value or ""
        day = DateField(required=False).to_python(value[:3]) if any(value[:3]) else None
        if day is None:
            raise ValidationError("The time needs its day.", code="incomplete")
        if not value[3]:
            raise ValidationError("The day needs its time, such as 10:00 or 2:30pm.", code="incomplete")
        return f"{day.isoformat()}T{HourField().to_python(value[3]):%H:%M}"

    @staticmethod
    def split(text: str) -> tuple[str, ...]:
        """Return the four texts to draw for a moment that is written as text; empty for none."""
        if not text:
            return ("", "", "", "")
        day, _, hour = text.partition("T")
        return (*DateParts.split(date.fromisoformat(day)), hour[:5])
