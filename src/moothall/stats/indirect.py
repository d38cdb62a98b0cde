"""Indirectly standardised ratios and rates: observed against expected events."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.ages import label_of, read_bands
from moothall.stats.errors import ArgumentError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    KEY_MARK,
    By,
    Frame,
    Table,
    answer_groups,
    check_choice,
    check_positive,
    fetch,
    group_faults,
    inner,
    is_off_scale,
    map_numbers,
    mask,
    name_key,
    number_faults,
    read_by,
    read_table,
    sum_groups,
    with_numbers,
)
from moothall.stats.intervals import poisson_expr
from moothall.stats.levels import Levels, read_levels
from moothall.stats.proportions import find_fractions, name_method
from moothall.stats.status import Fault, choose_rank

Missing = Literal["zero", "refuse"]
OBSERVED, EXPECTED = nw.col(inner("observed")), nw.col(inner("expected"))
Cell = tuple[Any, ...]


def smr(
    df: IntoFrameT,
    *,
    population: str,
    reference_count: str,
    reference_population: str,
    count: str | None = None,
    reference: Any = None,
    on: By = None,
    totals: Any = None,
    by: By = None,
    missing: Missing = "zero",
    per: float = 1,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the standardised ratio of each group: observed events against those that the reference leads to expect.

    ``reference`` joins by the columns ``on``, age bands by what their labels mean; without it the reference columns
    stand in ``df``. ``totals`` holds one observed number for each group, in the column named by ``count``, where the
    events' ages are not known. Columns: ``by``, ``observed``, ``expected``, ``value``, ``lower_95``, ``upper_95`` (by
    level), ``method`` (``exact`` or ``byar``), ``status``. Units: ``per`` (100: the reference is 100). Missing counts,
    populations and reference counts are 0 (``missing="refuse"``: they are ``missing_input``). ``explain``:
    ``events_lower_95``, ``events_upper_95``, ``missing_as_zero``.

    Raises:
        ArgumentError, ColumnError: the call is wrong, or the reference has two rows for one key.
        DataError: under ``strict``, where numbers cannot be used or a row has no reference.

    Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC; APHO Technical Briefing 3
        (2008).
    """
    answer: IntoFrameT = _standardise("smr", **locals())
    return answer


def israte(
    df: IntoFrameT,
    *,
    population: str,
    reference_count: str,
    reference_population: str,
    count: str | None = None,
    reference: Any = None,
    on: By = None,
    totals: Any = None,
    by: By = None,
    missing: Missing = "zero",
    per: float = 100_000,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the indirectly standardised rate of each group: the ratio of ``smr`` times the reference's own rate.

    Arguments and columns are those of ``smr``, with ``reference_rate`` behind ``expected``. Units: events for ``per``
    people of the reference.

    Raises:
        ArgumentError, ColumnError: the call is wrong, or the reference has two rows for one key.
        DataError: under ``strict``, where numbers cannot be used or a row has no reference.

    Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC; APHO Technical Briefing 3
        (2008).
    """
    answer: IntoFrameT = _standardise("israte", **locals())
    return answer


def _standardise(
    function: str,
    *,
    df: Any,
    population: str,
    reference_count: str,
    reference_population: str,
    count: str | None,
    reference: Any,
    on: By,
    totals: Any,
    by: By,
    missing: Missing,
    per: float,
    confidence: Levels,
    strict: bool,
    explain: bool,
) -> Any:
    levels = read_levels(confidence)
    check_positive(per=per)
    check_choice("missing", missing, ("zero", "refuse"))
    table = read_table(df)
    keys = read_by(by, table)
    if count is None:
        raise ArgumentError("count is needed: the column of events, in df or in totals.")
    own = {"observed": None if totals is not None else count, "population": population}
    parts = {"reference_count": reference_count, "reference_population": reference_population}
    table = with_numbers(table, **own, **({} if reference is not None else parts))
    rate = None
    if reference is not None:
        table, rate = _join_reference(table, read_by(on, table, argument="on"), reference, parts, missing)
    table, faults = _prepare(table, missing)
    roles = ("observed", "expected", "lost", "reference_count", "reference_population")
    sums = {role: nw.col(inner(role)) for role in roles}
    data = sum_groups(table, keys, faults, rank="row_rank", sums=sums)
    found = group_faults(faults)
    if totals is not None:
        data, more = _put_totals(data if table.is_lazy else fetch(data), table, keys, totals, count, missing)
        found += more
    found += [("zero_denominator", EXPECTED <= 0)]
    data = mask(data if table.is_lazy else fetch(data), found, "observed", "expected", "reference_count")
    if totals is not None:
        table = replace(table, numbers={**table.numbers, "observed": nw.Float64()})
    data, fractions = find_fractions(table, data, "observed", asked=bool(levels))
    events: dict[str, nw.Expr] = {}
    for level in levels:
        lower, upper = poisson_expr(OBSERVED, level, fractions)
        events |= {f"events_{level.lower}": lower, f"events_{level.upper}": upper}
    data = data.with_columns(*[limit.alias(inner(name)) for name, limit in events.items()]) if events else data
    if rate is None:
        people = nw.col(inner("reference_population"))
        rate = nw.col(inner("reference_count")) / nw.when(people > 0).then(people)
    scale = per / EXPECTED if function == "smr" else per * rate / EXPECTED
    outputs = {"observed": OBSERVED, "expected": EXPECTED}
    outputs |= {} if function == "smr" else {"reference_rate": per * rate}
    outputs |= {"value": scale * OBSERVED}
    outputs |= {name.removeprefix("events_"): scale * nw.col(inner(name)) for name in events}
    outputs |= {"method": name_method(OBSERVED), "status": nw.col(inner("status"))}
    if explain:
        outputs |= {name: nw.col(inner(name)) for name in events}
        outputs |= {"missing_as_zero": nw.col(inner("lost")), **explain_columns(function)}
    return answer_groups(table, data, keys, outputs, strict=strict)


def _prepare(table: Table, missing: Missing) -> tuple[Table, list[Fault]]:
    """Return the rows with what they expect, and their faults."""
    roles = [role for role in ("observed", "population", "reference_count") if role in table.numbers]
    optional = roles if missing == "zero" else []
    faults = number_faults(table, *table.numbers, optional=optional)
    cells = {role: nw.col(inner(role)) for role in roles}
    lost = nw.lit(0.0)
    for cell in cells.values() if missing == "zero" else ():
        lost = lost + nw.when(cell.is_null()).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    filled = {role: cell.fill_null(0.0) if missing == "zero" else cell for role, cell in cells.items()}
    if "reference_count" in table.numbers:
        people = nw.col(inner("reference_population"))
        faults += [("zero_denominator", people == 0)]
        share = filled["reference_count"] / nw.when(people > 0).then(people)
        filled |= {"reference_population": people}
    else:
        share = nw.col(inner("share"))
        faults += [("missing_age_band", share.is_null())]
        filled |= {"reference_count": nw.lit(0.0), "reference_population": nw.lit(0.0)}
    filled |= {"expected": filled["population"] * share, "lost": lost}
    filled |= {} if "observed" in filled else {"observed": nw.lit(0.0)}
    data = table.data.with_columns(choose_rank(faults).alias(inner("row_rank")))
    data = data.with_columns(*[expr.alias(inner(role)) for role, expr in filled.items()])
    return replace(table, data=data), faults


def _join_reference(
    table: Table, on: Sequence[str], reference: Any, parts: Mapping[str, str | None], missing: Missing
) -> tuple[Table, nw.Expr]:
    """Add each row's rate in the reference; return the rate of the whole reference, events and people summed once."""
    if not on:
        raise ArgumentError("on is needed beside reference: the columns by which its rows join.")
    standard = read_table(reference, argument="reference")
    read_by(on, standard, argument="on")
    standard = with_numbers(standard, **parts)
    rows = fetch(standard.data.select(*on, inner("reference_count"), inner("reference_population")))
    counts, people = (_plain(rows[inner(name)].to_list()) for name in ("reference_count", "reference_population"))
    counts = [0.0 if count is None and missing == "zero" else count for count in counts]
    wrong = [
        (count, number)
        for count, number in zip(counts, people, strict=True)
        if None in (count, number) or not (0 <= count < math.inf and 0 < number < math.inf)
    ]
    if wrong or not people:
        count, number = wrong[0] if wrong else (None, None)
        raise ArgumentError(
            f"The reference holds {count} events among {number} people: each row needs events from 0, people above 0."
        )
    cells = list(zip(*[_plain(rows[name].to_list()) for name in on], strict=True))
    if len(set(cells)) < len(cells):
        doubled = next(cell for cell in cells if cells.count(cell) > 1)
        raise ArgumentError(f"The reference has two rows for {', '.join(map(repr, doubled))}: it must have one.")
    shares = {cell: count / number for cell, count, number in zip(cells, counts, people, strict=True)}
    named = table.data.select(*[label_of(table, name) for name in on], name_key(table, on)).unique()
    own = fetch(named)
    ours = list(zip(*[_plain(own[name].to_list()) for name in on], strict=True))
    matched = _match(ours, shares)
    by_name = {
        name: matched[cell] for cell, name in zip(ours, own[inner("key")].to_list(), strict=True) if cell in matched
    }
    data = table.data.with_columns(name_key(table, on)).with_columns(
        map_numbers(nw.col(inner("key")), by_name).alias(inner("share"))
    )
    return replace(table, data=data), nw.lit(math.fsum(counts) / math.fsum(people))


def _match(ours: Sequence[Cell], shares: Mapping[Cell, float]) -> dict[Cell, float]:
    """Return the share of each of our keys that the reference has; age bands match by what their labels mean."""
    meanings = [
        _read_meanings({cell[i] for cell in ours}, {cell[i] for cell in shares}) for i in range(len(next(iter(shares))))
    ]
    meant = {_mean(cell, [theirs for _ours, theirs in meanings]): share for cell, share in shares.items()}
    if len(meant) < len(shares):
        raise ArgumentError("The reference has two labels for one age band: it must have one.")
    found = {cell: meant.get(_mean(cell, [own for own, _theirs in meanings])) for cell in ours}
    return {cell: share for cell, share in found.items() if share is not None}


def _read_meanings(ours: set[Any], theirs: set[Any]) -> tuple[Mapping[Any, Any], Mapping[Any, Any]]:
    """Return what the labels of one column mean on both sides: age bands where the reference's text is of such."""
    bands = read_bands(theirs)
    is_text = any(isinstance(label, str) for label in theirs | ours)
    return (read_bands(ours), bands) if is_text and bands and all(bands.values()) else ({}, {})


def _mean(cell: Cell, meanings: Sequence[Mapping[Any, Any]]) -> Cell:
    return tuple(meaning.get(label, label) for meaning, label in zip(meanings, cell, strict=True))


def _put_totals(
    data: Frame, table: Table, keys: Sequence[str], totals: Any, count: str, missing: Missing
) -> tuple[Frame, list[Fault]]:
    """Add the observed number of each group from a table of totals, and its faults."""
    given = read_table(totals, argument="totals")
    read_by(keys, given)
    given = with_numbers(given, observed=count)
    rows = fetch(given.data.select(name_key(given, keys), inner("observed")))
    names, numbers = rows[inner("key")].to_list(), _plain(rows[inner("observed")].to_list())
    if len(set(names)) < len(names):
        doubled = next(name for name in names if names.count(name) > 1).split(KEY_MARK)
        raise ArgumentError(
            f"totals has two rows for {', '.join(doubled) or 'the one group'}: it must have one a group."
        )
    found = {name: number for name, number in zip(names, numbers, strict=True) if number is not None}
    data = data.with_columns(name_key(table, keys)).with_columns(
        map_numbers(nw.col(inner("key")), found).alias(inner("observed"))
    )
    if missing == "zero":
        lost = nw.when(OBSERVED.is_null()).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        data = data.with_columns(
            (nw.col(inner("lost")) + lost).alias(inner("lost")), OBSERVED.fill_null(0.0).alias(inner("observed"))
        )
    wrong = [
        ("missing_input", OBSERVED.is_null()),
        ("not_finite", is_off_scale(OBSERVED)),
        ("negative_input", OBSERVED < 0),
    ]
    return data, wrong


def _plain(cells: Sequence[Any]) -> list[Any]:
    """Return cells in which everything that is missing is None."""
    return [None if _is_missing(cell) else cell for cell in cells]


def _is_missing(cell: Any) -> bool:
    return cell is None or type(cell).__name__ in ("NAType", "NaTType") or bool(cell != cell)
