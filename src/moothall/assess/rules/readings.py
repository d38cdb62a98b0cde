"""One sentence that reads an observation: the same on pages, in charts, files and minutes. Pure."""

from __future__ import annotations

from moothall.assess.rules.observations import Facts
from moothall.assess.rules.verdicts import BENCHMARK_ITSELF, NOT_COMPARED, Verdict
from moothall.assess.rules.words import NOT_SHOWN
from moothall.kit.figures import write_figure
from moothall.places.periods import NOT_PRINTED

_JOINTS = {"similar": "to"}


def write_value(facts: Facts) -> str:
    """Return a value with its unit ("32.1%", "8.1 years"), or why there is none ("not shown, to protect people")."""
    if facts.value is None:
        return NOT_SHOWN.get(facts.status, "no value")
    number, (short, _) = write_figure(facts.value, facts.decimals), _split_unit(facts.unit)
    return number + (short if short.startswith("%") or not short else f" {short}")


def write_limits(facts: Facts) -> str:
    """Return the interval as "31.0 to 33.3"; empty where there is none."""
    lower, upper = facts.limits
    if lower is None or upper is None:
        return ""
    return f"{write_figure(lower, facts.decimals)} to {write_figure(upper, facts.decimals)}"


def _split_unit(unit: str) -> tuple[str, str]:
    """Return a unit in the two parts between which the interval stands: "% of adults" is "%" and " of adults"."""
    short, joint, of_whom = unit.partition(" of ")
    return short, joint + of_whom


def read_observation(
    own: Facts, verdict: Verdict, benchmark: Facts | None = None, *, subject: str = "", is_invented: bool = False
) -> str:
    """Return the sentence: area, value, interval, verdict with its method, period; no cause, no rank.

    "Gloucestershire 31.9% (30.8 to 33.0), better than England 34.3% (single overlap, 95%). 2018/19."
    """
    value, limits = write_value(own), write_limits(own)
    figure = f"{own.area} {value}" + (f" ({limits}){_split_unit(own.unit)[1]}" if limits else "")
    if own.value is None:
        figure = f"{own.area}: {value}"
    parts = [f"{subject}: " if subject else "", figure, _say_verdict(own, verdict, benchmark), "."]
    period = NOT_PRINTED.capitalize() if not own.period else own.period
    return "".join(parts) + f" {period}." + (" Made-up data, for show." if is_invented else "")


def _say_verdict(own: Facts, verdict: Verdict, benchmark: Facts | None) -> str:
    if own.value is None or verdict.reason == BENCHMARK_ITSELF:
        return ""
    if verdict.code == NOT_COMPARED:
        return f", not compared: {verdict.reason}"
    other = f" {write_value(benchmark)}" if benchmark else ""
    joint = _JOINTS.get(verdict.code, "than")
    how = f"{verdict.method_words}, {verdict.level_words}"
    return f", {verdict.word.lower()} {joint} {verdict.benchmark}{other} ({how})"
