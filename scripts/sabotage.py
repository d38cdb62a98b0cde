"""Put one-line faults into copies of the repository and see that each turns its own tests red.

A test that cannot fail proves nothing. The faults stand in ``tests/sabotage/*.toml``, each so::

    [[fault]]
    name = "a check dropped from give_update"
    point = "Done when 4"                       # what it guards
    file = "src/moothall/deliver/acts.py"
    find = "why = check_can_update(by=by, action=action)"   # must occur exactly once in the file
    replace = 'why = "anybody"'
    tests = ["tests/permissions/test_table.py"] # each of these must hold at least one failing test
    why = "anybody could write on any action"

Before the faults the same tests run once on an unchanged copy and must all pass there.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parents[1]
FAULTS = ROOT / "tests" / "sabotage"
# "FAILED path::name - reason": only a test that ran and said no counts, not an error on the way to it.
FAILED = re.compile(r"^FAILED (\S+?)(?:\s|$)", re.MULTILINE)
TESTS_FAILED = 1
MINUTES, MINUTES_FOR_ALL = 10, 60


@dataclass(frozen=True)
class Fault:
    """One line changed for the worse, and the tests that must notice."""

    name: str
    point: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Outcome:
    """What became of one fault: an empty ``problem`` means that it was noticed by all who should."""

    fault: Fault
    problem: str
    seconds: float
    failed: int = 0
    last_words: str = ""


def read_faults(words: Sequence[str]) -> list[Fault]:
    """Return the faults whose name, file or point holds one of ``words``; all of them without words."""
    tables = [table for path in sorted(FAULTS.glob("*.toml")) for table in tomllib.loads(path.read_text())["fault"]]
    faults = [Fault(**{**table, "tests": tuple(table["tests"])}) for table in tables]
    doubled = {fault.name for fault in faults if sum(fault.name == other.name for other in faults) > 1}
    if doubled:
        raise SystemExit(f"Two faults bear the same name: {', '.join(sorted(doubled))}")
    return [f for f in faults if not words or any(word in f"{f.name} {f.file} {f.point}" for word in words)]


@contextmanager
def copied_repository() -> Iterator[Path]:
    """Copy what git keeps or would keep into a temporary folder."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="moothall-sabotage-") as folder:
        for name in filter(None, names):
            if (ROOT / name).is_file():
                target = Path(folder) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target)
        yield Path(folder)


@contextmanager
def applied(fault: Fault, copy: Path) -> Iterator[str]:
    """Change the one place in the copy and put it back; yield what is wrong with the fault itself, if anything.

    The file gets its old time back, so that what Python made of it and of all others is used again.
    """
    path = copy / fault.file
    before = (path.read_bytes(), path.stat()) if path.is_file() else None
    try:
        yield apply_fault(fault, copy)
    finally:
        if before is not None:
            path.write_bytes(before[0])
            os.utime(path, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))


def apply_fault(fault: Fault, copy: Path) -> str:
    """Change the one place in the copy; return what is wrong with the fault itself, if anything."""
    path = copy / fault.file
    if not path.is_file():
        return f"there is no file {fault.file}"
    text = path.read_text(encoding="utf-8")
    found = text.count(fault.find)
    if found != 1:
        return f"what it looks for stands {found} times in {fault.file}, not once"
    path.write_text(text.replace(fault.find, fault.replace), encoding="utf-8")
    return ""


def run_tests(
    copy: Path, tests: Sequence[str], *options: str, minutes: int = MINUTES
) -> subprocess.CompletedProcess[str]:
    """Run tests inside the copy, with the copy's own source and the reference cases of this clone."""
    cases = os.environ.get("MOOTHALL_CASES") or str(ROOT.parent / "shared" / "cases")
    surroundings = {**os.environ, "PYTHONPATH": str(copy / "src"), "MOOTHALL_CASES": cases}
    surroundings.pop("DATABASE_URL", None)
    quietly = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=line", "-rf"]
    command = [sys.executable, "-m", "pytest", *quietly, *options, *tests]
    try:
        return subprocess.run(
            command, cwd=copy, env=surroundings, capture_output=True, text=True, check=False, timeout=minutes * 60
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", f"not done after {minutes} minutes")


def judge(fault: Fault, copy: Path) -> Outcome:
    """Apply one fault in a copy that nobody else uses meanwhile, and see who notices."""
    began = time.monotonic()
    with applied(fault, copy) as problem:
        if problem:
            return Outcome(fault, problem, time.monotonic() - began)
        # Where one test is to notice it, the first red is the answer.
        answer = run_tests(copy, fault.tests, *(["-x"] if len(fault.tests) == 1 else []))
    failed = FAILED.findall(answer.stdout)
    problem = find_problem(fault, answer.returncode, failed)
    words = "\n".join((answer.stdout + answer.stderr).splitlines()[-15:])
    return Outcome(fault, problem, time.monotonic() - began, len(failed), words)


def judge_in_turn(fault: Fault, free: Queue[Path]) -> Outcome:
    """Judge a fault in a copy that is free, and leave the copy to the next."""
    copy = free.get()
    try:
        return judge(fault, copy)
    finally:
        free.put(copy)


def find_problem(fault: Fault, answer: int, failed: Sequence[str]) -> str:
    """Return why a fault counts as missed, from pytest's answer and the tests that failed; empty when noticed."""
    if answer == 0:
        return "all green"
    if answer != TESTS_FAILED:
        return f"its tests could not run (pytest answered {answer})"
    blind = [test for test in fault.tests if not any(node.startswith(test) for node in failed)]
    return f"not noticed by {', '.join(blind)}" if blind else ""


def check_green(faults: Sequence[Fault], jobs: int) -> None:
    """Run all named tests on an unchanged copy.

    Raises:
        SystemExit: one of them is red already, so its redness would prove nothing.
    """
    tests = sorted({test for fault in faults for test in fault.tests})
    print(f"First the {len(tests)} named tests and files on an unchanged copy ...", flush=True)
    with copied_repository() as copy:
        answer = run_tests(copy, tests, "-n", str(jobs), minutes=MINUTES_FOR_ALL)
    if answer.returncode != 0:
        print(answer.stdout[-3000:], answer.stderr[-2000:])
        raise SystemExit("They are not all green without a fault. Mend that first.")


def describe(outcome: Outcome) -> str:
    """Return one line of the table."""
    verdict = f"MISSED: {outcome.problem}" if outcome.problem else f"noticed by {outcome.failed}"
    return f"  {outcome.fault.point:14} {outcome.fault.name:64} {outcome.seconds:5.1f} s  {verdict}"


def main() -> int:
    """Judge the faults and print a table; the answer is 1 when one was missed."""
    parser = argparse.ArgumentParser(description="See that each known fault turns its own tests red.")
    parser.add_argument("words", nargs="*", help="only faults whose name, file or point holds one of these")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    asked = parser.parse_args()
    faults = read_faults(asked.words)
    if not faults:
        print("No fault is named so.")
        return 2
    check_green(faults, asked.jobs)
    outcomes = []
    with ExitStack() as stack, ThreadPoolExecutor(asked.jobs) as pool:
        free: Queue[Path] = Queue()
        for _ in range(asked.jobs):
            free.put(stack.enter_context(copied_repository()))
        for outcome in pool.map(lambda fault: judge_in_turn(fault, free), faults):
            print(describe(outcome), flush=True)
            outcomes.append(outcome)
    missed = [outcome for outcome in outcomes if outcome.problem]
    for outcome in missed:
        print(f"\n{outcome.fault.name}: {outcome.fault.why}\n{outcome.last_words}")
    print(f"\n{len(outcomes) - len(missed)} faults noticed, {len(missed)} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
