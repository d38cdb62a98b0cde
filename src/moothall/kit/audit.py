"""The audit trail, written inside each act.

The newest entry is also the stamp of the public page cache: an act freshens every public page at once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Protocol

from django.db import IntegrityError, connection, transaction

from moothall.kit.errors import RepeatedError
from moothall.kit.models import AuditEntry, User

_once: ContextVar[str | None] = ContextVar("once", default=None)
_via: ContextVar[str] = ContextVar("via", default="desk")
_ACT_LOCK = 7_006_411  # an arbitrary number that only acts use

REPEATED = "This form was sent already, so nothing was done a second time. Look at the record to see what was saved."


class Referable(Protocol):
    """Anything with a stable reference."""

    @property
    def ref(self) -> str: ...


@contextmanager
def sent_once(key: str | None) -> Iterator[None]:
    """Let the first act inside use up ``key``: a second use of the same key is refused."""
    token = _once.set(key or None)
    try:
        yield
    finally:
        _once.reset(token)


@contextmanager
def came_by(via: str) -> Iterator[None]:
    """Say by which way acts come: desk, load, command line, link."""
    token = _via.set(via)
    try:
        yield
    finally:
        _via.reset(token)


def record(
    act: str, subject: Referable, *, by: User, why: str, scope: str = "", changed: Sequence[str] = ()
) -> AuditEntry:
    """Write one entry; must be called inside the act's transaction.

    ``changed`` names fields, never values, so that the trail holds no personal data.

    Raises:
        RepeatedError: the form's once-only key was used before.
    """
    _queue_behind_other_acts()
    once = _once.get()
    entry = AuditEntry(
        act=act, subject=subject.ref, scope=scope, by=by, why=why, via=_via.get(), changed=list(changed), once=once
    )
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        if was_sent(once):
            raise RepeatedError(REPEATED) from error
        raise
    _once.set(None)
    return entry


def was_sent(once: str | None) -> bool:
    """Say whether a form with this key was carried out before."""
    return bool(once) and AuditEntry.objects.filter(once=once).exists()


def stamp() -> int:
    """Return the number of the newest entry (0 when there is none)."""
    newest = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first()
    return newest or 0


def newest() -> tuple[int, datetime | None]:
    """Return the number of the newest entry and its instant; 0 and None before the first."""
    return AuditEntry.objects.order_by("-id").values_list("id", "at").first() or (0, None)


def newest_at(subject: str) -> datetime | None:
    """Return the instant of the newest act on a record, or None before the first."""
    return AuditEntry.objects.filter(subject=subject).order_by("-id").values_list("at", flat=True).first()


def _queue_behind_other_acts() -> None:
    """Make entries commit in the order of their numbers, so that the newest number is a true stamp."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ACT_LOCK])
