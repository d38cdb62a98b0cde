"""The words desk in a real browser: it opens under its policy without an error, calls nobody, and a page is written."""

import re

import pytest
from django.conf import settings as used
from django.test import Client
from django.urls import reverse

from moothall.hall.acts import prepare_words
from moothall.hall.models import NewsIndex, NewsPage
from moothall.kit.acts import get_operator
from moothall.kit.models import AuditEntry
from tests.signing import make_user, sign_in


@pytest.fixture
def desk(page, site, console_errors, settings, tmp_path):
    """Return a maker of pages of the words desk on which an editor is signed in."""
    settings.MEDIA_ROOT = str(tmp_path)
    prepare_words(by=get_operator())

    def come_in(email):
        client = Client()
        sign_in(client, make_user("editor", email=email))
        cookie = client.cookies[used.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": used.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])

    come_in("writer@example.org")

    def go(name, *args):
        page.goto(site.url + reverse(name, args=args))
        page.wait_for_load_state("networkidle")
        return page

    go.sign_in = come_in
    return go


PAGES = [
    ("wagtailadmin_home", ()),
    ("wagtailadmin_explore_root", ()),
    ("wagtailimages:index", ()),
    ("wagtailimages:add_multiple", ()),
    ("wagtaildocs:index", ()),
    ("wagtaildocs:add_multiple", ()),
]


def test_every_page_of_the_desk_opens_without_an_error_and_calls_nobody(desk, console_errors):
    for name, args in PAGES:
        shown = desk(name, *args)
        assert shown.locator("h1").count() == 1, name
        assert console_errors == [], name


def test_an_editor_writes_news_and_sees_it_before_and_another_approves_it(desk, page, site, console_errors):
    desk("wagtailadmin_pages:add", "hall", "newspage", NewsIndex.objects.get().pk)
    page.locator("#id_title").fill("Snow has gone")
    page.locator("#id_published_on").fill("2019-07-01")
    page.locator("#id_lede").fill("Spring is here.")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Paragraph").click()
    page.locator(".public-DraftEditor-content").last.click()
    page.keyboard.type("Roads are clear.")
    # The editor of words hands them to the form a quarter of a second later. A preview opened in between stays as it
    # was until the next key (wagtail/wagtail#14121), so this person, as any other, is slower than that.
    page.locator("input[name='body-0-value'][value*='Roads are clear.']").wait_for(state="attached")
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("iframe[data-w-preview-target='iframe']").first
    frame.get_by_text("Roads are clear.").wait_for(timeout=20_000)
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.locator("button[name='action-submit']").click()
    # Which of Wagtail's two sentences comes depends on whether a draft was saved by itself before.
    page.get_by_text(re.compile("'Snow has gone' (has been|created and) submitted for moderation")).first.wait_for()
    assert console_errors == []
    desk.sign_in("reader@example.org")
    page.goto(site.url + "/desk/")
    page.get_by_role("link", name="Read and approve: Snow has gone").click()
    page.get_by_text("Awaiting your review").wait_for()
    page.get_by_role("link", name="Snow has gone").first.click()
    page.get_by_text("waits for a second pair of eyes").first.wait_for()
    desk("wagtailadmin_home")
    waiting = page.locator("tr:has(button[data-workflow-action-url])")
    waiting.get_by_role("button", name="Actions").click()
    page.locator("button[data-workflow-action-url*='/approve/']:not([data-launch-modal])").click()
    page.wait_for_load_state("networkidle")
    assert console_errors == []
    for act in ("hand_in_page", "approve_page", "publish_page"):
        assert AuditEntry.objects.filter(act=act, subject="newspage:snow-has-gone").exists()
    assert NewsPage.objects.get().get_text() == "Spring is here. Roads are clear."
    page.goto(f"{site.url}/news/snow-has-gone/")
    assert page.locator("h1").inner_text() == "Snow has gone"


def test_a_button_pressed_while_a_draft_is_being_saved_waits_for_it(desk, page):
    """The first saving makes the page; a press that overtook its answer would make it twice, the second is refused."""
    answers = []

    def keep_the_answer(route):
        if "json" in route.request.headers.get("accept", "") and not answers:
            answer = route.fetch()
            if answer.ok:
                answers.append((route, answer))
            else:
                route.fulfill(response=answer)
        else:
            route.continue_()

    page.route("**/pages/add/**", keep_the_answer)
    desk("wagtailadmin_pages:add", "hall", "newspage", NewsIndex.objects.get().pk)
    page.locator("#id_lede").fill("Spring is here.")
    page.locator("#id_published_on").fill("2019-07-01")
    page.locator("#id_title").fill("Snow has gone")
    for turn in range(60):
        if answers:
            break
        page.locator("#id_lede").fill(f"Spring is here, {turn}.")  # a desk that has just opened looks at nothing
        page.wait_for_timeout(1_000)
    assert NewsPage.objects.count() == 1, "the draft was not saved by itself"
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.locator("button[name='action-submit']").click()
    page.wait_for_timeout(500)
    assert page.url.endswith(f"/add/hall/newspage/{NewsIndex.objects.get().pk}/"), "the button did not wait"
    route, answer = answers[0]
    route.fulfill(response=answer)
    page.get_by_text("'Snow has gone' has been submitted for moderation").first.wait_for()
    assert NewsPage.objects.count() == 1
