"""Confidence limits: published examples, the reference cases, a twin, and properties."""

import csv
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall import stats
from tests.stats import twins

LEVELS = (0.9, 0.95, 0.98, 0.99, 0.998, 0.9999)


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_worked_examples_of_newcombe_1998(x, n, lower, upper):
    assert stats.wilson_interval(x, n) == pytest.approx((lower, upper), abs=5e-5)


def test_the_exact_limits_of_no_events_are_those_of_the_textbook():
    assert stats.poisson_interval(0) == pytest.approx((0.0, 3.6889), abs=5e-5)


def test_byar_of_fifty_events_is_not_the_narrow_interval_of_a_known_faulty_package():
    assert stats.byar_interval(50) == pytest.approx((37.1, 65.9), abs=0.05)


def test_no_events_are_an_answer_and_not_an_error():
    assert stats.byar_interval(0)[0] == 0
    assert stats.wilson_interval(0, 12)[0] == 0
    assert stats.poisson_interval(0)[0] == 0


def test_all_of_all_has_an_upper_limit_of_one_exactly():
    assert stats.wilson_interval(8, 8)[1] == 1.0


@pytest.mark.needs_shared
@pytest.mark.parametrize("level", LEVELS)
def test_the_primitives_agree_with_the_reference_cases(cases, level):
    name = f"prim_c{level}".replace(".", "_")
    with (cases / "stats" / "ci_primitives" / f"{name}.expected.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 20
    for row in rows:
        x, n = float(row["x"]), float(row["n"])
        if n and x <= n:
            check(stats.wilson_interval(x, n, confidence=level), row["wilson_lower"], row["wilson_upper"])
        check(stats.byar_interval(x, confidence=level), row["byars_lower"], row["byars_upper"])
        if x < 10:
            exact = stats.poisson_interval(x, confidence=level)
            check(exact, row["poisson_exact_lower"], row["poisson_exact_upper"])


def check(found: tuple[float, float], lower: str, upper: str) -> None:
    for ours, theirs in zip(found, (lower, upper), strict=True):
        if theirs not in ("", "NaN", "NA"):
            assert ours == pytest.approx(float(theirs), rel=1e-10, abs=1e-12)


@pytest.mark.needs_shared
def test_the_hand_sized_vectors_of_proportions_hold(cases):
    vectors = json.loads((cases / "stats" / "vectors.json").read_text(encoding="utf-8"))
    wilson = [vector for vector in vectors if vector["id"].startswith("wilson")]
    assert wilson
    for vector in wilson:
        columns, expected = vector["input"], vector["expected"]
        for i, (x, n) in enumerate(zip(*columns.values(), strict=True)):
            per = vector["args"].get("per", 100)
            found = stats.wilson_interval(x, n)
            if "lower_95" in expected and expected["lower_95"][i] is not None:
                wanted = (expected["lower_95"][i] / per, expected["upper_95"][i] / per)
                assert found == pytest.approx(wanted, rel=vector["tolerance"], abs=vector["tolerance"])


@settings(deadline=None)
@given(st.integers(1, 400), st.floats(0, 1), st.sampled_from(LEVELS))
def test_wilson_agrees_with_its_twin_and_holds_its_value(n, share, level):
    x = round(share * n)
    lower, upper = stats.wilson_interval(x, n, confidence=level)
    assert 0 <= lower <= x / n <= upper <= 1
    twin = twins.wilson_limits(x, n, twins.normal_quantile((1 + level) / 2))
    assert (lower, upper) == pytest.approx(twin, abs=1e-7)


@settings(deadline=None)
@given(st.integers(0, 9), st.sampled_from(LEVELS))
def test_the_exact_limits_agree_with_their_twin(events, level):
    found = stats.poisson_interval(events, confidence=level)
    assert found == pytest.approx(twins.poisson_limits(events, (1 - level) / 2), rel=1e-8, abs=1e-9)


@settings(deadline=None)
@given(st.floats(0, 1e9), st.sampled_from(LEVELS))
def test_limits_of_counts_hold_the_count_and_are_never_below_nought(x, level):
    for interval in (stats.byar_interval(x, confidence=level), stats.poisson_interval(x, confidence=level)):
        assert 0 <= interval[0] <= x <= interval[1]
        assert all(map(math.isfinite, interval))


@pytest.mark.parametrize("x", [-1, math.nan, math.inf])
def test_counts_that_cannot_be_are_refused_with_the_number(x):
    for call in (stats.byar_interval, stats.poisson_interval):
        with pytest.raises(stats.CountError, match=str(x)):
            call(x)


@pytest.mark.parametrize(("x", "n"), [(3, 2), (0, 0), (1, -1), (1, math.nan)])
def test_a_proportion_that_cannot_be_is_refused(x, n):
    with pytest.raises(stats.CountError, match="not a proportion"):
        stats.wilson_interval(x, n)


@pytest.mark.parametrize("confidence", [100, 89.9, 0.5, 1, 0, float("nan")])
def test_a_level_outside_its_range_is_refused(confidence):
    for call in (
        lambda c: stats.wilson_interval(1, 2, confidence=c),
        lambda c: stats.poisson_interval(3, confidence=c),
    ):
        with pytest.raises(stats.ArgumentError, match="outside"):
            call(confidence)
