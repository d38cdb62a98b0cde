"""Data folders for tests of the program: one for the process of the tests, and a migrated one for other processes."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.place_files import write_place
from tests.cli.program_runs import surroundings


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with the files of a small place."""
    return write_place(tmp_path / "place")


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    """Let this process keep its data in a folder of the test's own."""
    folder = tmp_path / "var"
    for part in (folder / "media", folder / "private", folder / "frontend" / "nhsuk"):
        part.mkdir(parents=True)
    (folder / "frontend" / "nhsuk" / "nhsuk.min.css").write_text("")
    settings.VAR = folder
    settings.MEDIA_ROOT = folder / "media"
    settings.MOOTHALL_PRIVATE = folder / "private"
    settings.MOOTHALL_FRONTEND = folder / "frontend"
    return folder


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder whose tables were made by migrating, once for all tests of this session."""
    folder = tmp_path_factory.mktemp("migrated") / "var"
    code = "from moothall.cli.ready import start_with_tables; start_with_tables()"
    subprocess.run([sys.executable, "-c", code], env=surroundings(folder), check=True, capture_output=True)
    return folder


@pytest.fixture
def own_var(migrated: Path, tmp_path: Path) -> Path:
    """Return a copy of the migrated data folder, for runs of the program in other processes."""
    folder = tmp_path / "data"
    shutil.copytree(migrated, folder)
    return folder
