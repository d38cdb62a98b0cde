"""One declaration of a place's CSV file gives its loading, its export and the documentation of its columns."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from moothall.kit.acts import Change, enter_record
from moothall.kit.errors import RefusedError
from moothall.kit.formats import day, hour
from moothall.kit.models import User
from moothall.kit.placefiles import FileProblem, Row, read_csv, write_csv

Kind = str  # text, int, float, decimal, date, moment, yes, json, words, ref, refs, part
# By these columns a row says where it stands; a model that has this field keeps what other rows say of its record.
SPOT = ("source", "page", "lines")
STANDING = (*SPOT, "status", "because")
CONTRADICTIONS = "source_contradictions"
# By these a row says who may see its record: no paper says them, so none contradicts them.
STEERING = ("publicity", "exempt_paragraphs", "public_interest_text", "to_public_at")


@dataclass(frozen=True)
class Column:
    """One column of a file.

    ``field`` is the model's field (the column's own name unless given). ``kind``: text; int; float; decimal;
    date (2019-07-23); moment (2019-07-23T10:00, the place's own time); yes (yes or no); json; words (a list, parts
    separated by "; "); ref and refs, which find records of ``to`` by ``by`` (a lookup such as ``slug`` or
    ``board__slug/slug``, whose parts are joined by "/"); part, a cell that is the beginning of such a path: the ref
    column names it in ``parts``, and ``field`` says by which dotted path it is found again for the export.
    """

    name: str
    kind: Kind = "text"
    field: str = ""
    required: bool = False
    to: type[models.Model] | None = None
    by: str = "slug"
    about: str = ""
    default: str = ""
    parts: Sequence[str] = ()

    @property
    def target(self) -> str:
        return self.field or self.name


@dataclass(frozen=True)
class Sheet:
    """A CSV file of a place: its rows are records of ``model``, found by ``key`` columns.

    ``order`` puts rows that others of the same file name before them. ``finish`` completes a row's values, or raises a
    RefusedError. ``unnamed`` says what becomes of a row's values when whom it names is left out (``load_without``):
    other values, or None for no record.
    """

    file: str
    model: type[models.Model]
    columns: Sequence[Column]
    key: Sequence[str]
    about: str = ""
    rows: Callable[[], models.QuerySet[Any]] | None = None
    finish: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    unnamed: Callable[[dict[str, Any]], dict[str, Any] | None] | None = None
    order: Callable[[list[Row]], list[Row]] | None = None


@dataclass
class Report:
    """What a load did: counts by file, each difference, rows left out, and the problems that stopped it.

    ``lines`` knows on which line of its file each record was entered, so that none is entered twice. ``contradictions``
    are sentences: what two rows say differently of one record, both kept.
    """

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, Any], int] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)

    def leave_out(self, file: str) -> None:
        self.left_out[file] = self.left_out.get(file, 0) + 1

    def add(self, file: str, ref: str, kind: str, changes: Sequence[Change]) -> None:
        counts = self.counts.setdefault(file, {"created": 0, "changed": 0, "same": 0})
        counts[kind] += 1
        if kind == "created":
            self.differences.append(f"+ {ref}")
        for change in changes if kind == "changed" else ():
            self.differences.append(f"~ {ref} {change.field}: {change.was!r} → {change.now!r}")


@dataclass(frozen=True)
class _Without:
    models: frozenset[type[models.Model]]
    rewrite: Callable[[str], str]


_without: ContextVar[_Without | None] = ContextVar("without", default=None)


@contextmanager
def load_without(*left_out: type[models.Model], rewrite: Callable[[str], str]) -> Iterator[None]:
    """Let loads inside enter no record of these models.

    References to them are left empty, a row that needs one is left out and counted, and every other cell passes
    through ``rewrite``, which may take names out of running text.
    """
    token = _without.set(_Without(frozenset(left_out), rewrite))
    try:
        yield
    finally:
        _without.reset(token)


@dataclass
class _Found:
    """What the rows of one file named so far: a paper stands in every row, and is looked up once.

    Records of the file's own model are not kept, for its rows change them.
    """

    model: type[models.Model]
    records: dict[tuple[type[models.Model], str, str], models.Model] = field(default_factory=dict)


_found: ContextVar[_Found | None] = ContextVar("found", default=None)


def leaves_out(model: type[models.Model]) -> bool:
    """Tell whether the load that runs now enters no record of a model (``load_without``)."""
    without = _without.get()
    return without is not None and model in without.models


def load_sheet(sheet: Sheet, folder: Path, *, by: User, report: Report) -> None:
    """Enter every row of the file; a row that cannot be entered is added to the report's problems.

    Two rows may say different things of one record, each from its own place in a paper: the first is the record, what
    the other says differently is kept with it.
    """
    required = [c.name for c in sheet.columns if c.required or c.name in sheet.key]
    optional = [c.name for c in sheet.columns if c.name not in required]
    try:
        rows = read_csv(folder, sheet.file, required=required, optional=optional)
        rows = sheet.order(rows) if sheet.order else rows
    except FileProblem as problem:
        report.problems.append(problem)
        return
    token = _found.set(_Found(sheet.model))
    try:
        for row, others in _group_rows(sheet, rows):
            try:
                told = [other for other in others if _tells_otherwise(sheet, row, other, report)]
                load_row(sheet, row, by=by, report=report, others=told)
            except FileProblem as problem:
                report.problems.append(problem)
    finally:
        _found.reset(token)


def _group_rows(sheet: Sheet, rows: Sequence[Row]) -> list[tuple[Row, list[Row]]]:
    """Return each row that is the first with its key, and the later rows with the same key."""
    groups: dict[tuple[str, ...], tuple[Row, list[Row]]] = {}
    for row in rows:
        key = tuple(row.cells.get(name, "") for name in sheet.key)
        if key in groups:
            groups[key][1].append(row)
        else:
            groups[key] = (row, [])
    return list(groups.values())


def keeps_contradictions(sheet: Sheet) -> bool:
    """Tell whether a file's rows say where they stand in a paper, and its records keep what another place says."""
    names = {column.name for column in sheet.columns}
    return names >= set(STANDING) and any(field.name == CONTRADICTIONS for field in sheet.model._meta.fields)


def _tells_otherwise(sheet: Sheet, first: Row, other: Row, report: Report) -> bool:
    """Tell whether a later row with the same key may stand beside the first; if not, say why in the report."""
    same = f"This row has the same key as line {first.line}"
    fix = "Keep one of the two."
    if keeps_contradictions(sheet):
        if any(first.cells.get(name, "") != other.cells.get(name, "") for name in SPOT):
            return True
        same += ", and names the same place in the same paper"
        fix = "Keep one of the two; if the papers contradict each other, name the page or the lines of each."
    report.problems.append(other.problem(sheet.key[0], f"{same}.", fix))
    return False


def load_row(sheet: Sheet, row: Row, *, by: User, report: Report, others: Sequence[Row] = ()) -> None:
    """Enter one row; ``others`` are rows that say something else of the same record.

    Raises:
        FileProblem: with file, line, column, reason and fix.
    """
    try:
        values = _read_values(sheet, row)
        if values is None:
            report.leave_out(sheet.file)
            return
        keys = [column.target for column in sheet.columns if column.name in sheet.key and column.kind != "part"]
        key = {name: values.pop(name) for name in keys}
        told = [(other, found) for other in others if (found := _read_contradiction(sheet, row, values, other))]
        if keeps_contradictions(sheet):
            values[CONTRADICTIONS] = [found for _, found in told]
        entered = enter_record(by=by, model=sheet.model, key=key, values=values)
    except RefusedError as error:
        if error.field == CONTRADICTIONS and others:
            raise others[0].problem("lines", error.sentence, "Change the row, then load again.") from error
        column = next((c.name for c in sheet.columns if c.target == error.field), error.field)
        raise row.problem(column, error.sentence, "Change the row, then load again.") from error
    earlier = report.lines.setdefault((sheet.file, entered.record.pk), row.line)
    if earlier != row.line:
        reason = f"This row names the same record as line {earlier}, in another spelling."
        raise row.problem(sheet.key[-1], reason, "Keep one of the two.")
    ref = getattr(entered.record, "ref", str(entered.record))
    report.add(sheet.file, ref, entered.kind, entered.changes)
    for other, found in told:
        differs = ", ".join(found["cells"])
        report.contradictions.append(f"{sheet.file}: lines {row.line} and {other.line} differ in {differs} ({ref})")


def _read_contradiction(sheet: Sheet, row: Row, values: dict[str, Any], other: Row) -> dict[str, Any]:
    """Return what another row says differently of the record that ``row`` is; nothing if only names left out differ.

    ``cells`` are its cells as written, ``says`` the same as (what, text) for people; then where it stands.

    Raises:
        FileProblem: a cell of the other row is not of its column's kind, or it says nothing else.
    """
    other = _rewrite(sheet, other)[0]
    told = _read_values(sheet, other) or {}
    differing = [
        column
        for column in sheet.columns
        if column.kind != "part" and column.name in other.cells and column.name not in {*sheet.key, *STANDING}
        if told.get(column.target) != values.get(column.target)
    ]
    hidden = next((column for column in differing if not _is_open(column)), None)
    if hidden is not None:
        reason = f"It differs from line {row.line} in {hidden.name}, which may name what not everybody may see."
        raise other.problem(hidden.name, reason, "Write the same there in both rows, or keep one of the two.")
    if not differing and _without.get():
        return {}
    if not differing:
        reason = f"This row says the same as line {row.line}, which has the same key."
        raise other.problem(sheet.key[0], reason, "Keep one of the two.")
    source = told.get("source")
    return {
        "cells": {column.name: other.cells[column.name] for column in differing},
        "says": [[c.name.replace("_", " "), _say(sheet, c, told.get(c.target))] for c in differing],
        "source": other.cells.get("source", ""),
        "paper": str(source) if source else "",
        "page": other.cells.get("page", ""),
        "lines": other.cells.get("lines", ""),
        "status": other.cells.get("status", "") or "stated",
        "because": other.cells.get("because", ""),
    }


def _is_open(column: Column) -> bool:
    """Tell whether a column's values may be told to everybody: none steers who sees what, or names what is private."""
    if column.name in STEERING:
        return False
    if column.to is None:
        return True
    owner = next((one for one in type(column.to._default_manager.all()).__mro__ if "visible_to" in vars(one)), None)
    return owner is not None and vars(owner).get("all_public", False)


def _say(sheet: Sheet, column: Column, value: Any) -> str:
    """Return a value in the words of a page: a choice by its label."""
    chosen = next((field for field in sheet.model._meta.fields if field.name == column.target), None)
    labels = dict(chosen.flatchoices) if chosen is not None and isinstance(value, str) else {}
    return str(labels[value]) if value and value in labels else _say_value(value)


def _say_value(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{hour(value)} on {day(value)}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list):
        return ", ".join(map(_say_value, value)) or "nothing"
    return str(value)


def _read_values(sheet: Sheet, row: Row) -> dict[str, Any] | None:
    """Return the values of a row by field, or None when the row is left out."""
    without = _without.get()
    if without is not None and sheet.model in without.models:
        return None
    row, lost = _rewrite(sheet, row)
    if any(column.required for column in lost):
        return None
    values: dict[str, Any] | None
    read = [(column, read_cell(column, row)) for column in sheet.columns if column.name in row.cells]
    values = {column.target: value for column, value in read if column.kind != "part"}
    if sheet.finish:
        values = sheet.finish(values)
    if lost and sheet.unnamed:
        values = sheet.unnamed(values)
    return values


def _rewrite(sheet: Sheet, row: Row) -> tuple[Row, list[Column]]:
    """Return a row without what is left out in this load, and the columns that lost a reference by it."""
    without = _without.get()
    if without is None:
        return row, []
    lost = [c for c in sheet.columns if c.to in without.models and row.cells.get(c.name)]
    return _take_out(sheet, row, lost, without), lost


def _take_out(sheet: Sheet, row: Row, lost: Sequence[Column], without: _Without) -> Row:
    kept = {c.name for c in sheet.columns if c.kind in ("text", "words", "json") and c.name not in sheet.key}
    cells = {name: without.rewrite(cell) if name in kept else cell for name, cell in row.cells.items()}
    return replace(row, cells={**cells, **{column.name: "" for column in lost}})


def export_sheet(sheet: Sheet, folder: Path) -> None:
    """Write the file from the records, in the model's own order, each followed by what contradicts it."""
    records = sheet.rows() if sheet.rows else sheet.model._default_manager.all()
    rows: list[list[str]] = []
    for record in records:
        cells = {column.name: write_cell(column, record) for column in sheet.columns}
        rows.append(list(cells.values()))
        for told in getattr(record, CONTRADICTIONS, ()) if keeps_contradictions(sheet) else ():
            standing = {name: told[name] for name in STANDING}
            rows.append(list({**cells, **told["cells"], **standing}.values()))
    if rows:
        write_csv(folder, sheet.file, [c.name for c in sheet.columns], rows)


def read_cell(column: Column, row: Row) -> Any:
    """Return the value of a cell as its column's kind.

    Raises:
        FileProblem: the cell is empty and required, or is not of that kind.
    """
    text = row.cells[column.name] or column.default
    if column.required and not text:
        raise row.problem(column.name, "The cell is empty.", "Fill it in.")
    if column.parts and text:
        text = "/".join([*(row.cells.get(part, "") for part in column.parts), text])
    try:
        return _READERS[column.kind](column, text)
    except _CellError as error:
        raise row.problem(column.name, error.reason, error.fix) from None


@dataclass
class _CellError(Exception):
    reason: str
    fix: str


def _read_number(column: Column, text: str) -> Any:
    if not text:
        return None
    try:
        return _NUMBERS[column.kind](text)
    except (ValueError, InvalidOperation):
        raise _CellError(f"{text!r} is not a number.", "Write digits with a full stop for decimals.") from None


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_NUMBERS: dict[Kind, Callable[[str], Any]] = {"int": int, "float": _finite, "decimal": Decimal}


def _read_date(column: Column, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _CellError(f"{text!r} is not a day.", "Write it as 2019-07-23.") from None


def _read_moment(column: Column, text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _CellError(f"{text!r} is not a day and time.", "Write it as 2019-07-23T10:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def _read_yes(column: Column, text: str) -> bool:
    if text not in ("yes", "no", ""):
        raise _CellError(f"{text!r} is neither yes nor no.", "Write yes or no.")
    return text == "yes"


def _read_json(column: Column, text: str) -> Any:
    if not text:
        return {} if column.default == "" and column.about.startswith("object") else []
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise _CellError("Not JSON.", 'Write a list such as ["a", "b"] or an object.') from None


def _read_words(column: Column, text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _find(column: Column, text: str) -> models.Model:
    if column.to is None:
        raise TypeError(f"The column {column.name} names no model to refer to.")
    memory = _found.get()
    key = (column.to, column.by, text)
    if memory is None or column.to is memory.model:
        return _look_up(column.to, column.by, text)
    if key not in memory.records:
        memory.records[key] = _look_up(column.to, column.by, text)
    return memory.records[key]


def _look_up(model: type[models.Model], by: str, text: str) -> models.Model:
    paths = by.split("/")
    parts = text.split("/", len(paths) - 1)
    found = None
    if len(parts) == len(paths):
        with suppress(ValueError):  # letters where the lookup wants a number: no such record
            found = model._default_manager.filter(**dict(zip(paths, parts, strict=True))).first()
    if found is None:
        name = model._meta.verbose_name
        raise _CellError(f"There is no {name} {text!r}.", f"Enter the {name} first, or mend the name.")
    return found


def _read_ref(column: Column, text: str) -> models.Model | None:
    return _find(column, text) if text else None


def _read_refs(column: Column, text: str) -> list[models.Model]:
    return [_find(column, part) for part in _read_words(column, text)]


_READERS: dict[Kind, Callable[[Column, str], Any]] = {
    "text": lambda column, text: text,
    "int": _read_number,
    "float": _read_number,
    "decimal": _read_number,
    "date": _read_date,
    "moment": _read_moment,
    "yes": _read_yes,
    "json": _read_json,
    "words": _read_words,
    "ref": _read_ref,
    "part": lambda column, text: _find(column, text) if column.to and text else text,
    "refs": _read_refs,
}


def write_cell(column: Column, record: Any) -> str:
    """Return a record's value as the text that ``read_cell`` reads back."""
    value = attrgetter(column.target)(record)
    if column.kind == "refs":
        return "; ".join(write_reference(column, related) for related in value.all())
    if value is None:
        return ""
    write = _WRITERS.get(column.kind)
    return write(column, value) if write else str(value)


def write_reference(column: Column, record: Any) -> str:
    """Return how a cell of the column names a record: its slug, or the parts of a path with "/" between them."""
    paths = column.by.split("/")[len(column.parts) :]
    return "/".join(str(attrgetter(path.replace("__", "."))(record)) for path in paths)


def _write_moment(column: Column, value: datetime) -> str:
    return value.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%dT%H:%M")


def _write_float(column: Column, value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


_WRITERS: dict[Kind, Callable[[Column, Any], str]] = {
    "yes": lambda column, value: "yes" if value else "no",
    "json": lambda column, value: json.dumps(value, ensure_ascii=False, sort_keys=True) if value else "",
    "words": lambda column, value: "; ".join(value),
    "ref": write_reference,
    "moment": _write_moment,
    "float": _write_float,
    "date": lambda column, value: value.isoformat(),
    "decimal": lambda column, value: f"{value.normalize():f}",
}


def list_sheet_rows(sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    """Yield (column, kind, whether required, about) for the documentation of the file."""
    for column in sheet.columns:
        yield column.name, column.kind, "yes" if column.required else "", column.about
