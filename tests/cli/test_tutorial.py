"""The first hour, as the tutorial tells it: its files are written, its commands are run, its pages are opened."""

import re
import shlex
import subprocess
import urllib.request
from html import unescape
from pathlib import Path

import pytest

from tests.cli.program_runs import COMMAND, start, surroundings
from tests.cli.test_other_processes import find_port, wait_for_page
from tests.kinds import ROOT

pytestmark = pytest.mark.migrations
TUTORIAL = (ROOT / "docs" / "tutorial" / "the-first-hour.md").read_text(encoding="utf-8")
FILE = re.compile(r"^Write this into `([^`]+)`:\n\n```csv\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = re.compile(r"^- http://localhost:8000(\S+) : ", re.MULTILINE)
PROGRAM = ".venv/bin/moothall"


def list_steps() -> list[tuple[str, list[str]]]:
    """Return what the reader does, in order: ("file", [path, text]) or ("run", words)."""
    found = [(m.start(), ("file", [m[1], m[2]])) for m in FILE.finditer(TUTORIAL)]
    for block in SHELL.finditer(TUTORIAL):
        lines = block[1].splitlines()
        found += [(block.start() + number, ("run", shlex.split(line))) for number, line in enumerate(lines)]
    return [step for _, step in sorted(found, key=lambda pair: pair[0])]


def test_a_reader_who_does_what_the_tutorial_says_has_a_place_of_his_or_her_own(own_var: Path, tmp_path: Path) -> None:
    steps = list_steps()
    assert sum(kind == "file" for kind, _ in steps) >= 15
    served = 0
    for kind, parts in steps:
        if kind == "file":
            path = tmp_path / parts[0]
            assert path.parent.is_dir(), f"moothall new makes no folder for {parts[0]}"
            path.write_text(parts[1], encoding="utf-8")
            continue
        assert parts[0] == PROGRAM
        if parts[1] == "serve":
            read_pages(own_var, tmp_path)
            served += 1
            continue
        answer = subprocess.run(
            [*COMMAND, *parts[1:]], cwd=tmp_path, env=surroundings(own_var), capture_output=True, text=True,
            check=False, stdin=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip
        assert answer.returncode == 0, (parts, answer.stdout[-2000:], answer.stderr[-2000:])
    assert served == 1


def read_pages(var: Path, folder: Path) -> None:
    """Serve the place and open each page that the tutorial names."""
    port, log = find_port(), folder / "log"
    process = start(var, "serve", "--port", str(port), "--workers", "1", log=log)
    try:
        wait_for_page(f"http://localhost:{port}/healthz", process, log)
        pages = {path: read(port, path) for path in PAGE.findall(TUTORIAL)}
    finally:
        process.terminate()
        process.wait(30)
    assert len(pages) >= 6
    assert "To be confirmed" in pages["/"]
    assert "Olive Example" in pages["/boards/middleshire-health-board/"]
    minute = pages["/meetings/middleshire-health-board-2026-09-15/minutes/1.2/"]
    assert "Walking becomes a priority of the strategy." in minute
    assert "Draw a map of safe paths" in minute
    assert "24.8" in pages["/priorities/walking/"]
    assert "23.1" in pages["/indicators/inactive-adults/"]
    assert "31 December 2026" in pages["/actions/map-of-paths/"]


def read(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=60) as answer:
        return unescape(answer.read().decode())
