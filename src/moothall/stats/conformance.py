"""The conformance statement: the reference cases that come with the package, run on the user's own machine.

The cases were made from the published definitions in fifty digits, by a program that shares nothing with this library.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from importlib.util import find_spec
from math import isfinite
from typing import Any, cast

import narwhals as nw

from moothall.stats.comparisons import compare, goal
from moothall.stats.direct import dsr, yll
from moothall.stats.errors import ArgumentError
from moothall.stats.funnels import funnel_limits, funnel_points, funnel_significance
from moothall.stats.gaps import gap
from moothall.stats.indirect import israte, smr
from moothall.stats.life_tables import life_expectancy
from moothall.stats.means import mean
from moothall.stats.proportions import proportion, rate
from moothall.stats.quantiles import quantiles
from moothall.stats.slopes import sii
from moothall.stats.trends import recent_trend

TOLERANCE, LEAST = 1e-10, 1e-12  # relative to the expected number; absolute, for what should be 0
BACKENDS = ("pandas", "polars", "polars-lazy", "pyarrow", "duckdb")
_NEEDS = {"polars-lazy": ("polars",), "duckdb": ("duckdb", "pyarrow")}
_PACKAGES = ("moothall", "narwhals", "numpy", "scipy", "pandas", "polars", "pyarrow", "duckdb")
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        *(proportion, rate, mean, dsr, israte, smr, yll, sii, life_expectancy),
        *(recent_trend, gap, compare, goal, quantiles, funnel_limits, funnel_points, funnel_significance),
    )
}


@dataclass(frozen=True)
class ConformanceReport:
    """What ``verify`` found; printed, it is the conformance statement.

    ``cases``: how many there are; ``passed`` on every kind of frame, or ``failed``; ``worst_relative``: the largest
    difference of a number from its fifty digits, as a share of it; ``backends``: the kinds of frame; ``versions`` of
    what computed; ``differences``: a line for each number or word that is not as it should be.
    """

    cases: int
    passed: int
    failed: int
    worst_relative: float
    backends: tuple[str, ...]
    versions: Mapping[str, str]
    differences: tuple[str, ...]

    def __str__(self) -> str:
        verdict = "conforms" if not self.failed else "DOES NOT CONFORM"
        lines = [
            f"moothall.stats {verdict}: {self.passed} of {self.cases} reference cases on {', '.join(self.backends)}.",
            f"Largest difference from fifty digits, as a share: {self.worst_relative:.1e} (allowed: {TOLERANCE:.0e}).",
            "Versions: " + ", ".join(f"{name} {number}" for name, number in self.versions.items()),
        ]
        return "\n".join([*lines, *self.differences])


def verify(*, backends: Sequence[str] | None = None) -> ConformanceReport:
    """Run the reference cases that come with the package, on every kind of frame that is installed or on ``backends``.

    The kinds are pandas, polars, polars-lazy, pyarrow and duckdb. Print the answer: it is the conformance statement.

    Raises:
        ArgumentError: a kind is not known, or what it needs is not installed.
    """
    kinds = _read_backends(backends)
    cases = read_cases()
    worst, differences, failed = 0.0, [], 0
    for number, case in enumerate(cases, 1):
        found = [(kind, difference) for kind in kinds for difference in _run(case, kind)]
        wrong = [f"case {number}, {case['function']}, {kind}: {one.sentence}" for kind, one in found if one.sentence]
        worst = max([worst, *(one.relative for _kind, one in found)])
        differences += wrong
        failed += bool(wrong)
    return ConformanceReport(
        len(cases), len(cases) - failed, failed, worst, tuple(kinds), _list_versions(), tuple(differences)
    )


def read_cases() -> list[dict[str, Any]]:
    """Return the cases: function, arguments, input, further tables and the expected columns."""
    text = files("moothall.stats").joinpath("cases", "cases.json").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = json.loads(text)
    return cases


def list_installed() -> list[str]:
    """Return the kinds of frame whose packages are installed; none is imported for it."""
    return [kind for kind in BACKENDS if all(find_spec(package) for package in _NEEDS.get(kind, (kind,)))]


def _read_backends(backends: Sequence[str] | None) -> list[str]:
    installed = list_installed()
    asked = installed if backends is None else [backends] if isinstance(backends, str) else list(backends)
    for kind in asked:
        if kind not in BACKENDS:
            raise ArgumentError(f"There is no backend {kind!r}; known: {', '.join(BACKENDS)}.")
        if kind not in installed:
            raise ArgumentError(f"The backend {kind!r} is not installed here; installed: {', '.join(installed)}.")
    if not asked:
        raise ArgumentError("No library of data frames is installed; install pandas, Polars, PyArrow or DuckDB.")
    return list(dict.fromkeys(asked))


@dataclass(frozen=True)
class _Difference:
    relative: float
    sentence: str  # empty where it is allowed


def _run(case: Mapping[str, Any], kind: str) -> Iterator[_Difference]:
    make = partial(_make_frame, kind=kind)
    tables = {name: make(columns) for name, columns in case["tables"].items()}
    answer = nw.from_native(FUNCTIONS[case["function"]](make(case["input"]), **case["arguments"], **tables))
    if isinstance(answer, nw.LazyFrame):
        answer = answer.collect()
    order = case.get("order", case["arguments"].get("by"))
    if order:
        answer = answer.sort(order)  # lazy frames answer in no order
    rows = len(next(iter(case["expected"].values())))
    if answer.shape[0] != rows:
        yield _Difference(0.0, f"{answer.shape[0]} rows and not {rows}")
        return
    for name, cells in case["expected"].items():
        for row, (ours, theirs) in enumerate(zip(answer[name].to_list(), cells, strict=True)):
            yield _compare(ours, theirs, f"{name} of row {row}")


def _compare(ours: Any, theirs: Any, place: str) -> _Difference:
    missing = ours is None or ours != ours
    if theirs is None or missing or isinstance(theirs, str):
        same = missing if theirs is None else ours == theirs
        return _Difference(0.0, "" if same else f"{place} is {ours!r} and not {theirs!r}")
    apart = abs(ours - theirs)
    relative = apart / abs(theirs) if theirs else apart
    allowed = isfinite(ours) and relative <= (TOLERANCE if theirs else LEAST)
    return _Difference(relative, "" if allowed else f"{place} is {ours!r} and not {theirs!r}")


def _make_frame(columns: Mapping[str, Any], *, kind: str) -> Any:
    columns = {name: _settle_numbers(cells) for name, cells in columns.items()}
    if kind == "polars-lazy":
        return nw.from_dict(columns, backend="polars").lazy().to_native()
    if kind == "duckdb":
        return nw.from_dict(columns, backend="pyarrow").lazy(backend="duckdb").to_native()
    return nw.from_dict(columns, backend=cast(Any, kind)).to_native()


def _settle_numbers(cells: Sequence[Any]) -> list[Any]:
    """Return a column of one kind: with fractions or missing cells, all its numbers are floats."""
    kinds = {type(cell) for cell in cells}
    are_mixed = kinds & {float, type(None)} and kinds <= {int, float, type(None)}
    return [None if cell is None else float(cell) if are_mixed else cell for cell in cells]


def _list_versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
