"""The faults of make sabotage do not rot: each still finds its one place, and names tests that are there."""

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
