"""Reports are added and never changed; each has a sentence or evidence; a closed action takes none."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from moothall.deliver.acts import post_update
from moothall.deliver.models import Action, Update
from moothall.deliver.queries import find_evidence_file, get_status, list_updates
from moothall.kit import audit
from moothall.kit.errors import RecordError, RepeatedError, StaleError
from moothall.kit.models import AuditEntry
from tests.deliver.made import TODAY, add_update, give, make_user

SENTENCE = "The draft went to all six districts."


@pytest.fixture
def officer(made):
    return give(make_user("ada"), "officer", "board:mill")


def post(by, action, **values):
    return post_update(by=by, action=action, **{"rating": "on_track", "narrative": SENTENCE, **values})


def test_a_report_keeps_word_sentence_day_and_author(made, officer):
    update = post(officer, made.action, narrative=f"  {SENTENCE} ", percent=40)
    held = Update.objects.get()
    assert held == update
    assert (held.rating, held.narrative, held.percent, held.on) == ("on_track", SENTENCE, 40, TODAY)
    assert (held.by, held.by_name, held.via, held.is_invented) == (officer, "Ada", "desk", False)
    assert AuditEntry.objects.get(act="post_update").subject == held.ref


def test_a_report_changes_how_the_action_stands(made, officer):
    post(officer, made.action, rating="at_risk", narrative="The third route is closed.")
    row = get_status(officer, [made.action])[made.action.pk]
    assert (row.status.key, row.status.evidence) == ("at_risk", Update.objects.get().ref)


def test_a_number_alone_is_refused_and_leaves_nothing(made, officer):
    with pytest.raises(RecordError) as refused:
        post(officer, made.action, narrative=" 75 % ", percent=75)
    assert refused.value.field == "narrative"
    assert not Update.objects.exists()
    assert not AuditEntry.objects.filter(act="post_update").exists()


def test_a_link_is_evidence_enough(made, officer):
    link = {"kind": "link", "address": "https://example.org/report.pdf", "text": ""}
    assert post(officer, made.action, narrative="", evidence=[link]).evidence == [link]


def test_a_link_that_runs_is_refused(made, officer):
    with pytest.raises(RecordError) as refused:
        post(officer, made.action, evidence=[{"kind": "link", "address": "javascript:alert(1)"}])
    assert refused.value.field == "evidence"


@pytest.mark.parametrize(("field", "value"), [("rating", "splendid"), ("percent", 101)])
def test_a_value_that_cannot_be_is_refused(made, officer, field, value):
    with pytest.raises(RecordError) as refused:
        post(officer, made.action, **{field: value})
    assert refused.value.field == field


def test_a_picture_is_kept_behind_the_door_for_those_who_see_the_action(made, officer, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG")
    file = SimpleUploadedFile("route.png", drawn.getvalue(), content_type="image/png")
    update = post(officer, made.action, narrative="", file=file)
    key = update.evidence[0]["key"]
    assert find_evidence_file(officer, key).name == "route.png"
    assert find_evidence_file(officer, "nothing-of-the-kind") is None
    made.action.publicity = "exempt"
    made.action.save()
    assert find_evidence_file(make_user("stranger"), key) is None


def test_a_file_of_another_kind_is_refused(made, officer):
    with pytest.raises(RecordError) as refused:
        post(officer, made.action, file=SimpleUploadedFile("a.pdf", b"MZ not a pdf"))
    assert refused.value.field == "file"
    assert not Update.objects.exists()


@pytest.mark.parametrize("state", ["done", "dropped", "proposed"])
def test_a_closed_or_proposed_action_takes_no_report(made, officer, state):
    Action.objects.filter(pk=made.action.pk).update(state=state, closed_by_text="Because.")
    with pytest.raises(RecordError):
        post(officer, made.action)
    assert not Update.objects.exists()


def test_of_two_who_opened_the_form_at_once_the_second_is_told(made, officer):
    opened = made.action.version
    post(officer, made.action, version=opened)
    with pytest.raises(StaleError):
        post(officer, made.action, version=opened)
    assert Update.objects.count() == 1
    made.action.refresh_from_db()
    post(officer, made.action, version=made.action.version)
    assert Update.objects.count() == 2


def test_a_form_sent_twice_reports_once(made, officer):
    with audit.sent_once("a" * 32):
        post(officer, made.action)
    with audit.sent_once("a" * 32), pytest.raises(RepeatedError):
        post(officer, made.action)
    assert Update.objects.count() == 1


def test_a_report_never_changes_and_is_never_deleted(made, officer):
    update = post(officer, made.action)
    update.narrative = "Something else entirely."
    with pytest.raises(TypeError, match="never changes"):
        update.save()
    with pytest.raises(ValidationError):
        update.full_clean()
    with pytest.raises(TypeError, match="never changes"):
        update.delete()
    with pytest.raises(TypeError, match="never changes"):
        Update.objects.filter(pk=update.pk).update(narrative="x")
    with pytest.raises(TypeError, match="never changes"):
        Update.objects.all().delete()
    assert Update.objects.get().narrative == SENTENCE


def test_the_newest_report_stands_first_and_counts(made, officer):
    add_update(made.action, "first", "at_risk")
    add_update(made.action, "second", "on_track")
    add_update(made.action, "older", "late", on=TODAY.replace(day=1))
    assert [update.key for update in list_updates(officer, made.action)] == ["second", "first", "older"]
    assert get_status(officer, [made.action])[made.action.pk].last.key == "second"
