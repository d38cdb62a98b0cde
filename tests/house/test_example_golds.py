"""The example against the two gold records of its papers: every board, line, paper and sitting is there, or is left out
with a reason.

The golds lie beside the clone (``needs_shared``); ``left-out.csv`` names what of them the example does not hold.
"""

import csv
import json
import re
from collections import Counter
from typing import Any

import pytest

from tests.house.source import ROOT

EXAMPLE = ROOT / "examples" / "gloucestershire-2019"
HWB = "gloucestershire-hwb"
MAY, JULY = f"{HWB}-2019-05-14", f"{HWB}-2019-07-23"
pytestmark = pytest.mark.needs_shared

# Bodies of the stocktake that stand here under another key; the Integrated Care System is an organisation.
CALLED = {
    "health-and-wellbeing-board": HWB,
    "gloucestershire-moves-steering-group": "gloucestershire-moves",
}
ORGANISATIONS = {"integrated-care-system", "office-of-the-police-and-crime-commissioner"}
CALLED_ORGANISATIONS = {"office-of-the-police-and-crime-commissioner": "police-commissioner"}
# Groups of the 2019 gold by name, where the name is not that of one board here.
GROUPS = {
    "Secretariat (Development and Delivery Group)": [
        "safer-gloucestershire-secretariat-development-and-delivery-group"
    ],
    "Community Safety Partnerships (CSPs)/Local Forums": [
        f"community-safety-partnership-{district}"
        for district in ("cheltenham", "cotswold", "forest-of-dean", "gloucester", "stroud", "tewkesbury")
    ],
    "Adult and Child Safeguarding Arrangements": ["safeguarding-adults-board", "safeguarding-children-executive"],
    "Gloucestershire Moves steering group": ["gloucestershire-moves"],
    "Health and Wellbeing Board": [HWB],
    "Enabling Active Communities (EAC) board": ["enabling-active-communities"],
    "Gloucestershire Safeguarding Children Executive (GSCE)": ["safeguarding-children-executive"],
    "MAPPA Strategic Board": ["mappa-strategic-board"],
    "Sexual Violence Partnership Board": ["sexual-violence-partnership-board"],
}
# What a cover sheet prints is here in words of our own; these are counted and named, not compared letter by letter.
COUNTED = {"R6": 1, "R7": 3, "R8": 1, "R9a": 1, "R9b": 4, "R10": 2}

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def gold(cases) -> dict[str, Any]:
    return json.loads((cases / "papers" / "gloucestershire_2019_07.json").read_text(encoding="utf-8"))


@pytest.fixture
def gold_2018(cases) -> dict[str, Any]:
    return json.loads((cases / "papers" / "gloucestershire_2018_07.json").read_text(encoding="utf-8"))


@pytest.fixture
def bodies(cases) -> dict[str, Any]:
    return json.loads((cases / "stocktake" / "bodies.json").read_text(encoding="utf-8"))


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower().replace("’", "'"))


def find_value(value: Any) -> Any:
    """Return a value of the gold, which may stand beside its status."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


# --- bodies and lines -------------------------------------------------------------------------------------------------


def test_all_sixty_bodies_are_here_as_boards_or_organisations(bodies):
    boards = {row["slug"] for row in read("govern/boards.csv") if row["status"] != "invented"}
    organisations = {row["slug"] for row in read("places/organisations.csv")}
    wanted = {body["id"] for body in bodies["bodies"]}
    assert len(wanted) == 60
    assert wanted & ORGANISATIONS <= organisations
    assert {CALLED.get(one, one) for one in wanted - ORGANISATIONS} == boards


def test_a_body_that_is_only_proposed_says_so(bodies):
    proposed = {row["slug"] for row in read("govern/boards.csv") if row["is_proposed"] == "yes"}
    assert proposed == {body["id"] for body in bodies["bodies"] if body.get("status") == "proposed"}


def list_lines() -> dict[tuple[str, str, str], Row]:
    rows = read("govern/reporting_lines.csv")
    return {(row["child"], row["parent_board"] or row["parent_organisation"], row["kind"]): row for row in rows}


def name_line(line: dict[str, Any]) -> tuple[str, str, str]:
    parent = line["parent"].removeprefix("organisation:")
    parent = CALLED_ORGANISATIONS.get(parent, CALLED.get(parent, parent))
    return CALLED.get(line["child"], line["child"]), parent, line["type"]


def test_the_sixteen_lines_and_the_four_other_relations_are_here_and_no_other(bodies):
    held = list_lines()
    lines = {name_line(line): line for line in bodies["reporting_lines"]}
    others = {name_line(line) for line in bodies["other_relations"]}
    assert (len(lines), len(others)) == (16, 4)
    assert set(held) == set(lines) | others
    assert {key: held[key]["strength"] for key in lines} == {key: line["strength"] for key, line in lines.items()}
    assert Counter(line["strength"] for line in lines.values()) == {"stated": 10, "implied": 6}
    implied = [row for row in held.values() if row["strength"] == "implied"]
    assert all(row["status"] == "inferred" and row["because"] for row in implied)


@pytest.mark.django_db
def test_each_board_without_a_line_says_so_on_its_page(example_place, client, bodies):
    children = {line["child"] for line in bodies["reporting_lines"]}
    alone = {body["id"] for body in bodies["bodies"]} - children
    assert len(alone) == 44
    said = "No paper says whom it reports to."
    for body in bodies["bodies"]:
        if body["id"] not in ORGANISATIONS:
            page = client.get(f"/boards/{CALLED.get(body['id'], body['id'])}/").content.decode()
            assert (said in page) == (body["id"] in alone), body["id"]


def find_boards(group: dict[str, Any], rows: dict[str, Row]) -> list[Row]:
    if group["name"] in GROUPS:
        return [rows[slug] for slug in GROUPS[group["name"]]]
    name = letters(group["name"])
    same = [row for row in rows.values() if name == letters(row["name"])]
    return same or [row for row in rows.values() if name in letters(row["name"]) or letters(row["name"]) in name]


def test_all_groups_of_the_2019_pack_are_here_with_chair_and_rhythm_where_printed(gold):
    rows = {row["slug"]: row for row in read("govern/boards.csv")}
    groups = [*gold["community_safety_strategy"]["groups"], *gold["groups_health"]]
    assert (len(gold["community_safety_strategy"]["groups"]), len(gold["groups_health"])) == (21, 19)
    for group in groups:
        found = find_boards(group, rows)
        assert len(found) == group.get("count", max(1, len(GROUPS.get(group["name"], [""])))), group["name"]
        for row in found:
            assert bool(row["chair_post"]) == bool(group.get("chair")), row["slug"]
            assert row["meets"] == group["meets"] if group.get("meets") else True, row["slug"]
            assert row["kind"] == "statutory" if group.get("statutory") else True, row["slug"]


def test_seventeen_partners_of_safer_gloucestershire_twelve_with_the_duty(gold):
    partners = gold["community_safety_strategy"]["partners"]
    row = next(row for row in read("govern/boards.csv") if row["slug"] == "safer-gloucestershire")
    names = {row["slug"]: row["name"] for row in read("places/organisations.csv")}
    here, duty = row["partners"].split("; "), row["responsible"].split("; ")
    assert (len(here), len(duty)) == (len(partners), sum(one["responsible_authority"] for one in partners)) == (17, 12)
    for partner in partners:
        name = letters(partner["name"])
        found = [slug for slug in here if name in letters(names[slug])]
        assert found, partner["name"]
        assert any((slug in duty) == bool(partner["responsible_authority"]) for slug in found), partner["name"]


# --- meetings, papers and minutes -------------------------------------------------------------------------------------


def test_the_agenda_of_23_july_has_the_eleven_items_of_the_gold(gold):
    items = [row for row in read("govern/agenda_items.csv") if row["meeting"] == JULY]
    assert [row["number"] for row in items] == [item["no"] for item in gold["agenda"]]
    for row, item in zip(items, gold["agenda"], strict=True):
        assert letters(row["title"]) == letters(item["title"])
        assert (row["status"] == "inferred") == (item.get("status") == "inferred")
        pages = [str(page) for page in item["pages"] or ()]
        assert [row["first_page"], row["last_page"]] == (pages or ["", ""])


def test_the_deadlines_of_the_agenda_are_those_printed(gold):
    printed = {item["no"]: item["deadline"]["value"] for item in gold["agenda"] if "deadline" in item}
    rows = {row["kind"]: row for row in read("govern/deadlines.csv")}
    assert (rows["public_questions"]["due_at"], rows["member_questions"]["due_at"]) == (printed["4"], printed["5"])


def test_every_cover_sheet_of_both_golds_is_here_with_as_many_recommendations(gold, gold_2018):
    papers = [row for row in read("govern/reports.csv") if row["status"] != "invented"]
    taken = [row["report"] for row in read("govern/report_routings.csv") if row["status"] != "invented"]
    by_slug = {row["slug"]: row for row in papers}
    reports = gold["reports"]
    assert [report["id"] for report in reports] == list(COUNTED)
    assert len(papers) == len(reports) + len(gold_2018["reports"]) == 7
    for report, slug in zip(reports, taken, strict=True):
        row = by_slug[slug]
        assert letters(row["title"]) == letters(report["title"])
        assert row["item_for"].split("; ") == report["item_for"]
        assert len(json.loads(row["recommendations"])) == COUNTED[report["id"]]
        assert len(report["recommendations"]) == COUNTED[report["id"]]
        assert len(row["sponsors"].split("; ")) == len(report["sponsor"])
        authors = [one for column in ("authors", "other_authors") for one in row[column].split("; ") if one]
        assert len(authors) == len(report["author"])
        assert bool(row["financial_implications"]) == bool(report["financial"])
    assert sum(COUNTED.values()) == 12


def test_the_paper_of_2018_names_what_is_missing_from_its_cover_sheet(gold_2018):
    (report,) = gold_2018["reports"]
    (row,) = [row for row in read("govern/reports.csv") if row["source"] == "strategy-development-2018"]
    words = {"sponsor": "sponsors", "author": "authors", "organisation": "organisations"}
    absent = {
        words.get(name, name) for name, value in report.items()
        if isinstance(value, dict) and value.get("status") == "absent"
    }  # fmt: skip
    assert set(row["not_read"].split("; ")) == absent
    assert all(not row[name] for name in absent - {"title"})
    assert len(json.loads(row["recommendations"])) == len(report["recommendations"]) == 4


def test_the_board_of_14_may_is_the_one_of_the_minutes(gold):
    minutes = gold["minutes"][0] if isinstance(gold["minutes"], list) else gold["minutes"]
    people = {row["slug"]: row["name"] for row in read("places/people.csv")}
    rows = [row for row in read("govern/attendance.csv") if row["meeting"] == MAY]
    present = {people[row["person"]] for row in rows if row["role"] == "member" and row["state"] == "present"}
    assert len(present) == len(minutes["present"]) == 16
    assert all(any(name in one["name"] for one in minutes["present"]) for name in present)
    officers = [row for row in rows if row["role"] == "officer"]
    assert len(officers) == len(minutes["in_attendance"]) == 4
    assert [people[row["person"]] for row in rows if row["state"] == "apologies"] == minutes["apologies"]
    members = {people[row["person"]] for row in read("govern/appointments.csv") if row["seat"].startswith(HWB)}
    absent = members - present - set(minutes["apologies"])
    assert absent == set(find_value(minutes["absent_without_apology"]))


def test_items_paragraphs_and_decisions_of_the_minutes_are_those_of_the_gold(gold):
    minutes = gold["minutes"][0] if isinstance(gold["minutes"], list) else gold["minutes"]
    items = [row for row in read("govern/agenda_items.csv") if row["meeting"] == MAY]
    assert [row["number"] for row in items] == [item["no"] for item in minutes["items"]]
    paragraphs = [row for row in read("govern/paragraphs.csv") if row["meeting"] == MAY]
    assert len(paragraphs) == sum(len(item["paragraphs"]) for item in minutes["items"]) == 29
    decisions = Counter(
        row["paragraph"].rpartition("/")[2] for row in read("govern/decisions.csv") if MAY in row["paragraph"]
    )
    assert decisions == Counter(one["para"] or one["item"] for one in minutes["decisions"])
    assert decisions.total() == 13


def test_every_promise_to_return_is_an_item_of_the_forward_plan_or_an_action(cases):
    golden = json.loads((cases / "govern" / "golden_2019-05-14.json").read_text(encoding="utf-8"))
    kept = {row["paragraph"].rpartition("/")[2] for row in read("govern/forward_items.csv") if MAY in row["paragraph"]}
    done = {row["paragraph"].rpartition("/")[2] for row in read("deliver/actions.csv") if MAY in row["paragraph"]}
    assert len(golden["commitments"]) == 9
    for promise in golden["commitments"]:
        assert promise["paragraph"] in (kept if promise["kind"] == "return_item" else kept | done), promise


# --- who sits, and by which rules -------------------------------------------------------------------------------------


def test_seventeen_kinds_of_seat_make_twenty_seats_and_six_groups_have_a_vote(gold):
    review, terms = gold["membership_review"], gold["terms_of_reference"]
    seats = [row for row in read("govern/seats.csv") if row["board"] == HWB]
    kinds = {re.sub(r"-\d$", "", row["slug"]) for row in seats}
    assert len(kinds) == len(review["seats_listed"]) == 17
    assert len(seats) == sum(one["count"] for one in review["seats_listed"]) == review["seats_total_listed"] == 20
    groups = [row for row in read("govern/voting_groups.csv") if row["board"] == HWB]
    assert len(groups) == len(terms["voting_organisations"]) == 6


def test_the_six_options_and_the_statutory_core_of_the_review_have_a_page(gold):
    text = (EXAMPLE / "words" / "who-sits-on-the-board.md").read_text(encoding="utf-8")
    review = gold["membership_review"]
    assert len(review["options"]) == 6
    assert [one["no"] for one in review["options"] if f"**{one['no']}" not in text] == []
    core = text.partition("## Who must sit on it")[2].partition("##")[0]
    assert core.count("\n- ") == len(review["statutory_core"]) == 7


# --- what is left out -------------------------------------------------------------------------------------------------


def test_what_is_left_out_is_named_once_in_order_and_with_its_reason():
    rows = read("left-out.csv")
    keys = [(row["gold"], row["record"]) for row in rows]
    assert keys == sorted(set(keys))
    assert all(len(row["reason"]) > 10 for row in rows)
    assert {row["gold"] for row in rows} <= {"2018", "2019", "stocktake"}
