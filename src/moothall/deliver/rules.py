"""Rules of actions: states, reports, and the status that is derived, never typed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ACTION_STATES: Mapping[str, tuple[str, ...]] = {
    "proposed": ("agreed", "dropped", "merged"),
    "agreed": ("under_way", "done", "dropped", "merged"),
    "under_way": ("done", "dropped", "merged"),
    "done": (),
    "dropped": (),
    "merged": (),
}
CLOSED_STATES = tuple(state for state, onward in ACTION_STATES.items() if not onward)
RATINGS = (
    ("done", "Done"),
    ("on_track", "On track"),
    ("at_risk", "At risk"),
    ("late", "Late"),
)
STATUS_WORDS: Mapping[str, str] = {
    "done": "Done",
    "dropped": "Dropped",
    "merged": "Merged",
    "late": "Late",
    "not_started": "Not started",
    "not_known": "Not known",
    "at_risk": "At risk",
    "on_track": "On track",
}
OVERRIDABLE = tuple(key for key in STATUS_WORDS if key not in CLOSED_STATES)
FRESHNESS_WORDS: Mapping[str, str] = {"fresh": "Fresh", "ageing": "Ageing", "stale": "Stale", "never": "Never reported"}
SENTENCE_LENGTH = 10
SENTENCE_WANTED = "Say in a sentence how it stands (10 characters or more, in words), or add evidence."
REASON_WANTED = "Say why it is closed: name a decision or a minute paragraph, or give the reason in words."
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a value, and with which field."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Report:
    """The last update of an action: its reference, day and rating."""

    ref: str
    on: date
    rating: str


@dataclass(frozen=True)
class Dependency:
    """An action that has to be finished first."""

    ref: str
    title: str
    state: str
    due_on: date | None


@dataclass(frozen=True)
class Facts:
    """What the status of an action is derived from, on the place's own calendar.

    ``closed_by`` is the reference of the decision or paragraph that closed it, ``closed_words`` what it says;
    ``off_path`` the reference of a target that its measure falls behind, if any.
    """

    ref: str
    state: str
    agreed_on: date | None = None
    start: date | None = None
    end: date | None = None
    last: Report | None = None
    dependencies: Sequence[Dependency] = ()
    override: Mapping[str, Any] = field(default_factory=dict)
    off_path: str = ""
    closed_on: date | None = None
    closed_by: str = ""
    closed_words: str = ""
    fresh_days: int = 92
    stale_days: int = 138


@dataclass(frozen=True)
class Status:
    """How an action stands, in a word, why, and the reference of the record that shows it."""

    key: str
    word: str
    because: str
    evidence: str


@dataclass(frozen=True)
class Freshness:
    """How old the last report is: beside the status, never inside it. ``days`` is None where there is no report."""

    key: str
    word: str
    days: int | None


@dataclass(frozen=True)
class FourPoints:
    """Whether an action names a lead, a timescale, an outcome and a measure."""

    lead: bool
    timescale: bool
    outcome: bool
    measure: bool

    @property
    def count(self) -> int:
        return sum((self.lead, self.timescale, self.outcome, self.measure))

    @property
    def missing(self) -> list[str]:
        named = {"lead": self.lead, "timescale": self.timescale, "outcome": self.outcome, "measure": self.measure}
        return [name for name, is_there in named.items() if not is_there]


def derive_status(facts: Facts, *, today: date) -> Status:
    """Return the first status that holds: closed, overridden, late, not started, not known, at risk, on track."""
    finders = (
        _find_closed, _find_proposed, _find_override, _find_late, _find_not_started, _find_not_known, _find_at_risk,
    )  # fmt: skip
    for find in finders:
        status = find(facts, today)
        if status is not None:
            return status
    return _say_on_track(facts.last) if facts.last else _say_silent(facts)


def _say(key: str, because: str, evidence: str) -> Status:
    return Status(key, STATUS_WORDS[key], because, evidence)


def _find_closed(facts: Facts, today: date) -> Status | None:
    if facts.state not in CLOSED_STATES:
        return None
    when = f" on {_day(facts.closed_on)}" if facts.closed_on else ""
    tail = f": {facts.closed_words.strip()}" if facts.closed_words.strip() else ""
    verb = {"done": "Closed as done", "dropped": "Dropped", "merged": "Merged into another action"}[facts.state]
    return _say(facts.state, f"{verb}{when}{tail}".rstrip(".") + ".", facts.closed_by or facts.ref)


def _find_proposed(facts: Facts, today: date) -> Status | None:
    if facts.state != "proposed":
        return None
    return _say("not_started", "It is proposed and not yet agreed.", facts.ref)


def _find_override(facts: Facts, today: date) -> Status | None:
    given = read_override(facts.override)
    if given is None or given.until < today:
        return None
    who = f" by {given.by_name}" if given.by_name else ""
    return _say(given.status, f"Set{who} until {_day(given.until)}: {given.reason.rstrip('.')}.", facts.ref)


def _find_late(facts: Facts, today: date) -> Status | None:
    if facts.end is not None and facts.end < today:
        return _say("late", f"It was due by {_day(facts.end)} and is not closed.", facts.ref)
    for other in facts.dependencies:
        if _holds_up(other, facts.start, today):
            return _say("late", f"It waits for “{other.title}”, which was due by {_day(other.due_on)}.", other.ref)
    return None


def _holds_up(other: Dependency, start: date | None, today: date) -> bool:
    """Say whether another action is late, and still open after the day on which this one was to start."""
    if other.state in CLOSED_STATES or other.due_on is None or start is None:
        return False
    return other.due_on < today and start < today


def _find_not_started(facts: Facts, today: date) -> Status | None:
    if facts.start is None or facts.start <= today:
        return None
    return _say("not_started", f"It starts on {_day(facts.start)}.", facts.ref)


def _find_not_known(facts: Facts, today: date) -> Status | None:
    if facts.last is None or (today - facts.last.on).days <= facts.stale_days:
        return None
    return _say("not_known", f"Nothing was reported since {_day(facts.last.on)}.", facts.last.ref)


def _find_at_risk(facts: Facts, today: date) -> Status | None:
    if facts.last is not None and facts.last.rating in ("at_risk", "late"):
        word = dict(RATINGS)[facts.last.rating].lower()
        return _say("at_risk", f"The last report, of {_day(facts.last.on)}, says {word}.", facts.last.ref)
    if facts.off_path:
        return _say("at_risk", "Its measure falls behind its target’s path.", facts.off_path)
    return None


def _say_silent(facts: Facts) -> Status:
    """Say that nobody has reported: silence is never green, not even in the first days."""
    if facts.agreed_on is None:
        return _say("not_known", "Nothing was reported, and the day it was agreed is not recorded.", facts.ref)
    return _say("not_known", f"Nothing was reported since it was agreed on {_day(facts.agreed_on)}.", facts.ref)


def _say_on_track(last: Report) -> Status:
    if last.rating == "done":
        return _say("on_track", f"Reported as done on {_day(last.on)}; it is not closed yet.", last.ref)
    return _say("on_track", f"The last report, of {_day(last.on)}, says on track.", last.ref)


def judge_freshness(last_on: date | None, *, today: date, fresh_days: int, stale_days: int) -> Freshness:
    """Return how fresh the last report is: fresh up to ``fresh_days``, ageing up to ``stale_days``, then stale."""
    if last_on is None:
        return Freshness("never", FRESHNESS_WORDS["never"], None)
    days = (today - last_on).days
    key = "fresh" if days <= fresh_days else "ageing" if days <= stale_days else "stale"
    return Freshness(key, FRESHNESS_WORDS[key], days)


@dataclass(frozen=True)
class Override:
    """A status set by hand, why, until when, and by whom."""

    status: str
    reason: str
    until: date
    by_name: str = ""


def read_override(given: Mapping[str, Any]) -> Override | None:
    """Return an override that holds a known status, a reason and an end day, or None."""
    if not given or check_override(given):
        return None
    until = date.fromisoformat(str(given["until"]))
    return Override(str(given["status"]), str(given["reason"]).strip(), until, str(given.get("by_name", "")))


def check_override(given: object) -> str | None:
    """Return what is missing from a status set by hand, or None; an empty one is no override."""
    if not given:
        return None
    if not isinstance(given, Mapping):
        return "A status set by hand is an object with status, reason and until."
    if given.get("status") not in OVERRIDABLE:
        return f"A status set by hand is one of {', '.join(OVERRIDABLE)}: a closed action is closed by an act."
    if not str(given.get("reason") or "").strip():
        return "A status set by hand says why (reason)."
    try:
        date.fromisoformat(str(given.get("until") or ""))
    except ValueError:
        return "A status set by hand ends on a day (until, as 2019-07-23)."
    return None


def check_report(narrative: str, evidence: object, percent: int | None) -> Problem | None:
    """Return what is wrong with an update, or None: it has a sentence or evidence; a number alone says nothing."""
    if not isinstance(evidence, list | tuple):
        return Problem("evidence", "Evidence is a list.")
    for item in evidence:
        problem = check_evidence(item)
        if problem:
            return Problem("evidence", problem)
    if percent is not None and not 0 <= percent <= 100:
        return Problem("percent", "Give a percentage from 0 to 100.")
    if evidence or is_sentence(narrative):
        return None
    return Problem("narrative", SENTENCE_WANTED)


def is_sentence(text: str) -> bool:
    """Say whether a text has at least 10 characters and a letter, so that "75%" alone is none."""
    text = text.strip()
    return len(text) >= SENTENCE_LENGTH and any(character.isalpha() for character in text)


def check_evidence(item: object) -> str | None:
    """Return what is wrong with one piece of evidence, or None.

    It is a link {"kind": "link", "address", "text"} or a file {"kind": "file", "key", "name", "type", "size"}.
    """
    if not isinstance(item, Mapping) or item.get("kind") not in ("link", "file"):
        return "Evidence is a link or a file."
    if item["kind"] == "file":
        return None if item.get("key") and item.get("name") else "A file given as evidence has a key and a name."
    address = str(item.get("address") or "")
    if not _LINK.fullmatch(address) or len(address) > 400:
        return "Give the address of the evidence from https:// on, with at most 400 characters."
    return None


def check_transition(state: str, onward: str) -> str | None:
    """Return why an action cannot go from ``state`` to ``onward``, or None."""
    if state not in ACTION_STATES or onward not in ACTION_STATES:
        return "There is no such state of an action."
    if onward in ACTION_STATES[state]:
        return None
    if state in CLOSED_STATES:
        return f"This action is {state} already, so it cannot change."
    return f"An action that is {state.replace('_', ' ')} cannot become {onward.replace('_', ' ')}."


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "a day that is not recorded"


def may_invented_report(board_is_invented: bool, lead_kinds: Sequence[str]) -> bool:
    """Say whether an invented account may write on an action, so that nothing made up stands beside a real name.

    ``lead_kinds`` are post, person, invented_person or organisation, one for each lead.
    """
    return board_is_invented or ("post" in lead_kinds and "person" not in lead_kinds)


# --- when actions are due, by quarter ---------------------------------------------------------------------------------

# Keys of what is due in no quarter: no timescale is read, or one that has no last day (monthly, ongoing).
NO_TIMESCALE, NO_LAST_DAY = "none", "open"
MOST_QUARTERS_BETWEEN = 12
_QUARTERS = ("January to March", "April to June", "July to September", "October to December")
_QUARTER_KEY = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


@dataclass(frozen=True)
class Quarter:
    """How many actions are due in a quarter of the calendar, or in none; ``key`` is such as 2019-Q4."""

    key: str
    label: str
    count: int


def find_quarter(kind: str, end: date | None) -> str:
    """Return the key of the quarter in which something is due by its timescale."""
    if kind == "unset":
        return NO_TIMESCALE
    return f"{end.year}-Q{(end.month + 2) // 3}" if end is not None else NO_LAST_DAY


def read_quarter(key: str) -> tuple[date, date] | None:
    """Return the first and last day of a quarter by its key, or None where the key names none."""
    found = _QUARTER_KEY.fullmatch(key)
    if found is None or found[1] == "0000":
        return None
    year, month = int(found[1]), int(found[2]) * 3
    last = date(year, month, 31 if month in (3, 12) else 30)
    return date(year, month - 2, 1), last


def say_quarter(key: str) -> str:
    """Return a quarter in words: "October to December 2019"."""
    if key == NO_TIMESCALE:
        return "No timescale"
    if key == NO_LAST_DAY:
        return "No last day"
    year, _, number = key.partition("-Q")
    return f"{_QUARTERS[int(number) - 1]} {year}"


def count_by_quarter(keys: Sequence[str]) -> list[Quarter]:
    """Return how many are due in each quarter, the quarters between shown with 0, and last those due in none."""
    dated = sorted(key for key in set(keys) if key not in (NO_TIMESCALE, NO_LAST_DAY))
    between = _list_between(dated[0], dated[-1]) if dated else []
    shown = between if len(between) <= MOST_QUARTERS_BETWEEN else dated
    undated = [key for key in (NO_LAST_DAY, NO_TIMESCALE) if key in keys]
    return [Quarter(key, say_quarter(key), keys.count(key)) for key in (*shown, *undated)]


def _list_between(first: str, last: str) -> list[str]:
    start, end = (int(key[:4]) * 4 + int(key[-1]) - 1 for key in (first, last))
    return [f"{count // 4}-Q{count % 4 + 1}" for count in range(start, end + 1)]
