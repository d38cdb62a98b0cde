"""No route is forgotten: what takes a form is in the table, all else is only read, the words desk has one rule."""

import runpy

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from moothall.config import urls
from tests.permissions.judging import name_answer, take_state, undone
from tests.permissions.routes import list_routes
from tests.permissions.sending import SENDINGS
from tests.permissions.world import copy_client, read_table

UNSAFE = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
LISTED = {line["route"] for line in read_table("posts.csv")}
# Doors of libraries that this site does not open: nobody gets anything there.
CLOSED = {
    "account_signup", "account_set_password",
    r"^words/(?:password_reset|account|users|groups|api-tokens|sites)(?:/|$)", r"^words/bulk/(?:kit|auth)/",
}  # fmt: skip
# Routes that do nothing with what is sent to them, and say so otherwise than by 405.
HARMLESS = {
    "words/account/": "leads on to the account's own page",
    "mfa_download_recovery_codes": "misses the codes before it looks at the method",
}
WRITERS = {"editor", "administrator"}
# Every route of Wagtail's is asked for by these; that its first page is closed to all others stands in pages.csv.
ASKERS = ("anonymous", "closed", "no_role", "former_clerk", "clerk_one_step", "clerk", "officer_everywhere", "analyst")
PLAIN = {"/words/sprite/", "/words/jsi18n/"}  # icons and words of the library itself, the same for everybody


def is_of_wagtail(route):
    """Tell whether Wagtail itself answers there: where two routes have one path, the earlier answers."""
    ours = LISTED | CLOSED | set(HARMLESS)
    return route.path.startswith("/words/") and resolve_name(route.path) not in ours


def resolve_name(path):
    found = resolve(path)
    return found.view_name if found.url_name else found.route


def test_the_addresses_are_the_same_with_debug_on(settings):
    found = []
    for settings.DEBUG in (False, True):
        addresses = runpy.run_path(urls.__file__)["urlpatterns"]
        found.append([str(address.pattern) for address in addresses])
    assert found[0] == found[1]
    assert found[0]


def test_a_path_was_found_for_every_pattern():
    lost = []
    for route in list_routes():
        try:
            resolve(route.path)
        except Resolver404:
            lost.append(route)
    assert lost == []


def test_a_route_that_takes_a_form_stands_in_the_table_and_any_other_is_only_read(world):
    """Asked as an administrator, to whom most doors are open."""
    taken = set()
    with undone() as one:
        for route in list_routes():
            name = resolve_name(route.path)
            if not is_of_wagtail(route) and name not in LISTED:
                answer = copy_client(world.clients["administrator"]).post(route.path)
                taken |= {name} if answer.status_code != 405 else set()
        assert taken <= CLOSED | set(HARMLESS), "these take something that tests/permissions/posts.csv does not list"
        assert one.list_changes() == {}


def test_the_table_lists_no_route_that_is_not_there():
    assert {route.name for route in list_routes()} >= LISTED | CLOSED | set(HARMLESS)


@pytest.mark.parametrize("method", UNSAFE)
def test_what_is_public_is_only_read_by_whatever_method(world, method):
    """Public pages, files, documents and the API: 405 that says what is allowed, the same to everybody."""
    paths = [r.path for r in list_routes() if not r.path.startswith(("/desk/", "/words/", "/sign-in/", "/invitation/"))]
    assert len(paths) > 50
    for person in ("anonymous", "administrator"):
        client = copy_client(world.clients[person])
        with undone() as one:
            answers = {path: client.generic(method, path) for path in paths}
            said = {path: (a.status_code, a.headers.get("Allow")) for path, a in answers.items()}
            assert {path: told for path, told in said.items() if told != (405, "GET, HEAD")} == {}
            assert one.list_changes() == {}
            api = answers["/api/v1/boards"]
    assert api["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("person", ASKERS)
def test_nobody_without_the_right_to_write_words_gets_anything_of_the_words_desk(world, person):
    """All of Wagtail's own routes, read and sent to: a redirect to the door, 403 or 404, and no row changes."""
    allowed = {"anonymous": {"sign-in", "404"}, "closed": {"sign-in", "404"}, "clerk_one_step": {"second", "404"}}
    routes = [route for route in list_routes() if is_of_wagtail(route) and route.path not in PLAIN]
    assert len(routes) > 150
    client = copy_client(world.clients[person])
    with undone() as one:
        said = {}
        for route in routes:
            for answer in (client.get(route.path), client.post(route.path)):
                said[route.path] = said.get(route.path, set()) | {name_answer(answer, {})}
        changes = one.list_changes()
    wrong = {
        path: words for path, words in said.items() if not words <= allowed.get(person, {"home", "403", "404", "405"})
    }
    assert (wrong, changes) == ({}, {})


@pytest.mark.parametrize("person", sorted(WRITERS))
def test_those_who_write_words_still_find_the_closed_doors_closed(world, person):
    client = copy_client(world.clients[person])
    for name in (
        "users",
        "groups",
        "sites",
        "account/profile",
        "bulk/auth/user/delete",
        "password_reset",
        "api-tokens",
    ):
        path = f"/words/{name}/"
        assert client.get(path).status_code == client.post(path).status_code == 404, path


def test_no_form_is_taken_without_its_token(world):
    """Another site cannot send a form in somebody's name: every listed route but the passkey's asks for the token."""
    taken, ground = {}, take_state()
    for (route, case), make in SENDINGS.items():
        with undone(ground) as one:
            sending = make(world, "administrator")
            client = Client(enforce_csrf_checks=True)
            client.cookies = copy_client(world.clients["administrator"]).cookies
            one.begin()
            answer = client.post(sending.path, sending.make_data())
            if answer.status_code != 403 or one.list_changes():
                taken[route, case] = answer.status_code
    assert taken == {}
