"""Means of measured values, with Student's limits."""

from __future__ import annotations

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    By,
    Frame,
    answer_groups,
    fetch,
    find_distinct,
    group_faults,
    inner,
    is_off_scale,
    map_numbers,
    mask,
    number_faults,
    read_by,
    read_table,
    sum_groups,
    with_numbers,
)
from moothall.stats.intervals import t_limits
from moothall.stats.levels import Level, Levels, read_levels
from moothall.stats.status import Fault


def mean(
    df: IntoFrameT,
    value: str,
    *,
    by: By = None,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the mean of each group with Student's limits. Negative values are welcome.

    Columns: ``by``, ``n``, ``sum``, ``sd`` (divisor n - 1), ``value``, ``lower_95``, ``upper_95`` (by level),
    ``method`` (``student_t``), ``status``. Units: those of the values. One value alone is given without sd and limits,
    status ``too_few_values``. A kernel gives the t quantiles: DuckDB and PySpark frames answer with a PyArrow table.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a value is missing or infinite.

    Source: Student (1908), Biometrika 6:1-25; Armitage P, Berry G, Matthews JNS (2002).
    """
    levels = read_levels(confidence)
    table = with_numbers(read_table(df), value=value)
    keys = read_by(by, table)
    faults = number_faults(table, "value", signed=["value"])
    finite = nw.when(~is_off_scale(nw.col(inner("value")), tiny=False)).then(nw.col(inner("value")))
    data: Frame = fetch(sum_groups(table, keys, faults, sums={"sum": finite, "n": nw.lit(1.0)}, sds={"sd": finite}))
    few: list[Fault] = [("too_few_values", nw.col(inner("n")) < 2)]
    data = mask(data, [*group_faults(faults), *few], "sum", "sd", keep=["too_few_values"])
    n, total, sd = (nw.col(inner(name)) for name in ("n", "sum", "sd"))
    sd = nw.when(n > 1).then(sd)
    outputs = {"n": n, "sum": total, "sd": sd, "value": total / n}
    sizes = [size for size in find_distinct(data, inner("n")) if size > 1]
    for level in levels:
        lower, upper = t_limits(total / n, sd, n, map_numbers(n, _find_quantiles(sizes, level)))
        outputs |= {level.lower: lower, level.upper: upper}
    outputs |= {"method": nw.lit("student_t"), "status": nw.col(inner("status"))}
    if explain:
        outputs |= explain_columns("mean")
    answer: IntoFrameT = answer_groups(table, data, keys, outputs, strict=strict)
    return answer


def _find_quantiles(sizes: list[float], level: Level) -> dict[float, float]:
    from moothall.stats.kernels.tails import list_floats, t_quantile

    return dict(zip(sizes, list_floats(t_quantile(level.tail, [size - 1 for size in sizes])), strict=True))
