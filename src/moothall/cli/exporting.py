"""``moothall export``: the place that is loaded as files that ``moothall load`` takes."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from moothall.cli.loading import list_files, list_known_files, list_loaders
from moothall.cli.ready import start_with_place
from moothall.cli.saying import answer_json, count, note
from moothall.kit.errors import RefusedError


def run(asked: argparse.Namespace) -> int:
    """Write the files; 1 when the folder is not empty."""
    start_with_place()
    files = export_folder(asked.folder, force=asked.force)
    if asked.json:
        answer_json("export", {"folder": str(asked.folder), "files": files})
    note(f"{count(len(files), 'file')} written into {asked.folder}.")
    return 0


def export_folder(folder: Path, *, force: bool = False) -> list[str]:
    """Write all files of the place as it stands at one moment into ``folder``, and return their names.

    They are written aside first: a failure leaves the folder as it was. With ``force`` files of an earlier export give
    way, and files that are no part of a place stay.

    Raises:
        RefusedError: the folder is not empty, or is no folder.
    """
    from moothall.kit.tables import one_moment

    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"{folder} is a file. Name a new folder.")
    if folder.exists() and any(folder.iterdir()) and not force:
        raise RefusedError(f"{folder} is not empty. Name a new folder, or write over an earlier export with --force.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as aside:
        with one_moment():
            for loader in list_loaders():
                loader.export(Path(aside))
        names = list_files(Path(aside))
        _put(Path(aside), folder, names)
    return names


def _put(aside: Path, folder: Path, names: list[str]) -> None:
    folder.mkdir(exist_ok=True)
    for name in set(list_known_files()) - set(names):
        (folder / name).unlink(missing_ok=True)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(aside / name, folder / name)
