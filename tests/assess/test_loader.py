"""The files of indicators: loaded, written back alike, and refused with file, line, column and fix."""

from pathlib import Path

import pytest

from moothall.assess.loader import SHEETS, export, load
from moothall.assess.models import Observation, ProfileItem, Series
from moothall.kit.acts import get_operator
from moothall.kit.models import AuditEntry
from moothall.kit.sheets import Report

pytestmark = pytest.mark.usefixtures("place")
FILES = {
    "indicators.csv": (
        "slug,name,short_name,question,reference,status,because\n"
        "short-sleep,Short sleep,Sleep,How many sleep too little?,A1,invented,made up\n"
    ),
    "indicator_versions.csv": (
        "indicator,number,definition,ci_method,value_type,unit,decimals,valid_min,valid_max,status,because\n"
        'short-sleep,1,"Adults, asked once",wilson,proportion,%,1,0,100,invented,made up\n'
    ),
    "profiles.csv": "slug,name,status,because\nkey-two,Second set,invented,made up\n",
    "profile_items.csv": (
        "profile,indicator,polarity,comparator_method,benchmark,confidence,order,status,because\n"
        "key-two,short-sleep,low,12,X90000001,99.8,3,invented,made up\n"
    ),
    "releases.csv": (
        "slug,title,licence,published_at,is_invented\npretend,Pretend release,None needed,2019-07-15T09:30,yes\n"
    ),
    "series.csv": "indicator,number,slug,sex,age\nshort-sleep,1,persons,persons,18+ years\nshort-sleep,1,men,male,\n",
    "observations.csv": (
        "indicator,number,series,area,release,period,value,lower_95,upper_95,lower_99_8,upper_99_8,value_status,"
        "status,because\n"
        "short-sleep,1,persons,X70000001,pretend,2017-18,32.1,31,33.3,30.1,34.2,published,invented,made up\n"
        "short-sleep,1,men,X70000001,pretend,,30,,,,,published,invented,made up\n"
        "short-sleep,1,persons,X60000001,pretend,2017/18,,,,,,suppressed_primary,invented,made up\n"
    ),
}


def write(folder: Path, **changes: tuple[str, str]) -> None:
    (folder / "assess").mkdir(exist_ok=True)
    for name, text in FILES.items():
        old, new = changes.get(name.partition(".")[0], ("", ""))
        assert old in text
        (folder / "assess" / name).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")


def enter(folder: Path) -> Report:
    report = Report()
    load(folder, by=get_operator(), report=report)
    return report


def test_the_files_become_records(tmp_path: Path) -> None:
    write(tmp_path)
    report = enter(tmp_path)
    assert report.problems == []
    assert report.counts["assess/observations.csv"]["created"] == 3
    row = Observation.objects.get(series__slug="persons", area__code="X70000001")
    assert (row.value, row.limits(95.0), row.limits(99.8)) == (32.1, (31.0, 33.3), (30.1, 34.2))
    assert (row.period, row.period_kind) == ("2017/18", "financial_year")
    assert row.release.is_invented
    assert row.release.published_at.isoformat() == "2019-07-15T08:30:00+00:00"
    item = ProfileItem.objects.get(profile__slug="key-two")
    assert (item.comparator_method, item.comparator.level, item.benchmark.name) == (12, 99.8, "Realm")
    assert Series.objects.count() == 2


def test_a_second_load_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    enter(tmp_path)
    entries = AuditEntry.objects.count()
    assert enter(tmp_path).differences == []
    assert AuditEntry.objects.count() == entries


def test_what_is_written_out_loads_back_the_same(tmp_path: Path) -> None:
    write(tmp_path)
    enter(tmp_path)
    first, second = tmp_path / "first", tmp_path / "second"
    export(first)
    report = enter(first)
    assert (report.problems, report.differences) == ([], [])
    export(second)
    for sheet in SHEETS:
        assert (first / sheet.file).read_bytes() == (second / sheet.file).read_bytes()


def test_a_changed_value_is_reported_with_both_numbers(tmp_path: Path) -> None:
    write(tmp_path)
    enter(tmp_path)
    write(tmp_path, observations=("32.1,31,", "32.4,31,"))
    reference = "observation:short-sleep/persons/X70000001/2017/18/pretend"
    assert enter(tmp_path).differences == [f"~ {reference} value: '32.1' → '32.4'"]


FAULTS = [
    ("observations", "short-sleep,1,persons", "long-sleep,1,persons", 2, "indicator", "no indicator 'long-sleep'"),
    (
        "observations",
        "short-sleep,1,persons",
        "short-sleep,2,persons",
        2,
        "series",
        "no series 'short-sleep/2/persons'",
    ),
    ("observations", "short-sleep,1,persons", "short-sleep,one,persons", 2, "series", "no series"),
    ("observations", "X70000001,pretend,2017-18", "X70000009,pretend,2017-18", 2, "area", "no area 'X70000009'"),
    ("observations", "32.1,31,33.3", "35.1,31,33.3", 2, "upper_95", "does not contain its value 35.1"),
    ("observations", "32.1,31,33.3", "32.1,34,33.3", 2, "lower_95", "34 is above the upper limit 33.3"),
    ("observations", "32.1,31,33.3", "32.1,,33.3", 2, "lower_95", "two limits"),
    ("observations", "32.1,31,33.3", "*,,", 2, "value", "'*' is not a number"),
    ("observations", "32.1,31,33.3,30.1,34.2", "320.1,,,,", 2, "value", "above 100"),
    ("observations", "30.1,34.2", "31.5,34.2", 2, "lower_99_8", "does not enclose"),
    ("observations", "2017/18,,,,,,supp", "2017/18,3,,,,,supp", 4, "value", "no value can stand here"),
    ("observations", "2017-18", "2018", 2, "period", "more than one way"),
    ("observations", "2017-18", "next year", 2, "period", "is not a period"),
    ("observations", ",published,invented", ",guessed,invented", 2, "value_status", "guessed"),
    ("series", "short-sleep,1,men", "short-sleep,9,men", 3, "number", "no indicator version 'short-sleep/9'"),
    ("series", "short-sleep,1,men", "short-sleep,1,persons", 3, "indicator", "same key as line 2"),
    ("profile_items", ",low,", ",lowish,", 2, "polarity", "lowish"),
    ("profile_items", ",99.8,", ",90,", 2, "confidence", "95 or 99.8"),
    ("profile_items", ",12,", ",5,", 2, "comparator_method", "5"),
    ("releases", "2019-07-15T09:30", "", 2, "published_at", "empty"),
    ("releases", "2019-07-15T09:30", "mid July", 2, "published_at", "not a day and time"),
    ("indicator_versions", ",0,100,", ",100,0,", 2, "valid_max", "not below the least"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "field", "reason"), FAULTS)
def test_a_fault_is_named_with_file_line_column_and_fix(
    tmp_path: Path, file: str, old: str, new: str, line: int, field: str, reason: str
) -> None:
    write(tmp_path, **{file: (old, new)})
    problems = enter(tmp_path).problems
    named = [p for p in problems if p.file == f"assess/{file}.csv" and p.line == line]
    assert named, problems
    assert named[0].field == field
    assert reason in named[0].reason
    assert named[0].fix


def test_two_spellings_of_one_period_in_one_file_are_refused(tmp_path: Path) -> None:
    row = "short-sleep,1,persons,X70000001,pretend,2017/18,32.2,31,33.3,30.1,34.2,published,invented,made up\n"
    write(tmp_path, observations=("short-sleep,1,men", row + "short-sleep,1,men"))
    problems = enter(tmp_path).problems
    assert [(problem.line, problem.field) for problem in problems] == [(3, "period")]
    assert "same record as line 2" in problems[0].reason
