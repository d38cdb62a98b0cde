"""Recording paragraphs and decisions: by the clerk of the board alone, with the right number, once, and audited."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.govern.acts import correct_paragraph, record_decision, record_paragraph
from moothall.govern.models import AgendaItem, Decision, MinuteParagraph
from moothall.kit import audit
from moothall.kit.errors import NotAllowedError, RecordError, RefusedError, RepeatedError, StaleError
from moothall.kit.models import AuditEntry
from tests.govern import made
from tests.govern.made import make_user


def record(by, item, text="The Board welcomed it.", **values):
    item.refresh_from_db()
    return record_paragraph(by=by, item=item, text=text, version=values.pop("version", item.version), **values)


def decide(by, paragraph, text="The work comes back in September.", **values):
    paragraph.refresh_from_db()
    values = {"kind": "return_item", "strength": "explicit", "version": paragraph.version, **values}
    return record_decision(by=by, paragraph=paragraph, text=text, **values)


def refused(error, act, *args, **values):
    """Run an act that must be refused, and see that it left nothing."""
    entries = AuditEntry.objects.count()
    rows = (MinuteParagraph.objects.count(), Decision.objects.count())
    with pytest.raises(error) as caught:
        act(*args, **values)
    assert AuditEntry.objects.count() == entries
    assert (MinuteParagraph.objects.count(), Decision.objects.count()) == rows
    return caught.value


def test_the_clerk_records_paragraphs_and_the_terms_give_their_numbers(mill, clerk):
    first = record(clerk, mill.item)
    assert (first.number, first.slug) == ("", "17")
    second = record(clerk, mill.item, "It wanted more.")
    first.refresh_from_db()
    assert (first.number, first.slug) == ("17.1", "17")
    assert (second.number, second.slug, second.order) == ("17.2", "17.2", first.order + 1)
    assert record(clerk, mill.item).number == "17.3"


def test_the_audit_says_who_recorded_what_and_why(mill, clerk):
    paragraph = record(clerk, mill.item)
    assert paragraph.source_id is None
    entry = AuditEntry.objects.get(act="record_paragraph")
    assert (entry.subject, entry.by, entry.scope) == ("paragraph:mill-2019-05-14/17", clerk, "board:mill")
    assert entry.why == "Clerk for board:mill"


def test_what_is_recorded_on_an_invented_board_is_marked_invented(mill, clerk):
    board = mill.item.meeting.board
    assert board.is_invented
    board.source_status = "external"
    board.save()
    assert record(clerk, mill.item).source_status == "recorded"
    board.source_status = "invented"
    board.save()
    mill.item = AgendaItem.objects.get()
    assert record(clerk, mill.item).source_status == "invented"


@pytest.mark.parametrize("role", ["", "member", "chair", "officer", "administrator", "analyst", "editor", "lead"])
def test_record_paragraph_is_refused_to_everybody_but_the_clerk(mill, role):
    scopes = {"member": "board:mill", "chair": "board:mill", "officer": "board:mill", "lead": "organisation:north"}
    person = make_user(role, scopes.get(role, ""))
    paragraph = made.add_paragraph(mill.item, "17")
    assert "clerk" in refused(NotAllowedError, record, person, mill.item).sentence
    refused(NotAllowedError, decide, person, paragraph)
    refused(NotAllowedError, correct_paragraph, by=person, paragraph=paragraph, text="x", version=1)


def test_the_clerk_of_another_board_is_refused(mill, stranger):
    paragraph = made.add_paragraph(mill.item, "17")
    refused(NotAllowedError, record, stranger, mill.item)
    refused(NotAllowedError, decide, stranger, paragraph)
    refused(NotAllowedError, correct_paragraph, by=stranger, paragraph=paragraph, text="x", version=1)


@pytest.mark.parametrize("state", ["planned", "agenda_published", "minutes_confirmed", "cancelled"])
def test_minutes_are_taken_from_when_the_meeting_opens_until_they_are_confirmed(mill, clerk, state):
    paragraph = made.add_paragraph(mill.item, "17")
    mill.meeting.state = state
    mill.meeting.save()
    item = AgendaItem.objects.get()
    refused(RecordError, record, clerk, item)
    refused(RecordError, decide, clerk, MinuteParagraph.objects.get(pk=paragraph.pk))


@pytest.mark.parametrize("state", ["in_session", "adjourned", "closed", "minutes_draft"])
def test_minutes_are_taken_in_each_state_between(mill, clerk, state):
    mill.meeting.state = state
    mill.meeting.save()
    paragraph = record(clerk, AgendaItem.objects.get())
    assert decide(clerk, paragraph).text


@pytest.mark.parametrize("state", ["draft", "ready", "withdrawn"])
def test_nothing_is_minuted_under_an_item_that_was_not_taken(mill, clerk, state):
    mill.item.state = state
    mill.item.save()
    refused(RecordError, record, clerk, mill.item)


def test_a_blank_text_is_refused(mill, clerk):
    assert refused(RecordError, record, clerk, mill.item, "  \n ").field == "text"
    paragraph = record(clerk, mill.item)
    assert refused(RecordError, decide, clerk, paragraph, " ").field == "text"
    assert refused(RecordError, decide, clerk, paragraph, kind="whim").field == "kind"


def test_a_stale_version_is_refused_and_nothing_is_written(mill, clerk):
    version = mill.item.version
    record(clerk, mill.item, version=version)
    sentence = refused(StaleError, record, clerk, mill.item, version=version).sentence
    assert "Somebody else" in sentence
    paragraph = MinuteParagraph.objects.get()
    decide(clerk, paragraph, version=paragraph.version)
    refused(StaleError, decide, clerk, paragraph, version=1)


def test_the_same_form_sent_twice_counts_once(mill, clerk):
    with audit.sent_once("a" * 32):
        record(clerk, mill.item)
    with audit.sent_once("a" * 32):
        refused(RepeatedError, record, clerk, mill.item)
    mill.item.refresh_from_db()
    assert mill.item.version == 2


def test_a_private_item_takes_no_open_paragraph(mill, clerk):
    secret = made.add_item(mill.meeting, "18", publicity="exempt")
    assert refused(RecordError, record, clerk, secret).field == "publicity"
    assert record(clerk, secret, publicity="exempt").slug == "18"


def test_a_private_paragraph_leaves_no_gap_in_the_public_numbers(mill, clerk):
    numbers = [record(clerk, mill.item, publicity=one).number for one in ("open", "exempt", "open", "open")]
    assert numbers == ["", "17.E1", "17.2", "17.3"]


def test_a_correction_is_not_recorded_without_what_it_corrects(mill, clerk):
    assert refused(RecordError, record, clerk, mill.item, kind="correction").field == "kind"


def test_decisions_are_numbered_in_their_paragraph_and_claim_no_validity(mill, clerk):
    paragraph = record(clerk, mill.item)
    made_first, made_second = decide(clerk, paragraph), decide(clerk, paragraph, "And more.", strength="soft")
    assert [made_first.slug, made_second.slug] == ["1", "2"]
    assert (made_first.validity, made_first.proof) == ("not_computed", {})
    assert AuditEntry.objects.filter(act="record_decision").count() == 2


def test_a_correction_is_the_only_act_on_confirmed_minutes_and_leaves_the_old_words(mill, clerk):
    old = record(clerk, mill.item, "The Board met in the Mill.")
    mill.meeting.state = "minutes_confirmed"
    mill.meeting.save()
    old = MinuteParagraph.objects.get(pk=old.pk)
    correction = correct_paragraph(by=clerk, paragraph=old, text="It met in the Barn.", version=old.version)
    assert (correction.slug, correction.number, correction.kind) == ("17-correction-1", "", "correction")
    assert correction.corrects == old
    old.refresh_from_db()
    assert old.text == "The Board met in the Mill."
    again = correct_paragraph(by=clerk, paragraph=old, text="No, in the Mill.", version=old.version)
    assert again.slug == "17-correction-2"


def test_a_correction_is_as_private_as_what_it_corrects(mill, clerk):
    old = record(clerk, mill.item, publicity="exempt")
    assert correct_paragraph(by=clerk, paragraph=old, text="x", version=1).publicity == "exempt"


def test_nothing_is_corrected_before_there_are_minutes(mill, clerk):
    mill.meeting.state = "in_session"
    mill.meeting.save()
    paragraph = record(clerk, AgendaItem.objects.get())
    refused(RecordError, correct_paragraph, by=clerk, paragraph=paragraph, text="x", version=paragraph.version)


def test_who_may_record_and_not_see_is_refused(mill, settings, tmp_path):
    roles = tmp_path / "roles.toml"
    rest = 'description = "x"\nsecond_factor = false\nfirst_day = "x"\n'
    scribe = '[[role]]\nkey = "scribe"\nname = "S"\nmay = ["record_paragraph", "record_decision"]\nscopes = ["board"]\n'
    admin = '[[role]]\nkey = "administrator"\nname = "A"\nmay = ["give_role"]\nscopes = ["place"]\n'
    roles.write_text(scribe + rest + admin + rest)
    settings.MOOTHALL_ROLES = roles
    scribe = make_user("scribe", "board:mill")
    secret = made.add_item(mill.meeting, "18", publicity="exempt")
    paragraph = made.add_paragraph(secret, "18", publicity="exempt")
    refused(NotAllowedError, record, scribe, secret, publicity="exempt")
    refused(NotAllowedError, decide, scribe, paragraph)
    refused(NotAllowedError, correct_paragraph, by=scribe, paragraph=paragraph, text="x", version=1)


def test_every_refusal_says_a_sentence(mill, stranger):
    error = refused(RefusedError, record, stranger, mill.item)
    assert error.sentence.endswith(".")


def test_two_clerks_wait_for_each_other(mill, clerk):
    with CaptureQueriesContext(connection) as queries:
        record(clerk, mill.item)
    locks = [query for query in queries if "FOR UPDATE" in query["sql"]]
    assert bool(locks) is connection.features.has_select_for_update, "SQLite lets one writer at a time in anyway"
