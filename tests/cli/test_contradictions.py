"""Two rows that say different things of one record: both are kept and shown, and that they differ is said."""

import csv
import filecmp
import shutil
from pathlib import Path

import pytest
from django.test import Client

from moothall.cli.exporting import export_folder
from moothall.cli.loading import list_loaders, load_folder
from moothall.deliver.models import Action
from moothall.govern.models import Seat
from moothall.hall.facts import find_page
from moothall.kit.sheets import CONTRADICTIONS, STANDING, STEERING, Column, Sheet, keeps_contradictions
from moothall.places.models import Person
from tests.cli.place_files import FILES
from tests.snapshot import EXAMPLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var", "wagtail_root")]

SEATS = "govern/seats.csv"
SECOND = "moot,second,A chair,council,papers,7,stated\n"
OTHERWISE = "Papers of the moot, p. 7 says otherwise: label “A chair”. Both are kept."


def say_problems(report):
    return [str(problem) for problem in report.problems]


def add(place, file, row):
    (place / file).write_text(FILES[file] + row)
    return load_folder(place, confirm=True)


def test_the_first_row_is_the_record_and_the_other_is_kept_with_it(place):
    report = add(place, SEATS, SECOND)
    assert say_problems(report) == []
    assert report.contradictions == ["govern/seats.csv: lines 3 and 4 differ in label (seat:moot/second)"]
    seat = Seat.objects.get(slug="second")
    assert seat.label == "Second seat"
    assert seat.citation.contradicted == OTHERWISE
    assert Seat.objects.get(slug="health").citation.contradictions == ()


def test_both_rows_are_written_back_and_loaded_again_without_a_difference(place, tmp_path):
    add(place, SEATS, SECOND)
    export_folder(tmp_path / "out")
    with (tmp_path / "out" / SEATS).open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["slug"] == "second"]
    assert [(row["label"], row["page"]) for row in rows] == [("Second seat", "1"), ("A chair", "7")]
    again = load_folder(tmp_path / "out", confirm=True)
    assert (say_problems(again), again.differences) == ([], [])
    assert len(again.contradictions) == 1


def test_a_contradiction_that_is_mended_is_gone(place):
    add(place, SEATS, SECOND)
    assert say_problems(add(place, SEATS, "")) == []
    assert not Seat.objects.exclude(**{CONTRADICTIONS: []}).exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("moot,second,A chair,council,papers,1,stated\n", "line 4, board: This row has the same key as line 3, and"),
        ("moot,second,Second seat,council,papers,7,stated\n", "line 4, board: This row says the same as line 3"),
        ("moot,second,A chair,council,papers,,stated\n", "line 4, lines: A source names the page or the lines"),
        ("moot,second,A chair,nobody,papers,7,stated\n", "line 4, organisation: There is no organisation 'nobody'"),
        ("moot,second,A chair,council,papers,7,inferred\n", "line 4, lines: A record with status inferred must say"),
        ("moot,second,A chair,council,nowhere,7,stated\n", "line 4, source: There is no source document 'nowhere'"),
    ],
    ids=["same place", "same words", "no place", "unknown body", "inferred without why", "unknown paper"],
)  # fmt: skip
def test_what_is_no_contradiction_is_refused_and_nothing_is_written(row, said, place):
    assert any(f"{SEATS}, {said}" in problem for problem in say_problems(add(place, SEATS, row)))
    assert not Seat.objects.exists()


@pytest.mark.parametrize(("cell", "column"), [("exempt", "publicity"), ("open", "paragraph")])
def test_nothing_that_steers_who_sees_what_or_names_what_is_private_is_told(cell, column, tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "place")
    path = folder / ("deliver/actions.csv" if column == "paragraph" else "govern/agenda_items.csv")
    header, rows = read_rows(path)
    other = dict(next(row for row in rows if row["source"] and row.get(column, "x")), page="99")
    other[column] = "gloucestershire-hwb-2019-05-14/14.3" if column == "paragraph" else cell
    assert other[column] not in [row.get(column) for row in rows if row[header[0]] == other[header[0]]]
    write_rows(path, [*header, *({column} - set(header))], [*rows, other])
    problems = say_problems(load_folder(folder, confirm=False))
    assert [problem for problem in problems if f", {column}: It differs from line" in problem], problems


def test_without_people_a_row_that_differs_in_a_person_alone_is_none(place):
    row = "head-of-health,Head of Health,council,peter-wick,papers,7,stated\n"
    (place / "places/posts.csv").write_text(FILES["places/posts.csv"] + row)
    assert len(load_folder(place, confirm=False).contradictions) == 1
    report = load_folder(place, confirm=True, posts_only=True)
    assert (say_problems(report), report.contradictions) == ([], [])
    assert not Person.objects.exists()


def test_without_people_no_name_stands_in_what_another_row_says(place):
    row = "moot,second,The seat of Dr Tarn,council,papers,7,stated\n"
    (place / SEATS).write_text(FILES[SEATS] + row)
    assert say_problems(load_folder(place, confirm=True, posts_only=True)) == []
    assert "Tarn" not in str(Seat.objects.get(slug="second").source_contradictions)


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
        return list(reader.fieldnames or ()), rows


def write_rows(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def list_contradictable() -> list[Sheet]:
    """Return the files of the example whose rows come from papers."""
    sheets = [sheet for loader in list_loaders() for sheet in getattr(loader, "SHEETS", ())]
    return [sheet for sheet in sheets if keeps_contradictions(sheet) and (EXAMPLE / sheet.file).is_file()]


def choose_column(sheet: Sheet, row: dict[str, str]) -> tuple[Column, str] | None:
    """Return a column in which another row could say something else than this one, and what."""
    choices = {field.name: [key for key, _ in field.flatchoices] for field in sheet.model._meta.fields if field.choices}
    free = [column for column in sheet.columns if column.name not in {*sheet.key, *STANDING, *STEERING}]
    for column in (column for column in free if row.get(column.name) and column.target not in choices):
        if column.kind == "text":
            return column, f"{row[column.name]} or otherwise"
        if column.kind in ("int", "float", "decimal"):
            return column, str(int(float(row[column.name])) + 1)
    for column in (column for column in free if column.name in row):
        if column.target in choices:
            return column, next(key for key in choices[column.target] if key != row[column.name])
        if column.kind == "date":
            return column, "2031-12-31"
    return None


def contradict_every_file(folder: Path) -> dict[str, str]:
    """Add to every file a row that contradicts one of its rows; return what it says in a cell, by file."""
    said = {}
    for sheet in list_contradictable():
        header, rows = read_rows(folder / sheet.file)
        for row in rows:
            chosen = choose_column(sheet, row) if row["source"] else None
            if chosen:
                write_rows(folder / sheet.file, header, [*rows, {**row, chosen[0].name: chosen[1], "page": "99"}])
                said[sheet.file] = chosen[1]
                break
    return said


def test_in_every_file_of_the_example_both_are_kept_shown_and_written_back(tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "place")
    said = contradict_every_file(folder)
    sheets = {sheet.file: sheet for sheet in list_contradictable()}
    assert set(sheets) == set(said)
    report = load_folder(folder, confirm=True)
    assert say_problems(report) == []
    assert len(report.contradictions) == len(said) > 20
    unseen = []
    for file in said:
        record = sheets[file].model.objects.exclude(**{CONTRADICTIONS: []}).get()
        sentence = record.citation.contradicted
        assert " says otherwise: " in sentence
        page = find_page(record)
        pages = [page, f"{page}matrix/"] if file.startswith("plan/matrix") else [page]
        if page and not any(sentence in Client().get(one).content.decode().replace("&#39;", "'") for one in pages):
            unseen.append((file, page, sentence))
    assert unseen == []
    one, two = tmp_path / "one", tmp_path / "two"
    export_folder(one)
    assert load_folder(one, confirm=True).differences == []
    export_folder(two)
    files = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(one, two, files, shallow=False) == (files, [], [])


def test_a_contradiction_stands_in_table_and_api_too(tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "place")
    contradict_every_file(folder)
    load_folder(folder, confirm=True)
    action = Action.objects.exclude(**{CONTRADICTIONS: []}).get()
    (told,) = action.contradictions
    tables = ["actions", "priorities", "boards", "strategies", "organisations", "glossary", "indicators"]
    for table in tables:
        assert " says otherwise: " in Client().get(f"/{table}/download.csv").content.decode(), table
    answer = Client().get(f"/api/v1/actions/{action.slug}").json()
    assert answer["source"]["contradictions"] == [
        {"says": [list(pair) for pair in told.says], "document": told.document, "title": told.title, "page": "99",
         "lines": told.lines, "status": told.status, "because": told.because}
    ]  # fmt: skip
