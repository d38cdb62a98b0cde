"""The benchmark's tasks by ``moothall.stats``, on pandas (``pandas:TASK``) and on Polars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import polars as pl
from one_task import Task, main

import moothall.stats as ms

LIMITS = ["value", "lower_95", "upper_95"]
SLOPES = [f"{index}{end}" for index in ("sii", "rii") for end in ("", "_lower_95", "_upper_95")]
FUNNEL = ["lower_95", "upper_95", "lower_99_8", "upper_99_8"]
# The words of an answer as numbers, so that they can be laid beside those of others.
SIDES = {"low_99_8": -2, "low_95": -1, "not_significant": 0, "high_95": 1, "high_99_8": 2}
TWO_LEVELS = [0.95, 0.998]


def call_county(df: Any) -> Any:
    """All statistics of a county: values, comparisons, quantiles and funnels, then the trend of each series."""
    found = ms.proportion(df, "x", "n", confidence=TWO_LEVELS)
    found = ms.compare(found, method=17, benchmark=0, area="area", by=["indicator", "year"], polarity="low")
    found = ms.quantiles(found, "value", n=5, by=["indicator", "year"])
    found = ms.funnel_significance(found, statistic="proportion", count="x", denominator="n")
    asked = {"period": "year", "kind": "proportion", "count": "x", "denominator": "n"}
    return found, ms.recent_trend(df, by=["indicator", "area"], **asked)


def call_slopes_of_rates(df: Any) -> Any:
    return ms.sii(df, quantile="q", population="n", value="v", lower="lo", upper="up", kind="rate", by="g")


CALLS: dict[str, tuple[str, Callable[[Any], Any], list[str]]] = {
    "proportion": ("counts", lambda df: ms.proportion(df, "x", "n"), LIMITS),
    "proportion_in_groups": ("counts", lambda df: ms.proportion(df, "x", "n", by="g"), LIMITS),
    "rate": ("rates", lambda df: ms.rate(df, "x", "n"), LIMITS),
    "every_rate": ("every_rate", lambda df: ms.rate(df, "x", "n"), LIMITS),
    "mean": ("values", lambda df: ms.mean(df, "v", by="g"), LIMITS),
    "dsr": ("standardised", lambda df: ms.dsr(df, count="x", population="n", weight="w", by="g"), LIMITS),
    "smr": (
        "indirect",
        lambda df: ms.smr(
            df, count="x", population="n", reference_count="R", reference_population="N", on="age", by="g"
        ),
        LIMITS,
    ),
    "life_expectancy": (
        "life_tables",
        lambda df: ms.life_expectancy(df, deaths="d", population="n", age="age", by="g"),
        LIMITS,
    ),
    "sii": (
        "slopes",
        lambda df: ms.sii(df, quantile="q", population="n", value="v", se="se", by="g", confidence=TWO_LEVELS),
        SLOPES,
    ),
    "sii_of_rates": ("slopes_of_rates", call_slopes_of_rates, SLOPES),
    "quantiles": ("values", lambda df: ms.quantiles(df, "v", by="g"), ["quantile"]),
    "funnel_of_rates": (
        "funnels",
        lambda df: ms.funnel_significance(df, statistic="rate", count="x", rate="r", rate_type="crude"),
        ["significance"],
    ),
    "funnel_of_ratios": (
        "funnels",
        lambda df: ms.funnel_significance(df, statistic="ratio", count="x", denominator="e"),
        ["significance"],
    ),
    "funnel_limits": (
        "funnels",
        lambda df: ms.funnel_limits(df, statistic="proportion", count="x", denominator="n"),
        FUNNEL,
    ),
    "county": ("county", call_county, ["comparison_status"]),
}


def choose(names: list[str]) -> Callable[[Any], list[Any]]:
    """Return how the columns that are compared are taken from an answer."""
    if names == ["significance"]:
        return lambda answer: [[SIDES[word] for word in answer["significance"]]]
    if names == ["comparison_status"]:
        return lambda answer: [answer[0]["value"].to_numpy(), answer[1]["chi_squared"].to_numpy()]
    return lambda answer: [answer[name].to_numpy() for name in names]


BUILDS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {"": pl.DataFrame, "pandas:": pd.DataFrame}
TASKS: dict[str, Task] = {
    before + name: Task(table, build, call, choose(names))
    for before, build in BUILDS.items()
    for name, (table, call, names) in CALLS.items()
}

if __name__ == "__main__":
    main(TASKS)
