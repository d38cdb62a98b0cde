"""Frames of chance: whatever stands in their cells, nothing raises, nothing is missing without a word, limits enclose.

The ordinary run takes 25 frames a test; ``make frames`` takes ten thousand in all (FRAMES=).
"""

import os
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import moothall.stats as ms
from moothall.stats.status import STATUS_BY_WORD
from tests.stats.backends import make_frame, read_rows, sort_rows

# What it calls, other tests have measured: its worth is in how many it calls.
pytestmark = pytest.mark.unmeasured

KINDS = ("polars", "pandas", "pyarrow")
NAN, INFINITY = float("nan"), float("inf")
bad = st.sampled_from([None, NAN, INFINITY, -INFINITY, -1.0, 0.0, -0.0, 1.7e308, 1e50, 1e-50, 1e-300])
counts = st.one_of(st.integers(0, 40).map(float), st.floats(0, 50, allow_subnormal=False), bad)
people = st.one_of(st.integers(1, 5_000).map(float), st.floats(0.5, 1e6), bad)
rows = st.lists(st.tuples(st.sampled_from(["a", "b", None]), counts, people, people, people), min_size=1, max_size=14)
kinds = st.sampled_from(KINDS)
LIMITS = (("lower_95", "value", "upper_95"), ("lower_99_8", "lower_95", "value"), ("value", "upper_95", "upper_99_8"))
TWO = [0.95, 0.998]
GROUPED = {
    "proportion": lambda df, per: ms.proportion(df, "x", "n", by="g", per=per, confidence=TWO),
    "rate": lambda df, per: ms.rate(df, "x", "n", by="g", per=per, confidence=TWO),
    "mean": lambda df, per: ms.mean(df, "x", by="g", confidence=TWO),
    "dsr": lambda df, per: ms.dsr(df, count="x", population="n", weight="w", by="g", per=per, confidence=TWO),
    "smr": lambda df, per: ms.smr(
        df, count="x", population="n", reference_count="w", reference_population="p", by="g", per=per, confidence=TWO
    ),
    "israte": lambda df, per: ms.israte(
        df, count="x", population="n", reference_count="w", reference_population="p", by="g", per=per, confidence=TWO
    ),
}
BY_ROW = {
    "proportion": lambda df: ms.proportion(df, "x", "n", confidence=TWO),
    "rate": lambda df: ms.rate(df, "x", "n", confidence=TWO),
    "quantiles": lambda df: ms.quantiles(df, "x", n=3, by="g"),
    "percentiles": lambda df: ms.quantiles(df, "x", n=3, by="g", definition="percentile"),
    "significance": lambda df: ms.funnel_significance(df, statistic="ratio", count="x", denominator="n"),
    "points": lambda df: ms.funnel_points(df, count="x", rate="n", rate_type="dsr", years=2),
}
TESTS = len(BY_ROW) + len(GROUPED) + 1
FRAMES = ceil(int(os.environ.get("MOOTHALL_FRAMES", 25 * TESTS)) / TESTS)
chance = settings(deadline=None, max_examples=FRAMES, suppress_health_check=list(HealthCheck))


def lay(found):
    names = ("g", "x", "n", "w", "p")
    columns = {name: list(cells) for name, cells in zip(names, zip(*found, strict=True), strict=True)}
    return {"line": list(range(len(found))), **columns}


def is_missing(cell):
    return cell is None or cell != cell


def check(row):
    """Judge one row of an answer: no infinity, a word for all that is missing, limits around their value."""
    (name,) = [name for name in ("status", "quantile_status", "significance_status", "funnel_status") if name in row]
    assert row[name] in STATUS_BY_WORD
    own = [cell for cell in row if cell in ("value", "quantile", "funnel_rate", "funnel_denominator") or "er_9" in cell]
    for cell in own:
        assert is_missing(row[cell]) or abs(row[cell]) < INFINITY, (cell, row)
        assert not is_missing(row[cell]) or row[name] != "ok", (cell, row)
    for low, middle, high in LIMITS:
        cells = [row.get(cell) for cell in (low, middle, high)]
        if not any(map(is_missing, cells)):
            slack = 1e-12 * max(map(abs, cells))  # the value of rates and standardised rates is rounded like its limits
            assert cells[0] <= cells[1] + slack and cells[1] <= cells[2] + slack, row


@pytest.mark.parametrize("name", sorted(BY_ROW))
@chance
@given(rows, kinds)
def test_no_row_stops_the_others_and_none_is_without_a_word(name, found, kind):
    answer = read_rows(BY_ROW[name](make_frame(kind, lay(found))))
    assert [row["line"] for row in answer] == list(range(len(found)))
    for row in answer:
        check(row)


@pytest.mark.parametrize("name", sorted(GROUPED))
@chance
@given(rows, kinds, st.sampled_from([0.25, 1.0, 1024.0]))
def test_no_group_stops_the_others_and_neither_order_nor_units_nor_other_groups_matter(name, found, kind, per):
    call, columns = GROUPED[name], lay(found)
    answer = read_rows(call(make_frame(kind, columns), 1))
    assert len(answer) == len(set(columns["g"]))
    for row in answer:
        check(row)
    turned = {cell: cells[::-1] for cell, cells in columns.items()}
    assert_same(answer, read_rows(call(make_frame(kind, turned), 1)))
    if name != "mean":
        assert_same(answer, read_rows(call(make_frame(kind, columns), per)), per)
    alone = lay([row for row in found if row[0] == found[0][0]])
    mine = [row for row in answer if row["g"] == found[0][0] or (found[0][0] is None and is_missing(row["g"]))]
    assert_same(mine, read_rows(call(make_frame(kind, alone), 1)), own_only=name in ("smr", "israte"))


def assert_same(one, other, per=1.0, own_only=False):
    """Check that two answers are the same but for units and for the last digits of sums in another order."""
    for ours, theirs in zip(sort_rows(one, ["g"]), sort_rows(other, ["g"]), strict=True):
        assert ours["status"] == theirs["status"], (ours, theirs)
        for name in [name for name in ours if name == "value" or "er_9" in name]:
            pair = ours[name], theirs[name]
            if any(map(is_missing, pair)):
                assert all(map(is_missing, pair)), (ours, theirs)
            else:
                width = abs(ours["value"]) if not is_missing(ours["value"]) else 0.0
                assert abs(pair[0] * per - pair[1]) <= per * 1e-9 * max(abs(pair[0]), width, 1e-9), (name, ours, theirs)


@chance
@given(rows, kinds, st.sampled_from([1, 17]))
def test_polarity_only_swaps_words(found, kind, method):
    columns = lay(found)
    frame = ms.rate(make_frame(kind, columns), "x", "n", confidence=TWO)
    words = {}
    for polarity in ("none", "low", "high"):
        compared = read_rows(ms.compare(frame, method=method, benchmark=2_000.0, polarity=polarity))
        words[polarity] = [row["comparison"] for row in compared]
        assert all((row["comparison"] == "not_compared") == (row["comparison_status"] != "ok") for row in compared)
    is_good = {"lower": "better", "lower_99_8": "best", "higher": "worse", "higher_99_8": "worst"}
    is_bad = {"lower": "worse", "lower_99_8": "worst", "higher": "better", "higher_99_8": "best"}
    assert words["low"] == [is_good.get(word, word) for word in words["none"]]
    assert words["high"] == [is_bad.get(word, word) for word in words["none"]]
