"""Rules of actions: states, ratings, and the status that is derived, never typed. Pure."""

from __future__ import annotations

from collections.abc import Mapping

ACTION_STATES: Mapping[str, tuple[str, ...]] = {
    "proposed": ("agreed", "dropped", "merged"),
    "agreed": ("under_way", "done", "dropped", "merged"),
    "under_way": ("done", "dropped", "merged"),
    "done": (),
    "dropped": (),
    "merged": (),
}
RATINGS = (
    ("done", "Done"),
    ("on_track", "On track"),
    ("at_risk", "At risk"),
    ("late", "Late"),
)
