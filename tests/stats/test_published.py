"""Each function against numbers that others published: textbooks, papers, official tables and guidance.

The figures are facts and stand here with where they were printed. What is printed is rounded, so is what is compared.
Slope and relative index: the official figures of Gloucestershire, in ``test_reference_cases.py``; differences of two
proportions: Newcombe (1998), in ``test_standardised.py``; verdicts of ``compare`` and ``goal``: the published rules of
Fingertips, in ``test_comparisons.py`` and ``test_compared_tables.py``.
"""

import pytest

import moothall.stats as ms
from tests.stats.backends import make_frame, read_rows, sort_rows

# Births and births with Down's syndrome, Michigan 1950 to 1964, by the mother's age (under 20, 20-24, ... 40 and over)
# and birth order: Fleiss JL (1981), Statistical Methods for Rates and Proportions, p. 249.
BIRTHS = {
    "1": (230061, 329449, 114920, 39487, 14208, 3052),
    "2": (72202, 326701, 208667, 83228, 28466, 5375),
    "3": (15050, 175702, 207081, 117300, 45026, 8660),
    "4": (2293, 68800, 132424, 98301, 46075, 9834),
    "5+": (327, 30666, 123419, 149919, 104088, 34392),
}
CASES = {
    "1": (107, 141, 60, 40, 39, 25), "2": (25, 150, 110, 84, 82, 39), "3": (3, 71, 114, 103, 108, 75),
    "4": (1, 26, 64, 89, 137, 96), "5+": (0, 8, 63, 112, 262, 295),
}  # fmt: skip
ALL_BIRTHS = (319933, 931318, 786511, 488235, 237863, 61313)
# California 1970: Chiang CL (1979), Life Table and Mortality Analysis, World Health Organization.
AGES = ("<1", "1-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59",
        "60-64", "65-69", "70-74", "75-79", "80-84", "85+")  # fmt: skip
DEATHS = (6234, 1049, 723, 735, 2054, 2702, 2071, 1964, 2588, 4114, 6722, 8948, 11942, 14309, 17088, 19149, 21325,
          20129, 22483)  # fmt: skip
PEOPLE = (340483, 1302198, 1918117, 1963681, 1817379, 1740966, 1457614, 1219389, 1149999, 1208550, 1245903, 1083852,
          933244, 770770, 620805, 484431, 342097, 210953, 142691)  # fmt: skip
FRACTIONS = (0.09, 0.41, 0.44, 0.54, 0.59, 0.49, 0.51, 0.52, 0.53, 0.54, 0.53, 0.53, 0.52, 0.52, 0.51, 0.52, 0.51, 0.5)
STARTS = (0, 1, *range(5, 85, 5))


def call(backend, function, columns, *args, by, **more):
    columns = {name: list(cells) for name, cells in columns.items()}
    return sort_rows(read_rows(function(make_frame(backend, columns), *args, **more)), [by])


def test_proportion_newcombe_1998(backend):
    """Stat Med 17:857-872, method 3."""
    columns = {"line": [1, 2, 3, 4], "x": [81, 15, 0, 1], "n": [263, 148, 20, 29]}
    rows = call(backend, ms.proportion, columns, "x", "n", by="line", per=1)
    printed = [(0.2553, 0.3662), (0.0624, 0.1605), (0.0, 0.1611), (0.0061, 0.1718)]
    assert [(round(row["lower_95"], 4), round(row["upper_95"], 4)) for row in rows] == printed


def test_rate_garwood_1936(backend):
    """Biometrika 28:437-442: fiducial limits of a Poisson variable, 95 per cent."""
    rows = call(backend, ms.rate, {"x": [0, 1, 5, 9], "n": [1] * 4}, "x", "n", by="x", per=1)
    printed = [(0.0, 3.689), (0.025, 5.572), (1.623, 11.668), (4.115, 17.085)]
    assert [(round(row["lower_95"], 3), round(row["upper_95"], 3)) for row in rows] == printed


def test_mean_student_1908(backend):
    """Biometrika 6:1-25, additional hours of sleep of ten people; the limits are those of R's manual, ``t.test``."""
    hours = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    (row,) = read_rows(ms.mean(make_frame(backend, {"hours": hours}), "hours"))
    assert (row["value"], row["lower_95"], row["upper_95"]) == pytest.approx((1.58, 0.7001142, 2.4598858), abs=5e-8)


def test_dsr_fleiss_1981(backend):
    """Standardised for the mother's age: the rates of Fay MP, Feuer EJ (1997), Stat Med 16:791-801."""
    columns = {
        "order": [order for order in BIRTHS for _ in range(6)],
        "births": [births for row in BIRTHS.values() for births in row],
        "cases": [cases for row in CASES.values() for cases in row],
        "standard": list(ALL_BIRTHS) * 5,
    }
    frame = make_frame(backend, columns)
    rows = read_rows(ms.dsr(frame, count="cases", population="births", weight="standard", by="order"))
    assert [round(row["value"], 1) for row in sort_rows(rows, ["order"])[:3]] == [92.3, 91.2, 85.1]


# Lung cancer by workshop: Wild P and others (2000), Occup Environ Med 57:568-573, table 3.
WORKSHOPS = {"workshop": ["maintenance", "pressing", "support"], "observed": [9, 6, 11], "expected": [3.19, 2.06, 5.82]}
RATIOS = {"maintenance": (2.82, 1.29, 5.36), "pressing": (2.91, 1.06, 6.34), "support": (1.89, 0.94, 3.38)}


@pytest.mark.parametrize("call_it", [ms.smr, ms.israte])
def test_smr_and_israte_wild_2000(call_it, backend):
    """A reference of one event for each expected event: a rate for 1 is then the ratio."""
    frame = make_frame(backend, {**WORKSHOPS, "one": [1.0, 1.0, 1.0]})
    rows = read_rows(
        call_it(frame, count="observed", population="expected", reference_count="one", reference_population="one",
                by="workshop", per=1)
    )  # fmt: skip
    for row in rows:
        found = (row["value"], row["lower_95"], row["upper_95"])
        assert found == pytest.approx(RATIOS[row["workshop"]], abs=0.0101), row


def test_life_expectancy_chiang_1979(backend):
    """71.95 years at birth, 35.56 at 40 and 6.35 at 85."""
    frame = make_frame(backend, {"age": list(AGES), "deaths": list(DEATHS), "people": list(PEOPLE)})
    fractions = dict(zip(STARTS, FRACTIONS, strict=True))
    rows = read_rows(
        ms.life_expectancy(frame, deaths="deaths", population="people", age="age", at=[0, 40, 85], fractions=fractions)
    )
    assert {row["age_from"]: round(row["value"], 2) for row in rows} == {0: 71.95, 40: 35.56, 85: 6.35}


def test_years_of_life_lost_hull_jsna(backend):
    """Ten people who die at 67 on average, eight years before 75, lose 80 years (Hull JSNA, glossary)."""
    columns = {"age": ["65-68", "69-74"], "deaths": [10, 0], "people": [1000, 1000]}
    (row,) = read_rows(
        ms.yll(make_frame(backend, columns), deaths="deaths", population="people", age="age", up_to=75, standard=None)
    )
    assert row["years_lost"] == pytest.approx(80)


def test_quantiles_by_equal_buckets_transact_sql(backend):
    """Microsoft's reference of NTILE: 14 rows in four groups are 4, 4, 3 and 3."""
    frame = make_frame(backend, {"sales": list(range(14))})
    rows = read_rows(ms.quantiles(frame, "sales", n=4, definition="ntile", tie_break="sales"))
    assert [sum(row["quantile"] == bucket for row in rows) for bucket in (1, 2, 3, 4)] == [4, 4, 3, 3]


def test_recent_trend_agresti(backend):
    """Malformations by the mother's drinks, five groups one apart: 1.83 (Agresti A, Categorical Data Analysis)."""
    columns = {"year": [2014, 2015, 2016, 2017, 2018], "x": [48, 38, 5, 1, 1], "n": [17114, 14502, 793, 127, 38]}
    (row,) = read_rows(
        ms.recent_trend(make_frame(backend, columns), period="year", kind="proportion", count="x", denominator="n")
    )
    assert round(row["chi_squared"], 2) == 1.83 and row["trend"] == "no_change"


def test_funnel_significance_of_a_ratio(backend):
    """Of 15.21 expected events 8 to 23 are within the 95 per cent limits of chance.

    Printed in Biological Effects of Low Level Exposures to Chemical and Radiation (1992), with its table 7.5.
    """
    observed = [7, 8, 15, 23, 24]
    frame = make_frame(backend, {"observed": observed, "expected": [15.21] * 5})
    rows = read_rows(ms.funnel_significance(frame, statistic="ratio", count="observed", denominator="expected"))
    words = {row["observed"]: row["significance"] for row in rows}
    assert [words[count].removesuffix("_95") for count in observed] == ["low", *["not_significant"] * 3, "high"]


def test_funnel_limits_of_ratios_garwood_1936(backend):
    """Where a ratio of so many events leaves the funnel: Garwood's limits of them, 95 per cent (see ``rate``)."""
    frame = make_frame(backend, {"observed": [1, 5, 9], "expected": [2.0, 5.0, 8.0]})
    rows = read_rows(
        ms.funnel_limits(frame, statistic="ratio", ratio_type="isr", count="observed", denominator="expected")
    )
    printed = {1: (0.025, 5.572), 5: (1.623, 11.668), 9: (4.115, 17.085)}
    by_events = {row["observed"]: row for row in rows}
    for events, (lower, upper) in printed.items():
        row = by_events[events]
        assert (round(row["upper_95_x"], 3), round(row["lower_95_x"], 3)) == (lower, upper)
        assert row["lower_95"] == pytest.approx(100 * events / upper, rel=1e-4)
        assert row["upper_95"] == pytest.approx(100 * events / lower, rel=0.02)  # 0.025 is printed with two digits


@pytest.mark.parametrize(("x", "n", "printed"), [(81, 263, (0.2522, 0.3638)), (15, 148, (0.0527, 0.1500))])
def test_funnel_limits_of_proportions_newcombe_1998(x, n, printed, backend):
    """Stat Med 17:857-872, method 1, whose interval of a proportion is the funnel around it at its own size."""
    frame = make_frame(backend, {"x": [x, 0], "n": [n, n]})
    rows = read_rows(ms.funnel_limits(frame, statistic="proportion", count="x", denominator="n", baseline=x / n, per=1))
    (row,) = [row for row in rows if row["population"] == n]
    assert (round(row["lower_95"], 4), round(row["upper_95"], 4)) == printed


@pytest.mark.parametrize(("deaths", "rate", "houses"), [(1263, 315, 40046), (98, 37, 26107)])
def test_funnel_points_snow_1855(deaths, rate, houses, backend):
    """Cholera by company of water, deaths for 10,000 houses: On the Mode of Communication of Cholera, table 9.

    The rates are printed without their fractions, so the houses lie between those that two neighbours lead to.
    """
    frame = make_frame(backend, {"deaths": [deaths, deaths], "rate": [rate, rate + 1]})
    rows = read_rows(ms.funnel_points(frame, count="deaths", rate="rate", rate_type="crude", per=10_000, years=1))
    most, least = sorted((row["funnel_denominator"] for row in rows), reverse=True)
    assert least < houses < most < 1.03 * least
