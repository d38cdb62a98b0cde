"""Invitations: a link that works once, for seven days, and changes nothing before a password is chosen."""

import re
import time

import pytest
from django.core import mail, signing
from django.urls import reverse

from moothall.kit.acts import accept_invitation, close_account, get_operator, give_role, invite_person
from moothall.kit.errors import NotAllowedError
from moothall.kit.invitations import find_invited, make_token, send_invitation
from moothall.kit.models import AuditEntry, User
from tests.signing import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db
BOTH = {"once": "0" * 32, "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def invited():
    user = invite_person(by=get_operator(), email="new@example.org", name="Nell New")
    give_role(by=get_operator(), user=user, role="member", scope="board:a")
    return user


def find_link():
    return re.search(r"http://localhost:8000(/invitation/\S+)", mail.outbox[-1].body)[1]


def test_an_invitation_is_plain_text_with_one_link_and_no_confidential_word_in_its_subject(invited):
    link = send_invitation(invited, by=get_operator())
    message = mail.outbox[-1]
    assert message.to == ["new@example.org"]
    assert message.body.count("http") == 1
    assert message.body.strip().endswith(link)
    assert message.content_subtype == "plain"
    assert not re.search(r"Nell|new@|member|role|board", message.subject)


def test_looking_at_an_invitation_changes_nothing_and_does_not_use_it_up(client, invited):
    send_invitation(invited, by=get_operator())
    entries = AuditEntry.objects.count()
    for _ in range(3):
        answer = client.get(find_link())
        assert answer.status_code == 200
    assert "Nell New" in answer.content.decode()
    assert AuditEntry.objects.count() == entries
    assert not User.objects.get(pk=invited.pk).has_usable_password()


def test_the_page_of_an_invitation_tells_its_address_to_nobody(client, invited):
    send_invitation(invited, by=get_operator())
    answer = client.get(find_link())
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_whoever_accepts_has_a_password_and_is_signed_in(client, invited):
    send_invitation(invited, by=get_operator())
    answer = client.post(find_link(), BOTH)
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").wsgi_request.user == invited
    assert User.objects.get(pk=invited.pk).check_password(PASSWORD)
    entry = AuditEntry.objects.get(act="accept_invitation")
    assert (entry.by, entry.why) == (invited, "the invitation sent to this account")


def test_an_invited_officer_is_sent_on_to_set_up_a_second_factor(client):
    user = invite_person(by=get_operator(), email="c@example.org", name="C")
    give_role(by=get_operator(), user=user, role="clerk", scope="board:a")
    client.post(reverse("invitation", args=[make_token(user)]), BOTH)
    assert client.get("/desk/")["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_an_invitation_works_once(client, invited):
    link = reverse("invitation", args=[make_token(invited)])
    client.post(link, BOTH)
    client.logout()
    other = {"once": "1" * 32, "password": "winter orchard signal", "again": "winter orchard signal"}
    answer = client.post(link, other)
    assert answer.status_code == 410
    assert "works once" in answer.content.decode()
    assert User.objects.get(pk=invited.pk).check_password(PASSWORD)
    assert client.get(link).status_code == 410


def test_an_invitation_is_too_old_after_seven_days(client, invited, monkeypatch):
    token = make_token(invited)
    days = 24 * 60 * 60
    began = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: began + 7 * days - 60)
    assert find_invited(token) == invited
    monkeypatch.setattr(signing.time, "time", lambda: began + 7 * days + 60)
    assert find_invited(token) is None
    assert client.get(reverse("invitation", args=[token])).status_code == 410


def test_a_forged_or_foreign_token_invites_nobody(invited):
    token = make_token(invited)
    assert find_invited(token) == invited
    for forged in (
        token[:-1],
        token + "x",
        "x",
        "a:b:c",
        signing.TimestampSigner(salt="other").sign_object({"user": 1}),
    ):
        assert find_invited(forged) is None


def test_an_invitation_to_another_account_or_a_closed_one_is_refused(invited):
    token = make_token(invited)
    other = invite_person(by=get_operator(), email="o@example.org", name="O")
    with pytest.raises(NotAllowedError):
        accept_invitation(by=other, token=token, password=PASSWORD)
    close_account(by=get_operator(), user=invited)
    with pytest.raises(NotAllowedError):
        accept_invitation(by=invited, token=token, password=PASSWORD)


def test_an_invitation_never_opens_an_account_that_has_a_password():
    user = make_user("member", "board:a")
    link = send_invitation(user, by=get_operator())
    assert link == f"http://localhost:8000{reverse('account_login')}"
    assert "invitation/" not in mail.outbox[-1].body
    assert find_invited(make_token(user)) is None


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "too short"),
        ("password1234", "password1234", "too common"),
        (PASSWORD, "another one", "The two passwords differ"),
        ("", "", "Enter a password."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_a_reason_and_the_link_still_works(
    client, invited, password, again, said
):
    link = reverse("invitation", args=[make_token(invited)])
    answer = client.post(link, {"once": "2" * 32, "password": password, "again": again})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.get(link).status_code == 200


def test_accepting_signs_another_account_out_of_this_browser(client, invited):
    sign_in(client, make_user("member", "board:b"))
    page = client.get(reverse("invitation", args=[make_token(invited)]))
    assert "You are signed in as Member now" in page.content.decode()
    client.post(reverse("invitation", args=[make_token(invited)]), BOTH)
    assert client.get("/desk/").wsgi_request.user == invited


def test_tries_at_an_invitation_are_limited(client):
    answers = {client.post("/invitation/guess/", BOTH).status_code for _ in range(20)}
    assert answers == {410}
    assert client.post("/invitation/guess/", BOTH).status_code == 429
