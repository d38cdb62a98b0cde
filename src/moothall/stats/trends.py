"""Trends over the latest five periods: a change, or chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.comparisons import Polarity
from moothall.stats.errors import ArgumentError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    By,
    Table,
    check_choice,
    check_new_columns,
    collect_groups,
    give_back,
    inner,
    number_faults,
    put_columns,
    read_by,
    read_table,
    to_numbers,
    with_numbers,
)
from moothall.stats.levels import read_level
from moothall.stats.status import OK, STATUSES, Fault, choose_rank

if TYPE_CHECKING:
    from moothall.stats.kernels.trends import Floats, Series, Trends

Kind = Literal["proportion", "other"]
POINTS = 5
LEAST_CHI_SQUARED = 9.5495  # 1 degree of freedom, p < 0.002
INCREASING, DECREASING = "increasing", "decreasing"
NO_CHANGE, CANNOT = "no_change", "cannot_be_calculated"
SIGNIFICANT, NOT_SIGNIFICANT, OUTLIER = "significant", "not_significant", "outlier"
METHODS = {"proportion": "chi_squared_of_proportions", "other": "weighted_regression"}
_LABELS = {
    INCREASING: "Increasing",
    DECREASING: "Decreasing",
    NO_CHANGE: "No significant change",
    CANNOT: "Cannot be calculated",
}
_JUDGED = {
    ("low", INCREASING): "Increasing and getting worse",
    ("low", DECREASING): "Decreasing and getting better",
    ("high", INCREASING): "Increasing and getting better",
    ("high", DECREASING): "Decreasing and getting worse",
}


@dataclass(frozen=True)
class _Asked:
    kind: Kind
    polarity: Polarity
    unbroken: bool
    roles: tuple[str, ...]  # the columns given, but the period
    z: float  # of the limits given


def recent_trend(
    df: IntoFrameT,
    *,
    period: str,
    kind: Kind,
    by: By = None,
    count: str | None = None,
    denominator: str | None = None,
    value: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    se: str | None = None,
    limits_level: float = 0.95,
    polarity: Polarity = "none",
    unbroken: bool = False,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return whether each group's latest five points show a trend, and which.

    For ``kind`` proportion give ``count`` and ``denominator``; for other values (rates, ratios, life expectancy, gaps,
    slopes, means) ``value`` with ``se``, or with ``lower`` and ``upper`` at ``limits_level``. Points must be yearly and
    not overlap; ``period`` holds numbers, and a year that is missing is a longer step (``unbroken=True`` makes it
    ``broken_series``). Columns: ``by``, ``period`` (the latest), ``trend`` (``increasing``, ``decreasing``,
    ``no_change``, ``cannot_be_calculated``), ``label`` (in words, by ``polarity``), ``reason`` (``significant``,
    ``not_significant``, ``outlier`` or the status), ``slope``, ``chi_squared``, ``points``, ``method``, ``status``.
    Units: the slope is that of the logit, or of the value, for each step of 1 in the period.

    A trend is significant when its chi-squared is above 9.5495 (p < 0.002) and its slope keeps its sign whichever of
    the five is left out; if it does not, the reason is ``outlier``. It cannot be calculated, in this order, where a
    period stands twice, where there are fewer than five points, where a number among the five is missing or cannot be,
    and where a count is 0 or all of its denominator or an upper limit is not above the lower (``undefined``).
    ``explain``: ``slope_without_1`` (the earliest) to ``slope_without_5``. A kernel computes: DuckDB and PySpark frames
    answer with a PyArrow table.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a group's numbers or periods cannot be used.

    Source: Armitage P (1955), Biometrics 11:375-386; OHID, public health technical guidance (Fingertips), on recent
        trends.
    """
    check_choice("kind", kind, list(METHODS))
    check_choice("polarity", polarity, ("low", "high", "none", "na"))
    given = {"count": count, "denominator": denominator, "value": value, "lower": lower, "upper": upper, "se": se}
    roles = tuple(role for role, column in given.items() if column is not None)
    _check_given(kind, roles)
    asked = _Asked(kind, polarity, bool(unbroken), roles, read_level(limits_level).z)
    table = with_numbers(read_table(df), period=period, **given)
    keys = read_by(by, table)
    faults = _list_row_faults(table, asked)
    columns = [choose_rank(faults).alias(inner("row_rank")), nw.col(period).alias(inner("given"))]
    table = replace(table, data=table.data.with_columns(*columns))
    groups, rows = collect_groups(table, keys, faults, ["period", *roles, "row_rank", "given"], order=["period"])
    groups = _find_trends(groups, rows, asked)
    outputs = _list_outputs(asked)
    if explain:
        outputs |= {name: nw.col(inner(name)).fill_nan(None) for name in _name_slopes()}
        outputs |= explain_columns(f"recent_trend.{kind}")
    check_new_columns(outputs, keys)
    answers = groups.select(*keys, *[expr.alias(name) for name, expr in outputs.items()])
    answer: IntoFrameT = give_back(table, answers, keys=keys, strict=strict)
    return answer


def _check_given(kind: Kind, roles: Sequence[str]) -> None:
    ways = {"proportion": [{"count", "denominator"}], "other": [{"value", "se"}, {"value", "lower", "upper"}]}
    if set(roles) not in ways[kind]:
        raise ArgumentError(
            "Give count and denominator for the kind proportion; value and se, or value, lower and upper, for the "
            f"kind other. The kind is {kind}, with {', '.join(roles) or 'none of them'}."
        )


def _list_row_faults(table: Table, asked: _Asked) -> list[Fault]:
    faults = number_faults(table, "period", *asked.roles, signed=["period", "value", "lower", "upper", "se"])
    cells = {role: nw.col(inner(role)) for role in asked.roles}
    if asked.kind == "proportion":
        count, people = cells["count"], cells["denominator"]
        faults += [("zero_denominator", people == 0), ("count_exceeds_denominator", count > people)]
        return [*faults, ("undefined", (count == 0) | (count == people))]
    if "se" in cells:
        return [*faults, ("outside_range", cells["se"] <= 0)]
    return [*faults, ("undefined", cells["upper"] <= cells["lower"])]


def _find_trends(groups: nw.DataFrame[Any], rows: nw.DataFrame[Any], asked: _Asked) -> nw.DataFrame[Any]:
    """Add what was found of each group, and the latest period as it was given."""
    from moothall.stats.kernels import trends

    numbers = to_numbers(rows, ["period", *asked.roles, "row_rank"])
    series = trends.Series.of(numbers["period"], groups[inner("rows")].to_list(), POINTS)
    statuses = _choose_statuses(series, numbers["row_rank"], asked)
    good = [status == OK for status in statuses]
    latest = series.list_rows(good)
    taken = {role: cells[latest] for role, cells in numbers.items()}
    found = _fit(taken, asked)
    columns = {"slope": found.slope, "chi_squared": found.chi_squared}
    columns |= dict(zip(_name_slopes(), found.without, strict=True))
    spread = {inner(name): trends.spread_over(cells, good) for name, cells in columns.items()}
    spread[inner("points")] = series.count_points()
    words = iter(_choose_words(found))
    judged = [next(words) if status == OK else (CANNOT, status) for status in statuses]
    texts = {inner("trend"): [trend for trend, _reason in judged], inner("status"): statuses}
    texts[inner("label")] = [_JUDGED.get((asked.polarity, trend), _LABELS[trend]) for trend, _reason in judged]
    texts[inner("reason")] = [reason for _trend, reason in judged]
    given = rows[inner("given")][series.last]
    return put_columns(put_columns(groups, spread), texts, nw.String).with_columns(given)


def _choose_statuses(series: Series, row_rank: Floats, asked: _Asked) -> list[str]:
    """Return the status of each group, tested in the published order: periods, points, then the points' numbers."""
    ranks = [*map(float, series.find_worst(row_rank))]
    flags = zip(series.doubled.tolist(), series.long.tolist(), series.broken.tolist(), ranks, strict=True)
    statuses = []
    for is_doubled, is_long, is_broken, rank in flags:
        if is_doubled:
            statuses.append("duplicate_period")
        elif not is_long:
            statuses.append("too_few_values")
        else:
            statuses.append("broken_series" if asked.unbroken and is_broken else STATUSES[int(rank)].word)
    return statuses


def _fit(taken: dict[str, Floats], asked: _Asked) -> Trends:
    from moothall.stats.kernels import trends

    if asked.kind == "proportion":
        return trends.find_trends_of_counts(taken["period"], taken["count"], taken["denominator"])
    se = taken["se"] if "se" in taken else (taken["upper"] - taken["lower"]) / (2 * asked.z)
    return trends.find_trends_of_values(taken["period"], taken["value"], se)


def _choose_words(found: Trends) -> list[tuple[str, str]]:
    """Return trend and reason of each series for which there are numbers."""
    words = []
    kept = found.keep_sign().tolist()
    for slope, chi_squared, keeps_sign in zip(found.slope.tolist(), found.chi_squared.tolist(), kept, strict=True):
        if chi_squared > LEAST_CHI_SQUARED and keeps_sign:
            words.append((INCREASING if slope > 0 else DECREASING, SIGNIFICANT))
        else:
            words.append((NO_CHANGE, OUTLIER if chi_squared > LEAST_CHI_SQUARED else NOT_SIGNIFICANT))
    return words


def _name_slopes() -> list[str]:
    return [f"slope_without_{number}" for number in range(1, POINTS + 1)]


def _list_outputs(asked: _Asked) -> dict[str, nw.Expr]:
    outputs = {"period": nw.col(inner("given"))} | {name: nw.col(inner(name)) for name in ("trend", "label", "reason")}
    outputs |= {name: nw.col(inner(name)).fill_nan(None) for name in ("slope", "chi_squared")}
    outputs |= {"points": nw.col(inner("points")), "method": nw.lit(METHODS[asked.kind])}
    return outputs | {"status": nw.col(inner("status"))}
