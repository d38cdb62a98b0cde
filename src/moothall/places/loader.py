"""The files of a place that this stage reads and writes: place.toml, sources, areas, organisations, people, posts."""

import difflib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from moothall.kit.acts import enter_record
from moothall.kit.errors import RefusedError
from moothall.kit.models import User
from moothall.kit.placefiles import FileProblem, find_toml_line, read_toml, write_toml
from moothall.kit.sheets import Column, Report, Sheet, export_sheet, load_sheet
from moothall.places.models import (
    Area,
    AreaKind,
    AreaMembership,
    BankHoliday,
    GlossaryTerm,
    Organisation,
    Person,
    Place,
    Post,
    SourceDocument,
)

# Every row that comes from a paper ends with these columns.
CITED = (
    Column("source", "ref", to=SourceDocument, by="key", about="key of the document in sources.csv"),
    Column("page", field="source_page", about="printed page"),
    Column("lines", field="source_lines", about="line, paragraph or table in the document"),
    Column(
        "status",
        field="source_status",
        default="stated",
        about="stated, inferred, external, invented or recorded (made on the site)",
    ),
    Column("because", field="source_because", about="why, unless it is stated"),
)

SHEETS = (
    Sheet(
        "sources.csv",
        SourceDocument,
        (
            Column("key", required=True),
            Column("title", required=True),
            Column("publisher"),
            Column("published_on", "date"),
            Column("address"),
            Column("sha256"),
            Column("note"),
        ),
        key=("key",),
        about="the papers and addresses that rows name as their source",
    ),
    Sheet(
        "places/area_kinds.csv",
        AreaKind,
        (
            Column("key", required=True),
            Column("label", required=True),
            Column("plural"),
            Column("level", "int", required=True, about="1 is the country; larger numbers are smaller areas"),
            Column("code_prefix"),
        ),
        key=("key",),
        about="kinds of geography",
    ),
    Sheet(
        "places/areas.csv",
        Area,
        (
            Column("code", required=True, about="official code of nine characters"),
            Column("name", required=True),
            Column("kind", "ref", required=True, to=AreaKind, by="key"),
            Column("vintage"),
            Column("valid_from", "date"),
            Column("valid_to", "date"),
            Column("is_home", "yes", about="yes for the place's own area"),
            Column("tile_row", "int"),
            Column("tile_column", "int"),
            *CITED,
        ),
        key=("code",),
        about="areas with their official codes",
    ),
    Sheet(
        "places/area_memberships.csv",
        AreaMembership,
        (
            Column("child", "ref", required=True, to=Area, by="code"),
            Column("parent", "ref", required=True, to=Area, by="code"),
            Column("fit", default="exact", about="exact, best_fit or apportioned"),
            Column("weight", "decimal", default="1"),
            Column("release"),
        ),
        key=("child", "parent", "release"),
        about="which area lies in which",
    ),
    Sheet(
        "places/organisations.csv",
        Organisation,
        (
            Column("slug", required=True),
            Column("name", required=True),
            Column("short_name"),
            Column("kind", required=True, about="county_council, nhs_provider, police, …"),
            Column("parent", "ref", to=Organisation),
            Column("successor", "ref", to=Organisation),
            Column("area", "ref", to=Area, by="code"),
            Column("from_on", "date"),
            Column("to_on", "date"),
            *CITED,
        ),
        key=("slug",),
        about="bodies in law or practice; a parent stands above its parts in the file",
    ),
    Sheet(
        "places/people.csv",
        Person,
        (
            Column("slug", required=True),
            Column("name", required=True),
            Column("honorific"),
            Column("post_nominals"),
            *CITED,
        ),
        key=("slug",),
        about="holders of published roles; no address or number of theirs is a column",
    ),
    Sheet(
        "places/posts.csv",
        Post,
        (
            Column("slug", required=True),
            Column("title", required=True),
            Column("organisation", "ref", required=True, to=Organisation),
            Column("holder", "ref", to=Person),
            Column("from_on", "date"),
            Column("to_on", "date"),
            *CITED,
        ),
        key=("slug",),
        about="jobs in organisations and who holds them",
    ),
    Sheet(
        "places/bank_holidays.csv",
        BankHoliday,
        (
            Column("calendar", required=True),
            Column("day", "date", required=True),
            Column("name", required=True),
        ),
        key=("calendar", "day"),
        about="the bank holidays of a calendar version",
    ),
    Sheet(
        "places/glossary.csv",
        GlossaryTerm,
        (
            Column("slug", required=True, about="the end of its address on the page of all terms"),
            Column("term", required=True),
            Column("meaning", required=True),
            Column("forms", "words", about="other spellings that stand for it in a text, such as the singular"),
            Column("see", "ref", to=GlossaryTerm, about="a term higher up in the file that says more"),
            *CITED,
        ),
        key=("slug",),
        about="abbreviations and words of the place's papers, and what they mean",
    ),
)


PLACE_FILE = "place.toml"
FILES = (PLACE_FILE,)
# Each key of place.toml: its kind, and whether it must be there.
PLACE_KEYS: Mapping[str, tuple[type, bool]] = {
    "name": (str, True),
    "short_name": (str, True),
    "strapline": (str, False),
    "vision": (str, False),
    "mark": (str, True),
    "colour": (str, False),
    "contact_name": (str, True),
    "contact_email": (str, True),
    "time_zone": (str, False),
    "as_at": (date, False),
    "is_example": (bool, False),
    "front_board": (str, False),
}
_KINDS = {str: "text in quotation marks", date: "a day such as 2019-07-22", bool: "true or false"}


def load(folder: Path, *, by: User, report: Report) -> None:
    """Enter this stage's files of the place in ``folder``."""
    try:
        load_place(folder, by=by, report=report)
    except FileProblem as problem:
        report.problems.append(problem)
    for sheet in SHEETS:
        load_sheet(sheet, folder, by=by, report=report)


def load_place(folder: Path, *, by: User, report: Report) -> None:
    """Enter the one place that the database holds; a folder without the file changes none.

    Raises:
        FileProblem: with file, line, key, reason and fix.
    """
    if not (folder / PLACE_FILE).exists():
        return
    tree = read_toml(folder, PLACE_FILE)
    for key in [*tree, *(key for key, (_, required) in PLACE_KEYS.items() if required)]:
        _check_place_key(folder, tree, key)
    fresh = Place()  # gives what a key that is left out means
    values = {key: tree.get(key, getattr(fresh, key)) for key in PLACE_KEYS}
    try:
        entered = enter_record(by=by, model=Place, key={"one": True}, values=values)
    except RefusedError as error:
        line = find_toml_line(folder, PLACE_FILE, error.field) if error.field else None
        raise FileProblem(PLACE_FILE, line, error.field, error.sentence, "Change it, then load again.") from error
    report.add(PLACE_FILE, "place:this", entered.kind, entered.changes)


def _check_place_key(folder: Path, tree: Mapping[str, Any], key: str) -> None:
    line = find_toml_line(folder, PLACE_FILE, key)
    if key not in PLACE_KEYS:
        near = difflib.get_close_matches(key, PLACE_KEYS, n=1)
        fix = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(PLACE_KEYS)}."
        raise FileProblem(PLACE_FILE, line, key, f"There is no key {key!r}.", fix)
    if key not in tree or tree[key] == "":
        if PLACE_KEYS[key][1]:
            raise FileProblem(PLACE_FILE, line, key, f"The key {key!r} is missing.", "Add it.")
        return
    kind = PLACE_KEYS[key][0]
    if type(tree[key]) is not kind:
        raise FileProblem(PLACE_FILE, line, key, f"This is not {_KINDS[kind]}.", f"Write {_KINDS[kind]}.")


def export(folder: Path) -> None:
    """Write this stage's files of the place into ``folder``."""
    place = Place.objects.first()
    if place is not None:
        values = {key: getattr(place, key) for key in PLACE_KEYS}
        write_toml(folder, PLACE_FILE, {key: value for key, value in values.items() if value not in ("", None)})
    for sheet in SHEETS:
        export_sheet(sheet, folder)
