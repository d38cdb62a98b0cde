"""Standardised rates, ratios, years of life lost and gaps: worked examples, twins and what each does with bad rows."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moothall.stats as ms
from tests.stats import twins
from tests.stats.backends import make_frame, read_rows, sort_rows

NAN, INFINITY = float("nan"), float("inf")
DSR = {"count": "x", "population": "n", "weight": "w"}


def one(answer):
    (row,) = read_rows(answer)
    return row


def by_area(answer):
    return {row["area"]: row for row in read_rows(answer)}


# Worked example: Breslow & Day's method on numbers small enough for a hand. Two bands, 20 of 1000 and 30 of 500, with
# weights 3 and 1: v = (3·0.02 + 1·0.06)/4 = 0.03, Var = (9·20/1000² + 1·30/500²)/16 = 1.875e-05.
HAND = {"x": [20, 30], "n": [1000, 500], "w": [3, 1]}


def test_the_directly_standardised_rate_by_hand(backend):
    row = one(ms.dsr(make_frame(backend, HAND), **DSR, per=1000, explain=True))
    assert (row["count"], row["population"], row["bands"], row["status"]) == (50, 1500, 2, "ok")
    assert row["value"] == pytest.approx(30, rel=1e-14)
    assert row["variance"] == pytest.approx(1.875e-5, rel=1e-14)
    assert row["weight_sum"] == 4
    # Byar's limits of 50 events are 37.1 to 65.9, as printed in Breslow & Day's tables.
    assert (row["events_lower_95"], row["events_upper_95"]) == pytest.approx((37.1, 65.9), abs=0.05)
    scale = math.sqrt(1.875e-5 / 50) * 1000
    assert row["lower_95"] == pytest.approx(30 + scale * (row["events_lower_95"] - 50), rel=1e-14)


def test_one_zero_population_stops_no_other_area(backend):
    """What the R package gets wrong, (e)."""
    columns = {"area": ["a", "a", "b", "b", "c", "c"], "x": [9, 9, 9, 9, 9, 9], "n": [10, 20, 0, 20, 30, None]}
    rows = by_area(ms.dsr(make_frame(backend, {**columns, "w": [1] * 6}), **DSR, by="area"))
    assert {area: row["status"] for area, row in rows.items()} == {
        "a": "ok",
        "b": "zero_denominator",
        "c": "missing_input",
    }
    assert rows["a"]["value"] is not None and rows["b"]["value"] is rows["c"]["value"] is None


def test_the_callers_frame_gets_no_column_and_nothing_is_printed(backend, capsys):
    """What the Python package gets wrong, (5)."""
    frame = make_frame(backend, {**HAND, "area": ["a", "a"]})
    before = read_rows(frame)
    ms.dsr(frame, **DSR, by="area")
    assert read_rows(frame) == before
    assert capsys.readouterr() == ("", "")


def test_a_missing_count_is_no_event_unless_refused(backend):
    columns = {"x": [20, None, 30], "n": [1000, 200, 500], "w": [3, 2, 1]}
    row = one(ms.dsr(make_frame(backend, columns), **DSR, explain=True))
    assert (row["status"], row["count"], row["missing_counts_as_zero"], row["bands"]) == ("ok", 50, 1, 3)
    assert one(ms.dsr(make_frame(backend, columns), **DSR, missing="refuse"))["status"] == "missing_input"


@pytest.mark.parametrize(
    ("count", "status"), [(9, "small_count"), (9.999, "small_count"), (10, "ok"), (0, "small_count")]
)
def test_fewer_than_ten_events_give_no_rate_and_say_so(count, status, backend):
    row = one(ms.dsr(make_frame(backend, {"x": [count], "n": [100], "w": [1]}), **DSR, strict=True))
    assert (row["status"], row["count"], row["value"] is None) == (status, count, status != "ok")
    assert one(ms.dsr(make_frame(backend, {"x": [count], "n": [100], "w": [1]}), **DSR, min_count=0))["status"] == (
        "ok" if count else "small_count"
    )


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"x": -1}, "negative_input"),
        ({"n": -1}, "negative_input"),
        ({"w": -1}, "negative_input"),
        ({"x": INFINITY}, "not_finite"),
        ({"w": NAN}, "missing_input"),
        ({"n": 0}, "zero_denominator"),
        ({"w": 0}, "zero_denominator"),
    ],
)
def test_a_row_that_cannot_be_spoils_its_own_group(cells, status, backend):
    row = {"x": 20.0, "n": 100.0, "w": 1.0, **cells}
    columns = {
        name: [float(cell), 30.0 if status != "zero_denominator" or name != "w" else 0.0] for name, cell in row.items()
    }
    answer = one(ms.dsr(make_frame(backend, columns), **DSR))
    assert (answer["status"], answer["value"], answer["lower_95"]) == (status, None, None)


PERSONS = {
    "age": ["0-4", "0-4", "5+", "5+"],
    "f": [1, 2, 1, 3],
    "x": [10, 4, 8, 2],
    "n": [100, 100, 50, 50],
    "w": [2, 2, 1, 1],
}


def test_events_that_are_not_independent_widen_the_limits(backend):
    call = {**DSR, "age": "age", "explain": True}
    row = one(ms.dsr(make_frame(backend, PERSONS), **call, frequency="f"))
    # x = 10 + 2·4 = 18 and 8 + 3·2 = 14; squares 10 + 4·4 = 26 and 8 + 9·2 = 26.
    assert (row["count"], row["population"], row["bands"]) == (32, 150, 2)
    assert row["method"] == "dobson_byar_nonindependent"
    assert row["value"] == pytest.approx(100_000 * (2 * 0.18 + 0.28) / 3, rel=1e-14)
    assert row["variance"] == pytest.approx((4 * 26 / 100**2 + 26 / 50**2) / 9, rel=1e-14)


def test_population_and_standard_must_be_one_within_a_band(backend):
    for role in ("n", "w"):
        varied = {**PERSONS, role: [PERSONS[role][0] + 1, *PERSONS[role][1:]]}
        row = one(ms.dsr(make_frame(backend, varied), **DSR, age="age", frequency="f"))
        assert (row["status"], row["value"]) == ("inconsistent_input", None)


@pytest.mark.parametrize("more", [{}, {"weight": "w", "frequency": "f"}, {"weight": "w", "bands": ["0-4"]}])
def test_the_column_of_ages_is_needed_unless_a_weight_stands_alone(more):
    with pytest.raises(ms.ArgumentError, match="age is needed"):
        ms.dsr(make_frame("polars", PERSONS), count="x", population="n", **more)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(1, 10**6), st.integers(1, 9000)), min_size=1, max_size=12
    ).filter(lambda rows: sum(row[0] for row in rows) >= 10)
)
def test_a_twin_in_exact_fractions_gives_the_same_rate_and_variance(rows):
    columns = dict(zip(("x", "n", "w"), map(list, zip(*rows, strict=True)), strict=True))
    row = one(ms.dsr(make_frame("polars", columns), **DSR, per=1, explain=True))
    value, variance = twins.standardised(rows)
    assert row["value"] == pytest.approx(float(value), rel=1e-12)
    assert row["variance"] == pytest.approx(float(variance), rel=1e-12)
    # Dobson's lower limit may fall below 0 where a few events carry nearly all the weight: the formula knows no floor.
    assert row["lower_95"] <= row["value"] * (1 + 1e-14) and row["value"] <= row["upper_95"] * (1 + 1e-14)


REFERENCE = {"age": ["0-4", "5-14", "15+"], "rx": [50, 20, 400], "rn": [1000, 2000, 8000]}
AREAS = {
    "area": ["a", "a", "a", "b", "b", "b"],
    "age": ["0 to 4", "5-14", "15 and over", "15+", "0-4", "05-14"],
    "x": [4, 1, 7, 30, None, 2],
    "n": [100, 100, 200, 400, 100, None],
}
SMR = {
    "count": "x",
    "population": "n",
    "reference_count": "rx",
    "reference_population": "rn",
    "on": "age",
    "by": "area",
}


@pytest.mark.parametrize("function", [ms.smr, ms.israte])
def test_observed_against_expected_by_hand(function, backend):
    """Expected: a 100·0.05 + 100·0.01 + 200·0.05 = 16; b 400·0.05 + 100·0.05 = 25. The reference's rate: 470/11000."""
    frames = make_frame(backend, AREAS), make_frame(backend, REFERENCE)
    rows = by_area(function(frames[0], reference=frames[1], **SMR, per=100, explain=True))
    rate = 470 / 11000 if function is ms.israte else 1
    assert [(rows[area]["observed"], rows[area]["expected"]) for area in "ab"] == [(12, 16), (32, 25)]
    assert rows["a"]["value"] == pytest.approx(75 * rate) and rows["b"]["value"] == pytest.approx(128 * rate)
    assert rows["b"]["missing_as_zero"] == 2
    lower, upper = ms.poisson_interval(12)
    assert (rows["a"]["lower_95"], rows["a"]["upper_95"]) == pytest.approx((lower / 0.16 * rate, upper / 0.16 * rate))
    assert ("reference_rate" in rows["a"]) == (function is ms.israte)


def test_zero_events_are_a_ratio_of_nought_and_stop_nothing(backend):
    """What the Python package gets wrong, (1)."""
    columns = {**AREAS, "x": [0, 0, 0, 3, 0, 0]}
    rows = by_area(ms.smr(make_frame(backend, columns), reference=make_frame(backend, REFERENCE), **SMR))
    assert (rows["a"]["value"], rows["a"]["lower_95"], rows["a"]["status"]) == (0, 0, "ok")
    assert rows["a"]["upper_95"] == pytest.approx(3.688879454 / 16)
    assert (rows["b"]["method"], rows["b"]["status"]) == ("exact", "ok")


def test_totals_stand_for_events_whose_ages_are_not_known(backend):
    totals = {"area": ["b", "a"], "x": [32, 12]}
    own = {name: cells for name, cells in AREAS.items() if name != "x"}
    frames = {"reference": make_frame(backend, REFERENCE), "totals": make_frame(backend, totals)}
    rows = by_area(ms.smr(make_frame(backend, own), **frames, **SMR))
    assert (rows["a"]["observed"], rows["b"]["observed"]) == (12, 32)
    assert rows["a"]["value"] == pytest.approx(0.75)
    doubled = make_frame(backend, {"area": ["a", "a"], "x": [1, 2]})
    with pytest.raises(ms.ArgumentError, match="two rows for a"):
        ms.smr(make_frame(backend, own), **{**frames, "totals": doubled}, **SMR)


def test_a_row_without_a_reference_is_a_status_of_its_group_alone(backend):
    columns = {**AREAS, "age": ["0-4", "5-14", "95+", *AREAS["age"][3:]]}
    rows = by_area(ms.smr(make_frame(backend, columns), reference=make_frame(backend, REFERENCE), **SMR))
    assert (rows["a"]["status"], rows["a"]["value"], rows["b"]["status"]) == ("missing_age_band", None, "ok")


def test_several_columns_join_and_their_order_does_not_matter(backend):
    reference = {"sex": [1, 2], "age": ["0+", "0+"], "rx": [10, 20], "rn": [100, 100]}
    columns = {"sex": [2, 1], "age": ["0+", "0 and over"], "x": [5, 5], "n": [10, 10]}
    call = {**SMR, "on": ["age", "sex"], "by": None}
    row = one(ms.smr(make_frame(backend, columns), reference=make_frame(backend, reference), **call))
    assert (row["observed"], row["expected"], row["status"]) == (10, pytest.approx(3), "ok")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ({**REFERENCE, "age": ["0-4", "0-4", "15+"]}, "two rows for '0-4'"),
        ({**REFERENCE, "age": ["0-4", "00-04", "15+"]}, "two labels"),
        ({**REFERENCE, "rn": [0, 1, 1]}, "people above 0"),
        ({**REFERENCE, "rx": [-1, 1, 1]}, "events from 0"),
    ],
)
def test_a_reference_that_cannot_be_is_refused(reference, message):
    with pytest.raises(ms.ArgumentError, match=message):
        ms.smr(make_frame("polars", AREAS), reference=make_frame("polars", reference), **SMR)


LOST = {"age": ["0-14", "15-39", "40-64", "65-84", "85+"], "d": [2, 1, 3, 9, 30], "n": [5000, 9000, 9500, 6000, 2500]}
YLL = {"deaths": "d", "population": "n", "age": "age"}


def test_years_of_life_lost_up_to_an_age_count_from_the_middle_of_each_band(backend):
    """Up to 75, by hand: 2·67.5 + 1·47.5 + 3·22.5 + 9·0 + 30·0 = 250 years; 6 deaths are too few for a rate."""
    row = one(ms.yll(make_frame(backend, LOST), **YLL, up_to=75))
    assert (row["deaths"], row["years_lost"], row["value"], row["status"]) == (6, 250, None, "small_count")
    many = {**LOST, "d": [20, 10, 30, 90, 300]}
    row = one(ms.yll(make_frame(backend, many), **YLL, up_to=75, standard=None, per=1000))
    assert (row["deaths"], row["status"]) == (60, "ok")
    assert row["value"] == pytest.approx(1000 * 2500 / 32000)


def test_remaining_years_are_a_column_or_a_mapping_and_agree(backend):
    years = [80, 60, 40, 22, 8]
    column = one(ms.yll(make_frame(backend, {**LOST, "e": years}), **YLL, remaining="e"))
    mapping = dict(zip(["<15", "15 to 39", "40-64", "65-84", "85 plus"], years, strict=True))
    assert one(ms.yll(make_frame(backend, LOST), **YLL, remaining=mapping)) == column
    del mapping["85 plus"]
    assert one(ms.yll(make_frame(backend, LOST), **YLL, remaining=mapping))["status"] == "bad_age_band"


@pytest.mark.parametrize("more", [{}, {"remaining": "e", "up_to": 75}])
def test_years_lost_are_told_in_exactly_one_way(more):
    with pytest.raises(ms.ArgumentError, match="either remaining"):
        ms.yll(make_frame("polars", LOST), **YLL, **more)


DECILES = {"area": ["a", "a", "b", "b", "c", "d", "d", "d"], "decile": [1, 10, 1, 10, 1, 1, 10, 10]}
DECILES |= {"v": [70.0, 80.0, 71.0, None, 70.0, 70.0, 80.0, 81.0], "s": [1.0] * 8}
GAP = {"group": "decile", "most": 1, "least": 10, "by": "area"}


def test_a_gap_needs_both_rows_once(backend):
    rows = by_area(ms.gap(make_frame(backend, DECILES), **GAP, value="v", se="s"))
    assert {area: row["status"] for area, row in rows.items()} == {
        "a": "ok",
        "b": "missing_input",
        "c": "missing_quantile",
        "d": "duplicate_quantile",
    }
    assert rows["a"]["absolute_gap"] == -10
    half = 1.959963984540054 * math.sqrt(2)
    assert (rows["a"]["absolute_lower_95"], rows["a"]["absolute_upper_95"]) == pytest.approx((-10 - half, -10 + half))
    assert rows["b"]["relative_status"] == "missing_input"


def test_rows_between_most_and_least_are_no_part_of_a_gap(backend):
    columns = {"decile": [1, 5, 10], "v": [70.0, None, 80.0], "s": [1.0, -3.0, 1.0]}
    row = one(ms.gap(make_frame(backend, columns), group="decile", most=1, least=10, value="v", se="s"))
    assert row["status"] == row["relative_status"] == "ok"


def test_a_ratio_to_nought_is_undefined_and_one_that_runs_off_has_no_limits(backend):
    columns = {"area": ["a", "a", "b", "b"], "decile": [1, 10, 1, 10], "x": [5, 0, 5, 1], "n": [50, 50, 50, 50]}
    call = {**GAP, "count": "x", "denominator": "n"}
    rows = by_area(ms.gap(make_frame(backend, columns), **call, kind="rate"))
    assert (rows["a"]["status"], rows["a"]["relative_status"], rows["a"]["relative_gap"]) == ("ok", "undefined", None)
    assert rows["a"]["absolute_lower_95"] is not None
    given = {"decile": [1, 10], "v": [5.0, 1.0], "s": [1.0, 2.0]}
    row = one(ms.gap(make_frame(backend, given), group="decile", most=1, least=10, value="v", se="s"))
    assert (row["relative_status"], row["relative_gap"], row["relative_lower_95"]) == ("unbounded_interval", 5, None)


def test_the_difference_of_proportions_is_the_worked_example_of_newcombe_1998(backend):
    columns = {"g": ["a", "b"], "x": [56, 48], "n": [70, 80]}
    call = {"group": "g", "most": "a", "least": "b", "count": "x", "denominator": "n", "kind": "proportion"}
    row = one(ms.gap(make_frame(backend, columns), **call))
    assert (row["absolute_lower_95"], row["absolute_upper_95"]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.needs_shared
def test_the_gap_of_the_golden_table_is_that_of_the_design(backend, cases):
    from tests.stats.reference import read_csv

    table = read_csv(cases / "stats" / "golden" / "life_expectancy_by_deprivation_decile.csv")
    call = {"group": "Decile", "most": 1, "least": 10, "value": "LifeExp", "se": "SE", "by": ["GeoCode", "Sex"]}
    rows = sort_rows(read_rows(ms.gap(make_frame(backend, table), **call)), ["GeoCode", "Sex"])
    men, women = [row for row in rows if row["GeoCode"] == "E10000013"]
    names = ("absolute_gap", "absolute_lower_95", "absolute_upper_95")
    assert [men[name] for name in names] == pytest.approx([-9.4017837, -10.6649367, -8.1386307], abs=5e-8)
    assert [women[name] for name in names] == pytest.approx([-6.0779727, -7.3385455, -4.8173999], abs=5e-8)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"value": "v"},
        {"value": "v", "lower": "s"},
        {"value": "v", "se": "s", "count": "v"},
        {"count": "v", "denominator": "s"},
        {"value": "v", "se": "s", "kind": "rate"},
    ],
)
def test_a_gap_is_told_its_numbers_in_one_way(given):
    with pytest.raises(ms.ArgumentError, match="Give count and denominator"):
        ms.gap(make_frame("polars", DECILES), **GAP, **given)


def test_suppression_empties_the_cells_and_says_so(backend):
    import narwhals as nw

    columns = {"area": ["a", "b", "c"], "x": [3, 30, None], "n": [100, 100, 100]}
    rated = ms.rate(make_frame(backend, columns), "x", "n")
    hidden = ms.suppress(rated, columns=["x", "value", "lower_95", "upper_95"], where=nw.col("x") < 5)
    rows = by_area(hidden)
    assert [rows[area]["status"] for area in "abc"] == ["suppressed", "ok", "missing_input"]
    assert (rows["a"]["x"], rows["a"]["value"], rows["b"]["x"]) == (None, None, 30)
    with pytest.raises(ms.ArgumentError, match="no reason 'secret'"):
        ms.suppress(rated, columns=["x"], where="x", reason="secret")
    assert "protects nothing" in ms.suppress.__doc__


def test_the_twins_fractions_are_exact():
    assert twins.standardised([(20, 1000, 3), (30, 500, 1)]) == (Fraction(3, 100), Fraction(3, 160000))
