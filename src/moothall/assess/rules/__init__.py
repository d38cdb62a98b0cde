"""Rules of indicators: words and codes, what an observation must hold, how it is compared and read out. Pure."""

from moothall.assess.rules.observations import Facts, Limits, Problem, check_observation, find_limits
from moothall.assess.rules.readings import read_observation, write_limits, write_value
from moothall.assess.rules.verdicts import BENCHMARK_ITSELF, NOT_COMPARED, Comparator, Verdict, compare
from moothall.assess.rules.words import (
    CI_METHODS,
    COMPARATOR_METHODS,
    LEVELS,
    METHOD_WORDS,
    NOT_SHOWN,
    POLARITIES,
    VALUE_STATUSES,
    VALUE_TYPES,
    VERDICTS,
    WITHHELD,
    YEAR_TYPES,
)
from moothall.places.periods import UNKNOWN, Period
from moothall.places.periods import parse_period as read_period

__all__ = [
    "BENCHMARK_ITSELF",
    "CI_METHODS",
    "COMPARATOR_METHODS",
    "LEVELS",
    "METHOD_WORDS",
    "NOT_COMPARED",
    "NOT_SHOWN",
    "POLARITIES",
    "UNKNOWN",
    "VALUE_STATUSES",
    "VALUE_TYPES",
    "VERDICTS",
    "WITHHELD",
    "YEAR_TYPES",
    "Comparator",
    "Facts",
    "Limits",
    "Period",
    "Problem",
    "Verdict",
    "check_observation",
    "compare",
    "find_limits",
    "read_observation",
    "read_period",
    "write_limits",
    "write_value",
]
