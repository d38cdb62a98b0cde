"""Rules of boards that this version of Moothall can apply: publicity, reporting lines, states, quorum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

OPEN, EXEMPT, CONFIDENTIAL = "open", "exempt", "confidential"
PUBLICITY = ((OPEN, "Open"), (EXEMPT, "Exempt"), (CONFIDENTIAL, "Confidential"))

MEETING_STATES: Mapping[str, tuple[str, ...]] = {
    "planned": ("agenda_published", "cancelled"),
    "agenda_published": ("in_session", "cancelled"),
    "in_session": ("adjourned", "closed"),
    "adjourned": ("minutes_draft",),
    "closed": ("minutes_draft",),
    "minutes_draft": ("minutes_confirmed",),
    "minutes_confirmed": (),
    "cancelled": (),
}
ITEM_STATES: Mapping[str, tuple[str, ...]] = {
    "draft": ("ready", "withdrawn"),
    "ready": ("published", "withdrawn"),
    "published": ("called", "withdrawn", "deferred", "not_reached"),
    "called": ("dealt_with", "deferred", "not_reached"),
    "dealt_with": (),
    "deferred": (),
    "not_reached": (),
    "withdrawn": (),
}
PUBLIC_ITEM_STATES = ("published", "called", "dealt_with", "deferred", "not_reached")
MINUTED_MEETING_STATES = ("minutes_draft", "minutes_confirmed")


def check_publicity(publicity: str, paragraphs: Iterable[int], public_interest_text: str) -> str | None:
    """Return what is missing for a record to be kept from the public, or None.

    Source: Local Government Act 1972, Schedule 12A part 1 and the public interest test of paragraph 10.
    """
    if publicity == EXEMPT and not list(paragraphs):
        return "An exempt item names at least one paragraph of Schedule 12A."
    if publicity == EXEMPT and not public_interest_text.strip():
        return "An exempt item says why the public interest is better served by keeping it private."
    return None


def find_cycle(edges: Iterable[tuple[str, str]]) -> list[str] | None:
    """Return one cycle of ``(child, parent)`` edges as a list that begins and ends with the same name, or None."""
    parents: dict[str, list[str]] = {}
    for child, parent in edges:
        parents.setdefault(child, []).append(parent)
    done: set[str] = set()
    for start in sorted(parents):
        found = _walk_up(start, parents, [], done)
        if found:
            return found
    return None


def _walk_up(node: str, parents: Mapping[str, list[str]], path: list[str], done: set[str]) -> list[str] | None:
    if node in path:
        return [*path[path.index(node) :], node]
    if node in done:
        return None
    for parent in sorted(parents.get(node, ())):
        found = _walk_up(parent, parents, [*path, node], done)
        if found:
            return found
    done.add(node)
    return None
