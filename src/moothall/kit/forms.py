"""Forms that draw themselves with NHS.UK components, and keep what was typed when they are refused."""

from dataclasses import dataclass
from typing import Any, Protocol, cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from moothall.kit.components import error_summary, list_options, render_form, say_what_to_do
from moothall.kit.fields import DateField, DateParts, OnceInput, OwnHiddenInput

__all__ = ["Chosen", "DateField", "FilterForm", "Form"]

LOST_KEY = "This form has lost its key. Check your answers and send it again."
LOST_VERSION = "This form has lost track of which version it changes. Open the page again before you send it."
_HIDDEN = ("required", "invalid")
_REQUIRED = forms.Field.default_error_messages["required"]
_SHAPES = {
    "max_length": "Use %(limit_value)d characters or fewer: there are %(show_value)d now.",
    "min_length": "Use %(limit_value)d characters or more: there are %(show_value)d now.",
}


class Versioned(Protocol):
    """A record that counts its changes."""

    @property
    def version(self) -> int: ...


class Form(forms.Form):
    """A form of ours: drawn with NHS.UK components, sent once, and bound to the version of its record.

    ``record`` is what the form changes, if it changes one: its version goes with the form, so that a change made
    meanwhile by somebody else is noticed.
    """

    once = forms.RegexField(r"^[0-9a-f]{32}$", widget=OnceInput, error_messages=dict.fromkeys(_HIDDEN, LOST_KEY))
    version = forms.IntegerField(widget=OwnHiddenInput, error_messages=dict.fromkeys(_HIDDEN, LOST_VERSION))

    def __init__(self, *args: Any, record: Versioned | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        if record is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = record.version
        for name, field in self.fields.items():
            say_plainly(field, field.label or name.replace("_", " ").capitalize())

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Show why the act was refused, beside ``field`` if the form has it; the typed text stays."""
        self.add_error(field if field in self.fields else None, sentence)

    def pick(self, *names: str) -> dict[str, Any]:
        """Return some of the cleaned values by name."""
        return {name: self.cleaned_data[name] for name in names}

    def take_current_version(self) -> None:
        """Let the next sending change the record as it stands now.

        Only after the person has been told that somebody else changed it: never on other refusals, or a mistyped
        date would hide the other person's change.
        """
        if self.record is not None:
            data = cast("QueryDict", self.data).copy()
            data[self.add_prefix("version")] = str(self.record.version)
            self.data = data

    def as_nhsuk(self) -> SafeString:
        """Return the fields as HTML, without the form element, its button and its cross-site token."""
        return render_form(self)

    def error_summary(self) -> SafeString:
        """Return the summary of errors that stands at the top of the page; empty when there are none."""
        return error_summary(self)

    def __str__(self) -> SafeString:
        return self.as_nhsuk()

    __html__ = __str__


@dataclass(frozen=True)
class Chosen:
    """One filter in force: its label, the value in words, and the address of the list without it."""

    label: str
    value: str
    href: str


class FilterForm(forms.Form):
    """What a list is filtered by: read from the address, every field optional, nothing changed by it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def chosen(self, request: HttpRequest) -> list[Chosen]:
        """Return the filters in force, each with the address that takes it off."""
        return [
            Chosen(str(bound.label), _in_words(bound), _without(request, bound.html_name))
            for bound in self.visible_fields()
            if self.value(bound.name)
        ]

    def value(self, name: str) -> Any:
        """Return the cleaned value of one filter, or None when it is empty or cannot be."""
        return self.cleaned_data.get(name) or None if self.is_bound and name not in self.errors else None

    def __str__(self) -> SafeString:
        return render_form(self, say_optional=False)

    __html__ = __str__


def _in_words(bound: forms.BoundField) -> str:
    if isinstance(bound.field.widget, forms.widgets.ChoiceWidget):
        return ", ".join(str(option["label"]) for _group, option in list_options(bound) if option["selected"])
    value = bound.value()
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    for key in [name, "page", *(f"{name}_{part}" for part in DateParts.parts)]:
        query.pop(key, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def say_plainly(field: forms.Field, label: object) -> None:
    """Replace Django's general sentences by ones that say what to do; a form's own sentences stay."""
    if field.error_messages.get("required") == _REQUIRED:
        field.error_messages["required"] = say_what_to_do(field, str(label))
    for code, sentence in _SHAPES.items():
        field.error_messages.setdefault(code, sentence)
    if isinstance(field, forms.EmailField):
        field.error_messages.setdefault("invalid", "Enter an e-mail address like name@example.org.")
