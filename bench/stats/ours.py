"""The benchmark's tasks by ``moothall.stats``, on pandas (``pandas:TASK``) and on Polars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
from one_task import Task, main

import moothall.stats as ms

LIMITS = ["value", "lower_95", "upper_95"]
CALLS: dict[str, tuple[str, Callable[[Any], Any], list[str]]] = {
    "proportion": ("counts", lambda df: ms.proportion(df, "x", "n"), LIMITS),
    "proportion_in_groups": ("counts", lambda df: ms.proportion(df, "x", "n", by="g"), LIMITS),
    "rate": ("rates", lambda df: ms.rate(df, "x", "n"), LIMITS),
    "mean": ("values", lambda df: ms.mean(df, "v", by="g"), LIMITS),
    "dsr": ("standardised", lambda df: ms.dsr(df, count="x", population="n", weight="w", by="g"), LIMITS),
    "quantiles": ("values", lambda df: ms.quantiles(df, "v", by="g"), ["quantile"]),
    "life_expectancy": (
        "life_tables",
        lambda df: ms.life_expectancy(df, deaths="d", population="n", age="age", by="g"),
        LIMITS,
    ),
}


def choose(names: list[str]) -> Callable[[Any], list[Any]]:
    return lambda answer: [answer[name].to_numpy() for name in names]


TASKS: dict[str, Task] = {
    before + name: (table, build, call, choose(names))
    for before, build in (("", pl.DataFrame), ("pandas:", pd.DataFrame))
    for name, (table, call, names) in CALLS.items()
}

if __name__ == "__main__":
    main(TASKS)
