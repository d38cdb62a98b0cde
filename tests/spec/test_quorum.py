"""When a board can decide, as its terms say it: readable by a clerk, and agreed with every reference case."""

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.govern.rules import Seat, State, TermsError, check_rules, count_quorum, describe_quorum, explain

HEAD = {"schema", "board", "version", "effective_from", "effective_to", "source", "clauses", "prose_only"}


def seats(*names: str, **groups: str) -> tuple[Seat, ...]:
    return tuple(
        Seat(name, name, groups.get(name, ""), holder=f"holder of {name}", group_name=groups.get(name, "").title())
        for name in names
    )


def count(rule: Any, roster: tuple[Seat, ...], *present: str, sections: Any = None, **state: Any) -> Any:
    return count_quorum({"quorum": rule, **(sections or {})}, State(roster, frozenset(present), **state))


# The Gloucestershire Health and Wellbeing Board in April 2018 (membership review, appendix 2): one quarter of the
# members, and at least four voting organisations or groups of them.
HWB = {
    "all": [{"at_least": {"fraction": "1/4"}, "clause": "quorum"}, {"at_least": 4, "by": "group", "clause": "quorum"}]
}
FIVE = seats("a", "b", "c", "d", "e", a="nhs", b="nhs", c="council", d="police", e="districts")


def test_the_quarter_and_the_groups_are_both_needed():
    short = count(HWB, FIVE, "a", "b", "c")
    assert [line.ok for line in short.lines] == [True, False]
    assert not short.quorate
    assert count(HWB, FIVE, "a", "c", "d", "e").quorate


def test_a_chair_can_read_out_the_answer():
    assert explain(count(HWB, FIVE, "a", "c", "d", "e")) == (
        "4 of 5 seats are filled here; 2 are needed (clause quorum). "
        "4 of 4 groups are represented here; 4 are needed (clause quorum). The board can decide."
    )


def test_when_the_answer_is_no_it_says_what_is_missing():
    said = explain(count(HWB, FIVE, "a", "b", "c"))
    assert said.endswith("The board cannot decide. Two more groups are needed; not here: Police, Districts.")


def test_exactly_enough_is_enough():
    assert count({"at_least": 3}, FIVE, "a", "b", "c").quorate
    assert not count({"at_least": 3}, FIVE, "a", "b").quorate


def test_terms_without_a_quorum_give_no_yes():
    answer = count_quorum({}, State(FIVE, frozenset("abcde")))
    assert not answer.quorate
    assert not answer.ruled
    assert "do not say" in explain(answer)


def test_a_vacant_seat_is_never_here_but_counts_in_the_base():
    roster = (*FIVE, Seat("f", "f", holder=None))
    answer = count({"at_least": {"fraction": "1/2"}}, roster, "a", "b", "f")
    assert (answer.lines[0].have, answer.lines[0].need, answer.lines[0].of) == (2, 3, 6)
    assert answer.not_counted == (("f", "nobody held this seat on the day"),)


def test_one_person_in_two_seats_fills_two_seats_and_is_one_member():
    roster = (Seat("a", "a", holder="kim"), Seat("b", "b", holder="kim"), Seat("c", "c", holder="lou"))
    answer = count({"at_least": 2}, roster, "a", "b")
    assert (answer.seats_present, answer.members_present, answer.quorate) == (2, 1, True)
    assert not count({"at_least": 2, "by": "person"}, roster, "a", "b").quorate


def test_a_substitute_counts_for_the_seat_unless_the_terms_have_none():
    sitting = {"a": "somebody else"}
    assert count({"at_least": 1}, FIVE, "a", sitting=sitting).quorate
    for section in ({"kind": "none"}, {"kind": "any", "counts_for_quorum": False}):
        answer = count({"at_least": 1}, FIVE, "a", sitting=sitting, sections={"substitutes": section})
        assert not answer.quorate
        assert "substitute" in explain(answer)


def test_who_withdrew_counts_only_where_the_terms_say_so():
    withdrawn = frozenset("a")
    assert not count({"at_least": 1}, FIVE, "a", withdrawn=withdrawn).quorate
    kept = {"interests": {"withdrawn_counts_for_quorum": True}}
    assert count({"at_least": 1}, FIVE, "a", withdrawn=withdrawn, sections=kept).quorate


def test_taking_part_remotely_counts_only_where_the_terms_say_so():
    modes = {"a": "remote"}
    answer = count({"at_least": 1}, FIVE, "a", modes=modes)
    assert not answer.quorate
    assert "took part remote, which the terms do not count" in explain(answer)
    counting = {"attendance": {"counts_for_quorum": ["in_person", "remote"]}}
    assert count({"at_least": 1}, FIVE, "a", modes=modes, sections=counting).quorate


def test_a_way_for_reconvened_meetings_is_not_open_at_others():
    rule = {"any": [{"at_least": 4}, {"all": [{"is": {"context": ["reconvened"]}}, {"at_least": 2}]}]}
    first = count(rule, FIVE, "a", "b")
    assert not first.quorate
    assert "this counts only at a meeting that is reconvened, which this is not" in explain(first)
    assert "It would be enough to have two more seats" in explain(first)
    assert count(rule, FIVE, "a", "b", context=frozenset({"reconvened"})).quorate


def test_a_rule_for_some_meetings_asks_nothing_of_others():
    rule = {"if": {"matter": ["budget"]}, "then": {"at_least": 1, "of": {"seat": ["e"]}}}
    assert count(rule, FIVE).quorate
    assert not count(rule, FIVE, "a", matter="budget").quorate
    either = {"if": {"meeting_kind": ["workshop"]}, "then": {"at_least": 1}, "else": {"at_least": 5}}
    assert count(either, FIVE, "a", meeting_kind="workshop").quorate
    assert not count(either, FIVE, "a").quorate


@pytest.mark.parametrize(("rounding", "of_five"), [("up", 3), ("more_than", 3), ("nearest", 3)], ids=str)
def test_half_of_five_is_three_however_it_is_rounded(rounding, of_five):
    rule = {"at_least": {"fraction": "1/2", "round": rounding}}
    assert count(rule, FIVE).lines[0].need == of_five


def test_rounding_differs_where_it_should():
    needs = {
        rounding: count({"at_least": {"fraction": "1/5", "round": rounding}}, FIVE).lines[0].need
        for rounding in ("up", "more_than", "nearest")
    }
    assert needs == {"up": 1, "more_than": 2, "nearest": 1}


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ({}, "abcdef"),
        ({"voting": True}, "abcde"),
        ({"voting": False}, "f"),
        ({"any_tag": ["x", "y"]}, "ab"),
        ({"all_tags": ["x", "y"]}, "b"),
        ({"no_tag": ["x"]}, "cdef"),
        ({"organisation": ["c"]}, "c"),
        ({"group": ["nhs"]}, "ab"),
        ({"seat": ["d", "e"]}, "de"),
        ({"group": ["nhs"], "all_tags": ["x", "y"]}, "b"),
    ],
)
def test_a_selector_asks_for_every_key_that_it_has(selector, expected):
    tags = {"a": frozenset({"x"}), "b": frozenset({"x", "y"})}
    roster = tuple(
        Seat(s.slug, s.organisation, s.group, tags=tags.get(s.slug, frozenset()), holder=s.holder) for s in FIVE
    )
    roster = (*roster, Seat("f", "f", voting=False, holder="f"))
    line = count({"at_least": 1, "of": selector}, roster, *"abcdef").lines[0]
    assert (line.have, line.of) == (len(expected), len(expected))


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({}, "quorum"),
        ("half", "quorum"),
        ({"at_least": 0}, "quorum.at_least"),
        ({"at_least": True}, "quorum.at_least"),
        ({"at_least": {"fraction": "half"}}, "quorum.at_least.fraction"),
        ({"at_least": {"fraction": "1/2", "min": 0}}, "quorum.at_least.min"),
        ({"at_least": {"fraction": "1/2", "round": "down"}}, "quorum.at_least.round"),
        ({"at_least": {"fraction": "1/2", "least": 2}}, "quorum.at_least.least"),
        ({"at_least": 1, "by": "head"}, "quorum.by"),
        ({"at_least": 1, "base": "some"}, "quorum.base"),
        ({"at_least": 1, "of": {"tag": ["a"]}}, "quorum.of.tag"),
        ({"at_least": 1, "of": {"voting": "yes"}}, "quorum.of.voting"),
        ({"at_least": 1, "of": {"seat": []}}, "quorum.of.seat"),
        ({"at_least": 1, "clause": 3}, "quorum.clause"),
        ({"all": []}, "quorum.all"),
        ({"all": [{"at_least": 1}, {"at_laest": 1}]}, "quorum.all[1]"),
        ({"any": [{"at_least": 1}], "all": []}, "quorum.any"),
        ({"is": {}}, "quorum.is"),
        ({"is": {"day": ["monday"]}}, "quorum.is.day"),
        ({"if": {"matter": ["a"]}}, "quorum"),
        ({"if": {"matter": ["a"]}, "then": {"at_least": 1}, "otherwise": {}}, "quorum.otherwise"),
    ],
)
def test_a_slip_in_a_rule_is_refused_with_its_path(rule, path):
    problem = check_rules({"quorum": rule}, [], [])[0]
    assert problem.path == path
    assert problem.reason
    assert problem.fix
    with pytest.raises(TermsError):
        count(rule, FIVE)


def test_a_rule_nested_without_end_is_refused():
    rule: Any = {"at_least": 1}
    for _ in range(40):
        rule = {"all": [rule]}
    assert "nested" in check_rules({"quorum": rule}, [], [])[0].reason


def test_a_rule_is_told_in_words():
    assert describe_quorum(HWB) == ["At least a quarter of the seats must be here.", "At least 4 groups must be here."]
    assert describe_quorum({"at_least": {"fraction": "3/7", "round": "more_than", "min": 2}, "by": "person"}) == [
        "More than 3/7 of the members must be here, and never fewer than 2."
    ]
    rule = {"if": {"matter": ["budget"]}, "then": {"at_least": 1}, "else": {"any": [{"at_least": 2}, {"at_least": 9}]}}
    assert describe_quorum(rule) == [
        (
            "For the matter of budget: at least 1 seat must be here; "
            "otherwise either at least 2 seats must be here, or at least 9 seats must be here."
        )
    ]


# --- laws that hold for every rule ------------------------------------------------------------------------------------

NAMES = "abcdefg"
COUNTS = st.fixed_dictionaries(
    {
        "at_least": st.one_of(
            st.integers(1, 8),
            st.fixed_dictionaries(
                {"fraction": st.sampled_from(["1/4", "1/3", "1/2", "2/3", "1/1"])},
                optional={"round": st.sampled_from(["up", "more_than", "nearest"]), "min": st.integers(1, 3)},
            ),
        )
    },
    optional={
        "by": st.sampled_from(["seat", "person", "organisation", "group", "weight"]),
        "of": st.sampled_from([{}, {"voting": True}, {"any_tag": ["x"]}, {"group": ["g"]}]),
        "base": st.sampled_from(["all", "filled", "voting"]),
    },
)
RULES = st.recursive(
    COUNTS,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
    ),
    max_leaves=5,
)
ROSTERS = st.tuples(
    *(
        st.builds(
            Seat,
            slug=st.just(name),
            organisation=st.sampled_from(["o", "p", name]),
            group=st.sampled_from(["", "g", "h"]),
            voting=st.booleans(),
            weight=st.integers(1, 3),
            tags=st.sampled_from([frozenset(), frozenset({"x"})]),
            holder=st.sampled_from([None, "kim", name, name]),
        )
        for name in NAMES
    )
)


def oracle(rule: Any, roster: tuple[Seat, ...], present: frozenset[str]) -> bool:
    """Answer from the words of the language by enumeration, with nothing of the code that is judged."""
    if "all" in rule:
        return all(oracle(part, roster, present) for part in rule["all"])
    if "any" in rule:
        return any(oracle(part, roster, present) for part in rule["any"])
    of, by = rule.get("of", {}), rule.get("by", "seat")
    chosen = [
        seat
        for seat in roster
        if ("voting" not in of or seat.voting == of["voting"])
        and ("any_tag" not in of or any(tag in seat.tags for tag in of["any_tag"]))
        and ("group" not in of or (seat.group or seat.organisation) in of["group"])
    ]
    base = [
        seat
        for seat in chosen
        if rule.get("base", "all") == "all"
        or (rule["base"] == "filled" and seat.holder)
        or (rule["base"] == "voting" and seat.voting)
    ]
    here = [seat for seat in chosen if seat.slug in present and seat.holder]
    need = rule["at_least"]
    if isinstance(need, dict):
        top, bottom = map(int, need["fraction"].split("/"))
        share = top * measure(base, by)  # in units of 1/bottom
        wanted = {
            "up": -(-share // bottom),
            "more_than": share // bottom + 1,
            "nearest": (2 * share + bottom) // (2 * bottom),
        }
        need = max(wanted[need.get("round", "up")], need.get("min", 1))
    return measure(here, by) >= need


def measure(chosen: list[Seat], by: str) -> int:
    if by == "weight":
        return sum(seat.weight for seat in chosen)
    keys = {
        "seat": lambda seat: seat.slug,
        "person": lambda seat: seat.holder or ("nobody", seat.slug),
        "organisation": lambda seat: seat.organisation,
        "group": lambda seat: seat.group or seat.organisation,
    }
    return len({keys[by](seat) for seat in chosen})


@given(RULES, ROSTERS, st.frozensets(st.sampled_from(NAMES)))
def test_the_count_agrees_with_an_enumeration(rule, roster, present):
    answer = count(rule, roster, *present)
    assert answer.quorate == oracle(rule, roster, present)
    assert explain(answer)
    assert describe_quorum(rule, roster)


@given(RULES, ROSTERS, st.frozensets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_one_more_who_is_here_never_breaks_a_quorum(rule, roster, present, another):
    before, after = count(rule, roster, *present), count(rule, roster, *present, another)
    assert after.quorate or not before.quorate


@given(RULES, ROSTERS, st.frozensets(st.sampled_from(NAMES)), st.randoms())
def test_the_order_of_seats_never_matters(rule, roster, present, random):
    shuffled = list(roster)
    random.shuffle(shuffled)
    one, other = count(rule, roster, *present), count(rule, tuple(shuffled), *present)
    assert one.quorate == other.quorate
    assert [(line.have, line.need, line.of) for line in one.lines] == [
        (line.have, line.need, line.of) for line in other.lines
    ]


# --- the reference cases ----------------------------------------------------------------------------------------------


def read_cases(folder: Path) -> list[dict[str, Any]]:
    files = sorted(chain((folder / "govern" / "variants").glob("*.json"), [folder / "govern" / "primitives.json"]))
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def make_roster(case: dict[str, Any]) -> tuple[Seat, ...]:
    return tuple(
        Seat(
            slug=row["seat"],
            organisation=row["organisation"],
            group=row.get("group") or "",
            voting=row.get("voting", True),
            weight=row.get("weight", 1),
            tags=frozenset(row.get("tags", [])),
            holder=row.get("holder", row["seat"]),
        )
        for row in case["roster"]
    )


def make_state(case: dict[str, Any], given: dict[str, Any]) -> State:
    return State(
        make_roster(case),
        frozenset(given["present"]),
        frozenset(given.get("withdrawn", [])),
        given.get("sitting", {}),
        meeting_kind=given.get("meeting_kind", "ordinary"),
        context=frozenset(given.get("context", [])),
        matter=given.get("matter") or "",
    )


def list_sections(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if key not in HEAD}


@pytest.mark.needs_shared
def test_every_quorum_vector_of_the_reference_cases_is_right(cases):
    asked, wrong = 0, []
    for case in read_cases(cases):
        for vector in case["vectors"]:
            if vector["ask"] not in ("quorum", "inquorate"):
                continue
            asked += 1
            rules = {**list_sections(case.get("tor", {})), **vector.get("rules", {})}
            answer = count_quorum(rules, make_state(case, vector["given"]))
            lines = [{key: getattr(line, key) for key in ("have", "need", "of", "by", "ok")} for line in answer.lines]
            expect = vector["expect"]
            if answer.quorate != expect["quorate"] or lines != expect.get("lines", lines):
                wrong.append((vector["id"], lines))
            assert explain(answer)
    assert wrong == []
    assert asked >= 50


@pytest.mark.needs_shared
def test_the_terms_of_every_reference_case_are_accepted_and_cite_all_their_clauses(cases):
    from moothall.govern.rules import find_loose_clauses

    for case in read_cases(cases):
        terms = case.get("tor", {})
        sections, clauses, prose = list_sections(terms), terms.get("clauses", []), terms.get("prose_only", [])
        assert [str(problem) for problem in check_rules(sections, clauses, prose)] == []
        assert find_loose_clauses(sections, clauses, prose) == []
        for vector in case["vectors"]:
            assert [str(problem) for problem in check_rules(vector.get("rules", {}), clauses, [])] == []


@pytest.mark.needs_shared
def test_every_key_of_the_published_schema_is_known_and_no_other(cases):
    from moothall.govern.rules import SECTIONS

    schema = json.loads((cases / "govern" / "tor.schema.json").read_text(encoding="utf-8"))
    defined = schema["$defs"]["tor"]["properties"]
    assert set(SECTIONS) | HEAD | {"quorum"} == set(defined)
    assert set(SECTIONS["vote"]) == set(schema["$defs"]["vote"]["properties"])
    assert set(SECTIONS["substitutes"]) == set(schema["$defs"]["substitutes"]["properties"])
    assert set(SECTIONS["questions"][0]) == set(schema["$defs"]["question_rule"]["properties"])
    for name in ("inquorate", "office", "notice", "numbering", "attendance", "interests", "override", "meetings"):
        assert set(SECTIONS[name]) == set(defined[name]["properties"]), name


@pytest.mark.needs_shared
@pytest.mark.django_db
def test_the_golden_meeting_gives_its_numbers(cases, example_place):
    from django.contrib.auth.models import AnonymousUser

    from moothall.govern import queries

    golden = json.loads((cases / "govern" / "golden_2019-05-14.json").read_text(encoding="utf-8"))
    expect, reader = golden["expect"], AnonymousUser()
    meeting = queries.get_meeting(reader, "gloucestershire-hwb-2019-05-14")
    quorum = queries.get_quorum(reader, meeting)
    assert (quorum.members_present, quorum.seats_present, quorum.seats, quorum.members_needed) == (
        expect["persons_present"], expect["seats_present"], expect["seats_total"], expect["seats_needed"],
    )  # fmt: skip
    assert (quorum.groups_present, quorum.groups_needed) == (len(expect["groups_present"]), expect["groups_needed"])
    assert quorum.quorate is expect["quorate"]
    presence = queries.get_presence(reader, meeting)
    assert [one.name for one in presence.apologies] == expect["apologies"]
    assert sorted(one.holder for one in presence.absent) == sorted(expect["absent_without_apology"])
    assert len(presence.officers) == len(golden["officers_in_attendance"])
    paragraphs = list(queries.list_paragraphs(reader, meeting))
    assert len(paragraphs) == expect["paragraphs"]
    assert len([one for one in paragraphs if one.number]) == expect["numbered_paragraphs"]
