"""The door and the desk in a real browser: pages and their error states, on a phone and on a screen, judged by axe."""

import pytest
from django.conf import settings as used
from django.test import Client
from django.urls import reverse

from moothall.kit import scopes, work
from moothall.kit.acts import get_operator, invite_person
from moothall.kit.invitations import make_token
from moothall.kit.models import Grant
from moothall.kit.work import WorkRow
from tests.signing import PASSWORD, add_app, make_code, make_user, sign_in
from tests.walker.seeing import WIDTHS, Viewer


@pytest.fixture(autouse=True)
def busy_desk(monkeypatch):
    """Give the desk something to show, and a board to give roles for."""
    monkeypatch.setitem(scopes._listers, "board", ("Board", lambda: [("board:a", "Health and Wellbeing Board")]))
    row = WorkRow("Say how the travel plan stands", "/accessibility/", "Nobody has said a word.", state="late")
    monkeypatch.setattr(work, "_listers", [(1, "late", lambda user: [row]), (2, "mine", lambda user: [row, row])])


@pytest.fixture(params=sorted(WIDTHS))
def viewer(request, page, site):
    return Viewer(page, site.url, width=request.param)


def enter(viewer, user):
    client = Client()
    sign_in(client, user)
    cookie = client.cookies[used.SESSION_COOKIE_NAME].value
    viewer.page.context.add_cookies([{"name": used.SESSION_COOKIE_NAME, "value": cookie, "url": viewer.home}])


def look(viewer, path, *, send=""):
    """Return what is wrong with a page; with ``send`` also after its form was sent as it is, which must be refused."""
    faults = viewer.look_at(path, axe=True).faults
    if send:
        viewer.complaints.clear()
        with viewer.page.expect_navigation() as sent:
            viewer.page.get_by_role("button", name=send, exact=True).click()
        status = sent.value.status
        faults += viewer.judge(f"{path} refused", status, expect=status, axe=True).faults
        summary = viewer.page.get_by_text("There is a problem")
        faults += [] if summary.is_visible() else [f"{path} refused without a word"]
    return faults


def test_the_pages_of_the_door_and_their_refusals_are_sound(viewer):
    invited = invite_person(by=get_operator(), email="n@example.org", name="Nell New")
    assert look(viewer, reverse("account_login"), send="Sign in") == []
    assert look(viewer, reverse("account_reset_password")) == []
    assert look(viewer, reverse("account_reset_password_done")) == []
    assert look(viewer, reverse("account_inactive")) == []
    assert look(viewer, reverse("invitation", args=[make_token(invited)]), send="Save and sign in") == []
    assert viewer.look_at("/invitation/no-token/", expect=410, axe=True).faults == []


def test_the_pages_of_signing_in_safely_are_sound(viewer):
    clerk = make_user("clerk")
    enter(viewer, clerk)
    for name in ("mfa_index", "mfa_deactivate_totp", "account_change_password", "mfa_add_webauthn", "account_logout"):
        assert look(viewer, reverse(name)) == [], name


def test_the_pages_of_the_desk_and_their_refusals_are_sound(viewer):
    clerk = make_user("clerk")
    add_app(clerk)
    grant = Grant.objects.get(user=clerk)
    enter(viewer, make_user("administrator"))
    assert look(viewer, "/desk/") == []
    assert look(viewer, "/desk/people/") == []
    assert look(viewer, "/desk/people/?q=nobody") == []
    assert look(viewer, "/desk/people/invite/", send="Invite") == []
    assert look(viewer, f"/desk/people/{clerk.pk}/") == []
    assert look(viewer, f"/desk/people/{clerk.pk}/roles/give/", send="Give the role") == []
    assert look(viewer, f"/desk/people/{clerk.pk}/roles/{grant.pk}/end/") == []
    assert look(viewer, "/desk/audit/") == []
    assert look(viewer, "/desk/audit/?act=give_role") == []


def test_somebody_invited_comes_in_by_keyboard_alone(page, site, console_errors):
    invited = invite_person(by=get_operator(), email="n@example.org", name="Nell New")
    page.goto(site.url + reverse("invitation", args=[make_token(invited)]))
    page.get_by_label("Choose a password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    assert page.locator("h1").inner_text() == "My work"
    assert console_errors == []


def test_an_officer_signs_in_with_a_code(page, site, console_errors):
    clerk = make_user("clerk")
    add_app(clerk)
    page.goto(site.url + "/desk/")
    page.get_by_label("E-mail address").fill(clerk.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").first.fill(make_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    assert page.locator("h1").inner_text() == "My work"
    assert console_errors == []
