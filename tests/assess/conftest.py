"""A made-up place for every test of this stage that asks for one."""

from typing import Any

import pytest

from tests.assess import made


@pytest.fixture
def place(db: Any) -> Any:
    """Make a place with a country, a region, its county and a district, and no indicator."""
    return made.make_place()
