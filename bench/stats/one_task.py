"""Measure one task in this process: one call to warm up, then one that counts. Prints a line of JSON.

A call that takes longer than half a minute needs no other to warm it up: it counts itself. CPU is user and system time
of the process during the call, memory its largest resident size. The answer's numbers are kept beside the data, so that
the sides can be compared.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SLOW = 30.0  # seconds


@dataclass(frozen=True)
class Task:
    """A table by name, how a frame is made of it, the call, and the columns of the answer that are compared."""

    table: str
    build: Callable[[Mapping[str, Any]], Any]
    call: Callable[[Any], Any]
    columns: Callable[[Any], Sequence[Any]]


def run(tasks: Mapping[str, Task], words: Sequence[str]) -> None:
    """Run the task that the words name: TASK FOLDER ANSWER."""
    name, folder, kept = words[0], Path(words[1]), Path(words[2])
    task = tasks[name]
    with np.load(folder / f"{task.table}.npz") as arrays:
        frame = task.build({key: arrays[key] for key in arrays.files})
        rows = len(arrays[arrays.files[0]])
    answer, found = measure(task, frame)
    if found["wall"] < SLOW:
        answer, found = measure(task, frame)
    np.savez(kept, *[np.asarray(column, dtype=np.float64) for column in task.columns(answer)])
    print(json.dumps({**found, "peak_mib": find_peak(), "rows": rows}))


def measure(task: Task, frame: Any) -> tuple[Any, dict[str, float]]:
    before, begun = time.process_time(), time.perf_counter()
    answer = task.call(frame)
    wall, after = time.perf_counter() - begun, time.process_time()
    return answer, {"cpu": after - before, "wall": wall}


def find_peak() -> float:
    """Return the largest resident size of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(tasks: Mapping[str, Task]) -> None:
    run(tasks, sys.argv[1:])
