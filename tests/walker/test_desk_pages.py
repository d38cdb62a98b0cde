"""The desk, signed in as somebody of the demo: every page is reached, whole, and says no when a form is empty."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.demo_people import get_email
from tests.walker.conftest import PLACE
from tests.walker.reading import Page, find_faults
from tests.walker.routes import list_routes
from tests.walker.seeing import Viewer
from tests.walker.walking import Pages, choose_examples, count_links, find_dead_links, open_page, walk, walk_once

CLERK, LEAD, ADMINISTRATOR, OFFICER = "hari.clerk", "finn.lead", "lou.administrator", "ada.officer"
PEOPLE = (CLERK, LEAD, ADMINISTRATOR, OFFICER, "grace.member")
DESK = ("/desk/", "/sign-in/", "/actions/", "/meetings/practice-board")
ELSEWHERE = "/sign-in/password/forgotten"  # for who is not signed in
# The routes of the desk that no link opens.
POSTED = {"desk_invite_again", "desk_keep_account"}
# Forms of our own: sent empty they are refused with 422. The sign-in library answers 200.
FORMS = {
    CLERK: (
        "record_paragraph",
        "record_decision",
        "correct_paragraph",
        "account_change_password",
        "commission_report",
        "edit_report",
        "move_report",
        "route_report",
        "plan_meeting",
        "cancel_meeting",
        "add_item",
        "set_deadline",
        "settle_deadline",
        "plan_forward_item",
        "close_forward_item",
        "desk_add_record",
        "desk_change_record",
    ),
    LEAD: ("give_update", "mfa_activate_totp"),
    OFFICER: ("link_records", "end_link", "answer_matrix_question", "agree_action", "close_action", "desk_add_record"),
    ADMINISTRATOR: ("desk_invite", "desk_give_role", "desk_add_record", "desk_change_record"),
}
# What somebody does who takes every word and choice out of a form before sending it.
EMPTY = """() => document.querySelectorAll("main form[method=post] :is(input, select, textarea)").forEach(field => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = -1;
    else if (!["hidden", "submit", "button"].includes(field.type)) field.value = "";
})"""
LIBRARYS = ("account_change_password", "mfa_activate_totp")


def is_desk(path: str) -> bool:
    return path.startswith(DESK) and not path.startswith(ELSEWHERE)


@pytest.fixture
def desk_pages(signed_in: Callable[[str], Client], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Pages]:
    """Return a maker of every page of somebody's desk, walked once a run."""

    def walk_desk(name: str) -> Pages:
        folder = tmp_path_factory.getbasetemp()
        return walk_once(folder, name, lambda: walk(signed_in(name), "/desk/", follow=is_desk))

    return walk_desk


def list_own(pages: Pages) -> list[Page]:
    """Return the pages that only somebody signed in can open."""
    return [
        page
        for page in pages.values()
        if page.is_html and page.status == 200 and page.path.startswith(("/desk/", "/sign-in/"))
    ]


def list_desk_routes() -> set[str]:
    return {name for route, name in list_routes(get_resolver().url_patterns) if route.startswith("desk/")} - POSTED


def test_every_page_of_the_desk_is_reached_whole_and_without_a_dead_link(
    desk_pages: Callable[[str], Pages], count: Callable[[str], None]
) -> None:
    reached: set[str] = set()
    for name in (CLERK, LEAD, ADMINISTRATOR, OFFICER):
        pages = desk_pages(name)
        reached |= {page.route for page in pages.values()}
        assert [fault for page in list_own(pages) for fault in find_faults(page, PLACE)] == []
        assert find_dead_links(pages, follow=is_desk) == []
        assert find_shared_titles(list_own(pages)) == []
        count(f"the desk of {name}: {len(list_own(pages))} pages, {count_links(pages)} links")
    assert sorted(list_desk_routes() - reached) == []


def find_shared_titles(pages: list[Page]) -> list[str]:
    """Return the titles that stand on more than one address."""
    by_title: dict[str, set[str]] = {}
    for page in pages:
        by_title.setdefault(page.title, set()).add(page.path)
    return [f"{title}: {sorted(paths)}" for title, paths in by_title.items() if len(paths) > 1]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_first_day_is_greeted_by_name_and_role(signed_in: Callable[[str], Client], name: str) -> None:
    page = open_page(signed_in(name), "/desk/")
    words = " ".join(page.soup.main.get_text(" ").split()) if page.soup.main else ""
    person, role = (part.title() for part in name.split("."))
    assert f"Welcome, {person} Example" in words
    assert role.lower() in words.lower()


def let_in(viewer: Viewer, client: Client) -> None:
    """Let the browser go on with the session of a test client."""
    cookies = [{"name": key, "value": one.value, "url": viewer.home} for key, one in client.cookies.items()]
    viewer.page.context.add_cookies(cookies)


@pytest.mark.parametrize(
    "name", [CLERK, LEAD, *(pytest.param(name, marks=pytest.mark.heavy) for name in (ADMINISTRATOR, OFFICER))]
)
def test_the_desk_in_a_browser_and_its_forms_sent_empty(
    view: Callable[..., Viewer],
    signed_in: Callable[[str], Client],
    desk_pages: Callable[[str], Pages],
    count: Callable[[str], None],
    name: str,
) -> None:
    pages = desk_pages(name)
    # The pages of one's own account are the same for all.
    own = [page for page in list_own(pages) if name == CLERK or page.path.startswith("/desk/")]
    examples = [page.address for page in choose_examples(own)]
    viewer = view("wide")
    let_in(viewer, signed_in(name))
    faults = []
    for address in examples:
        viewer.resize("wide")
        seen = viewer.look_at(address, axe=True)
        faults += seen.faults + viewer.look_again(seen, "narrow").faults
    viewer.resize("wide")
    faults += [fault for route in FORMS[name] for fault in send_empty(viewer, pages, route)]
    assert faults == []
    count(f"the desk of {name} in a browser: {len(examples)} pages, {len(FORMS[name])} forms sent empty")


def send_empty(viewer: Viewer, pages: Pages, route: str) -> list[str]:
    """Empty a form, send it and return what is wrong with the answer."""
    address = next(page.address for page in pages.values() if page.route == route)
    viewer.look_at(address)
    viewer.complaints.clear()
    viewer.page.evaluate(EMPTY)
    with viewer.page.expect_navigation() as sent:
        viewer.page.locator("main form[method=post] button[type=submit]").last.click()
    status = 200 if route in LIBRARYS else 422
    seen = viewer.judge(f"{address} sent empty", sent.value.status, expect=status, axe=True)
    summary = viewer.page.locator(".nhsuk-error-summary")
    missing = [] if summary.count() == 1 else [f"{address}: sent empty, it does not say what is wrong"]
    named = viewer.page.title().startswith("Error: ")
    return seen.faults + missing + ([] if named else [f"{address}: its title does not begin with Error"])


def test_a_page_of_the_desk_that_is_not_for_somebody_says_so_and_who_to_ask(
    view: Callable[..., Viewer], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in(LEAD)
    viewer = view("narrow")
    let_in(viewer, client)
    faults = []
    for address in ("/desk/audit/", "/desk/people/", "/desk/meetings/", "/desk/actions/practice-benches/update/"):
        faults += viewer.look_at(address, expect=403, axe=True).faults
        assert viewer.page.get_by_role("heading", level=1).inner_text() == "You may not see or do this"
    assert faults == []


def test_the_words_desk_opens_for_an_editor_and_for_nobody_else_without_a_foreign_request(
    view: Callable[..., Viewer], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("jon.editor")
    viewer = view("wide")
    let_in(viewer, client)
    answer = viewer.page.goto(f"{viewer.home}/words/")
    assert answer.status == 200
    assert viewer.page.get_by_role("heading", level=1).first.is_visible()
    assert [one for one in viewer.complaints if "another host" in one] == []
    assert signed_in(LEAD).get("/words/").status_code in (302, 303, 403)


def test_people_of_the_demo_have_addresses_that_cannot_exist() -> None:
    assert all(get_email(name).endswith(".example") for name in PEOPLE)
