"""A made-up board for every test of this stage that asks for one, and people with and without a part in it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.govern import made
from tests.govern.made import make_user


@pytest.fixture
def mill(db: Any) -> Any:
    """Make a board of four seats with terms, a quorate meeting and one item without paragraphs."""
    return made.make_quorate()


@pytest.fixture
def clerk(db: Any) -> Any:
    return make_user("clerk", "board:mill")


@pytest.fixture
def member(db: Any) -> Any:
    return make_user("member", "board:mill")


@pytest.fixture
def stranger(db: Any) -> Any:
    """A clerk of another board."""
    return make_user("clerk", "board:other", email="stranger@example.org")


@pytest.fixture
def nobody() -> AnonymousUser:
    return AnonymousUser()
