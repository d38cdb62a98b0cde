"""Walks the site by its links with Django's test client: every page, file and fragment, and how far it is."""

import fcntl
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast
from urllib.parse import urldefrag, urlsplit

from django.test import Client

from tests.walker.reading import HOST, Page, cut_host, is_own
from tests.walker.routes import name_route

Pages = dict[str, Page]
MOST_PAGES = 2000
_walked: dict[Path, Pages] = {}


def is_walked(path: str) -> bool:
    """Tell which paths are opened: all but static files, which only a served site has: the browser asks for them."""
    return not path.startswith("/static/")


def walk(client: Any, start: str = "/", *, follow: Callable[[str], bool] = is_walked) -> Pages:
    """Open every page that links lead to from ``start``, nearest first, and every part that those pages load.

    ``follow(path)`` says which addresses to open. Raises AssertionError when the site has no end.
    """
    pages: Pages = {}
    queue: deque[tuple[str, int, str]] = deque([(start, 0, "")])
    known = {start}
    while queue:
        address, clicks, came_from = queue.popleft()
        page = pages[address] = open_page(client, address, clicks=clicks, came_from=came_from)
        assert len(pages) < MOST_PAGES, f"more than {MOST_PAGES} pages: links make ever new addresses, now {address}"
        if not page.is_html or page.status != 200:
            continue
        for cost, targets in ((1, page.links), (0, page.parts)):
            for target in targets:
                here = cut_host(target)
                if is_own(target) and here not in known and follow(urlsplit(target).path):
                    known.add(here)
                    queue.append((here, clicks + cost, address))
    return pages


def walk_once(folder: Path, name: str = "public", do: Callable[[], Pages] = lambda: walk(Client())) -> Pages:
    """Return the pages of a walk of the example in the demo: the first process of a run walks, the others read on.

    ``folder`` is the run's temporary one, of this process; whoever asks while another walks waits.
    """
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    kept = shared / f"walked-{name}.pickle"
    if kept not in _walked:
        _walked[kept] = _read_or_walk(kept, do)
    return _walked[kept]


def _read_or_walk(kept: Path, do: Callable[[], Pages]) -> Pages:
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(do()))
        return cast(Pages, pickle.loads(kept.read_bytes()))  # our own, of a minute ago


def open_page(client: Any, address: str, **context: Any) -> Page:
    """Ask for one address and keep the whole answer; redirects are not followed."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = dict(answer.items())
    return Page(address, answer.status_code, headers.get("Content-Type", ""), body, route=name_route(address),
                headers=headers, **context)  # fmt: skip


def find_dead_links(pages: Pages, *, follow: Callable[[str], bool] = is_walked) -> list[str]:
    """Return a sentence for each own link that does not answer 200, or whose fragment its page has not."""
    dead = []
    for page in pages.values():
        for target in [*page.links, *page.parts] if page.is_html else ():
            if is_own(target) and follow(urlsplit(target).path):
                dead += [f"{page.address}: {fault}" for fault in _judge_target(pages, target)]
    return dead


def _judge_target(pages: Pages, target: str) -> Iterable[str]:
    whole, fragment = urldefrag(target)
    there = pages.get(cut_host(whole))
    if there is None:
        yield f"the link to {cut_host(whole)} was not followed"
    elif there.status != 200:
        yield f"the link to {there.address} answers {there.status}"
    elif fragment and there.is_html and fragment not in there.ids:
        yield f"the link to {there.address}#{fragment} finds no such place there"


def find_foreign_parts(pages: Pages) -> list[str]:
    """Return what pages load from elsewhere."""
    return [f"{page.address} loads {part}" for page in pages.values() if page.is_html for part in page.parts
            if not part.startswith((HOST + "/", "data:"))]  # fmt: skip


def choose_examples(pages: Iterable[Page]) -> list[Page]:
    """Return, of each route, the fewest pages that show between them every piece that pages of this route are made of.

    So a board with meetings and one without are both looked at, and the thirtieth paragraph that is like the first
    is not.
    """
    by_route: dict[str, list[tuple[Page, set[str]]]] = {}
    for page in pages:
        if page.is_html and page.status == 200:
            by_route.setdefault(page.route, []).append((page, list_pieces(page)))
    chosen = []
    for candidates in by_route.values():
        wanted = set().union(*(pieces for _, pieces in candidates))
        while wanted:
            page, pieces = max(candidates, key=lambda pair: (len(pair[1] & wanted), -pair[0].clicks))
            chosen.append(page)
            wanted -= pieces
    return chosen


def list_pieces(page: Page) -> set[str]:
    """Return what the content of a page is made of: its elements with their classes."""
    main = page.soup.main
    if main is None:
        return {"no main"}
    return {f"{tag.name}.{name}" for tag in main.find_all(True) for name in (tag.get("class") or [""])}


def count_links(pages: Pages) -> int:
    """Return how many links stand on all pages."""
    return sum(len(page.links) for page in pages.values() if page.is_html)
