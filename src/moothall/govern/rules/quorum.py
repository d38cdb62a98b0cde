"""Can this board decide? The quorum of the language ``tor/1`` (terms of reference as data), and why, in words.

Exact numbers only. Nothing is assumed: terms without a quorum rule give no computed yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Any

from moothall.govern.rules.language import (
    Count,
    Either,
    Every,
    Expr,
    If,
    Is,
    Need,
    Selector,
    When,
    read_expression,
)

IN_PERSON = "in_person"
EVERY_SEAT = Selector()


@dataclass(frozen=True)
class Seat:
    """A member's place as the rules see it. ``holder`` None = vacant; an empty ``group`` = the organisation's own.

    The names are for sentences only; without them the keys are read out.
    """

    slug: str
    organisation: str
    group: str = ""
    voting: bool = True
    weight: int = 1
    tags: frozenset[str] = frozenset()
    holder: str | None = None
    label: str = ""
    organisation_name: str = ""
    group_name: str = ""

    @property
    def group_key(self) -> str:
        return self.group or self.organisation


@dataclass(frozen=True)
class State:
    """Who is at a meeting, at one moment or over the whole of it.

    ``present`` and ``withdrawn`` name seats; ``sitting`` says which person sits in a seat for its holder;
    ``modes`` how somebody takes part (in person unless it says otherwise).
    """

    roster: tuple[Seat, ...]
    present: frozenset[str]
    withdrawn: frozenset[str] = frozenset()
    sitting: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)
    meeting_kind: str = "ordinary"
    context: frozenset[str] = frozenset()
    matter: str = ""


@dataclass(frozen=True)
class Line:
    """One count that the terms ask for: ``have`` and ``need`` of ``of``, counted ``by`` a unit.

    ``among`` is which seats, ``among_words`` the same for a sentence; ``missing`` names who is not here; ``either``
    marks one of several ways; ``only`` is a condition that does not hold now, so that the line alone is not enough.
    """

    have: int
    need: int
    of: int
    by: str
    ok: bool
    clause: str = ""
    among: Selector = EVERY_SEAT
    among_words: str = ""
    missing: tuple[str, ...] = ()
    either: bool = False
    only: str = ""


@dataclass(frozen=True)
class Quorum:
    """Whether a board can decide, with the numbers that a chair reads out.

    ``ruled`` is False when the terms say nothing about a quorum: then ``quorate`` is False too, for no yes is
    computed. ``not_counted`` names who was there and does not count, with the reason.
    """

    quorate: bool
    seats_present: int
    seats: int
    members_present: int
    members_needed: int | None
    groups_present: int
    groups_needed: int | None
    lines: tuple[Line, ...]
    ruled: bool = True
    not_counted: tuple[tuple[str, str], ...] = ()


def count_quorum(rules: Mapping[str, Any], state: State) -> Quorum:
    """Count the quorum by the sections of a board's terms (``quorum``, ``interests``, ``attendance``, ``substitutes``).

    Raises:
        TermsError: the quorum section is not in the language ``tor/1``.
    """
    here, left_out = find_here(rules, state)
    rule = read_expression(rules["quorum"], "quorum") if "quorum" in rules else None
    lines: list[Line] = []
    holds = _judge(rule, here, state, lines) if rule is not None else False
    required = [line for line in lines if not line.either]
    by_group = [line for line in required if line.by == "group"]
    return Quorum(
        quorate=holds,
        seats_present=len(here),
        seats=len(state.roster),
        members_present=len({_sitter(seat, state) for seat in here}),
        members_needed=_find_members_needed(required),
        groups_present=by_group[0].have if by_group else len({seat.group_key for seat in here if seat.voting}),
        groups_needed=max((line.need for line in by_group), default=None),
        lines=tuple(lines),
        ruled=rule is not None,
        not_counted=left_out,
    )


def find_here(rules: Mapping[str, Any], state: State) -> tuple[list[Seat], tuple[tuple[str, str], ...]]:
    """Return the seats that count as here, and the name and reason of each that is present and does not count."""
    here: list[Seat] = []
    left_out: list[tuple[str, str]] = []
    for seat in state.roster:
        if seat.slug not in state.present:
            continue
        reason = _find_reason(rules, seat, state)
        if reason:
            left_out.append((seat.label or seat.slug, reason))
        else:
            here.append(seat)
    return here, tuple(left_out)


def _find_reason(rules: Mapping[str, Any], seat: Seat, state: State) -> str:
    """Return why a present seat does not count, or nothing."""
    if seat.holder is None:
        return "nobody held this seat on the day"
    keeps_withdrawn = rules.get("interests", {}).get("withdrawn_counts_for_quorum", False)
    if seat.slug in state.withdrawn and not keeps_withdrawn:
        return "withdrew from this item"
    counting = rules.get("attendance", {}).get("counts_for_quorum", [IN_PERSON])
    mode = state.modes.get(seat.slug, IN_PERSON)
    if mode not in counting:
        return f"took part {mode.replace('_', ' ')}, which the terms do not count"
    substitutes = rules.get("substitutes", {})
    if _sitter(seat, state) != seat.holder and (
        substitutes.get("kind") == "none" or not substitutes.get("counts_for_quorum", True)
    ):
        return "was filled by a substitute, whom the terms do not count"
    return ""


def _sitter(seat: Seat, state: State) -> str:
    """Return who fills a seat: the one who sits in it, else its holder; a vacant seat is a person of its own."""
    return state.sitting.get(seat.slug) or seat.holder or f"vacant seat {seat.slug}"


def _judge(
    rule: Expr, here: Sequence[Seat], state: State, lines: list[Line], either: bool = False, only: str = ""
) -> bool:
    """Return whether a rule holds, and add its counts to ``lines``: all of them, so that the reason is complete."""
    match rule:
        case Count():
            line = _count(rule, here, state, either, only)
            lines.append(line)
            return line.ok
        case Is():
            return holds(rule.when, state)
        case If():
            branch = rule.then if holds(rule.when, state) else rule.otherwise
            return branch is None or _judge(branch, here, state, lines, either, only)
        case Every():
            guards = [part.when for part in rule.parts if isinstance(part, Is)]
            only = "; ".join(filter(None, [only, *(when.in_words() for when in guards if not holds(when, state))]))
            judged = [_judge(part, here, state, lines, either, only) for part in rule.parts]
            return all(judged)
        case Either():
            several = either or len(rule.parts) > 1
            judged = [_judge(part, here, state, lines, several, only) for part in rule.parts]
            return any(judged)


def holds(when: When, state: State) -> bool:
    """Return whether every key of a guard shares a value with the state."""
    return (
        (not when.meeting_kind or state.meeting_kind in when.meeting_kind)
        and (not when.context or bool(state.context & set(when.context)))
        and (not when.matter or state.matter in when.matter)
    )


def _count(rule: Count, here: Sequence[Seat], state: State, either: bool, only: str) -> Line:
    chosen = [seat for seat in state.roster if matches(rule.of, seat)]
    mine = [seat for seat in here if matches(rule.of, seat)]
    base = [seat for seat in chosen if _is_in_base(seat, rule.base)]
    of = _measure([(_unit(seat, rule.by, seat.holder), seat.weight) for seat in base], rule.by)
    have = _measure([(_unit(seat, rule.by, _sitter(seat, state)), seat.weight) for seat in mine], rule.by)
    need = find_need(rule.need, of)
    ok = have >= need
    return Line(
        have=have,
        need=need,
        of=of,
        by=rule.by,
        ok=ok,
        clause=rule.clause,
        among=rule.of,
        among_words=say_which(rule.of, state.roster),
        missing=_list_missing(chosen, mine, rule.by),
        either=either,
        only=only,
    )


def _is_in_base(seat: Seat, base: str) -> bool:
    return base == "all" or (seat.holder is not None if base == "filled" else seat.voting)


def _unit(seat: Seat, by: str, person: str | None) -> str:
    match by:
        case "person":
            return person or f"vacant seat {seat.slug}"
        case "organisation":
            return seat.organisation
        case "group":
            return seat.group_key
    return seat.slug


def _measure(units: Sequence[tuple[str, int]], by: str) -> int:
    return sum(weight for _, weight in units) if by == "weight" else len({unit for unit, _ in units})


def find_need(need: Need, base: int) -> int:
    """Return how many are needed of ``base``; never fewer than the rule's least number, which is at least one."""
    if need.fraction is None:
        return need.number
    share = need.fraction * base
    match need.rounding:
        case "more_than":
            count = floor(share) + 1
        case "nearest":
            count = floor(share + need.half)
        case _:
            count = -floor(-share)
    return max(count, need.least)


def matches(selector: Selector, seat: Seat) -> bool:
    """Return whether a seat matches every key that a selector gives."""
    tags = seat.tags
    return (
        (selector.voting is None or seat.voting is selector.voting)
        and (not selector.any_tag or bool(tags & set(selector.any_tag)))
        and tags.issuperset(selector.all_tags)
        and tags.isdisjoint(selector.no_tag)
        and (not selector.organisation or seat.organisation in selector.organisation)
        and (not selector.group or seat.group_key in selector.group)
        and (not selector.seat or seat.slug in selector.seat)
    )


def _list_missing(chosen: Sequence[Seat], mine: Sequence[Seat], by: str) -> tuple[str, ...]:
    """Return the names of units that could be here and are not, in the order of the roster."""
    if by not in ("organisation", "group"):
        slugs = {seat.slug for seat in mine}
        return tuple(seat.label or seat.slug for seat in chosen if seat.slug not in slugs and seat.holder is not None)
    got = {_unit(seat, by, None) for seat in mine}
    names: dict[str, str] = {}
    for seat in chosen:
        unit = _unit(seat, by, None)
        if unit not in got and seat.holder is not None:
            names.setdefault(unit, (seat.group_name if by == "group" else "") or seat.organisation_name or unit)
    return tuple(names.values())


def _find_members_needed(required: Iterable[Line]) -> int | None:
    """Return how many members the terms ask for over the whole board, if they say so."""
    counted = [line for line in required if line.by in ("seat", "person")]
    whole = [line.need for line in counted if line.among == EVERY_SEAT]
    if whole:
        return max(whole)
    return counted[0].need if len(counted) == 1 else None


def say_which(selector: Selector, roster: Sequence[Seat]) -> str:
    """Return the lists of a selector in words, with a space before them; whether seats vote is said elsewhere."""
    organisations = {seat.organisation: seat.organisation_name for seat in roster}
    groups = {seat.group_key: seat.group_name or seat.organisation_name for seat in roster}
    labels = {seat.slug: seat.label for seat in roster}
    said: tuple[tuple[str, str, tuple[str, ...], Mapping[str, str]], ...] = (
        (" marked ", " or ", selector.any_tag, {}),
        (" marked ", " and ", selector.all_tags, {}),
        (" not marked ", " or ", selector.no_tag, {}),
        (" of ", " or ", selector.organisation, organisations),
        (" of the group ", " or ", selector.group, groups),
        (" among ", ", ", selector.seat, labels),
    )
    return "".join(
        before + link.join(names.get(word) or word for word in words) for before, link, words, names in said if words
    )
