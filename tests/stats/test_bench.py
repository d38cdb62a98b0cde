"""The benchmark's own parts: the same rows every time, both kinds of our answers agree, and no ratio for wrong ones."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

BENCH = Path(__file__).parents[2] / "bench" / "stats"


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    yield __import__
    for name in ("make_data", "one_task", "ours", "report"):
        sys.modules.pop(name, None)


def test_the_rows_are_the_same_every_time_and_of_the_sizes_asked_for(bench, tmp_path):
    make_data = bench("make_data")
    for folder in ("one", "two"):
        make_data.write(tmp_path / folder, 0.001)
    for name in make_data.MAKERS:
        one, two = (np.load(tmp_path / folder / f"{name}.npz") for folder in ("one", "two"))
        assert one.files == two.files and all((one[key] == two[key]).all() for key in one.files), name
    counts = np.load(tmp_path / "one" / "counts.npz")
    assert len(counts["x"]) == 1_000 and len(set(counts["g"])) == 100 and (counts["x"] <= counts["n"]).all()
    assert (np.load(tmp_path / "one" / "rates.npz")["x"] > 0).all()


def test_each_task_answers_alike_on_pandas_and_polars(bench, tmp_path, capsys):
    bench("make_data").write(tmp_path, 0.0005)
    one_task, ours, report = bench("one_task"), bench("ours"), bench("report")
    assert set(report.TARGETS) == set(ours.CALLS)
    for name in ours.CALLS:
        for task, kept in ((name, "a"), (f"pandas:{name}", "b")):
            one_task.run(ours.TASKS, [task, str(tmp_path), str(tmp_path / f"{kept}.npz")])
            measured = json.loads(capsys.readouterr().out)
            assert set(measured) == {"cpu", "wall", "peak_mib"} and measured["peak_mib"] > 1
        assert report.agree(tmp_path / "a.npz", tmp_path / "b.npz"), name
        with np.load(tmp_path / "a.npz") as answer:
            assert np.isfinite(answer[answer.files[0]]).any(), name


def test_answers_agree_to_a_billionth_and_with_the_same_ones_missing(bench, tmp_path):
    report = bench("report")
    cells = np.array([1.0, np.nan, 3.0])
    wrong = {"same": cells, "near": cells * (1 + 1e-10), "far": cells * (1 + 1e-8), "lost": [1.0, 2.0, 3.0]}
    wrong["short"] = cells[:2]
    for name, answer in wrong.items():
        np.savez(tmp_path / f"{name}.npz", np.asarray(answer))
    found = {name: report.agree(tmp_path / "same.npz", tmp_path / f"{name}.npz") for name in wrong}
    assert found == {"same": True, "near": True, "far": False, "lost": False, "short": False}


def test_no_ratio_is_printed_for_answers_that_differ(bench):
    report = bench("report")
    sides = {
        side: report.sum_up([{"cpu": cpu, "wall": cpu, "peak_mib": 100.0}] * 3)
        for side, cpu in (("ours", 0.5), ("peer", 50.0))
    }
    row = {"task": "dsr", "agrees": True, "target": 90, "sides": sides}
    said = report.format_report([row], {"share": 1})
    assert "100.0" in said and "90: met" in said
    assert "90: not met" in report.format_report([{**row, "target": 90, "sides": {**sides, "ours": sides["peer"]}}], {})
    said = report.format_report([{**row, "agrees": False}], {"share": 1})
    assert "no ratio" in said and "met" not in said
