"""Rules of plans: who leads, what is still to be confirmed, where a target stands on its path. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

NAMED, TO_BE_CONFIRMED, NONE = "named", "to_be_confirmed", "none"
NAMING_STATES = ((NAMED, "Named"), (TO_BE_CONFIRMED, "To be confirmed"), (NONE, "None"))
PLAN_STATES: Mapping[str, tuple[str, ...]] = {
    "draft": ("consulting", "adopted", "superseded"),
    "consulting": ("draft", "adopted", "superseded"),
    "adopted": ("expired", "superseded"),
    "expired": ("superseded",),
    "superseded": (),
}
# Days after which a report is no longer fresh, and is stale: one and one and a half reporting periods.
CYCLE_DAYS: Mapping[str, tuple[int, int]] = {"quarterly": (92, 138), "monthly": (31, 46)}
DEFAULT_CYCLE = "quarterly"
_CONFIRM_WORDS = ("tbc", "to be confirmed", "tba", "to be agreed", "to be announced", "to be decided")


def is_to_be_confirmed(words: str) -> bool:
    """Say whether the words of a paper leave a name open ("tbc")."""
    return words.strip().lower().rstrip(".?") in _CONFIRM_WORDS


def check_naming(state: str, count: int, what: str) -> str | None:
    """Return what is wrong between the state of ``what`` (a lead, a board) and how many are named, or None.

    Named without a name, or a name where none is said to be, would each show something that the paper does not say.
    """
    if state == NAMED and not count:
        return f"The {what} is said to be named: name it, or write to_be_confirmed or none."
    if state != NAMED and count:
        return f"A {what} is named, so its state is named, not {state}."
    return None


@dataclass(frozen=True)
class Reading:
    """A value on a day with its 95 % limits, in the indicator's unit."""

    on: date | None
    value: float | None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Aim:
    """A target: from ``baseline`` to ``value`` (or ``ratio`` times the baseline) by the day it is due."""

    value: float | None
    ratio: float | None
    direction: str
    baseline: Reading
    due_on: date | None
    path: str = "straight"
    has_indicator: bool = True


@dataclass(frozen=True)
class Standing:
    """Where a target stands: ``key`` is ahead, on_path, behind, too_early or cannot_say.

    ``path_value`` is where the path is on the day of the reading, in the indicator's unit; None where there is none.
    """

    key: str
    word: str
    because: str
    path_value: float | None = None


WORDS: Mapping[str, str] = {
    "ahead": "Ahead of its path",
    "on_path": "On its path",
    "behind": "Behind its path",
    "too_early": "Too early to say",
    "cannot_say": "Cannot be said",
}


def place_target(aim: Aim, latest: Reading | None, *, today: date) -> Standing:
    """Say where a target stands by the interval of the latest value.

    The path is a straight line of days from the baseline to the value aimed at, and level after the day it is due.
    Behind: the whole 95 % interval lies on the worse side of the path; ahead: on the better side; otherwise on its
    path. What is missing is named, and nothing is put in its place.
    """
    missing = find_missing(aim)
    if missing:
        return _say("cannot_say", missing)
    if latest is None or latest.value is None or latest.on is None:
        return _say("cannot_say", "No value of its indicator has been published.")
    if aim.baseline.on is not None and min(latest.on, today) <= aim.baseline.on:
        return _say("too_early", "No value later than the baseline has been published.")
    path = find_path_value(aim, latest.on)
    if latest.lower is None or latest.upper is None or path is None:
        return _say("cannot_say", "The latest value has no interval, so chance cannot be told from change.")
    return _compare(aim, path, latest.lower, latest.upper)


def find_missing(aim: Aim) -> str:
    """Return the sentence that names the first thing without which a target cannot be judged, or an empty text."""
    lacks = (
        (not aim.has_indicator, "No indicator is named for it."),
        (aim.value is None and aim.ratio is None, "It does not say by how much."),
        (aim.direction not in ("up", "down"), "It does not say which way the value should go."),
        (aim.baseline.value is None, "It has no baseline value."),
        (aim.baseline.on is None, "The date of its baseline is not stated."),
        (aim.due_on is None, "It does not say by when."),
        (aim.path != "straight", "Its milestones are not recorded."),
        (
            aim.due_on is not None and aim.baseline.on is not None and aim.due_on <= aim.baseline.on,
            "It is due before its baseline was measured.",
        ),
    )
    return next((sentence for is_missing, sentence in lacks if is_missing), "")


def find_goal(aim: Aim) -> float | None:
    """Return the value aimed at, in the indicator's unit; a ratio is of the baseline."""
    if aim.value is not None:
        return aim.value
    if aim.ratio is None or aim.baseline.value is None:
        return None
    return aim.ratio * aim.baseline.value


def find_path_value(aim: Aim, on: date) -> float | None:
    """Return where the straight path is on a day, or None when there is no path."""
    goal, start, begins, ends = find_goal(aim), aim.baseline.value, aim.baseline.on, aim.due_on
    if goal is None or start is None or begins is None or ends is None or ends <= begins:
        return None
    share = min(1.0, max(0.0, (on - begins).days / (ends - begins).days))
    return start + share * (goal - start)


def _compare(aim: Aim, path: float, lower: float, upper: float) -> Standing:
    below, above = upper < path, lower > path
    better, worse = (above, below) if aim.direction == "up" else (below, above)
    if better:
        return _say("ahead", "The whole interval of the latest value lies beyond where the path is.", path)
    if worse:
        return _say("behind", "The interval of the latest value does not reach the path.", path)
    return _say("on_path", "The interval of the latest value reaches the path.", path)


def _say(key: str, because: str, path_value: float | None = None) -> Standing:
    return Standing(key, WORDS[key], because, path_value)
