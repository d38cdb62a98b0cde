"""The reference cases beside the repository: how each is put to our functions, and how answers are compared.

The README of ``../shared/cases/stats`` says which of our words each of theirs means. A function's cases are run when it
has an entry in ``PUT`` and lines in ``cases_run.csv``. Imports nothing of ``moothall.stats``.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from tests.stats.backends import Columns, read_rows, sort_rows

NUMBER = "row_number"  # tells the rows of row functions apart
WORDS = {"true": True, "false": False, "NaN": float("nan"), "Inf": float("inf"), "-Inf": float("-inf"), "": None}


@dataclass(frozen=True)
class Put:
    """A case as a call of ours. ``arguments`` named in ``tables`` become frames; ``columns``: theirs to ours."""

    function: str
    arguments: Mapping[str, Any]
    keys: Sequence[str]
    columns: Mapping[str, str]
    tables: Mapping[str, Columns] = field(default_factory=dict)
    per: float = 1
    widths: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # limits, compared by their width
    width_share: float = 0
    words: Mapping[str, str] = field(default_factory=dict)  # theirs to ours, in the expected table
    their_keys: Sequence[str] = ()  # where they call the keys otherwise
    leave_out: Callable[[Mapping[str, Any]], bool] = lambda _row: False


def read_csv(path: Path) -> dict[str, list[Any]]:
    """Return a CSV file's columns; what holds only whole numbers becomes whole numbers."""
    with path.open(encoding="utf-8", newline="") as stream:
        head, *rows = list(csv.reader(stream))
    cells = zip(*rows, strict=True) if rows else [()] * len(head)
    return {name: read_cells(column) for name, column in zip(head, cells, strict=True)}


def read_cells(cells: Iterable[str]) -> list[Any]:
    texts = list(cells)
    for kind in (int, float):
        try:
            return [WORDS[text] if text in WORDS else kind(text) for text in texts]
        except ValueError:
            continue
    return [WORDS.get(text, text) for text in texts]


def read_lines(cases: Path, name: str) -> list[dict[str, Any]]:
    with (cases / "stats" / name).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def list_results(cases: Path, function: str) -> list[dict[str, Any]]:
    return [case for case in read_lines(cases, "cases.jsonl") if case["function"] == function]


def list_refused(cases: Path, function: str) -> list[dict[str, Any]]:
    return [case for case in read_lines(cases, "errors.jsonl") if case["function"] == function]


def list_vectors(cases: Path, function: str) -> list[dict[str, Any]]:
    vectors = json.loads((cases / "stats" / "vectors.json").read_text(encoding="utf-8"))
    return [vector for vector in vectors if vector["function"] == OURS.get(function, function)]


def name_suffixes(confidence: Any) -> list[str]:
    """Return the suffixes of levels, written out: no sum that the product might share."""
    known = {0.9: "90", 0.95: "95", 0.98: "98", 0.99: "99", 0.998: "99_8", 0.9999: "99_99"}
    levels = confidence if isinstance(confidence, list) else [] if confidence is None else [confidence]
    return [known.get(level, str(level)) for level in levels]


def name_limits(confidence: Any) -> dict[str, str]:
    """Return their names of the limits, and ours."""
    suffixes = name_suffixes(confidence)
    sides = ("lower", "upper")
    if len(suffixes) == 1:
        return {f"{side}cl": f"{side}_{suffixes[0]}" for side in sides}
    theirs = {"95": "95_0", "99_8": "99_8"}
    return {f"{side}{theirs[suffix]}cl": f"{side}_{suffix}" for side in sides for suffix in suffixes}


def put_counts(case: Mapping[str, Any], columns: Columns) -> Put:
    """proportion, rate"""
    given = case["args"]
    arguments = {
        "count": given["numerator"],
        "denominator": given["denominator"],
        "by": given["group_by"] or None,
        "per": given["multiplier"],
        "confidence": given["confidence"],
    }
    sums = {} if given["group_by"] == [] else {name: name for name in (given["numerator"], given["denominator"])}
    expected = {"value": "value", **sums, **name_limits(given["confidence"])}
    return Put(case["function"], arguments, given["group_by"], expected, per=given["multiplier"])


def put_mean(case: Mapping[str, Any], columns: Columns) -> Put:
    given = case["args"]
    arguments = {"value": given["value"], "by": given["group_by"] or None, "confidence": given["confidence"]}
    expected = {"value_sum": "sum", "value_count": "n", "stdev": "sd", "value": "value"}
    return Put("mean", arguments, given["group_by"], {**expected, **name_limits(given["confidence"])})


def put_sii(case: Mapping[str, Any], columns: Columns) -> Put:
    """Values as expected; limits with the file that is free of simulation, by the width of their interval."""
    given = case["args"]
    same = ("quantile", "population", "value", "count", "lower", "upper", "se", "transform", "multiplier", "confidence")
    arguments = {name: given[name] for name in (*same, "rii") if name in given}
    arguments |= {"kind": given["value_type"], "by": given["group_by"] or None}
    indices = ("sii", "rii") if given.get("rii", True) else ("sii",)
    names = dict.fromkeys([*indices, *(["intercept"] if given.get("intercept") else [])])
    theirs = {"95": "95_0", "99_8": "99_8", "99": "99_0"}
    widths = {
        (f"{index}_lower{theirs[suffix]}", f"{index}_upper{theirs[suffix]}"): (
            f"{index}_lower_{suffix}",
            f"{index}_upper_{suffix}",
        )
        for index in indices
        for suffix in name_suffixes(given["confidence"])
        if suffix in theirs
    }
    if "exact" not in case and "expected" in case:  # the source's limits are simulated, and called by their place
        widths = {
            (f"{index}_lowercl_1", f"{index}_uppercl_1"): ours
            for index, ours in zip(indices, widths.values(), strict=True)
        }
    return Put(
        "sii",
        arguments,
        given["group_by"],
        {name: name for name in names},
        widths=widths,
        width_share=choose_share(case),
        leave_out=lambda row: row.get("status") == "missing_quantile",
    )


def choose_share(case: Mapping[str, Any]) -> float:
    if "exact" not in case:
        return 0.05
    return 1e-9 if case["args"]["value_type"] == "other" or case["args"]["transform"] else 1e-6


def put_dsr(case: Mapping[str, Any], columns: Columns) -> Put:
    given = case["args"]
    arguments = {
        "count": given["numerator"],
        "population": given["denominator"],
        "weight": given["standard_population"],
        "by": given["group_by"] or None,
        "per": given["multiplier"],
        "confidence": given["confidence"],
    }
    if not given["independent_events"]:
        # A frequency that was not given is a column that is not there.
        arguments |= {"frequency": given.get("event_frequency", "event_frequency"), "age": given["age_band"]}
    expected = {"total_count": "count", "total_pop": "population", "value": "value", **name_limits(given["confidence"])}
    return Put("dsr", arguments, given["group_by"], expected, per=given["multiplier"])


# By the name that the cases give the function. A colleague's function is added here and in cases_run.csv.
PUT: dict[str, Callable[[Mapping[str, Any], Columns], Put]] = {
    "proportion": put_counts,
    "rate": put_counts,
    "mean": put_mean,
    "sii": put_sii,
    "dsr": put_dsr,
}
OURS = {"isratio": "smr", "quantile": "quantiles", "trend": "recent_trend"}
KEEP_ROWS = ("proportion", "rate", "quantiles", "funnel_points", "funnel_significance")


def list_differences(
    found: Sequence[Mapping[str, Any]],
    expected: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    relative: float,
    absolute: float,
    words: Mapping[str, str] | None = None,
) -> list[str]:
    """Return where two tables of the same rows differ by more than both tolerances allow; missing equals missing."""
    wrong = [] if len(found) == len(expected) else [f"{len(found)} rows and not {len(expected)}"]
    for number, (ours, theirs) in enumerate(zip(found, expected, strict=False)):
        for their_name, our_name in columns.items():
            wanted = (words or {}).get(theirs[their_name], theirs[their_name])
            if not is_close(ours[our_name], wanted, relative, absolute):
                wrong.append(f"row {number}, {our_name}: {ours[our_name]!r} and not {wanted!r}")
    return wrong


def list_wide_differences(
    found: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]], put: Put
) -> list[str]:
    """Return which limits differ by more than a share of their interval's width."""
    wrong = []
    for number, (ours, theirs) in enumerate(zip(found, expected, strict=True)):
        for their_names, our_names in put.widths.items():
            width = abs(theirs[their_names[1]] - theirs[their_names[0]])
            for their_name, our_name in zip(their_names, our_names, strict=True):
                if not abs(ours[our_name] - theirs[their_name]) <= put.width_share * width:
                    wrong.append(f"row {number}, {our_name}: {ours[our_name]!r} and not {theirs[their_name]!r}")
    return wrong


def is_close(ours: Any, theirs: Any, relative: float, absolute: float) -> bool:
    if is_missing(ours) or is_missing(theirs):
        return is_missing(ours) and is_missing(theirs)
    if isinstance(theirs, str) or isinstance(ours, str):
        return bool(ours == theirs)
    return abs(ours - theirs) <= max(relative * abs(theirs), absolute)


def is_missing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and not isfinite(cell))


def to_rows(columns: Columns) -> list[dict[str, Any]]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def arrange(frame: Any, put: Put) -> list[Mapping[str, Any]]:
    """Return an answer's rows in the order of the keys, or of the rows that came in."""
    rows = [row for row in read_rows(frame) if not put.leave_out(row)]
    return sort_rows(rows, [NUMBER] if rows and NUMBER in rows[0] else put.keys)


def put_standardised(case: Mapping[str, Any], columns: Columns) -> Put:
    """israte, isratio"""
    given = case["args"]
    arguments = {
        "count": given["numerator"],
        "population": given["denominator"],
        "reference_count": given["reference_numerator"],
        "reference_population": given["reference_denominator"],
        "on": given.get("join_on"),
        "by": given["group_by"] or None,
        "per": given.get("multiplier", given.get("reference_value")),
        "confidence": given["confidence"],
    }
    tables = {"reference": "reference", "totals": "observed_totals"}
    paths = {ours: case["inputs"][theirs] for ours, theirs in tables.items() if theirs in case.get("inputs", {})}
    expected = {"observed": "observed", "expected": "expected", "value": "value", **name_limits(given["confidence"])}
    if case["function"] == "israte":
        expected["ref_rate"] = "reference_rate"
    return Put(
        OURS.get(case["function"], case["function"]),
        arguments,
        given["group_by"],
        expected,
        tables={name: read_csv(case["folder"] / path) for name, path in paths.items()},
        per=arguments["per"],
    )


def put_life_expectancy(case: Mapping[str, Any], columns: Columns) -> Put:
    given = case["args"]
    arguments = {
        "deaths": given["deaths"],
        "population": given["population"],
        "age": given["age_start"],
        "by": given["group_by"] or None,
        "at": given["le_age"],
        "bands": given.get("age_contents"),
        "confidence": given["confidence"],
    }
    expected = {"value": "value", **name_limits(given["confidence"])}
    if given["le_age"] == "all":
        expected |= {"pops_used": "population_used", "dths_used": "deaths_used"}
    keys = [*given["group_by"], "age"]
    return Put("life_expectancy", arguments, keys, expected, their_keys=[*given["group_by"], given["age_start"]])


TREND_WORDS = {
    "Increasing": "increasing",
    "Decreasing": "decreasing",
    "No significant change": "no_change",
    "Cannot be calculated": "cannot_be_calculated",
    "No outliers and significant trend": "significant",
    "No significant trend": "not_significant",
    "Outlier found": "outlier",
    "Not enough data points": "too_few_values",
    "Duplicate years in group": "duplicate_period",
    "Missing values": "missing_input",
    "Missing at least one confidence interval value": "missing_input",
}


def put_trend(case: Mapping[str, Any], columns: Columns) -> Put:
    """The verdict of each series stands in the row of its latest year; one table names its columns by hand."""
    given = case["args"]
    by_hand = {"year": "Year", "numerator": "Count", "denominator": "denominator"} if "note" in given else given
    same = {"numerator": "count", "denominator": "denominator", "value": "value", "lower": "lower", "upper": "upper"}
    arguments = {ours: by_hand[theirs] for theirs, ours in same.items() if theirs in by_hand}
    arguments |= {"period": by_hand["year"], "kind": given["value_type"], "by": given["group_by"]}
    expected = {by_hand["year"]: "period", "recent_trend": "trend", "recent_trend_reason": "reason"}
    if "note" not in given:
        expected |= {"slope": "slope", "chi_square": "chi_squared"}
    return Put(
        "recent_trend",
        arguments,
        given["group_by"],
        expected,
        words=TREND_WORDS,
        leave_out=lambda row: "recent_trend" in row and row["recent_trend"] is None,
    )


PUT |= {"life_expectancy": put_life_expectancy, "trend": put_trend}
PUT |= {"israte": put_standardised, "isratio": put_standardised}


def put_quantile(case: Mapping[str, Any], columns: Columns) -> Put:
    given = case["args"]
    arguments = {"value": given["value"], "n": given["nquantiles"], "by": given["group_by"] or None}
    if "invert_column" in given:
        arguments["first_is_highest"] = given["invert_column"]
    else:
        arguments["first"] = "highest" if given["invert"] else "lowest"
    return Put("quantiles", arguments, [], {"quantile": "quantile"})


PUT["quantile"] = put_quantile


SIGNIFICANCE = {
    "High (0.001)": "high_99_8",
    "High (0.025)": "high_95",
    "Not significant": "not_significant",
    "Low (0.025)": "low_95",
    "Low (0.001)": "low_99_8",
    "Not applicable for events less than 10 for dsrs": "not_applicable",
}
SIDES = {"2s": "95", "3s": "99_8"}  # their names of the two levels, ours


def put_funnel(case: Mapping[str, Any], columns: Columns) -> Put:
    """funnel_limits, funnel_points, funnel_significance"""
    given, function = case["args"], case["function"]
    same = ("statistic", "denominator", "rate", "rate_type", "ratio_type")
    arguments = {name: given[name] for name in same if name in given} | {"count": given["numerator"]}
    arguments |= {"per": given["multiplier"]} if "multiplier" in given else {}
    arguments |= {"years": given["years_of_data"]} if "years_of_data" in given else {}
    if function == "funnel_points":
        arguments.pop("statistic", None)  # every point is of a rate
    return Put(function, arguments, [], name_funnel(case), per=given.get("multiplier", 1), words=SIGNIFICANCE)


def name_funnel(case: Mapping[str, Any]) -> dict[str, str]:
    if case["function"] == "funnel_points":
        return {"rate_chart": "funnel_rate", "denominator_derived": "funnel_denominator"}
    if case["function"] == "funnel_significance":
        return {"significance": "significance"}
    axes = {"proportion": ("Population",), "ratio": ("Observed_events",), "rate": ("Events",)}
    statistic = case["args"]["statistic"]
    names = {axis: axis.split("_")[0].lower() for axis in axes[statistic]}
    sideways = {"proportion": (), "ratio": ("exp_events",), "rate": ("population_1_year",)}[statistic]
    for side in ("lower", "upper"):
        for theirs, ours in SIDES.items():
            names[f"{side}_{theirs}_limit"] = f"{side}_{ours}"
            names |= {f"{side}_{theirs}_{way}": f"{side}_{ours}_x" for way in sideways}
    return names if statistic == "ratio" else names | {"baseline": "baseline"}


PUT |= dict.fromkeys(("funnel_limits", "funnel_points", "funnel_significance"), put_funnel)
