"""What one value must hold before it is entered, and the limits that its counts give. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from moothall import stats
from moothall.assess.rules.words import VALUE_STATUSES, WITHHELD

Limits = tuple[float | None, float | None]
NO_LIMITS: Limits = (None, None)
_SLACK = 1e-9  # decimal figures are binary fractions here


@dataclass(frozen=True)
class Problem:
    """What is wrong with an observation: the field at which it shows, and the sentence for the person."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Facts:
    """One value as rules see it.

    ``code`` and ``area`` are the area's official code and name. ``series`` names indicator version, sex, age and
    category together: only values whose ``series`` and ``period`` are equal are alike. ``limits`` are those of the
    level at which the value is to be compared.
    """

    code: str
    area: str
    series: str
    period: str
    release: str
    value: float | None
    limits: Limits
    status: str
    unit: str
    decimals: int


def check_observation(
    *,
    value: float | None,
    limits_95: Limits,
    limits_99_8: Limits,
    decimals: int,
    status: str,
    valid_range: Limits = NO_LIMITS,
    count: float | None = None,
    denominator: float | None = None,
) -> Problem | None:
    """Return the first thing that is wrong with a value and its limits, or None.

    A value may lie outside its limits by half a unit of its last printed decimal, since limits may be printed more
    exactly than the value.
    """
    slack = 0.5 * 10**-decimals + _SLACK
    checks = (
        _check_numbers(value, *limits_95, *limits_99_8, count, denominator),
        _check_status(value, (*limits_95, *limits_99_8), status),
        _check_pair(value, limits_95, "95", slack),
        _check_pair(value, limits_99_8, "99_8", slack),
        _check_nesting(limits_95, limits_99_8, slack),
        _check_range(value, valid_range),
        _check_counts(count, denominator),
    )
    return next((problem for check in checks for problem in check), None)


def _check_numbers(*numbers: float | None) -> Iterator[Problem]:
    if any(number is not None and not math.isfinite(number) for number in numbers):
        yield Problem("value", "A value, limit or count must be a finite number; leave it empty where there is none.")


def _check_status(value: float | None, limits: tuple[float | None, ...], status: str) -> Iterator[Problem]:
    words = dict(VALUE_STATUSES).get(status, status).lower()
    if status not in WITHHELD:
        if value is None:
            yield Problem("value", "There is no value: say by the status why (suppressed, not available, missing).")
        return
    if value is not None:
        yield Problem("value", f"The status is “{words}”, so no value can stand here, and {value:g} does.")
    if any(limit is not None for limit in limits):
        yield Problem("value_status", f"The status is “{words}”, so there can be no limits.")


def _check_pair(value: float | None, limits: Limits, level: str, slack: float) -> Iterator[Problem]:
    lower, upper = limits
    if lower is None or upper is None:
        if lower is not upper:
            missing = "lower" if lower is None else "upper"
            yield Problem(f"{missing}_{level}", "An interval has two limits: give both or none.")
        return
    if lower > upper:
        yield Problem(f"lower_{level}", f"The lower limit {lower:g} is above the upper limit {upper:g}.")
    if lower == 0 and upper == 0:
        yield Problem(f"upper_{level}", "Both limits are 0, as where a value is missing: leave them empty.")
    if value is not None and not lower - slack <= value <= upper + slack:
        field = f"lower_{level}" if value < lower else f"upper_{level}"
        yield Problem(field, f"The interval from {lower:g} to {upper:g} does not contain its value {value:g}.")


def _check_nesting(inner: Limits, outer: Limits, slack: float) -> Iterator[Problem]:
    (low, high), (wide_low, wide_high) = inner, outer
    if low is None or high is None or wide_low is None or wide_high is None:
        return
    if wide_low > low + slack or wide_high < high - slack:
        field = "lower_99_8" if wide_low > low + slack else "upper_99_8"
        sentence = f"The 99.8% interval from {wide_low:g} to {wide_high:g} does not enclose the 95% interval."
        yield Problem(field, sentence)


def _check_range(value: float | None, valid_range: Limits) -> Iterator[Problem]:
    least, most = valid_range
    if value is None:
        return
    if least is not None and value < least:
        yield Problem("value", f"The value {value:g} is below {least:g}, the least that this indicator can be.")
    if most is not None and value > most:
        yield Problem("value", f"The value {value:g} is above {most:g}, the most that this indicator can be.")


def _check_counts(count: float | None, denominator: float | None) -> Iterator[Problem]:
    if count is not None and count < 0:
        yield Problem("count", f"The count {count:g} is below 0.")
    if denominator is not None and denominator <= 0:
        yield Problem("denominator", f"The denominator {denominator:g} is not above 0.")


def find_limits(
    *,
    value: float | None,
    count: float | None,
    denominator: float | None,
    ci_method: str,
    multiplier: float,
    decimals: int,
    level: float,
) -> Limits:
    """Return the limits that an indicator's own method gives for counts, for values that come without limits.

    Wilson's for proportions, Byar's (exact below 10 events) for rates; ``level`` is in per cent. None where the method
    is another, a count is missing, or the counts do not give the printed value.
    """
    if value is None or count is None or not denominator or ci_method not in ("wilson", "byar"):
        return NO_LIMITS
    if abs(multiplier * count / denominator - value) > 0.5 * 10**-decimals + _SLACK:
        return NO_LIMITS
    try:
        if ci_method == "wilson":
            lower, upper = stats.wilson_interval(count, denominator, confidence=level / 100)
            return multiplier * lower, multiplier * upper
        lower, upper = stats.poisson_interval(count, confidence=level / 100)
    except stats.CountError:
        return NO_LIMITS
    return multiplier * lower / denominator, multiplier * upper / denominator
