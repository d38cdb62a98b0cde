"""The API of boards, meetings, paragraphs and decisions: what the pages show, as data."""

import pytest

from tests.govern import made

HWB = "gloucestershire-hwb"
MAY = f"{HWB}-2019-05-14"


def get(client, path, status=200):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, path
    return answer.json()


def test_a_board_comes_with_its_seats_terms_and_lines(example_place, client):
    board = get(client, f"boards/{HWB}")
    assert len(board["seats"]) == 20
    assert board["terms"]["rules"]["quorum"]["all"][1]["by"] == "group"
    assert len(board["terms"]["sha256"]) == 64
    assert {line["child"] for line in board["reporting_lines"]} >= {"board:gloucestershire-moves"}
    assert board["source"]["status"] == "stated"


def test_a_meeting_comes_with_presence_quorum_and_minutes(example_place, client):
    meeting = get(client, f"meetings/{MAY}")
    assert meeting["starts_at"] == "2019-05-14T10:00:00+01:00"
    quorum = meeting["quorum"]
    assert (quorum["quorate"], quorum["seats_present"], quorum["members_present"]) == (True, 17, 16)
    assert [line["have"] for line in quorum["lines"]] == [17, 5]
    assert "not a legal proof" in quorum["about"]
    assert len(meeting["presence"]["absent"]) == 2
    assert sum(len(item["paragraphs"]) for item in meeting["items"]) == 29


def test_a_paragraph_comes_with_its_citation_and_decisions(example_place, client):
    paragraph = get(client, f"paragraphs/{MAY}/17.8")
    assert paragraph["citation"].endswith("14 May 2019, paragraph 17.8")
    assert [decision["validity"] for decision in paragraph["decisions"]] == ["not_computed"]
    assert paragraph["source"]["document"]


def test_lists_are_paged_and_filtered(example_place, client):
    first = get(client, "decisions?limit=2")
    second = get(client, "decisions?limit=2&offset=2")
    assert first["count"] == second["count"] > 4
    assert len(first["items"]) == 2
    assert first["items"] != second["items"]
    assert get(client, f"decisions?board={HWB}")["count"] == 13
    assert get(client, f"decisions?meeting={MAY}")["count"] == 13
    assert get(client, f"meetings?board={HWB}")["count"] == 2
    assert get(client, f"paragraphs?meeting={MAY}")["count"] == 29
    assert get(client, "boards?offset=500")["items"] == []


def test_places_come_as_data_too(example_place, client):
    assert get(client, "areas")["items"][0]["code"]
    assert get(client, "organisations?limit=100")["count"] >= 10
    assert {row["key"] for row in get(client, "documents?limit=100")["items"]} >= {"minutes-2019-05-14"}


def test_corrections_are_named_by_their_address(mill, client):
    old = made.add_paragraph(mill.item, "17", number="")
    made.add_paragraph(mill.item, "17-correction-1", number="", kind="correction", corrects=old)
    found = get(client, "paragraphs/mill-2019-05-14/17")
    assert found["corrections"] == ["http://testserver/meetings/mill-2019-05-14/minutes/17-correction-1/"]


@pytest.mark.parametrize("path", ["boards/none", "meetings/none", "paragraphs/none/1", f"paragraphs/{MAY}/99"])
def test_what_is_not_there_is_a_problem_document(db, client, path):
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "path",
    ["boards?limit=0", "boards?limit=101", "boards?offset=-1", "boards?offset=99999999999999999999",
     "meetings?board=%00", "decisions?meeting=a/b", "boards/%00", "paragraphs/a/%C3%A9"],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_a_problem_document(db, client, path):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code in (400, 404, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_meeting_without_terms_has_no_quorum(db, client):
    made.make_meeting(made.make_board("bare"))
    meeting = get(client, "meetings/bare-2019-05-14")
    assert meeting["quorum"] is None
    assert meeting["presence"] is None
    assert get(client, "boards/bare")["terms"] is None
