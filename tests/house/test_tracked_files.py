"""What git keeps: nothing of the machine it was written on, nothing unfinished, nothing that a clone cannot use.

The sought words are put together from pieces, so that this file does not hold them itself.
"""

import re

import pytest

from tests.house.source import ROOT, list_files, read_text, short

SLASH = "/"
MACHINE_FOLDERS = ["wo" + "rk", "ro" + "ot", "fa" + "rm"]
HOSTS = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "registry" + ".npm", "deb." + "debian.org"]
MAKERS = [
    "clau" + "de", "anthro" + "pic", "chat" + "gpt", "open" + "ai", "co" + "pilot",
    "ai ass" + "istant", "ai-ass" + "isted",
    "language " + "model", "sub" + "agent", "co-authored" + "-by",
]  # fmt: skip
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "raise Not" + "ImplementedError"]

MACHINE_PATH = re.compile(rf"(^|[^A-Za-z0-9._-]){SLASH}({'|'.join(MACHINE_FOLDERS)})({SLASH}|\b)", re.MULTILINE)
MAKER = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in MAKERS), re.IGNORECASE)
UNFINISHED_WORD = re.compile(rf"\b({'|'.join(UNFINISHED)})\b")
TEXTS = {path: text for path in list_files() if (text := read_text(path)) is not None}


def test_there_are_files_to_judge():
    assert ROOT / "Makefile" in TEXTS
    assert len(TEXTS) > 50


def test_no_file_names_a_folder_of_the_machine_it_was_written_on():
    assert [short(path) for path, text in TEXTS.items() if MACHINE_PATH.search(text)] == []


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_host_that_packages_come_from(host):
    assert [short(path) for path, text in TEXTS.items() if host in text.lower()] == []


def test_files_speak_of_the_project_and_not_of_its_making():
    assert [f"{short(path)}: {MAKER.search(text)[0]}" for path, text in TEXTS.items() if MAKER.search(text)] == []


def test_nothing_is_left_for_later():
    assert [short(path) for path, text in TEXTS.items() if UNFINISHED_WORD.search(text)] == []


def test_git_keeps_no_database_environment_or_picture_of_a_run():
    suffixes = {".sqlite3", ".pyc", ".whl", ".log"}
    assert [short(path) for path in list_files() if path.suffix in suffixes] == []


def test_reference_cases_are_read_where_they_lie_and_never_copied():
    assert [short(path) for path in list_files() if "seeds" in path.parts or "gold" in path.stem.split("_")] == []


def test_a_file_ends_with_a_line_end_and_holds_no_carriage_return():
    kinds = {".py", ".md", ".toml", ".jinja", ".html", ".css", ".js", ".sh"}
    judged = {path: path.read_bytes() for path in TEXTS if path.suffix in kinds}
    assert [short(path) for path, data in judged.items() if data and (not data.endswith(b"\n") or b"\r" in data)] == []
