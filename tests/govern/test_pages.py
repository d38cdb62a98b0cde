"""The public pages of boards: what they say, what they say when there is nothing, and what they cost."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from moothall.govern.models import MinuteParagraph
from tests.govern import made
from tests.signing import sign_in

HWB = "gloucestershire-hwb"
MOST_QUERIES = 30


@pytest.fixture(autouse=True)
def july(settings):
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text).replace(" ,", ",").replace(" .", ".")


def title(client, address):
    return re.search(r"<title>(.*?)</title>", client.get(address).content.decode(), re.DOTALL)[1]


def test_the_list_of_boards_says_how_many_and_when_each_meets_next(example_place, client):
    page = read(client, "/boards/")
    assert "Gloucestershire Health and Wellbeing Board" in page
    assert "23 July 2019" in page
    assert re.search(r"\d+ boards", page)
    assert "No day is set" in page


def test_boards_are_filtered_by_kind_and_a_filter_that_fits_none_says_so(mill, client):
    assert "Mill Board" in read(client, "/boards/?kind=partnership")
    page = read(client, "/boards/?kind=statutory")
    assert "No board is of this kind" in page
    assert "Look at all boards" in page
    assert "Mill Board" in read(client, "/boards/?kind=nonsense")


def test_a_board_shows_who_sits_by_which_rules_and_when_it_meets(example_place, client):
    page = read(client, f"/boards/{HWB}/")
    assert "20 seats, held by 19 people" in page
    assert "Cllr Roger Wilson" in page
    assert "Vice-chair" in page
    assert "At least a quarter of the seats must be here." in page
    assert "At least 4 voting groups must be here." in page
    assert "No rule is made of this clause" in page
    assert "Kept as data for vote" in page
    assert "legal team" in page
    assert "Gloucestershire Moves" in page
    assert "Social isolation: how the work stands" in page
    assert title(client, f"/boards/{HWB}/") == "Gloucestershire Health and Wellbeing Board – Gloucestershire"


def test_a_board_shows_its_vacant_seats(mill, client):
    made.add_seat(mill.board, "tower")
    page = read(client, "/boards/mill/")
    assert "1 is vacant" in page
    assert "Tower seat Holder Vacant" in page


def test_a_meeting_says_who_was_there_and_whether_it_could_decide(example_place, client):
    page = read(client, f"/meetings/{HWB}-2019-05-14/")
    assert "17 of 20 seats are filled here; 5 are needed (clause quorum)" in page
    assert "5 of 6 voting groups are represented here; 4 are needed" in page
    assert "The board can decide." in page
    assert "not a legal proof" in page
    assert "Chris Brierley" in page
    absent = page[page.index("Absent Computed") : page.index("Officers in attendance")]
    assert "Rachel Pearce" in absent
    assert "Wayne Bowcock" in absent
    assert "14 May 2019, 10am to noon" in page
    assert page.index("17.7") < page.index("17.8") < page.index("18.1")
    assert title(client, f"/meetings/{HWB}-2019-05-14/").startswith("Meeting of 14 May 2019 – Gloucestershire Health")


def test_a_meeting_to_come_shows_its_agenda_and_when_questions_close(example_place, client):
    page = read(client, f"/meetings/{HWB}-2019-07-23/")
    assert "Agenda published" in page or "The agenda is published." in page
    assert "16 July 2019, 10am" in page
    assert "pages 33 to 58 of the papers" in page.lower()
    assert "Who was there is published with the minutes" in page
    assert "Decisions are published with the minutes" in page


def test_a_paragraph_has_its_own_address_citation_and_neighbours(example_place, client):
    address = f"/meetings/{HWB}-2019-05-14/minutes/17.8/"
    page = read(client, address)
    assert "Gloucestershire Health and Wellbeing Board, 14 May 2019, paragraph 17.8." in page
    assert f"http://testserver{address}" in page
    assert re.search(r"Previous( page)? ?: Paragraph 17\.7", page)
    assert re.search(r"Next( page)? ?: Paragraph 18\.1", page)
    assert "To come back to the board" in page
    assert title(client, address).startswith("Paragraph 17.8, 14 May 2019 – ")


def test_every_paragraph_of_the_minutes_is_reached_by_its_link(example_place, client):
    page = client.get(f"/meetings/{HWB}-2019-05-14/").content.decode()
    links = set(re.findall(rf'href="(/meetings/{HWB}-2019-05-14/minutes/[^"]+)"', page))
    assert len(links) == MinuteParagraph.objects.filter(meeting__slug=f"{HWB}-2019-05-14").count()
    assert {client.get(link).status_code for link in links} == {200}


def test_stated_inferred_and_invented_are_told_apart_in_words(example_place, client):
    page = read(client, f"/boards/{HWB}/")
    assert "] inferred" in page
    assert "Stated there." in page
    assert "Inferred : The minutes of 14 May 2019" in page
    practice = read(client, "/boards/practice-board/")
    assert "] invented" in practice
    assert "This board was made up to try the site." in practice


def test_a_correction_is_shown_beside_what_it_corrects(mill, client):
    old = made.add_paragraph(mill.item, "17", "The old words.", number="")
    made.add_paragraph(mill.item, "17-correction-1", "The right words.", number="", kind="correction", corrects=old)
    page = read(client, "/meetings/mill-2019-05-14/minutes/17/")
    assert "This paragraph was corrected." in page
    assert "The right words." in page
    assert "It corrects item 17" in read(client, "/meetings/mill-2019-05-14/minutes/17-correction-1/")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/boards/", "No board is recorded yet"),
    ],
)
def test_a_list_without_rows_says_what_to_do_next(db, client, address, sentence):
    assert sentence in read(client, address)


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        ("/boards/bare/", ["tell of no meeting, seat, rule or paper of this board",
                           "No paper says whom it reports to", "No paper says who reports to it either"]),
        ("/boards/sat/", ["No meeting is planned", "No terms of reference are recorded", "No past meeting is recorded",
                          "No paper of this board is recorded", "Nothing is on its forward plan"]),
        ("/boards/bare/meetings/", ["No meeting of this board is recorded yet"]),
        ("/boards/bare/decisions/", ["No decision of this board is recorded yet"]),
        ("/boards/bare/papers/", ["No paper of this board is recorded yet"]),
    ],
)  # fmt: skip
def test_an_empty_board_says_what_to_do_next(db, client, address, sentences):
    made.make_board("bare")
    made.add_seat(made.make_board("sat"), "chair")
    page = read(client, address)
    assert [sentence for sentence in sentences if sentence not in page] == []
    assert "None" not in page


def test_a_board_that_only_informs_another_says_that_no_paper_tells_whom_it_reports_to(mill, client):
    for slug, kind in (("barn", "informs"), ("yard", "reports_to")):
        mill.board.lines_down.create(child=made.make_board(slug), kind=kind, **made.MADE_UP)
    page = read(client, "/boards/barn/")
    assert "No paper says whom it reports to." in page
    assert "This board informs Mill Board" in page
    assert "No paper says whom it reports to." not in read(client, "/boards/yard/")


def test_a_proposed_board_and_its_partners_are_told_apart(mill, client):
    barn = made.make_board("barn", is_proposed=True, meets="monthly", chair_post="Keeper of the barn")
    barn.partners.set([mill.board.seats.get(slug=slug).organisation for slug in ("north", "south")])
    barn.responsible.set([mill.board.seats.get(slug="south").organisation])
    page = read(client, "/boards/barn/")
    assert "Proposed A paper asks for it." in page
    assert "Chaired by Keeper of the barn" in page
    assert "Meets Monthly" in page
    assert re.search(r"North South \(has the duty in law\)", page)
    assert "Proposed" in read(client, "/boards/")
    answer = client.get("/api/v1/boards/barn").json()
    assert (answer["partners"], answer["responsible"], answer["is_proposed"]) == (["north", "south"], ["south"], True)


@pytest.mark.parametrize("state", ["planned", "in_session", "adjourned", "closed", "minutes_confirmed", "cancelled"])
def test_a_meeting_in_every_state_has_a_page_without_a_none(mill, client, state):
    made.make_meeting(mill.board, state, date(2019, 8, 1))
    page = read(client, "/meetings/mill-2019-08-01/")
    assert "None" not in page


@pytest.mark.parametrize(
    "address",
    ["/boards/none/", "/boards/none/calendar.ics", "/meetings/none/", "/meetings/none/minutes/1/", "/boards/?page=9",
     "/boards/none/meetings/", "/boards/none/decisions/download.csv", "/boards/none/meetings/download.csv",
     "/boards/none/papers/", "/boards/none/papers/download.csv", "/meetings/none/papers/download.csv",
     "/reports/none/"],
)  # fmt: skip
def test_what_is_not_there_is_missed(db, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_are_only_read(mill, client, method):
    assert getattr(client, method)("/boards/mill/").status_code == 405


def test_a_board_without_a_rule_for_its_quorum_claims_no_answer(mill, client):
    mill.terms.rules = {}
    mill.terms.save()
    page = read(client, "/meetings/mill-2019-05-14/")
    assert "no answer is computed" in page
    assert "The board could decide" not in page


# --- files ------------------------------------------------------------------------------------------------------------


def read_csv(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_meetings_and_decisions_are_taken_away_as_tables_with_their_sources(example_place, client):
    meetings = read_csv(client, f"/boards/{HWB}/meetings/download.csv")
    assert [row["meeting"] for row in meetings] == [f"{HWB}-2019-07-23", f"{HWB}-2019-05-14"]
    assert meetings[1]["starts_at"] == "2019-05-14T10:00:00+01:00"
    decisions = read_csv(client, f"/boards/{HWB}/decisions/download.csv")
    assert len(decisions) == 13
    assert all(row["document"] and row["status"] and row["address"].startswith("http") for row in decisions)
    assert len(read_csv(client, "/boards/download.csv")) >= 5


def test_a_cell_that_a_spreadsheet_would_run_is_made_safe(mill, client):
    made.add_decision(made.add_paragraph(mill.item, "17"), '=HYPERLINK("x")')
    assert read_csv(client, "/boards/mill/decisions/download.csv")[0]["text"].startswith("'=")


def test_a_board_has_a_calendar_of_meetings_and_deadlines(example_place, client):
    calendar = Calendar.from_ical(client.get(f"/boards/{HWB}/calendar.ics").content)
    entries = list(calendar.walk("VEVENT"))
    events = {str(event["SUMMARY"]): event for event in entries}
    of = "Gloucestershire Health and Wellbeing Board, 23 July 2019"
    for who in ("the public", "members"):
        closing = events[f"Questions from {who} close: {of}"]
        assert closing["DTSTART"].dt.isoformat() == "2019-07-16T09:00:00+00:00"
        assert "5 working days back from the meeting" in str(closing["DESCRIPTION"])
    assert len(entries) == 4, "the closing time stands once, though the meeting's own record says it too"
    assert len({str(event["UID"]) for event in entries}) == 4


def test_the_calendar_shows_both_where_a_deadline_and_the_meetings_own_record_contradict_each_other(mill, client):
    made.add_deadline(mill.meeting)
    mill.meeting.questions_close_at = datetime(2019, 5, 6, 9, tzinfo=UTC)
    mill.meeting.save()
    events = list(Calendar.from_ical(client.get("/boards/mill/calendar.ics").content).walk("VEVENT"))
    closing = {str(event["SUMMARY"]): event for event in events if "uestions" in str(event["SUMMARY"])}
    assert [event["DTSTART"].dt.day for event in closing.values()] == [7, 6]
    said = [" ".join(str(event["DESCRIPTION"]).split()) for event in closing.values()]
    assert "This contradicts the meeting’s own record" in said[0]
    assert "A deadline of this meeting says otherwise; both are shown." in said[1]


def test_the_calendar_is_the_same_for_whoever_asks_and_nothing_closes_for_a_cancelled_meeting(mill, client, clerk):
    made.add_deadline(mill.meeting)
    public = client.get("/boards/mill/calendar.ics").content
    assert b"Questions from the public close" in public
    sign_in(client, clerk)
    assert client.get("/boards/mill/calendar.ics").content == public
    mill.meeting.state = "cancelled"
    mill.meeting.save()
    assert b"uestions from" not in client.get("/boards/mill/calendar.ics").content


def test_a_cancelled_meeting_says_so_in_the_calendar(mill, client):
    mill.meeting.state = "cancelled"
    mill.meeting.save()
    text = client.get("/boards/mill/calendar.ics").content.decode()
    assert "SUMMARY:Cancelled: Mill Board" in text


# --- costs ------------------------------------------------------------------------------------------------------------


def count_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def fill(mill, first, last):
    """Add rows of every kind to the board."""
    for count in range(first, last):
        board = made.make_board(f"b{count}")
        made.add_seat(mill.board, f"seat{count}", f"group{count}", holder=f"holder{count}")
        meeting = made.make_meeting(mill.board, day=date(2017, 1, 1) + timedelta(days=count))
        item = made.add_item(mill.meeting, f"i{count}")
        paragraph = made.add_paragraph(item, f"i{count}.1")
        made.add_decision(paragraph)
        made.add_forward(mill.board, f"f{count}", paragraph=paragraph, meeting=meeting)
        made.attend(mill.meeting, f"seat{count}", f"holder{count}")
        made.take(item, made.add_report(mill.board, f"r{count}"))
        made.add_deadline(meeting)
        mill.board.partners.add(made.Organisation.objects.get(slug=f"seat{count}"))
        mill.board.lines_down.create(child=board, kind="informs", **made.MADE_UP)


ADDRESSES = [
    "/boards/", "/boards/mill/", "/boards/mill/meetings/", "/boards/mill/decisions/", "/meetings/mill-2019-05-14/",
    "/meetings/mill-2019-05-14/minutes/i0.1/", "/boards/download.csv", "/boards/mill/meetings/download.csv",
    "/boards/mill/decisions/download.csv", "/boards/mill/calendar.ics", "/api/v1/boards", "/api/v1/boards/mill",
    "/api/v1/meetings", "/api/v1/meetings/mill-2019-05-14", "/api/v1/paragraphs", "/api/v1/decisions",
    "/search/?q=board", "/boards/mill/papers/", "/boards/mill/papers/download.csv", "/reports/r0/",
    "/meetings/mill-2019-05-14/papers/download.csv", "/api/v1/reports", "/api/v1/reports/r0", "/search/?q=paper",
]  # fmt: skip


def test_a_page_costs_the_same_queries_at_one_row_and_at_fifty(mill, client, settings):
    settings.MOOTHALL_PAGE_CACHE = False
    fill(mill, 0, 1)
    client.get("/boards/")  # what every page shares is kept from the first one on
    few = {address: count_queries(client, address) for address in ADDRESSES}
    fill(mill, 1, 50)
    many = {address: count_queries(client, address) for address in ADDRESSES}
    assert many == few
    assert max(many.values()) <= MOST_QUERIES
