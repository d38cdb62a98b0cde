"""The clerk's meeting room: who may enter, what a form does once, and what it keeps when it is refused."""

import re

import pytest

from moothall.govern.models import Decision, MinuteParagraph
from moothall.kit import work
from tests.govern import made
from tests.signing import sign_in

ROOM = "/desk/meetings/mill-2019-05-14/"
ADD = f"{ROOM}items/17/paragraph/"


def hidden(client, address, name):
    page = client.get(address).content.decode()
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def fill(client, address, **values):
    """Return what a browser would send: the hidden key and version, and what was typed."""
    return {"once": hidden(client, address, "once"), "version": hidden(client, address, "version"), **values}


def paragraph(**values):
    return {"text": "The Board welcomed it.", "kind": "narrative", "publicity": "open", **values}


def decision(**values):
    return {"text": "The work comes back.", "kind": "return_item", "strength": "explicit", **values}


@pytest.fixture
def desk(mill, clerk, client):
    sign_in(client, clerk)
    return client


def test_a_clerk_finds_the_room_and_records_a_paragraph_and_a_decision(desk):
    assert ROOM in desk.get("/desk/meetings/").content.decode()
    assert ADD in desk.get(ROOM).content.decode()
    answer = desk.post(ADD, fill(desk, ADD, **paragraph()))
    assert (answer.status_code, answer["Location"]) == (303, f"{ROOM}#p17")
    address = f"{ROOM}paragraphs/17/decision/"
    assert address in desk.get(ROOM).content.decode()
    answer = desk.post(address, fill(desk, address, **decision()))
    assert answer.status_code == 303
    assert "The work comes back." in desk.get(ROOM).content.decode()
    assert desk.get("/meetings/mill-2019-05-14/minutes/17/").status_code == 200


def test_confirmed_minutes_offer_only_a_correction(desk, mill):
    made.add_paragraph(mill.item, "17", number="")
    mill.meeting.state = "minutes_confirmed"
    mill.meeting.save()
    page = desk.get(ROOM).content.decode()
    assert ADD not in page
    assert "/decision/" not in page
    address = f"{ROOM}paragraphs/17/correction/"
    assert address in page
    answer = desk.post(address, fill(desk, address, text="It was the Barn."))
    assert answer.status_code == 303
    assert MinuteParagraph.objects.get(kind="correction").text == "It was the Barn."
    refused = desk.post(ADD, fill(desk, ADD, **paragraph()))
    assert refused.status_code == 422
    assert "never change" in refused.content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": ""}, "Enter what was said or settled"),
        ({"text": "   "}, "Enter what was said or settled"),
        ({"text": "x" * 20_001}, "20000 characters or fewer"),
        ({"kind": "correction"}, "Select a valid choice"),
        ({"publicity": "secret"}, "Select a valid choice"),
    ],
)
def test_a_wrong_paragraph_is_refused_with_a_sentence_and_its_text_is_kept(desk, values, sentence):
    sent = fill(desk, ADD, **paragraph(**values))
    answer = desk.post(ADD, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert sent["text"].strip() in page
    assert MinuteParagraph.objects.count() == 0


def test_a_stale_form_is_refused_keeps_its_text_shows_what_is_new_and_can_be_sent_again(desk, mill):
    stale = fill(desk, ADD, **paragraph(text="My own words."))
    desk.post(ADD, fill(desk, ADD, **paragraph(text="Quicker words.")))
    answer = desk.post(ADD, stale)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else wrote here" in page
    assert "My own words." in page
    assert "Quicker words." in page
    again = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("once", "version")}
    assert desk.post(ADD, {**stale, **again}).status_code == 303
    assert [row.number for row in MinuteParagraph.objects.order_by("order")] == ["17.1", "17.2"]


def test_a_form_sent_twice_records_once(desk):
    sent = fill(desk, ADD, **paragraph())
    assert desk.post(ADD, sent).status_code == 303
    again = desk.post(ADD, {**sent, "version": "2"})
    assert again.status_code == 422
    assert "sent already" in again.content.decode()
    assert MinuteParagraph.objects.count() == 1


@pytest.mark.parametrize("lost", ["once", "version"])
def test_a_form_without_its_key_or_version_is_refused(desk, lost):
    sent = fill(desk, ADD, **paragraph())
    del sent[lost]
    answer = desk.post(ADD, sent)
    assert answer.status_code == 422
    assert MinuteParagraph.objects.count() == 0


def test_under_a_private_item_only_private_paragraphs_are_offered(desk, mill):
    made.add_item(mill.meeting, "18", publicity="confidential")
    address = f"{ROOM}items/18/paragraph/"
    page = desk.get(address).content.decode()
    assert 'value="open"' not in page
    answer = desk.post(address, fill(desk, address, **paragraph(publicity="open")))
    assert answer.status_code == 422
    assert desk.post(address, fill(desk, address, **paragraph(publicity="confidential"))).status_code == 303


def test_a_wrong_decision_is_refused_and_its_text_is_kept(desk, mill):
    made.add_paragraph(mill.item, "17")
    address = f"{ROOM}paragraphs/17/decision/"
    answer = desk.post(address, fill(desk, address, **decision(kind="whim", text="A whim.")))
    assert answer.status_code == 422
    assert "A whim." in answer.content.decode()
    assert Decision.objects.count() == 0


ROUTES = ["", "items/17/paragraph/", "paragraphs/17/decision/", "paragraphs/17/correction/"]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("who", ["member", "stranger"])
def test_nobody_else_enters_the_room(mill, client, request, who, route):
    made.add_paragraph(mill.item, "17")
    sign_in(client, request.getfixturevalue(who))
    assert client.get(f"{ROOM}{route}").status_code == 403
    if route:
        assert client.post(f"{ROOM}{route}", {"text": "x"}).status_code == 403
    assert MinuteParagraph.objects.count() == 1


@pytest.mark.parametrize("route", ROUTES)
def test_the_room_asks_for_sign_in(mill, client, route):
    answer = client.get(f"{ROOM}{route}")
    assert answer.status_code == 303
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "address",
    ["/desk/meetings/none/", f"{ROOM}items/99/paragraph/", f"{ROOM}paragraphs/99/decision/"],
)
def test_what_is_not_there_is_missed(desk, address):
    assert desk.get(address).status_code == 404


def test_only_clerks_have_a_list_of_rooms(mill, member, client):
    sign_in(client, member)
    assert client.get("/desk/meetings/").status_code == 403


def test_a_clerk_without_open_minutes_is_told_so(desk, mill):
    mill.meeting.state = "minutes_confirmed"
    mill.meeting.save()
    assert "No meeting of your boards is being minuted now" in desk.get("/desk/meetings/").content.decode()


def test_my_work_lists_the_minutes_and_the_next_meeting(mill, clerk, member, stranger, settings):
    settings.MOOTHALL_AS_AT = made.DAY.replace(month=7)
    for day in (20, 27):
        made.make_meeting(mill.board, "planned", made.DAY.replace(month=7, day=day))
    rows = {
        user: [row for section in work.list_work(user) for row in section.rows] for user in (clerk, member, stranger)
    }
    titles = {user: [row.title for row in rows] for user, rows in rows.items()}
    assert "Minutes of Mill Board, 14 May 2019" in titles[clerk]
    assert "Mill Board, 20 July 2019" in titles[clerk]
    assert [title for title in titles[member] if "Mill" in title] == ["Mill Board, 20 July 2019"]
    assert titles[stranger] == []


def test_the_public_page_offers_the_room_to_the_clerk_alone(mill, client, clerk, member):
    made.add_paragraph(mill.item, "17", number="")
    pages = ["/meetings/mill-2019-05-14/", "/meetings/mill-2019-05-14/minutes/17/"]
    for person, offered in ((None, False), (member, False), (clerk, True)):
        if person:
            sign_in(client, person)
        assert [ROOM in client.get(page).content.decode() for page in pages] == [offered, offered]
