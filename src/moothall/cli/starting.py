"""``moothall new``: a stranger's place, as a folder of files that load and serve as they are, to be filled in."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from moothall.cli.loading import list_loaders, take_time_zone
from moothall.cli.ready import start_django
from moothall.cli.saying import answer, note
from moothall.kit.colour import LEAST_CONTRAST, WHITE, check_colour, contrast
from moothall.kit.errors import RefusedError

OWN_RECORDS = "own-records"


def _not_empty(text: str) -> str | None:
    return None if text.strip() else "Write something."


def _at_most(length: int) -> Callable[[str], str | None]:
    def judge(text: str) -> str | None:
        return _not_empty(text) or (f"Keep to {length} characters." if len(text) > length else None)

    return judge


def _an_address(text: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text) else "Write an address such as office@example.org."


def _a_zone(text: str) -> str | None:
    from zoneinfo import available_timezones

    return None if text in available_timezones() else "Write a zone such as Europe/London."


def _a_mark(text: str) -> str | None:
    return None if re.fullmatch(r"[^\W\d_]{1,3}", text) else "Write one to three letters."


def _a_colour(text: str) -> str | None:
    return next(iter(check_colour(text)), None)


@dataclass(frozen=True)
class Asked:
    """One thing to know about the place: its name in place.toml, the question, what is taken when nothing is said."""

    key: str
    question: str
    judge: Callable[[str], str | None]
    default: Callable[[dict[str, str]], str] | None = None


QUESTIONS = (
    Asked("name", "Name of the place", _at_most(120)),
    Asked("short_name", "Short name", _at_most(40), lambda known: known["name"][:40]),
    Asked("board", "Name of its first board", _at_most(160), lambda known: f"{known['name']} Partnership Board"),
    Asked("contact_name", "Who answers readers", _at_most(120), lambda known: f"{known['name']} partnership office"),
    Asked("contact_email", "E-mail address for readers", _an_address),
    Asked("time_zone", "Time zone", _a_zone, lambda known: "Europe/London"),
    Asked("mark", "Mark at the head of a page (1 to 3 letters)", _a_mark, lambda known: _first_letter(known["name"])),
    Asked("colour", "Colour behind white words (such as #003d73)", _a_colour, lambda known: "#003d73"),
)  # fmt: skip


def _first_letter(name: str) -> str:
    return next((letter.upper() for letter in name if letter.isalpha()), "M")


def run(asked: argparse.Namespace) -> int:
    """Ask what is not given, and write the folder; 1 when an answer will not do, 2 when one is missing."""
    refuse_used_folder(asked.folder)
    known = ask_all(vars(asked), interactive=sys.stdin.isatty())
    if known is None:
        return 2
    note(f"White words on {known['colour']}: contrast {contrast(known['colour'], WHITE):.1f} to 1, "
         f"at least {LEAST_CONTRAST} is needed. Good.")  # fmt: skip
    start_django()
    write_place(asked.folder, known)
    answer(f"{asked.folder} is ready. Look into {asked.folder / 'README.md'}, then:")
    answer(f"  moothall load {asked.folder} --confirm")
    answer("  moothall serve")
    return 0


def refuse_used_folder(folder: Path) -> None:
    """Refuse to write into a folder that holds something.

    Raises:
        RefusedError: it is not empty, or is a file.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise RefusedError(f"{folder} is there already and is not empty. Name a new folder.")


def ask_all(given: dict[str, str | None], *, interactive: bool) -> dict[str, str] | None:
    """Return all answers; None when nobody is there to give one that has no default.

    Raises:
        RefusedError: an answer given as an option will not do.
    """
    known: dict[str, str] = {}
    for question in QUESTIONS:
        value = given.get(question.key)
        if value is not None:
            problem = question.judge(value.strip())
            if problem:
                raise RefusedError(f"--{question.key.replace('_', '-')}: {problem}")
            known[question.key] = value.strip()
        elif interactive:
            known[question.key] = ask_one(question, known)
        elif question.default is None:
            note(f"Give --{question.key.replace('_', '-')}: nobody is here to be asked.")
            return None
        else:
            known[question.key] = question.default(known)
    known["colour"] = known["colour"].lower()
    return known


def ask_one(question: Asked, known: dict[str, str]) -> str:
    """Ask until the answer will do; an empty answer takes the default."""
    default = question.default(known) if question.default else ""
    while True:
        print(f"{question.question}{f' [{default}]' if default else ''}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        value = line.strip() or default
        problem = question.judge(value)
        if problem is None:
            return value
        note(problem)


def write_place(folder: Path, known: dict[str, str]) -> None:
    """Write place.toml, a file with its header for each kind of record, the first board, and a README."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as aside:
        made = Path(aside) / "place"
        made.mkdir()
        _write_toml(made, known)
        _write_sheets(made, known)
        (made / "README.md").write_text(make_readme(folder.name, known), encoding="utf-8", newline="\n")
        if folder.is_dir():
            folder.rmdir()
        shutil.move(made, folder)
    take_time_zone(folder)


def _write_toml(folder: Path, known: dict[str, str]) -> None:
    keys = ("name", "short_name", "mark", "colour", "contact_name", "contact_email", "time_zone")
    lines = [
        "# What every page shows of the place. Load it again after a change: moothall load DIR --confirm",
        *(f"{key} = {quote(known[key])}" for key in keys),
        f"front_board = {quote(slug(known['board']))}",
    ]
    (folder / "place.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _write_sheets(folder: Path, known: dict[str, str]) -> None:
    from moothall.kit.placefiles import write_csv

    first_rows = {
        "sources.csv": {"key": OWN_RECORDS, "title": f"Records of {known['contact_name']}"},
        "govern/boards.csv": {
            "slug": slug(known["board"]),
            "name": known["board"],
            "kind": "partnership",
            "source": OWN_RECORDS,
            "lines": "what was said when the place was set up",
            "status": "stated",
        },
    }
    for loader in list_loaders():
        for sheet in getattr(loader, "SHEETS", ()):
            header = [column.name for column in sheet.columns]
            row = first_rows.get(sheet.file)
            write_csv(folder, sheet.file, header, [[row.get(name, "") for name in header]] if row else [])


def make_readme(name: str, known: dict[str, str]) -> str:
    """Return the page that says what each file is for."""
    lines = [
        f"# {known['name']}",
        "",
        "This folder is your place: plain files that you fill in and load as often as you like.",
        "",
        f"    moothall load {name}            # a dry run: says what would change, and what is wrong",
        f"    moothall load {name} --confirm  # writes it, all or nothing",
        "    moothall serve                  # shows it at http://localhost:8000",
        "",
        "A day is written 2019-07-23, a day with a time 2019-07-23T10:00, yes and no are written so, and a list has",
        "semicolons between its parts. A file without rows may be left out. Every row says where it comes from:",
        "`source` is a key of `sources.csv`, and `page` and `lines` say where in it, one of them at least for what is",
        "stated or inferred; `status` is stated, inferred, external or invented, the last three with `because`.",
        "",
        "| file | what it holds |",
        "|---|---|",
        "| `place.toml` | name, mark, colour and contact of the place |",
    ]
    for loader in list_loaders():
        lines += [f"| `{sheet.file}` | {sheet.about} |" for sheet in getattr(loader, "SHEETS", ())]
    if known["time_zone"] != "Europe/London":
        lines += ["", f"Set `MOOTHALL_TIME_ZONE={known['time_zone']}` where you serve."]
    return "\n".join(lines) + "\n"


def slug(text: str) -> str:
    """Return a name as it stands in an address: ``middleshire-partnership-board``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "board"


def quote(text: str) -> str:
    """Return text as a TOML string on one line."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or c == "\x7f" else c for c in safe) + '"'
