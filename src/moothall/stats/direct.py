"""Directly standardised rates, of events and of years of life lost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.ages import Band, Bands, add_bands, judge_bands, map_labels, read_bands, say_unread
from moothall.stats.errors import ArgumentError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    By,
    Frame,
    Table,
    answer_groups,
    check_choice,
    check_columns,
    check_positive,
    fetch,
    group_faults,
    inner,
    mask,
    number_faults,
    read_by,
    read_table,
    sum_groups,
    with_numbers,
)
from moothall.stats.intervals import byar_limits
from moothall.stats.levels import Level, Levels, read_levels
from moothall.stats.standards import Standard, read_standard, say_unweighed, weigh_bands
from moothall.stats.status import OK, Fault, choose_rank, rank_of

Missing = Literal["zero", "refuse"]
EVENTS, PEOPLE, WEIGHT = nw.col(inner("events")), nw.col(inner("population")), nw.col(inner("weight"))
YEARS, SQUARES = nw.col(inner("years")), nw.col(inner("squares"))
FEWEST = 10  # events below which no rate of years lost is given
_NUMERIC = ("missing_input", "not_finite", "negative_input")


@dataclass(frozen=True)
class Ages:
    """What a call says of ages: the bands (None: it names no column of them), those needed, and what did not match."""

    bands: Bands | None
    needed: int
    hint: str

    @property
    def words(self) -> list[str]:
        return self.bands.words if self.bands else []


def dsr(
    df: IntoFrameT,
    *,
    count: str,
    population: str,
    age: str | None = None,
    by: By = None,
    standard: Standard = "esp2013",
    weight: str | None = None,
    frequency: str | None = None,
    bands: Sequence[str] | None = None,
    missing: Missing = "zero",
    min_count: float = 10,
    per: float = 100_000,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the directly standardised rate of each group, with Dobson's limits on Byar's.

    The standard joins ``age`` by what its labels mean, or ``weight`` names a column that holds it. Columns: ``by``,
    ``count``, ``population``, ``value``, ``lower_95``, ``upper_95`` (by level), ``bands`` (number used), ``age_from``,
    ``age_to`` (null: open or unknown), ``method``, ``status``. Units: events for ``per`` of the standard population.
    Fewer than ``min_count`` events give ``small_count`` and no rate. A missing count is no event, since tables of
    events list only ages that have some (``missing="refuse"``: it is ``missing_input``). With ``frequency``, a column
    of events for each person, ``count`` holds persons, and the variance allows for events that are not independent;
    beside ``weight``, ``age`` then only tells which rows are one band, and bands may overlap.
    ``bands`` names the bands that each group must have. ``explain``: ``weight_sum``, ``variance``,
    ``events_lower_95``, ``events_upper_95``, ``missing_counts_as_zero``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where numbers or age bands cannot be used.

    Source: Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991), Stat Med 10:457-462; Breslow NE, Day NE (1987); Eurostat
        (2013) for the standard.
    """
    levels = read_levels(confidence)
    check_positive(per=per)
    check_choice("missing", missing, ("zero", "refuse"))
    if age is None and (weight is None or frequency is not None or bands is not None):
        raise ArgumentError("age is needed, the column of age bands, unless weight stands in for the standard alone.")
    table = read_table(df)
    check_columns(table, age=age)
    keys = read_by(by, table)
    table = with_numbers(table, events=count, population=population, weight=weight, frequency=frequency)
    table, ages = _read_ages(table, age, None if weight else read_standard(standard), bands)
    table, faults = _prepare(table, ages, optional=["events"] if missing == "zero" else [])
    if frequency is not None:
        table, faults = _gather_persons(table, keys, faults, ages)
    share = WEIGHT / PEOPLE
    sums = {"weighted": share * EVENTS, "spread": share * share * SQUARES, "whole": WEIGHT}
    data, faults = _sum_bands(table, keys, faults, sums, ages, may_overlap=bool(weight and frequency))
    faults += [("small_count", min_count > EVENTS), ("small_count", EVENTS <= 0)]
    data, limits = _find_limits(data, faults, levels)
    rows = nw.when(nw.col(inner("rows")) > 0).then(nw.col(inner("rows")).cast(nw.Float64))
    outputs = {"count": _shown("events"), "population": _shown("population"), "value": per * nw.col(inner("value"))}
    outputs |= {name: per * limit for name, limit in limits.items()}
    outputs |= {"bands": rows, "age_from": nw.col(inner("age_from")), "age_to": nw.col(inner("age_to"))}
    outputs |= {"method": nw.lit("dobson_byar_nonindependent" if frequency else "dobson_byar")}
    outputs |= {"status": nw.col(inner("status"))}
    if explain:
        outputs |= {"weight_sum": nw.col(inner("whole")), "variance": nw.col(inner("variance")), **_show_events(levels)}
        outputs |= {"missing_counts_as_zero": nw.col(inner("lost")), **explain_columns("dsr")}
    answer: IntoFrameT = answer_groups(table, data, keys, outputs, strict=strict, hint=ages.hint)
    return answer


def yll(
    df: IntoFrameT,
    *,
    deaths: str,
    population: str,
    age: str,
    by: By = None,
    remaining: str | Mapping[str, float] | None = None,
    up_to: float | None = None,
    standard: Standard | None = "esp2013",
    weight: str | None = None,
    per: float = 10_000,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the years of life lost of each group, as a standardised or (``standard=None``) crude rate.

    Each death in a band loses its ``remaining`` years (a column, or a mapping from band to years), or what lacks
    between the middle of the band and ``up_to`` years; exactly one of the two. Columns: ``by``, ``deaths`` (those that
    lose years), ``years_lost``, ``value``, ``lower_95``, ``upper_95`` (by level), ``method`` (``dobson_byar``),
    ``status``. Units: years for ``per`` people. Fewer than 10 such deaths give ``small_count`` and no rate.
    ``explain``: ``weight_sum`` (crude: the population), ``variance``, ``events_lower_95``, ``events_upper_95``.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where numbers or age bands cannot be used.

    Source: Murray CJL (1994), Bull World Health Organ 72:429-445; Dobson AJ and others (1991), Stat Med 10:457-462.
    """
    levels = read_levels(confidence)
    check_positive(per=per)
    if (remaining is None) == (up_to is None):
        raise ArgumentError("Give either remaining, the years that a death in each band loses, or up_to, not both.")
    table = read_table(df)
    check_columns(table, age=age)
    keys = read_by(by, table)
    column = remaining if isinstance(remaining, str) else None
    table = with_numbers(table, events=deaths, population=population, weight=weight, years=column)
    is_crude = weight is None and standard is None
    table, ages = _read_ages(table, age, None if weight or standard is None else read_standard(standard), None)
    if ages.bands is not None and column is None:
        lost = _list_years(ages.bands, remaining, up_to)
        years = map_labels(table, age, lost).alias(inner("years"))
        table = replace(table, data=table.data.with_columns(years))
    if is_crude:
        table = replace(table, data=table.data.with_columns(nw.lit(1.0).alias(inner("weight"))))
    table, faults = _prepare(table, ages, optional=["events"], years=True)
    share = WEIGHT if is_crude else WEIGHT / PEOPLE
    sums = {"weighted": share * YEARS * EVENTS, "spread": share * share * YEARS * YEARS * EVENTS}
    sums |= {"whole": PEOPLE if is_crude else WEIGHT, "years": YEARS * EVENTS}
    sums["counted"] = nw.when(YEARS > 0).then(EVENTS).otherwise(nw.lit(0.0))
    data, faults = _sum_bands(table, keys, faults, sums, ages)
    data = data.with_columns(nw.col(inner("counted")).alias(inner("events")))
    faults += [("small_count", EVENTS < FEWEST)]
    data, limits = _find_limits(data, faults, levels)
    outputs = {"deaths": _shown("events"), "years_lost": _shown("years"), "value": per * nw.col(inner("value"))}
    outputs |= {name: per * limit for name, limit in limits.items()}
    outputs |= {"method": nw.lit("dobson_byar"), "status": nw.col(inner("status"))}
    if explain:
        outputs |= {"weight_sum": nw.col(inner("whole")), "variance": nw.col(inner("variance")), **_show_events(levels)}
        outputs |= explain_columns("yll")
    answer: IntoFrameT = answer_groups(table, data, keys, outputs, strict=strict, hint=ages.hint)
    return answer


def _read_ages(
    table: Table, age: str | None, standard: Mapping[Band, float] | None, needed: Sequence[str] | None
) -> tuple[Table, Ages]:
    """Add the working columns that tell a row's band, its weight in the standard, and whether its band is needed."""
    if age is None:
        return table, Ages(None, 0, "")
    table, bands = add_bands(table, age)
    hint, columns = say_unread(bands.by_label), []
    if standard is not None:
        weights = weigh_bands(bands.by_label, standard)
        hint += say_unweighed(bands.by_label, weights)
        columns.append(map_labels(table, age, weights).alias(inner("weight")))
    wanted = _read_needed(needed)
    if wanted:
        asked = {label: float(band in wanted) for label, band in bands.by_label.items()}
        columns.append(map_labels(table, age, asked).alias(inner("needed")))
    data = table.data.with_columns(*columns) if columns else table.data
    return replace(table, data=data), Ages(bands, len(wanted), hint)


def _read_needed(labels: Sequence[str] | None) -> set[Band]:
    found = read_bands(labels or ())
    unread = [label for label, band in found.items() if band is None]
    if unread or (labels is not None and not found):
        raise ArgumentError(f"bands holds labels that cannot be read: {unread}; write 0-4, 85+ and the like.")
    return {band for band in found.values() if band is not None}


def _prepare(table: Table, ages: Ages, *, optional: Sequence[str], years: bool = False) -> tuple[Table, list[Fault]]:
    """Return the rows ready for sums, and their faults: numbers, population and bands."""
    faults = number_faults(table, *table.numbers, optional=optional)
    faults += [("zero_denominator", PEOPLE == 0)]
    if ages.bands is not None:
        faults += [("bad_age_band", nw.col(inner(word)).is_null()) for word in ages.words[:1]]
        derived = ["weight"] * ("weight" not in table.numbers) + ["years"] * (years and "years" not in table.numbers)
        faults += [("bad_age_band", nw.col(inner(role)).is_null()) for role in derived]
    lost = nw.when(EVENTS.is_null()).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    events = EVENTS.fill_null(0.0) if "events" in optional else EVENTS
    each = nw.col(inner("frequency")) if "frequency" in table.numbers else None
    squares = events if each is None else events * each * each
    columns = [lost.alias(inner("lost")), squares.alias(inner("squares"))]
    columns.append((events if each is None else events * each).alias(inner("events")))
    people = nw.when(PEOPLE > 0).then(PEOPLE)  # so that no division by nought is even tried
    data = table.data.with_columns(choose_rank(faults).alias(inner("row_rank")), *columns)
    return replace(table, data=data.with_columns(people.alias(inner("population")))), faults


def _gather_persons(
    table: Table, keys: Sequence[str], faults: Sequence[Fault], ages: Ages
) -> tuple[Table, list[Fault]]:
    """Add up persons by how often they were counted, so that each band of a group stands once.

    The population and the standard stand beside each frequency, and must be the same there.
    """
    same = {"population": PEOPLE, "weight": WEIGHT}
    most = {f"{role}_most": cell for role, cell in same.items()}
    roles = ["events", "squares", "lost"]
    needed = {"needed": nw.col(inner("needed"))} if ages.needed else {}
    cells = sum_groups(
        table,
        [*keys, *map(inner, ages.words)],
        faults,
        rank="row_rank",
        sums={role: nw.col(inner(role)) for role in roles},
        least={**same, **needed},
        most=most,
    )
    varies: list[Fault] = [("inconsistent_input", cell != nw.col(inner(f"{role}_most"))) for role, cell in same.items()]
    found = [*group_faults(faults), *varies]
    data = cells.with_columns(choose_rank(found).alias(inner("row_rank")))
    return replace(table, data=data), found


def _sum_bands(
    table: Table,
    keys: Sequence[str],
    faults: Sequence[Fault],
    sums: Mapping[str, nw.Expr],
    ages: Ages,
    *,
    may_overlap: bool = False,
) -> tuple[Frame, list[Fault]]:
    """Return one row a group, with how its bands stand together, and the faults of groups."""
    roles = ["events", "population", "lost", *ages.words, *(["needed"] if ages.needed else [])]
    cells = {role: nw.col(inner(role)) for role in roles}
    data = sum_groups(table, keys, faults, rank="row_rank", sums={**cells, **sums})
    data = data if table.is_lazy else fetch(data)
    # Bands that match nothing weigh nothing either; then they are what is wrong.
    sound = nw.col(inner("fault")) == rank_of(OK)
    found = [*group_faults(faults), ("zero_denominator", sound & (nw.col(inner("whole")) <= 0))]
    if ages.bands is None:
        nothing = nw.lit(None, nw.Float64)
        return data.with_columns(nothing.alias(inner("age_from")), nothing.alias(inner("age_to"))), found
    data, judged = judge_bands(data, ages.bands)
    found += [fault for fault in judged if not (may_overlap and fault[0] == "bad_age_band")]
    if ages.needed:
        found.append(("missing_age_band", nw.col(inner("needed")) < ages.needed))
    return data, found


def _find_limits(data: Frame, faults: Sequence[Fault], levels: Sequence[Level]) -> tuple[Frame, dict[str, nw.Expr]]:
    """Add value, variance and the limits of all events where nothing is wrong; return the limits of the value."""
    data = mask(
        data,
        faults,
        "weighted",
        "spread",
    )
    whole = nw.when(nw.col(inner("whole")) > 0).then(nw.col(inner("whole")))
    value, variance = nw.col(inner("weighted")) / whole, nw.col(inner("spread")) / (whole * whole)
    stands = nw.when(~nw.col(inner("spoiled"))).then(EVENTS)
    data = data.with_columns(
        value.alias(inner("value")), variance.alias(inner("variance")), stands.alias(inner("standing"))
    )
    events, limits = nw.col(inner("standing")), {}
    scale = (nw.col(inner("variance")) / events).sqrt()
    for level in levels:
        lower, upper = byar_limits(events, level.z)
        data = data.with_columns(lower.alias(inner(level.lower)), upper.alias(inner(level.upper)))
        for name in (level.lower, level.upper):
            limits[name] = nw.col(inner("value")) + scale * (nw.col(inner(name)) - events)
    return data, limits


def _shown(role: str) -> nw.Expr:
    """Return a sum to be shown: not where a cell of the group was no number from 0 up."""
    return nw.when(nw.col(inner("fault")) > max(map(rank_of, _NUMERIC))).then(nw.col(inner(role)))


def _show_events(levels: Sequence[Level]) -> dict[str, nw.Expr]:
    return {f"events_{name}": nw.col(inner(name)) for level in levels for name in (level.lower, level.upper)}


def _list_years(bands: Bands, remaining: Mapping[str, float] | str | None, up_to: float | None) -> dict[Any, float]:
    """Return the years that a death in each label's band loses; labels for which nothing says them lack."""
    known = {label: band for label, band in bands.by_label.items() if band is not None}
    if up_to is not None:
        check_positive(up_to=up_to)
        closed = {label: band for label, band in known.items() if band.end < math.inf or band.start >= up_to}
        return {label: max(0.0, up_to - (band.start + band.end) / 2) for label, band in closed.items()}
    if not isinstance(remaining, Mapping):
        raise ArgumentError(f"remaining is {remaining!r}; give a column or a mapping from age band to years.")
    given = {band: float(remaining[label]) for label, band in read_bands(remaining).items() if band is not None}
    wrong = [years for years in given.values() if not 0 <= years < math.inf]
    if wrong:
        raise ArgumentError(f"remaining holds {wrong[0]} years; they must be 0 or more.")
    return {label: given[band] for label, band in known.items() if band in given}
