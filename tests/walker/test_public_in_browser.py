"""The public site in a real browser: narrow and wide, with script and with every script file blocked."""

import heapq
from collections import Counter
from collections.abc import Callable
from zlib import crc32

import pytest

from tests.walker.routes import list_public_routes, name_route
from tests.walker.seeing import Seen, Viewer
from tests.walker.walking import Pages, choose_examples

CLICKS = 3
PARTS = (".svg", ".css")  # what pages load by themselves
WIDTHS = {True: ("wide", "narrow"), False: ("narrow", "wide")}  # in which a page is opened, and the other one
WAYS = [(width, script) for script, widths in WIDTHS.items() for width in widths]
EVERYWHERE = pytest.param(True, id="axe in every way", marks=pytest.mark.heavy)


@pytest.mark.parametrize("everywhere", [pytest.param(False, id="axe in one way"), EVERYWHERE])
@pytest.mark.parametrize("script", [pytest.param(True, id="script"), pytest.param(False, id="blocked")])
def test_every_route_is_reached_by_links_that_can_be_seen(
    view: Callable[..., Viewer], public_pages: Pages, count: Callable[[str], None], script: bool, everywhere: bool
) -> None:
    ways, asked = look_at_all(view(script=script), choose_way(public_pages), script=script, everywhere=everywhere)
    wanted = list_public_routes() - {page.route for page in public_pages.values() if page.path.endswith(PARTS)}
    for width, seen in ways.items():
        clicks = count_clicks(seen)
        assert sorted(wanted - set(clicks)) == [], width
        assert {name: number for name, number in clicks.items() if name in wanted and number > CLICKS} == {}, width
        count(
            f"in a browser, {width}, script {'on' if script else 'blocked'}: {len(seen)} pages, {asked[width]} by axe"
        )
    assert [fault for seen in ways.values() for one in seen.values() for fault in one.faults] == []


def look_at_all(
    viewer: Viewer, wanted: set[str], *, script: bool, everywhere: bool
) -> tuple[dict[str, dict[str, Seen]], Counter[str]]:
    """Open each address at one width, then look at it at the other; axe is asked in one of the four ways, or in all.

    Returns what was seen by width and address, and how often axe was asked at each width.
    """
    first, second = WIDTHS[script]
    ways: dict[str, dict[str, Seen]] = {first: {}, second: {}}
    asked = Counter[str]()
    for address in sorted(wanted):
        chosen = [width for width in ways if everywhere or choose_way_of_axe(address) == (width, script)]
        asked.update(chosen)
        viewer.resize(first)
        ways[first][address] = viewer.look_at(address, axe=first in chosen)
        ways[second][address] = viewer.look_again(ways[first][address], second, axe=second in chosen)
    return ways, asked


def choose_way_of_axe(address: str) -> tuple[str, bool]:
    """Return the width, and whether with script, in which axe is asked about a page each day: a quarter for each."""
    return WAYS[crc32(address.encode()) % len(WAYS)]


def choose_way(pages: Pages) -> set[str]:
    """Return the addresses to open: an example of each kind of page, and the pages from which one comes there."""
    wanted = {page.address for page in choose_examples(pages.values())}
    todo = list(wanted)
    while todo:
        above = pages[todo.pop()].came_from
        if above and above not in wanted:
            wanted.add(above)
            todo.append(above)
    return wanted


def count_clicks(seen: dict[str, Seen]) -> dict[str, int]:
    """Return how many clicks on visible links lead from the home page to each route.

    To open a "details" first is a click too.
    """
    clicks: dict[str, int] = {"home": 0}
    queue, opened = [(0, "/")], set[str]()
    while queue:
        far, address = heapq.heappop(queue)
        if address in opened or address not in seen:
            continue
        opened.add(address)
        for cost, links in ((1, seen[address].links), (2, seen[address].links_behind)):
            for link in links:
                clicks[name_route(link)] = min(far + cost, clicks.get(name_route(link), far + cost))
                heapq.heappush(queue, (far + cost, link))
    return clicks


@pytest.mark.heavy
def test_no_other_page_moves_sideways_on_a_phone(view: Callable[..., Viewer], public_pages: Pages) -> None:
    viewer = view("narrow")
    seen = choose_way(public_pages)
    pages = [page.address for page in public_pages.values() if page.is_html and page.address not in seen]
    assert [fault for address in pages for fault in viewer.measure(address)] == []
