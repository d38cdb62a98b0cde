"""Rules of plans: who leads, where a target stands, what a link may join, the roles of a matrix. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

NAMED, TO_BE_CONFIRMED, NONE = "named", "to_be_confirmed", "none"
NAMING_STATES = ((NAMED, "Named"), (TO_BE_CONFIRMED, "To be confirmed"), (NONE, "Nobody named"))
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


# --- links ------------------------------------------------------------------------------------------------------------

# What either end of a link can be: the name of the column without "from_" or "to_".
ENDS = ("board", "organisation", "plan", "priority", "objective", "document")
STATED, IMPLIED = "stated", "implied"
STRENGTHS = ((STATED, "Stated"), (IMPLIED, "Implied"))


@dataclass(frozen=True)
class Relation:
    """One of the nine relations: its words either way, which ends it may join, and where it is held if not as a link.

    ``pairs`` holds (from, to) of ``ENDS``; a relation without a pair is no link, and ``held`` says what it is.
    """

    key: str
    words: str
    back: str
    pairs: tuple[tuple[str, str], ...] = ()
    held: str = ""


_IN_LINES = "Who reports to whom, and which board supports which, stands in govern/reporting_lines.csv."
_IN_MATRIX = "Who influences a theme stands in plan/matrix_cells.csv."
RELATIONS: Mapping[str, Relation] = {
    row.key: row
    for row in (
        Relation("reports_to", "reports to", "hears from", held=_IN_LINES),
        Relation("commissions", "commissions", "is commissioned by", (("board", "plan"), ("organisation", "plan"))),
        Relation("supports", "supports", "is supported by", (("plan", "plan"),), _IN_LINES),
        Relation(
            "contributes_to",
            "contributes to",
            "is helped by",
            (("objective", "objective"), ("objective", "priority")),
            "What an action contributes to stands in its own columns in deliver/actions.csv.",
        ),
        Relation(
            "depends_on",
            "depends on",
            "is needed by",
            (("plan", "plan"),),
            "What an action waits for stands in its own column in deliver/actions.csv.",
        ),
        Relation("shares", "is shared with", "is shared with", (("priority", "priority"),)),
        Relation("supersedes", "takes the place of", "was replaced by", (("plan", "plan"), ("plan", "document"))),
        Relation("cites", "names", "is named in", (("plan", "plan"), ("plan", "document"))),
        Relation("influences", "influences", "is influenced by", held=_IN_MATRIX),
    )
}


def check_link(kind: str, from_ends: Sequence[str], to_ends: Sequence[str]) -> tuple[str, str] | None:
    """Return the field and the sentence of what is wrong with a link, or None.

    A link is of one of the nine relations, has exactly one end on each side, and joins only what that relation joins.
    """
    relation = RELATIONS.get(kind)
    if relation is None:
        return "kind", f"{kind!r} is none of the nine relations: {', '.join(RELATIONS)}."
    if not relation.pairs:
        return "kind", relation.held
    for side, ends in (("from", from_ends), ("to", to_ends)):
        if len(ends) != 1:
            return f"{side}_{ends[0] if ends else 'plan'}", f"Name exactly one end in the columns that begin {side}_."
    if (from_ends[0], to_ends[0]) not in relation.pairs:
        allowed = "; ".join(f"{one} to {other}" for one, other in relation.pairs)
        return "kind", f"{relation.key} joins {allowed}. {relation.held}".strip()
    return None


# --- the influence matrix ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Role:
    """A body's role in a theme: its word, a shape that says the same to the eye, and what it means."""

    key: str
    word: str
    shape: str
    meaning: str


NO_ROLE = Role("", "No role stated", "–", "The plan gives this body no role word for the theme.")
# Two vocabularies, never translated into one another.
VOCABULARIES: Mapping[str, tuple[Role, ...]] = {
    "driver_influencer": (
        Role("driver", "Driver", "▲", "This body leads the work on the theme."),
        Role("influencer", "Influencer", "◆", "This body has a stake in the theme and helps to shape the work."),
    ),
    "drive_sponsor_observe": (
        Role("drive", "Drive", "▲", "This body leads the work on the theme."),
        Role("sponsor", "Sponsor", "■", "This body backs the work and clears its way."),
        Role("observe", "Observe", "○", "This body is kept informed."),
    ),
}
VOCABULARY_WORDS = (("driver_influencer", "driver or influencer"), ("drive_sponsor_observe", "drive, sponsor, observe"))


def find_role(vocabulary: str, key: str) -> Role:
    """Return a role of a vocabulary; an empty key is the visible state that no role is stated."""
    return next((role for role in VOCABULARIES.get(vocabulary, ()) if role.key == key), NO_ROLE)


def check_role(vocabulary: str, key: str) -> str | None:
    """Return what is wrong with a role in a matrix of that vocabulary, or None; no role at all is no fault."""
    words = [role.key for role in VOCABULARIES.get(vocabulary, ())]
    if not key or key in words:
        return None
    return f"{key!r} is no role of this matrix: write {', '.join(words)}, or leave it empty where none is stated."


UNANSWERED, ANSWERED, STALE = "unanswered", "answered", "stale"
QUESTION_WORDS: Mapping[str, str] = {
    UNANSWERED: "Not answered yet",
    ANSWERED: "Answered",
    STALE: "Answer due for review",
}


def judge_question(answer: str, review_on: date | None, *, today: date) -> str:
    """Say whether a question of a matrix is unanswered, answered, or answered with a review that is past."""
    if not answer.strip():
        return UNANSWERED
    return STALE if review_on is not None and review_on < today else ANSWERED


def check_answer(answer: str, answered_on: date | None, answered_by: str) -> str | None:
    """Return what is wrong with an answer, or None: it says when it was given and by whom."""
    given = bool(answer.strip())
    if given and (answered_on is None or not answered_by.strip()):
        return "An answer says on which day it was given, and by whom."
    if not given and (answered_on is not None or answered_by.strip()):
        return "Somebody is said to have answered, but there is no answer."
    return None


def check_evidence(evidence: object) -> str | None:
    """Return what is wrong with the evidence of an answer, or None: each has words or an address, and none runs."""
    rows = evidence if isinstance(evidence, list) else [None]
    for row in rows:
        if not isinstance(row, Mapping) or set(row) - {"text", "address"}:
            return 'Write evidence as a list of {"text": "words", "address": "https://…"}.'
        text, address = row.get("text", ""), row.get("address", "")
        if not isinstance(text, str) or not isinstance(address, str) or not (text.strip() or address.strip()):
            return "Evidence has words, an address or both."
        if address and not re.match(r"https?://[^\s/]|/(?![/\\])", address):
            return f"An address of evidence begins with https:// or, on this site, with /: {address!r} does not."
    return None


def check_layers(layers: Sequence[object]) -> str | None:
    """Return what is wrong with the layers of a plan, or None: each has a name of its own and a list of its scope."""
    names = []
    for layer in layers:
        if not isinstance(layer, Mapping) or not str(layer.get("layer", "")).strip():
            return 'Write each layer as {"layer": "county", "in_scope": ["a theme", "another"]}.'
        scope = layer.get("in_scope", [])
        if not isinstance(scope, list) or not all(isinstance(one, str) for one in scope):
            return f"What is in the scope of the layer {layer['layer']!r} is a list of words."
        names.append(layer["layer"])
    return f"Two layers have the name {names[0]!r}." if len(set(names)) < len(names) else None
