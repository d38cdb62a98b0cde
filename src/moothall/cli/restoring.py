"""``moothall restore``: a backup in the stead of what is here."""

from __future__ import annotations

import argparse
from pathlib import Path

from moothall.cli.ready import start_with_tables
from moothall.cli.saying import answer_json, count, note
from moothall.kit.errors import RefusedError


def run(asked: argparse.Namespace) -> int:
    """Restore the file; 1 when it is refused, or when a place is here and --confirm is missing."""
    start_with_tables()
    restored, kept = restore(asked.file, confirm=asked.confirm)
    if asked.json:
        answer_json("restore", {"file": str(asked.file), "rows": restored, "kept": str(kept) if kept else None})
    note(f"Restored {count(restored, 'row')} from {asked.file}. Everybody has to sign in again.")
    return 0


def restore(file: Path, *, confirm: bool) -> tuple[int, Path | None]:
    """Restore ``file`` and return how many rows it had, and where the place that was here is kept.

    Raises:
        RefusedError: a place is here and ``confirm`` is off; or the file is damaged, foreign, or of another version.
        OSError: the file cannot be opened.
    """
    from django.conf import settings

    from moothall.kit import clock
    from moothall.kit.backup import open_backup, write_backup
    from moothall.kit.restore import restore_backup
    from moothall.kit.tables import has_records

    with open_backup(file):
        note(f"{file} is whole.")
    kept = None
    if has_records():
        if not confirm:
            raise RefusedError("This database holds a place already. To replace it, say --confirm: it is copied first.")
        kept = settings.VAR / "backups" / f"before-restore-{clock.now():%Y%m%dT%H%M%S%f}.zip"
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_backup(kept)
        note(f"What was here is kept in {kept}.")
    return sum(restore_backup(file).rows.values()), kept
