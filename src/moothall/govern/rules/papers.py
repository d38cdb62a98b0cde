"""The cover sheet of a paper, and its life: what a board is asked to do stands on it, or the paper is held back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

REPORT_STATES: Mapping[str, tuple[str, ...]] = {
    "commissioned": ("drafting", "withdrawn"),
    "drafting": ("in_clearance", "withdrawn"),
    "in_clearance": ("cleared", "drafting", "withdrawn"),
    "cleared": ("published", "drafting", "withdrawn"),
    "published": ("superseded", "withdrawn"),
    "superseded": (),
    "withdrawn": (),
}
PUBLIC_REPORT_STATES = ("published", "superseded")
OPEN_REPORT_STATES = ("commissioned", "drafting", "in_clearance", "cleared")  # its cover sheet may be written
ITEM_FOR = {"decision": "Decision", "discussion": "Discussion", "information": "Information"}
# The fields of a cover sheet by name, in the order in which they are printed, with the words for them.
COVER_FIELDS = {
    "title": "Title",
    "item_for": "For",
    "sponsors": "Sponsor",
    "authors": "Author",
    "organisations": "Organisation",
    "key_issues": "Key issues",
    "recommendations": "What the board is asked to do",
    "financial_implications": "What it costs",
}
# With which word a recommendation may begin: it says what the board is asked to do.
VERBS = (
    "accept", "adopt", "agree", "approve", "comment", "confirm", "consider", "decide", "discuss", "endorse", "give",
    "note", "recommend", "review", "suggest", "support",
)  # fmt: skip
ASKS = "Say what the board is asked to do"


def check_cover(
    state: str,
    item_for: object,
    recommendations: object,
    *,
    printed_without: bool,
    not_read: object,
) -> tuple[str, str] | None:
    """Return (field, sentence) for what is wrong with a cover sheet, or None.

    A paper that is only commissioned has no cover sheet yet, so nothing is asked of it.
    """
    if not _are_among(item_for, ITEM_FOR):
        return "item_for", f"A paper is for one or more of: {', '.join(ITEM_FOR)}."
    if not _are_among(not_read, COVER_FIELDS):
        return "not_read", f"Fields of a cover sheet are: {', '.join(COVER_FIELDS)}."
    problem = _check_recommendations(recommendations)
    if problem:
        return "recommendations", problem
    excused = printed_without or "recommendations" in list(_each(not_read)) or state == "commissioned"
    if not recommendations and not excused:
        return "recommendations", f"{ASKS}, or mark the paper as printed without a recommendation."
    if recommendations and printed_without:
        return "printed_without", "The paper has a recommendation, so it is not printed without one."
    return None


def find_state_after_edit(state: str) -> str:
    """Return the state of a paper once its cover sheet was changed: what was cleared is not what stands there now."""
    return "drafting" if state in ("in_clearance", "cleared") else state


def check_publishing(
    item_for: Sequence[str], recommendations: Sequence[object], *, printed_without: bool
) -> str | None:
    """Return what keeps a paper from being published, or None: it says what it is for and what is asked."""
    if not item_for:
        return "Say whether the paper is for decision, discussion or information before it is published."
    if "decision" in item_for and not recommendations:
        return f"The paper is for decision: {ASKS[0].lower()}{ASKS[1:]} before it is published."
    if not recommendations and not printed_without:
        return f"{ASKS}, or mark the paper as one that asks for nothing, before it is published."
    return None


def read_recommendations(text: str) -> list[dict[str, str]]:
    """Return the recommendations of a form, one a line: each with its number and the verb with which it begins.

    A line that begins with no known verb gets its first word as verb, which ``check_cover`` then refuses by name.
    """
    lines = [line for line in (re.sub(r"^\s*\d+[.)]\s+", "", row).strip() for row in text.splitlines()) if line]
    return [
        {
            "number": str(count) if len(lines) > 1 else "",
            "verb": re.split(r"[\s,.:;]", line, maxsplit=1)[0].lower(),
            "text": line,
        }
        for count, line in enumerate(lines, start=1)
    ]


def write_recommendations(recommendations: Sequence[Mapping[str, str]]) -> str:
    """Return recommendations as the lines that ``read_recommendations`` reads."""
    return "\n".join(" ".join(one["text"].split()) for one in recommendations)


def _each(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else ()


def _are_among(value: object, known: Mapping[str, str]) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one in known for one in value)


def _check_recommendations(value: object) -> str | None:
    if not isinstance(value, list) or not all(_is_recommendation(one) for one in value):
        return 'Recommendations are a list such as [{"number": "1", "verb": "agree", "text": "Agree the next steps."}].'
    for one in value:
        if one["verb"] not in VERBS:
            return f"{ASKS}: begin with one of {', '.join(VERBS)}, not {one['verb']!r}."
        if not one["text"].lower().startswith(one["verb"]):
            return f"{ASKS}: the words of a recommendation begin with its verb, here {one['verb']!r}."
    numbers = [one["number"] for one in value]
    return "Two recommendations have the same number." if len(set(numbers)) < len(numbers) else None


def _is_recommendation(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and sorted(one) == ["number", "text", "verb"]
        and all(isinstance(part, str) for part in one.values())
        and bool(one["text"].strip())
    )
