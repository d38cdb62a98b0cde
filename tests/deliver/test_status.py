"""The status of an action is derived: first that holds, from days, reports, measures and decisions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.deliver.rules import (
    ACTION_STATES,
    CLOSED_STATES,
    RATINGS,
    STATUS_WORDS,
    Dependency,
    Facts,
    FourPoints,
    Report,
    check_evidence,
    check_override,
    check_report,
    check_transition,
    derive_status,
    judge_freshness,
    may_invented_report,
)

TODAY = date(2019, 7, 22)
AGREED = Facts(ref="action:walk", state="agreed", agreed_on=date(2019, 6, 18))
OVERRIDE = {"status": "on_track", "reason": "The road reopened", "until": "2019-08-31", "by_name": "Officer"}


def told(today=TODAY, **facts):
    return derive_status(replace(AGREED, **facts), today=today)


def report(rating, days_ago=10):
    return Report("update:1", TODAY - timedelta(days=days_ago), rating)


GOOD = report("on_track")


@pytest.mark.parametrize(
    ("state", "words"), [("done", "Closed as done"), ("dropped", "Dropped"), ("merged", "Merged into another action")]
)
def test_closed_stands_before_all_else_and_cites_what_closed_it(state, words):
    found = told(
        state=state,
        closed_on=date(2019, 7, 1),
        closed_by="decision:b/1/1",
        closed_words="It was agreed.",
        end=date(2019, 1, 1),
        override=OVERRIDE,
    )
    assert (found.key, found.evidence) == (state, "decision:b/1/1")
    assert found.because == f"{words} on 1 July 2019: It was agreed."


def test_a_proposal_is_not_started():
    assert told(state="proposed", end=date(2019, 1, 1)).key == "not_started"


def test_an_override_holds_until_its_day_and_says_who_set_it():
    found = told(override=OVERRIDE, end=date(2019, 1, 1))
    assert (found.key, found.because) == ("on_track", "Set by Officer until 31 August 2019: The road reopened.")
    assert told(override=OVERRIDE, end=date(2019, 1, 1), today=date(2019, 8, 31)).key == "on_track"
    assert told(override=OVERRIDE, end=date(2019, 1, 1), today=date(2019, 9, 1)).key == "late"


@pytest.mark.parametrize("missing", ["status", "reason", "until"])
def test_an_override_without_its_parts_does_not_count(missing):
    broken = {name: value for name, value in OVERRIDE.items() if name != missing}
    assert told(override=broken, end=date(2019, 1, 1)).key == "late"
    assert check_override(broken)


def test_an_override_closes_nothing():
    assert "closed by an act" in check_override(OVERRIDE | {"status": "done"})
    assert check_override("on_track")
    assert check_override({}) is None


def test_late_is_the_day_after_it_was_due():
    assert told(end=TODAY, last=report("on_track")).key == "on_track"
    found = told(end=TODAY - timedelta(days=1))
    assert (found.key, found.because) == ("late", "It was due by 21 July 2019 and is not closed.")


def test_a_report_does_not_make_a_late_action_good():
    assert told(end=date(2019, 7, 1), last=report("on_track")).key == "late"


def test_a_late_dependency_makes_late_from_our_start_on():
    other = Dependency("action:survey", "Survey", "agreed", date(2019, 7, 1))
    found = told(start=date(2019, 7, 15), end=date(2019, 12, 31), dependencies=[other])
    assert (found.key, found.evidence) == ("late", "action:survey")
    assert "Survey" in found.because
    assert told(start=date(2019, 8, 1), dependencies=[other]).key == "not_started"
    assert told(start=date(2019, 7, 15), last=GOOD, dependencies=[replace(other, state="done")]).key == "on_track"
    assert told(start=date(2019, 7, 15), last=GOOD, dependencies=[replace(other, due_on=TODAY)]).key == "on_track"
    assert told(start=date(2019, 7, 15), last=GOOD, dependencies=[replace(other, due_on=None)]).key == "on_track"


def test_not_started_until_its_first_day():
    assert told(start=TODAY + timedelta(days=1)).key == "not_started"
    assert told(start=TODAY, last=report("on_track")).key == "on_track"


def test_silence_is_not_known_and_never_green():
    assert told(last=report("on_track", 138)).key == "on_track"
    found = told(last=report("on_track", 139))
    assert (found.key, found.evidence) == ("not_known", "update:1")
    assert told(agreed_on=TODAY).key == "not_known"
    assert told(agreed_on=TODAY - timedelta(days=139)).key == "not_known"
    assert told(agreed_on=None).key == "not_known"


def test_a_measure_behind_its_path_speaks_where_nobody_has_reported():
    assert told(off_path="target:halve").key == "at_risk"


def test_the_days_of_silence_are_those_of_the_plan():
    assert told(last=report("on_track", 47), stale_days=46).key == "not_known"


@pytest.mark.parametrize(
    ("rating", "key"), [("at_risk", "at_risk"), ("late", "at_risk"), ("on_track", "on_track"), ("done", "on_track")]
)
def test_red_or_amber_in_the_last_report_is_at_risk(rating, key):
    assert told(last=report(rating)).key == key


def test_reported_as_done_is_not_closed():
    assert "not closed yet" in told(last=report("done")).because


def test_a_measure_behind_its_path_is_at_risk_whatever_the_report_says():
    found = told(last=report("on_track"), off_path="target:halve")
    assert (found.key, found.evidence) == ("at_risk", "target:halve")


@given(
    st.builds(
        Facts,
        ref=st.just("action:a"),
        state=st.sampled_from(sorted(ACTION_STATES)),
        agreed_on=st.none() | st.dates(),
        start=st.none() | st.dates(),
        end=st.none() | st.dates(),
        last=st.none()
        | st.builds(Report, st.just("update:u"), st.dates(), st.sampled_from([key for key, _ in RATINGS])),
        override=st.just({}) | st.just(OVERRIDE),
        off_path=st.sampled_from(["", "target:t"]),
    ),
    st.dates(),
)
def test_every_action_has_one_status_a_reason_and_evidence(facts, today):
    found = derive_status(facts, today=today)
    assert found.word == STATUS_WORDS[found.key]
    assert found.because.endswith(".")
    assert found.evidence
    assert (found.key in CLOSED_STATES) == (facts.state in CLOSED_STATES)
    if found.key == "on_track" and not facts.override:
        assert facts.last is not None


@pytest.mark.parametrize(
    ("days", "key"), [(0, "fresh"), (92, "fresh"), (93, "ageing"), (138, "ageing"), (139, "stale")]
)
def test_freshness_is_counted_in_days(days, key):
    found = judge_freshness(TODAY - timedelta(days=days), today=TODAY, fresh_days=92, stale_days=138)
    assert (found.key, found.days) == (key, days)


def test_no_report_is_never():
    assert judge_freshness(None, today=TODAY, fresh_days=92, stale_days=138).key == "never"


def test_four_points_are_counted_and_the_missing_named():
    points = FourPoints(lead=True, timescale=False, outcome=True, measure=False)
    assert (points.count, points.missing) == (2, ["timescale", "measure"])


@pytest.mark.parametrize(
    ("narrative", "evidence", "percent", "field"),
    [
        ("It went to the board.", (), None, None),
        ("", ({"kind": "link", "address": "https://example.org/a"},), None, None),
        ("", (), 75, "narrative"),
        ("75% done", (), 75, "narrative"),
        ("1234567890", (), None, "narrative"),
        ("          x", (), None, "narrative"),
        ("It went to the board.", (), 101, "percent"),
        ("It went to the board.", "link", None, "evidence"),
        ("It went to the board.", ({"kind": "link", "address": "javascript:alert(1)"},), None, "evidence"),
    ],
)
def test_a_report_has_a_sentence_or_evidence_and_a_number_alone_says_nothing(narrative, evidence, percent, field):
    problem = check_report(narrative, evidence, percent)
    assert (problem.field if problem else None) == field


@pytest.mark.parametrize(
    "item",
    [
        "https://example.org",
        {"kind": "note"},
        {"kind": "file", "key": "k"},
        {"kind": "link", "address": "https://example"},
        {"kind": "link", "address": "ftp://example.org/a"},
        {"kind": "link", "address": "https://example.org/" + "a" * 400},
    ],
)
def test_evidence_that_is_neither_link_nor_file_is_refused(item):
    assert check_evidence(item)


def test_states_go_forward_only():
    assert check_transition("agreed", "done") is None
    assert "already" in check_transition("done", "dropped")
    assert "cannot become" in check_transition("proposed", "done")
    assert check_transition("agreed", "gone")


@pytest.mark.parametrize(
    ("board_is_invented", "leads", "may"),
    [(True, [], True), (True, ["person"], True), (False, ["post"], True), (False, ["organisation"], False),
     (False, ["post", "person"], False), (False, ["invented_person"], False), (False, [], False)],
)  # fmt: skip
def test_nothing_made_up_stands_beside_a_real_name(board_is_invented, leads, may):
    assert may_invented_report(board_is_invented, leads) is may
