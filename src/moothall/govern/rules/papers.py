"""The cover sheet of a paper, and its life: what a board is asked to do stands on it, or the paper is held back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
