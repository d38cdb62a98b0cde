"""The forms of the records desk: made of a sheet's columns, and read by the very parser of its file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from moothall.kit.errors import RefusedError
from moothall.kit.fields import DateField, MomentField
from moothall.kit.forms import FilterForm, Form, say_plainly
from moothall.kit.kept import (
    Kept,
    find_field,
    find_kept_of,
    is_long,
    list_candidates,
    list_options,
    say_about,
    say_label,
)
from moothall.kit.models import User
from moothall.kit.permissions import can_keep_sheet
from moothall.kit.placefiles import MAX_CELL, FileProblem, Row
from moothall.kit.sheets import Column, read_cell, write_cell, write_reference

MOST_IN_SELECT = 200
MOST_BOXES = 40
SAYS_PAPER = "says_paper"
NOTHING = ("", "Nothing chosen")
YES_OR_NO = (("yes", "Yes"), ("no", "No"))
LINES = 4


class RowFilter(FilterForm):
    """The words that rows of a sheet must hold."""

    q = forms.CharField(label="Words", max_length=100, help_text="Rows that hold all of them, in any column of text.")


class Seen:
    """A record as a form saw it: its version is the stamp of all that its sheet holds of it."""

    def __init__(self, kept: Kept, record: Any) -> None:
        self.kept = kept
        self.record = record

    @property
    def version(self) -> int:
        return self.kept.keeper.stamp(self.record)

    def refresh_from_db(self) -> None:
        self.record.refresh_from_db()


class RecordForm(Form):
    """A row of a sheet: a field for each column, but for the key of a row that is there already.

    ``record`` is the row, if there is one. A column that names records which ``user`` may not see or choose is left
    out, and keeps what it holds: ``kept_back`` lists them. Once valid, ``key`` and ``values`` are what the act takes.
    """

    def __init__(self, data: Any = None, *, kept: Kept, user: User, row: Any = None) -> None:
        super().__init__(data, record=None if row is None else Seen(kept, row))
        self.kept, self.user, self.row = kept, user, row
        self.kept_back: list[Column] = []
        self.asked: dict[str, tuple[Column, str]] = {}
        self.key: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        for column in kept.sheet.columns:
            if row is None or column.name not in kept.sheet.key:
                self._ask(column)
        if row is not None and kept.keeper.standing and kept.keeper.standing.is_from_paper(row):
            self.fields[SAYS_PAPER] = make_paper_field()
        for name, field in self.fields.items():
            say_plainly(field, field.label or name)

    def _ask(self, column: Column) -> None:
        options = self._list_options(column)
        if not self._may_choose(column, options):
            self.kept_back.append(column)
            return
        shown = show_cell(column, self.row) if self.row is not None else self._begin(column)
        self.asked[column.name] = (column, shown)
        self.fields[column.name] = make_field(self.kept, column, options, shown, self.user)

    def _list_options(self, column: Column) -> list[tuple[str, str]] | None:
        if column.to is None:
            return None
        return list_options(self.kept, column, self.user, MOST_IN_SELECT)

    def _may_choose(self, column: Column, options: list[tuple[str, str]] | None) -> bool:
        """Tell whether all that a row names in a column is among what ``user`` may choose from."""
        held = list_named(column, self.row) if self.row is not None and column.to is not None else []
        if not held:
            return True
        if options is not None:
            return {write_reference(column, one) for one in held} <= {key for key, _ in options}
        found = list_candidates(self.kept, column, self.user).filter(pk__in=[one.pk for one in held]).count()
        return bool(found == len({one.pk for one in held}))

    def _begin(self, column: Column) -> str:
        """Return what a new row's form holds: what the file would take for an empty cell, and how it is known."""
        standing = self.kept.keeper.standing
        if standing is not None and column.name == standing.status:
            return standing.list_words(self.user)[-1][0]
        return column.default or ("no" if column.kind == "yes" else "")

    def clean(self) -> dict[str, Any]:
        """Read the cells as the file's parser does, and let the sheet complete them."""
        given = super().clean() or self.cleaned_data
        cells = {name: self._write(column) for name, (column, _) in self.asked.items() if name not in self.errors}
        read = {target: value for name in cells for target, value in self._read(name, cells)}
        if not self.errors:
            self._complete(read)
        return given

    def _write(self, column: Column) -> str:
        value = self.cleaned_data[column.name]
        if isinstance(value, list):
            return "; ".join(value)
        text = value.isoformat() if isinstance(value, date) else str(value or "")
        return text.replace("\r\n", "\n").strip()

    def _read(self, name: str, cells: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
        """Give the value of one cell by its field; a cell left as it was keeps the value itself."""
        column, shown = self.asked[name]
        try:
            if self.row is not None and cells[name] == shown.strip():
                yield column.target, get_value(column, self.row)
            elif column.kind != "part":
                yield column.target, self._refuse_unseen(column, cells[name], read_cell(column, Row("", 0, cells)))
            else:
                self._refuse_unseen(column, cells[name], read_cell(column, Row("", 0, cells)))
        except FileProblem as problem:
            self.refuse(f"{problem.reason} {problem.fix}", name)

    def _refuse_unseen(self, column: Column, text: str, value: Any) -> Any:
        named = value if isinstance(value, list) else [value]
        named = [one for one in named if isinstance(one, models.Model)]
        if named:
            wanted = {one.pk for one in named}
            if list_candidates(self.kept, column, self.user).filter(pk__in=wanted).count() != len(wanted):
                name = named[0]._meta.verbose_name
                raise FileProblem("", None, None, f"There is no {name} {text!r}.", f"Choose another {name}.")
        return value

    def _complete(self, read: dict[str, Any]) -> None:
        """Take what was read as the act takes it, with all that the row holds besides."""
        sheet = self.kept.sheet
        rest = [c for c in sheet.columns if self.row is not None and c.name not in self.asked and c.kind != "part"]
        values = {**{column.target: get_value(column, self.row) for column in rest}, **read}
        try:
            values = sheet.finish(values) if sheet.finish else values
        except RefusedError as error:
            self.refuse(error.sentence, error.field)
            return
        keys = [column.target for column in self.kept.keys if column.kind != "part"]
        self.key = {name: values.pop(name) for name in keys}
        self.values = values

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Show why the row was refused, beside the column in which a field of its model stands."""
        column = next((c.name for c in self.kept.sheet.columns if c.target == field), field)
        super().refuse(sentence, field if field in self.fields else column)

    @property
    def says_paper(self) -> bool:
        """Whether the paper that the row cites is said to state what it now holds."""
        return bool(self.cleaned_data.get(SAYS_PAPER) == "yes")


def make_paper_field() -> forms.ChoiceField:
    """Return the question that a change of what a paper states must answer."""
    return forms.ChoiceField(
        label="Does the paper say what stands here now?",
        choices=(
            ("yes", "Yes: it was copied wrongly, and this puts it right"),
            ("no", "No: it has changed since, or the paper does not say it"),
        ),
        widget=forms.RadioSelect,
        help_text="If not, the page says from now on that it was changed here, and how it was known before.",
    )


def show_cell(column: Column, record: Any) -> str:
    """Return a row's cell as its form shows it: as the file writes it, JSON over several lines."""
    if column.kind == "json":
        value = get_value(column, record)
        return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) if value else ""
    return write_cell(column, record).replace("\r\n", "\n")


def get_value(column: Column, record: Any) -> Any:
    """Return what a row holds in a column, other records as a list where there may be several."""
    value = getattr(record, column.target)
    return list(value.all()) if column.kind == "refs" else value


def list_named(column: Column, record: Any) -> list[Any]:
    """Return the records that a row names in a column."""
    if column.kind == "part":
        return []
    value = get_value(column, record)
    return value if isinstance(value, list) else [] if value is None else [value]


def make_field(
    kept: Kept, column: Column, options: list[tuple[str, str]] | None, shown: str, user: User
) -> forms.Field:
    """Return the field of a column, filled with ``shown``; ``options`` are the records that it may name."""
    chosen = _choose(kept, column, options, shown, user)
    field = chosen or _MAKERS.get(column.kind, _make_text)(kept, column, shown)
    field.label = say_label(column)
    field.required = column.required or (isinstance(field, forms.ChoiceField) and not _may_be_nothing(field))
    if not field.help_text:
        field.help_text = _say_about(column) if chosen else _say_how(column, user)
    return field


def _may_be_nothing(field: forms.ChoiceField) -> bool:
    choices: Any = field.choices
    return isinstance(field, forms.MultipleChoiceField) or NOTHING in list(choices)


def _choose(
    kept: Kept, column: Column, options: list[tuple[str, str]] | None, shown: str, user: User
) -> forms.Field | None:
    """Return a field to choose from, where a column has words or records to choose from."""
    if column.kind == "yes":
        return forms.ChoiceField(choices=YES_OR_NO, widget=forms.RadioSelect, initial=shown)
    if column.kind == "refs":
        return _make_boxes(options, shown)
    if options is not None and not column.parts:
        return forms.ChoiceField(choices=[NOTHING, *options], initial=shown)
    words = _list_words(kept, column, shown, user)
    if not words:
        return None
    nothing = [] if column.default or (column.required and shown) else [NOTHING]
    return forms.ChoiceField(choices=[*nothing, *words], initial=shown, help_text=_HOW_WORDS.get(column.name, " "))


def _list_words(kept: Kept, column: Column, shown: str, user: User) -> list[tuple[str, str]]:
    field = find_field(kept.sheet.model, column)
    words = [(str(word), str(label)) for word, label in getattr(field, "flatchoices", ()) if word != ""]
    standing = kept.keeper.standing
    if standing is not None and column.name == standing.status:
        may = [word for word, _ in standing.list_words(user)]
        words = [(word, label) for word, label in words if word in may or word == shown]
    return [(word, label[:1].upper() + label[1:]) for word, label in words]


def _make_boxes(options: list[tuple[str, str]] | None, shown: str) -> forms.Field | None:
    """Return boxes to tick for a few records; many are written as a list of keys."""
    if not options or len(options) > MOST_BOXES:
        return None
    held = [part for part in shown.split("; ") if part]
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, initial=held)


def _say_about(column: Column) -> str:
    """Return what a column is about as a sentence; how a record is written is no such thing."""
    said = column.about.partition("object: ")[2] or column.about.strip()
    return "" if _is_path(said) else say_about(said)


def _say_how(column: Column, user: User) -> Any:
    """Return what a column is about, how it is written, and where ``user`` finds the keys of other records."""
    how = HOW_SLUG if column.name == "slug" else _HOW.get(column.kind, "")
    if column.kind == "ref" and _is_path(column.about):
        how = f"Written as {column.about}."
    empty = f"If it is left empty: {column.default}." if column.default else ""
    said = " ".join(part for part in (_say_about(column), how, empty) if part)
    found = find_kept_of(column.to) if column.to is not None else None
    if found is None or not can_keep_sheet(user, found.sheet.model):
        return said
    where = 'Its key stands in the list of <a href="{}">{}</a>.'
    where = where if column.kind != "refs" else where.replace("Its key stands", "The keys stand")
    address = reverse("desk_record_list", args=[found.slug])
    return format_html("{} " + where, said, address, found.title[:1].lower() + found.title[1:])


def _is_path(words: str) -> bool:
    """Tell whether some words only show how a record is written: "board/seat"."""
    return "/" in words and " " not in words


def _make_text(kept: Kept, column: Column, shown: str) -> forms.Field:
    field = find_field(kept.sheet.model, column)
    most = min(getattr(field, "max_length", None) or MAX_CELL, MAX_CELL)
    box = forms.Textarea(attrs={"rows": LINES}) if is_long(field) else forms.TextInput()
    return forms.CharField(max_length=most, widget=box, initial=shown)


def _make_number(kept: Kept, column: Column, shown: str) -> forms.Field:
    keys = "numeric" if column.kind == "int" else "decimal"
    return forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"width": "10", "inputmode": keys}), initial=shown
    )


def _make_date(kept: Kept, column: Column, shown: str) -> forms.Field:
    return DateField(initial=date.fromisoformat(shown) if shown else None)


def _make_moment(kept: Kept, column: Column, shown: str) -> forms.Field:
    return MomentField(initial=MomentField.split(shown))


def _make_area(kept: Kept, column: Column, shown: str) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": LINES}), initial=shown)


def _make_path(kept: Kept, column: Column, shown: str) -> forms.Field:
    return forms.CharField(max_length=400, initial=shown)


_MAKERS: dict[str, Callable[[Kept, Column, str], forms.Field]] = {
    "int": _make_number,
    "float": _make_number,
    "decimal": _make_number,
    "date": _make_date,
    "moment": _make_moment,
    "json": _make_area,
    "words": _make_area,
    "refs": _make_area,
    "ref": _make_path,
    "part": _make_path,
}
HOW_SLUG = "Small letters, digits and hyphens. It stands in addresses and cannot be changed later."
_HOW = {
    "words": "A list, with a semicolon between its parts.",
    "refs": "A list of keys, with a semicolon between them.",
    "ref": "Written as a key.",
    "json": "Written as JSON.",
    "moment": "For example, 23 7 2019 and 10:00.",
    "date": "For example, 23 7 2019.",
}
_HOW_WORDS = {
    "status": "If no paper says it, choose “Recorded on this site”, and say below how it is known.",
}
