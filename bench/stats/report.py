"""Our statistics beside PHStatsMethods on the same rows: answers compared first, then CPU, wall and memory.

    .venv/bin/python bench/stats/report.py [--quick] [--tasks a,b] [--large [ROWS]] [--out FILE] [--join FILE ...]

Each task alternates ours and the peer's, each time in a fresh process after one call to warm up, engines held to two
threads. No ratio is printed unless the answers agree to 1e-9. A side that stops or takes too long says so in its own
row, and the others go on. What the peer does not have stands beside our own slow twin, or alone, and gives no ratio.
The peer is installed from the package index that pip is configured for into an environment of its own; where it cannot
be, ours are measured alone. ``--quick`` takes a share of the rows and one turn each, to see that it works: its times
say little. ``--large`` adds hundreds of millions of rows through DuckDB, as many as the memory here allows.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
PEER = "PHStatsMethods==0.1.16"
PEER_HOME = HERE.parents[1] / "var" / "bench" / "peer"


@dataclass(frozen=True)
class Aim:
    """What a task is to reach: so many times the peer's CPU, and so many seconds of wall time. ``beside``: by whom."""

    ratio: float | None = None
    wall: float | None = None
    beside: str = "peer"  # or twin, our own; or nobody


AIMS: Mapping[str, Aim] = {
    "proportion": Aim(3_000, 0.05),
    "proportion_in_groups": Aim(None, 0.1),
    "rate": Aim(),
    "every_rate": Aim(beside="nobody"),
    "mean": Aim(),
    "dsr": Aim(90, 0.6),
    "smr": Aim(),
    "life_expectancy": Aim(None, 0.25, "twin"),
    "sii": Aim(None, 0.25, "twin"),
    "sii_of_rates": Aim(None, 10, "nobody"),
    "quantiles": Aim(5),
    "funnel_of_rates": Aim(),
    "funnel_of_ratios": Aim(beside="nobody"),
    "funnel_limits": Aim(),
    "county": Aim(None, 1, "nobody"),
    "import": Aim(None, 0.15),
}
LARGE = Aim(None, 20, "nobody")
AGREE = 1e-9
TURNS, SLOW_TURNS, SLOW = 5, 3, 30.0  # fewer turns where one takes more than 30 seconds
LONGEST = 900  # seconds of one process
QUICK = 0.005
THREADS = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS")
MOST_ROWS, LEAST_ROWS = 200_000_000, 10_000_000
BYTES_A_ROW = 60  # of memory and of disk that a row of the largest task may need
IMPORTS = {"ours": "moothall.stats", "peer": "PHStatsMethods"}
IMPORT = (
    "import json, resource, time; a, b = time.process_time(), time.perf_counter(); import {name}; "
    "c, d = time.process_time(), time.perf_counter(); print(json.dumps(dict(cpu=c - a, wall=d - b, rows=0, "
    "peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))"
)

Runs = dict[str, list[dict[str, float]]]


class StoppedError(Exception):
    """One side stopped or took too long."""


def main() -> int:
    """Make the data, run the tasks and print the table; 1 where two answers differ."""
    asked = read_words()
    if asked.join:
        about, rows = join(asked.join)
    else:
        about, rows = run(asked)
    print(format_report(rows, about))
    keep(asked.out, rows, about)
    if asked.page:
        asked.page.write_text(format_page(rows, about), encoding="utf-8")
    return 1 if any(row["agrees"] is False for row in rows) else 0


def read_words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a two-hundredth of the rows, one turn each")
    parser.add_argument("--share", type=float, help="another share of the rows")
    parser.add_argument("--tasks", help="some of the tasks, with commas between")
    parser.add_argument("--turns", type=int, help=f"how often each side runs (else {TURNS}, or 1 with --quick)")
    parser.add_argument("--large", nargs="?", type=int, const=0, metavar="ROWS", help="also the largest task")
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the table as JSON")
    parser.add_argument("--page", type=Path, metavar="FILE", help="also write the table as Markdown")
    parser.add_argument("--join", type=Path, nargs="+", metavar="FILE", help="run nothing: put written tables together")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what is measured, and on what."""
    peer = find_peer()
    share = asked.share or (QUICK if asked.quick else 1.0)
    turns = asked.turns or (1 if asked.quick else TURNS)
    tasks = asked.tasks.split(",") if asked.tasks is not None else list(AIMS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        about = describe(share, peer)
        if any(task != "import" for task in tasks):
            subprocess.run([sys.executable, str(HERE / "make_data.py"), name, "--share", str(share)], check=True)
        rows: list[dict[str, Any]] = []
        for task in filter(None, tasks):
            rows.append({**measure(task, folder, peer, turns), "share": share})
            keep(asked.out, rows, about)
        if asked.large is not None:
            rows.append(measure_large(asked.large or find_rows(folder), folder))
    return about, rows


def keep(out: Path | None, rows: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> None:
    """Write what is measured so far, so that a run that is cut short loses no more than its last task."""
    if out is not None:
        out.write_text(json.dumps({"about": about, "tasks": rows}, indent=2) + "\n", encoding="utf-8")


def describe(share: float, peer: Path | None) -> dict[str, Any]:
    about = {"date": datetime.now(UTC).date().isoformat(), "share": share, "processor": name_processor()}
    about |= {"cores": os.cpu_count(), "load at the start": round(os.getloadavg()[0], 1)}
    about |= {"python": platform.python_version()}
    about |= {name: version(name) for name in ("moothall", "polars", "pandas", "duckdb")}
    return about | {"peer": PEER if peer else "not installed"}


def name_processor() -> str:
    """Return the processor's name where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def join(files: Sequence[Path]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the rows of several runs on one machine; of a task that ran twice the later file's."""
    runs = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    rows = {row["task"]: row for one in runs for row in one["tasks"]}
    loads = sorted(one["about"]["load at the start"] for one in runs)
    return {**runs[-1]["about"], "load at the start": f"{loads[0]} to {loads[-1]}"}, list(rows.values())


def find_peer() -> Path | None:
    """Return the Python of the peer's environment, made where it is not there yet; None where it cannot be made."""
    python = PEER_HOME / "bin" / "python"
    if not python.exists():
        PEER_HOME.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(PEER_HOME)], check=True)
    words = ["-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check", PEER]
    done = subprocess.run([sys.executable, *words], check=False, capture_output=True)
    return python if done.returncode == 0 else None


def measure(task: str, folder: Path, peer: Path | None, turns: int) -> dict[str, Any]:
    """Run a task by turns: ours on Polars, ours on pandas, the peer's or our twin's; the last answers are compared."""
    sides = list_sides(task, folder, peer)
    runs: Runs = {side: [] for side in sides}
    stopped: dict[str, str] = {}
    for turn in range(turns):
        for side, command in sides.items():
            if side not in stopped:
                try:
                    runs[side].append(run_once(command))
                except StoppedError as why:
                    stopped[side] = str(why)
        longest = max((one["wall"] for side in runs.values() for one in side), default=0.0)
        if turn + 1 >= SLOW_TURNS and longest > SLOW:
            break
    summed = {side: {"stopped": stopped[side]} if side in stopped else sum_up(runs[side]) for side in sides}
    return make_row(task, AIMS[task], summed, compare(task, folder, summed))


def list_sides(task: str, folder: Path, peer: Path | None) -> dict[str, list[str]]:
    """Return the command of each side."""
    if task == "import":
        pythons = {"ours": sys.executable} | ({"peer": str(peer)} if peer else {})
        return {side: [python, "-c", IMPORT.format(name=IMPORTS[side])] for side, python in pythons.items()}
    programs = {
        "ours": (sys.executable, "ours.py", task),
        "ours on pandas": (sys.executable, "ours.py", f"pandas:{task}"),
    }
    beside = AIMS[task].beside
    if beside == "peer" and peer is not None:
        programs["peer"] = (str(peer), "peer.py", task)
    if beside == "twin":
        programs["our own twin"] = (sys.executable, "twin.py", task)
    return {
        side: [python, str(HERE / program), name, str(folder), str(folder / f"{side}.npz")]
        for side, (python, program, name) in programs.items()
    }


def run_once(command: Sequence[str]) -> dict[str, float]:
    """Run one side in a fresh process.

    Raises:
        StoppedError: it ended with an error, or took longer than ``LONGEST`` seconds.
    """
    environment = {**os.environ, **dict.fromkeys(THREADS, "2")}
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise StoppedError(f"took longer than {LONGEST} s") from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        raise StoppedError(f"stopped: {last[:120]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(task: str, folder: Path, sides: Mapping[str, Mapping[str, Any]]) -> bool | None:
    """Return whether the answers of all sides that came to an end agree; None where there is nothing to compare."""
    there = [side for side, found in sides.items() if "stopped" not in found]
    if task == "import" or len(there) < 2:
        return None
    answers = [folder / f"{side}.npz" for side in there]
    return all(agree(one, answers[-1]) for one in answers[:-1])


def agree(ours: Path, theirs: Path) -> bool:
    """Return whether two answers hold the same numbers, to a billionth of each; missing ones are the same ones."""
    with np.load(ours) as one, np.load(theirs) as two:
        pairs = [(one[name], two[name]) for name in one.files if name in two.files]
        same_shape = one.files == two.files and all(a.shape == b.shape for a, b in pairs)
        return same_shape and all(np.allclose(a, b, rtol=AGREE, atol=1e-12, equal_nan=True) for a, b in pairs)


def sum_up(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return medians, and the range of CPU."""
    found = {name: median(run[name] for run in runs) for name in ("cpu", "wall", "peak_mib")}
    cpu = [run["cpu"] for run in runs]
    rows = runs[0].get("rows", 0)
    return {**found, "least_cpu": min(cpu), "most_cpu": max(cpu), "turns": len(runs), "rows": rows}


def make_row(task: str, aim: Aim, sides: Mapping[str, Mapping[str, Any]], agrees: bool | None) -> dict[str, Any]:
    rows = max((found.get("rows", 0) for found in sides.values()), default=0)
    return {"task": task, "rows": rows, "agrees": agrees, "target": aim.ratio, "wall_target": aim.wall, "sides": sides}


def find_rows(folder: Path) -> int:
    """Return as many rows as the memory and the disk allow, up to the target's two hundred million."""
    memory = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    disk = os.statvfs(folder)
    room = min(memory, disk.f_bavail * disk.f_frsize)
    return max(LEAST_ROWS, min(MOST_ROWS, room // BYTES_A_ROW))


def measure_large(rows: int, folder: Path) -> dict[str, Any]:
    """Run the largest task once."""
    try:
        found: dict[str, Any] = sum_up([run_once([sys.executable, str(HERE / "large.py"), str(rows), str(folder)])])
    except StoppedError as why:
        found = {"stopped": str(why)}
    return make_row("dsr_through_duckdb", LARGE, {"ours on DuckDB": found}, None)


def format_report(rows: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> str:
    """Return the table: a line each for task and side, with how many times the CPU and wall of ours the peer takes."""
    head = f"{'task':22}{'rows':>12}  {'side':16}{'CPU s':>9}{'range':>18}{'wall s':>9}{'MiB':>7}"
    lines = [f"{head}{'CPU x':>9}{'wall x':>9}  target"]
    scale = find_scale(rows)
    for row in rows:
        for side, found in row["sides"].items():
            start = f"{row['task']:22}{row.get('rows', 0):>12,}  {side:16}"
            if "stopped" in found:
                lines.append(f"{start} {found['stopped']}")
                continue
            span = f"{found['least_cpu']:.3f}-{found['most_cpu']:.3f}"
            line = f"{start}{found['cpu']:9.3f}{span:>18}{found['wall']:9.3f}{found['peak_mib']:7.0f}"
            ratio, wall = find_ratio(row, side)
            line += f"{ratio:9.1f}{wall:9.1f}" if ratio is not None else " " * 18
            lines.append(f"{line}  {'; '.join(judge(row, side, scale))}".rstrip())
        if row["agrees"] is False:
            lines.append(f"{row['task']:22}The answers differ by more than {AGREE:g}: no ratio.")
    return "\n".join([*lines, ", ".join(f"{name} {value}" for name, value in about.items())])


def format_page(rows: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> str:
    """Return the same table as Markdown, to be put on the page about the speed."""
    lines = ["| task | rows | side | CPU s | wall s | MiB | CPU × | target |", "|---|---:|---|---:|---:|---:|---:|---|"]
    scale = find_scale(rows)
    for row in rows:
        for side, found in row["sides"].items():
            start = f"| {row['task'].replace('_', ' ')} | {row['rows']:,} | {side} |"
            if "stopped" in found:
                lines.append(f"{start} | | | | {found['stopped'].replace('|', '/')} |")
                continue
            ratio, _wall = find_ratio(row, side)
            told = "" if ratio is None else f"{ratio:,.1f}"
            said = "answers differ: no ratio" if row["agrees"] is False else "; ".join(judge(row, side, scale))
            numbers = f"{found['cpu']:.3f} | {found['wall']:.3f} | {found['peak_mib']:.0f}"
            lines.append(f"{start} {numbers} | {told} | {said} |")
    return "\n".join([*lines, "", ", ".join(f"{name} {value}" for name, value in about.items()) + "."]) + "\n"


def find_ratio(row: Mapping[str, Any], side: str) -> tuple[float, float] | tuple[None, None]:
    """Return how many times our CPU and wall time the peer takes; none without a peer or where answers differ."""
    peer, ours = row["sides"].get("peer", {"stopped": ""}), row["sides"][side]
    if side == "peer" or "stopped" in peer or "stopped" in ours or row["agrees"] is False:
        return None, None
    return peer["cpu"] / max(ours["cpu"], 1e-6), peer["wall"] / max(ours["wall"], 1e-6)


def judge(row: Mapping[str, Any], side: str, scale: Mapping[str, float]) -> list[str]:
    """Return what is said of the targets of one of our rows; those of wall time are for Polars."""
    said: list[str] = []
    if row["agrees"] is False or row.get("share", 1) != 1:
        return said  # targets are for all rows
    ratio, _wall = find_ratio(row, side)
    if row["target"] is not None and ratio is not None:
        said.append(f"{row['target']:g}: {say(ratio >= row['target'])}")
    if row.get("wall_target") is not None and side in ("ours", "ours on DuckDB"):
        said.append(f"{row['wall_target']:g} s: {say(row['sides'][side]['wall'] <= row['wall_target'])}")
    if row["task"] in scale and ratio is not None and side == "ours":
        one = REFERENCE[row["task"]]
        times = one["r"] * scale[row["task"]] / max(row["sides"][side]["cpu"], 1e-6)
        said.append(f"R estimated {times:,.0f} times, {one['least']:g}: {say(times >= one['least'])}")
    return said


def say(is_met: bool) -> str:
    return "met" if is_met else "not met"


REFERENCE: Mapping[str, Mapping[str, float]] = tomllib.loads((HERE / "reference.toml").read_text(encoding="utf-8"))


def find_scale(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return by task how much longer the peer takes here than where R was measured beside it."""
    peers = {row["task"]: row["sides"].get("peer", {}) for row in rows if row.get("share", 1) == 1}
    return {
        task: found["cpu"] / REFERENCE[task]["py"]
        for task, found in peers.items()
        if task in REFERENCE and "cpu" in found
    }


if __name__ == "__main__":
    sys.exit(main())
