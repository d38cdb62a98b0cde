"""Every address pattern of the site, each with a path that fits it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

# What stands in for a group of a regular expression, by how the expression begins.
FILLED = {
    r"(?P<uidb36>": "1", r"(?P<key>[^/]+)": "made-up", r"(?P<key>[A-Za-z0-9_-]{32})": "k" * 32,
    r"(?P<name>images/": "images/a.png", r"(\d+)": "1", r"(.*)": "a.pdf", r"((?:[\w\-]+/)*)": "nowhere/",
}  # fmt: skip
CONVERTED = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


@dataclass(frozen=True)
class Route:
    """One pattern: ``name`` with its namespace (the pattern itself where it has none), ``path`` that fits it."""

    name: str
    pattern: str
    path: str


def list_routes() -> list[Route]:
    """Return all routes, those of libraries included, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns))


def list_names(*prefixes: str) -> set[str]:
    """Return the names of the routes whose paths begin with one of ``prefixes``."""
    return {route.name for route in list_routes() if route.path.startswith(prefixes)}


def _walk(patterns: Iterable[Any], before: str = "", spaces: str = "") -> Iterator[Route]:
    for pattern in patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(spaces + pattern.name if pattern.name else whole, whole, "/" + fill(whole))
        else:
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern.url_patterns, whole, spaces + space)


def fill(pattern: str) -> str:
    """Return a path that fits a pattern."""
    plain = re.sub(r"<(?:(\w+):)?\w+>", lambda found: CONVERTED.get(found[1] or "", "x"), _without_groups(pattern))
    return plain.replace("^", "").replace("$", "").replace("\\", "")


def _without_groups(pattern: str) -> str:
    while (at := _find_group(pattern)) is not None:
        begin, end = at
        group = pattern[begin:end]
        filled = next((value for start, value in FILLED.items() if group.startswith(start)), None)
        pattern = pattern[:begin] + (filled if filled is not None else _choose(group)) + pattern[end:]
    return pattern


def _find_group(pattern: str) -> tuple[int, int] | None:
    begin = pattern.find("(")
    if begin < 0:
        return None
    depth = 0
    for at in range(begin, len(pattern)):
        depth += (pattern[at] == "(") - (pattern[at] == ")")
        if depth == 0:
            return begin, at + 1
    raise AssertionError(pattern)


def _choose(group: str) -> str:
    """Return the first of the alternatives of a group, or a letter for a group of signs."""
    inner = re.sub(r"^\((?:\?:|\?P<\w+>)?", "", group)[:-1]
    first = inner.split("|")[0]
    return "x" if re.search(r"[\[\\.+*?]", first) else first
