"""Statistics of public health: counts and values in, intervals and comparisons out. No web, no board, no engine.

Functions on tables take a frame of pandas, Polars, PyArrow, DuckDB or PySpark and give the same kind back; those that
end in ``_interval`` and ``compare_value`` take single numbers; ``expr`` holds expressions. Sources stand in each
docstring.
"""

from moothall.stats import expr
from moothall.stats.comparisons import Comparison, Polarity, compare, compare_value, goal
from moothall.stats.conformance import ConformanceReport, verify
from moothall.stats.direct import dsr, yll
from moothall.stats.errors import ArgumentError, ColumnError, CountError, DataError
from moothall.stats.funnels import funnel_limits, funnel_points, funnel_significance
from moothall.stats.gaps import gap
from moothall.stats.indirect import israte, smr
from moothall.stats.intervals import (
    byar_interval,
    dobson_interval,
    exact_poisson_interval,
    poisson_interval,
    t_interval,
    wilson_interval,
)
from moothall.stats.life_tables import life_expectancy
from moothall.stats.means import mean
from moothall.stats.proportions import proportion, rate
from moothall.stats.quantiles import quantiles
from moothall.stats.slopes import sii
from moothall.stats.standards import standard_population
from moothall.stats.suppression import suppress
from moothall.stats.trends import recent_trend

__all__ = [
    "ArgumentError",
    "ColumnError",
    "Comparison",
    "ConformanceReport",
    "CountError",
    "DataError",
    "Polarity",
    "byar_interval",
    "compare",
    "compare_value",
    "dobson_interval",
    "dsr",
    "exact_poisson_interval",
    "expr",
    "funnel_limits",
    "funnel_points",
    "funnel_significance",
    "gap",
    "goal",
    "israte",
    "life_expectancy",
    "mean",
    "poisson_interval",
    "proportion",
    "quantiles",
    "rate",
    "recent_trend",
    "sii",
    "smr",
    "standard_population",
    "suppress",
    "t_interval",
    "verify",
    "wilson_interval",
    "yll",
]
