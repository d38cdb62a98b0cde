"""Rules of plans: who leads, what is still to be confirmed, where a target's path stands. Pure."""

from __future__ import annotations

NAMED, TO_BE_CONFIRMED, NONE = "named", "to_be_confirmed", "none"
NAMING_STATES = ((NAMED, "Named"), (TO_BE_CONFIRMED, "To be confirmed"), (NONE, "None"))
PLAN_STATES = {
    "draft": ("consulting", "adopted", "superseded"),
    "consulting": ("draft", "adopted", "superseded"),
    "adopted": ("expired", "superseded"),
    "expired": ("superseded",),
    "superseded": (),
}
