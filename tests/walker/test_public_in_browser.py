"""The public site in a real browser: narrow and wide, with script and with every script file blocked."""

import heapq
from collections.abc import Callable

import pytest

from tests.walker.routes import list_public_routes, name_route
from tests.walker.seeing import Seen, Viewer
from tests.walker.walking import Pages, choose_examples

CLICKS = 3
WITH_AXE = [("narrow", False), ("wide", True)]
PARTS = (".svg", ".css")  # what pages load by themselves
DAILY = ("narrow", False)
WAYS = [
    pytest.param(width, script, id=f"{width}-{'script' if script else 'blocked'}",
                 marks=[] if (width, script) == DAILY else pytest.mark.heavy)
    for width in ("narrow", "wide") for script in (True, False)
]  # fmt: skip


@pytest.mark.parametrize(("width", "script"), WAYS)
def test_every_route_is_reached_by_links_that_can_be_seen(
    view: Callable[..., Viewer], public_pages: Pages, count: Callable[[str], None], width: str, script: bool
) -> None:
    viewer = view(width, script=script)
    clicks, seen = walk_what_is_seen(viewer, choose_way(public_pages), axe=(width, script) in WITH_AXE)
    wanted = list_public_routes() - {page.route for page in public_pages.values() if page.path.endswith(PARTS)}
    assert [fault for one in seen for fault in one.faults] == []
    assert sorted(wanted - set(clicks)) == []
    assert {name: number for name, number in clicks.items() if name in wanted and number > CLICKS} == {}
    with_axe = ", with axe" if (width, script) in WITH_AXE else ""
    count(f"in a browser, {width}, script {'on' if script else 'blocked'}: {len(seen)} pages{with_axe}")


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


def walk_what_is_seen(viewer: Viewer, wanted: set[str], *, axe: bool) -> tuple[dict[str, int], list[Seen]]:
    """Go from the home page by visible links to each wanted address; to open a "details" first is a click too.

    Returns how many clicks lead to each route, and what was seen.
    """
    clicks: dict[str, int] = {"home": 0}
    queue, opened, seen = [(0, "/")], set[str](), []
    while queue:
        far, address = heapq.heappop(queue)
        if address in opened or address not in wanted:
            continue
        opened.add(address)
        seen.append(viewer.look_at(address, axe=axe))
        for cost, links in ((1, seen[-1].links), (2, seen[-1].links_behind)):
            for link in links:
                clicks[name_route(link)] = min(far + cost, clicks.get(name_route(link), far + cost))
                heapq.heappush(queue, (far + cost, link))
    return clicks, seen


@pytest.mark.heavy
def test_no_other_page_moves_sideways_on_a_phone(view: Callable[..., Viewer], public_pages: Pages) -> None:
    viewer = view("narrow")
    seen = choose_way(public_pages)
    pages = [page.address for page in public_pages.values() if page.is_html and page.address not in seen]
    assert [fault for address in pages for fault in viewer.measure(address)] == []
