"""The words desk: who gets in, that Wagtail's own doors are closed, and that what is published is put on record."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from moothall.hall.acts import prepare_words
from moothall.hall.models import AboutIndex, NewsIndex, NewsPage, SitePage
from moothall.kit import clock
from moothall.kit.acts import get_operator
from moothall.kit.errors import NotAllowedError
from moothall.kit.models import AuditEntry, Grant, User
from tests.kit.test_uploads import PDF_BYTES, draw, make_bomb
from tests.signing import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def desk():
    return prepare_words(by=get_operator())


@pytest.fixture
def editor(client, desk):
    return sign_in(client, make_user("editor"))


def write_news(client, *, hand_in=True, body=None, **more):
    """Send the editor's form for a new piece of news, and hand it in for a second pair of eyes."""
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
            **({"action-submit": "1"} if hand_in else {}),
            **more,
        }
    )
    return client.post(reverse("wagtailadmin_pages:add", args=["hall", "newspage", NewsIndex.objects.get().pk]), data)


def answer_review(client, page, what="approve"):
    """Press a button of the review: approve, or reject."""
    page.refresh_from_db()
    state = page.current_workflow_task_state
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, what, state.pk]), {"comment": "No"})


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


def test_editors_write_under_the_two_lists_and_nowhere_else(client, editor):
    root = NewsIndex.objects.get().get_parent()
    assert client.get(reverse("wagtailadmin_pages:add", args=["hall", "newspage", root.pk])).status_code in (302, 403)
    assert SitePage.can_create_at(AboutIndex.objects.get())
    assert not SitePage.can_create_at(NewsIndex.objects.get())
    assert not NewsIndex.can_create_at(root)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its scratch file open
def test_a_picture_on_a_page_needs_words_for_those_who_do_not_see_it(client, editor):
    send_picture(client, draw("PNG"))
    refused = (("", "This field is required"), ("IMG_2041", "the name of a file"), ("hall.PNG", "the name of a file"))
    for alt, reason in refused:
        body = [("picture", {"image": Image.objects.get().pk, "alt": alt, "caption": ""})]
        answer = write_news(client, body=body)
        assert answer.status_code == 200
        assert reason in answer.content.decode(), alt
    assert not NewsPage.objects.exists()
    body = [("picture", {"image": Image.objects.get().pk, "alt": "A hall", "caption": ""})]
    assert write_news(client, body=body).status_code == 302
    assert NewsPage.objects.get().workflow_in_progress


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its scratch file open
def test_a_draft_may_leave_a_picture_untold_and_nobody_can_approve_it(client, editor):
    send_picture(client, draw("PNG"))
    write_news(client, hand_in=False, body=[("picture", {"image": Image.objects.get().pk, "alt": "", "caption": ""})])
    page = NewsPage.objects.get()
    page.get_workflow().start(page, editor)
    second = make_user("editor", email="second@example.org")
    with pytest.raises(NotAllowedError, match="no words for people who cannot see it"):
        page.current_workflow_task_state.approve(user=second)
    page.refresh_from_db()
    assert not page.live


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


def test_a_picture_leaves_behind_where_and_by_which_camera_it_was_taken(client, editor):
    held = io.BytesIO()
    taken = Picture.new("RGB", (40, 20), "teal")
    exif = taken.getexif()
    exif[0x010F] = "Camera of Olive"
    exif[0x0112] = 6  # to be shown turned by a quarter
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 51.0, 50.0), 3: "W", 4: (2.0, 14.0, 40.0)})
    taken.save(held, "JPEG", exif=exif, comment=b"Taken at home")
    assert Picture.open(io.BytesIO(held.getvalue())).getexif().get_ifd(0x8825), "it has a place to lose"
    assert json.loads(send_picture(client, held.getvalue(), "hall.jpg").content)["success"]
    with Image.objects.get().file.open() as stream:
        raw = stream.read()
    kept = Picture.open(io.BytesIO(raw))
    assert not dict(kept.getexif()) and not kept.getexif().get_ifd(0x8825)
    assert b"Olive" not in raw and b"Taken at home" not in raw and b"Exif" not in raw
    assert kept.size == (20, 40), "it is upright by itself now"


def test_the_name_of_a_picture_cannot_be_guessed(client, editor):
    send_picture(client, draw("PNG"))
    picture = Image.objects.get()
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
