"""Bringing the tables up to date: a copy first, one whole step at a time, and on from there after a stop."""

from __future__ import annotations

import hashlib
import importlib.util
import pkgutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from moothall.kit.backup import write_backup
from moothall.kit.errors import RefusedError
from moothall.kit.locks import only_one
from moothall.kit.tables import has_records

Say = Callable[[str], None]
Step = tuple[str, str]


def bring_up_to_date(say: Say) -> None:
    """Migrate where steps are missing; ``say`` hears one line for each thing done.

    A database that holds a place is copied first. Each step is one transaction with its own entry, so that a process
    killed in the middle leaves whole steps, and the next start goes on with the next one.

    Raises:
        RefusedError: the database was made by a newer Moothall.
    """
    if is_current():
        return
    with only_one("migrate", wait=True):
        _refuse_newer()
        executor = _Stepwise(connection, _Progress(say))
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            _copy_before(plan, executor, say)
            say(f"Making the tables: {len(plan)} steps")
            emit_pre_migrate_signal(0, False, connection.alias, apps=executor.loader.project_state().apps, plan=plan)
            executor.progress.total = len(plan)
            executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)
        _finish(plan)


def is_current() -> bool:
    """Tell whether every step is done and was finished, without reading the steps themselves (a few milliseconds)."""
    return _stamp().is_file() and _stamp().read_text() == _fingerprint() and list_known() <= set(_list_applied())


def list_known() -> set[Step]:
    """Return the steps that this version brings, by the names of their files."""
    known: set[Step] = set()
    for config in apps.get_app_configs():
        name, _ = MigrationLoader.migrations_module(config.label)
        spec = importlib.util.find_spec(name) if name else None
        found = pkgutil.iter_modules(spec.submodule_search_locations) if spec else ()
        known |= {(config.label, module.name) for module in found if not module.ispkg and module.name[0] not in "_~"}
    return known


def _list_applied() -> list[Step]:
    return sorted(MigrationRecorder(connection).applied_migrations())


def _refuse_newer() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("moothall.")}
    known = list_known()
    foreign = [f"{app}.{name}" for app, name in _list_applied() if app in ours and (app, name) not in known]
    if foreign:
        raise RefusedError(
            f"This database was made by a newer Moothall (its step {foreign[-1]} is not known here). "
            "Install that version, or restore a backup made before the upgrade."
        )


class _Progress:
    """Says every tenth step, so that a slow machine shows that it is alive."""

    def __init__(self, say: Say) -> None:
        self.say, self.done, self.total = say, 0, 0

    def __call__(self, action: str, *_: Any) -> None:
        if action == "apply_success":
            self.done += 1
            if self.done % 10 == 0 or self.done == self.total:
                self.say(f"  step {self.done} of {self.total}")


class _Stepwise(MigrationExecutor):
    """Django's executor, with each step and the entry that it was done in one transaction.

    By itself Django writes the entry after the step's transaction when indexes were put off to its end, and a process
    killed between the two would try the step a second time.
    """

    def __init__(self, connection: Any, progress: _Progress) -> None:
        super().__init__(connection, progress)
        self.progress = progress

    def migration_plan(self, targets: Any, clean_start: bool = False) -> Any:
        """Return the steps with those of other packages first.

        Django draws every model anew that touches a changed one, and ours touch nearly all: with ours first, the steps
        of Wagtail alone took four times as long as now all steps together.
        """
        own = {config.label for config in apps.get_app_configs() if config.name.startswith("moothall.")}
        return super().migration_plan(sorted(targets, key=lambda step: (step[0] in own, step)), clean_start)

    def apply_migration(self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False) -> Any:
        """Apply one step whole; one that says itself that it cannot be in a transaction is run as Django runs it."""
        if not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        # SQLite can put off the checking of references only before the transaction begins.
        on_sqlite = connection.vendor == "sqlite"
        with connection.constraint_checks_disabled() if on_sqlite else _nothing(), transaction.atomic():
            return super().apply_migration(state, migration, fake, fake_initial)


def _nothing() -> AbstractContextManager[None]:
    return nullcontext()


def _copy_before(plan: list[Any], executor: MigrationExecutor, say: Say) -> None:
    if not executor.loader.applied_migrations or not has_records():
        return
    last = plan[-1][0]
    folder: Path = settings.VAR / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"before-{last.app_label}-{last.name}"
    if connection.vendor == "sqlite":
        target = _free_name(folder, name, ".sqlite3")
        copy_sqlite(Path(str(connection.settings_dict["NAME"])), target)
    else:
        target = _free_name(folder, name, ".zip")
        applied = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]
        write_backup(target, registry=applied.apps)
    say(f"A copy from before the change is kept at {target}")


def _free_name(folder: Path, name: str, ending: str) -> Path:
    """Return a name that no older copy bears: a copy is never written over."""
    number = 1
    while (path := folder / f"{name}{'' if number == 1 else f'-{number}'}{ending}").exists():
        number += 1
    return path


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database in use, whole, by SQLite's own backup; only its owner may read the copy."""
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with sqlite3.connect(source) as old, sqlite3.connect(part) as new:
        old.backup(new)
    old.close()
    new.close()
    part.rename(target)


def _finish(plan: list[Any]) -> None:
    """Make what hangs on the tables (content types, permissions, cache table), then note that all is done."""
    emit_post_migrate_signal(0, False, connection.alias, apps=apps, plan=plan)
    call_command("createcachetable", verbosity=0)
    _stamp().write_text(_fingerprint())


def _stamp() -> Path:
    path: Path = settings.VAR / "tables.stamp"
    return path


def _fingerprint() -> str:
    """Change with the steps of this version and with the database: another database was not finished by this note."""
    where = [str(connection.settings_dict[key]) for key in ("ENGINE", "NAME", "HOST", "PORT")]
    # A data folder may be moved, with its database in it.
    where = [part.removeprefix(str(settings.VAR)) for part in where]
    return hashlib.sha256(repr((sorted(list_known()), where)).encode()).hexdigest()
