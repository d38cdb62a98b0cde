"""Data is never code: no area code and no person of an example stands under src."""

import csv
import re

import pytest

from tests.house.source import PACKAGE, ROOT, list_files, read_text, short

GSS_CODE = re.compile(r"\b[EWSN]\d{8}\b")
SOURCES = [path for path in list_files() if path.is_relative_to(PACKAGE)]
PEOPLE_FILES = [path for path in list_files() if path.name == "people.csv" and path.is_relative_to(ROOT / "examples")]


def list_people() -> list[str]:
    rows = [row for path in PEOPLE_FILES for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    names = {(row.get("name") or "").strip() for row in rows}
    return sorted(name for name in names if " " in name)


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_no_area_code_stands_in_the_code(path):
    assert GSS_CODE.findall(read_text(path) or "") == []


def test_no_person_of_an_example_stands_in_the_code():
    people = list_people()
    assert people, "the example has people"
    texts = {short(path): read_text(path) or "" for path in SOURCES}
    assert [f"{name} in {file}" for file, text in texts.items() for name in people if name in text] == []


def test_an_example_carries_no_address_or_telephone_number_of_a_person():
    """Names of public office holders come from published papers; ways to reach them do not come along."""
    reachable = re.compile(
        r"\b[\w.+-]+@(?![\w.-]*\b(?:example|invalid|localhost)\b)[\w-]+\.\w[\w.]*|\b0\d{3,4}[ ]?\d{3}[ ]?\d{3,4}\b"
    )
    files = [path for path in list_files() if path.is_relative_to(ROOT / "examples")]
    assert [short(path) for path in files if reachable.search(read_text(path) or "")] == []
