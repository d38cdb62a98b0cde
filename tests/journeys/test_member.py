"""A member of a board: my work on one page after sign-in, and a word on an action of my own."""

from tests.journeys.conftest import SCRIPTS
from tests.journeys.keyboard import Reader

WORD = "Four of the six libraries have said yes; the other two answer in August."


@SCRIPTS
def test_gives_a_word_on_an_own_action_and_sees_it_on_the_public_page(reader: Reader, stranger: Reader) -> None:
    reader.open("/")
    reader.sign_in("grace.member")
    assert reader.heading == "My work"
    assert "Welcome, Grace Example" in reader.content
    assert "As member for Practice board" in reader.content
    reader.follow("Ask the libraries where the list may hang")
    reader.go_on_to_form()
    reader.choose("On track")
    reader.write("What has happened?", WORD)
    assert reader.push("Send the report") == 200
    assert "Your report is on the page of this action." in reader.content
    assert WORD in reader.content
    stranger.open("/actions/practice-ask-libraries/")
    assert WORD in stranger.content
    assert "Reported by Grace Example" in stranger.content
    assert "written by an invented account" in stranger.content


def test_an_empty_word_is_refused_beside_its_box_and_what_was_chosen_is_kept(reader: Reader) -> None:
    reader.open("/desk/actions/practice-ask-libraries/update/")
    reader.fill_in_sign_in("grace.member")
    assert reader.heading.startswith("Say how it stands: Ask the libraries"), "one goes on to where one wanted to go"
    reader.to_content()
    reader.choose("At risk")
    assert reader.push("Send the report") == 422
    assert reader.page.title().startswith("Error: ")
    assert reader.page.get_by_role("radio", name="At risk", exact=True).is_checked()
    reader.to_content()
    summary = reader.page.get_by_role("alert").get_by_role("link").first.inner_text()
    reader.to(summary)
    reader.press("Enter")
    assert reader.page.evaluate("document.activeElement.name") == "narrative"


def test_signs_out_and_the_desk_is_closed(reader: Reader) -> None:
    reader.open("/")
    reader.sign_in("grace.member")
    reader.to("Sign out", exact=True)
    reader.enter()
    reader.to_content()
    reader.push("Sign out")
    reader.open("/desk/")
    assert reader.heading == "Sign in"
