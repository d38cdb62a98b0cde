"""Actions and priorities as data."""

import pytest

from moothall.plan.models import Objective, Target
from tests.assess import made as assess
from tests.deliver.made import MADE_UP, add_action, add_lead, add_update, make_organisation, make_user
from tests.govern.made import add_decision


def test_an_action_says_how_it_stands_and_where_that_is_shown(made, client):
    add_lead(made.action, organisation=make_organisation())
    link = {"kind": "link", "address": "https://example.org/a", "text": ""}
    file = {"kind": "file", "key": "k" * 32, "name": "private.pdf", "type": "application/pdf", "size": 1}
    add_update(made.action, "one", "at_risk", evidence=[link, file])
    answer = client.get("/api/v1/actions/walks")
    data = answer.json()
    assert answer.status_code == 200
    assert (data["status"]["key"], data["status"]["url"]) == ("at_risk", "/actions/walks/#update-one")
    assert data["paragraph"] == "mill-2019-05-14/17.2"
    assert data["priority"] == "strategy-1"
    assert data["parties"][0]["organisation"] == "trust"
    assert data["updates"][0]["evidence"] == [
        {"kind": "link", "address": "https://example.org/a", "type": ""},
        {"kind": "file", "address": "", "type": "application/pdf"},
    ]
    assert "private" not in answer.content.decode()
    assert "k" * 32 not in answer.content.decode()
    assert [step["kind"] for step in data["comes_from"]] == ["paragraph", "meeting", "board"]
    assert data["source"]["status"] == "invented"


def test_the_list_is_paged_and_narrowed(made, client):
    for count in range(3):
        add_action(f"more-{count}", board=made.board, paragraph=made.paragraph, timescale="May 2019")
    data = client.get("/api/v1/actions?status=late&limit=2&offset=1").json()
    assert (data["count"], data["limit"], data["offset"]) == (3, 2, 1)
    assert [item["slug"] for item in data["items"]] == ["more-1", "more-2"]
    assert data["items"][0]["timescale"]["as_written"] == "May 2019"
    assert client.get("/api/v1/actions?due_before=2019-05-01").json()["count"] == 0


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "offset=-1", "due_before=soon", f"text={'a' * 81}", "limit=many"]
)
def test_a_parameter_that_cannot_be_is_named(made, client, query):
    answer = client.get(f"/api/v1/actions?{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["actions", "priorities"])
def test_what_is_not_there_is_a_problem_document(made, client, path):
    answer = client.get(f"/api/v1/{path}/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_priority_names_its_lead_or_that_it_is_to_be_confirmed(made, client):
    user = make_user("finn", honorific="")
    made.priority.lead_state = "named"
    made.priority.lead_board, made.priority.lead_board_state = made.board, "named"
    made.priority.leads.add(user.person)
    made.priority.save()
    data = client.get("/api/v1/priorities").json()["items"][0]
    assert data["lead"] == {"state": "named", "names": ["Finn"], "as_written": ""}
    assert data["board"]["names"] == ["Mill Board"]
    made.priority.leads.clear()
    made.priority.lead_state, made.priority.as_written = "to_be_confirmed", {"lead": "tbc"}
    made.priority.save()
    data = client.get("/api/v1/priorities/strategy-1").json()
    assert data["lead"] == {"state": "to_be_confirmed", "names": [], "as_written": "tbc"}


def test_a_priority_carries_objectives_targets_decisions_and_what_is_due(made, client):
    assess.make_place()
    indicator = assess.add_indicator("weight")
    objective = Objective.objects.create(slug="halve", priority=made.priority, text="Halve it", **MADE_UP)
    target = Target(
        slug="half", objective=objective, text="Half", indicator=indicator, ratio=0.5, direction="down",
        timescale_as_written="by 2030", **MADE_UP,
    )  # fmt: skip
    target.full_clean()
    target.save()
    made.priority.agenda_items.add(made.item)
    add_decision(made.paragraph, "The work comes back.")
    for slug, words in (("next", "May 2020"), ("past", "May 2019")):
        add_action(slug, board=made.board, paragraph=made.paragraph, priority=made.priority, timescale=words)
    data = client.get("/api/v1/priorities/strategy-1").json()
    shown = data["objectives"][0]["targets"][0]
    assert (shown["by_as_written"], shown["due_on"], shown["standing"]) == ("by 2030", "2030-12-31", "cannot_say")
    assert shown["because"] == "It has no baseline value."
    assert data["decisions"][0]["text"] == "The work comes back."
    assert data["next_due"]["title"] == "Next"
    assert data["overdue"] == [{"title": "Past", "url": "/actions/past/", "on": "2019-05-31"}]
