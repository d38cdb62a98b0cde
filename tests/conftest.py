"""What tests of every stage ask for: a database of their own, Wagtail's root, a served site, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import override_settings

from tests.kinds import find_cases

BROWSERS = (os.environ.get("MOOTHALL_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
# Quiet, without the network, and able to run as root in a container.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file: in memory, shared by a server's threads, it would not wait for a lock."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def cases() -> Path:
    """Return the folder of the reference cases; the test must carry the mark ``needs_shared``."""
    folder = find_cases()
    assert folder.is_dir(), "mark this test with needs_shared"
    return folder


@pytest.fixture
def seeds(cases: Path) -> list[str]:
    """Return the texts of the real board papers beside the cases; the test must carry the mark ``needs_shared``."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((cases.parent / "seeds").glob("*.txt"))]
    assert texts, "there are cases but no seeds"
    return texts


@pytest.fixture
def wagtail_root(db: None) -> Any:
    """Return Wagtail's root page, made anew where it is missing.

    Tests run without migrations, and the flush after a served test takes away what they would have made.
    """
    from moothall.kit.wagtail_roots import make_wagtail_roots

    return make_wagtail_roots()


@pytest.fixture
def example_place(db: None) -> Any:
    """Lay the example place, Gloucestershire in July 2019, into the test's database, and return its ``Place``."""
    from moothall.places.models import Place
    from tests.snapshot import put_rows, snapshot_example

    put_rows(snapshot_example())
    return Place.objects.get()


@pytest.fixture(scope="session")
def frontend() -> Path:
    """Clean the NHS.UK frontend into this process's folder, as the first start does, and return the folder."""
    from moothall.kit.frontend import prepare_frontend

    prepare_frontend(settings.MOOTHALL_FRONTEND)
    return Path(settings.MOOTHALL_FRONTEND)


@pytest.fixture
def site(frontend: Path, live_server: Any, wagtail_root: Any) -> Any:
    """Return a served site at ``site.url``; what the test writes through the ORM is seen by its pages.

    With ``example_place`` asked for before it, the site is that of the example.
    """
    caches["default"].clear()  # rate counters: a flush leaves their table alone
    return live_server


@pytest.fixture(scope="session", autouse=True)
def static_files_by_their_own_server() -> None:
    """Spare every test client the search for a thousand static files: the served site has Django's own finder."""
    settings.WHITENOISE_USE_FINDERS = False
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Spare the tests the seconds that a password's hash takes on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Forget the pages that another test kept: two tests' newest audit entries may bear the same number."""
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def no_kept_content_types() -> None:
    """Forget the numbers of content types: they may be those of rows that another test laid down and took back."""
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the system's Chromium: nothing is downloaded."""
    found = next((path for path in map(shutil.which, filter(None, BROWSERS)) if path), None)
    if found is None:
        pytest.skip("Chromium is not there: make browser installs it")
    # Playwright keeps an event loop in this thread, and Django would refuse its database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": found, "args": BROWSER_ARGUMENTS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A reader in England at a desk; a test asks for a phone by ``page.set_viewport_size``."""
    return {
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def console_errors(page: Any) -> Iterator[list[str]]:
    """Collect what the browser's console calls an error, and every request to another host; both must stay empty."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if is_foreign(request.url) else None)
    yield errors
    assert errors == []


def is_foreign(address: str) -> bool:
    """Tell whether an address leaves this machine."""
    home = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")
    return not address.startswith(home)
