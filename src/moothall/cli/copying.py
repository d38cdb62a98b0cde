"""``moothall backup``: everything of the place into one file."""

from __future__ import annotations

import argparse

from moothall.cli.ready import start_with_place
from moothall.cli.saying import answer_json, count, note


def run(asked: argparse.Namespace) -> int:
    """Write the backup; 1 when the file is there already."""
    start_with_place()
    from moothall.kit.backup import DATA, write_backup

    manifest = write_backup(asked.file)
    rows, files = sum(manifest.rows.values()), len([name for name in manifest.members if name != DATA])
    size = asked.file.stat().st_size
    if asked.json:
        answer_json("backup", {"file": str(asked.file), "bytes": size, "rows": rows, "files": files})
    note(f"{asked.file}: {count(rows, 'row')}, {count(files, 'uploaded file')}, {size:,} bytes.")
    note("It holds password hashes and unpublished papers: keep it where only you can read it.")
    return 0
