"""Proportions and rates of counted events, row by row or by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    MOST,
    By,
    Frame,
    Table,
    answer_groups,
    answer_rows,
    check_positive,
    find_distinct,
    group_faults,
    inner,
    mask,
    number_faults,
    read_by,
    read_table,
    settle,
    sum_groups,
    with_numbers,
)
from moothall.stats.intervals import FEWEST_FOR_BYAR, poisson_expr, wilson_limits
from moothall.stats.levels import Level, Levels, read_levels
from moothall.stats.status import Fault

X, N = nw.col(inner("count")), nw.col(inner("denominator"))
_CELLS = {"count": X, "denominator": N}


def proportion(
    df: IntoFrameT,
    count: str,
    denominator: str,
    *,
    by: By = None,
    per: float = 100,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return proportions with Wilson's limits.

    Without ``by`` each row is taken on its own and keeps its columns; with ``by`` counts and denominators are summed
    within groups first, ``[]`` being the whole table. Adds ``value``, ``lower_95``, ``upper_95`` (by level), ``method``
    (``wilson``) and ``status``. Units: ``per`` (100 gives per cent). No events are an answer: value 0, lower limit 0.
    ``explain``: ``z_95``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a count is missing, infinite, negative or above its denominator, or a
            denominator is 0.

    Source: Wilson EB (1927), J Am Stat Assoc 22:209-212; Newcombe RG (1998), Stat Med 17:857-872.
    """
    levels = read_levels(confidence)
    check_positive(per=per)
    table, keys, data, faults = _read(df, count, denominator, by)
    faults += [("zero_denominator", N == 0), ("count_exceeds_denominator", X > N)]
    data = mask(data, faults, "count", "denominator")
    outputs = {"value": per * (X / N)}
    for level in levels:
        lower, upper = wilson_limits(X, N, level.z)
        outputs |= {level.lower: per * lower, level.upper: per * upper}
    outputs |= {"method": nw.lit("wilson"), "status": nw.col(inner("status"))}
    if explain:
        outputs |= {**_list_z(levels), **explain_columns("proportion")}
    answer: IntoFrameT = _answer(table, keys, data, outputs, count, denominator, strict)
    return answer


def rate(
    df: IntoFrameT,
    count: str,
    denominator: str,
    *,
    by: By = None,
    per: float = 100_000,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return rates of events with Poisson limits: exact below 10 events, Byar's from 10 on.

    Without ``by`` each row is taken on its own and keeps its columns; with ``by`` counts and denominators are summed
    within groups first, ``[]`` being the whole table. Adds ``value``, ``lower_95``, ``upper_95`` (by level), ``method``
    (``exact`` or ``byar``) and ``status``. Units: events for ``per`` of the denominator. No events are an answer: value
    0, lower limit 0. Counts need not be whole. ``explain``: ``z_95``, ``events_lower_95``, ``events_upper_95``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a count or denominator is missing, infinite or negative, or a denominator 0.

    Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC (Byar's limits); Armitage P,
        Berry G, Matthews JNS (2002) (exact limits); APHO Technical Briefing 3 (2008).
    """
    levels = read_levels(confidence)
    check_positive(per=per)
    table, keys, data, faults = _read(df, count, denominator, by)
    faults += [("zero_denominator", N == 0)]
    data = mask(data, faults, "count", "denominator")
    data, fractions = find_fractions(table, data, "count", asked=bool(levels))
    events: dict[str, nw.Expr] = {}
    for level in levels:
        lower, upper = poisson_expr(X, level, fractions)
        events |= {f"events_{level.lower}": lower, f"events_{level.upper}": upper}
    if events:
        data = data.with_columns(*[limit.alias(inner(name)) for name, limit in events.items()])
    outputs = {"value": per * (X / N)}
    outputs |= {name.removeprefix("events_"): per * (nw.col(inner(name)) / N) for name in events}
    outputs |= {"method": name_method(X), "status": nw.col(inner("status"))}
    if explain:
        outputs |= {**_list_z(levels), **{name: nw.col(inner(name)) for name in events}, **explain_columns("rate")}
    answer: IntoFrameT = _answer(table, keys, data, outputs, count, denominator, strict)
    return answer


def name_method(events: nw.Expr) -> nw.Expr:
    """Return which Poisson limits a number of events gets: ``exact`` or ``byar``; null where there is none."""
    few = nw.when(events < FEWEST_FOR_BYAR).then(nw.lit("exact"))
    return few.otherwise(nw.when(events >= FEWEST_FOR_BYAR).then(nw.lit("byar")))


def find_fractions(table: Table, data: Frame, role: str, *, asked: bool = True) -> tuple[Frame, tuple[float, ...]]:
    """Return the counts below 10 that are not whole, by one small query, and the frame, settled if it was eager.

    Columns of whole numbers need none, and stay wholly lazy.
    """
    if not asked or table.numbers[role].is_integer():
        return data, ()
    data = settle(table, data)
    events = nw.col(inner(role))
    few = (events < FEWEST_FOR_BYAR) & (events != events.floor())
    return data, tuple(find_distinct(data, inner(role), few))


def _read(df: Any, count: str, denominator: str, by: By) -> tuple[Table, list[str] | None, Frame, list[Fault]]:
    table = with_numbers(read_table(df), count=count, denominator=denominator)
    faults = number_faults(table, "count", "denominator")
    if by is None:
        return table, None, table.data, faults
    keys = read_by(by, table)
    lost = {f"lost_{role}": nw.when(cell.abs() <= MOST).then(0).otherwise(1) for role, cell in _CELLS.items()}
    data = sum_groups(table, keys, faults, sums=_CELLS, most=lost)
    return table, keys, _keep_sums(data), group_faults(faults)


def _keep_sums(data: Frame) -> Frame:
    """Keep the sums to be shown: those of columns of which the group has every cell."""
    return data.with_columns(
        *[
            nw.when(nw.col(inner(f"lost_{role}")) == 0).then(cell).alias(inner(f"sum_{role}"))
            for role, cell in _CELLS.items()
        ]
    )


def _list_z(levels: tuple[Level, ...]) -> dict[str, nw.Expr]:
    return {f"z_{level.suffix}": nw.lit(level.z) for level in levels}


def _answer(
    table: Table,
    keys: list[str] | None,
    data: Frame,
    outputs: Mapping[str, nw.Expr],
    count: str,
    denominator: str,
    strict: bool,
) -> Any:
    if keys is None:
        return answer_rows(table, data, outputs, strict=strict)
    sums = {count: nw.col(inner("sum_count")), denominator: nw.col(inner("sum_denominator"))}
    return answer_groups(table, data, keys, {**sums, **outputs}, strict=strict)
