"""The files of boards: loaded, refused with file, line, field and fix, and written back as they were."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from moothall.govern import loader
from moothall.govern.models import AgendaItem, Appointment, Board, Meeting, TermsOfReference
from moothall.kit.acts import get_operator
from moothall.kit.sheets import Report, load_without
from moothall.places import loader as places
from moothall.places.models import Person, Place

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gloucestershire-2019"
MADE = {"status": "invented", "because": "made up"}
TERMS = """schema = "tor/1"
board = "mill"
version = "one"
effective_from = 2018-01-01
source = "Made up"

[record]
status = "invented"
because = "made up"

[[clauses]]
id = "quorum"
text = "Half of the seats."

[quorum]
at_least = { fraction = "1/2" }
clause = "quorum"

[numbering]
minutes = "never"
single_paragraph_unnumbered = true
"""
PLACE = """name = "Millshire"
short_name = "Mill"
mark = "M"
contact_name = "The office"
contact_email = "office@example.org"
"""


class Folder:
    """A small place's files, which a test may spoil."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("govern/boards.csv", [{"slug": "mill", "name": "Mill Board", "kind": "partnership"}])
        self.write("places/organisations.csv", [{"slug": "north", "name": "North", "kind": "other"}])
        self.write("places/people.csv", [{"slug": "anna", "name": "Anna"}, {"slug": "zoe", "name": "Zoe"}])
        (self.path / "sources.csv").write_text("key,title\npack,The pack\n", encoding="utf-8")
        self.write(
            "govern/seats.csv", [{"board": "mill", "slug": "north", "label": "North seat", "organisation": "north"}]
        )
        self.write("govern/appointments.csv", [{"seat": "mill/north", "person": "anna", "from_on": "2018-01-01"}])
        self.write(
            "govern/meetings.csv",
            [{"slug": "may", "board": "mill", "starts_at": "2019-05-14T10:00", "state": "minutes_draft"}],
        )
        self.terms("mill_one.toml", TERMS)

    def write(self, name: str, rows: list[dict[str, str]]) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = io.StringIO(newline="")
        columns = list(dict.fromkeys(key for row in rows for key in [*row, *MADE]))
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows([{**MADE, **row} for row in rows])
        path.write_text(text.getvalue(), encoding="utf-8")

    def terms(self, name: str, text: str) -> None:
        path = self.path / "govern" / "terms" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def place(self, text: str) -> None:
        (self.path / "place.toml").write_text(text, encoding="utf-8")

    def load(self) -> Report:
        report = Report()
        for stage in (places, loader):
            stage.load(self.path, by=get_operator(), report=report)
        return report

    def problem(self) -> str:
        problems = self.load().problems
        assert problems, "something must be refused"
        assert all(problem.fix for problem in problems)
        return str(problems[0])


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "place")


def test_the_small_place_loads_once(folder: Folder) -> None:
    assert folder.load().problems == []
    assert folder.load().differences == []
    terms = TermsOfReference.objects.get()
    assert (terms.rules["quorum"]["at_least"], terms.origin) == ({"fraction": "1/2"}, "Made up")
    assert Meeting.objects.get().starts_at.isoformat() == "2019-05-14T09:00:00+00:00"


def read_all(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def export(folder: Path) -> dict[str, bytes]:
    places.export(folder)
    loader.export(folder)
    return read_all(folder)


def test_the_example_is_written_back_as_it_was_loaded(tmp_path: Path) -> None:
    example = Folder.__new__(Folder)
    example.path = EXAMPLE
    assert example.load().problems == []
    first = export(tmp_path / "first")
    assert {"place.toml", "govern/terms/gloucestershire-hwb_2018-04.toml", "govern/decisions.csv"} <= set(first)
    example.path = tmp_path / "first"
    again = example.load()
    assert (again.problems, again.differences) == ([], [])
    assert export(tmp_path / "second") == first


def test_what_was_written_back_says_the_same_in_an_empty_database(tmp_path: Path, folder: Folder) -> None:
    folder.place(PLACE + 'as_at = 2019-07-22\nis_example = true\nfront_board = "mill"\n')
    assert folder.load().problems == []
    first = export(tmp_path / "first")
    for model in (Meeting, Appointment, TermsOfReference):
        model.objects.all().delete()
    Board.objects.first().seats.all().delete()
    Board.objects.all().delete()
    Place.objects.all().delete()
    folder.path = tmp_path / "first"
    assert folder.load().problems == []
    assert export(tmp_path / "second") == first


def test_one_changed_value_is_the_one_difference(folder: Folder) -> None:
    folder.load()
    folder.write("govern/boards.csv", [{"slug": "mill", "name": "Mill Council", "kind": "partnership"}])
    assert folder.load().differences == ["~ board:mill name: 'Mill Board' → 'Mill Council'"]
    folder.terms("mill_one.toml", TERMS.replace("1/2", "1/3"))
    assert [line.split(" ")[:3] for line in folder.load().differences] == [["~", "terms:mill/one", "rules:"]]


# --- bad files --------------------------------------------------------------------------------------------------------


def test_a_circle_of_reports_is_refused_by_line(folder: Folder) -> None:
    folder.write(
        "govern/boards.csv", [{"slug": slug, "name": slug, "kind": "partnership"} for slug in ("mill", "barn", "yard")]
    )
    chain = [("mill", "barn"), ("barn", "yard"), ("yard", "mill")]
    rows = [{"child": child, "parent_board": parent, "parent_organisation": "", "kind": ""} for child, parent in chain]
    folder.write("govern/reporting_lines.csv", rows)
    assert folder.problem() == (
        "govern/reporting_lines.csv, line 4, parent_board: Reporting lines run in a circle: barn → yard → mill → barn. "
        "Change the row, then load again."
    )


def test_a_seat_filled_twice_at_once_is_refused_by_line(folder: Folder) -> None:
    rows = [("anna", "2018-01-01"), ("zoe", "2019-01-01")]
    folder.write(
        "govern/appointments.csv", [{"seat": "mill/north", "person": who, "from_on": day} for who, day in rows]
    )
    assert folder.problem().startswith(
        "govern/appointments.csv, line 3, seat: The seat north is filled by Anna from 2018-01-01: one holder at a time."
    )


@pytest.mark.parametrize(
    ("file", "row", "said"),
    [
        ("govern/seats.csv", {"board": "mil", "slug": "a", "label": "A"}, "line 2, board: There is no board 'mil'."),
        (
            "govern/reporting_lines.csv",
            {"child": "mill", "parent_board": "moon", "parent_organisation": "", "kind": "informs"},
            "line 2, parent_board: There is no board 'moon'.",
        ),
        (
            "govern/reporting_lines.csv",
            {"child": "mill", "parent_board": "", "parent_organisation": "north", "kind": "loves"},
            "line 2, kind: “loves” is none of the words that can stand here",
        ),
        (
            "govern/reports.csv",
            {"slug": "x", "board": "mill", "title": "X", "recommendations": ""},
            "line 2, recommendations: Say what the board is asked to do, or mark the paper as printed without",
        ),
        (
            "govern/reports.csv",
            {"slug": "x", "board": "mill", "title": "X", "recommendations": "Agree."},
            "line 2, recommendations: Not JSON.",
        ),
        (
            "govern/reports.csv",
            {"slug": "x", "board": "mill", "title": "X", "printed_without": "yes", "sponsors": "miller"},
            "line 2, sponsors: There is no post 'miller'.",
        ),
        (
            "govern/reports.csv",
            {"slug": "x", "board": "mill", "title": "X", "printed_without": "yes", "item_for": "lunch"},
            "line 2, item_for: A paper is for one or more of: decision, discussion, information.",
        ),
        (
            "govern/reports.csv",
            {"slug": "x", "board": "mill", "title": "X", "printed_without": "yes", "publicity": "exempt"},
            "line 2, publicity: An exempt item names at least one paragraph of Schedule 12A.",
        ),
        (
            "govern/reports.csv",
            {"slug": "x", "board": "mill", "title": "X", "printed_without": "yes", "lines": "", "source": "pack",
             "status": "stated"},
            "line 2, lines: A source names the page or the lines where the fact stands: give one of them.",
        ),
        (
            "govern/report_routings.csv",
            {"report": "moon", "item": "may/1", "role": "decide"},
            "line 2, report: There is no report 'moon'.",
        ),
        (
            "govern/deadlines.csv",
            {"board": "mill", "meeting": "may", "kind": "agenda", "due_at": "2019-05-07T10:00",
             "rule": '{"count": 5, "of": "moons"}'},
            "line 2, rule: Days are counted as",
        ),
        (
            "govern/meetings.csv",
            {"slug": "x", "board": "moon", "starts_at": "2019-05-14T10:00"},
            "line 2, board: There is no board 'moon'.",
        ),
        (
            "govern/meetings.csv",
            {"slug": "x", "board": "mill", "starts_at": "14 May"},
            "line 2, starts_at: '14 May' is not a day and time.",
        ),
        (
            "govern/meetings.csv",
            {"slug": "x", "board": "mill", "starts_at": "2019-05-14T10:00", "terms": "mill/two"},
            "line 2, terms: There is no terms of reference 'mill/two'.",
        ),
        (
            "govern/agenda_items.csv",
            {"meeting": "may", "number": "1", "order": "1", "title": "Secret", "publicity": "exempt"},
            "line 2, publicity: An exempt item names at least one paragraph of Schedule 12A.",
        ),
        (
            "govern/agenda_items.csv",
            {"meeting": "may", "number": "1", "order": "1", "title": "Secret", "publicity": "exempt",
             "exempt_paragraphs": "[3]"},
            "line 2, publicity: An exempt item says why the public interest",
        ),
        (
            "govern/attendance.csv",
            {"meeting": "may", "person": "zoe", "post_title": "", "seat": "mill/north", "state": "present"},
            "line 2, person: Anna held the seat north on 2019-05-14",
        ),
        (
            "govern/boards.csv",
            {"slug": "mill", "name": "Mill", "kind": "committee"},
            "line 2, kind: “committee” is none of the words that can stand here: ",
        ),
        (
            "govern/boards.csv",
            {"slug": "mill", "name": "Mill", "kind": "partnership", "status": "stated"},
            "line 2, source: A record needs a source unless it is marked invented.",
        ),
        (
            "govern/boards.csv",
            {"slug": "mill", "name": "Mill", "kind": "partnership", "because": ""},
            "line 2, source: A record with status invented must say why",
        ),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_by_file_line_and_field(
    folder: Folder, file: str, row: dict[str, str], said: str
) -> None:
    folder.write(file, [row])
    assert folder.problem().startswith(f"{file}, {said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tor/1", "tor/9", "line 1, schema: This is not tor/1."),
        ('board = "mill"', 'board = "moon"', "line 2, board: There is no board 'moon'."),
        ('board = "mill"', "", "board: The key 'board' is missing"),
        ('version = "one"', 'version = "One of"', "line 3, version: Name a version with small letters"),
        ("2018-01-01", '"soon"', "line 4, effective_from: The key 'effective_from' is not a day."),
        ("2018-01-01", "3", "line 4, effective_from: The key 'effective_from' is not a day."),
        ('source = "Made up"', "", "source: The key 'source' is missing"),
        ('status = "invented"', 'state = "invented"', "line 8, record.state: This key is not known here. Did you mean"),
        ('status = "invented"', 'source = "none"', "record.source: There is no source 'none'."),
        ('status = "invented"', 'status = "guessed"', "source_status: “guessed” is none of the words"),
        ('status = "invented"', "page = 3", "line 8, record.page: This is not text."),
        ('because = "made up"', "", "record: A record with status invented must say why"),
        ('because = "made up"', 'because = "x"\nproposal = "yes"', "record.proposal: This is true or false."),
        (
            'because = "made up"',
            'because = "x"\nadopted_by = "may/1"',
            "record.adopted_by: There is no decision 'may/1'.",
        ),
        ("[quorum]", "[quorom]", "line 15, quorom: This key is not known here. Did you mean quorum?"),
        ("at_least", "at_laest", "quorum: No rule stands here."),
        ('"1/2"', '"half"', "quorum.at_least.fraction: This is not a fraction."),
        ('clause = "quorum"', 'clause = "quorums"', "line 17, quorum.clause: There is no clause 'quorums'."),
        ("minutes =", "minute =", "line 20, numbering.minute: This key is not known here."),
        ("single_paragraph_unnumbered = true", "single_paragraph_unnumbered = 1", "This is true or false."),
        ('text = "Half of the seats."', "", "line 11, clauses[0]: A clause has an id and a text"),
        ("[[clauses]]", "[clauses]", "line 11, clauses: This is a list."),
        ("[record]", "[[record]]", "line 7, record: This is a table."),
        ("[numbering]", "[numbering", "Not TOML"),
    ],
)
def test_wrong_terms_are_refused_by_file_line_and_key(folder: Folder, old: str, new: str, said: str) -> None:
    assert old in TERMS
    folder.terms("mill_one.toml", TERMS.replace(old, new, 1))
    problem = folder.problem()
    assert problem.startswith("govern/terms/mill_one.toml")
    assert said in problem


def test_two_versions_in_force_on_a_day_are_refused(folder: Folder) -> None:
    folder.terms("mill_two.toml", TERMS.replace('"one"', '"two"').replace("2018-01-01", "2019-01-01"))
    assert "Version one is in force then too: end it the day before." in folder.problem()


def test_terms_name_the_decision_that_adopted_them(folder: Folder, tmp_path: Path) -> None:
    folder.write(
        "govern/agenda_items.csv",
        [{"meeting": "may", "number": "1", "order": "1", "title": "A", "state": "dealt_with"}],
    )
    folder.write(
        "govern/paragraphs.csv", [{"meeting": "may", "item": "may/1", "slug": "1", "order": "1", "text": "Yes."}]
    )
    folder.write("govern/decisions.csv", [{"paragraph": "may/1", "slug": "1", "kind": "approval", "text": "Adopted."}])
    folder.terms("mill_one.toml", TERMS.replace("[record]\n", '[record]\nadopted_by = "may/1/1"\n'))
    assert folder.load().problems == []
    assert TermsOfReference.objects.get().adopted_by.text == "Adopted."
    assert folder.load().differences == []
    assert b'adopted_by = "may/1/1"' in export(tmp_path / "out")["govern/terms/mill_one.toml"]


def test_a_file_of_twenty_megabytes_is_refused(folder: Folder) -> None:
    folder.terms("mill_one.toml", TERMS + "# " + "x" * 20_000_000)
    assert folder.problem() == (
        "govern/terms/mill_one.toml: The file has 20,000,312 bytes; 5,000,000 is the limit. Split or shorten it."
    ).replace("20,000,312", f"{len((TERMS + '# ').encode()) + 20_000_000:,}")


def test_a_file_in_another_encoding_is_refused_with_its_line(folder: Folder) -> None:
    folder.terms("mill_one.toml", TERMS)
    path = folder.path / "govern" / "terms" / "mill_one.toml"
    path.write_bytes(TERMS.replace("Half of", "Hälfte of").encode("latin-1"))
    assert folder.problem().startswith("govern/terms/mill_one.toml, line 13: The file is not UTF-8 text.")
    path.write_text(TERMS)
    (folder.path / "govern" / "boards.csv").write_bytes("slug,name,kind\nmühle,x,group\n".encode("latin-1"))
    assert folder.problem().startswith("govern/boards.csv, line 2: The file is not UTF-8 text.")


def test_a_meeting_is_taken_up_again_by_one_below_it(folder: Folder) -> None:
    rows = [
        {"slug": "may", "board": "mill", "starts_at": "2019-05-14T10:00"},
        {
            "slug": "again",
            "board": "mill",
            "starts_at": "2019-05-21T10:00",
            "kind": "reconvened",
            "reconvenes": "may",
        },
    ]
    folder.write("govern/meetings.csv", rows)
    assert folder.load().problems == []
    assert Meeting.objects.get(slug="again").reconvenes.slug == "may"


def test_without_names_the_seat_stands_for_its_holder(folder: Folder) -> None:
    row = {"meeting": "may", "person": "anna", "post_title": "", "seat": "mill/north", "state": "present"}
    folder.write("govern/attendance.csv", [row])
    with load_without(Person, rewrite=lambda text: text):
        report = folder.load()
    assert report.problems == []
    held = Appointment.objects.get()
    assert (held.person, held.holder_name) == (None, "North seat")
    row = Meeting.objects.get().attendances.get()
    assert (row.person, row.post_title) == (None, "North seat")


# --- place.toml -------------------------------------------------------------------------------------------------------


def test_the_place_is_loaded_and_changed(folder: Folder) -> None:
    folder.place(PLACE + 'as_at = 2019-07-22\nis_example = true\nfront_board = "mill"\n')
    assert folder.load().problems == []
    place = Place.objects.get()
    assert (place.name, place.as_at, place.is_example, place.colour) == (
        "Millshire",
        date(2019, 7, 22),
        True,
        "#003d73",
    )
    folder.place(PLACE)
    assert len(folder.load().differences) == 3
    assert Place.objects.get().as_at is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Millshire"', "", "name: The key 'name' is missing. Add it."),
        ('mark = "M"', 'mark = ""', "line 3, mark: The key 'mark' is missing."),
        ('mark = "M"', 'mark = "MOOT"', "line 3, mark: Ensure this value has at most 3 characters"),
        ('mark = "M"', "mark = 1", "line 3, mark: This is not text in quotation marks."),
        ("short_name", "shortname", "line 2, shortname: There is no key 'shortname'. Did you mean short_name?"),
        ("office@example.org", "office", "line 5, contact_email: Enter a valid email address."),
        ('mark = "M"', 'mark = "M"\ncolour = "#ffff00"', "line 4, colour: White words on the colour #ffff00"),
        ('mark = "M"', 'mark = "M"\ntime_zone = "Mars/North"', "line 4, time_zone: There is no time zone 'Mars/North'"),
        ('mark = "M"', 'mark = "M"\nas_at = "July"', "line 4, as_at: This is not a day such as 2019-07-22."),
        ('mark = "M"', 'mark = "M"\nis_example = "yes"', "line 4, is_example: This is not true or false."),
        ('mark = "M"', 'mark = "M"\nfront_board = "moon"', "line 4, front_board: There is no board 'moon'."),
        ('mark = "M"', "mark = ", "Not TOML"),
    ],
)
def test_a_wrong_place_is_refused_by_line_and_key(folder: Folder, old: str, new: str, said: str) -> None:
    assert old in PLACE
    folder.place(PLACE.replace(old, new, 1))
    problem = folder.problem()
    assert problem.startswith("place.toml")
    assert said in problem


def test_an_exempt_item_that_was_refused_is_not_there(folder: Folder) -> None:
    folder.write(
        "govern/agenda_items.csv",
        [{"meeting": "may", "number": "1", "order": "1", "title": "Secret", "publicity": "exempt"}],
    )
    folder.load()
    assert AgendaItem.objects.count() == 0
