"""The example's strategies, matrix and actions against the golds of the papers; what is missing stands in left-out.csv.

The golds lie beside the clone (``needs_shared``). Sentences are the example's own, so counts, numbers, words of time
and titles are compared, never sentences.
"""

import csv
import json
import re
from collections import Counter
from typing import Any

import pytest

from moothall.deliver.rules import find_quarter
from moothall.places.timescales import parse_timescale
from moothall.plan.rules import is_to_be_confirmed
from tests.house.source import ROOT

EXAMPLE = ROOT / "examples" / "gloucestershire-2019"
JOINT, SAFER = "joint-health-and-wellbeing-strategy", "safer-community-safety-strategy"
BODIES = {
    "health-and-wellbeing-board": "gloucestershire-hwb",
    "safeguarding-arrangements-child-and-adult": "safeguarding-arrangements",
    "safer-gloucestershire": "safer-gloucestershire",
}
pytestmark = pytest.mark.needs_shared


def read(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def of_plan(name: str, plan: str) -> list[dict[str, str]]:
    return [row for row in read(name) if row["plan"] == plan]


def list_items(page: str, heading: str) -> list[str]:
    """Return the items of the list under a heading of a page of words."""
    text = (EXAMPLE / "words" / f"{page}.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^- (.+)$", section, flags=re.MULTILINE)


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@pytest.fixture
def gold(cases) -> dict[str, Any]:
    return json.loads((cases / "papers" / "gloucestershire_2019_07.json").read_text(encoding="utf-8"))


@pytest.fixture
def gold_2018(cases) -> dict[str, Any]:
    return json.loads((cases / "papers" / "gloucestershire_2018_07.json").read_text(encoding="utf-8"))


@pytest.fixture
def matrix(cases) -> dict[str, Any]:
    return json.loads((cases / "stocktake" / "matrix.json").read_text(encoding="utf-8"))


# --- the joint strategy -----------------------------------------------------------------------------------------------


def test_the_joint_strategy_has_the_priorities_principles_and_spotlights_of_the_paper(gold):
    strategy = gold["strategy"]
    plan = next(row for row in read("plan/plans.csv") if row["slug"] == JOINT)
    rows = of_plan("plan/priorities.csv", JOINT)
    assert plan["from_on"][:4] == str(strategy["period"][0]) and plan["to_on"][:4] == str(strategy["period"][1])
    assert len(json.loads(plan["principles"])) == len(strategy["principles"])
    assert [letters(row["title"]) for row in rows] == [letters(one["name"]) for one in strategy["priorities"]]
    for row, one in zip(rows, strategy["priorities"], strict=True):
        assert len(json.loads(row["spotlights"])) == len(one["spotlights"]), row["slug"]
        assert row["aim"] and row["where_now"] and row["how_to_get_there"] and row["how_delivered"]


def test_every_figure_of_the_priorities_is_told(gold):
    rows = {row["number"]: row for row in of_plan("plan/priorities.csv", JOINT)}
    for one in gold["strategy"]["priorities"]:
        row = rows[str(one["no"])]
        told = f"{row['where_now']} {row['spotlights']} {row['aim']}"
        for fact in one["facts"]:
            figures = re.findall(r"\d[\d,.]*\d|\d", fact["text"].split("www")[0])
            assert [figure for figure in figures if figure not in told] == [], (row["slug"], fact["text"])


def test_targets_and_leads_are_those_of_the_paper(gold):
    strategy = gold["strategy"]
    assert len(read("plan/targets.csv")) == len(strategy["targets"])
    printed = [json.loads(row["as_written"]) for row in of_plan("plan/priorities.csv", JOINT)]
    assert [(one["lead"], one["board"]) for one in printed] == [
        (one["lead"], one["board"]) for one in strategy["table1"]
    ]


def test_figures_of_the_county_further_work_and_sister_strategies_are_there(gold):
    strategy = gold["strategy"]
    told = (EXAMPLE / "words" / "the-county-in-figures.md").read_text(encoding="utf-8")
    for fact in strategy["county_facts"]:
        assert [f for f in re.findall(r"\d[\d,.]*\d|\d", fact["text"]) if f not in told] == [], fact["text"]
    plan = next(row for row in read("plan/plans.csv") if row["slug"] == JOINT)
    assert len(json.loads(plan["further_work"])) >= len(strategy["further_work"])
    titles = {row["key"]: row["title"] for row in read("sources.csv")}
    titles |= {row["slug"]: row["title"] for row in read("plan/plans.csv")}
    cited = [row for row in read("plan/links.csv") if row["kind"] == "cites" and row["from_plan"] == JOINT]
    named = " ".join(letters(titles[row["to_document"] or row["to_plan"]]) for row in cited)
    for sister in strategy["sister_strategies"]:
        assert letters(sister.replace(" Strategy", "").split(" (")[0]) in named, sister
    assert len(cited) == len(strategy["sister_strategies"])


def test_how_it_was_made_is_told_step_by_step(gold, gold_2018):
    page = "how-the-strategy-was-made"
    strategy = gold["strategy"]
    counts = {
        "Eight principles to work by": len(gold_2018["principles"]),
        "Five steps of the timeline": len(gold_2018["timeline"]),
        "Four conversations": len(gold_2018["conversations"]),
        "Four stages of engagement in the draft": len(strategy["engagement_stages"]),
        "Routes to people": len(gold_2018["engagement_routes"]),
        "Ways of working": len(gold_2018["methods"]),
        "Seven reports to come": len(gold_2018["key_reports"]),
        "Who was to steer it": len(gold_2018["project_controls"]),
        "Papers that it leans on": len(gold_2018["sources_cited"]),
        "From eleven themes to seven priorities": len(strategy["candidate_themes"]["added"])
        + len(strategy["criteria"]),
    }
    assert {heading: len(list_items(page, heading)) for heading in counts} == counts
    steps = [item.split(":")[0] for item in list_items(page, "Five steps of the timeline")]
    months = {"Sept": "September", "Nov": "November", "Jan": "January", "Mar": "March"}
    assert steps == [f"{months.get(one['month'], one['month'])} {one['year']}" for one in gold_2018["timeline"]]


# --- the other plans --------------------------------------------------------------------------------------------------


def test_one_gloucestershire_way_has_its_ten_components_and_their_mapping(gold):
    way = gold["one_gloucestershire_way"]
    plan = next(row for row in read("plan/plans.csv") if row["slug"] == "one-gloucestershire-way")
    assert len(json.loads(plan["principles"])) == len(way["components"]) == 10
    parts = list_items("one-gloucestershire-way", "Ten parts")
    assert [int(re.match(r"\*\*(\d+)\.", part)[1]) for part in parts] == [
        one["component"] for one in way["aces_mapping"]
    ]
    for heading, key in (
        ("Six outcomes sought", "outcomes_sought"), ("Four phases", "phases"), ("What it needs", "support_required"),
        ("What the county has already", "local_programmes"),
    ):  # fmt: skip
        assert len(list_items("one-gloucestershire-way", heading)) == len(way[key]), heading
    assert len(json.loads(plan["further_work"])) == len(way["phases"])


def test_child_friendly_has_its_elements_and_its_table_by_post(gold):
    told = gold["child_friendly"]
    assert len(list_items("child-friendly-gloucestershire", "Who sat at the table")) == len(told["steering_group"])
    assert len(list_items("child-friendly-gloucestershire", "Three parts of the proposal")) == len(told["elements"])
    text = (EXAMPLE / "words" / "child-friendly-gloucestershire.md").read_text(encoding="utf-8")
    assert [one["name"] for one in told["steering_group"] if one["name"] in text] == []


def test_no_name_that_is_for_its_post_alone_stands_in_the_example(cases):
    with (cases / "papers" / "people.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["name"].removeprefix("Dame ").removeprefix("Sir ") for row in csv.DictReader(stream)
                 if row["use"] == "post_only"]  # fmt: skip
    files = [*(EXAMPLE / "plan").glob("*"), *(EXAMPLE / "deliver").glob("*"), *(EXAMPLE / "words").glob("*")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert [(file, name) for file, text in texts.items() for name in names if name in text] == []


# --- the community safety strategy ------------------------------------------------------------------------------------


def test_the_community_safety_strategy_has_six_priorities_three_layers_and_its_partners(gold):
    strategy = gold["community_safety_strategy"]
    plan = next(row for row in read("plan/plans.csv") if row["slug"] == SAFER)
    assert [row["title"] for row in of_plan("plan/priorities.csv", SAFER)] == strategy["priorities"]
    layers = json.loads(plan["layers"])
    assert [len(one["in_scope"]) for one in layers] == [len(one["in_scope"]) for one in strategy["layers"]]
    partners = list_items("safer-gloucestershire", "Seventeen partners")
    assert [int(item.endswith(" *")) for item in partners] == [
        one["responsible_authority"] for one in strategy["partners"]
    ]
    for heading, key in (
        ("What the Commissioner puts first", "pcc_priorities"),
        ("Who shares the duty to keep children safe", "safeguarding_partners"),
        ("What the Secretariat does first", "secretariat_focus"),
    ):
        assert len(list_items("safer-gloucestershire", heading)) == len(strategy[key]), heading
    assert len(json.loads(plan["further_work"])) == len(strategy["secretariat_focus"])


def test_social_isolation_is_shared_by_both_strategies(gold):
    assert gold["community_safety_strategy"]["shared_with_hwb"] == ["Social isolation"]
    shared = [row for row in read("plan/links.csv") if row["kind"] == "shares"]
    assert [(row["from_priority"], row["to_priority"]) for row in shared] == [
        ("social-isolation-and-loneliness", "safer-social-isolation")
    ]


def test_the_matrix_has_its_themes_bodies_roles_and_questions(matrix):
    expect = matrix["expect"]
    themes, cells = read("plan/matrix_themes.csv"), read("plan/matrix_cells.csv")
    questions = [row for row in read("plan/matrix_questions.csv") if row["cell"]]
    assert (len(themes), len(cells), len(questions)) == (expect["themes"], expect["cells"], expect["questions"])
    asked = Counter(row["cell"] for row in questions)
    held = {(row["theme"], row["board"] or row["organisation"]): row for row in cells}
    for theme, given in zip(themes, matrix["themes"], strict=True):
        for cell in given["cells"]:
            row = held[theme["slug"], BODIES[cell["body"]]]
            assert row["role"] == (cell["role"] or "")
            assert len([one for one in row["concerns"].split(";") if one.strip()]) == len(cell["concerns"])
            assert asked[row["slug"]] == len(cell["questions"]), row["slug"]
    assert Counter(row["theme"] for row in cells if row["role"] == "driver") == {row["slug"]: 1 for row in themes}
    assert sum(not row["role"] for row in cells) == expect["cells_without_role"]
    assert not any(row["answer"] for row in questions)


def test_each_layer_asks_its_questions(matrix):
    asked = Counter(row["layer"] for row in read("plan/matrix_questions.csv") if row["plan"] == SAFER)
    assert asked == {one["layer"]: len(one["questions"]) for one in matrix["layers"]}


def test_all_26_actions_stand_with_lead_time_outcome_and_links(gold):
    given = gold["community_safety_strategy"]["action_plan"]
    rows = {row["number"]: row for row in read("deliver/actions.csv") if row["source_plan"] == SAFER}
    assert list(rows) == [one["no"] for one in given]
    assert len(rows) == 26
    assert sum(not row["timescale"] for row in rows.values()) == 17
    parties: dict[str, list[dict[str, str]]] = {}
    for party in read("deliver/parties.csv"):
        parties.setdefault(party["action"], []).append(party)
    for one in given:
        row = rows[one["no"]]
        assert row["timescale"] == (one["timescale"] or ""), one["no"]
        assert bool(row["outcome"]) == bool(one["outcomes"]), one["no"]
        assert len([key for key in row["cites"].split(";") if key.strip()]) == len(one["links"]), one["no"]
        held = parties[row["slug"]]
        assert len(held) == len(one["lead"]), one["no"]
        assert [party["role"] for party in held] == ["lead"] + ["contributor"] * (len(held) - 1)
        assert is_to_be_confirmed(held[0]["as_written"]) == (one["lead"] == ["TBC"])
    assert sum(is_to_be_confirmed(party["as_written"]) for held in parties.values() for party in held) == 2


def test_the_priority_of_21_actions_is_inferred_and_said_so(gold):
    given = gold["community_safety_strategy"]["action_plan"]
    labelled = Counter(one["priority"]["status"] for one in given)
    rows = [row for row in read("deliver/actions.csv") if row["source_plan"] == SAFER]
    assert sum(row["status"] == "inferred" for row in rows) == labelled["inferred"] == 21
    titles = {row["slug"]: row["title"] for row in read("plan/priorities.csv")}
    for row, one in zip(rows, given, strict=True):
        label = one["priority"]["value"]
        assert titles.get(row["priority"], "") == ("" if label.startswith("Safer Gloucestershire system") else label)


def test_timescales_are_read_as_the_cases_say(cases):
    plan = next(row for row in read("plan/plans.csv") if row["slug"] == SAFER)
    assert plan["year_one_starts_on"] == "2019-04-01"
    with (cases / "stocktake" / "timescales.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["as_written"]: row for row in csv.DictReader(stream) if row["year_one_starts"]}
    from datetime import date

    quarters = Counter()
    for row in read("deliver/actions.csv"):
        if row["source_plan"] != SAFER:
            continue
        value = parse_timescale(row["timescale"], year_one_starts_on=date(2019, 4, 1))
        case = known[row["timescale"]]
        assert (value.kind, str(value.start or ""), str(value.end or "")) == (case["kind"], case["start"], case["end"])
        quarters[find_quarter(value.kind, value.end)] += 1
    assert quarters == {"2019-Q4": 4, "2020-Q1": 3, "2020-Q2": 1, "open": 1, "none": 17}


def test_what_is_left_out_of_plans_is_named():
    named = {(row["gold"], row["record"]) for row in read("left-out.csv")}
    for record in (
        "child_friendly.steering_group.name", "community_safety_strategy.action_plan.lead",
        "community_safety_strategy.contents", "strategy.foreword_by",
    ):  # fmt: skip
        assert ("2019", record) in named
