"""The page cache: shared, fresh at once after an act, and never for or from somebody who is signed in."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from moothall.kit import clock, freshness
from moothall.kit.acts import enter_record, get_operator, invite_person
from moothall.kit.middleware import is_behind_other_door
from moothall.places.models import Place

pytestmark = pytest.mark.django_db
PAGE = "/accessibility/"


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def name_place(name: str) -> None:
    values = {"name": name, "short_name": name, "mark": "P", "contact_name": "C", "contact_email": "c@example.org"}
    enter_record(by=get_operator(), model=Place, key={"one": True}, values=values)


def test_a_public_page_is_kept_and_served_without_asking_the_view(
    client: Client, django_assert_num_queries: Any
) -> None:
    first = client.get(PAGE)
    with django_assert_num_queries(1):  # the stamp
        second = client.get(PAGE)
    assert first.content == second.content
    assert second["Cache-Control"] == "public, no-cache"
    assert "Cookie" in second["Vary"]


def test_a_page_is_compressed_for_a_browser_that_asks_and_for_no_other(client: Client) -> None:
    plain = client.get(PAGE)
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in plain["Vary"]


def test_an_act_freshens_the_page_at_once(client: Client) -> None:
    name_place("Old Shire")
    assert b"Old Shire" in client.get(PAGE).content
    name_place("New Shire")
    content = client.get(PAGE).content
    assert b"New Shire" in content
    assert b"Old Shire" not in content


def test_a_reader_who_has_the_page_is_told_so(client: Client) -> None:
    etag = client.get(PAGE)["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 304
    name_place("New Shire")
    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 200


def test_nothing_is_kept_from_or_for_somebody_who_is_signed_in(client: Client) -> None:
    person = invite_person(by=get_operator(), email="ann@example.org", name="Ann Example")
    client.force_login(person)
    mine = client.get(PAGE)
    assert b"Ann Example" in mine.content
    assert mine["Cache-Control"] == "private, no-store"
    assert not mine.has_header("ETag")
    anybody = Client().get(PAGE)
    assert b"Ann Example" not in anybody.content
    assert b"Ann Example" in client.get(PAGE).content


def test_a_session_cookie_that_means_nothing_still_reads_the_page_unkept(client: Client) -> None:
    client.cookies["sessionid"] = "nonsense"
    assert client.get(PAGE)["Cache-Control"] == "private, no-store"


def test_a_missing_page_is_not_kept(client: Client) -> None:
    assert client.get("/nothing/").status_code == 404
    assert not client.get("/nothing/").has_header("ETag")


def test_another_query_is_another_page(client: Client) -> None:
    assert client.get("/search/?q=alpha").content != client.get("/search/?q=beta").content


def test_a_page_ends_at_the_next_embargo(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    monkeypatch.setattr(caches["pages"], "set", lambda key, held, end=None: isinstance(held, dict) and kept.append(end))
    monkeypatch.setattr(freshness, "_moments", [lambda: clock.now() + timedelta(seconds=40)])
    client.get(PAGE)
    monkeypatch.setattr(freshness, "_moments", [])
    client.get(PAGE)
    assert 30 <= kept[0] <= 40
    assert 298 <= kept[1] <= 300


def test_a_page_drawn_while_an_embargo_ends_is_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was drawn before the moment is old after it, however late it comes to be stored."""
    from moothall.kit import middleware

    kept: list[str] = []
    monkeypatch.setattr(caches["pages"], "set", lambda key, held, end=None: isinstance(held, dict) and kept.append(key))
    monkeypatch.setattr(middleware, "find_end", lambda: clock.now() - timedelta(seconds=1))
    assert client.get(PAGE).status_code == 200
    assert kept == []


def test_a_page_read_while_an_act_is_under_way_is_not_served_after_it(client: Client) -> None:
    """The key is made before the page: whatever such a reader saw lies under the old stamp."""
    from moothall.kit.middleware import make_page_key

    before = make_page_key(client.get(PAGE).wsgi_request)
    name_place("New Shire")
    after = make_page_key(client.get(PAGE).wsgi_request)
    assert before != after


@pytest.mark.parametrize(
    ("doors", "path", "closed"),
    [
        ("both", "/desk/", False),
        ("public", "/desk/", True),
        ("public", "/boards/", False),
        ("officers", "/boards/", True),
        ("officers", "/sign-in/", False),
        ("officers", "/healthz", False),
        ("public", "/static/kit/site.css", False),
    ],
)
def test_a_place_may_keep_the_two_sides_on_separate_hosts(settings: Any, doors: str, path: str, closed: bool) -> None:
    settings.MOOTHALL_DOORS = doors
    assert is_behind_other_door(path) is closed


def test_a_closed_door_answers_as_if_nothing_were_there(client: Client, settings: Any) -> None:
    settings.MOOTHALL_DOORS = "public"
    assert client.get("/desk/").status_code == 404


def test_health_says_that_the_process_answers_and_readiness_that_a_place_is_loaded(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").status_code == 503
    name_place("Shire")
    assert client.get("/readyz").status_code == 200
