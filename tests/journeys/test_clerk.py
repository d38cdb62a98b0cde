"""The clerk in the meeting room: minutes as they are said, two windows, a finger that presses twice."""

import pytest

from moothall.govern.models import Meeting
from tests.journeys.conftest import SCRIPTS
from tests.journeys.keyboard import Reader

ROOM = "/desk/meetings/practice-board-2019-07-22/"
SAID = "The Example Leisure Trust has drawn two of three routes and asks for help with the third."
SETTLED = "The third route goes round the landslip."
KEYS_FOR_A_PARAGRAPH = 40


def open_room(reader: Reader) -> None:
    """Sign in and open the room of the meeting that is under way."""
    reader.open("/")
    reader.sign_in("hari.clerk")
    reader.to("Meeting room", exact=True)
    reader.enter()
    reader.follow("Practice board (invented), 22 July 2019")
    assert reader.path == ROOM


@SCRIPTS
def test_records_a_paragraph_and_a_decision_while_the_meeting_is_under_way(reader: Reader, stranger: Reader) -> None:
    open_room(reader)
    assert "The meeting is under way. Its minutes are not published yet." in reader.content
    before = reader.moves
    reader.to_content()
    reader.to_button_or_link("Add a paragraph to item 3")
    reader.to_content()
    reader.write("What was said or settled", SAID)
    reader.choose("Resolution")
    assert reader.push("Record the paragraph") == 200
    assert reader.moves - before <= KEYS_FOR_A_PARAGRAPH
    assert SAID in reader.content
    reader.to_content()
    reader.to("Record a decision in item 3")
    reader.enter()
    reader.to_content()
    reader.write("The words of the decision", SETTLED)
    assert reader.push("Record the decision") == 200
    assert f"Agreement: {SETTLED}" in reader.content
    assert reader.path.startswith(ROOM)

    stranger.open("/meetings/practice-board-2019-07-22/minutes/3/")
    assert stranger.heading == "Page not found", "nobody reads minutes before they are published"
    publish_minutes()
    stranger.open("/meetings/practice-board-2019-07-22/minutes/3/")
    assert SAID in stranger.content
    assert SETTLED in stranger.content


def publish_minutes() -> None:
    """Let the meeting's minutes be a published draft."""
    Meeting.objects.filter(slug="practice-board-2019-07-22").update(state="minutes_draft")


def test_of_two_windows_the_second_is_stopped_and_its_text_is_kept(reader: Reader) -> None:
    form = f"{ROOM}items/4/paragraph/"
    open_room(reader)
    first = reader.page
    reader.open(form)
    reader.open_window()
    reader.open(form)
    reader.to_content()
    reader.write("What was said or settled", "The bench stands by the stop.")
    assert reader.push("Record the paragraph") == 200
    reader.page = first
    reader.to_content()
    reader.write("What was said or settled", "The bench is to be blue.")
    assert reader.push("Record the paragraph") == 422
    assert "Somebody else wrote here since you opened this form" in reader.content
    assert "The bench stands by the stop." in reader.content, "what the other wrote is shown"
    assert reader.page.get_by_label("What was said or settled").input_value() == "The bench is to be blue."
    reader.to_content()
    assert reader.push("Record the paragraph") == 200, "sent once more, it holds"
    assert "The bench is to be blue." in reader.content


def test_a_form_sent_twice_is_done_once(reader: Reader) -> None:
    open_room(reader)
    reader.open(f"{ROOM}items/5/paragraph/")
    reader.to_content()
    reader.write("What was said or settled", "The board meets again in September.")
    sent = reader.page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")
    assert reader.push("Record the paragraph") == 200
    reader.open(f"{ROOM}items/5/paragraph/")
    assert reader.push_with("Record the paragraph", sent) == 422, "as a finger does that presses twice"
    assert "This form was sent already" in reader.content
    reader.open(ROOM)
    assert reader.content.count("The board meets again in September.") == 1


@pytest.mark.parametrize("script", [False], ids=["script-blocked"])
def test_a_paragraph_of_published_minutes_has_its_own_address_at_once(reader: Reader, stranger: Reader) -> None:
    open_room(reader)
    reader.open("/desk/meetings/practice-board-2019-06-18/items/1/paragraph/")
    reader.to_content()
    reader.write("What was said or settled", "The minutes were taken by the clerk of the day.")
    assert reader.push("Record the paragraph") == 200
    reader.to_content()
    reader.to("1.2", exact=True)
    reader.enter()
    assert reader.path == "/meetings/practice-board-2019-06-18/minutes/1.2/"
    stranger.open(reader.path)
    assert "The minutes were taken by the clerk of the day." in stranger.content
