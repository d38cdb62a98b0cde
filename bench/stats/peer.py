"""The same tasks by PHStatsMethods. It runs in an environment of its own: GPL-3, and no part of Moothall."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pandas as pd
from one_task import Task, main
from PHStatsMethods import (
    assign_funnel_significance,
    calculate_funnel_limits,
    ph_dsr,
    ph_ISRatio,
    ph_mean,
    ph_proportion,
    ph_quantile,
    ph_rate,
)

LIMITS = ["Value", "lower_95_ci", "upper_95_ci"]
FUNNEL = ["lower_2s_limit", "upper_2s_limit", "lower_3s_limit", "upper_3s_limit"]
SIDES = {"Low (0.001)": -2, "Low (0.025)": -1, "Not significant": 0, "High (0.025)": 1, "High (0.001)": 2}
warnings.simplefilter("ignore")
CALLS: dict[str, tuple[str, Callable[[Any], Any], list[str]]] = {
    "proportion": ("counts", lambda df: ph_proportion(df, "x", "n", multiplier=100), LIMITS),
    "proportion_in_groups": ("counts", lambda df: ph_proportion(df, "x", "n", ["g"], multiplier=100), LIMITS),
    "rate": ("rates", lambda df: ph_rate(df, "x", "n"), LIMITS),
    "mean": ("values", lambda df: ph_mean(df, "v", ["g"]), LIMITS),
    "dsr": ("standardised", lambda df: ph_dsr(df, "x", "n", "w", ["g"], euro_standard_pops=False), LIMITS),
    "smr": ("indirect", lambda df: ph_ISRatio(df, "x", "n", "R", "N", ["g"]), LIMITS),
    "quantiles": ("values", lambda df: ph_quantile(df, "v", ["g"]), ["quantile"]),
    "funnel_of_rates": (
        "funnels",
        lambda df: assign_funnel_significance(
            df, "x", "rate", denom_col="n", rate="r", rate_type="crude", multiplier=100_000
        ),
        ["significance"],
    ),
    "funnel_limits": (
        "funnels",
        lambda df: calculate_funnel_limits(df, "x", "proportion", 100, denom_col="n"),
        FUNNEL,
    ),
}


def choose(names: list[str]) -> Callable[[Any], list[Any]]:
    if names == ["significance"]:
        return lambda answer: [[SIDES[word] for word in answer["significance"]]]
    return lambda answer: [answer[name].to_numpy() for name in names]


TASKS: dict[str, Task] = {
    name: Task(table, pd.DataFrame, call, choose(names)) for name, (table, call, names) in CALLS.items()
}

if __name__ == "__main__":
    main(TASKS)
