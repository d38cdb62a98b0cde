"""Plain Narwhals expressions, for people who write their own pipelines. Lazy everywhere.

Use as ``table.with_columns(**ms.expr.proportion(count="x", denominator="n"))``. Counts that cannot be give null, so
that one empty area does not lose the county. The formulas are those of the frame functions and of the scalars.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from moothall.stats.frames import check_positive, is_off_scale
from moothall.stats.intervals import byar_limits, dobson_limits, exact_expr, poisson_expr, wilson_limits
from moothall.stats.levels import Level, read_level, read_levels
from moothall.stats.status import Fault, any_of, choose_status

Limits = tuple[nw.Expr, nw.Expr]
Column = str | nw.Expr


def proportion(
    count: Column = "count",
    denominator: Column = "denominator",
    *,
    per: float = 100,
    confidence: float | Sequence[float] | None = 0.95,
) -> dict[str, nw.Expr]:
    """Return the columns ``value``, ``lower`` and ``upper`` for a table of counts (Wilson score).

    Several levels give ``lower_95``, ``upper_95`` and so on instead. Units: ``per`` (100 gives per cent). Shape: one
    Float64 in each column for each row; null where the counts cannot be.

    Raises:
        ArgumentError: a level or ``per`` is outside its range.

    Source: Wilson EB (1927), J Am Stat Assoc 22:209-212.
    """
    check_positive(per=per)
    x, n = _pair(count, denominator, at_most=True)
    limits = {level: wilson_limits(x, n, level.z) for level in read_levels(confidence)}
    return {"value": per * (x / n), **_name(limits, per)}


def rate(
    count: Column = "count",
    denominator: Column = "denominator",
    *,
    per: float = 100_000,
    confidence: float | Sequence[float] | None = 0.95,
) -> dict[str, nw.Expr]:
    """Return the columns ``value``, ``lower`` and ``upper`` for a table of events (exact below 10, then Byar's).

    Several levels give ``lower_95``, ``upper_95`` and so on instead. Units: events for ``per`` of the denominator.
    Shape: one Float64 in each column for each row; null where the counts cannot be, and limits of null for fractions
    below 10 events, which need quantiles that no frame library has: ``moothall.stats.rate`` gives them.

    Raises:
        ArgumentError: a level or ``per`` is outside its range.

    Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC; APHO Technical Briefing 3
        (2008).
    """
    check_positive(per=per)
    x, n = _pair(count, denominator)
    events = {level: poisson_expr(x, level) for level in read_levels(confidence)}
    limits = {level: (lower / n, upper / n) for level, (lower, upper) in events.items()}
    return {"value": per * (x / n), **_name(limits, per)}


def wilson(count: Column, denominator: Column, confidence: float = 0.95) -> Limits:
    """Return Wilson's limits as proportions from 0 to 1; null where the counts cannot be.

    Source: Wilson EB (1927), J Am Stat Assoc 22:209-212.
    """
    x, n = _pair(count, denominator, at_most=True)
    return wilson_limits(x, n, read_level(confidence).z)


def byar(count: Column, confidence: float = 0.95) -> Limits:
    """Return Byar's limits of a number of events; null where it cannot be.

    Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC.
    """
    return byar_limits(_events(count), read_level(confidence).z)


def exact_poisson(count: Column, confidence: float = 0.95) -> Limits:
    """Return the exact limits of 0 to 9 events; null for fractions and for 10 events or more.

    Source: Armitage P, Berry G, Matthews JNS (2002), Statistical Methods in Medical Research.
    """
    return exact_expr(_events(count), read_level(confidence))


def poisson(count: Column, confidence: float = 0.95) -> Limits:
    """Return the limits of a number of events: exact below 10, Byar's from 10 on; null for fractions below 10.

    Source: APHO Technical Briefing 3 (2008).
    """
    return poisson_expr(_events(count), read_level(confidence))


def dsr_parts(
    count: Column = "count", population: Column = "population", weight: Column = "weight"
) -> dict[str, nw.Expr]:
    """Return what each row adds to a directly standardised rate, to be summed by ``group_by(...).agg(...)``.

    Use as ``table.with_columns(**dsr_parts()).group_by("area").agg(nw.col(*dsr_parts()).sum())``, then
    ``with_columns(**dsr_result())``. A missing count is no event. A row whose population is not above 0, or whose
    numbers cannot be, gives ``dsr_bad`` 1, and its group has no rate.

    Source: Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991), Stat Med 10:457-462.
    """
    x, n, w = (_number(column) for column in (count, population, weight))
    x = x.fill_null(0.0)
    bad = any_of([("missing_input", n.is_null() | w.is_null()), *_not_counts(x, n, w), ("zero_denominator", n == 0)])
    x, n, w = (nw.when(bad).then(nw.lit(None, nw.Float64)).otherwise(number) for number in (x, n, w))
    return {
        "dsr_events": x,
        "dsr_weight": w,
        "dsr_value": w * x / n,
        "dsr_variance": w * w * x / (n * n),
        "dsr_bad": nw.when(bad).then(nw.lit(1.0)).otherwise(nw.lit(0.0)),
    }


def dsr_result(
    *, per: float = 100_000, confidence: float | Sequence[float] | None = 0.95, min_count: float = 10
) -> dict[str, nw.Expr]:
    """Return ``value``, ``lower`` and ``upper`` from the sums of ``dsr_parts``; null below ``min_count`` events.

    Source: as ``dsr_parts``.
    """
    check_positive(per=per)
    events, weight, weighted, spread, bad = (nw.col(name) for name in dsr_parts())
    stands = (bad == 0) & (events >= min_count) & (events > 0) & (weight > 0)
    events, weight = nw.when(stands).then(events), nw.when(stands).then(weight)
    value, variance = weighted / weight, spread / (weight * weight)
    limits = {level: dobson_limits(value, variance, events, level.z) for level in read_levels(confidence)}
    return {"value": per * value, **_name(limits, per)}


def spc_limits(benchmark: Column, denominator: Column, *, per: float = 1, confidence: float = 0.95) -> Limits:
    """Return the control limits of a proportion around a benchmark (comparison method 5), in units of ``per``.

    Null where the denominator is not above 0 or the benchmark not from 0 to ``per``.

    Source: OHID, public health technical guidance (Fingertips), statistical process control for proportions.
    """
    check_positive(per=per)
    share, n, k = _number(benchmark) / per, _number(denominator), read_level(confidence).z
    share = nw.when((n > 0) & (share >= 0) & (share <= 1)).then(share)
    expected = n * share
    half = k * (k * k + 4 * expected * (1 - share)).sqrt()
    middle = 2 * expected + k * k
    return per * ((middle - half) / (2 * (n + k * k))), per * ((middle + half) / (2 * (n + k * k)))


def status_of(count: Column = "count", denominator: Column = "denominator") -> nw.Expr:
    """Return the status of a proportion's counts, as in ``moothall.stats.proportion``."""
    x, n = _number(count), _number(denominator)
    missing: Fault = ("missing_input", x.is_null() | n.is_null())
    above = [("zero_denominator", n == 0), ("count_exceeds_denominator", x > n)]
    return choose_status([missing, *_not_counts(x, n), *above])


def _number(column: Column) -> nw.Expr:
    return (nw.col(column) if isinstance(column, str) else column).cast(nw.Float64).fill_nan(None)


def _not_counts(*numbers: nw.Expr) -> list[Fault]:
    infinite: list[Fault] = [("not_finite", is_off_scale(number)) for number in numbers]
    return [*infinite, *[("negative_input", number < 0) for number in numbers]]


def _events(count: Column) -> nw.Expr:
    x = _number(count)
    return nw.when((x >= 0) & ~is_off_scale(x)).then(x)


def _pair(count: Column, denominator: Column, *, at_most: bool = False) -> Limits:
    """Return both numbers, null where they cannot be: a negative count, no denominator, or a count above it."""
    x, n = _number(count), _number(denominator)
    stands = (x >= 0) & (n > 0) & ~is_off_scale(x) & ~is_off_scale(n)
    if at_most:
        stands = stands & (x <= n)
    return nw.when(stands).then(x), nw.when(stands).then(n)


def _name(limits: dict[Level, Limits], per: float) -> dict[str, nw.Expr]:
    plain = len(limits) == 1
    named = {}
    for level, (lower, upper) in limits.items():
        named["lower" if plain else level.lower] = per * lower
        named["upper" if plain else level.upper] = per * upper
    return named
