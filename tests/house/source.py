"""Reads the repository as text and as syntax trees, for the tests of the house. Imports nothing of what it judges."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "moothall"
NOT_OURS = {".git", ".venv", "var", "__pycache__", "pictures", "htmlcov", "test-results"}


@cache
def list_files() -> tuple[Path, ...]:
    """Return every file that git keeps or would keep; without git (a copy), every file that is not made by a tool."""
    answer = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if answer.returncode == 0 and (ROOT / ".git").exists():
        found = [ROOT / name for name in answer.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file() and not path.is_symlink()))


@cache
def list_modules() -> tuple[Path, ...]:
    """Return the Python files under src."""
    return tuple(path for path in list_files() if path.suffix == ".py" and path.is_relative_to(PACKAGE))


def list_templates() -> tuple[Path, ...]:
    """Return the templates under src, Jinja's and Django's."""
    folders = {"jinja2", "templates"}
    return tuple(p for p in list_files() if p.is_relative_to(PACKAGE) and folders & set(p.parts) and p.suffix != ".py")


@cache
def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def read_text(path: Path) -> str | None:
    """Return a file's text, or None when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def short(path: Path) -> str:
    """Return a file's name as a reader would say it: from the root, or from the package."""
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).as_posix()


def walk_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call inside a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(node: ast.AST) -> str:
    """Return a dotted name without calls and subscripts: ``a.b.c`` for ``a(1).b[2].c``."""
    if isinstance(node, ast.Attribute):
        inner = name_of(node.value)
        return f"{inner}.{node.attr}" if inner else node.attr
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Subscript):
        return name_of(node.value)
    return node.id if isinstance(node, ast.Name) else ""
