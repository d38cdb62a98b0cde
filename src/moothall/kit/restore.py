"""Putting a backup in the stead of what is here: all of it, or nothing."""

from __future__ import annotations

import base64
import json
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import apps as current_apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

import moothall
from moothall.kit.backup import (
    CHUNK,
    DATA,
    MAX_LINE,
    BackupError,
    Manifest,
    list_columns,
    list_files,
    list_folders,
    list_migrations,
    list_tables,
    open_backup,
)
from moothall.kit.locks import only_one
from moothall.kit.tables import list_cache_tables

_ROWS_AT_ONCE = 500


def restore_backup(source: Path) -> Manifest:
    """Put the place of a backup into this database and these folders, in the stead of all that is there.

    All or nothing: rows are replaced in one transaction, files beside it. Everybody is signed out.

    Raises:
        BackupError: the file is damaged, or its tables are not those of this database.
        OSError: the file cannot be opened.
    """
    with only_one("restore"), open_backup(source) as (archive, manifest):
        _check_version(manifest)
        with tempfile.TemporaryDirectory(dir=settings.VAR, prefix="restore-") as folder:
            exchange = _Exchange(Path(folder))
            exchange.unpack(archive, manifest)
            try:
                with transaction.atomic():
                    _replace_rows(archive, manifest)
                    exchange.put()
            except (DatabaseError, ValidationError, ValueError, TypeError) as error:
                exchange.undo()
                raise BackupError(f"This backup does not fit this version's tables: {error}") from error
            except BaseException:
                exchange.undo()
                raise
            exchange.remove_others(manifest)
    _forget_what_was()
    return manifest


def _check_version(manifest: Manifest) -> None:
    here, there = set(list_migrations()), set(manifest.migrations)
    if here == there:
        return
    if there - here:
        raise BackupError(
            f"This backup was made by Moothall {manifest.version}, whose tables this version "
            f"({moothall.__version__}) does not know. Install that version, then restore."
        )
    raise BackupError(
        f"This backup was made by Moothall {manifest.version}, whose tables are older than this version's "
        f"({moothall.__version__}). Install that version, restore, then upgrade: that brings the tables up to date."
    )


def _replace_rows(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    tables = {model._meta.label_lower: model for model in list_tables()}
    _empty_tables()
    filler = _Filler(tables)
    with archive.open(DATA) as stream:
        while line := stream.readline(MAX_LINE):
            filler.take(json.loads(line))
    filler.flush()
    if filler.counts != dict(manifest.rows):
        raise BackupError("This backup is damaged: its rows are not as many as its manifest says.")
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables.values())):
            cursor.execute(statement)


def _empty_tables() -> None:
    """Empty every table but the record of migrations: a session kept from before would be another person's."""
    everything = [model for model in current_apps.get_models(include_auto_created=True) if _is_plain_table(model)]
    there = set(connection.introspection.table_names())
    names = {model._meta.db_table for model in everything} | list_cache_tables()
    with connection.cursor() as cursor:
        for name in sorted(names & there):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a name of ours


def _is_plain_table(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy


def decode(field: Any, value: Any) -> Any:
    """Return the value that a column's JSON stands for, ready for this database."""
    if value is not None and isinstance(field, models.BinaryField):
        value = base64.b64decode(value)
    elif value is not None and not isinstance(field, models.JSONField):
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)


class _Filler:
    """Fills tables from the lines of ``data.jsonl``, some hundred rows at once."""

    def __init__(self, tables: Mapping[str, type[models.Model]]) -> None:
        self.tables = tables
        self.counts: dict[str, int] = {}
        self.label, self.statement = "", ""
        self.fields: list[Any] = []
        self.batch: list[list[Any]] = []

    def take(self, tree: Any) -> None:
        """Begin a table, or take one row of the table begun."""
        if isinstance(tree, dict):
            self.flush()
            self._begin(str(tree.get("table")), tree.get("columns"))
            return
        if not self.label or not isinstance(tree, list):
            raise BackupError(f"This backup is damaged: {DATA} has a line that is no row of a table.")
        self.batch.append([decode(field, value) for field, value in zip(self.fields, tree, strict=True)])
        if len(self.batch) == _ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        if self.batch:
            with connection.cursor() as cursor:
                cursor.executemany(self.statement, self.batch)
            self.counts[self.label] += len(self.batch)
            self.batch = []

    def _begin(self, label: str, columns: Any) -> None:
        if label not in self.tables or label in self.counts:
            raise BackupError(f"This backup does not fit: there is no one table {label!r}.")
        model = self.tables[label]
        self.label, self.fields = label, list_columns(model)
        if columns != [field.attname for field in self.fields]:
            raise BackupError(f"This backup does not fit: the table {label} has other columns.")
        self.counts[label] = 0
        quote = connection.ops.quote_name
        names = ", ".join(quote(field.column) for field in self.fields)
        marks = ", ".join(["%s"] * len(self.fields))
        self.statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - ours


class _Exchange:
    """Files of a backup on their way in: unpacked aside, put in place by renaming, and taken back on failure."""

    def __init__(self, folder: Path) -> None:
        self.new, self.old = folder / "new", folder / "old"
        self.done: list[tuple[Path, Path | None]] = []

    def unpack(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        for name in manifest.members:
            if name == DATA:
                continue
            path = self.new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as packed, path.open("wb") as plain:
                shutil.copyfileobj(packed, plain, CHUNK)
            path.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)

    def put(self) -> None:
        for prefix, folder in list_folders().items():
            for path in sorted((self.new / prefix).rglob("*")):
                if path.is_file():
                    self._put_one(path, folder / path.relative_to(self.new / prefix), prefix)

    def _put_one(self, path: Path, target: Path, prefix: str) -> None:
        kept = None
        if target.exists():
            kept = self.old / prefix / str(len(self.done))
            kept.parent.mkdir(parents=True, exist_ok=True)
            target.replace(kept)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        self.done.append((target, kept))

    def undo(self) -> None:
        for target, kept in reversed(self.done):
            if kept is None:
                target.unlink(missing_ok=True)
            else:
                kept.replace(target)

    def remove_others(self, manifest: Manifest) -> None:
        for name, path in list_files():
            if name not in manifest.members:
                path.unlink()


def _forget_what_was() -> None:
    """Clear what processes remember of the rows that were, and make the search index of those that are."""
    absent = list_cache_tables() - set(connection.introspection.table_names())
    configured: dict[str, Any] = settings.CACHES
    for name, cache in configured.items():
        if cache["LOCATION"] not in absent:
            caches[name].clear()
    ContentType.objects.clear_cache()
    call_command("update_index", verbosity=0)
