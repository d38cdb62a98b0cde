"""Every page behind the sign-in is asked for by everybody: the table gives the answer, nothing changes by looking."""

import pytest
from django.core.cache import caches

from tests.permissions.asking import PLACES
from tests.permissions.judging import name_answer, take_state, undone
from tests.permissions.routes import list_names
from tests.permissions.world import PEOPLE, copy_client, read_table

LINES = read_table("pages.csv")
NAMES = [f"{line['route']} {line['case']}".strip().replace(" ", "_") for line in LINES]
# The door's other pages say nothing of anybody: tests/kit/test_signin.py and test_account_pages.py are about them.
BEHIND = ("/desk/", "/files/", "/invitation/")


def ask(world, ground, person, line):
    """Return the answer to one person, and what changed by asking (a visitor's own session is nobody's concern)."""
    caches["default"].clear()
    client = copy_client(world.clients[person])
    with undone(ground) as one:
        answer = client.get(PLACES[line["route"], line["case"]](world, person))
        if answer.streaming:
            b"".join(answer.streaming_content)  # to the end: that closes the file
        changes = one.list_changes()
        changes.pop("sessions.Session", None)
        return name_answer(answer, changes), changes


@pytest.mark.parametrize("line", LINES, ids=NAMES)
def test_a_page_is_read_by_those_whom_the_table_names_and_by_nobody_else(world, line):
    ground = take_state()
    found = {person: ask(world, ground, person, line) for person in PEOPLE}
    faults = [f"{person}: {found[person]}, and the table says {line[person]}" for person in PEOPLE]
    assert [fault for fault, person in zip(faults, PEOPLE, strict=True) if found[person] != (line[person], {})] == []


def test_every_page_of_the_desk_stands_in_the_table():
    assert list_names(*BEHIND) <= {line["route"] for line in LINES}


def test_every_line_has_its_address_and_every_address_its_line():
    assert {(line["route"], line["case"]) for line in LINES} == set(PLACES)
    assert set(LINES[0]) == {"route", "case", *PEOPLE}
