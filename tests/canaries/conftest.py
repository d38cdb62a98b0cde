"""A place with everything that is not public in it, made once a process and laid down anew for each test."""

from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches

from tests.canaries.private import add_private, make_place
from tests.deliver.made import TODAY
from tests.permissions import world as permissions
from tests.snapshot import put_rows, take_rows


@cache
def make_world_once() -> tuple[SimpleNamespace, Any]:
    place = make_place()
    added = add_private(place)
    people = permissions.make_people()
    world = SimpleNamespace(
        **{**vars(place), **vars(people)}, paragraph91=added.paragraph, hidden_priority=added.priority,
        confidential=added.confidential, minuting=added.minuting, document=added.document, picture=added.picture,
        page=added.page, news=added.news, changed=added.changed, waiting=added.waiting, over=added.over,
        twin=added.twin, chapter=added.chapter, account=added.account, added=added,
    )  # fmt: skip
    return world, take_rows()


@pytest.fixture(autouse=True)
def july(settings: Any) -> None:
    settings.MOOTHALL_AS_AT = TODAY
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(wagtail_root: Any) -> SimpleNamespace:
    """Return the place with its canaries, and everybody signed in."""
    caches["default"].clear()
    world, rows = make_world_once()
    put_rows(rows)
    return world
