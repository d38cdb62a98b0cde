"""The records desk: a form for each row of each sheet, read by the very parser of the file, and kept by one act."""

import csv
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from moothall.assess import loader as assess
from moothall.assess.models import Release
from moothall.deliver import loader as deliver
from moothall.govern import loader as govern
from moothall.govern.models import Appointment, Attendance, Board, Meeting, Seat, VotingGroup
from moothall.hall import loader as hall
from moothall.kit.acts import get_operator, give_role, keep_record
from moothall.kit.errors import NotAllowedError, RecordError, StaleError
from moothall.kit.kept import find_kept, list_kept, list_left_out
from moothall.kit.models import AuditEntry, User
from moothall.kit.record_forms import RecordForm
from moothall.kit.sheets import export_sheet
from moothall.places import loader as places
from moothall.places.models import BankHoliday, Organisation, SourceDocument
from moothall.plan import loader as plan
from moothall.plan.models import Measure, Plan, Priority
from tests.deliver import made as deliver_made
from tests.govern import made
from tests.signing import make_user, sign_in

pytestmark = pytest.mark.django_db
DECLARED = [sheet for stage in (places, govern, assess, plan, deliver, hall) for sheet in stage.SHEETS]
KEPT = [kept.slug for kept in list_kept()]
SEATS, ORGANISATIONS = "/desk/records/seats/", "/desk/records/organisations/"


# --- what a browser would send ----------------------------------------------------------------------------------------


def read_fields(page):
    """Return what a browser would send of the fields on a page, had nobody typed anything."""
    sent = {}
    for field in BeautifulSoup(page, "html.parser").select("input, select, textarea"):
        name, kind = field.get("name"), field.get("type", "")
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[name] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            sent[name] = field.text.removeprefix("\n").replace("\n", "\r\n")  # a browser sends lines so
        elif kind == "checkbox":
            sent[name] = [*sent.get(name, []), *([field["value"]] if field.has_attr("checked") else [])]
        elif kind != "radio" or field.has_attr("checked"):
            sent[name] = field.get("value", "")
    return sent


def open_form(client, address, **typed):
    """Return what a browser would send of a form; that a paper says what stands there is said where it is asked."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    page = str(BeautifulSoup(answer.content, "html.parser").select_one("main form[method=post]"))
    paper = {"says_paper": "yes"} if 'name="says_paper"' in page else {}
    sent = {**read_fields(page), **paper, **typed}
    sent.pop("csrfmiddlewaretoken")
    return sent


def send(client, address, **typed):
    return client.post(address, open_form(client, address, **typed))


def read_errors(answer):
    """Return the sentences of a refused form by the fields at which they stand."""
    page = BeautifulSoup(answer.content, "html.parser")
    return {link["href"].removeprefix("#id_"): link.text.strip() for link in page.select(".nhsuk-error-summary a")}


def fill(kept, user, row, **typed):
    """Return a row's form as a browser sends it back, without a server between."""
    page = str(RecordForm(kept=kept, user=user, row=row))
    paper = {"says_paper": "yes"} if 'name="says_paper"' in page else {}
    sent = {**read_fields(page), **paper, **typed}
    return RecordForm(QueryDict(urlencode(sent, doseq=True)), kept=kept, user=user, row=row)


def save(form, row):
    """Carry out what a form asks for."""
    assert form.is_valid(), (row, form.errors)
    return keep_record(
        by=form.user, model=type(row), record=row, values=form.values, says_paper=form.says_paper,
        version=form.cleaned_data["version"],
    )  # fmt: skip


def at(slug, record=None):
    return f"/desk/records/{slug}/{f'{record.pk}/' if record else 'add/'}"


def write_file(sheet, folder):
    """Return the rows of a sheet as its file would be written now."""
    export_sheet(sheet, folder)
    with (folder / sheet.file).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def take_role(role, scope="", **account):
    user = make_user(role, scope, email=f"{role}-{scope.replace(':', '-')}@example.org")
    User.objects.filter(pk=user.pk).update(**account)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def administrator(client, db):
    return sign_in(client, make_user("administrator"))


@pytest.fixture
def clerk(client, db):
    made.make_board("other")
    made.add_seat(Board.objects.get(slug="other"), "stranger")
    board = made.make_board("mill")
    made.add_seat(board, "warden", "wardens", holder="ada")
    Board.objects.update(source_status="recorded", source_because="")
    return sign_in(client, take_role("clerk", "board:mill"))


@pytest.fixture
def everywhere(example_place):
    """An administrator of the example who may also see what is in draft, so that every row is to be seen."""
    user = make_user("administrator")
    give_role(by=get_operator(), user=user, role="officer")
    give_role(by=get_operator(), user=user, role="analyst")
    return User.objects.get(pk=user.pk)


# --- every declared sheet ---------------------------------------------------------------------------------------------


def test_every_sheet_is_kept_on_the_desk_or_left_out_with_a_reason():
    kept, left_out = {one.sheet.file for one in list_kept()}, {one.file: one.reason for one in list_left_out()}
    assert kept | set(left_out) == {sheet.file for sheet in DECLARED}
    assert kept & set(left_out) == set()
    assert [file for file, reason in left_out.items() if len(reason) < 12] == []
    assert len({one.slug for one in list_kept()}) == len(kept) > 25


def list_few(rows):
    """Return a dozen of the rows at most, spread over all of them, the first and the last included."""
    return [rows[at * (len(rows) - 1) // 11] for at in range(12)] if len(rows) > 12 else rows


@pytest.mark.one_database
@pytest.mark.parametrize("rows", [pytest.param("all", marks=pytest.mark.heavy), "a dozen"])
@pytest.mark.parametrize("slug", KEPT)
def test_each_row_of_the_example_in_its_form_and_sent_as_it_is_changes_nothing(everywhere, tmp_path, slug, rows):
    kept = find_kept(slug)
    found = list(kept.keeper.list_rows(everywhere))
    assert len(found) == kept.sheet.model.objects.count() > 0
    before, entries = write_file(kept.sheet, tmp_path / "before"), AuditEntry.objects.count()
    for row in found if rows == "all" else list_few(found):
        assert save(fill(kept, everywhere, row), row).kind == "same"
    assert AuditEntry.objects.count() == entries
    assert write_file(kept.sheet, tmp_path / "after") == before


def make_other(column, field, shown):
    """Return another text for a cell: another choice, a number more, a longer text; none where it is neither."""
    if isinstance(field, forms.MultipleChoiceField) or column.kind in ("date", "moment", "json", "refs"):
        return None
    if hasattr(field, "choices"):
        return next((key for key, _ in reversed(list(field.choices)) if key not in ("", shown)), None)
    if column.kind in ("int", "float", "decimal"):
        return str(int(float(shown or 0)) + 1)
    return f"{shown}; and more" if column.kind == "words" else f"{shown} and more".strip()


def list_other_cells(sheet, before, after):
    """Return the names of the cells that are other ones, for each row that is; the rows may stand in another order."""
    now = {tuple(row[name] for name in sheet.key): row for row in after}
    assert len(now) == len(after) == len(before)
    pairs = [(row, now[tuple(row[name] for name in sheet.key)]) for row in before]
    return [{name for name in one if one[name] != two[name]} for one, two in pairs if one != two]


@pytest.mark.one_database
@pytest.mark.parametrize("slug", KEPT)
def test_a_changed_cell_changes_exactly_its_field(everywhere, tmp_path, slug):
    """Each cell of a row in turn: it is changed and nothing else, or refused by a rule and nothing is."""
    kept, changed = find_kept(slug), []
    row = kept.keeper.list_rows(everywhere).last()
    before = write_file(kept.sheet, tmp_path)
    for column in kept.facts:
        row.refresh_from_db()
        field = RecordForm(kept=kept, user=everywhere, row=row).fields.get(column.name)
        other = make_other(column, field, fill(kept, everywhere, row).data.get(column.name)) if field else None
        if other is None:
            continue
        form = fill(kept, everywhere, row, **{column.name: other})
        try:
            entered = save(form, row) if form.is_valid() else None
        except RecordError:
            entered = None
        if entered is None:
            assert write_file(kept.sheet, tmp_path) == before
            continue
        after = write_file(kept.sheet, tmp_path)
        cells = list_other_cells(kept.sheet, before, after)
        assert (entered.kind, cells) == ("changed", [{column.name}])
        entry = AuditEntry.objects.get(pk=max(AuditEntry.objects.values_list("pk", flat=True)))
        assert (entry.act, entry.subject, entry.changed) == ("keep_record", entered.record.ref, [column.target])
        changed.append(column.name)
        before = after
    assert changed, "no cell of this sheet could be changed"


@pytest.mark.parametrize("slug", KEPT)
def test_an_empty_form_says_at_the_fields_what_is_missing_and_adds_nothing(everywhere, slug):
    kept = find_kept(slug)
    count = kept.sheet.model.objects.count()
    form = RecordForm(QueryDict("once=" + "0" * 32), kept=kept, user=everywhere)
    assert not form.is_valid()
    wanted = {column.name for column in kept.sheet.columns if column.required and not column.default}
    assert wanted <= set(form.errors)
    assert kept.sheet.model.objects.count() == count


# --- adding, changing, refusing ---------------------------------------------------------------------------------------

SEAT = {"board": "mill", "slug": "miller", "label": "The miller", "because": "The Board made it in May."}


def test_a_clerk_finds_the_desk_adds_a_seat_and_changes_it(client, clerk):
    assert 'href="/desk/records/"' in client.get("/desk/").content.decode()
    assert SEATS in client.get("/desk/records/").content.decode()
    answer = send(client, at("seats"), **SEAT)
    assert (answer.status_code, answer["Location"]) == (303, SEATS)
    seat = Seat.objects.get(slug="miller")
    assert (seat.voting, seat.weight, seat.source_status) == (True, 1, "recorded")
    assert "The miller" in client.get(SEATS).content.decode()
    answer = send(
        client, at("seats", seat), label="The miller of the dee", to_on_day="1", to_on_month="7", to_on_year="2019"
    )
    assert answer.status_code == 303
    seat.refresh_from_db()
    assert (seat.label, str(seat.to_on)) == ("The miller of the dee", "2019-07-01")
    entry = AuditEntry.objects.get(act="keep_record", changed=["label", "to_on"])
    assert (entry.subject, entry.scope, entry.why) == ("seat:mill/miller", "board:mill", "Clerk for board:mill")


def test_what_stands_on_record_already_is_not_written_over_by_adding(client, clerk):
    answer = send(client, at("seats"), **{**SEAT, "slug": "warden"})
    assert answer.status_code == 422
    assert "There is a seat with this key already" in read_errors(answer)["slug"]
    assert Seat.objects.get(slug="warden").label == "Warden seat"


@pytest.mark.parametrize(
    ("slug", "typed", "field", "sentence"),
    [
        ("seats", {"weight": "heavy"}, "weight", "is not a number"),
        ("seats", {"weight": "-1"}, "weight", "greater than or equal to 0"),
        ("seats", {"weight": "0"}, "weight", "A seat weighs at least 1"),
        ("seats", {"label": ""}, "label", "Enter label"),
        ("seats", {"label": "x" * 201}, "label", "200 characters or fewer"),
        ("seats", {"slug": "The Miller"}, "slug", "valid"),
        ("seats", {"board": "other"}, "board", "Select a valid choice"),
        ("seats", {"voting": "perhaps"}, "voting", "Select a valid choice"),
        ("seats", {"from_on_day": "31", "from_on_month": "2", "from_on_year": "2019"}, "from_on-day", "a real date"),
        ("seats", {"from_on_day": "3"}, "from_on-day", "must include a month and a year"),
        ("seats", {"status": "guessed"}, "status", "Select a valid choice"),
        ("seats", {"status": "inferred"}, "source", "needs a source"),
        ("seats", {"because": ""}, "because", "Say in a sentence how this is known"),
        ("seats", {"source": "terms"}, "lines", "names the page or the lines"),
        ("meetings", {"starts_at_time": "noon"}, "starts_at-day", "Write the time like 10:00"),
        ("meetings", {"starts_at_time": ""}, "starts_at-day", "The day needs its time"),
        ("meetings", {"starts_at_day": "", "starts_at_month": "", "starts_at_year": ""}, "starts_at-day", "its day"),
        ("meetings", {"ends_at_time": "9am"}, "ends_at-day", "ends after it begins"),
        ("attendance", {"intervals": "[["}, "intervals", "Not JSON"),
        ("attendance", {"intervals": '["all day"]'}, "intervals", "a list of [in, out]"),
        ("attendance", {"seat": "mill/nobody"}, "seat", "Select a valid choice"),
        ("voting-groups", {"organisations": ["nobody"]}, "organisations", "Select a valid choice"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_field_and_what_was_typed_is_kept(client, clerk, slug, typed, field, sentence):
    SourceDocument.objects.create(key="terms", title="Terms")
    meeting = made.make_meeting(Board.objects.get(slug="mill"))
    kept = find_kept(slug)
    when = {"starts_at_day": "3", "starts_at_month": "9", "starts_at_year": "2019", "starts_at_time": "10:00"}
    ends = {name.replace("starts", "ends"): value for name, value in when.items()}
    given = {
        "seats": SEAT,
        "meetings": {**when, **ends, "ends_at_time": "11:00", "slug": "late", "board": "mill", "state": "closed"},
        "attendance": {"meeting": meeting.slug, "seat": "mill/warden", "person": "ada", "state": "present"},
        "voting-groups": {"board": "mill", "slug": "millers", "name": "Millers"},
    }[slug]
    count = kept.sheet.model.objects.count()
    answer = send(client, at(slug), **{**given, "because": "Said at the meeting.", **typed})
    errors = read_errors(answer)
    assert answer.status_code == 422
    assert sentence in errors[field], errors
    assert kept.sheet.model.objects.count() == count
    shown = read_fields(answer.content)
    assert {n: v for n, v in typed.items() if n in shown and not isinstance(v, list) and n not in KEPT_BY_CHOICE} == {
        n: shown[n] for n in typed if n in shown and not isinstance(typed[n], list) and n not in KEPT_BY_CHOICE
    }
    assert answer.content.decode().count("Error: ") >= 1


KEPT_BY_CHOICE = ("board", "voting", "seat", "status")  # what is none of the choices is not among them


def test_a_stale_form_is_refused_with_its_words_kept_and_may_be_sent_again(client, clerk):
    seat = Seat.objects.get(slug="warden")
    sent = open_form(client, at("seats", seat), label="My words")
    keep_record(by=clerk, model=Seat, record=seat, values={"label": "Another's words"})
    answer = client.post(at("seats", seat), sent)
    page = answer.content.decode()
    assert (answer.status_code, Seat.objects.get(pk=seat.pk).label) == (422, "Another's words")
    assert "Somebody else changed this" in page and read_fields(page)["label"] == "My words"
    again = {**sent, **{name: read_fields(page)[name] for name in ("once", "version")}}
    assert client.post(at("seats", seat), again).status_code == 303
    assert Seat.objects.get(pk=seat.pk).label == "My words"


def test_a_list_of_others_that_changed_meanwhile_makes_a_form_stale(administrator):
    group = VotingGroup.objects.create(board=made.make_board(), slug="a", name="A", **made.MADE_UP)
    stamp = find_kept("voting-groups").keeper.stamp
    seen = stamp(group)
    group.organisations.add(deliver_made.make_organisation("trust"))
    with pytest.raises(StaleError):
        keep_record(by=administrator, model=VotingGroup, record=group, values={"name": "B"}, version=seen)
    assert VotingGroup.objects.get().name == "A"


def test_a_form_that_is_sent_twice_writes_once(client, clerk):
    sent = open_form(client, at("seats"), **SEAT)
    answers = [client.post(at("seats"), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 422]
    assert "sent already" in answers[1].content.decode()
    seat = Seat.objects.get(slug="miller")
    sent = open_form(client, at("seats", seat), label="The other miller")
    answers = [client.post(at("seats", seat), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 422]
    assert "sent already" in answers[1].content.decode()
    assert AuditEntry.objects.filter(act="keep_record").count() == 2


def test_a_change_makes_the_forms_of_other_desks_stale(administrator):
    board = made.make_board()
    keep_record(by=administrator, model=Board, record=board, values={"meets": "monthly"})
    assert Board.objects.get().version == board.version + 1


# --- where it comes from ----------------------------------------------------------------------------------------------


@pytest.fixture
def stated(clerk):
    document = SourceDocument.objects.create(key="terms", title="Terms")
    Seat.objects.filter(slug="warden").update(
        source=document, source_page="3", source_status="stated", source_because=""
    )
    return Seat.objects.get(slug="warden")


@pytest.mark.parametrize(
    ("answer", "status", "because"),
    [("yes", "stated", ""), ("no", "recorded", "Changed on this site; before that, stated")],
)
def test_what_is_changed_here_is_not_shown_as_stated_unless_the_paper_says_it(client, stated, answer, status, because):
    assert send(client, at("seats", stated), label="The wardens", says_paper=answer).status_code == 303
    stated.refresh_from_db()
    assert (stated.label, stated.source_status, stated.source_because) == ("The wardens", status, because)
    assert stated.source_page == "3"


def test_whether_the_paper_says_it_must_be_answered(client, stated):
    answer = send(client, at("seats", stated), label="The wardens", says_paper="")
    assert "Answer the question" in read_errors(answer)["says_paper"]
    assert Seat.objects.get(pk=stated.pk).label == "Warden seat"


def test_whoever_names_another_paper_says_so_and_nothing_is_added_to_it(client, stated):
    SourceDocument.objects.create(key="review", title="Review")
    sent = {"label": "The wardens", "source": "review", "page": "9", "says_paper": "no"}
    assert send(client, at("seats", stated), **sent).status_code == 303
    stated.refresh_from_db()
    assert (stated.source.key, stated.source_page, stated.source_status) == ("review", "9", "stated")


def test_a_cell_that_is_left_alone_keeps_what_a_file_cannot_write(client, administrator):
    at_once = datetime(2019, 7, 1, 9, 30, 17, tzinfo=UTC)
    release = Release.objects.create(slug="r", title="R", published_at=at_once)
    assert send(client, at("releases", release), title="Another").status_code == 303
    release.refresh_from_db()
    assert (release.title, release.published_at) == ("Another", at_once)


# --- who --------------------------------------------------------------------------------------------------------------


def test_a_clerk_sees_the_rows_and_the_choices_of_the_own_board_alone(client, clerk):
    stranger = Seat.objects.get(slug="stranger")
    page = client.get(SEATS).content.decode()
    assert "Warden seat" in page and "Stranger seat" not in page
    assert client.get(at("seats", stranger)).status_code == client.post(at("seats", stranger)).status_code == 403
    for slug, field in (("seats", "board"), ("appointments", "seat"), ("attendance", "seat"), ("meetings", "board")):
        options = BeautifulSoup(client.get(at(slug)).content, "html.parser").select(f"#id_{field} option")
        assert [one["value"] for one in options] == ["", {"board": "mill", "seat": "mill/warden"}[field]]
    index = client.get("/desk/records/").content.decode()
    assert "/desk/records/boards/" not in index and "/desk/records/priorities/" not in index


def test_a_row_that_would_go_to_another_board_is_refused(clerk):
    with pytest.raises(NotAllowedError, match="Only the clerk of this board"):
        keep_record(
            by=clerk,
            model=Seat,
            record=Seat.objects.get(slug="warden"),
            values={"board": Board.objects.get(slug="other")},
        )
    with pytest.raises(RecordError, match="Choose what this belongs to"):
        keep_record(by=take_role("officer"), model=Measure, key={"priority": None, "objective": None}, values={})


def test_a_typed_key_of_another_board_is_as_if_it_were_not_there(client, clerk, monkeypatch):
    monkeypatch.setattr("moothall.kit.record_forms.MOST_IN_SELECT", 0)
    typed = {
        "from_on_day": "1",
        "from_on_month": "1",
        "from_on_year": "2019",
        "post_title": "A warden",
        "because": "Said.",
    }
    answer = send(client, at("appointments"), seat="other/stranger", **typed)
    assert "There is no seat 'other/stranger'" in read_errors(answer)["seat"]
    answer = send(client, at("appointments"), seat="mill/none", **typed)
    assert "There is no seat 'mill/none'" in read_errors(answer)["seat"]
    hint = BeautifulSoup(answer.content, "html.parser").select_one("#id_seat-hint").text
    assert "Written as board/seat." in hint
    Appointment.objects.all().delete()
    assert send(client, at("appointments"), seat="mill/warden", **typed).status_code == 303
    assert Appointment.objects.get().post_title == "A warden"


def test_what_a_row_names_and_its_reader_may_not_see_is_neither_shown_nor_lost(client, administrator):
    board = made.make_board()
    meeting = made.make_meeting(board)
    secret = made.add_item(meeting, "18", "The sale of the mill", publicity="exempt")
    priority = deliver_made.make_priority(deliver_made.make_plan(board))
    priority.agenda_items.add(secret)
    page = client.get(at("priorities", priority)).content.decode()
    assert f"{meeting.slug}/18" not in page and "The sale" not in page
    assert "names something that you may not see or choose" in page
    assert send(client, at("priorities", priority), aim="Level paths.").status_code == 303
    priority.refresh_from_db()
    assert (priority.aim, list(priority.agenda_items.all())) == ("Level paths.", [secret])


def test_a_draft_that_an_administrator_may_not_see_is_no_row_and_is_not_written_over(client, administrator):
    draft = deliver_made.make_plan(made.make_board(), "draft", published_on=None)
    assert client.get(at("plans", draft)).status_code == 404
    assert draft.title not in client.get("/desk/records/plans/").content.decode()
    typed = {"slug": "draft", "title": "Mine", "kind": "strategy", "board": "mill", "because": "Said."}
    assert send(client, at("plans"), **typed).status_code == 422
    assert Plan.objects.get().title == draft.title
    release = {"slug": "r", "title": "R", "published_at": datetime(2999, 1, 1, tzinfo=UTC)}
    assert client.get(at("releases", Release.objects.create(**release))).status_code == 404


def test_an_officer_keeps_the_priorities_of_the_own_boards_plans(client, db):
    mine, others = (deliver_made.make_plan(made.make_board(slug), slug) for slug in ("mill", "other"))
    Board.objects.update(source_status="recorded", source_because="")
    priority, other = deliver_made.make_priority(mine), deliver_made.make_priority(others)
    sign_in(client, take_role("officer", "board:mill"))
    assert send(client, at("priorities", priority), aim="Level paths.").status_code == 303
    assert client.get(at("priorities", other)).status_code == 403
    assert client.get(ORGANISATIONS).status_code == client.get(SEATS).status_code == 403
    assert Priority.objects.get(pk=priority.pk).aim == "Level paths."


def test_an_invented_account_keeps_invented_records_and_is_offered_no_others(client, db):
    real = Organisation.objects.create(slug="real", name="Real", kind="other", source_status="recorded")
    practice = deliver_made.make_organisation("trust")
    sign_in(client, take_role("administrator", is_invented=True))
    page = client.get(ORGANISATIONS).content.decode()
    assert at("organisations", practice) in page and at("organisations", real) not in page
    assert client.get(at("organisations", real)).status_code == 403
    assert client.get("/desk/records/bank-holidays/").status_code == 403
    assert "/desk/records/bank-holidays/" not in client.get("/desk/records/").content.decode()
    options = BeautifulSoup(client.get(at("organisations")).content, "html.parser").select("#id_status option")
    assert [one["value"] for one in options] == ["invented"]
    assert send(client, at("organisations", practice), name="A trust").status_code == 303


@pytest.mark.parametrize("role", ["member", "chair", "lead", "analyst", "editor"])
def test_nobody_else_finds_the_desk_or_any_of_its_addresses(client, clerk, role):
    seat = Seat.objects.get(slug="warden")
    sign_in(
        client,
        make_user(role, "" if role in ("analyst", "editor") else "organisation:a" if role == "lead" else "board:mill"),
    )
    assert "/desk/records/" not in client.get("/desk/").content.decode()
    for path in ("/desk/records/", SEATS, at("seats"), at("seats", seat), "/desk/records/none/"):
        assert client.get(path).status_code == 403


# --- rules of their own -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "to", "sentence"),
    [
        ("agenda_published", "in_session", ""),
        ("closed", "minutes_draft", ""),
        ("minutes_draft", "minutes_confirmed", ""),
        ("planned", "agenda_published", "published on the agendas desk"),
        ("planned", "cancelled", "called off on the agendas desk"),
        ("planned", "closed", "is planned, so it cannot become closed"),
        ("minutes_confirmed", "minutes_draft", "nothing comes after that"),
    ],
)
def test_a_meeting_goes_by_its_steps_and_those_of_the_agendas_desk_stay_there(client, clerk, was, to, sentence):
    meeting = made.make_meeting(Board.objects.get(slug="mill"), was)
    answer = send(client, at("meetings", meeting), state=to)
    meeting.refresh_from_db()
    assert (answer.status_code, meeting.state) == ((422, was) if sentence else (303, to))
    assert sentence in read_errors(answer).get("state", "")


def test_a_meeting_to_come_is_planned_on_the_agendas_desk(clerk):
    key, values = (
        {"slug": "late"},
        {"board": Board.objects.get(slug="mill"), "starts_at": datetime(2019, 9, 1, tzinfo=UTC)},
    )
    known = {"source_status": "recorded", "source_because": "Said."}
    with pytest.raises(RecordError, match="planned on the agendas desk"):
        keep_record(by=clerk, model=Meeting, key=key, values={**values, **known})
    keep_record(by=clerk, model=Meeting, key=key, values={**values, **known, "state": "closed"})
    assert Meeting.objects.get().state == "closed"


def test_who_was_there_is_not_changed_once_the_minutes_are_confirmed(client, clerk):
    meeting = made.make_meeting(Board.objects.get(slug="mill"))
    row = made.attend(meeting, "warden", "ada")
    assert send(client, at("attendance", row), state="apologies").status_code == 303
    Meeting.objects.update(state="minutes_confirmed")
    answer = send(client, at("attendance", row), state="present")
    assert answer.status_code == 422 and "they never change" in answer.content.decode()
    assert Attendance.objects.get().state == "apologies"
    known = {"source_status": "recorded", "source_because": "Said.", "state": "present", "role": "public"}
    meeting.refresh_from_db()
    key = {"meeting": meeting, "person": made.make_person("bob"), "seat": None, "post_title": ""}
    with pytest.raises(RecordError, match="they never change"):
        keep_record(by=clerk, model=Attendance, key=key, values=known)


# --- lists ------------------------------------------------------------------------------------------------------------


def count_queries(client, path):
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


@pytest.mark.parametrize(
    "slug",
    ["seats", "appointments", "attendance", "reporting-lines", "priorities", "posts", "meetings", "organisations"],
)
def test_a_list_asks_the_database_as_often_at_24_rows_as_at_one(client, administrator, slug):
    board, path = made.make_board(), f"/desk/records/{slug}/"
    meeting, strategy = made.make_meeting(board), deliver_made.make_plan(board)
    add_rows(board, meeting, strategy, range(1))
    one = count_queries(client, path)
    add_rows(board, meeting, strategy, range(1, 24))
    assert count_queries(client, path) == one <= 20
    assert count_queries(client, "/desk/records/") <= 50


def add_rows(board, meeting, strategy, numbers):
    for n in numbers:
        made.add_seat(board, f"seat-{n}", "group", holder=f"person-{n}")
        made.attend(meeting, f"seat-{n}", f"person-{n}")
        below = made.make_board(f"below-{n}")
        below.lines_up.create(parent_board=board, **made.MADE_UP)
        made.make_meeting(below)
        deliver_made.make_priority(strategy, number=n + 1)
        deliver_made.make_organisation("trust")
        deliver_made.make_post(f"post-{n}", holder=made.make_person(f"person-{n}"))


def test_a_long_list_is_searched_and_paged(client, administrator):
    for n in range(30):
        Organisation.objects.create(slug=f"body-{n:02}", name=f"Body {n:02}", kind="other", **made.MADE_UP)
    page = client.get(ORGANISATIONS).content.decode()
    assert "1 to 25 of" in page and "Body 24" in page and "Body 25" not in page
    assert "Body 29" in client.get(f"{ORGANISATIONS}?page=2").content.decode()
    assert client.get(f"{ORGANISATIONS}?page=3").status_code == 404
    found = client.get(f"{ORGANISATIONS}?q=body-07").content.decode()
    assert "Body 07" in found and "Body 08" not in found
    assert "No record holds these words" in client.get(f"{ORGANISATIONS}?q=nowhere").content.decode()
    assert "There is no such record yet" in client.get("/desk/records/bank-holidays/").content.decode()


def test_a_sheet_without_papers_is_kept_too(client, administrator):
    day = {"day_day": "26", "day_month": "8", "day_year": "2019"}
    assert send(client, at("bank-holidays"), calendar="england", name="Summer", **day).status_code == 303
    assert str(BankHoliday.objects.get()) == "Summer 2019-08-26"
