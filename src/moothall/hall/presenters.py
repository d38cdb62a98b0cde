"""What the front door shows: the API's routes as a reader sees them, and search answers in short."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

EXCERPT = 240


@dataclass(frozen=True)
class Route:
    """One route of the API: its path, what it answers, an address to try, its parameters."""

    path: str
    summary: str
    example: str
    parameters: list[dict[str, str]]


def list_routes(document: dict[str, Any], examples: dict[str, str]) -> list[Route]:
    """Return the routes of an OpenAPI document; ``examples`` gives a value for each name in a path."""
    routes = []
    for path, methods in sorted(document["paths"].items()):
        operation = methods.get("get")
        if operation is None:
            continue
        parameters = [
            {"name": p["name"], "where": p["in"], "about": p.get("description", "")}
            for p in operation.get("parameters", ())
        ]
        routes.append(Route(path, operation.get("summary", ""), _fill(path, examples), parameters))
    return routes


def _fill(path: str, examples: dict[str, str]) -> str:
    filled = re.sub(r"{(\w+)}", lambda name: examples.get(name[1], "{" + name[1] + "}"), path)
    return "" if "{" in filled else filled


def cut_excerpt(text: str, words: list[str]) -> SafeString:
    """Return the part of a text round the first word that was sought, with every such word marked, as safe HTML."""
    plain = " ".join(text.split())
    first = min((at for word in words if (at := plain.lower().find(word)) >= 0), default=0)
    start = max(0, plain.rfind(" ", 0, max(0, first - EXCERPT // 3)) + 1) if first > EXCERPT // 3 else 0
    part = plain[start : start + EXCERPT]
    if start + EXCERPT < len(plain):
        part = part[: part.rfind(" ")] + " …"
    return _mark(("… " if start else "") + part, words)


def _mark(text: str, words: list[str]) -> SafeString:
    if not words:
        return conditional_escape(text)
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")[\w’'-]*", re.IGNORECASE)
    pieces, at = [], 0
    for hit in pattern.finditer(text):
        pieces += [conditional_escape(text[at : hit.start()]), f"<mark>{conditional_escape(hit[0])}</mark>"]
        at = hit.end()
    pieces.append(conditional_escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above
