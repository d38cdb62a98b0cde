"""Dates, times and numbers as pages write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Undefined

from moothall.kit import formats


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2019, 7, 23), "23 July 2019"),
        (date(2019, 3, 1), "1 March 2019"),
        (datetime(2019, 7, 22, 23, 30, tzinfo=UTC), "23 July 2019"),  # half past midnight in British Summer Time
        (None, ""),
        (Undefined(), ""),
    ],
)
def test_a_day(value, words):
    assert formats.day(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (time(10), "10am"),
        (time(14, 30), "2:30pm"),
        (time(12), "noon"),
        (time(0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(12, 5), "12:05pm"),
        (datetime(2019, 1, 8, 9, 0, tzinfo=UTC), "9am"),
        (datetime(2019, 7, 8, 9, 0, tzinfo=UTC), "10am"),
        (None, ""),
    ],
)
def test_an_hour(value, words):
    assert formats.hour(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(28126, "28,126"), (0, "0"), (-1204, "−1,204"), (0.5, "0.5"), (Decimal("1234.50"), "1,234.50"), (None, "")],
)
def test_a_number(value, words):
    assert formats.number(value) == words


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (2.25, 1, "2.3"),
        (0.15, 1, "0.2"),
        (-0.25, 1, "−0.3"),
        (-0.04, 1, "0.0"),
        (1234.5, 0, "1,235"),
        (31.9, 2, "31.90"),
        (Decimal("1E+3"), 1, "1,000.0"),
        (None, 1, ""),
    ],
)
def test_a_rounded_number(value, places, words):
    assert formats.decimal(value, places) == words


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6), st.integers(min_value=0, max_value=5))
def test_rounding_agrees_with_whole_number_arithmetic(value, places):
    scaled = abs(Fraction(value)) * 10**places
    whole = int(scaled + Fraction(1, 2))
    sign = -1 if value < 0 else 1
    written = formats.decimal(value, places).replace(",", "").replace("−", "-")
    assert Fraction(written) == Fraction(sign * whole, 10**places)


def test_a_count_with_its_word():
    assert formats.plural(1, "action") == "1 action"
    assert formats.plural(0, "action") == "0 actions"
    assert formats.plural(1204, "person", "people") == "1,204 people"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 byte"),
        (812, "812 bytes"),
        (12_345, "12 kB"),
        (999_600, "1.0 MB"),
        (1_400_000, "1.4 MB"),
        (2 * 10**9, "2.0 GB"),
        (None, ""),
    ],
)
def test_the_size_of_a_file(count, words):
    assert formats.size(count) == words
