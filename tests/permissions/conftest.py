"""The world of the permission tables: made once a process, laid down anew for each test."""

from types import SimpleNamespace

import pytest
from django.core.cache import caches

from tests.permissions.world import make_world_once
from tests.snapshot import put_rows


@pytest.fixture
def world(wagtail_root, settings) -> SimpleNamespace:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600  # everybody signed in when this process made the world
    caches["default"].clear()
    world, rows = make_world_once()
    put_rows(rows)
    return world
