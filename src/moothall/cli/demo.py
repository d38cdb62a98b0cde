"""``moothall demo``: the example place on this laptop, from nothing to a page, and in seconds the second time."""

from __future__ import annotations

import argparse
import hashlib
import os
import time
import tomllib
from pathlib import Path
from typing import Any

from moothall.cli.loading import list_files, load_folder, show_counts, show_problems
from moothall.cli.ready import start_django
from moothall.cli.saying import answer, note
from moothall.cli.serving import refuse_taken_port
from moothall.kit.errors import RefusedError

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "gloucestershire-2019"
SIGN_INS = "demo/sign_ins.toml"
WORKERS = 2


def run(asked: argparse.Namespace) -> int:
    """Make everything ready, then serve; 2 when the port is taken, 1 when this is no demo."""
    began = time.monotonic()
    if not asked.no_serve:
        refuse_taken_port_first(asked.port)
    surround(port=asked.port, data=asked.data)
    note("1/5  Starting")
    start_django()
    refuse_what_is_no_demo()
    prepare()
    sign_ins = prepare_sign_ins(EXAMPLE)
    print_sign_ins(sign_ins)
    if asked.no_serve:
        note(f"Ready after {time.monotonic() - began:.0f} seconds. Serve it with: make demo")
        return 0
    serve_demo(asked.port, began)
    return 0


def refuse_taken_port_first(port: int) -> None:
    """Look at the port without Django, since that is not loaded yet.

    Raises:
        SystemExit: with 2, when somebody listens there.
    """
    refuse_taken_port(port, "make demo PORT={port}")


def surround(*, port: int, data: Path | None) -> None:
    """Set the demo's own surroundings before the settings are read.

    Raises:
        RefusedError: the example is not there, since this is no checkout.
    """
    if not (EXAMPLE / "place.toml").is_file():
        raise RefusedError(f"The example place is not at {EXAMPLE}: run the demo from a checkout of Moothall.")
    if data is not None:
        os.environ["MOOTHALL_VAR"] = str(data)
    os.environ["MOOTHALL_DEMO"] = "1"
    os.environ.setdefault("MOOTHALL_DEBUG", "1")
    place = tomllib.loads((EXAMPLE / "place.toml").read_text(encoding="utf-8"))
    os.environ.setdefault("MOOTHALL_AS_AT", str(place.get("as_at", "")))
    os.environ.setdefault("MOOTHALL_TIME_ZONE", str(place.get("time_zone", "Europe/London")))
    os.environ["MOOTHALL_ADDRESS"] = f"http://localhost:{port}"


def refuse_what_is_no_demo() -> None:
    """Stop where the demo's printed passwords could open something real.

    Raises:
        RefusedError: debug is off, or the database holds another place.
    """
    from django.conf import settings
    from django.db import connection

    from moothall.places.models import Place

    if not settings.DEBUG:
        raise RefusedError(
            "The demo does not start with MOOTHALL_DEBUG off: its passwords are printed. "
            "Use moothall serve for a place of your own."
        )
    if Place._meta.db_table in connection.introspection.table_names():
        other = Place.objects.filter(is_example=False).values_list("name", flat=True).first()
        if other is not None:
            raise RefusedError(
                f"This database holds {other}, which is not the example. Serve it with moothall serve, "
                "or keep the demo apart with moothall demo --data DIR."
            )


def prepare() -> None:
    """Bring frontend, tables, roots and the example up to date, with a line for each."""
    from django.conf import settings

    from moothall.kit.frontend import prepare_frontend
    from moothall.kit.migrate import bring_up_to_date
    from moothall.kit.wagtail_roots import make_wagtail_roots

    note("2/5  The look: NHS.UK frontend, cleaned")
    prepare_frontend(settings.MOOTHALL_FRONTEND)
    note(f"3/5  The database in {settings.VAR}")
    bring_up_to_date(lambda text: note(f"     {text}"))
    make_wagtail_roots()
    note("4/5  The example place")
    load_example(EXAMPLE)


def load_example(folder: Path) -> None:
    """Load the example unless its files are those that were loaded last.

    Raises:
        RefusedError: the example's files are refused.
    """
    from django.conf import settings

    from moothall.places.models import Place

    stamp: Path = settings.VAR / "demo-example.stamp"
    wanted = fingerprint(folder)
    if Place.objects.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return
    note("     Loading its files (some seconds)")
    report = load_folder(folder, confirm=True)
    if report.problems:
        show_problems(report.problems)
        raise RefusedError("The example could not be loaded; nothing was written.")
    show_counts(report)
    stamp.write_text(wanted)


def fingerprint(folder: Path) -> str:
    """Change with any byte or name of the folder's files."""
    digest = hashlib.sha256()
    for name in list_files(folder):
        digest.update(name.encode() + b"\0" + hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()


# --- Who can sign in --------------------------------------------------------------------------------------------------


def prepare_sign_ins(folder: Path) -> list[dict[str, Any]]:
    """Make the demo's invented accounts with their roles, and give them all one freshly made password.

    The password is kept in ``demo-sign-ins.txt`` beside the database, for its owner's eyes only, and stays the same
    from start to start.
    """
    from django.conf import settings

    from moothall.kit.models import User

    rows: list[dict[str, Any]] = tomllib.loads((folder / SIGN_INS).read_text(encoding="utf-8"))["sign_in"]
    kept: Path = settings.VAR / "demo-sign-ins.txt"
    emails = {row["email"] for row in rows}
    password = read_password(kept)
    held = set(User.objects.filter(email__in=emails, is_invented=True).values_list("email", flat=True))
    if password is None or held != emails or not works(rows[0]["email"], password):
        note("5/5  Sign-ins for trying the desk")
        password = make_password()
        make_accounts(rows, password)
        write_sign_ins(kept, rows, password)
    return [{**row, "password": password} for row in rows]


def make_password() -> str:
    """Return a password that can be read out and typed: eight syllables and two digits, some 57 bits."""
    import secrets

    syllables = [secrets.choice("bdfghjklmnprstvz") + secrets.choice("aeiou") for _ in range(8)]
    pairs = ["".join(syllables[i : i + 2]) for i in range(0, 8, 2)]
    return "-".join(pairs) + f"-{secrets.randbelow(90) + 10}"


def works(email: str, password: str) -> bool:
    """Tell whether the kept password still opens the account."""
    from moothall.kit.models import User

    return User.objects.get(email=email).check_password(password)


def make_accounts(rows: list[dict[str, Any]], password: str) -> None:
    """Make each account, its role and its link to an invented person, all in one transaction, by the operator."""
    from django.db import transaction

    from moothall.kit import audit
    from moothall.kit.acts import get_operator, give_demo_password, give_role, invite_person
    from moothall.places.acts import link_account
    from moothall.places.models import Person

    with audit.came_by("demo"), transaction.atomic():
        by = get_operator()
        for row in rows:
            user = invite_person(by=by, email=row["email"], name=row["name"], is_invented=True)
            if not user.grants.in_force().filter(role=row["role"], scope=row["scope"]).exists():
                give_role(by=by, user=user, role=row["role"], scope=row["scope"])
            give_demo_password(by=by, user=user, password=password)
            person = Person.objects.filter(slug=row["person"]).first() if row.get("person") else None
            if person is not None:
                link_account(by=by, person=person, user=user)


def read_password(kept: Path) -> str | None:
    """Return the password of the last start, or None."""
    if not kept.is_file():
        return None
    lines = kept.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix("password: ") for line in lines if line.startswith("password: ")), None)


def write_sign_ins(kept: Path, rows: list[dict[str, Any]], password: str) -> None:
    """Keep the password where only the owner of this account can read it."""
    kept.unlink(missing_ok=True)
    handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("# Sign-ins of the demo on this laptop. All of them are invented people.\n")
        file.write(f"password: {password}\n")
        file.writelines(f"{row['email']}\n" for row in rows)


def print_sign_ins(rows: list[dict[str, Any]]) -> None:
    """Print who can sign in, and as what."""
    width = max(len(row["email"]) for row in rows)
    answer("")
    answer("Sign in as one of these invented people (all have the same password):")
    for row in rows:
        answer(f"  {row['email']:{width}}  {row['password']}  {row['role']}")
    answer("")


# --- Serving ----------------------------------------------------------------------------------------------------------


def serve_demo(port: int, began: float) -> None:
    """Serve on this machine alone, and print the address once it answers."""
    from moothall.kit.server import list_addresses, serve

    def ready() -> None:
        note(f"Ready after {time.monotonic() - began:.0f} seconds. Stop it with Ctrl-C; your data stays.")
        answer(f"Open  http://localhost:{port}")

    serve(addresses=list_addresses(port), workers=WORKERS, ready=ready, stopped=lambda: note("Stopped."))
