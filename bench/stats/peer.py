"""The same tasks by PHStatsMethods. It runs in an environment of its own: GPL-3, and no part of Moothall."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pandas as pd
from one_task import Task, main
from PHStatsMethods import ph_dsr, ph_mean, ph_proportion, ph_quantile, ph_rate

LIMITS = ["Value", "lower_95_ci", "upper_95_ci"]
warnings.simplefilter("ignore")
CALLS: dict[str, tuple[str, Callable[[Any], Any], list[str]]] = {
    "proportion": ("counts", lambda df: ph_proportion(df, "x", "n", multiplier=100), LIMITS),
    "proportion_in_groups": ("counts", lambda df: ph_proportion(df, "x", "n", ["g"], multiplier=100), LIMITS),
    "rate": ("rates", lambda df: ph_rate(df, "x", "n"), LIMITS),
    "mean": ("values", lambda df: ph_mean(df, "v", ["g"]), LIMITS),
    "dsr": ("standardised", lambda df: ph_dsr(df, "x", "n", "w", ["g"], euro_standard_pops=False), LIMITS),
    "quantiles": ("values", lambda df: ph_quantile(df, "v", ["g"]), ["quantile"]),
}


def choose(names: list[str]) -> Callable[[Any], list[Any]]:
    return lambda answer: [answer[name].to_numpy() for name in names]


TASKS: dict[str, Task] = {
    name: (table, pd.DataFrame, call, choose(names)) for name, (table, call, names) in CALLS.items()
}

if __name__ == "__main__":
    main(TASKS)
