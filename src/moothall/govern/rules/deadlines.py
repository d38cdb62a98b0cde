"""When something must have come: a moment counted back from a meeting by a rule that is data.

Sources: Local Government Act 1972 s.100A(6) and s.100B for five clear days; how clear days are counted: R v
Herefordshire Justices (1820). To be checked by the place's legal team.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

DAY_COUNTS = ("working", "not_sunday", "calendar")
BACK, ON = ("clear_days", "days_back"), ("clear_days_after", "days_after")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
END_OF_DAY = time(23, 59)
SATURDAY, SUNDAY = 5, 6
NEVER = ((12, 25), (12, 26), (1, 1))  # also when they fall on a Saturday: the list holds only their substitute days
MOST_DAYS, MOST_WEEKS = 400, 52


def check_rule(rule: object) -> str | None:
    """Return what is wrong with a rule for a deadline, or None; an empty one is no rule."""
    if not isinstance(rule, dict):
        return 'A rule is an object such as {"count": 5, "of": "days_back", "at": "10:00"}.'
    if not rule:
        return None
    if "weekday" in rule:
        return _check_weekday(rule)
    known = {"count", "of", "day_count", "at", "land_on", "clause"}
    if set(rule) - known or {"count", "of"} - set(rule):
        return f"A rule has a count and of, and may have {', '.join(sorted(known - {'count', 'of'}))}."
    if rule["of"] not in (*BACK, *ON, "hours") or rule.get("day_count", "working") not in DAY_COUNTS:
        return f"Days are counted as {', '.join((*BACK, *ON))} or hours, each {', '.join(DAY_COUNTS)}."
    if type(rule["count"]) is not int or not 0 <= rule["count"] <= MOST_DAYS:
        return f"The count is a whole number from 0 to {MOST_DAYS}."
    return _check_landing(rule)


def _check_weekday(rule: Mapping[str, Any]) -> str | None:
    if set(rule) - {"weekday", "weeks_before", "at", "if_holiday", "clause"} or rule["weekday"] not in WEEKDAYS:
        return "A rule by weekday has a weekday such as monday, and may have weeks_before, at and if_holiday."
    weeks = rule.get("weeks_before", 0)
    if type(weeks) is not int or not 0 <= weeks <= MOST_WEEKS:
        return f"The number of weeks before is a whole number from 0 to {MOST_WEEKS}."
    return _check_landing({**rule, "land_on": "any"})


def _check_landing(rule: Mapping[str, Any]) -> str | None:
    try:
        _read_time(rule)
    except (TypeError, ValueError):
        return "The time of day is written as 10:00."
    landing = rule.get("land_on", "working")
    return None if landing in ("working", "any") else "A deadline lands on a working day, or on any."


_NOTICES = ("summons", "agenda", "final_reports", "member_item")
_ASKERS = {"public": "public_questions", "member": "member_questions"}


def list_deadline_rules(terms: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return which deadlines the rules of a board's terms give for each meeting, each kind once, with its rule."""
    found: dict[str, dict[str, Any]] = {}
    notice = terms.get("notice", {})
    for kind in _NOTICES:
        if isinstance(notice.get(kind), dict):
            found[kind] = dict(notice[kind])
    for row in terms.get("questions", []):
        asked = _ASKERS.get(row.get("asker", ""))
        if asked and isinstance(row.get("close"), dict):
            found.setdefault(asked, dict(row["close"]))
    return [(kind, rule) for kind, rule in found.items() if check_rule(rule) is None]


def find_deadline(rule: Mapping[str, Any], meeting_at: datetime, holidays: Collection[date]) -> datetime:
    """Return the last moment by a rule, as local time of the place without an offset.

    Args:
        rule: as ``check_rule`` accepts it.
        meeting_at: when the meeting begins, local time.
        holidays: the listed bank holidays.
    """
    if "weekday" in rule:
        return datetime.combine(_find_weekday(rule, meeting_at.date(), holidays), _read_time(rule))
    if rule["of"] == "hours":
        return meeting_at - timedelta(hours=rule["count"])
    step = 1 if rule["of"] in ON else -1
    day = _count(rule, meeting_at.date(), step, holidays)
    while rule.get("land_on", "working") == "working" and not _counts(day, "working", holidays):
        day += timedelta(days=step)
    return datetime.combine(day, _read_time(rule))


def _find_weekday(rule: Mapping[str, Any], day: date, holidays: Collection[date]) -> date:
    wanted, weeks = WEEKDAYS.index(rule["weekday"]), rule.get("weeks_before", 0)
    if weeks:
        found = day + timedelta(days=wanted - day.weekday() - 7 * weeks)
    else:
        found = day - timedelta(days=(day.weekday() - wanted - 1) % 7 + 1)
    while rule.get("if_holiday") == "working_day_before" and not _counts(found, "working", holidays):
        found -= timedelta(days=1)
    return found


def _count(rule: Mapping[str, Any], day: date, step: int, holidays: Collection[date]) -> date:
    """Return the n-th counted day from a day on; for clear days that many lie strictly between, then the next day."""
    left = rule["count"]
    while left:
        day += timedelta(days=step)
        left -= _counts(day, rule.get("day_count", "working"), holidays)
    return day + timedelta(days=step) if rule["of"].startswith("clear_days") else day


def _counts(day: date, day_count: str, holidays: Collection[date]) -> bool:
    if day_count == "calendar":
        return True
    if day.weekday() == SUNDAY or day in holidays or (day.month, day.day) in NEVER:
        return False
    return day_count == "not_sunday" or day.weekday() != SATURDAY


def _read_time(rule: Mapping[str, Any]) -> time:
    return time.fromisoformat(rule["at"]) if "at" in rule else END_OF_DAY


def say_rule(rule: Mapping[str, Any]) -> str:
    """Return a rule in words, such as: 5 working days back from the day before the meeting, at 10:00."""
    if not rule:
        return ""
    if "weekday" in rule:
        weeks = rule.get("weeks_before", 0)
        before = {0: "before the meeting", 1: "of the week before the meeting"}
        when = f"the {rule['weekday'].capitalize()} {before.get(weeks, f'{weeks} weeks before the meeting')}"
        return f"{when}, at {rule['at']}" if "at" in rule else when
    if rule["of"] == "hours":
        return f"{rule['count']} hours before the meeting"
    kind = {"working": "working", "not_sunday": "(Sundays left out)", "calendar": ""}[rule.get("day_count", "working")]
    days = " ".join(filter(None, [str(rule["count"]), kind, "days"]))
    how = {
        "clear_days": f"{days} lie between it and the meeting",
        "days_back": f"{days} back from the meeting",
        "clear_days_after": f"{days} lie between the meeting and it",
        "days_after": f"{days} after the meeting",
    }[rule["of"]]
    return f"{how}, at {rule['at']}" if "at" in rule else how
