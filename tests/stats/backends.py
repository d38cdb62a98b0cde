"""Each kind of frame that the statistics take: how a test makes one, and how it reads one. Imports none of them."""

import os
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

EVERYWHERE = ("pandas", "pandas-arrow", "polars", "polars-lazy", "pyarrow", "duckdb")
SPARK = "pyspark"  # ten seconds to start: --spark asks for it
LAZY = ("polars-lazy", "duckdb", SPARK)
KERNELS_GIVE = {"duckdb": "pyarrow", SPARK: "pyarrow"}  # lazy frames of which the kernels' answers come as tables

Columns = Mapping[str, Sequence[Any]]


def make_frame(kind: str, columns: Columns) -> Any:
    """Return a frame of a kind. ``None`` is a missing cell, NaN stays one; a column of missing cells holds numbers."""
    if kind == "pandas":
        return pd.DataFrame({name: pandas_column(cells) for name, cells in columns.items()})
    if kind in ("polars", "polars-lazy"):
        frame = pl.DataFrame({name: polars_column(name, cells) for name, cells in columns.items()})
        return frame.lazy() if kind == "polars-lazy" else frame
    table = pa.table({name: pa.array(list(cells), type=arrow_type(cells)) for name, cells in columns.items()})
    if kind == "pandas-arrow":
        return table.to_pandas(types_mapper=pd.ArrowDtype)
    if kind == "duckdb":
        return duckdb.connect().from_arrow(table)
    if kind == SPARK:
        return make_spark_frame(table)
    assert kind == "pyarrow"
    return table


def pandas_column(cells: Sequence[Any]) -> Any:
    return pd.Series(list(cells), dtype="float64") if is_empty(cells) else pd.Series(list(cells))


def polars_column(name: str, cells: Sequence[Any]) -> Any:
    return pl.Series(name, list(cells), dtype=pl.Float64 if is_empty(cells) else None, strict=False)


def arrow_type(cells: Sequence[Any]) -> Any:
    kinds = {type(cell) for cell in cells if cell is not None}
    return pa.float64() if not kinds or kinds == {int, float} else None


def is_empty(cells: Sequence[Any]) -> bool:
    return all(cell is None for cell in cells)


def make_spark_frame(table: Any) -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(os.environ.get("SPARK_MASTER", SPARK_MASTER))
    for name, setting in SPARK_SETTINGS.items():
        builder = builder.config(name, setting)
    schema = ", ".join(f"`{field.name}` {SPARK_TYPES[str(field.type)]}" for field in table.schema)
    return builder.getOrCreate().createDataFrame([tuple(row.values()) for row in table.to_pylist()], schema)


SPARK_MASTER = "local-cluster[2,1,1024]"  # two workers, each a process of its own
# The tables of the tests have a dozen rows: two parts and not two hundred, and plans that are read rather than compiled
# anew for each test, which takes a third of the time.
SPARK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SPARK_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": SPARK_JAVA,
    "spark.executor.extraJavaOptions": SPARK_JAVA,
}
SPARK_TYPES = {"double": "double", "int64": "bigint", "string": "string", "bool": "boolean"}


def name_kind(frame: Any) -> str:
    """Return of which kind a frame is."""
    module = type(frame).__module__.split(".")[0].lstrip("_")
    if module == "pandas":
        arrow = [isinstance(dtype, pd.ArrowDtype) for dtype in frame.dtypes]
        return "pandas-arrow" if any(arrow) else "pandas"
    if module == "polars":
        return "polars-lazy" if isinstance(frame, pl.LazyFrame) else "polars"
    return module


def read_columns(frame: Any) -> dict[str, list[Any]]:
    """Return a frame's columns; a missing cell is ``None``. NaN stays NaN, save on classic pandas."""
    opened = nw.from_native(frame)
    if isinstance(opened, nw.LazyFrame):
        opened = opened.collect("pyarrow")
    columns: dict[str, list[Any]] = opened.to_arrow().to_pydict()
    return columns


def read_rows(frame: Any) -> list[dict[str, Any]]:
    """Return a frame's rows; see ``read_columns``."""
    columns = read_columns(frame)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def sort_rows(rows: Iterable[Mapping[str, Any]], keys: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return rows sorted by columns, missing cells last: lazy frames answer in no order."""
    return sorted(rows, key=lambda row: [sort_key(row[key]) for key in keys])


def sort_key(cell: Any) -> tuple[int, float, str]:
    if cell is None or (isinstance(cell, float) and isnan(cell)):
        return (2, 0.0, "")
    return (0, float(cell), "") if isinstance(cell, int | float) else (1, 0.0, str(cell))
