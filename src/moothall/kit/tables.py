"""What stands in the database as a whole: is there data of a place, and a quiet moment to read it all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction


def list_own_tables() -> list[str]:
    """Return the tables that hold a place's records: those of our own packages that are there, without caches."""
    labels = [config.label for config in apps.get_app_configs() if config.name.startswith("moothall.")]
    there = connection.introspection.table_names()
    return sorted(name for name in there if name.split("_")[0] in labels and name not in list_cache_tables())


def list_cache_tables() -> set[str]:
    """Return the tables that hold a cache, whether or not they are there."""
    configured: dict[str, Any] = settings.CACHES
    tables = [cache for cache in configured.values() if cache["BACKEND"].endswith("DatabaseCache")]
    return {str(cache["LOCATION"]) for cache in tables}


def has_records() -> bool:
    """Tell whether the database holds anything of a place: a record, an account, an audit entry."""
    with connection.cursor() as cursor:
        for table in list_own_tables():
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a name of ours
            if cursor.fetchone():
                return True
    return False


@contextmanager
def one_moment() -> Iterator[None]:
    """Let every query inside see the database as it stood at the first of them, without holding off writers."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            # Django's own transactions are IMMEDIATE and would keep every writer waiting.
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
