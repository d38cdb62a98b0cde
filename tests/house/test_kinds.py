"""The counting of tests by kind, which lets no green be silent."""

import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.house.source import ROOT
from tests.kinds import KINDS, list_missing, name_kind

SKIPPING = """
import pytest

def test_that_passes():
    pass

@pytest.mark.skip(reason="not today")
def test_that_is_skipped():
    raise AssertionError

@pytest.mark.xfail(strict=True)
def test_that_is_expected_to_fail():
    assert not "red"
"""


def run_pytest(folder, text: str, *words: str, ci: bool) -> subprocess.CompletedProcess[str]:
    (folder / "test_given.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p tests.kinds\n")
    surroundings = {**os.environ, "CI": "true" if ci else "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    surroundings.pop("PYTEST_ADDOPTS", None)
    options = ["-q", "-p", "no:cacheprovider", "-c", str(folder / "pytest.ini")]
    command = [sys.executable, "-m", "pytest", *options, *words, str(folder / "test_given.py")]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


def test_a_skip_is_a_skip_on_a_laptop_and_a_failure_in_ci(tmp_path):
    at_home = run_pytest(tmp_path, SKIPPING, ci=False)
    assert at_home.returncode == 0, at_home.stdout
    assert "1 passed, 1 skipped, 1 xfailed" in at_home.stdout
    in_ci = run_pytest(tmp_path, SKIPPING, ci=True)
    assert in_ci.returncode == 1
    assert "Nothing is skipped in CI, and this was: Skipped: not today" in in_ci.stdout


def test_a_file_that_skips_itself_is_a_failure_in_ci(tmp_path):
    text = "import pytest\npytest.importorskip('no_such_package')\n"
    assert run_pytest(tmp_path, text, ci=True).returncode not in {0, 5}


def test_a_kind_that_counts_zero_is_a_failure_in_ci(tmp_path):
    text = "def test_that_passes():\n    pass\n"
    assert run_pytest(tmp_path, text, "--require-kinds=unit", ci=True).returncode == 0
    assert run_pytest(tmp_path, text, "--require-kinds=all", ci=False).returncode == 0
    answer = run_pytest(tmp_path, text, "--require-kinds=all", ci=True)
    assert answer.returncode == 1
    assert "No test ran of: spec, house, journeys" in answer.stdout


def test_the_run_without_a_browser_leaves_out_what_opens_one(tmp_path):
    text = """
import pytest

@pytest.fixture
def browser():
    raise AssertionError

@pytest.fixture
def page(browser):
    return browser

def test_that_opens_a_page(page):
    pass

def test_that_passes():
    pass
"""
    answer = run_pytest(tmp_path, text, "-m", "not browser", "-o", "markers=browser: opens a browser", ci=True)
    assert answer.returncode == 0, answer.stdout
    assert "1 passed, 1 deselected" in answer.stdout


def test_the_second_run_leaves_out_what_asks_for_no_database(tmp_path):
    text = """
import pytest

@pytest.fixture
def db():
    pass

@pytest.fixture
def place(db):
    pass

def test_that_lays_a_place(place):
    pass

@pytest.mark.django_db
def test_that_says_so_by_a_mark():
    pass

def test_of_a_pure_rule():
    pass
"""
    marks = "markers=database: asks for it\ndjango_db: asks for it"
    answer = run_pytest(tmp_path, text, "-m", "database", "-o", marks, ci=True)
    assert answer.returncode == 0, answer.stdout
    assert "2 passed, 1 deselected" in answer.stdout


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("tests/govern/test_rules.py", "unit"),
        ("tests/spec/test_quorum.py", "spec"),
        ("tests/house/test_locks.py", "house"),
        ("tests/journeys/test_clerk.py", "journeys"),
        ("tests/walker/test_walk.py", "walker"),
        ("tests/permissions/test_table.py", "permissions"),
        ("tests/kit/test_canaries.py", "canaries"),
        ("tests/plan/test_api.py", "api"),
        ("tests/plan/test_api_priorities.py", "api"),
        ("tests/stats/test_property.py", "property"),
    ],
)
def test_a_test_is_of_the_kind_of_its_folder_or_file(path, kind):
    assert name_kind(ROOT / path) == kind


def test_a_test_by_hypothesis_is_a_property_wherever_it_stands():
    assert name_kind(ROOT / "tests/govern/test_rules.py", by_hypothesis=True) == "property"
    assert name_kind(ROOT / "tests/spec/test_quorum.py", by_hypothesis=True) == "spec"


def test_a_kind_counts_when_a_test_of_it_ran():
    counts = {kind: Counter[str]() for kind in KINDS}
    counts["unit"]["passed"] = 3
    counts["api"]["skipped"] = 2
    assert list_missing(counts, "unit,api") == ["api"]
    assert "unit" not in list_missing(counts, "all")
    assert list_missing(counts, "") == []
