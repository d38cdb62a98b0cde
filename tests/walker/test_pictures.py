"""Pictures of every kind of page, wide, on a phone and on paper: ``make pictures`` keeps them, so that people look.

Without ``--pictures`` only the home page is shot, into a folder that goes away, so that the shooting itself is tested.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.walker.reading import Page
from tests.walker.seeing import Viewer
from tests.walker.test_desk_pages import ADMINISTRATOR, CLERK, LEAD, is_desk, let_in, list_own, send_empty
from tests.walker.walking import Pages, choose_examples, walk

WIDTHS = {"wide": (1280, "screen"), "phone": (375, "screen"), "print": (794, "print")}  # A4 at 96 points an inch
ERRORS = (
    "/no-such-page/",
    "/search/?q=zzzzqqqq",
    "/search/?q=housing",
    "/actions/?text=zzzzqqqq",
    "/actions/?due_before_day=99&due_before_month=1&due_before_year=2019",
    "/invitation/no-such-token/",
)


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return where the pictures go."""
    asked = request.config.getoption("--pictures")
    return request.config.rootpath / asked if asked else tmp_path


@pytest.fixture
def is_asked(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--pictures"))


def shoot(viewer: Viewer, addresses: Iterable[str], folder: Path) -> list[Path]:
    """Take three whole pictures of each page, and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for address in addresses:
        viewer.page.goto(viewer.home + address)
        taken += shoot_this(viewer, folder, name_file(address))
    return taken


def shoot_this(viewer: Viewer, folder: Path, name: str) -> list[Path]:
    """Take the pictures of the page that is open now."""
    taken = []
    for way, (width, medium) in WIDTHS.items():
        viewer.page.set_viewport_size({"width": width, "height": 900})
        viewer.page.emulate_media(media=medium, reduced_motion="reduce")
        viewer.page.wait_for_load_state("networkidle")  # the picture of a chart for this width
        viewer.page.wait_for_function(
            'Array.from(document.images).every(image => image.complete || image.loading === "lazy")'
        )
        taken.append(folder / f"{name}.{way}.png")
        viewer.page.screenshot(path=taken[-1], full_page=True)
    viewer.page.emulate_media(media="screen", reduced_motion="reduce")
    return taken


def name_file(address: str) -> str:
    """Return a name for a file that tells the address."""
    return re.sub(r"[^a-z0-9.-]+", "_", address.lower()).strip("_") or "home"


def list_addresses(pages: Iterable[Page], *, all_of_them: bool) -> list[str]:
    """Return an example of each kind of page; only the first when no pictures were asked for."""
    examples = [page.address for page in choose_examples(pages)]
    return examples if all_of_them else examples[:1]


def test_public_pages(view: Callable[..., Viewer], public_pages: Pages, folder: Path, is_asked: bool) -> None:
    addresses = list_addresses(public_pages.values(), all_of_them=is_asked)
    taken = shoot(view(), [*addresses, *(ERRORS if is_asked else ())], folder / "public")
    assert all(path.stat().st_size > 10_000 for path in taken)
    assert len({path.name for path in taken}) == len(taken)


@pytest.mark.parametrize("name", [CLERK, LEAD, ADMINISTRATOR])
def test_the_desk(
    view: Callable[..., Viewer], signed_in: Callable[[str], Client], folder: Path, is_asked: bool, name: Any
) -> None:
    client = signed_in(name)
    pages = walk(client, "/desk/", follow=is_desk if is_asked else lambda path: False)
    viewer = view()
    let_in(viewer, client)
    taken = shoot(viewer, list_addresses(list_own(pages), all_of_them=is_asked), folder / f"desk-{name}")
    for route in ("give_update", "record_paragraph", "desk_invite") if is_asked else ():
        if any(page.route == route for page in pages.values()):
            send_empty(viewer, pages, route)
            taken += shoot_this(viewer, folder / f"desk-{name}", f"refused_{route}")
    assert all(path.stat().st_size > 10_000 for path in taken)
