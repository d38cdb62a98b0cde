"""Canary words in private items, paragraphs, proposals and drafts: on no page, file, feed, search or API for all."""

import re
from datetime import date

import pytest

from moothall.govern.models import Attendance
from moothall.kit import search
from tests.govern import made
from tests.signing import sign_in

WORDS = ("zephyrine", "quillwort", "brambling", "oxlip", "merganser", "sphagnum", "tamarisk", "whimbrel", "yaffle")
MEMBERS_WORDS = {"zephyrine", "quillwort", "brambling", "oxlip", "merganser"}


@pytest.fixture
def canaries(mill):
    """Fill a board with private things, one word in each; return the addresses that might tell."""
    made.add_paragraph(mill.item, "17", "The open words.")
    exempt = made.add_item(mill.meeting, "18", "A zephyrine title", publicity="exempt", presenters="zephyrine")
    hidden = made.add_paragraph(exempt, "18", "The quillwort words.", publicity="exempt")
    made.add_decision(hidden, "To buy the quillwort.")
    private = made.add_paragraph(mill.item, "17.E1", "The brambling words.", publicity="confidential")
    made.add_decision(private, "To sell the brambling.")
    correction = made.add_paragraph(
        mill.item, "17.E1-correction-1", "No brambling.", number="", publicity="confidential", kind="correction",
        corrects=private,
    )  # fmt: skip
    made.add_forward(mill.board, "oxlip", title="The oxlip comes back", paragraph=private)
    made.make_terms(
        mill.board, version_name="two", is_proposal=True, effective_from=date(2020, 1, 1), origin="merganser",
        prose=[{"id": "merganser", "text": "merganser"}], rules={},
    )  # fmt: skip
    made.add_item(mill.meeting, "19", "The sphagnum draft", state="draft")
    running = made.make_meeting(mill.board, "in_session", date(2019, 7, 22))
    item = made.add_item(running, "1", "An open item", state="called")
    made.add_paragraph(item, "1", "The tamarisk is being minuted.")
    made.add_decision(running.paragraphs.get(), "To plant the tamarisk.")
    made.add_forward(mill.board, "whimbrel", title="The whimbrel comes back", paragraph=running.paragraphs.get())
    made.attend(running, "north", "anna")
    Attendance.objects.create(
        meeting=running, post_title="Keeper of the yaffle", role="officer", state="present", **made.MADE_UP
    )
    return {
        "paragraphs": [hidden, private, correction, running.paragraphs.get()],
        "addresses": [
            "/boards/", "/boards/download.csv", "/boards/mill/", "/boards/mill/meetings/", "/boards/mill/decisions/",
            "/boards/mill/calendar.ics", "/boards/mill/meetings/download.csv", "/boards/mill/decisions/download.csv",
            "/meetings/mill-2019-05-14/", "/meetings/mill-2019-05-14/minutes/17/", "/meetings/mill-2019-07-22/",
            "/meetings/mill-2019-05-14/minutes/18/", "/meetings/mill-2019-05-14/minutes/17.E1/",
            "/meetings/mill-2019-05-14/minutes/17.E1-correction-1/", "/meetings/mill-2019-07-22/minutes/1/",
            "/meetings/none/", "/boards/none/",
            "/api/v1/boards", "/api/v1/boards/mill", "/api/v1/meetings", "/api/v1/meetings/mill-2019-05-14",
            "/api/v1/meetings/mill-2019-07-22", "/api/v1/paragraphs", "/api/v1/decisions",
            "/api/v1/paragraphs/mill-2019-05-14/18", "/api/v1/paragraphs/mill-2019-05-14/17.E1",
            # Words that stand beside the sought ones, since the page says back what was asked.
            "/search/?q=title+words+buy+sell", "/search/?q=comes+back+draft", "/search/?q=minuted+plant+keeper+board",
        ],
    }  # fmt: skip


def seen(client, addresses):
    """Return the words that stand on any of the pages."""
    texts = [client.get(address).content.decode().lower() for address in addresses]
    return {word for word in WORDS if any(word in text for text in texts)}


def test_the_public_sees_none_of_the_words(canaries, client):
    assert seen(client, canaries["addresses"]) == set()


def test_a_stranger_with_a_role_elsewhere_sees_none_of_them(canaries, client, stranger):
    sign_in(client, stranger)
    addresses = [*canaries["addresses"], "/desk/", "/desk/meetings/", "/desk/meetings/mill-2019-05-14/"]
    assert seen(client, addresses) == set()


def test_a_member_sees_what_is_for_members_and_no_draft(canaries, client, member):
    sign_in(client, member)
    found = seen(client, canaries["addresses"])
    # The proposal of new terms has no page yet: nobody sees it there.
    assert found == MEMBERS_WORDS - {"merganser"}


def test_the_clerk_sees_the_drafts_too(canaries, client, clerk):
    sign_in(client, clerk)
    found = seen(client, canaries["addresses"])
    assert found == set(WORDS) - {"merganser"}


@pytest.mark.parametrize(
    "address", ["18/", "17.E1/", "17.E1-correction-1/", "99/"], ids=["exempt", "confidential", "correction", "none"]
)
def test_a_private_paragraph_is_missed_like_one_that_is_not_there(canaries, client, address):
    there = client.get(f"/meetings/mill-2019-05-14/minutes/{address}")
    missing = client.get("/meetings/mill-2019-05-14/minutes/98/")
    assert there.status_code == missing.status_code == 404
    own = {address.rstrip("/"), "98"}
    cleaned = [re.sub("|".join(map(re.escape, own)), "", answer.content.decode()) for answer in (there, missing)]
    assert cleaned[0] == cleaned[1]


def test_counts_do_not_tell_what_is_hidden(canaries, client, nobody):
    from moothall.govern import queries

    assert queries.count_records(nobody) == {"boards": 1, "meetings": 2, "paragraphs": 1, "decisions": 0}
    assert client.get("/api/v1/paragraphs").json()["count"] == 1
    assert client.get("/api/v1/decisions").json()["count"] == 0


def test_the_neighbours_of_a_paragraph_leave_private_ones_out(canaries, client, nobody):
    from moothall.govern import queries

    paragraph = queries.get_paragraph(nobody, "mill-2019-05-14", "17")
    assert queries.list_neighbours(nobody, paragraph) == (None, None)


def test_search_finds_no_private_record(canaries, nobody, clerk):
    assert [hit for word in WORDS for hit in search.find(nobody, word)] == []
    assert [hit for hit in search.find(clerk, "quillwort") if "/minutes/" in hit.url]  # the paragraph, or its decision


def test_a_decision_that_adopted_terms_is_shown_to_those_who_may_see_it(canaries, mill, client, clerk):
    mill.terms.adopted_by = canaries["paragraphs"][1].decisions.get()
    mill.terms.save()
    assert "Adopted by" not in client.get("/boards/mill/").content.decode()
    sign_in(client, clerk)
    assert "Adopted by" in client.get("/boards/mill/").content.decode()
