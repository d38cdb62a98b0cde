"""Comparisons: the published labels, a twin, and the edges of each rule."""

import csv

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from moothall import stats
from tests.stats import twins


@pytest.mark.parametrize(
    ("benchmark", "word"), [(30.9, "worse"), (31.0, "similar"), (32.1, "similar"), (33.3, "similar"), (33.4, "better")]
)
def test_a_benchmark_on_the_end_of_the_interval_is_similar(benchmark, word):
    found = stats.compare_value(32.1, (31.0, 33.3), benchmark, polarity="low")
    assert (found.code, found.status, found.method) == (word, "ok", 1)


@pytest.mark.parametrize(("polarity", "word"), [("low", "better"), ("high", "worse"), ("none", "lower")])
def test_which_way_is_good_decides_the_word(polarity, word):
    assert stats.compare_value(32.1, (31.0, 33.3), 34.3, polarity=polarity).code == word


@pytest.mark.parametrize(
    ("benchmark_limits", "word"),
    [((33.3, 35.0), "similar"), ((33.31, 35.0), "better"), ((20.0, 40.0), "similar")],
)
def test_double_overlap_asks_whether_the_intervals_meet(benchmark_limits, word):
    found = stats.compare_value(32.1, (31.0, 33.3), 34.3, benchmark_limits, method=12, polarity="low")
    assert (found.code, found.method) == (word, 12)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((None, (1, 2), 3), "missing_input"),
        ((float("nan"), (1, 2), 3), "missing_input"),
        ((1.5, (1, 2), None), "no_benchmark"),
        ((1.5, (None, 2), 3), "no_limits"),
        ((1.5, (1, None), 3), "no_limits"),
        ((1.5, (2, 1), 3), "outside_range"),
    ],
)
def test_what_cannot_be_compared_says_why(arguments, status):
    found = stats.compare_value(*arguments, polarity="low")
    assert (found.code, found.status) == ("not_compared", status)


def test_double_overlap_needs_the_limits_of_the_benchmark():
    found = stats.compare_value(1.5, (1, 2), 3, method=12)
    assert (found.code, found.status) == ("not_compared", "no_benchmark_limits")
    assert stats.compare_value(1.5, (1, 2), 3, (5, 4), method=12).status == "outside_range"


def test_what_is_not_to_be_compared_is_not():
    assert stats.compare_value(1.5, (1, 2), 3, polarity="na").status == "not_applicable"


def test_unknown_methods_and_polarities_are_refused():
    with pytest.raises(stats.ArgumentError, match="method 3"):
        stats.compare_value(1.5, (1, 2), 3, method=3)
    with pytest.raises(stats.ArgumentError, match="sideways"):
        stats.compare_value(1.5, (1, 2), 3, polarity="sideways")


def read_rows(cases, name):
    with (cases / "assess" / "fingertips" / name).open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def numbers(row, *names):
    return [float(row[name]) for name in names]


@pytest.mark.needs_shared
def test_double_overlap_gives_each_of_the_sources_own_labels(cases):
    words = {"Significantly higher": "higher", "Significantly lower": "lower", "Similar": "similar"}
    rows = read_rows(cases, "source_values_with_significance_labels.csv")
    judged = [row for row in rows if row["Significance"] in words]
    assert (len(rows), len(judged)) == (1050, 1036)
    for row in judged:
        value, *limits = numbers(row, "Value", "Lower_CI", "Upper_CI")
        benchmark, *others = numbers(row, "Comp_Value", "Comp_Lower_CI", "Comp_Upper_CI")
        found = stats.compare_value(value, tuple(limits), benchmark, tuple(others), method=12)
        assert found.code == words[row["Significance"]], row


@pytest.mark.needs_shared
def test_single_overlap_gives_each_published_verdict_by_polarity(cases):
    labelled = read_rows(cases, "source_values_with_significance_labels.csv")
    polarities = {row["Name"]: "low" if row["Polarity"] == "Lower is better" else "high" for row in labelled}
    rows = read_rows(cases, "fingertips_2020_counties_uas.DERIVED.csv")
    england = {key(row): row for row in rows if row["Area Code"] == "E92000001"}
    judged = [row for row in rows if row["Compared to England value or percentiles"]]
    assert len(judged) == 1050
    for row in judged:
        value, lower, upper = (maybe(row[n]) for n in ("Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit"))
        found = stats.compare_value(
            value, (lower, upper), maybe(england[key(row)]["Value"]), polarity=polarities[row["Indicator Name"]]
        )
        word = row["Compared to England value or percentiles"].lower().replace(" ", "_")
        assert found.code == word, row


def key(row):
    return row["Indicator ID"], row["Sex"], row["Age"], row["Time period"]


def maybe(text):
    return float(text) if text else None


near = st.integers(-40, 40).map(lambda tenths: tenths / 8)


@settings(deadline=None)
@given(near, near, near, near, near, near, st.sampled_from([1, 12]), st.sampled_from(["low", "high", "none"]))
def test_a_comparison_agrees_with_its_twin(a, b, c, d, e, f, method, polarity):
    lower, value, upper = sorted((a, b, c))
    other_lower, benchmark, other_upper = sorted((d, e, f))
    assume(value != benchmark or lower < upper)
    found = stats.compare_value(
        value, (lower, upper), benchmark, (other_lower, other_upper), method=method, polarity=polarity
    )
    assert found.code == twins.verdict(value, (lower, upper), benchmark, (other_lower, other_upper), method, polarity)


@settings(deadline=None)
@given(near, near, near, near)
def test_turning_the_polarity_only_swaps_better_and_worse(a, b, c, benchmark):
    lower, value, upper = sorted((a, b, c))
    swap = {"better": "worse", "worse": "better"}
    low = stats.compare_value(value, (lower, upper), benchmark, polarity="low").code
    high = stats.compare_value(value, (lower, upper), benchmark, polarity="high").code
    assert high == swap.get(low, low)


@settings(deadline=None)
@given(near, near, near, near, st.floats(0.001, 1000))
def test_the_unit_changes_no_verdict(a, b, c, benchmark, per):
    lower, value, upper = sorted((a, b, c))
    plain = stats.compare_value(value, (lower, upper), benchmark, polarity="high")
    scaled = stats.compare_value(value * per, (lower * per, upper * per), benchmark * per, polarity="high")
    assert plain == scaled
