"""Write ``docs/reference/generated/`` from the code, or say (``--check``) where it no longer tells the truth.

The pages about the statistics are written by hand; what their examples print is written here, under each example.
One function, one page. What is shown is read from the code itself: models, sheets of place files, routes, acts, roles,
states and settings. The pages hold nothing that differs between two machines.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import io
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "reference" / "generated"
PACKAGE = ROOT / "src" / "moothall"
# In the order of the year.
STAGES = ("kit", "places", "govern", "assess", "plan", "deliver", "hall")
HEAD = "<!-- Written by make docs from the code. Change the code, then run make docs. -->\n\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, or a sentence when it would be empty."""
    lines = ["| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    if not lines:
        return "None.\n"
    return "\n".join([f"| {' | '.join(head)} |", "|" + "---|" * len(head), *lines]) + "\n"


def first_sentence(text: str | None) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join((text or "").strip().split("\n\n")[0].split())


def say(text: str) -> str:
    """Return a note as a sentence."""
    return text[:1].upper() + text[1:].rstrip(".") + "." if text else ""


def write_records() -> str:
    """Return every table: what one row is, its fields, and where they point."""
    from django.apps import apps

    parts = ["# Records\n\nEvery table of Moothall, stage by stage; a row may point only down the year.\n"]
    for stage in STAGES:
        parts.append(f"\n## {stage}\n")
        for model in apps.get_app_config(stage).get_models():
            if model.__module__.startswith("moothall.") and "Historical" not in model.__name__:
                parts += [f"\n### {model.__name__}\n\n{first_sentence(model.__doc__)}\n\n", describe_fields(model)]
    return "".join(parts)


def describe_fields(model: Any) -> str:
    """Return the table of a model's own fields."""
    rows = []
    for part in [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]:
        if part.name == "id":
            continue
        to = part.related_model.__name__ if part.is_relation and part.related_model else ""
        kind = re.sub(r"Field$", "", type(part).__name__)
        wanted = "" if part.blank or part.null or part.has_default() else "yes"
        rows.append((f"`{part.name}`", kind, to, wanted, str(part.help_text)))
    return table(("field", "kind", "points at", "must be given", "note"), rows)


def write_files() -> str:
    """Return every CSV file of a place with its columns."""
    from moothall.kit.sheets import list_sheet_rows

    parts = [
        "# Files of a place\n\nPlain CSV in UTF-8, one header line. `moothall load` reads, `moothall export` writes.\n"
    ]
    for stage in STAGES:
        if find_spec(f"moothall.{stage}.loader") is None:
            continue
        for sheet in getattr(import_module(f"moothall.{stage}.loader"), "SHEETS", ()):
            key = ", ".join(f"`{name}`" for name in sheet.key)
            parts.append(f"\n## {sheet.file}\n\n{say(sheet.about)} A row is found again by {key}.\n\n")
            rows = ((f"`{name}`", kind, must, about) for name, kind, must, about in list_sheet_rows(sheet))
            parts.append(table(("column", "kind", "must be given", "what"), rows))
    return "".join(parts)


def write_addresses() -> str:
    """Return every address of the site that is ours."""
    from django.urls import get_resolver

    rows = sorted(set(list_routes(get_resolver().url_patterns, "/")))
    shown = [(f"`{route}`", name, module) for route, name, module in rows]
    return "# Addresses\n\n" + table(("address", "name", "written in"), shown)


def list_routes(patterns: Iterable[Any], before: str) -> Iterator[tuple[str, str, str]]:
    """Yield address, name and module of each route whose view is ours."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if hasattr(pattern, "url_patterns"):
            yield from list_routes(pattern.url_patterns, route)
            continue
        module = getattr(pattern.callback, "__module__", "")
        if module.startswith(("moothall.", "ninja.")):
            yield route, pattern.name or "", module.replace("ninja.operation", "the API")


def write_permissions() -> str:
    """Return who may do what: roles by power."""
    roles = tomllib.loads((PACKAGE / "config" / "roles.toml").read_text(encoding="utf-8"))["role"]
    powers = sorted({power for role in roles for power in role["may"]})
    rows = [[power.replace("_", " "), *("yes" if power in role["may"] else "" for role in roles)] for power in powers]
    about = [
        (role["name"], role["description"], ", ".join(role["scopes"]), "yes" if role["second_factor"] else "")
        for role in roles
    ]
    return (
        "# Roles and what they may do\n\nRoles are data (`config/roles.toml`); a place may keep its own copy.\n\n"
        + table(("role", "what it is", "given for", "second factor"), about)
        + "\n## Powers\n\n"
        + table(("power", *(role["name"] for role in roles)), rows)
    )


def write_acts() -> str:
    """Return every act: what it does, and the check that it makes first."""
    parts = ["# Acts\n\nOnly acts write. Each is one transaction with one permission check and one audit entry.\n"]
    for stage in STAGES:
        paths = sorted([*PACKAGE.glob(f"{stage}/acts.py"), *PACKAGE.glob(f"{stage}/acts/*.py")])
        rows = [row for path in paths for row in list_acts(path)]
        if rows:
            parts += [f"\n## {stage}\n\n", table(("act", "what it does", "checked by"), rows)]
    return "".join(parts)


def list_acts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield name, first sentence and check of each act in a file."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not node.args.kwonlyargs:
            continue
        calls = [ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)]
        checks = [name for name in calls if name.startswith("check_can_")]
        yield f"`{node.name}`", first_sentence(ast.get_docstring(node)), ", ".join(f"`{name}`" for name in checks)


def write_states() -> str:
    """Return the lives of records, each from its one table of steps, as a table and as a diagram."""
    parts = [
        "# States\n\nEach life is one table in the code; nothing goes from one state to another but by these steps.\n"
    ]
    for stage in STAGES:
        if find_spec(f"moothall.{stage}.rules") is None:
            continue
        rules = import_module(f"moothall.{stage}.rules")
        lives = {
            name: value
            for name, value in vars(rules).items()
            if name.endswith("_STATES") and isinstance(value, Mapping)
        }
        for name, steps in lives.items():
            title = name.removesuffix("_STATES").replace("_", " ").capitalize()
            parts += [f"\n## {title}\n\n", draw_states(steps), "\n"]
            parts.append(
                table(
                    ("state", "may become"),
                    ((f"`{state}`", ", ".join(nexts) or "(the end)") for state, nexts in steps.items()),
                )
            )
    return "".join(parts)


def draw_states(steps: Mapping[str, Sequence[str]]) -> str:
    """Return the steps as a Mermaid diagram."""
    lines = [f"    {state} --> {later}" for state, nexts in steps.items() for later in nexts]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(steps))}", *lines, "```"]) + "\n"


def write_commands() -> str:
    """Return every word of the program with its options."""
    from moothall.cli.program import WORDS

    parts = ["# The program `moothall`\n\nAnswers: 0 done; 1 no; 2 wrong use, or a file that cannot be opened.\n"]
    for word in WORDS:
        parser = argparse.ArgumentParser(add_help=False)
        word.declare(parser)
        rows = [(describe_option(action), action.help or "") for action in parser._actions]
        examples = "\n".join(word.examples)
        parts.append(f"\n## {word.name}\n\n{say(word.about)}\n\n```\n{examples}\n```\n")
        parts.append("\n" + table(("option", "what"), rows) if rows else "")
    return "".join(parts)


def describe_option(action: argparse.Action) -> str:
    """Return an option or argument as one types it."""
    value = "" if action.nargs == 0 else str(action.metavar or action.dest)
    return f"`{' '.join(filter(None, [*action.option_strings[:1], value]))}`"


def write_settings() -> str:
    """Return every value that is read from the environment, with its default as it is written."""
    source = (PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    rows = {}
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
        if isinstance(name, str) and re.fullmatch(r"MOOTHALL_[A-Z_]+|DATABASE_URL", name) and name not in rows:
            default = ast.unparse(call.args[1]) if len(call.args) > 1 else ""
            rows[name] = (f"`{name}`", f"`{default}`" if default else "none", find_comment(source, name))
    return (
        "# Settings\n\nAll come from the environment. A default that is not safe on a public host is refused when "
        "`MOOTHALL_DEBUG` is off.\n\n" + table(("name", "default", "what"), [rows[name] for name in sorted(rows)])
    )


def find_comment(source: str, name: str) -> str:
    """Return the comment beside the line that reads a setting, or else the heading that it stands under."""
    heading = ""
    for line in source.splitlines():
        if line.startswith("# "):
            heading = line.removeprefix("# ")
        if f'"{name}"' in line:
            return line.partition("  # ")[2] or heading
    return heading


PAGES: dict[str, Callable[[], str]] = {
    "records.md": write_records,
    "files-of-a-place.md": write_files,
    "addresses.md": write_addresses,
    "permissions.md": write_permissions,
    "acts.md": write_acts,
    "states.md": write_states,
    "settings.md": write_settings,
    "commands.md": write_commands,
}


# Pages written by hand whose examples are run: a block of python, under it what it prints; a block of csv is a file.
RUN = (ROOT / "docs" / "reference" / "statistics", ROOT / "docs" / "how-to" / "statistics")
BLOCK = re.compile(
    r"```(?P<kind>python|csv)(?: (?P<name>[\w.-]+))?\n(?P<text>.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL
)


def write_examples() -> dict[Path, str]:
    """Return the pages with examples, with what these print today."""
    return {path: run_page(path.read_text(encoding="utf-8")) for folder in RUN for path in sorted(folder.glob("*.md"))}


def run_page(page: str) -> str:
    """Return a page with what each of its examples prints under it; they run in order, in a folder of their own."""
    names: dict[str, object] = {"__name__": "__main__"}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return BLOCK.sub(lambda found: run_block(found, names), page)


def run_block(found: re.Match[str], names: dict[str, object]) -> str:
    """Write a file, or run an example; return the block with its own words and what it printed."""
    whole = f"```{' '.join(filter(None, (found['kind'], found['name'])))}\n{found['text']}```\n"
    if found["kind"] == "csv":
        Path(found["name"] or "table.csv").write_text(found["text"], encoding="utf-8")
        return whole
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(found["text"], "the example", "exec"), names)  # noqa: S102 - our own documents
    lines = "\n".join(line.rstrip() for line in said.getvalue().splitlines())
    return f"{whole}\n```text\n{lines}\n```\n" if lines else whole


def compare(wanted: Mapping[Path, str]) -> list[str]:
    """Return the differences between the pages as they are and as they should be."""
    differences: list[str] = []
    for path, text in wanted.items():
        name = path.relative_to(ROOT / "docs")
        has = path.read_text(encoding="utf-8") if path.is_file() else ""
        differences += difflib.unified_diff(
            has.splitlines(), text.splitlines(), f"{name} as it is", f"{name} as it should be", lineterm=""
        )
    kept = set(TARGET.glob("*")) if TARGET.is_dir() else set()
    return differences + [f"{path.name} is written by nothing" for path in sorted(kept - set(wanted))]


def main() -> int:
    """Write the pages, or compare them; the answer is 1 when they differ."""
    parser = argparse.ArgumentParser(description="Write the generated reference, or check that it is current.")
    parser.add_argument("--check", action="store_true", help="write nothing, show what differs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in [name for name in os.environ if name.startswith("MOOTHALL_")]:
            del os.environ[name]
        os.environ |= {"MOOTHALL_VAR": folder, "DJANGO_SETTINGS_MODULE": "moothall.config.settings"}
        import django

        django.setup()
        wanted = {TARGET / name: HEAD + write() for name, write in PAGES.items()} | write_examples()
    if asked.check:
        differences = compare(wanted)
        print(
            "\n".join([*differences[:200], "The generated reference is not current: make docs"])
            if differences
            else "Documents are current."
        )
        return 1 if differences else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    print(f"Written: {len(wanted)} pages in docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
