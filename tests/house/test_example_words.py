"""The example says facts in words of its own: no run of eight words of a real paper stands in it, or in the code.

Titles (of bodies, strategies, agenda items, indicators, priorities, glossary terms) are facts too; they are listed in
the example's ``titles.txt`` and taken out before the comparison.
"""

import csv
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import PACKAGE, ROOT, list_files, read_text, short

RUN = 8
WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
BREAK = " \0 "


def list_words(text: str) -> list[str]:
    return WORD.findall(text.lower().replace("\u2019", "'"))


def list_runs(text: str) -> set[tuple[str, ...]]:
    words = list_words(text)
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def list_values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from list_values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from list_values(inner)


def list_pieces(path: Path, text: str) -> list[str]:
    """Return what a file says as separate pieces: two cells side by side are not one sentence."""
    if path.suffix == ".csv":
        return [cell for row in csv.reader(text.splitlines()) for cell in row]
    if path.suffix == ".toml":
        return [*list_values(tomllib.loads(text)), *re.findall(r"^#(.*)$", text, flags=re.MULTILINE)]
    if path.suffix == ".py":
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        return [token.string for token in tokens if token.type in {tokenize.STRING, tokenize.COMMENT}]
    return [text]


def list_titles() -> list[list[str]]:
    files = [path for path in list_files() if path.name == "titles.txt" and path.is_relative_to(ROOT / "examples")]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    titles = [list_words(line) for line in lines if line.strip() and not line.startswith("#")]
    return sorted(titles, key=len, reverse=True)


def take_out(titles: list[list[str]], piece: str) -> list[str]:
    """Return what is left of a piece when the listed titles are taken out of it."""
    text = f" {' '.join(list_words(piece))} "
    for title in titles:
        text = text.replace(f" {' '.join(title)} ", BREAK)
    return text.split("\0")


JUDGED = [path for path in list_files() if path.is_relative_to(ROOT / "examples") or path.is_relative_to(PACKAGE)]


@pytest.mark.needs_shared
def test_no_run_of_eight_words_of_a_paper_is_copied(seeds):
    papers = set().union(*map(list_runs, seeds))
    titles = list_titles()
    copied = []
    for path in JUDGED:
        for piece in list_pieces(path, read_text(path) or ""):
            for rest in take_out(titles, piece):
                copied += [f"{short(path)}: {' '.join(run)}" for run in list_runs(rest) & papers]
    assert copied == []


@pytest.mark.needs_shared
def test_the_comparison_finds_a_copied_sentence(seeds):
    papers = set().union(*map(list_runs, seeds))
    words = list_words(seeds[0])
    copied = " ".join(words[200:220])
    assert list_runs(copied) & papers
    assert not [rest for rest in take_out([words[200:220]], copied) if list_runs(rest) & papers]


def test_a_listed_title_is_a_title_and_not_a_sentence():
    assert [" ".join(title) for title in list_titles() if len(title) > 24] == []
