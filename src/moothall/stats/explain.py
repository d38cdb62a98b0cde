"""Formulas and sources in words, from ``formulas.toml``: for ``explain=True``, the reference and the site's page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import narwhals as nw


@dataclass(frozen=True)
class Formula:
    """What one function, or one of its named methods, does: a title, the formula, and where it was published."""

    title: str
    formula: str
    source: str


@cache
def read_formulas() -> Mapping[str, Formula]:
    """Return all formulas by key: a function's name, or function.method where the methods differ."""
    text = files("moothall.stats").joinpath("formulas.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: Formula(**entry) for key, entry in tomllib.loads(text).items()})


def explain_columns(key: str) -> dict[str, nw.Expr]:
    """Return the columns ``formula`` and ``source`` of a key of ``formulas.toml``: the last of ``explain=True``."""
    entry = read_formulas()[key]
    return {"formula": nw.lit(entry.formula), "source": nw.lit(entry.source)}
