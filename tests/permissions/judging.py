"""What an answer is called in the tables, and which rows of which tables changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse

from moothall.kit.models import AuditEntry

AGAIN = ("mfa_index", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_reauthenticate")
State = dict[str, tuple[int, str, frozenset[str]]]
# pg_stat_xact_all_tables says the same, with every index and schema beside it: nine times as long.
WRITTEN = """
    SELECT COALESCE(SUM(
        pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
        + pg_stat_get_xact_tuples_deleted(oid)), 0)
    FROM pg_class WHERE relkind IN ('r', 'p', 't', 'm')
"""


def take_state() -> State:
    """Return, for each table, how many rows it has, a hash of all of them, and the rows as texts."""
    with connection.cursor() as cursor:
        return {label: _take_table(cursor, name) for label, name in list_tables()}


@cache
def list_tables() -> list[tuple[str, str]]:
    """Return every table of the site: its model's label and its name in the database."""
    there = set(connection.introspection.table_names())
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [(model._meta.label, model._meta.db_table) for model in models if model._meta.db_table in there]


def _take_table(cursor: Any, name: str) -> tuple[int, str, frozenset[str]]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
    rows = sorted(map(repr, cursor.fetchall()))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest(), frozenset(rows)


def list_changes(before: State, after: State) -> dict[str, str]:
    """Return what changed by table: ``+1`` a row more, ``-1`` one less, ``~`` another row is not what it was."""
    return {
        label: said
        for label, held in before.items()
        if held[1] != after[label][1] and (said := _say(held, after[label]))
    }


def count_written() -> int:
    """Return a number that grows with every row this connection writes, what is taken back again included.

    SQLite counts them since the connection was made, PostgreSQL within the transaction.
    """
    if connection.vendor == "sqlite":
        return int(connection.connection.total_changes)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return int(cursor.fetchone()[0])


class Try:
    """One try that is taken back: what it changed, seen from when it began in earnest.

    Where nothing was written, no table is read: the rows are those of the ground, which all tries of a test share.
    """

    def __init__(self, ground: State) -> None:
        self._before, self._written = ground, count_written()

    def begin(self) -> None:
        """Count from here on: what was done so far made ready for the try."""
        written = count_written()
        if written != self._written:
            self._before, self._written = take_state(), written

    def list_changes(self) -> dict[str, str]:
        """Return what changed by table since ``begin``."""
        return {} if count_written() == self._written else list_changes(self._before, take_state())


def _say(before: tuple[int, str, frozenset[str]], after: tuple[int, str, frozenset[str]]) -> str:
    more = after[0] - before[0]
    lost = len(before[2] - after[2])
    said = f"{more:+d}" if more else ""
    return said + ("~" if lost > max(0, -more) else "")


def read_changes(cell: str) -> dict[str, str]:
    """Return what a cell of the table says about changes, in the same words."""
    found = {}
    for word in cell.split():
        at = min((word.index(sign) for sign in "+-~" if sign in word), default=len(word))
        found[word[:at]] = word[at:]
    return found


@contextmanager
def undone(ground: State | None = None) -> Iterator[Try]:
    """Take everything back at the end; ``ground`` is the state before, where it is known already."""
    with transaction.atomic():
        yield Try(take_state() if ground is None else ground)
        transaction.set_rollback(True)


def list_entries(after: int) -> list[tuple[str, str]]:
    """Return the acts and reasons that were put on record since the entry with that number."""
    return list(AuditEntry.objects.filter(pk__gt=after).order_by("pk").values_list("act", "why"))


def name_answer(answer: Any, changes: Mapping[str, str]) -> str:
    """Return the word of the tables for an answer."""
    if answer.status_code in (301, 302, 303):
        return _name_redirect(answer["Location"].partition("?")[0], changes)
    if answer.status_code == 200:
        return "form" if answer.request["REQUEST_METHOD"] == "POST" else "read"
    return str(answer.status_code)


def _name_redirect(target: str, changes: Mapping[str, str]) -> str:
    if any(changes.values()):
        return "done"
    if target in {reverse(name) for name in AGAIN}:
        return "second"
    return "sign-in" if target in {reverse("account_login"), reverse("account_inactive")} else "home"
