"""The first command of a stranger: which Python is taken, what is said without one, when nothing is done again."""

import os
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT

TOOLS = ["sh", "sed", "dirname", "env"]


@pytest.fixture
def machine(tmp_path):
    """A machine with nothing but a shell, on which a test puts the Pythons that it wants."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))
    return folder


def put_python(folder: Path, name: str, version: str, *, runs: bool = True, has_venv: bool = True) -> None:
    """Put a stand-in for a Python: it answers the questions that the script asks, and nothing else."""
    major_minor = tuple(int(part) for part in version.split(".")[:2])
    new_enough = 0 if major_minor >= (3, 11) else 1
    lines = [
        "#!/bin/sh",
        "exit 127" if not runs else "",
        'case "$2" in',
        f'  *"%d.%d.%d"*) echo {version};;',
        f"  *'(3, 11)'*) exit {new_enough};;",
        f"  *ensurepip*) exit {0 if has_venv else 1};;",
        f"  *executable*) echo {folder / name};;",
        "esac",
    ]
    path = folder / name
    path.write_text("\n".join(lines))
    path.chmod(0o755)


def find_python(folder: Path, **words: str) -> subprocess.CompletedProcess[str]:
    script = ROOT / "scripts" / "find_python.sh"
    surroundings = {"PATH": str(folder), **words}
    return subprocess.run(["sh", script], env=surroundings, capture_output=True, text=True, check=False)


def test_the_newest_python_that_works_is_taken(machine):
    put_python(machine, "python3", "3.9.2")
    put_python(machine, "python3.12", "3.12.1")
    put_python(machine, "python3.13", "3.13.0", runs=False)
    assert find_python(machine).stdout.strip() == str(machine / "python3.12")


def test_a_named_python_goes_before_the_others(machine):
    put_python(machine, "python3.13", "3.13.0")
    put_python(machine, "mine", "3.11.4")
    assert find_python(machine, PYTHON="mine").stdout.strip() == str(machine / "mine")


def test_an_old_python_is_explained(machine):
    put_python(machine, "python3", "3.9.2")
    answer = find_python(machine)
    assert answer.returncode == 1
    assert "needs Python 3.11 or newer. Found only: 3.9.2." in answer.stderr
    assert "make demo PYTHON=" in answer.stderr


def test_a_machine_without_python_is_told_what_to_install(machine):
    answer = find_python(machine)
    assert answer.returncode == 1
    assert "no Python was found" in answer.stderr


def test_a_python_without_venv_is_told_which_package_is_missing(machine):
    put_python(machine, "python3", "3.11.2", has_venv=False)
    answer = find_python(machine)
    assert answer.returncode == 1
    assert "apt-get install python3.11-venv" in answer.stderr


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """The script's functions, looking at a checkout of their own that has a ready environment."""
    functions = runpy.run_path(str(ROOT / "scripts" / "environment.py"))
    places = functions["is_current"].__globals__
    (tmp_path / "requirements").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    for kind in ("runtime", "dev"):
        (tmp_path / "requirements" / f"{kind}.lock").write_text("one==1 \\\n    --hash=sha256:00\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setitem(places, "ROOT", tmp_path)
    monkeypatch.setitem(places, "VENV", tmp_path / ".venv")
    monkeypatch.setitem(places, "runs", lambda python: True)
    return places


def mark_ready(environment, kind: str) -> None:
    environment["stamp"](kind).write_text(environment["fingerprint"](kind))


def test_an_environment_is_current_until_its_lock_changes(environment, tmp_path):
    assert not environment["is_current"]("runtime")
    mark_ready(environment, "runtime")
    assert environment["is_current"]("runtime")
    (tmp_path / "requirements" / "runtime.lock").write_text("one==2 \\\n    --hash=sha256:11\n")
    assert not environment["is_current"]("runtime")


def test_the_environment_of_the_tests_serves_the_demo_too_and_not_the_other_way(environment):
    mark_ready(environment, "dev")
    assert environment["is_current"]("runtime")
    environment["stamp"]("dev").unlink()
    mark_ready(environment, "runtime")
    assert not environment["is_current"]("dev")


def test_an_environment_whose_python_has_gone_is_not_current(environment, monkeypatch):
    mark_ready(environment, "runtime")
    monkeypatch.setitem(environment, "runs", lambda python: False)
    assert not environment["is_current"]("runtime")


def test_a_failed_install_says_the_last_words_and_leaves_no_stamp(environment, capsys):
    with pytest.raises(SystemExit):
        environment["run"](["sh", "-c", "echo no such package; exit 3"])
    said = capsys.readouterr().out
    assert "no such package" in said
    assert "run the same command again" in said


def test_each_package_is_told_as_it_comes(environment, capsys):
    counter = environment["PackageCounter"](3)
    for line in [
        "Collecting one==1 (from -r lock)",
        "  Downloading one.whl",
        "Ignoring two: markers",
        "Collecting three==3",
    ]:
        counter(line)
    assert capsys.readouterr().out.split() == ["[", "1/3]", "one==1", "[", "3/3]", "three==3"]


def test_the_demo_needs_no_home_folder_settings():
    """The scripts of the first start ask for nothing but a shell, Python and make."""
    text = (ROOT / "scripts" / "environment.sh").read_text() + (ROOT / "scripts" / "find_python.sh").read_text()
    assert not {"curl", "wget", "node", "npm", "docker", "sudo "} & set(text.replace("sudo apt-get", "").split())
    assert os.access(ROOT / "scripts" / "environment.sh", os.X_OK)
