"""Errors of the statistics: each message carries the numbers and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any


class ArgumentError(ValueError):
    """A call was wrong: an unknown method, a level outside its range."""


class ColumnError(ArgumentError):
    """A column was wrong: it is not there, holds no numbers, or bears the name of one that is to be added."""


class DataError(ValueError):
    """Data that cannot be, met under ``strict=True``.

    ``counts``: how many rows or groups of the answer bear each invalid status. ``keys``: the first 20 of them, each a
    dict of its grouping columns or, for functions that answer row by row, of its number (from 0) or columns.
    """

    def __init__(
        self, message: str, *, counts: Mapping[str, int] | None = None, keys: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(message)
        self.counts = dict(counts or {})
        self.keys = [dict(key) for key in keys]


class CountError(DataError):
    """Counts that cannot be: negative, not a number, or above their denominator."""


def say_nearest(word: object, known: Sequence[str]) -> str:
    """Return a sentence that names the nearest known word, or all of them where there are few."""
    near = get_close_matches(str(word), known, n=1)
    if near:
        return f" Did you mean {near[0]!r}?"
    return f" There are: {', '.join(known)}." if 0 < len(known) <= 20 else ""
