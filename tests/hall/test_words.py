"""Pages of words as readers meet them: what is published, what is found, which files come along."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Site

from moothall.hall.acts import enter_page, prepare_words
from moothall.hall.models import AboutIndex, NewsIndex, NewsPage, SitePage
from moothall.hall.queries import find_words, is_file_public, list_public_paths
from moothall.kit.acts import end_role, get_operator
from moothall.kit.errors import NotAllowedError, RecordError
from moothall.kit.markdown import read_markdown
from moothall.kit.models import AuditEntry
from tests.kit.test_uploads import draw
from tests.signing import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def desk():
    return prepare_words(by=get_operator())


def enter(kind="news", slug="snow", text="Roads are *clear*.", **values):
    given = {"title": "Snow has gone", "published_on": date(2019, 7, 1), "lede": "Spring is here."} | values
    return enter_page(by=get_operator(), kind=kind, slug=slug, values=given, parts=read_markdown(text))


def read(client, path):
    return client.get(path).content.decode()


def test_making_the_words_desk_ready_twice_changes_nothing_the_second_time(desk):
    before = AuditEntry.objects.count()
    rights = GroupPagePermission.objects.count()
    prepare_words(by=get_operator())
    assert AuditEntry.objects.count() == before
    assert GroupPagePermission.objects.count() == rights == 16  # four on each of the four lists
    assert Site.objects.get().root_page.depth == 1


def test_wagtails_page_of_welcome_gives_way(wagtail_root):
    welcome = wagtail_root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.update(root_page=welcome)
    prepare_words(by=get_operator())
    assert not Page.objects.filter(slug="home").exists()
    assert Site.objects.get().root_page.depth == 1


def test_only_an_administrator_enters_pages_from_files():
    for role in ("editor", "clerk"):
        with pytest.raises(NotAllowedError):
            prepare_words(by=make_user(role))
    with pytest.raises(NotAllowedError):
        enter_page(by=make_user("member"), kind="news", slug="x", values={}, parts=[])


def test_the_lists_of_news_and_of_pages_show_what_is_published_newest_first(client, desk):
    enter(slug="old", title="An older thing", published_on=date(2019, 6, 1))
    enter()
    enter("page", "who-we-are", title="Who we are", published_on=None)
    shown = read(client, "/news/")
    assert shown.index("Snow has gone") < shown.index("An older thing")
    assert "1 July 2019" in shown
    assert "Spring is here." in shown
    assert "Who we are" in read(client, "/about/")


def test_empty_news_says_so_and_where_to_go(client, desk):
    assert "There is no news yet." in read(client, "/news/")


def test_a_piece_of_news_stands_in_the_places_look_with_its_source(client, desk):
    enter(source_status="invented", source_because="Made up for a test.")
    shown = read(client, "/news/snow/")
    assert "<h1" in shown
    assert "Roads are <i>clear</i>." in shown
    assert "<strong>Invented</strong>: Made up for a test" in shown
    assert 'href="/news/"' in shown
    assert "<title>Snow has gone" in shown


def test_a_page_under_about_has_its_address(client, desk):
    enter("page", "who-we-are", "## Us\n\n> We said so.\n\n- a\n- b", title="Who we are", published_on=None)
    shown = read(client, "/about/who-we-are/")
    assert '<h2 class="nhsuk-heading-m">Us</h2>' in shown
    assert "<blockquote" in shown
    assert "<li>a</li>" in shown


def test_words_are_escaped(client, desk):
    enter(title="<b>bold</b>", text="<script>alert(1)</script>", lede="<i>x</i>")
    shown = read(client, "/news/snow/")
    assert "<script>alert" not in shown
    assert "&lt;b&gt;bold" in shown
    assert "&lt;i&gt;x" in shown


def test_a_draft_is_seen_nowhere_in_public(client, desk):
    enter()
    page = NewsPage.objects.get()
    page.live = False
    page.save()
    assert client.get("/news/snow/").status_code == 404
    assert "Snow" not in read(client, "/news/")
    assert "/news/snow/" not in list_public_paths()
    assert list(find_words(None, ["snow"])) == []
    page.live = True
    page.save()
    page.title = "Secret change"
    page.save_revision()
    assert "Secret" not in read(client, "/news/snow/")


def test_a_page_behind_a_lock_is_not_listed_nor_found(client, desk):
    enter()
    PageViewRestriction.objects.create(page=NewsPage.objects.get(), restriction_type=PageViewRestriction.LOGIN)
    assert "Snow" not in read(client, "/news/")
    assert list(find_words(None, ["snow"])) == []
    assert client.get("/news/snow/")["Location"].startswith("/sign-in/")


def test_a_page_below_a_locked_one_is_locked_too(client, desk):
    enter()
    PageViewRestriction.objects.create(page=NewsIndex.objects.get(), restriction_type=PageViewRestriction.LOGIN)
    assert list(find_words(None, ["snow"])) == []
    assert not NewsPage.objects.visible_to(None).exists()
    assert SitePage.objects.visible_to(None).count() == SitePage.objects.live().count()


def test_search_and_the_sitemap_find_what_is_published(client, desk):
    enter(text="Ploughs went out.")
    (found,) = find_words(None, ["plough"])
    assert (found.title, found.url, found.kind) == ("Snow has gone", "/news/snow/", "News")
    assert "Ploughs went out." in found.text
    assert {"/news/", "/about/", "/news/snow/"} <= set(list_public_paths())
    assert "Snow has gone" in read(client, "/search/?q=ploughs")


def test_entering_a_page_again_changes_only_what_differs(desk):
    assert enter().kind == "created"
    before = AuditEntry.objects.count()
    assert enter().kind == "same"
    assert AuditEntry.objects.count() == before
    changed = enter(lede="Summer is here.", text="Roads are dry.")
    assert (changed.kind, [change.field for change in changed.changes]) == ("changed", ["lede", "body"])
    assert AuditEntry.objects.first().act == "enter_page"
    assert NewsPage.objects.get().get_text() == "Summer is here. Roads are dry."


def test_an_entered_page_opens_on_the_words_desk_as_it_is(desk):
    enter()
    enter(lede="Summer is here.")
    page = NewsPage.objects.get()
    assert page.get_latest_revision_as_object().lede == "Summer is here."
    assert not page.has_unpublished_changes


def test_a_withdrawn_page_is_published_again_by_its_file(desk):
    enter()
    NewsPage.objects.get().unpublish(log_action=False)
    assert enter().kind == "changed"
    assert NewsPage.objects.get().live


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source_status": "inferred", "source_because": "b"}, "source_status"),
        ({"source_status": "invented"}, "source_because"),
        ({"source_status": "rumour"}, "source_status"),
        ({"title": ""}, "title"),
        ({"published_on": None}, "published_on"),
    ],
)
def test_a_page_that_breaks_a_rule_is_refused_and_nothing_is_written(desk, values, field):
    before = AuditEntry.objects.count()
    with pytest.raises(RecordError) as refused:
        enter(**values)
    assert refused.value.field == field
    assert NewsPage.objects.count() == 0
    assert AuditEntry.objects.count() == before


def add_document(title="Plan", name="plan.csv"):
    document = Document(title=title)
    document.file.save(name, ContentFile(b"a,b\n1,2\n"), save=False)
    document._set_document_file_metadata()
    document.file.close()
    document.save()
    return document


def test_a_document_follows_the_page_that_offers_it(client, desk):
    document = add_document()
    enter()
    assert client.get(document.url).status_code == 404
    page = NewsPage.objects.get()
    page.body = [*((b.block_type, b.value) for b in page.body), ("document", document)]
    page.save_revision()
    assert client.get(document.url).status_code == 404, "a draft offers nothing yet"
    page.save()
    assert is_file_public(document)
    answer = client.get(document.url)
    assert b"".join(answer.streaming_content) == b"a,b\n1,2\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "Plan (CSV, 8 bytes)" in read(client, "/news/snow/")
    page.unpublish(log_action=False)
    assert client.get(document.url).status_code == 404


def test_an_editor_sees_a_document_before_it_is_public_and_a_member_does_not(client, desk):
    document = add_document()
    sign_in(client, make_user("member"))
    assert client.get(document.url).status_code == 404
    sign_in(client, make_user("editor"))
    assert b"".join(client.get(document.url).streaming_content)


def test_another_document_of_a_like_number_is_not_taken_for_one_that_is_offered(desk):
    one = add_document()
    enter(text=f"There are {one.pk} reasons.")
    assert not is_file_public(one)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its scratch file open
def test_a_picture_is_shown_in_its_size_with_words_and_its_original_is_not_handed_out(client, desk):
    picture = Image.objects.create(
        title="Hall", file=SimpleUploadedFile("qX1.png", draw("PNG", (2000, 1500)), "image/png")
    )
    enter()
    page = NewsPage.objects.get()
    page.body = [("picture", {"image": picture, "alt": "People in a hall", "caption": "The hall"})]
    page.save()
    shown = read(client, "/news/snow/")
    assert 'alt="People in a hall"' in shown
    address = shown.split('class="nhsuk-image__img" src="')[1].split('"')[0]
    assert address.startswith("/media/images/")
    answer = client.get(address)
    assert b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert client.get(f"/media/{picture.file.name}").status_code == 404
    page.unpublish(log_action=False)
    assert client.get(address).status_code == 404, "it goes with the page that showed it"
    sign_in(client, make_user("member"))
    assert client.get(address).status_code == 404
    sign_in(client, make_user("editor"))
    answer = client.get(address)
    assert b"".join(answer.streaming_content)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "path", ["documents/plan.csv", "images/../documents/plan.csv", "original_images/a.png", "images/none.png", ""]
)
def test_nothing_else_of_the_store_is_handed_out(client, desk, path):
    add_document()
    assert default_storage.exists("documents/plan.csv")
    assert client.get(f"/media/{path}").status_code == 404


def test_news_is_turned_by_pages(client, desk):
    for number in range(27):
        enter(slug=f"n{number}", title=f"Item {number}")
    assert "27 pieces of news" in read(client, "/news/")
    assert client.get("/news/?page=2").status_code == 200
    assert client.get("/news/?page=3").status_code == 404


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_of_news_asks_the_database_no_more_for_many(client, desk, count, django_assert_max_num_queries):
    for number in range(count):
        enter(slug=f"n{number}", title=f"Item {number}")
    client.get("/news/")
    with django_assert_max_num_queries(20):
        client.get("/news/?a=1")


def test_pages_of_words_have_references_and_kinds(desk):
    assert NewsIndex.objects.get().ref == "newsindex:news"
    assert AboutIndex.objects.get().get_absolute_url() == "/about/"
    enter("page", "who", title="Who", published_on=None)
    assert (SitePage.objects.get().ref, SitePage.objects.get().get_absolute_url()) == ("sitepage:who", "/about/who/")


def test_who_may_write_words_is_in_wagtails_group_and_leaves_it_with_the_role(desk):
    editor = make_user("editor")
    assert [group.name for group in editor.groups.all()] == ["Words"]
    end_role(by=get_operator(), grant=editor.grants.get())
    assert not editor.groups.exists()
    assert not make_user("member").groups.exists()
    assert reverse("news") == "/news/"
