"""Build the wheel, install it beside pandas alone, and run the pages about the statistics there as they are written.

An analyst needs the statistics and nothing of the site: no Django, no Polars. The wheel and its needs come from the
package index that pip is configured for. Prints the size of the wheel, of what it brought, and the time of the import.
"""

from __future__ import annotations

import os
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What an analyst's environment must not need. If one of them can be imported there, the run proves nothing.
STRANGERS = ("django", "wagtail", "ninja", "polars", "pyarrow", "duckdb", "pyspark", "mpmath", "hypothesis")
INSIDE = "--inside"
IMPORTS = 5  # how often the import is timed


def main() -> int:
    """Build, install and look; with ``--inside`` be the part that runs in the bare environment."""
    if INSIDE in sys.argv[1:]:
        return run_inside()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        python = make_environment(Path(folder) / "bare", wheel)
        print(f"Wheel: {wheel.name}, {wheel.stat().st_size / 1024:,.0f} KiB", flush=True)
        installed = Path(find_package(python, folder)).parent
        print(f"Installed: {weigh(installed) / 1024:,.0f} KiB of moothall", flush=True)
        print(f"Import of moothall.stats: {time_import(python, folder) * 1000:,.0f} ms", flush=True)
        answer = subprocess.run([str(python), str(Path(__file__)), INSIDE], cwd=folder, env=clean(), check=False)
    print(f"Took {time.perf_counter() - begun:.0f} s")
    return answer.returncode


def build_wheel(folder: Path) -> Path:
    """Build the wheel with the environment's own build backend."""
    words = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, *words, str(ROOT)], check=True, env=clean())
    (wheel,) = folder.glob("moothall-*.whl")
    return wheel


def make_environment(folder: Path, wheel: Path) -> Path:
    """Make an environment with the wheel and pandas; return its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    words = ["-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    subprocess.run([sys.executable, *words, "--prefer-binary", str(wheel), "pandas>=3,<4"], check=True, env=clean())
    return python


def clean() -> dict[str, str]:
    """Return the surroundings without what points Python at this checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def find_package(python: Path, folder: str) -> str:
    words = [str(python), "-c", "import moothall; print(moothall.__file__)"]
    return subprocess.run(words, cwd=folder, env=clean(), check=True, capture_output=True, text=True).stdout.strip()


def weigh(folder: Path) -> int:
    """Return the bytes of all files of a package, without what Python compiled."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def time_import(python: Path, folder: str) -> float:
    """Return the median seconds of importing the statistics, each time in a fresh process."""
    code = "import time; begun = time.perf_counter(); import moothall.stats; print(time.perf_counter() - begun)"
    words = [str(python), "-c", code]
    taken = [
        float(subprocess.run(words, cwd=folder, env=clean(), check=True, capture_output=True, text=True).stdout)
        for _ in range(IMPORTS + 1)
    ]
    return statistics.median(taken[1:])  # the first one compiled what was not compiled yet


def run_inside() -> int:
    """Look round in the bare environment and run the pages; 1 where something is there, or prints, that should not."""
    there = list_strangers(STRANGERS)
    if there:
        print(f"This environment is not bare: {', '.join(there)} can be imported.")
        return 1
    import moothall.stats

    home = Path(moothall.stats.__file__ or "")
    if home.is_relative_to(ROOT):
        print(f"The statistics come from the checkout, not from the wheel: {home}")
        return 1
    docs = runpy.run_path(str(Path(__file__).with_name("docs.py")))
    pages = [path for folder in docs["RUN"] for path in sorted(folder.glob("*.md"))]
    wrong = [path.name for path in pages if path.read_text("utf-8") != docs["run_page"](path.read_text("utf-8"))]
    print(f"Pages run as they are written, beside pandas alone: {len(pages) - len(wrong)} of {len(pages)}")
    for name in wrong:
        print(f"  {name} prints something else here")
    return 1 if wrong or not pages else 0


def list_strangers(names: Iterable[str]) -> Sequence[str]:
    """Return which packages can be imported."""
    return [name for name in names if find_spec(name) is not None]


if __name__ == "__main__":
    sys.exit(main())
