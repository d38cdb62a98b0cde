"""``moothall load``: a place's files into records, all or nothing, after a look at the differences."""

from __future__ import annotations

import argparse
import difflib
import tomllib
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict
from fnmatch import fnmatch
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from moothall.cli.ready import start_with_tables
from moothall.cli.saying import answer, answer_json, count, note
from moothall.kit.placefiles import FileProblem

if TYPE_CHECKING:
    from moothall.kit.sheets import Report

STAGES = ("places", "govern", "assess", "plan", "deliver", "hall")  # the order of the year
# Files that may lie beside those that stages read.
BESIDE = ("README.md", "LICENSE*", "titles.txt", "left-out.csv", "demo/sign_ins.toml")
MOST_FILES = 2000
MOST_PROBLEMS_SHOWN = 50


def run(asked: argparse.Namespace) -> int:
    """Load the folder; 1 when its files are refused."""
    if not asked.folder.is_dir():
        note(f"There is no folder {asked.folder}.")
        return 2
    if asked.confirm and asked.dry_run:
        note("Say either --confirm or --dry-run.")
        return 2
    take_time_zone(asked.folder)
    start_with_tables()
    report = load_folder(asked.folder, confirm=asked.confirm, posts_only=asked.posts_only)
    if asked.json:
        answer_json("load", describe(report, written=asked.confirm and not report.problems))
    else:
        show(report, asked.folder, confirm=asked.confirm)
    return 1 if report.problems else 0


def take_time_zone(folder: Path) -> None:
    """Read times of day as the place's own, unless MOOTHALL_TIME_ZONE says otherwise; a broken file is named later."""
    import os
    from zoneinfo import available_timezones

    try:
        zone = tomllib.loads((folder / "place.toml").read_text(encoding="utf-8")).get("time_zone")
    except (OSError, ValueError, RecursionError):
        return
    if zone in available_timezones():
        os.environ.setdefault("MOOTHALL_TIME_ZONE", zone)


def load_folder(folder: Path, *, confirm: bool, posts_only: bool = False) -> Report:
    """Enter all files of a place in one transaction; nothing stays when a file is refused, or without ``confirm``.

    Raises:
        RefusedError: another load is running.
    """
    from django.db import DatabaseError, transaction

    from moothall.cli.nameless import without_people
    from moothall.kit import audit
    from moothall.kit.acts import get_operator
    from moothall.kit.errors import RefusedError
    from moothall.kit.locks import only_one
    from moothall.kit.sheets import Report

    report = Report(problems=find_unknown_files(folder))
    with ExitStack() as stack:
        stack.enter_context(only_one("load"))
        stack.enter_context(audit.came_by("load"))
        if posts_only:
            stack.enter_context(without_people(folder, report))
        try:
            with transaction.atomic():
                by = get_operator()
                for loader in list_loaders():
                    load_stage(loader, folder, by=by, report=report)
                if report.problems or not confirm:
                    transaction.set_rollback(True)
        except DatabaseError as error:
            raise RefusedError(
                f"The database refused the files as a whole, and nothing was written: {error}"
            ) from error
    return report


def load_stage(loader: ModuleType, folder: Path, *, by: Any, report: Report) -> None:
    """Enter one stage's files; a fault that the stage does not name by line is named by stage."""
    from django.db import DataError, IntegrityError, transaction

    try:
        with transaction.atomic():
            loader.load(folder, by=by, report=report)
    except FileProblem as problem:
        report.problems.append(problem)
    except (IntegrityError, DataError) as error:
        stage = loader.__name__.split(".")[-2]
        fix = "Look for a row that contradicts another."
        report.problems.append(FileProblem(f"the files of {stage}", None, None, f"{error}.", fix))


def list_loaders() -> list[ModuleType]:
    """Return the loaders of the stages in the order of the year: each reads only what those before it entered."""
    names = [f"moothall.{stage}.loader" for stage in STAGES]
    return [import_module(name) for name in names if find_spec(name)]


def list_known_files() -> list[str]:
    """Return the names and patterns of all files that a place may have."""
    known: list[str] = []
    for loader in list_loaders():
        known += [sheet.file for sheet in getattr(loader, "SHEETS", ())]
        known += getattr(loader, "FILES", ())
    return sorted({*known, *BESIDE})


def find_unknown_files(folder: Path) -> list[FileProblem]:
    """Return a problem for each file that no stage reads: a misspelt name would otherwise be passed over in silence."""
    known = list_known_files()
    problems = []
    for name in list_files(folder):
        if not any(fnmatch(name, pattern) for pattern in known):
            near = difflib.get_close_matches(name, known, n=1)
            fix = f"Did you mean {near[0]}?" if near else "Take it out of the folder."
            problems.append(FileProblem(name, None, None, "Unknown file.", fix))
    return problems


def list_files(folder: Path) -> list[str]:
    """Return the files below ``folder`` as ``part/name.csv``; hidden ones are nobody's concern.

    Raises:
        RefusedError: there are more than 2,000.
    """
    from moothall.kit.errors import RefusedError

    names = []
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts):
            names.append("/".join(parts))
        if len(names) > MOST_FILES:
            raise RefusedError(f"{folder} holds more than {MOST_FILES:,} files, so it is not a place's folder.")
    return sorted(names)


def describe(report: Report, *, written: bool) -> dict[str, Any]:
    """Return the report as JSON can hold it."""
    return {
        "written": written,
        "counts": {name: report.counts[name] for name in sorted(report.counts)},
        "differences": list(report.differences),
        "left_out": {name: report.left_out[name] for name in sorted(report.left_out)},
        "contradictions": list(report.contradictions),
        "problems": [asdict(problem) for problem in report.problems],
    }


def show(report: Report, folder: Path, *, confirm: bool) -> None:
    """Print what changes and what is wrong, and what to do next."""
    if report.problems:
        show_problems(report.problems)
        note(f"{count(len(report.problems), 'problem')}: nothing was written.")
        return
    for difference in report.differences:
        answer(difference)
    show_counts(report)
    for contradiction in report.contradictions:
        note(f"Contradiction, both kept: {contradiction}")
    if not report.differences:
        note("Nothing to do: every record is as the files say.")
    elif confirm:
        note("Loaded.")
    else:
        note(f"A dry run: nothing was written. To write it:  moothall load {folder} --confirm")


def show_problems(problems: Iterable[FileProblem]) -> None:
    """Print each problem with file, line, field, reason and fix."""
    listed = list(problems)
    for problem in listed[:MOST_PROBLEMS_SHOWN]:
        note(str(problem))
    if len(listed) > MOST_PROBLEMS_SHOWN:
        note(f"... and {len(listed) - MOST_PROBLEMS_SHOWN:,} more (all of them with --json)")


def show_counts(report: Report) -> None:
    """Print one line a file: how many records are new, changed, the same, left out."""
    for file in sorted({*report.counts, *report.left_out}):
        counts = report.counts.get(file, {"created": 0, "changed": 0, "same": 0})
        left = report.left_out.get(file, 0)
        tail = f", {left:,} left out" if left else ""
        note(f"{file}: {counts['created']:,} new, {counts['changed']:,} changed, {counts['same']:,} the same{tail}")
