"""The closed list of words that say how a number stands, in order of precedence, each with its class and a sentence.

Precedence: where several apply, the first of ``STATUSES`` is given; ``ok`` is given only where none applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import narwhals as nw

Kind = Literal["fine", "invalid", "withheld"]
Fault = tuple[str, nw.Expr]  # a status, and where it applies


@dataclass(frozen=True)
class Status:
    """One word. ``kind``: fine, invalid (raises under strict) or withheld (by a published rule, or without a value)."""

    word: str
    kind: Kind
    sentence: str


STATUSES = (
    Status("missing_input", "invalid", "A cell that the sum needs is empty."),
    Status("not_finite", "invalid", "A number is infinite, beyond 1e60, or nearer to 0 than 1e-60: no count is such."),
    Status("negative_input", "invalid", "A cell that must be 0 or more is negative."),
    Status("zero_denominator", "invalid", "There is nobody to count: no population, or nothing expected."),
    Status("count_exceeds_denominator", "invalid", "The count is larger than the people it is taken from."),
    Status("outside_range", "invalid", "A value or limit lies where it cannot, or limits are out of order."),
    Status("bad_age_band", "invalid", "An age band could not be read, overlaps another, or does not fit the standard."),
    Status("missing_age_band", "invalid", "An age band is lacking."),
    Status("duplicate_age_band", "invalid", "An age band stands twice."),
    Status("missing_quantile", "invalid", "A quantile is lacking."),
    Status("duplicate_quantile", "invalid", "A quantile stands twice."),
    Status("duplicate_period", "invalid", "A period stands twice."),
    Status("broken_series", "invalid", "A period within the series is lacking."),
    Status("inconsistent_input", "invalid", "A number varies where it must be the same."),
    Status("no_benchmark", "invalid", "There is no benchmark to compare with."),
    Status("small_count", "withheld", "Too few events for a rate that can be relied on."),
    Status("small_population", "withheld", "Too few people for a figure that can be relied on."),
    Status("wide_interval", "withheld", "The limits are too far apart for the value to be of use."),
    Status("too_few_values", "withheld", "Too few values for the method."),
    Status("no_deaths_in_last_band", "withheld", "Nobody died in the oldest age band, which the method needs."),
    Status("no_survivors", "withheld", "Nobody reaches this age."),
    Status("unbounded_interval", "withheld", "The data allow no finite limits."),
    Status("undefined", "withheld", "The formula has no answer for these numbers."),
    Status("not_applicable", "withheld", "The method is not meant for this row."),
    Status("suppressed", "withheld", "Withheld so that nobody can be recognised."),
    Status("ok", "fine", "The number stands."),
)
OK = "ok"
INVALID = tuple(status.word for status in STATUSES if status.kind == "invalid")
_RANKS = {status.word: rank for rank, status in enumerate(STATUSES)}
WORDS = {rank: word for word, rank in _RANKS.items()}
STATUS_BY_WORD = {status.word: status for status in STATUSES}


def rank_of(word: str) -> int:
    """Return the place of a word in the order of precedence; ``ok`` comes last. Unknown words are a KeyError."""
    return _RANKS[word]


def sort_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults in order of precedence; the order in which a function found them counts for nothing."""
    return sorted(faults, key=lambda fault: rank_of(fault[0]))


def choose_status(faults: Iterable[Fault], *, otherwise: str = OK) -> nw.Expr:
    """Return the String expression of the first fault that applies, in order of precedence, else ``otherwise``."""
    answer = nw.lit(otherwise)
    for word, applies in reversed(sort_faults(faults)):
        answer = nw.when(applies).then(nw.lit(word)).otherwise(answer)
    return answer


def choose_rank(faults: Iterable[Fault]) -> nw.Expr:
    """Return the rank of the first fault that applies: the least of a group's ranks is the fault of the group."""
    answer = nw.lit(rank_of(OK))
    for word, applies in reversed(sort_faults(faults)):
        answer = nw.when(applies).then(nw.lit(rank_of(word))).otherwise(answer)
    return answer


def read_rank(column: str, words: Sequence[str]) -> list[Fault]:
    """Return the faults, among ``words``, that a column of ranks stands for."""
    return [(word, nw.col(column) == rank_of(word)) for word in words]


def any_of(faults: Iterable[Fault]) -> nw.Expr:
    """Return where at least one of the faults applies."""
    found = [applies for _word, applies in sort_faults(faults)]
    answer = found[0] if found else nw.lit(False)
    for applies in found[1:]:
        answer = answer | applies
    return answer
