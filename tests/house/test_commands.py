"""The words that people type: they are there, they are explained, and no document names one that is not."""

import re
import subprocess

import pytest

from moothall.cli.program import SHORT_FOR, WORDS
from tests.house.source import PACKAGE, ROOT, list_files, read_text, short

MAKE_WORDS = {
    "help", "demo", "env", "test", "check", "format", "docs", "coverage", "sabotage", "pictures", "bench", "lock",
    "browser", "postgres", "clean", "wheel", "heavy", "spark", "frames",
}  # fmt: skip
# The whole of the program so far, written by hand from the house rules.
PROGRAM_WORDS = {"demo", "serve", "new", "load", "export", "invite", "backup", "restore", "check", "stats"}
SHORT_WORDS = {"sii"}  # short for a word and what follows it
MAKEFILE = (ROOT / "Makefile").read_text()
DOCUMENTS = [path for path in list_files() if path.suffix == ".md" and not path.is_relative_to(ROOT / "examples")]
CODE = re.compile(r"```.*?```|`[^`\n]+`|^ {4}\S.*$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")


def list_code(path) -> str:
    return "\n".join(CODE.findall(read_text(path) or ""))


def test_make_has_the_words_of_the_house_and_explains_each():
    explained = dict(re.findall(r"^([a-z]+):.*?## (.+)$", MAKEFILE, flags=re.MULTILINE))
    assert set(explained) == MAKE_WORDS
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(f"make {word}" in listed and sentence in listed for word, sentence in explained.items())


def test_the_program_has_the_words_of_the_house_and_no_other():
    assert {word.name for word in WORDS} == PROGRAM_WORDS
    assert set(SHORT_FOR) == SHORT_WORDS


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_a_document_names_only_words_that_make_knows(path):
    assert set(re.findall(r"\bmake ([a-z]+)\b", list_code(path))) <= MAKE_WORDS


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_a_document_names_only_words_that_the_program_knows(path):
    assert set(re.findall(r"(?:^|[\s`/])moothall ([a-z]+)\b", list_code(path))) <= PROGRAM_WORDS | SHORT_WORDS


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_a_document_links_only_to_files_that_are_there(path):
    links = LINK.findall(read_text(path) or "")
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_a_document_names_only_settings_that_are_there(path):
    known = "\n".join(p.read_text() for p in PACKAGE.rglob("*.py")) + (ROOT / "tests" / "surroundings.py").read_text()
    named = set(re.findall(r"\bMOOTHALL_[A-Z_]+[A-Z]\b", read_text(path) or ""))
    assert [name for name in sorted(named) if name not in known] == []


def test_the_readme_gives_the_two_commands_the_licence_and_measured_times():
    text = (ROOT / "README.md").read_text()
    assert "make demo" in text and "make test" in text
    assert re.search(r"\b\d+ seconds\b", text), "the first and the second start were measured"
    assert re.search(r"\]\(\S+\.(png|svg|jpg)\)", text), "one picture"
    assert "MIT" in text


def test_the_gate_calls_the_words_of_a_laptop():
    gate = (ROOT / ".ci" / "run").read_text()
    assert [
        word for word in ("env", "check", "test") if not re.search(rf"^make .*\b{word}\b", gate, re.MULTILINE)
    ] == []
    assert "first_run.py" in gate
