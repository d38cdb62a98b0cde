"""Any Django form's fields as NHS.UK components.

A field's ``help_text`` is its hint. A widget's ``width`` attribute (2, 3, 4, 5, 10, 20 or 30 characters) sets how wide
a box is; ``autocomplete`` and the like are passed on; a field's ``option_hints`` explain its choices by value.
The macros print labels, hints and errors as they are given, so all of them are escaped here.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from moothall.kit.fields import DateParts, OwnHiddenInput

Params = dict[str, Any]
Builder = Callable[[forms.BoundField, Params], Params]

MOST_WHOLE = 12  # choices that are shown one below the other; more of them scroll in a box
_DJANGOS_ROWS = "10"  # what Django's Textarea says when nobody chose
_REQUIRED = forms.Field.default_error_messages["required"]


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
    hidden = [_describe_hidden(bound) for bound in form.hidden_fields()]
    return _as_markup(render_to_string("kit/forms/fields.jinja", {"parts": parts, "hidden": hidden}))


def error_summary(*shown: object) -> SafeString:
    """Return one summary of the errors of all ``shown`` forms; what is not a form with errors is passed over."""
    refused = [form for form in shown if isinstance(form, forms.BaseForm) and has_errors(form)]
    items = [item for form in refused for item in _errors(form)]
    return _as_markup(render_to_string("kit/forms/errors.jinja", {"items": items}) if items else "")


def has_errors(*shown: object) -> bool:
    """Tell whether any of the forms has been refused."""
    return any(isinstance(form, forms.BaseForm) and form.is_bound and bool(form.errors) for form in shown)


def _as_markup(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - rendered by a template, or joined from escaped sentences


def _escape(text: Any) -> SafeString:
    """Escape words, and leave alone what a library or a form of ours gives as markup."""
    return conditional_escape(text)


def _errors(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    for sentence in form.non_field_errors():
        yield {"html": _escape(sentence)}
    for bound in form:
        target = {} if bound.is_hidden else {"href": f"#{_first_id(bound)}"}
        for sentence in _sentences(bound):
            yield {"html": sentence} | target


def _sentences(bound: forms.BoundField) -> Iterator[SafeString]:
    """Give a field's errors, escaped; a library's form says "This field is required." and we say what to do."""
    for sentence in bound.errors:
        is_general = str(sentence) == str(_REQUIRED)
        yield _escape(say_what_to_do(bound.field, f"your {str(bound.label).lower()}") if is_general else sentence)


def _first_id(bound: forms.BoundField) -> str:
    return f"{bound.auto_id}-day" if isinstance(bound.field.widget, DateParts) else bound.auto_id


def _is_plainly_optional(bound: forms.BoundField) -> bool:
    return not bound.field.required and not isinstance(bound.field.widget, forms.CheckboxInput)


def _describe_hidden(bound: forms.BoundField) -> Params:
    """Give our own hidden fields no id: two forms on one page would have the same."""
    widget = bound.field.widget
    id_ = "" if isinstance(widget, OwnHiddenInput) else bound.auto_id
    return {"name": bound.html_name, "value": widget.format_value(bound.value()), "id": id_}


def _describe(bound: forms.BoundField, label: str, hint: object) -> Params:
    """Return the component's name and parameters for one field."""
    params: Params = {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": {"html": _escape(label), "classes": "nhsuk-label--s"},
        "disabled": bound.field.disabled,
    }
    if hint:
        params["hint"] = {"html": _escape(hint)}
    if bound.errors:
        params["errorMessage"] = {"html": _as_markup("<br>".join(_sentences(bound)))}
    kind, own = _component(bound, params)
    return {"kind": own.pop("kind", kind), "params": params | own}


def _component(bound: forms.BoundField, params: Params) -> tuple[str, Params]:
    for widget, (kind, build) in _COMPONENTS.items():
        if isinstance(bound.field.widget, widget):
            return kind, build(bound, params)
    raise TypeError(f"There is no NHS.UK component for {type(bound.field.widget).__name__} ({bound.html_name})")


def _as_input(bound: forms.BoundField, params: Params) -> Params:
    widget = bound.field.widget
    attrs = _attrs(bound)
    is_number = isinstance(widget, forms.NumberInput)
    keys = "decimal" if isinstance(bound.field, forms.FloatField | forms.DecimalField) else "numeric"
    own = {
        "type": "text" if is_number else attrs.pop("type", None) or getattr(widget, "input_type", "text"),
        "value": widget.format_value(bound.value()),
        "width": str(attrs.pop("width", "10" if is_number else "")),
        "autocomplete": attrs.pop("autocomplete", None),
        "inputmode": attrs.pop("inputmode", keys if is_number else None),
    }
    return own | {"attributes": {k: v for k, v in attrs.items() if k not in ("min", "max", "step")}}


def _as_password(bound: forms.BoundField, params: Params) -> Params:
    attrs = _attrs(bound)
    return {"autocomplete": attrs.pop("autocomplete", None), "attributes": attrs}


def _as_textarea(bound: forms.BoundField, params: Params) -> Params:
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


def _as_select(bound: forms.BoundField, params: Params) -> Params:
    items = [
        {"value": o["value"], "text": f"{group}: {o['label']}" if group else o["label"], "selected": o["selected"]}
        for group, o in list_options(bound)
    ]
    return {"items": items, "attributes": _attrs(bound)}


def _as_choices(bound: forms.BoundField, params: Params) -> Params:
    hints = getattr(bound.field, "option_hints", {})
    items = []
    for _group, option in list_options(bound):
        item = {"value": option["value"], "html": _escape(option["label"]), "checked": option["selected"]}
        hint = hints.get(str(option["value"]))
        items.append(item | ({"hint": {"html": _escape(hint)}} if hint else {}))
    own = {"id": None, "idPrefix": params["id"], "items": items, "fieldset": {"legend": _legend(params)}}
    if len(items) <= MOST_WHOLE:
        return own
    items.sort(key=lambda item: not item["checked"])  # what is chosen is seen without scrolling
    return own | {"classes": "mh-many"}


def _as_checkbox(bound: forms.BoundField, params: Params) -> Params:
    item = {"value": "on", "html": params["label"]["html"], "checked": bool(bound.value())}
    if "hint" in params:
        item["hint"] = params.pop("hint")
    return {"id": None, "idPrefix": params["id"], "items": [item]}


def _as_date(bound: forms.BoundField, params: Params) -> Params:
    parts = getattr(bound.field.widget, "parts", DateParts.parts)
    typed = DateParts.split(bound.value()) if bound.value() else ("",) * len(parts)
    items = [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{params['id']}-{part}",
            "label": part.capitalize(),
            "value": text,
            "width": "4" if part in ("year", "time") else "2",
            "error": bool(bound.errors),
            # A month may be written as a word, a time with am or pm, which a keyboard of digits cannot give.
            "inputmode": "text" if part in ("month", "time") else "numeric",
        }
        for part, text in zip(parts, typed, strict=True)
    ]
    return {"items": items, "fieldset": {"legend": _legend(params)}}


def _as_file(bound: forms.BoundField, params: Params) -> Params:
    return {"attributes": _attrs(bound), "multiple": getattr(bound.field.widget, "allow_multiple_selected", False)}


def _legend(params: Params) -> Params:
    return {"html": params["label"]["html"], "classes": "nhsuk-fieldset__legend--s"}


def _attrs(bound: forms.BoundField) -> Params:
    """Return a widget's attributes but those that the components give themselves or that hinder people.

    A browser cuts pasted text at ``maxlength`` without a word, and a placeholder vanishes as soon as one types.
    """
    dropped = {"maxlength", "minlength", "placeholder", "required", "class", "style", "id", "aria-describedby"}
    kept = ((n, v) for n, v in bound.field.widget.attrs.items() if n not in dropped and v is not False)
    return {name: "" if value is True else str(value) for name, value in kept}


def list_options(bound: forms.BoundField) -> Iterator[tuple[str, Params]]:
    """Give the choices of a field with the group each stands in; an option says whether it is selected."""
    value = bound.value()
    chosen = value if isinstance(value, list | tuple | set) else ["" if value is None else value]
    for group, options, _index in bound.field.widget.optgroups(bound.html_name, [str(one) for one in chosen]):
        for option in options:
            yield group or "", option


def say_what_to_do(field: forms.Field, label: str) -> str:
    """Return the sentence for a field that was left empty: "Enter first name", "Select board"."""
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick “{label}” to go on"
    asked = label if label[1:2].isupper() or label.startswith("I ") else label[:1].lower() + label[1:]
    verb = "Select" if isinstance(field.widget, forms.widgets.ChoiceWidget | forms.FileInput) else "Enter"
    return f"{verb} {asked}"


_COMPONENTS: dict[type[forms.Widget], tuple[str, Builder]] = {
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
