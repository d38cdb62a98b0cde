"""The records desk: which sheets of a place's files are kept by hand there too, and which elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q, QuerySet

from moothall.kit import formats, keepers
from moothall.kit.grants import AnyUser
from moothall.kit.keepers import ONLY_ADMINISTRATORS, Check, Keeper, Standing
from moothall.kit.sheets import Column, Sheet, write_cell, write_reference

MOST_WORDS = 120
TELLING = 2  # columns of a list beside the name and the key
OF_FILES = (".csv", "stands above", "in the file")  # words about how rows of a file stand to each other
# Words of columns that say more than their name does.
LABELS = {
    "slug": "Key",
    "from_on": "From",
    "to_on": "Until",
    "valid_from": "Valid from",
    "valid_to": "Valid until",
    "source": "Paper that says it",
    "page": "Page",
    "lines": "Lines",
    "status": "How this is known",
    "because": "Why, or how it is known here",
    "order": "Place in the order",
    "sha256": "SHA-256",
}


@dataclass(frozen=True)
class Kept:
    """A sheet that is kept on the desk: ``stage`` is its group in words, ``order`` the place of the group."""

    sheet: Sheet
    stage: str
    keeper: Keeper
    order: int = 50

    @property
    def slug(self) -> str:
        return _name(self.sheet.file).replace("_", "-")

    @property
    def title(self) -> str:
        return _name(self.sheet.file).replace("_", " ").capitalize()

    @property
    def about(self) -> str:
        return say_about(self.sheet.about)

    @property
    def one(self) -> str:
        return str(self.sheet.model._meta.verbose_name)

    @property
    def facts(self) -> list[Column]:
        """The columns but those that name the row and those that say where it comes from."""
        standing = self.keeper.standing.columns if self.keeper.standing else ()
        return [c for c in self.sheet.columns if c.name not in self.sheet.key and c.name not in standing]

    @property
    def keys(self) -> list[Column]:
        return [column for column in self.sheet.columns if column.name in self.sheet.key]


@dataclass(frozen=True)
class LeftOut:
    """A sheet that is not kept on the records desk, and where its records are kept instead."""

    file: str
    reason: str

    @property
    def title(self) -> str:
        return _name(self.file).replace("_", " ").capitalize()


_kept: dict[str, Kept] = {}
_left_out: dict[str, LeftOut] = {}


def register(
    stage: str,
    sheet: Sheet,
    *,
    standing: Standing | None = None,
    power: str = "",
    paths: Sequence[str] = (),
    sentence: str = ONLY_ADMINISTRATORS,
    check: Check | None = None,
    order: int = 50,
) -> None:
    """Let a sheet be kept on the desk under a group; see ``Keeper`` for who keeps it and what is checked."""
    keeper = Keeper(
        model=sheet.model,
        stamp=partial(stamp_row, sheet),
        power=power,
        paths=paths,
        sentence=sentence,
        standing=standing,
        check=check,
    )
    keepers.register(keeper)
    kept = Kept(sheet, stage, keeper, order)
    _kept[kept.slug] = kept


def leave_out(file: str, reason: str) -> None:
    """Say that a sheet is not kept on the desk, and where its records are kept."""
    _left_out[file] = LeftOut(file, reason)


def list_kept() -> list[Kept]:
    """Return the sheets that are kept on the desk, in the order of the year."""
    return sorted(_kept.values(), key=lambda kept: kept.order)


def list_left_out() -> list[LeftOut]:
    """Return the sheets that are kept elsewhere."""
    return list(_left_out.values())


def find_kept(slug: str) -> Kept | None:
    """Return a sheet by its part of the address."""
    return _kept.get(slug)


def find_kept_of(model: type[models.Model]) -> Kept | None:
    """Return the sheet whose rows are records of a model."""
    return next((kept for kept in _kept.values() if kept.sheet.model is model), None)


def stamp_row(sheet: Sheet, record: Any) -> int:
    """Return a number of 52 bits made of all that the sheet holds of a record, and of the record's own version."""
    cells = [write_cell(column, record) for column in sheet.columns]
    text = "\x1f".join([*cells, str(getattr(record, "version", ""))])
    return int(hashlib.sha256(text.encode()).hexdigest()[:13], 16)


def list_rows(kept: Kept, user: AnyUser, words: str = "") -> QuerySet[Any]:
    """Return the rows that ``user`` keeps, those that hold all of the words, with all that a list shows of them."""
    rows = kept.keeper.list_rows(user).select_related(*list_relations(kept))
    for word in words.split():
        rows = rows.filter(_holds(kept.sheet, word))
    return rows


def _holds(sheet: Sheet, word: str) -> Q:
    condition = Q(pk__in=[])
    for column in sheet.columns:
        if isinstance(find_field(sheet.model, column), models.CharField | models.TextField):
            condition |= Q(**{f"{column.target}__icontains": word})
    return condition


def list_relations(kept: Kept) -> list[str]:
    """Return the relations that the name, the key and the board of a row are made of."""
    found = set(kept.keeper.paths)
    for column in kept.sheet.columns:
        if column.kind == "ref":
            found |= {f"{column.target}__{path}".rpartition("__")[0] for path in column.by.split("/")}
            found |= {f"{column.target}__{name}" for name in _list_needed(column.to)}
    return sorted(found)


def _list_needed(model: type[models.Model] | None) -> list[str]:
    """Return the relations that every row of a model has: its own name is often made of them."""
    fields = model._meta.concrete_fields if model is not None else []
    return [field.name for field in fields if isinstance(field, models.ForeignKey) and not field.null]


def find_field(model: type[models.Model], column: Column) -> Any:
    """Return the field of the model in which a column is kept, or None for a part of a path."""
    try:
        return model._meta.get_field(column.target)
    except FieldDoesNotExist:
        return None


def name_key(kept: Kept, record: Any) -> str:
    """Return the key of a row as files write it: "hwb/chair"."""
    return "/".join(filter(None, (write_cell(column, record) for column in kept.keys)))


def name_row(record: Any) -> str:
    """Return the name of a row, cut where it is long."""
    name = str(record)
    return name if len(name) <= MOST_WORDS else f"{name[:MOST_WORDS].rstrip()} …"


def say_label(column: Column) -> str:
    """Return the label of a column: "voting_group" is a voting group."""
    return LABELS.get(column.name, column.name.replace("_", " ").capitalize())


def say_about(about: str) -> str:
    """Return what is said about a column or a sheet as a sentence, without what is so in a file alone."""
    parts = [part for part in about.split("; ") if not any(word in part for word in OF_FILES)]
    said = "; ".join(parts).strip().replace("_", " ").rstrip(".")
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def list_telling(kept: Kept) -> list[Column]:
    """Return the first few columns that say something in a line: no running text, no list, no order."""
    kinds = ("ref", "date", "moment", "yes", "text")
    found = [c for c in kept.facts if c.kind in kinds and not is_long(find_field(kept.sheet.model, c))]
    named = [c for c in found if c.required and c.kind == "text"]
    return [c for c in found if c not in named[:1]][:TELLING]


def is_long(field: Any) -> bool:
    """Tell whether a field holds running text."""
    return isinstance(field, models.TextField) or (getattr(field, "max_length", None) or 0) > 200


def say_value(kept: Kept, column: Column, record: Any) -> str:
    """Return what a row holds in a column, in words."""
    value = keepers.follow(record, column.target.replace(".", "__"))
    if value is None or value == "":
        return ""
    if column.kind == "yes":
        return "Yes" if value else "No"
    if column.kind in ("date", "moment"):
        return formats.day(value) or ""
    words = dict(getattr(find_field(kept.sheet.model, column), "flatchoices", ()))
    return name_row(words.get(value, value))


def list_candidates(kept: Kept, column: Column, user: AnyUser) -> QuerySet[Any]:
    """Return the records that ``user`` may name in a column: those that he or she sees, of the own boards alone."""
    if column.to is None:
        raise TypeError(f"The column {column.name} names no model to refer to.")
    rows = keepers.list_visible(column.to, user)
    slugs = kept.keeper.list_slugs(user)
    if slugs is None:
        return rows
    for path in kept.keeper.paths:
        first, _, rest = path.partition("__")
        if first == column.target:
            return rows.filter(**{f"{rest}__slug__in" if rest else "slug__in": slugs})
    own = keepers.find_keeper(column.to)
    if own is not None and own.power == kept.keeper.power and own.paths:
        rows = rows.filter(own.within(slugs))
    return rows


def list_options(kept: Kept, column: Column, user: AnyUser, most: int) -> list[tuple[str, str]] | None:
    """Return the records that can stand in a column as (as files write it, name); None where there are too many."""
    rows = list_candidates(kept, column, user).select_related(*_list_written(column))[: most + 1]
    found = [(write_reference(column, row), row) for row in rows]
    if len(found) > most:
        return None
    if getattr(user, "is_invented", False):
        found = [(key, row) for key, row in found if _may_own(kept, column, row)]
    return [(key, name_option(key, row)) for key, row in found]


def name_option(key: str, row: Any) -> str:
    """Return a record's name with its key, cut where it is long."""
    return f"{str(row)[:80]} ({key})"


def _list_written(column: Column) -> list[str]:
    """Return the relations that the name and the written form of a record are made of."""
    of_form = {path.rpartition("__")[0] for path in column.by.split("/")} - {""}
    return sorted(of_form | set(_list_needed(column.to)))


def _may_own(kept: Kept, column: Column, row: Any) -> bool:
    """Tell whether a record that decides whose a row is belongs to a made-up board."""
    for path in kept.keeper.paths:
        first, _, rest = path.partition("__")
        if first == column.target:
            return bool(getattr(keepers.follow(row, rest) if rest else row, "is_invented", False))
    return True


def _name(file: str) -> str:
    return PurePosixPath(file).stem
