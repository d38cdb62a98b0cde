"""Confidence limits. Each formula stands here once, for single numbers and for Narwhals expressions alike.

The public functions take single numbers. Those without a check (``wilson_limits`` and the like) take numbers or
expressions whose cells have been checked before, and are what the frame functions and ``expr`` are built on.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, TypeVar

import narwhals as nw

from moothall.stats.errors import CountError
from moothall.stats.levels import Level, read_level

Number = TypeVar("Number", float, nw.Expr)
FEWEST_FOR_BYAR = 10  # below it the exact limits are used
_LEAST = 1e-6  # of an event: below it Byar's lower limit is 0 at every level, and its formula would overflow


def wilson_interval(x: float, n: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score limits of the proportion ``x`` / ``n``, each from 0 to 1.

    Written so that the limits stay within 0 to 1 and hold ``x`` / ``n`` in floating point as well; mirroring is used
    only above one half, because it would lose digits for rare events.

    Raises:
        CountError: ``n`` is not above 0, or ``x`` is not between 0 and ``n``.
        ArgumentError: ``confidence`` is not from 0.9 to below 1.

    Source: Wilson EB (1927), J Am Stat Assoc 22:209-212; Newcombe RG (1998), Stat Med 17:857-872, method 3.
    """
    _check_count(x)
    if not (math.isfinite(n) and n > 0 and x <= n):
        raise CountError(f"{x} of {n} is not a proportion: the denominator is above 0 and no smaller than the count.")
    return wilson_limits(float(x), float(n), read_level(confidence).z)


def byar_interval(x: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return Byar's limits of a count of events; the lower limit of no events is 0.

    Raises:
        CountError: ``x`` is negative or not a number.
        ArgumentError: ``confidence`` is not from 0.9 to below 1.

    Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC.
    """
    _check_count(x)
    return byar_limits(float(x), read_level(confidence).z)


def exact_poisson_interval(x: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact limits of a count of events: the means at which so many, or so few, have probability (1-c)/2.

    Counts need not be whole: the limits are quantiles of the gamma distribution of shape ``x`` and ``x`` + 1.

    Raises:
        CountError: ``x`` is negative or not a number.
        ArgumentError: ``confidence`` is not from 0.9 to below 1.

    Source: Armitage P, Berry G, Matthews JNS (2002), Statistical Methods in Medical Research, 4th edition.
    """
    _check_count(x)
    level = read_level(confidence)
    if x < FEWEST_FOR_BYAR and float(x).is_integer():
        return whole_count_limits(level.tail)[int(x)]
    from moothall.stats.kernels.tails import gamma_limits

    (lower,), (upper,) = gamma_limits([float(x)], level.tail)
    return lower, upper


def poisson_interval(x: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of a count of events: exact below 10 events, Byar's from 10 on.

    Raises:
        CountError: ``x`` is negative or not a number.
        ArgumentError: ``confidence`` is not from 0.9 to below 1.

    Source: APHO Technical Briefing 3 (2008), which takes the exact limits for small counts.
    """
    _check_count(x)
    interval = byar_interval if x >= FEWEST_FOR_BYAR else exact_poisson_interval
    return interval(x, confidence=confidence)


def dobson_interval(value: float, variance: float, events: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of a weighted sum of counts from its value, its variance and the number of all events.

    Raises:
        CountError: a number is negative or not a number, or there are no events.
        ArgumentError: ``confidence`` is not from 0.9 to below 1.

    Source: Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991), Stat Med 10:457-462, with Byar's limits.
    """
    for number in (value, variance, events):
        _check_count(number)
    if events == 0:
        raise CountError("The limits of a weighted sum need at least one event; there are 0.")
    return dobson_limits(float(value), float(variance), float(events), read_level(confidence).z)


def t_interval(mean: float, sd: float, n: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of a mean of ``n`` values with the standard deviation ``sd`` (divisor n - 1).

    Raises:
        CountError: there are fewer than two values, or ``sd`` is negative, or a number is not finite.
        ArgumentError: ``confidence`` is not from 0.9 to below 1.

    Source: Student (1908), Biometrika 6:1-25; Armitage P, Berry G, Matthews JNS (2002).
    """
    if not (math.isfinite(mean) and math.isfinite(n) and n > 1):
        raise CountError(f"The limits of a mean of {n} values around {mean} are not defined: give two values or more.")
    _check_count(sd)
    from moothall.stats.kernels.tails import list_floats, t_quantile

    (quantile,) = list_floats(t_quantile(read_level(confidence).tail, [n - 1]))
    return t_limits(float(mean), float(sd), float(n), quantile)


def wilson_limits(x: Number, n: Number, z: float) -> tuple[Number, Number]:
    """Return Wilson's limits; ``x`` from 0 to ``n``, ``n`` above 0."""
    rest: Number = n - x
    # The same for x and for the rest, and without the digits that 1 - x / n loses near 1.
    spread: Number = z * z + z * root(z * z + 4 * (x * rest / n))
    upper = (2 * x + spread) / (2 * (n + z * z))
    return _wilson_lower(x, n, spread), choose(2 * x < n, upper, 1 - _wilson_lower(rest, n, spread))


def _wilson_lower(x: Number, n: Number, spread: Number) -> Number:
    return 2 * x * x / (n * (2 * x + spread))


def byar_limits(x: Number, z: float) -> tuple[Number, Number]:
    """Return Byar's limits; ``x`` from 0 up. The lower one is 0 where the formula would fall below it."""
    none = x <= _LEAST  # asked so that a missing count stays missing
    some = choose(none, _like(x, 1.0), x)
    inner = 1 - 1 / (9 * some) - z / (3 * root(some))
    lower: Number = choose(none, _like(x, 0.0), choose(inner <= 0, _like(x, 0.0), x * inner * inner * inner))
    return lower, byar_upper(x, z)


def byar_lower_of_many(x: Number, z: float) -> Number:
    """Return Byar's lower limit of 10 events or more, where the formula is safe as it stands."""
    inner: Number = 1 - 1 / (9 * x) - z / (3 * root(x))
    return x * inner * inner * inner


def byar_upper(x: Number, z: float) -> Number:
    """Return Byar's upper limit; ``x`` from 0 up."""
    above = x + 1
    inner: Number = 1 - 1 / (9 * above) + z / (3 * root(above))
    return above * inner * inner * inner


def dobson_limits(value: Number, variance: Number, events: Number, z: float) -> tuple[Number, Number]:
    """Return Dobson's limits; ``events`` above 0."""
    lower, upper = byar_limits(events, z)
    scale = root(variance / events)
    return value + scale * (lower - events), value + scale * (upper - events)


def t_limits(mean: Number, sd: Number, n: Number, quantile: Number) -> tuple[Number, Number]:
    """Return Student's limits from the quantile that belongs to ``n`` - 1 degrees of freedom."""
    half = quantile * sd / root(n)
    return mean - half, mean + half


def exact_expr(x: nw.Expr, level: Level, fractions: tuple[float, ...] = ()) -> tuple[nw.Expr, nw.Expr]:
    """Return the exact limits of counts below 10 as a chain of constants: whole ones, and the ``fractions`` named.

    Every other count gets null.
    """
    whole = whole_count_limits(level.tail)
    lower, upper = _fraction_expr(x, level, fractions)
    for count in range(len(whole) - 1, -1, -1):
        below, above = whole[count]
        lower = nw.when(x == count).then(nw.lit(below)).otherwise(lower)
        upper = nw.when(x == count).then(nw.lit(above)).otherwise(upper)
    return lower, upper


def poisson_expr(x: nw.Expr, level: Level, fractions: tuple[float, ...] = ()) -> tuple[nw.Expr, nw.Expr]:
    """Return the limits of counts of events: exact below 10, Byar's from 10 on.

    A fraction below 10 gets null unless it is named in ``fractions``, since no frame library has gamma quantiles.
    """
    many = nw.when(x >= FEWEST_FOR_BYAR).then(x)
    lower, upper = exact_expr(x, level, fractions)
    is_many = x >= FEWEST_FOR_BYAR
    return (
        nw.when(is_many).then(byar_lower_of_many(many, level.z)).otherwise(lower),
        nw.when(is_many).then(byar_upper(many, level.z)).otherwise(upper),
    )


def _fraction_expr(x: nw.Expr, level: Level, fractions: tuple[float, ...]) -> tuple[nw.Expr, nw.Expr]:
    if not fractions:
        return nw.lit(None, nw.Float64), nw.lit(None, nw.Float64)
    from moothall.stats.kernels.tails import gamma_limits

    lower, upper = gamma_limits(fractions, level.tail)
    counts = list(fractions)
    return (
        x.replace_strict(counts, lower, default=None, return_dtype=nw.Float64),
        x.replace_strict(counts, upper, default=None, return_dtype=nw.Float64),
    )


@cache
def whole_count_limits(tail: float) -> tuple[tuple[float, float], ...]:
    """Return the exact Poisson limits of 0 to 9 events, with the probability ``tail`` on each side."""
    return tuple((_solve_lower(count, tail), _solve_upper(count, tail)) for count in range(FEWEST_FOR_BYAR))


def _solve_lower(count: int, tail: float) -> float:
    """Return the mean at which ``count`` events or more have the probability ``tail``, by Newton on its logarithm.

    The tail is summed directly: 1 minus the other sum would cost three digits.
    """
    if count == 0:
        return 0.0
    log_mean = math.log(count)
    for _ in range(60):
        mean = math.exp(log_mean)
        term = share = math.exp(count * log_mean - mean - math.lgamma(count + 1))
        above = count
        while term > share * 1e-18:
            above += 1
            term *= mean / above
            share += term
        density = math.exp(count * log_mean - mean - math.lgamma(count))  # of the mean's logarithm
        step = math.log(share / tail) * share / density
        log_mean -= step
        if abs(step) < 1e-16:
            break
    return math.exp(log_mean)


def _solve_upper(count: int, tail: float) -> float:
    """Return the mean at which ``count`` events or fewer have the probability ``tail``, by Newton on its logarithm."""
    mean = count + 1.0
    for _ in range(100):
        terms = [1.0]
        for below in range(1, count + 1):
            terms.append(terms[-1] * mean / below)
        total = math.fsum(terms)
        step = (math.log(total / tail) - mean) * total / terms[-1]
        mean += step
        if abs(step) < 1e-15 * mean:
            break
    return mean


def root(number: Any) -> Any:
    """Return the square root of a number or an expression."""
    return number.sqrt() if isinstance(number, nw.Expr) else math.sqrt(number)


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """Return ``yes`` where the condition holds, else ``no``, for numbers and for expressions."""
    if isinstance(condition, nw.Expr):
        return nw.when(condition).then(yes).otherwise(no)
    return yes if condition else no


def _like(number: Any, constant: float) -> Any:
    return nw.lit(constant) if isinstance(number, nw.Expr) else constant


def _check_count(x: float) -> None:
    if not (math.isfinite(x) and x >= 0):
        raise CountError(f"{x} is not a count of events: it must be a number from 0 up.")
