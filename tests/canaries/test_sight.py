"""Canary words are sought by everybody at every address: found by those who may find them, and by nobody else."""

import re
from urllib.parse import quote, unquote, urlsplit
from zlib import crc32

import pytest

from tests.canaries.addresses import FILTERS, LEFT_OUT, list_addresses, list_swept_routes
from tests.canaries.private import CANARIES
from tests.permissions.routes import list_routes
from tests.permissions.world import PEOPLE, copy_client

WORDS = {canary.word for canary in CANARIES}
# These see what another of the list sees; what they may do is another matter (tests/permissions).
LIKE_ANOTHER = {"closed", "chair_elsewhere", "invented_clerk", "invented_officer"}
# Each day a visitor, one with a role elsewhere, and those who may find the most go to every address; all others go to
# a third of them, each to another one, and to every address with the heavy tests.
DAILY = {"anonymous", "member_elsewhere", "clerk", "editor"}
OTHERS = [person for person in PEOPLE if person not in LIKE_ANOTHER | DAILY]
SEEKERS = [
    *(pytest.param(person, marks=pytest.mark.one_database) for person in sorted(DAILY)),
    *(pytest.param(person, marks=pytest.mark.heavy) for person in OTHERS),
]
# On the second database all go to a third of the addresses.
IN_PART = [*OTHERS, *(pytest.param(person, marks=pytest.mark.postgresql) for person in sorted(DAILY))]


def read(client, address):
    """Return all that an answer says, in small letters: headers, body, and where it leads; less the address itself."""
    answer = client.get(address)
    assert answer.status_code != 500, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = " ".join(f"{name}: {value}" for name, value in answer.items()) + body.decode("utf-8", "replace")
    path = urlsplit(address).path
    for echo in (address, quote(address), path, quote(path, safe=""), unquote(path)):
        said = said.replace(echo, "")
    return said.lower()


def seek(client, addresses):
    """Return each canary that was found, with the addresses where it was."""
    found = {}
    for address in addresses:
        said = read(client, address)
        for word in WORDS:
            if stands_in(word, said):
                found.setdefault(word, []).append(address)
    return found


def stands_in(word, said):
    """Tell whether a word is said; a number is, where it begins: 173.9 may be how far right something is drawn."""
    return re.search(rf"(?<!\d){re.escape(word)}", said) is not None if word[0].isdigit() else word in said


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the library's, when it draws a picture for its own desk
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("person", SEEKERS)
def test_everybody_finds_what_he_or_she_may_and_nothing_else(world, person):
    may = {canary.word for canary in CANARIES if person in canary.found_by}
    found = seek(copy_client(world.clients[person]), list_addresses(world))
    assert {word: places for word, places in found.items() if word not in may} == {}
    assert may - set(found) == set(), "these stand where this person should see them; the search looks too low"


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("person", IN_PART)
def test_nobody_finds_what_is_not_for_him_or_her_at_a_third_of_the_addresses(world, person):
    may = {canary.word for canary in CANARIES if person in canary.found_by}
    share = [one for one in list_addresses(world) if crc32(f"{person} {one}".encode()) % 3 == 0]
    found = seek(copy_client(world.clients[person]), share)
    assert {word: places for word, places in found.items() if word not in may} == {}
    assert len(share) > 50


def test_every_route_is_swept_or_left_out_for_a_reason():
    names = {route.name for route in list_routes()}
    assert set(LEFT_OUT) <= names
    assert set(FILTERS) <= list_swept_routes()


def test_the_sweep_is_wide(world):
    assert len(list_addresses(world)) > 150
    assert len(WORDS) == len(CANARIES) > 30


def test_no_canary_hides_in_another():
    assert [(one, other) for one in WORDS for other in WORDS - {one} if one in other] == []
