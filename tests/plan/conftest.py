"""The made-up place in July 2019."""

import pytest

from tests.deliver import made as making


@pytest.fixture(autouse=True)
def july(settings):
    settings.MOOTHALL_AS_AT = making.TODAY


@pytest.fixture
def made(db):
    return making.make_all()
