"""What a journey needs: the served example on its day, its people, and a reader who has no mouse."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.demo_people import live_as_the_demo, make_people
from tests.journeys.keyboard import Reader

SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with-script", "script-blocked"])


@pytest.fixture(autouse=True)
def as_in_the_demo(settings: Any) -> None:
    """Let the example live on its day."""
    live_as_the_demo(settings)


@pytest.fixture
def home(example_place: Any, site: Any) -> str:
    """Return the address of the served example."""
    make_people("grace.member", "kit.lead", "hari.clerk")
    return str(site.url)


@pytest.fixture
def script() -> bool:
    """Tell whether script files load; a test asks for both by ``@pytest.mark.parametrize``."""
    return True


@pytest.fixture
def reader(
    home: str, context: Any, script: bool, request: Any, record_property: Callable[[str, object], None]
) -> Iterator[Reader]:
    """Return somebody with a keyboard and no mouse; what the browser complains of fails the test."""
    if not script:
        context.route("**/*.js", lambda route: route.abort("blockedbyclient"))
    one = Reader(context, home)
    yield one
    assert one.complaints == []
    name = request.node.name.removeprefix("test_").split("[")[0].replace("_", " ")
    record_property("walked", f"journey: {name}: {one.moves} keys and {one.typed} letters, {one.pages} pages")


@pytest.fixture
def stranger(home: str, browser: Any, browser_context_args: dict[str, Any]) -> Iterator[Reader]:
    """Return somebody else in a browser of their own, who is not signed in."""
    context = browser.new_context(**browser_context_args)
    yield Reader(context, home)
    context.close()
