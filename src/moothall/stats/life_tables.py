"""Life expectancy from an abridged or a complete life table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.ages import Band, are_start_ages, find_bands, map_labels, read_bands, say_unread
from moothall.stats.errors import ArgumentError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    By,
    Table,
    check_columns,
    check_new_columns,
    check_positive,
    collect_groups,
    fetch,
    give_back,
    inner,
    number_faults,
    put_columns,
    read_by,
    read_table,
    to_numbers,
    with_numbers,
)
from moothall.stats.levels import Level, Levels, read_level, read_levels
from moothall.stats.status import OK, Fault, choose_rank, choose_status, rank_of, read_rank

if TYPE_CHECKING:
    from moothall.stats.kernels.life_tables import Chosen, Floats, Grid

LEAST_LAST, MOST_LAST = 75, 110  # where the last band of a usual table may start
INFANTS = Band(0, 1)
INFANTS_FRACTION, FRACTION = 0.1, 0.5
WORKING = ("m", "q", "l", "L", "T", "se")
_BY_ROW = (
    *("missing_input", "not_finite", "negative_input", "zero_denominator", "count_exceeds_denominator"),
    "bad_age_band",
)
_OF_GROUPS = ("missing_age_band", "duplicate_age_band", "small_population", "no_deaths_in_last_band")


@dataclass(frozen=True)
class _Bands:
    """The table's bands, and what each label of the call means.

    ``labels`` stand in order of age, those that cannot be read at the end; ``places`` says which of the table's bands
    each is, or -1.
    """

    order: tuple[Band, ...]
    labels: tuple[Any, ...]
    starts: tuple[float, ...]
    places: tuple[int, ...]
    hint: str


def life_expectancy(
    df: IntoFrameT,
    *,
    deaths: str,
    population: str,
    age: str,
    by: By = None,
    at: Sequence[int] | Literal["all"] = "all",
    bands: Sequence[int | str] | None = None,
    fractions: Mapping[int, float] | None = None,
    min_population: float = 5_000,
    max_width: float = 20,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the life expectancy of each group at each age (or those in ``at``), by Chiang's method.

    Columns: ``by``, ``age`` (as given), ``age_from``, ``value``, ``lower_95``, ``upper_95`` (by level),
    ``population_used``, ``deaths_used`` (from that age up), ``method`` (``chiang_silcocks``), ``status``. Units: years.
    The ages of the call must start at 0, 1, 5, 10 and so on, or at 0, 1, 2 and so on, up to a last, open band from 75
    to 110; others are named by ``bands``, ascending from 0. ``fractions``: by the age at which a band starts, the part
    of its years that those who die in it live (0.1 for the first year of life, else 0.5).

    A group has no numbers where a band is lacking, stands twice or cannot be read, where nobody lives in a band or more
    die than live there, where it has ``min_population`` people or fewer, or where nobody died in the last band. A value
    whose 95 per cent limits are more than ``max_width`` years apart is left out (``wide_interval``); where nobody
    reaches an age, the value is 0 without limits (``no_survivors``). ``explain``: the columns of the life table ``m``,
    ``q``, ``l``, ``L``, ``T`` and the standard error ``se``. A kernel computes: DuckDB and PySpark frames answer with a
    PyArrow table.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where numbers or age bands cannot be used.

    Source: Chiang CL (1968), Introduction to Stochastic Processes in Biostatistics; Silcocks PBS, Jenner DA, Reza R
        (2001), J Epidemiol Community Health 55:38-43; Toson B, Baker A (2003), for the least population; Eayres D,
        Williams ES (2004), J Epidemiol Community Health 58:243-249.
    """
    levels = read_levels(confidence)
    check_positive(max_width=max_width)
    _check_least(min_population)
    table = read_table(df)
    check_columns(table, age=age)
    keys = read_by(by, table)
    table = with_numbers(table, deaths=deaths, population=population)
    scheme = _read_scheme(table, age, bands)
    asked, shares = _read_at(at, scheme), _read_fractions(fractions, scheme, named=bands is not None)
    labels = map_labels(table, age, {label: float(number) for number, label in enumerate(scheme.labels)})
    data = table.data.with_columns(labels.alias(inner("number")), nw.col(age).alias(inner("label")))
    table = replace(table, data=data)
    groups, rows = collect_groups(
        table, keys, _list_row_faults(table, scheme), ["deaths", "population", "number", "label"], order=["number"]
    )
    grid = _lay_out(groups, rows, scheme)
    groups, good = _judge(groups, grid, scheme, float(min_population))
    chosen = grid.choose(asked)
    shown = ("e", *WORKING) if explain else ("e", "l", "se")
    columns = _build(grid, good, scheme, shares, shown) | grid.count()
    named = {inner(name): chosen.take(cells) for name, cells in columns.items()}
    ranks = to_numbers(groups, ["rank"])["rank"][chosen.group]
    answers = put_columns(_take_rows(rows, keys, chosen), {**named, inner("start"): chosen.start, inner("rank"): ranks})
    outputs = _list_outputs(levels, float(max_width))
    if explain:
        outputs |= {**{name: _cell(name) for name in WORKING}, **explain_columns("life_expectancy")}
    check_new_columns(outputs, keys)
    # The kernel left the rows in the order of keys and ages.
    answers = answers.select(*keys, *[expr.alias(name) for name, expr in outputs.items()])
    answer: IntoFrameT = give_back(table, answers, keys=keys, strict=strict, hint=scheme.hint)
    return answer


def _check_least(min_population: Any) -> None:
    is_number = isinstance(min_population, int | float) and not isinstance(min_population, bool)
    if not is_number or not 0 <= min_population < math.inf:
        raise ArgumentError(f"min_population is {min_population!r}; give a number of people, 0 or more.")


def _read_scheme(table: Table, age: str, named: Sequence[int | str] | None) -> _Bands:
    """Return the table's bands: those named, or the most that make a usual table and are all among the call's."""
    needed = None if named is None else _read_named(named)
    by_label = find_bands(table, age)
    labels = sorted(by_label, key=lambda label: _age_key(by_label[label], label))
    read = [by_label[label] for label in labels]
    # Bare numbers say where a band starts, and nothing of where it ends.
    by_start = are_start_ages(labels)
    order = _find_usual(read, by_start=by_start) if needed is None else needed
    where = {(band.start if by_start else band): place for place, band in enumerate(order)}
    places = [-1 if band is None else where.get(band.start if by_start else band, -1) for band in read]
    return _Bands(
        order,
        tuple(labels),
        tuple(math.nan if band is None else band.start for band in read),
        tuple(places),
        say_unread(by_label) + _say_unfit(labels, read, places, is_usual=bool(order)),
    )


def _age_key(band: Band | None, label: object) -> tuple[float, float, str]:
    return (math.inf, math.inf, str(label)) if band is None else (band.start, band.end, str(label))


def _say_unfit(labels: Sequence[Any], read: Sequence[Band | None], places: Sequence[int], *, is_usual: bool) -> str:
    if not is_usual and any(read):
        return (
            " The ages are neither 0, 1, 5, 10 and so on nor 0, 1, 2 and so on up to an open band from 75 to 110: "
            "name the bands, such as bands=['0-4', '5-14', '15+'] with fractions={0: 0.1}."
        )
    lost = [label for label, band, place in zip(labels, read, places, strict=True) if band is not None and place < 0]
    return f" Age bands that are none of the life table's: {', '.join(map(repr, lost[:10]))}." if lost else ""


def _read_named(named: Any) -> tuple[Band, ...]:
    labels = [] if isinstance(named, str) else list(named)
    found = read_bands(labels)
    unread = [label for label, band in found.items() if band is None]
    if unread or not found:
        raise ArgumentError(f"bands holds what cannot be read as age bands: {unread or named!r}.")
    order = [found[label] for label in labels]
    bands = tuple(band for band in order if band is not None)
    if bands[0].start != 0 or bands[-1].end != math.inf or any(a.end != b.start for a, b in pairwise(bands)):
        raise ArgumentError(
            f"bands is {labels}: they must start at 0, follow one upon the other and end with an open one, such as 90+."
        )
    return bands


def _find_usual(read: Iterable[Band | None], *, by_start: bool) -> tuple[Band, ...]:
    """Return the usual table of most bands that are all there; none where there is no such table."""
    bands = {band for band in read if band is not None}
    there: set[Any] = {band.start for band in bands} if by_start else bands
    for starts in _list_usual():
        usual = tuple(Band(*edges) for edges in pairwise([*map(float, starts), math.inf]))
        if there.issuperset(starts if by_start else usual):
            return usual
    return ()


def _list_usual() -> list[list[int]]:
    lasts = range(MOST_LAST, LEAST_LAST - 1, -1)
    single = [[*range(last + 1)] for last in lasts]
    return single + [[0, 1, *range(5, last + 1, 5)] for last in lasts if last % 5 == 0]


def _read_at(at: Any, scheme: _Bands) -> list[int] | None:
    if isinstance(at, str) and at == "all":
        return None
    ages = list(dict.fromkeys(at)) if isinstance(at, Sequence) and not isinstance(at, str) else []
    if not ages or not all(isinstance(age, Integral) for age in ages):
        raise ArgumentError(f"at is {at!r}; give 'all' or a list of ages, such as [0, 65].")
    starts = [int(band.start) for band in scheme.order]
    strange = [age for age in ages if age not in starts]
    if strange and starts:
        raise ArgumentError(f"No age band starts at {strange[0]} (at); they start at {', '.join(map(str, starts))}.")
    return [int(age) for age in ages]


def _read_fractions(fractions: Any, scheme: _Bands, *, named: bool) -> list[float]:
    given = {} if fractions is None else dict(fractions)
    starts = [band.start for band in scheme.order]
    for start, share in given.items():
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            raise ArgumentError(f"fractions gives {share!r} for {start}; a part of a band's years is from 0 to 1.")
        if starts and start not in starts:
            raise ArgumentError(f"fractions names {start!r}, where no age band starts.")
    if named and scheme.order[0] != INFANTS and 0 not in given:
        raise ArgumentError("The first band is wider than a year: say with fractions={0: ...} which part is lived.")
    usual = {band.start: INFANTS_FRACTION if band == INFANTS else FRACTION for band in scheme.order}
    return list(map(float, {**usual, **given}.values()))


def _list_row_faults(table: Table, scheme: _Bands) -> list[Fault]:
    dead, people, number = (nw.col(inner(role)) for role in ("deaths", "population", "number"))
    strays = [float(number) for number, place in enumerate(scheme.places) if place < 0]
    return [
        *number_faults(table, "deaths", "population"),
        ("missing_input", number.is_null()),
        ("zero_denominator", people == 0),
        ("count_exceeds_denominator", dead > people),
        ("bad_age_band", number.is_in(strays)),
    ]


def _lay_out(groups: nw.DataFrame[Any], rows: nw.DataFrame[Any], scheme: _Bands) -> Grid:
    from moothall.stats.kernels.life_tables import Grid

    numbers = to_numbers(rows, ["deaths", "population", "number"])
    return Grid.of(numbers, groups[inner("rows")].to_list(), scheme.places, scheme.starts, len(scheme.order))


def _judge(groups: nw.DataFrame[Any], grid: Grid, scheme: _Bands, least: float) -> tuple[nw.DataFrame[Any], list[bool]]:
    """Give each group the rank of its worst fault; return which groups have a life table."""
    few = grid.population.sum(axis=1) <= least
    spared = grid.deaths[:, -1] == 0 if scheme.order else few
    flags = {"lacking": grid.lacking, "doubled": grid.doubled, "few": few, "spared": spared}
    groups = put_columns(groups, {inner(name): cells for name, cells in flags.items()}, nw.Boolean)
    faults = [(word, nw.col(inner(name))) for word, name in zip(_OF_GROUPS, flags, strict=True)]
    by_row = read_rank(inner("fault"), _BY_ROW)
    ranked = fetch(groups.with_columns(choose_rank([*by_row, *faults]).alias(inner("rank"))))
    return ranked, [rank == rank_of(OK) for rank in ranked[inner("rank")].to_list()]


def _build(
    grid: Grid, good: list[bool], scheme: _Bands, shares: list[float], shown: Sequence[str]
) -> dict[str, Floats]:
    """Return the life tables of the good groups, groups by bands; NaN for the others."""
    from moothall.stats.kernels import life_tables

    if not scheme.order:
        return dict.fromkeys(shown, grid.deaths)
    widths = [band.end - band.start for band in scheme.order]
    found = life_tables.build_tables(grid.deaths[good], grid.population[good], widths, shares)
    return {name: life_tables.spread_over(found[name], good) for name in shown}


def _take_rows(rows: nw.DataFrame[Any], keys: Sequence[str], chosen: Chosen) -> nw.DataFrame[Any]:
    """Return keys and labels of the answer's rows."""
    label = inner("label")
    labels = rows[label][chosen.label.clip(0)]
    frame = rows.select(list(keys) or [inner("all")])[chosen.keys].with_columns(labels)
    if (chosen.label >= 0).all():
        return frame
    known = put_columns(frame, {inner("known"): chosen.label >= 0}, nw.Boolean)  # no label of the call means that age
    return known.with_columns(nw.when(nw.col(inner("known"))).then(nw.col(label)).alias(label))


def _cell(name: str) -> nw.Expr:
    return nw.col(inner(name)).fill_nan(None)


def _list_outputs(levels: Sequence[Level], max_width: float) -> dict[str, nw.Expr]:
    value, se, alive = _cell("e"), _cell("se"), _cell("l")
    width = (2 * read_level(0.95).z * se).fill_null(0.0)
    is_wide = width > max_width
    faults = [*read_rank(inner("rank"), (*_BY_ROW, *_OF_GROUPS)), ("wide_interval", is_wide)]
    faults += [("no_survivors", alive.fill_null(1.0) == 0)]
    outputs = {"age": nw.col(inner("label")), "age_from": _cell("start"), "value": nw.when(~is_wide).then(value)}
    for level in levels:
        outputs |= {level.lower: value - level.z * se, level.upper: value + level.z * se}
    outputs |= {"population_used": _cell("population_used"), "deaths_used": _cell("deaths_used")}
    return outputs | {"method": nw.lit("chiang_silcocks"), "status": choose_status(faults)}
