"""Is one value better or worse than a benchmark: by a stated rule, never by eye."""

import math
from dataclasses import dataclass
from typing import Literal, cast

from moothall.stats.errors import ArgumentError

Polarity = Literal["low", "high", "none", "na"]
Limits = tuple[float | None, float | None]
Known = tuple[float, float]
NO_LIMITS: Limits = (None, None)

SINGLE_OVERLAP, DOUBLE_OVERLAP = 1, 12
BETTER, SIMILAR, WORSE = "better", "similar", "worse"
HIGHER, LOWER, NOT_COMPARED = "higher", "lower", "not_compared"
_WORDS = {
    "low": {LOWER: BETTER, HIGHER: WORSE},
    "high": {LOWER: WORSE, HIGHER: BETTER},
    "none": {},
}


@dataclass(frozen=True)
class Comparison:
    """What a comparison says.

    ``code``: better, similar or worse where one direction is good; higher, similar or lower where none is;
    not_compared with a ``status`` other than ok: missing_input (no value), no_limits, outside_range (limits out of
    order), no_benchmark, no_benchmark_limits, not_applicable (polarity ``na``).
    """

    code: str
    method: int
    status: str


def compare_value(
    value: float | None,
    limits: Limits,
    benchmark: float | None,
    benchmark_limits: Limits = NO_LIMITS,
    *,
    method: int = SINGLE_OVERLAP,
    polarity: Polarity = "none",
) -> Comparison:
    """Compare a value with a benchmark; all numbers in one unit, all limits at one level.

    Method 1, single overlap: similar when the benchmark lies within the value's limits, ends included. Method 12,
    double overlap: similar when the two intervals meet, ends included. ``polarity``: low (is good), high, none (no
    judgement) or na (not to be compared).

    Raises:
        ArgumentError: an unknown method or polarity.

    Source: OHID, public health technical guidance (Fingertips), comparison with a benchmark.
    """
    if method not in (SINGLE_OVERLAP, DOUBLE_OVERLAP):
        raise ArgumentError(f"There is no comparison method {method}; 1 and 12 are known.")
    if polarity not in (*_WORDS, "na"):
        raise ArgumentError(f"There is no polarity {polarity!r}; low, high, none and na are known.")
    status = "not_applicable" if polarity == "na" else _find_lack(value, limits, benchmark, benchmark_limits, method)
    if status != "ok":
        return Comparison(NOT_COMPARED, method, status)
    side = _find_side(
        cast(float, value), cast(Known, limits), cast(float, benchmark), cast(Known, benchmark_limits), method
    )
    return Comparison(_WORDS[polarity].get(side, side), method, "ok")


def _find_lack(
    value: float | None, limits: Limits, benchmark: float | None, benchmark_limits: Limits, method: int
) -> str:
    if not _is_number(value):
        return "missing_input"
    if not _is_number(benchmark):
        return "no_benchmark"
    if not all(map(_is_number, limits)):
        return "no_limits"
    if method == DOUBLE_OVERLAP and not all(map(_is_number, benchmark_limits)):
        return "no_benchmark_limits"
    in_order = _are_in_order(limits) and (method == SINGLE_OVERLAP or _are_in_order(benchmark_limits))
    return "ok" if in_order else "outside_range"


def _find_side(value: float, limits: Known, benchmark: float, benchmark_limits: Known, method: int) -> str:
    lower, upper = limits
    if method == SINGLE_OVERLAP:
        if lower <= benchmark <= upper:
            return SIMILAR
        return HIGHER if benchmark < lower else LOWER
    other_lower, other_upper = benchmark_limits
    if value < benchmark:
        return SIMILAR if other_lower <= upper else LOWER
    return SIMILAR if lower <= other_upper else HIGHER


def _is_number(number: float | None) -> bool:
    return number is not None and math.isfinite(number)


def _are_in_order(limits: Limits) -> bool:
    lower, upper = limits
    return lower is not None and upper is not None and lower <= upper
