"""Funnel plots: limits against higher precision and by hand, points, and what stands out. On every kind of frame."""

import math
from itertools import pairwise

import mpmath
import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moothall.stats as ms
from tests.stats import twins
from tests.stats.backends import KERNELS_GIVE, make_frame, name_kind, read_columns, read_rows, sort_rows

NAN, INFINITY = float("nan"), float("inf")
Z, FAR_Z = twins.normal_quantile(0.975), twins.normal_quantile(0.999)
SHARES = {"x": [150, 95, 310, 12], "n": [1000, 900, 1600, 110]}
RATIOS = {"x": [12, 30, 55], "e": [10.0, 42.0, 50.0]}
CRUDE = {"x": [0, 5, 60, 30], "r": [0.0, 50.0, 300.0, 120.0], "n": [8000, 10000, 20000, 25000]}
PROPORTION = {"statistic": "proportion", "count": "x", "denominator": "n"}
RATIO = {"statistic": "ratio", "count": "x", "denominator": "e"}
RATE = {"statistic": "rate", "count": "x", "rate": "r", "denominator": "n", "rate_type": "crude"}


def call(function, backend, columns, **arguments):
    """Return the rows of a row function in the order of those that came in."""
    numbered = {**columns, "line": list(range(len(columns["x"])))}
    frame = make_frame(backend, numbered)
    before = repr(read_columns(frame))
    answer = function(frame, **arguments)
    assert name_kind(answer) == backend
    assert repr(read_columns(frame)) == before
    return sort_rows(read_rows(answer), ["line"])


def draw(backend, columns, **arguments):
    answer = ms.funnel_limits(make_frame(backend, columns), **arguments)
    assert name_kind(answer) == KERNELS_GIVE.get(backend, backend)
    return read_columns(answer)


def test_limits_of_proportions_by_hand(backend):
    limits = draw(backend, SHARES, **PROPORTION)
    b = (150 + 95 + 310 + 12) / (1000 + 900 + 1600 + 110)
    names = ["population", "lower_95", "upper_95", "lower_99_8", "upper_99_8", "baseline", "left_out"]
    assert list(limits) == names
    assert len(limits["population"]) == 100 and set(limits["left_out"]) == {0}
    for i in (0, 50, 99):
        half = math.sqrt(b * (1 - b) / limits["population"][i])
        assert limits["lower_95"][i] == pytest.approx(100 * max(0, b - Z * half), rel=1e-9)
        assert limits["upper_99_8"][i] == pytest.approx(100 * min(1, b + FAR_Z * half), rel=1e-9)
    assert limits["baseline"] == pytest.approx([100 * b] * 100)


@pytest.mark.parametrize(
    ("sizes", "first", "last"),
    [
        ([80, 120], 70, 169),  # narrow: from 0.95·80 down to one digit; a step is one at least
        ([1000, 10000], 1, 11000),  # wide: from 1 to 1.05·10,000 up to two digits
        ([8136, 11955], 7000, 13000),
    ],
)
def test_the_axis_reaches_from_below_the_least_to_above_the_most(sizes, first, last, backend):
    axis = draw(backend, {"x": [10] * len(sizes), "n": sizes}, **PROPORTION)["population"]
    assert (axis[0], axis[-1], len(axis)) == (first, last, 100)
    assert all(later >= place + 1 for place, later in pairwise(axis))


@pytest.mark.parametrize("per", [1, 100, 1000])
def test_limits_of_proportions_are_capped_at_their_own_multiplier(per, backend):
    """What a peer gets wrong: it caps them at 100, whatever the multiplier."""
    limits = draw(backend, SHARES, **PROPORTION, per=per)
    assert max(limits["upper_99_8"]) == per
    assert min(limits["lower_99_8"]) == 0


@pytest.mark.parametrize(("kind", "scale", "shift"), [("isr", 100, 0), ("count", 1, -1)])
def test_limits_of_ratios_are_those_of_the_twin(kind, scale, shift, backend):
    limits = draw(backend, RATIOS, **RATIO, ratio_type=kind, points=12)
    assert "baseline" not in limits
    for i, events in enumerate(limits["observed"]):
        for suffix, tail in (("95", 0.025), ("99_8", 0.001)):
            below, above = twins.poisson_limits(int(events), tail)
            assert limits[f"lower_{suffix}_x"][i] == pytest.approx(above, rel=1e-9)
            assert limits[f"upper_{suffix}"][i] == pytest.approx(scale * events / below + shift, rel=1e-9)


def test_poisson_limits_are_exact_and_not_halved_to():
    """What peers get wrong: a bisection stopped early leaves an error of up to 4.7e-5."""
    limits = draw("polars", RATIOS, **RATIO, ratio_type="isr")
    with mpmath.workdps(40):
        for i in (0, 9, 40, 99):
            events, tail = int(limits["observed"][i]), mpmath.mpf("0.025")
            at_most = mpmath.gammainc(events + 1, limits["lower_95_x"][i], mpmath.inf, regularized=True)
            at_least = mpmath.gammainc(events, 0, limits["upper_95_x"][i], regularized=True)
            assert abs(at_most / tail - 1) < 1e-11 and abs(at_least / tail - 1) < 1e-11


def test_limits_of_rates_by_hand(backend):
    limits = draw(backend, CRUDE, **RATE, years=2, points=20)
    people = [8000, 10000, 20000, 25000]
    b = 95 / sum(people)
    assert limits["baseline"] == pytest.approx([100_000 * b] * 20)
    # The widest is 12,500 a year: to 14,000 a year, times two years, times the baseline.
    assert (limits["events"][0], limits["events"][-1]) == (1, math.ceil(28000 * b))
    _below, above = twins.poisson_limits(int(limits["events"][5]), 0.025)
    assert limits["lower_95_x"][5] == pytest.approx(above / (2 * b), rel=1e-9)
    assert limits["lower_95"][5] == pytest.approx(100_000 * limits["events"][5] * b / above, rel=1e-9)


def test_points_stand_at_the_people_that_count_and_rate_lead_to(backend):
    asked = {"count": "x", "rate": "r", "denominator": "n", "rate_type": "crude", "years": 2}
    rows = call(ms.funnel_points, backend, CRUDE, **asked, explain=True)
    assert [row["funnel_rate"] for row in rows] == CRUDE["r"]
    assert [row["funnel_denominator"] for row in rows] == [4000, 5000, 10000, 12500]
    assert {row["funnel_status"] for row in rows} == {"ok"}
    assert "Spiegelhalter" in rows[0]["source"]


def test_a_standardised_rate_of_few_events_is_not_placed_whether_it_is_given_or_withheld(backend):
    table = {"x": [0, 9, 9, 10, 40], "r": [None, 90.0, None, 100.0, 400.0]}
    asked = {"count": "x", "rate": "r", "rate_type": "dsr"}
    rows = call(ms.funnel_points, backend, table, **asked, years=1)
    assert [row["funnel_status"] for row in rows] == ["small_count"] * 3 + ["ok"] * 2
    assert [row["funnel_denominator"] for row in rows] == [None] * 3 + [10000] * 2
    judged = call(ms.funnel_significance, backend, table, **asked, statistic="rate", strict=True)
    assert [row["significance"] for row in judged] == ["not_applicable"] * 3 + ["low_95", "high_99_8"]
    assert set(draw(backend, table, **asked, statistic="rate", years=1, points=3)["left_out"]) == {2}


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"x": None}, "missing_input"),
        ({"n": NAN}, "missing_input"),
        ({"x": INFINITY}, "not_finite"),
        ({"x": -1.0}, "negative_input"),
        ({"n": 0.0}, "zero_denominator"),
        ({"x": 200.0}, "count_exceeds_denominator"),
        ({"n": 1e16}, "outside_range"),
    ],
)
def test_a_bad_row_says_what_is_wrong_and_stops_no_other(cells, status, backend):
    row = {"x": 30.0, "n": 100.0}
    table = {name: [cells.get(name, cell), cell, cell] for name, cell in row.items()}
    rows = call(ms.funnel_significance, backend, table, **PROPORTION)
    assert (rows[0]["significance"], rows[0]["significance_status"]) == ("not_applicable", status)
    assert [row["significance"] for row in rows[1:]] == ["not_significant"] * 2
    limits = draw(backend, table, **PROPORTION, points=4)
    assert set(limits["left_out"]) == {1} and limits["baseline"] == pytest.approx([30.0] * 4)
    for function in (ms.funnel_significance, ms.funnel_limits):
        with pytest.raises(ms.DataError) as refused:
            function(make_frame(backend, table), **PROPORTION, strict=True)
        assert refused.value.counts == {status: 1}


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"r": None}, "missing_input"),
        ({"r": 0.0}, "outside_range"),
        ({"x": 0.0}, "outside_range"),
        ({"x": 0.0, "r": 0.0, "n": None}, "missing_input"),
        ({"x": 0.0, "r": 0.0, "n": 0.0}, "zero_denominator"),
        ({"x": 0.0, "r": None}, "ok"),
        ({"n": None}, "ok"),
    ],
)
def test_a_rate_needs_what_its_denominator_is_made_of_and_no_more(cells, status, backend):
    row = {"x": 30.0, "r": 100.0, "n": 30000.0}
    table = {name: [cells.get(name, cell), cell] for name, cell in row.items()}
    asked = {name: value for name, value in RATE.items() if name != "statistic"}
    rows = call(ms.funnel_points, backend, table, **asked, years=1)
    assert [row["funnel_status"] for row in rows] == [status, "ok"]
    assert [row["funnel_denominator"] for row in rows] == [30000 if status == "ok" else None, 30000]


def test_a_table_without_a_row_that_can_be_used_has_no_axis(backend):
    limits = draw(backend, {"x": [None, 3.0], "n": [10.0, None]}, **PROPORTION)
    assert limits["population"] == limits["upper_95"] == []


def test_the_baseline_may_be_given(backend):
    rows = call(ms.funnel_significance, backend, SHARES, **PROPORTION, baseline=0.05)
    assert {row["significance"] for row in rows} == {"high_99_8", "high_95"}
    assert set(draw(backend, SHARES, **PROPORTION, baseline=0.05, points=2)["baseline"]) == {5.0}


counts = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=25)


@settings(deadline=None, max_examples=60)
@given(counts, st.sampled_from(["polars", "pyarrow"]))
def test_what_stands_out_is_what_the_twin_finds(rows, kind):
    table = {"x": [x for x, _more in rows], "n": [x + more + 1 for x, more in rows]}
    found = [row["significance"] for row in call(ms.funnel_significance, kind, table, **PROPORTION)]
    b = sum(table["x"]) / sum(table["n"])
    for x, n, word in zip(table["x"], table["n"], found, strict=True):
        deviation = (x / n - b) / math.sqrt(b * (1 - b) / n) if 0 < b < 1 else 0.0
        if min(abs(abs(deviation) - Z), abs(abs(deviation) - FAR_Z)) > 1e-9:
            far = "99_8" if abs(deviation) > FAR_Z else "95"
            wanted = f"{'high' if deviation > 0 else 'low'}_{far}" if abs(deviation) > Z else "not_significant"
            assert word == wanted


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0.1, 30)), min_size=1, max_size=15))
def test_a_ratio_stands_out_when_its_own_limits_leave_1_out(rows):
    table = {"x": [x for x, _e in rows], "e": [e for _x, e in rows]}
    found = [row["significance"] for row in call(ms.funnel_significance, "polars", table, **RATIO)]
    for (x, e), word in zip(rows, found, strict=True):
        wanted = "not_significant"
        for suffix, tail in (("95", 0.025), ("99_8", 0.001)):
            low, high = twins.poisson_limits(x, tail)
            wanted = f"high_{suffix}" if low > e else f"low_{suffix}" if high < e else wanted
        assert word == wanted


@settings(deadline=None, max_examples=40)
@given(counts.filter(lambda rows: any(x for x, _more in rows)), st.floats(0.01, 1e6))
def test_the_unit_and_the_order_of_rows_change_no_verdict(rows, per):
    table = {"x": [x for x, _more in rows], "n": [100 * (x + more + 1) for x, more in rows]}
    table["r"] = [per * x / n for x, n in zip(table["x"], table["n"], strict=True)]
    plain = [row["significance"] for row in call(ms.funnel_significance, "polars", table, **RATE, per=per)]
    turned = {name: cells[::-1] for name, cells in table.items()}
    other = {**turned, "r": [1000 * r / per for r in turned["r"]]}
    assert [row["significance"] for row in call(ms.funnel_significance, "polars", other, **RATE, per=1000)] == plain[
        ::-1
    ]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.floats(-1, 1e308), st.just(INFINITY))] * 3), max_size=8),
    st.sampled_from([PROPORTION, RATE, {**RATIO, "denominator": "n"}]),
)
def test_no_table_is_too_bad_for_an_answer_and_nothing_missing_is_called_good(rows, asked):
    table = {name: [row[i] for row in rows] for i, name in enumerate(("x", "n", "r"))}
    frame = make_frame("polars", table)
    more = {"years": 1} if asked is RATE else {"ratio_type": "isr"} if asked["statistic"] == "ratio" else {}
    limits = read_columns(ms.funnel_limits(frame, **asked, **more, points=5))
    assert all(cell is None or math.isfinite(cell) for cells in limits.values() for cell in cells)
    for row in read_rows(ms.funnel_significance(frame, **asked)):
        assert (row["significance"] == "not_applicable") == (row["significance_status"] != "ok")


def test_explain_gives_the_formula_and_its_source(backend):
    limits = draw(backend, SHARES, **PROPORTION, points=2, explain=True)
    assert "Σx/Σn" in limits["formula"][0] and "Spiegelhalter" in limits["source"][1]
    rows = call(ms.funnel_significance, backend, SHARES, **PROPORTION, explain=True)
    assert "stand" not in rows[0]["formula"] and "Briefing 3" in rows[0]["source"]


def test_a_narwhals_frame_comes_back_as_one():
    answer = ms.funnel_limits(nw.from_native(make_frame("polars-lazy", SHARES)), **PROPORTION)
    assert isinstance(answer, nw.LazyFrame)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({**PROPORTION, "statistic": "share"}, "no statistic 'share'"),
        ({"statistic": "proportion", "count": "x"}, "denominator is needed"),
        ({**RATIO, "denominator": "n"}, "no ratio_type None"),
        ({"statistic": "rate", "count": "x", "rate_type": "dsr", "years": 1}, "rate is needed"),
        ({**RATE, "rate": "n", "rate_type": None, "years": 1}, "no rate_type None"),
        ({**RATE, "rate": "n"}, "years is needed"),
        ({**RATE, "rate": "n", "years": 0}, "years is 0"),
        ({**PROPORTION, "points": 1}, "points is 1"),
        ({**PROPORTION, "baseline": 15.0}, "below 1"),
        ({**RATIO, "denominator": "n", "ratio_type": "isr", "baseline": 1.0}, "give none"),
        ({**PROPORTION, "per": 0}, "per is 0"),
        ({**PROPORTION, "count": "y"}, "no column 'y'"),
    ],
)
def test_a_call_that_cannot_be_answered_is_refused_by_a_sentence(arguments, message):
    """What a peer gets wrong: an unknown statistic dies with an internal error."""
    with pytest.raises(ms.ArgumentError, match=message):
        ms.funnel_limits(make_frame("polars", SHARES), **arguments)
