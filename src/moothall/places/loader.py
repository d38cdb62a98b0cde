"""The files of a place that this stage reads and writes: place.toml, sources, areas, organisations, people, posts."""

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from moothall.kit import kept
from moothall.kit.acts import enter_record
from moothall.kit.errors import RecordError, RefusedError
from moothall.kit.grants import AnyUser
from moothall.kit.keepers import Change
from moothall.kit.models import User
from moothall.kit.placefiles import FileProblem, find_toml_line, read_toml, write_toml
from moothall.kit.sheets import Column, Report, Sheet, export_sheet, load_sheet
from moothall.places import rules
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


class DeskStanding:
    """How a row that ends with ``CITED`` says at the desk where it comes from."""

    columns: Sequence[str] = tuple(column.name for column in CITED)
    status = "status"
    fields: Sequence[str] = tuple(column.target for column in CITED)

    def list_words(self, user: AnyUser) -> list[tuple[str, str]]:
        """Return every word, the one for what is made here last; an invented account makes what is invented."""
        made_up = getattr(user, "is_invented", False)
        return [(word, label) for word, label in rules.STATUSES if not made_up or word == rules.INVENTED]

    def is_from_paper(self, row: Any) -> bool:
        """Tell whether a paper, or another source outside this site, is said to state what the row holds."""
        return row.source_status not in (rules.INVENTED, rules.RECORDED)

    def is_invented(self, row: Any) -> bool:
        """Tell whether the row says that it is made up."""
        return bool(row.source_status == rules.INVENTED)

    def settle(self, change: Change) -> dict[str, Any]:
        """Return the values with where the row comes from now.

        A change of facts alone takes the paper's word off them, unless whoever makes it says that the paper says so.

        Raises:
            RecordError: made here, and nothing says how it is known; or a paper is named without page or lines.
        """
        was, values = change.was, change.values
        if was is None or values.keys() & set(self.fields):
            given = {name: values.get(name, getattr(was, name, None) or "") for name in self.fields}
            self._refuse_unsaid(given)
            return values
        if self.is_from_paper(was) and not change.says_paper:
            status, because = (getattr(was, name) for name in ("source_status", "source_because"))
            return {**values, **rules.cite_change(status, because)}
        return values

    def _refuse_unsaid(self, given: Mapping[str, Any]) -> None:
        if given["source_status"] != rules.RECORDED:
            return  # what the other words ask for is asked by every row, at the desk or not
        if given["source"]:
            problem = rules.check_spot(rules.STATED, given["source_page"], given["source_lines"])
            if problem:
                raise RecordError(problem, "source_lines")
        elif not str(given["source_because"]).strip():
            raise RecordError(
                "Say in a sentence how this is known, since no paper is named that says it.", "source_because"
            )


STANDING = DeskStanding()

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


def register_desk() -> None:
    """Let administrators keep these sheets on the records desk."""
    for sheet in SHEETS:
        is_cited = any(column.name == STANDING.status for column in sheet.columns)
        kept.register("The place and its bodies", sheet, standing=STANDING if is_cited else None, order=10)
