"""``moothall load --posts-only``: the same place with posts and seats, and without a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from moothall.kit.errors import RefusedError
from moothall.kit.placefiles import FileProblem, Row, read_csv

if TYPE_CHECKING:
    from moothall.kit.sheets import Report

NOT_NAMED = "a person not named"
_TITLES = "Cllr|Councillor|Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Sir|Dame|ACC|Rev|Revd"


@contextmanager
def without_people(folder: Path, report: Report) -> Iterator[None]:
    """Let loads inside enter no person: who is named gives way to the post, and rows that are only about a person
    (who holds a seat) are left out and counted.

    Raises:
        RefusedError: people are in the database already, so that leaving them out of a load would not take them away.
    """
    from moothall.kit.sheets import load_without
    from moothall.places.models import Person

    if Person.objects.exists():
        raise RefusedError("People are loaded here already. Load with --posts-only into an empty database of its own.")
    try:
        pattern, posts = read_names(folder)
    except FileProblem as problem:
        report.problems.append(problem)
        pattern, posts = re.compile(r"(?!)"), {}
    with load_without(Person, rewrite=lambda text: pattern.sub(lambda found: find_post(found[0], posts), text)):
        yield


def read_names(folder: Path) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern that finds each person of the place's files in running text, and posts by surname.

    A name is found whole, with or without a title, and as a title with the surname.
    """
    people = _read(folder, "places/people.csv", ("slug", "name"))
    held = {row.cells["holder"]: row.cells["title"] for row in _read(folder, "places/posts.csv", ("title", "holder"))}
    seats = {
        f"{row.cells['board']}/{row.cells['slug']}": row.cells["label"]
        for row in _read(folder, "govern/seats.csv", ("board", "slug", "label"))
    }
    sits = {
        row.cells["person"]: seats.get(row.cells["seat"], "")
        for row in _read(folder, "govern/appointments.csv", ("seat", "person"))
    }
    choices, posts = [], {}
    for row in people:
        name, surname = row.cells["name"], row.cells["name"].split()[-1:]
        post = held.get(row.cells["slug"]) or sits.get(row.cells["slug"]) or NOT_NAMED
        for last in surname:
            posts[name] = posts[last] = post
            nominals = re.escape(row.cells.get("post_nominals", ""))
            whole = rf"(?:(?:{_TITLES})\.? )?{re.escape(name)}" + (rf"(?:,? {nominals})?" if nominals else "")
            choices += [whole, rf"(?:{_TITLES})\.? {re.escape(last)}"]
    pattern = "|".join(sorted(choices, key=len, reverse=True))
    return re.compile(rf"\b(?:{pattern})\b" if pattern else r"(?!)"), posts


def find_post(found: str, posts: Mapping[str, str]) -> str:
    """Return the post of whoever was found in a text."""
    for name, post in posts.items():
        if found.endswith(name) or name in found:
            return post
    return NOT_NAMED


def _read(folder: Path, name: str, needed: tuple[str, ...]) -> list[Row]:
    """Return a file's rows whatever its columns; one without the needed columns has none (its load names the fault)."""
    import csv
    import io

    from moothall.kit.placefiles import read_text

    if not (folder / name).is_file():
        return []
    header = next(csv.reader(io.StringIO(read_text(folder, name))), [])
    columns = [cell.strip() for cell in header]
    if not set(needed) <= set(columns):
        return []
    return read_csv(folder, name, required=columns)
