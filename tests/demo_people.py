"""The demo's invented people inside a test: made as make demo makes them, and signed in by the one door."""

import tomllib
from datetime import date
from functools import cache
from typing import Any

from django.test import override_settings

from tests.snapshot import EXAMPLE

PASSWORD = "moss-lantern-harbour-57"
DAY = date(2019, 7, 22)


def live_as_the_demo(settings: Any) -> None:
    """Let the example live on the day before its Board's meeting, with the demo's one step of signing in."""
    settings.MOOTHALL_AS_AT = DAY
    settings.MOOTHALL_DEMO = True


@cache
def list_rows() -> dict[str, dict[str, Any]]:
    """Return the rows of the example's file of sign-ins by the part of the address before the @."""
    rows = tomllib.loads((EXAMPLE / "demo" / "sign_ins.toml").read_text(encoding="utf-8"))["sign_in"]
    return {row["email"].split("@")[0]: row for row in rows}


def make_people(*names: str) -> None:
    """Make some of the demo's accounts with their roles, such as "hari.clerk"."""
    from moothall.cli.demo import make_accounts

    with override_settings(MOOTHALL_DEMO=True, DEBUG=True):  # it gives passwords only there
        make_accounts([list_rows()[name] for name in names], PASSWORD)


def get_email(name: str) -> str:
    """Return the address with which somebody of the demo signs in."""
    return str(list_rows()[name]["email"])


def sign_in_as(client: Any, name: str) -> None:
    """Sign a test client in as somebody of the demo, by the page of signing in."""
    answer = client.post("/sign-in/", {"login": get_email(name), "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
