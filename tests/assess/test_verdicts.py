"""Verdicts and readings: like with like, the method with every word, and a reason where there is no verdict."""

import csv
from dataclasses import replace

import pytest

from moothall.assess import rules

OWN = rules.Facts(
    code="X7", area="Ambershire", series="sleep/1/persons", period="2018/19", release="a",
    value=31.9, limits=(30.8, 33.0), status="published", unit="%", decimals=1,
)  # fmt: skip
REALM = replace(OWN, code="X9", area="Realm", value=34.3, limits=(None, None))
HIDDEN = replace(OWN, value=None, limits=(None, None), status="suppressed_primary")
CHILDREN = "% of children aged 10 to 11"
FALL = replace(OWN, unit="years", value=-0.25, limits=(-1.25, 0.75), period="")
BY = rules.Comparator(code="X9", name="Realm", method=1, polarity="low", level=95.0)


def test_a_verdict_carries_its_method_benchmark_and_level():
    verdict = rules.compare(OWN, REALM, BY)
    assert (verdict.code, verdict.word) == ("better", "Better")
    assert (verdict.method_words, verdict.benchmark, verdict.level_words) == ("single overlap", "Realm", "95%")
    assert verdict.reason == ""


@pytest.mark.parametrize(
    ("own", "benchmark", "by", "reason"),
    [
        (None, None, BY, "no value is published"),
        (OWN, REALM, None, "in no profile"),
        (OWN, None, BY, "Realm has no value for the same time"),
        (replace(OWN, limits=(None, None)), REALM, BY, "no interval"),
        (OWN, REALM, replace(BY, method=12), "Realm has no interval"),
        (HIDDEN, REALM, BY, "not shown, to protect people"),
        (OWN, replace(REALM, value=None), BY, "Realm has no value"),
        (OWN, replace(REALM, series="sleep/2/persons"), BY, "another version, sex, age or category"),
        (OWN, replace(REALM, period="2017/18"), BY, "another period (2017/18)"),
        (REALM, REALM, BY, "what others are compared with"),
        (replace(OWN, period=""), replace(REALM, period="", release="b"), BY, "dates of both values are not printed"),
        (OWN, REALM, replace(BY, polarity="na"), "not to be judged"),
        (replace(OWN, limits=(33.0, 30.8)), REALM, BY, "out of order"),
    ],
)  # fmt: skip
def test_what_is_not_alike_is_not_compared_and_says_why(own, benchmark, by, reason):
    verdict = rules.compare(own, benchmark, by)
    assert verdict.code == "not_compared"
    assert reason in verdict.reason


def test_values_without_a_printed_date_are_alike_within_one_release():
    assert rules.compare(replace(OWN, period=""), replace(REALM, period=""), BY).code == "better"


@pytest.mark.parametrize(
    ("own", "benchmark", "by", "sentence"),
    [
        (OWN, REALM, BY, "Ambershire 31.9% (30.8 to 33.0), better than Realm 34.3% (single overlap, 95%). 2018/19."),
        (
            replace(OWN, unit=CHILDREN), replace(REALM, unit=CHILDREN), BY,
            ("Ambershire 31.9% (30.8 to 33.0) of children aged 10 to 11, better than Realm 34.3% "
            "(single overlap, 95%). 2018/19."),
        ),
        (
            replace(OWN, limits=(30.8, 35.0)), REALM, BY,
            "Ambershire 31.9% (30.8 to 35.0), similar to Realm 34.3% (single overlap, 95%). 2018/19.",
        ),
        (replace(OWN, limits=(None, None)), REALM, BY, "Ambershire 31.9%, not compared: no interval. 2018/19."),
        (
            HIDDEN, REALM, BY,
            "Ambershire: not shown, to protect people. 2018/19.",
        ),
        (
            FALL, None, BY,
            ("Ambershire −0.3 years (−1.3 to 0.8), not compared: Realm has no value for the same time. "
            "Date not printed."),
        ),
        (REALM, REALM, BY, "Realm 34.3%. 2018/19."),
    ],
)  # fmt: skip
def test_one_sentence_reads_a_value_with_its_interval_verdict_method_and_period(own, benchmark, by, sentence):
    assert rules.read_observation(own, rules.compare(own, benchmark, by), benchmark) == sentence


def test_a_reading_may_name_its_subject_and_says_when_data_are_made_up():
    verdict = rules.compare(OWN, REALM, BY)
    sentence = rules.read_observation(OWN, verdict, REALM, subject="Short sleep", is_invented=True)
    assert sentence.startswith("Short sleep: Ambershire 31.9%")
    assert sentence.endswith("Made-up data, for show.")


def test_halves_are_rounded_away_from_nought_as_people_expect():
    assert [rules.write_value(replace(OWN, value=value)) for value in (0.15, 0.25, 2.25, -0.25)] == [
        "0.2%", "0.3%", "2.3%", "−0.3%",
    ]  # fmt: skip


@pytest.mark.needs_shared
def test_the_strategys_seven_baselines_are_told_as_its_table_tells_them(cases):
    """Lower, similar and higher than England; the words of polarity come on top of these."""
    path = cases / "assess" / "fingertips" / "strategy_table2_baseline_vs_next_year.csv"
    with path.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 7
    for row in rows:
        limits = (float(row["baseline_lo"]), float(row["baseline_hi"]))
        period = "" if "not stated" in row["baseline_period"] else row["baseline_period"]
        own = replace(OWN, value=float(row["baseline"]), limits=limits, period=period)
        benchmark = replace(REALM, value=float(row["baseline_england"]), period=period)
        verdict = rules.compare(own, benchmark, replace(BY, polarity="none"))
        assert verdict.code == row["baseline_vs_england"].lower(), row["indicator"]
