"""Reporting lines, publicity, terms as data, and the numbers of minutes."""

import pytest

from moothall.govern.rules import (
    EXEMPT,
    Held,
    check_publicity,
    check_rules,
    find_cycle,
    find_loose_clauses,
    give_number,
    make_terms_sha256,
    name_correction,
)


def test_a_circle_of_reporting_lines_is_named_from_its_first_name():
    assert find_cycle([("b", "c"), ("a", "b"), ("c", "a"), ("z", "a")]) == ["a", "b", "c", "a"]
    assert find_cycle([("a", "a")]) == ["a", "a"]


def test_two_parents_are_no_circle():
    assert find_cycle([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]) is None
    assert find_cycle([]) is None


def test_a_long_chain_is_walked():
    chain = [(f"n{i}", f"n{i + 1}") for i in range(5000)]
    assert find_cycle(chain) is None
    assert len(find_cycle([*chain, ("n5000", "n0")])) == 5002


def test_an_exempt_item_needs_a_paragraph_and_a_reason():
    assert "paragraph of Schedule 12A" in check_publicity(EXEMPT, [], "because")
    assert "public interest" in check_publicity(EXEMPT, [3], "  ")
    for wrong in (["3"], [0], [19], [True], "3"):
        assert "whole numbers" in check_publicity(EXEMPT, wrong, "because")
    assert check_publicity(EXEMPT, [3], "because") is None
    assert check_publicity("open", [], "") is None


CLAUSES = [{"id": "voting", "text": "One vote."}, {"id": "term", "text": "Four years."}]


@pytest.mark.parametrize(
    ("rules", "path"),
    [
        ({"votes": {}}, "votes"),
        ({"vote": []}, "vote"),
        ({"vote": {"unit": "seat", "tresholds": []}}, "vote.tresholds"),
        ({"vote": {"thresholds": {}}}, "vote.thresholds"),
        ({"vote": {"thresholds": [{"fraction": "1/2", "clause": "missing"}]}}, "vote.thresholds[0].clause"),
        ({"vote": {"casting": {"offices": "chair"}}}, "vote.casting.offices"),
        ({"notice": {"agenda": {"counts": 5}}}, "notice.agenda.counts"),
        ({"questions": {"asker": "public"}}, "questions"),
        ({"questions": [{"asker": "public", "example": {"when": "x"}}]}, "questions[0].example.when"),
        ({"interests": {"withdrawn_counts_for_quorum": "no"}}, "interests.withdrawn_counts_for_quorum"),
        (
            {"numbering": {"minutes": "never", "single_paragraph_unnumbered": 1}},
            "numbering.single_paragraph_unnumbered",
        ),
        ({"attendance": {"counts_for_quorum": "remote"}}, "attendance.counts_for_quorum"),
    ],
)
def test_an_unknown_key_or_a_wrong_kind_is_refused_with_its_path(rules, path):
    assert check_rules(rules, CLAUSES, [])[0].path == path


def test_terms_are_accepted_where_a_need_is_a_number_or_a_fraction():
    for need in (3, {"fraction": "1/3"}):
        assert check_rules({"requisition": {"at_least": need}}, CLAUSES, []) == []


@pytest.mark.parametrize(
    ("clauses", "prose_only", "path"),
    [
        ([{"id": "a"}], [], "clauses[0]"),
        ([{"id": "A b", "text": "x"}], [], "clauses[0].id"),
        ([*CLAUSES, CLAUSES[0]], [], "clauses[2].id"),
        (CLAUSES, ["nothing"], "prose_only[0]"),
    ],
)
def test_clauses_are_checked_too(clauses, prose_only, path):
    assert check_rules({}, clauses, prose_only)[0].path == path


def test_a_clause_that_no_rule_cites_is_named():
    assert find_loose_clauses({"vote": {"clause": "voting"}}, CLAUSES, []) == ["term"]
    assert find_loose_clauses({"vote": {"clause": "voting"}}, CLAUSES, ["term"]) == []


def test_the_hash_of_terms_does_not_hang_on_the_order_of_keys():
    assert make_terms_sha256({"a": 1, "b": 2}) == make_terms_sha256({"b": 2, "a": 1})
    assert make_terms_sha256({"a": 1}) != make_terms_sha256({"a": 2})


# --- numbers of minutes -----------------------------------------------------------------------------------------------


def give(held=(), kind="narrative", *, taken=(), single=True, private=False):
    return give_number(
        "17", kind, held, taken={*taken, *(one.slug for one in held)}, single_unnumbered=single, private_in_open=private
    )


def held(slug, number, kind="narrative", *, is_open=True):
    return Held(slug, number, kind, is_open)


def test_the_only_paragraph_of_an_item_has_no_number_where_the_terms_say_so():
    assert (give().number, give().slug) == ("", "17")
    assert (give(single=False).number, give(single=False).slug) == ("17.1", "17.1")


def test_a_second_paragraph_gives_the_first_its_number_and_leaves_its_address():
    given = give([held("17", "")])
    assert (given.number, given.slug, given.first_number) == ("17.2", "17.2", "17.1")


def test_numbers_run_on_and_are_never_given_twice():
    assert give([held("17.1", "17.1"), held("17.9", "17.9")]).number == "17.10"
    assert give([held("17.1", "17.1")], taken=["17.2"]).slug == "17.2-2"


def test_a_private_paragraph_of_an_open_item_leaves_no_gap_in_the_public_numbers():
    first = give([held("17", "")], private=True)
    assert (first.number, first.first_number) == ("17.E1", "")
    private = held("17.E1", "17.E1", is_open=False)
    assert give([held("17", ""), private], private=True).number == "17.E2"
    assert give([held("17", ""), private]).number == "17.2"
    assert give([private]).slug == "17"


def test_a_note_after_the_meeting_has_an_address_and_no_number():
    given = give([held("17.1", "17.1")], kind="post_meeting_note")
    assert (given.number, given.slug) == ("", "17-note-1")
    assert give([held("17-note-1", "", "post_meeting_note")], kind="post_meeting_note").slug == "17-note-2"
    assert give([held("17-note-1", "", "post_meeting_note")]).slug == "17"


def test_corrections_are_named_after_what_they_correct():
    assert name_correction("17.8", set()) == "17.8-correction-1"
    assert name_correction("17.8", {"17.8-correction-1"}) == "17.8-correction-2"
