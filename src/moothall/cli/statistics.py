"""The word ``stats``: any function of ``moothall.stats`` on a table in a file. It needs no database and no Django.

Options are the functions' own arguments with hyphens; they are read off the functions, so that none can be forgotten.
"""

from __future__ import annotations

import argparse
import inspect
import re
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from moothall.cli.saying import answer, answer_json, note
from moothall.cli.tables import TableError, format_json, format_table, read_frame, write_frame

DONE, NO, WRONG_USE = 0, 1, 2
FRAMES = ("reference", "totals")  # arguments that are tables: given as files
MAPPINGS = ("standard", "remaining", "fractions")  # arguments that may be a mapping: given as a file of two columns
OF_PROGRAMS = ("suppress",)  # its condition is an expression
LISTS = ("by", "bands", "on", "tie_break")
# One example each, of words that its reader would type.
EXAMPLES = {
    "proportion": "moothall stats proportion smokers.csv --count smokers --denominator adults --by district",
    "rate": "moothall stats rate admissions.csv --count admissions --denominator population --confidence 0.95,0.998",
    "mean": "moothall stats mean scores.csv --value score --by school -o means.csv",
    "dsr": "moothall stats dsr deaths.csv --count deaths --population people --age age --by area,sex",
    "israte": "moothall stats israte deaths.csv --count deaths --population people --reference england.csv "
    "--reference-count deaths --reference-population people --on age --by area",
    "smr": "moothall stats smr deaths.csv --count deaths --population people --reference england.csv "
    "--reference-count deaths --reference-population people --on age --by area",
    "quantiles": "moothall stats quantiles scores.csv --value score --n 5",
    "sii": "moothall stats sii deciles.csv --quantile decile --population people --value years --se se --by area,sex",
    "life_expectancy": "moothall stats life-expectancy deaths.csv --deaths deaths --population people --age age "
    "--by area --at 0,65",
    "recent_trend": "moothall stats recent-trend years.csv --period year --kind proportion --count smokers "
    "--denominator adults --by area --polarity low",
    "compare": "moothall stats compare values.csv --benchmark England --area area --polarity low",
    "goal": "moothall stats goal values.csv --rule interval --polarity high --at 95",
    "funnel_limits": "moothall stats funnel-limits areas.csv --statistic proportion --count smokers "
    "--denominator adults",
    "funnel_points": "moothall stats funnel-points areas.csv --count deaths --rate rate --rate-type crude "
    "--denominator people --years 3",
    "funnel_significance": "moothall stats funnel-significance areas.csv --statistic ratio --count observed "
    "--denominator expected",
    "yll": "moothall stats yll deaths.csv --deaths deaths --population people --age age --up-to 75 --by area",
    "gap": "moothall stats gap deciles.csv --group decile --most 1 --least 10 --value years --se se --by sex",
}


@dataclass(frozen=True)
class Option:
    """One argument of a function as an option: how its text becomes a value."""

    name: str
    required: bool
    read: Callable[[str], Any] | None  # None: a switch
    default: Any
    hint: str

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")


def list_functions() -> dict[str, Callable[..., Any]]:
    """Return the functions of ``moothall.stats`` whose first argument is ``df``, by the word for each."""
    import moothall.stats as ms

    found = {name: getattr(ms, name) for name in ms.__all__}
    return {
        name.replace("_", "-"): function
        for name, function in found.items()
        if inspect.isfunction(function) and _takes_table(function) and name not in OF_PROGRAMS
    }


def _takes_table(function: Callable[..., Any]) -> bool:
    return next(iter(inspect.signature(function).parameters), "") == "df"


def list_options(function: Callable[..., Any]) -> list[Option]:
    """Return the options of a function, in its own order."""
    given = list(inspect.signature(function).parameters.values())[1:]
    return [_make_option(parameter) for parameter in given]


def _make_option(parameter: inspect.Parameter) -> Option:
    required = parameter.default is inspect.Parameter.empty
    default = None if required else parameter.default
    if isinstance(default, bool):
        return Option(parameter.name, False, None, default, "")
    read, hint = _find_reader(parameter.name, str(parameter.annotation), default)
    return Option(parameter.name, required, read, default, hint)


def _find_reader(name: str, annotation: str, default: object) -> tuple[Callable[[str], Any], str]:
    """Return how a text is read for an argument: by its name where the name says it, else by what it may be."""
    if name in FRAMES:
        return read_frame, "FILE"
    if name in MAPPINGS:
        return _read_mapping, "NAME or FILE"
    if name == "confidence":
        return _read_levels, "LEVEL[,LEVEL] or none"
    may_be = set(re.findall(r"\w+", annotation))
    if name in LISTS or "Sequence" in may_be:
        return _read_numbers if "int" in may_be else _read_texts, "A,B,…"
    if may_be & {"float", "int"} or isinstance(default, int | float):
        return (_read_number_or_text, "NUMBER or COLUMN") if "str" in may_be else (_read_number, "NUMBER")
    if annotation == "object":
        return _read_number_or_text, "VALUE"
    return str, "COLUMN" if annotation.startswith("str") else "WORD"


def _read_number(text: str) -> float | int:
    try:
        return int(text) if text.lstrip("+-").isdecimal() else float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None


def _read_number_or_text(text: str) -> float | int | str:
    try:
        return _read_number(text)
    except argparse.ArgumentTypeError:
        return text


def _read_levels(text: str) -> Any:
    if text == "none":
        return None
    levels = [_read_number(part) for part in text.split(",")]
    return levels if len(levels) > 1 else levels[0]


def _read_texts(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def _read_numbers(text: str) -> Any:
    return text if text == "all" else [_read_number_or_text(part) for part in _read_texts(text)]


def _read_mapping(text: str) -> Any:
    """Return a file's first column against its second as a mapping, and any other word as it is."""
    if not text.lower().endswith((".csv", ".parquet")):
        return text
    frame = read_frame(text)
    if frame.width < 2:
        raise TableError(f"{text} has one column; two are needed: what is looked up, and its number.")
    keys, numbers = frame.to_series(0), frame.to_series(1)
    return dict(zip(keys.to_list(), numbers.to_list(), strict=True))


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the word: one part for each function."""
    from moothall.cli.program import WORDS

    examples = next(word.examples for word in WORDS if word.name == "stats")
    parser = argparse.ArgumentParser(
        prog="moothall stats",
        description="Public-health statistics on a table in a file.",
        epilog="\n".join(["examples:", *(f"  {example}" for example in examples)]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = parser.add_subparsers(dest="function", metavar="FUNCTION", required=True)
    parts.add_parser("list", help="what there is, a line each")
    verify = parts.add_parser("verify", help="runs the reference cases of the package here: the conformance statement")
    verify.add_argument("--backend", action="append", metavar="NAME", help="pandas, polars, ...; else all installed")
    verify.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else there")
    for word, function in list_functions().items():
        _add_function(parts, word, function)
    return parser


def _add_function(parts: Any, word: str, function: Callable[..., Any]) -> None:
    about = say_about(function)
    part = parts.add_parser(
        word,
        help=about,
        description=inspect.getdoc(function),
        epilog=f"example:\n  {EXAMPLES[function.__name__]}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    part.add_argument("file", metavar="FILE", help="a .csv or .parquet file, or - for a CSV on standard input")
    for option in list_options(function):
        _add_option(part, option)
    part.add_argument("--json", action="store_true", help="an array of records on standard output, nothing else there")
    part.add_argument("-o", "--out", type=Path, metavar="FILE", help="write .csv, .parquet or .json instead")
    part.add_argument("--force", action="store_true", help="write over a file that is there")


def _add_option(part: argparse.ArgumentParser, option: Option) -> None:
    # What was not said is left to the function itself, so that its own default holds.
    if option.read is None:
        part.add_argument(
            option.flag, dest=option.name, action=argparse.BooleanOptionalAction, default=argparse.SUPPRESS
        )
        return
    default = "" if option.default is None else f" ({option.default})"
    part.add_argument(
        option.flag, dest=option.name, type=option.read, required=option.required, default=argparse.SUPPRESS,
        metavar=option.hint.split()[0], help=f"{option.hint}{default}",
    )  # fmt: skip


def say_about(function: Callable[..., Any]) -> str:
    """Return the first sentence of a function's own words."""
    return " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split()).rstrip(".")


def run(asked: Namespace) -> int:
    """Run a function on a file: 0 done; 1 data refused (--strict); 2 wrong use, or a file that cannot be opened."""
    from moothall.stats import ArgumentError, DataError

    try:
        given = build_parser().parse_args(asked.rest)
        if given.function == "list":
            answer("\n".join(f"{word:22}{say_about(function)}" for word, function in list_functions().items()))
            return DONE
        if given.function == "verify":
            return _verify(given)
        function = list_functions()[given.function]
        frame = function(read_frame(given.file), **choose_arguments(function, vars(given)))
        give(frame, given)
    except DataError as error:
        note(str(error))
        return NO
    except (ArgumentError, TableError) as error:
        note(str(error))
        return WRONG_USE
    return DONE


def _verify(given: Namespace) -> int:
    """Say whether the reference cases come out right here; the answer is 1 where one does not."""
    from moothall.stats import verify

    report = verify(backends=given.backend)
    if given.json:
        answer_json("stats-verify", asdict(report))
    else:
        answer(str(report))
    return NO if report.failed else DONE


def choose_arguments(function: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that were given."""
    return {option.name: given[option.name] for option in list_options(function) if option.name in given}


def give(frame: Any, given: Namespace) -> None:
    """Print the answer, or write it."""
    if given.out:
        write_frame(frame, given.out, force=given.force)
        note(f"{frame.height:,} rows written to {given.out}.")
    else:
        answer(format_json(frame) if given.json else format_table(frame))
