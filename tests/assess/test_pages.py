"""The pages of indicators: every number with interval, period, area and source; every verdict with word and method."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from moothall.assess import presenters, rules
from moothall.assess.models import Profile, ProfileItem, Release
from moothall.places.models import Area
from tests.assess.made import COUNTRY, MADE_UP, REGION, add_indicator, add_release, add_value

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture
def sleep() -> Any:
    """Make an indicator in which the county does better than the realm."""
    made = add_indicator("short-sleep", definition="Adults who rest too little", caveats="Self-reported")
    add_value(made, 32.1, (31.0, 33.3))
    add_value(made, 34.3, code=COUNTRY)
    add_value(made, 30.3, code=REGION)
    return made


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    without_tags = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", without_tags)


def test_the_list_shows_value_interval_period_source_and_verdict_with_its_method(client: Client, sleep: Any) -> None:
    text = text_of(client, "/indicators/")
    for words in (
        "Short sleep",
        "32.1%",
        "31.0 to 33.3",
        "2017/18",
        "▲ Better than Realm",
        "Single overlap, 95%",
        "Realm 34.3%",
    ):
        assert words in text
    assert "invented for the example" in text
    assert "None" not in text


def test_a_verdict_as_a_tag_keeps_its_shape() -> None:
    found = rules.Verdict("worse", 1, "Realm", 95.0)
    assert vars(presenters.tag_verdict(found)) == {"text": "Worse than Realm", "colour": "red", "shape": "▼"}


def test_the_list_can_be_filtered_by_verdict_and_the_file_is_filtered_alike(client: Client, sleep: Any) -> None:
    add_indicator("empty")
    assert "Short sleep" in text_of(client, "/indicators/?verdict=better")
    assert "Short sleep" not in text_of(client, "/indicators/?verdict=worse")
    page = client.get("/indicators/?verdict=better").content.decode()
    assert "/indicators/download.csv?verdict=better" in page
    rows = read_csv(client, "/indicators/download.csv?verdict=better")
    assert [row["indicator_id"] for row in rows] == ["short-sleep"]
    assert len(read_csv(client, "/indicators/download.csv")) == 2


def test_where_there_are_two_sets_the_list_can_be_filtered_by_set(client: Client, sleep: Any) -> None:
    other = Profile.objects.create(slug="other", name="Other set", **MADE_UP)
    ProfileItem.objects.create(
        profile=other, indicator=sleep, polarity="high", benchmark=Area.objects.get(code=COUNTRY), **MADE_UP
    )
    text = text_of(client, "/indicators/?profile=other")
    assert "Worse than Realm" in text
    assert "Better than Realm" not in text


def test_a_filter_that_is_none_shows_everything_and_an_empty_list_says_what_to_do(client: Client, sleep: Any) -> None:
    assert "Short sleep" in text_of(client, "/indicators/?verdict=purple")
    assert "See all indicators" in text_of(client, "/indicators/?verdict=worse")


def test_an_empty_place_has_a_list_with_a_next_step(client: Client) -> None:
    assert "No indicator has been entered yet" in text_of(client, "/indicators/")


def read_csv(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_indicators_page_asks_the_plain_question_and_reads_the_answer(client: Client, sleep: Any) -> None:
    page = client.get("/indicators/short-sleep/").content.decode()
    assert page.count("<h1") == 1
    text = text_of(client, "/indicators/short-sleep/")
    assert "How much short sleep?" in text
    assert "Ambershire 32.1% (31.0 to 33.3), better than Realm 34.3% (single overlap, 95%). 2017/18." in text
    for words in (
        "Adults who rest too little",
        "Self-reported",
        "Release public",
        "□ Not compared",
        "No interval",
        "Westmarch",
    ):
        assert words in text
    assert "None" not in text


@pytest.mark.parametrize(
    ("method", "limits", "sentence"),
    [
        (1, (31.0, 33.3), "Realm’s value lies outside the interval: a real difference, not chance, by this test."),
        (1, (31.0, 35.0), "Realm’s value lies within the interval: no real difference can be told, by this test."),
        (12, (31.0, 33.3), "The interval does not meet that of Realm: a real difference, not chance, by this test."),
        (12, (31.0, 34.0), "The interval meets that of Realm: no real difference can be told, by this test."),
    ],
)
def test_the_page_says_plainly_what_the_test_saw(client: Client, method: int, limits: Any, sentence: str) -> None:
    made = add_indicator("rest", method=method)
    add_value(made, 32.1, limits)
    add_value(made, 34.3, (33.9, 34.7), code=COUNTRY)
    assert sentence in text_of(client, "/indicators/rest/")


def test_the_chart_has_words_beside_it_and_two_sizes(client: Client, sleep: Any) -> None:
    page = client.get("/indicators/short-sleep/").content.decode()
    assert 'alt="Chart: Ambershire 32.1%' in page
    assert 'srcset="/indicators/short-sleep/chart.svg?wide=yes"' in page
    assert 'src="/indicators/short-sleep/chart.svg"' in page


def test_the_chart_is_a_picture_that_says_in_itself_what_it_shows(client: Client, sleep: Any) -> None:
    answer = client.get("/indicators/short-sleep/chart.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    drawn = answer.content.decode()
    assert "<title" in drawn
    assert "Ambershire 32.1% (31.0 to 33.3), better than Realm" in drawn
    for words in ("Ambershire: better", "Westmarch: not compared", "Realm 34.3%", "Compared with Realm"):
        assert words in drawn


def test_values_over_time_stand_in_a_table_of_their_own(client: Client, sleep: Any) -> None:
    assert "over time" not in text_of(client, "/indicators/short-sleep/")
    add_value(sleep, 31.5, (30.1, 32.9), period="2016/17")
    from django.core.cache import caches

    caches["pages"].clear()
    assert "Ambershire over time" in text_of(client, "/indicators/short-sleep/")


def test_an_indicator_without_a_value_says_so_and_has_no_picture(client: Client) -> None:
    add_indicator("empty")
    assert "No value of this indicator has been published" in text_of(client, "/indicators/empty/")
    assert client.get("/indicators/empty/chart.svg").status_code == 404
    assert "No value published" in text_of(client, "/indicators/")


def test_a_withheld_value_is_told_in_words_and_never_as_nought(client: Client) -> None:
    hidden = add_indicator("hidden")
    add_value(hidden, None, value_status="suppressed_primary")
    text = text_of(client, "/indicators/hidden/")
    assert "Ambershire: not shown, to protect people. 2017/18." in text
    assert client.get("/indicators/hidden/chart.svg").status_code == 404
    assert read_csv(client, "/indicators/hidden/download.csv")[0]["value"] == ""


def test_an_undated_value_says_that_its_date_is_not_printed(client: Client) -> None:
    undated = add_indicator("undated")
    add_value(undated, 18.5, (17.1, 20.0), period="")
    text = text_of(client, "/indicators/undated/")
    assert "Date not printed" in text
    assert "Date not printed" in text_of(client, "/indicators/")


def test_made_up_data_are_marked_on_page_chart_and_file(client: Client) -> None:
    shown = add_indicator("shown")
    add_value(shown, 18.5, (17.1, 20.0), release=add_release("pretend", is_invented=True))
    assert "Made-up data, for show" in text_of(client, "/indicators/shown/")
    assert "Made-up data, for show" in text_of(client, "/indicators/")
    assert "Made-up data, for show" in client.get("/indicators/shown/chart.svg").content.decode()
    assert read_csv(client, "/indicators/shown/download.csv")[0]["source_status"] == "invented"


def test_the_file_holds_every_value_unrounded_with_its_release(client: Client, sleep: Any) -> None:
    Release.objects.update(licence="Open Government Licence v3.0")
    rows = read_csv(client, "/indicators/short-sleep/download.csv")
    assert {(row["area_name"], row["value"], row["lower_95"], row["release"]) for row in rows} == {
        ("Realm", "34.3", "", "public"),
        ("Westmarch", "30.3", "", "public"),
        ("Ambershire", "32.1", "31.0", "public"),
    }


@pytest.mark.parametrize("path", ["/indicators/none/", "/indicators/none/chart.svg", "/indicators/none/download.csv"])
def test_an_unknown_indicator_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/indicators/", "/indicators/short-sleep/", "/indicators/short-sleep/chart.svg"])
def test_pages_only_read(client: Client, sleep: Any, path: str) -> None:
    assert client.post(path).status_code == 405


def test_a_long_list_is_shown_by_pages(client: Client) -> None:
    for n in range(30):
        add_indicator(f"number-{n:02}", order=n)
    text = text_of(client, "/indicators/")
    assert "1 to 25 of 30 indicators" in text
    assert "Number 29" in text_of(client, "/indicators/?page=2")


def test_the_list_asks_the_database_as_often_at_50_rows_as_at_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for n in range(50):
        add_value(add_indicator(f"number-{n:02}", order=n), 32.1, (31.0, 33.3))
    with django_assert_max_num_queries(13):
        client.get("/indicators/")
