"""Downloads: a spreadsheet runs nothing of ours, and calendars say what they should."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from moothall.kit.downloads import Happening, make_cell_safe, write_calendar, write_table


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "+-1", "-"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell: str) -> None:
    assert make_cell_safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", [-1.5, 2, "-0.3", "+4", "plain", "", None])
def test_numbers_and_plain_text_stay_as_they_are(cell: object) -> None:
    assert make_cell_safe(cell) == ("" if cell is None else str(cell))


@given(st.text())
def test_no_cell_begins_with_a_sign_that_runs_unless_it_is_a_number(cell: str) -> None:
    safe = make_cell_safe(cell)
    assert not safe.startswith(("=", "@", "\t", "\r"))
    if safe.startswith(("+", "-")):
        float(safe)


def test_a_table_opens_as_utf_8_in_a_spreadsheet() -> None:
    assert write_table(["a"], [["é"]]) == "\ufeffa\r\né\r\n"


def test_a_calendar_holds_moments_and_whole_days() -> None:
    text = write_calendar(
        "Board",
        [
            Happening("m1", "Meeting", datetime(2019, 7, 23, 9, tzinfo=UTC), where="Shire Hall"),
            Happening("d1", "Questions close", date(2019, 7, 16)),
        ],
    )
    first, second = Calendar.from_ical(text).walk("VEVENT")
    assert first.decoded("dtstart") == datetime(2019, 7, 23, 9, tzinfo=UTC)
    assert str(first["location"]) == "Shire Hall"
    assert (second.decoded("dtstart"), second.decoded("dtend")) == (date(2019, 7, 16), date(2019, 7, 17))
