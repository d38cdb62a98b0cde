"""The program as a person runs it: processes of their own, real tables, signals, kills. On SQLite."""

import json
import signal
import socket
import sqlite3
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli.place_files import write_many_sources, write_place
from tests.cli.program_runs import run, run_code, start, start_worker

pytestmark = pytest.mark.migrations
MANY = 20_000


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def count(var: Path, table: str) -> int:
    with sqlite3.connect(var / "moothall.sqlite3") as database:
        (number,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    database.close()
    return number


def wait_for_page(address: str, process, log: Path, patience: float = 90) -> str:
    began = time.monotonic()
    while time.monotonic() - began < patience:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return answer.read().decode()
        except OSError:
            select_nothing()
    raise AssertionError(log.read_text())


def select_nothing() -> None:
    """Give the other process a moment."""
    import select

    select.select([], [], [], 0.1)


def test_a_stranger_s_place_is_started_loaded_checked_and_served(own_var, tmp_path):
    folder = tmp_path / "middleshire"
    answer = run(own_var, "new", str(folder), "--name", "Middleshire", "--contact-email", "o@middleshire.example")
    assert answer.returncode == 0, answer.stderr
    dry = run(own_var, "load", str(folder), "--json")
    assert json.loads(dry.stdout)["written"] is False
    assert count(own_var, "places_place") == 0
    assert run(own_var, "load", str(folder), "--confirm").returncode == 0
    port, log = find_port(), tmp_path / "log"
    process = start(own_var, "serve", "--port", str(port), "--workers", "1", log=log)
    try:
        page = wait_for_page(f"http://localhost:{port}/", process, log)
        assert "Middleshire" in page
        taken = run(own_var, "serve", "--port", str(port))
        assert taken.returncode == 2
        assert f"Port {port} is in use." in taken.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
    said = log.read_text()
    assert "Traceback" not in said
    assert said.rstrip().endswith("Stopped.")
    checked = run(own_var, "check", "--json")
    assert json.loads(checked.stdout)["findings"] == []


def test_a_killed_load_leaves_nothing_and_the_next_one_loads_all(own_var, tmp_path):
    folder = write_place(tmp_path / "place")
    write_many_sources(folder, MANY)
    log = tmp_path / "log"
    process = start(own_var, "load", str(folder), "--confirm", log=log)
    # The write-ahead log grows once the load has more rows than fit into its memory: then it is in the middle.
    ahead = own_var / "moothall.sqlite3-wal"
    began = time.monotonic()
    while not (ahead.exists() and ahead.stat().st_size > 200_000):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() - began < 120, "the load wrote nothing for two minutes"
        if (own_var / "load.lock").exists() and time.monotonic() - began > 20:
            break
        select_nothing()
    assert process.poll() is None, "it was to be killed in the middle"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert count(own_var, "places_sourcedocument") == 0
    assert count(own_var, "places_place") == 0
    assert count(own_var, "kit_auditentry") == 0
    write_many_sources(folder, 3)
    assert run(own_var, "load", str(folder), "--confirm").returncode == 0
    assert count(own_var, "places_sourcedocument") == 4


def test_a_backup_moves_a_place_to_an_empty_data_folder(own_var, migrated, tmp_path):
    import shutil

    assert run(own_var, "load", str(write_place(tmp_path / "place")), "--confirm").returncode == 0
    (own_var / "media").mkdir(exist_ok=True)
    (own_var / "media" / "one.txt").write_text("one")
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    assert run(own_var, "backup", str(first)).returncode == 0
    other = tmp_path / "other"
    shutil.copytree(migrated, other)
    assert run(other, "restore", str(first)).returncode == 0
    assert (other / "media" / "one.txt").read_text() == "one"
    assert run(other, "backup", str(second)).returncode == 0
    assert first.read_bytes() == second.read_bytes()
    refused = run(other, "restore", str(first))
    assert refused.returncode == 1
    assert "--confirm" in refused.stderr


def test_the_demo_explains_a_taken_port_before_anything_slow(tmp_path):
    var = tmp_path / "never"
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        answer = run(var, "demo", "--port", str(port))
    assert answer.returncode == 2
    assert f"Port {port} is in use. Try: make demo PORT=" in answer.stderr
    assert not var.exists()


def test_the_demo_does_not_start_with_debug_off(tmp_path):
    answer = run(tmp_path / "var", "demo", "--no-serve", MOOTHALL_DEBUG="0")
    assert answer.returncode == 1
    assert "does not start with MOOTHALL_DEBUG off" in answer.stderr
    assert not (tmp_path / "var" / "moothall.sqlite3").exists()


def test_a_word_that_reads_says_what_to_do_where_nothing_is(tmp_path):
    for words in (["export", "out"], ["backup", "one.zip"], ["check"]):
        answer = run(tmp_path / "var", *words)
        assert answer.returncode == 1
        assert "The tables are not there or not up to date" in answer.stderr
        assert not (tmp_path / words[-1]).exists()


def count_kept(var: Path) -> int:
    """Return how many pages the cache holds."""
    return len(list((var / "pages").glob("*.djcache")))


def read_from(port: int, path: str, cookie: str = "") -> tuple[str, dict[str, str]]:
    request = urllib.request.Request(f"http://localhost:{port}{path}", headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode(), {name.lower(): value for name, value in answer.headers.items()}


def test_an_act_in_one_process_freshens_the_pages_that_another_has_kept(own_var, tmp_path):
    """Two servers with the page cache on; a third process changes a value; both show it in their next answer."""
    folder = write_place(tmp_path / "place")
    assert run(own_var, "load", str(folder), "--confirm").returncode == 0
    ports, servers = [find_port(), find_port()], []
    try:
        for port in ports:
            log = tmp_path / f"log-{port}"
            servers.append(
                start(own_var, "serve", "--port", str(port), "--workers", "1", log=log, MOOTHALL_PAGE_CACHE="1")
            )
            wait_for_page(f"http://localhost:{port}/healthz", servers[-1], log)
        kept = [read_from(port, "/sources/") for port in ports]
        assert [read_from(port, "/sources/")[1]["etag"] for port in ports] == [headers["etag"] for _, headers in kept]
        assert count_kept(own_var) >= 1, "the page was kept"
        before = count_kept(own_var)
        _, headers = read_from(ports[0], "/privacy/", cookie="sessionid=anything")
        assert "no-store" in headers["cache-control"]
        assert count_kept(own_var) == before, "nothing is kept for or from somebody who is signed in"
        old, new = "Papers of the moot", "Papers of the great moot"
        path = folder / "sources.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        assert all(old in page and new not in page for page, _ in kept)
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert run(own_var, "load", str(folder), "--confirm").returncode == 0
        assert all(new in read_from(port, "/sources/")[0] for port in ports)
    finally:
        for process in servers:
            process.kill()
            process.wait()


# Two editors, and news that one wrote for the next seconds and the other approved.
SCHEDULE = """
from datetime import timedelta
import django
django.setup()
from moothall.hall.models import NewsIndex, NewsPage
from moothall.kit import clock
from moothall.kit.acts import get_operator, give_role, invite_person

def hire(name):
    user = invite_person(by=get_operator(), email=f"{name}@example.org", name=name)
    give_role(by=get_operator(), user=user, role="editor")
    return user

now = clock.now()
page = NewsPage(slug="snow", title="Snow has gone", published_on="2019-07-01", live=False)
page.go_live_at, page.expire_at = now + timedelta(seconds=2), now + timedelta(days=1)
NewsIndex.objects.get().add_child(instance=page)
writer, reader = hire("writer"), hire("reader")
page.save_revision(user=writer)
page.get_workflow().start(page, writer)
page.current_workflow_task_state.approve(user=reader)
assert not NewsPage.objects.get().live
"""


def test_the_worker_puts_a_page_on_the_site_at_its_hour_and_takes_it_off_again(own_var, tmp_path):
    """A server that keeps pages, and the one documented command of the worker."""
    folder = write_place(tmp_path / "place")
    assert run(own_var, "load", str(folder), "--confirm").returncode == 0
    port, log, worked = find_port(), tmp_path / "log", tmp_path / "worked"
    running = [start(own_var, "serve", "--port", str(port), "--workers", "1", log=log, MOOTHALL_PAGE_CACHE="1")]
    try:
        wait_for_page(f"http://localhost:{port}/healthz", running[0], log)
        made = run_code(own_var, SCHEDULE)
        assert made.returncode == 0, made.stderr
        assert "Snow has gone" not in read_from(port, "/news/")[0]
        running.append(start_worker(own_var, log=worked))
        wait_until(lambda: "Snow has gone" in read_from(port, "/news/")[0])
        assert "Snow has gone" in read_from(port, "/news/snow/")[0]
        let_it_be_over(own_var)
        wait_until(lambda: "Snow has gone" not in read_from(port, "/news/")[0])
        wait_until(lambda: count_acts(own_var) == {"approve_page": 1, "publish_page": 1, "withdraw_page": 1})
        running[1].send_signal(signal.SIGTERM)
        assert running[1].wait(timeout=30) == 0
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert "Traceback" not in worked.read_text()


def wait_until(true, patience: float = 60) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < patience, "it did not come"
        select_nothing()


def let_it_be_over(var: Path) -> None:
    with sqlite3.connect(var / "moothall.sqlite3", timeout=20) as database:
        database.execute("UPDATE wagtailcore_page SET expire_at = datetime('now', '-1 second') WHERE slug = 'snow'")
    database.close()


def count_acts(var: Path) -> dict[str, int]:
    """Return how often each act on that page was put on record."""
    with sqlite3.connect(var / "moothall.sqlite3") as database:
        rows = database.execute(
            "SELECT act, count(*) FROM kit_auditentry "
            "WHERE subject = 'newspage:snow' AND act != 'hand_in_page' GROUP BY act"
        ).fetchall()
    database.close()
    return dict(rows)
