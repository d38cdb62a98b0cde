"""What goes wrong for a reader: pages that are missing, closed or broken, searches and filters that find nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moothall.hall import queries
from tests.demo_people import get_email, make_people
from tests.walker.conftest import PLACE
from tests.walker.reading import Page, find_faults
from tests.walker.seeing import Viewer
from tests.walker.walking import open_page

MISSING = (
    "/no-such-page/",
    "/no/such/page.html",
    "/boards/no-such-board/",
    "/meetings/gloucestershire-hwb-2019-05-14/minutes/99.9/",
    "/actions/?page=999",
    "/actions/?page=minus-one",
    "/news/no-such-news/",
)
NONSENSE = "%3Cscript%3Ealert(1)%3C%2Fscript%3E"
ODD = (
    "/search/?q=zzzzqqqq",
    f"/search/?q={NONSENSE}",
    "/search/?q=%E2%80%AE%0A",
    f"/search/?q={'long' * 200}",
    "/search/?q=%22%27%26%3B--",
    f"/actions/?priority={NONSENSE}&board=none&organisation=none&status=none",
    "/actions/?due_before_day=99&due_before_month=brumaire&due_before_year=0",
    "/actions/?text=zzzzqqqq",
    f"/boards/?kind={NONSENSE}",
    f"/indicators/?verdict={NONSENSE}&profile=none",
)


@pytest.fixture
def in_production(settings: Any) -> None:
    """Answer as a public host does, not as a laptop with debug on."""
    settings.DEBUG = settings.MOOTHALL_DEMO = False


@pytest.mark.parametrize("debug", [False, True], ids=["in production", "in the demo"])
def test_a_missing_page_is_whole_and_offers_search(example_place: Any, settings: Any, debug: bool) -> None:
    settings.DEBUG = settings.MOOTHALL_DEMO = debug
    for address in MISSING:
        page = open_page(Client(), address)
        assert page.status == 404, address
        assert find_faults(page, PLACE) == []
        assert page.title == f"Page not found – {PLACE}"
        assert page.soup.select_one("main form[action='/search/']"), address


def test_what_cannot_be_meant_is_answered_in_words(example_place: Any, in_production: None) -> None:
    faults = []
    for address in ODD:
        page = open_page(Client(), address)
        assert page.status in (200, 400), address
        faults += find_faults(page, PLACE) if page.status == 200 else []
        assert b"<script>alert" not in page.body
    assert faults == []


def test_a_search_without_answers_says_so_and_what_to_do_next(example_place: Any) -> None:
    page = open_page(Client(), "/search/?q=zzzzqqqq")
    assert "Nothing here answers that" in read_main(page)
    assert page.soup.select(".mh-empty a")


def test_a_list_that_filters_leave_empty_says_so_and_offers_the_whole(example_place: Any) -> None:
    page = open_page(Client(), "/actions/?text=zzzzqqqq")
    assert page.soup.select(".mh-empty a[href='/actions/']")
    assert page.soup.select(".mh-chosen a"), "each filter can be taken off"


def test_a_filter_that_cannot_be_read_is_named_and_filters_nothing(example_place: Any) -> None:
    page = open_page(Client(), "/actions/?due_before_day=99&due_before_month=1&due_before_year=2019")
    assert page.soup.select(".nhsuk-error-summary, .nhsuk-error-message")
    assert page.soup.select("main table tbody tr")


def read_main(page: Page) -> str:
    """Return the words of a page's content."""
    return " ".join(page.soup.main.get_text(" ").split()) if page.soup.main else ""


@pytest.mark.parametrize(
    ("width", "script"), [("narrow", False), ("wide", True)], ids=["narrow-blocked", "wide-script"]
)
def test_error_pages_in_a_browser(
    view: Callable[..., Viewer], in_production: None, monkeypatch: Any, count: Any, width: str, script: bool
) -> None:
    viewer = view(width, script=script)
    faults = [fault for address in MISSING[:3] for fault in viewer.look_at(address, expect=404, axe=script).faults]
    faults += [fault for address in ODD for fault in viewer.look_at(address, axe=script).faults]
    faults += viewer.look_at(f"/actions/?{'a=1&' * 1001}", expect=400, axe=script).faults
    faults += viewer.look_at("/search/?q=%00", expect=400, axe=script).faults
    faults += viewer.look_at("/invitation/no-such-token/", expect=410, axe=script).faults
    faults += look_at_refused_posts(viewer, axe=script)
    monkeypatch.setattr(queries, "get_front", break_down)
    faults += viewer.look_at("/", expect=500, axe=script).faults
    assert "The fault is ours" in viewer.page.inner_text("main")
    assert faults == []
    count(f"pages of errors and of nothing found, {width}: {len(MISSING[:3]) + len(ODD) + 6}")


def break_down(*args: Any) -> None:
    raise RuntimeError("broken on purpose")


def look_at_refused_posts(viewer: Viewer, *, axe: bool) -> list[str]:
    """Post a form of nobody's (403), and one to a page that takes none (405), as a browser would."""
    viewer.look_at("/sign-in/")
    faults = []
    for status, address, keep in ((403, "/sign-in/", False), (405, "/boards/", True)):
        viewer.page.goto(viewer.home + "/sign-in/")
        viewer.complaints.clear()
        with viewer.page.expect_navigation() as sent:
            viewer.page.evaluate(SEND, [address, keep])
        faults += viewer.judge(f"a post to {address}", sent.value.status, expect=status, axe=axe).faults
    return faults


SEND = """([address, keep]) => {
  const form = document.querySelector('main form[method=post]');
  form.action = address;
  if (!keep) form.querySelector('[name=csrfmiddlewaretoken]').remove();
  HTMLFormElement.prototype.submit.call(form);
}"""


def test_a_wrong_password_and_one_too_many_in_a_browser(view: Callable[..., Viewer], example_place: Any) -> None:
    make_people("grace.member")
    viewer = view("narrow")
    faults, titles = [], set[str]()
    for expect in (200, 200, 200, 200, 200, 429):
        viewer.page.goto(viewer.home + "/sign-in/")
        viewer.page.fill("#id_login", get_email("grace.member"))
        viewer.page.fill("#id_password", "not the right one")
        viewer.complaints.clear()
        with viewer.page.expect_navigation() as sent:
            viewer.page.get_by_role("button", name="Sign in", exact=True).click()
        axe = viewer.page.title() not in titles
        titles.add(viewer.page.title())
        faults += viewer.judge("a wrong password", sent.value.status, expect=expect, axe=axe).faults
    assert faults == []
    assert viewer.page.get_by_role("heading", level=1).inner_text() == "Too many tries"
