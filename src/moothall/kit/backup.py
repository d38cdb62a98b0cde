"""Everything of a place in one file, and back again: the same file from SQLite and from PostgreSQL.

The file is a ZIP archive:

- ``manifest.json``: ``schema`` (moothall.backup/1), the version that wrote it, the state of its tables (the migrations
  applied), how many rows each table has, and length and SHA-256 of every other member;
- ``data.jsonl``: for each table a line ``{"table": ..., "columns": [...]}``, then one line a row, in the order of keys;
- ``media/...`` and ``private/...``: the files that people uploaded.

Sign-in sessions, caches, rate counters, the queue of background work and the search index are left out. Times of
writing stand nowhere in it, so that the same place gives the same bytes. It holds password hashes and second factors:
keep it as you keep the database.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils.duration import duration_iso_string

import moothall
from moothall.kit.errors import RefusedError
from moothall.kit.tables import one_moment

SCHEMA = "moothall.backup/1"
DATA = "data.jsonl"
MANIFEST = "manifest.json"
# Applications whose rows are of the moment or can be made again.
LEFT_OUT = frozenset({"sessions", "wagtailsearch", "django_tasks_db", "django_tasks_database"})
FILE_FOLDERS = ("media", "private")
MAX_MANIFEST = 50_000_000
MAX_LINE = 64_000_000
MAX_RATIO = 200  # text of records shrinks to a tenth or so; a thousandth is an attack
SMALL = 50_000_000
CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


class BackupError(RefusedError):
    """The file is damaged, foreign or of another version; the sentence says which, and nothing was changed."""


@dataclass(frozen=True)
class Member:
    """One file in the archive: its length in bytes and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    version: str
    migrations: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]
    members: Mapping[str, Member]

    def to_json(self) -> bytes:
        tree = {
            "schema": SCHEMA,
            "version": self.version,
            "migrations": [list(step) for step in self.migrations],
            "rows": dict(self.rows),
            "members": {name: asdict(member) for name, member in self.members.items()},
        }
        return json.dumps(tree, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


# --- Writing ----------------------------------------------------------------------------------------------------------


def write_backup(target: Path, *, registry: Apps = current_apps) -> Manifest:
    """Write the whole place, as it stands at one moment, into the new file ``target`` that only its owner may read.

    ``registry`` describes the tables; a migration gives that of the state before it.

    Raises:
        RefusedError: there is a file of that name already.
        OSError: the file cannot be written; nothing is left of it.
    """
    if target.exists():
        raise RefusedError(f"The file {target} is there already. Name another, so that no older backup is lost.")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _fill(archive, registry)
        Path(part).replace(target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return manifest


def _fill(archive: zipfile.ZipFile, registry: Apps) -> Manifest:
    members: dict[str, Member] = {}
    rows: dict[str, int] = {}
    with one_moment():
        migrations = list_migrations()
        members[DATA] = _add(archive, DATA, _write_lines(registry, rows))
    for name, path in list_files():
        members[name] = _add(archive, name, _read_chunks(path))
    manifest = Manifest(moothall.__version__, migrations, rows, members)
    _add(archive, MANIFEST, [manifest.to_json()])
    return manifest


def _add(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> Member:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    digest, length = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as stream:
        for chunk in chunks:
            stream.write(chunk)
            digest.update(chunk)
            length += len(chunk)
    return Member(length, digest.hexdigest())


def _write_lines(registry: Apps, rows: dict[str, int]) -> Iterator[bytes]:
    for model in list_tables(registry):
        fields = list_columns(model)
        label = model._meta.label_lower
        yield _line({"table": label, "columns": [field.attname for field in fields]})
        rows[label] = 0
        found = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
        for row in found.iterator(chunk_size=2000):
            rows[label] += 1
            yield _line([encode(field, value) for field, value in zip(fields, row, strict=True)])


def _line(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def list_tables(registry: Apps = current_apps) -> list[type[models.Model]]:
    """Return the models whose rows a backup holds, by name."""
    everything = registry.get_models(include_auto_created=True)
    held = [
        model
        for model in everything
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT
    ]
    return sorted(held, key=lambda model: model._meta.label_lower)


def list_columns(model: type[models.Model]) -> list[Any]:
    """Return the fields that are columns of the model's own table."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def list_migrations() -> tuple[tuple[str, str], ...]:
    """Return the steps by which this database's tables came to be."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))


def encode(field: Any, value: Any) -> Any:
    """Return a column's value as JSON can hold it, exactly; ``restore.decode`` gives it back."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if not isinstance(value, _PLAIN):
        value = field.get_prep_value(value)
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    # Lists and mappings are the bodies of pages: as text they would come back empty.
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _write_moment(value: datetime) -> str:
    return (value.astimezone(UTC) if value.tzinfo else value).isoformat()


_PLAIN = (str, int, float, bool, datetime, date, time, timedelta, bytes, memoryview)
_WRITERS: tuple[tuple[Any, Any], ...] = (
    (datetime, _write_moment),
    ((date, time), lambda value: value.isoformat()),
    (timedelta, duration_iso_string),
    ((bytes, memoryview), lambda value: base64.b64encode(bytes(value)).decode()),
)


def list_folders() -> dict[str, Path]:
    """Return the folders of uploaded files by their names in a backup."""
    return dict(zip(FILE_FOLDERS, (Path(settings.MEDIA_ROOT), Path(settings.MOOTHALL_PRIVATE)), strict=True))


def list_files() -> list[tuple[str, Path]]:
    """Return the uploaded files by their names in a backup."""
    found: list[tuple[str, Path]] = []
    for prefix, folder in list_folders().items():
        paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
        found += [(f"{prefix}/{path.relative_to(folder).as_posix()}", path) for path in paths]
    return sorted(found)


def _read_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


# --- Reading ----------------------------------------------------------------------------------------------------------


@contextmanager
def open_backup(source: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup after checking all of it: names, sizes, and the SHA-256 of every member.

    Raises:
        BackupError: the file is no backup, is damaged, or would write outside its folders or fill the disk.
        OSError: the file cannot be opened.
    """
    with source.open("rb") as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError) as error:
            raise BackupError(f"{source} is not a backup: it is no ZIP archive, or its end is missing.") from error
        with archive:
            manifest = _read_manifest(archive)
            _check_members(archive, manifest, source.stat().st_size)
            for name, member in manifest.members.items():
                _check_member(archive, name, member)
            yield archive, manifest


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        raw = _read_bounded(archive, MANIFEST, MAX_MANIFEST)
        tree = json.loads(raw)
        if tree["schema"] != SCHEMA:
            raise BackupError(f"This backup has the form {tree['schema']!r}; this version reads {SCHEMA}.")
        return Manifest(
            version=str(tree["version"]),
            migrations=tuple((str(app), str(name)) for app, name in tree["migrations"]),
            rows={str(table): int(number) for table, number in tree["rows"].items()},
            members={str(name): Member(int(m["bytes"]), str(m["sha256"])) for name, m in tree["members"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, *_BROKEN) as error:
        raise BackupError(f"This file is not a backup: its {MANIFEST} is missing or cannot be read.") from error


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def _read_bounded(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as stream:
        raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise BackupError(f"The member {name} is larger than {limit:,} bytes.")
    return raw


def _check_members(archive: zipfile.ZipFile, manifest: Manifest, archived: int) -> None:
    names = [info.filename for info in archive.infolist()]
    if len(names) != len(set(names)) or set(names) != {MANIFEST, *manifest.members}:
        raise BackupError("This backup is damaged: its members are not those that its manifest names.")
    if DATA not in manifest.members:
        raise BackupError(f"This backup is damaged: it has no {DATA}.")
    for name in names:
        if name not in {MANIFEST, DATA} and not is_safe_name(name):
            raise BackupError(f"This backup is refused: the member {name!r} would lie outside its folder.")
    total = sum(member.bytes for member in manifest.members.values())
    if any(member.bytes < 0 for member in manifest.members.values()) or (
        total > SMALL and total > MAX_RATIO * archived
    ):
        raise BackupError(f"This backup is refused: {archived:,} bytes would grow to {total:,}.")
    free = shutil.disk_usage(settings.VAR).free
    if total > free:
        raise BackupError(f"There is no room: the backup needs {total:,} bytes, and {free:,} are free.")


def is_safe_name(name: str) -> bool:
    """Tell whether a member's name is a plain path below ``media/`` or ``private/``."""
    parts = name.split("/")
    plain = all(part not in ("", ".", "..") for part in parts) and not any(sign in name for sign in "\\\0:")
    return plain and len(parts) > 1 and parts[0] in FILE_FOLDERS and str(PurePosixPath(name)) == name


def _check_member(archive: zipfile.ZipFile, name: str, member: Member) -> None:
    digest, length = hashlib.sha256(), 0
    try:
        with archive.open(name) as stream:
            while length <= member.bytes and (chunk := stream.read(CHUNK)):
                digest.update(chunk)
                length += len(chunk)
    except (*_BROKEN, KeyError, ValueError) as error:
        raise BackupError(f"This backup is damaged: {name} cannot be read.") from error
    if length != member.bytes or digest.hexdigest() != member.sha256:
        raise BackupError(f"This backup is damaged: {name} is not what its manifest says.")
