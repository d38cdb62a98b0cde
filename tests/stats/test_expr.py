"""The expression layer: the same digits as the scalars and the frame functions, null where counts cannot be, lazily."""

import csv
from pathlib import Path

import narwhals as nw
import pandas as pd
import polars as pl
import pytest

import moothall.stats as ms
from moothall.stats import expr
from tests.stats.backends import LAZY, SPARK, make_frame, name_kind, read_rows, sort_rows
from tests.stats.reference import is_close, list_results, name_suffixes, read_csv, to_rows

NAN, INFINITY = float("nan"), float("inf")
X = [0.0, 3.0, 9.0, 10.0, 250.0, 4.5, -1.0, 7.0, None, NAN, INFINITY, 5.0, 6.0]
N = [50.0, 12.0, 9.0, 4000.0, 1e6, 10.0, 20.0, 0.0, 10.0, 10.0, 10.0, None, 5.0]
GOOD = range(6)  # rows whose counts can be, also as a proportion
COUNTS = {"line": list(range(len(X))), "x": X, "n": N}


def put(backend, columns, **expressions):
    """Return rows with the expressions' columns, in their own order, and prove that the kind of frame stays."""
    answer = nw.from_native(make_frame(backend, columns)).with_columns(**expressions).to_native()
    assert name_kind(answer) == backend
    return sort_rows(read_rows(answer), ["line"])


def name_pair(limits):
    return dict(zip(("low", "high"), limits, strict=True))


def list_pairs(rows):
    return [(row["low"], row["high"]) for row in rows]


def test_wilson_says_what_the_scalar_says_and_nothing_of_counts_that_cannot_be(backend):
    pairs = list_pairs(put(backend, COUNTS, **name_pair(expr.wilson("x", "n", 0.998))))
    for row in GOOD:
        assert pairs[row] == pytest.approx(ms.wilson_interval(X[row], N[row], confidence=0.998), rel=1e-14)
    assert pairs[6:] == [(None, None)] * 7


@pytest.mark.parametrize("name", ["byar", "exact_poisson", "poisson"])
def test_limits_of_events_say_what_the_scalars_say(name, backend):
    pairs = list_pairs(put(backend, COUNTS, **name_pair(getattr(expr, name)("x", 0.95))))
    scalar = getattr(ms, f"{name}_interval")
    for x, pair in zip(X, pairs, strict=True):
        is_good = x is not None and 0 <= x < INFINITY
        has_none = name == "exact_poisson" and is_good and x >= 10
        if not is_good or has_none or (x == 4.5 and name != "byar"):
            assert pair == (None, None), x
        else:
            assert pair == pytest.approx(scalar(x), rel=1e-14, abs=1e-300), x


@pytest.mark.parametrize(("name", "per"), [("proportion", 100), ("rate", 100_000)])
def test_values_and_limits_are_those_of_the_frame_function(name, per, backend):
    frame = make_frame(backend, COUNTS)
    wanted = sort_rows(read_rows(getattr(ms, name)(frame, "x", "n", confidence=[0.95, 0.998])), ["line"])
    found = put(backend, COUNTS, **getattr(expr, name)("x", "n", confidence=[0.95, 0.998]))
    names = ["value", "lower_95", "upper_95", "lower_99_8", "upper_99_8"]
    for ours, theirs in zip(found, wanted, strict=True):
        for cell in names:
            if name == "rate" and ours["x"] == 4.5 and cell != "value":
                assert ours[cell] is None  # no frame library has the quantiles of a fraction
            else:
                assert is_close(ours[cell], theirs[cell], 1e-14, 1e-300), (ours, cell)
    one = put(backend, COUNTS, **getattr(expr, name)(nw.col("x"), nw.col("n"), per=2 * per))
    assert one[0]["lower"] == 0 and one[1]["value"] == pytest.approx(2 * found[1]["value"], rel=1e-15)
    assert set(expr.rate(confidence=None)) == {"value"}


def test_the_status_is_that_of_the_frame_function(backend):
    wanted = sort_rows(read_rows(ms.proportion(make_frame(backend, COUNTS), "x", "n")), ["line"])
    found = put(backend, COUNTS, status=expr.status_of("x", "n"))
    assert [row["status"] for row in found] == [row["status"] for row in wanted]
    assert len({row["status"] for row in found}) == 6


def test_a_standardised_rate_in_three_steps_is_that_of_the_frame_function(backend):
    table = {
        "area": list("aaabbbcccd"),
        "x": [12.0, 30.0, None, 2.0, 3.0, 1.0, 40.0, 50.0, 60.0, 99.0],
        "n": [900.0, 800.0, 700.0, 500.0, 400.0, 300.0, 0.0, 500.0, 400.0, 1000.0],
        "w": [3.0, 2.0, 1.0] * 3 + [1.0],
    }
    frame = nw.from_native(make_frame(backend, table)).with_columns(**expr.dsr_parts("x", "n", "w"))
    sums = frame.group_by("area").agg(nw.col(*expr.dsr_parts()).sum())
    found = sort_rows(read_rows(sums.with_columns(**expr.dsr_result(confidence=[0.95, 0.998])).to_native()), ["area"])
    asked = {"count": "x", "population": "n", "weight": "w", "by": "area", "confidence": [0.95, 0.998]}
    wanted = sort_rows(read_rows(ms.dsr(make_frame(backend, table), **asked)), ["area"])
    for ours, theirs in zip(found, wanted, strict=True):
        for cell in ("value", "lower_95", "upper_95", "lower_99_8", "upper_99_8"):
            assert is_close(ours[cell], theirs[cell], 1e-13, 0), (ours["area"], cell)
    assert [row["value"] is None for row in found] == [False, True, True, False]


def test_control_limits_are_those_of_the_comparison(backend):
    columns = {"line": [0, 1, 2, 3], "value": [12.0, 30.0, 5.0, 1.0], "b": [20.0, 20.0, 120.0, 20.0]}
    columns["n"] = [50.0, 400.0, 10.0, 0.0]
    found = put(backend, columns, **name_pair(expr.spc_limits("b", "n", per=100)))
    asked = {"method": 5, "per": 100, "benchmark_value": "b", "denominator": "n", "explain": True}
    wanted = sort_rows(read_rows(ms.compare(make_frame(backend, columns), **asked)), ["line"])
    for ours, theirs in zip(found, wanted, strict=True):
        assert is_close(ours["low"], theirs["limit_lower"], 1e-14, 0)
        assert is_close(ours["high"], theirs["limit_upper"], 1e-14, 0)
    assert list_pairs(found)[2:] == [(None, None)] * 2


@pytest.mark.parametrize(
    "call",
    [
        lambda: expr.proportion(per=0),
        lambda: expr.rate(per=-1),
        lambda: expr.wilson("x", "n", 0.5),
        lambda: expr.byar("x", "95"),
        lambda: expr.dsr_result(per=NAN),
        lambda: expr.spc_limits("b", "n", per=0),
        lambda: expr.proportion(confidence=[0.95, 1.0]),
    ],
)
def test_what_cannot_be_asked_for_is_refused(call):
    with pytest.raises(ms.ArgumentError):
        call()


@pytest.mark.needs_shared
def test_every_primitive_of_the_reference_cases_is_ours(backend, cases, record_property):
    """Scalars and expressions; Byar's lower limit is missing there where its formula would fall below 0."""
    ran = 0
    for case in list_results(cases, "ci_primitives"):
        if "confidence" not in case["args"]:
            continue  # a peer's fixture, whose levels and methods stand in its rows
        columns = read_csv(cases / "stats" / case["inputs"]["input"])
        columns["line"] = list(range(len(columns["x"])))
        level, asked = case["args"]["confidence"], {}
        assert len(name_suffixes(level)) == 1
        for name, pair in (("wilson", ("x", "n")), ("byar", ("x",)), ("exact_poisson", ("x",))):
            limits = getattr(expr, name)(*pair, level)
            asked |= {f"{name}_lower": limits[0], f"{name}_upper": limits[1]}
        rows = put(backend, columns, **asked)
        expected = to_rows(read_csv(cases / "stats" / case["expected"]))
        for ours, theirs in zip(rows, expected, strict=True):
            check_primitives(ours, theirs, level)
        ran += 1
    record_property("cases", ("ci_primitives results", backend, ran))
    assert ran >= read_committed()


def check_primitives(ours, theirs, level):
    names = {"wilson": "wilson", "byars": "byar", "poisson_exact": "exact_poisson"}
    for their_name, name in names.items():
        words = (theirs["x"], theirs["n"]) if name == "wilson" else (theirs["x"],)
        scalars = getattr(ms, f"{name}_interval")(*words, confidence=level)
        for side, scalar in zip(("lower", "upper"), scalars, strict=True):
            wanted = theirs[f"{their_name}_{side}"]
            wanted = 0.0 if wanted is None or wanted != wanted else wanted
            assert is_close(scalar, wanted, 1e-10, 1e-12), (theirs, name, side)
            if name != "exact_poisson" or (theirs["x"] < 10 and float(theirs["x"]).is_integer()):
                assert is_close(ours[f"{name}_{side}"], wanted, 1e-10, 1e-12), (theirs, name, side)


def read_committed():
    with (Path(__file__).parent / "cases_run.csv").open(encoding="utf-8", newline="") as stream:
        return next(int(row["results"]) for row in csv.DictReader(stream) if row["function"] == "ci_primitives")


RATES = {
    "line": [0, 1, 2],
    "area": list("EEn"),
    "age": ["0-4", "5-9", "10+"],
    "x": [12, 30, 9],
    "n": [900, 800, 70],
    "w": [3, 2, 1],
    "r": [5, 6, 7],
    "p": [70, 60, 50],
    "value": [2.0, 3.0, 4.0],
    "lower_95": [1.0, 2.5, 3.0],
    "upper_95": [3.0, 3.5, 5.0],
    "lower_99_8": [0.5, 2.0, 2.5],
    "upper_99_8": [3.5, 4.0, 5.5],
}
INDIRECT = {"count": "x", "population": "n", "reference_count": "r", "reference_population": "p", "by": "area"}
STANDARD = {"0-4": 5_000, "5-9": 5_500, "10+": 89_500}
PAIR = {"group": "line", "most": 0, "least": 1}
CALLS = {
    "proportion": lambda df: ms.proportion(df.drop("value", "lower_95", "upper_95"), "x", "n"),
    "rate": lambda df: ms.rate(df.drop("value", "lower_95", "upper_95"), "x", "n"),
    "rate by group": lambda df: ms.rate(df, "x", "n", by="area"),
    "dsr": lambda df: ms.dsr(df, count="x", population="n", weight="w", by="area"),
    "smr": lambda df: ms.smr(df, **INDIRECT),
    "israte": lambda df: ms.israte(df, **INDIRECT),
    "compare 1": lambda df: ms.compare(df, benchmark=2.5),
    "compare 5": lambda df: ms.compare(df, method=5, benchmark=2.5, denominator="n", per=100),
    "compare 15": lambda df: ms.compare(df, method=15),
    "compare 16": lambda df: ms.compare(df, method=16, by="area"),
    "compare 12": lambda df: ms.compare(
        df, method=12, benchmark_value="value", benchmark_lower="lower_95", benchmark_upper="upper_95"
    ),
    "compare 17": lambda df: ms.compare(df, method=17, benchmark=2.5),
    "goal": lambda df: ms.goal(df, rule="interval", polarity="low", at=2.0),
    "goal by percentiles": lambda df: ms.goal(df, rule="percentiles", polarity="low", low=25, high=75),
    "gap": lambda df: ms.gap(df, **PAIR, value="value", lower="lower_95", upper="upper_95"),
    "funnel_significance": lambda df: ms.funnel_significance(df, statistic="ratio", count="x", denominator="n"),
    "funnel_points": lambda df: ms.funnel_points(df, count="x", rate="value", rate_type="crude", years=1),
    "suppress": lambda df: ms.suppress(df.with_columns(status=nw.lit("ok")), columns=["value"], where=nw.col("x") < 10),
    "quantiles": lambda df: ms.quantiles(df, "value", n=2, by="area"),
}

# Labels of age bands are read once, and expected events below 10 that are not whole need a quantile each: these ask
# small queries, of the distinct cells of one column each.
ASK_ONE_COLUMN = {
    "dsr": lambda df: ms.dsr(df, count="x", population="n", age="age", standard=STANDARD),
    "yll": lambda df: ms.yll(df, deaths="x", population="n", age="age", up_to=75, standard=STANDARD),
    "compare 6": lambda df: ms.compare(df, method=6, benchmark=2.5, count="x", per=100),
}


@pytest.mark.parametrize("name", sorted(ASK_ONE_COLUMN))
def test_what_needs_labels_or_counts_asks_for_distinct_cells_and_no_more(name, backend, monkeypatch):
    frame = nw.from_native(make_frame(backend, RATES))
    asked = []
    collect = nw.LazyFrame.collect

    def watch(lazy, *words, **more):
        answer = collect(lazy, *words, **more)
        asked.append(answer.shape)
        return answer

    with monkeypatch.context() as watched:
        watched.setattr(nw.LazyFrame, "collect", watch)
        answer = ASK_ONE_COLUMN[name](frame)
    if backend in LAZY:
        assert 0 < len(asked) <= 2
        assert all(columns == 1 and rows <= len(RATES["age"]) for rows, columns in asked)
        assert name_kind(answer.to_native()) == backend
    assert_answers_as_polars_does(answer, ASK_ONE_COLUMN[name])


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_lazy_frame_is_never_collected_in_the_lane_of_expressions(name, backend, monkeypatch):
    frame = nw.from_native(make_frame(backend, RATES))
    with monkeypatch.context() as locked:
        if backend in LAZY:
            lock(locked, backend)
        answer = CALLS[name](frame)
    assert name_kind(answer.to_native()) == backend
    assert_answers_as_polars_does(answer, CALLS[name])


# But "suppress", whose columns are all the caller's.
@pytest.mark.parametrize("name", sorted((CALLS | ASK_ONE_COLUMN).keys() - {"suppress"}))
def test_every_column_of_an_answer_lies_in_arrow_where_those_of_the_frame_do(name):
    answer = (CALLS | ASK_ONE_COLUMN)[name](nw.from_native(make_frame("pandas-arrow", RATES))).to_native()
    assert {column: str(dtype) for column, dtype in answer.dtypes.items() if not isinstance(dtype, pd.ArrowDtype)} == {}


def assert_answers_as_polars_does(answer, call):
    """The same rows, whatever their order; numbers to 1e-12."""
    found, wanted = (
        sort_rows(rows, [key for key in ("line", "area") if key in rows[0]])
        for rows in (
            read_rows(answer.to_native()),
            read_rows(call(nw.from_native(make_frame("polars", RATES))).to_native()),
        )
    )
    assert len(found) == len(wanted) > 0
    for row, other in zip(found, wanted, strict=True):
        assert list(row) == list(other)
        assert row == {name: pytest.approx(cell, rel=1e-12) if isinstance(cell, float) else cell
                       for name, cell in other.items()}  # fmt: skip


def lock(locked, backend):
    """Make every way out of a lazy frame raise."""

    def refuse(*_words, **_more):
        raise AssertionError("A lazy frame was collected.")

    locked.setattr(nw.LazyFrame, "collect", refuse)
    if backend == "polars-lazy":
        locked.setattr(pl.LazyFrame, "collect", refuse)
    if backend == SPARK:
        from pyspark.sql.classic.dataframe import DataFrame

        for way in ("collect", "toPandas", "toArrow", "take", "count"):
            locked.setattr(DataFrame, way, refuse)
