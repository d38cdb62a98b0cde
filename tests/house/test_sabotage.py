"""The faults of make sabotage do not rot: each still finds its one place, and names tests that are there."""

import runpy
import tomllib

import pytest

from tests.house.source import ROOT

FILES = sorted((ROOT / "tests" / "sabotage").glob("*.toml"))
FAULTS = [fault for path in FILES for fault in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]]
PARTS = {"name", "point", "file", "find", "replace", "tests", "why"}


def test_there_are_faults_and_each_bears_its_own_name():
    names = [fault["name"] for fault in FAULTS]
    assert len(names) >= 5
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_a_fault_finds_its_one_place_and_names_tests_that_are_there(fault):
    assert set(fault) == PARTS
    assert (ROOT / fault["file"]).read_text(encoding="utf-8").count(fault["find"]) == 1
    assert fault["find"] != fault["replace"]
    assert fault["tests"]
    for test in fault["tests"]:
        path, _, name = test.partition("::")
        assert (ROOT / path).exists()
        assert name.rpartition("::")[2].partition("[")[0] in ((ROOT / path).read_text() if name else "")


@pytest.mark.parametrize(
    ("answer", "failed", "problem"),
    [
        (1, ["tests/a.py::test_one", "tests/b.py::test_two[1]"], ""),
        (0, [], "all green"),
        (1, ["tests/a.py::test_one"], "not noticed by tests/b.py"),
        (2, [], "its tests could not run (pytest answered 2)"),
        (124, [], "its tests could not run (pytest answered 124)"),
    ],
)
def test_a_fault_counts_as_noticed_only_when_each_of_its_tests_turns_red(answer, failed, problem):
    sabotage = runpy.run_path(str(ROOT / "scripts" / "sabotage.py"))
    fault = sabotage["Fault"]("a fault", "", "src/a.py", "yes", "no", ("tests/a.py::test_one", "tests/b.py"), "")
    assert sabotage["find_problem"](fault, answer, failed) == problem
