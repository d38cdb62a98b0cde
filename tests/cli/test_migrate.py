"""Migrating: a copy first, whole steps only, and on from there after a kill. Other processes, SQLite, real steps."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from moothall.kit import migrate
from moothall.kit.errors import RefusedError
from tests.cli.program_runs import surroundings

ROOT = Path(__file__).resolve().parents[2]
UP_TO_DATE = "from moothall.cli.ready import start_with_tables; start_with_tables()"
WITH_RECORD = (
    "from moothall.cli.ready import start_django; start_django(); "
    "from moothall.kit.acts import get_operator; get_operator()"
)


def run_code(code: str, var: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], env=slow(var, **more), capture_output=True, text=True, check=False, timeout=300
    )


def slow(var: Path, **more: str) -> dict[str, str]:
    """Surroundings in which one more application is installed, whose second step waits in its middle for a file."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    settings = {"DJANGO_SETTINGS_MODULE": "tests.cli.slow_migrations.settings", "PYTHONPATH": path}
    return {**surroundings(var, MOOTHALL_TEST_GATE=str(var / "gate")), **settings, **more}


def plain(var: Path) -> dict[str, str]:
    return {**surroundings(var), "DJANGO_SETTINGS_MODULE": "moothall.config.settings"}


def ask(var: Path, question: str) -> list[tuple]:
    with sqlite3.connect(var / "moothall.sqlite3") as database:
        rows = database.execute(question).fetchall()
    database.close()
    return rows


def list_tables(var: Path) -> set[str]:
    return {name for (name,) in ask(var, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'slow_%'")}


def list_steps(var: Path) -> list[str]:
    return [name for (name,) in ask(var, "SELECT name FROM django_migrations WHERE app = 'slow' ORDER BY name")]


def wait_for(condition, patience: float = 120) -> None:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < patience
        os.sched_yield()


@pytest.mark.migrations
def test_a_killed_migration_stops_at_a_whole_step_with_a_copy_and_goes_on_at_the_next_start(own_var):
    assert subprocess.run([sys.executable, "-c", WITH_RECORD], env=plain(own_var), check=False).returncode == 0
    reached = own_var / "gate.reached"
    process = subprocess.Popen([sys.executable, "-c", UP_TO_DATE], env=slow(own_var), stderr=subprocess.DEVNULL)
    wait_for(lambda: reached.exists() or process.poll() is not None)
    assert process.poll() is None, "it was to be killed in the middle of the second step"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list_steps(own_var) == ["0001_first"]
    assert list_tables(own_var) == {"slow_first"}, "nothing of the second step is left"
    copies = list((own_var / "backups").iterdir())
    assert [copy.name for copy in copies] == ["before-slow-0003_third.sqlite3"]
    assert copies[0].stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copies[0]) as copy:
        assert copy.execute("SELECT count(*) FROM kit_user").fetchone() == (1,)
        assert copy.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'slow_%'").fetchone() == (0,)
    copy.close()

    (own_var / "gate").write_text("open")
    answer = run_code(UP_TO_DATE, own_var)
    assert answer.returncode == 0, answer.stderr
    assert list_steps(own_var) == ["0001_first", "0002_second", "0003_third"]
    assert list_tables(own_var) == {"slow_first", "slow_second", "slow_third"}
    assert "Making the tables: 2 steps" in answer.stderr
    assert len(list((own_var / "backups").iterdir())) == 2, "an older copy is never written over"


@pytest.mark.migrations
def test_a_failing_step_leaves_nothing_of_itself_and_keeps_those_before(own_var):
    answer = run_code(UP_TO_DATE, own_var, MOOTHALL_TEST_GATE="fail")
    assert answer.returncode != 0
    assert list_steps(own_var) == ["0001_first"]
    assert list_tables(own_var) == {"slow_first"}


@pytest.mark.migrations
def test_a_killed_migration_stops_between_a_step_and_its_entry_never(own_var):
    """By itself Django commits a step with a put-off index before it notes that it is done."""
    answer = run_code(UP_TO_DATE, own_var, MOOTHALL_TEST_GATE="kill at the entry")
    assert answer.returncode == -signal.SIGKILL
    assert list_steps(own_var) == ["0001_first"]
    assert list_tables(own_var) == {"slow_first"}


@pytest.mark.migrations
def test_tables_up_to_date_are_left_alone_in_silence(own_var):
    first = subprocess.run([sys.executable, "-c", UP_TO_DATE], env=plain(own_var), capture_output=True, check=True)
    stamp = (own_var / "tables.stamp").stat().st_mtime_ns
    again = subprocess.run([sys.executable, "-c", UP_TO_DATE], env=plain(own_var), capture_output=True, check=True)
    assert (first.stderr, again.stderr) == (b"", b"")
    assert (own_var / "tables.stamp").stat().st_mtime_ns == stamp
    assert not (own_var / "backups").exists()


@pytest.mark.migrations
def test_a_database_of_a_newer_version_is_refused(own_var):
    with sqlite3.connect(own_var / "moothall.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kit', '9999_future', '2026-01-01')"
        )
    database.close()
    answer = run_code(UP_TO_DATE, own_var)
    assert answer.returncode != 0
    assert "made by a newer Moothall (its step kit.9999_future is not known here)" in answer.stderr


# --- In this process --------------------------------------------------------------------------------------------------


@pytest.fixture
def var(tmp_path, settings):
    settings.VAR = tmp_path
    return tmp_path


def test_every_step_of_our_own_packages_is_known(settings):
    settings.MIGRATION_MODULES = {}  # tests are run without migrations
    known = migrate.list_known()
    ours = {path.parent.parent.name for path in (ROOT / "src" / "moothall").glob("*/migrations/0*.py")}
    assert ours <= {app for app, _ in known}
    assert not [name for _, name in known if name.startswith("_")]


@pytest.mark.django_db
def test_tables_without_a_stamp_are_not_taken_for_finished(var):
    assert not migrate.is_current()


@pytest.mark.django_db
def test_progress_is_told_every_ten_steps_and_at_the_end():
    heard: list[str] = []
    progress = migrate._Progress(heard.append)
    progress.total = 23
    for _ in range(23):
        progress("apply_start")
        progress("apply_success")
    assert [line.strip() for line in heard] == ["step 10 of 23", "step 20 of 23", "step 23 of 23"]


def test_a_copy_gets_a_name_that_no_older_one_bears(tmp_path):
    for expected in ("before-x.zip", "before-x-2.zip", "before-x-3.zip"):
        path = migrate._free_name(tmp_path, "before-x", ".zip")
        assert path.name == expected
        path.write_text("")


class FakeExecutor:
    """Says that something was applied, and what the tables were like."""

    class loader:  # noqa: N801
        applied_migrations = {("kit", "0001_initial"): None}

    def _create_project_state(self, *, with_applied_migrations):
        from django.apps import apps

        return type("State", (), {"apps": apps})


class FakeStep:
    app_label, name = "kit", "0002_more"


@pytest.mark.django_db
def test_where_sqlite_cannot_be_copied_the_portable_backup_is_written(var, monkeypatch):
    from moothall.kit.acts import get_operator
    from moothall.kit.backup import open_backup

    get_operator()
    monkeypatch.setattr(migrate, "connection", FakeConnection())
    heard: list[str] = []
    migrate._copy_before([(FakeStep, False)], FakeExecutor(), heard.append)
    target = var / "backups" / "before-kit-0002_more.zip"
    with open_backup(target) as (_, manifest):
        assert manifest.rows["kit.user"] == 1
    assert str(target) in heard[0]


class FakeConnection:
    vendor = "postgresql"
    settings_dict = connection.settings_dict


@pytest.mark.django_db
def test_an_empty_database_is_not_copied(var):
    heard: list[str] = []
    migrate._copy_before([(FakeStep, False)], FakeExecutor(), heard.append)
    assert heard == []
    assert not (var / "backups").exists()


def test_nobody_migrates_beside_a_running_migration(var):
    from moothall.kit.locks import only_one

    with only_one("migrate"), pytest.raises(RefusedError), only_one("migrate"):
        pass
