"""Reading and writing a place's own files: CSV and TOML, bounded, strict, and exact about where a fault lies."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

MAX_BYTES = 5_000_000
MAX_ROWS = 100_000
MAX_CELL = 20_000


@dataclass(eq=True, unsafe_hash=True)
class FileProblem(Exception):  # noqa: N818 - a row of a report first, raised second
    """One fault in one file: where it is, what is wrong, how to mend it."""

    file: str
    line: int | None
    field: str | None
    reason: str
    fix: str

    def __str__(self) -> str:
        where = self.file + (f", line {self.line}" if self.line else "") + (f", {self.field}" if self.field else "")
        return f"{where}: {self.reason} {self.fix}".strip()


@dataclass(frozen=True)
class Row:
    """One row of a CSV file and the line on which it begins."""

    file: str
    line: int
    cells: Mapping[str, str]

    def problem(self, field: str | None, reason: str, fix: str) -> FileProblem:
        return FileProblem(self.file, self.line, field, reason, fix)


def read_text(folder: Path, name: str) -> str:
    """Return the text of one file of a place.

    Raises:
        FileProblem: larger than 5 MB, not UTF-8, holding a null character, or outside the folder.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise FileProblem(name, None, None, "The file lies outside the place's folder.", "Put the file itself there.")
    if path.stat().st_size > MAX_BYTES:
        size = path.stat().st_size
        raise FileProblem(
            name, None, None, f"The file has {size:,} bytes; {MAX_BYTES:,} is the limit.", "Split or shorten it."
        )
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FileProblem(
            name, line, None, "The file is not UTF-8 text.", "Save it again with the encoding UTF-8."
        ) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise FileProblem(name, line, None, "The file holds a null character.", "Save it again as plain text.")
    return text


def read_csv(folder: Path, name: str, *, required: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a CSV file whose header names columns (in any order); an absent file has no rows.

    Raises:
        FileProblem: an unknown, missing or doubled column, a row of another width, an unclosed quotation mark.
    """
    if not (folder / name).exists():
        return []
    text = read_text(folder, name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            starts, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _check_header(name, starts, cells, required, optional)
                continue
            rows.append(_make_row(name, starts, header, cells))
            if len(rows) > MAX_ROWS:
                raise FileProblem(name, starts, None, f"More than {MAX_ROWS:,} rows.", "Split the file.")
    except csv.Error as error:
        raise FileProblem(name, line, None, f"Not a CSV file: {error}.", "Check the quotation marks.") from error
    if not header:
        raise FileProblem(name, 1, None, "The file is empty.", f"Begin with the header: {','.join(required)}.")
    return rows


def _check_header(
    name: str, line: int, cells: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> list[str]:
    header = [cell.strip() for cell in cells]
    known = [*required, *optional]
    for column in header:
        if column not in known:
            near = difflib.get_close_matches(column, known, n=1)
            fix = f"Did you mean {near[0]}?" if near else f"Known columns: {', '.join(known)}."
            raise FileProblem(name, line, column, f"There is no column {column!r}.", fix)
        if header.count(column) > 1:
            raise FileProblem(name, line, column, f"The column {column!r} stands twice.", "Keep one of them.")
    for column in required:
        if column not in header:
            raise FileProblem(name, line, column, f"The column {column!r} is missing.", "Add it to the header.")
    return header


def _make_row(name: str, line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        raise FileProblem(
            name, line, None, f"The row has {len(cells)} cells; the header has {len(header)}.", "Check the commas."
        )
    for column, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_CELL:
            raise FileProblem(name, line, column, f"The cell has {len(cell):,} characters.", f"Keep to {MAX_CELL:,}.")
    return Row(name, line, {column: cell.strip() for column, cell in zip(header, cells, strict=True)})


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    """Return the tree of a TOML file.

    Raises:
        FileProblem: not TOML, with the line of the fault.
    """
    text = read_text(folder, name)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else None
        raise FileProblem(name, line, None, f"Not TOML: {error}.", "Mend that line.") from error


def find_toml_line(folder: Path, name: str, key: str) -> int | None:
    """Return the line on which a TOML key is first set, or None."""
    pattern = re.compile(rf"^\s*\[*\s*{re.escape(key)}\s*(=|\])")
    for number, line in enumerate(read_text(folder, name).splitlines(), start=1):
        if pattern.match(line):
            return number
    return None


def write_csv(folder: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file in UTF-8 with line feeds, making its folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        plain = csv.writer(stream, lineterminator="\n")
        # The plain writer leaves a lone carriage return unquoted, and a reader would end the row there.
        quoted = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        plain.writerow(header)
        for row in rows:
            (quoted if any("\r" in cell for cell in row) else plain).writerow(row)


def write_toml(folder: Path, name: str, tree: Mapping[str, Any]) -> None:
    """Write a tree as TOML: simple values first, then a table for each branch; None is left out.

    The same tree gives the same bytes, and ``read_toml`` reads it back.
    """
    simple = {key: value for key, value in tree.items() if value is not None and not _is_branch(value)}
    lines = [f"{_write_key(key)} = {write_toml_value(value)}" for key, value in simple.items()]
    for key, value in tree.items():
        if _is_branch(value):
            for part in value if isinstance(value, list) else [value]:
                head = f"[[{_write_key(key)}]]" if isinstance(value, list) else f"[{_write_key(key)}]"
                kept = {inner: leaf for inner, leaf in part.items() if leaf is not None}
                lines += ["", head, *(f"{_write_key(k)} = {write_toml_value(leaf)}" for k, leaf in kept.items())]
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _is_branch(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(part, dict) for part in value)
    return isinstance(value, dict)


def _write_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _write_text(key)


def _write_text(text: str) -> str:
    """Return text in quotation marks: JSON's escapes are TOML's, but for the one sign that JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_toml_value(value: Any) -> str:
    """Return one value as TOML: text, number, yes or no, day, list or table, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _write_text(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(write_toml_value(part) for part in value)}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_write_key(k)} = {write_toml_value(v)}" for k, v in value.items() if v is not None)
        return f"{{ {inner} }}" if inner else "{}"
    raise TypeError(f"TOML has no form for {type(value).__name__}.")
