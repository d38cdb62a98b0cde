"""Search answers residents' own questions: the page that answers each stands among the first three."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit.search import MAX_OTHERS, Found, find, rank_for, read_habits, read_question, score_for
from tests.deliver import made as deliver

# Written by hand: what is asked, and the pages of which any answers it.
ASKED = {
    "who leads housing": ["/priorities/housing/"],
    "what was decided about air quality": ["/meetings/gloucestershire-hwb-2019-05-14/minutes/"],
    "when is the next meeting": ["/meetings/gloucestershire-hwb-2019-07-23/"],
    "who sits on the health and wellbeing board": ["/boards/gloucestershire-hwb/"],
    "how many people are inactive": ["/indicators/physically-inactive-adults/"],
    "what is being done about loneliness": ["/priorities/social-isolation-and-loneliness/"],
    "who is in charge of community safety": ["/boards/safer-gloucestershire/"],
    "can I ask a question at the meeting": ["/meetings/gloucestershire-hwb-2019-07-23/"],
    "what does ACEs mean": ["/glossary/#aces"],
    "what is the council doing about domestic abuse": ["/actions/", "/priorities/", "/boards/", "/strategies/"],
}


@pytest.fixture
def example(example_place: Any, settings: Any) -> Any:
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)
    return example_place


def ask(client: Client, words: str) -> list[tuple[str, str]]:
    page = BeautifulSoup(client.get("/search/", {"q": words}).content.decode(), "html.parser")
    return [(str(a["href"]), a.get_text(" ", strip=True)) for a in page.select(".mh-found__item h2 a")]


@pytest.mark.django_db
@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("spelt", [str, str.upper, lambda text: f"  {text}?? "], ids=["plain", "capitals", "marks"])
def test_a_residents_question_finds_its_page_among_the_first_three(
    client: Client, example: Any, question: str, spelt: Any
) -> None:
    found = ask(client, spelt(question))[:3]
    assert [href for href, _ in found if href.startswith(tuple(ASKED[question]))], found


@pytest.mark.django_db
def test_what_domestic_abuse_finds_is_about_it(client: Client, example: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    from moothall.kit.search import find

    for hit in find(AnonymousUser(), "what is the council doing about domestic abuse")[:3]:
        said = f"{hit.title} {hit.text} {hit.context}".lower()
        assert "domestic" in said or "dasv" in said


# --- the rules --------------------------------------------------------------------------------------------------------


def texts(question: str) -> list[str]:
    return [word.text for word in read_question(question).words]


def test_a_turn_of_phrase_says_which_kind_is_asked_for_and_is_not_sought_itself() -> None:
    asked = read_question("Who is in charge of bus stops?")
    assert asked.kinds == ("Priority", "Lead body", "Board")
    assert [word.text for word in asked.words] == ["bus", "stop"]
    assert read_question("what does PQR mean").kinds == ("Glossary",)
    assert texts("what does PQR mean") == ["pqr"]


def test_loose_words_are_left_out_of_a_question_alone() -> None:
    assert texts("how many people swim") == ["swim"]
    assert texts("county council") == ["count", "council"]


def test_a_question_about_meetings_seeks_meetings_even_when_it_does_not_say_so() -> None:
    assert "meet" in texts("how do I ask something")
    assert texts("when is the next meeting") == ["meet"]


def test_words_that_mean_the_same_stand_for_each_other_and_an_abbreviation_for_its_meaning() -> None:
    (word,) = read_question("lonely").words
    assert "isolat" in word.others
    groups = [("PQR", "Public Quay Repairs")]
    (word,) = read_question("PQR", groups).words
    assert word.others == ("public quay repairs",)
    quay, repairs = read_question("quay repairs", groups).words
    assert "pqr" in quay.others and "pqr" in repairs.others
    assert read_question("quay", groups).words[0].others == ()


def test_an_abbreviation_is_met_as_a_whole_word_only() -> None:
    asked = read_question("quay repairs", [("PQR", "Public Quay Repairs")])
    assert score_for(Found("The PQR group", "", "/a/", "Board"), asked) > 0
    assert score_for(Found("The PQRST group", "", "/a/", "Board"), asked) == 0


def test_a_word_is_met_at_the_beginning_of_a_word() -> None:
    assert score_for(Found("Places", "", "/a/", "Page"), read_question("aces")) == 0
    assert score_for(Found("ACEs Panel", "", "/a/", "Board"), read_question("aces")) > 0


def test_the_kind_that_is_asked_for_stands_before_another_that_says_as_much() -> None:
    hits = [Found("Ferries", "", "/a/", "Action"), Found("Ferries", "", "/p/", "Priority")]
    assert [hit.url for hit in rank_for(hits, read_question("who leads ferries"))] == ["/p/", "/a/"]


def test_an_address_is_listed_once() -> None:
    hits = [Found("Ferries", "", "/a/", "Meeting"), Found("Next: ferries", "", "/a/", "Next meeting")]
    assert len(rank_for(hits, read_question("ferries"))) == 1


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_a_bounded_question(text: str) -> None:
    asked = read_question(text, [("PQR", "Public Quay Repairs")] * 50)
    assert len(asked.words) <= 8
    assert len(asked.list_sought()) <= 8 * (1 + MAX_OTHERS)


def test_the_rules_are_data_without_answers() -> None:
    habits = read_habits()
    assert len(habits.turns) > 30
    assert all(turn.kinds for turn in habits.turns)


@pytest.mark.django_db
def test_search_costs_the_same_at_one_row_as_at_fifty_and_finds_nothing_private(client: Client) -> None:
    from django.contrib.auth.models import AnonymousUser

    made = deliver.make_all()
    costs = []
    for n in range(50):
        action = deliver.add_action(f"ferry-{n}", board=made.board, paragraph=made.paragraph)
        deliver.add_lead(action, post=deliver.make_post(f"keeper-{n}"))
        if n in (0, 49):
            with CaptureQueriesContext(connection) as counted:
                assert find(AnonymousUser(), "what is being done about ferry meetings")
            costs.append(len(counted))
    assert costs[0] == costs[1]
    deliver.add_action("secret-ferry", board=made.board, paragraph=made.paragraph, publicity="exempt", title="Smews")
    assert not [hit for hit in find(AnonymousUser(), "who leads smews") if "Smews" in hit.title]
