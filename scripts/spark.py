"""Run the tests of the statistics on PySpark, on a cluster of two workers that this machine plays by itself.

    .venv/bin/python scripts/spark.py [words of pytest]

PySpark needs Java (17 or later) and 450 MB from the package index that pip is configured for; it is put into var/spark
and never into the environment. Where Java or PySpark cannot be had, that is said plainly and nothing is run: exit 0, or
1 with SPARK=required. SPARK_MASTER="local[2]" takes two threads for two workers, SPARK_JOBS=1 one test at a time.
Without other words the lane of expressions is run: the functions that never collect a lazy frame.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "var" / "spark"
PYSPARK = "pyspark==4.3.0"
# Where the lane of expressions is tested; what is asked for by name must be there.
LANE = ("test_expr.py", "test_frames.py", "test_compared_tables.py", "test_standardised.py", "test_funnels.py")


def main() -> int:
    """Find what is needed, or say what is lacking; then run the tests."""
    lacking = find_lacking()
    if lacking:
        print(f"PySpark was left out: {lacking}")
        return 1 if os.environ.get("SPARK") == "required" else 0
    tests = sys.argv[1:] or [str(ROOT / "tests" / "stats" / name) for name in LANE]
    # Two at a time, each with a cluster of its own: Python and Spark wait for each other's every word.
    words = ["-m", "pytest", "--spark", "-k", "pyspark", "-n", os.environ.get("SPARK_JOBS", "2"), *tests]
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=surround(), check=False).returncode


def find_lacking() -> str:
    """Return what lacks, in a sentence; nothing where PySpark can run."""
    if shutil.which("java") is None:
        return "there is no Java here. On Debian: apt-get install default-jre-headless."
    if (HOME / "pyspark").is_dir():
        return ""
    words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(HOME), PYSPARK]
    done = subprocess.run([sys.executable, *words], check=False, capture_output=True, text=True)
    if done.returncode == 0:
        return ""
    shutil.rmtree(HOME, ignore_errors=True)
    last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
    return f"{PYSPARK} cannot be installed here: {last}"


def surround() -> dict[str, str]:
    """Return the environment in which the tests, and the workers, find PySpark and the same Python."""
    paths = [str(HOME), *filter(None, [os.environ.get("PYTHONPATH")])]
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "SPARK_HOME": str(HOME / "pyspark")}
    return {**found, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}


if __name__ == "__main__":
    sys.exit(main())
