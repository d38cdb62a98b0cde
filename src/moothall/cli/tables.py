"""Tables for the words that compute: read from CSV, Parquet or standard input, written again or printed."""

from __future__ import annotations

import io
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moothall.kit.errors import RefusedError

if TYPE_CHECKING:
    import polars as pl

STANDARD_INPUT = "-"
ENDINGS = (".csv", ".parquet", ".json")
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
MOST_SHOWN = 200  # rows of a table on the screen
DIGITS = 7


class TableError(Exception):
    """A file cannot be used as a table; the sentence says which, why and what to do."""


def read_frame(place: str) -> pl.DataFrame:
    """Read a CSV (UTF-8, comma, names in the first line) or Parquet file, or a CSV on standard input for ``-``.

    Empty cells are missing; a column is of numbers only when each of its cells is one.

    Raises:
        TableError: it is no such table.
        OSError: it cannot be opened.
    """
    polars = import_polars()
    readers: dict[str, Callable[[Any], pl.DataFrame]] = {
        ".csv": lambda path: polars.read_csv(path, infer_schema_length=None),
        ".parquet": polars.read_parquet,
    }
    try:
        if place == STANDARD_INPUT:
            return readers[".csv"](io.BytesIO(sys.stdin.buffer.read()))
        path = Path(place)
        with path.open("rb"):  # says plainly when it is not there or not to be read
            pass
        if path.suffix.lower() in readers:
            return readers[path.suffix.lower()](path)
    except polars.exceptions.PolarsError as error:
        raise TableError(f"{place} cannot be read as a table: {str(error).splitlines()[0]}") from error
    raise TableError(f"{place} is neither .csv nor .parquet. Save it as one of them.")


def import_polars() -> Any:
    """Return Polars.

    Raises:
        TableError: it is not installed.
    """
    try:
        import polars as pl
    except ImportError:
        raise TableError('Files are read with Polars, which is not installed: pip install "moothall[files]"') from None
    return pl


def write_frame(frame: pl.DataFrame, target: Path, *, force: bool = False) -> None:
    """Write a table as .csv, .parquet or .json, whole or not at all.

    In CSV a cell of text that a spreadsheet would run as a formula gets an apostrophe before it.

    Raises:
        TableError: the name ends otherwise.
        RefusedError: the file is there already, and ``force`` is off.
        OSError: it cannot be written.
    """
    writers: dict[str, Callable[[pl.DataFrame, Path], object]] = {
        ".csv": lambda table, path: make_harmless(table).write_csv(path),
        ".parquet": lambda table, path: table.write_parquet(path),
        ".json": lambda table, path: path.write_text(format_json(table) + "\n", encoding="utf-8"),
    }
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise TableError(f"{target} does not end in {', '.join(ENDINGS)}: the ending says how it is written.")
    if target.exists() and not force:
        raise RefusedError(f"{target} is there already. Give another name, or --force to write over it.")
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=target.suffix)
    os.close(handle)
    try:
        writer(frame, Path(part))
        Path(part).replace(target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def make_harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table none of whose texts, the names of its columns included, a spreadsheet would run."""
    polars = import_polars()
    texts = [
        polars.when(polars.any_horizontal([polars.col(name).str.starts_with(sign) for sign in RUN_BY_SPREADSHEETS]))
        .then(polars.concat_str([polars.lit("'"), polars.col(name)]))
        .otherwise(polars.col(name))
        .alias(name)
        for name, dtype in frame.schema.items()
        if dtype == polars.String
    ]
    return frame.with_columns(texts).rename(
        {name: f"'{name}" for name in frame.columns if name.startswith(RUN_BY_SPREADSHEETS)}
    )


def format_json(frame: pl.DataFrame) -> str:
    """Return the rows as an array of objects, one a line; numbers in full, a missing cell as null."""
    rows = [json.dumps(row, ensure_ascii=False, allow_nan=False, default=str) for row in frame.to_dicts()]
    return "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"


def format_table(frame: pl.DataFrame) -> str:
    """Return the rows as an aligned table for a screen: numbers to seven digits, a missing cell as a dash."""
    shown = frame.head(MOST_SHOWN)
    cells = [[str(name) for name in shown.columns], *([_show(cell) for cell in row] for row in shown.rows())]
    widths = [max(len(row[place]) for row in cells) for place in range(len(shown.columns))]
    right = [dtype.is_numeric() for dtype in shown.dtypes]
    lines = ["  ".join(_align(row, widths, right)).rstrip() for row in cells]
    if frame.height > MOST_SHOWN:
        lines.append(f"... and {frame.height - MOST_SHOWN:,} rows more: -o FILE writes them all")
    return "\n".join(lines)


def _align(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    return [
        cell.rjust(width) if is_number else cell.ljust(width)
        for cell, width, is_number in zip(row, widths, right, strict=True)
    ]


def _show(cell: object) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:.{DIGITS}g}" if math.isfinite(cell) and abs(cell) < 1e7 else f"{cell:,.1f}"
    # A cell of somebody's file must not steer the terminal.
    return "".join(sign if sign.isprintable() else " " for sign in str(cell))
