"""The pages of signing in as the sign-in library fills them: whole, in our look, with an answer to every mistake."""

import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from moothall.kit.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.library_urls")]
PASSWORD = "correct horse battery"


@pytest.fixture
def person():
    user = User(email="a@example.org", name="Ann Example")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def signed_in(client, person):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def judge(response, status=200):
    """Return the page after looking at what every page must have."""
    assert response.status_code == status
    page = BeautifulSoup(response.content, "html.parser")
    assert [h1.get_text(strip=True) in page.title.get_text() for h1 in page.find_all("h1")] == [True]
    assert page.html["lang"] == "en-GB"
    assert "None" not in page.get_text(" ")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for box in page.find_all(["input", "select", "textarea"]):
        assert box.get("type") == "hidden" or page.find("label", attrs={"for": box["id"]})
    for form in page.main.find_all("form", method="post"):
        assert form.find("input", attrs={"name": "csrfmiddlewaretoken"})
    return page


def summarise(page):
    return page.find(class_="nhsuk-error-summary").get_text(" ", strip=True)


def make_code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def turn_app_on(client):
    secret = judge(client.get(reverse("mfa_activate_totp"))).code.get_text()
    return client.post(reverse("mfa_activate_totp"), {"code": make_code(secret)}, follow=True)


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
        "account_signup",
        "account_email_verification_sent",
    ],
)
def test_pages_for_who_is_not_signed_in(client, name):
    judge(client.get(reverse(name)))


def test_an_old_link_says_that_it_is_old(client):
    page = judge(client.get(reverse("account_confirm_email", args=["zz"])))
    assert "does not work any more" in page.main.get_text()


def test_a_wrong_password_is_answered_and_the_address_kept(client, person):
    page = judge(client.post(reverse("account_login"), {"login": person.email, "password": "wrong"}))
    assert page.title.get_text().startswith("Error: ")
    assert "password" in summarise(page)
    assert page.find(id="id_login")["value"] == person.email
    assert not page.find(id="id_password").has_attr("value")


def test_an_empty_sign_in_asks_for_both(client):
    page = judge(client.post(reverse("account_login"), {}))
    assert summarise(page) == "There is a problem Enter your email Enter your password"


def test_where_one_wanted_to_go_is_kept(client):
    page = judge(client.get(reverse("account_login") + "?next=/desk/audit/"))
    assert {box["value"] for box in page.find_all("input", attrs={"name": "next"})} == {"/desk/audit/"}


def test_a_passkey_is_asked_for_by_scripts_of_our_own_host_only(client):
    page = judge(client.get(reverse("account_login")))
    assert page.find(id="passkey_login")["form"] == "mfa_login"
    for script in page.find_all("script"):
        assert script.get("src", "").startswith("/static/") or script["type"] == "application/json"
    assert page.find(class_="mh-no-js")


def test_a_new_password_by_a_link_in_plain_words(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    message = mail.outbox[0]
    assert message.subject == "Choose a new password"
    link = re.search(r"https?://[^/\s]+(/\S+)", message.body).group(1)
    answer = client.get(link, follow=True)
    page = judge(answer)
    assert "Choose a new password" in page.h1.get_text()
    address = answer.request["PATH_INFO"]
    assert "There is a problem" in summarise(judge(client.post(address, {"password1": "x", "password2": "y"})))
    judge(client.post(address, {"password1": PASSWORD + "!", "password2": PASSWORD + "!"}, follow=True))


def test_a_link_that_was_used_leads_to_a_new_one(client, person):
    key = default_token_generator.make_token(person)
    person.set_password("another password")
    person.save()
    page = judge(client.get(reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])))
    assert "does not work any more" in page.h1.get_text()
    assert page.main.find("a", href=reverse("account_reset_password"))


@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    ],
)
def test_pages_for_who_is_signed_in(signed_in, name):
    judge(signed_in.get(reverse(name)))


def test_a_changed_password_is_told_by_e_mail(signed_in, person):
    new = PASSWORD + " staple"
    bad = judge(signed_in.post(reverse("account_change_password"), {"oldpassword": "x", "password1": new}))
    assert "Enter your new password (again)" in summarise(bad)
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    signed_in.post(reverse("account_change_password"), data)
    page = judge(signed_in.get(reverse("mfa_index")))
    assert "Your new password is saved." in page.find(class_="mh-notice").get_text()


def test_an_app_is_set_up_used_and_turned_off(signed_in, person, client):
    wrong = judge(signed_in.post(reverse("mfa_activate_totp"), {"code": "1"}))
    assert "code" in summarise(wrong)
    codes = judge(turn_app_on(signed_in))
    assert "10 of 10 codes are left" in codes.main.get_text()
    assert "10 codes left" in judge(signed_in.get(reverse("mfa_index"))).main.get_text()
    judge(signed_in.get(reverse("mfa_generate_recovery_codes")))
    judge(signed_in.get(reverse("mfa_deactivate_totp")))
    saved = signed_in.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert len(saved.splitlines()) == len(codes.find(class_="mh-codes").find_all("li")) == 10
    signed_in.post(reverse("account_logout"))
    step = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)
    assert "Your second step" in judge(step).h1.get_text()
    assert "code" in summarise(judge(client.post(reverse("mfa_authenticate"), {"code": "1"})))
    assert client.post(reverse("mfa_authenticate"), {"code": saved.split()[0]}).status_code == 302
    judge(client.get(reverse("mfa_reauthenticate")))


def test_the_keys_of_a_person(signed_in, person):
    key = Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Work <b>phone", "credential": {"clientExtensionResults": {}, "type": "public-key"}},
    )
    page = judge(signed_in.get(reverse("mfa_list_webauthn")))
    assert page.find("th", attrs={"scope": "row"}).get_text() == "Work <b>phone"
    assert "1 key" in judge(signed_in.get(reverse("mfa_index"))).main.get_text()
    judge(signed_in.get(reverse("mfa_edit_webauthn", args=[key.pk])))
    judge(signed_in.get(reverse("mfa_remove_webauthn", args=[key.pk])))
