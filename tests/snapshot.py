"""Loads the example place once in a test process and lays a copy of its rows into the database of each test that asks.

Loading takes seconds, laying a copy tenths of a second; it works inside a test's transaction and on both databases.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction

from tests.kinds import ROOT

EXAMPLE = ROOT / "examples" / "gloucestershire-2019"
Rows = dict[type[models.Model], list[list[Any]]]


@cache
def snapshot_example() -> Rows:
    """Load the example by the public loader, keep its rows, and take it all back."""
    from moothall.cli.loading import load_folder
    from moothall.kit.wagtail_roots import make_wagtail_roots

    with transaction.atomic():
        put_rows({model: [] for model in list_tables()})
        make_wagtail_roots()
        report = load_folder(EXAMPLE, confirm=True)
        assert not report.problems, report.problems
        rows = take_rows()
        transaction.set_rollback(True)
    return rows


def list_tables() -> list[type[models.Model]]:
    """Return every table, the joining ones and the parts of Wagtail's pages included."""
    there = set(connection.introspection.table_names())
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and model._meta.db_table in there]


def take_rows() -> Rows:
    """Return the values of all rows of all tables, as this database is given them: prepared once, laid many times."""
    return {model: take_table(model) for model in list_tables()}


def take_table(model: type[models.Model]) -> list[list[Any]]:
    fields = model._meta.local_concrete_fields
    values = model._base_manager.values_list(*[field.attname for field in fields])
    return [
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)] for row in values
    ]


def put_rows(rows: Rows) -> None:
    """Replace what the tables hold by the rows that were taken."""
    with transaction.atomic(), connection.constraint_checks_disabled():
        for model, values in rows.items():
            put_table(model, values)
    with connection.cursor() as cursor:
        for statement in list_resets(rows):
            cursor.execute(statement)
    ContentType.objects.clear_cache()


def list_resets(rows: Rows) -> list[str]:
    """Return the statements after which the next number of each table follows its rows, whatever another test made."""
    if connection.vendor == "sqlite":
        tables = [{"table": model._meta.db_table} for model in rows]
        return connection.ops.sequence_reset_by_name_sql(no_style(), tables)
    return connection.ops.sequence_reset_sql(no_style(), list(rows))


def put_table(model: type[models.Model], values: list[list[Any]]) -> None:
    """Empty one table and fill it by plain statements, so that nothing of the models' own runs."""
    quote = connection.ops.quote_name
    columns = [quote(field.column) for field in model._meta.local_concrete_fields]
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")
        if values:
            cursor.executemany(
                f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES ({marks})", values
            )
