"""The names of the official package: the reference cases under its own arguments, and none of its faults."""

import pytest

import moothall.stats as ms
from moothall.stats import compat
from tests.stats.backends import make_frame, name_kind, read_columns, read_rows, sort_rows
from tests.stats.reference import list_differences, list_results, read_csv, to_rows

NAN = float("nan")
COUNTS = {"g": ["a", "a", "b", None], "x": [0, 3, 12, 40], "n": [50, 100, 200, 400], "v": [-1.0, -3.0, 5.0, 7.0]}
LIMITS = ["lower_95_ci", "upper_95_ci"]


def put_counts(given):
    by = given["group_by"] or None
    words = (given["numerator"], given["denominator"], by)
    return words, {"multiplier": given["multiplier"]}


def put_mean(given):
    return (given["value"], given["group_by"]), {}


def put_dsr(given):
    words = (given["numerator"], given["denominator"], given["standard_population"], given["group_by"])
    return words, {"multiplier": given["multiplier"], "euro_standard_pops": False}


def put_indirect(given):
    names = ("numerator", "denominator", "reference_numerator", "reference_denominator", "group_by")
    scale = "multiplier" if "multiplier" in given else "refvalue"
    return tuple(given[name] for name in names), {scale: given.get("multiplier", given.get("reference_value"))}


PUT = {
    "proportion": ("ph_proportion", put_counts),
    "rate": ("ph_rate", put_counts),
    "mean": ("ph_mean", put_mean),
    "dsr": ("ph_dsr", put_dsr),
    "israte": ("ph_ISRate", put_indirect),
    "isratio": ("ph_ISRatio", put_indirect),
}
COMPARED = (
    "value",
    "value_sum",
    "value_count",
    "stdev",
    "total_count",
    "total_pop",
    "observed",
    "expected",
    "ref_rate",
)


def read_tables(case, cases, given):
    """Return the further tables of a case as the package takes them."""
    found = {}
    for ours, theirs, on in (("ref", "reference", given.get("join_on")), ("obs", "observed_totals", given["group_by"])):
        if theirs in case["inputs"]:
            found[f"{ours}_df"] = make_frame("pandas", read_csv(cases / "stats" / case["inputs"][theirs]))
            found |= {f"{ours}_join_left": on, f"{ours}_join_right": on}
    return found


@pytest.mark.needs_shared
@pytest.mark.parametrize("function", sorted(PUT))
def test_the_reference_cases_come_out_under_the_packages_names(function, cases):
    ran, name, put = 0, *PUT[function]
    for case in list_results(cases, function):
        given = case["args"]
        if given.get("independent_events") is False:
            continue  # the package has no frequencies
        words, more = put(given)
        frame = make_frame("pandas", read_csv(cases / "stats" / case["inputs"]["input"]))
        more |= {"confidence": given["confidence"], "columns": "phe", **read_tables(case, cases, given)}
        rows = read_rows(getattr(compat, name)(frame, *words, **more))
        expected = to_rows(read_csv(cases / "stats" / case["expected"]))
        limits = [column for column in expected[0] if column.endswith("cl")]
        columns = [*[column for column in COMPARED if column in expected[0]], *limits]
        keys = given["group_by"]
        rows, expected = (sort_rows(table, keys) for table in (rows, expected)) if keys else (rows, expected)
        same = {column: column for column in columns}
        scale = given.get("multiplier", 1)
        assert list_differences(rows, expected, same, case["tolerance"]["rel"], 1e-12 * scale) == [], case["id"]
        assert limits or given["confidence"] is None, case["id"]
        ran += 1
    assert ran >= 5


@pytest.mark.needs_shared
def test_quantiles_of_the_reference_cases_come_out_under_the_packages_names(cases):
    ran = 0
    for case in list_results(cases, "quantile"):
        given = case["args"]
        columns = read_csv(cases / "stats" / case["inputs"]["input"])
        invert = given.get("invert_column", given.get("invert"))
        words = (given["value"], given["group_by"] or None, given["nquantiles"], invert)
        rows = read_rows(compat.ph_quantile(make_frame("pandas", columns), *words, type="standard"))
        expected = to_rows(read_csv(cases / "stats" / case["expected"]))
        assert list_differences(rows, expected, {"quantile": "quantile"}, 0, 0) == [], case["id"]
        ran += 1
    assert ran >= 10


def test_columns_are_called_as_in_the_python_package_and_stand_in_its_order(backend):
    frame = make_frame(backend, COUNTS)
    answer = compat.ph_proportion(frame, "x", "n", "g", multiplier=100)
    assert name_kind(answer) == backend
    told = ["Statistic", "Confidence", "Method", "status"]
    assert list(read_columns(answer)) == ["g", "x", "n", "Value", *LIMITS, *told]
    rows = sort_rows(read_rows(answer), ["g"])
    assert [row["Value"] for row in rows] == pytest.approx([2.0, 6.0, 10.0])
    assert rows[0]["Statistic"] == "Proportion of 100" and rows[0]["Confidence"] == "95%"
    assert {row["Method"] for row in rows} == {"Wilson"}
    both = read_columns(compat.ph_rate(frame, "x", "n", metadata=False, confidence=[0.95, 0.998]))
    assert list(both)[4:] == ["Value", *LIMITS, "lower_99_8_ci", "upper_99_8_ci", "status"]
    dsr = read_columns(compat.ph_dsr(frame, "x", "n", "n", ["g"], euro_standard_pops=False))
    assert list(dsr)[:4] == ["g", "Total Count", "Total Pop", "Value"]


def test_columns_may_be_called_as_in_the_r_package(backend):
    frame = make_frame(backend, COUNTS)
    one = read_columns(compat.ph_rate(frame, "x", "n", "g", columns="phe"))
    assert list(one) == ["g", "x", "n", "value", "lowercl", "uppercl", "statistic", "confidence", "method", "status"]
    two = read_columns(compat.ph_mean(frame, "v", "g", confidence=[0.95, 0.998], columns="phe", metadata=False))
    limits = ["lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl"]
    assert list(two) == ["g", "value_sum", "value_count", "stdev", "value", *limits, "status"]


def test_what_stops_the_package_stops_nothing_here(backend):
    """Counts of zero, means below zero, no level, a missing group key, fractions of a multiplier; the frame is kept."""
    frame = make_frame(backend, {**COUNTS, "cases": [10.0] * 4, "people": [500.0] * 4})
    before = repr(read_columns(frame))
    rates = sort_rows(read_rows(compat.ph_rate(frame, "x", "n", multiplier=0.5)), ["n"])
    assert rates[0]["Value"] == rates[0]["lower_95_ci"] == 0 and {row["Method"] for row in rates} == {"Exact", "Byars"}
    ratios = sort_rows(read_rows(compat.ph_ISRatio(frame, "x", "n", "cases", "people", "g", confidence=None)), ["g"])
    assert [row["Observed"] for row in ratios] == [3, 12, 40] and "Confidence" not in ratios[0]
    means = sort_rows(read_rows(compat.ph_mean(frame, "v", "g")), ["g"])
    assert [row["Value"] for row in means] == [-2, 5, 7] and means[2]["g"] is None
    assert [row["status"] for row in means] == ["ok", "too_few_values", "too_few_values"]
    assert repr(read_columns(frame)) == before


def test_age_bands_join_the_european_standard_by_their_labels():
    ages = ["0-4", "5 to 9", "10-14"]
    frame = make_frame("pandas", {"age": ages, "x": [20, 30, 40], "n": [1_000, 1_100, 1_200]})
    (row,) = read_rows(compat.ph_dsr(frame, "x", "n", "age"))
    assert row["Value"] == pytest.approx(1e5 * (5_000 * 0.02 + 5_500 * 3 / 110 + 5_500 * 4 / 120) / 16_000)
    standard = make_frame("pandas", {"band": ages, "w": [1.0, 2.0, 3.0]})
    joined = {"ref_df": standard, "ref_join_left": "age", "ref_join_right": "band"}
    (row,) = read_rows(compat.ph_dsr(frame, "x", "n", "w", euro_standard_pops=False, **joined))
    assert row["Value"] == pytest.approx(1e5 * (0.02 + 2 * 3 / 110 + 3 * 4 / 120) / 6)
    assert list(frame.columns) == ["age", "x", "n"]


def test_quantiles_add_what_the_package_adds(backend):
    frame = make_frame(backend, {"g": list("aaab"), "v": [1.0, 2.0, 3.0, 4.0]})
    rows = sort_rows(read_rows(compat.ph_quantile(frame, "v", "g", nquantiles=3)), ["v"])
    assert list(rows[0]) == ["g", "v", "nquantiles", "num_rows", "rank", "quantile", "qinverted", "status"]
    assert [row["quantile"] for row in rows[:3]] == [3, 2, 1] and rows[3]["status"] == "too_few_values"
    assert [row["num_rows"] for row in rows] == [3, 3, 3, 1] and rows[0]["rank"] == 3
    assert {row["qinverted"] for row in rows} == {"lowest quantile represents highest values"}


def test_the_three_functions_of_funnels_speak_the_packages_words(backend):
    table = {"x": [150, 95, 310, 12], "n": [1_000, 900, 1_600, 110], "r": [100.0, 50.0, 310.0, 12.0]}
    frame = make_frame(backend, table)
    rows = sort_rows(read_rows(compat.assign_funnel_significance(frame, "x", "proportion", "n")), ["n"])
    assert [row["significance"] for row in rows] == [
        "Not significant",
        "Low (0.001)",
        "Not significant",
        "High (0.001)",
    ]
    few = make_frame(backend, {"x": [4.0, 20.0], "r": [10.0, 20.0]})
    words = [
        row["significance"] for row in read_rows(compat.assign_funnel_significance(few, "x", "rate", None, "r", "dsr"))
    ]
    assert compat.NOT_PLACED in words
    points = read_columns(compat.calculate_funnel_points(frame, "x", "r", "crude", "n", 1_000, 3))
    assert list(points) == ["x", "n", "r", "r_chart", "denom_derived", "status"]
    limits = read_columns(compat.calculate_funnel_limits(frame, "x", "proportion", 100, "n"))
    sides = [f"{side}_{level}_limit" for level in ("2s", "3s") for side in ("lower", "upper")]
    assert set(limits) == {"Population", *sides, "baseline", "Statistic", "Method"} and len(limits["baseline"]) == 100
    ratios = compat.calculate_funnel_limits(frame, "x", "ratio", 100, "n", metadata=False, ratio_type="isr")
    assert list(read_columns(ratios))[:3] == ["Observed_events", "lower_2s_exp_events", "lower_2s_limit"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda df: compat.ph_rate(df, "x", "n", columns="r"), "no columns 'r'"),
        (lambda df: compat.ph_quantile(df, "v", type="short"), "no type 'short'"),
        (lambda df: compat.ph_ISRate(df, "x", "n", "x", "n", reference=df), "no argument 'reference'"),
        (lambda df: compat.ph_dsr(df, "x", "n", "w", ref_df=df), "ref_join_left and ref_join_right are needed"),
        (lambda df: compat.ph_ISRate(df, "x", "n", "x", "n", ref_df=df, ref_join_left="g"), "as many columns each"),
    ],
)
def test_a_call_that_cannot_be_answered_is_refused(call, message):
    with pytest.raises(ms.ArgumentError, match=message):
        call(make_frame("pandas", COUNTS))
