"""Funnel plots: limits around the mean of all, the points on them, and which points stand out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.errors import ArgumentError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    Frame,
    Table,
    answer_rows,
    check_choice,
    check_positive,
    fetch,
    give_back,
    inner,
    new_frame,
    number_faults,
    put_status,
    read_table,
    with_numbers,
)
from moothall.stats.intervals import choose, poisson_expr
from moothall.stats.levels import read_levels
from moothall.stats.proportions import find_fractions
from moothall.stats.status import OK, Fault, any_of

Statistic = Literal["proportion", "rate", "ratio"]
RateType = Literal["crude", "dsr"]
RatioType = Literal["count", "isr"]
LEVELS = read_levels((0.95, 0.998))
FEWEST_EVENTS = 10  # for a directly standardised rate to be placed
LEAST, MOST = 1e-12, 1e15  # of people and events, beyond which no axis can be drawn
AXES = {"proportion": "population", "ratio": "observed", "rate": "events"}
X, N, RATE = nw.col(inner("count")), nw.col(inner("denominator")), nw.col(inner("rate"))
SIZE, BASELINE, STATUS = nw.col(inner("size")), nw.col(inner("baseline")), nw.col(inner("status"))
USED, USED_SIZE = nw.col(inner("used_count")), nw.col(inner("used_size"))  # in the baseline


@dataclass(frozen=True)
class _Asked:
    """The arguments that the three functions share, checked."""

    statistic: str
    rate_type: str | None
    per: float


def funnel_limits(
    df: IntoFrameT,
    *,
    statistic: Statistic,
    count: str,
    denominator: str | None = None,
    rate: str | None = None,
    rate_type: RateType | None = None,
    ratio_type: RatioType | None = None,
    per: float | None = None,
    years: int | None = None,
    baseline: float | None = None,
    points: int = 100,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the control limits of a funnel plot around the mean of all rows, as a table of ``points`` rows.

    Columns: the axis (``population`` of proportions, ``observed`` events of ratios, ``events`` of rates), ``lower_95``,
    ``upper_95``, ``lower_99_8``, ``upper_99_8``; for rates and ratios, where each limit stands sideways: ``lower_95_x``
    … (people of one year, or expected events); ``baseline``, save for ratios; ``left_out``, how many rows are not in
    the baseline because they cannot be. ``baseline`` gives another one. A rate's denominator is ``per`` times events by
    rate; of no events it is ``denominator`` (crude) or none (dsr). ``years`` is how many are in the data. Units:
    ``per`` (100 for proportions, 100,000 for rates); ratios by ``ratio_type``: 100 is as expected (isr), or 0 (count).
    A kernel computes the limits: DuckDB and PySpark frames answer with a PyArrow table.

    Raises:
        ArgumentError, ColumnError: the call is wrong, or no row can be used.
        DataError: under ``strict``, where a row cannot be used.

    Source: Spiegelhalter DJ (2005), Stat Med 24:1185-1202; APHO Technical Briefing 3 (2008).
    """
    asked, table = _read(df, statistic, count, denominator, rate, rate_type, per)
    b = _check_baseline(asked, baseline)
    _check_limits(asked, ratio_type, years, points)
    table, faults = _put_sizes(table, asked)
    data = _judge_rows(table, faults)
    if strict:
        give_back(table, data.select(*table.columns, STATUS), strict=True, status=inner("status"))
    rows = fetch(data.select(USED, USED_SIZE))
    counts, sizes = (rows[name].drop_nulls().to_list() for name in rows.columns)
    counts, sizes = ([cell for cell in cells if cell == cell] for cells in (counts, sizes))
    columns = _list_limits(asked, ratio_type, years or 1, points, b, counts, sizes)
    names = list(columns)
    at = names.index("baseline") + 1 if "baseline" in names else len(names)
    columns["left_out"] = [float(len(rows) - len(sizes))] * len(columns[names[0]])
    frame = new_frame(rows, columns).select(*names[:at], "left_out")
    if explain:
        frame = frame.with_columns(**explain_columns(f"funnel_limits.{statistic}"))
    answer: IntoFrameT = give_back(table, frame)
    return answer


def funnel_points(
    df: IntoFrameT,
    *,
    count: str,
    rate: str,
    rate_type: RateType,
    denominator: str | None = None,
    per: float = 100_000,
    years: int | None = None,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Add where each rate stands in a funnel plot: ``funnel_rate`` against ``funnel_denominator``, people of one year.

    The denominator is ``per`` times events by rate, over ``years``; of no events it is ``denominator`` (crude). A
    directly standardised rate (dsr) of fewer than 10 events is not placed: ``small_count`` in ``funnel_status``.

    Raises:
        ArgumentError, ColumnError: the call is wrong, or ``years`` is not given.
        DataError: under ``strict``, where a row cannot be used.

    Source: Spiegelhalter DJ (2005), Stat Med 24:1185-1202; APHO Technical Briefing 3 (2008).
    """
    asked, table = _read(df, "rate", count, denominator, rate, rate_type, per)
    _check_years(years)
    table, faults = _put_sizes(table, asked)
    data = put_status(table.data, faults)
    stands = STATUS == OK
    outputs: dict[str, nw.Expr] = {"funnel_rate": nw.when(stands).then(nw.col(inner("placed")))}
    outputs |= {"funnel_denominator": nw.when(stands).then(SIZE / years), "funnel_status": STATUS}
    outputs |= explain_columns("funnel_points") if explain else {}
    answer: IntoFrameT = answer_rows(table, data, outputs, strict=strict, status="funnel_status")
    return answer


def funnel_significance(
    df: IntoFrameT,
    *,
    statistic: Statistic,
    count: str,
    denominator: str | None = None,
    rate: str | None = None,
    per: float | None = None,
    rate_type: RateType | None = None,
    baseline: float | None = None,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Say of each row whether it stands out from the mean of all, at 95 or 99.8 per cent.

    ``significance`` is ``high_99_8``, ``high_95``, ``not_significant``, ``low_95``, ``low_99_8`` or, where
    ``significance_status`` says why, ``not_applicable``. Proportions are held against the limits of ``funnel_limits``;
    the baseline of rates, and 1 for ratios, against the row's own Poisson limits. ``baseline``, the events for each
    member of the denominator, takes the place of the mean.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a row cannot be used.

    Source: Spiegelhalter DJ (2005), Stat Med 24:1185-1202; APHO Technical Briefing 3 (2008).
    """
    asked, table = _read(df, statistic, count, denominator, rate, rate_type, per)
    b = _check_baseline(asked, baseline)
    table, faults = _put_sizes(table, asked)
    data = _put_baseline(_judge_rows(table, faults), b)
    data, fractions = find_fractions(table, data, "count", asked=statistic != "proportion")
    code = nw.lit("not_significant")
    for level in LEVELS:
        if statistic == "proportion":
            value, half = X / SIZE, level.z * (BASELINE * (1 - BASELINE) / SIZE).sqrt()
            is_high, is_low = value > BASELINE + half, value < BASELINE - half
        else:
            lower, upper = poisson_expr(X, level, fractions)
            is_high, is_low = lower / SIZE > BASELINE, upper / SIZE < BASELINE
        code = choose(is_high, nw.lit(f"high_{level.suffix}"), choose(is_low, nw.lit(f"low_{level.suffix}"), code))
    outputs = {"significance": choose(STATUS == OK, code, nw.lit("not_applicable")), "significance_status": STATUS}
    outputs |= explain_columns(f"funnel_significance.{statistic}") if explain else {}
    answer: IntoFrameT = answer_rows(table, data, outputs, strict=strict, status="significance_status")
    return answer


def _read(
    df: Any,
    statistic: str,
    count: str,
    denominator: str | None,
    rate: str | None,
    rate_type: str | None,
    per: float | None,
) -> tuple[_Asked, Table]:
    check_choice("statistic", statistic, tuple(AXES))
    if per is not None:
        check_positive(per=per)
    columns = {"count": count, "denominator": denominator}
    if statistic == "rate":
        check_choice("rate_type", rate_type, ("crude", "dsr"))
        columns["rate"] = rate
    needed = "rate" if statistic == "rate" else "denominator"
    if columns[needed] is None:
        raise ArgumentError(f"{needed} is needed for the statistic {statistic!r}.")
    scale = per if per is not None else 100 if statistic == "proportion" else 100_000
    return _Asked(statistic, rate_type, scale), with_numbers(read_table(df), **columns)


def _check_baseline(asked: _Asked, baseline: float | None) -> float | None:
    if asked.statistic == "ratio":
        if baseline is not None:
            raise ArgumentError("The baseline of ratios is 1; give none.")
        return 1.0
    if baseline is not None:
        check_positive(baseline=baseline)
        most = 1 if asked.statistic == "proportion" else 1_000_000
        if baseline >= most:
            raise ArgumentError(f"baseline is {baseline}; give events for each of the denominator, below {most:,}.")
    return baseline


def _check_limits(asked: _Asked, ratio_type: str | None, years: int | None, points: int) -> None:
    if asked.statistic == "rate":
        _check_years(years)
    if asked.statistic == "ratio":
        check_choice("ratio_type", ratio_type, ("count", "isr"))
    _check_whole("points", points, 2)


def _check_years(years: object) -> None:
    if years is None:
        raise ArgumentError("years is needed for rates: how many years of data the counts are of.")
    _check_whole("years", years, 1)


def _check_whole(argument: str, number: object, least: int) -> None:
    if isinstance(number, bool) or not isinstance(number, int) or number < least:
        raise ArgumentError(f"{argument} is {number!r}; give a whole number from {least}.")


def _put_sizes(table: Table, asked: _Asked) -> tuple[Table, list[Fault]]:
    """Add what each count is taken from, and the faults of the rows."""
    if asked.statistic == "rate":
        table, faults = _put_rates(table, asked)
        return table, [*faults, *_list_extremes()]
    faults = [*number_faults(table, "count", "denominator"), ("zero_denominator", N == 0)]
    if asked.statistic == "proportion":
        faults.append(("count_exceeds_denominator", X > N))
    size = nw.when(N > 0).then(N)
    return replace(table, data=table.data.with_columns(size.alias(inner("size")))), [*faults, *_list_extremes()]


def _list_extremes() -> list[Fault]:
    return [("outside_range", (SIZE < LEAST) | (SIZE > MOST)), ("outside_range", X > MOST)]


def _put_rates(table: Table, asked: _Asked) -> tuple[Table, list[Fault]]:
    optional = [role for role in ("rate", "denominator") if role in table.numbers]
    faults = number_faults(table, "count", *optional, optional=optional)
    data = table.data
    if "denominator" not in table.numbers:
        data = data.with_columns(nw.lit(None, nw.Float64).alias(inner("denominator")))
    fewest = FEWEST_EVENTS if asked.rate_type == "dsr" else 1
    few, enough = fewest > X, fewest <= X
    faults += [("missing_input", RATE.is_null() & enough)]  # of too few events the rate may be withheld
    faults += [("outside_range", (X > 0) & (RATE == 0)), ("outside_range", (X == 0) & (RATE > 0))]
    derived = asked.per * X / nw.when(RATE > 0).then(RATE)
    if asked.rate_type == "dsr":
        faults.append(("small_count", few))
        return replace(table, data=data.with_columns(RATE.alias(inner("placed")), derived.alias(inner("size")))), faults
    none = X == 0
    faults += [("missing_input", none & N.is_null()), ("zero_denominator", none & (N == 0))]
    size = choose(none, nw.when(N > 0).then(N), derived)
    data = data.with_columns(choose(none, nw.lit(0.0), RATE).alias(inner("placed")), size.alias(inner("size")))
    return replace(table, data=data), faults


def _judge_rows(table: Table, faults: Sequence[Fault]) -> Frame:
    """Add each row's status, and its numbers where they belong in the baseline: small counts do."""
    spoiling = any_of([fault for fault in faults if fault[0] != "small_count"])
    data = put_status(table.data, faults).with_columns(spoiling.alias(inner("spoiled")))
    used = nw.when(nw.col(inner("spoiled"))).then(nw.lit(0.0)).otherwise(nw.lit(1.0))
    data = data.with_columns(nw.when(SIZE.is_null()).then(nw.lit(0.0)).otherwise(used).alias(inner("used")))
    is_used = nw.col(inner("used")) > 0
    return data.with_columns(
        nw.when(is_used).then(X).alias(inner("used_count")), nw.when(is_used).then(SIZE).alias(inner("used_size"))
    )


def _put_baseline(data: Frame, given: float | None) -> Frame:
    if given is not None:
        return data.with_columns(nw.lit(float(given)).alias(inner("baseline")))
    data = data.with_columns(nw.lit(1).alias(inner("all")))
    sums = {name: cells.sum().over(inner("all")) for name, cells in (("events", USED), ("people", USED_SIZE))}
    data = data.with_columns(*[total.alias(inner(name)) for name, total in sums.items()])
    people = nw.col(inner("people"))
    return data.with_columns((nw.col(inner("events")) / nw.when(people > 0).then(people)).alias(inner("baseline")))


def _list_limits(
    asked: _Asked,
    ratio_type: str | None,
    years: int,
    points: int,
    given: float | None,
    counts: list[float],
    sizes: list[float],
) -> dict[str, list[float | None]]:
    """Return the columns of the limits: the axis, the limits, where they stand sideways, and the baseline."""
    if not sizes:  # nothing to draw an axis from
        points, b, low, high = 0, given or 0.0, 0.0, 1.0
    else:
        b = math.fsum(counts) / math.fsum(sizes) if given is None else given
        low, high = _find_ends([size / years for size in sizes])
    is_ratio = asked.statistic == "ratio"
    if asked.statistic == "rate":
        low, high = float(math.floor(low * years * b)), float(math.ceil(high * years * b))
    axis = list_steps(low, high, points, points + (2 if is_ratio else 1))
    columns: dict[str, list[float | None]] = {AXES[asked.statistic]: list(axis)}
    if asked.statistic == "proportion":
        return columns | _list_proportions(asked, b, axis) | {"baseline": [asked.per * b] * points}
    columns |= _list_poisson(asked, ratio_type, b, years, axis)
    return columns if is_ratio else columns | {"baseline": [asked.per * b] * points}


def _list_proportions(asked: _Asked, b: float, axis: Sequence[float]) -> dict[str, list[float | None]]:
    columns: dict[str, list[float | None]] = {}
    for level in LEVELS:
        halves = [level.z * math.sqrt(b * (1 - b) / n) for n in axis]
        columns[level.lower] = [asked.per * max(0.0, b - half) for half in halves]
        columns[level.upper] = [asked.per * min(1.0, b + half) for half in halves]
    return columns


def _list_poisson(
    asked: _Asked, ratio_type: str | None, b: float, years: int, axis: Sequence[float]
) -> dict[str, list[float | None]]:
    from moothall.stats.kernels.tails import gamma_limits

    limits: dict[str, list[float | None]] = {}
    sideways: dict[str, list[float | None]] = {}
    for level in LEVELS:
        below, above = gamma_limits(axis, level.tail)
        for name, expected in ((level.lower, above), (level.upper, below)):
            ratios = [o / u for o, u in zip(axis, expected, strict=True)]
            if asked.statistic == "rate":
                limits[name] = [asked.per * b * ratio for ratio in ratios]
                sideways[f"{name}_x"] = [u / (b * years) if b > 0 else None for u in expected]
            else:
                limits[name] = [100 * ratio if ratio_type == "isr" else ratio - 1 for ratio in ratios]
                sideways[f"{name}_x"] = list(expected)
    return limits | sideways


def _find_ends(sizes: Sequence[float]) -> tuple[float, float]:
    """Return where the axis begins, rounded down to one digit, and where it ends, rounded up to two."""
    least, most = min(sizes), max(sizes)
    low = 0.0 if most > 2 * least else _round_to(0.95 * least, 1, math.floor)
    return low, _round_to(1.05 * most, 2, math.ceil)


def _round_to(number: float, digits: int, to_whole: Callable[[float], int]) -> float:
    if number < LEAST:
        return 0.0
    scale = math.floor(math.log10(number)) - digits + 1
    return float(to_whole(number / 10.0**scale) * 10.0**scale)


def list_steps(low: float, high: float, points: int, parts: int) -> list[float]:
    """Return the places of an axis, which lie closer together at its lower end."""
    steps: list[float] = []
    for j in range(1, points + 1):
        if not steps:
            steps.append(max(1.0, low))
            continue
        s = steps[-1]
        steps.append(max(s + 1, float(round(s * (high / s) ** (1 / (parts - j))))))
    return steps
