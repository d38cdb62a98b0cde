"""Our statistics beside PHStatsMethods on the same rows: answers compared first, then CPU, wall and memory.

    .venv/bin/python bench/stats/report.py [--quick] [--out FILE]

Each task alternates ours and the peer's, each time in a fresh process after one call to warm up, engines held to two
threads. No ratio is printed unless the answers agree to 1e-9. The peer is installed from the package index that pip is
configured for into an environment of its own; where it cannot be, ours are measured alone. ``--quick`` takes a share of
the rows and one turn each, to see that it works: its times say little.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
PEER = "PHStatsMethods==0.1.16"
PEER_HOME = HERE.parents[1] / "var" / "bench" / "peer"
# CPU of ours at most the peer's divided by this, as the accuracy and speed targets have it; none: no target.
TARGETS: Mapping[str, float | None] = {
    "proportion": 3_000,
    "proportion_in_groups": None,
    "rate": None,
    "mean": None,
    "dsr": 90,
    "quantiles": 5,
    "life_expectancy": None,
}
AGREE = 1e-9
TURNS, SLOW_TURNS, SLOW = 5, 3, 30.0  # fewer turns where one takes more than 30 seconds
QUICK = 0.005
THREADS = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS")


def main() -> int:
    """Make the data, run the tasks and print the table; 1 where two answers differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a two-hundredth of the rows, one turn each")
    parser.add_argument("--share", type=float, help="another share of the rows")
    parser.add_argument("--tasks", help="some of the tasks, with commas between")
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the table as JSON")
    asked = parser.parse_args()
    peer = find_peer()
    share = asked.share or (QUICK if asked.quick else 1.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, str(HERE / "make_data.py"), name, "--share", str(share)], check=True)
        tasks = asked.tasks.split(",") if asked.tasks else list(TARGETS)
        rows = [measure(task, folder, peer, 1 if asked.quick else TURNS) for task in tasks]
    about = {"share": share, "processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    about |= {"python": platform.python_version(), "moothall": version("moothall"), "polars": version("polars")}
    about |= {"peer": PEER if peer else "not installed"}
    print(format_report(rows, about))
    if asked.out:
        asked.out.write_text(json.dumps({"about": about, "tasks": rows}, indent=2) + "\n", encoding="utf-8")
    return 1 if any(row["agrees"] is False for row in rows) else 0


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
    """Run a task by turns: ours on Polars, ours on pandas, the peer's; the first turns are compared."""
    sides = {"ours": (sys.executable, "ours.py", task), "ours on pandas": (sys.executable, "ours.py", f"pandas:{task}")}
    if peer is not None and task != "life_expectancy":
        sides["peer"] = (str(peer), "peer.py", task)
    runs: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    for turn in range(turns):
        for side, words in sides.items():
            runs[side].append(run_once(words, folder, folder / f"{side}.npz"))
        if turn + 1 >= SLOW_TURNS and max(run["wall"] for side in runs.values() for run in side) > SLOW:
            break
    agrees = None if "peer" not in sides else agree(folder / "ours.npz", folder / "peer.npz")
    agrees = agrees if agrees is None else agrees and agree(folder / "ours on pandas.npz", folder / "peer.npz")
    return {"task": task, "agrees": agrees, "target": TARGETS[task], "sides": {s: sum_up(r) for s, r in runs.items()}}


def run_once(words: Sequence[str], folder: Path, kept: Path) -> dict[str, float]:
    """Run one side in a fresh process."""
    python, program, task = words
    environment = {**os.environ, **dict.fromkeys(THREADS, "2")}
    command = [python, str(HERE / program), task, str(folder), str(kept)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def agree(ours: Path, theirs: Path) -> bool:
    """Return whether two answers hold the same numbers, to a billionth of each; missing ones are the same ones."""
    with np.load(ours) as one, np.load(theirs) as two:
        pairs = [(one[name], two[name]) for name in one.files]
        same_shape = one.files == two.files and all(a.shape == b.shape for a, b in pairs)
        return same_shape and all(np.allclose(a, b, rtol=AGREE, atol=1e-12, equal_nan=True) for a, b in pairs)


def sum_up(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return medians, and the range of CPU."""
    found = {name: median(run[name] for run in runs) for name in ("cpu", "wall", "peak_mib")}
    cpu = [run["cpu"] for run in runs]
    return {**found, "least_cpu": min(cpu), "most_cpu": max(cpu), "turns": len(runs)}


def format_report(rows: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> str:
    """Return the table: a line each for task and side, with how many times the CPU and wall of ours the peer takes."""
    lines = [f"{'task':22}{'side':16}{'CPU s':>9}{'range':>18}{'wall s':>9}{'MiB':>7}{'CPU x':>9}{'wall x':>9}  target"]
    for row in rows:
        peer = row["sides"].get("peer")
        for side, found in row["sides"].items():
            span = f"{found['least_cpu']:.3f}-{found['most_cpu']:.3f}"
            line = f"{row['task']:22}{side:16}{found['cpu']:9.3f}{span:>18}{found['wall']:9.3f}{found['peak_mib']:7.0f}"
            lines.append(line + (format_ratio(row, found, peer) if side != "peer" else ""))
        if row["agrees"] is False:
            lines.append(f"{row['task']:22}The answers differ by more than {AGREE:g}: no ratio.")
    return "\n".join([*lines, ", ".join(f"{name} {value}" for name, value in about.items())])


def format_ratio(row: Mapping[str, Any], ours: Mapping[str, float], peer: Mapping[str, float] | None) -> str:
    if peer is None or not row["agrees"]:
        return ""
    ratio, wall = peer["cpu"] / max(ours["cpu"], 1e-6), peer["wall"] / max(ours["wall"], 1e-6)
    met = "" if row["target"] is None else f"  {row['target']:g}: {'met' if ratio >= row['target'] else 'not met'}"
    return f"{ratio:9.1f}{wall:9.1f}{met}"


if __name__ == "__main__":
    sys.exit(main())
