"""Measure one task in this process: one call to warm up, then one that counts. Prints a line of JSON.

CPU is user and system time of the process during the call, memory its largest resident size. The answer's numbers are
kept beside the data, so that the two sides can be compared.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Task = tuple[str, Callable[[Mapping[str, Any]], Any], Callable[[Any], Any], Callable[[Any], Sequence[Any]]]


def run(tasks: Mapping[str, Task], words: Sequence[str]) -> None:
    """Run the task that the words name: TASK FOLDER ANSWER."""
    name, folder, kept = words[0], Path(words[1]), Path(words[2])
    table, build, call, columns = tasks[name]
    with np.load(folder / f"{table}.npz") as arrays:
        frame = build({key: arrays[key] for key in arrays.files})
    call(frame)
    before, begun = os.times(), time.perf_counter()
    answer = call(frame)
    wall, after = time.perf_counter() - begun, os.times()
    np.savez(kept, *[np.asarray(column, dtype=np.float64) for column in columns(answer)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = after.user + after.system - before.user - before.system
    print(json.dumps({"cpu": cpu, "wall": wall, "peak_mib": peak}))


def main(tasks: Mapping[str, Task]) -> None:
    run(tasks, sys.argv[1:])
