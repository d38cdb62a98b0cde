"""A resident: what is the county doing about it, is it working, who answers for it. No account, no mouse."""

from tests.journeys.conftest import SCRIPTS
from tests.journeys.keyboard import Reader


@SCRIPTS
def test_from_a_priority_to_the_very_minute_behind_its_action_and_back(reader: Reader) -> None:
    reader.open("/")
    reader.follow("Physical activity")
    assert "Dr Andy Seymour" in reader.content
    assert "Better than England" in reader.content
    reader.follow("A12 Lead the priority physical activity")
    assert "What was agreed" in reader.content
    reader.follow("Paragraph 18.5")
    assert "The Clinical Chair of the CCG took on physical activity" in reader.content
    assert reader.path == "/meetings/gloucestershire-hwb-2019-05-14/minutes/18.5/"
    assert reader.pages == 4, "three clicks from the home page"
    reader.follow("A12 Lead the priority physical activity")
    assert reader.path == "/actions/lead-physical-activity/"


@SCRIPTS
def test_finds_by_asking_who_leads_housing(reader: Reader) -> None:
    reader.open("/")
    reader.to("Search this site", "searchbox")
    reader.type("who leads housing")
    reader.enter()
    assert reader.heading == "Search: who leads housing"
    reader.follow("Housing", exact=True)
    assert reader.heading == "Housing"
    assert "Pat Pratley" in reader.content


def test_takes_a_filter_off_again_and_takes_the_list_away(reader: Reader) -> None:
    reader.open("/actions/")
    reader.to_content()
    reader.open_details("Filter this list")
    reader.write("Words", "housing")
    reader.push("Filter")
    assert "1 action" in reader.content
    reader.to_content()
    reader.to("Take off the filter Words: housing")
    reader.enter()
    assert "47 actions" in reader.content
    reader.to_content()
    reader.to("These actions as a table (CSV)")
    with reader.page.expect_download() as taken:
        reader.press("Enter")
    assert taken.value.suggested_filename == "actions.csv"


def test_a_mistyped_address_leads_on_by_search(reader: Reader) -> None:
    reader.open("/priority/housing/")
    assert reader.heading == "Page not found"
    reader.to_content()
    reader.to("Search this site", "searchbox")
    reader.type("housing")
    reader.enter()
    assert "Housing" in reader.content
