"""The names of PHStatsMethods over our functions, so that a script moves by changing one import.

    from moothall.stats.compat import ph_proportion, ph_dsr

Arguments and columns are called as in PHStatsMethods 0.1.16 (``Value``, ``lower_95_ci``); ``columns="phe"`` calls the
columns as the R package PHEindicatormethods does (``value``, ``lowercl``, or ``lower95_0cl`` for several levels). Any
kind of frame may come in. What the package gets wrong is right here: no count of zero, no bad area and no missing key
stops the others or loses them; ``status``, the last column, says how each row stands. Formulas and sources: the
functions called. Written from the package's documented arguments and from the columns that it gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.direct import dsr
from moothall.stats.errors import ArgumentError
from moothall.stats.frames import By, check_choice, check_new_columns
from moothall.stats.funnels import (
    RateType,
    RatioType,
    Statistic,
    funnel_limits,
    funnel_points,
    funnel_significance,
)
from moothall.stats.indirect import israte, smr
from moothall.stats.levels import Levels, read_levels
from moothall.stats.means import mean
from moothall.stats.proportions import proportion, rate
from moothall.stats.quantiles import quantiles

Columns = Literal["ph", "phe"]
METHODS = {
    "wilson": "Wilson",
    "byar": "Byars",
    "exact": "Exact",
    "student_t": "Student's t-distribution",
    "dobson_byar": "Dobson",
}
SIGNIFICANCE = {
    "high_99_8": "High (0.001)",
    "high_95": "High (0.025)",
    "not_significant": "Not significant",
    "low_95": "Low (0.025)",
    "low_99_8": "Low (0.001)",
}
NOT_PLACED = "Not applicable for events less than 10 for DSRs"
NOT_APPLICABLE = "Not applicable"
AXES = {"proportion": "Population", "ratio": "Observed_events", "rate": "Events"}
SIDEWAYS = {"ratio": "exp_events", "rate": "population_1_year"}
FUNNEL_METHODS = {"proportion": "Wilson", "ratio": "Poisson", "rate": "Poisson"}
# Of a column of ours: its name in the Python package, its name in the R package.
NAMES = {
    "count": ("Total Count", "total_count"),
    "population": ("Total Pop", "total_pop"),
    "sum": ("value_sum", "value_sum"),
    "n": ("value_count", "value_count"),
    "sd": ("stdev", "stdev"),
    "observed": ("Observed", "observed"),
    "expected": ("Expected", "expected"),
    "reference_rate": ("ref_rate", "ref_rate"),
    "value": ("Value", "value"),
    "statistic": ("Statistic", "statistic"),
    "confidence": ("Confidence", "confidence"),
    "method": ("Method", "method"),
}


def ph_proportion(
    df: IntoFrameT,
    num_col: str,
    denom_col: str,
    group_cols: By = None,
    metadata: bool = True,
    confidence: Levels = 0.95,
    multiplier: float = 1,
    *,
    columns: Columns = "ph",
) -> IntoFrameT:
    """Return proportions, by row or by group, as ``moothall.stats.proportion`` does. Units: ``multiplier``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    answer = proportion(df, num_col, denom_col, by=group_cols, per=multiplier, confidence=confidence)
    kept = _list_kept(df, group_cols, num_col, denom_col)
    return _present(df, answer, kept, ["value"], f"Proportion of {multiplier:g}", confidence, metadata, columns)


def ph_rate(
    df: IntoFrameT,
    num_col: str,
    denom_col: str,
    group_cols: By = None,
    metadata: bool = True,
    confidence: Levels = 0.95,
    multiplier: float = 100_000,
    *,
    columns: Columns = "ph",
) -> IntoFrameT:
    """Return rates, by row or by group, as ``moothall.stats.rate`` does. Units: events for ``multiplier``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    answer = rate(df, num_col, denom_col, by=group_cols, per=multiplier, confidence=confidence)
    kept = _list_kept(df, group_cols, num_col, denom_col)
    return _present(df, answer, kept, ["value"], f"Rate per {multiplier:g}", confidence, metadata, columns)


def ph_mean(
    df: IntoFrameT,
    num_col: str,
    group_cols: By = None,
    metadata: bool = True,
    confidence: Levels = 0.95,
    *,
    columns: Columns = "ph",
) -> IntoFrameT:
    """Return the mean of each group, as ``moothall.stats.mean`` does; negative values are welcome.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    answer = mean(df, num_col, by=group_cols, confidence=confidence)
    parts = ["sum", "n", "sd", "value"]
    return _present(df, answer, _list(group_cols), parts, "Mean", confidence, metadata, columns)


def ph_dsr(
    df: IntoFrameT,
    num_col: str,
    denom_col: str,
    ref_denom_col: str,
    group_cols: By = None,
    metadata: bool = True,
    confidence: Levels = 0.95,
    multiplier: float = 100_000,
    euro_standard_pops: bool = True,
    *,
    ref_df: IntoFrameT | None = None,
    ref_join_left: By = None,
    ref_join_right: By = None,
    columns: Columns = "ph",
) -> IntoFrameT:
    """Return directly standardised rates, as ``moothall.stats.dsr`` does. Units: events for ``multiplier``.

    ``ref_denom_col`` is the column of age bands, which join the European Standard Population 2013 by what their labels
    mean (any bands that its own can be added up to); with ``euro_standard_pops=False`` it is the column of the standard
    itself, in ``df`` or in ``ref_df``. The caller's frame is left as it is.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    table = df if ref_df is None else _join(df, ref_df, ref_join_left, ref_join_right, ref_denom_col)
    by_age = euro_standard_pops and ref_df is None
    standard = {"age": ref_denom_col} if by_age else {"weight": ref_denom_col}
    asked: dict[str, Any] = {"by": group_cols, "per": multiplier, "confidence": confidence, **standard}
    answer = dsr(table, count=num_col, population=denom_col, **asked)
    said = f"DSR per {multiplier:g}"
    return _present(
        df, answer, _list(group_cols), ["count", "population", "value"], said, confidence, metadata, columns
    )


def ph_ISRate(  # noqa: N802 - the package's own name
    df: IntoFrameT,
    num_col: str,
    denom_col: str,
    ref_num_col: str,
    ref_denom_col: str,
    group_cols: By = None,
    metadata: bool = True,
    confidence: Levels = 0.95,
    multiplier: float = 100_000,
    *,
    columns: Columns = "ph",
    **tables: Any,
) -> IntoFrameT:
    """Return indirectly standardised rates, as ``moothall.stats.israte`` does. Units: events for ``multiplier``.

    ``ref_df`` with ``ref_join_left`` and ``ref_join_right`` holds the reference, ``obs_df`` with ``obs_join_left`` and
    ``obs_join_right`` the events of each group in ``num_col``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    asked = _read_tables(tables) | {"by": group_cols, "per": multiplier, "confidence": confidence}
    reference: dict[str, Any] = {"reference_count": ref_num_col, "reference_population": ref_denom_col}
    answer = israte(df, count=num_col, population=denom_col, **reference, **asked)
    said = f"indirectly standardised rate per {multiplier:g}"
    parts = ["observed", "expected", "reference_rate", "value"]
    return _present(df, answer, _list(group_cols), parts, said, confidence, metadata, columns)


def ph_ISRatio(  # noqa: N802 - the package's own name
    df: IntoFrameT,
    num_col: str,
    denom_col: str,
    ref_num_col: str,
    ref_denom_col: str,
    group_cols: By = None,
    metadata: bool = True,
    confidence: Levels = 0.95,
    refvalue: float = 1,
    *,
    columns: Columns = "ph",
    **tables: Any,
) -> IntoFrameT:
    """Return indirectly standardised ratios, as ``moothall.stats.smr`` does. Units: ``refvalue`` is as expected.

    The further tables are those of ``ph_ISRate``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    asked = _read_tables(tables) | {"by": group_cols, "per": refvalue, "confidence": confidence}
    reference: dict[str, Any] = {"reference_count": ref_num_col, "reference_population": ref_denom_col}
    answer = smr(df, count=num_col, population=denom_col, **reference, **asked)
    said, parts = f"indirectly standardised ratio x {refvalue:g}", ["observed", "expected", "value"]
    return _present(df, answer, _list(group_cols), parts, said, confidence, metadata, columns)


def ph_quantile(
    df: IntoFrameT,
    values: str,
    group_cols: By = None,
    nquantiles: int = 10,
    invert: bool | str = True,
    type: Literal["full", "standard"] = "full",  # noqa: A002 - the package's own name
) -> IntoFrameT:
    """Add each row's quantile, as ``moothall.stats.quantiles`` does by rank; ``invert``: quantile 1 is the highest.

    ``invert`` may name a column of true and false. ``type="full"`` also adds ``nquantiles``, ``num_rows``, ``rank``
    (1 for the value that is first) and ``qinverted``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    check_choice("type", type, ("full", "standard"))
    asked: dict[str, Any] = {"n": nquantiles, "by": group_cols, "explain": True}
    if isinstance(invert, str):
        asked["first_is_highest"] = invert
    else:
        asked["first"] = "highest" if invert else "lowest"
    opened = _open(quantiles(df, values, **asked))
    names = list(_open(df).collect_schema())
    if type == "standard":
        return _close(df, opened.select(*names, "quantile", nw.col("quantile_status").alias("status")))
    check_new_columns(["nquantiles", "num_rows", "rank", "qinverted"], names)
    is_high = nw.col(invert).cast(nw.Boolean) if isinstance(invert, str) else nw.lit(bool(invert))
    told = (nw.lit(f"lowest quantile represents {word} values") for word in ("highest", "lowest"))
    added = [nw.lit(nquantiles).alias("nquantiles"), nw.col("present").alias("num_rows"), nw.col("rank")]
    turned = nw.when(is_high).then(next(told)).otherwise(next(told)).alias("qinverted")
    status = nw.col("quantile_status").alias("status")
    return _close(df, opened.select(*names, *added, "quantile", turned, status))


def calculate_funnel_limits(
    df: IntoFrameT,
    num_col: str,
    statistic: Statistic,
    multiplier: float,
    denom_col: str | None = None,
    metadata: bool = True,
    rate: str | None = None,
    rate_type: RateType | None = None,
    ratio_type: RatioType | None = None,
    years_of_data: int | None = None,
) -> IntoFrameT:
    """Return the control limits of a funnel plot, as ``moothall.stats.funnel_limits`` does.

    Raises:
        ArgumentError, ColumnError: the call is wrong, or no row can be used.
    """
    asked: dict[str, Any] = {"rate": rate, "rate_type": rate_type, "ratio_type": ratio_type, "years": years_of_data}
    answer = funnel_limits(df, statistic=statistic, count=num_col, denominator=denom_col, per=multiplier, **asked)
    named = {_name_axis(statistic): AXES[statistic]}
    for side in ("lower", "upper"):
        for suffix, sigmas in (("95", "2s"), ("99_8", "3s")):
            if statistic in SIDEWAYS:
                named[f"{side}_{suffix}_x"] = f"{side}_{sigmas}_{SIDEWAYS[statistic]}"
            named[f"{side}_{suffix}"] = f"{side}_{sigmas}_limit"
    named |= {} if statistic == "ratio" else {"baseline": "baseline"}
    kind = {"proportion": "", "rate": f" ({rate_type} per {multiplier:g})", "ratio": f" ({ratio_type})"}[statistic]
    told = {"Statistic": f"{statistic}{kind}", "Method": FUNNEL_METHODS[statistic]} if metadata else {}
    words = [nw.lit(text).alias(name) for name, text in told.items()]
    answers = _open(answer).select(*[nw.col(ours).alias(theirs) for ours, theirs in named.items()], *words)
    return _close(answer, answers)


def _name_axis(statistic: str) -> str:
    return {"proportion": "population", "ratio": "observed", "rate": "events"}[statistic]


def calculate_funnel_points(
    df: IntoFrameT,
    num_col: str,
    rate: str,
    rate_type: RateType,
    denom_col: str | None = None,
    multiplier: float = 100_000,
    years_of_data: int = 1,
) -> IntoFrameT:
    """Add where each rate stands in a funnel plot, as ``moothall.stats.funnel_points`` does.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    asked: dict[str, Any] = {"denominator": denom_col, "per": multiplier, "years": years_of_data}
    answer = funnel_points(df, count=num_col, rate=rate, rate_type=rate_type, **asked)
    named = {"funnel_rate": f"{rate}_chart", "funnel_denominator": "denom_derived", "funnel_status": "status"}
    return _rename(df, answer, named)


def assign_funnel_significance(
    df: IntoFrameT,
    num_col: str,
    statistic: Statistic,
    denom_col: str | None = None,
    rate: str | None = None,
    rate_type: RateType | None = None,
    multiplier: float | None = None,
) -> IntoFrameT:
    """Say of each row whether it stands out, as ``moothall.stats.funnel_significance`` does, in the package's words.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
    """
    asked: dict[str, Any] = {"denominator": denom_col, "rate": rate, "rate_type": rate_type, "per": multiplier}
    answer = funnel_significance(df, statistic=statistic, count=num_col, **asked)
    is_few = nw.col("significance_status") == "small_count"
    none = nw.when(is_few).then(nw.lit(NOT_PLACED)).otherwise(nw.lit(NOT_APPLICABLE))
    words = none
    for ours, theirs in SIGNIFICANCE.items():
        words = nw.when(nw.col("significance") == ours).then(nw.lit(theirs)).otherwise(words)
    opened = _open(answer).with_columns(words.alias("significance"))
    return _rename(df, _close(df, opened), {"significance": "significance", "significance_status": "status"})


def _present(
    df: IntoFrameT,
    answer: Any,
    kept: Sequence[str],
    parts: Sequence[str],
    statistic: str,
    confidence: Levels,
    metadata: bool,
    columns: Columns,
) -> IntoFrameT:
    """Return an answer's columns under the package's names: kept ones, parts, limits, what they are, and status."""
    check_choice("columns", columns, ("ph", "phe"))
    style = 0 if columns == "ph" else 1
    named = {name: name for name in kept} | {part: NAMES[part][style] for part in parts}
    levels = read_levels(confidence)
    for level in levels:
        for side in ("lower", "upper"):
            named[f"{side}_{level.suffix}"] = _name_limit(side, level.suffix, style, alone=len(levels) == 1)
    told: dict[str, nw.Expr] = {}
    if metadata:
        shares = ", ".join(f"{level.suffix.replace('_', '.')}%" for level in levels)
        told = {"statistic": nw.lit(statistic)} | ({"confidence": nw.lit(shares)} if levels else {})
        told["method"] = _name_method()
    words = [expr.alias(NAMES[name][style]) for name, expr in told.items()]
    shown = [nw.col(ours).alias(theirs) for ours, theirs in named.items()]
    return _close(df, _open(answer).select(*shown, *words, "status"))


def _list_kept(df: Any, group_cols: By, *sums: str) -> list[str]:
    """Return the columns before the value: the groups' keys and sums, or all of the caller's."""
    return list(_open(df).collect_schema()) if group_cols is None else [*_list(group_cols), *sums]


def _name_limit(side: str, suffix: str, style: int, *, alone: bool) -> str:
    if style == 0:
        return f"{side}_{suffix}_ci"
    return f"{side}cl" if alone else f"{side}{suffix if '_' in suffix else suffix + '_0'}cl"


def _name_method() -> nw.Expr:
    words = nw.lit(None, nw.String)
    for ours, theirs in METHODS.items():
        words = nw.when(nw.col("method") == ours).then(nw.lit(theirs)).otherwise(words)
    return words


def _rename(df: IntoFrameT, answer: Any, named: Mapping[str, str]) -> IntoFrameT:
    """Return the caller's columns and behind them those that are named."""
    names = list(_open(df).collect_schema())
    check_new_columns(named.values(), names)
    return _close(df, _open(answer).select(*names, *[nw.col(ours).alias(theirs) for ours, theirs in named.items()]))


def _join(df: Any, reference: Any, left: By, right: By, column: str) -> Any:
    """Return the frame with a reference's column beside each row, joined by the columns named."""
    on, keys = _list(left), _list(right)
    if not on or len(on) != len(keys):
        raise ArgumentError("ref_join_left and ref_join_right are needed beside ref_df, with as many columns each.")
    rows = _open(reference).select(*keys, column)
    return _close(df, _open(df).join(rows, how="left", left_on=on, right_on=keys))


def _read_tables(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return our arguments for the package's further tables, whose keys then bear the names of those in ``df``."""
    known = {f"{table}_{part}" for table in ("ref", "obs") for part in ("df", "join_left", "join_right")}
    strange = sorted(set(tables) - known)
    if strange:
        raise ArgumentError(f"There is no argument {strange[0]!r}; known: {', '.join(sorted(known))}.")
    asked: dict[str, Any] = {}
    for table, ours in (("ref", "reference"), ("obs", "totals")):
        frame, left = tables.get(f"{table}_df"), _list(tables.get(f"{table}_join_left"))
        right = _list(tables.get(f"{table}_join_right"))
        if frame is None:
            continue
        if len(left) != len(right):
            raise ArgumentError(f"{table}_join_left and {table}_join_right must name as many columns each.")
        opened = _open(frame).rename(dict(zip(right, left, strict=True)))
        asked[ours] = _close(frame, opened)
        asked |= {"on": left} if table == "ref" else {}
    return asked


def _list(names: By) -> list[str]:
    return [] if names is None else [names] if isinstance(names, str) else list(names)


def _open(frame: Any) -> Any:
    return nw.from_native(frame, pass_through=False)


def _close(df: IntoFrameT, frame: Any) -> IntoFrameT:
    """Give a frame back as a Narwhals one only to who gave one."""
    answer: IntoFrameT = frame if isinstance(df, nw.DataFrame | nw.LazyFrame) else frame.to_native()
    return answer
