"""Comparisons and goals on tables: where the benchmark comes from, which way is good, and what each bad row says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma

import moothall.stats as ms
from tests.stats import twins
from tests.stats.backends import make_frame, name_kind, read_rows, sort_rows

NAN = float("nan")
ROWS = {
    "area": ["E1", "n", "s", "E1", "n", "w"],
    "year": [1, 1, 1, 2, 2, None],
    "value": [10.0, 8.0, 12.0, 20.0, 19.0, 5.0],
    "lower_95": [9.5, 7.0, 10.0, 19.0, 18.0, 4.0],
    "upper_95": [10.5, 9.0, 14.0, 21.0, 19.9, 6.0],
}


def call(function, backend, columns, **arguments):
    numbered = {**columns, "line": list(range(len(columns["value"])))}
    answer = function(make_frame(backend, numbered), **arguments)
    assert name_kind(answer) == backend
    return sort_rows(read_rows(answer), ["line"])


def test_the_benchmark_is_the_areas_own_row_in_each_group(backend):
    rows = call(ms.compare, backend, ROWS, benchmark="E1", area="area", by="year", polarity="high")
    codes = ["not_compared", "worse", "similar", "not_compared", "worse", "not_compared"]
    assert [row["comparison"] for row in rows] == codes
    assert [row["benchmark_value"] for row in rows] == [10, 10, 10, 20, 20, None]
    statuses = ["not_applicable", "ok", "ok", "not_applicable", "ok", "no_benchmark"]
    assert [row["comparison_status"] for row in rows] == statuses
    assert rows[0]["comparison_label"] == "Not compared" and rows[1]["comparison_label"] == "Worse"


def test_double_overlap_takes_the_benchmarks_limits_from_the_same_row(backend):
    rows = call(ms.compare, backend, ROWS, method=12, benchmark="E1", area="area", by="year")
    assert [row["comparison"] for row in rows][1:3] == ["lower", "similar"]
    assert {row["comparison_method"] for row in rows} == {12}


def test_a_benchmark_that_stands_twice_is_none(backend):
    doubled = {**ROWS, "area": ["E1", "E1", "s", "E1", "n", "w"]}
    rows = call(ms.compare, backend, doubled, benchmark="E1", area="area", by="year")
    assert [row["comparison_status"] for row in rows][:3] == ["inconsistent_input"] * 3
    assert rows[4]["comparison_status"] == "ok"


def test_each_row_may_say_which_way_is_good(backend):
    columns = {**ROWS, "good": ["low", "low", "high", "none", "na", None], "benchmark": [11.0] * 6}
    rows = call(ms.compare, backend, columns, benchmark_value="benchmark", polarity_column="good")
    codes = ["better", "better", "similar", "higher", "not_compared", "not_compared"]
    assert [row["comparison"] for row in rows] == codes
    assert [row["comparison_status"] for row in rows][4:] == ["not_applicable", "missing_input"]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"value": None}, "missing_input"),
        ({"lower_95": NAN}, "missing_input"),
        ({"upper_95": float("inf")}, "not_finite"),
        ({"lower_95": 99.0}, "outside_range"),
        ({"benchmark": None}, "no_benchmark"),
    ],
)
def test_what_cannot_be_compared_says_why_and_stops_no_other(cells, status, backend):
    row = {"value": 10.0, "lower_95": 9.0, "upper_95": 11.0, "benchmark": 12.0}
    columns = {name: [cells.get(name, cell), cell] for name, cell in row.items()}
    bad, good = call(ms.compare, backend, columns, benchmark_value="benchmark")
    assert (bad["comparison"], bad["comparison_status"]) == ("not_compared", status)
    assert (good["comparison"], good["comparison_status"]) == ("lower", "ok")
    with pytest.raises(ms.DataError):
        call(ms.compare, backend, columns, benchmark_value="benchmark", strict=True)


def test_the_effective_denominator_is_that_which_the_count_and_the_rate_lead_to(backend):
    direct = {"value": [400.0, 300.0], "n": [21000.0, 21000.0], "x": [84, 63]}
    shared = {"method": 6, "benchmark": 350.0, "per": 100_000, "explain": True}
    one = call(ms.compare, backend, direct, effective_denominator="n", **shared)
    two = call(ms.compare, backend, direct, count="x", **shared)
    names = ("limit_lower", "limit_upper", "comparison")
    assert [[row[name] for name in names] for row in one] == [[row[name] for name in names] for row in two]


TOWNS = {
    "town": ["E1", *"abcdefgh"],
    "county": ["x"] * 7 + [None] * 2,
    "value": [99.0, 6.0, 2.0, None, 3.0, 5.0, 4.0, 1.0, 2.0],
}


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("none", ["highest", "lowest", "low", "high", "middle"]),
        ("low", ["worst", "best", "better", "worse", "middle"]),
        ("high", ["best", "worst", "worse", "better", "middle"]),
    ],
)
def test_quintiles_are_words_by_the_side_that_is_good(polarity, words, backend):
    asked = {"method": 15, "by": "county", "polarity": polarity, "benchmark": "E1", "area": "town"}
    rows = call(ms.compare, backend, TOWNS, **asked)
    judged = [rows[i] for i in (1, 2, 4, 5, 6)]
    assert [row["comparison"] for row in judged] == words
    assert [row["comparison_label"] for row in judged] == [word.capitalize() for word in words]
    assert [row["comparison_category"] for row in judged] == [5, 1, 2, 4, 3]
    others = ["not_applicable", "missing_input", "too_few_values", "too_few_values"]
    assert [rows[i]["comparison_status"] for i in (0, 3, 7, 8)] == others
    assert {rows[i]["comparison"] for i in (0, 3, 7, 8)} == {"not_compared"}
    assert [row["benchmark_value"] for row in rows] == [99.0] * 7 + [None] * 2


def test_quartiles_need_four_values_and_no_benchmark(backend):
    columns = {"value": [4.0, 2.0, 3.0, 1.0], "good": ["low", "na", "high", None]}
    rows = call(ms.compare, backend, columns, method=16, polarity_column="good", explain=True)
    assert [row["comparison"] for row in rows] == ["worst", "not_compared", "better", "not_compared"]
    assert [row["comparison_category"] for row in rows] == [4, None, 3, None]
    assert [row["benchmark_value"] for row in rows] == [None] * 4
    assert "quartiles" in rows[0]["formula"]
    three = {"value": [4.0, 2.0, 3.0]}
    assert call(ms.compare, backend, three, method=16, strict=True)[0]["comparison_status"] == "too_few_values"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(-9, 9), min_size=5, max_size=24), st.sampled_from([15, 16]), st.sampled_from(["low", "high"])
)
def test_the_parts_are_those_of_the_twin_and_polarity_only_swaps_words(values, method, polarity):
    rows = call(ms.compare, "polars", {"value": values}, method=method)
    twin = twins.quantile_of_each(values, {15: 5, 16: 4}[method], "percentile", "lowest", [""] * len(values))
    assert [row["comparison_category"] for row in rows] == twin
    swapped = call(ms.compare, "polars", {"value": values}, method=method, polarity=polarity)
    words = {"lowest": "best", "low": "better", "middle": "middle", "high": "worse", "highest": "worst"}
    turned = {"best": "worst", "better": "worse", "middle": "middle", "worse": "better", "worst": "best"}
    for plain, judged in zip(rows, swapped, strict=True):
        word = words[plain["comparison"]]
        assert judged["comparison"] == (word if polarity == "low" else turned[word])


@pytest.mark.parametrize(
    ("polarity", "colours"),
    [("low", ["green", "amber", "red", "amber", "red"]), ("high", ["red", "amber", "green", "amber", "green"])],
)
def test_a_goal_may_be_percentiles_of_the_group(polarity, colours, backend):
    """Quartiles of 1, 2, 3, 4, 5 are 2 and 4: a value on the lower one is amber, on the upper one beyond it."""
    columns = {"value": [1.0, 2.0, 4.0, 3.0, 5.0, None, 7.0], "year": [1] * 6 + [2]}
    rows = call(ms.goal, backend, columns, rule="percentiles", polarity=polarity, low=25, high=75, by="year")
    assert [row["goal"] for row in rows] == [*colours, "not_compared", "not_compared"]
    assert [row["goal_status"] for row in rows] == ["ok"] * 5 + ["missing_input", "too_few_values"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(-9, 9), min_size=4, max_size=24), st.integers(0, 100), st.integers(0, 100))
def test_a_goal_by_percentiles_is_a_range_between_those_of_the_twin(values, one, two):
    low, high = sorted((one, two))
    below, above = (twins.percentile(values, share, 100) for share in (low, high))
    for kind in ("polars", "pyarrow"):
        rows = call(ms.goal, kind, {"value": values}, rule="percentiles", polarity="low", low=low, high=high)
        for row, value in zip(rows, values, strict=True):
            near = min(abs(value - below), abs(value - above))
            if near == 0 or near > 1e-9:
                wanted = "green" if value < below else "red" if value >= above else "amber"
                assert row["goal"] == wanted or (near == 0 and low * (len(values) - 1) % 100)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=1, max_size=20),
    st.tuples(*[st.integers(0, 12)] * 3),
    st.sampled_from([1, 12]),
    st.sampled_from(["low", "high", "none"]),
)
def test_the_twin_and_the_single_number_say_the_same_as_the_table(rows, benchmark, method, polarity):
    rows, (below, middle, above) = [sorted(row) for row in rows], sorted(benchmark)
    columns = dict(zip(("lower_95", "value", "upper_95"), map(list, zip(*rows, strict=True)), strict=True))
    columns |= {"bl": [below] * len(rows), "b": [middle] * len(rows), "bu": [above] * len(rows)}
    limits = {"benchmark_lower": "bl", "benchmark_upper": "bu"}
    found = call(ms.compare, "polars", columns, method=method, polarity=polarity, benchmark_value="b", **limits)
    for row, (low, value, high) in zip(found, rows, strict=True):
        wanted = twins.verdict(value, (low, high), middle, (below, above), method, polarity)
        single = ms.compare_value(value, (low, high), middle, (below, above), method=method, polarity=polarity)
        assert row["comparison"] == single.code == wanted


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"benchmark": 1.0, "method": 3}, "no method 3"),
        ({"benchmark": 1.0, "polarity": "up"}, "no polarity 'up'"),
        ({}, "Give one benchmark"),
        ({"benchmark": 1.0, "benchmark_value": "value"}, "Give one benchmark"),
        ({"benchmark": "E1"}, "area is needed"),
        ({"benchmark": 1.0, "method": 12}, "benchmark's limits"),
        ({"benchmark_value": "value", "method": 12}, "benchmark_lower is needed"),
        ({"benchmark": 1.0, "method": 5}, "denominator is needed"),
        ({"benchmark": 1.0, "method": 6}, "effective_denominator or count"),
        ({"benchmark": True}, "give a number"),
    ],
)
def test_a_comparison_that_is_not_told_what_it_needs_is_refused(arguments, message):
    with pytest.raises(ms.ArgumentError, match=message):
        ms.compare(make_frame("polars", ROWS), **arguments)


def test_expected_events_that_are_whole_stay_whole_on_every_kind_of_frame(backend):
    """One library divides by 100,000 through its reciprocal, and would ask for the limits of one event more."""
    columns = {"value": [60.0] * 3, "benchmark": [60.0, 54.0, 70.0], "n": [50_000.0, 50_000.0, 30_000.0]}
    asked = {"method": 6, "per": 100_000, "effective_denominator": "n", "benchmark_value": "benchmark"}
    rows = call(ms.compare, backend, columns, **asked, explain=True)
    for row, whole in zip(rows, (30, 27, 21), strict=True):
        lower, upper = (float(gamma.ppf(p, k)) for p, k in ((0.025, whole), (0.975, whole + 1)))
        assert row["limit_lower"] == pytest.approx(100_000 * lower / row["n"], rel=1e-12)
        assert row["limit_upper"] == pytest.approx(100_000 * upper / row["n"], rel=1e-12)


def test_more_expected_events_than_a_float_can_say_have_no_limits(backend):
    columns = {"value": [60.0], "benchmark": [1e300], "n": [1e60]}
    asked = {"method": 6, "per": 100_000, "effective_denominator": "n", "benchmark_value": "benchmark"}
    (row,) = call(ms.compare, backend, columns, **asked, explain=True)
    assert (row["comparison"], row["comparison_status"]) == ("not_compared", "undefined")
    assert row["limit_lower"] is None and row["limit_upper"] is None


@pytest.mark.parametrize(
    ("polarity", "colours"), [("low", ["green", "green", "red"]), ("high", ["red", "green", "green"])]
)
@pytest.mark.parametrize("rule", ["value", "previous"])
def test_a_goal_obeys_polarity_even_when_it_is_last_years_benchmark(rule, polarity, colours, backend):
    """What one web engine gets wrong: last year's benchmark as a goal without polarity."""
    columns = {"value": [9.9, 10.0, 10.1], "last": [10.0] * 3}
    for at in (10.0, "last"):
        rows = call(ms.goal, backend, columns, rule=rule, polarity=polarity, at=at)
        assert [row["goal"] for row in rows] == colours
    assert rows[0]["goal_label"] == colours[0].capitalize()


def test_a_goal_without_a_value_limits_or_goal_is_not_compared(backend):
    columns = {"value": [1.0, None, 3.0], "lower_95": [0.5, 1.0, None], "upper_95": [2.0] * 3, "to": [None, 1.0, 1.0]}
    rows = call(ms.goal, backend, columns, rule="interval", polarity="low", at="to")
    assert [row["goal"] for row in rows] == ["not_compared"] * 3
    assert [row["goal_status"] for row in rows] == ["no_benchmark", "missing_input", "missing_input"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rule": "wish", "polarity": "low", "at": 1}, "no rule 'wish'"),
        ({"rule": "value", "polarity": "none", "at": 1}, "no polarity 'none'"),
        ({"rule": "value", "polarity": "low"}, "at is needed"),
        ({"rule": "range", "polarity": "low", "low": 1}, "high is needed"),
        ({"rule": "percentiles", "polarity": "low", "low": 25}, "high is None"),
        ({"rule": "percentiles", "polarity": "low", "low": 25, "high": 101}, "high is 101"),
        ({"rule": "percentiles", "polarity": "low", "low": "value", "high": 75}, "low is 'value'"),
        ({"rule": "percentiles", "polarity": "low", "low": 75, "high": 25}, "must not be above"),
    ],
)
def test_a_goal_that_is_not_told_what_it_needs_is_refused(arguments, message):
    with pytest.raises(ms.ArgumentError, match=message):
        ms.goal(make_frame("polars", ROWS), **arguments)
