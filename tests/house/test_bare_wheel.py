"""The wheel beside pandas alone: the job refuses an environment that is not bare, and the one gate runs it."""

import runpy
import sys

import pytest

from tests.house.source import ROOT

SCRIPT = ROOT / "scripts" / "bare_wheel.py"


@pytest.fixture
def job(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    return runpy.run_path(str(SCRIPT))


def test_an_environment_with_the_site_is_not_bare(job, capsys):
    assert job["run_inside"]() == 1
    said = capsys.readouterr().out
    assert "not bare: django" in said and "polars" in said


def test_only_what_can_be_imported_is_a_stranger(job):
    assert job["list_strangers"](["django", "a_package_that_is_nowhere", "polars"]) == ["django", "polars"]
    assert {"django", "wagtail", "polars", "duckdb", "pyarrow"} <= set(job["STRANGERS"])


def test_statistics_from_the_checkout_prove_nothing_of_the_wheel(job, monkeypatch, capsys):
    monkeypatch.setitem(job["run_inside"].__globals__, "STRANGERS", ())
    assert job["run_inside"]() == 1
    assert "come from the checkout" in capsys.readouterr().out


def test_surroundings_point_at_no_checkout(job, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "src")
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    assert not {"PYTHONPATH", "VIRTUAL_ENV"} & set(job["clean"]())
    assert "PATH" in job["clean"]()


def test_the_gate_runs_it_and_no_line_of_it_names_an_index():
    assert "make --no-print-directory wheel" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    text = SCRIPT.read_text(encoding="utf-8")
    assert "--index" not in text and "://" not in text
