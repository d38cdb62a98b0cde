"""The locks: hashes for everything, addresses for nothing, one version of each package in both."""

import re
import tomllib

import pytest

from tests.house.source import ROOT

LOCKS = ["runtime", "dev"]


def read_lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.lock").read_text()


def list_pins(name: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+==\S+)", read_lock(name), flags=re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_carries_no_address(name):
    assert read_lock(name).count("://") == 0
    assert "index-url" not in read_lock(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_a_hash(name):
    entries = re.split(r"\n(?=\S)", read_lock(name).strip())
    assert len(entries) > 50
    assert [entry.split(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_is_what_was_tested():
    assert list_pins("runtime") <= list_pins("dev")


def test_every_named_dependency_is_locked_and_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    asked = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    locked = {pin.split("==")[0] for pin in list_pins("dev")}
    for requirement in asked:
        name = re.match(r"[A-Za-z0-9-]+", requirement)[0].lower()
        assert name in locked, f"{name} is asked for but not locked: make lock"
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert re.search(r'"[],]*\s*#\s*\w.{8,}', line), f"{name} stands without its reason"
