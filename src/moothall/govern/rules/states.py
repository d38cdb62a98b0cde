"""What is public, and the lives of meetings and items as tables of their steps."""

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
FORWARD_STATES: Mapping[str, tuple[str, ...]] = {
    "planned": ("on_agenda", "done", "dropped"),
    "on_agenda": ("planned", "done", "dropped"),
    "done": (),
    "dropped": (),
}
PUBLIC_ITEM_STATES = ("published", "called", "dealt_with", "deferred", "not_reached")
MINUTED_MEETING_STATES = ("minutes_draft", "minutes_confirmed")
RECORDING_STATES = ("in_session", "adjourned", "closed", "minutes_draft")  # minutes may be written


LAST_PARAGRAPH = 18  # England has 1 to 7, Wales 12 to 18


def check_publicity(publicity: str, paragraphs: Iterable[object], public_interest_text: str) -> str | None:
    """Return what is missing for a record to be kept from the public, or None.

    Source: Local Government Act 1972, Schedule 12A part 1 and the public interest test of paragraph 10.
    """
    named = list(paragraphs)
    if not all(type(one) is int and 1 <= one <= LAST_PARAGRAPH for one in named):
        return "Paragraphs of Schedule 12A are whole numbers from 1 to 18, such as [3]."
    if publicity == EXEMPT and not named:
        return "An exempt item names at least one paragraph of Schedule 12A."
    if publicity == EXEMPT and not public_interest_text.strip():
        return "An exempt item says why the public interest is better served by keeping it private."
    return None
