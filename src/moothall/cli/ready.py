"""Getting Django and the tables ready for a word that needs them."""

from __future__ import annotations

import os

from moothall.cli.saying import note
from moothall.kit.errors import RefusedError


def start_django() -> None:
    """Read the settings and load the applications (about a second)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.config.settings")
    import django

    django.setup()


def start_with_tables() -> None:
    """Start Django and bring the tables up to date, after a copy where a place stands in them."""
    start_django()
    from moothall.kit.migrate import bring_up_to_date

    bring_up_to_date(note)


def start_with_place() -> None:
    """Start Django on tables that are up to date already: a word that only reads changes none.

    Raises:
        RefusedError: there are no tables, or they are older than this version.
    """
    start_django()
    from moothall.kit.migrate import is_current

    if not is_current():
        raise RefusedError(
            "The tables are not there or not up to date. Run moothall serve or moothall load first: "
            "either brings them up to date, after a copy."
        )
