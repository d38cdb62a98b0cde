"""Migrations: complete, and able to build a place from nothing (the other tests build their tables without them)."""

import os
import subprocess
import sys

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.migrations


FIRST_START = """
import django
django.setup()
from moothall.kit.migrate import bring_up_to_date
bring_up_to_date(print)
"""


def run_python(folder, *words: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "MOOTHALL_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "moothall.config.settings"}
    surroundings.pop("DATABASE_URL", None)
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


def manage(folder, *words: str) -> subprocess.CompletedProcess[str]:
    return run_python(folder, str(ROOT / "manage.py"), *words)


def test_no_change_of_a_model_waits_for_its_migration(tmp_path):
    answer = manage(tmp_path, "makemigrations", "--check", "--dry-run")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_place_is_built_from_nothing_by_migrating(tmp_path):
    answer = run_python(tmp_path, "-c", FIRST_START)
    assert answer.returncode == 0, answer.stderr
    left = manage(tmp_path, "migrate", "--check")
    assert left.returncode == 0, left.stdout


def test_the_settings_of_a_laptop_pass_the_checks_of_the_framework(tmp_path):
    answer = manage(tmp_path, "check", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr
