"""The desk's own pages: my work, people and their roles, the audit trail; who may, and what a refusal leaves."""

import csv
import io

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from moothall.kit import clock, scopes, work
from moothall.kit.acts import end_role, get_operator, invite_person
from moothall.kit.grants import find_basis
from moothall.kit.models import AuditEntry, Grant, User
from moothall.kit.work import WorkRow
from tests.signing import add_app, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_boards(monkeypatch):
    rows = [("board:a", "Board A"), ("board:b", "Board B")]
    monkeypatch.setitem(scopes._listers, "board", ("Board", lambda: rows))


@pytest.fixture
def admin(client):
    return sign_in(client, make_user("administrator"))


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def post(client, where, *args, **data):
    return client.post(reverse(where, args=args), {"once": f"{AuditEntry.objects.count():032x}", **data})


ADMIN_PAGES = [
    ("desk_people", ()),
    ("desk_invite", ()),
    ("desk_person", (1,)),
    ("desk_give_role", (1,)),
    ("desk_audit", ()),
    ("desk_audit_csv", ()),
]


@pytest.mark.parametrize("role", ["member", "chair", "clerk", "officer", "lead", "analyst", "editor"])
@pytest.mark.parametrize(("name", "args"), ADMIN_PAGES)
def test_only_administrators_look_after_people_and_read_the_audit_trail(client, role, name, args):
    sign_in(client, make_user(role))
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 403
    assert "Only an administrator" in answer.content.decode()


@pytest.mark.parametrize("role", ["member", "clerk", "officer", "editor"])
def test_nobody_else_invites_gives_or_ends_roles_or_closes_accounts(client, role):
    sign_in(client, make_user(role))
    other = make_user("lead")
    grant = other.grants.get()
    before = AuditEntry.objects.count()
    for name, args in (
        ("desk_invite", ()),
        ("desk_give_role", (other.pk,)),
        ("desk_end_role", (other.pk, grant.pk)),
        ("desk_keep_account", (other.pk, "close")),
        ("desk_invite_again", (other.pk,)),
    ):
        data = {"name": "N", "email": "n@example.org", "role": "administrator", "scope": "place"}
        assert post(client, name, *args, **data).status_code == 403
    assert AuditEntry.objects.count() == before
    assert User.objects.get(pk=other.pk).is_active
    assert not User.objects.filter(email="n@example.org").exists()


def test_an_administrator_invites_somebody_with_a_first_role(client, admin):
    answer = post(
        client,
        "desk_invite",
        name="Ann Moss",
        email="Ann@Example.org",
        role="clerk",
        scope="board:a",
        to_on_day="31",
        to_on_month="12",
        to_on_year="2099",
    )
    ann = User.objects.get(email="ann@example.org")
    assert (answer.status_code, answer["Location"]) == (303, reverse("desk_person", args=[ann.pk]))
    grant = ann.grants.get()
    assert (grant.role, grant.scope, grant.given_by, str(grant.to_on)) == ("clerk", "board:a", admin, "2099-12-31")
    assert mail.outbox[-1].to == ["ann@example.org"]
    assert list(AuditEntry.objects.filter(by=admin).values_list("act", flat=True)) == ["give_role", "invite_person"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": "no address"}, "Enter an e-mail address like name@example.org."),
        ({"name": ""}, "Enter the person"),
        ({"role": "king"}, "Select a valid choice"),
        ({"scope": "board:zzz"}, "Select a valid choice"),
        ({"scope": ""}, "Choose what the role is for."),
        ({"role": ""}, "Choose a role."),
        ({"role": "editor", "scope": "board:a"}, "cannot be given for this scope"),
        ({"role": "clerk", "scope": "place"}, "cannot be given for this scope"),
        ({"to_on_day": "31", "to_on_month": "2", "to_on_year": "2099"}, "must be a real date"),
        ({"to_on_day": "1", "to_on_month": "1", "to_on_year": "2001"}, "ends"),
    ],
)
def test_a_faulty_invitation_is_refused_keeps_what_was_typed_and_leaves_nothing(client, admin, data, said):
    given = {"name": "Ann Moss", "email": "ann@example.org", "role": "clerk", "scope": "board:a"} | data
    before = AuditEntry.objects.count()
    answer = post(client, "desk_invite", **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert given["email"] in answer.content.decode()
    assert not User.objects.filter(name="Ann Moss").exists()
    assert AuditEntry.objects.count() == before
    assert mail.outbox == []


def test_the_same_invitation_sent_twice_is_done_once(client, admin):
    data = {"once": "a" * 32, "name": "Ann", "email": "ann@example.org", "role": "clerk", "scope": "board:a"}
    assert client.post(reverse("desk_invite"), data).status_code == 303
    again = client.post(reverse("desk_invite"), data)
    assert again.status_code == 422
    assert "sent already" in again.content.decode()
    assert len(mail.outbox) == 1


def test_an_account_stays_when_the_mail_server_is_away_and_the_invitation_can_be_sent_again(client, admin, monkeypatch):
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *args: (_ for _ in ()).throw(OSError("away")))
    post(client, "desk_invite", name="Ann", email="ann@example.org", role="clerk", scope="board:a")
    ann = User.objects.get(email="ann@example.org")
    assert "could not be sent" in page(client, "desk_person", ann.pk)
    monkeypatch.undo()
    post(client, "desk_invite_again", ann.pk)
    assert mail.outbox[-1].to == ["ann@example.org"]


def test_a_closed_account_is_not_invited_again(client, admin):
    closed = make_user("member", "board:a")
    post(client, "desk_keep_account", closed.pk, "close")
    answer = post(client, "desk_invite", name="M", email=closed.email, role="member", scope="board:a")
    assert "account that is closed" in answer.content.decode()
    post(client, "desk_invite_again", closed.pk)
    assert mail.outbox == []


def test_a_role_is_given_and_ended_and_counts_until_that_moment_only(client, admin):
    member = make_user("member", "board:a")
    assert post(client, "desk_give_role", member.pk, role="clerk", scope="board:b").status_code == 303
    grant = member.grants.get(role="clerk")
    assert find_basis(User.objects.get(pk=member.pk), "record_paragraph", "board:b")
    assert "at once" in page(client, "desk_end_role", member.pk, grant.pk)
    assert post(client, "desk_end_role", member.pk, grant.pk).status_code == 303
    assert find_basis(User.objects.get(pk=member.pk), "record_paragraph", "board:b") is None
    again = post(client, "desk_end_role", member.pk, grant.pk)
    assert again.status_code == 422
    assert "ended already" in again.content.decode()
    assert AuditEntry.objects.filter(act="end_role").count() == 1


def test_a_role_that_is_held_already_is_refused_and_one_that_ended_today_can_be_given_again(client, admin):
    member = make_user("member", "board:a")
    answer = post(client, "desk_give_role", member.pk, role="member", scope="board:a")
    assert (answer.status_code, "holds this role already" in answer.content.decode()) == (422, True)
    end_role(by=get_operator(), grant=member.grants.get())
    assert post(client, "desk_give_role", member.pk, role="member", scope="board:a").status_code == 303


def test_a_role_of_somebody_else_is_not_ended_through_another_persons_page(client, admin):
    one, other = make_user("member", "board:a"), make_user("lead")
    assert post(client, "desk_end_role", one.pk, other.grants.get().pk).status_code == 404


def test_an_administrator_closes_and_opens_an_account_and_takes_a_lost_second_step_off(client, admin):
    clerk = make_user("clerk", "board:a")
    add_app(clerk)
    assert "Take the second step off" in page(client, "desk_person", clerk.pk)
    post(client, "desk_keep_account", clerk.pk, "second-step")
    assert "Take the second step off" not in page(client, "desk_person", clerk.pk)
    post(client, "desk_keep_account", clerk.pk, "close")
    closed = User.objects.get(pk=clerk.pk)
    assert (closed.is_active, list(Grant.objects.in_force().filter(user=closed))) == (False, [])
    post(client, "desk_keep_account", clerk.pk, "open")
    assert User.objects.get(pk=clerk.pk).is_active
    assert post(client, "desk_keep_account", clerk.pk, "other").status_code == 404


def test_an_administrator_does_not_close_the_own_account(client, admin):
    assert "Close the account" not in page(client, "desk_person", admin.pk)
    assert post(client, "desk_keep_account", admin.pk, "close").status_code == 403
    assert User.objects.get(pk=admin.pk).is_active


@pytest.mark.parametrize("name", ["desk_invite_again", "desk_keep_account"])
def test_what_changes_an_account_is_never_done_by_looking(client, admin, name):
    args = (admin.pk, "close") if name == "desk_keep_account" else (admin.pk,)
    assert client.get(reverse(name, args=args)).status_code == 405


def test_the_built_in_account_is_no_person(client, admin):
    assert "Operator" not in page(client, "desk_people")
    assert client.get(reverse("desk_person", args=[get_operator().pk])).status_code == 404


def test_people_are_found_by_words_and_by_how_their_account_stands(client, admin):
    make_user("member", "board:a")
    closed = make_user("lead")
    post(client, "desk_keep_account", closed.pk, "close")
    assert "member@example.org" in page(client, "desk_people", q="memb exam")
    assert "lead@example.org" not in page(client, "desk_people", q="member")
    assert "member@example.org" not in page(client, "desk_people", state="closed")
    assert "lead@example.org" in page(client, "desk_people", state="closed")
    assert "No account fits" in page(client, "desk_people", q="nobody")
    invite_person(by=get_operator(), email="new@example.org", name="New")
    assert "new@example.org" in page(client, "desk_people", state="invited")
    assert "member@example.org" not in page(client, "desk_people", state="invited")
    assert "new@example.org" not in page(client, "desk_people", state="open")
    assert client.get(reverse("desk_people"), {"state": "zzz"}).status_code == 200


@pytest.mark.parametrize("count", [1, 50])
def test_lists_of_the_desk_ask_the_database_no_more_for_many_rows(client, admin, count, django_assert_max_num_queries):
    for number in range(count):
        make_user("member", "board:a", email=f"p{number}@example.org")
    for name in ("desk_people", "desk_audit", "desk"):
        with django_assert_max_num_queries(30):
            client.get(reverse(name))


def test_a_first_day_is_greeted_by_role_until_something_was_done(client):
    clerk = sign_in(client, make_user("clerk", "board:a"))
    shown = page(client, "desk")
    assert "Welcome, Clerk" in shown
    assert "As clerk for Board A: Open the meeting" in shown
    AuditEntry.objects.create(act="record_paragraph", subject="x:1", by=clerk, why="w")
    assert "Welcome, Clerk" not in page(client, "desk")


def test_my_work_shows_what_stages_add_and_says_so_when_there_is_nothing(client, monkeypatch):
    sign_in(client, make_user("member", "board:a"))
    monkeypatch.setattr(work, "_listers", [])
    assert "Nothing waits for you now." in page(client, "desk")
    row = WorkRow("Say how <it> stands", "/actions/x/", "asked by Bo", clock.local_day(), "late")
    work.register("late", lambda user: [row])
    shown = page(client, "desk")
    assert "What is late" in shown
    assert "Say how &lt;it&gt; stands" in shown


def test_somebody_without_a_role_is_told_whom_to_ask(client, monkeypatch):
    monkeypatch.setattr(work, "_listers", [])
    sign_in(client, make_user(""), second_step=False)
    assert "Ask an administrator for one." in page(client, "desk")


def test_the_menu_of_the_desk_shows_what_the_role_may_do(client):
    sign_in(client, make_user("member", "board:a"))
    assert reverse("desk_audit") not in page(client, "desk")
    client.logout()
    sign_in(client, make_user("administrator"))
    shown = page(client, "desk")
    assert all(reverse(name) in shown for name in ("desk_audit", "desk_people", "wagtailadmin_home"))


def test_the_audit_trail_says_who_what_and_why_and_is_filtered(client, admin):
    member = make_user("member", "board:a")
    shown = page(client, "desk_audit")
    assert "operator of this installation" in shown
    assert "Give role" in shown
    assert f"Member: Member (grant:{member.grants.get().pk}), board:a" in shown
    assert f"grant:{member.grants.get().pk}" in page(client, "desk_audit", act="give_role", subject="board:a")
    assert "Invite person" not in page(client, "desk_audit", act="give_role").split("<table")[1]
    assert "No entry fits" in page(client, "desk_audit", subject="board:zzz")
    post(client, "desk_keep_account", member.pk, "close")
    assert "Close account" in page(client, "desk_audit", person=str(admin.pk)).split("<table")[1]
    assert "No entry fits" in page(client, "desk_audit", person=str(admin.pk), act="invite_person")


def test_the_audit_trail_is_turned_fifty_at_a_time(client, admin):
    entries = [AuditEntry(act="enter_record", subject=f"x:{n}", by=admin, why="w") for n in range(120)]
    AuditEntry.objects.bulk_create(entries)
    assert page(client, "desk_audit").count("x:1") > 0
    assert page(client, "desk_audit").count("<tr") == 51
    assert client.get(reverse("desk_audit"), {"page": "3"}).status_code == 200
    for wrong in ("9", "0", "x", "-1"):
        assert client.get(reverse("desk_audit"), {"page": wrong}).status_code == 404


def test_the_audit_trail_is_taken_away_as_a_table_that_no_spreadsheet_runs(client, admin):
    AuditEntry.objects.create(act="enter_record", subject="=cmd()", by=admin, why="w", changed=["title", "state"])
    answer = client.get(reverse("desk_audit_csv"), {"act": "enter_record"})
    assert answer["Content-Type"].startswith("text/csv")
    header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header[6] == "why it was allowed"
    assert (row[4], row[8]) == ("'=cmd()", "title; state")


def test_desk_pages_are_kept_by_nobody(client, admin):
    assert "no-store" in client.get(reverse("desk_people"))["Cache-Control"]
