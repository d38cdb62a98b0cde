"""The quorum's part of the language ``tor/1``: rules as a tree of small values, read strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

UNITS = ("seat", "person", "organisation", "group", "weight")
BASES = ("all", "filled", "voting")
ROUNDINGS = ("up", "more_than", "nearest")
MOST_DEPTH = 20
_FRACTION = re.compile(r"[1-9][0-9]*/[1-9][0-9]*")


class TermsError(ValueError):
    """A part of the terms is not in their language: ``path`` says where, ``reason`` what, ``fix`` how to mend it."""

    def __init__(self, path: str, reason: str, fix: str = "") -> None:
        super().__init__(f"{path}: {reason} {fix}".strip())
        self.path = path
        self.reason = reason
        self.fix = fix


@dataclass(frozen=True)
class Selector:
    """Which seats: every key that is given must match; an empty one matches every seat."""

    voting: bool | None = None
    any_tag: tuple[str, ...] = ()
    all_tags: tuple[str, ...] = ()
    no_tag: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    seat: tuple[str, ...] = ()


@dataclass(frozen=True)
class When:
    """A guard: every key that is given must share a value with the state of the meeting."""

    meeting_kind: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    matter: tuple[str, ...] = ()

    def in_words(self) -> str:
        """Return when it holds: "at a reconvened meeting", "for the matter of budget"."""
        said = [
            f"at a meeting of the kind {' or '.join(self.meeting_kind)}" if self.meeting_kind else "",
            f"at a meeting that is {' or '.join(self.context)}" if self.context else "",
            f"for the matter of {' or '.join(self.matter)}" if self.matter else "",
        ]
        return " and ".join(filter(None, said))


@dataclass(frozen=True)
class Need:
    """How many: a whole ``number``, or a ``fraction`` of a base with its rounding and least number."""

    number: int = 1
    fraction: Fraction | None = None
    rounding: str = "up"
    least: int = 1

    half = Fraction(1, 2)


@dataclass(frozen=True)
class Count:
    """At least so many of the selected seats, counted by a unit."""

    need: Need
    by: str = "seat"
    of: Selector = Selector()
    base: str = "all"
    clause: str = ""


@dataclass(frozen=True)
class Is:
    """A condition that is no count."""

    when: When


@dataclass(frozen=True)
class If:
    """A rule for some meetings; without ``otherwise`` the others are asked nothing."""

    when: When
    then: Expr
    otherwise: Expr | None = None


@dataclass(frozen=True)
class Every:
    """Every part must hold."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True)
class Either:
    """One part is enough."""

    parts: tuple[Expr, ...]


Expr = Every | Either | Is | If | Count


def read_expression(tree: Any, path: str, depth: int = 0) -> Expr:
    """Return an expression of the quorum.

    Raises:
        TermsError: with the path of the first part that is not in the language.
    """
    _check_object(tree, path)
    if depth > MOST_DEPTH:
        raise TermsError(path, f"The rule is nested more than {MOST_DEPTH} deep.", "Say it more simply.")
    for word, read in _READERS.items():
        if word in tree:
            return read(tree, path, depth)
    raise TermsError(path, "No rule stands here.", f"Begin with one of {', '.join(_READERS)}.")


def _read_all(tree: Mapping[str, Any], path: str, depth: int) -> Expr:
    return Every(_read_parts(tree, "all", path, depth))


def _read_any(tree: Mapping[str, Any], path: str, depth: int) -> Expr:
    return Either(_read_parts(tree, "any", path, depth))


def _read_parts(tree: Mapping[str, Any], word: str, path: str, depth: int) -> tuple[Expr, ...]:
    _check_keys(tree, {word}, path)
    parts = tree[word]
    if not isinstance(parts, list) or not parts:
        raise TermsError(f"{path}.{word}", "This is a list of at least one rule.", "Put each rule in it.")
    return tuple(read_expression(part, f"{path}.{word}[{i}]", depth + 1) for i, part in enumerate(parts))


def _read_is(tree: Mapping[str, Any], path: str, depth: int) -> Expr:
    _check_keys(tree, {"is"}, path)
    return Is(read_when(tree["is"], f"{path}.is"))


def _read_if(tree: Mapping[str, Any], path: str, depth: int) -> Expr:
    _check_keys(tree, {"if", "then", "else"}, path)
    if "then" not in tree:
        raise TermsError(path, "An `if` says what then.", "Add `then`.")
    otherwise = read_expression(tree["else"], f"{path}.else", depth + 1) if "else" in tree else None
    return If(read_when(tree["if"], f"{path}.if"), read_expression(tree["then"], f"{path}.then", depth + 1), otherwise)


def _read_count(tree: Mapping[str, Any], path: str, depth: int) -> Expr:
    _check_keys(tree, {"at_least", "by", "of", "base", "clause"}, path)
    return Count(
        need=read_need(tree["at_least"], f"{path}.at_least"),
        by=_read_word(tree, "by", UNITS, path),
        of=read_selector(tree.get("of", {}), f"{path}.of"),
        base=_read_word(tree, "base", BASES, path),
        clause=_read_clause(tree, path),
    )


_READERS: dict[str, Callable[[Mapping[str, Any], str, int], Expr]] = {
    "all": _read_all,
    "any": _read_any,
    "is": _read_is,
    "if": _read_if,
    "at_least": _read_count,
}


def read_need(tree: Any, path: str) -> Need:
    """Return how many are needed: a whole number of at least 1, or a table with a fraction.

    Raises:
        TermsError: neither of the two.
    """
    if is_count(tree):
        return Need(number=tree)
    if not isinstance(tree, dict):
        fix = 'Write 4 or { fraction = "1/4" }.'
        raise TermsError(path, "This is a whole number of at least 1, or a fraction.", fix)
    _check_keys(tree, {"fraction", "round", "min"}, path)
    text = tree.get("fraction")
    if not isinstance(text, str) or not _FRACTION.fullmatch(text):
        raise TermsError(f"{path}.fraction", "This is not a fraction.", 'Write it as "1/4".')
    least = tree.get("min", 1)
    if not is_count(least):
        raise TermsError(f"{path}.min", "This is not a whole number of at least 1.", "Write digits.")
    return Need(fraction=Fraction(text), rounding=_read_word(tree, "round", ROUNDINGS, path), least=least)


def read_selector(tree: Any, path: str) -> Selector:
    """Return which seats are meant.

    Raises:
        TermsError: an unknown key, or a value of the wrong kind.
    """
    _check_object(tree, path)
    lists = ("any_tag", "all_tags", "no_tag", "organisation", "group", "seat")
    _check_keys(tree, {"voting", *lists}, path)
    voting = tree.get("voting")
    if voting is not None and not isinstance(voting, bool):
        raise TermsError(f"{path}.voting", "This is true or false.", "Write one of the two.")
    return Selector(voting=voting, **{name: read_words(tree, name, path) for name in lists})


def read_when(tree: Any, path: str) -> When:
    """Return a guard.

    Raises:
        TermsError: an unknown key, no key at all, or a value of the wrong kind.
    """
    _check_object(tree, path)
    _check_keys(tree, {"meeting_kind", "context", "matter"}, path)
    if not tree:
        raise TermsError(path, "The condition names nothing.", "Name meeting_kind, context or matter.")
    return When(**{name: read_words(tree, name, path) for name in ("meeting_kind", "context", "matter")})


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def read_words(tree: Mapping[str, Any], name: str, path: str) -> tuple[str, ...]:
    value = tree.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        raise TermsError(f"{path}.{name}", "This is a list of at least one word.", 'Write it as ["one", "two"].')
    return tuple(value)


def _read_word(tree: Mapping[str, Any], name: str, known: Sequence[str], path: str) -> str:
    value = tree.get(name, known[0])
    if value not in known:
        raise TermsError(f"{path}.{name}", f"{value!r} is not known here.", f"Write one of {', '.join(known)}.")
    return str(value)


def _read_clause(tree: Mapping[str, Any], path: str) -> str:
    clause = tree.get("clause", "")
    if not isinstance(clause, str):
        raise TermsError(f"{path}.clause", "This names a clause by its id.", "Write the id as text.")
    return clause


def _check_object(tree: Any, path: str) -> None:
    if not isinstance(tree, dict):
        raise TermsError(path, "This is a table of keys and values.", "Write it as one.")


def _check_keys(tree: Mapping[str, Any], known: set[str], path: str) -> None:
    for key in tree:
        if key not in known:
            raise TermsError(f"{path}.{key}", "This key is not known here.", f"Known: {', '.join(sorted(known))}.")
