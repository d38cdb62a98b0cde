"""Fields of our own: a date in three boxes, and the hidden key that lets a form be sent once."""

import secrets
import uuid
from datetime import date
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

    parts: ClassVar = ("day", "month", "year")

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
