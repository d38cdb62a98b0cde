"""Words of time: what a paper says stays as written, and is read only where it can be read."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moothall.places.timescales import parse_timescale

YEAR_ONE, SAID_ON, NEXT_MEETING = date(2019, 4, 1), date(2019, 5, 14), date(2019, 7, 23)
KINDS = {"point", "range", "recurring", "ongoing", "conditional", "unset"}
PRECISIONS = {"", "day", "month", "quarter", "year"}
MARKS = {"by", "relative", "next_meeting", "review", "doubtful", "conflict", "refused"}


def read(words, **context):
    given = {"year_one_starts_on": YEAR_ONE, "said_on": SAID_ON, "next_meeting_on": NEXT_MEETING} | context
    return parse_timescale(words, **given)


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.needs_shared
def test_every_form_of_the_real_papers_is_read_as_the_reference_says(cases):
    text = (cases / "stocktake" / "timescales.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 30
    wrong = []
    for row in rows:
        value = parse_timescale(
            row["as_written"],
            year_one_starts_on=day(row["year_one_starts"]),
            said_on=day(row["said_on"]),
            next_meeting_on=NEXT_MEETING,
        )
        found = (value.as_written, value.kind, value.start, value.end, value.precision, value.every, value.mark)
        named = (row["kind"], day(row["start"]), day(row["end"]), row["precision"], row["every"], row["mark"])
        if found != (row["as_written"], *named):
            wrong.append((row["id"], found))
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "kind", "start", "end", "precision"),
    [
        ("7 June 2020", "point", "2020-06-07", "2020-06-07", "day"),
        ("Sunday 7th June 2020", "point", "2020-06-07", "2020-06-07", "day"),
        ("on 1st of March 2021", "point", "2021-03-01", "2021-03-01", "day"),
        ("June 7, 2020", "point", "2020-06-07", "2020-06-07", "day"),
        ("2020-06-07", "point", "2020-06-07", "2020-06-07", "day"),
        ("07/06/2020", "point", "2020-06-07", "2020-06-07", "day"),
        ("Feb 2020", "point", "2020-02-01", "2020-02-29", "month"),
        ("Sept. 2019", "point", "2019-09-01", "2019-09-30", "month"),
        ("Y2 Q4", "point", "2021-01-01", "2021-03-31", "quarter"),
        ("Quarter 2 of Year 1", "point", "2019-07-01", "2019-09-30", "quarter"),
        ("Year 3", "point", "2021-04-01", "2022-03-31", "year"),
        ("2021/22 Q1", "point", "2021-04-01", "2021-06-30", "quarter"),
        ("2020-21", "range", "2020-04-01", "2021-03-31", "day"),
        ("1999/2000", "range", "1999-04-01", "2000-03-31", "day"),
        ("May to August 2019", "range", "2019-05-01", "2019-08-31", "month"),
        ("between June 2019 and March 2020", "range", "2019-06-01", "2020-03-31", "month"),
        ("Year 1 Quarter 2 to Year 2 Quarter 1", "range", "2019-07-01", "2020-06-30", "quarter"),
        ("1 June 2019 until 30 June 2019", "range", "2019-06-01", "2019-06-30", "day"),
        ("from May 2019", "range", "2019-05-01", "", "month"),
        ("until May 2019", "range", "", "2019-05-31", "month"),
        ("June 2019 onwards", "ongoing", "2019-06-01", "", "month"),
        ("on-going from June 2019", "ongoing", "2019-06-01", "", "month"),
    ],
)
def test_a_form_of_day_month_quarter_or_year_is_read(words, kind, start, end, precision):
    value = read(words)
    assert (value.kind, value.start, value.end, value.precision) == (kind, day(start), day(end), precision)


@pytest.mark.parametrize(
    ("words", "every", "start", "end"),
    [
        ("weekly", "P1W", "", ""),
        ("Every 6 weeks", "P6W", "", ""),
        ("every two fortnights", "P4W", "", ""),
        ("twice a year", "2/P1Y", "", ""),
        ("once a month", "P1M", "", ""),
        ("each quarter", "P3M", "", ""),
        ("quarterly until March 2021", "P3M", "", "2021-03-31"),
        ("monthly from June 2019 to May 2020", "P1M", "2019-06-01", "2020-05-31"),
    ],
)
def test_what_recurs_says_how_often_and_its_limits_where_they_are_written(words, every, start, end):
    value = read(words)
    assert (value.kind, value.every, value.start, value.end) == ("recurring", every, day(start), day(end))


@pytest.mark.parametrize(
    ("words", "start", "end", "mark"),
    [
        ("by the end of June 2020", "2020-06-01", "2020-06-30", "by"),
        ("no later than 3 June 2020", "2020-06-03", "2020-06-03", "by"),
        ("within two weeks", "2019-05-28", "2019-05-28", "by;relative"),
        ("in a year", "2020-05-14", "2020-05-14", "relative"),
        ("at the next meeting of the Board", "2019-07-23", "2019-07-23", "next_meeting"),
        ("to be reviewed in May 2020", "2020-05-01", "2020-05-31", "review"),
        ("by June 2020?", "2020-06-01", "2020-06-30", "by;doubtful"),
    ],
)
def test_a_mark_says_what_to_know_about_a_day(words, start, end, mark):
    value = read(words)
    assert (value.kind, value.start, value.end, value.mark) == ("point", day(start), day(end), mark)


def test_half_a_year_after_the_last_of_august_is_the_last_of_february():
    assert read("in six months", said_on=date(2019, 8, 31)).end == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("31 February 2020", "refused"),
        ("Q7 2019/20", "refused"),
        ("Year 0", "refused"),
        ("Monday 23 July 2019", "conflict"),
        ("March 2021 to June 2020", "conflict"),
        ("October to March 2020", ""),
        ("Q3 2019", ""),
        ("2019/22", ""),
        ("after June 2020", ""),
        ("annual report by March 2020", ""),
        ("spring 2020", ""),
        ("in due course", ""),
        ("3 Foo 2019", ""),
        ("Year 1 Quarter 1 Foo 2019", ""),
        ("Year 1 Quarter 5 to June 2020", "refused"),
        ("Foo to June 2020", ""),
        ("from Foo 2019", ""),
        ("32", ""),
        ("?", ""),
    ],
)
def test_what_cannot_be_a_day_stays_unset_and_says_why_where_it_can(words, mark):
    value = read(words)
    assert (value.kind, value.start, value.end, value.mark) == ("unset", None, None, mark)
    assert value.as_written == words


@pytest.mark.parametrize("words", ["Year 1 Quarter 3", "in six months", "by the next Board meeting"])
def test_words_that_need_a_context_stay_unset_without_it(words):
    value = parse_timescale(words)
    assert (value.kind, value.start, value.end, value.as_written) == ("unset", None, None, words)


@pytest.mark.parametrize(
    "words", ["when the grant is paid", "subject to funding", "following the review", "pending advice"]
)
def test_a_condition_is_kept_as_one(words):
    assert read(words).kind == "conditional"


WRITTEN = """by from to until in the end of year quarter q y june march 2019 2020 2019/20 1 2 3 4 5 31 - – ?
monthly every two weeks months next board meeting reviewed ongoing once funding tbc 2019-20 29
february q9 / , . 0 99 within"""
PIECES = st.sampled_from(WRITTEN.split())
WORDS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map(" ".join))
DAYS = st.one_of(st.none(), st.dates())


@given(words=WORDS, year_one=DAYS, said_on=DAYS, next_meeting=DAYS)
@example(words="Year 99 Quarter 4", year_one=date.max, said_on=None, next_meeting=None)
@example(words="in 999 years", year_one=None, said_on=date.max, next_meeting=None)
@example(words="Year 1", year_one=date(2020, 2, 29), said_on=None, next_meeting=None)
def test_words_are_never_lost_and_no_day_is_made_of_nothing(words, year_one, said_on, next_meeting):
    value = parse_timescale(words, year_one_starts_on=year_one, said_on=said_on, next_meeting_on=next_meeting)
    assert value.as_written == words
    assert value.kind in KINDS
    assert value.precision in PRECISIONS
    assert set(filter(None, value.mark.split(";"))) <= MARKS
    if value.start and value.end:
        assert value.start <= value.end
    if value.kind == "unset":
        assert (value.start, value.end, value.precision, value.every) == (None, None, "", "")
    if value.kind == "point":
        assert value.start
        assert value.end
    assert bool(value.every) == (value.kind == "recurring")


MONTHS = [date(2020, month, 1).strftime("%B") for month in range(1, 13)]


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.sampled_from(["", "by ", "on "]))
def test_any_day_written_out_is_read_back(on, before):
    value = parse_timescale(f"{before}{on.day} {MONTHS[on.month - 1]} {on.year}")
    assert (value.kind, value.start, value.end, value.precision) == ("point", on, on, "day")


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.integers(1, 20), st.integers(1, 4))
def test_the_quarters_of_a_plans_year_follow_each_other_without_a_gap(starts, year, quarter):
    this = parse_timescale(f"Year {year} Quarter {quarter}", year_one_starts_on=starts)
    onward = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    following = parse_timescale("Year {} Quarter {}".format(*onward), year_one_starts_on=starts)
    assert following.start == this.end + timedelta(days=1)
    assert this.precision == "quarter"


@given(st.integers(1950, 2150), st.integers(1, 12), st.integers(0, 30))
def test_a_range_of_months_runs_from_the_first_to_the_last_day(year, month, later):
    first = f"{MONTHS[month - 1]} {year}"
    last = (month - 1 + later) % 12
    end = f"{MONTHS[last]} {year + (month - 1 + later) // 12}"
    value = parse_timescale(f"{first} to {end}")
    assert (value.kind, value.start) == ("range", date(year, month, 1))
    assert (value.end + timedelta(days=1)).day == 1
