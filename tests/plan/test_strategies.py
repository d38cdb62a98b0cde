"""Pages about strategies: the list, one whole, its influence matrix, what it is tied to; search and tables of them."""

import csv
import io
import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.kit.search import find
from moothall.plan import queries
from moothall.plan.models import Objective
from tests.deliver.made import MADE_UP, add_action, make_plan, make_priority
from tests.govern.made import add_decision, add_item, make_board
from tests.plan.made import add_cell, add_link, add_matrix, add_question, add_theme, make_document

NOBODY = AnonymousUser()


def read(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def read_rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def whole(made):
    """Give the plan a matrix, layers, a link and something still to come."""
    made.matrix = add_matrix(made.plan, made.board)
    made.plan.vision = "Clear rivers for all."
    made.plan.principles = [{"number": 1, "text": "Slow and steady"}]
    made.plan.further_work = [{"text": "A note on ponds", "page": "12"}]
    made.plan.save()
    made.link = add_link("names-paper", from_plan=made.plan, to_document=make_document())
    return made


def test_the_list_shows_every_public_plan_and_no_other(whole, client):
    make_plan(whole.board, "hidden", published_on=None)
    page = read(client.get("/strategies/"))
    assert 'href="/strategies/strategy/"' in page
    assert "1 priority, a matrix of 1 theme" in page
    assert "hidden" not in page.lower().replace("visually-hidden", "").replace("aria-hidden", "")
    rows = read_rows(client.get("/strategies/download.csv"))
    assert [(row["title"], row["priorities"]) for row in rows] == [("Strategy", "1")]


def test_an_empty_list_of_strategies_says_so(db, client):
    assert "No strategy has been published here yet" in read(client.get("/strategies/"))


def test_a_strategy_is_shown_whole(whole, client):
    add_action("benches", board=whole.board, source_plan=whole.plan, plan=whole.plan)
    whole.plan.agenda_items.add(whole.item)
    add_decision(whole.paragraph, "The plan comes back.")
    page = read(client.get("/strategies/strategy/"))
    assert page.count("<h1") == 1
    assert "<title>Strategy (strategy) – Mill Board – " in page  # a paper may have the same title as its plan
    for words in (
        "Clear rivers for all.", "Slow and steady", "1. Aim 1", "Nobody is named", "In scope: Rivers; Roads.",
        "Is it shared?", "Not answered yet", "A note on ponds", "The plan comes back.", "Names", "The paper",
        'href="/strategies/strategy/matrix/"', 'href="/sources/paper/"',
    ):  # fmt: skip
        assert words in page, words
    assert ".." not in re.sub(r"<[^>]+>", "", page)


def test_a_strategy_holds_its_whole_text(made, client):
    made.priority.where_now = "Half the ponds are green."
    made.priority.how_to_get_there = "By reeds."
    made.priority.how_delivered = "The pond group watches."
    made.priority.spotlights = [{"title": "Mill pond", "text": "Cleared by hand.", "page": "9"}]
    made.priority.save()
    made.objective = Objective.objects.create(slug="clear", priority=made.priority, text="Clear every pond", **MADE_UP)
    make_priority(made.plan, 2)
    page = read(client.get("/strategies/strategy/"))
    text = page[page.index("What it says about each priority") :]
    words = [
        "Half the ponds are green.", "Clear every pond", "By reeds.", "The pond group watches.", "Mill pond",
        "Cleared by hand.", "p. 9",
    ]  # fmt: skip
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert "text-strategy-2" not in page  # of which there is no text


def test_a_bare_plan_says_what_it_has_not(made, client):
    made.action.delete()
    made.priority.delete()
    page = read(client.get("/strategies/strategy/"))
    assert "No priority is recorded for this plan." in page
    assert "No meeting is recorded that dealt with it." in page
    assert "None" not in page


def test_a_strategy_tells_nothing_of_what_is_not_public(whole, client):
    hidden = make_plan(whole.board, "wraith", published_on=None)
    add_link("to-wraith", from_plan=whole.plan, to_plan=hidden)
    item = add_item(whole.meeting, "18", "Wraith item", publicity="exempt")
    whole.plan.agenda_items.add(item)
    for address in ("/strategies/strategy/", "/strategies/links.csv", "/api/v1/links", "/api/v1/plans/strategy"):
        assert "wraith" not in client.get(address).content.decode().lower()
    for address in ("/strategies/wraith/", "/strategies/wraith/matrix/", "/api/v1/plans/wraith"):
        assert client.get(address).status_code == 404


def test_the_matrix_tells_roles_by_word_and_shape_and_says_where_none_is_stated(whole, client):
    page = read(client.get("/strategies/strategy/matrix/"))
    assert page.count("<h1") == 1
    assert "▲</span> Driver" in page
    assert page.count("–</span> No role stated") == 2, "once in the legend, once in its cell"
    assert "1 theme and 2 bodies. In 1 of 2 cells no role is stated. 2 questions, 1 not answered yet." in page
    assert "Clean water" in page
    assert "Four yards. (The Weir, 1 January 2019)" in page
    assert page.count("Not answered yet") == 1


def test_what_is_inferred_in_a_matrix_says_why_once(whole, client):
    for record in (whole.matrix.silent, whole.matrix.open):
        record.source_status, record.source_because = "inferred", "The table lost its lines."
        record.save()
    assert (
        read(client.get("/strategies/strategy/matrix/")).count("<strong>Inferred</strong>: The table lost its lines.")
        == 1
    )


def test_an_answer_past_its_review_is_shown_as_due_for_review(whole, client):
    whole.matrix.answered.review_on = date(2019, 7, 21)
    whole.matrix.answered.save()
    page = read(client.get("/strategies/strategy/matrix/"))
    assert "Answer due for review" in page
    assert "2 questions, 1 not answered yet, 1 due for review." in page


def test_a_body_without_a_cell_is_said_to_stand_outside(whole, client):
    add_cell(add_theme(whole.plan, "roads", order=2), board=whole.board, role="influencer")
    assert "Not in the matrix" in read(client.get("/strategies/strategy/matrix/"))


def test_a_plan_without_a_matrix_has_no_such_page(made, client):
    assert client.get("/strategies/strategy/matrix/").status_code == 404
    assert "matrix" not in read(client.get("/strategies/strategy/"))


def test_the_matrix_to_take_away_has_a_row_for_each_question_and_each_cell_without(whole, client):
    rows = read_rows(client.get("/strategies/strategy/matrix/download.csv"))
    told = [(row["theme"], row["role"], row["question"], row["how it stands"]) for row in rows]
    assert told == [
        ("Rivers", "Driver", "", ""),
        ("Rivers", "No role stated", "Is it deep?", "Not answered yet"),
        ("Rivers", "No role stated", "Is it wide?", "Answered"),
    ]


def test_links_to_take_away_name_both_ends_and_the_source(whole, client):
    rows = read_rows(client.get("/strategies/links.csv"))
    assert [(row["from"], row["relation"], row["to"], row["kind of to"]) for row in rows] == [
        ("Strategy", "names", "The paper", "Document")
    ]


def test_the_api_gives_plans_with_their_matrix_and_links(whole, client):
    listed = client.get("/api/v1/plans").json()
    assert [item["slug"] for item in listed["items"]] == ["strategy"]
    plan = client.get("/api/v1/plans/strategy").json()
    assert [layer["layer"] for layer in plan["layers"]] == ["county", "parish"]
    assert plan["layers"][0]["questions"][0]["state"] == "unanswered"
    cells = {cell["body"]: cell for cell in plan["matrix"]}
    assert cells["mill"]["role"] == "driver"
    assert cells["weir"]["role"] == ""
    assert [question["state"] for question in cells["weir"]["questions"]] == ["unanswered", "answered"]
    links = client.get("/api/v1/links?kind=cites").json()["items"]
    assert [(link["from"]["ref"], link["to"]["ref"]) for link in links] == [("plan:strategy", "document:paper")]
    assert client.get("/api/v1/links?kind=shares").json()["count"] == 0


@pytest.mark.parametrize(("text", "url"), [
    ("clear rivers", "/strategies/strategy/"),
    ("is it deep", "/strategies/strategy/matrix/#deep"),
    ("is it shared", "/strategies/strategy/#shared"),
])  # fmt: skip
def test_search_finds_strategies_and_questions(whole, text, url):
    assert url in [found.url for found in find(NOBODY, text)][:3]


def test_a_priority_and_its_board_lead_to_the_strategy(whole, client):
    for address in ("/priorities/", "/priorities/strategy-1/", "/boards/mill/"):
        assert 'href="/strategies/strategy/"' in read(client.get(address))
    assert 'href="/strategies/strategy/"' in read(client.get("/boards/weir/"))


def test_examples_and_ways_stand_on_the_page_of_a_priority(made, client):
    made.priority.how_to_get_there = "By foot."
    made.priority.spotlights = [{"title": "The lane", "text": "It was cleared.", "page": "9"}]
    made.priority.save()
    page = read(client.get("/priorities/strategy-1/"))
    for words in ("By foot.", "The lane", "It was cleared.", "p. 9"):
        assert words in page


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as held:
        assert client.get(address).status_code == 200
    return len(held)


@pytest.mark.parametrize("address", ["/strategies/", "/strategies/strategy/", "/strategies/strategy/matrix/"])
def test_a_page_asks_the_same_number_of_questions_for_one_as_for_fifty(whole, client, address, settings):
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    few = count(client, address)
    for number in range(2, 51):
        make_priority(whole.plan, number)
        make_plan(whole.board, f"plan-{number}")
        theme = add_theme(whole.plan, f"theme-{number}", order=number)
        cell = add_cell(theme, board=whole.board, role="influencer")
        add_question(f"asked-{number}", cell=cell)
        add_question(f"layered-{number}", plan=whole.plan, layer="parish")
        add_link(f"to-{number}", from_plan=whole.plan, to_document=make_document(f"paper-{number}"))
    many = count(client, address)
    assert many <= few
    assert many <= 30


def test_the_matrix_holds_one_cell_for_each_body_in_order(whole):
    board = make_board("quay")
    add_cell(whole.matrix.theme, board=board, role="influencer", order=0)
    matrix = queries.find_matrix(NOBODY, whole.plan)
    assert [body.slug for body in matrix.bodies] == ["quay", "mill", "weir"]
