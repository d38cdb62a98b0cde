"""The conformance statement: it runs every case on every kind of frame, finds what is wrong, and its cases are made."""

import copy
import sys
from pathlib import Path

import pytest

import moothall.stats as ms
from moothall.stats import conformance
from tests.stats import make_cases

KINDS = ("pandas", "polars", "polars-lazy", "pyarrow", "duckdb")
# The one function of tables that has no reference case in the package: it computes nothing.
WITHOUT = {"suppress"}


def test_every_case_is_right_on_every_kind_of_frame():
    report = ms.verify()
    assert report.backends == KINDS
    assert (report.failed, report.differences) == (0, ())
    assert report.passed == report.cases == len(conformance.read_cases()) >= 26
    assert 0 < report.worst_relative < 1e-12
    assert {"moothall", "narwhals", "python"} <= set(report.versions)
    assert str(report).startswith(f"moothall.stats conforms: {report.cases} of {report.cases} reference cases")


def test_the_cases_are_those_that_the_oracle_writes():
    text = make_cases.TARGET.read_text(encoding="utf-8")
    assert text == make_cases.write_text(), "python -m tests.stats.make_cases"


def test_the_oracle_imports_nothing_of_what_it_judges():
    text = Path(make_cases.__file__).read_text(encoding="utf-8")
    assert "import moothall" not in text and "from moothall" not in text


def test_every_function_of_tables_has_a_case():
    of_tables = {word for word in ms.__all__ if word in conformance.FUNCTIONS or word in WITHOUT}
    cased = {case["function"] for case in conformance.read_cases()}
    assert cased == set(conformance.FUNCTIONS) == of_tables - WITHOUT


def test_a_number_off_in_its_tenth_digit_and_a_wrong_word_are_found(monkeypatch):
    cases = conformance.read_cases()
    rates = copy.deepcopy(next(case for case in cases if case["function"] == "rate"))
    rates["expected"]["upper_95"][2] *= 1 + 3e-10
    words = copy.deepcopy(next(case for case in cases if case["function"] == "compare"))
    words["expected"]["comparison"][0] = "worse"
    lost = copy.deepcopy(next(case for case in cases if case["function"] == "dsr"))
    lost["expected"]["value"][1] = 1.0
    short = copy.deepcopy(next(case for case in cases if case["function"] == "mean"))
    short["expected"] = {name: cells[:2] for name, cells in short["expected"].items()}
    monkeypatch.setattr(conformance, "read_cases", lambda: [rates, words, lost, short, cases[0]])
    report = ms.verify(backends=["polars", "pandas"])
    assert (report.cases, report.passed, report.failed) == (5, 1, 4)
    assert len(report.differences) == 8
    for text in ("upper_95 of row 2", "'better' and not 'worse'", "None and not 1.0", "3 rows and not 2"):
        assert text in str(report), text
    assert "DOES NOT CONFORM: 1 of 5" in str(report)


@pytest.mark.parametrize(
    ("backends", "message"),
    [(["paper"], "no backend 'paper'"), ("excel", "no backend 'excel'"), ([], "No library of data frames")],
)
def test_a_backend_that_is_not_known_is_refused(backends, message):
    with pytest.raises(ms.ArgumentError, match=message):
        ms.verify(backends=backends)


def test_a_backend_that_is_not_installed_is_refused_and_left_out(monkeypatch):
    monkeypatch.setattr(conformance, "find_spec", lambda package: None if package == "pyarrow" else sys)
    assert conformance.list_installed() == ["pandas", "polars", "polars-lazy"]
    with pytest.raises(ms.ArgumentError, match="'duckdb' is not installed"):
        ms.verify(backends=["duckdb"])
