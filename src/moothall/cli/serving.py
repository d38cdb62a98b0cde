"""``moothall serve``: the loaded place, as others may reach it.

Two processes make a site: this one (web), and ``python manage.py db_worker`` (background work such as the search index,
and what is due by the clock). Run both, each by the machine's own service manager, with the same MOOTHALL_* settings,
and an https proxy in front of this one.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from moothall.cli.ready import start_django
from moothall.cli.saying import answer, note
from moothall.kit.errors import RefusedError

WORKER = "python manage.py db_worker"


def run(asked: argparse.Namespace) -> int:
    """Check the settings, bring tables and files up to date, and serve until stopped."""
    os.environ.setdefault("MOOTHALL_ADDRESS", f"http://localhost:{asked.port}")  # refused below where others read
    start_django()
    from django.conf import settings

    from moothall.kit.server import count_workers, list_addresses, serve

    refuse_laptop_defaults()
    refuse_taken_port(asked.port, "moothall serve --port {port}")
    prepare()
    note_time_zone()
    workers = asked.workers or count_workers()

    def ready() -> None:
        answer(f"Serving {settings.MOOTHALL_ADDRESS} on port {asked.port} of this machine, {workers} processes.")
        note(f"Background work (search index, pages at their hour) is done by a second process:  {WORKER}")

    serve(addresses=list_addresses(asked.port), workers=workers, ready=ready, stopped=lambda: note("Stopped."))
    return 0


def refuse_laptop_defaults() -> None:
    """Stop when MOOTHALL_DEBUG is off and a setting is still that of a laptop.

    Raises:
        RefusedError: with each setting and what to do.
    """
    from moothall.kit.checks import check_settings

    messages = check_settings()
    for message in messages:
        note(f"{message.id}: {message.msg}\n    {message.hint}")
    errors = [message for message in messages if message.is_serious()]
    if errors:
        raise RefusedError(f"Not started: {len(errors)} of the settings are not safe where others can reach the site.")


def refuse_taken_port(port: int, command: str) -> None:
    """Stop when somebody listens on the port, before anything slow is done.

    Raises:
        SystemExit: with 2 and the next free port.
    """
    from moothall.kit.server import find_free_port, is_free

    try:
        if is_free(port):
            return
        reason = f"Port {port} is in use."
    except PermissionError:
        reason, port = f"Port {port} is for the system's administrator alone.", 7999
    free = find_free_port(port)
    note(f"{reason} Try: {command.format(port=free)}" if free else reason)
    raise SystemExit(2)


def prepare() -> None:
    """Bring the tables, the frontend and the static files up to date."""
    from django.conf import settings

    from moothall.kit.frontend import prepare_frontend
    from moothall.kit.migrate import bring_up_to_date

    prepare_frontend(settings.MOOTHALL_FRONTEND)
    bring_up_to_date(note)
    collect_static()


def collect_static() -> None:
    """Gather the static files with hashed names where they changed; with MOOTHALL_DEBUG on nothing is gathered."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEBUG:
        return
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    wanted = fingerprint_static()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    note("Gathering the static files (half a minute)")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def fingerprint_static() -> str:
    """Change with any static file's name, length or time."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    found: Iterable[tuple[str, Path]] = (
        (name, Path(storage.path(name))) for finder in get_finders() for name, storage in finder.list([])
    )
    for name, path in sorted(found):
        status = path.stat()
        digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def note_time_zone() -> None:
    """Say so when the place's own time zone is not the one that the settings give."""
    from django.conf import settings

    from moothall.places.models import Place

    place = Place.objects.first()
    if place is None:
        note("No place is loaded yet:  moothall load DIR --confirm")
    elif place.time_zone != settings.TIME_ZONE:
        note(f"The place's clocks go by {place.time_zone}: set MOOTHALL_TIME_ZONE={place.time_zone}.")
