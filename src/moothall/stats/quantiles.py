"""Quantiles by three named definitions, and the percentiles of groups that comparisons and goals need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.errors import ArgumentError, ColumnError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    By,
    Frame,
    Table,
    answer_rows,
    check_choice,
    check_columns,
    divide,
    find_distinct,
    inner,
    list_keys,
    map_numbers,
    mask,
    name_key,
    number_faults,
    put_columns,
    put_status,
    read_by,
    read_table,
    to_numbers,
    with_numbers,
)
from moothall.stats.intervals import choose
from moothall.stats.status import OK, Fault

Definition = Literal["rank", "percentile", "ntile"]
First = Literal["highest", "lowest"]
Share = tuple[float, float]  # how many of how many: 1 of 4 is the lower quartile
DECIMALS = 10  # to which percentiles are rounded before values are held against them
LEAST_WHOLE = 2.0**53  # from which a float has no fraction; PySpark's floor is a BIGINT and ends not far above
RANK, PRESENT = nw.col(inner("rank")), nw.col(inner("present"))
HIGHEST, AHEAD = nw.col(inner("highest")), nw.col(inner("ahead"))


def quantiles(
    df: IntoFrameT,
    value: str,
    *,
    n: int = 10,
    by: By = None,
    definition: Definition = "rank",
    first: First = "highest",
    first_is_highest: str | None = None,
    tie_break: By = None,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Put each row's value into one of ``n`` quantiles of its group.

    Definitions, since three are in use and differ: ``rank`` by the smallest rank among ties; ``percentile`` by bounds
    interpolated between values and rounded to 10 decimals; ``ntile`` by equal buckets, of which the first hold one row
    more, ties being broken by the columns ``tie_break``. ``first`` says what quantile 1 holds; ``first_is_highest``, a
    column of true and false, says it group by group. Adds ``quantile``, ``quantile_method``, ``quantile_status``. A
    group of fewer values than ``n`` has none: ``too_few_values``. Rows that ``tie_break`` leaves the same on both sides
    of a bucket's end are ``undefined``. ``explain``: ``rank`` (smallest among ties, from quantile 1's end),
    ``present``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a value is missing or infinite, or ``first_is_highest`` varies in a group.

    Source: OHID, public health technical guidance (rank); Hyndman RJ, Fan Y (1996), Am Stat 50:361-365, type 7
        (percentile); ISO/IEC 9075 (ntile).
    """
    check_choice("definition", definition, ("rank", "percentile", "ntile"))
    check_choice("first", first, ("highest", "lowest"))
    _check_number(n)
    table = with_numbers(read_table(df), value=value)
    keys, ties = read_by(by, table), read_by(tie_break, table, argument="tie_break")
    if definition == "ntile" and not ties:
        raise ArgumentError("tie_break is needed by ntile: columns that tell rows of the same value apart.")
    table, faults = _put_direction(table, first, first_is_highest)
    data = mask(table.data, [*number_faults(table, "value", signed=["value"], ranked=["value"]), *faults], "value")
    data, groups = group_rows(table, data, keys)
    cells = nw.col(inner("value"))
    # Added to and taken from 0, so that no value is the negative zero that some libraries rank apart.
    data = data.with_columns(choose(HIGHEST > 0, 0.0 - cells, 0.0 + cells).alias(inner("ahead")))
    data = _put_ranks(data, groups)
    more: list[Fault] = [("too_few_values", n > PRESENT)]
    if first_is_highest is not None:
        ends = {inner("least"): HIGHEST.min().over(*groups), inner("most"): HIGHEST.max().over(*groups)}
        data = data.with_columns(*[end.alias(name) for name, end in ends.items()])
        more.append(("inconsistent_input", nw.col(inner("least")) < nw.col(inner("most"))))
    if definition == "percentile":
        data = put_percentiles(data, groups, "value", [(i, n) for i in range(1, n)])
        from_lowest = count_below(n, cells)
        found = choose(HIGHEST > 0, n + 1 - from_lowest, from_lowest)
    elif definition == "ntile":
        data = _put_places(table, data, groups, ties)
        found, other = (_find_bucket(nw.col(inner(name)), n) for name in ("first", "last"))
        more.append(("undefined", found != other))
    else:
        # Whole numbers and one division: its ceiling is that of the exact quotient.
        later = n + 1 - ((PRESENT + 1 - RANK) * n / PRESENT).ceil()
        found = choose(later < 1, nw.lit(1.0), later)
    answer: IntoFrameT = _answer(table, data, found, more, definition, strict=strict, explain=explain)
    return answer


def _check_number(n: object) -> None:
    if isinstance(n, bool) or not isinstance(n, int) or n < 2:
        raise ArgumentError(f"n is {n!r}; give a whole number of quantiles from 2.")


def _answer(
    table: Table, data: Frame, found: nw.Expr, more: Sequence[Fault], definition: str, *, strict: bool, explain: bool
) -> Any:
    own = nw.col(inner("status"))
    data = put_status(data, more, behind=True)
    stands = nw.col(inner("status")) == OK
    outputs = {"quantile": as_whole(found, stands), "quantile_method": nw.lit(definition), "quantile_status": own}
    if explain:
        outputs |= {"rank": as_whole(RANK, ~RANK.is_null()), "present": PRESENT.cast(nw.Int64)}
        outputs |= explain_columns(f"quantiles.{definition}")
    return answer_rows(table, data, outputs, strict=strict, status="quantile_status")


def as_whole(number: nw.Expr, stands: nw.Expr) -> nw.Expr:
    """Return a number as Int64, null where it does not stand (classic pandas has no null whole numbers: NaN there)."""
    return nw.when(stands).then(nw.when(stands).then(number).otherwise(nw.lit(0.0)).cast(nw.Int64))


def _put_direction(table: Table, first: str, column: str | None) -> tuple[Table, list[Fault]]:
    """Add 1 where quantile 1 holds the highest values, else 0."""
    if column is None:
        is_highest = nw.lit(1.0 if first == "highest" else 0.0)
        return replace(table, data=table.data.with_columns(is_highest.alias(inner("highest")))), []
    check_columns(table, first_is_highest=column)
    dtype = table.columns[column]
    if dtype not in (nw.Boolean, nw.Object, nw.Unknown):
        raise ColumnError(f"The column {column!r} (first_is_highest) holds {dtype}, not true and false.")
    told = nw.col(column)
    lacks = nw.when(told.is_null()).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    data = table.data.with_columns(lacks.alias(inner("lacks")))
    is_true = nw.when(told.cast(nw.Boolean)).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    data = data.with_columns(nw.when(nw.col(inner("lacks")) == 0).then(is_true).alias(inner("highest")))
    return replace(table, data=data), [("missing_input", nw.col(inner("lacks")) > 0)]


def group_rows(table: Table, data: Frame, keys: Sequence[str]) -> tuple[Frame, list[str]]:
    """Add the columns, named in return, that tell groups apart; a missing key is a group of its own."""
    if isinstance(data, nw.LazyFrame) or not keys:
        columns = list_keys(table, keys) if keys else [nw.lit(0.0)]
        named = {inner(f"group_{i}"): expr for i, expr in enumerate(columns)}
        return data.with_columns(*[expr.alias(name) for name, expr in named.items()]), list(named)
    if len(keys) == 1 and (table.columns[keys[0]].is_integer() or table.columns[keys[0]] == nw.String):
        data = data.with_columns(nw.col(keys[0]).alias(inner("key")))
    else:
        data = data.with_columns(name_key(table, keys))
    codes = {key: float(i) for i, key in enumerate(find_distinct(data, inner("key")))}
    code = map_numbers(nw.col(inner("key")), codes).fill_null(float(len(codes)))
    return data.with_columns(code.alias(inner("group_0"))), [inner("group_0")]


def _put_ranks(data: Frame, groups: Sequence[str]) -> Frame:
    """Add the rank of each value from quantile 1's end, the smallest among ties, and how many values the group has."""
    if isinstance(data, nw.DataFrame):
        from moothall.stats.kernels import ranks

        numbers = to_numbers(data, ["group_0", "ahead"])
        found = ranks.rank_rows(numbers["group_0"], numbers["ahead"])
        return _lay(data, dict(zip(("rank", "present"), found, strict=True)))
    rank, present = AHEAD.rank("min").over(*groups), AHEAD.count().over(*groups)
    return data.with_columns(
        rank.cast(nw.Float64).alias(inner("rank")), present.cast(nw.Float64).alias(inner("present"))
    )


def put_percentiles(data: Frame, groups: Sequence[str], role: str, shares: Sequence[Share]) -> Frame:
    """Add each group's percentiles ``inner("percentile_0")`` …, by inclusive linear interpolation, and its ``size``.

    ``shares`` are how many of how many: (1, 4) is the lower quartile.
    """
    names = [f"percentile_{i}" for i in range(len(shares))]
    if isinstance(data, nw.DataFrame):
        from moothall.stats.kernels import ranks

        numbers = to_numbers(data, ["group_0", role])
        found = ranks.find_percentiles(numbers["group_0"], numbers[role], shares)
        return _lay(data, dict(zip(("size", *names), found, strict=True)))
    cells, place = nw.col(inner(role)), nw.col(inner("place"))
    data = data.with_columns(
        cells.rank("ordinal").over(*groups).cast(nw.Float64).alias(inner("place")),
        cells.count().over(*groups).cast(nw.Float64).alias(inner("size")),
    )
    steps = [(nw.col(inner("size")) - 1) * part for part, _whole in shares]
    below = [divide(step, whole).floor() for step, (_part, whole) in zip(steps, shares, strict=True)]
    marks = {f"{name}_low": nw.when(place == b + 1).then(cells) for name, b in zip(names, below, strict=True)}
    marks |= {f"{name}_high": nw.when(place == b + 2).then(cells) for name, b in zip(names, below, strict=True)}
    data = data.with_columns(*[mark.alias(inner(name)) for name, mark in marks.items()])
    data = data.with_columns(*[nw.col(inner(name)).max().over(*groups).alias(inner(name)) for name in marks])
    percentiles = []
    for name, step, b, (_part, whole) in zip(names, steps, below, shares, strict=True):
        low, high = nw.col(inner(f"{name}_low")), nw.col(inner(f"{name}_high"))
        # On half the scale: the way between the greatest numbers of both signs is longer than a float can say.
        half = 0.5 * low
        rise = choose(high.is_null(), nw.lit(0.0), 0.5 * high - half)
        percentiles.append((2 * (half + divide(step - b * whole, whole) * rise)).alias(inner(name)))
    return data.with_columns(*percentiles)


def count_below(n: int, cells: nw.Expr) -> nw.Expr:
    """Return which of ``n`` quantiles a value is in, from the lowest: the first whose bound it does not exceed."""
    answer = nw.lit(1.0)
    for i in range(n - 1):
        bound = nw.col(inner(f"percentile_{i}"))
        # The whole part is rounded apart, so that no digit of a large value is lost; the largest ones have no other.
        rounded = bound.floor() + (bound - bound.floor()).round(DECIMALS)
        is_whole = bound.abs() >= LEAST_WHOLE
        answer = (cells > choose(is_whole, bound, rounded)).cast(nw.Float64) + answer
    return answer


def _put_places(table: Table, data: Frame, groups: Sequence[str], ties: Sequence[str]) -> Frame:
    """Add the first and the last place that each row can have in its group; they differ where nothing breaks a tie."""
    broken = {inner(f"tie_{i}"): expr for i, expr in enumerate(list_keys(table, ties))}
    data = data.with_columns(*[expr.alias(name) for name, expr in broken.items()])
    if isinstance(data, nw.DataFrame):
        return _place_eager(data, list(broken), name_key(table, ties))
    data = data.with_columns(AHEAD.cum_count().over(*groups, order_by=[inner("ahead"), *broken]).alias(inner("place")))
    same, place = [*groups, inner("ahead"), *broken], nw.col(inner("place")).cast(nw.Float64)
    return data.with_columns(
        place.min().over(*same).alias(inner("first")), place.max().over(*same).alias(inner("last"))
    )


def _place_eager(data: nw.DataFrame[Any], ties: Sequence[str], text: nw.Expr) -> nw.DataFrame[Any]:
    from moothall.stats.kernels import ranks

    rows = data.with_row_index(inner("row")).filter(~AHEAD.is_null()).with_columns(text)
    rows = rows.sort(inner("group_0"), inner("ahead"), *ties)
    numbers = to_numbers(rows, ["group_0", "ahead"])
    texts, places = rows[inner("key")].to_list(), rows[inner("row")].to_list()
    found = ranks.place_rows(numbers["group_0"], numbers["ahead"], texts, places, len(data))
    return _lay(data, dict(zip(("first", "last"), found, strict=True)))


def _lay(data: nw.DataFrame[Any], columns: Mapping[str, Any]) -> nw.DataFrame[Any]:
    """Lay a kernel's columns beside those of the rows; NaN is missing."""
    named = {inner(name): cells for name, cells in columns.items()}
    return put_columns(data, named).with_columns(*[nw.col(name).fill_nan(None) for name in named])


def _find_bucket(place: nw.Expr, n: int) -> nw.Expr:
    """Return the bucket of a place among ``n``; the first ones hold one row more."""
    least = divide(PRESENT, n).floor()
    longer = PRESENT - least * n  # so many buckets hold one more
    within = longer * (least + 1)
    late = longer + ((place - within) / nw.when(least > 0).then(least)).ceil()
    early: nw.Expr = (place / (least + 1)).ceil()
    bucket: nw.Expr = choose(place <= within, early, late)
    return bucket
