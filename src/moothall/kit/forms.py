"""Forms that draw themselves with NHS.UK components, and keep what was typed when they are refused.

Any Django field with an ordinary widget is drawn; its ``help_text`` is the hint. A widget's ``width`` attribute
(2, 3, 4, 5, 10, 20 or 30 characters) sets how wide a box is, and ``autocomplete`` and the like are passed on.
"""

import secrets
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.dates import MONTHS
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

LOST_KEY = "This form has lost its key. Check your answers and send it again."
LOST_VERSION = "This form has lost track of which version it changes. Open the page again before you send it."
_DJANGOS_ROWS = "10"  # what Django's Textarea says when nobody chose
_REQUIRED = forms.Field.default_error_messages["required"]
_SHAPES = {
    "max_length": "Use %(limit_value)d characters or fewer: there are %(show_value)d now.",
    "min_length": "Use %(limit_value)d characters or more: there are %(show_value)d now.",
}


class Versioned(Protocol):
    """A record that counts its changes."""

    @property
    def version(self) -> int: ...


def new_key() -> str:
    """Return a fresh once-only key: a random UUID as 32 hexadecimal digits, from the system's secure source."""
    return uuid.UUID(bytes=secrets.token_bytes(16), version=4).hex


class OnceInput(forms.HiddenInput):
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

    def typed(self, value: Any) -> tuple[str, ...]:
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
        return self.widget.typed(initial) != self.widget.typed(data)


class Form(forms.Form):
    """A form of ours: drawn with NHS.UK components, sent once, and bound to the version of its record.

    ``record`` is what the form changes, if it changes one: its version goes with the form, so that a change made
    meanwhile by somebody else is noticed.
    """

    once = forms.RegexField(r"^[0-9a-f]{32}$", widget=OnceInput, error_messages={"required": LOST_KEY, "invalid": LOST_KEY})
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": LOST_VERSION, "invalid": LOST_VERSION}
    )

    def __init__(self, *args: Any, record: Versioned | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        if record is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = record.version
        for name, field in self.fields.items():
            _say_plainly(field, field.label or name.replace("_", " ").capitalize())

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Show why the act was refused, beside ``field`` if the form has it; the typed text stays."""
        self.add_error(field if field in self.fields else None, sentence)

    def take_current_version(self) -> None:
        """Let the next sending change the record as it stands now.

        Only after the person has been told that somebody else changed it: never on other refusals, or a mistyped
        date would hide the other person's change.
        """
        if self.record is not None:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.record.version)

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


def render_form(
    form: forms.BaseForm,
    *,
    labels: Mapping[str, str] | None = None,
    hints: Mapping[str, str] | None = None,
    say_optional: bool = True,
) -> SafeString:
    """Return any Django form's fields as NHS.UK components, its own labels and hints replaced where given."""
    parts = []
    for bound in form.visible_fields():
        label = (labels or {}).get(bound.name) or str(bound.label)
        hint = (hints or {}).get(bound.name, bound.help_text)
        suffix = " (optional)" if say_optional and _is_plainly_optional(bound) and "(optional)" not in label else ""
        parts.append(_describe(bound, label + suffix, hint))
    hidden = [_describe_hidden(bound, ours=isinstance(form, Form)) for bound in form.hidden_fields()]
    return mark_safe(render_to_string("kit/forms/fields.jinja", {"parts": parts, "hidden": hidden}))


def error_summary(*shown: object) -> SafeString:
    """Return one summary of the errors of all ``shown`` forms; what is not a form with errors is passed over."""
    items = [item for form in shown if has_errors(form) for item in _errors(form)]  # type: ignore[arg-type]
    return mark_safe(render_to_string("kit/forms/errors.jinja", {"items": items}) if items else "")


def has_errors(*shown: object) -> bool:
    """Tell whether any of the forms has been refused."""
    return any(isinstance(form, forms.BaseForm) and form.is_bound and bool(form.errors) for form in shown)


def _errors(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    for sentence in form.non_field_errors():
        yield {"html": conditional_escape(sentence)}
    for bound in form:
        for sentence in bound.errors:
            target = {} if bound.is_hidden else {"href": f"#{_first_id(bound)}"}
            yield {"html": conditional_escape(sentence)} | target


def _first_id(bound: forms.BoundField) -> str:
    return f"{bound.auto_id}-day" if isinstance(bound.field.widget, DateParts) else bound.auto_id


def _is_plainly_optional(bound: forms.BoundField) -> bool:
    return not bound.field.required and not isinstance(bound.field.widget, forms.CheckboxInput)


def _describe_hidden(bound: forms.BoundField, *, ours: bool) -> dict[str, Any]:
    """Give our own hidden fields no id: two forms on one page would have the same."""
    widget = bound.field.widget
    return {
        "name": bound.html_name,
        "value": widget.format_value(bound.value()),
        "id": "" if ours else bound.auto_id,
    }


def _describe(bound: forms.BoundField, label: str, hint: object) -> dict[str, Any]:
    """Return the component's name and parameters for one field.

    The macros print labels, hints and errors as they are, so they are escaped here.
    """
    params: dict[str, Any] = {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": {"html": conditional_escape(label), "classes": "nhsuk-label--s"},
        "disabled": bound.field.disabled,
    }
    if hint:
        params["hint"] = {"html": conditional_escape(hint)}
    if bound.errors:
        params["errorMessage"] = {"html": mark_safe("<br>".join(conditional_escape(e) for e in bound.errors))}
    kind, own = _component(bound, params)
    return {"kind": own.pop("kind", kind), "params": params | own}


def _component(bound: forms.BoundField, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    for widget, (kind, build) in _COMPONENTS.items():
        if isinstance(bound.field.widget, widget):
            return kind, build(bound, params)
    raise TypeError(f"There is no NHS.UK component for {type(bound.field.widget).__name__} ({bound.html_name})")


def _as_input(bound: forms.BoundField, params: dict[str, Any]) -> dict[str, Any]:
    widget = bound.field.widget
    attrs = _attrs(bound)
    is_number = isinstance(widget, forms.NumberInput)
    whole = isinstance(bound.field, forms.IntegerField) and not isinstance(bound.field, forms.FloatField | forms.DecimalField)
    own = {
        "type": "text" if is_number else attrs.pop("type", None) or getattr(widget, "input_type", "text"),
        "value": widget.format_value(bound.value()),
        "width": str(attrs.pop("width", "10" if is_number else "")),
        "autocomplete": attrs.pop("autocomplete", None),
        "inputmode": attrs.pop("inputmode", ("numeric" if whole else "decimal") if is_number else None),
    }
    return own | {"attributes": {k: v for k, v in attrs.items() if k not in ("min", "max", "step")}}


def _as_password(bound: forms.BoundField, params: dict[str, Any]) -> dict[str, Any]:
    attrs = _attrs(bound)
    return {"autocomplete": attrs.pop("autocomplete", None), "attributes": attrs}


def _as_textarea(bound: forms.BoundField, params: dict[str, Any]) -> dict[str, Any]:
    attrs = _attrs(bound)
    attrs.pop("cols", None)
    rows = attrs.pop("rows", None)
    own = {
        "value": bound.field.widget.format_value(bound.value()) or "",
        "rows": "5" if rows in (None, _DJANGOS_ROWS) else rows,
        "autocomplete": attrs.pop("autocomplete", None),
        "attributes": attrs,
    }
    longest = getattr(bound.field, "max_length", None)
    return own | ({"kind": "characterCount", "maxlength": longest} if longest else {})


def _as_select(bound: forms.BoundField, params: dict[str, Any]) -> dict[str, Any]:
    items = [
        {"value": o["value"], "text": f"{group}: {o['label']}" if group else o["label"], "selected": o["selected"]}
        for group, o in _options(bound)
    ]
    return {"items": items, "attributes": _attrs(bound)}


def _as_choices(bound: forms.BoundField, params: dict[str, Any]) -> dict[str, Any]:
    hints = getattr(bound.field, "option_hints", {})
    items = []
    for _group, option in _options(bound):
        item = {"value": option["value"], "html": conditional_escape(option["label"]), "checked": option["selected"]}
        hint = hints.get(str(option["value"]))
        items.append(item | ({"hint": {"html": conditional_escape(hint)}} if hint else {}))
    return {"idPrefix": params["id"], "items": items, "fieldset": {"legend": _legend(params)}}


def _as_checkbox(bound: forms.BoundField, params: dict[str, Any]) -> dict[str, Any]:
    item = {"value": "on", "html": params["label"]["html"], "checked": bool(bound.value())}
    if "hint" in params:
        item["hint"] = params.pop("hint")
    return {"idPrefix": params["id"], "items": [item]}


def _as_date(bound: forms.BoundField, params: dict[str, Any]) -> dict[str, Any]:
    typed = bound.field.widget.typed(bound.value())
    items = [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{params['id']}-{part}",
            "label": part.capitalize(),
            "value": text,
            "width": "4" if part == "year" else "2",
            "error": bool(bound.errors),
            # A month may be written as a word, which a keyboard of digits cannot give.
            "inputmode": "text" if part == "month" else "numeric",
        }
        for part, text in zip(DateParts.parts, typed, strict=True)
    ]
    return {"items": items, "fieldset": {"legend": _legend(params)}}


def _as_file(bound: forms.BoundField, params: dict[str, Any]) -> dict[str, Any]:
    return {"attributes": _attrs(bound), "multiple": getattr(bound.field.widget, "allow_multiple_selected", False)}


def _legend(params: dict[str, Any]) -> dict[str, Any]:
    return {"html": params["label"]["html"], "classes": "nhsuk-fieldset__legend--s"}


def _attrs(bound: forms.BoundField) -> dict[str, Any]:
    """Return a widget's attributes but those that the components give themselves or that hinder people.

    A browser cuts pasted text at ``maxlength`` without a word, and a placeholder vanishes as soon as one types.
    """
    dropped = {"maxlength", "minlength", "placeholder", "required", "class", "style", "id", "aria-describedby"}
    attrs = {name: value for name, value in bound.field.widget.attrs.items() if name not in dropped and value is not False}
    return {name: "" if value is True else str(value) for name, value in attrs.items()}


def _options(bound: forms.BoundField) -> Iterator[tuple[str, dict[str, Any]]]:
    widget = bound.field.widget
    value = [str(v) for v in _as_list(bound.value())]
    for group, options, _index in widget.optgroups(bound.html_name, value):
        for option in options:
            yield group or "", option


def _as_list(value: Any) -> Iterable[Any]:
    if isinstance(value, list | tuple | set):
        return value
    return ["" if value is None else value]


def _in_words(bound: forms.BoundField) -> str:
    if isinstance(bound.field.widget, forms.widgets.ChoiceWidget):
        return ", ".join(str(o["label"]) for _group, o in _options(bound) if o["selected"])
    return str(bound.value())


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    for key in [name, "page", *(f"{name}_{part}" for part in DateParts.parts)]:
        query.pop(key, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _month(text: str) -> int:
    for count, name in MONTHS.items():
        if len(text) >= 3 and str(name).lower().startswith(text.lower()):
            return count
    return int(text)


def _say_plainly(field: forms.Field, label: object) -> None:
    """Replace Django's general sentences by ones that say what to do; a form's own sentences stay."""
    if field.error_messages.get("required") == _REQUIRED:
        field.error_messages["required"] = _ask(field, str(label))
    for code, sentence in _SHAPES.items():
        field.error_messages.setdefault(code, sentence)
    if isinstance(field, forms.EmailField):
        field.error_messages.setdefault("invalid", "Enter an e-mail address like name@example.org.")


def _ask(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick “{label}” to go on"
    asked = label if label[1:2].isupper() or label.startswith("I ") else label[:1].lower() + label[1:]
    verb = "Select" if isinstance(field.widget, forms.widgets.ChoiceWidget | forms.FileInput) else "Enter"
    return f"{verb} {asked}"


_COMPONENTS: dict[type[forms.Widget], tuple[str, Any]] = {
    DateParts: ("dateInput", _as_date),
    forms.Textarea: ("textarea", _as_textarea),
    forms.PasswordInput: ("passwordInput", _as_password),
    forms.FileInput: ("fileUpload", _as_file),
    forms.CheckboxSelectMultiple: ("checkboxes", _as_choices),
    forms.SelectMultiple: ("checkboxes", _as_choices),
    forms.RadioSelect: ("radios", _as_choices),
    forms.Select: ("select", _as_select),
    forms.CheckboxInput: ("checkboxes", _as_checkbox),
    forms.widgets.Input: ("input", _as_input),
}
