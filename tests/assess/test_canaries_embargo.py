"""An embargoed value is sought by everybody on every surface of this stage: only those who may see it find it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from moothall.kit import clock
from moothall.kit.models import Grant, User
from tests.assess.made import COUNTRY, add_indicator, add_release, add_value, make_analyst, make_member

CANARY = 47.31
SEEN = ("47.3", "48.9", "Canary", "2018/19")
SURFACES = (
    "/indicators/",
    "/indicators/?verdict=worse",
    "/indicators/download.csv",
    "/indicators/short-sleep/",
    "/indicators/short-sleep/download.csv",
    "/indicators/short-sleep/chart.svg",
    "/indicators/short-sleep/chart.svg?wide=yes",
    "/api/v1/indicators",
    "/api/v1/indicators/short-sleep",
    "/api/v1/indicators/short-sleep/data",
    "/search/?q=short+sleep",
    "/search/?q=47.3",
    "/search/?q=canary",
)


@pytest.fixture
def embargoed(place: Any) -> Any:
    """Make an indicator with a public value, and a newer one that is public tomorrow."""
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3))
    add_value(sleep, 34.3, code=COUNTRY)
    later = add_release("canary-release", published_at=clock.now() + timedelta(days=1), note="Canary")
    add_value(sleep, CANARY, (46.0, 48.9), period="2018/19", release=later, note="Canary of the county")
    add_value(sleep, 34.4, code=COUNTRY, period="2018/19", release=later)
    return later


def make_expired_analyst() -> User:
    user = make_analyst()
    Grant.objects.filter(user=user).update(from_on="2001-01-01", to_on="2001-12-31")
    return user


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code in (200, 404), path
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    return headers + answer.content.decode()


@pytest.mark.parametrize("make_reader", [None, make_member, make_expired_analyst], ids=["nobody", "member", "expired"])
@pytest.mark.parametrize("path", SURFACES)
def test_nobody_without_the_role_finds_an_embargoed_value(
    client: Client, embargoed: Any, path: str, make_reader: Any
) -> None:
    if make_reader:
        client.force_login(make_reader())
    text = read(client, path)
    text = text.replace("/search/?q=47.3", "").replace('value="47.3"', "").replace("“47.3”", "")
    words = SEEN[:3] if "search" in path else SEEN
    query = {"q=47.3": "47.3", "q=canary": "Canary"}.get(path.partition("?")[2])
    assert [word for word in words if word in text and word != query] == []


@pytest.mark.parametrize("path", [path for path in SURFACES if "search" not in path])
def test_an_analyst_sees_it_and_is_told_that_it_is_not_public(
    client: Client, embargoed: Any, settings: Any, path: str
) -> None:
    settings.MOOTHALL_DEMO = True  # no second factor in this test
    client.force_login(make_analyst())
    answer = client.get(path)
    text = answer.content.decode()
    assert "47.3" in text
    assert "no-store" in answer["Cache-Control"]
    if path in ("/indicators/", "/indicators/short-sleep/"):
        assert "Not public until" in text


def test_what_an_analyst_saw_is_not_kept_for_the_next_reader(client: Client, embargoed: Any, settings: Any) -> None:
    settings.MOOTHALL_DEMO = True
    client.force_login(make_analyst())
    for path in SURFACES:
        client.get(path)
    client.logout()
    for path in SURFACES:
        assert "48.9" not in read(Client(), path), path


def test_counts_say_nothing_of_embargoed_values(client: Client, embargoed: Any) -> None:
    assert json.loads(client.get("/api/v1/indicators/short-sleep/data").content)["count"] == 2
    assert "0 indicators" in client.get("/indicators/?verdict=worse").content.decode() or (
        "No indicator fits" in client.get("/indicators/?verdict=worse").content.decode()
    )


@pytest.mark.parametrize("path", ["/indicators/", "/indicators/short-sleep/chart.svg", "/api/v1/indicators"])
def test_the_entity_tag_is_the_same_with_and_without_an_embargoed_release(
    client: Client, place: Any, path: str
) -> None:
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3))
    before = client.get(path)["ETag"]
    later = add_release("later", published_at=clock.now() + timedelta(days=1))
    add_value(sleep, CANARY, (46.0, 48.9), period="2018/19", release=later)
    from django.core.cache import caches

    caches["pages"].clear()
    assert client.get(path)["ETag"] == before


def test_at_its_moment_the_value_is_public_without_any_act(client: Client, embargoed: Any, monkeypatch: Any) -> None:
    """The page cache ends when the embargo ends: nobody has to do anything at half past nine."""
    assert "32.1" in read(client, "/indicators/short-sleep/")
    at = embargoed.published_at
    monkeypatch.setattr(clock, "now", lambda: at - timedelta(seconds=1))
    assert "47.3" not in read(client, "/indicators/short-sleep/")
    from moothall.kit import freshness

    assert freshness.seconds_until_next_change() == 1
    monkeypatch.setattr(clock, "now", lambda: at)
    from django.core.cache import caches

    caches["pages"].clear()  # what the end of their time does to kept pages
    assert "47.3" in read(client, "/indicators/short-sleep/")
