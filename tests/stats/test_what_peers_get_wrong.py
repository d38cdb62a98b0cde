"""What other packages and web engines get wrong: a named test each, here or where it belongs.

Letters are those of the R package's list, numbers those of the Python package's.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import moothall.stats as ms
from tests.stats.backends import make_frame, read_columns, read_rows, sort_rows

ELSEWHERE = [
    ("b: limits of proportions capped at 100", "funnels", "limits_of_proportions_are_capped_at_their_own_multiplier"),
    ("c: a multiplier from 0 to 1", "slopes", "a_multiplier_between_0_and_1_swaps_no_limits_and_inverts_no_ratio"),
    ("d: life expectancy only with 20 bands", "life_tables", "the_last_band_may_start_at_any_age_from_75_to_110"),
    ("e: one zero population stops all", "standardised", "one_zero_population_stops_no_other_area"),
    ("f: limits that change from run to run", "slopes", "two_runs_give_the_same_bits"),
    ("g: Poisson limits off by 4.7e-5", "funnels", "poisson_limits_are_exact_and_not_halved_to"),
    ("h: a series of three points", "trends", "a_series_of_three_or_four_points_stops_nothing"),
    ("i: no deaths in the last band", "life_tables", "a_bad_area_has_a_word_and_leaves_the_others_alone"),
    ("j: an unknown statistic", "funnels", "a_call_that_cannot_be_answered_is_refused_by_a_sentence"),
    ("k: column names differ by mode", "slopes", "the_columns_are_called_alike_in_every_mode"),
    ("quantiles off by one", "quantiles", "no_quantile_is_off_by_one_as_it_is_in_floating_point"),
    (
        "2: Byar's limits of 50",
        "intervals",
        "byar_of_fifty_events_is_not_the_narrow_interval_of_a_known_faulty_package",
    ),
    ("2: the exact lower limit of 0", "intervals", "no_events_are_an_answer_and_not_an_error"),
    (
        "5: a column added to the caller's frame",
        "standardised",
        "the_callers_frame_gets_no_column_and_nothing_is_printed",
    ),
    ("no limits is no change", "trends", "a_series_that_cannot_be_calculated_says_why_and_stops_no_other"),
    ("a goal without polarity", "compared_tables", "a_goal_obeys_polarity_even_when_it_is_last_years_benchmark"),
    ("quintiles that depend on row order", "quantiles", "the_order_of_rows_never_matters_to_equal_buckets"),
    (
        "asked for: years of life lost",
        "standardised",
        "years_of_life_lost_up_to_an_age_count_from_the_middle_of_each_band",
    ),
    ("asked for: totals without ages", "standardised", "totals_stand_for_events_whose_ages_are_not_known"),
    ("asked for: any level, or none", "frames", "as_many_levels_as_wanted_in_shares_or_per_cent_and_none"),
]
TABLE = {
    "area": ["a", "a", "b", "b", None, None],
    "age": ["0-64", "65+"] * 3,
    "x": [0, 0, 20, 31, 4, 9],
    "n": [1000, 300, 1200, 260, 800, 90],
    "w": [4, 1] * 3,
    "rx": [70, 90] * 3,
    "rn": [9000, 1500] * 3,
}
DSR = {"count": "x", "population": "n", "weight": "w"}
RATIO = {"count": "x", "population": "n", "reference_count": "rx", "reference_population": "rn"}
GROUPED = [
    (ms.proportion, {"count": "x", "denominator": "n"}),
    (ms.rate, {"count": "x", "denominator": "n"}),
    (ms.mean, {"value": "x"}),
    (ms.dsr, {**DSR, "min_count": 0}),
    (ms.smr, RATIO),
    (ms.israte, RATIO),
]


@pytest.mark.parametrize(("behaviour", "place", "name"), ELSEWHERE)
def test_each_behaviour_that_is_tested_elsewhere_is(behaviour, place, name):
    path = Path(__file__).with_name(f"test_{place}.py")
    tests = {
        node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
    }
    assert f"test_{name}" in tests, behaviour


@pytest.mark.parametrize(("function", "columns"), GROUPED)
def test_rows_of_exactly_one_group_are_summed(function, columns, backend):
    """(a)"""
    one = {name: cells[2:4] for name, cells in TABLE.items()}
    (row,) = read_rows(function(make_frame(backend, one), **columns, by="area"))
    rows = read_rows(function(make_frame(backend, TABLE), **columns, by="area"))
    assert row == next(other for other in rows if other["area"] == "b")


@pytest.mark.parametrize(("function", "columns"), GROUPED)
def test_a_group_without_events_stops_nothing_and_has_a_value_of_nought(function, columns, backend):
    """(1)"""
    rows = {row["area"]: row for row in read_rows(function(make_frame(backend, TABLE), **columns, by="area"))}
    assert rows["b"]["status"] == rows[None]["status"] == "ok"
    if function is not ms.dsr:  # which has no limits without an event
        assert (rows["a"]["value"], rows["a"]["status"]) == (0, "ok")


@pytest.mark.parametrize(("function", "columns"), GROUPED)
def test_rows_with_a_missing_group_key_are_a_group_and_do_not_vanish(function, columns, backend):
    """(6)"""
    rows = read_rows(function(make_frame(backend, TABLE), **columns, by="area"))
    assert sorted(str(row["area"]) for row in rows) == ["None", "a", "b"]
    assert next(row for row in rows if row["area"] is None)["value"] > 0


@pytest.mark.parametrize(("function", "columns"), GROUPED)
def test_no_confidence_is_an_answer_without_limits_and_no_crash(function, columns, backend):
    """(4)"""
    answer = read_columns(function(make_frame(backend, TABLE), **columns, by="area", confidence=None))
    assert not [name for name in answer if name.startswith(("lower", "upper"))]
    assert len(answer["value"]) == 3


def test_means_of_negative_values_are_welcome(backend):
    """(3)"""
    (row,) = read_rows(ms.mean(make_frame(backend, {"v": [-3.0, -1.0, 1.0]}), "v"))
    assert (row["value"], row["n"], row["status"]) == (-1, 3, "ok")
    assert row["lower_95"] < -1 < row["upper_95"]


@pytest.mark.parametrize("per", [0.5, 1, 100_000.0])
def test_a_multiplier_need_not_be_a_whole_number(per, backend):
    """(8)"""
    for function, columns in GROUPED:
        if function is not ms.mean:
            plain, scaled = (
                sort_rows(read_rows(function(make_frame(backend, TABLE), **columns, by="area", per=unit)), ["area"])
                for unit in (1, per)
            )
            for row, other in zip(plain, scaled, strict=True):
                assert other["value"] == pytest.approx(row["value"] and per * row["value"])


def test_no_package_of_tests_or_spreadsheets_is_needed_at_run_time():
    """(8)"""
    script = (
        "import sys, polars; import moothall.stats as ms; "
        "ms.dsr(polars.DataFrame({'x': [20], 'n': [90], 'w': [1]}), count='x', population='n', weight='w'); "
        "print([name for name in ('pytest', 'openpyxl', 'xlsxwriter', 'xlrd', 'pandas') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


BAD = {
    "missing_input": {"n": [None]},
    "not_finite": {"n": [float("inf")]},
    "negative_input": {"n": [-1.0]},
    "zero_denominator": {"n": [0.0], "rn": [0.0]},
    "count_exceeds_denominator": {"x": [200.0]},
    "inconsistent_input": {"up": [True, False]},
    "no_benchmark": {"b": [None]},
    "outside_range": {"low": [9.0]},
}
SINGLE = {
    "x": 30.0,
    "n": 100.0,
    "v": 5.0,
    "low": 4.0,
    "high": 6.0,
    "b": 5.0,
    "up": True,
    "rx": 3.0,
    "rn": 10.0,
    "w": 1.0,
}
COUNTS = {"count": "x", "denominator": "n"}
COMPARED = {"value": "v", "lower": "low", "upper": "high", "benchmark_value": "b"}
FIRES = [
    *[(ms.proportion, COUNTS, word) for word in list(BAD)[:5]],
    *[(ms.rate, COUNTS, word) for word in list(BAD)[:4]],
    *[(ms.dsr, DSR, word) for word in list(BAD)[:4]],
    (ms.smr, {**RATIO, "missing": "refuse"}, "missing_input"),
    *[(ms.smr, RATIO, word) for word in list(BAD)[1:4]],
    *[(ms.mean, {"value": "n"}, word) for word in list(BAD)[:2]],
    *[(ms.funnel_significance, {**COUNTS, "statistic": "proportion"}, word) for word in list(BAD)[:5]],
    (ms.quantiles, {"value": "n", "n": 2}, "missing_input"),
    (ms.quantiles, {"value": "v", "n": 2, "first_is_highest": "up"}, "inconsistent_input"),
    (ms.compare, COMPARED, "no_benchmark"),
    (ms.compare, COMPARED, "outside_range"),
]


@pytest.mark.parametrize(("function", "columns", "word"), FIRES)
def test_every_check_can_fire(function, columns, word, backend):
    """(7): a check of the Python package never can."""
    table = {name: [*BAD[word].get(name, []), cell, cell][:2] for name, cell in SINGLE.items()}
    with pytest.raises(ms.DataError) as refused:
        function(make_frame(backend, table), **columns, strict=True)
    assert word in refused.value.counts


def test_missing_limits_are_not_compared_and_never_called_similar(backend):
    """Web engines: what has no limits is reported as not significant."""
    table = {"v": [5.0, 5.0], "low": [None, 4.0], "high": [6.0, None], "b": [5.0, 5.0]}
    for method in (1, 12):
        more = {"benchmark_lower": "low", "benchmark_upper": "high"} if method == 12 else {}
        rows = read_rows(ms.compare(make_frame(backend, table), **COMPARED, **more, method=method))
        assert [(row["comparison"], row["comparison_status"]) for row in rows] == [
            ("not_compared", "missing_input")
        ] * 2


def test_standards_and_references_are_joined_by_label_and_never_by_position(backend):
    """R package: both are joined by position."""
    here = {"age": ["65+", "0-64"], "x": [31, 20], "n": [260, 1200]}
    turned = {name: cells[::-1] for name, cells in here.items()}
    standard = {"0-64": 80.0, "65+": 20.0}
    asked = {"count": "x", "population": "n", "age": "age", "standard": standard}
    reference = {"age": ["0-64", "65+"], "rx": [70, 90], "rn": [9000, 1500]}
    for function, more in (
        (ms.dsr, asked),
        (ms.smr, {**RATIO, "reference": make_frame(backend, reference), "on": "age"}),
    ):
        one, other = (read_rows(function(make_frame(backend, table), **more))[0] for table in (here, turned))
        assert one["status"] == "ok" and one["value"] == pytest.approx(other["value"], rel=1e-14)
    by_hand = 100_000 * (0.8 * 20 / 1200 + 0.2 * 31 / 260)
    assert read_rows(ms.dsr(make_frame(backend, here), **asked))[0]["value"] == pytest.approx(by_hand, rel=1e-12)
