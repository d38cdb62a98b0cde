"""Frames in and out: the same kind back, no row lost, no number missing without a word. On every kind of frame."""

import subprocess
import sys

import pandas as pd
import pytest

import moothall.stats as ms
from tests.stats.backends import KERNELS_GIVE, LAZY, make_frame, name_kind, read_columns, read_rows, sort_rows

NAN, INFINITY = float("nan"), float("inf")
COUNTS = {
    "area": ["north", "south", "north", None, "east", "west", "far", "end"],
    "x": [3.0, 0.0, 12.0, 2.5, None, -1.0, INFINITY, 4.0],
    "n": [10.0, 20.0, 30.0, 8.0, 5.0, 9.0, 9.0, 0.0],
}
STATUSES = ["ok", "ok", "ok", "ok", "missing_input", "negative_input", "not_finite", "zero_denominator"]


def call_rows(function, backend, columns, **arguments):
    """Return the answer's rows in the order of the rows that came in."""
    numbered = {**columns, "line": list(range(len(columns["x"])))}
    return sort_rows(read_rows(function(make_frame(backend, numbered), "x", "n", **arguments)), ["line"])


@pytest.mark.parametrize("function", [ms.proportion, ms.rate])
def test_one_bad_row_never_stops_the_others_and_says_what_is_wrong(function, backend):
    rows = call_rows(function, backend, COUNTS)
    assert [row["status"] for row in rows] == STATUSES
    for row in rows:
        stands = row["status"] == "ok"
        assert all((row[name] is not None) == stands for name in ("value", "lower_95", "upper_95"))


@pytest.mark.parametrize("function", [ms.proportion, ms.rate])
def test_the_same_kind_of_frame_comes_back_and_the_callers_is_unchanged(function, backend):
    frame = make_frame(backend, COUNTS)
    before = read_columns(frame)
    for by in (None, [], "area"):
        assert name_kind(function(frame, "x", "n", by=by)) == backend
    assert repr(read_columns(frame)) == repr(before)


def test_kernels_answer_a_lazy_frame_of_duckdb_with_a_table(backend):
    answer = ms.mean(make_frame(backend, COUNTS), "n", by="area")
    assert name_kind(answer) == KERNELS_GIVE.get(backend, backend)


def test_rows_keep_their_order_and_their_columns_on_eager_frames(backend):
    answer = ms.rate(make_frame(backend, COUNTS), "x", "n")
    columns = read_columns(answer)
    assert list(columns)[:3] == ["area", "x", "n"]
    assert list(columns)[3:] == ["value", "lower_95", "upper_95", "method", "status"]
    if backend not in LAZY:
        assert columns["n"] == COUNTS["n"]


def test_a_pandas_frame_keeps_its_index():
    frame = pd.DataFrame(COUNTS).set_index(pd.Index(range(20, 28)))
    assert list(ms.proportion(frame, "x", "n").index) == list(range(20, 28))


def test_groups_are_sorted_with_a_missing_key_as_the_last_group_of_its_own(backend):
    rows = read_rows(ms.rate(make_frame(backend, COUNTS), "x", "n", by="area"))
    areas = [row["area"] for row in rows]
    if backend not in LAZY:
        assert areas == ["east", "end", "far", "north", "south", "west", None]
    assert len(areas) == 7 and None in areas
    assert {row["area"]: row["x"] for row in rows}["north"] == 15


def test_a_key_that_is_not_a_number_is_a_missing_key(backend):
    columns = {"key": [1.0, NAN, None, 1.0], "x": [1, 2, 3, 4], "n": [9, 9, 9, 9]}
    rows = read_rows(ms.rate(make_frame(backend, columns), "x", "n", by="key"))
    assert sorted((row["x"], row["n"]) for row in rows) == [(5, 18), (5, 18)]


@pytest.mark.parametrize(("by", "count"), [(None, 2), ([], 1), ("group", 1), (["group"], 1)])
def test_one_group_is_summed_too_and_only_none_takes_each_row_alone(by, count, backend):
    columns = {"group": ["a", "a"], "x": [4, 6], "n": [10, 10]}
    rows = read_rows(ms.proportion(make_frame(backend, columns), "x", "n", by=by))
    assert len(rows) == count
    if count == 1:
        assert (rows[0]["x"], rows[0]["n"], rows[0]["value"]) == (10, 20, 50)


def test_a_group_with_a_missing_cell_is_missing_and_shows_only_the_sums_that_are_whole(backend):
    columns = {"group": ["a", "a", "b"], "x": [None, 1, 2], "n": [5, 5, 5]}
    rows = sort_rows(read_rows(ms.proportion(make_frame(backend, columns), "x", "n", by="group")), ["group"])
    assert rows[0] == {**rows[0], "x": None, "n": 10, "value": None, "lower_95": None, "status": "missing_input"}
    assert rows[1]["status"] == "ok"


def test_a_negative_cell_spoils_its_group_even_when_the_sum_is_positive(backend):
    columns = {"group": ["a", "a"], "x": [-1, 5], "n": [10, 10]}
    (row,) = read_rows(ms.rate(make_frame(backend, columns), "x", "n", by="group"))
    assert (row["status"], row["value"]) == ("negative_input", None)


@pytest.mark.parametrize("cells", [(INFINITY, -INFINITY), (1.7e308, 1.7e308)], ids=["both signs", "past the largest"])
@pytest.mark.parametrize("call", [ms.proportion, ms.rate])
def test_sums_that_are_no_numbers_have_a_word_and_warn_nobody(call, cells, backend):
    """Warnings are errors here; pandas gives one where groups come in order and no other cell is missing."""
    columns = {"group": ["a", "a", "b"], "x": [*cells, 2.0], "n": [*cells, 5.0]}
    rows = sort_rows(read_rows(call(make_frame(backend, columns), "x", "n", by="group")), ["group"])
    assert [(row["value"] is None, row["status"]) for row in rows] == [(True, "not_finite"), (False, "ok")]


STANDARDISED = {
    "dsr": lambda df: ms.dsr(df, count="x", population="n", weight="w", by="group"),
    "smr": lambda df: ms.smr(df, count="x", population="n", reference_count="w", reference_population="n", by="group"),
}


@pytest.mark.parametrize("call", STANDARDISED.values(), ids=STANDARDISED)
@pytest.mark.parametrize("role", ["x", "n", "w"])
@pytest.mark.parametrize("cell", [1.7e308, 1.1e60, 0.9e-60, 5e-324])
def test_a_number_of_a_size_in_which_nothing_is_counted_has_a_word(cell, role, call, backend):
    """Its square, or what is divided by it, would be no number."""
    columns = {"group": ["a", "a", "b", "b"], "x": [9.0, 9.0] * 2, "n": [50.0, 60.0] * 2, "w": [3.0, 4.0] * 2}
    columns[role][0] = cell
    rows = sort_rows(read_rows(call(make_frame(backend, columns))), ["group"])
    assert [(row["value"] is None, row["status"]) for row in rows] == [(True, "not_finite"), (False, "ok")]


@pytest.mark.parametrize("call", STANDARDISED.values(), ids=STANDARDISED)
def test_a_number_that_is_still_reckoned_with_gives_a_number(call, backend):
    for x, n, w in ((1e60, 1e-60, 1e60), (1e60, 1e60, 1e-60), (1e60, 1e-60, 1e-60)):
        (row,) = read_rows(call(make_frame(backend, {"group": ["a"], "x": [x], "n": [n], "w": [w]})))
        assert row["status"] == "ok"
        assert all(0 <= row[name] < INFINITY for name in ("value", "lower_95", "upper_95")), row


def test_a_mean_of_numbers_whose_sum_passes_the_largest_has_a_word(backend):
    columns = {"group": ["a", "a", "b", "b"], "x": [1.7e308, 1.7e308, 2.0, 4.0]}
    rows = sort_rows(read_rows(ms.mean(make_frame(backend, columns), "x", by="group")), ["group"])
    assert [(row["value"], row["status"]) for row in rows] == [(None, "not_finite"), (3.0, "ok")]


def test_missing_and_not_a_number_mean_the_same_even_when_mixed(backend):
    columns = {"x": [None, NAN, 3.0, 1.0], "n": [5.0, 5.0, NAN, None]}
    assert [row["status"] for row in call_rows(ms.proportion, backend, columns)] == ["missing_input"] * 4


def test_nothing_that_is_given_back_is_infinite_or_not_a_number(backend):
    for by in (None, "area"):
        for name, cells in read_columns(ms.rate(make_frame(backend, COUNTS), "x", "n", by=by)).items():
            if name not in COUNTS:
                assert all(cell is None or (cell == cell and cell not in (INFINITY, -INFINITY)) for cell in cells)


def test_whole_numbers_as_large_as_floats_hold_do_not_overflow(backend):
    columns = {"x": [2**52, 2**52, 2**52], "n": [2**52, 2**52, 2**52]}
    (row,) = read_rows(ms.proportion(make_frame(backend, columns), "x", "n", by=[]))
    assert row["n"] == 3 * 2.0**52 and row["upper_95"] == 100


def test_strict_names_how_many_of_what_and_which(backend):
    frame = make_frame(backend, COUNTS)
    with pytest.raises(ms.DataError, match=r"1 missing_input .*1 zero_denominator") as refused:
        ms.rate(frame, "x", "n", by="area", strict=True)
    wanted = {"missing_input": 1, "negative_input": 1, "not_finite": 1, "zero_denominator": 1}
    assert refused.value.counts == wanted
    assert sorted(key["area"] for key in refused.value.keys) == ["east", "end", "far", "west"]
    with pytest.raises(ms.DataError) as refused:
        ms.rate(frame, "x", "n", strict=True)
    if backend in LAZY:
        assert sorted(key["area"] for key in refused.value.keys) == ["east", "end", "far", "west"]
    else:
        assert refused.value.keys == [{"row": 4}, {"row": 5}, {"row": 6}, {"row": 7}]


def test_strict_names_no_more_than_twenty_keys_and_passes_what_is_only_withheld(backend):
    many = {"x": [-1] * 50, "n": [9] * 50}
    with pytest.raises(ms.DataError) as refused:
        ms.rate(make_frame(backend, many), "x", "n", strict=True)
    assert refused.value.counts == {"negative_input": 50} and len(refused.value.keys) == 20
    single = ms.mean(make_frame(backend, {"v": [3.0]}), "v", strict=True)
    assert read_columns(single)["status"] == ["too_few_values"]


def test_an_error_names_the_nearest_column(backend):
    with pytest.raises(ms.ColumnError, match=r"no column 'detahs'.*Did you mean 'deaths'"):
        ms.rate(make_frame(backend, {"deaths": [1], "people": [2]}), "detahs", "people")


def test_text_where_numbers_are_needed_is_refused(backend):
    with pytest.raises(ms.ColumnError, match=r"'x' \(count\) holds String, not numbers"):
        ms.rate(make_frame(backend, {"x": ["1", "*"], "n": [2, 3]}), "x", "n")


def test_a_column_that_is_there_already_is_not_written_over(backend):
    columns = {"x": [1], "n": [2], "value": [3]}
    with pytest.raises(ms.ColumnError, match="'value' is to be added"):
        ms.rate(make_frame(backend, columns), "x", "n")
    with pytest.raises(ms.ColumnError, match="'value' is to be added"):
        ms.rate(make_frame(backend, columns), "x", "n", by="value")
    assert read_columns(ms.mean(make_frame(backend, columns), "value"))["value"] == [3]


def test_a_table_without_rows_has_an_answer_without_rows(backend):
    empty = {"area": [], "x": [], "n": []}
    for by in (None, "area"):
        assert read_rows(ms.proportion(make_frame(backend, empty), "x", "n", by=by)) == []


def test_a_cell_of_every_row_that_is_missing_is_a_status_and_no_error(backend):
    rows = read_rows(ms.rate(make_frame(backend, {"x": [None, None], "n": [1, 2]}), "x", "n"))
    assert [row["status"] for row in rows] == ["missing_input"] * 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"per": 0}, "per is 0"),
        ({"per": "100"}, "per is '100'"),
        ({"confidence": 0.5}, "outside"),
        ({"confidence": "95"}, "not a number"),
        ({"confidence": [0.95, None]}, "not a number"),
        ({"by": ["area", "area"]}, "twice"),
        ({"by": "place"}, "no column 'place'"),
        ({"by": [3]}, "name of a column"),
    ],
)
def test_a_wrong_call_raises_whether_strict_or_not(arguments, message):
    frame = make_frame("polars", COUNTS)
    for strict in (False, True):
        with pytest.raises(ms.ArgumentError, match=message):
            ms.proportion(frame, "x", "n", strict=strict, **arguments)


@pytest.mark.parametrize("frame", [None, {"x": [1]}, [1, 2], "deaths.csv"])
def test_what_is_no_frame_is_refused_by_name(frame):
    with pytest.raises(ms.ArgumentError, match=f"df is a builtins.{type(frame).__name__}"):
        ms.rate(frame, "x", "n")


def test_as_many_levels_as_wanted_in_shares_or_per_cent_and_none(backend):
    frame = make_frame(backend, COUNTS)
    names = list(read_columns(ms.rate(frame, "x", "n", confidence=[0.95, 99.8, 0.9999, 90])))
    limits = [name for name in names if name.startswith(("lower", "upper"))]
    assert limits == [f"{side}_{level}" for level in ("95", "99_8", "99_99", "90") for side in ("lower", "upper")]
    none = list(read_columns(ms.proportion(frame, "x", "n", confidence=None)))
    assert none[3:] == ["value", "method", "status"]


def test_explain_adds_the_working_the_formula_and_the_source(backend):
    (row,) = read_rows(ms.rate(make_frame(backend, {"x": [4], "n": [1000]}), "x", "n", per=1000, explain=True))
    assert row["z_95"] == pytest.approx(1.959963985)
    assert row["events_lower_95"] == pytest.approx(row["lower_95"])
    assert "Byar" in row["formula"] and "Breslow" in row["source"]


def test_every_public_name_has_a_home_and_is_loaded_when_it_is_asked_for():
    assert {*ms._HOME_OF, "expr"} == set(ms.__all__) <= set(dir(ms))
    for name in ms.__all__:
        assert getattr(ms, name) is not None, name
    with pytest.raises(AttributeError, match="no attribute 'rates'"):
        _ = ms.rates
    script = (
        "import sys, moothall.stats\nprint('narwhals' in sys.modules)\nfrom moothall.stats import rate\nprint(rate)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.startswith("False\n<function rate")


def test_importing_the_statistics_loads_no_engine_and_no_web():
    script = (
        "import sys, moothall.stats\n"
        "heavy = ['numpy', 'scipy', 'pandas', 'polars', 'duckdb', 'pyarrow', 'pyspark', 'django', 'wagtail']\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
