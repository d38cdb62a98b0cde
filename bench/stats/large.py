"""The largest task: a directly standardised rate of hundreds of millions of rows through DuckDB, from a Parquet file.

    large.py ROWS FOLDER

DuckDB itself makes the rows, without random numbers, and writes the answer to a file: nothing of it is collected. It
may take 3 GiB of memory and two threads. Prints a line of JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
from one_task import Task, find_peak, measure

import moothall.stats as ms

BANDS = 19
MEMORY = "3GiB"
MAKE = """
copy (
    select i // 19 as g,
           50.0 + hash(i) % 4000 as n,
           (hash(i + 1) % 40)::double * (1 + i % 19) / 19 as x,
           1000.0 + 300 * (i % 19 % 7) as w
    from range({rows}) as rows(i)
) to '{path}' (format parquet)
"""


def main(rows: int, folder: Path) -> None:
    """Make the rows, standardise them once, and say what it took."""
    source, target = folder / "large.parquet", folder / "large_answer.parquet"
    engine = duckdb.connect()
    engine.sql(f"set memory_limit = '{MEMORY}'")
    engine.sql("set threads = 2")
    engine.sql(f"set temp_directory = '{folder / 'spill'}'")
    engine.sql(MAKE.format(rows=rows - rows % BANDS, path=source))

    def call(frame: duckdb.DuckDBPyRelation) -> None:
        ms.dsr(frame, count="x", population="n", weight="w", by="g").write_parquet(str(target))

    task = Task("large", dict, call, list)
    _answer, found = measure(task, engine.read_parquet(str(source)))
    counts = "count(*) as groups, count(*) filter (status <> 'ok') as bad"
    ((count, bad),) = engine.read_parquet(str(target)).aggregate(counts).fetchall()
    print(json.dumps({**found, "peak_mib": find_peak(), "rows": rows - rows % BANDS, "groups": count, "bad": bad}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
