"""One at a time: loading, restoring and migrating never run twice at once on one installation."""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from moothall.kit.errors import RefusedError


@contextmanager
def only_one(name: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock ``name`` while the block runs. It ends with the process, however that ends.

    The file lock is for this machine; on PostgreSQL an advisory lock also holds off other machines.

    Raises:
        RefusedError: somebody else holds it, unless ``wait``.
    """
    busy = RefusedError(f"Another {name} is running on this installation. Try again when it is done.")
    folder: Path = settings.VAR
    with (folder / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        with _hold_in_database(name, wait=wait, busy=busy):
            yield


@contextmanager
def _hold_in_database(name: str, *, wait: bool, busy: RefusedError) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    number = zlib.crc32(f"moothall {name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)" if wait else "SELECT pg_try_advisory_lock(%s)", [number])
        held = wait or cursor.fetchone() == (True,)
    if not held:
        raise busy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
