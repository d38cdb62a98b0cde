"""What is not public leaves no trace: public pages are the same to the byte with it and without it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.test import Client

from moothall.assess.models import Indicator
from moothall.deliver.models import Action
from moothall.govern.models import Meeting, MinuteParagraph, Report
from moothall.kit import search
from moothall.kit.models import AuditEntry, User
from moothall.places.models import Area
from moothall.plan.models import Priority
from tests.canaries.private import CANARIES, COMPANION, add_private
from tests.demo_people import live_as_the_demo
from tests.walker.reading import Page
from tests.walker.walking import Pages, is_walked, open_page, walk, walk_once

NARROWED = (
    "/actions/?status=not_known", "/actions/?status=late", "/actions/download.csv?status=not_known",
    "/actions/calendar.ics", f"/actions/?text={COMPANION}", "/boards/?kind=practice", "/indicators/?verdict=worse",
    f"/search/?q={COMPANION}", "/search/?q=smoking", "/search/?q=contract+figures+team",
    "/api/v1/actions?limit=100", "/api/v1/boards", "/api/v1/decisions?limit=100", "/api/v1/paragraphs?limit=100",
    "/api/v1/meetings?limit=100", "/api/v1/reports", "/api/v1/priorities", "/api/v1/indicators", "/api/v1/openapi.json",
    "/sitemap.xml", "/robots.txt", "/nothing/here/", "/api/v1/nothing", "/api/v1/actions/nothing",
)  # fmt: skip


def find_public_parts() -> SimpleNamespace:
    """Return the parts of the example that ``add_private`` ties its rows to."""
    paragraph = MinuteParagraph.objects.filter(meeting__state="minutes_confirmed", publicity="open").first()
    paragraph = paragraph or MinuteParagraph.objects.filter(meeting__state="minutes_draft").first()
    priority = Priority.objects.order_by("plan__slug", "number").first()
    actions = Action.objects.exclude(state__in=("merged", "proposed")).order_by("slug")
    return SimpleNamespace(
        board=paragraph.meeting.board, meeting=paragraph.meeting, item=paragraph.item, paragraph=paragraph,
        running=Meeting.objects.filter(state="in_session").first(), plan=priority.plan, priority=priority,
        indicator=Indicator.objects.filter(versions__value_type="proportion").order_by("slug").first(),
        action=actions.filter(state="agreed", depends_on=None).first(), other=actions.filter(state="agreed").last(),
        county=Area.objects.get(is_home=True).code, report=Report.objects.get(slug="one-gloucestershire-way-2019"),
    )  # fmt: skip


def read_narrowed() -> dict[str, tuple[int, bytes, dict[str, str]]]:
    """Return what a visitor reads afresh at addresses that no link leads to."""
    caches["pages"].clear()
    caches["charts"].clear()
    return {address: keep(open_page(Client(), address)) for address in NARROWED}


def keep_walked(pages: Pages) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    """Return the pages of a walk but those of the door, whose tokens differ."""
    return {address: keep(page) for address, page in pages.items() if is_compared(page.path)}


def is_compared(path: str) -> bool:
    return is_walked(path) and not path.startswith("/sign-in/")


def keep(page: Page) -> tuple[int, bytes, dict[str, str]]:
    return page.status, page.body, page.headers


@pytest.fixture
def example(example_place: Any, settings: Any) -> Any:
    live_as_the_demo(settings)
    return example_place


def test_the_example_is_the_same_to_the_byte_with_private_rows_and_without(example, tmp_path_factory):
    before = {**keep_walked(walk_once(tmp_path_factory.getbasetemp())), **read_narrowed()}
    place = find_public_parts()
    added = add_private(place)
    assert added.action.paragraph.publicity == "exempt"
    after = {**read_narrowed(), **keep_walked(walk(Client(), follow=is_compared))}
    assert len(before) > 150
    assert set(after) == set(before), "an address came or went"
    changed = [address for address in before if before[address][:2] != after[address][:2]]
    assert changed == [], "these say something of what is not public"
    tags = {address: (before[address][2].get("ETag"), after[address][2].get("ETag")) for address in before}
    assert {address: pair for address, pair in tags.items() if pair[0] != pair[1]} == {}
    assert sum(1 for one, _ in tags.values() if one) > 100


def test_an_act_on_what_is_private_shows_at_no_foot_and_in_no_calendar(example):
    addresses = ("/", "/actions/", "/boards/gloucestershire-hwb/", "/actions/calendar.ics", "/priorities/housing/")
    before = {address: Client().get(address).content for address in addresses}
    act_on("agenda-item:gloucestershire-hwb-2019-05-14/secret")
    assert {address: Client().get(address).content for address in addresses} == before


def test_the_foot_of_a_record_s_page_says_when_that_record_was_last_changed(example):
    act_on(Priority.objects.get(slug="housing").ref)
    assert "last changed on 1 January 2031" in Client().get("/priorities/housing/").content.decode()
    assert "2031" not in Client().get("/priorities/physical-activity/").content.decode()


def act_on(subject: str) -> None:
    """Put an act on record, on a day on which nothing else was done."""
    at = datetime(2031, 1, 1, 12, tzinfo=UTC)
    AuditEntry.objects.create(act="enter_record", subject=subject, by=User.objects.first(), why="a test", at=at)


def test_a_search_for_a_private_word_answers_as_one_for_a_word_that_stands_nowhere(world):
    client = Client()
    for path in ("/search/?q={}", "/actions/?text={}", "/api/v1/actions?text={}"):
        nothing = client.get(path.format("zzyzxw")).content.decode()
        for canary in (canary for canary in CANARIES if canary.word.isalpha()):
            said = client.get(path.format(canary.word)).content.decode()
            assert said.replace(canary.word, "zzyzxw") == nothing, (path, canary)


PRIVATE = (
    ("/actions/{}/", "lantern-merganser"), ("/actions/{}/", "lantern-redpoll"), ("/actions/{}/", "lantern-garefowl"),
    ("/priorities/{}/", "canary-plan-1"), ("/meetings/mill-2019-05-14/minutes/{}/", "91"),
    ("/meetings/mill-2019-05-14/minutes/{}/", "90.E1"), ("/meetings/mill-2019-07-22/minutes/{}/", "90"),
    ("/about/{}/", "canary-page"), ("/news/{}/", "canary-news"), ("/api/v1/actions/{}", "lantern-merganser"),
    ("/api/v1/priorities/{}", "canary-plan-1"), ("/api/v1/paragraphs/mill-2019-05-14/{}", "91"),
    ("/reports/{}/", "lantern-cassowary"), ("/reports/{}/", "lantern-wryneck"),
    ("/api/v1/reports/{}", "lantern-cassowary"), ("/api/v1/reports/{}", "lantern-wryneck"),
    ("/actions/?priority={}", "canary-plan-1"), ("/api/v1/actions?priority={}", "canary-plan-1"),
)  # fmt: skip


@pytest.mark.parametrize(("address", "key"), PRIVATE)
def test_a_private_record_is_missed_in_the_very_words_of_one_that_is_not_there(world, address, key):
    client = Client()
    there, missing = client.get(address.format(key)), client.get(address.format("never"))
    assert there.status_code == missing.status_code
    assert there.content.decode().replace(key, "never") == missing.content.decode()
    headers = [
        {name: value for name, value in a.items() if name not in ("ETag", "Content-Length")} for a in (there, missing)
    ]
    assert headers[0] == headers[1]


def test_search_itself_hands_out_nothing_private(world):
    found = [hit for canary in CANARIES for hit in search.find(AnonymousUser(), canary.word)]
    assert [hit for hit in found if "lantern" in f"{hit.title} {hit.text}".lower()] == []
