"""The plans desk: ties are made by what a paper says and ended on record; questions are answered from evidence."""

import re
from datetime import date

import pytest

from moothall.govern.models import Board
from moothall.kit import work
from moothall.kit.acts import get_operator, give_role
from moothall.kit.errors import NotAllowedError, RecordError, StaleError
from moothall.kit.models import AuditEntry
from moothall.plan.acts import Answer, Saying, answer_matrix_question, end_link, link_records
from moothall.plan.models import Link, MatrixQuestion
from moothall.plan.rules import check_evidence
from tests.deliver.made import make_plan, make_user
from tests.govern.made import make_board
from tests.govern.test_desk import fill
from tests.govern.test_papers_desk import read
from tests.plan.made import add_link, add_matrix, make_document
from tests.signing import sign_in

DAY = date(2019, 7, 22)
GAUGE = [{"text": "The gauge", "address": "https://example.org/gauge"}]


@pytest.fixture(autouse=True)
def july(settings):
    settings.MOOTHALL_AS_AT = DAY


@pytest.fixture
def officer(made):
    Board.objects.update(source_status="recorded", source_because="")
    made.board.refresh_from_db()
    user = make_user("ada")
    give_role(by=get_operator(), user=user, role="officer", scope="board:mill")
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def matrix(made):
    return add_matrix(made.plan, made.board)


@pytest.fixture
def desk(officer, client):
    sign_in(client, officer)
    return client


def tie(by, made, **values):
    document = values.pop("document", None) or make_document()
    given = {"kind": "cites", "start": made.plan, "end": document, "saying": Saying(document, "4"), **values}
    return link_records(by=by, **given)


def answer(by, question, **values):
    words = {"text": "Four yards.", "answered_on": DAY, "answered_by": "The warden", "evidence": GAUGE, **values}
    return answer_matrix_question(by=by, question=question, answer=Answer(**words))


# --- ties -------------------------------------------------------------------------------------------------------------


def test_a_tie_stands_with_its_paper_on_the_strategys_page_and_in_its_file(made, officer, client):
    link = tie(officer, made, strength="implied", from_on=date(2019, 1, 1))
    assert (link.source.key, link.source_page, link.source_status) == ("paper", "4", "stated")
    assert AuditEntry.objects.get(act="link_records").scope == "board:mill"
    assert "The paper" in read(client, made.plan.get_absolute_url())
    assert "The paper,Document,Implied,2019-01-01" in client.get("/strategies/links.csv").content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"saying": Saying()}, "Name the paper that says so"),
        ({"kind": "reports_to"}, "Who reports to whom"),
        ({"kind": "influences"}, "plan/matrix_cells.csv"),
        ({"kind": "knows"}, "none of the words that can stand here"),
        ({"kind": "shares"}, "shares joins priority to priority"),
    ],
)
def test_a_tie_without_a_paper_or_that_joins_what_its_relation_does_not_is_refused(made, officer, values, sentence):
    with pytest.raises(RecordError, match=sentence):
        tie(officer, made, **values)
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    ("saying", "sentence"),
    [
        ({}, "A source names the page or the lines"),
        ({"page": "4", "status": "inferred"}, "must say why"),
    ],
)
def test_a_paper_is_cited_by_page_or_lines_and_a_reading_says_why(made, officer, saying, sentence):
    document = make_document()
    with pytest.raises(RecordError, match=sentence):
        tie(officer, made, document=document, saying=Saying(document, **saying))


def test_a_tie_ends_once_stays_on_record_and_is_not_made_again(made, officer, client):
    link = tie(officer, made, from_on=date(2019, 1, 1))
    with pytest.raises(RecordError, match="These two are tied in this way already\\."):
        tie(officer, made, document=link.to_document)
    with pytest.raises(RecordError, match="It began on 1 January 2019"):
        end_link(by=officer, link=link, on=date(2018, 12, 31))
    assert end_link(by=officer, link=link, on=DAY, version=1).to_on == DAY
    with pytest.raises(RecordError, match="This tie ended on 22 July 2019 already"):
        end_link(by=officer, link=link, on=DAY)
    with pytest.raises(RecordError, match="already, until 22 July 2019, and that stays on record"):
        tie(officer, made, document=link.to_document)
    assert "until 22 July 2019" in read(client, made.plan.get_absolute_url())


def test_a_stale_ending_is_refused(made, officer):
    link = tie(officer, made)
    Link.objects.update(version=2)
    with pytest.raises(StaleError):
        end_link(by=officer, link=link, on=DAY, version=1)
    assert Link.objects.get().to_on is None


def test_nobody_ties_a_plan_that_is_not_theirs_or_that_they_may_not_see(made, officer):
    weir = make_board("weir")
    other, hidden = make_plan(weir, "weirs"), make_plan(weir, "drafts", published_on=None)
    with pytest.raises(NotAllowedError, match="Only the partnership officer of the board"):
        link_records(by=officer, kind="cites", start=other, end=make_document(), saying=Saying())
    with pytest.raises(NotAllowedError, match="Only the partnership officer of the board"):
        link_records(by=officer, kind="cites", start=made.plan, end=hidden, saying=Saying())
    link = add_link("theirs", from_plan=other, to_document=make_document("pack"))
    with pytest.raises(NotAllowedError, match="Only the partnership officer of the board"):
        end_link(by=officer, link=link, on=DAY)


def test_a_tie_of_an_invented_plan_is_marked_invented(made, officer):
    Board.objects.update(source_status="invented", source_because="For practice.")
    made.board.refresh_from_db()
    assert tie(officer, made).source_status == "invented"


# --- answers ----------------------------------------------------------------------------------------------------------


def test_a_question_is_answered_from_evidence_and_its_page_says_by_whom_and_when(made, officer, matrix, client):
    held = answer(officer, matrix.open, review_on=date(2020, 7, 22))
    assert held.state == "answered"
    page = read(client, "/strategies/strategy/matrix/")
    for words in ("Four yards.", "The warden, 22 July 2019; to be looked at again by 22 July 2020", "The gauge"):
        assert words in page
    assert AuditEntry.objects.get(act="answer_matrix_question").scope == "board:mill"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": " "}, "Write the answer"),
        ({"evidence": []}, "Say from what"),
        ({"answered_by": " "}, "An answer says on which day it was given, and by whom"),
        ({"review_on": DAY}, "It is looked at again after the day on which it was answered"),
        ({"evidence": [{"text": "x", "address": "javascript:alert(1)"}]}, "begins with https://"),
    ],
)
def test_an_answer_that_says_nothing_from_nothing_or_by_nobody_is_refused(made, officer, matrix, values, sentence):
    with pytest.raises(RecordError, match=sentence):
        answer(officer, matrix.open, **values)
    assert MatrixQuestion.objects.get(slug="deep").answer == ""


@pytest.mark.parametrize(
    "evidence",
    ["words", [1], [{"text": ""}], [{"href": "x"}], [{"address": "//evil.example"}], [{"address": "/\\evil.example"}],
     [{"text": 1}], [{"address": "ftp://example.org"}]],
)  # fmt: skip
def test_evidence_that_is_none_or_that_runs_is_refused(evidence):
    assert check_evidence(evidence)


def test_evidence_on_this_site_or_elsewhere_or_in_words_is_taken():
    assert check_evidence([{"text": "A gauge"}, {"address": "/indicators/x/"}, *GAUGE]) is None


def test_whoever_keeps_the_plans_of_the_body_that_is_asked_answers_too(made, officer, matrix):
    user = make_user("bo")
    give_role(by=get_operator(), user=user, role="officer", scope="board:weir")
    user = type(user).objects.get(pk=user.pk)
    assert answer(user, matrix.open).answer == "Four yards."
    with pytest.raises(NotAllowedError):
        answer(user, matrix.layer)


# --- the pages --------------------------------------------------------------------------------------------------------


def test_an_officer_answers_a_question_by_a_form_and_a_stale_or_doubled_one_is_refused(desk, made, matrix):
    assert "Is it deep?" in read(desk, "/desk/plans/")
    path = "/desk/plans/questions/deep/"
    moment = {"answered_on_day": "22", "answered_on_month": "7", "answered_on_year": "2019"}
    words = {"answered_by": "The warden", "indicator": "", "report": "", "paragraph": "", **moment}
    stale = {**fill(desk, path, answer="My own words.", **words), "address": "https://example.org/a"}
    minute = made.paragraph.get_absolute_url()
    sent = fill(desk, path, answer="Four yards.", **{**words, "paragraph": minute})
    assert desk.post(path, fill(desk, path, answer="Four yards.", **words)).status_code == 422
    assert desk.post(path, sent).status_code == 303
    again = desk.post(path, sent)
    assert again.status_code == 422 and "sent already" in again.content.decode()
    refused = desk.post(path, stale)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Somebody else changed this" in page and "My own words." in page and "Four yards." in page
    assert MatrixQuestion.objects.get(slug="deep").evidence[0]["address"] == minute
    assert f'value="{minute}" selected' in desk.get(path).content.decode()


def test_private_minutes_are_no_evidence_that_can_be_chosen(desk, made, matrix):
    made.paragraph.publicity = "confidential"
    made.paragraph.save()
    assert made.paragraph.get_absolute_url() not in desk.get("/desk/plans/questions/deep/").content.decode()


def test_an_officer_ties_two_records_by_a_form_and_ends_the_tie(desk, made):
    document = make_document()
    path = "/desk/link-records/"
    once = re.search(r'name="once"[^>]*value="([^"]*)"', desk.get(path).content.decode())[1]
    ends = {"start": made.plan.ref, "end": document.ref, "kind": "cites", "strength": "stated"}
    said = {"document": document.pk, "page": "", "lines": "", "status": "inferred", "because": "My own reading."}
    refused = desk.post(path, {"once": once, **ends, **said})
    assert refused.status_code == 422 and "My own reading." in refused.content.decode()
    once = re.search(r'name="once"[^>]*value="([^"]*)"', refused.content.decode())[1]
    assert desk.post(path, {"once": once, **ends, **said, "page": "4"}).status_code == 303
    link = Link.objects.get()
    assert (link.source_status, link.source_because) == ("inferred", "My own reading.")
    off = f"/desk/plans/links/{link.slug}/end/"
    assert off in desk.get("/desk/plans/").content.decode()
    day = {"on_day": "31", "on_month": "3", "on_year": "2019"}
    assert desk.post(off, fill(desk, off, **day)).status_code == 303
    assert "Until 31 March 2019" in read(desk, "/desk/plans/")
    assert off not in desk.get("/desk/plans/").content.decode()


def test_nobody_else_keeps_plans(client, made, matrix, officer):
    link = tie(officer, made)
    sign_in(client, make_user("eve"))
    for path in ("plans/", "link-records/", f"plans/links/{link.slug}/end/", "plans/questions/deep/"):
        assert client.get(f"/desk/{path}").status_code == 403, path
    assert client.get("/desk/plans/links/none/end/").status_code == 404
    assert client.get("/desk/plans/questions/none/").status_code == 404


def test_my_work_asks_for_answers(made, officer, matrix):
    rows = [row for section in work.list_work(officer) for row in section.rows]
    assert {row.title for row in rows if row.state == "Not answered yet"} == {"Is it deep?", "Is it shared?"}
    assert "Is it wide?" not in {row.title for row in rows}


def test_an_invented_account_is_offered_no_end_of_a_tie_that_a_real_plan_has_part_in(made, officer, client):
    Board.objects.update(source_status="invented", source_because="For practice.")
    real = make_board("real")
    Board.objects.filter(pk=real.pk).update(source_status="recorded", source_because="")
    add_link("free", from_plan=made.plan, to_document=make_document())
    add_link("bound", from_plan=made.plan, to_plan=make_plan(real, "theirs"))
    type(officer).objects.filter(pk=officer.pk).update(is_invented=True)
    sign_in(client, type(officer).objects.get(pk=officer.pk))
    page = client.get("/desk/plans/").content.decode()
    assert "/desk/plans/links/free/end/" in page
    assert "/desk/plans/links/bound/end/" not in page
    assert client.get("/desk/plans/links/bound/end/").status_code == 403
