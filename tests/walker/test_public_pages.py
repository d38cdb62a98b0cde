"""From the home page by links alone: every public route is reached, and every page is whole."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from django.test import Client

from tests.walker.conftest import PLACE
from tests.walker.reading import find_faults
from tests.walker.routes import EXCEPTIONS, list_all_names, list_public_routes, name_route
from tests.walker.walking import Pages, count_links, find_dead_links, find_foreign_parts, open_page

CLICKS = 3  # a resident's, from the home page
RECORDS = ("board", "meeting", "paragraph", "priority", "indicator", "action", "wagtail_serve")
SOUGHT_OF_EACH = 8
FIRST_ANSWERS = 10
MENU = {
    "Priorities": "/priorities/",
    "Boards and meetings": "/boards/",
    "How we are doing": "/indicators/",
    "Actions": "/actions/",
    "News": "/news/",
    "Search": "/search/",
}


def test_every_public_route_is_reached_within_three_clicks(public_pages: Pages, count: Callable[[str], None]) -> None:
    clicks: dict[str, int] = {}
    for page in public_pages.values():
        clicks[page.route] = min(page.clicks, clicks.get(page.route, page.clicks))
    wanted = list_public_routes()
    assert sorted(wanted - set(clicks)) == []
    assert {name: number for name, number in clicks.items() if name in wanted and number > CLICKS} == {}
    pages = sum(page.is_html for page in public_pages.values())
    farthest = max(page.clicks for page in public_pages.values())
    count(
        f"public: {pages} pages and {len(public_pages) - pages} files behind {len(wanted)} routes, "
        f"{count_links(public_pages)} links, the farthest {farthest} clicks away"
    )


def test_every_page_carries_the_whole_menu_and_marks_where_one_is(public_pages: Pages) -> None:
    for page in public_pages.values():
        if page.is_html:
            links = page.soup.select("header nav[aria-label=Menu] a")
            assert [(link.get_text(strip=True), link["href"]) for link in links] == list(MENU.items()), page.address
            current = [link["href"] for link in links if link.get("aria-current")]
            assert current == [path for path in MENU.values() if path == page.path], page.address


def test_an_exception_is_a_route_that_exists_and_that_no_link_reaches(public_pages: Pages) -> None:
    assert sorted(set(EXCEPTIONS) - list_all_names()) == []
    reached = {page.route for page in public_pages.values()}
    assert sorted(reached & set(EXCEPTIONS)) == []


def test_no_link_is_dead(public_pages: Pages) -> None:
    assert find_dead_links(public_pages) == []


def test_every_page_has_title_heading_breadcrumb_and_no_empty_place(public_pages: Pages) -> None:
    assert [fault for page in public_pages.values() if page.is_html for fault in find_faults(page, PLACE)] == []


def test_every_address_has_a_title_of_its_own(public_pages: Pages) -> None:
    by_title: dict[str, set[str]] = {}
    for page in public_pages.values():
        if page.is_html:
            by_title.setdefault(page.title, set()).add(page.path)
    assert {title: paths for title, paths in by_title.items() if len(paths) > 1} == {}


def test_no_page_loads_anything_from_elsewhere(public_pages: Pages) -> None:
    assert find_foreign_parts(public_pages) == []


def test_no_page_sets_a_cookie_but_the_door(public_pages: Pages) -> None:
    setting = {page.route for page in public_pages.values() if "Set-Cookie" in page.headers}
    assert setting <= {"account_login", "account_reset_password"}


def test_every_file_says_what_it_is_and_holds_something(public_pages: Pages) -> None:
    kinds = {".csv": "text/csv", ".ics": "text/calendar", ".svg": "image/svg+xml", ".css": "text/css"}
    files = [page for page in public_pages.values() if not page.is_html]
    assert [page.address for page in files if not page.body.strip()] == []
    for ending, kind in kinds.items():
        found = [page for page in files if page.path.endswith(ending)]
        assert found, ending
        assert {page.kind.split(";")[0] for page in found} == {kind}


def test_every_page_of_the_sitemap_is_reached_by_links_and_the_other_way_round(public_pages: Pages) -> None:
    tree = ET.fromstring(open_page(Client(), "/sitemap.xml").body)
    told = {(entry.text or "").split("localhost:8000")[-1] for entry in tree.findall(".//{*}loc")}
    records = {page.path for page in public_pages.values() if page.route in (*RECORDS, "source")}
    assert sorted(told - set(public_pages)) == []
    assert sorted(records - told) == []


def test_search_finds_each_kind_of_record_by_its_own_title(public_pages: Pages) -> None:
    client, lost = Client(), []
    for route in RECORDS:
        pages = [page for page in public_pages.values() if page.route == route and page.is_html]
        assert pages, route
        for page in pages[:SOUGHT_OF_EACH]:
            answer = client.get("/search/", {"q": page.heading})
            found = list_answers(answer.content)[:FIRST_ANSWERS]
            if page.path not in found:
                lost.append(f"“{page.heading}” does not find {page.path} but {found[:3]}")
    assert lost == []


def list_answers(body: bytes) -> list[str]:
    """Return where the answers of a search lead, in their order."""
    return [str(a["href"]).split("#")[0] for a in BeautifulSoup(body, "html.parser").select(".mh-found__item h2 a")]


def test_a_route_is_named_by_its_address() -> None:
    assert name_route("/actions/?page=2") == "actions"
    assert name_route("/no/such/page.html") == ""
