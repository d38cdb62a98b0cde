"""Loading a place's files: a look first, then all or nothing, and nothing twice."""

import json
import os
from argparse import Namespace
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError

from moothall.cli import loading
from moothall.govern.models import Appointment, Board
from moothall.kit.errors import RefusedError
from moothall.kit.locks import only_one
from moothall.kit.models import AuditEntry, User
from moothall.kit.placefiles import FileProblem
from moothall.places.models import Person, Place, SourceDocument
from tests.cli.place_files import FILES, write_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var", "wagtail_root")]


def ask(folder, **more):
    return Namespace(
        **{"folder": folder, "confirm": False, "dry_run": False, "posts_only": False, "json": False, **more}
    )


@pytest.fixture
def ready(monkeypatch):
    """The tests' own database stands in for the program's."""
    monkeypatch.setattr(loading, "start_with_tables", lambda: None)
    monkeypatch.setenv("MOOTHALL_TIME_ZONE", "Europe/London")


def say_problems(report):
    return [str(problem) for problem in report.problems]


def test_a_dry_run_tells_the_differences_and_writes_nothing(place):
    report = loading.load_folder(place, confirm=False)
    assert "+ board:moot" in report.differences
    assert report.counts["govern/seats.csv"] == {"created": 2, "changed": 0, "same": 0}
    assert not Place.objects.exists()
    assert not User.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_load_writes_all_by_the_operator_and_says_by_which_way(place):
    assert say_problems(loading.load_folder(place, confirm=True)) == []
    assert Place.objects.get().name == "Middleshire"
    assert Appointment.objects.count() == 2
    entries = AuditEntry.objects.filter(act="enter_record")
    assert {(entry.via, entry.by.is_operator) for entry in entries} == {("load", True)}


def test_a_second_load_does_nothing_and_leaves_no_trace(place):
    loading.load_folder(place, confirm=True)
    entries = AuditEntry.objects.count()
    report = loading.load_folder(place, confirm=True)
    assert report.differences == []
    assert AuditEntry.objects.count() == entries


def test_a_changed_value_is_shown_before_and_after_and_nothing_else_is_touched(place):
    loading.load_folder(place, confirm=True)
    entries = AuditEntry.objects.count()
    write_place(place, govern__boards_csv=FILES["govern/boards.csv"].replace("Middleshire Moot", "Great Moot"))
    report = loading.load_folder(place, confirm=True)
    assert report.differences == ["~ board:moot name: 'Middleshire Moot' → 'Great Moot'"]
    assert Board.objects.get(slug="moot").name == "Great Moot"
    assert AuditEntry.objects.count() == entries + 1


BROKEN = {
    "an unknown column": ("govern/boards.csv", "slug,nmae,kind\nmoot,Moot,partnership\n", "line 1, nmae: There is no"),
    "an unknown reference": (
        "govern/seats.csv",
        "board,slug,label,source,page,status\nmoat,health,Seat,papers,1,stated\n",
        "line 2, board: There is no board 'moat'",
    ),
    "two holders of one seat": (
        "govern/appointments.csv",
        FILES["govern/appointments.csv"] + "moot/health,peter-wick,2019-03-01,papers,1,stated\n",
        "line 4",
    ),
    "a row without a source": (
        "places/organisations.csv",
        "slug,name,kind,source,status\ncouncil,Council,county_council,,stated\n",
        "line 2, source: A record needs a source",
    ),
    "broken TOML": ("place.toml", "name = \n", "line 1: Not TOML"),
    "a colour that cannot be read": (
        "place.toml",
        FILES["place.toml"].replace("#003d73", "#ffff00"),
        "line 4, colour: White words",
    ),
}


@pytest.mark.parametrize(("file", "text", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named_with_line_field_and_reason_and_nothing_is_written(file, text, said, place):
    (place / file).write_text(text)
    report = loading.load_folder(place, confirm=True)
    assert any(problem.startswith(file) and said in problem for problem in say_problems(report)), report.problems
    assert all(problem.fix for problem in report.problems)
    assert not SourceDocument.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("file", [name for name, text in FILES.items() if ",1,stated" in text])
def test_a_source_that_names_neither_page_nor_lines_is_refused_in_every_file(file, place):
    (place / file).write_text(FILES[file].replace(",1,stated", ",,stated"))
    problems = say_problems(loading.load_folder(place, confirm=True))
    assert f"{file}, line 2, lines: A source names the page or the lines where the fact stands" in "\n".join(problems)
    assert not AuditEntry.objects.exists()


def test_a_wrong_encoding_is_refused(place):
    (place / "govern/boards.csv").write_bytes("slug,name\nmöot,Moot".encode("latin-1"))
    assert (
        "govern/boards.csv, line 2: The file is not UTF-8 text."
        in say_problems(loading.load_folder(place, confirm=True))[0]
    )


def test_a_toml_of_20_mb_is_refused_unread(place):
    (place / "place.toml").write_bytes(b"#" * 20_000_000)
    report = loading.load_folder(place, confirm=True)
    assert "20,000,000 bytes" in str(report.problems[0])
    assert not SourceDocument.objects.exists()


def test_problems_of_all_files_are_told_at_once(place):
    (place / "govern/boards.csv").write_text("slug,nmae\n")
    (place / "places/posts.csv").write_text("slug,tilte\n")
    named = {problem.file for problem in loading.load_folder(place, confirm=True).problems}
    assert {"govern/boards.csv", "places/posts.csv"} <= named


def test_a_misspelt_file_is_not_passed_over_in_silence(place):
    (place / "govern/board.csv").write_text("slug,name\n")
    (place / "notes.docx").write_text("")
    (place / ".hidden").write_text("")
    report = loading.load_folder(place, confirm=True)
    assert say_problems(report) == [
        "govern/board.csv: Unknown file. Did you mean govern/boards.csv?",
        "notes.docx: Unknown file. Take it out of the folder.",
    ]
    assert not Place.objects.exists()


def test_a_folder_with_thousands_of_files_is_no_place(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "MOST_FILES", 2)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("")
    with pytest.raises(RefusedError, match="more than 2 files"):
        loading.list_files(tmp_path)


def test_two_loads_do_not_run_at_once(place):
    with only_one("load"), pytest.raises(RefusedError, match="Another load is running"):
        loading.load_folder(place, confirm=True)
    assert not Place.objects.exists()


class FakeLoader:
    """A stage whose loader fails in a way that it does not name itself."""

    __name__ = "moothall.places.loader"
    SHEETS = ()

    def __init__(self, error):
        self.error = error

    def load(self, folder, *, by, report):
        raise self.error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IntegrityError("a key stands twice"), "the files of places: a key stands twice."),
        (FileProblem("place.toml", 3, "name", "Too long.", "Shorten it."), "place.toml, line 3, name: Too long."),
    ],
)
def test_a_fault_that_a_stage_lets_through_is_a_problem_and_no_traceback(error, said, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(loading, "list_loaders", lambda: [FakeLoader(error)])
    report = loading.load_folder(tmp_path / "empty", confirm=True)
    assert say_problems(report)[0].startswith(said)


def test_a_database_that_refuses_at_the_end_is_a_refusal(place, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("constraint failed")

    monkeypatch.setattr(loading, "load_stage", fail)
    with pytest.raises(RefusedError, match="nothing was written: constraint failed"):
        loading.load_folder(place, confirm=True)


def test_run_answers_0_and_says_what_to_do_next(place, ready, capsys):
    assert loading.run(ask(place)) == 0
    out, err = capsys.readouterr()
    assert "+ board:moot" in out
    assert f"moothall load {place} --confirm" in err
    assert loading.run(ask(place, confirm=True)) == 0
    assert "Loaded." in capsys.readouterr().err
    assert loading.run(ask(place, confirm=True)) == 0
    assert "Nothing to do" in capsys.readouterr().err


def test_run_answers_1_with_every_problem_and_nothing_on_standard_output(place, ready, capsys, monkeypatch):
    monkeypatch.setattr(loading, "MOST_PROBLEMS_SHOWN", 1)
    for name in ("one.txt", "two.txt"):
        (place / name).write_text("")
    assert loading.run(ask(place, confirm=True)) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "one.txt: Unknown file." in err
    assert "... and 1 more" in err
    assert "2 problems: nothing was written." in err


def test_run_gives_one_document_with_the_same_bytes_each_time(place, ready, capsys):
    assert loading.run(ask(place, json=True)) == 0
    first = capsys.readouterr().out
    loading.run(ask(place, json=True))
    assert capsys.readouterr().out == first
    tree = json.loads(first)
    assert next(iter(tree)) == "schema"
    assert tree["schema"] == "moothall.load/1"
    assert tree["written"] is False
    assert tree["counts"]["sources.csv"]["created"] == 1


@pytest.mark.parametrize("more", [{"confirm": True, "dry_run": True}, {"folder": "nowhere"}])
def test_run_answers_2_to_wrong_use(more, place, ready):
    more = {name: Path(value) if name == "folder" else value for name, value in more.items()}
    assert loading.run(ask(more.pop("folder", place), **more)) == 2


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ('time_zone = "Europe/Paris"', "Europe/Paris"),
        ('time_zone = "Mars/Base"', None),
        ("name = ", None),
        (None, None),
    ],
)
def test_times_of_day_are_read_in_the_place_s_own_zone(text, zone, tmp_path, monkeypatch):
    monkeypatch.setenv("MOOTHALL_TIME_ZONE", "as before")
    monkeypatch.delenv("MOOTHALL_TIME_ZONE")
    if text is not None:
        (tmp_path / "place.toml").write_text(text)
    loading.take_time_zone(tmp_path)
    assert os.environ.get("MOOTHALL_TIME_ZONE") == zone


# --- Posts only -------------------------------------------------------------------------------------------------------


def test_posts_only_loads_no_person_and_no_name(place):
    report = loading.load_folder(place, confirm=True, posts_only=True)
    assert say_problems(report) == []
    assert not Person.objects.exists()
    assert report.left_out["places/people.csv"] == 2
    purpose = Board.objects.get(slug="moot").purpose
    assert purpose == "Head of Health and Second seat wrote this purpose."


def test_posts_only_is_repeatable(place):
    loading.load_folder(place, confirm=True, posts_only=True)
    assert loading.load_folder(place, confirm=True, posts_only=True).differences == []


def test_posts_only_is_refused_where_people_are_loaded_already(place):
    loading.load_folder(place, confirm=True)
    with pytest.raises(RefusedError, match="People are loaded here already"):
        loading.load_folder(place, confirm=True, posts_only=True)


def test_posts_only_with_a_broken_people_file_is_refused_as_any_load(place):
    (place / "places/people.csv").write_text('slug,name\n"unclosed')
    report = loading.load_folder(place, confirm=True, posts_only=True)
    assert report.problems
    assert not Place.objects.exists()


def test_posts_only_needs_no_file_of_people(place):
    for name in ("people", "posts"):
        (place / f"places/{name}.csv").unlink()
    (place / "govern/appointments.csv").unlink()
    assert say_problems(loading.load_folder(place, confirm=True, posts_only=True)) == []
