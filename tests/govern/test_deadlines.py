"""By when something must have come: counted by a rule that is data, shown beside what the paper prints."""

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moothall.cli import checking
from moothall.govern import rules
from moothall.places.models import BankHoliday
from tests.govern import made

FIVE = {"count": 5, "of": "days_back", "at": "10:00"}
MEETING = datetime(2019, 7, 23, 10)


@pytest.mark.needs_shared
def test_every_deadline_of_the_cases_is_found(cases):
    with (cases / "govern" / "bank_holidays_england_wales.csv").open(encoding="utf-8", newline="") as stream:
        holidays = {date.fromisoformat(row["date"]) for row in csv.DictReader(stream)}
    with (cases / "govern" / "deadlines.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 123
    wrong = []
    for row in rows:
        rule = json.loads(row["rule"])
        assert rules.check_rule(rule) is None, row["id"]
        found = rules.find_deadline(rule, datetime.fromisoformat(row["meeting_at"]), holidays)
        if found.strftime("%Y-%m-%dT%H:%M") != row["expect_at"]:
            wrong.append(row["id"])
    assert wrong == []


def test_five_clear_days_and_five_days_back_differ_by_one():
    clear = rules.find_deadline({"count": 5, "of": "clear_days"}, MEETING, ())
    assert (clear, rules.find_deadline(FIVE, MEETING, ())) == (
        datetime(2019, 7, 15, 23, 59),
        datetime(2019, 7, 16, 10),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine proves nothing
@given(
    st.integers(0, 60), st.sampled_from(["working", "not_sunday", "calendar"]), st.integers(0, 3000),
    st.sets(st.dates(date(2018, 1, 1), date(2028, 1, 1)), max_size=20),
)  # fmt: skip
def test_exactly_as_many_counted_days_lie_between_as_the_rule_says(count, day_count, after, holidays):
    meeting = datetime(2019, 1, 1, 10) + timedelta(days=after)
    rule = {"count": count, "of": "clear_days", "day_count": day_count, "land_on": "any"}
    found = rules.find_deadline(rule, meeting, holidays)
    between = [found.date() + timedelta(days=n) for n in range(1, (meeting.date() - found.date()).days)]
    fixed = {(12, 25), (12, 26), (1, 1)}

    def is_counted(day):
        if day_count == "calendar":
            return True
        off = day in holidays or (day.month, day.day) in fixed or day.isoweekday() == 7
        return not off and not (day_count == "working" and day.isoweekday() == 6)

    assert sum(map(is_counted, between)) == count


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ([], "A rule is an object"),
        ({"count": 5}, "A rule has a count and of"),
        ({"count": 5, "of": "days_back", "colour": "red"}, "A rule has a count and of"),
        ({"count": 5, "of": "moons"}, "Days are counted as"),
        ({"count": 5, "of": "days_back", "day_count": "moons"}, "Days are counted as"),
        ({"count": "5", "of": "days_back"}, "whole number from 0 to 400"),
        ({"count": 4000, "of": "days_back"}, "whole number from 0 to 400"),
        ({"count": 5, "of": "days_back", "at": "ten"}, "written as 10:00"),
        ({"count": 5, "of": "days_back", "at": 10}, "written as 10:00"),
        ({"count": 5, "of": "days_back", "land_on": "moon"}, "lands on a working day"),
        ({"weekday": "moonday"}, "A rule by weekday"),
        ({"weekday": "monday", "count": 1}, "A rule by weekday"),
        ({"weekday": "monday", "weeks_before": 900}, "from 0 to 52"),
        ({"weekday": "monday", "at": "99:00"}, "written as 10:00"),
    ],
)
def test_a_wrong_rule_is_refused_with_a_sentence(rule, said):
    assert said in rules.check_rule(rule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (FIVE, "5 working days back from the meeting, at 10:00"),
        ({"count": 5, "of": "clear_days"}, "5 working days lie between it and the meeting"),
        ({"count": 3, "of": "clear_days", "day_count": "calendar"}, "3 days lie between it and the meeting"),
        ({"count": 2, "of": "days_after"}, "2 working days after the meeting"),
        ({"count": 24, "of": "hours"}, "24 hours before the meeting"),
        ({"weekday": "monday", "at": "13:00"}, "the Monday before the meeting, at 13:00"),
        ({"weekday": "monday", "weeks_before": 1}, "the Monday of the week before the meeting"),
        ({"weekday": "monday", "weeks_before": 2}, "the Monday 2 weeks before the meeting"),
        ({}, ""),
    ],
)
def test_a_rule_is_said_in_words(rule, words):
    assert rules.check_rule(rule) is None
    assert rules.say_rule(rule) == words


@pytest.mark.django_db
def test_what_the_rule_gives_is_kept_beside_what_is_printed(mill):
    BankHoliday.objects.create(calendar="made", day=date(2019, 5, 6), name="May Day")
    deadline = made.add_deadline(mill.meeting, rule=FIVE, calendar="made")
    deadline.full_clean()
    assert deadline.computed_at == deadline.due_at == datetime(2019, 5, 7, 9, tzinfo=UTC)
    deadline.calendar = ""
    deadline.full_clean()
    assert not deadline.conflicts
    deadline.rule = {**FIVE, "count": 6}
    deadline.full_clean()
    assert deadline.conflicts


@pytest.mark.django_db
def test_a_deadline_is_of_its_boards_meeting_and_of_a_calendar_that_is_there(mill):
    with pytest.raises(ValidationError, match="There are no bank holidays of the calendar 'moon'"):
        made.add_deadline(mill.meeting, rule=FIVE, calendar="moon").full_clean()
    other = made.add_deadline(mill.meeting, "agenda")
    other.board = made.make_board("barn")
    with pytest.raises(ValidationError, match="The meeting is of another board"):
        other.full_clean()


@pytest.mark.django_db
def test_the_check_names_a_rule_that_contradicts_its_moment_and_one_that_gives_another_since(mill):
    deadline = made.add_deadline(mill.meeting, rule=FIVE, calendar="made")
    BankHoliday.objects.create(calendar="made", day=date(2019, 1, 1), name="New Year")
    deadline.full_clean()
    deadline.save()
    assert list(checking.check_deadlines()) == []
    BankHoliday.objects.create(calendar="made", day=date(2019, 5, 8), name="A day off, declared late")
    (finding,) = checking.check_deadlines()
    assert (finding.ref, "another moment now" in finding.reason) == ("deadline:mill-2019-05-14/public_questions", True)
    deadline.full_clean()
    deadline.save()
    (finding,) = checking.check_deadlines()
    assert "than the one that is entered" in finding.reason


def read(client, address):
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return re.sub(r"\s+", " ", text)


def test_a_meeting_shows_by_when_questions_had_to_come_and_by_which_rule(example_place, client):
    page = read(client, "/meetings/gloucestershire-hwb-2019-07-23/")
    assert "Questions from the public close" in page
    assert "16 July 2019, 10am" in page
    assert "5 working days back from the meeting, at 10:00: the rule gives the same moment" in page
    answer = client.get("/api/v1/meetings/gloucestershire-hwb-2019-07-23").json()["deadlines"]
    assert [one["kind"] for one in answer] == ["member_questions", "public_questions"]
    assert {one["due_at"] for one in answer} == {one["computed_at"] for one in answer} == {"2019-07-16T10:00:00+01:00"}


@pytest.mark.django_db
def test_a_rule_that_contradicts_the_paper_is_shown_beside_it(mill, client):
    deadline = made.add_deadline(mill.meeting, rule={"count": 2, "of": "clear_days"}, met_at=None)
    deadline.full_clean()
    deadline.save()
    mill.meeting.questions_close_at = datetime(2019, 5, 6, 9, tzinfo=UTC)
    mill.meeting.save()
    made.add_deadline(mill.meeting, "agenda", breach_reason="The printer broke")
    made.add_deadline(mill.meeting, "summons", met_at=datetime(2019, 5, 1, 9, tzinfo=UTC))
    page = read(client, f"/meetings/{mill.meeting.slug}/")
    assert "The two differ; a clerk must say which stands" in page
    assert "Not kept: The printer broke" in page
    assert "This contradicts the meeting’s own record, which says 6 May 2019, 10am; both are shown" in page
    assert "Kept, 1 May 2019, 10am" in page
