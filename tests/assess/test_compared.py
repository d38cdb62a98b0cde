"""All indicators in one picture, beside larger areas: by shape and word, with sentence, table and file."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moothall.assess import charts, presenters, queries
from moothall.kit import clock
from tests.assess.made import COUNTRY, REGION, add_indicator, add_release, add_value

pytestmark = pytest.mark.usefixtures("place")
ANYBODY = AnonymousUser()


@pytest.fixture
def three() -> None:
    """Make an indicator that is better, one that is similar and one that has no interval."""
    for slug, value, limits in (("sleep", 32.1, (31.0, 33.3)), ("rest", 34.0, (33.0, 35.0)), ("naps", 30.0, None)):
        made = add_indicator(slug)
        add_value(made, value, limits)
        add_value(made, 34.3, code=COUNTRY)
        add_value(made, 30.3, code=REGION)


def list_rows() -> Any:
    return queries.set_beside_larger(ANYBODY, queries.list_standings(ANYBODY))


def list_texts(spec: dict[str, Any]) -> list[str]:
    return [layer["mark"]["text"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]


@pytest.mark.parametrize("wide", [True, False])
def test_the_picture_is_valid_and_says_each_verdict_in_a_word(three: None, wide: bool) -> None:
    import altair as alt

    spec = charts.draw_all(list_rows(), wide=wide)
    alt.LayerChart.from_dict(spec)
    words = " ".join(list_texts(spec))
    for said in ("Sleep: better than Realm", "Rest: similar to Realm", "Naps: not compared", "32.1% (31.0 to 33.3)"):
        assert said in words
    assert "Westmarch 30.3%, Realm 34.3%" in " ".join(words.split())
    assert spec["width"] == (680 if wide else 246)


def test_every_mark_lies_inside_and_where_its_number_stands(three: None) -> None:
    rows = list_rows()
    for wide in (True, False):
        spec = charts.draw_all(rows, wide=wide)
        for layer in spec["layer"]:
            for name, limit in (("x", spec["width"]), ("y", spec["height"]), ("x2", spec["width"])):
                at = layer["encoding"].get(name, {}).get("value", 0)
                assert 0 <= at <= limit
    scale = charts.Scale(10, 20, 100, 200)
    assert [scale.place(n) for n in (10, 15, 20)] == [100, 150, 200]


def test_the_sentence_counts_better_similar_and_worse(three: None) -> None:
    said = presenters.say_all(list_rows())
    assert said == "Of 3 indicators, 1 better than and 1 similar to Realm; 1 indicator not compared."
    assert presenters.say_all([]) == ""


def test_the_page_has_the_picture_with_words_table_and_file(client: Client, three: None) -> None:
    page = BeautifulSoup(client.get("/indicators/").content.decode(), "html.parser")
    picture = page.select_one("figure.mh-chart img")
    assert picture["alt"].startswith("Chart: Of 3 indicators, 1 better than")
    table = page.select_one("figure.mh-chart table")
    assert [tag.get_text() for tag in table.thead.find_all("th")] == [
        "Indicator", "Ambershire", "Interval", "Westmarch", "Realm", "Compared", "Period",
    ]  # fmt: skip
    assert "□ Not compared" not in picture["alt"]
    for tag in (picture, page.select_one("figure.mh-chart source")):
        answer = client.get(str(tag.get("src") or tag.get("srcset")))
        assert answer["Content-Type"] == "image/svg+xml"
        assert b"better than Realm" in answer.content
    link = page.select_one('figure.mh-chart a[href$="compared.csv"]')
    rows = list(csv.DictReader(io.StringIO(client.get(str(link["href"])).content.decode("utf-8-sig"))))
    assert len(rows) == 9
    assert [row["verdict"] for row in rows if row["area_name"] == "Ambershire"] == ["not_compared", "similar", "better"]


def test_the_picture_is_filtered_as_the_list_is(client: Client, three: None) -> None:
    page = client.get("/indicators/?verdict=similar").content.decode()
    assert "/indicators/compared.svg?verdict=similar&amp;wide=yes" in page
    drawn = client.get("/indicators/compared.svg?verdict=similar").content.decode()
    assert "Rest: similar" in drawn
    assert "Sleep" not in drawn


def test_no_value_gives_no_picture(client: Client) -> None:
    add_indicator("empty")
    assert "mh-chart" not in client.get("/indicators/").content.decode()
    assert client.get("/indicators/compared.svg").status_code == 404
    assert client.get("/indicators/compared.csv").status_code == 200


def test_a_value_under_embargo_is_in_no_picture_and_file(client: Client, three: None) -> None:
    ahead = add_release("ahead", published_at=clock.now() + timedelta(days=1))
    made = add_indicator("ambush")
    add_value(made, 77.7, (77.0, 78.4), release=ahead)
    for path in ("/indicators/", "/indicators/compared.svg", "/indicators/compared.csv"):
        text = client.get(path).content.decode()
        assert "77.7" not in text
        if path != "/indicators/":
            assert "Ambush" not in text


def test_a_larger_areas_value_of_another_time_stands_beside_none() -> None:
    made = add_indicator("sleep")
    add_value(made, 32.1, (31.0, 33.3), period="2016/17")
    add_value(made, 34.3, code=COUNTRY, period="2017/18")
    add_value(add_indicator("rest"), 34.0, (33.0, 35.0), period="2017/18")
    assert [row.others for row in list_rows()] == [[], []]


def test_made_up_data_say_so(client: Client) -> None:
    add_value(add_indicator("shown"), 18.5, (17.1, 20.0), release=add_release("pretend", is_invented=True))
    assert "made-up data" in client.get("/indicators/compared.svg").content.decode()


def test_the_file_asks_as_often_for_fifty_as_for_one(client: Client) -> None:
    costs = []
    for n in range(25):
        add_value(add_indicator(f"number-{n:02}", order=n), 32.1, (31.0, 33.3))
        if n in (0, 24):
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as counted:
                client.get("/indicators/compared.csv")
            costs.append(len(counted))
    assert costs[0] == costs[1]
