"""Recent trends: which series show one, by how much, and why others cannot."""

import csv
from fractions import Fraction
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moothall.stats as ms
from tests.stats.backends import KERNELS_GIVE, make_frame, name_kind, read_columns, read_rows, sort_rows
from tests.stats.twins import normal_quantile, trend_of_counts, weighted_slope

NAN, INFINITY = float("nan"), float("inf")
YEARS = [2014, 2015, 2016, 2017, 2018]
SMOKERS = {
    "area": ["a"] * 5,
    "year": YEARS,
    "x": [1820, 1745, 1690, 1601, 1523],
    "n": [10020, 10050, 10110, 10090, 10140],
}
VALUES = {"area": ["a"] * 5, "year": YEARS, "v": [79.1, 79.4, 79.6, 80.1, 80.3], "se": [0.11, 0.1, 0.12, 0.1, 0.11]}
COUNTS = {"kind": "proportion", "count": "x", "denominator": "n"}
OTHER = {"kind": "other", "value": "v", "se": "se"}


def call(columns, backend="polars", **arguments):
    return ms.recent_trend(make_frame(backend, columns), **{"period": "year", **arguments})


def one(columns, backend="polars", **arguments):
    (row,) = read_rows(call(columns, backend, **arguments))
    return row


def test_a_trend_in_a_proportion_is_that_of_the_twin(backend):
    row = one(SMOKERS, backend, **COUNTS, polarity="low", explain=True)
    assert row["chi_squared"] == pytest.approx(float(trend_of_counts(YEARS, SMOKERS["x"], SMOKERS["n"])), rel=1e-11)
    logits = [log(x / (n - x)) for x, n in zip(SMOKERS["x"], SMOKERS["n"], strict=True)]
    assert row["slope"] == pytest.approx(float(weighted_slope(YEARS, logits, [1] * 5)[0]), rel=1e-11)
    third = weighted_slope([*YEARS[:2], *YEARS[3:]], [*logits[:2], *logits[3:]], [1] * 4)[0]
    assert row["slope_without_3"] == pytest.approx(float(third), rel=1e-11)
    words = {name: row[name] for name in ("period", "trend", "label", "reason", "points", "method", "status")}
    assert words == {
        "period": 2018,
        "trend": "decreasing",
        "label": "Decreasing and getting better",
        "reason": "significant",
        "points": 5,
        "method": "chi_squared_of_proportions",
        "status": "ok",
    }


def test_a_trend_in_values_is_that_of_the_twin_whether_errors_or_limits_are_given(backend):
    row = one(VALUES, backend, **OTHER)
    slope, variance = weighted_slope(YEARS, VALUES["v"], [1 / Fraction(se) ** 2 for se in VALUES["se"]])
    assert row["slope"] == pytest.approx(float(slope), rel=1e-11)
    assert row["chi_squared"] == pytest.approx(float(slope**2 / variance), rel=1e-11)
    assert (row["trend"], row["label"], row["method"]) == ("increasing", "Increasing", "weighted_regression")
    for level in (0.95, 0.998):
        z = normal_quantile((1 + level) / 2)
        limits = {
            "lo": [v - z * se for v, se in zip(VALUES["v"], VALUES["se"], strict=True)],
            "up": [v + z * se for v, se in zip(VALUES["v"], VALUES["se"], strict=True)],
        }
        asked = {"kind": "other", "value": "v", "lower": "lo", "upper": "up", "limits_level": level}
        again = one({**VALUES, **limits}, backend, **asked)
        assert again["chi_squared"] == pytest.approx(row["chi_squared"], rel=1e-9)


@pytest.mark.needs_shared
def test_the_series_of_other_packages_have_their_verdicts(cases):
    with (cases / "stats" / "peer" / "recent_trend" / "recent_trend.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    series = {row["series"]: [other for other in rows if other["series"] == row["series"]] for row in rows}
    assert len(series) == 11
    names = {"count": "count", "denominator": "denominator", "value": "value", "lower": "lower_95", "upper": "upper_95"}
    for name, points in series.items():
        cells = {
            theirs: [float(point[theirs]) if point[theirs] else None for point in points]
            for theirs in ("period", *names.values())
        }
        roles = ("count", "denominator") if points[0]["kind"] == "proportion" else ("value", "lower", "upper")
        given = {role: names[role] for role in roles}
        row = one(cells, period="period", kind=points[0]["kind"], **given)
        assert (row["trend"], row["reason"]) == (points[0]["trend"], points[0]["reason"]), name
        for number in ("chi_squared", "slope"):
            wanted = float(points[0][number]) if points[0][number] else None
            assert row[number] == (wanted if wanted is None else pytest.approx(wanted, abs=1e-4)), name


@pytest.mark.parametrize(
    ("polarity", "up", "down"),
    [
        ("low", "Increasing and getting worse", "Decreasing and getting better"),
        ("high", "Increasing and getting better", "Decreasing and getting worse"),
        ("none", "Increasing", "Decreasing"),
        ("na", "Increasing", "Decreasing"),
    ],
)
def test_polarity_changes_the_words_alone(polarity, up, down):
    plain = one(VALUES, **OTHER)
    turned = {**VALUES, "v": VALUES["v"][::-1], "se": VALUES["se"][::-1]}
    for columns, label in ((VALUES, up), (turned, down)):
        row = one(columns, **OTHER, polarity=polarity)
        assert row["label"] == label
        assert row["chi_squared"] == pytest.approx(plain["chi_squared"], rel=1e-9)


def test_only_the_latest_five_points_count_and_in_any_order(backend):
    older = {"area": ["a"] * 2, "year": [2001, 2012], "v": [None, 12.0], "se": [0.1, INFINITY]}
    both = {name: [*cells[::-1], *older[name]] for name, cells in VALUES.items()}
    assert one(both, backend, **OTHER) == one(VALUES, backend, **OTHER)


def test_a_missing_year_is_a_longer_step_or_a_broken_series():
    gap = {**VALUES, "year": [2012, 2014, 2015, 2016, 2017]}
    row = one(gap, **OTHER)
    slope, _variance = weighted_slope(gap["year"], VALUES["v"], [1 / Fraction(se) ** 2 for se in VALUES["se"]])
    assert row["slope"] == pytest.approx(float(slope), rel=1e-11)
    broken = one(gap, **OTHER, unbroken=True)
    assert (broken["status"], broken["reason"], broken["chi_squared"]) == ("broken_series", "broken_series", None)
    assert one(VALUES, **OTHER, unbroken=True)["status"] == "ok"


def test_one_point_alone_makes_no_trend():
    row = one({**VALUES, "v": [79.0, 79.02, 79.01, 79.0, 81.0]}, **OTHER, explain=True)
    assert row["chi_squared"] > 9.5495 and row["slope"] > 0 > row["slope_without_5"]
    assert (row["trend"], row["reason"], row["status"]) == ("no_change", "outlier", "ok")
    flat = one({**VALUES, "v": [79.0, 79.3, 79.2, 79.0, 79.1]}, **OTHER)
    assert (flat["trend"], flat["label"], flat["reason"]) == ("no_change", "No significant change", "not_significant")


def test_the_threshold_is_that_of_two_in_a_thousand():
    """Values on a line y = b·t with equal errors have χ² = 10·b²/se² about the middle year."""
    for chi_squared, trend in ((9.5496, "increasing"), (9.5494, "no_change")):
        slope = (chi_squared / 10) ** 0.5
        columns = {"year": YEARS, "v": [slope * (year - 2016) for year in YEARS], "se": [1.0] * 5}
        row = one(columns, **OTHER)
        assert row["chi_squared"] == pytest.approx(chi_squared, rel=1e-9) and row["trend"] == trend


def spoil(columns, name, cell, at=2):
    cells = list(columns[name])
    cells[at] = cell
    return {**columns, name: cells}


BAD = [
    (SMOKERS, COUNTS, "year", 2014, "duplicate_period"),
    (SMOKERS, COUNTS, "year", None, "missing_input"),
    (SMOKERS, COUNTS, "year", INFINITY, "not_finite"),
    (SMOKERS, COUNTS, "x", None, "missing_input"),
    (SMOKERS, COUNTS, "n", NAN, "missing_input"),
    (SMOKERS, COUNTS, "x", -1, "negative_input"),
    (SMOKERS, COUNTS, "n", 0, "zero_denominator"),
    (SMOKERS, COUNTS, "x", 50000, "count_exceeds_denominator"),
    (SMOKERS, COUNTS, "x", 0, "undefined"),
    (SMOKERS, COUNTS, "x", 10110, "undefined"),
    (VALUES, OTHER, "v", None, "missing_input"),
    (VALUES, OTHER, "se", INFINITY, "not_finite"),
    (VALUES, OTHER, "se", 0.0, "outside_range"),
    (VALUES, {"kind": "other", "value": "v", "lower": "v", "upper": "v"}, "area", "a", "undefined"),
]


@pytest.mark.parametrize(("columns", "asked", "name", "cell", "status"), BAD)
def test_a_series_that_cannot_be_calculated_says_why_and_stops_no_other(columns, asked, name, cell, status, backend):
    bad = spoil(columns, name, cell)
    other = {column: [*cells] for column, cells in columns.items()} | {"area": ["b"] * 5}
    both = {column: [*bad[column], *other[column]] for column in columns}
    first, second = sort_rows(read_rows(call(both, backend, **asked, by="area")), ["area"])
    assert (first["status"], first["reason"], first["trend"]) == (status, status, "cannot_be_calculated")
    assert first["slope"] is first["chi_squared"] is None and first["label"] == "Cannot be calculated"
    if asked.get("lower") is None:
        assert second == {**one(columns, backend, **asked, by="area"), "area": "b"}
    if status != "undefined":
        with pytest.raises(ms.DataError) as refused:
            call(both, backend, **asked, by="area", strict=True)
        assert refused.value.counts == {status: 1}


def test_a_series_of_three_or_four_points_stops_nothing(backend):
    """Section 10 (h). A missing group key is a group of its own."""
    few = {name: [*cells, *cells[:4], *cells[:3]] for name, cells in VALUES.items()}
    few["area"] = ["a"] * 5 + ["b"] * 4 + [None] * 3
    rows = read_rows(call(few, backend, **OTHER, by="area", strict=True))
    assert {row["area"]: (row["status"], row["points"], row["period"]) for row in rows} == {
        "a": ("ok", 5, 2018),
        "b": ("too_few_values", 4, 2017),
        None: ("too_few_values", 3, 2016),
    }


def test_the_order_of_the_tests_is_the_published_one():
    doubled = {name: cells[:3] for name, cells in spoil(VALUES, "year", 2014).items()}
    assert one(doubled, **OTHER)["status"] == "duplicate_period"
    few = {name: cells[:4] for name, cells in spoil(VALUES, "v", None).items()}
    assert one(few, **OTHER)["status"] == "too_few_values"
    both = spoil(spoil(SMOKERS, "x", 0), "n", None, at=4)
    assert one(both, **COUNTS)["status"] == "missing_input"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 900), st.integers(901, 5000)), min_size=5, max_size=5), st.integers(0, 3000))
def test_any_series_of_counts_is_that_of_the_twin(points, first):
    counts, people = ([point[i] for point in points] for i in (0, 1))
    years = [first + i for i in range(5)]
    row = one({"year": years, "x": counts, "n": people}, **COUNTS)
    assert row["status"] == "ok"
    assert row["chi_squared"] == pytest.approx(float(trend_of_counts(years, counts, people)), rel=1e-9, abs=1e-9)
    moved = one({"year": [year + 100 for year in years], "x": counts, "n": people}, **COUNTS)
    assert (moved["trend"], moved["slope"]) == (row["trend"], pytest.approx(row["slope"], rel=1e-9, abs=1e-12))


def test_the_answer_keeps_the_kind_of_frame_and_the_names_of_columns(backend):
    named = ["area", "period", "trend", "label", "reason", "slope", "chi_squared", "points", "method", "status"]
    for columns, asked in ((SMOKERS, COUNTS), (VALUES, OTHER)):
        answer = call(columns, backend, **asked, by="area")
        assert list(read_columns(answer)) == named
        assert name_kind(answer) == KERNELS_GIVE.get(backend, backend)
        assert read_columns(answer)["period"] == [2018]
        assert read_rows(call({name: [] for name in columns}, backend, **asked, by="area")) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "rate"}, "no kind 'rate'"),
        ({"polarity": "good"}, "no polarity 'good'"),
        ({"se": None}, "The kind is other, with value"),
        ({"lower": "se"}, "Give count and denominator"),
        ({"kind": "proportion"}, "The kind is proportion, with value, se"),
        ({"limits_level": 2}, "outside 0.9 to 1"),
        ({"period": "years"}, "Did you mean 'year'"),
        ({"period": "area"}, "not numbers"),
    ],
)
def test_a_wrong_call_raises(arguments, message):
    with pytest.raises(ms.ArgumentError, match=message):
        call(VALUES, **{**OTHER, **arguments})
