"""Where a target stands: told by the interval of the latest value, or why it cannot be told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.plan.rules import Aim, Reading, check_naming, find_goal, find_path_value, is_to_be_confirmed, place_target

BASELINE = Reading(date(2018, 3, 31), 32.0)
HALVED = Aim(value=None, ratio=0.5, direction="down", baseline=BASELINE, due_on=date(2030, 12, 31))
TODAY = date(2024, 6, 1)
# Half way between the two days: the path has come half of the 16 points down.
HALF_WAY = BASELINE.on + (HALVED.due_on - BASELINE.on) / 2


def reading(value, low, high, on=HALF_WAY):
    return Reading(on, value, low, high)


def stands(latest, aim=HALVED, today=TODAY):
    return place_target(aim, latest, today=today)


def test_a_ratio_is_of_the_baseline():
    assert find_goal(HALVED) == 16.0
    assert find_goal(replace(HALVED, value=20.0, ratio=None)) == 20.0


def test_without_its_parts_there_is_no_goal_and_no_path():
    assert find_goal(replace(HALVED, ratio=None)) is None
    assert find_path_value(replace(HALVED, ratio=None), HALF_WAY) is None
    assert find_path_value(replace(HALVED, due_on=BASELINE.on), HALF_WAY) is None


def test_the_path_is_straight_in_days_and_level_after_it_is_due():
    assert find_path_value(HALVED, BASELINE.on) == 32.0
    assert find_path_value(HALVED, HALF_WAY) == pytest.approx(24.0, abs=0.01)
    assert find_path_value(HALVED, HALVED.due_on) == 16.0
    assert find_path_value(HALVED, date(2040, 1, 1)) == 16.0


@pytest.mark.parametrize(
    ("low", "high", "key"),
    [(24.5, 26.0, "behind"), (23.0, 25.0, "on_path"), (20.0, 23.5, "ahead"), (23.99, 40.0, "on_path")],
)
def test_a_target_downwards_is_told_by_the_whole_interval(low, high, key):
    found = stands(reading((low + high) / 2, low, high))
    assert found.key == key
    assert found.path_value == pytest.approx(24.0, abs=0.01)


@pytest.mark.parametrize(
    ("low", "high", "key"), [(50.0, 55.0, "behind"), (55.0, 65.0, "on_path"), (61.0, 64.0, "ahead")]
)
def test_a_target_upwards_is_the_other_way_round(low, high, key):
    aim = Aim(70.0, None, "up", Reading(BASELINE.on, 50.0), HALVED.due_on)
    assert stands(reading((low + high) / 2, low, high), aim).key == key


def test_nothing_is_told_before_a_value_later_than_the_baseline():
    assert stands(reading(32.0, 31.0, 33.0, on=BASELINE.on)).key == "too_early"
    assert stands(reading(30.0, 29.0, 31.0), today=BASELINE.on).key == "too_early"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"has_indicator": False}, "No indicator"),
        ({"ratio": None}, "by how much"),
        ({"direction": "none"}, "which way"),
        ({"baseline": Reading(BASELINE.on, None)}, "no baseline value"),
        ({"baseline": Reading(None, 32.0)}, "date of its baseline is not stated"),
        ({"due_on": None}, "by when"),
        ({"path": "milestones"}, "milestones"),
        ({"due_on": date(2017, 1, 1)}, "before its baseline"),
    ],
)
def test_what_is_missing_is_said_and_nothing_put_in_its_place(change, words):
    found = stands(reading(30.0, 29.0, 31.0), replace(HALVED, **change))
    assert found.key == "cannot_say"
    assert words in found.because
    assert found.path_value is None


@pytest.mark.parametrize("latest", [None, Reading(HALF_WAY, None), Reading(None, 30.0, 29.0, 31.0)])
def test_without_a_value_nothing_can_be_said(latest):
    found = stands(latest)
    assert (found.key, found.because) == ("cannot_say", "No value of its indicator has been published.")


def test_without_an_interval_nothing_can_be_said():
    found = stands(Reading(HALF_WAY, 20.0))
    assert found.key == "cannot_say"
    assert "no interval" in found.because


@given(
    st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.integers(1, 5000), st.integers(1, 5000), st.booleans()
)
def test_an_interval_that_holds_the_path_is_never_behind_or_ahead(start, goal, wide, days, at, is_up):
    baseline = Reading(date(2010, 1, 1), start)
    aim = Aim(goal, None, "up" if is_up else "down", baseline, baseline.on + timedelta(days=days))
    on = baseline.on + timedelta(days=at)
    path = find_path_value(aim, on)
    assert min(start, goal) - 1e-9 <= path <= max(start, goal) + 1e-9
    found = place_target(aim, Reading(on, path, path - wide, path + wide), today=on)
    assert found.key == "on_path"


@pytest.mark.parametrize(
    ("words", "said"), [("tbc", True), (" TBC. ", True), ("To be confirmed", True), ("Housing", False)]
)
def test_tbc_is_known_as_to_be_confirmed(words, said):
    assert is_to_be_confirmed(words) is said


def test_a_name_and_its_state_must_agree():
    assert check_naming("named", 1, "lead") is None
    assert check_naming("to_be_confirmed", 0, "lead") is None
    assert "name it" in check_naming("named", 0, "lead")
    assert "not to_be_confirmed" in check_naming("to_be_confirmed", 1, "lead")
