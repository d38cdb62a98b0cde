"""Which addresses the walker must reach: every named route that anybody may open, less a short list with reasons."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, get_resolver, resolve

# Whole parts of the site that a reader without an account does not walk.
PRIVATE = {
    "desk/": "needs a sign-in: tests/walker/test_desk_pages.py walks it",
    "sign-in/safety/": "needs a sign-in: walked with the desk",
    "words/": "the words desk is Wagtail's; that it opens is tested with the desk",
    "files/": "evidence for members and officers; each has a random key",
    "invitation/": "reached from an e-mail",
    "_util/": "closed",
    "documents/": "files of pages of words; the example has none",
}
EXCEPTIONS = {
    "healthz": "read by machines that watch the server",
    "readyz": "read by machines that watch the server",
    "robots": "read by search engines at a fixed address",
    "sitemap": "read by search engines; every page in it is checked to be reached",
    "picture": "the example has no picture",
    "api:api-root": "the address that the API's routes begin with",
    "account_logout": "for who is signed in: walked with the desk",
    "account_reauthenticate": "for who is signed in: walked with the desk",
    "account_change_password": "for who is signed in: walked with the desk",
    "account_inactive": "shown when a closed account signs in",
    "account_reset_password_done": "follows a form: the journeys and tests/kit/test_signin.py send it",
    "account_reset_password_from_key": "reached from an e-mail",
    "account_reset_password_from_key_done": "follows a form",
    "account_signup": "closed",
    "account_set_password": "closed",
    "mfa_authenticate": "the second step of a sign-in",
    "mfa_reauthenticate": "the second step of a sign-in",
    "mfa_reauthenticate_webauthn": "the second step of a sign-in",
    "mfa_login_webauthn": "called by the script of the sign-in page",
}


def list_public_routes() -> set[str]:
    """Return the names of the routes that a reader must be able to reach by links."""
    return {
        name
        for route, name in list_routes(get_resolver().url_patterns)
        if name and name not in EXCEPTIONS and not route.lstrip("^").startswith(tuple(PRIVATE))
    }


def list_all_names() -> set[str]:
    """Return every name that the resolver knows, so that an exception for a route that went away is noticed."""
    return {name for _, name in list_routes(get_resolver().url_patterns)}


def list_routes(patterns: Iterable[Any], before: str = "", spaces: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, spaces + (pattern.name or "")
        else:
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from list_routes(pattern.url_patterns, route, spaces + space)


def name_route(address: str) -> str:
    """Return the name of the route behind an address of the site; empty when there is none."""
    try:
        return resolve(urlsplit(address).path).view_name or ""
    except Resolver404:
        return ""
