"""The words desk: who gets in, that Wagtail's own doors are closed, and that what is published is put on record."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from moothall.hall.acts import prepare_words
from moothall.hall.models import AboutIndex, NewsIndex, NewsPage, SitePage
from moothall.kit import clock
from moothall.kit.acts import get_operator
from moothall.kit.models import AuditEntry, Grant, User
from tests.kit.test_uploads import PDF_BYTES, draw, make_bomb
from tests.signing import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def desk():
    return prepare_words(by=get_operator())


@pytest.fixture
def editor(client, desk):
    return sign_in(client, make_user("editor"))


def write_news(client, *, publish=True, body=None, **more):
    """Send the editor's form for a new piece of news."""
    data = nested_form_data(
        {
            "title": "Snow has gone",
            "slug": "snow",
            "lede": "Spring is here.",
            "published_on": "2019-07-01",
            "source_status": "",
            "source_because": "",
            "body": streamfield(body or [("paragraph", rich_text("<p>Roads are <b>clear</b>.</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            **({"action-publish": "1"} if publish else {}),
            **more,
        }
    )
    return client.post(reverse("wagtailadmin_pages:add", args=["hall", "newspage", NewsIndex.objects.get().pk]), data)


def list_acts():
    return list(AuditEntry.objects.order_by("id").values_list("act", "subject"))


def test_an_editor_opens_the_words_desk(client, editor):
    for name, args in (
        ("wagtailadmin_home", ()),
        ("wagtailadmin_explore_root", ()),
        ("wagtailimages:index", ()),
        ("wagtaildocs:index", ()),
        ("wagtailadmin_explore", (NewsIndex.objects.get().pk,)),
        ("wagtailadmin_pages:add", ("hall", "newspage", NewsIndex.objects.get().pk)),
    ):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 200, name
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("role", ["member", "chair", "clerk", "officer", "lead", "analyst"])
def test_nobody_else_gets_in(client, desk, role):
    sign_in(client, make_user(role))
    for path in (
        "/words/",
        "/words/pages/",
        "/words/images/",
        "/words/documents/",
        "/words/api/main/pages/",
        "/words/reports/",
    ):
        answer = client.get(path, follow=True)
        assert answer.status_code == 403, path
        assert "Only an editor may write pages and news." in answer.content.decode(), path


def test_an_editor_without_a_second_factor_does_not_get_in(client, desk):
    client.post(reverse("account_login"), {"login": make_user("editor").email, "password": PASSWORD})
    for path in ("/words/", "/words/pages/", "/words/api/main/pages/", "/words/jsi18n/", "/words/sprite/"):
        assert client.get(path)["Location"] == reverse("mfa_index"), path


def test_a_grant_whose_days_are_over_opens_the_desk_no_more(client, editor):
    yesterday = clock.local_day() - timedelta(1)
    Grant.objects.update(from_on=yesterday, to_on=yesterday)
    assert User.objects.get(pk=editor.pk).groups.exists(), "nobody ended it"
    assert client.get("/words/").status_code == 302
    assert write_news(client).status_code == 302
    assert not NewsPage.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "password_reset/",
        "password_reset/done/",
        "password_reset/confirm/MQ/abc-def/",
        "account/change_password/",
        "users/",
        "users/new/",
        "users/1/",
        "groups/",
        "groups/new/",
        "api-tokens/",
        "sites/",
        "bulk/kit/user/delete/",
        "bulk/kit/user/assign_role/",
        "bulk/kit/user/set_active_state/",
        "bulk/auth/group/delete/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_pages_on_people_and_passwords_are_closed_even_to_an_administrator(client, desk, path, method):
    assert getattr(client, method)(f"/words/{path}").status_code == 303, "sign in first"
    sign_in(client, make_user("administrator"))
    assert getattr(client, method)(f"/words/{path}").status_code == 404


def test_wagtails_own_sign_in_leads_to_the_one_door_and_takes_no_password(client, desk):
    officer = make_user("editor")
    answer = client.post("/words/login/", {"username": officer.email, "password": PASSWORD})
    assert answer["Location"].startswith("/sign-in/")
    assert "_auth_user_id" not in client.session
    sign_in(client, officer)
    assert client.get("/words/login/")["Location"] == "/sign-in/?next=/words/"
    assert client.post("/_util/login/", {"username": officer.email, "password": PASSWORD}).status_code in (404, 405)


def test_wagtails_page_on_the_own_account_leads_to_ours(client, editor):
    for method in (client.get, client.post):
        assert method("/words/account/")["Location"] == reverse("mfa_index")


def test_signing_out_on_the_words_desk_is_the_same_as_anywhere(client, editor):
    assert client.post("/words/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_wagtails_own_interface_for_programs_answers_editors_only(client, desk):
    assert client.get("/words/api/main/pages/").status_code == 303
    for path in ("/api/v2/pages/", "/api/v3/", "/api/main/pages/"):
        assert client.get(path).status_code == 404
    sign_in(client, make_user("editor"))
    assert client.get("/words/api/main/pages/").status_code == 200


def test_the_desk_does_not_offer_what_is_closed(client, editor):
    shown = client.get("/words/").content.decode()
    for path in ("/words/users/", "/words/groups/", "/words/sites/", "gravatar.com"):
        assert path not in shown


def test_a_draft_stays_on_the_desk_and_a_published_page_is_put_on_record(client, editor):
    assert write_news(client, publish=False).status_code == 302
    page = NewsPage.objects.get()
    assert client.get("/news/snow/").status_code == 404
    assert ("publish_page", page.ref) not in list_acts()
    page.get_latest_revision().publish(user=editor)
    assert client.get("/news/snow/").status_code == 200


def test_publishing_says_who_and_why_it_was_allowed(client, editor):
    write_news(client)
    entry = AuditEntry.objects.get(act="publish_page")
    assert (entry.subject, entry.by, entry.why) == ("newspage:snow", editor, "Editor for the whole place")
    shown = client.get("/news/snow/").content.decode()
    assert "Roads are <b>clear</b>." in shown


def test_withdrawing_moving_and_deleting_are_put_on_record(client, editor):
    write_news(client)
    page = NewsPage.objects.get()
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert client.get("/news/snow/").status_code == 404
    assert list_acts()[-1] == ("withdraw_page", page.ref)
    page.refresh_from_db()
    page.get_latest_revision().publish(user=editor)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not NewsPage.objects.exists()
    assert list_acts()[-1] == ("withdraw_page", page.ref)
    assert AuditEntry.objects.filter(act="withdraw_page", by=editor).count() == 2


def test_a_page_published_by_its_hour_is_put_on_record_as_done_by_the_operator(client, editor):
    write_news(client)
    page = NewsPage.objects.get()
    page.go_live_at = clock.now() - timedelta(minutes=1)
    revision = page.save_revision(user=editor, approved_go_live_at=page.go_live_at)
    before = AuditEntry.objects.filter(act="publish_page").count()
    call_command("publish_scheduled", stdout=io.StringIO())
    assert revision.pk
    entries = AuditEntry.objects.filter(act="publish_page")
    assert entries.count() == before + 1
    assert entries.first().by == get_operator()


def test_a_renamed_page_leaves_a_way_to_its_new_address(client, editor, django_capture_on_commit_callbacks):
    write_news(client)
    page = NewsPage.objects.get()
    page.slug = "no-more-snow"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision(user=editor).publish(user=editor)
    assert client.get("/news/snow/")["Location"] == "/news/no-more-snow/"


def test_editors_write_under_the_two_lists_and_nowhere_else(client, editor):
    root = NewsIndex.objects.get().get_parent()
    assert client.get(reverse("wagtailadmin_pages:add", args=["hall", "newspage", root.pk])).status_code in (302, 403)
    assert SitePage.can_create_at(AboutIndex.objects.get())
    assert not SitePage.can_create_at(NewsIndex.objects.get())
    assert not NewsIndex.can_create_at(root)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its scratch file open
def test_a_picture_on_a_page_needs_words_for_those_who_do_not_see_it(client, editor):
    send_picture(client, draw("PNG"))
    body = [("picture", {"image": Image.objects.get().pk, "alt": "", "caption": ""})]
    answer = write_news(client, body=body)
    assert answer.status_code == 200
    assert not NewsPage.objects.exists()
    body = [("picture", {"image": Image.objects.get().pk, "alt": "A hall", "caption": ""})]
    assert write_news(client, body=body).status_code == 302


def send_picture(client, content, name="hall.png"):
    file = SimpleUploadedFile(name, content, "image/png")
    data = {"title": "Hall", "files[]": file, "collection": 1}
    return client.post(reverse("wagtailimages:add_multiple"), data, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def test_a_picture_is_drawn_anew_under_a_random_name(client, editor):
    raw = draw("PNG") + b"<script>hidden</script>"
    assert json.loads(send_picture(client, raw).content)["success"]
    picture = Image.objects.get()
    with picture.file.open() as stream:
        assert b"hidden" not in stream.read()
    assert "hall" not in picture.file.name
    assert len(picture.filename) > 22


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png"),
        (b"GIF89a" + b"\0" * 50, "a.gif"),
        (b"<html>", "a.png"),
        (make_bomb(30_000, 30_000), "a.png"),
        (draw("PNG", (900, 900))[:200], "a.png"),
    ],
)
def test_a_picture_that_will_not_do_is_refused(client, editor, content, name):
    answer = json.loads(send_picture(client, content, name).content)
    assert not answer["success"]
    assert not Image.objects.exists()


def send_document(client, content, name):
    data = {"title": "Plan", "files[]": SimpleUploadedFile(name, content), "collection": 1}
    return client.post(reverse("wagtaildocs:add_multiple"), data, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def test_a_document_is_taken_when_it_is_what_its_name_says(client, editor):
    assert json.loads(send_document(client, PDF_BYTES, "plan.pdf").content)["success"]
    assert Document.objects.get().filename == "plan.pdf"


@pytest.mark.parametrize(
    ("content", "name"), [(b"<html>", "plan.pdf"), (b"<html>", "plan.html"), (b"MZ\x90", "plan.exe")]
)
def test_a_document_of_another_kind_is_refused(client, editor, content, name):
    assert not json.loads(send_document(client, content, name).content)["success"]
    assert not Document.objects.exists()


def test_a_document_over_the_limit_is_refused(client, editor, settings):
    settings.MOOTHALL_UPLOAD_MAX_BYTES = 20
    assert not json.loads(send_document(client, PDF_BYTES, "plan.pdf").content)["success"]


def test_the_words_desk_has_a_policy_that_still_calls_nobody(client, editor):
    policy = client.get("/words/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "*" not in policy
    assert "'unsafe-eval'" not in policy
