"""Statistics of public health: counts and values in, intervals and comparisons out. No web, no board, no engine.

Functions on tables take a frame of pandas, Polars, PyArrow, DuckDB or PySpark and give the same kind back; those that
end in ``_interval`` and ``compare_value`` take single numbers; ``expr`` holds expressions. Sources stand in each
docstring. A name is fetched from its module when it is first asked for: the import itself loads nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

# In which module each name is at home.
_HOMES = {
    "comparisons": ("Comparison", "Polarity", "compare", "compare_value", "goal"),
    "conformance": ("ConformanceReport", "verify"),
    "direct": ("dsr", "yll"),
    "errors": ("ArgumentError", "ColumnError", "CountError", "DataError"),
    "funnels": ("funnel_limits", "funnel_points", "funnel_significance"),
    "gaps": ("gap",),
    "indirect": ("israte", "smr"),
    "intervals": (
        "byar_interval",
        "dobson_interval",
        "exact_poisson_interval",
        "poisson_interval",
        "t_interval",
        "wilson_interval",
    ),
    "life_tables": ("life_expectancy",),
    "means": ("mean",),
    "proportions": ("proportion", "rate"),
    "quantiles": ("quantiles",),
    "slopes": ("sii",),
    "standards": ("standard_population",),
    "suppression": ("suppress",),
    "trends": ("recent_trend",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Return a public name from its module (PEP 562), and keep it here."""
    if name == "expr":
        return import_module("moothall.stats.expr")
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"moothall.stats.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


class _Statistics(ModuleType):
    """This package. A module that bears the name of its function (quantiles) is not laid over it when it is loaded."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _HOME_OF or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Statistics


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
