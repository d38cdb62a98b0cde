"""A place's files: strict, bounded, and exact about where a fault lies."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kit.placefiles import MAX_BYTES, FileProblem, find_toml_line, read_csv, read_toml, write_csv


def write(folder: Path, text: str | bytes, name: str = "rows.csv") -> None:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def read(folder: Path) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_csv(folder, "rows.csv", required=["key"], optional=["name"])]


def test_rows_come_with_the_line_on_which_they_begin(tmp_path: Path) -> None:
    write(tmp_path, 'key,name\na,"two\nlines"\n\nb,B\n')
    rows = read_csv(tmp_path, "rows.csv", required=["key"], optional=["name"])
    assert [(row.line, row.cells["key"]) for row in rows] == [(2, "a"), (5, "b")]


def test_an_absent_file_has_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "line", "field", "reason"),
    [
        ("", 1, None, "empty"),
        ("name\nA\n", 1, "key", "is missing"),
        ("key,nme\na,b\n", 1, "nme", "no column"),
        ("key,key\na,b\n", 1, "key", "stands twice"),
        ("key,name\na\n", 2, None, "1 cells; the header has 2"),
        ('key,name\na,"b\n', 2, None, "Not a CSV file"),
        (b"key,name\na,\xe9\n", 2, None, "not UTF-8"),
        ("key,name\na,b\nc,\x00\n", 3, None, "null character"),
        ("key,name\na," + "x" * 20_001 + "\n", 2, "name", "20,001 characters"),
    ],
)
def test_a_broken_file_is_refused_with_its_line_and_a_fix(
    tmp_path: Path, text: str | bytes, line: int, field: str | None, reason: str
) -> None:
    write(tmp_path, text)
    with pytest.raises(FileProblem) as caught:
        read(tmp_path)
    problem = caught.value
    assert (problem.file, problem.line, problem.field) == ("rows.csv", line, field)
    assert reason in problem.reason
    assert problem.fix


def test_a_misspelt_column_is_told_its_nearest_name(tmp_path: Path) -> None:
    write(tmp_path, "key,nme\na,b\n")
    with pytest.raises(FileProblem, match=r"Did you mean name\?"):
        read(tmp_path)


def test_a_toml_file_of_twenty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    write(tmp_path, b"a = 1\n" * 3_500_000, "place.toml")
    with pytest.raises(FileProblem, match=f"{MAX_BYTES:,} is the limit"):
        read_toml(tmp_path, "place.toml")


def test_broken_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "a = 1\nb = = 2\n", "place.toml")
    with pytest.raises(FileProblem) as caught:
        read_toml(tmp_path, "place.toml")
    assert caught.value.line == 2


def test_deeply_nested_toml_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a = " + "[" * 100_000, "place.toml")
    with pytest.raises(FileProblem, match="Not TOML"):
        read_toml(tmp_path, "place.toml")


def test_a_file_outside_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a = 1", "secret.toml")
    inside = tmp_path / "place"
    inside.mkdir()
    (inside / "place.toml").symlink_to(tmp_path / "secret.toml")
    with pytest.raises(FileProblem, match="outside"):
        read_toml(inside, "place.toml")


def test_the_line_of_a_toml_key_is_found(tmp_path: Path) -> None:
    write(tmp_path, "# name\n\nname = 'x'\n[vote]\nunit = 1\n", "place.toml")
    assert find_toml_line(tmp_path, "place.toml", "name") == 3
    assert find_toml_line(tmp_path, "place.toml", "vote") == 4
    assert find_toml_line(tmp_path, "place.toml", "none") is None


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30).map(str.strip)


@given(rows=st.lists(st.tuples(CELL.filter(bool), CELL), max_size=8))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("place")
    write_csv(folder, "rows.csv", ["key", "name"], rows)
    assert read(folder) == [{"key": key, "name": name} for key, name in rows]
