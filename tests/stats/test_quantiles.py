"""Quantiles: three definitions, each against its twin; what cannot be ranked says why. On every kind of frame."""

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moothall.stats as ms
from tests.stats import twins
from tests.stats.backends import LAZY, make_frame, name_kind, read_columns, read_rows, sort_rows

NAN, INFINITY = float("nan"), float("inf")
AREAS = {
    "county": ["n", "n", "n", "n", "n", "s", "s", "s", None, None, None],
    "area": list("abcdefghijk"),
    "score": [5.0, 1.0, None, 3.0, 3.0, 2.0, INFINITY, NAN, 7.0, 8.0, 9.0],
}
DEFINITIONS = ("rank", "percentile", "ntile")


def call(columns, backend, value="score", **arguments):
    numbered = {**columns, "line": list(range(len(columns[value])))}
    frame = make_frame(backend, numbered)
    before = repr(read_columns(frame))
    answer = ms.quantiles(frame, value, **arguments)
    assert name_kind(answer) == backend
    assert repr(read_columns(frame)) == before
    return sort_rows(read_rows(answer), ["line"])


def pick(rows, name):
    return [row[name] for row in rows]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_each_group_is_ranked_alone_and_what_has_no_quantile_says_why(definition, backend):
    rows = call(AREAS, backend, n=3, by="county", definition=definition, tie_break="area")
    statuses = pick(rows, "quantile_status")
    assert statuses[:5] == ["ok", "ok", "missing_input", "ok", "ok"]
    assert statuses[5:8] == ["too_few_values", "not_finite", "missing_input"]
    assert statuses[8:] == ["ok"] * 3  # a missing key is a group of its own
    assert pick(rows, "quantile")[8:] == [3, 2, 1]
    for row in rows:
        assert (row["quantile"] is None) == (row["quantile_status"] != "ok")
        assert row["quantile_method"] == definition


def test_the_three_definitions_differ_where_the_note_says(backend):
    scores = {"area": [f"a{i:02}" for i in range(12)], "score": [1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}
    found = {
        word: pick(call(scores, backend, n=5, definition=word, first="lowest", tie_break="area"), "quantile")
        for word in DEFINITIONS
    }
    assert found["rank"] == [1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5]
    assert found["percentile"] == [1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5]
    assert found["ntile"] == [1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5]


def test_no_quantile_is_off_by_one_as_it_is_in_floating_point(backend):
    """What a peer gets wrong: in doubles the eighth of 28 values is in twentieth 5, and belongs into 6."""
    rows = call({"score": list(range(1, 29))}, backend, n=20, first="lowest")
    assert rows[7]["quantile"] == 6


def test_ranks_are_exact_at_every_place_of_groups_up_to_five_hundred():
    for m in (*range(20, 60), 97, 100, 343, 499):
        frame = pl.DataFrame({"score": range(m)})
        for n in (7, 10, 20):
            found = ms.quantiles(frame, "score", n=n, first="lowest")["quantile"].to_list()
            assert found == [max(1, (n + 1) + (-((m + 1 - r) * n) // m)) for r in range(1, m + 1)], (m, n)


def test_the_order_of_rows_never_matters_to_equal_buckets(backend):
    """What web engines get wrong: quintiles that depend on the order of rows."""
    scores = {"area": list("abcdefghij"), "score": [1, 1, 1, 1, 1, 2, 2, 2, 2, 2]}
    turned = {name: cells[::-1] for name, cells in scores.items()}
    answers = [
        {row["area"]: row["quantile"] for row in call(table, backend, n=5, definition="ntile", tie_break="area")}
        for table in (scores, turned)
    ]
    assert answers[0] == answers[1]
    assert [answers[0][area] for area in "fghij"] == [1, 1, 2, 2, 3]


def test_rows_that_nothing_tells_apart_have_no_bucket_where_it_would_differ(backend):
    scores = {"area": list("aabbcc"), "score": [1, 1, 1, 1, 2, 2]}
    rows = call(scores, backend, n=2, definition="ntile", first="lowest", tie_break=["area"])
    assert pick(rows, "quantile") == [1, 1, None, None, 2, 2]
    assert pick(rows, "quantile_status") == ["ok", "ok", "undefined", "undefined", "ok", "ok"]


def test_a_column_says_group_by_group_which_end_is_the_first(backend):
    table = {
        "group": list("ppqqrrr"),
        "score": [1, 2, 1, 2, 1, 2, 3],
        "up": [True, True, False, False, True, None, True],
    }
    rows = call(table, backend, n=2, by="group", first_is_highest="up")
    assert pick(rows, "quantile") == [2, 1, 1, 2, 2, None, 1]
    assert rows[5]["quantile_status"] == "missing_input"


def test_a_direction_that_varies_within_a_group_spoils_that_group_alone(backend):
    table = {"group": list("ppqq"), "score": [1, 2, 1, 2], "up": [True, False, True, True]}
    rows = call(table, backend, n=2, by="group", first_is_highest="up")
    assert pick(rows, "quantile_status") == ["inconsistent_input"] * 2 + ["ok"] * 2
    with pytest.raises(ms.DataError) as refused:
        call(table, backend, n=2, by="group", first_is_highest="up", strict=True)
    assert refused.value.counts == {"inconsistent_input": 2}


def test_too_few_values_are_no_error_under_strict(backend):
    rows = call({"score": [1.0, 2.0]}, backend, n=5, strict=True)
    assert pick(rows, "quantile_status") == ["too_few_values"] * 2


def test_explain_adds_the_rank_and_how_many_values_there_are(backend):
    rows = call(AREAS, backend, n=2, by="county", explain=True)
    assert pick(rows, "rank")[:5] == [1, 4, None, 2, 2]
    assert pick(rows, "present") == [4] * 5 + [1] * 3 + [3] * 3
    assert "⌈((m+1) − r)·n/m⌉" in rows[0]["formula"] and "OHID" in rows[0]["source"]


def test_columns_stand_behind_the_callers_in_the_rows_own_order(backend):
    answer = read_columns(ms.quantiles(make_frame(backend, AREAS), "score", n=2, by=["county"]))
    assert list(answer) == ["county", "area", "score", "quantile", "quantile_method", "quantile_status"]
    if backend not in LAZY:
        assert answer["area"] == AREAS["area"]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_quantiles_are_whole_numbers_wherever_a_whole_number_may_be_missing(definition, backend):
    answer = ms.quantiles(make_frame(backend, AREAS), "score", n=2, definition=definition, tie_break="area")
    wanted = nw.Float64 if backend == "pandas" else nw.Int64
    assert nw.from_native(answer).collect_schema()["quantile"] == wanted


def test_a_pandas_frame_keeps_its_index_and_whole_numbers_where_none_is_missing():
    frame = pd.DataFrame({"score": [1.0, 3.0, 2.0]}, index=[7, 5, 9])
    answer = ms.quantiles(frame, "score", n=3)
    assert answer.index.tolist() == [7, 5, 9]
    assert answer["quantile"].tolist() == [3, 1, 2]
    assert str(answer["quantile"].dtype) == "int64"


def test_a_table_without_rows_has_an_answer_without_rows(backend):
    frame = nw.from_native(make_frame(backend, {"area": ["a"], "score": [1.0]}))
    empty = frame.filter(nw.col("score") > 1).to_native()
    for definition in DEFINITIONS:
        answer = ms.quantiles(empty, "score", by="area", definition=definition, tie_break="area")
        assert read_rows(answer) == []


def test_large_values_with_many_digits_are_held_against_their_own_bounds(backend):
    """Rounding by ten decimals would lose the last digits of a large value, and move a tie over its bound."""
    table = {"score": [1234567.1] * 3 + [7654321.123456] * 4 + [99999999.7]}
    rows = call(table, backend, n=4, definition="percentile", first="lowest")
    wanted = twins.quantile_of_each(table["score"], 4, "percentile", "lowest", [""] * 8)
    assert pick(rows, "quantile") == wanted


def test_bounds_between_the_greatest_numbers_of_both_signs_are_numbers(backend):
    """The way from one to the other is longer than a float can say."""
    most = 1.7e308
    for score, n in (([-most, most], 2), ([-most, -most, most, most], 2), ([-most, most, most, 0.0, -most, most], 4)):
        rows = call({"score": score}, backend, n=n, definition="percentile", first="lowest")
        wanted = twins.quantile_of_each(score, n, "percentile", "lowest", [""] * len(score))
        assert pick(rows, "quantile") == wanted


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_a_whole_quotient_stays_whole_on_every_kind_of_frame(definition, backend):
    """One library divides by 49 through its reciprocal, and makes 49 of 49 a little less than one."""
    table = {"score": [float(i) for i in range(49)], "name": [f"{i:02}" for i in range(49)]}
    rows = call(table, backend, n=49, definition=definition, first="lowest", tie_break="name")
    wanted = twins.quantile_of_each(table["score"], 49, definition, "lowest", table["name"])
    assert pick(rows, "quantile") == wanted


scores = st.lists(
    st.one_of(st.integers(-3, 3).map(float), st.floats(-1e6, 1e6, allow_subnormal=False)), min_size=2, max_size=30
)


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("kind", ["polars", "pyarrow", "pandas"])
@settings(deadline=None, max_examples=60)
@given(scores, st.integers(2, 12), st.sampled_from(["highest", "lowest"]))
def test_every_value_is_where_its_twin_puts_it(definition, kind, values, n, first):
    names = [f"{i:02}" for i in range(len(values))]
    rows = call({"score": values, "name": names}, kind, n=n, definition=definition, first=first, tie_break="name")
    if len(values) < n:
        assert pick(rows, "quantile_status") == ["too_few_values"] * len(values)
    else:
        assert pick(rows, "quantile") == twins.quantile_of_each(values, n, definition, first, names)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 6)), min_size=1, max_size=25), st.integers(2, 5))
def test_windows_and_the_kernel_say_the_same(rows, n):
    groups, values = zip(*rows, strict=True)
    table = {"group": list(groups), "score": [float(value) for value in values], "line": list(range(len(rows)))}
    for definition in DEFINITIONS:
        asked = {"n": n, "by": "group", "definition": definition, "tie_break": "line", "explain": True}
        assert call(table, "polars", **asked) == call(table, "pyarrow", **asked)


@settings(deadline=None, max_examples=40)
@given(scores, st.sampled_from(DEFINITIONS))
def test_other_groups_row_order_and_direction_change_nothing_but_the_side(values, definition):
    names = [f"{i:02}" for i in range(len(values))]
    alone = {"group": ["a"] * len(values), "score": values, "name": names}
    asked = {"n": 2, "by": "group", "definition": definition, "tie_break": "name"}
    plain = {row["name"]: row["quantile"] for row in call(alone, "polars", **asked)}
    mixed = {"group": ["b", *alone["group"][::-1]], "score": [0.0, *values[::-1]], "name": ["x", *names[::-1]]}
    found = {row["name"]: row["quantile"] for row in call(mixed, "polars", **asked)}
    assert {name: found[name] for name in names} == plain
    if definition == "percentile":
        other = call(alone, "polars", **asked, first="lowest")
        assert {row["name"]: 3 - row["quantile"] for row in other} == plain


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"definition": "best"}, "no definition 'best'"),
        ({"first": "largest"}, "no first 'largest'"),
        ({"n": 1}, "whole number of quantiles from 2"),
        ({"n": 2.0}, "whole number of quantiles from 2"),
        ({"n": True}, "whole number of quantiles from 2"),
        ({"definition": "ntile"}, "tie_break is needed"),
        ({"first_is_highest": "area"}, "not true and false"),
        ({"first_is_highest": "flag"}, "no column 'flag'"),
        ({"tie_break": "name"}, "no column 'name'"),
        ({"value": "area"}, "not numbers"),
    ],
)
def test_a_call_that_cannot_be_answered_is_refused(arguments, message):
    value = arguments.pop("value", "score")
    with pytest.raises(ms.ArgumentError, match=message):
        ms.quantiles(make_frame("polars", AREAS), value, **arguments)


def test_a_column_that_is_there_already_is_refused():
    with pytest.raises(ms.ColumnError, match="'quantile'"):
        ms.quantiles(make_frame("polars", {"score": [1, 2], "quantile": [0, 0]}), "score", n=2)
