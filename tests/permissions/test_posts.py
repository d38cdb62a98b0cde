"""Every unsafe route gets a payload that holds, from everybody: answer, rows and audit trail are judged."""

import pytest
from django.core.cache import caches

from moothall.kit import audit
from tests.permissions.judging import list_entries, name_answer, read_changes, take_state, undone
from tests.permissions.sending import SENDINGS
from tests.permissions.world import PEOPLE, copy_client, read_table

LINES = read_table("posts.csv")
NAMES = [f"{line['route']} {line['case']}".strip().replace(" ", "_") for line in LINES]


def send(world, ground, person, line):
    """Send the post of a line as one person; return the answer, what changed and what was put on record."""
    caches["default"].clear()  # rate counters: the tables say who may, not how often
    client = copy_client(world.clients[person])
    with undone(ground) as one:
        sending = SENDINGS[line["route"], line["case"]](world, person)
        if sending.before:
            sending.before(client)
        one.begin()
        stamp = audit.stamp()
        answer = client.post(sending.path, sending.make_data())
        changes = one.list_changes()
        if not counts_sessions(line, person):
            changes.pop("sessions.Session", None)
        return name_answer(answer, changes), changes, list_entries(stamp)


def counts_sessions(line, person):
    """Tell whether a session is judged: not where the door makes one for a visitor, unless the line names it."""
    at_the_door = line["route"].startswith(("account_", "mfa_", "invitation", "words/"))
    return not at_the_door or (line[person] == "done" and "sessions." in line["changes"])


def expect(line, person):
    """Return what the tables say about a line and a person, in the same words."""
    if line[person] != "done":
        return line[person], {}, []
    why = PEOPLE[person]["reason"] if line["reason"] == "role" else line["reason"]
    return "done", read_changes(line["changes"]), [(act, why) for act in line["act"].split()]


def judge(world, ground, line, person):
    """Return what is wrong, or nothing."""
    found, wanted = send(world, ground, person, line), expect(line, person)
    return "" if found == wanted else f"{person}: {found}, and the table says {wanted}"


@pytest.mark.parametrize("line", LINES, ids=NAMES)
def test_everybody_gets_the_answer_of_the_table_and_nothing_else_happens(world, line):
    ground = take_state()
    faults = [judge(world, ground, line, person) for person in PEOPLE]
    assert "\n".join(filter(None, faults)) == ""


def test_every_line_has_its_payload_and_every_payload_its_line():
    assert {(line["route"], line["case"]) for line in LINES} == set(SENDINGS)


def test_every_line_is_answered_for_everybody():
    assert all(line[person] for line in LINES for person in PEOPLE)
    assert set(LINES[0]) == {"route", "case", "act", "changes", "reason", *PEOPLE}
