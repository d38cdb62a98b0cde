"""Frames in and out: every function on tables stands on this module, and looks the same.

How to write a new function. ``inner("x")`` is the name of a working column; the caller never sees one.

*Row function* (proportion, compare): keeps the rows, their order and their columns, and adds its own::

    levels = read_levels(confidence)                                     # wrong arguments raise first
    table = with_numbers(read_table(df), count=count, denominator=denominator)
    faults = number_faults(table, "count", "denominator")                # missing_input, not_finite, negative_input
    x, n = nw.col(inner("count")), nw.col(inner("denominator"))          # Float64, NaN is null
    faults += [("zero_denominator", n == 0)]
    data = mask(table.data, faults, "count", "denominator")              # null where a fault applies
    outputs = {"value": per * x / n, ..., "status": nw.col(inner("status"))}
    return answer_rows(table, data, outputs, strict=strict)

The faults of a masked cell no longer apply to it: ``mask`` therefore keeps the status in ``inner("status")``.

*Group function* (dsr, smr): the same up to the faults, then::

    keys = read_by(by, table)                                            # [] for None: one group
    data = sum_groups(table, keys, faults, sums={"count": x, "weighted": w * x / n})   # and "rows"
    faults = group_faults(faults)                                        # the group's worst row, as faults of the group
    faults += [("small_count", nw.col(inner("count")) < 10)]
    data = mask(data, faults, "count", "weighted")
    return answer_groups(table, data, keys, outputs, strict=strict)

Whatever depends on a condition is made a column *before* ``agg`` (pass it in ``sums``); inside ``agg`` stand plain
sums, minima, maxima and lengths only: several backends ignore a condition there.

*Kernel function* (sii, life_expectancy): ``fetch(data)`` gives an eager frame (Polars stays Polars; DuckDB and PySpark
come as PyArrow), ``to_arrays(frame, names)`` gives lists for the kernel, ``put_columns(frame, {...})`` lays its results
beside the keys, and ``answer_groups`` gives back the caller's kind. Import the kernel inside the function.

``explain=True``: add the working columns to ``outputs``, then ``**explain_columns(key)`` of ``explain.py``, after
``status``. Statuses, their order and their sentences: ``status.py``. Formula and source: ``formulas.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any

import narwhals as nw
from narwhals.dtypes import DType
from narwhals.typing import IntoDType

from moothall.stats.errors import ArgumentError, ColumnError, DataError, say_nearest
from moothall.stats.status import INVALID, OK, STATUS_BY_WORD, WORDS, Fault, any_of, choose_rank, choose_status, rank_of

Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]
By = str | Sequence[str] | None
PREFIX = "__ms_"
KEY_MARK = "\u001f"  # between the parts of a key: a sign that no label holds
KEY_NOTHING = "\u001e"  # for a missing part
MOST_KEYS = 20  # that a DataError names
LEAST, MOST = 1e-60, 1e60  # between them is all that is counted, but 0
_KINDS = (
    nw.Implementation.PANDAS,
    nw.Implementation.POLARS,
    nw.Implementation.PYARROW,
    nw.Implementation.DUCKDB,
    nw.Implementation.PYSPARK,
    nw.Implementation.PYSPARK_CONNECT,
)


@dataclass(frozen=True)
class Table:
    """A frame that came in. ``data`` is what to compute on; an eager Polars frame runs as one lazy plan."""

    data: Frame
    columns: Mapping[str, DType]  # of the caller's frame
    is_lazy: bool  # the caller's frame is lazy
    is_wrapped: bool  # the caller gave a Narwhals frame
    numbers: Mapping[str, DType] = field(default_factory=dict)  # roles added by with_numbers, with the caller's types


def inner(name: str) -> str:
    """Return the name of a working column."""
    return PREFIX + name


def read_table(df: Any, *, argument: str = "df") -> Table:
    """Take a frame in.

    Raises:
        ArgumentError: it is no frame of pandas, Polars, PyArrow, DuckDB or PySpark.
        ColumnError: a column bears the prefix of the working columns.
    """
    is_wrapped = isinstance(df, nw.DataFrame | nw.LazyFrame)
    try:
        frame: Frame = df if is_wrapped else nw.from_native(df)
    except TypeError:
        raise ArgumentError(_say_no_frame(argument, df)) from None
    if frame.implementation not in _KINDS:
        raise ArgumentError(_say_no_frame(argument, df))
    columns = dict(frame.collect_schema())
    taken = [name for name in columns if name.startswith(PREFIX)]
    if taken:
        raise ColumnError(f"Columns that begin with {PREFIX!r} are the statistics' own; rename {taken[0]!r}.")
    is_lazy = isinstance(frame, nw.LazyFrame)
    if isinstance(frame, nw.DataFrame) and frame.implementation is nw.Implementation.POLARS:
        frame = frame.lazy()  # its optimiser shares what several columns need
    return Table(frame, columns, is_lazy, is_wrapped)


def _say_no_frame(argument: str, df: Any) -> str:
    kind = type(df)
    return (
        f"{argument} is a {kind.__module__}.{kind.__qualname__}; "
        "give a frame of pandas, Polars, PyArrow, DuckDB or PySpark."
    )


def check_columns(table: Table, **columns: str | None) -> None:
    """Check that the columns that arguments name are there; ``None`` names none.

    Raises:
        ColumnError: a column is not there.
        ArgumentError: a name is no string.
    """
    for argument, column in columns.items():
        if column is None:
            continue
        if not isinstance(column, str):
            raise ArgumentError(f"{argument} is {column!r}; give the name of a column.")
        if column not in table.columns:
            raise ColumnError(f"There is no column {column!r} ({argument}).{say_nearest(column, list(table.columns))}")


def check_numbers(table: Table, **columns: str | None) -> None:
    """Check that the columns that arguments name are there and hold numbers.

    Raises:
        ColumnError: a column is not there or holds no numbers.
        ArgumentError: a name is no string.
    """
    check_columns(table, **columns)
    for argument, column in columns.items():
        dtype = None if column is None else table.columns[column]
        # A column in which every cell is empty has no type of its own in Polars and PyArrow.
        if dtype is not None and not dtype.is_numeric() and dtype != nw.Unknown:
            raise ColumnError(
                f"The column {column!r} ({argument}) holds {dtype}, not numbers. Cells such as '12,345', '*' or '-' "
                "make a whole column text: replace them by numbers or by nothing first."
            )


def check_choice(argument: str, given: object, known: Sequence[object]) -> None:
    """Check that an argument is one of the known words or numbers.

    Raises:
        ArgumentError: it is not.
    """
    if not any(given == one and type(given) is type(one) for one in known):
        words = [str(one) for one in known]
        raise ArgumentError(f"There is no {argument} {given!r}; known: {', '.join(words)}.")


def check_positive(**numbers: Any) -> None:
    """Check that arguments are finite numbers above 0.

    Raises:
        ArgumentError: one is not.
    """
    for argument, number in numbers.items():
        is_number = isinstance(number, Real) and not isinstance(number, bool)
        if not (is_number and 0 < number < float("inf")):
            raise ArgumentError(f"{argument} is {number!r}; give a number above 0.")


def read_by(by: By, table: Table, *, argument: str = "by") -> list[str]:
    """Return the grouping columns; ``None`` and ``[]`` give none.

    Raises:
        ColumnError: a column is not there.
        ArgumentError: a column is named twice, or a name is no string.
    """
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    for name in names:
        check_columns(table, **{argument: name})
    if len(set(names)) < len(names):
        raise ArgumentError(f"{argument} names a column twice: {', '.join(names)}.")
    return names


def check_new_columns(outputs: Iterable[str], taken: Iterable[str]) -> None:
    """Check that no column to be added bears the name of one that is already there.

    Raises:
        ColumnError: one does.
    """
    names = list(outputs)
    doubled = [name for name in names if name in set(taken)] or [name for name in names if names.count(name) > 1]
    if doubled:
        raise ColumnError(f"The column {doubled[0]!r} is to be added, but there is one already: rename it first.")


def clean(table: Table, column: str) -> nw.Expr:
    """Return a column as Float64 in which NaN is missing."""
    dtype, cells = table.columns[column], nw.col(column)
    if dtype.is_float():
        return (cells if dtype == nw.Float64 else cells.cast(nw.Float64)).fill_nan(None)
    return cells.cast(nw.Float64)


def with_numbers(table: Table, **columns: str | None) -> Table:
    """Add a cleaned working column for each role: ``with_numbers(table, count="deaths")`` adds ``inner("count")``.

    Raises:
        ColumnError: a column is not there or holds no numbers.
    """
    check_numbers(table, **columns)
    named = {role: column for role, column in columns.items() if column is not None}
    data = table.data.with_columns(*[clean(table, column).alias(inner(role)) for role, column in named.items()])
    numbers = {**table.numbers, **{role: table.columns[column] for role, column in named.items()}}
    return replace(table, data=data, numbers=numbers)


def is_off_scale(cell: nw.Expr, *, tiny: bool = True) -> nw.Expr:
    """Return where a number is infinite or of a size in which nothing is counted (see ``LEAST``, ``MOST``).

    Of such numbers sums, squares and quotients could pass what a float holds. ``tiny``: those next to 0 too.
    """
    size = cell.abs()
    return (size > MOST) | ((size > 0) & (size < LEAST)) if tiny else size > MOST


def number_faults(
    table: Table,
    *roles: str,
    signed: Sequence[str] = (),
    optional: Sequence[str] = (),
    ranked: Sequence[str] = (),
) -> list[Fault]:
    """Return where a row's numbers cannot be used: missing_input, not_finite, negative_input.

    ``signed`` names the roles that may be negative, ``optional`` those that may be missing, ``ranked`` those that may
    be of any size.
    """
    cells = {role: nw.col(inner(role)) for role in roles}
    cells |= {role: cells[role].fill_null(0.0) for role in optional}
    missing = [cells[role].is_null() for role in roles if role not in optional]
    floats = [role for role in roles if not table.numbers[role].is_integer()]
    infinite = [
        ~cells[role].is_finite() if role in ranked else is_off_scale(cells[role], tiny=role not in signed)
        for role in floats
    ]
    negative = [
        cells[role] < 0 for role in roles if role not in signed and not table.numbers[role].is_unsigned_integer()
    ]
    found = (("missing_input", missing), ("not_finite", infinite), ("negative_input", negative))
    return [(word, condition) for word, conditions in found for condition in conditions]


def mask(data: Frame, faults: Sequence[Fault], *roles: str, keep: Sequence[str] = ()) -> Frame:
    """Empty the working columns of ``roles`` where a fault applies, and keep the status in ``inner("status")``.

    Faults whose word stands in ``keep`` change the status alone: a value may then stand beside them.
    """
    data = put_status(data, faults)
    spoiling = [fault for fault in faults if fault[0] not in keep]
    if isinstance(data, nw.DataFrame):
        spoils = nw.col(inner("row_fault")).is_in(sorted({rank_of(word) for word, _applies in spoiling}))
        data = data.with_columns(spoils.alias(inner("spoiled")))
    else:
        data = data.with_columns(any_of(spoiling).alias(inner("spoiled")))
    empty = nw.when(nw.col(inner("spoiled"))).then(nw.lit(None, nw.Float64))
    return data.with_columns(*[empty.otherwise(nw.col(inner(role))).alias(inner(role)) for role in roles])


def put_status(data: Frame, faults: Sequence[Fault], *, behind: bool = False) -> Frame:
    """Add ``inner("status")``, the word of the first fault of each row, else ``ok``.

    ``behind``: the faults come after those of a status that is there already, and change ``ok`` alone.
    """
    if not isinstance(data, nw.DataFrame) or (behind and inner("row_fault") not in data.columns):
        status = choose_status(faults)
        if behind:
            status = nw.when(nw.col(inner("status")) == OK).then(status).otherwise(nw.col(inner("status")))
        return data.with_columns(status.alias(inner("status")))
    # pandas and PyArrow compare and choose numbers many times faster than text: the words come last, and once.
    rank, own = choose_rank(faults), nw.col(inner("row_fault"))
    if behind:
        rank = nw.when(own == rank_of(OK)).then(rank).otherwise(own)
    data = data.with_columns(rank.alias(inner("row_fault")))
    return data.with_columns(map_numbers(own, WORDS, nw.String).alias(inner("status")))


def sum_groups(
    table: Table,
    keys: Sequence[str],
    faults: Sequence[Fault],
    *,
    sums: Mapping[str, nw.Expr],
    least: Mapping[str, nw.Expr] | None = None,
    most: Mapping[str, nw.Expr] | None = None,
    sds: Mapping[str, nw.Expr] | None = None,
    rank: str | None = None,
) -> Frame:
    """Group by ``keys`` (none: one group) into working columns, with the number of rows in ``inner("rows")``.

    All four are expressions by row. They become columns before they are summed, or their least, their greatest or their
    standard deviation (divisor n - 1) is taken. The worst fault of each group's rows is kept for ``group_faults``;
    ``rank`` names the working column that holds it, where ``choose_rank(faults)`` was computed before. A missing key,
    NaN too, is a group of its own.
    """
    worst = choose_rank(faults) if rank is None else nw.col(inner(rank))
    named = {**sums, **(least or {}), **(most or {}), **(sds or {}), "fault": worst}
    by_row = {name: nw.col(inner(f"row_{name}")) for name in named}
    rows = table.data.select(
        *list_keys(table, keys), *[expr.alias(inner(f"row_{name}")) for name, expr in named.items()]
    )
    answers = {name: by_row[name].sum() for name in sums}
    answers |= {name: by_row[name].min() for name in (*(least or {}), "fault")}
    answers |= {name: by_row[name].max() for name in most or {}}
    answers |= {name: by_row[name].std() for name in sds or {}}
    answers["rows"] = nw.len()
    by = list(keys) or [inner("all")]
    with _without_warnings(rows):
        return rows.group_by(by).agg(*[answer.alias(inner(name)) for name, answer in answers.items()])


def _without_warnings(rows: Frame) -> AbstractContextManager[Any]:
    """Keep pandas quiet about infinities that it adds up: their group has its word in the status already."""
    if not rows.implementation.is_pandas():
        return nullcontext()
    from moothall.stats.kernels.quiet import without_warnings

    return without_warnings()


def list_keys(table: Table, keys: Sequence[str]) -> list[nw.Expr]:
    """Return the key columns for a group_by, in which NaN is missing; without keys one that is the same everywhere."""
    if not keys:
        return [nw.lit(1).alias(inner("all"))]
    floats = {name for name, dtype in table.columns.items() if dtype.is_float()}
    return [nw.col(key).fill_nan(None) if key in floats else nw.col(key) for key in keys]


def name_key(table: Table, keys: Sequence[str]) -> nw.Expr:
    """Return several columns as one text, by which a small table is looked up."""
    if not keys:
        return nw.lit("").alias(inner("key"))
    parts = [expr.cast(nw.String).fill_null(KEY_NOTHING) for expr in list_keys(table, keys)]
    text = parts[0] if len(parts) == 1 else nw.concat_str(parts, separator=KEY_MARK)
    return text.alias(inner("key"))


def group_faults(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults of groups that the faults of their rows stand for, after ``sum_groups``."""
    words = dict.fromkeys(word for word, _applies in faults)
    return [(word, nw.col(inner("fault")) == rank_of(word)) for word in words]


def fetch(data: Frame) -> nw.DataFrame[Any]:
    """Collect a frame: Polars stays Polars, DuckDB and PySpark come as PyArrow, an eager one as it is."""
    if isinstance(data, nw.DataFrame):
        return data
    return data.collect() if data.implementation.is_polars() else data.collect("pyarrow")


def settle(table: Table, data: Frame) -> Frame:
    """Compute what has been asked for so far, so that it is not computed twice; a caller's lazy frame stays lazy."""
    if table.is_lazy or isinstance(data, nw.DataFrame):
        return data
    return data.collect().lazy()


def find_distinct(data: Frame, column: str, where: nw.Expr | None = None) -> list[Any]:
    """Return the distinct cells of a column that are not missing, sorted, by one small query."""
    rows = data if where is None else data.filter(where)
    found = fetch(rows.select(column).unique())[column].drop_nulls().to_list()
    return sorted(cell for cell in found if cell == cell)


def to_arrays(frame: nw.DataFrame[Any], names: Sequence[str]) -> dict[str, list[Any]]:
    """Return columns of a collected frame as lists, for a kernel."""
    return {name: frame[name].to_list() for name in names}


def collect_groups(
    table: Table,
    keys: Sequence[str],
    faults: Sequence[Fault],
    roles: Sequence[str],
    *,
    sums: Sequence[str] = (),
    order: Sequence[str] = (),
) -> tuple[nw.DataFrame[Any], nw.DataFrame[Any]]:
    """Collect a kernel's groups (see ``sum_groups``) and their rows, both in the order of the keys, missing last.

    The rows of the first group come first: ``inner("rows")`` of the groups says how many each has. Within a group they
    stand in the order of the roles in ``order``. The roles in ``sums`` are summed by group.
    """
    by = list(keys) or [inner("all")]
    cells = [nw.col(inner(role)) for role in roles]
    rows = fetch(table.data.select(*list_keys(table, keys), *cells)).sort(
        *by, *[inner(role) for role in order], nulls_last=True
    )
    groups = sum_groups(replace(table, data=rows), keys, faults, sums={role: nw.col(inner(role)) for role in sums})
    return fetch(groups).sort(*by, nulls_last=True), rows


def to_numbers(frame: nw.DataFrame[Any], roles: Sequence[str]) -> dict[str, Any]:
    """Return working columns of a collected frame as NumPy arrays of floats, NaN where missing, for a kernel."""
    return {role: frame[inner(role)].cast(nw.Float64).fill_null(float("nan")).to_numpy() for role in roles}


def put_columns(
    frame: nw.DataFrame[Any], columns: Mapping[str, Any], dtype: IntoDType = nw.Float64
) -> nw.DataFrame[Any]:
    """Lay columns that a kernel computed, sequences or arrays in the frame's row order, beside a collected frame's."""
    return frame.with_columns(*_make_series(frame, columns, dtype))


def new_frame(frame: nw.DataFrame[Any], columns: Mapping[str, Any]) -> nw.DataFrame[Any]:
    """Return a frame of columns of numbers, which need not have the rows of the collected one, in that one's kind."""
    series = _make_series(frame, columns, nw.Float64)
    made: nw.DataFrame[Any] = nw.from_dict({one.name: one for one in series})
    return made


def _make_series(frame: nw.DataFrame[Any], columns: Mapping[str, Any], dtype: IntoDType) -> list[Any]:
    lists = {name: cells if hasattr(cells, "dtype") else list(cells) for name, cells in columns.items()}
    new = [nw.new_series(name, cells, dtype, backend=frame.implementation) for name, cells in lists.items()]
    if not _is_arrow_backed(frame):
        return new
    arrow = _ARROW_TYPES[str(dtype)]
    return [nw.from_native(series.to_native().astype(arrow), series_only=True) for series in new]


_ARROW_TYPES = {"Float64": "double[pyarrow]", "Int64": "int64[pyarrow]", "Boolean": "bool[pyarrow]"}
_ARROW_TYPES |= {"String": "utf8[pyarrow]"}  # "string[pyarrow]" is pandas' own type for text


def _is_arrow_backed(frame: nw.DataFrame[Any]) -> bool:
    """Return whether a pandas frame keeps its columns in Arrow, so that new ones must lie there too."""
    if frame.implementation is not nw.Implementation.PANDAS:
        return False
    return any(type(dtype).__name__ == "ArrowDtype" for dtype in frame.to_native().dtypes)


def divide(cells: nw.Expr, by: float) -> nw.Expr:
    """Return numbers over a constant, the same on every backend.

    Polars multiplies by the reciprocal of a constant, which is an ulp off and can leave a whole quotient below itself:
    49 * (1 / 49) is 0.9999999999999999. It divides by a column as it should, so the constant becomes one. Infinity
    becomes NaN.
    """
    return cells / (cells * 0 + by)


def map_numbers(column: nw.Expr, mapping: Mapping[Any, Any], dtype: IntoDType = nw.Float64) -> nw.Expr:
    """Return a column's cells replaced by what they stand for; a cell that stands for nothing becomes null."""
    if not mapping:
        return nw.lit(None, dtype)
    return column.replace_strict(list(mapping), list(mapping.values()), default=None, return_dtype=dtype)


def answer_rows(
    table: Table, data: Frame, outputs: Mapping[str, nw.Expr], *, strict: bool = False, status: str = "status"
) -> Any:
    """Give back the caller's rows and columns with the outputs behind them, in the caller's kind of frame."""
    check_new_columns(outputs, table.columns)
    data = data.select(*table.columns, *[expr.alias(name) for name, expr in outputs.items()])
    return give_back(table, data, strict=strict, status=status)


def answer_groups(
    table: Table,
    data: Frame,
    keys: Sequence[str],
    outputs: Mapping[str, nw.Expr],
    *,
    strict: bool = False,
    status: str = "status",
    order: Sequence[str] = (),
    hint: str = "",
) -> Any:
    """Give back one row a group: keys, then outputs, in the caller's kind of frame; sorted, where it has an order."""
    check_new_columns(outputs, keys)
    data = data.select(*keys, *[expr.alias(name) for name, expr in outputs.items()])
    return give_back(table, data, keys=keys, order=(*keys, *order), strict=strict, status=status, hint=hint)


def give_back(
    table: Table,
    data: Frame,
    *,
    keys: Sequence[str] | None = None,
    order: Sequence[str] = (),
    strict: bool = False,
    status: str = "status",
    hint: str = "",
) -> Any:
    """Give a finished frame back in the caller's kind; refuse it under ``strict`` where a status is invalid.

    Raises:
        DataError: under ``strict``, with the counts by status and the first keys.
    """
    if order and (not table.is_lazy or isinstance(data, nw.DataFrame)):
        data = data.sort(*order, nulls_last=True)
    if not table.is_lazy:
        data = _keep_in_arrow(table, fetch(data), table.columns if keys is None else keys)
    if strict:
        _refuse_invalid(table, data, keys, status, hint)
    if table.is_lazy and isinstance(data, nw.DataFrame) and data.implementation is nw.Implementation.POLARS:
        data = data.lazy()
    return data if table.is_wrapped else data.to_native()


def _keep_in_arrow(table: Table, data: nw.DataFrame[Any], kept: Iterable[str]) -> nw.DataFrame[Any]:
    """Return an answer whose columns, but the ``kept`` ones, lie in Arrow where the caller's pandas frame keeps its."""
    if not (isinstance(table.data, nw.DataFrame) and _is_arrow_backed(table.data)):
        return data
    native = data.to_native()
    plain = {
        name: _ARROW_TYPES[str(dtype)]
        for name, dtype in data.schema.items()
        if name not in set(kept) and str(dtype) in _ARROW_TYPES and type(native[name].dtype).__name__ != "ArrowDtype"
    }
    return nw.from_native(native.astype(plain), eager_only=True)


def _refuse_invalid(table: Table, data: Frame, keys: Sequence[str] | None, status: str, hint: str) -> None:
    number, length = inner("row"), inner("length")
    if isinstance(data, nw.DataFrame):
        data = data.with_row_index(number)
    bad = data.filter(nw.col(status).is_in(INVALID))
    found = fetch(bad.group_by(status).agg(nw.len().alias(length)))
    counts = dict(zip(found[status].to_list(), found[length].to_list(), strict=True))
    if not counts:
        return
    if keys is None:  # a row of a lazy frame has no number: what is not measured tells which it is
        labels = [name for name, dtype in table.columns.items() if not dtype.is_float()] or list(table.columns)
        keys = [number] if isinstance(data, nw.DataFrame) else labels
    first = fetch(bad.select(*(keys or [status])).head(MOST_KEYS))
    titles = [name.removeprefix(PREFIX) for name in first.columns]
    listed = [dict(zip(titles, row, strict=True)) for row in first.rows()]
    raise DataError(_say_invalid(counts, listed) + hint, counts=counts, keys=listed)


def _say_invalid(counts: Mapping[str, int], keys: Sequence[Mapping[str, Any]]) -> str:
    ordered = sorted(counts, key=rank_of)
    words = "; ".join(f"{counts[word]} {word} ({STATUS_BY_WORD[word].sentence[:-1]})" for word in ordered)
    places = "; ".join(", ".join(f"{name} {cell}" for name, cell in key.items()) for key in keys[:5])
    more = sum(counts.values()) - min(len(keys), 5)
    tail = f" and {more} more" if more > 0 else ""
    return (
        f"{sum(counts.values())} of the answer's rows cannot be: {words}. First: {places}{tail}. "
        "Correct them, or call without strict to get each row's status instead."
    )
