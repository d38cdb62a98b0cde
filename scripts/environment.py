"""Build ``.venv`` from a hash-checked lock, say what happens all the way, and do nothing when it is up to date.

Run by ``make demo`` (``runtime``) and ``make env`` (``dev``) with the system's own Python, so only the standard
library is used here.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# The tests' lock holds all of the runtime's, so a fresh "dev" serves "runtime" too.
SERVED_BY = {"runtime": ("runtime", "dev"), "dev": ("dev",)}


def say(text: str) -> None:
    """Print one line of progress at once, even into a pipe."""
    print(text, flush=True)


def fingerprint(kind: str) -> str:
    """Return a hash of all that decides what stands in the environment."""
    parts = [(ROOT / "requirements" / f"{kind}.lock").read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    return hashlib.sha256(b"\0".join([*parts, str(ROOT).encode()])).hexdigest()


def stamp(kind: str) -> Path:
    """Return the file that says which lock was installed last, written only after all else has gone well."""
    return VENV / f"moothall-{kind}.stamp"


def is_current(kind: str) -> bool:
    """Tell whether the environment runs and holds what the lock asks for."""
    for served in SERVED_BY[kind]:
        if stamp(served).is_file() and stamp(served).read_text().strip() == fingerprint(served):
            return runs(PYTHON)
    return False


def runs(python: Path) -> bool:
    """Tell whether this Python starts: after a system upgrade the one in an old environment may not."""
    check = [str(python), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    return python.exists() and subprocess.run(check, capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Make an empty environment, or leave a working one as it is."""
    if runs(PYTHON):
        say("1/3  Environment .venv is there")
        return
    say(f"1/3  Making the environment .venv with Python {sys.version.split()[0]}")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def locked_names(lock: Path) -> list[str]:
    """Return the packages of a lock file, in its order."""
    lines = lock.read_text().splitlines()
    return [line.split("==")[0] for line in lines if line and not line[0].isspace() and "==" in line]


def install(kind: str, tool: str) -> None:
    """Install a lock's packages; each file is refused unless its hash stands in the lock."""
    lock = ROOT / "requirements" / f"{kind}.lock"
    total = len(locked_names(lock))
    say(f"2/3  Installing {total} packages of {lock.relative_to(ROOT)}, each checked against its hash")
    if tool == "uv":
        run(["uv", "pip", "install", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)])
        return
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "--disable-pip-version-check"]
    # Python compiles what is used when it is used; compiling all of it here would take a third of the time.
    run([*command, "--no-compile", "--progress-bar", "off", "-r", str(lock)], show=PackageCounter(total))


def install_project(tool: str) -> None:
    """Put this checkout on the environment's path, with the command ``moothall``."""
    say("3/3  Installing Moothall itself from this folder")
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if tool == "uv":
        pip = ["uv", "pip", "install", "-q", "--python", str(PYTHON)]
    run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


class PackageCounter:
    """Turns pip's talk into one short line a package, so that a slow line shows where it is."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0

    def __call__(self, line: str) -> None:
        word = line.split(" ", 1)[0]
        if word in ("Collecting", "Ignoring", "Requirement"):
            self.done += 1
        if word == "Collecting":
            say(f"     [{self.done:3}/{self.total}] {line.split()[1]}")
        elif word == "Installing":
            say("     All fetched and checked; unpacking (some seconds)")
        elif word in ("ERROR:", "WARNING:"):
            say(f"     {line.rstrip()}")


def run(command: list[str], show: Callable[[str], None] | None = None) -> None:
    """Run a command quietly or through ``show``, and stop with its last words when it fails.

    Raises:
        SystemExit: The command failed; the environment is left unstamped, so that the next run tries again.
    """
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout or ():
            said.append(line.rstrip())
            if show:
                show(line)
    if process.returncode:
        say("\n".join(["", "The environment could not be built. The last words were:", *said[-12:]]))
        say("\nNothing is lost: run the same command again once the cause is mended (often the network).")
        raise SystemExit(1)


def choose_tool(asked: str) -> str:
    """Return the installer to use: pip, or uv when it was asked for and is there."""
    if asked == "uv" and shutil.which("uv") is None:
        say("     TOOL=uv was asked for, but uv is not there: using pip")
        return "pip"
    return asked


def main() -> None:
    """Bring the environment up to date for running (runtime) or for tests and checks (dev)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(SERVED_BY))
    parser.add_argument("--tool", choices=["pip", "uv"], default="pip")
    asked = parser.parse_args()
    if is_current(asked.kind):
        return
    began = time.monotonic()
    tool = choose_tool(asked.tool)
    make_venv()
    stamp(asked.kind).unlink(missing_ok=True)
    install(asked.kind, tool)
    install_project(tool)
    stamp(asked.kind).write_text(fingerprint(asked.kind) + "\n")
    say(f"     Environment ready after {time.monotonic() - began:.0f} seconds\n")


if __name__ == "__main__":
    main()
