"""What an observation must hold: each invariant with the field at which it shows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.assess import rules

GOOD = {"value": 32.1, "limits_95": (31.0, 33.3), "limits_99_8": (None, None), "decimals": 1, "status": "published"}


def check(**changes):
    return rules.check_observation(**{**GOOD, **changes})


def test_a_value_within_its_limits_is_good():
    assert check() is None
    assert check(limits_99_8=(30.0, 34.0)) is None
    assert check(limits_95=(None, None)) is None


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"limits_95": (33.3, 31.0)}, "lower_95", "33.3 is above the upper limit 31"),
        ({"limits_95": (32.5, 33.3)}, "lower_95", "from 32.5 to 33.3 does not contain its value 32.1"),
        ({"limits_95": (31.0, 31.9)}, "upper_95", "does not contain its value"),
        ({"limits_99_8": (33.0, 34.0)}, "lower_99_8", "does not contain"),
        ({"limits_95": (None, 33.3)}, "lower_95", "two limits"),
        ({"limits_95": (31.0, None)}, "upper_95", "two limits"),
        ({"value": 0.0, "limits_95": (0.0, 0.0)}, "upper_95", "Both limits are 0"),
        ({"limits_99_8": (31.5, 34.0)}, "lower_99_8", "does not enclose the 95% interval"),
        ({"limits_99_8": (30.0, 33.0)}, "upper_99_8", "does not enclose the 95% interval"),
        ({"valid_range": (0, 20)}, "value", "above 20"),
        ({"valid_range": (40, None)}, "value", "below 40"),
        ({"value": None, "limits_95": (None, None)}, "value", "say by the status why"),
        ({"status": "suppressed_primary"}, "value", "“suppressed”, so no value can stand here, and 32.1 does"),
        ({"status": "missing", "value": None}, "value_status", "no limits"),
        ({"value": float("nan")}, "value", "finite"),
        ({"limits_95": (31.0, float("inf"))}, "value", "finite"),
        ({"count": -1}, "count", "below 0"),
        ({"denominator": 0}, "denominator", "not above 0"),
    ],
)
def test_what_is_wrong_shows_at_its_field_with_the_numbers(changes, field, words):
    problem = check(**changes)
    assert problem is not None
    assert problem.field == field
    assert words in problem.sentence


def test_a_printed_value_may_miss_its_exacter_limits_by_half_a_unit_and_no_more():
    """A real row: 17.0 stands beside limits of 17.025 to 17.0716."""
    assert check(value=17.0, limits_95=(17.025, 17.0716)) is None
    assert check(value=17.0, limits_95=(17.06, 17.0716)) is not None
    assert check(value=17.0, limits_95=(17.025, 17.0716), decimals=2) is not None


@pytest.mark.parametrize("status", rules.WITHHELD)
def test_a_withheld_value_is_good_when_nothing_stands_in_its_place(status):
    assert check(value=None, limits_95=(None, None), status=status) is None


tenths = st.integers(-1000, 1000).map(lambda n: n / 10)


@settings(deadline=None)
@given(tenths, tenths, tenths, st.integers(0, 3))
def test_any_three_numbers_in_order_are_good_and_a_value_well_outside_is_not(a, b, c, decimals):
    lower, value, upper = sorted((a, b, c))
    if (lower, upper) != (0, 0):
        assert check(value=value, limits_95=(lower, upper), decimals=decimals) is None
    assert check(value=upper + 10**-decimals, limits_95=(lower, upper), decimals=decimals) is not None


def test_limits_are_found_from_counts_by_the_indicators_own_method():
    counts = {"value": 30.8, "count": 81, "denominator": 263, "multiplier": 100, "decimals": 1, "level": 95.0}
    assert rules.find_limits(**counts, ci_method="wilson") == pytest.approx((25.53, 36.62), abs=0.01)
    rate = {"value": 50.0, "count": 50, "denominator": 100_000, "multiplier": 100_000, "decimals": 1, "level": 95.0}
    assert rules.find_limits(**rate, ci_method="byar") == pytest.approx((37.1, 65.9), abs=0.05)


@pytest.mark.parametrize(
    "changes",
    [
        {"ci_method": "as_published"},
        {"value": None},
        {"count": None},
        {"denominator": None},
        {"value": 40.0},
        {"value": 110.0, "count": 110, "denominator": 100},
    ],
)
def test_no_limits_are_made_where_the_method_or_the_counts_do_not_carry_them(changes):
    given = {"value": 30.8, "count": 81, "denominator": 263, "multiplier": 100, "decimals": 1, "level": 95.0}
    assert rules.find_limits(**{**given, "ci_method": "wilson", **changes}) == (None, None)


def test_no_events_have_limits_too():
    none = {"value": 0.0, "count": 0, "denominator": 1000, "multiplier": 1000, "decimals": 1, "level": 95.0}
    assert rules.find_limits(**none, ci_method="byar") == pytest.approx((0, 3.6889), abs=5e-5)
