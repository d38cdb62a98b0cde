"""Papers with their cover sheets: what is asked of a board, where it is taken, and who may know of it."""

import csv
import io
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from moothall.govern import rules
from moothall.govern.models import AgendaItem, Report, ReportRouting
from moothall.kit import search
from moothall.places.models import Organisation, Post
from tests.govern import made
from tests.signing import sign_in

HWB = "gloucestershire-hwb"
JULY = f"{HWB}-2019-07-23"
ASKED = [{"number": "1", "verb": "agree", "text": "Agree the next steps."}]


@pytest.fixture(autouse=True)
def july(settings):
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text).replace(" ,", ",").replace(" .", ".").replace(" :", ":")


def check(state="published", item_for=("decision",), asked=ASKED, *, without=False, not_read=()):
    return rules.check_cover(state, list(item_for), asked, printed_without=without, not_read=list(not_read))


# --- the cover sheet --------------------------------------------------------------------------------------------------


def test_a_cover_sheet_without_recommendation_is_refused_in_every_state_but_commissioned():
    refused = [state for state in rules.REPORT_STATES if check(state, asked=[])]
    assert refused == [state for state in rules.REPORT_STATES if state != "commissioned"]
    assert check(asked=[]) == (
        "recommendations",
        "Say what the board is asked to do, or mark the paper as printed without a recommendation.",
    )


def test_a_paper_printed_without_recommendation_or_read_without_it_is_let_through():
    assert check(asked=[], without=True) is None
    assert check(asked=[], not_read=["recommendations"]) is None
    assert check(without=True)[0] == "printed_without"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ({"number": "1", "verb": "dance", "text": "Dance round the table."}, "begin with one of accept, adopt"),
        ({"number": "1", "verb": "agree", "text": "The next steps."}, "begin with its verb, here 'agree'"),
        ({"number": "1", "verb": "agree", "text": " "}, "Recommendations are a list such as"),
        ({"number": 1, "verb": "agree", "text": "Agree it."}, "Recommendations are a list such as"),
        ({"verb": "agree", "text": "Agree it."}, "Recommendations are a list such as"),
        ("agree", "Recommendations are a list such as"),
    ],
)
def test_a_recommendation_says_with_a_verb_what_the_board_is_asked(one, said):
    field, sentence = check(asked=[one])
    assert field == "recommendations"
    assert said in sentence


def test_two_recommendations_have_two_numbers():
    assert check(asked=[*ASKED, *ASKED]) == ("recommendations", "Two recommendations have the same number.")


@pytest.mark.parametrize("wrong", ["decision", [1], ["dinner"], {}])
def test_what_a_paper_is_for_and_what_was_not_read_are_known_words(wrong):
    assert rules.check_cover("published", wrong, ASKED, printed_without=False, not_read=[])[0] == "item_for"
    assert rules.check_cover("published", [], ASKED, printed_without=False, not_read=wrong)[0] == "not_read"


def test_a_paper_is_checked_by_its_model(mill):
    with pytest.raises(ValidationError, match="Say what the board is asked to do"):
        made.add_report(mill.board, recommendations=[]).full_clean()
    with pytest.raises(ValidationError, match="names at least one paragraph"):
        made.add_report(mill.board, "secret", publicity="exempt", exempt_paragraphs=[]).full_clean()


# --- where it is taken ------------------------------------------------------------------------------------------------


def test_an_open_paper_is_taken_by_open_items_only(mill):
    private = made.add_item(mill.meeting, "18", publicity="exempt")
    paper = made.add_report(mill.board)
    with pytest.raises(ValidationError, match="A paper of a private item cannot be open"):
        made.take(private, paper).full_clean()


def test_neither_end_of_a_routing_changes_its_publicity_alone(mill):
    routing = made.take(mill.item, made.add_report(mill.board))
    mill.item.publicity, mill.item.exempt_paragraphs, mill.item.public_interest_text = "exempt", [3], "Money."
    with pytest.raises(ValidationError, match="An open paper is taken by this item"):
        mill.item.full_clean()
    AgendaItem.objects.filter(pk=mill.item.pk).update(publicity="exempt")
    with pytest.raises(ValidationError, match="Item 17, which takes this paper, is private"):
        routing.report.full_clean()


def test_a_paper_is_settled_by_one_item_and_stands_once_at_each(mill):
    paper = made.add_report(mill.board)
    made.take(mill.item, paper, authoritative=True)
    for item in (mill.item, made.add_item(mill.meeting, "18")):
        with pytest.raises(IntegrityError), transaction.atomic():
            made.take(item, paper, authoritative=True)


# --- pages, files and API ---------------------------------------------------------------------------------------------


def test_a_paper_shows_its_cover_sheet_what_it_asks_and_where_it_is_taken(example_place, client):
    page = read(client, "/reports/one-gloucestershire-way-2019/")
    assert "Cllr" not in page
    assert "Mary Hutton, Integrated Care System lead, Gloucestershire Integrated Care System" in page
    assert "Consultant in Public Health, Gloucestershire County Council" in page
    assert "Decision and information" in page
    assert page.index("Review the paper") < page.index("Agree how the county") < page.index("Agree the next steps.")
    assert "Health and Wellbeing Board, 23 July 2019, item 7: to decide. Source note [2] inferred" in page
    assert "None" not in page


def test_what_is_missing_from_the_text_that_was_read_is_said_and_not_guessed(example_place, client):
    page = read(client, "/reports/systems-leadership-and-strategy-development-2018/")
    assert page.count("Not in the paper that was read") == 4
    assert "The title above is ours." in page
    assert "No agenda that is recorded here takes it." in page
    assert "Not recorded" not in page


def test_a_paper_printed_without_recommendation_says_so(mill, client):
    made.add_report(mill.board, recommendations=[], printed_without=True)
    made.add_report(mill.board, "lost", recommendations=[], not_read=["recommendations"])
    assert "The paper was printed without a recommendation." in read(client, "/reports/paths/")
    assert "Not in the paper that was read." in read(client, "/reports/lost/")


def test_a_replaced_paper_leads_to_the_one_that_replaced_it(mill, client):
    old = made.add_report(mill.board, state="superseded")
    made.add_report(mill.board, "roads", supersedes=old)
    assert "This paper was replaced. The roads paper" in read(client, "/reports/paths/")
    assert "It replaces The paths paper" in read(client, "/reports/roads/")


def test_an_agenda_that_calls_a_paper_otherwise_is_kept_beside_it_and_the_contradiction_said(example_place, client):
    said = "The agenda calls this item “Children&#39;s Health and Wellbeing Strategy and Child Friendly"
    assert said in read(client, "/reports/child-friendly-gloucestershire-2019/")
    assert "The agenda calls" not in read(client, "/reports/one-gloucestershire-way-2019/")


def test_names_on_a_cover_sheet_lead_to_their_pages(example_place, client):
    page = client.get("/reports/one-gloucestershire-way-2019/").content.decode()
    assert '<a href="/people/mary-hutton/">Mary Hutton</a>, Integrated Care System lead, <a href="/organ' in page


def test_a_meeting_leads_to_its_papers_at_their_items(example_place, client):
    page = client.get(f"/meetings/{JULY}/").content.decode()
    items = dict(re.findall(r'id="item-(\d+)"(.*?)</section>', page, re.DOTALL))
    papers = {number: re.findall(r'href="/reports/([^"]+)/"', text) for number, text in items.items()}
    assert {number: len(found) for number, found in papers.items() if found} == {
        "6": 1, "7": 1, "8": 1, "9": 2, "10": 1,
    }  # fmt: skip
    assert papers["9"] == ["shared-vision-for-children-2019", "child-friendly-gloucestershire-2019"]


def read_csv(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_papers_are_taken_away_as_tables(example_place, client):
    meeting = read_csv(client, f"/meetings/{JULY}/papers/download.csv")
    assert [row["item"] for row in meeting] == ["6", "7", "8", "9", "9", "10"]
    assert meeting[3]["recommendations"].startswith("Approve a panel")
    assert all(row["document"] and row["status"] == "stated" for row in meeting)
    board = read_csv(client, f"/boards/{HWB}/papers/download.csv")
    assert len(board) == 7
    lost = next(row for row in board if row["not_read"])
    assert (lost["title"], lost["status"]) == ("", "inferred")


def test_a_board_lists_its_papers(example_place, client):
    assert "All its papers (7)" in read(client, f"/boards/{HWB}/")
    page = read(client, f"/boards/{HWB}/papers/")
    assert "7 papers" in page
    assert "Child Friendly Gloucestershire Proposal: the board is asked 4 things." in page


def test_papers_come_as_data(example_place, client):
    found = client.get(f"/api/v1/reports?meeting={JULY}").json()
    assert found["count"] == 6
    assert sum(len(one["recommendations"]) for one in found["items"]) == 12
    one = client.get("/api/v1/reports/systems-leadership-and-strategy-development-2018").json()
    assert one["not_read"] == ["title", "item_for", "sponsors", "authors", "organisations"]
    assert (one["sponsors"], one["routings"], len(one["recommendations"])) == ("", [], 4)
    items = client.get(f"/api/v1/meetings/{JULY}").json()["items"]
    assert items[8]["reports"] == ["shared-vision-for-children-2019", "child-friendly-gloucestershire-2019"]


def test_search_finds_a_paper_by_what_it_asks(mill, client):
    made.add_report(mill.board, recommendations=[{"number": "1", "verb": "agree", "text": "Agree on lighthouses."}])
    assert "The paths paper" in read(client, "/search/?q=lighthouses")


def test_posts_stand_for_people_who_hold_none_of_the_named_offices(mill, client):
    office = Organisation.objects.create(slug="office", name="Mill Office", kind="other", **made.MADE_UP)
    post = Post.objects.create(slug="miller", title="Miller", organisation=office, **made.MADE_UP)
    made.add_report(mill.board, other_authors=["A keeper of the sluice"]).sponsors.add(post)
    page = read(client, "/reports/paths/")
    assert "Miller, Mill Office" in page.replace("Mill Office ,", "Mill Office,")
    assert "A keeper of the sluice" in page


# --- who may know of it -----------------------------------------------------------------------------------------------

PRIVATE = {
    "exempt": {"publicity": "exempt"},
    "confidential": {"publicity": "confidential"},
    **{state: {"state": state} for state in rules.REPORT_STATES if state not in rules.PUBLIC_REPORT_STATES},
}


@pytest.mark.parametrize("kind", PRIVATE)
def test_a_private_or_unpublished_paper_leaves_no_trace(mill, client, kind):
    item = made.add_item(mill.meeting, "18", **({"publicity": "exempt"} if "publicity" in PRIVATE[kind] else {}))
    made.take(item, made.add_report(mill.board, "turnstone", title="The turnstone paper", **PRIVATE[kind]))
    made.add_report(mill.board, "open", supersedes=Report.objects.get(slug="turnstone"))
    addresses = [
        "/boards/mill/", "/boards/mill/papers/", "/boards/mill/papers/download.csv", f"/meetings/{mill.meeting.slug}/",
        f"/meetings/{mill.meeting.slug}/papers/download.csv", "/reports/open/", "/api/v1/reports",
        "/api/v1/reports/open", f"/api/v1/meetings/{mill.meeting.slug}", "/search/?q=paper+steps", "/sitemap.xml",
    ]  # fmt: skip
    assert [one for one in addresses if "turnstone" in client.get(one).content.decode().lower()] == []
    assert client.get("/reports/turnstone/").status_code == 404
    assert client.get("/api/v1/reports/turnstone").status_code == 404
    assert "All its papers (1)" in read(client, "/boards/mill/")
    assert client.get("/api/v1/reports").json()["count"] == 1


def test_a_member_sees_an_exempt_paper_and_no_draft_and_a_stranger_neither(mill, member, stranger, clerk):
    made.add_report(mill.board, "secret", publicity="exempt")
    made.add_report(mill.board, "draft", state="drafting")
    seen = {
        name: {paper.slug for paper in Report.objects.visible_to(user)}
        for name, user in {"member": member, "stranger": stranger, "clerk": clerk}.items()
    }
    assert seen == {"member": {"secret"}, "stranger": set(), "clerk": {"secret", "draft"}}


def test_an_exempt_paper_says_so_to_those_who_may_read_it(mill, client, member):
    made.take(made.add_item(mill.meeting, "18", publicity="exempt"), made.add_report(mill.board, publicity="exempt"))
    sign_in(client, member)
    assert "Exempt" in read(client, "/reports/paths/")
    assert ReportRouting.objects.visible_to(member).count() == 1


def test_no_finder_of_papers_tells_a_private_one(mill, nobody):
    made.add_report(mill.board, "turnstone", title="The turnstone paper", publicity="exempt")
    assert search.find(nobody, "turnstone paper") == []
