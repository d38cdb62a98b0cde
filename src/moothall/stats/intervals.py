"""Confidence limits of proportions and of counts of events, for single numbers."""

import math
from collections.abc import Callable
from statistics import NormalDist

from moothall.stats.errors import ArgumentError, CountError

FEWEST_FOR_BYAR = 10  # below it the exact limits are used
LOWEST_LEVEL, HIGHEST_LEVEL = 0.9, 1.0
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
    z = _find_z(confidence)
    upper = _wilson_root(x, n, z) / (2 * (n + z * z)) if 2 * x < n else 1 - _wilson_lower(n - x, n, z)
    return _wilson_lower(x, n, z), upper


def byar_interval(x: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return Byar's limits of a count of events; the lower limit of no events is 0.

    Raises:
        CountError: ``x`` is negative or not a number.
        ArgumentError: ``confidence`` is not from 0.9 to below 1.

    Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC.
    """
    _check_count(x)
    z, above = _find_z(confidence), x + 1
    root = 1 - 1 / (9 * x) - z / (3 * math.sqrt(x)) if x > _LEAST else 0.0
    return x * max(root, 0.0) ** 3, above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3


def poisson_interval(x: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of a count of events: exact below 10 events, Byar's from 10 on.

    Raises:
        CountError: ``x`` is negative or not a number.
        ArgumentError: ``confidence`` is not from 0.9 to below 1.

    Source: APHO Technical Briefing 3 (2008), which takes the exact limits for small counts.
    """
    _check_count(x)
    if x >= FEWEST_FOR_BYAR:
        return byar_interval(x, confidence=confidence)
    _check_level(confidence)
    tail = (1 - confidence) / 2
    lower = _solve(lambda mean: _gamma_below(x, mean) - tail, x) if x else 0.0
    return lower, _solve(lambda mean: _gamma_below(x + 1, mean) - (1 - tail), 4 * x + 30)


def _wilson_root(x: float, n: float, z: float) -> float:
    return 2 * x + z * z + z * math.sqrt(z * z + 4 * x * (1 - x / n))


def _wilson_lower(x: float, n: float, z: float) -> float:
    return 2 * x * x / (n * _wilson_root(x, n, z))


def _find_z(confidence: float) -> float:
    _check_level(confidence)
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _check_level(confidence: float) -> None:
    if not LOWEST_LEVEL <= confidence < HIGHEST_LEVEL:
        raise ArgumentError(f"A confidence of {confidence} is outside 0.9 to 1; write 95 per cent as 0.95.")


def _check_count(x: float) -> None:
    if not (math.isfinite(x) and x >= 0):
        raise CountError(f"{x} is not a count of events: it must be a number from 0 up.")


def _gamma_below(shape: float, x: float) -> float:
    """Return the gamma distribution's probability below ``x``: a series of positive terms, so no digits cancel."""
    term = total = 1.0
    step = shape
    while term > total * 1e-18:
        step += 1
        term *= x / step
        total += term
    return total * math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))


def _solve(excess: Callable[[float], float], high: float) -> float:
    """Return where a rising function crosses 0 between 0 and ``high``, by halving until floats meet."""
    low = 0.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if excess(middle) < 0 else (low, middle)
    return high
