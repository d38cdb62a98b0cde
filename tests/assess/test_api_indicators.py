"""The API of indicators: the same numbers as the pages, each with its release, licence and method."""

from typing import Any

import pytest
from django.test import Client

from tests.assess.made import COUNTRY, DISTRICT, add_indicator, add_release, add_value

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture
def sleep() -> Any:
    """Make an indicator in which the county does worse than the realm."""
    made = add_indicator("short-sleep", polarity="high")
    release = add_release(licence="OGL v3.0", attribution="Made up")
    add_value(made, 32.1, (31.0, 33.3), release=release)
    add_value(made, 34.3, code=COUNTRY, release=release)
    add_value(made, None, code=DISTRICT, release=release, value_status="suppressed_primary")
    return made


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_list_gives_value_interval_period_and_verdict_with_method(client: Client, sleep: Any) -> None:
    listed = get(client, "/indicators")
    assert listed["count"] == 1
    one = listed["items"][0]
    assert (one["slug"], one["polarity"], one["profile"]) == ("short-sleep", "high", "key")
    latest = one["latest"]
    assert (latest["value"], latest["lower_95"], latest["upper_95"]) == (32.1, 31.0, 33.3)
    assert (latest["period"], latest["starts_on"], latest["ends_on"]) == ("2017/18", "2017-04-01", "2018-03-31")
    assert latest["release"]["licence"] == "OGL v3.0"
    assert one["verdict"] == {
        "code": "worse", "word": "Worse", "shape": "▼", "method": 1, "method_name": "single overlap",
        "benchmark": "Realm", "benchmark_value": 34.3, "level": 95.0, "reason": "",
    }  # fmt: skip
    assert one["reading"].startswith("Ambershire 32.1% (31.0 to 33.3), worse than Realm 34.3%")


def test_one_indicator_has_its_definitions_and_areas(client: Client, sleep: Any) -> None:
    whole = get(client, "/indicators/short-sleep")
    assert [version["unit"] for version in whole["versions"]] == ["%"]
    assert [area["area_name"] for area in whole["areas"]] == ["Realm", "Ambershire", "Lower Amber"]
    hidden = whole["areas"][-1]
    assert (hidden["value"], hidden["status"]) == (None, "suppressed_primary")


def test_data_come_page_by_page(client: Client, sleep: Any) -> None:
    first = get(client, "/indicators/short-sleep/data?limit=2")
    assert (first["count"], len(first["items"])) == (3, 2)
    second = get(client, "/indicators/short-sleep/data?limit=2&offset=2")
    assert len(second["items"]) == 1


def test_an_indicator_without_a_value_is_null_with_a_reason(client: Client) -> None:
    add_indicator("empty")
    one = get(client, "/indicators")["items"][0]
    assert one["latest"] is None
    assert one["verdict"]["reason"] == "no value is published"
    assert get(client, "/indicators/empty")["areas"] == []


@pytest.mark.parametrize("path", ["/indicators/none", "/indicators/none/data"])
def test_an_unknown_indicator_is_a_problem_document(client: Client, path: str) -> None:
    assert get(client, path, 404)["status"] == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1", "limit=many", "offset=99999999999999999999"])
def test_parameters_out_of_bounds_are_refused(client: Client, sleep: Any, query: str) -> None:
    assert get(client, f"/indicators?{query}", 422)["status"] == 422
    assert get(client, f"/indicators/short-sleep/data?{query}", 422)["status"] == 422
