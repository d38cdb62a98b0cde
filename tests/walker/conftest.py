"""What the walker needs: the example on its day, the whole walk of the site once a run, and a place for counts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.demo_people import live_as_the_demo, make_people, sign_in_as
from tests.walker.seeing import Viewer
from tests.walker.walking import Pages, walk_once

PLACE = "Gloucestershire"


@pytest.fixture(autouse=True)
def as_in_the_demo(settings: Any) -> None:
    live_as_the_demo(settings)


@pytest.fixture
def public_pages(as_in_the_demo: None, example_place: Any, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Return every public page by its address, as the first process of the run that asked for them saw them."""
    return walk_once(tmp_path_factory.getbasetemp())


@pytest.fixture
def view(page: Any, example_place: Any, site: Any) -> Callable[..., Viewer]:
    """Return a maker of windows onto the served example."""

    def make(width: str = "wide", *, script: bool = True) -> Viewer:
        return Viewer(page, site.url, width=width, script=script)

    return make


@pytest.fixture
def signed_in(example_place: Any) -> Callable[[str], Client]:
    """Return a maker of test clients that somebody of the demo has signed in with."""

    def sign_in(name: str) -> Client:
        make_people(name)
        client = Client()
        sign_in_as(client, name)
        return client

    return sign_in


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return a writer of a line for the end of the test run: how much was walked."""
    return lambda line: record_property("walked", line)
