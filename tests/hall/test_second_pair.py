"""Two people put a page on the site: who wrote a change never approves it, whatever the role and the road."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from moothall.hall.acts import prepare_words
from moothall.hall.models import NewsPage
from moothall.hall.permissions import NOT_APPROVED, OWN_WORDS
from moothall.kit import clock, due
from moothall.kit.acts import get_operator
from moothall.kit.errors import NotAllowedError
from moothall.kit.grants import list_roles
from moothall.kit.middleware import find_end
from moothall.kit.models import AuditEntry
from moothall.kit.work import list_work
from tests.hall.test_words_desk import answer_review, list_acts, write_news
from tests.signing import make_user, sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/news/snow/"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def desk():
    return prepare_words(by=get_operator())


def come_in(role="editor", name=""):
    """Return a client on which somebody with a role is signed in, and that somebody."""
    client = Client()
    return client, sign_in(client, make_user(role, email=f"{name or role}@example.org"))


@pytest.fixture
def writer(desk):
    return come_in(name="writer")


@pytest.fixture
def reader(desk):
    return come_in(name="reader")


@pytest.fixture
def page(writer):
    """News that its writer has handed in."""
    write_news(writer[0])
    return NewsPage.objects.get()


def read(path=ADDRESS):
    """Ask as anybody, through the page cache."""
    return Client().get(path).status_code


def change(client, page, *, title="Snow is back", **more):
    """Send the form of a page that exists."""
    data = nested_form_data(
        {
            "title": title, "slug": more.pop("slug", page.slug), "lede": "Spring is here.",
            "published_on": "2019-07-01", "source_status": "", "source_because": "",
            "body": streamfield([("paragraph", rich_text("<p>Roads are white.</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            **more,
        }
    )  # fmt: skip
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_what_one_wrote_another_approves_and_each_step_is_put_on_record(page, writer, reader):
    assert read() == 404
    assert answer_review(reader[0], page).status_code == 302
    assert read() == 200
    steps = AuditEntry.objects.filter(subject="newspage:snow").order_by("id").values_list("act", "by", "why")
    why = "Editor for the whole place"
    assert list(steps) == [
        ("hand_in_page", writer[1].pk, why),
        ("publish_page", reader[1].pk, why),
        ("approve_page", reader[1].pk, why),
    ]


def test_whoever_wrote_it_cannot_approve_it_by_any_button(page, writer):
    client, _ = writer
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'data-workflow-action-name="approve"' not in shown
    assert "action-publish" not in shown
    answer_review(client, page)
    change(client, page, **{"action-publish": "1"})
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}")
    page.refresh_from_db()
    assert not page.live
    assert read() == 404
    assert {"approve_page", "publish_page"} & {act for act, _ in list_acts()} == set()


def test_whoever_wrote_it_cannot_approve_it_past_the_desk_either(page, writer):
    state = page.current_workflow_task_state
    with pytest.raises(NotAllowedError, match=OWN_WORDS):
        state.approve(user=writer[1])
    with pytest.raises(NotAllowedError, match=OWN_WORDS), LogContext(user=writer[1]):
        page.get_latest_revision().publish(user=writer[1], skip_permission_checks=True)
    with pytest.raises(NotAllowedError, match=NOT_APPROVED):
        page.get_latest_revision().publish()
    page.refresh_from_db()
    assert not page.live
    assert page.workflow_in_progress, "the refusal took back all that came before it"


@pytest.mark.parametrize("role", sorted(list_roles()))
def test_of_all_roles_only_those_who_write_words_approve_others_and_none_approves_its_own(desk, writer, role):
    """An own copy of the table: who may write words."""
    writes = role in {"editor", "administrator"}
    client, _ = come_in(role, name="somebody")
    write_news(client)
    assert NewsPage.objects.exists() is writes
    if writes:
        own = NewsPage.objects.get()
        answer_review(client, own)
        own.refresh_from_db()
        assert not own.live, "its own words"
        NewsPage.objects.get().delete()
    write_news(writer[0])
    page = NewsPage.objects.get()
    answer_review(client, page)
    page.refresh_from_db()
    assert page.live is writes
    assert (("approve_page", "newspage:snow") in list_acts()) is writes


def test_nobody_can_slip_words_of_their_own_into_what_they_approve(page, writer, reader):
    """While it waits the page stays as it was handed in."""
    button = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    change(reader[0], page, title="Buy at Reader's", **button)
    change(reader[0], page, title="Buy at Reader's")
    assert page.revisions.count() == 1
    page.refresh_from_db()
    assert not page.live


def test_whoever_mends_a_page_that_was_sent_back_counts_among_its_writers(page, writer, reader):
    answer_review(reader[0], page, "reject")
    assert ("send_back_page", page.ref) in list_acts()
    change(reader[0], page, **{"action-submit": "1"})
    page = NewsPage.objects.get(pk=page.pk)
    assert page.workflow_in_progress
    for client, _ in (reader, writer):
        answer_review(client, page)
        page.refresh_from_db()
        assert not page.live
    third, _ = come_in("administrator")
    answer_review(third, page)
    page.refresh_from_db()
    assert page.live


def test_what_was_approved_once_counts_no_more_for_the_next_change(page, writer, reader):
    answer_review(reader[0], page)
    page.refresh_from_db()
    change(reader[0], page, **{"action-submit": "1"})
    page = NewsPage.objects.get(pk=page.pk)
    answer_review(writer[0], page)
    page.refresh_from_db()
    assert page.title == "Snow is back"


def test_even_after_it_was_taken_off_the_site(page, writer, reader):
    answer_review(reader[0], page)
    writer[0].post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert read() == 404
    assert list_acts()[-1] == ("withdraw_page", page.ref)
    page = NewsPage.objects.get(pk=page.pk)
    change(reader[0], page, **{"action-submit": "1"})
    page = NewsPage.objects.get(pk=page.pk)
    answer_review(writer[0], page)
    assert read() == 200


def test_a_page_that_changed_after_it_was_handed_in_is_not_approved(page, writer, reader):
    page.title = "Other words"
    page.save_revision(user=writer[1])
    with pytest.raises(NotAllowedError, match="changed after it was handed in"):
        page.current_workflow_task_state.approve(user=reader[1])
    page.refresh_from_db()
    assert not page.live


def test_a_page_that_waits_stands_in_the_work_of_those_who_may_approve_it_and_of_nobody_else(page, writer, reader):
    clerk = make_user("clerk")
    found = [[row.title for part in list_work(user) for row in part.rows] for user in (writer[1], reader[1], clerk)]
    assert found == [[], ["Read and approve: Snow has gone"], []]
    shown = reader[0].get("/desk/").content.decode()
    assert "Read and approve: Snow has gone" in shown
    first = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
    )
    assert first in reader[0].get("/words/").content.decode()
    assert first not in writer[0].get("/words/").content.decode()


def test_a_review_sends_no_e_mail_of_the_librarys_own(page, writer, reader, mailoutbox):
    answer_review(reader[0], page)
    assert [mail.subject for mail in mailoutbox] == []


def test_withdrawing_is_for_one_alone_and_deleting_comes_after_it(page, writer, reader):
    answer_review(reader[0], page)
    client = writer[0]
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert NewsPage.objects.exists(), "it stands on the site"
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not NewsPage.objects.exists()
    assert AuditEntry.objects.filter(act="withdraw_page", by=writer[1]).count() == 1


def test_a_renamed_page_leaves_a_way_to_its_new_address(page, writer, reader, django_capture_on_commit_callbacks):
    answer_review(reader[0], page)
    page = NewsPage.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        change(writer[0], page, slug="no-more-snow", **{"action-submit": "1"})
        answer_review(reader[0], page)
    assert Client().get(ADDRESS)["Location"] == "/news/no-more-snow/"


# --- by the clock -----------------------------------------------------------------------------------------------------


def work():
    """What the worker does every few seconds; tests/cli/test_other_processes.py starts a real one."""
    due.do_all()


def at(monkeypatch, moment):
    """Move the real clock of the house and of the library."""
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def write_for(writer, **hours):
    write_news(writer[0], **{name: hour.strftime("%Y-%m-%d %H:%M") for name, hour in hours.items()})
    return NewsPage.objects.get()


@pytest.fixture
def noon():
    return clock.now().replace(second=0, microsecond=0) + timedelta(hours=3)


def test_a_page_goes_on_the_site_at_its_hour_and_the_list_that_was_kept_is_fresh(writer, reader, noon, monkeypatch):
    page = write_for(writer, go_live_at=noon)
    answer_review(reader[0], page)
    approved = AuditEntry.objects.get(act="approve_page")
    assert (approved.by, approved.changed) == (reader[1], ["go_live_at"])
    assert "Snow has gone" not in Client().get("/news/").content.decode(), "and it is kept like this"
    at(monkeypatch, noon - timedelta(seconds=1))
    work()
    assert read() == 404
    at(monkeypatch, noon)
    work()
    assert read() == 200
    assert "Snow has gone" in Client().get("/news/").content.decode()
    entry = AuditEntry.objects.filter(act="publish_page").first()
    assert (entry.by, entry.subject) == (get_operator(), page.ref)


def test_whoever_wrote_it_cannot_approve_it_for_a_later_hour_either(writer, noon):
    """Nothing is published yet then, so that the approval alone refuses."""
    page = write_for(writer, go_live_at=noon)
    with pytest.raises(NotAllowedError, match=OWN_WORDS):
        page.current_workflow_task_state.approve(user=writer[1])
    assert "approve_page" not in {act for act, _ in list_acts()}
    assert page.find_approver(page.get_latest_revision()) is None


def test_a_page_goes_off_the_site_at_its_hour_though_it_was_kept_and_no_worker_runs(writer, reader, noon, monkeypatch):
    page = write_for(writer, expire_at=noon)
    answer_review(reader[0], page)
    at(monkeypatch, noon - timedelta(seconds=2))
    assert read() == 200
    assert "Snow has gone" in Client().get("/news/").content.decode()
    at(monkeypatch, noon)
    caches["pages"].clear()  # a clock that jumps cannot make the files of the cache old: see the test below
    assert read() == 404
    assert "Snow has gone" not in Client().get("/news/").content.decode()
    work()
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert list_acts()[-1] == ("withdraw_page", page.ref)


def test_nothing_is_kept_beyond_the_moment_at_which_a_page_is_over(writer, reader, noon, monkeypatch):
    page = write_for(writer, expire_at=noon)
    answer_review(reader[0], page)
    at(monkeypatch, noon - timedelta(seconds=20))
    assert find_end() == noon
    read("/news/")


def test_when_the_worker_takes_a_page_off_what_was_kept_is_fresh(writer, reader, noon, monkeypatch):
    page = write_for(writer, expire_at=noon)
    answer_review(reader[0], page)
    assert read() == 200
    at(monkeypatch, noon)
    work()
    assert read() == 404
    assert "Snow has gone" not in Client().get("/news/").content.decode()


def test_an_hour_that_nobody_else_approved_comes_and_goes(writer, noon, monkeypatch, caplog):
    page = write_for(writer, go_live_at=noon)
    revision = page.get_latest_revision()
    revision.approved_go_live_at = noon
    revision.save()
    at(monkeypatch, noon)
    with caplog.at_level(logging.WARNING):
        work()
    assert read() == 404
    assert NOT_APPROVED in caplog.text


def test_a_job_that_fails_stands_in_the_log_and_the_next_one_is_done(monkeypatch, caplog):
    done = []

    def fail():
        raise ValueError("broken")

    monkeypatch.setattr(due, "_jobs", [])
    due.register(fail)
    due.register(lambda: done.append("next"))
    due.do_all()
    assert done == ["next"]
    assert "fail" in caplog.text
