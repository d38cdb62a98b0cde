"""Life expectancy: tables of any number of bands, and what each area gets when its own numbers cannot be used."""

from fractions import Fraction
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moothall.stats as ms
from tests.stats.backends import KERNELS_GIVE, make_frame, name_kind, read_columns, read_rows, sort_rows
from tests.stats.twins import life_table, normal_quantile

Z = normal_quantile(0.975)
NAN, INFINITY = float("nan"), float("inf")
STARTS = [0, 1, *range(5, 95, 5)]
PEOPLE = [290, 1180, 1520, 1560, 1510, 1420, 1500, 1610, 1660, 1590, 1740, 1930, 1980, 1790, 1580, 1530, 1160, 820, 510]
DEATHS = [3, 1, 0, 1, 1, 2, 1, 2, 2, 3, 4, 7, 9, 13, 19, 29, 37, 45, 49]
AREA = {"area": ["a"] * 20, "age": STARTS, "d": [*DEATHS, 52], "n": [*PEOPLE, 260]}


def call(columns=AREA, backend="polars", **arguments):
    return ms.life_expectancy(
        make_frame(backend, columns), **{"deaths": "d", "population": "n", "age": "age", **arguments}
    )


def rows_of(columns=AREA, backend="polars", **arguments):
    return sort_rows(read_rows(call(columns, backend, **arguments)), ["age_from"])


def widths_of(starts):
    return [Fraction(end - start) for start, end in pairwise(starts)]


def check_against_the_twin(rows, deaths, population, widths, fractions, rel=1e-12):
    years, spreads = life_table(deaths, population, widths, fractions)
    for row, value, spread in zip(rows, years, spreads, strict=True):
        assert row["value"] == pytest.approx(float(value), rel=rel)
        half = Z * sqrt(spread)
        assert (row["lower_95"], row["upper_95"]) == pytest.approx((float(value) - half, float(value) + half), rel=1e-9)


def test_two_bands_by_hand(backend):
    """Of 1000 infants 10 die in the year: q = 0.01/1.009; of 100 others 2 die each year, which is 50 years to come."""
    columns = {"age": ["0", "1+"], "d": [10, 2], "n": [1000, 100]}
    first, second = rows_of(columns, backend, bands=["0", "1+"], min_population=0, max_width=1e6)
    chance = 0.01 / 1.009
    assert second["value"] == 50
    assert first["value"] == pytest.approx(1 - 0.9 * chance + (1 - chance) * 50, rel=1e-14)
    # The last band alone: the error of 1/M is that of 2 deaths, 50/√2.
    assert second["upper_95"] - second["value"] == pytest.approx(Z * 50 / sqrt(2), rel=1e-9)
    assert [row["method"] for row in (first, second)] == ["chiang_silcocks"] * 2
    assert (first["population_used"], first["deaths_used"], second["deaths_used"]) == (1100, 12, 2)


@pytest.mark.parametrize("last", [75, 85, 90, 95, 110])
def test_the_last_band_may_start_at_any_age_from_75_to_110(last):
    """Section 10 (d): the package that analysts use takes twenty bands and no others."""
    starts = [0, 1, *range(5, last + 1, 5)]
    deaths, people = [(7 * i) % 23 + 1 for i in range(len(starts))], [900 - 7 * i for i in range(len(starts))]
    rows = rows_of({"age": starts, "d": deaths, "n": people}, max_width=1e6)
    fractions = [Fraction(1, 10), *[Fraction(1, 2)] * (len(starts) - 1)]
    check_against_the_twin(rows, deaths, people, widths_of(starts), fractions)
    labels = ["0", "1-4", *[f"{start}-{start + 4}" for start in starts[2:-1]], f"{last}+"]
    labelled = rows_of({"age": labels, "d": deaths, "n": people}, max_width=1e6)
    assert [row["value"] for row in labelled] == [row["value"] for row in rows]
    assert {row["age"] for row in labelled} == set(labels)


def test_single_years_of_age_are_a_table_too():
    starts = list(range(91))
    deaths, people = [i // 9 + 1 for i in starts], [1000 - 8 * i for i in starts]
    rows = rows_of({"age": starts, "d": deaths, "n": people}, max_width=1e6)
    check_against_the_twin(rows, deaths, people, widths_of(starts), [Fraction(1, 10), *[Fraction(1, 2)] * 90])


def test_other_bands_are_named_with_the_part_that_is_lived(backend):
    labels, deaths, people = ["0-4", "5-14", "15-64", "65 and over"], [4, 1, 30, 60], [900, 2100, 9000, 1500]
    columns = {"age": labels, "d": deaths, "n": people}
    rows = rows_of(columns, backend, bands=["0-4", "5-14", "15-64", "65+"], fractions={0: 0.2, 15: 0.6})
    fractions = [Fraction(1, 5), Fraction(1, 2), Fraction(3, 5), Fraction(1, 2)]
    check_against_the_twin(rows, deaths, people, [5, 10, 50], fractions)
    assert [row["age"] for row in rows] == labels
    numbered = rows_of({**columns, "age": [0, 5, 15, 65]}, backend, bands=[0, 5, 15, 65], fractions={0: 0.2, 15: 0.6})
    assert [row["value"] for row in numbered] == [row["value"] for row in rows]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(60, 4000)), min_size=19, max_size=19), st.integers(1, 60))
def test_any_table_is_that_of_the_twin_and_its_limits_enclose_it(bands, dead):
    deaths, people = [d for d, _n in bands] + [dead], [n for _d, n in bands] + [200]
    rows = rows_of({**AREA, "d": deaths, "n": people}, min_population=0, max_width=1e6)
    alive = [row for row in rows if row["status"] == "ok"]
    assert alive[0]["age_from"] == 0
    if len(alive) == len(rows):
        fractions = [Fraction(1, 10), *[Fraction(1, 2)] * 19]
        check_against_the_twin(rows, deaths, people, widths_of(STARTS), fractions)
    for row in rows:
        assert row["status"] in ("ok", "no_survivors")
        assert row["value"] is not None and (row["lower_95"] is None) == (row["status"] == "no_survivors")
    assert all(row["lower_95"] <= row["value"] <= row["upper_95"] for row in alive)
    reached = [row["age_from"] + row["value"] for row in alive]
    assert all(later >= sooner - 1e-9 for sooner, later in pairwise(reached))


def test_the_answer_has_the_same_columns_and_kind_whatever_is_asked(backend):
    limits = ["lower_95", "upper_95", "lower_99_8", "upper_99_8"]
    ends = ["population_used", "deaths_used", "method", "status"]
    answer = call(AREA, backend, by="area", confidence=[0.95, 0.998], at=[65, 0])
    assert list(read_columns(answer)) == ["area", "age", "age_from", "value", *limits, *ends]
    assert name_kind(answer) == KERNELS_GIVE.get(backend, backend)
    assert sorted(read_columns(answer)["age_from"]) == [0, 65]
    plain = read_columns(call(AREA, backend, confidence=None))
    assert list(plain) == ["age", "age_from", "value", *ends] and len(plain["age"]) == 20
    assert all(isinstance(age, int) for age in plain["age"])


def test_the_working_is_shown_where_it_is_asked_for():
    rows = rows_of(explain=True)
    for row in rows:
        assert row["value"] == pytest.approx(row["T"] / row["l"], rel=1e-14)
        assert row["upper_95"] - row["lower_95"] == pytest.approx(2 * Z * row["se"], rel=1e-9)
    assert (rows[0]["l"], rows[-1]["q"]) == (1, 1)
    assert rows[0]["m"] == 3 / 290 and "Silcocks" in rows[0]["source"]


def spoil(column, cell, at=4):
    cells = list(AREA[column])
    cells[at] = cell
    return {**AREA, column: cells}


BAD = [
    (spoil("d", None), "missing_input"),
    (spoil("n", NAN), "missing_input"),
    (spoil("age", None), "missing_input"),
    (spoil("d", INFINITY), "not_finite"),
    (spoil("d", -1), "negative_input"),
    (spoil("n", 0), "zero_denominator"),
    (spoil("d", 99_999), "count_exceeds_denominator"),
    (spoil("age", 91), "bad_age_band"),
    ({name: [*cells[:4], *cells[5:]] for name, cells in AREA.items()}, "missing_age_band"),
    ({name: [*cells, cells[4]] for name, cells in AREA.items()}, "duplicate_age_band"),
    ({**AREA, "d": [1] * 20, "n": [cell * 4900 / sum(AREA["n"]) for cell in AREA["n"]]}, "small_population"),
    (spoil("d", 0, at=19), "no_deaths_in_last_band"),
]


@pytest.mark.parametrize(("columns", "status"), BAD, ids=[f"{i} {status}" for i, (_c, status) in enumerate(BAD)])
def test_a_bad_area_has_a_word_and_leaves_the_others_alone(columns, status, backend):
    """Section 10 (i) among them: no deaths in the last band gave NaN and infinite limits."""
    both = {name: [*columns[name], *(["b"] * 20 if name == "area" else AREA[name])] for name in AREA}
    rows = read_rows(call(both, backend, by="area"))
    bad, good = ([row for row in rows if row["area"] == area] for area in "ab")
    assert bad and {row["status"] for row in bad} == {status}
    assert len({row["age"] for row in bad}) == len(bad)
    assert all(row["value"] is row["lower_95"] is row["upper_95"] is None for row in bad)
    alone = rows_of(AREA, backend)
    assert [row["value"] for row in sort_rows(good, ["age_from"])] == [row["value"] for row in alone]
    assert {row["status"] for row in good} == {"ok"}
    if status in ("small_population", "no_deaths_in_last_band"):
        call(both, backend, by="area", strict=True)
    else:
        with pytest.raises(ms.DataError) as refused:
            call(both, backend, by="area", strict=True)
        assert set(refused.value.counts) == {status}


def test_five_thousand_people_are_too_few_and_one_more_is_enough():
    share = [cell * 5000 / sum(AREA["n"]) for cell in AREA["n"]]
    share[3] += 5000 - sum(share)
    few = {**AREA, "d": [1] * 20, "n": share}
    assert {row["status"] for row in rows_of(few, max_width=1e6)} == {"small_population"}
    share[3] += 0.01
    assert {row["status"] for row in rows_of(few, max_width=1e6)} == {"ok"}


def test_wide_limits_stand_without_a_value():
    rows = rows_of(spoil("d", 1, at=19), confidence=0.998)
    wide = [row for row in rows if row["status"] == "wide_interval"]
    assert wide and wide[-1]["age_from"] == 90
    assert all(row["value"] is None and row["lower_99_8"] is not None for row in wide)
    assert {row["status"] for row in rows_of(spoil("d", 1, at=19), max_width=1e6)} == {"ok"}


def test_nobody_reaches_the_ages_after_a_band_in_which_all_die():
    rows = rows_of(spoil("d", PEOPLE[14], at=14))
    late = [row for row in rows if row["age_from"] > 65]
    assert late and {row["status"] for row in late} == {"no_survivors"}
    assert all(row["value"] == 0 and row["lower_95"] is row["upper_95"] is None for row in late)
    assert rows[14]["value"] == 2.5 and rows[14]["status"] == "ok"


def test_an_age_that_an_area_lacks_is_answered_all_the_same(backend):
    """Rows for the ages asked for are never lost, and the label is that of the other areas."""
    few = {"area": [*AREA["area"], "b", None], "age": [*STARTS, 20, 25]}
    few |= {"d": [*AREA["d"], 1, 1], "n": [*AREA["n"], 900, 900]}
    rows = read_rows(call(few, backend, by="area", at=[0, 20]))
    found = {(row["area"], row["age"]): row["status"] for row in rows}
    assert found == {
        ("a", 0): "ok",
        ("a", 20): "ok",
        **{(area, age): "missing_age_band" for area in ("b", None) for age in (0, 20)},
    }
    alone = {name: cells[20:] for name, cells in few.items()}
    rows = read_rows(call(alone, backend, by="area", at=[0], bands=STARTS))
    assert [(row["age"], row["age_from"], row["status"]) for row in rows] == [(None, 0, "missing_age_band")] * 2


def test_bands_of_one_area_that_are_none_of_the_tables_spoil_that_area_alone():
    labels = ["0", "1-4", *[f"{start}-{start + 4}" for start in range(5, 85, 5)], "85+"]
    area = {"age": labels, "d": DEATHS, "n": PEOPLE}
    other = [*labels[:4], "15 to nineteen", *labels[5:]]
    both = {name: [*area[name], *(other if name == "age" else area[name])] for name in area}
    both["area"] = ["a"] * 19 + ["b"] * 19
    rows = rows_of(both, by="area")
    assert {row["area"]: row["status"] for row in rows} == {"a": "ok", "b": "bad_age_band"}
    with pytest.raises(ms.DataError, match="could not be read: '15 to nineteen'"):
        call(both, by="area", strict=True)
    with pytest.raises(ms.DataError, match="none of the life table's: 91"):
        call(spoil("age", 91, at=18) | {"age": [*STARTS[:18], 91, 90]}, strict=True, bands=STARTS)


def test_ages_that_make_no_usual_table_must_be_named():
    columns = {"age": ["0-4", "5-14", "15+"], "d": [4, 1, 90], "n": [900, 2100, 9000]}
    assert {row["status"] for row in rows_of(columns)} == {"bad_age_band"}
    assert {row["status"] for row in rows_of(columns, at=[0, 30])} == {"bad_age_band"}
    with pytest.raises(ms.DataError, match="name the bands"):
        call(columns, strict=True)


def test_rows_may_stand_in_any_order_and_labels_may_be_written_in_any_way(backend):
    turned = {name: cells[::-1] for name, cells in AREA.items()}
    assert rows_of(turned, backend) == rows_of(AREA, backend)
    one = [f"{age} to {age + 4} years" if age % 10 else f"{age}–{age + 4}" for age in STARTS[2:-1]]
    labelled = rows_of({**AREA, "age": ["under 1", "1-4", *one, "90 and over"]}, backend)
    assert [row["value"] for row in labelled] == [row["value"] for row in rows_of(AREA, backend)]


def test_a_table_without_rows_has_an_answer_without_rows(backend):
    assert read_rows(call({name: [] for name in AREA}, backend, by="area")) == []
    assert read_rows(call({name: [] for name in AREA}, backend, at=[0], bands=STARTS)) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"at": [2]}, "No age band starts at 2"),
        ({"at": []}, "give 'all' or a list"),
        ({"at": 65}, "such as \\[0, 65\\]"),
        ({"at": "birth"}, "give 'all'"),
        ({"bands": [1, 0, 5]}, "must start at 0"),
        ({"bands": [5, 10]}, "must start at 0"),
        ({"bands": ["0-4", "10+"], "fractions": {0: 0.1}}, "follow one upon the other"),
        ({"bands": ["0", "1-4"]}, "end with an open one"),
        ({"bands": ["0", "adults"]}, "cannot be read as age bands"),
        ({"bands": "0,1,5"}, "cannot be read"),
        ({"bands": [0, 5, 10]}, "wider than a year"),
        ({"fractions": {0: 1.5}}, "from 0 to 1"),
        ({"fractions": {2: 0.5}}, "where no age band starts"),
        ({"min_population": -1}, "0 or more"),
        ({"max_width": 0}, "above 0"),
        ({"age": "ages"}, "Did you mean 'age'"),
        ({"deaths": "area"}, "not numbers"),
        ({"by": "age"}, "there is one already"),
    ],
)
def test_a_wrong_call_raises(arguments, message):
    with pytest.raises(ms.ArgumentError, match=message):
        call(**arguments)
