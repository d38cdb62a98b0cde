"""The gap between the most and the least deprived: a difference and a ratio, with limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, cast

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.errors import ArgumentError, ColumnError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    By,
    Table,
    answer_groups,
    check_choice,
    check_columns,
    check_positive,
    group_faults,
    inner,
    mask,
    number_faults,
    read_by,
    read_table,
    sum_groups,
    with_numbers,
)
from moothall.stats.intervals import poisson_expr, wilson_limits
from moothall.stats.levels import Level, Levels, read_level, read_levels
from moothall.stats.proportions import find_fractions
from moothall.stats.status import Fault, choose_rank, choose_status

Kind = Literal["value", "proportion", "rate"]
SIDES = ("most", "least")
X, N, VALUE = nw.col(inner("count")), nw.col(inner("denominator")), nw.col(inner("value"))


def gap(
    df: IntoFrameT,
    *,
    group: str,
    most: object,
    least: object,
    by: By = None,
    value: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    se: str | None = None,
    count: str | None = None,
    denominator: str | None = None,
    kind: Kind = "value",
    limits_level: float = 0.95,
    per: float = 1,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return how far the row ``most`` of each group stands from its row ``least``, as difference and ratio.

    Give ``count`` and ``denominator`` with the ``kind`` proportion or rate, or ``value`` with ``se``, or ``value`` with
    ``lower`` and ``upper`` at ``limits_level`` (and ``confidence`` the same). Columns: ``by``, ``value_most``,
    ``value_least``, ``absolute_gap``, ``absolute_lower_95``, ``absolute_upper_95``, ``relative_gap``,
    ``relative_lower_95``, ``relative_upper_95`` (by level), ``method`` (``mover``), ``status``, ``relative_status``.
    Units: ``per`` times the values, the ratio without. A lacking row is ``missing_quantile``, one that stands twice
    ``duplicate_quantile``; a ratio to 0 is ``undefined``, one whose limits run off ``unbounded_interval``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where numbers or rows cannot be used.

    Source: Zou GY, Donner A (2008), Stat Med 27:1693-1702; Donner A, Zou GY (2012), Stat Methods Med Res 21:347-359;
        Newcombe RG (1998), Stat Med 17:873-890, method 10, for differences of proportions.
    """
    levels = read_levels(confidence)
    check_positive(per=per)
    check_choice("kind", kind, ("value", "proportion", "rate"))
    _check_given(kind, value, lower, upper, se, count, denominator)
    if lower is not None and any(level != read_level(limits_level) for level in levels):
        raise ArgumentError(f"The limits given are at {limits_level}: ask for that confidence, or give se instead.")
    table = read_table(df)
    check_columns(table, group=group)
    keys = read_by(by, table)
    table = with_numbers(table, value=value, lower=lower, upper=upper, se=se, count=count, denominator=denominator)
    table, faults = _list_faults(table, group, {"most": most, "least": least}, kind)
    table, cells = _list_cells(table, kind, levels)
    sums: dict[str, nw.Expr] = {}
    for side in SIDES:
        is_side = nw.col(inner(f"is_{side}")) > 0
        sums |= {f"{side}_{name}": nw.when(is_side).then(cell) for name, cell in cells.items()}
        sums[f"{side}_rows"] = nw.col(inner(f"is_{side}"))
    data = sum_groups(table, keys, faults, rank="row_rank", sums=sums)
    found = group_faults(faults)
    for side in SIDES:
        rows = nw.col(inner(f"{side}_rows"))
        found += [("missing_quantile", rows < 1), ("duplicate_quantile", rows > 1)]
    data = mask(data, found, *[name for name in sums if not name.endswith("_rows")])
    outputs = _compare_sides(levels, per)
    if explain:
        outputs |= explain_columns("gap")
    answer: IntoFrameT = answer_groups(table, data, keys, outputs, strict=strict)
    return answer


def _check_given(kind: Kind, *columns: str | None) -> None:
    value, lower, upper, se, count, denominator = (column is not None for column in columns)
    counts = count and denominator and not (value or lower or upper or se)
    values = value and not (count or denominator) and (se != (lower and upper)) and (lower == upper)
    if not (counts if kind != "value" else values):
        raise ArgumentError(
            "Give count and denominator with the kind proportion or rate; or value and se; or value, lower and upper."
        )


def _list_faults(table: Table, group: str, sides: dict[str, object], kind: Kind) -> tuple[Table, list[Fault]]:
    """Mark the two rows that are compared; what is wrong with other rows does not matter."""
    for side, label in sides.items():
        if isinstance(label, str) != (table.columns[group] in (nw.String, nw.Categorical, nw.Enum)):
            raise ColumnError(f"The column {group!r} (group) holds {table.columns[group]}; {side} is {label!r}.")
        if sides["most"] == sides["least"]:
            raise ArgumentError(f"most and least are both {label!r}; name two rows.")
    cells = nw.col(group).cast(nw.String) if isinstance(sides["most"], str) else nw.col(group)
    marks = {
        side: nw.when(cells == nw.lit(cast(Any, label))).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        for side, label in sides.items()
    }
    faults = number_faults(table, *table.numbers, signed=["value", "lower", "upper"])
    if kind != "value":
        faults.append(("zero_denominator", N == 0))
    if kind == "proportion":
        faults.append(("count_exceeds_denominator", X > N))
    if "se" in table.numbers:
        faults.append(("outside_range", nw.col(inner("se")) <= 0))
    if "lower" in table.numbers:
        faults.append(("outside_range", nw.col(inner("lower")) > nw.col(inner("upper"))))
    data = table.data.with_columns(*[mark.alias(inner(f"is_{side}")) for side, mark in marks.items()])
    used = nw.col(inner("is_most")) + nw.col(inner("is_least")) > 0
    fine = choose_rank([])
    rank = nw.when(used).then(choose_rank(faults)).otherwise(fine)
    data = data.with_columns(rank.alias(inner("row_rank")))
    stands = nw.col(inner("row_rank")) == fine
    cleared = [nw.when(used & stands).then(nw.col(inner(role))).alias(inner(role)) for role in table.numbers]
    return replace(table, data=data.with_columns(*cleared)), faults


def _list_cells(table: Table, kind: Kind, levels: Sequence[Level]) -> tuple[Table, dict[str, nw.Expr]]:
    """Return each row's value and limits, as expressions."""
    fractions: tuple[float, ...] = ()
    if kind == "rate":
        data, fractions = find_fractions(table, table.data, "count", asked=bool(levels))
        table = replace(table, data=data)
    cells = {"value": VALUE if kind == "value" else X / N}
    for level in levels:
        cells[level.lower], cells[level.upper] = _find_limits(table, kind, level, fractions)
    return table, cells


def _find_limits(table: Table, kind: Kind, level: Level, fractions: tuple[float, ...]) -> tuple[nw.Expr, nw.Expr]:
    if kind == "proportion":
        return wilson_limits(X, N, level.z)
    if kind == "rate":
        lower, upper = poisson_expr(X, level, fractions)
        return lower / N, upper / N
    if "se" in table.numbers:
        return VALUE - level.z * nw.col(inner("se")), VALUE + level.z * nw.col(inner("se"))
    return nw.col(inner("lower")), nw.col(inner("upper"))


def _compare_sides(levels: Sequence[Level], per: float) -> dict[str, nw.Expr]:
    """Return the columns of the answer: MOVER, 1 = most, 2 = least."""
    one, two = nw.col(inner("most_value")), nw.col(inner("least_value"))
    divisor = nw.when(two != 0).then(two)
    absolute: dict[str, nw.Expr] = {"absolute_gap": per * (one - two)}
    relative: dict[str, nw.Expr] = {"relative_gap": one / divisor}
    faults: list[Fault] = [("undefined", two == 0)]
    for level in levels:
        low_1, high_1 = nw.col(inner(f"most_{level.lower}")), nw.col(inner(f"most_{level.upper}"))
        low_2, high_2 = nw.col(inner(f"least_{level.lower}")), nw.col(inner(f"least_{level.upper}"))
        down = ((one - low_1) * (one - low_1) + (high_2 - two) * (high_2 - two)).sqrt()
        up = ((high_1 - one) * (high_1 - one) + (two - low_2) * (two - low_2)).sqrt()
        absolute[f"absolute_{level.lower}"] = per * (one - two - down)
        absolute[f"absolute_{level.upper}"] = per * (one - two + up)
        product, bottom, top = one * two, high_2 * (2 * two - high_2), low_2 * (2 * two - low_2)
        left = product * product - low_1 * high_2 * (2 * one - low_1) * (2 * two - high_2)
        right = product * product - high_1 * low_2 * (2 * one - high_1) * (2 * two - low_2)
        bounded = (low_2 > 0) & (left >= 0) & (right >= 0) & (bottom > 0) & (top > 0)
        faults.append(("unbounded_interval", ~bounded & (two != 0)))
        lower = (product - _root_where(bounded, left)) / nw.when(bounded).then(bottom)
        upper = (product + _root_where(bounded, right)) / nw.when(bounded).then(top)
        relative |= {f"relative_{level.lower}": lower, f"relative_{level.upper}": upper}
    status = nw.col(inner("status"))
    word = nw.when(nw.col(inner("spoiled"))).then(status).otherwise(choose_status(faults))
    return {
        "value_most": per * one,
        "value_least": per * two,
        **absolute,
        **relative,
        "method": nw.lit("mover"),
        "status": status,
        "relative_status": word,
    }


def _root_where(condition: nw.Expr, number: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(number).sqrt()
