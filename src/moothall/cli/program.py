"""The program ``moothall``: its words, their options, and the answers 0 (done), 1 (no) and 2 (wrong use).

Nothing heavy is imported here: each word brings its own module when it is said.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import moothall
from moothall.cli.saying import answer_json, note
from moothall.kit.errors import RefusedError

DONE, NO, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
OLDEST = (3, 11)
SHORT_FOR = {"sii": ("stats", "sii")}  # the slope index is asked for so often that its word stands alone


@dataclass(frozen=True)
class Word:
    """One word of the program: ``module`` holds ``run(asked) -> int``.

    A word that ``parses`` reads all that follows it itself, since it is told by what it computes with.
    """

    name: str
    module: str
    about: str
    examples: tuple[str, ...]
    declare: Callable[[argparse.ArgumentParser], None]
    parses: bool = False


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return port


def _workers(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 64")
    return number


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else there")


def _declare_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="where to serve (8000)")
    parser.add_argument("--no-serve", action="store_true", help="get everything ready, then stop")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the demo keeps its data (var)")


def _declare_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="where to serve (8000)")
    parser.add_argument("--workers", type=_workers, metavar="N", help="web processes (one a core, two at least)")


def _declare_load(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the place's files")
    parser.add_argument("--confirm", action="store_true", help="write; without it, only say what would change")
    parser.add_argument("--dry-run", action="store_true", help="only say what would change, as without --confirm")
    parser.add_argument("--posts-only", action="store_true", help="load posts and seats, and no person")
    _json(parser)


def _declare_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--force", action="store_true", help="write over an earlier export in that folder")
    _json(parser)


def _declare_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    for option, about in (
        ("--name", "the place's name, such as “Middleshire”"),
        ("--short-name", "its name where there is little room"),
        ("--board", "the name of its first board"),
        ("--contact-name", "who answers readers"),
        ("--contact-email", "and at which address"),
        ("--time-zone", "such as Europe/London"),
        ("--mark", "one to three letters for the head of each page"),
        ("--colour", "a dark colour such as #003d73; white words must be readable on it"),
    ):
        parser.add_argument(option, metavar="TEXT", help=about)


def _declare_invite(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="E-MAIL", help="the person's address, which is also the name to sign in with")
    parser.add_argument("--name", required=True, metavar="TEXT", help="the person's name")
    parser.add_argument("--role", required=True, metavar="ROLE", help="such as clerk, officer, lead, administrator")
    parser.add_argument("--scope", default="", metavar="SCOPE", help="such as board:SLUG; else the whole place")
    _json(parser)


def _declare_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a new file, such as place-2026-11-01.zip")
    _json(parser)


def _declare_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that moothall backup wrote")
    parser.add_argument("--confirm", action="store_true", help="replace a place that is here (after a backup of it)")
    _json(parser)


def _declare_stats(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("function", metavar="FUNCTION", help="such as rate; moothall stats list names them all")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="FILE …", help="its file and options")


WORDS = (
    Word("demo", "demo", "load the example place where it is missing, and serve it",
         ("moothall demo", "moothall demo --port 8001"), _declare_demo),
    Word("serve", "serving", "serve the place that is loaded",
         ("moothall serve", "moothall serve --port 8080 --workers 4"), _declare_serve),
    Word("new", "starting", "start a place of your own: a folder of files to fill in",
         ("moothall new middleshire",
          "moothall new middleshire --name Middleshire --board 'Middleshire Board' --contact-email o@m.example"),
         _declare_new),
    Word("load", "loading", "load a place's files; a dry run that prints the differences unless --confirm",
         ("moothall load examples/gloucestershire-2019", "moothall load middleshire --confirm"), _declare_load),
    Word("export", "exporting", "write the place that is loaded as files that load takes",
         ("moothall export copy-of-the-place",), _declare_export),
    Word("invite", "inviting", "make an account, give it a role, and send the link to choose a password",
         ('moothall invite ada@middleshire.example --name "Ada Moss" --role clerk --scope board:middleshire-board',),
         _declare_invite),
    Word("backup", "copying", "put everything into one file, to start again elsewhere",
         ("moothall backup place-2026-11-01.zip",), _declare_backup),
    Word("restore", "restoring", "put a backup in the stead of what is here",
         ("moothall restore place-2026-11-01.zip",), _declare_restore),
    Word("check", "checking", "judge the loaded place by its own rules",
         ("moothall check",), _json),
    Word("stats", "statistics", "any function of the statistics on a table in a file",
         ("moothall stats list", "moothall stats rate --help",
          "moothall stats rate admissions.csv --count admissions --denominator population --by area"),
         _declare_stats, parses=True),
)  # fmt: skip


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole program."""
    parser = argparse.ArgumentParser(
        prog="moothall",
        description="Holds a place's partnership boards for their whole year.",
        epilog="Each word explains itself:  moothall load --help\n"
        "moothall sii is short for moothall stats sii.\n"
        "Answers: 0 done; 1 no (refused, or a check that fails); 2 wrong use, or a file that cannot be opened.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"moothall {moothall.__version__}")
    words = parser.add_subparsers(dest="word", metavar="WORD", required=True)
    for word in WORDS:
        part = words.add_parser(
            word.name,
            help=word.about,
            description=f"{word.about[0].upper()}{word.about[1:]}.",
            epilog="\n".join([f"example{'s' if len(word.examples) > 1 else ''}:", *(f"  {e}" for e in word.examples)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        word.declare(part)
        part.set_defaults(module=word.module)
    return parser


def _read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return what was asked for; what follows a word that parses is left to its own module."""
    arguments = [*SHORT_FOR.get(arguments[0], arguments[:1]), *arguments[1:]] if arguments else []
    word = next((word for word in WORDS if word.parses and arguments[:1] == [word.name]), None)
    if word is None:
        return build_parser().parse_args(arguments)
    return argparse.Namespace(word=word.name, module=word.module, rest=arguments[1:])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one word and return its answer: 0 done, 1 no, 2 wrong use."""
    if sys.version_info < OLDEST:
        note(f"Moothall needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")
        return WRONG_USE
    asked = _read_arguments(sys.argv[1:] if arguments is None else list(arguments))
    try:
        answer: int = import_module(f"moothall.cli.{asked.module}").run(asked)
    except RefusedError as error:
        note(error.sentence)
        if getattr(asked, "json", False):
            answer_json(asked.word, {"refused": error.sentence})
        return NO
    except KeyboardInterrupt:
        note("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return NO
    except OSError as error:
        note(f"{error.filename or 'A file'}: {error.strerror or error}.")
        return WRONG_USE
    return answer
