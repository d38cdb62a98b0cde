"""The files of a place that this stage reads and writes: actions, their parties, and the updates on them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from moothall.assess.models import Indicator
from moothall.deliver import rules
from moothall.deliver.models import Action, ActionParty, Update
from moothall.govern.models import Board, Decision, MinuteParagraph
from moothall.kit import kept
from moothall.kit.models import User
from moothall.kit.placefiles import Row
from moothall.kit.sheets import Column, Report, Sheet, export_sheet, load_sheet
from moothall.places.loader import CITED
from moothall.places.models import Area, Organisation, Person, Post, SourceDocument
from moothall.plan.models import Objective, Plan, Priority

FILE = "deliver/actions.csv"


def order_actions(rows: list[Row]) -> list[Row]:
    """Put every action below those that it waits for or was merged into.

    Raises:
        FileProblem: actions wait for each other in a circle.
    """
    by_slug = {row.cells["slug"]: row for row in rows}
    named = {row.cells["slug"]: _list_named(row) & by_slug.keys() for row in rows}
    try:
        place = {slug: count for count, slug in enumerate(TopologicalSorter(named).static_order())}
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        row = by_slug[circle[0]]
        reason = f"These actions wait for each other in a circle: {' → '.join(circle)}."
        raise row.problem("depends_on", reason, "Take one of the links out.") from None
    return sorted(rows, key=lambda row: place[row.cells["slug"]])


def _list_named(row: Row) -> set[str]:
    named = [*row.cells.get("depends_on", "").split(";"), row.cells.get("merged_into", "")]
    return {part.strip() for part in named if part.strip()}


def complete_update(values: dict[str, Any], by: User) -> dict[str, Any]:
    """Give a new update the account that loads it; one that is there keeps its own, since it never changes."""
    known = Update.objects.filter(key=values["key"]).exists()
    return values if known else {"via": "import", **values, "by": by}


def leave_out_person(values: dict[str, Any]) -> dict[str, Any] | None:
    """Return a party without its person: by its post or organisation, else by the words that stand for the name."""
    rest = (values.get("post"), values.get("organisation"), values.get("as_written"))
    return values if any(rest) else None


def list_updates_in_order() -> QuerySet[Any]:
    """Return all updates as they are exported: by action and day, then by key."""
    return Update.objects.order_by("action__slug", "on", "key").select_related("action")


ACTIONS = Sheet(
    FILE,
    Action,
    (
        Column("slug", required=True),
        Column("number"),
        Column("title", required=True),
        Column("text"),
        Column("state", default="agreed", about=", ".join(rules.ACTION_STATES)),
        Column("kind", default="do", about="do, inform or join"),
        Column("board", "ref", required=True, to=Board),
        Column(
            "paragraph",
            "ref",
            to=MinuteParagraph,
            by="meeting__slug/slug",
            about="the minute behind it; this or source_plan, exactly one",
        ),
        Column("source_plan", "ref", to=Plan, about="the plan behind it, where no minute is"),
        Column("plan", "ref", to=Plan, about="the plan that it serves"),
        Column("priority", "ref", to=Priority),
        Column("objective", "ref", to=Objective),
        Column("layer"),
        Column("areas", "refs", to=Area, by="code"),
        Column("groups", "words"),
        Column("said_on", "date", about="the day on which relative words were said; empty: the day of the meeting"),
        Column("agreed_on", "date"),
        Column("timescale", field="timescale_as_written", about="by when, in the paper's own words"),
        Column("outcome", field="outcome_text"),
        Column("measure", "ref", to=Indicator),
        Column("measure_text", about="or the measure in words"),
        Column("depends_on", "refs", to=Action, about="actions that have to be finished first"),
        Column("cites", "refs", to=SourceDocument, by="key", about="strategies and guidance named beside it"),
        Column("merged_into", "ref", to=Action),
        Column("publicity", default="open", about="open, exempt or confidential"),
        Column("closed_on", "date"),
        Column("closed_by_decision", "ref", to=Decision, by="paragraph__meeting__slug/paragraph__slug/slug"),
        Column("closed_by_paragraph", "ref", to=MinuteParagraph, by="meeting__slug/slug"),
        Column("closed_by_text"),
        Column("status_override", "json", about='object {"status", "reason", "until", "by_name"}'),
        *CITED,
    ),
    key=("slug",),
    about="what is to be done; each action comes from exactly one minute paragraph or one plan",
    order=order_actions,
)
PARTIES = Sheet(
    "deliver/parties.csv",
    ActionParty,
    (
        Column("action", "ref", required=True, to=Action),
        Column("order", "int", required=True),
        Column("role", default="lead", about="lead or contributor"),
        Column("organisation", "ref", to=Organisation),
        Column("person", "ref", to=Person),
        Column("post", "ref", to=Post),
        Column("as_written", about="the paper's own words"),
        Column("from_on", "date"),
        Column("to_on", "date"),
        *CITED,
    ),
    key=("action", "order"),
    about="who leads an action and who helps",
    unnamed=leave_out_person,
)
UPDATES = Sheet(
    "deliver/updates.csv",
    Update,
    (
        Column("action", "ref", required=True, to=Action),
        Column("key", required=True, about="never used again: an update does not change, a correction is a new one"),
        Column("period"),
        Column("rating", required=True, about="done, on_track, at_risk or late"),
        Column("narrative"),
        Column("evidence", "json", about='list of {"kind": "link", "address", "text"}'),
        Column("percent", "int"),
        Column("by_name", required=True, about="the post, or the name, of who reported"),
        Column("on", "date", required=True),
        Column("via", default="import", about="desk, link or import"),
        Column("is_invented", "yes"),
    ),
    key=("key",),
    about="what was reported on actions; rows are added and never changed",
    rows=list_updates_in_order,
)
SHEETS = (ACTIONS, PARTIES, UPDATES)


def load(folder: Path, *, by: User, report: Report) -> None:
    """Enter this stage's files of the place in ``folder``."""
    load_sheet(ACTIONS, folder, by=by, report=report)
    load_sheet(PARTIES, folder, by=by, report=report)
    load_sheet(replace(UPDATES, finish=partial(complete_update, by=by)), folder, by=by, report=report)


def export(folder: Path) -> None:
    """Write this stage's files of the place into ``folder``."""
    for sheet in SHEETS:
        export_sheet(sheet, folder)


LEFT_OUT = {
    "deliver/actions.csv": "By “Enter an action” and on each action’s page: an action may be exempt.",
    "deliver/parties.csv": "With its action: who leads one is said when it is entered.",
    "deliver/updates.csv": "On the page of each action: an update never changes, a newer one follows it.",
}


def register_desk() -> None:
    """Say where actions are kept: none of their sheets stands on the records desk."""
    for file, reason in LEFT_OUT.items():
        kept.leave_out(file, reason)
