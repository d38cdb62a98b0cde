"""What the front door shows: the API's routes as a reader sees them, and search answers in short."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from moothall.assess.presenters import tag_verdict
from moothall.deliver.presenters import tag_status
from moothall.hall.queries import Front
from moothall.kit import formats
from moothall.plan.presenters import name_board, name_leads
from moothall.plan.queries import PriorityRow

EXCERPT = 240


@dataclass(frozen=True)
class Route:
    """One route of the API: its path, what it answers, an address to try, its parameters."""

    path: str
    summary: str
    example: str
    parameters: list[dict[str, str]]


def list_routes(document: dict[str, Any], examples: dict[str, dict[str, str]]) -> list[Route]:
    """Return the routes of an OpenAPI document; ``examples`` gives, for each list, a value for each name in a path."""
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


def _fill(path: str, examples: dict[str, dict[str, str]]) -> str:
    values = next((examples[part] for part in path.split("/") if part in examples), {})
    filled = re.sub(r"{(\w+)}", lambda name: values.get(name[1], "{" + name[1] + "}"), path)
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


def show_front(front: Front) -> dict[str, Any]:
    """Return the front page's cards and tags."""
    plans = {row.priority.plan for row in front.priorities}
    return {
        "front": front,
        "cards_of": [_show_priority(row) for row in front.priorities],
        "plan_words": "; ".join(_say_plan(plan) for plan in sorted(plans, key=lambda plan: plan.slug)),
        "action_tags": [
            {**vars(tag_status(status)), "count": count, "href": f"{reverse('actions')}?status={status.key}"}
            for status, count in front.actions
        ],
    }


def _say_plan(plan: Any) -> str:
    years = f" {plan.from_on.year} to {plan.to_on.year}" if plan.from_on and plan.to_on else ""
    return f"From the {plan.title}{years} ({plan.get_state_display().lower()})."


def _show_priority(row: PriorityRow) -> dict[str, Any]:
    priority, due = row.priority, row.next_due
    facts = [("Led by", name_leads(priority, row.leads)), ("Board", name_board(priority))]
    if due:
        facts.append(("Next due", f"{due.title}, {formats.day(due.on) if due.on else due.as_written}"))
    return {
        "number": priority.number,
        "title": priority.title,
        "href": priority.get_absolute_url(),
        "aim": priority.aim,
        "facts": facts,
        "tags": [
            {**vars(tag_verdict(standing.verdict)), "about": standing.indicator.short_name}
            for standing in row.standings
            if standing.observation is not None
        ],
    }
