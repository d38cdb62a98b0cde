"""Statistics of public health: counts and values in, intervals and comparisons out. No web, no board, no frame.

The functions here take single numbers. Sources stand in each docstring.
"""

from moothall.stats.comparisons import Comparison, Polarity, compare_value
from moothall.stats.errors import ArgumentError, CountError
from moothall.stats.intervals import byar_interval, poisson_interval, wilson_interval

__all__ = [
    "ArgumentError",
    "Comparison",
    "CountError",
    "Polarity",
    "byar_interval",
    "compare_value",
    "poisson_interval",
    "wilson_interval",
]
