"""The papers desk: a paper is asked for, written, cleared, published, replaced or withdrawn, and put on agendas."""

import re
from datetime import date

import pytest

from moothall.govern.acts import Cover, commission_report, edit_report, move_report, route_report, unroute_report
from moothall.govern.models import Report, ReportRouting
from moothall.kit import clock, work
from moothall.kit.errors import NotAllowedError, RecordError, StaleError
from moothall.kit.models import AuditEntry
from moothall.places.models import Post, SourceDocument
from tests.govern import made
from tests.govern.made import MADE_UP, make_user
from tests.govern.test_desk import fill
from tests.signing import sign_in

DAY = date(2019, 7, 22)
ASKS = [{"number": "", "verb": "agree", "text": "Agree the next steps."}]
WHOLE = {"title": "Paths", "item_for": ("decision",), "recommendations": ASKS}


@pytest.fixture(autouse=True)
def july(settings):
    settings.MOOTHALL_AS_AT = DAY


@pytest.fixture
def officer(db):
    return make_user("officer", "board:mill")


@pytest.fixture
def desk(mill, officer, client):
    sign_in(client, officer)
    return client


@pytest.fixture
def paper(mill, officer):
    return commission_report(by=officer, board=mill.board, cover=Cover(**WHOLE))


def bring(by, report, *steps):
    for to in steps:
        report = move_report(by=by, report=report, to=to)
    return report


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def cover(**values):
    empty = dict.fromkeys(("recommendations", "key_issues", "financial_implications", "other_authors"), "")
    more = dict.fromkeys(("other_organisations", "exempt_paragraphs", "public_interest_text"), "")
    return {"title": "Paths", "publicity": "open", **empty, **more, **values}


# --- the acts ---------------------------------------------------------------------------------------------------------


def test_a_commissioned_paper_is_seen_by_officers_alone_and_says_that_it_was_made_here(mill, officer, paper, nobody):
    assert (paper.state, paper.slug, paper.source_status) == ("commissioned", "paths", "invented")
    assert not Report.objects.visible_to(nobody).exists()
    assert Report.objects.visible_to(officer).get() == paper
    entry = AuditEntry.objects.get(act="commission_report")
    assert (entry.subject, entry.scope) == ("report:paths", "board:mill")
    mill.board.source_status, mill.board.source_because = "recorded", ""
    mill.board.save()
    real = commission_report(by=officer, board=mill.board, cover=Cover("Paths"))
    assert (real.slug, real.source_status) == ("paths-2", "recorded")


def test_a_paper_goes_its_way_and_says_when_it_was_opened_to_the_public(officer, paper, nobody):
    held = bring(officer, paper, "drafting", "in_clearance", "cleared", "published")
    assert clock.day_of(held.to_public_at) == DAY
    assert Report.objects.visible_to(nobody).get() == held
    assert AuditEntry.objects.filter(act="move_report").count() == 4


@pytest.mark.parametrize(
    ("steps", "to", "sentence"),
    [
        ((), "published", "This paper is commissioned, so it cannot become published: it may become drafting or"),
        (("drafting",), "cleared", "it may become in clearance or withdrawn"),
        (("withdrawn",), "drafting", "nothing comes after that"),
        ((), "shredded", "cannot become shredded"),
    ],
)
def test_no_step_is_taken_that_the_table_does_not_have(officer, paper, steps, to, sentence):
    for step in steps:
        paper = move_report(by=officer, report=paper, to=step, because="Not needed." if step == "withdrawn" else "")
    with pytest.raises(RecordError, match=sentence):
        move_report(by=officer, report=paper, to=to)
    assert Report.objects.get().state == paper.state


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"item_for": ()}, "Say whether the paper is for decision, discussion or information"),
        ({"recommendations": (), "printed_without": True}, "The paper is for decision: say what the board is asked"),
    ],
)
def test_a_paper_that_does_not_say_what_is_asked_is_held_back(mill, officer, values, sentence):
    paper = commission_report(by=officer, board=mill.board, cover=Cover(**{**WHOLE, **values}))
    paper = bring(officer, paper, "drafting", "in_clearance", "cleared")
    with pytest.raises(RecordError, match=sentence):
        move_report(by=officer, report=paper, to="published")
    assert Report.objects.get().to_public_at is None


def test_a_paper_for_information_may_ask_for_nothing_and_says_so(mill, officer):
    words = {**WHOLE, "item_for": ("information",), "recommendations": (), "printed_without": True}
    paper = commission_report(by=officer, board=mill.board, cover=Cover(**words))
    assert bring(officer, paper, "drafting", "in_clearance", "cleared", "published").state == "published"


def test_a_paper_is_not_begun_without_saying_what_is_asked(mill, officer):
    paper = commission_report(by=officer, board=mill.board, cover=Cover("Paths"))
    with pytest.raises(RecordError, match="Say what the board is asked to do"):
        move_report(by=officer, report=paper, to="drafting")


def test_a_change_after_clearance_sends_the_paper_back_and_no_change_does_not(officer, paper):
    paper = bring(officer, paper, "drafting", "in_clearance", "cleared")
    same = edit_report(by=officer, report=paper, cover=Cover(**WHOLE))
    assert (same.state, same.version) == ("cleared", paper.version + 1)
    changed = edit_report(by=officer, report=paper, cover=Cover(**{**WHOLE, "key_issues": "Mud."}))
    assert changed.state == "drafting"
    assert AuditEntry.objects.filter(act="edit_report").order_by("pk").last().changed == ["key_issues"]


def test_a_published_paper_never_changes(officer, paper):
    paper = bring(officer, paper, "drafting", "in_clearance", "cleared", "published")
    with pytest.raises(RecordError, match="A paper that is published never changes"):
        edit_report(by=officer, report=paper, cover=Cover("Other paths"))


def test_what_a_paper_stated_is_not_stated_any_more_once_somebody_changes_it_here(mill, officer):
    document = SourceDocument.objects.create(key="pack", title="The pack")
    cited = {"source": document, "source_page": "4", "source_status": "stated", "source_because": ""}
    report = made.add_report(mill.board, state="drafting", not_read=["key_issues", "sponsors"])
    Report.objects.filter(pk=report.pk).update(**cited)
    words = {"title": report.title, "item_for": report.item_for, "recommendations": report.recommendations}
    edit_report(by=officer, report=report, cover=Cover(**words))
    assert Report.objects.get().source_status == "stated"
    held = edit_report(by=officer, report=report, cover=Cover(**words, key_issues="Mud."))
    assert (held.source_status, held.source, held.source_page) == ("recorded", document, "4")
    assert held.source_because == "Changed on this site; before that, stated"
    assert held.not_read == ["sponsors"]


def test_a_stale_change_is_refused_and_changes_nothing(officer, paper):
    move_report(by=officer, report=paper, to="drafting", version=1)
    for act in (
        lambda: move_report(by=officer, report=paper, to="in_clearance", version=1),
        lambda: edit_report(by=officer, report=paper, cover=Cover("Other"), version=1),
    ):
        with pytest.raises(StaleError, match="Somebody else changed this"):
            act()
    assert (Report.objects.get().state, Report.objects.get().title) == ("drafting", "Paths")


def test_only_a_published_paper_of_the_board_is_replaced_and_only_by_one_that_is_published(mill, officer, paper):
    with pytest.raises(RecordError, match="Only a published paper of the same board"):
        commission_report(by=officer, board=mill.board, cover=Cover("New paths"), supersedes=paper)
    old = bring(officer, paper, "drafting", "in_clearance", "cleared", "published")
    new = commission_report(by=officer, board=mill.board, cover=Cover(**{**WHOLE, "title": "New"}), supersedes=old)
    with pytest.raises(RecordError, match="No published paper says that it takes the place of this one"):
        move_report(by=officer, report=old, to="superseded")
    bring(officer, new, "drafting", "in_clearance", "cleared", "published")
    assert move_report(by=officer, report=old, to="superseded").state == "superseded"


def test_a_paper_is_withdrawn_with_a_reason_that_its_old_readers_find_at_its_address(officer, paper, client):
    draft = read(client, "/reports/paths/", 404)
    with pytest.raises(RecordError, match="Say why the paper is withdrawn"):
        move_report(by=officer, report=paper, to="withdrawn")
    held = bring(officer, paper, "drafting", "in_clearance", "cleared", "published")
    move_report(by=officer, report=held, to="withdrawn", because="The numbers were wrong.")
    gone = read(client, "/reports/paths/", 410)
    assert "The numbers were wrong." in gone
    assert "papers of Mill Board" in gone
    problem = client.get("/api/v1/reports/paths")
    assert (problem.status_code, problem["Content-Type"]) == (410, "application/problem+json")
    assert problem.json()["detail"] == "This paper was withdrawn. The numbers were wrong."
    assert "numbers" not in draft


@pytest.mark.parametrize("private", [True, False])
def test_the_reason_for_a_paper_that_nobody_outside_could_read_stays_inside(mill, officer, client, private):
    words = {"publicity": "exempt", "exempt_paragraphs": [3], "public_interest_text": "Money."} if private else {}
    paper = commission_report(by=officer, board=mill.board, cover=Cover(**WHOLE, **words))
    if private:
        paper = bring(officer, paper, "drafting", "in_clearance", "cleared", "published")
    move_report(by=officer, report=paper, to="withdrawn", because="The lantern was wrong.")
    assert "lantern" not in read(client, "/reports/paths/", 404)
    assert "lantern" not in read(client, "/api/v1/reports/paths", 404)
    assert (
        client.get("/reports/paths/").content.decode().replace("paths", "never")
        == client.get("/reports/never/").content.decode()
    )


def test_a_paper_is_put_on_an_agenda_once_and_one_item_settles_it(mill, officer, paper):
    meeting = made.make_meeting(mill.board, "planned", date(2019, 9, 3))
    first, second = (made.add_item(meeting, str(n), state="ready") for n in (1, 2))
    routing = route_report(by=officer, report=paper, item=first, role="decide", authoritative=True)
    assert (routing.order, routing.authoritative, routing.source_status) == (1, True, "invented")
    with pytest.raises(RecordError, match="Item 1 takes this paper already"):
        route_report(by=officer, report=paper, item=first, role="note")
    with pytest.raises(RecordError, match="Another item settles this paper already"):
        route_report(by=officer, report=paper, item=second, role="decide", authoritative=True)
    assert route_report(by=officer, report=paper, item=second, role="note").order == 1


def test_a_paper_is_not_put_where_it_cannot_be_taken(mill, officer, paper):
    with pytest.raises(RecordError, match="Item 17 is dealt with: it takes no paper any more"):
        route_report(by=officer, report=paper, item=mill.item, role="decide")
    private = made.add_item(mill.meeting, "18", publicity="exempt", state="ready")
    with pytest.raises(RecordError, match="A paper of a private item cannot be open"):
        route_report(by=officer, report=paper, item=private, role="decide")
    move_report(by=officer, report=paper, to="withdrawn", because="Not needed.")
    with pytest.raises(RecordError, match="This paper is withdrawn, so no meeting takes it"):
        route_report(by=officer, report=paper, item=private, role="decide")
    assert not ReportRouting.objects.exists()


def test_a_paper_goes_to_another_board_by_whoever_keeps_the_papers_of_both(mill, officer, paper):
    weir = made.make_board("weir")
    item = made.add_item(made.make_meeting(weir, "planned", date(2019, 9, 3)), "1", state="published")
    with pytest.raises(NotAllowedError, match="partnership officer of Weir Board"):
        route_report(by=officer, report=paper, item=item, role="note")
    everywhere = make_user("officer", email="everywhere@example.org")
    assert route_report(by=everywhere, report=paper, item=item, role="note").item == item


def test_a_paper_is_taken_off_an_agenda_until_that_is_published(mill, officer, paper):
    item = made.add_item(made.make_meeting(mill.board, "planned", date(2019, 9, 3)), "1", state="ready")
    routing = route_report(by=officer, report=paper, item=item, role="decide")
    unroute_report(by=officer, routing=routing)
    assert not ReportRouting.objects.exists()
    assert AuditEntry.objects.get(act="unroute_report").subject == "report-routing:paths/mill-2019-09-03/1"
    routing = route_report(by=officer, report=paper, item=item, role="decide")
    item.meeting.state = "agenda_published"
    item.meeting.save()
    item.state = "published"
    item.save()
    with pytest.raises(RecordError, match="The agenda is published with this paper"):
        unroute_report(by=officer, routing=ReportRouting.objects.get())


def test_an_invented_account_keeps_papers_of_invented_boards_only(mill, paper):
    invented = make_user("clerk", "board:mill", email="invented@example.org")
    invented.is_invented = True
    invented.save()
    assert move_report(by=invented, report=paper, to="drafting").state == "drafting"
    mill.board.source_status, mill.board.source_because = "recorded", ""
    mill.board.save()
    with pytest.raises(NotAllowedError, match="This is an invented account"):
        move_report(by=invented, report=Report.objects.get(), to="in_clearance")


# --- the pages --------------------------------------------------------------------------------------------------------


def test_an_officer_takes_a_paper_from_the_first_word_to_the_public_page(desk, mill, client):
    Post.objects.create(slug="warden", title="Warden", organisation=made.Organisation.objects.first(), **MADE_UP)
    assert "Your boards have no papers yet" in read(desk, "/desk/papers/")
    new = "/desk/commission-paper/"
    sent = {**cover(), "once": re.search(r'name="once"[^>]*value="([^"]*)"', desk.get(new).content.decode())[1]}
    answer = desk.post(new, {**sent, "board": mill.board.pk})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/papers/paths/")
    assert "It cannot be published yet. Say whether the paper is for" in read(desk, "/desk/papers/paths/")
    edit = "/desk/papers/paths/edit/"
    asked = "1. Agree the map.\r\nNote the cost."
    values = cover(item_for=["decision", "information"], recommendations=asked, sponsors=[Post.objects.get().pk])
    assert desk.post(edit, fill(desk, edit, **values)).status_code == 303
    move = "/desk/papers/paths/move/"
    for to in ("drafting", "in_clearance", "cleared", "published"):
        assert desk.post(move, fill(desk, move, to=to, because="")).status_code == 303
    desk.logout()
    page = read(client, "/reports/paths/")
    for words in ("Agree the map.", "Note the cost.", "Decision and information", "Warden", "since 22 July 2019"):
        assert words in page
    assert "papers desk" not in page
    held = Report.objects.get()
    assert [(one["number"], one["verb"]) for one in held.recommendations] == [("1", "agree"), ("2", "note")]


def test_recommendations_that_nobody_touched_keep_the_numbers_under_which_they_were_printed(desk, mill):
    printed = [{"number": "a)", "verb": "note", "text": "Note  the cost."}]
    made.add_report(mill.board, state="drafting", recommendations=printed)
    edit = "/desk/papers/paths/edit/"
    page = desk.get(edit).content.decode()
    assert "Note the cost." in page
    values = cover(title="Paths", item_for=["decision"], recommendations="Note the cost.")
    assert desk.post(edit, fill(desk, edit, **values)).status_code == 303
    assert Report.objects.get().recommendations == printed


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "Enter title"),
        ({"recommendations": "Bring back the mill."}, "begin with one of accept, adopt"),
        ({"publicity": "exempt"}, "at least one paragraph of Schedule 12A"),
        ({"publicity": "exempt", "exempt_paragraphs": "three"}, "Write the paragraphs as numbers"),
        ({"printed_without": "on", "recommendations": "Note it."}, "so it is not printed without one"),
        ({"sponsors": ["999999"]}, "Select a valid choice"),
    ],
)
def test_a_wrong_cover_sheet_is_refused_with_a_sentence_and_its_text_is_kept(desk, paper, values, sentence):
    edit = "/desk/papers/paths/edit/"
    answer = desk.post(edit, fill(desk, edit, **cover(key_issues="My own words.", **values)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "My own words." in page
    assert Report.objects.get().key_issues == ""


def test_a_stale_cover_sheet_keeps_its_text_and_can_be_sent_again_and_a_doubled_one_is_kept_once(desk, paper, officer):
    edit = "/desk/papers/paths/edit/"
    stale = fill(desk, edit, **cover(recommendations="Agree it.", key_issues="My own words."))
    move_report(by=officer, report=paper, to="drafting")
    answer = desk.post(edit, stale)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed this" in page and "My own words." in page
    again = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("once", "version")}
    assert desk.post(edit, {**stale, **again}).status_code == 303
    doubled = desk.post(edit, {**stale, **again})
    assert doubled.status_code == 422
    assert "sent already" in doubled.content.decode()
    assert AuditEntry.objects.filter(act="edit_report").count() == 1


def test_a_step_that_somebody_else_took_meanwhile_is_not_taken_twice_and_the_form_offers_what_comes_next(
    desk, paper, officer
):
    move = "/desk/papers/paths/move/"
    stale = fill(desk, move, to="drafting", because="")
    move_report(by=officer, report=paper, to="drafting")
    answer = desk.post(move, stale)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed this" in page
    assert 'value="in_clearance"' in page and 'value="drafting"' not in page
    assert AuditEntry.objects.filter(act="move_report").count() == 1
    assert desk.post(move, fill(desk, move, to="shredded", because="")).status_code == 422


def test_the_desk_puts_a_paper_on_an_agenda_and_takes_it_off(desk, mill, paper):
    route = "/desk/papers/paths/route/"
    assert "No agenda of your boards is open for papers now" in read(desk, route)
    made.add_item(made.make_meeting(mill.board, "planned", date(2019, 9, 3)), "1", "Paths", state="ready")
    other = made.make_board("weir")
    made.add_item(made.make_meeting(other, "planned", date(2019, 9, 3)), "1", "Weirs", state="published")
    page = desk.get(route).content.decode()
    assert "1. Paths" in page and "Weirs" not in page
    key = re.search(r'<option value="(\d+)"[^>]*>[^<]*1\. Paths', page)[1]
    assert desk.post(route, fill(desk, route, item="", role="decide")).status_code == 422
    assert desk.post(route, fill(desk, route, item=key, role="decide")).status_code == 303
    off = "/desk/papers/paths/items/mill-2019-09-03/1/off/"
    assert off in desk.get("/desk/papers/paths/").content.decode()
    assert "Shall it be taken off?" in read(desk, off)
    assert desk.post(off, fill(desk, off)).status_code == 303
    assert not ReportRouting.objects.exists()
    assert desk.get(off).status_code == 404


ROUTES = ["", "edit/", "move/", "route/"]


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_else_opens_a_paper_on_the_desk(mill, client, route):
    made.add_report(mill.board)
    for role, scope in (("member", "board:mill"), ("officer", "board:weir")):
        sign_in(client, make_user(role, scope, email=f"{role}-{scope[6:]}@example.org"))
        assert client.get(f"/desk/papers/paths/{route}").status_code == 403
    assert client.get("/desk/papers/none/").status_code == 404


def test_the_desk_is_for_who_keeps_papers_and_its_list_holds_the_boards_of_theirs(mill, desk, client, member):
    made.add_report(mill.board)
    made.add_report(made.make_board("weir"), "weirs")
    page = read(desk, "/desk/papers/")
    assert "The paths paper" in page and "weirs" not in page
    assert "Open it on the papers desk" in read(desk, "/reports/paths/")
    sign_in(client, member)
    assert client.get("/desk/papers/").status_code == client.get("/desk/commission-paper/").status_code == 403


def test_my_work_asks_for_papers_that_wait(mill, officer, paper, stranger):
    bring(officer, paper, "drafting", "in_clearance")
    notes = {
        user: [row.note for section in work.list_work(user) for row in section.rows if row.title == "Paths"]
        for user in (officer, stranger)
    }
    assert notes == {officer: ["It waits to be cleared."], stranger: []}
