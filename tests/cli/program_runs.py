"""Running the program as a person does: another process, a data folder of its own, real migrations."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "import sys; from moothall.cli.program import main; sys.exit(main())"]


def surroundings(var: Path, **more: str) -> dict[str, str]:
    """Return the environment of a run: nothing of the tests' own settings, and the data in ``var``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOOTHALL_", "DATABASE_URL"))}
    return {**kept, "MOOTHALL_VAR": str(var), **more}


def run(var: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Say words to the program and wait for its answer; nobody is there to be asked."""
    return subprocess.run(
        [*COMMAND, *words],
        cwd=var.parent,
        env=surroundings(var, **more),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=300,
    )


def start(var: Path, *words: str, log: Path, **more: str) -> subprocess.Popen[bytes]:
    """Start the program and go on; what it says goes into ``log``."""
    with log.open("wb") as stream:
        return subprocess.Popen(
            [*COMMAND, *words],
            cwd=var.parent,
            env=surroundings(var, **more),
            stdout=stream,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )


def run_code(var: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run lines of Python in a process of their own, with the program's settings."""
    around = surroundings(var, DJANGO_SETTINGS_MODULE="moothall.config.settings")
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=var.parent, env=around, capture_output=True, text=True, check=False, timeout=300)


def start_worker(var: Path, *, log: Path) -> subprocess.Popen[bytes]:
    """Start the worker as the how-to says, and go on."""
    command = [sys.executable, str(ROOT / "manage.py"), "db_worker"]
    with log.open("wb") as stream:
        return subprocess.Popen(command, cwd=var.parent, env=surroundings(var), stdout=stream, stderr=subprocess.STDOUT)
