"""May two values be compared, by which method, with what verdict, and if not, why not. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from moothall import stats
from moothall.assess.rules.observations import Facts
from moothall.assess.rules.words import LEVELS, METHOD_WORDS, NOT_SHOWN, VERDICTS

NOT_COMPARED = "not_compared"
BENCHMARK_ITSELF = "it is what others are compared with"
NO_METHOD = "the indicator is in no profile that says how"
_LACKS = {
    "missing_input": "no value",
    "no_benchmark": "{benchmark} has no value",
    "no_limits": "no interval",
    "no_benchmark_limits": "{benchmark} has no interval",
    "outside_range": "the interval is out of order",
    "not_applicable": "it is not to be judged",
}


@dataclass(frozen=True)
class Comparator:
    """How an indicator is compared: with which area, by which method, which way is good, at which level (per cent)."""

    code: str
    name: str
    method: int
    polarity: str
    level: float


@dataclass(frozen=True)
class Verdict:
    """What a comparison says, and by what: method, benchmark and level (per cent) go with every word.

    ``code`` is better, similar, worse, higher, lower or not_compared; only the last has a ``reason``, and always.
    """

    code: str
    method: int | None
    benchmark: str
    level: float
    reason: str = ""

    @property
    def word(self) -> str:
        return dict(VERDICTS)[self.code]

    @property
    def method_words(self) -> str:
        return METHOD_WORDS[self.method] if self.method else ""

    @property
    def level_words(self) -> str:
        return f"{self.level:g}%"


def compare(own: Facts | None, benchmark: Facts | None, comparator: Comparator | None) -> Verdict:
    """Compare like with like, or say why not.

    Like is: same indicator version, sex, age, category and period; an unknown period is like itself only within one
    release. Without a comparator nothing says how to compare.
    """
    if comparator is None:
        return Verdict(NOT_COMPARED, None, "", LEVELS[0], NO_METHOD)
    reason = _find_hindrance(own, benchmark, comparator)
    if reason or own is None or benchmark is None:
        return Verdict(NOT_COMPARED, comparator.method, comparator.name, comparator.level, reason)
    found = stats.compare_value(
        own.value,
        own.limits,
        benchmark.value,
        benchmark.limits,
        method=comparator.method,
        polarity=cast(stats.Polarity, comparator.polarity),
    )
    lack = "" if found.status == "ok" else _LACKS[found.status].format(benchmark=comparator.name)
    return Verdict(found.code, comparator.method, comparator.name, comparator.level, lack)


def _find_hindrance(own: Facts | None, benchmark: Facts | None, comparator: Comparator) -> str:
    if own is None:
        return "no value is published"
    if own.code == comparator.code:
        return BENCHMARK_ITSELF
    if own.value is None:
        return NOT_SHOWN.get(own.status, "no value")
    if benchmark is None:
        return f"{comparator.name} has no value for the same time"
    return _find_difference(own, benchmark, comparator.name)


def _find_difference(own: Facts, benchmark: Facts, name: str) -> str:
    if own.series != benchmark.series:
        return f"{name}’s value is of another version, sex, age or category"
    if own.period != benchmark.period:
        return f"{name}’s value is of another period ({benchmark.period or 'date not printed'})"
    if not own.period and own.release != benchmark.release:
        return "the dates of both values are not printed"
    return ""
