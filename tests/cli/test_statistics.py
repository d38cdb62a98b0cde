"""The word stats: any function on a table in a file, by the functions' own arguments."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from moothall.cli import statistics
from moothall.cli.program import main

SMOKERS = "area,smokers,adults\nAbbey,81,263\nBrook,15,148\n=cmd,0,20\n"


@pytest.fixture
def smokers(tmp_path) -> Path:
    path = tmp_path / "smokers.csv"
    path.write_text(SMOKERS)
    return path


def say(*words: object) -> int:
    """Say words to the program in this process; wrong use of the parser counts as the answer that it gives."""
    try:
        return main(["stats", *map(str, words)])
    except SystemExit as ended:
        return int(ended.code or 0)


NAMED = ("--count", "smokers", "--denominator", "adults")


def test_newcombes_examples_come_out_of_a_file(smokers, capsys):
    assert say("proportion", smokers, *NAMED, "--per", "1", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    # Newcombe RG (1998), Stat Med 17:857-872, table I: 81/263, 15/148 and 0/20 by method 3.
    limits = [(round(row["lower_95"], 4), round(row["upper_95"], 4)) for row in rows]
    assert limits == [(0.2553, 0.3662), (0.0624, 0.1605), (0.0, 0.1611)]
    assert [row["area"] for row in rows] == ["Abbey", "Brook", "=cmd"]


def test_numbers_of_json_are_given_in_full(smokers, capsys):
    assert say("proportion", smokers, *NAMED, "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["value"] == 100 * (81 / 263)


def test_levels_are_several_or_none(smokers, capsys):
    assert say("rate", smokers, *NAMED, "--confidence", "0.95,0.998", "--json") == 0
    assert {"lower_95", "upper_99_8"} <= set(json.loads(capsys.readouterr().out)[0])
    assert say("rate", smokers, *NAMED, "--by", "area", "--confidence", "none", "--json") == 0
    assert not [name for name in json.loads(capsys.readouterr().out)[0] if name.startswith("lower")]


def test_no_name_after_by_sums_the_whole_table(smokers, capsys):
    assert say("proportion", smokers, *NAMED, "--by", "", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["smokers"], row["adults"]) == (96, 431)


def test_a_table_for_the_screen_says_what_is_missing_and_why(tmp_path, capsys):
    path = tmp_path / "odd.csv"
    path.write_text("area,x,n\nAbbey,30,20\n\x1b[31mRed,1,2\n")
    assert say("proportion", path, "--count", "x", "--denominator", "n") == 0
    said = capsys.readouterr().out
    assert "count_exceeds_denominator" in said
    assert "–" in said
    assert "\x1b" not in said


def test_strict_refuses_with_the_numbers_and_says_nothing_on_standard_output(tmp_path, capsys):
    path = tmp_path / "odd.csv"
    path.write_text("x,n\n30,20\n")
    assert say("proportion", path, "--count", "x", "--denominator", "n", "--strict", "--json") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "count_exceeds_denominator" in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("proportion", "{file}", "--count", "smokes", "--denominator", "adults"), "Did you mean 'smokers'?"),
        (("proportion", "{file}", "--count", "area", "--denominator", "adults"), "not numbers"),
        (("proportion", "none.csv", *NAMED), "No such file"),
        (("proportion", "{folder}", *NAMED), "{folder}"),
        (("proportion", "{notes}", *NAMED), "neither .csv nor .parquet"),
        (("proportion", "{file}", "--count", "smokers"), "--denominator"),
        (("proportion", "{file}", *NAMED, "--per", "many"), "is not a number"),
        (("proportion", "{file}", *NAMED, "--confidence", "2"), "write 95 per cent as 0.95"),
        (("proportion", "{file}", *NAMED, "-o", "{notes}"), "does not end in .csv, .parquet, .json"),
        (("nonsense", "{file}"), "nonsense"),
        ((), "FUNCTION"),
    ],
)
def test_wrong_use_is_answered_with_2_and_what_to_do(words, told, smokers, tmp_path, capsys):
    notes = tmp_path / "notes.txt"
    notes.write_text("x")
    places = {"file": smokers, "folder": tmp_path, "notes": notes}
    assert say(*(str(word).format(**places) for word in words)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert told.format(**places) in said.err


def test_a_file_that_is_no_table_is_said_to_be_none(tmp_path, capsys):
    path = tmp_path / "torn.parquet"
    path.write_bytes(b"PAR1 nothing")
    assert say("proportion", path, *NAMED) == 2
    assert "cannot be read as a table" in capsys.readouterr().err


def test_standard_input_is_a_table_too(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMOKERS.encode())))
    assert say("proportion", "-", *NAMED, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 3


def test_a_file_is_written_over_only_when_asked_and_whole_or_not_at_all(smokers, tmp_path, capsys):
    target = tmp_path / "out.csv"
    target.write_text("mine")
    assert say("proportion", smokers, *NAMED, "-o", target) == 1
    assert target.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert say("proportion", smokers, *NAMED, "-o", target, "--force") == 0
    assert target.read_text().startswith("area,smokers,adults,value,")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "smokers.csv"]


def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('"=name",x,n\n=1+1,1,2\n@sum,1,2\n-5 dogs,1,2\nplain,1,2\n')
    assert say("proportion", source, "--count", "x", "--denominator", "n", "-o", target) == 0
    first = [line.split(",")[0] for line in target.read_text().splitlines()]
    assert first == ["'=name", "'=1+1", "'@sum", "'-5 dogs", "plain"]


@pytest.mark.parametrize("ending", ["parquet", "json"])
def test_other_forms_come_back_the_same(ending, smokers, tmp_path, capsys):
    target = tmp_path / f"out.{ending}"
    assert say("proportion", smokers, *NAMED, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert say("proportion", smokers, *NAMED, "-o", target) == 0
    if ending == "json":
        assert json.loads(target.read_text()) == shown
    else:
        assert say("proportion", target, *NAMED, "--json") == 2  # its value column is there already
        assert "there is one already" in capsys.readouterr().err


def test_list_names_every_function_on_tables_in_a_sentence(capsys):
    assert say("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} == set(statistics.list_functions())
    assert all(len(line.split()) > 3 for line in lines)


def test_the_conformance_statement_is_said_and_given_as_records(capsys):
    assert say("verify", "--backend", "polars") == 0
    assert "moothall.stats conforms" in capsys.readouterr().out
    assert say("verify", "--backend", "polars", "--backend", "pyarrow", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["failed"]) == ("moothall.stats-verify/1", 0)
    assert told["backends"] == ["polars", "pyarrow"] and told["passed"] == told["cases"] > 0
    assert say("verify", "--backend", "paper") == 2
    assert "no backend 'paper'" in capsys.readouterr().err


def test_a_case_that_fails_is_answered_with_1(monkeypatch, capsys):
    from moothall.stats import conformance

    (case, *_others) = conformance.read_cases()
    case["expected"]["value"][1] *= 1 + 1e-9
    monkeypatch.setattr(conformance, "read_cases", lambda: [case])
    assert say("verify", "--backend", "polars") == 1
    said = capsys.readouterr().out
    assert "DOES NOT CONFORM" in said and "value of row 1" in said


@pytest.mark.parametrize("word", sorted(statistics.list_functions()))
def test_each_function_explains_itself_with_an_example_that_can_be_read(word, capsys):
    assert say(word, "--help") == 0
    said = capsys.readouterr().out
    assert f"example:\n  moothall stats {word} " in said
    example = said.split("example:\n  ")[1].split()
    parser = statistics.build_parser()
    if "--reference" not in example:  # which would be opened
        parser.parse_args(example[2:])


def test_each_argument_of_each_function_is_an_option():
    import inspect

    for word, function in statistics.list_functions().items():
        named = {option.name for option in statistics.list_options(function)}
        assert named == set(inspect.signature(function).parameters) - {"df"}, word


RANKED_AND_DRAWN = [
    ("quantiles --value rate --n 2", "quantile", [2, 2, 1, 1]),
    ("quantiles --value rate --n 2 --definition ntile --tie-break area,year", "quantile", [2, 2, 1, 1]),
    ("quantiles --value rate --n 2 --first-is-highest up", "quantile", [1, 1, 2, 2]),
    ("compare --method 16 --value rate --polarity low", "comparison", ["best", "better", "worse", "worst"]),
    (
        "goal --rule percentiles --polarity high --value rate --low 25 --high 75",
        "goal",
        ["red", "amber", "amber", "green"],
    ),
    ("funnel-points --count x --rate rate --rate-type dsr --years 2", "funnel_denominator", [10_000] * 4),
    (
        "funnel-significance --statistic proportion --count x --denominator n",
        "significance",
        ["low_99_8", "not_significant", "not_significant", "high_99_8"],
    ),
    (
        "funnel-limits --statistic rate --count x --rate rate --rate-type dsr --years 2 --points 3",
        "baseline",
        [125] * 3,
    ),
]


@pytest.mark.parametrize(("words", "column", "cells"), RANKED_AND_DRAWN)
def test_each_ranking_and_funnel_runs_on_a_file(words, column, cells, tmp_path, capsys):
    path = tmp_path / "areas.csv"
    rows = ("a,1,10,50,400,false", "b,1,20,100,400,false", "c,1,30,150,400,false", "d,1,40,200,400,false")
    path.write_text("\n".join(["area,year,x,rate,n,up", *rows]))
    function, *options = words.split()
    assert say(function, path, *options, "--json") == 0
    assert [row[column] for row in json.loads(capsys.readouterr().out)] == cells


def test_the_word_needs_no_django_and_no_database(smokers):
    code = (
        "import sys; from moothall.cli.program import main; answer = main(sys.argv[1:]); "
        "assert 'django' not in sys.modules; sys.exit(answer)"
    )
    words = [sys.executable, "-c", code, "stats", "rate", str(smokers), *NAMED]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "Abbey" in answer.stdout


def test_the_slope_index_has_a_word_of_its_own(tmp_path, capsys):
    table = tmp_path / "deciles.csv"
    rows = [f"{decile},1000,{70 + decile / 2},0.3" for decile in range(1, 11)]
    table.write_text("\n".join(["decile,people,years,se", *rows]) + "\n")
    rest = [str(table), "--quantile", "decile", "--population", "people", "--value", "years", "--se", "se", "--json"]
    assert main(["stats", "sii", *rest]) == 0
    long = capsys.readouterr().out
    assert main(["sii", *rest]) == 0
    assert capsys.readouterr().out == long
    assert json.loads(long)
    with pytest.raises(SystemExit, match="2"):
        main(["sii"])
