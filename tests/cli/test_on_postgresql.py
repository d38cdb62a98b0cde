"""The program's whole day on PostgreSQL: tables from nothing, the example in and out again, a backup moved."""

import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.cli.program_runs import run, surroundings
from tests.snapshot import EXAMPLE

pytestmark = [pytest.mark.postgresql, pytest.mark.migrations]
TABLES = "from moothall.cli.ready import start_with_tables; start_with_tables()"


@pytest.fixture
def new_database(django_db_setup: None) -> Iterator[Callable[..., str]]:
    """Return a maker of databases on the server of this run, as addresses; they are dropped at the end.

    A database is empty, or a copy of the one at the address that is given.
    """
    held = connection.settings_dict
    server = f"postgres://{held['USER']}@{held['HOST']}:{held['PORT']}"
    names: list[str] = []

    def make(like: str = "") -> str:
        names.append(f"day_{uuid.uuid4().hex}")
        copied = f" TEMPLATE {like.rpartition('/')[2]}" if like else ""
        with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {names[-1]}{copied}")
        return f"{server}/{names[-1]}"

    yield make
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        for name in names:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_tables(var: Path, address: str) -> None:
    """Migrate from nothing, as the first start does."""
    given = surroundings(var, DATABASE_URL=address)
    answer = subprocess.run([sys.executable, "-c", TABLES], env=given, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def read_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_example_is_loaded_and_comes_out_again_and_a_backup_moves_it(new_database, tmp_path):
    var, other = tmp_path / "one" / "var", tmp_path / "other" / "var"
    for folder in (var, other):
        folder.mkdir(parents=True)
    address = new_database()
    make_tables(var, address)
    elsewhere = new_database(like=address)  # the tables of a first start, and nothing in them
    loaded = run(var, "load", str(EXAMPLE), "--confirm", DATABASE_URL=address)
    assert loaded.returncode == 0, loaded.stderr
    again = run(var, "load", str(EXAMPLE), "--json", DATABASE_URL=address)
    assert json.loads(again.stdout)["differences"] == []
    first, second = tmp_path / "first", tmp_path / "second"
    assert run(var, "export", str(first), DATABASE_URL=address).returncode == 0
    kept = tmp_path / "kept.zip"
    assert run(var, "backup", str(kept), DATABASE_URL=address).returncode == 0
    restored = run(other, "restore", str(kept), DATABASE_URL=elsewhere)
    assert restored.returncode == 0, restored.stderr
    assert run(other, "export", str(second), DATABASE_URL=elsewhere).returncode == 0
    assert read_files(first) == read_files(second)
    checked = run(other, "check", DATABASE_URL=elsewhere)
    # A place that was never served has no frontend yet, and nothing else is wrong with it.
    assert "1 finding." in checked.stderr
    assert "frontend" in checked.stdout
