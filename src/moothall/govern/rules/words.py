"""A quorum in the words that a chair reads out: the counts, the answer, and what is missing when it is no."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from moothall.govern.rules.language import Count, Either, Every, Expr, If, Is, Need, read_expression
from moothall.govern.rules.quorum import Line, Quorum, Seat, say_which

MOST_NAMES = 8  # a longer list of who is not here helps nobody who chairs
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NOUNS = {
    "seat": ("seat", "seats", "filled here"),
    "person": ("member", "members", "here"),
    "organisation": ("organisation", "organisations", "represented here"),
    "group": ("group", "groups", "represented here"),
    "weight": ("vote by weight", "votes by weight", "here"),
}


def explain(quorum: Quorum) -> str:
    """Return the sentences that a chair can read out: the counts, the answer, and what is missing when it is no."""
    if not quorum.ruled:
        return "The terms in force do not say how many must be here, so no answer is computed."
    said = [explain_line(line) for line in quorum.lines]
    said.append("The board can decide." if quorum.quorate else "The board cannot decide.")
    if not quorum.quorate:
        said += _say_what_is_missing(quorum.lines)
    said += [f"Not counted: {name} ({reason})." for name, reason in quorum.not_counted]
    return " ".join(said)


def explain_line(line: Line) -> str:
    """Return one count as a sentence, such as: 17 of 20 seats are filled here; 5 are needed (clause quorum)."""
    what = _name_units(line, line.of)
    verb = "is" if line.have == 1 else "are"
    needed = "is" if line.need == 1 else "are"
    clause = f" (clause {line.clause})" if line.clause else ""
    only = f"; this counts only {line.only}, which this is not" if line.only else ""
    return f"{line.have} of {line.of} {what} {verb} {_NOUNS[line.by][2]}; {line.need} {needed} needed{clause}{only}."


_FRACTIONS = {"1/4": "a quarter", "1/3": "a third", "1/2": "half", "2/5": "two fifths", "2/3": "two thirds"}
_BASES = {"all": "", "filled": "filled ", "voting": "voting "}


def describe_quorum(tree: Any, roster: Sequence[Seat] = ()) -> list[str]:
    """Return a quorum rule of ``tor/1`` in words: one sentence for each thing that must hold.

    Raises:
        TermsError: it is not in the language.
    """
    rule = read_expression(tree, "quorum")
    parts = rule.parts if isinstance(rule, Every) else (rule,)
    return [f"{said[0].upper()}{said[1:]}." for said in (_describe(part, roster) for part in parts)]


def _describe(rule: Expr, roster: Sequence[Seat]) -> str:
    match rule:
        case Count():
            return _describe_count(rule, roster)
        case Is():
            return f"this is {rule.when.in_words()}"
        case If():
            other = f"; otherwise {_describe(rule.otherwise, roster)}" if rule.otherwise else ""
            return f"{rule.when.in_words()}: {_describe(rule.then, roster)}{other}"
        case Every():
            return " and ".join(_describe(part, roster) for part in rule.parts)
        case Either():
            return "either " + ", or ".join(_describe(part, roster) for part in rule.parts)


def _describe_count(rule: Count, roster: Sequence[Seat]) -> str:
    one, many, _ = _NOUNS[rule.by]
    which = say_which(rule.of, roster)
    kind = {True: "voting ", False: "non-voting ", None: ""}[rule.of.voting]
    if rule.need.fraction is None:
        return f"at least {rule.need.number} {kind}{one if rule.need.number == 1 else many}{which} must be here"
    base = kind or _BASES[rule.base]
    least = f", and never fewer than {rule.need.least}" if rule.need.least > 1 else ""
    return f"{_describe_share(rule.need, rule.need.fraction)} of the {base}{many}{which} must be here{least}"


def _describe_share(need: Need, fraction: Fraction) -> str:
    share = _FRACTIONS.get(str(fraction), str(fraction))
    match need.rounding:
        case "more_than":
            return f"more than {share}"
        case "nearest":
            return f"{share}, to the nearest whole number,"
    return f"at least {share}"


def name_units(line: Line) -> str:
    """Return what a count counts, such as: Voting groups."""
    named = _name_units(line, 2)
    return f"{named[0].upper()}{named[1:]}"


def _name_units(line: Line, count: int) -> str:
    one, many, _ = _NOUNS[line.by]
    kind = {True: "voting ", False: "non-voting ", None: ""}[line.among.voting]
    return f"{kind}{one if count == 1 else many}{line.among_words}"


def _say_what_is_missing(lines: Sequence[Line]) -> list[str]:
    short = [line for line in lines if not line.ok]
    said = [f"{_say_shortfall(line)} needed{_say_absent(line)}." for line in short if not line.either]
    ways = [f"{_say_more(line)}{_say_absent(line)}" for line in short if line.either and not line.only]
    if ways:
        said.append(f"It would be enough to have {', or '.join(ways)}.")
    return said


def _say_more(line: Line) -> str:
    count = line.need - line.have
    return f"{_SMALL[count] if count < len(_SMALL) else count} more {_name_units(line, count)}"


def _say_shortfall(line: Line) -> str:
    more = _say_more(line)
    return f"{more[0].upper()}{more[1:]} {'is' if line.need - line.have == 1 else 'are'}"


def _say_absent(line: Line) -> str:
    return f"; not here: {', '.join(line.missing)}" if 0 < len(line.missing) <= MOST_NAMES else ""
