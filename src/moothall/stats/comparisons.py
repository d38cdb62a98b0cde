"""Is one value better or worse than a benchmark or a goal: by a stated rule, never by eye.

``compare_value`` takes single numbers, ``compare`` and ``goal`` take tables. Rules 1 and 12 stand here once for both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats import expr
from moothall.stats.errors import ArgumentError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    By,
    Frame,
    Table,
    answer_rows,
    check_choice,
    check_columns,
    check_positive,
    divide,
    find_distinct,
    inner,
    map_numbers,
    name_key,
    number_faults,
    put_status,
    read_by,
    read_table,
    settle,
    with_numbers,
)
from moothall.stats.intervals import choose
from moothall.stats.levels import Level, read_level
from moothall.stats.quantiles import as_whole, count_below, group_rows, put_percentiles
from moothall.stats.status import OK, Fault, any_of

Polarity = Literal["low", "high", "none", "na"]
Limits = tuple[float | None, float | None]
NO_LIMITS: Limits = (None, None)

SINGLE_OVERLAP, DOUBLE_OVERLAP = 1, 12
BETTER, SIMILAR, WORSE = "better", "similar", "worse"
HIGHER, LOWER, NOT_COMPARED = "higher", "lower", "not_compared"
FAR_LOWER, FAR_HIGHER = "lower_99_8", "higher_99_8"
BEST, WORST = "best", "worst"
LOWEST, LOW, MIDDLE, HIGH, HIGHEST = "lowest", "low", "middle", "high", "highest"
_WORDS = {
    "low": {LOWER: BETTER, HIGHER: WORSE, FAR_LOWER: BEST, FAR_HIGHER: WORST}
    | {LOWEST: BEST, LOW: BETTER, HIGH: WORSE, HIGHEST: WORST},
    "high": {LOWER: WORSE, HIGHER: BETTER, FAR_LOWER: WORST, FAR_HIGHER: BEST}
    | {LOWEST: WORST, LOW: WORSE, HIGH: BETTER, HIGHEST: BEST},
    "none": {},
}
_PLAIN = (LOWER, SIMILAR, HIGHER, WORST, WORSE, BETTER, BEST, LOWEST, LOW, MIDDLE, HIGH, HIGHEST)
_LABELS = {word: word.capitalize() for word in (*_PLAIN, "green", "amber", "red")} | {
    FAR_LOWER: "Lower (99.8 %)",
    FAR_HIGHER: "Higher (99.8 %)",
    NOT_COMPARED: "Not compared",
}
TWO_LEVELS, SPC_PROPORTION, SPC_DSR = 17, 5, 6
RANKED = {15: (LOWEST, LOW, MIDDLE, HIGH, HIGHEST), 16: (LOWEST, LOW, HIGH, HIGHEST)}  # from the lowest
METHODS = (1, 5, 6, 12, 15, 16, 17)
MOST_EVENTS = 1e15  # expected, beyond which no limits are computed: floats there are hardly whole numbers any more
RULES = ("value", "interval", "range", "percentiles", "previous")
FEWEST_FOR_PERCENTILES = 4  # values of a group
VALUE, BENCHMARK = nw.col(inner("value")), nw.col(inner("benchmark_value"))
Method = Literal[1, 5, 6, 12, 15, 16, 17]
Rule = Literal["value", "interval", "range", "percentiles", "previous"]


@dataclass(frozen=True)
class Comparison:
    """What a comparison says.

    ``code``: better, similar or worse where one direction is good; higher, similar or lower where none is;
    not_compared with a ``status`` other than ok: missing_input (no value), no_limits, outside_range (limits out of
    order), no_benchmark, no_benchmark_limits, not_applicable (polarity ``na``).
    """

    code: str
    method: int
    status: str


def compare_value(
    value: float | None,
    limits: Limits,
    benchmark: float | None,
    benchmark_limits: Limits = NO_LIMITS,
    *,
    method: int = SINGLE_OVERLAP,
    polarity: Polarity = "none",
) -> Comparison:
    """Compare a value with a benchmark; all numbers in one unit, all limits at one level.

    Method 1, single overlap: similar when the benchmark lies within the value's limits, ends included. Method 12,
    double overlap: similar when the two intervals meet, ends included. ``polarity``: low (is good), high, none (no
    judgement) or na (not to be compared).

    Raises:
        ArgumentError: an unknown method or polarity.

    Source: OHID, public health technical guidance (Fingertips), comparison with a benchmark.
    """
    if method not in (SINGLE_OVERLAP, DOUBLE_OVERLAP):
        raise ArgumentError(f"There is no comparison method {method}; 1 and 12 are known.")
    if polarity not in (*_WORDS, "na"):
        raise ArgumentError(f"There is no polarity {polarity!r}; low, high, none and na are known.")
    status = "not_applicable" if polarity == "na" else _find_lack(value, limits, benchmark, benchmark_limits, method)
    if status != "ok":
        return Comparison(NOT_COMPARED, method, status)
    side: str = _find_side(value, limits, benchmark, benchmark_limits, method)
    return Comparison(_WORDS[polarity].get(side, side), method, "ok")


def _find_lack(
    value: float | None, limits: Limits, benchmark: float | None, benchmark_limits: Limits, method: int
) -> str:
    if not _is_number(value):
        return "missing_input"
    if not _is_number(benchmark):
        return "no_benchmark"
    if not all(map(_is_number, limits)):
        return "no_limits"
    if method == DOUBLE_OVERLAP and not all(map(_is_number, benchmark_limits)):
        return "no_benchmark_limits"
    in_order = _are_in_order(limits) and (method == SINGLE_OVERLAP or _are_in_order(benchmark_limits))
    return "ok" if in_order else "outside_range"


def _find_side(value: Any, limits: Any, benchmark: Any, benchmark_limits: Any, method: int) -> Any:
    """Return lower, similar or higher, for numbers and for expressions."""
    lower, upper = limits
    below, similar, above = (_say(word, value) for word in (LOWER, SIMILAR, HIGHER))
    if method == SINGLE_OVERLAP:
        meets = (lower <= benchmark) & (benchmark <= upper)
        return choose(meets, similar, choose(benchmark < lower, above, below))
    other_lower, other_upper = benchmark_limits
    under = choose(other_lower <= upper, similar, below)
    return choose(value < benchmark, under, choose(lower <= other_upper, similar, above))


def _say(word: str, like: Any) -> Any:
    return nw.lit(word) if isinstance(like, nw.Expr) else word


def _is_number(number: float | None) -> bool:
    return number is not None and math.isfinite(number)


def _are_in_order(limits: Limits) -> bool:
    lower, upper = limits
    return lower is not None and upper is not None and lower <= upper


def compare(
    df: IntoFrameT,
    *,
    method: Method = 1,
    polarity: Polarity = "none",
    polarity_column: str | None = None,
    benchmark: str | float | None = None,
    area: str | None = None,
    by: By = None,
    benchmark_value: str | None = None,
    benchmark_lower: str | None = None,
    benchmark_upper: str | None = None,
    value: str = "value",
    lower: str = "lower_95",
    upper: str = "upper_95",
    lower_2: str = "lower_99_8",
    upper_2: str = "upper_99_8",
    count: str | None = None,
    denominator: str | None = None,
    effective_denominator: str | None = None,
    per: float = 1,
    confidence: float = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Compare each row's value with a benchmark, by a named method.

    Methods: 1 single overlap (the benchmark within the limits, ends included, is similar); 17 the same at two levels;
    12 double overlap of both intervals; 5 control limits of a proportion around the benchmark; 6 those of a directly
    standardised rate; 15 quintiles and 16 quartiles of each ``by`` group, by percentiles. Benchmark: a number; a code
    in ``area``, whose row within each ``by`` group is taken; or columns. 15 and 16 need none; where an area is named
    all the same, its row is not ranked. ``polarity``: low or high is good, none (no judgement) or na;
    ``polarity_column`` says it row by row. Adds ``comparison``, ``comparison_label``, ``comparison_method``,
    ``benchmark_value``, ``comparison_status`` and (15, 16) ``comparison_category``, counted from the lowest. ``per`` is
    the unit of values (5, 6), ``confidence`` the level of their limits. ``explain`` (5, 6): ``limit_lower``,
    ``limit_upper``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a value, limit or benchmark is missing or cannot be.

    Source: OHID, public health technical guidance (Fingertips), comparing values with a benchmark.
    """
    check_choice("method", method, METHODS)
    check_choice("polarity", polarity, (*_WORDS, "na"))
    check_choice("confidence", confidence, (0.95, 0.998))
    check_positive(per=per)
    level = read_level(confidence)
    table = read_table(df)
    check_columns(table, polarity_column=polarity_column, area=area)
    keys = read_by(by, table)
    given = {"value": value, **_list_needed(method, lower, upper, lower_2, upper_2)}
    given |= _list_denominators(method, count, denominator, effective_denominator)
    table = with_numbers(table, **given)
    faults = number_faults(table, *given, signed=[role for role in given if role not in ("denominator", "count")])
    columns = {"value": benchmark_value, "lower": benchmark_lower, "upper": benchmark_upper}
    table, more = _put_benchmark(table, benchmark, area, keys, columns, method)
    faults += more
    if method in RANKED:  # before polarity: what is not to be judged is ranked among the others
        table, few = _put_category(table, keys, faults, len(RANKED[method]))
        faults.append(few)
    faults += [*_list_order_faults(method), *_list_polarity_faults(polarity, polarity_column)]
    data, limits = _find_control_limits(table, method, per, level)
    if limits is not None:
        faults += [("zero_denominator", nw.col(inner("denominator")) == 0), ("undefined", limits[0].is_null())]
    data = put_status(data, faults)
    side = _find_table_side(method, limits)
    code = _choose_word(side, polarity, polarity_column)
    code = nw.when(nw.col(inner("status")) == OK).then(code).otherwise(nw.lit(NOT_COMPARED))
    data = data.with_columns(code.alias(inner("code")))
    outputs = {"comparison": nw.col(inner("code")), "comparison_label": _label(nw.col(inner("code")))}
    outputs |= {"comparison_method": nw.lit(method), "benchmark_value": BENCHMARK}
    outputs |= {"comparison_status": nw.col(inner("status"))}
    if method in RANKED:
        outputs["comparison_category"] = as_whole(nw.col(inner("category")), nw.col(inner("status")) == OK)
    if explain:
        outputs |= dict(zip(("limit_lower", "limit_upper"), limits or (), strict=False))
        outputs |= explain_columns(f"compare.{method}")
    answer: IntoFrameT = answer_rows(table, data, outputs, strict=strict, status="comparison_status")
    return answer


def goal(
    df: IntoFrameT,
    *,
    rule: Rule,
    polarity: Literal["low", "high"],
    at: float | str | None = None,
    low: float | str | None = None,
    high: float | str | None = None,
    by: By = None,
    value: str = "value",
    lower: str = "lower_95",
    upper: str = "upper_95",
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Say by a stated rule whether each row's value meets a goal: green, amber or red.

    Rules: ``value`` (as good as ``at`` or better is green, else red); ``previous`` (the same, ``at`` being last year's
    benchmark); ``interval`` (limits wholly on one side of ``at``, else amber); ``range`` (below ``low``, from ``low``
    to below ``high`` amber, from ``high``); ``percentiles`` (the same, ``low`` and ``high`` being percentiles of the
    ``by`` group, from 0 to 100; fewer than 4 values are ``too_few_values``). ``polarity`` says which way is good.
    ``at``, ``low`` and ``high`` are numbers or, save for percentiles, columns. Adds ``goal``, ``goal_label``,
    ``goal_status``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a value, limit or goal is missing or cannot be.

    Source: OHID, public health technical guidance (Fingertips), goals.
    """
    check_choice("rule", rule, RULES)
    check_choice("polarity", polarity, ("low", "high"))
    table = read_table(df)
    keys = read_by(by, table)
    limits = {"lower": lower, "upper": upper} if rule == "interval" else {}
    table = with_numbers(table, value=value, **limits)
    faults = number_faults(table, "value", *limits, signed=["value", *limits])
    if limits:
        faults += _list_order_faults(SINGLE_OVERLAP)
    asked = {"at": at} if rule in ("value", "interval", "previous") else {"low": low, "high": high}
    put = _put_percentiles(table, keys, faults, asked) if rule == "percentiles" else _put_goals(table, rule, asked)
    table, more = put
    faults += more
    data = put_status(table.data, faults)
    code = nw.when(nw.col(inner("status")) == OK).then(_colour(rule, polarity)).otherwise(nw.lit(NOT_COMPARED))
    data = data.with_columns(code.alias(inner("code")))
    outputs = {"goal": nw.col(inner("code")), "goal_label": _label(nw.col(inner("code")))}
    outputs |= {"goal_status": nw.col(inner("status")), **(explain_columns(f"goal.{rule}") if explain else {})}
    answer: IntoFrameT = answer_rows(table, data, outputs, strict=strict, status="goal_status")
    return answer


def _put_goals(table: Table, rule: str, asked: Mapping[str, float | str | None]) -> tuple[Table, list[Fault]]:
    """Add the numbers that a goal is made of, and where they lack."""
    faults: list[Fault] = []
    for role, given in asked.items():
        if given is None:
            raise ArgumentError(f"{role} is needed by the rule {rule!r}: a number or a column.")
        table = with_numbers(table, **{role: given}) if isinstance(given, str) else _put_number(table, role, given)
        cell = nw.col(inner(role))
        faults += [("no_benchmark", cell.is_null()), ("not_finite", ~cell.is_finite() & ~cell.is_null())]
    if "low" in asked:
        faults.append(("outside_range", nw.col(inner("low")) > nw.col(inner("high"))))
    return table, faults


def _put_percentiles(
    table: Table, keys: Sequence[str], faults: Sequence[Fault], asked: Mapping[str, float | str | None]
) -> tuple[Table, list[Fault]]:
    """Add two percentiles of each group as ``low`` and ``high``, and where it has too few values."""
    shares = [(_read_share(role, given), 100.0) for role, given in asked.items()]
    if shares[0] > shares[1]:
        raise ArgumentError(f"low is {asked['low']} and high is {asked['high']}: low must not be above high.")
    data = put_percentiles(*_prepare_ranks(table, keys, faults), "ranked", shares)
    data = data.with_columns(
        *[nw.col(inner(f"percentile_{i}")).alias(inner(role)) for i, role in enumerate(asked)],
    )
    return replace(table, data=data), [("too_few_values", nw.col(inner("size")) < FEWEST_FOR_PERCENTILES)]


def _read_share(role: str, given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 100:
        raise ArgumentError(f"{role} is {given!r}; the rule 'percentiles' needs a percentile from 0 to 100.")
    return float(given)


def _prepare_ranks(table: Table, keys: Sequence[str], faults: Sequence[Fault]) -> tuple[Frame, list[str]]:
    """Add what is ranked, the values without a fault, and the columns that tell groups apart."""
    ranked = nw.when(~any_of(faults)).then(VALUE)
    return group_rows(table, table.data.with_columns(ranked.alias(inner("ranked"))), keys)


def _put_category(table: Table, keys: Sequence[str], faults: Sequence[Fault], n: int) -> tuple[Table, Fault]:
    """Add which of ``n`` parts of its group a value is in, from the lowest, and where there are too few values."""
    data = put_percentiles(*_prepare_ranks(table, keys, faults), "ranked", [(i, n) for i in range(1, n)])
    data = data.with_columns(count_below(n, VALUE).alias(inner("category")))
    return replace(table, data=data), ("too_few_values", nw.col(inner("size")) < n)


def _put_number(table: Table, role: str, number: object) -> Table:
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise ArgumentError(f"{role} is {number!r}; give a number or the name of a column.")
    return replace(table, data=table.data.with_columns(nw.lit(float(number)).alias(inner(role))))


def _colour(rule: str, polarity: str) -> Any:
    green, amber, red = nw.lit("green"), nw.lit("amber"), nw.lit("red")
    at, low, high = (nw.col(inner(role)) for role in ("at", "low", "high"))
    small, large = (green, red) if polarity == "low" else (red, green)
    if rule in ("range", "percentiles"):
        return choose(low > VALUE, small, choose(high <= VALUE, large, amber))
    if rule == "interval":
        return choose(nw.col(inner("lower")) >= at, large, choose(nw.col(inner("upper")) < at, small, amber))
    return choose(at >= VALUE if polarity == "low" else at <= VALUE, green, red)


def _list_needed(method: int, lower: str, upper: str, lower_2: str, upper_2: str) -> dict[str, str]:
    if method in (SPC_PROPORTION, SPC_DSR, *RANKED):
        return {}
    further = {"lower_2": lower_2, "upper_2": upper_2} if method == TWO_LEVELS else {}
    return {"lower": lower, "upper": upper, **further}


def _list_denominators(
    method: int, count: str | None, denominator: str | None, effective_denominator: str | None
) -> dict[str, str]:
    if method == SPC_PROPORTION:
        if denominator is None:
            raise ArgumentError("denominator is needed by method 5.")
        return {"denominator": denominator}
    if method == SPC_DSR:
        if effective_denominator is not None:
            return {"denominator": effective_denominator}
        if count is None:
            raise ArgumentError("effective_denominator or count is needed by method 6.")
        return {"count": count}
    return {}


def _put_benchmark(
    table: Table,
    benchmark: str | float | None,
    area: str | None,
    keys: Sequence[str],
    columns: Mapping[str, str | None],
    method: int,
) -> tuple[Table, list[Fault]]:
    """Add each row's benchmark, and where there is none."""
    needed = ("value", "lower", "upper") if method == DOUBLE_OVERLAP else ("value",)
    faults: list[Fault] = []
    if method in RANKED and benchmark is None and columns["value"] is None:
        nothing = nw.lit(None, nw.Float64).alias(inner("benchmark_value"))
        return replace(table, data=table.data.with_columns(nothing)), faults
    if (benchmark is None) == (columns["value"] is None):
        raise ArgumentError("Give one benchmark: a number, the code of an area, or the column benchmark_value.")
    if isinstance(benchmark, str):
        if area is None:
            raise ArgumentError(f"area is needed, the column in which {benchmark!r} is looked for.")
        table, faults = _put_area(table, benchmark, area, keys, needed)
    elif benchmark is not None:
        if method == DOUBLE_OVERLAP:
            raise ArgumentError("Method 12 needs the benchmark's limits: give an area's code or benchmark columns.")
        table = _put_number(table, "benchmark_value", benchmark)
    else:
        lacking = [f"benchmark_{name}" for name in needed if columns[name] is None]
        if lacking:
            raise ArgumentError(f"{lacking[0]} is needed by method {method}.")
        table = with_numbers(table, **{f"benchmark_{name}": columns[name] for name in needed})
    if method in RANKED:  # the benchmark is shown, and its own row left out
        return table, [fault for fault in faults if fault[0] == "not_applicable"]
    cells = [nw.col(inner(f"benchmark_{name}")) for name in needed]
    faults += [("no_benchmark", cell.is_null()) for cell in cells]
    faults += [("no_benchmark", ~cell.is_finite() & ~cell.is_null()) for cell in cells]
    if method == DOUBLE_OVERLAP:
        faults.append(("outside_range", cells[1] > cells[2]))
    return table, faults


def _put_area(
    table: Table, code: str, area: str, keys: Sequence[str], needed: Sequence[str]
) -> tuple[Table, list[Fault]]:
    """Take the row of one area within each group as the benchmark of the group."""
    marked = nw.when(nw.col(area).cast(nw.String) == code).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    data = table.data.with_columns(name_key(table, keys), marked.alias(inner("is_benchmark")))
    is_it = nw.col(inner("is_benchmark")) > 0
    # A condition inside ``over`` would be ignored by several backends: it becomes a column first.
    own = [nw.when(is_it).then(nw.col(inner(name))).alias(inner(f"own_{name}")) for name in needed]
    data = data.with_columns(*own)
    spread = [
        nw.col(inner(f"own_{name}")).max().over(inner("key")).alias(inner(f"benchmark_{name}")) for name in needed
    ]
    times = nw.col(inner("is_benchmark")).sum().over(inner("key")).alias(inner("times"))
    data = data.with_columns(*spread, times)
    twice: Fault = ("inconsistent_input", nw.col(inner("times")) > 1)
    return replace(table, data=data), [twice, ("not_applicable", nw.col(inner("is_benchmark")) > 0)]


def _list_order_faults(method: int) -> list[Fault]:
    if method in (SPC_PROPORTION, SPC_DSR, *RANKED):
        return []
    pairs = [("lower", "upper"), *([("lower_2", "upper_2")] if method == TWO_LEVELS else [])]
    return [("outside_range", nw.col(inner(low)) > nw.col(inner(high))) for low, high in pairs]


def _list_polarity_faults(polarity: str, column: str | None) -> list[Fault]:
    if column is None:
        return [("not_applicable", nw.lit(True))] if polarity == "na" else []
    word = nw.col(column)
    known = (word == "low") | (word == "high") | (word == "none") | (word == "na")
    return [("missing_input", word.is_null()), ("outside_range", ~known), ("not_applicable", word == "na")]


def _find_control_limits(
    table: Table, method: int, per: float, level: Level
) -> tuple[Frame, tuple[nw.Expr, nw.Expr] | None]:
    """Add the control limits around the benchmark (methods 5 and 6)."""
    people, names = nw.col(inner("denominator")), (inner("limit_lower"), inner("limit_upper"))
    if method == SPC_PROPORTION:
        limits = expr.spc_limits(BENCHMARK, people, per=per, confidence=level.confidence)
        data = table.data.with_columns(limits[0].alias(names[0]), limits[1].alias(names[1]))
    elif method == SPC_DSR:
        data = table.data
        if "denominator" not in table.numbers:
            effective = per * nw.col(inner("count")) / nw.when(VALUE > 0).then(VALUE)
            data = data.with_columns(effective.alias(inner("denominator")))
        people = nw.when((people > 0) & people.is_finite()).then(people)
        expected = divide(nw.when((BENCHMARK >= 0) & BENCHMARK.is_finite()).then(BENCHMARK) * people, per)
        expected = nw.when(expected <= MOST_EVENTS).then(expected)
        data = settle(table, data.with_columns(expected.ceil().alias(names[0]), (expected.floor() + 1).alias(names[1])))
        lower, upper = (_map_quantiles(data, name, level.tail, upper=name == names[1]) for name in names)
        data = data.with_columns((per * lower / people).alias(names[0]), (per * upper / people).alias(names[1]))
    else:
        return table.data, None
    return data, (nw.col(names[0]), nw.col(names[1]))


def _map_quantiles(data: Frame, shapes: str, tail: float, *, upper: bool) -> nw.Expr:
    from moothall.stats.kernels.tails import gamma_quantile, list_floats

    known = find_distinct(data, shapes)
    return map_numbers(
        nw.col(shapes), dict(zip(known, list_floats(gamma_quantile(tail, known, upper=upper)), strict=True))
    )


def _find_table_side(method: int, control: tuple[nw.Expr, nw.Expr] | None) -> Any:
    """Return lower, similar or higher, and how far, of each row; or the word of its part."""
    if method in RANKED:
        category, word = nw.col(inner("category")), nw.lit(NOT_COMPARED)
        for number, name in enumerate(RANKED[method], 1):
            word = choose(category == number, nw.lit(name), word)
        return word
    limits = nw.col(inner("lower")), nw.col(inner("upper"))
    if control is not None:
        return choose(control[0] > VALUE, nw.lit(LOWER), choose(control[1] < VALUE, nw.lit(HIGHER), nw.lit(SIMILAR)))
    if method == DOUBLE_OVERLAP:
        other = nw.col(inner("benchmark_lower")), nw.col(inner("benchmark_upper"))
        return _find_side(VALUE, limits, BENCHMARK, other, method)
    side: nw.Expr = _find_side(VALUE, limits, BENCHMARK, None, SINGLE_OVERLAP)
    if method == TWO_LEVELS:
        low_2, high_2 = nw.col(inner("lower_2")), nw.col(inner("upper_2"))
        far = choose(side == LOWER, nw.lit(FAR_LOWER), nw.lit(FAR_HIGHER))
        beyond = (side != SIMILAR) & ((low_2 > BENCHMARK) | (high_2 < BENCHMARK))
        side = choose(beyond, far, side)
    return side


def _choose_word(side: nw.Expr, polarity: str, column: str | None) -> nw.Expr:
    """Return the word of a side where one direction is good, else the side itself."""
    if column is None:
        return _swap(side, polarity)
    word, answer = nw.col(column), side
    for known in ("low", "high"):
        answer = nw.when(word == known).then(_swap(side, known)).otherwise(answer)
    return answer


def _swap(side: nw.Expr, polarity: str) -> nw.Expr:
    answer = side
    for plain, judged in _WORDS.get(polarity, {}).items():
        answer = nw.when(side == plain).then(nw.lit(judged)).otherwise(answer)
    return answer


def _label(code: nw.Expr) -> nw.Expr:
    answer = nw.lit(_LABELS[NOT_COMPARED])
    for word, label in _LABELS.items():
        answer = nw.when(code == word).then(nw.lit(label)).otherwise(answer)
    return answer
