"""Periods of statistics as sources write them; every spelling of one period is one value."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from moothall.places.periods import UNKNOWN, parse_period

MONTH_NAMES = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


@pytest.mark.parametrize(
    ("text", "year_type", "starts_on", "ends_on", "kind", "label"),
    [
        ("2018", "calendar", (2018, 1, 1), (2018, 12, 31), "calendar_year", "2018"),
        ("2018/19", "financial", (2018, 4, 1), (2019, 3, 31), "financial_year", "2018/19"),
        ("2018/19", "academic", (2018, 9, 1), (2019, 8, 31), "academic_year", "2018/19"),
        ("1999/00", "financial", (1999, 4, 1), (2000, 3, 31), "financial_year", "1999/00"),
        ("2016 - 18", "calendar", (2016, 1, 1), (2018, 12, 31), "calendar_years", "2016 - 18"),
        ("1998 - 00", "calendar", (1998, 1, 1), (2000, 12, 31), "calendar_years", "1998 - 2000"),
        ("2014/15 - 18/19", "financial", (2014, 4, 1), (2019, 3, 31), "financial_years", "2014/15 - 18/19"),
        ("Mar 2015 - Feb 2016", "calendar", (2015, 3, 1), (2016, 2, 29), "months", "Mar 2015 - Feb 2016"),
        ("2025-01", "calendar", (2025, 1, 1), (2025, 1, 31), "month", "Jan 2025"),
        ("2018/19 Q2", "financial", (2018, 7, 1), (2018, 9, 30), "quarter", "2018/19 Q2"),
        ("2018/19 Q4", "financial", (2019, 1, 1), (2019, 3, 31), "quarter", "2018/19 Q4"),
        ("2018 Q2", "calendar", (2018, 4, 1), (2018, 6, 30), "quarter", "2018 Q2"),
    ],
)
def test_a_period_is_read_from_its_spelling(text, year_type, starts_on, ends_on, kind, label):
    period = parse_period(text, year_type)
    assert (period.starts_on, period.ends_on) == (date(*starts_on), date(*ends_on))
    assert (period.kind, period.label) == (kind, label)


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "2018/19",
            "2018-19",
            "2018–19",
            "201819",
            "2018/2019",
            " 2018 / 19 ",
            "Apr 2018 - Mar 2019",
            "April 2018 to March 2019",
        ],
        ["2014/15 - 18/19", "2014/15-2018/19", "2014/15 to 18/19", "Apr 2014 - Mar 2019"],
        ["2018/19 Q2", "Q2 2018/19", "Jul 2018 - Sep 2018", "Jul - Sept 2018"],
        ["Jan 2025", "January 2025", "2025-01", "202501"],
    ],
)
def test_all_spellings_of_one_period_give_one_period(spellings):
    assert len({parse_period(text, "financial") for text in spellings}) == 1


def test_all_spellings_of_three_calendar_years_give_one_period():
    assert (
        len({parse_period(text, "calendar") for text in ("2016 - 18", "2016–18", "2016-2018", "Jan 2016 - Dec 2018")})
        == 1
    )


@pytest.mark.parametrize(
    ("text", "year_type", "readings"),
    [
        ("2018", "financial", ["the calendar year 2018", "the financial year 2018/19"]),
        ("2018/19", "calendar", ["the financial year 2018/19", "the academic year 2018/19"]),
        ("2018-19", "calendar", ["the financial year 2018/19", "the calendar years 2018 to 2019"]),
        ("2011-12", "calendar", ["Dec 2011", "the calendar years 2011 to 2012"]),
        ("2005-09", "calendar", ["Sep 2005", "the calendar years 2005 to 2009"]),
        ("2016 - 18", "financial", ["the calendar years 2016 to 2018", "the financial years 2016/17 to 2018/19"]),
        ("2018 Q2", "financial", ["Apr 2018 - Jun 2018", "Jul 2018 - Sep 2018"]),
    ],
)
def test_a_text_with_two_readings_is_refused_and_shows_them(text, year_type, readings):
    with pytest.raises(ValueError, match="more than one way") as refused:
        parse_period(text, year_type)
    for reading in readings:
        assert reading in str(refused.value)


@pytest.mark.parametrize(
    "text", ["2018/20", "18/19", "last year", "2018/19 Q5", "Foo 2018", "2014/15 - 18/20", "Ma 2018", "Apr - Jun"]
)
def test_what_is_not_a_period_is_refused_with_the_spellings_that_are(text):
    with pytest.raises(ValueError, match="is not a period"):
        parse_period(text, "financial")


@pytest.mark.parametrize(
    ("text", "year_type"),
    [("2018 - 16", "calendar"), ("Mar 2019 - Apr 2018", "financial"), ("2018/19 - 14/15", "financial")],
)
def test_a_period_that_ends_before_it_starts_is_refused(text, year_type):
    with pytest.raises(ValueError, match="ends before it starts"):
        parse_period(text, year_type)


@pytest.mark.parametrize("text", ["", "  ", "date not printed"])
def test_a_date_that_the_source_does_not_print_is_the_period_unknown(text):
    period = parse_period(text, "financial")
    assert period is UNKNOWN
    assert (period.kind, period.label, period.starts_on) == ("unknown", "date not printed", None)


def test_later_periods_sort_later_and_the_unknown_first():
    texts = ["", "2016/17", "Apr 2017 - Dec 2017", "2015/16 - 17/18", "2017/18 Q4", "2017/18", "2018/19"]
    keys = [parse_period(text, "financial").sort_key for text in texts]
    assert keys[0] == min(keys)
    assert keys.index(max(keys)) == len(keys) - 1
    assert keys[1] < keys[2] < keys[5]


@pytest.mark.parametrize(
    "text", ["2009 - 11", "2009 – 11", "2009–11", "2009 to 11", "2009 -11", "2009\N{NO-BREAK SPACE}- 11"]
)
def test_a_range_of_years_is_no_month_for_a_month_has_a_bare_hyphen(text):
    period = parse_period(text, "calendar")
    assert (period.starts_on, period.ends_on, period.label) == (date(2009, 1, 1), date(2011, 12, 31), "2009 - 11")


@settings(deadline=None)
@example(2000, 1, 60, "calendar")
@given(
    st.integers(1950, 2060),
    st.integers(1, 12),
    st.integers(1, 130),
    st.sampled_from(["calendar", "financial", "academic"]),
)
def test_a_label_reads_back_as_the_same_period(year, month, months, year_type):
    last = year * 12 + month - 1 + months - 1
    names = MONTH_NAMES
    text = f"{names[month - 1]} {year} to {names[last % 12]} {last // 12}"
    period = parse_period(text, year_type)
    assert parse_period(period.label, year_type) == period
    assert period.months == months
    assert (period.starts_on, period.ends_on.month) == (date(year, month, 1), last % 12 + 1)
