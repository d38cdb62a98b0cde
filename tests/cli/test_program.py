"""The program as a whole: its words, their help, and the answers 0, 1 and 2."""

import argparse
import json
import shlex
import subprocess
import sys
import types

import pytest

from moothall.cli import program
from moothall.kit.errors import RefusedError

# Written by hand from section 8 of the house rules: the words of this version.
WORDS = ["demo", "serve", "new", "load", "export", "invite", "backup", "restore", "check", "stats"]


def give_answer(monkeypatch, run) -> None:
    """Let every word do what ``run`` does."""
    monkeypatch.setattr(program, "import_module", lambda name: types.SimpleNamespace(run=run))


def raising(error):
    def run(asked):
        raise error

    return run


def test_the_words_are_those_of_the_house():
    assert [word.name for word in program.WORDS] == WORDS


@pytest.mark.parametrize("word", WORDS)
def test_the_help_of_a_word_ends_with_an_example_that_the_program_understands(word, capsys):
    with pytest.raises(SystemExit) as stopped:
        program.main([word, "--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    examples = next(w for w in program.WORDS if w.name == word).examples
    assert examples
    for example in examples:
        assert f"  {example}" in said.partition("example")[2].splitlines()
        assert program.build_parser().parse_args(shlex.split(example)[1:]).word == word


def test_the_program_starts_without_django():
    code = "import sys, moothall.cli.program as p; p.build_parser(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        [], ["dance"], ["demo", "--port", "0"], ["demo", "--port", "65536"], ["demo", "--port", "http"],
        ["serve", "--workers", "0"], ["serve", "--workers", "65"], ["load"], ["load", "a", "b"],
        ["invite", "a@b.example"], ["backup"], ["restore"], ["new"], ["export"],
    ],
)  # fmt: skip
def test_wrong_use_is_answered_with_2(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        program.main(words)
    assert stopped.value.code == 2
    assert "usage: moothall" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "answer", "said"),
    [
        (RefusedError("It is too late."), 1, "It is too late.\n"),
        (FileNotFoundError(2, "No such file or directory", "a.zip"), 2, "a.zip: No such file or directory.\n"),
        (OSError("disk on fire"), 2, "A file: disk on fire.\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
    ],
)
def test_an_error_is_one_sentence_on_standard_error_and_an_answer(error, answer, said, monkeypatch, capsys):
    give_answer(monkeypatch, raising(error))
    assert program.main(["check"]) == answer
    out, err = capsys.readouterr()
    assert (out, err) == ("", said)


def test_a_refusal_is_a_document_where_a_document_was_asked_for(monkeypatch, capsys):
    give_answer(monkeypatch, raising(RefusedError("It is too late.")))
    assert program.main(["check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"schema": "moothall.check/1", "refused": "It is too late."}


def test_a_word_gets_what_was_asked_and_its_answer_is_handed_on(monkeypatch):
    heard: list[argparse.Namespace] = []
    give_answer(monkeypatch, lambda asked: heard.append(asked) or 0)
    assert program.main(["load", "here", "--confirm", "--posts-only"]) == 0
    assert (heard[0].folder.name, heard[0].confirm, heard[0].posts_only, heard[0].json) == ("here", True, True, False)


def test_an_old_python_is_explained(monkeypatch, capsys):
    monkeypatch.setattr(program, "OLDEST", (99, 0))
    assert program.main(["check"]) == 2
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_a_reader_who_goes_away_is_no_traceback(monkeypatch):
    give_answer(monkeypatch, raising(BrokenPipeError()))
    closed: list[bool] = []
    monkeypatch.setattr(sys, "stderr", types.SimpleNamespace(close=lambda: closed.append(True)))
    assert program.main(["check"]) == 1
    assert closed
