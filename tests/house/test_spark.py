"""``make spark`` runs the statistics on PySpark, or says plainly what lacks."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import PACKAGE

ROOT = PACKAGE.parents[1]
SCRIPT = ROOT / "scripts" / "spark.py"


@pytest.mark.parametrize(("asked", "code"), [("", 0), ("required", 1)])
def test_without_java_it_says_so_and_runs_nothing(asked, code, tmp_path):
    surroundings = {"PATH": str(tmp_path), "SPARK": asked}
    done = subprocess.run([sys.executable, str(SCRIPT)], env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout.startswith("PySpark was left out: there is no Java here.")


def test_the_tests_of_the_lane_are_there_and_ask_for_every_kind_of_frame():
    for name in runpy.run_path(str(SCRIPT))["LANE"]:
        text = (Path(ROOT) / "tests" / "stats" / name).read_text(encoding="utf-8")
        assert "backend" in text, name


def test_the_makefile_has_the_word():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\nspark: env ##" in text and "scripts/spark.py $(TESTS)" in text
    assert "\nframes: env ##" in text and "MOOTHALL_FRAMES=$(FRAMES)" in text


def test_the_frames_that_are_asked_for_are_taken():
    """What the shell says to Moothall does not reach the tests; how many frames they are to take must."""
    words = "import tests.surroundings; from tests.stats.test_random_frames import FRAMES, TESTS; print(FRAMES, TESTS)"
    asked = {**os.environ, "MOOTHALL_FRAMES": "9000"}
    done = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, env=asked, capture_output=True, text=True, check=True
    )
    frames, tests = map(int, done.stdout.split())
    assert frames * tests >= 9000 > (frames - 1) * tests
