"""Who leads an action: the golden thread, from the board's page to the word that the public reads."""

from tests.journeys.conftest import SCRIPTS
from tests.journeys.keyboard import Reader

WORD = "Somebody from each of the six districts was there on 26 June; the notes go to the Board in July."
KEYS_FOR_A_WORD = 60


@SCRIPTS
def test_the_golden_thread_from_the_board_to_the_word_on_its_action(reader: Reader, stranger: Reader) -> None:
    reader.open("/")
    assert WORD not in reader.content
    reader.to("Boards and meetings")
    reader.enter()
    reader.follow("Gloucestershire Health and Wellbeing Board", exact=True)
    reader.follow("14 May 2019, 10am to noon")
    assert reader.heading == "Gloucestershire Health and Wellbeing Board – Meeting of 14 May 2019"
    assert "The board could decide" in reader.content
    reader.follow("18.4", exact=True)
    assert "somebody from the district councils goes" in reader.content
    reader.follow("A11 Send somebody from the district councils to the meeting on the local “deal”")
    assert "Late" in reader.content
    assert WORD not in reader.content
    reader.sign_in("kit.lead")
    assert reader.heading == "My work"
    assert "As action lead for Gloucester City Council" in reader.content
    before = reader.moves
    reader.follow("Send somebody from the district councils to the meeting on the local “deal”")
    reader.go_on_to_form()
    reader.choose("Done")
    reader.write("What has happened?", WORD)
    assert reader.push("Send the report") == 200
    assert reader.moves - before <= KEYS_FOR_A_WORD
    assert reader.path.startswith("/actions/district-representative-at-deal-meeting/#update-")
    stranger.open("/actions/district-representative-at-deal-meeting/")
    assert WORD in stranger.content
    assert "Reported by Kit Example" in stranger.content
    stranger.open("/")
    assert WORD in stranger.content, "the word has freshened every page"


def test_an_action_that_is_not_ones_own_offers_no_form_and_refuses_one(reader: Reader) -> None:
    reader.open("/")
    reader.sign_in("kit.lead")
    reader.open("/actions/district-representative-at-deal-meeting/")
    reader.go_on_to_form()
    assert reader.heading.startswith("Say how it stands: Send somebody"), "one's own offers it"
    reader.open("/actions/lead-physical-activity/")
    assert reader.page.get_by_role("button", name="Say how it stands").count() == 0
    reader.open("/desk/actions/lead-physical-activity/update/")
    assert reader.heading == "You may not see or do this"
    assert "Only whoever leads this action" in reader.content
