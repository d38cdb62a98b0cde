"""Every reference case on every kind of frame; how many ran is printed, and may not fall below ``cases_run.csv``."""

import csv
from pathlib import Path

import pytest

import moothall.stats as ms
from tests.stats.backends import make_frame, read_rows
from tests.stats.reference import (
    KEEP_ROWS,
    NUMBER,
    OURS,
    PUT,
    arrange,
    list_differences,
    list_refused,
    list_results,
    list_vectors,
    list_wide_differences,
    read_csv,
    sort_rows,
    to_rows,
)

pytestmark = pytest.mark.needs_shared
with (Path(__file__).parent / "cases_run.csv").open(encoding="utf-8", newline="") as stream:
    COMMITTED = {row["function"]: row for row in csv.DictReader(stream)}
FUNCTIONS = sorted({*COMMITTED} - {"ci_primitives"})  # scalars and expressions: test_expr.py


def call(put, columns, backend, **more):
    """Call our function on frames of one kind."""
    if put.function in KEEP_ROWS and not put.keys:
        columns = {**columns, NUMBER: list(range(len(next(iter(columns.values())))))}
    tables = {name: make_frame(backend, table) for name, table in put.tables.items()}
    function = getattr(ms, put.function)
    return function(make_frame(backend, columns), **{**put.arguments, **tables, **more})


def settle(ran, function, kind, backend, record_property):
    record_property("cases", (f"{function} {kind}", backend, ran))
    assert ran >= int(COMMITTED[function][kind]), f"{ran} {kind} of {function} ran: cases_run.csv asks for more"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_result_of_the_reference_cases_is_ours(function, backend, cases, record_property):
    ran = 0
    for case in list_results(cases, function):
        columns = read_csv(cases / "stats" / case["inputs"]["input"])
        put = PUT[function]({**case, "folder": cases / "stats"}, columns)
        found = arrange(call(put, columns, backend), put)
        # Where a case names a table of its tolerance, that one is free of the source's own inexactness.
        path = case["exact"] if "table" in case["tolerance"] else case["expected"]
        rows = to_rows(read_csv(cases / "stats" / path))
        expected = sort_rows([row for row in rows if not put.leave_out(row)], put.their_keys or put.keys)
        relative, absolute = case["tolerance"]["rel"], 1e-12 * put.per
        wrong = list_differences(found, expected, put.columns, relative, absolute, put.words)
        if put.widths:
            rows = to_rows(read_csv(cases / "stats" / case.get("exact", case["expected"])))
            wrong += list_wide_differences(found, sort_rows(rows, put.keys), put)
        assert wrong == [], (case["id"], wrong[:5])
        ran += 1
    settle(ran, function, "results", backend, record_property)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_input_that_the_reference_refuses_is_refused(function, backend, cases, record_property):
    ran = 0
    for case in list_refused(cases, function):
        put = PUT[function](case, case["input"])
        if case["kind"] == "argument":
            for strict in (False, True):
                with pytest.raises(ms.ArgumentError):
                    call(put, case["input"], backend, strict=strict)
        else:
            with pytest.raises(ms.DataError) as refused:
                call(put, case["input"], backend, strict=True)
            assert case["status"] in refused.value.counts
            found = read_rows(call(put, case["input"], backend))
            if function == "funnel_limits":  # a row that cannot be has none in the answer
                assert {row["left_out"] for row in found} == {1}, case["id"]
                ran += 1
                continue
            assert case["status"] in [row[name] for row in found for name in row if name.endswith("status")], case["id"]
        ran += 1
    settle(ran, function, "refused", backend, record_property)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_hand_sized_vector_is_ours(function, backend, cases, record_property):
    ran = 0
    for vector in list_vectors(cases, function):
        numbered = {**vector["input"], NUMBER: list(range(len(next(iter(vector["input"].values())))))}
        answer = getattr(ms, OURS.get(function, function))(make_frame(backend, numbered), **vector["args"])
        found = read_rows(answer)
        if found and NUMBER in found[0]:
            found = sort_rows(found, [NUMBER])
        names = {name: name for name in vector["expected"]}
        relative, absolute = (vector["tolerance"], 1e-12) if vector["tolerance"] < 1e-6 else (0, vector["tolerance"])
        wrong = list_differences(found, to_rows(vector["expected"]), names, relative, absolute)
        assert wrong == [], (vector["id"], wrong[:5])
        ran += 1
    settle(ran, function, "vectors", backend, record_property)


def test_the_committed_table_names_every_function_that_can_be_put(cases):
    assert set(PUT) <= set(FUNCTIONS)
    for function in set(FUNCTIONS) - set(PUT):
        assert list_results(cases, function) == list_refused(cases, function) == []
