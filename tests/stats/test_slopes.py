"""The slope index and the relative index of inequality."""

import csv
from fractions import Fraction
from math import exp, log, sqrt

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moothall.stats as ms
from tests.stats.backends import KERNELS_GIVE, make_frame, name_kind, read_columns, read_rows, sort_rows
from tests.stats.reference import read_csv, to_rows
from tests.stats.twins import normal_quantile, sum_limits, weighted_line

Z = normal_quantile(0.975)
FIVE = {
    "area": ["a"] * 5,
    "q": [1, 2, 3, 4, 5],
    "pop": [100, 120, 90, 110, 80],
    "v": [70.0, 72.0, 73.5, 74.0, 77.0],
    "se": [0.5, 0.4, 0.6, 0.5, 0.7],
}
RATES = {
    "q": [1, 2, 3, 4, 5],
    "pop": [1000, 1200, 900, 1100, 800],
    "v": [310.0, 280.0, 290.0, 240.0, 200.0],
    "lo": [270.0, 245.0, 250.0, 208.0, 168.0],
    "up": [355.0, 320.0, 335.0, 277.0, 238.0],
}


def call(columns=FIVE, backend="polars", **arguments):
    standard = {"quantile": "q", "population": "pop", "value": "v"}
    standard |= {"se": "se"} if "se" in columns else {"lower": "lo", "upper": "up"}
    return ms.sii(make_frame(backend, columns), **{**standard, **arguments})


def one(columns=FIVE, backend="polars", **arguments):
    (row,) = read_rows(call(columns, backend, **arguments))
    return row


@pytest.mark.needs_shared
def test_the_golden_sentence_is_8_12_years_for_men_and_5_30_for_women(backend, cases):
    golden = cases / "stats" / "golden"
    table = read_csv(golden / "life_expectancy_by_deprivation_decile.csv")
    table["GeoCode"] = [str(code) for code in table["GeoCode"]]
    frame = make_frame(backend, table)
    named = {"quantile": "Decile", "population": "Pop", "value": "LifeExp", "se": "SE", "by": ["GeoCode", "Sex"]}
    rows = sort_rows(read_rows(ms.sii(frame, **named, confidence=[0.95, 0.998])), ["GeoCode", "Sex"])
    expected = sort_rows(to_rows(read_csv(golden / "expected_sii.csv")), ["GeoCode", "Sex"])
    county = {row["Sex"]: round(row["sii"], 2) for row in rows if row["GeoCode"] == "E10000013"}
    assert county == {1: 8.12, 2: 5.30}
    assert len(rows) == len(expected) == 16
    with (golden / "expected_sii.csv").open(encoding="utf-8") as stream:
        names = next(csv.reader(stream))
    for row, wanted in zip(rows, expected, strict=True):
        assert row["sii"] == pytest.approx(wanted["sii_years"], abs=1e-6)
        for name in names:
            if name in row and name not in ("GeoCode", "Sex"):
                assert row[name] == pytest.approx(wanted[name], abs=1e-6), name


@pytest.mark.parametrize("multiplier", [1, -1, 100])
def test_the_line_is_that_of_the_normal_equations_in_exact_fractions(multiplier):
    slope, intercept = weighted_line(FIVE["pop"], FIVE["v"])
    row = one(multiplier=multiplier)
    assert row["sii"] == pytest.approx(float(multiplier * slope), rel=1e-12)
    assert row["intercept"] == pytest.approx(float(abs(multiplier) * intercept), rel=1e-12)
    ratio = 1 + slope / intercept
    assert row["rii"] == pytest.approx(float(ratio if multiplier > 0 else 1 / ratio), rel=1e-12)
    assert row["population"] == 500 and row["status"] == row["rii_status"] == "ok"


def test_the_limits_of_the_slope_come_from_how_it_moves_with_each_value():
    """The slope is linear in the values: its variance is found by moving one value at a time."""
    base, _ = weighted_line(FIVE["pop"], FIVE["v"])
    variance = 0.0
    for i, se in enumerate(FIVE["se"]):
        moved = [value + (1 if i == j else 0) for j, value in enumerate(FIVE["v"])]
        variance += float(weighted_line(FIVE["pop"], moved)[0] - base) ** 2 * se**2
    row = one()
    assert row["sii_lower_95"] == pytest.approx(float(base) - Z * sqrt(variance), rel=1e-9)
    assert row["sii_upper_95"] == pytest.approx(float(base) + Z * sqrt(variance), rel=1e-9)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(50, 900), st.floats(60, 90), st.floats(0.1, 2)), min_size=5, max_size=12))
def test_fiellers_limits_solve_fiellers_equation_and_enclose_the_ratio(groups):
    pop, v, se = (list(column) for column in zip(*groups, strict=True))
    row = one({"q": list(range(1, len(v) + 1)), "pop": pop, "v": v, "se": se}, explain=True)
    assert row["sii_lower_95"] <= row["sii"] <= row["sii_upper_95"]
    assert row["rii_lower_95"] <= row["rii"] <= row["rii_upper_95"]
    for limit in (row["rii_lower_95"], row["rii_upper_95"]):
        r = limit - 1
        spread = row["var_slope"] - 2 * r * row["covariance"] + r * r * row["var_intercept"]
        assert (row["slope"] - r * row["intercept"]) ** 2 == pytest.approx(Z * Z * spread, rel=1e-6)


def test_fiellers_limits_are_the_roots_of_his_equation_to_the_last_digits():
    """The weights come from moving one value at a time, in fractions; the roots from forty digits."""
    base = weighted_line(FIVE["pop"], FIVE["v"])
    moved = [weighted_line(FIVE["pop"], [v + (i == j) for j, v in enumerate(FIVE["v"])]) for i in range(5)]
    c, d = ([mpmath.mpf(float(line[k] - base[k])) for line in moved] for k in (0, 1))
    se = [mpmath.mpf(error) for error in FIVE["se"]]
    z2 = 2 * mpmath.erfinv(mpmath.mpf("0.95")) ** 2
    beta, alpha = (mpmath.mpf(float(part)) for part in base)
    a = alpha**2 - z2 * sum((y * s) ** 2 for y, s in zip(d, se, strict=True))
    b = alpha * beta - z2 * sum(x * y * s * s for x, y, s in zip(c, d, se, strict=True))
    e = beta**2 - z2 * sum((x * s) ** 2 for x, s in zip(c, se, strict=True))
    root, row = mpmath.sqrt(b * b - a * e), one()
    assert abs(row["rii_lower_95"] - (1 + (b - root) / a)) < 2e-14
    assert abs(row["rii_upper_95"] - (1 + (b + root) / a)) < 2e-14


def test_logs_of_rates_and_logits_of_proportions_are_fitted_where_asked_for():
    row = one(RATES, kind="rate", transform=True)
    slope, intercept = weighted_line(RATES["pop"], [log(value) for value in RATES["v"]])
    slope, intercept = float(slope), float(intercept)
    assert row["sii"] == pytest.approx(exp(intercept + slope) - exp(intercept), rel=1e-12)
    assert row["rii"] == pytest.approx(exp(slope), rel=1e-12)
    assert row["intercept"] == pytest.approx(exp(intercept), rel=1e-12)
    shares = {name: [cell / 1000 for cell in RATES[name]] for name in ("v", "lo", "up")}
    row = one({**RATES, **shares}, kind="proportion", transform=True)
    slope, intercept = weighted_line(RATES["pop"], [log(share / (1 - share)) for share in shares["v"]])
    ends = [1 / (1 + exp(-float(end))) for end in (intercept, intercept + slope)]
    assert row["sii"] == pytest.approx(ends[1] - ends[0], rel=1e-12)
    assert row["rii"] == pytest.approx(ends[1] / ends[0], rel=1e-12)


@pytest.mark.parametrize("widen", [1, 4])
def test_limits_of_untransformed_rates_are_those_of_terms_convolved_one_by_one(widen):
    """Narrow limits go through the characteristic function, wide ones through the lattice; both against slow sums."""
    columns = {**RATES, "lo": [v / (v / lo) ** widen for v, lo in zip(RATES["v"], RATES["lo"], strict=True)]}
    columns["up"] = [v * (up / v) ** widen for v, up in zip(RATES["v"], RATES["up"], strict=True)]
    row = one(columns, kind="rate")
    sd = [log(up / lo) / (2 * Z) for lo, up in zip(columns["lo"], columns["up"], strict=True)]
    lower, upper = sum_limits(RATES["pop"], RATES["v"], sd, ratio=None)
    width = upper - lower
    assert row["sii_lower_95"] == pytest.approx(lower, abs=2e-4 * width)
    assert row["sii_upper_95"] == pytest.approx(upper, abs=2e-4 * width)
    for limit, probability in ((row["rii_lower_95"], 0.025), (row["rii_upper_95"], 0.975)):
        assert sum_limits(RATES["pop"], RATES["v"], sd, ratio=limit) == pytest.approx(probability, abs=2e-4)


def test_both_ways_to_the_distribution_of_a_sum_agree():
    from moothall.stats.kernels import slopes

    mu, sd = np.log(np.array(RATES["v"])), np.array([0.1, 0.2, 0.15, 0.29, 0.05])
    mean, variance = slopes.find_moments(mu, sd, "log")
    assert mean == pytest.approx(np.exp(mu + sd**2 / 2), rel=1e-12)
    assert variance == pytest.approx((np.exp(sd**2) - 1) * np.exp(2 * mu + sd**2), rel=1e-10)
    terms = slopes.Terms(mu, sd, mean, variance, "log")
    weights = np.array([-1.0, -0.5, 0.1, 0.5, 1.0])
    points, lattice = slopes._Points.of(weights, terms), slopes._Lattice.of(weights, terms)
    for probability in (0.0005, 0.001, 0.025, 0.5, 0.975, 0.999):
        assert points.quantile(probability) == pytest.approx(lattice.quantile(probability), abs=1e-6 * points.deviation)


@pytest.mark.parametrize("multiplier", [0.001, 0.5, 1, 20])
def test_a_multiplier_between_0_and_1_swaps_no_limits_and_inverts_no_ratio(multiplier):
    """Section 10 (c)."""
    plain, row = one(RATES, kind="rate", transform=True), one(RATES, kind="rate", transform=True, multiplier=multiplier)
    for name in ("sii", "sii_lower_95", "sii_upper_95", "intercept"):
        assert row[name] == pytest.approx(multiplier * plain[name], rel=1e-12)
    for name in ("rii", "rii_lower_95", "rii_upper_95"):
        assert row[name] == plain[name]


@pytest.mark.parametrize("transform", [False, True])
def test_a_negative_multiplier_turns_the_ratio_over_with_its_limits(transform):
    plain = one(RATES, kind="rate", transform=transform)
    row = one(RATES, kind="rate", transform=transform, multiplier=-1)
    assert (row["sii_lower_95"], row["sii_upper_95"]) == (-plain["sii_upper_95"], -plain["sii_lower_95"])
    assert row["rii_lower_95"] == pytest.approx(1 / plain["rii_upper_95"], rel=1e-14)
    assert row["rii_upper_95"] == pytest.approx(1 / plain["rii_lower_95"], rel=1e-14)
    assert row["rii_lower_95"] <= row["rii"] <= row["rii_upper_95"]


def test_two_runs_give_the_same_bits():
    """Section 10 (f)."""
    assert read_rows(call(RATES, kind="rate")) == read_rows(call(RATES, kind="rate"))


def test_the_columns_are_called_alike_in_every_mode(backend):
    """Section 10 (k)."""
    wanted = [
        *("population", "sii", "sii_lower_95", "sii_upper_95", "rii", "rii_lower_95", "rii_upper_95"),
        *("intercept", "method", "status", "rii_status"),
    ]
    methods = []
    for columns, arguments in ((FIVE, {}), (RATES, {"kind": "rate"}), (RATES, {"kind": "rate", "transform": True})):
        answer = call(columns, backend, **arguments)
        assert list(read_columns(answer)) == wanted
        assert name_kind(answer) == KERNELS_GIVE.get(backend, backend)
        methods += read_columns(answer)["method"]
    assert methods == ["normal", "exact_sum", "log_normal"]
    assert list(read_columns(call(FIVE, backend, rii=False, confidence=None))) == [
        *("population", "sii", "intercept", "method", "status")
    ]


def test_a_ratio_without_finite_limits_says_so_and_the_slope_stands():
    wide = one({**FIVE, "v": [1.0, 2.0, 3.0, 4.0, 5.0], "se": [3.0] * 5})
    assert (wide["rii_status"], wide["status"]) == ("unbounded_interval", "ok")
    assert wide["rii"] is not None and wide["rii_lower_95"] is None and wide["sii_lower_95"] is not None
    below = one({**FIVE, "v": [-10.0, 2.0, 3.0, 4.0, 20.0]})
    assert (below["rii_status"], below["status"], below["rii"]) == ("undefined", "ok", None)
    assert below["rii_upper_95"] is None and below["sii"] > 0


def spoil(column, cell, at=2):
    cells = list(FIVE[column])
    cells[at] = cell
    return {**FIVE, column: cells}


@pytest.mark.parametrize(
    ("columns", "status"),
    [
        (spoil("v", None), "missing_input"),
        (spoil("se", float("inf")), "not_finite"),
        (spoil("pop", -1), "negative_input"),
        (spoil("pop", 0), "zero_denominator"),
        (spoil("se", 0.0), "outside_range"),
        ({name: cells[:4] for name, cells in FIVE.items()}, "missing_quantile"),
        (spoil("q", 2), "missing_quantile"),
        ({name: [*cells, cells[-1]] for name, cells in FIVE.items()}, "duplicate_quantile"),
    ],
)
def test_a_bad_group_has_a_word_and_leaves_the_others_alone(columns, status, backend):
    other = {name: list(cells) for name, cells in FIVE.items()} | {"area": ["b"] * 5}
    both = {name: [*columns[name], *other[name]] for name in FIVE}
    bad, good = sort_rows(read_rows(call(both, backend, by="area")), ["area"])
    assert bad["status"] == bad["rii_status"] == status
    assert bad["sii"] is bad["rii_lower_95"] is bad["intercept"] is bad["population"] is None
    assert {**good, "area": 0} == {**one(FIVE, backend, by="area"), "area": 0}
    with pytest.raises(ms.DataError) as refused:
        call(both, backend, by="area", strict=True)
    assert refused.value.counts == {status: 1}


def test_rows_may_stand_in_any_order(backend):
    turned = {name: cells[::-1] for name, cells in FIVE.items()}
    assert read_rows(call(turned, backend)) == read_rows(call(FIVE, backend))


def test_explain_shows_the_working():
    row = one(explain=True)
    assert row["slope"] == row["sii"] and 0.4 < row["rank_mean"] < 0.6 and "Fieller" in row["source"]


def test_a_table_without_rows_has_an_answer_without_rows(backend):
    assert read_rows(call({name: [] for name in FIVE}, backend, by="area")) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "ratio"}, "no kind 'ratio'"),
        ({"transform": True}, "transform=True needs kind"),
        ({"multiplier": 0}, "multiplier is 0"),
        ({"count": "pop"}, "not both"),
        ({"value": None, "count": "pop"}, "only with kind='proportion'"),
        ({"lower": "v"}, "Give se, or"),
        ({"lower": "v", "upper": "v"}, "not both"),
        ({"kind": "rate", "transform": True}, "needs lower and upper"),
        ({"quantiles": 4}, "needs 5 to 100"),
        ({"quantiles": 5.0}, "whole number"),
        ({"quantile": "area"}, "not numbers"),
    ],
)
def test_a_wrong_call_raises(arguments, message):
    with pytest.raises(ms.ArgumentError, match=message):
        call(**arguments)


def test_fewer_than_five_quantiles_and_more_than_named_are_refused():
    four = {name: cells[:4] for name, cells in FIVE.items()}
    with pytest.raises(ms.ArgumentError, match="There are 4 quantiles"):
        call(four)
    assert read_columns(call(four, quantiles=5))["status"] == ["missing_quantile"]
    six = {name: [*cells, cells[0]] for name, cells in FIVE.items()} | {"q": [1, 2, 3, 4, 5, 6]}
    with pytest.raises(ms.ArgumentError, match="holds 6 different"):
        call(six, quantiles=5)
    assert isinstance(weighted_line(four["pop"], four["v"])[0], Fraction)
