"""A sheet is one declaration: it loads, refuses with line and column, and writes back what it read."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.kit.acts import get_operator
from moothall.kit.models import AuditEntry
from moothall.kit.sheets import Report, export_sheet, load_sheet
from moothall.places.loader import SHEETS
from moothall.places.models import Organisation, SourceDocument

pytestmark = pytest.mark.django_db
BY_FILE = {sheet.file: sheet for sheet in SHEETS}
HEADER = "slug,name,short_name,kind,parent,from_on,status,because\n"


def load(folder: Path, rows: str) -> Report:
    path = folder / "places" / "organisations.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER + rows, encoding="utf-8")
    report = Report()
    load_sheet(BY_FILE["places/organisations.csv"], folder, by=get_operator(), report=report)
    return report


ROW = "a,Council A,A,county_council,,2019-04-01,invented,made up for a test\n"


def test_a_row_becomes_a_record_and_the_report_says_so(tmp_path: Path) -> None:
    report = load(tmp_path, ROW)
    assert report.counts == {"places/organisations.csv": {"created": 1, "changed": 0, "same": 0}}
    assert report.differences == ["+ organisation:a"]
    assert Organisation.objects.get().from_on == date(2019, 4, 1)


def test_a_second_load_writes_nothing(tmp_path: Path) -> None:
    load(tmp_path, ROW)
    entries = AuditEntry.objects.count()
    report = load(tmp_path, ROW)
    assert report.differences == []
    assert AuditEntry.objects.count() == entries


def test_a_changed_cell_is_reported_with_both_values(tmp_path: Path) -> None:
    load(tmp_path, ROW)
    report = load(tmp_path, ROW.replace("Council A", "Council B"))
    assert report.differences == ["~ organisation:a name: 'Council A' → 'Council B'"]


def test_a_parent_is_found_by_its_key(tmp_path: Path) -> None:
    load(tmp_path, ROW + "b,Part,,other,a,,invented,made up for a test\n")
    assert Organisation.objects.get(slug="b").parent.slug == "a"


def test_what_many_rows_name_is_looked_up_once_and_what_the_file_itself_enters_each_time(tmp_path: Path) -> None:
    SourceDocument.objects.create(key="papers", title="Papers")
    header, rows = HEADER.replace("parent", "parent,source,page"), [ROW.replace(",,2019", ",,papers,1,2019")]
    rows += [f"b{n},Part {n},,other,a,papers,1,,stated,\n" for n in range(20)]
    path = tmp_path / "places" / "organisations.csv"
    path.parent.mkdir()
    path.write_text(header + "".join(rows), encoding="utf-8")
    with CaptureQueriesContext(connection) as asked:
        report = Report()
        load_sheet(BY_FILE["places/organisations.csv"], tmp_path, by=get_operator(), report=report)
    assert report.problems == []
    assert Organisation.objects.filter(parent__slug="a", source__key="papers").count() == 20
    about_papers = [query["sql"] for query in asked.captured_queries if "'papers'" in query["sql"]]
    assert len(about_papers) == 1
    about_parent = [query["sql"] for query in asked.captured_queries if "\"slug\" = 'a'" in query["sql"]]
    assert len(about_parent) >= 20


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("b,,x,other,,,invented,x\n", "name", "empty"),
        ("b,B,x,castle,,,invented,x\n", "kind", "none of the words that can stand here: county_council, "),
        ("b,B,x,other,nobody,,invented,x\n", "parent", "There is no organisation 'nobody'"),
        ("b,B,x,other,,31/07/2019,invented,x\n", "from_on", "not a day"),
        ("b,B,x,other,,,invented,\n", "source", "must say why"),
        ("b,B,x,other,,,stated,\n", "source", "needs a source"),
        ("a,B,x,other,,,invented,x\n", "slug", "same key as line 2"),
    ],
)
def test_a_broken_row_is_refused_with_line_column_and_fix(tmp_path: Path, row: str, field: str, reason: str) -> None:
    report = load(tmp_path, ROW + row)
    (problem,) = report.problems
    assert (problem.line, problem.field) == (3, field)
    assert reason in problem.reason
    assert problem.fix


def test_what_was_loaded_is_written_back_and_loads_as_the_same(tmp_path: Path) -> None:
    load(tmp_path, ROW)
    out = tmp_path / "out"
    export_sheet(BY_FILE["places/organisations.csv"], out)
    report = Report()
    load_sheet(BY_FILE["places/organisations.csv"], out, by=get_operator(), report=report)
    assert report.differences == []
    assert report.problems == []
