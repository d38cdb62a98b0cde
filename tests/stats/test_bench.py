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
    for name in ("make_data", "one_task", "ours", "report", "twin"):
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
    assert set(report.AIMS) - {"import"} == set(ours.CALLS)
    for name in ours.CALLS:
        for task, kept in ((name, "a"), (f"pandas:{name}", "b")):
            one_task.run(ours.TASKS, [task, str(tmp_path), str(tmp_path / f"{kept}.npz")])
            measured = json.loads(capsys.readouterr().out)
            assert set(measured) == {"cpu", "wall", "peak_mib", "rows"} and measured["peak_mib"] > 1
        assert report.agree(tmp_path / "a.npz", tmp_path / "b.npz"), name
        with np.load(tmp_path / "a.npz") as answer:
            assert np.isfinite(answer[answer.files[0]]).any(), name


def test_our_own_twins_say_what_we_say(bench, tmp_path, capsys):
    bench("make_data").write(tmp_path, 0.001)
    one_task, ours, twin, report = bench("one_task"), bench("ours"), bench("twin"), bench("report")
    assert {name for name, aim in report.AIMS.items() if aim.beside == "twin"} == set(twin.CALLS)
    for name in twin.CALLS:
        for tasks, kept in ((ours.TASKS, "a"), (twin.TASKS, "b")):
            one_task.run(tasks, [name, str(tmp_path), str(tmp_path / f"{kept}.npz")])
        assert json.loads(capsys.readouterr().out.splitlines()[-1])["rows"] > 0
        with np.load(tmp_path / "a.npz") as answer, np.load(tmp_path / "b.npz") as other:
            cells = answer["arr_0"]
            assert len(cells) > 10 and np.allclose(cells, other["arr_0"], rtol=1e-12, equal_nan=True), name


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
    row = report.make_row("dsr", report.Aim(90, 0.6), sides, True)
    said = report.format_report([row], {"share": 1})
    assert "100.0" in said and "90: met" in said
    assert "90: not met" in report.format_report([{**row, "target": 90, "sides": {**sides, "ours": sides["peer"]}}], {})
    said = report.format_report([{**row, "agrees": False}], {"share": 1})
    assert "no ratio" in said and "met" not in said


def test_what_stops_says_so_in_its_own_row_and_ends_nothing_else(bench, tmp_path, monkeypatch):
    report = bench("report")
    good = [sys.executable, "-c", 'print(\'{"cpu": 0.5, "wall": 0.5, "peak_mib": 9, "rows": 3}\')']
    bad = [sys.executable, "-c", "raise ValueError('a count is zero')"]
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(report, "LONGEST", 2)
    monkeypatch.setattr(report, "compare", lambda *_words: None)
    for side, said in ((bad, "stopped: ValueError: a count is zero"), (slow, "took longer than 2 s")):
        monkeypatch.setattr(report, "list_sides", lambda *_words, side=side: {"ours": good, "peer": side})
        row = report.measure("rate", tmp_path, None, 2)
        assert row["sides"]["peer"] == {"stopped": said} and row["sides"]["ours"]["turns"] == 2
        for text in (report.format_report([row], {}), report.format_page([row], {})):
            assert said in text and "0.500" in text
        assert report.find_ratio(row, "ours") == (None, None)


def test_what_has_no_peer_stands_beside_our_own_twin_or_alone_and_gives_no_ratio(bench, tmp_path):
    report = bench("report")
    python = Path(sys.executable)
    beside = {task: list(report.list_sides(task, tmp_path, python))[2:] for task in report.AIMS if task != "import"}
    assert beside["sii"] == beside["life_expectancy"] == ["our own twin"]
    assert beside["county"] == beside["every_rate"] == [] and beside["dsr"] == ["peer"]
    found = report.sum_up([{"cpu": 0.2, "wall": 0.2, "peak_mib": 50.0}])
    row = report.make_row("sii", report.AIMS["sii"], {"ours": found, "our own twin": {**found, "cpu": 90.0}}, True)
    assert "450.0" not in report.format_report([row], {}) and "0.25 s: met" in report.format_report([row], {})


def test_tables_of_several_runs_are_put_together(bench, tmp_path):
    report = bench("report")
    for name, load, tasks in (("a", 0.5, ["dsr", "sii"]), ("b", 2.5, ["sii", "mean"])):
        rows = [{"task": task, "from": name} for task in tasks]
        (tmp_path / name).write_text(json.dumps({"about": {"load at the start": load}, "tasks": rows}))
    about, rows = report.join([tmp_path / "a", tmp_path / "b"])
    assert about == {"load at the start": "0.5 to 2.5"}
    assert [(row["task"], row["from"]) for row in rows] == [("dsr", "a"), ("sii", "b"), ("mean", "b")]


def test_the_largest_task_runs_on_as_many_rows_as_there_is_room_for(bench, tmp_path):
    report = bench("report")
    assert report.LEAST_ROWS <= report.find_rows(tmp_path) <= report.MOST_ROWS
    row = report.measure_large(1_900, tmp_path)
    assert row["sides"]["ours on DuckDB"]["rows"] == row["rows"] == 1_900


def test_what_r_would_take_here_is_scaled_by_the_peer_and_called_estimated(bench):
    report = bench("report")
    of = {"peak_mib": 9.0, "rows": 3}
    sides = {
        "ours": report.sum_up([{"cpu": 0.5, "wall": 0.4, **of}]),
        "peer": report.sum_up([{"cpu": 70.4, "wall": 1.0, **of}]),
    }
    row = report.make_row("dsr", report.AIMS["dsr"], sides, True)
    assert "R estimated 390 times, 250: met" in report.format_report([row], {})
