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
from tests.cli.program_runs import run, start

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
