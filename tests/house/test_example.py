"""The example place: its counts, its sources, its manners. The oracle is the paper, told here in plain numbers."""

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from tests.house.source import ROOT

EXAMPLE = ROOT / "examples" / "gloucestershire-2019"
HWB = "gloucestershire-hwb"
MAY = f"{HWB}-2019-05-14"
JULY = f"{HWB}-2019-07-23"
SAFER = "safer-community-safety-strategy"
STATUSES = {"stated", "inferred", "external", "invented"}
# Lists of codes and the like, whose origin stands in sources.csv or in their parent row.
WITHOUT_CITATION = {
    "sources.csv",
    "places/area_kinds.csv",
    "places/area_memberships.csv",
    "places/bank_holidays.csv",
    "assess/series.csv",
    "assess/releases.csv",
    "deliver/updates.csv",
}

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def list_sheets() -> list[str]:
    return sorted(str(path.relative_to(EXAMPLE)) for path in EXAMPLE.rglob("*.csv") if path.name != "left-out.csv")


def of_meeting(rows: list[Row], meeting: str) -> list[Row]:
    return [row for row in rows if row["meeting"] == meeting]


def real(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["status"] != "invented"]


# --- counts -----------------------------------------------------------------------------------------------------------


def test_the_board_has_twenty_seats_nineteen_members_and_six_voting_groups():
    seats = [row for row in read("govern/seats.csv") if row["board"] == HWB]
    held = [row for row in read("govern/appointments.csv") if row["seat"].startswith(f"{HWB}/")]
    assert len(seats) == len(held) == 20
    assert Counter(row["person"] for row in held)["ingrid-barker"] == 2
    assert len({row["person"] for row in held}) == 19
    groups = {row["slug"] for row in read("govern/voting_groups.csv") if row["board"] == HWB}
    assert len(groups) == 6
    assert {row["voting_group"].rpartition("/")[2] for row in seats} == groups | {""}
    assert [row["slug"] for row in seats if row["voting"] == "no"] == ["chief-fire-officer"]


def test_sixteen_people_in_seventeen_seats_were_there_on_14_may_and_one_sent_apologies():
    rows = of_meeting(read("govern/attendance.csv"), MAY)
    present = [row for row in rows if row["role"] == "member" and row["state"] == "present"]
    assert len(present) == 17
    assert len({row["person"] for row in present}) == 16
    assert [row["person"] for row in rows if row["state"] == "apologies"] == ["chris-brierley"]


def test_four_officers_are_shown_by_post_and_by_no_name():
    officers = [row for row in of_meeting(read("govern/attendance.csv"), MAY) if row["role"] == "officer"]
    assert len(officers) == 4
    assert all(row["post_title"] and not row["person"] for row in officers)


def test_the_minutes_of_14_may_have_ten_items_29_paragraphs_and_13_decisions():
    items = of_meeting(read("govern/agenda_items.csv"), MAY)
    assert [row["number"] for row in items] == [str(n) for n in range(11, 21)]
    paragraphs = of_meeting(read("govern/paragraphs.csv"), MAY)
    assert len(paragraphs) == 29
    assert len([row for row in paragraphs if row["number"]]) == 24
    assert [row["slug"] for row in paragraphs if not row["number"]] == ["11", "12", "13", "15", "16"]
    decisions = [row for row in read("govern/decisions.csv") if row["paragraph"].startswith(f"{MAY}/")]
    assert len(decisions) == 13
    assert Counter(row["strength"] for row in decisions) == {"explicit": 8, "soft": 3, "view": 2}


def test_the_agenda_of_23_july_has_eleven_items_of_which_6_and_7_are_inferred():
    items = of_meeting(read("govern/agenda_items.csv"), JULY)
    assert [row["number"] for row in items] == [str(n) for n in range(1, 12)]
    assert [row["number"] for row in items if row["status"] == "inferred"] == ["6", "7"]
    pages = [(row["first_page"], row["last_page"]) for row in items if row["first_page"]]
    assert pages == [("1", "4"), ("5", "24"), ("25", "32"), ("33", "58"), ("59", "68"), ("69", "74")]
    meeting = next(row for row in read("govern/meetings.csv") if row["slug"] == JULY)
    assert meeting["questions_close_at"] == "2019-07-16T10:00"
    assert meeting["state"] == "agenda_published"


def test_seven_priorities_have_three_cells_still_to_be_confirmed_as_written():
    priorities = [row for row in read("plan/priorities.csv") if row["plan"] == "joint-health-and-wellbeing-strategy"]
    assert [row["number"] for row in priorities] == list("1234567")
    states = [row[column] for row in priorities for column in ("lead_state", "lead_board_state")]
    assert Counter(states) == {"named": 11, "to_be_confirmed": 3}
    printed = [json.loads(row["as_written"]) for row in priorities]
    assert sum(value == "tbc" for row in printed for value in row.values()) == 3
    shared = {row["slug"]: row["shared_with"] for row in priorities if row["shared_with"]}
    assert shared == {"social-isolation-and-loneliness": "safer-gloucestershire"}


def test_the_strategy_has_eight_principles_and_three_targets():
    plan = read("plan/plans.csv")[0]
    assert len(json.loads(plan["principles"])) == 8
    assert plan["state"] == "draft"
    targets = {row["slug"]: row for row in read("plan/targets.csv")}
    assert len(targets) == 3
    assert targets["inactive-people-active"]["value"] == "30000"
    assert targets["halve-childhood-obesity"]["ratio"] == "0.5"


# Table 2 as printed: value, limits, South West, England, period.
TABLE_2 = {
    "physically-inactive-adults": (18.5, 17.1, 20.0, 18.7, 22.2, ""),
    "high-anxiety": (18.2, 15.4, 21.1, 19.6, 20.0, "2017/18"),
    "low-happiness": (8.7, 6.6, 10.7, 7.4, 8.2, "2017/18"),
    "social-contact-care-users": (49.2, 45.2, 53.2, 46.0, 46.0, "2017/18"),
    "social-contact-carers": (28.5, 24.9, 32.3, 32.3, 35.5, "2017/18"),
    "excess-weight-age-4-5": (23.8, 22.7, 24.8, 21.9, 22.4, "2017/18"),
    "excess-weight-age-10-11": (32.1, 31.0, 33.3, 30.3, 34.3, "2017/18"),
}
HIGH_IS_GOOD = {"social-contact-care-users", "social-contact-carers"}


def test_seven_indicators_stand_as_table_2_prints_them():
    rows = {(row["indicator"], row["area"]): row for row in read("assess/observations.csv")}
    assert len(rows) == 21
    for indicator, (value, lower, upper, region, england, period) in TABLE_2.items():
        home = rows[indicator, "E10000013"]
        assert (float(home["value"]), float(home["lower_95"]), float(home["upper_95"])) == (value, lower, upper)
        for area, expected in (("E12000009", region), ("E92000001", england)):
            row = rows[indicator, area]
            assert float(row["value"]) == expected
            assert not row["lower_95"] and not row["upper_95"]
        assert {rows[indicator, area]["period"] for area in ("E10000013", "E12000009", "E92000001")} == {period}


def test_by_single_overlap_two_indicators_are_better_three_similar_and_two_worse():
    polarity = {row["indicator"]: row["polarity"] for row in read("assess/profile_items.csv")}
    verdicts = Counter()
    for indicator, (value, lower, upper, _, england, _) in TABLE_2.items():
        assert polarity[indicator] == ("high" if indicator in HIGH_IS_GOOD else "low")
        if lower <= england <= upper:
            verdicts["similar"] += 1
        else:
            verdicts["better" if (value > england) == (indicator in HIGH_IS_GOOD) else "worse"] += 1
    assert verdicts == {"better": 2, "similar": 3, "worse": 2}


def test_sixteen_actions_come_from_the_minutes_one_a_duplicate_and_three_kept_by_the_pack():
    actions = [row for row in read("deliver/actions.csv") if row["board"] == HWB]
    assert [row["number"] for row in actions] == [f"A{n}" for n in range(1, 17)]
    assert all(row["paragraph"].startswith(f"{MAY}/") for row in actions)
    merged = [row for row in actions if row["state"] == "merged"]
    assert [(row["number"], row["merged_into"]) for row in merged] == [("A16", "bring-safer-strategy")]
    kept = [row for row in actions if row["closed_by_text"]]
    assert [row["number"] for row in kept] == ["A7", "A9", "A10"]
    assert all(row["status"] == "inferred" and row["state"] == "done" for row in kept)


# --- sources and manners ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list_sheets())
def test_every_row_names_its_source_or_says_why_it_has_none(name):
    rows = read(name)
    assert rows
    if name in WITHOUT_CITATION:
        return
    keys = {row["key"] for row in read("sources.csv")}
    for line, row in enumerate(rows, start=2):
        where = f"{name}, line {line}"
        assert row["status"] in STATUSES, where
        if row["status"] == "invented":
            assert not row["source"], f"{where}: an invented row has no paper behind it"
        else:
            assert row["source"] in keys, where
        assert row["status"] == "stated" or row["because"], f"{where}: {row['status']} without a reason"


def test_every_source_is_cited_or_says_what_it_is_for():
    cited = {row.get("source") for name in list_sheets() for row in read(name)}
    for row in read("sources.csv"):
        assert row["key"] in cited or row["note"], row["key"]


def test_only_invented_people_are_called_example_and_all_of_them_are():
    for row in read("places/people.csv"):
        assert (row["status"] == "invented") == row["name"].endswith(" Example"), row["name"]


def test_real_people_are_the_nineteen_members_and_two_more_holders_of_public_office():
    people = {row["slug"] for row in real(read("places/people.csv"))}
    members = {row["person"] for row in real(read("govern/appointments.csv"))}
    assert len(members) == 19
    assert people - members == {"andy-dempsey", "martin-surl"}


@pytest.mark.needs_shared
def test_every_real_name_may_be_used_by_name(cases):
    with (cases / "papers" / "people.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    by_name = {row["name"] for row in rows if row["use"] == "name"}
    by_post = [row["name"] for row in rows if row["use"] == "post_only"]
    assert {row["name"] for row in real(read("places/people.csv"))} <= by_name
    for path in (path for path in EXAMPLE.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        assert [name for name in by_post if name in text] == [], path.name


def test_nothing_invented_stands_beside_a_real_name():
    names = {row["slug"]: row["name"] for row in real(read("places/people.csv"))}
    for name in list_sheets():
        for row in read(name):
            if row.get("status") != "invented":
                continue
            cells = " ".join(value for value in row.values() if value)
            assert [n for slug, n in names.items() if n in cells or slug in cells] == [], (name, row)


def test_invented_updates_stand_only_on_invented_actions_of_the_practice_board():
    invented = {row["slug"] for row in read("deliver/actions.csv") if row["status"] == "invented"}
    updates = read("deliver/updates.csv")
    assert updates
    assert {row["action"] for row in updates} <= invented
    assert all(row["by_name"].endswith(" Example") and row["is_invented"] == "yes" for row in updates)


def test_summaries_of_the_minutes_name_posts_and_not_people():
    surnames = {row["name"].split()[-1] for row in real(read("places/people.csv"))}
    for name in ("govern/paragraphs.csv", "govern/decisions.csv", "govern/forward_items.csv"):
        for row in real(read(name)):
            words = set(re.findall(r"[A-Z][\w-]+", row.get("text") or row.get("title") or ""))
            assert not words & surnames, (name, row)


def test_demo_sign_ins_are_invented_and_reach_no_real_board_or_person():
    answer = tomllib.loads((EXAMPLE / "demo" / "sign_ins.toml").read_text(encoding="utf-8"))
    people = {row["slug"]: row for row in read("places/people.csv")}
    rows = answer["sign_in"]
    assert {row["role"] for row in rows} == {
        "member", "chair", "clerk", "officer", "lead", "analyst", "editor", "administrator",
    }  # fmt: skip
    for row in rows:
        assert row["email"].endswith("@moothall.example")
        assert row["name"].endswith(" Example")
        assert "password" not in row
        assert not row["person"] or people[row["person"]]["status"] == "invented"
        if row["scope"].startswith("board:"):
            assert row["scope"] == "board:practice-board"
    led = {row["organisation"] for row in read("places/posts.csv") if real([row]) and row["holder"]}
    real_leads = {row["scope"].partition(":")[2] for row in rows if row["role"] == "lead"} & {
        row["slug"] for row in real(read("places/organisations.csv"))
    }
    assert real_leads == {"gloucester-city-council"}
    assert not real_leads & led, "an invented lead would write beside a real name"


def test_terms_of_reference_cite_each_clause_or_call_it_prose_only():
    for path in sorted((EXAMPLE / "govern" / "terms").glob("*.toml")):
        terms = tomllib.loads(path.read_text(encoding="utf-8"))
        assert terms["schema"] == "tor/1"
        cited = set(re.findall(r'\bclause = "([\w-]+)"', path.read_text(encoding="utf-8")))
        assert cited | set(terms["prose_only"]) == {clause["id"] for clause in terms["clauses"]}


def test_each_listed_title_is_used():
    texts = " ".join(path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*") if path.is_file())
    body = texts.replace((EXAMPLE / "titles.txt").read_text(encoding="utf-8"), "")
    for title in (EXAMPLE / "titles.txt").read_text(encoding="utf-8").splitlines():
        assert title.casefold() in body.casefold(), f"{title!r} is listed and not used"


# --- loaded through the public loader ---------------------------------------------------------------------------------

ANYBODY = AnonymousUser()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Load the example once for the tests of this file; nothing of it stays."""
    from moothall.cli.loading import load_folder

    with django_db_blocker.unblock(), transaction.atomic():
        report = load_folder(EXAMPLE, confirm=True)
        yield report
        transaction.set_rollback(True)


@pytest.fixture
def as_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Live on the example's own day."""
    from datetime import date

    from django.conf import settings

    monkeypatch.setattr(settings, "MOOTHALL_AS_AT", date(2019, 7, 22))


@pytest.mark.django_db
def test_the_example_loads_without_a_problem_and_every_row_becomes_a_record(loaded):
    assert [str(problem) for problem in loaded.problems] == []
    for name in list_sheets():
        assert loaded.counts[name] == {"created": len(read(name)), "changed": 0, "same": 0}, name


@pytest.mark.django_db
def test_loading_it_again_changes_nothing(loaded):
    from moothall.cli.loading import load_folder

    again = load_folder(EXAMPLE, confirm=False)
    assert (again.problems, again.differences) == ([], [])


@pytest.mark.django_db
def test_the_quorum_of_14_may_reads_as_a_chair_would_say_it(loaded):
    from moothall.govern.models import Meeting
    from moothall.govern.queries import get_presence, get_quorum
    from moothall.govern.rules.words import explain

    meeting = Meeting.objects.get(slug=MAY)
    quorum = get_quorum(ANYBODY, meeting)
    assert quorum is not None and quorum.quorate
    assert (quorum.seats_present, quorum.seats, quorum.members_present) == (17, 20, 16)
    assert (quorum.groups_present, quorum.groups_needed) == (5, 4)
    sentence = explain(quorum)
    assert "17 of 20 seats" in sentence and "5 of 6" in sentence
    presence = get_presence(ANYBODY, meeting)
    assert presence is not None
    assert len(presence.members) == 16
    assert [sitter.record.person.slug for sitter in presence.apologies] == ["chris-brierley"]
    assert {one.seat.slug for one in presence.absent} == {"nhs-england", "chief-fire-officer"}
    assert len(presence.officers) == 4


@pytest.mark.django_db
def test_the_example_compares_two_better_three_similar_two_worse(loaded, as_at):
    from moothall.assess.queries import list_standings

    standings = list_standings(ANYBODY)
    assert Counter(standing.verdict.code for standing in standings) == {"better": 2, "similar": 3, "worse": 2}


@pytest.mark.django_db
def test_visitors_see_the_priorities_and_actions_of_both_strategies_on_the_day(loaded, as_at):
    from moothall.deliver.models import Action
    from moothall.deliver.queries import Filters, list_actions
    from moothall.plan.models import Priority

    seen = Counter(Priority.objects.visible_to(ANYBODY).values_list("plan__slug", flat=True))
    assert seen == {"joint-health-and-wellbeing-strategy": 7, SAFER: 6}
    assert Action.objects.visible_to(ANYBODY).count() == 21 + 26
    assert len(list_actions(ANYBODY, Filters(plan=SAFER))) == 26
    assert len(list_actions(ANYBODY, Filters(plan=SAFER, due="none"))) == 17


@pytest.mark.django_db
def test_words_that_name_the_next_meeting_find_it(loaded):
    from moothall.deliver.models import Action

    due = {a.number: a.timescale_end for a in Action.objects.all()}
    assert str(due["A2"]) == "2019-07-23"
    assert str(due["A15"]) == "2019-11-14"
    assert str(due["A6"]) == "2019-09-30"
    assert due["A4"] is None and due["A13"] is None


@pytest.mark.django_db
def test_the_practice_board_is_in_session_with_a_quorum_so_that_its_clerk_can_record(loaded):
    from moothall.govern.models import AgendaItem, Meeting
    from moothall.govern.queries import get_quorum
    from moothall.kit.acts import get_operator

    meeting = Meeting.objects.get(board__slug="practice-board", state="in_session")
    quorum = get_quorum(get_operator(), meeting)
    assert quorum is not None and quorum.quorate
    assert AgendaItem.objects.filter(meeting=meeting, state__in=("published", "called")).count() == 5
