"""The smaller words in this process: export, new, invite, backup, restore, check, serve, demo."""

import json
import os
import re
import tomllib
from argparse import Namespace
from pathlib import Path

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from moothall.cli import (
    checking,
    copying,
    demo,
    exporting,
    inviting,
    loading,
    ready,
    restoring,
    serving,
    starting,
)
from moothall.govern.models import Board, Meeting, MinuteParagraph, TermsOfReference
from moothall.kit.errors import NotAllowedError, RefusedError
from moothall.kit.models import AuditEntry, Grant, User
from moothall.places.models import Person, Place
from tests.cli.place_files import FILES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var", "wagtail_root")]


@pytest.fixture(autouse=True)
def ready_tables(monkeypatch):
    """The tests' own database stands in for the program's."""
    for module in (exporting, copying, checking):
        monkeypatch.setattr(module, "start_with_place", lambda: None)
    for module in (inviting, restoring, loading):
        monkeypatch.setattr(module, "start_with_tables", lambda: None)
    for module in (serving, demo, starting):
        monkeypatch.setattr(module, "start_django", lambda: None)
    for name in ("MOOTHALL_TIME_ZONE", "MOOTHALL_ADDRESS", "MOOTHALL_DEMO", "MOOTHALL_DEBUG", "MOOTHALL_AS_AT"):
        monkeypatch.setenv(name, "as before")
        monkeypatch.delenv(name)
    monkeypatch.setenv("MOOTHALL_VAR", os.environ["MOOTHALL_VAR"])


@pytest.fixture
def loaded(place):
    report = loading.load_folder(place, confirm=True)
    assert report.problems == []
    return place


def read_all(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- export -----------------------------------------------------------------------------------------------------------


def test_what_was_exported_loads_again_without_a_difference(loaded, tmp_path, capsys):
    assert exporting.run(Namespace(folder=tmp_path / "out", force=False, json=True)) == 0
    out, err = capsys.readouterr()
    tree = json.loads(out)
    assert tree["schema"] == "moothall.export/1"
    assert set(FILES) <= set(tree["files"])
    assert "files written" in err
    assert loading.load_folder(tmp_path / "out", confirm=True).differences == []
    exporting.export_folder(tmp_path / "again")
    assert read_all(tmp_path / "again") == read_all(tmp_path / "out")


def test_a_folder_that_is_not_empty_is_left_alone(loaded, tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(RefusedError, match="is not empty"):
        exporting.export_folder(tmp_path)
    with pytest.raises(RefusedError, match="is a file"):
        exporting.export_folder(tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_force_replaces_an_earlier_export_and_nothing_else(loaded, tmp_path):
    folder = tmp_path / "out"
    exporting.export_folder(folder)
    before = read_all(folder)
    (folder / "letter.txt").write_text("dear")
    (folder / "plan").mkdir(exist_ok=True)
    (folder / "plan" / "priorities.csv").write_text("old")
    exporting.export_folder(folder, force=True)
    assert read_all(folder) == {**before, "letter.txt": b"dear"}


def test_an_export_that_fails_leaves_the_folder_as_it_was(loaded, tmp_path, monkeypatch):
    class Failing:
        SHEETS = ()

        def export(self, folder):
            (folder / "half.csv").write_text("half")
            raise OSError("disk full")

    monkeypatch.setattr(exporting, "list_loaders", lambda: [Failing()])
    with pytest.raises(OSError, match="disk full"):
        exporting.export_folder(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".export-*"))


# --- new --------------------------------------------------------------------------------------------------------------

ANSWERS = {
    "name": "Östershire",
    "short_name": None,
    "board": None,
    "contact_name": None,
    "contact_email": "o@oster.example",
    "time_zone": None,
    "mark": None,
    "colour": None,
}


def test_a_new_place_loads_as_it_is(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    folder = tmp_path / "oster"
    folder.mkdir()
    assert starting.run(Namespace(folder=folder, **{**ANSWERS, "colour": "#123ABC"})) == 0
    out, err = capsys.readouterr()
    assert "contrast 8.9 to 1" in err
    assert f"moothall load {folder} --confirm" in out
    assert loading.load_folder(folder, confirm=True).problems == []
    place = Place.objects.get()
    assert (place.name, place.mark, place.colour, place.front_board) == (
        "Östershire", "Ö", "#123abc", "ostershire-partnership-board",
    )  # fmt: skip
    assert Board.objects.get().name == "Östershire Partnership Board"
    headers = {path.name: path.read_text().splitlines()[0] for path in folder.rglob("*.csv")}
    assert len(headers) > 20
    assert all("," in header for header in headers.values())
    readme = (folder / "README.md").read_text()
    assert all(str(path.relative_to(folder)) in readme for path in folder.rglob("*.csv"))


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("colour", "#ffcc00", "contrast of 1.5 to 1"), ("colour", "blue", "is not a colour"),
        ("name", " ", "Write something"), ("name", "x" * 121, "Keep to 120"),
        ("contact_email", "office", "Write an address"), ("time_zone", "Mars/Base", "Write a zone"),
        ("mark", "ABCD", "one to three letters"), ("mark", "4", "one to three letters"),
    ],
)  # fmt: skip
def test_an_answer_that_will_not_do_is_refused_and_nothing_is_written(option, value, said, tmp_path):
    with pytest.raises(RefusedError, match=said):
        starting.run(Namespace(folder=tmp_path / "new", **{**ANSWERS, option: value}))
    assert not (tmp_path / "new").exists()


def test_without_anybody_to_ask_what_is_missing_is_named(tmp_path, capsys):
    assert starting.ask_all({**ANSWERS, "contact_email": None}, interactive=False) is None
    assert "Give --contact-email" in capsys.readouterr().err


def test_somebody_who_is_there_is_asked_until_the_answer_will_do(monkeypatch, capsys):
    lines = iter(["", "Northshire", "", "", "", "me", "me@north.example", "", "", "#ffff00", "#006644"])
    monkeypatch.setattr("sys.stdin", type("In", (), {"readline": lambda self: next(lines) + "\n"})())
    known = starting.ask_all(dict.fromkeys(ANSWERS), interactive=True)
    assert known is not None
    assert (known["name"], known["short_name"], known["colour"]) == ("Northshire", "Northshire", "#006644")
    said = capsys.readouterr().err
    assert "Write something." in said
    assert "choose a darker colour" in said
    assert "Short name [Northshire]: " in said


def test_somebody_who_goes_away_stops_it(monkeypatch):
    monkeypatch.setattr("sys.stdin", type("In", (), {"readline": lambda self: ""})())
    with pytest.raises(KeyboardInterrupt):
        starting.ask_all(dict.fromkeys(ANSWERS), interactive=True)


def test_a_folder_in_use_is_not_written_into(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    for folder in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(RefusedError, match="not empty"):
            starting.run(Namespace(folder=folder, **ANSWERS))


def test_a_place_elsewhere_is_told_to_set_its_time_zone():
    known = {question.key: "x" for question in starting.QUESTIONS} | {"time_zone": "Europe/Dublin"}
    assert "MOOTHALL_TIME_ZONE=Europe/Dublin" in starting.make_readme("x", known)


@given(st.text(max_size=40))
def test_any_text_can_stand_in_a_toml_file(text):
    assert tomllib.loads(f"a = {starting.quote(text)}")["a"] == text


@given(st.text(max_size=120))
def test_any_name_gives_an_address(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", starting.slug(text))


# --- invite -----------------------------------------------------------------------------------------------------------


def ask_invite(**more):
    plain = {"email": "Ada@moot.example", "name": "Ada Moss", "role": "clerk", "scope": "board:moot", "json": False}
    return Namespace(**{**plain, **more})


def test_an_invitation_makes_account_and_role_and_sends_the_link(loaded, capsys):
    assert inviting.run(ask_invite()) == 0
    out, err = capsys.readouterr()
    user = User.objects.get(email="ada@moot.example")
    assert not user.has_usable_password()
    grant = Grant.objects.get(user=user)
    assert (grant.role, grant.scope, grant.given_by.is_operator) == ("clerk", "board:moot", True)
    assert out.startswith("http") and out.strip() in mail.outbox[0].body
    assert "was sent this link" in err
    assert AuditEntry.objects.get(act="give_role").via == "command"


def test_an_invitation_as_a_document(loaded, capsys):
    assert inviting.run(ask_invite(json=True, scope="", role="administrator")) == 0
    tree = json.loads(capsys.readouterr().out)
    assert tree["schema"] == "moothall.invite/1"
    assert tree["link"].startswith("http")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"role": "king"}, "There is no role 'king'. The roles are: administrator"),
        ({"scope": "board:moat"}, "There is no board 'moat' here. There are: board:moot"),
        ({"scope": "organisation:x"}, "There are: organisation:council"),
        ({"scope": "moot"}, "is not a scope"),
        ({"scope": ""}, "cannot be given for this scope"),
        ({"email": "nobody"}, "valid"),
    ],
)
def test_an_invitation_that_cannot_be_leaves_nothing(more, said, loaded):
    accounts = User.objects.count()
    with pytest.raises(RefusedError, match=said):
        inviting.run(ask_invite(**more))
    assert User.objects.count() == accounts
    assert not Grant.objects.exists()
    assert mail.outbox == []


# --- backup and restore -----------------------------------------------------------------------------------------------


def test_backup_and_restore_say_what_they_did(loaded, tmp_path, capsys, var):
    file = tmp_path / "copies" / "one.zip"
    assert copying.run(Namespace(file=file, json=True)) == 0
    tree = json.loads(capsys.readouterr().out)
    assert (tree["schema"], tree["bytes"], tree["files"]) == ("moothall.backup/1", file.stat().st_size, 0)
    assert copying.run(Namespace(file=tmp_path / "two.zip", json=False)) == 0
    assert "keep it where only you can read it" in capsys.readouterr().err
    Board.objects.update(name="Another name")
    assert restoring.run(Namespace(file=file, confirm=True, json=True)) == 0
    tree = json.loads(capsys.readouterr().out)
    assert tree["rows"] > 10
    assert Path(tree["kept"]).parent == var / "backups"
    assert Board.objects.get().name == "Middleshire Moot"


def test_a_restore_over_a_place_needs_to_be_confirmed(loaded, tmp_path):
    copying.run(Namespace(file=tmp_path / "one.zip", json=False))
    Board.objects.update(name="Another name")
    with pytest.raises(RefusedError, match="--confirm"):
        restoring.restore(tmp_path / "one.zip", confirm=False)
    assert Board.objects.get().name == "Another name"


def test_a_damaged_backup_is_found_before_anything_is_done(loaded, tmp_path, var):
    (tmp_path / "bad.zip").write_bytes(b"bad")
    with pytest.raises(RefusedError, match="not a backup"):
        restoring.restore(tmp_path / "bad.zip", confirm=True)
    assert not (var / "backups").exists()


def test_a_restore_into_an_empty_database_needs_no_word(wagtail_root, tmp_path, capsys):
    copying.run(Namespace(file=tmp_path / "empty.zip", json=False))
    assert restoring.run(Namespace(file=tmp_path / "empty.zip", confirm=False, json=False)) == 0
    assert "Everybody has to sign in again" in capsys.readouterr().err


# --- check ------------------------------------------------------------------------------------------------------------


def test_a_sound_place_has_no_finding(loaded, capsys, settings):
    settings.DEBUG = True
    assert checking.run(Namespace(json=True)) == 0
    tree = json.loads(capsys.readouterr().out)
    assert tree["schema"] == "moothall.check/1"
    assert tree["findings"] == []
    assert "quorum" in tree["checks"]


def test_no_place_and_laptop_settings_are_findings(capsys):
    assert checking.run(Namespace(json=False)) == 1
    out, err = capsys.readouterr()
    assert "No place is loaded." in out
    assert "moothall.E002" in out
    assert "findings." in err


def test_the_place_s_clocks_are_compared(loaded, settings):
    settings.TIME_ZONE = "UTC"
    assert "Set MOOTHALL_TIME_ZONE=Europe/London." in [one.fix for one in checking.check_the_place_is_there()]


def test_a_record_without_a_source_is_a_finding(loaded):
    Board.objects.update(source=None)
    assert [finding.ref for finding in checking.check_citations()] == ["board:moot"]


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        (["18.1", "18.2", "19.1"], {}), (["18.1", "18.3", "18.4"], {"18.": [2]}), (["18.2"], {"18.": [1]}),
        (["17.1", "17.E2"], {"17.E": [1]}), (["11", "13", "note"], {}), ([], {}),
    ],
)  # fmt: skip
def test_a_gap_in_a_series_of_numbers_is_found(numbers, gaps):
    assert checking.find_gaps(numbers) == gaps


def test_minutes_with_a_gap_are_a_finding(loaded):
    meeting = Meeting.objects.get()
    item = meeting.items.create(number="1", order=1, title="Item", source_status="invented")
    for order, number in enumerate(["1.1", "1.3"], start=1):
        MinuteParagraph.objects.create(meeting=meeting, item=item, slug=number, number=number, order=order, text="x")
    assert [finding.reason for finding in checking.check_numbering()] == ["The minutes have no paragraph 1.2."]


def make_terms(**more):
    plain = {"board": Board.objects.get(), "version_name": "1", "effective_from": "2019-01-01"}
    return TermsOfReference.objects.create(**{**plain, **more})


def test_a_clause_that_nobody_cites_and_a_rule_that_cannot_be_read_are_findings(loaded):
    make_terms(prose=[{"id": "voting", "text": "Votes."}], rules={"quorum": {"at_least": "many"}})
    reasons = [finding.reason for finding in checking.check_terms()]
    assert any("No rule cites the clause 'voting'" in reason for reason in reasons)
    assert any("quorum" in reason for reason in reasons)


def test_a_quorum_that_cannot_be_counted_is_a_finding(loaded):
    meeting, board = Meeting.objects.get(), Board.objects.get()
    seat = board.seats.first()
    meeting.attendances.create(person=Person.objects.first(), seat=seat, state="present", source_status="invented")
    assert ["no terms of reference were in force" in one.reason for one in checking.check_quorum()] == [True]
    terms = make_terms(rules={"quorum": {"at_least": "many"}})
    assert ["The quorum cannot be counted" in one.reason for one in checking.check_quorum()] == [True]
    TermsOfReference.objects.filter(pk=terms.pk).update(rules={"quorum": {"at_least": 1}})
    assert list(checking.check_quorum()) == []


def test_a_file_that_has_gone_is_a_finding(loaded, var, settings):
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    document = Document.objects.create(title="Minutes", file=ContentFile(b"x", name="minutes.txt"))
    assert list(checking.check_files()) == []
    document.file.storage.delete(document.file.name)
    (var / "frontend" / "nhsuk" / "nhsuk.min.css").unlink()
    refs = [finding.ref for finding in checking.check_files()]
    assert refs == ["frontend", f"wagtaildocs.document:{document.pk}"]


# --- serve ------------------------------------------------------------------------------------------------------------


def test_serve_prepares_everything_and_says_where(loaded, monkeypatch, capsys, settings):
    settings.DEBUG = True
    done: list[str] = []
    monkeypatch.setattr("moothall.kit.frontend.prepare_frontend", lambda target: done.append("frontend"))
    monkeypatch.setattr("moothall.kit.migrate.bring_up_to_date", lambda say: done.append("tables"))

    def pretend(*, addresses, workers, ready, stopped):
        done.append(f"{addresses[0]} {workers}")
        ready()
        stopped()

    monkeypatch.setattr("moothall.kit.server.serve", pretend)
    monkeypatch.setattr("moothall.kit.server.is_free", lambda port: True)
    assert serving.run(Namespace(port=8123, workers=3)) == 0
    assert done == ["frontend", "tables", "127.0.0.1:8123 3"]
    out, err = capsys.readouterr()
    assert "on port 8123 of this machine, 3 processes" in out
    assert "python manage.py db_worker" in err
    assert "Stopped." in err


def test_serve_refuses_a_laptop_s_defaults_where_others_can_reach_it(settings, capsys):
    settings.DEBUG = False
    with pytest.raises(RefusedError, match="Not started"):
        serving.run(Namespace(port=8123, workers=None))
    assert "moothall.E002" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (False, "Port 8000 is in use. Try: make demo PORT=8001\n"),
        (PermissionError(13, "no"), "Port 8000 is for the system's administrator alone. Try: make demo PORT=8001\n"),
    ],
)
def test_a_taken_port_is_explained_with_one_that_is_free(answer, said, monkeypatch, capsys):
    def is_free(port):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("moothall.kit.server.is_free", is_free)
    monkeypatch.setattr("moothall.kit.server.find_free_port", lambda after: 8001)
    with pytest.raises(SystemExit) as stopped:
        serving.refuse_taken_port(8000, "make demo PORT={port}")
    assert stopped.value.code == 2
    assert capsys.readouterr().err == said


def test_where_no_port_is_free_none_is_named(monkeypatch, capsys):
    monkeypatch.setattr("moothall.kit.server.is_free", lambda port: False)
    monkeypatch.setattr("moothall.kit.server.find_free_port", lambda after: None)
    with pytest.raises(SystemExit):
        serving.refuse_taken_port(65535, "make demo PORT={port}")
    assert capsys.readouterr().err == "Port 65535 is in use.\n"


def test_static_files_are_gathered_when_they_changed_and_only_then(settings, var, monkeypatch):
    calls: list[str] = []

    def gather(name, **options):
        calls.append(name)
        (var / "static").mkdir(exist_ok=True)

    monkeypatch.setattr("django.core.management.call_command", gather)
    settings.STATIC_ROOT = var / "static"
    settings.DEBUG = True
    serving.collect_static()
    settings.DEBUG = False
    serving.collect_static()
    serving.collect_static()
    assert calls == ["collectstatic"]
    (var / "static" / ".stamp").write_text("of before")
    serving.collect_static()
    assert calls == ["collectstatic", "collectstatic"]


def test_serve_says_when_no_place_is_loaded_or_its_clocks_differ(place, capsys, settings):
    serving.note_time_zone()
    assert "No place is loaded yet" in capsys.readouterr().err
    loading.load_folder(place, confirm=True)
    serving.note_time_zone()
    assert capsys.readouterr().err == ""
    settings.TIME_ZONE = "UTC"
    serving.note_time_zone()
    assert "set MOOTHALL_TIME_ZONE=Europe/London" in capsys.readouterr().err


# --- demo -------------------------------------------------------------------------------------------------------------

SIGN_INS = """
[[sign_in]]
email = "ben@moot.example"
name = "Ben Example"
role = "chair"
scope = "board:moot"
person = "peter-wick"

[[sign_in]]
email = "lou@moot.example"
name = "Lou Example"
role = "administrator"
scope = ""
person = ""
"""


@pytest.fixture
def example(place, monkeypatch, settings):
    (place / "demo").mkdir()
    (place / "demo" / "sign_ins.toml").write_text(SIGN_INS)
    toml = place / "place.toml"
    toml.write_text(toml.read_text() + "is_example = true\nas_at = 2019-07-22\n")
    monkeypatch.setattr(demo, "EXAMPLE", place)
    settings.DEBUG = settings.MOOTHALL_DEMO = True
    return place


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("moothall.kit.frontend.prepare_frontend", lambda target: None)
    monkeypatch.setattr("moothall.kit.migrate.bring_up_to_date", lambda say: say("tables"))


def test_the_demo_gets_everything_ready_and_prints_who_can_sign_in(example, quick, capsys, var):
    asked = Namespace(port=8123, no_serve=True, data=var)
    assert demo.run(asked) == 0
    out, err = capsys.readouterr()
    assert [line[:3] for line in err.splitlines() if line[:1].isdigit()] == ["1/5", "2/5", "3/5", "4/5", "5/5"]
    password = re.search(r"ben@moot\.example\s+(\S+)", out)[1]
    user = User.objects.get(email="ben@moot.example")
    assert user.is_invented
    assert user.check_password(password)
    assert user.person.slug == "peter-wick"
    assert (var / "demo-sign-ins.txt").stat().st_mode & 0o777 == 0o600
    assert os.environ["MOOTHALL_AS_AT"] == "2019-07-22"
    entries = AuditEntry.objects.count()
    assert demo.run(asked) == 0
    assert re.search(r"ben@moot\.example\s+(\S+)", capsys.readouterr().out)[1] == password
    assert AuditEntry.objects.count() == entries, "a second start changes nothing"


def test_the_demo_serves_here_alone_and_says_where(example, quick, monkeypatch, capsys, var):
    heard: list[list[str]] = []

    def pretend(*, addresses, workers, ready, stopped):
        heard.append(addresses)
        ready()
        stopped()

    monkeypatch.setattr("moothall.kit.server.serve", pretend)
    monkeypatch.setattr("moothall.kit.server.is_free", lambda port: True)
    assert demo.run(Namespace(port=8123, no_serve=False, data=None)) == 0
    assert all(address.startswith(("127.0.0.1:", "[::1]:")) for address in heard[0])
    assert "Open  http://localhost:8123" in capsys.readouterr().out


def test_the_example_is_loaded_again_when_a_file_of_it_changes(example, var, capsys):
    demo.load_example(example)
    demo.load_example(example)
    assert capsys.readouterr().err.count("Loading its files") == 1
    boards = example / "govern" / "boards.csv"
    boards.write_text(boards.read_text().replace("Middleshire Moot", "Great Moot"))
    demo.load_example(example)
    assert Board.objects.get().name == "Great Moot"


def test_an_example_that_is_broken_is_refused(example, capsys):
    (example / "govern" / "boards.csv").write_text("slug\n")
    with pytest.raises(RefusedError, match="could not be loaded"):
        demo.load_example(example)
    assert "govern/boards.csv" in capsys.readouterr().err


def test_the_demo_refuses_to_start_with_debug_off(example, settings):
    settings.DEBUG = False
    with pytest.raises(RefusedError, match="MOOTHALL_DEBUG off"):
        demo.refuse_what_is_no_demo()


def test_the_demo_refuses_a_database_of_another_place(loaded, settings):
    settings.DEBUG = True
    with pytest.raises(RefusedError, match="holds Middleshire, which is not the example"):
        demo.refuse_what_is_no_demo()


def test_the_demo_needs_the_example(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "EXAMPLE", tmp_path)
    with pytest.raises(RefusedError, match="run the demo from a checkout"):
        demo.surround(port=8000, data=None)


def test_only_the_demo_gives_passwords_and_only_to_invented_people(example, settings):
    from moothall.kit.acts import get_operator, give_demo_password

    operator = get_operator()
    real = User.objects.create(email="r@moot.example", name="Real")
    invented = User.objects.create(email="i@moot.example", name="Invented", is_invented=True)
    give_demo_password(by=operator, user=invented, password="a-long-enough-word-7")
    for user, by, is_demo, debug in (
        (real, operator, True, True),
        (invented, invented, True, True),
        (invented, operator, False, True),
        (invented, operator, True, False),
    ):
        settings.MOOTHALL_DEMO, settings.DEBUG = is_demo, debug
        with pytest.raises(NotAllowedError):
            give_demo_password(by=by, user=user, password="another-long-word-8")
    assert User.objects.get(pk=real.pk).password == ""
    assert User.objects.get(pk=invented.pk).check_password("a-long-enough-word-7")


def test_a_lost_or_changed_password_is_made_anew(example, var):
    demo.load_example(example)
    first = demo.prepare_sign_ins(example)[0]["password"]
    (var / "demo-sign-ins.txt").write_text("nothing of use\n")
    second = demo.prepare_sign_ins(example)[0]["password"]
    assert first != second
    assert re.fullmatch(r"([b-z][aeiou][b-z][aeiou]-){4}\d\d", second)


def test_an_account_belongs_to_one_person(loaded):
    from moothall.kit.acts import get_operator
    from moothall.kit.errors import RecordError
    from moothall.places.acts import link_account

    operator = get_operator()
    user = User.objects.create(email="a@b.example", name="A")
    olive, peter = Person.objects.get(slug="olive-tarn"), Person.objects.get(slug="peter-wick")
    link_account(by=operator, person=olive, user=user)
    with pytest.raises(RecordError, match="linked to another"):
        link_account(by=operator, person=peter, user=user)
    with pytest.raises(NotAllowedError):
        link_account(by=user, person=peter, user=User.objects.create(email="c@b.example", name="C"))
    assert AuditEntry.objects.get(act="link_account").subject == "person:olive-tarn"


# --- Getting ready ----------------------------------------------------------------------------------------------------


def test_a_word_that_only_reads_refuses_tables_of_another_version(monkeypatch):
    monkeypatch.setattr(ready, "start_django", lambda: None)
    monkeypatch.setattr("moothall.kit.migrate.is_current", lambda: False)
    with pytest.raises(RefusedError, match="not there or not up to date"):
        ready.start_with_place()
    monkeypatch.setattr("moothall.kit.migrate.is_current", lambda: True)
    ready.start_with_place()


def test_a_word_that_writes_brings_the_tables_up_to_date(monkeypatch):
    done: list[bool] = []
    monkeypatch.setattr("moothall.kit.migrate.bring_up_to_date", lambda say: done.append(True))
    ready.start_with_tables()
    assert done
