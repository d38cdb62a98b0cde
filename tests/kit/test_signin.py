"""The one door: who gets in, how far, and who is sent away."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from moothall.kit import clock
from moothall.kit.acts import choose_password, close_account, get_operator, open_account, remove_second_factors
from moothall.kit.errors import NotAllowedError, RecordError
from moothall.kit.mail import KINDS, send
from moothall.kit.models import AuditEntry, Grant, User
from moothall.kit.signin import SecondFactorAdapter
from tests.signing import PASSWORD, SECRET, add_app, make_code, make_user, sign_in

pytestmark = pytest.mark.django_db


def post_password(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_a_member_signs_in_with_address_and_password_and_comes_to_the_desk(client):
    member = make_user("member", "board:a")
    answer = post_password(client, "MEMBER@example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/desk/").wsgi_request.user == member


def test_signing_in_gives_the_session_a_new_key_for_at_most_eight_hours(client):
    make_user("member", "board:a")
    client.get(reverse("account_login"))
    session = client.session
    session["kept"] = "before"
    session.save()
    before = session.session_key
    post_password(client, "member@example.org")
    assert client.session.session_key not in (None, before)
    assert client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() <= 8 * 60 * 60


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    make_user("member", "board:a")
    wrong = post_password(client, "member@example.org", "not the password")
    unknown = post_password(client, "nobody@example.org", "not the password")
    said = "The e-mail address or the password is not right"
    assert said in wrong.content.decode()
    assert said in unknown.content.decode()
    assert wrong.status_code == unknown.status_code
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_an_account_is_asked_no_more_for_a_while(client):
    make_user("member", "board:a")
    for _ in range(5):
        assert post_password(client, "member@example.org", "not the password").status_code == 200
    answer = post_password(client, "member@example.org")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert "Wait five minutes" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_from_one_address_are_counted_over_all_accounts(client):
    answers = [post_password(client, f"p{count}@example.org", "wrong").status_code for count in range(11)]
    assert answers == [200] * 10 + [429]


def test_after_signing_in_one_goes_on_to_this_site_only(client):
    make_user("member", "board:a")
    assert post_password(client, "member@example.org", next="https://evil.example/")["Location"] == "/desk/"
    client.logout()
    assert post_password(client, "member@example.org", next="//evil.example/")["Location"] == "/desk/"
    client.logout()
    assert post_password(client, "member@example.org", next="/boards/")["Location"] == "/boards/"


@pytest.mark.parametrize("path", ["/desk/", "/desk/people/", "/desk/audit/", "/words/", "/files/" + "a" * 32 + "/"])
def test_nobody_reaches_the_officers_side_without_signing_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/sign-in/")


def test_an_officer_without_a_second_factor_reaches_nothing_but_its_set_up(client):
    officer = make_user("clerk", "board:a")
    assert post_password(client, officer.email)["Location"] == "/desk/"
    for path in ("/desk/", "/words/", "/", "/boards/", "/api/v1/boards", reverse("account_change_password")):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (303, reverse("mfa_index")), path
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_an_officer_sets_an_app_up_and_the_desk_opens(client):
    officer = make_user("clerk", "board:a")
    post_password(client, officer.email)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    answer = client.post(reverse("mfa_activate_totp"), {"code": make_code(client.session["mfa.totp.secret"])})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/desk/").status_code == 200


def test_setting_an_app_up_long_after_signing_in_asks_for_the_password_again(client):
    officer = make_user("clerk", "board:a")
    post_password(client, officer.email)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_an_officer_with_a_second_factor_is_asked_for_it_at_the_door(client):
    officer = make_user("clerk", "board:a")
    add_app(officer)
    assert post_password(client, officer.email)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": make_code()})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_code_opens_the_door_once(client):
    officer = make_user("clerk", "board:a")
    add_app(officer)
    code = make_code()
    post_password(client, officer.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.logout()
    post_password(client, officer.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_session_from_before_the_second_factor_must_show_it_and_cannot_take_it_off(client):
    officer = make_user("clerk", "board:a")
    post_password(client, officer.email)
    add_app(officer)
    for path in (
        "/desk/",
        reverse("mfa_deactivate_totp"),
        reverse("mfa_add_webauthn"),
        reverse("account_reauthenticate"),
    ):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer["Location"].startswith(reverse("mfa_reauthenticate")), path
    client.post(reverse("mfa_reauthenticate"), {"code": make_code()})
    assert client.get("/desk/").status_code == 200


def test_a_member_needs_no_second_factor_but_is_asked_for_one_that_is_set_up(client):
    member = make_user("member", "board:a")
    post_password(client, member.email)
    assert client.get("/desk/").status_code == 200
    client.logout()
    add_app(member)
    assert post_password(client, member.email)["Location"] == reverse("mfa_authenticate")


def test_the_demo_asks_officers_for_no_second_factor(client, settings):
    settings.MOOTHALL_DEMO = True
    post_password(client, make_user("clerk", "board:a").email)
    assert client.get("/desk/").status_code == 200


def test_a_role_given_in_a_running_session_asks_for_the_second_factor_at_once(client):
    member = make_user("member", "board:a")
    post_password(client, member.email)
    Grant.objects.create(user=member, role="clerk", scope="board:a", given_by=get_operator())
    assert client.get("/desk/")["Location"] == reverse("mfa_index")


def test_a_closed_account_is_signed_out_at_once_loses_its_roles_and_does_not_get_in_again(client):
    member = make_user("member", "board:a")
    post_password(client, member.email)
    close_account(by=get_operator(), user=member)
    assert client.get("/desk/").status_code == 303
    assert post_password(client, member.email)["Location"] == reverse("account_inactive")
    assert not Grant.objects.in_force().filter(user=member).exists()
    open_account(by=get_operator(), user=member)
    assert post_password(client, member.email)["Location"] == "/desk/"


def test_nobody_closes_their_own_account_and_only_an_administrator_anothers():
    admin, member = make_user("administrator"), make_user("member", "board:a")
    for by, user in ((admin, admin), (member, admin), (admin, get_operator())):
        for act in (close_account, open_account, remove_second_factors):
            with pytest.raises(NotAllowedError):
                act(by=by, user=user)
    assert User.objects.filter(is_active=False).get() == get_operator()


def test_the_operators_account_cannot_sign_in_nor_get_a_new_password(client):
    operator = get_operator()
    operator.set_password(PASSWORD)
    operator.save()
    post_password(client, operator.email)
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_reset_password"), {"email": operator.email})
    assert all("password/new" not in message.body for message in mail.outbox)


def test_signing_out_ends_the_session(client):
    post_password(client, make_user("member", "board:a").email)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def ask_for_new_password(client, email):
    client.post(reverse("account_reset_password"), {"email": email})
    found = re.search(r"http://localhost:8000(/sign-in/password/new/\S+)", mail.outbox[-1].body)
    return found[1] if found else None


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client):
    member = make_user("member", "board:a")
    link = ask_for_new_password(client, member.email)
    form = client.get(link)["Location"]
    fresh = "winter orchard signal"
    assert client.post(form, {"password1": fresh, "password2": fresh}).status_code == 302
    assert "_auth_user_id" not in client.session, "a link sent by e-mail is not a second factor"
    assert post_password(client, member.email, fresh)["Location"] == "/desk/"
    client.logout()
    again = client.get(link)
    assert again.status_code == 200
    assert "does not work any more" in again.content.decode()
    assert AuditEntry.objects.filter(act="choose_password", by=member).count() == 1


def test_the_answer_to_a_forgotten_password_does_not_tell_whether_there_is_an_account(client):
    make_user("member", "board:a")
    known = client.post(reverse("account_reset_password"), {"email": "member@example.org"})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 2, "both wait for one e-mail to be sent"
    assert "password/new" not in mail.outbox[1].body


def test_the_link_for_a_new_password_names_the_sites_own_host_whatever_the_request_says(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_user("member", "board:a")
    client.post(reverse("account_reset_password"), {"email": "member@example.org"}, HTTP_HOST="evil.example")
    assert "evil.example" not in mail.outbox[-1].body


def test_a_new_password_is_asked_for_three_times_an_hour_at_most(client):
    make_user("member", "board:a")
    answers = [client.post(reverse("account_reset_password"), {"email": "member@example.org"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]


def test_a_new_password_does_not_stand_in_for_the_second_factor(client):
    officer = make_user("clerk", "board:a")
    add_app(officer)
    form = client.get(ask_for_new_password(client, officer.email))["Location"]
    fresh = "winter orchard signal"
    client.post(form, {"password1": fresh, "password2": fresh})
    assert post_password(client, officer.email, fresh)["Location"] == reverse("mfa_authenticate")


def test_changing_a_password_signs_other_sessions_out_and_tells_the_owner(client):
    member = make_user("member", "board:a")
    other = Client()
    post_password(other, member.email)
    post_password(client, member.email)
    fresh = "winter orchard signal"
    change = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert client.post(reverse("account_change_password"), change).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 303
    assert mail.outbox[-1].subject == "Your password was changed"


def test_a_weak_password_is_refused_by_the_act_itself():
    member = make_user("member", "board:a")
    for weak in ("short", "password1234", "123456789012"):
        with pytest.raises(RecordError):
            choose_password(by=member, password=weak)
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)


def test_a_closed_account_chooses_no_password():
    member = make_user("member", "board:a")
    close_account(by=get_operator(), user=member)
    with pytest.raises(NotAllowedError):
        choose_password(by=member, password="winter orchard signal")


@pytest.mark.parametrize(
    "path",
    [
        "sign-in/closed/sign-up/",
        "sign-in/closed/password/",
        "sign-in/signup/",
        "sign-in/email/",
        "accounts/login/",
        "admin/",
        "admin/login/",
        "_util/login/",
    ],
)
def test_there_is_no_other_door(client, path):
    assert client.get(f"/{path}").status_code == 404
    assert client.post(f"/{path}", {"username": "a", "password": "b"}).status_code in (404, 405)


def test_the_secret_of_an_app_is_not_kept_in_the_clear_and_is_lost_with_the_sites_key(settings):
    add_app(make_user("member", "board:a"))
    kept = Authenticator.objects.get().data["secret"]
    assert SECRET not in kept
    assert SecondFactorAdapter().decrypt(kept) == SECRET
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert SecondFactorAdapter().decrypt(kept) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert SecondFactorAdapter().decrypt(kept) not in ("", SECRET)


def test_an_administrator_takes_a_lost_second_factor_off_and_a_new_one_is_asked_for(client):
    officer = make_user("clerk", "board:a")
    add_app(officer)
    remove_second_factors(by=make_user("administrator"), user=officer)
    post_password(client, officer.email)
    assert client.get("/desk/")["Location"] == reverse("mfa_index")


def test_passkeys_are_offered_and_ask_the_browser_for_proof(client):
    answer = client.get(reverse("mfa_login_webauthn"), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert answer.json()["request_options"]["publicKey"]["userVerification"] == "required"
    sign_in(client, make_user("member", "board:a"))
    page = client.get(reverse("mfa_add_webauthn"))
    assert page.status_code == 200
    assert 'value="Passkey"' in page.content.decode()


def test_a_second_passkey_is_called_by_its_number():
    member = make_user("member", "board:a")
    Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data={})
    named = SecondFactorAdapter().generate_authenticator_name(member, Authenticator.Type.WEBAUTHN)
    assert named == "Passkey 2"


MADE_UP = [
    "x",
    "1",
    "[]",
    "{}",
    '{"id": "x", "response": {"userHandle": "MQ"}}',
    '{"id": "MQ", "rawId": "MQ", "response": 1}',
]


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_opens_nothing(client, credential):
    client.get(reverse("mfa_login_webauthn"), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_not_added_and_is_no_second_step(client, credential):
    officer = make_user("clerk", "board:a")
    post_password(client, officer.email)
    client.get(reverse("mfa_add_webauthn"))
    assert client.post(reverse("mfa_add_webauthn"), {"name": "k", "credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()
    add_app(officer)
    client.logout()
    post_password(client, officer.email)
    assert client.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_pages_of_the_door_are_kept_by_nobody(client):
    for name in ("account_login", "account_reset_password"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_e_mail_can_be_written(kind):
    words = {"email": "p@example.org", "timestamp": clock.now(), "ip": "127.0.0.1", "user_agent": "a browser"}
    send(kind, "p@example.org", name="P", by="Q", link="http://localhost:8000/x/", days=7, **words)
    assert mail.outbox[-1].subject.strip()
    assert "\n" not in mail.outbox[-1].subject
    assert "None" not in mail.outbox[-1].body
