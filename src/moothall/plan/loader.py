"""The files of a place that this stage reads and writes: plans and what hangs on them, links, the influence matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from moothall.assess.models import Indicator, Observation
from moothall.govern.models import AgendaItem, Board, Decision, ForwardItem
from moothall.kit import kept
from moothall.kit.errors import RecordError
from moothall.kit.models import User
from moothall.kit.sheets import Column, Report, Sheet, export_sheet, leaves_out, load_sheet
from moothall.places.loader import CITED, STANDING
from moothall.places.models import Area, Organisation, Person, SourceDocument
from moothall.plan import permissions, rules
from moothall.plan.models import (
    Link,
    MatrixCell,
    MatrixQuestion,
    MatrixTheme,
    Measure,
    Objective,
    Plan,
    Priority,
    Target,
)

END_MODELS = (Board, Organisation, Plan, Priority, Objective, SourceDocument)
NAMING = ", ".join(state for state, _ in rules.NAMING_STATES)


def complete_plan(values: dict[str, Any]) -> dict[str, Any]:
    """Give a plan the days of its reporting cycle where it has none of its own."""
    fresh, stale = rules.CYCLE_DAYS.get(values.get("reporting_cycle") or rules.DEFAULT_CYCLE, (0, 0))
    for name, days in (("fresh_days", fresh), ("stale_days", stale)):
        if values.get(name) is None:
            values[name] = days
    return values


def check_leads(values: dict[str, Any]) -> dict[str, Any]:
    """Refuse a priority whose lead is named without a name, or named although none should be.

    Raises:
        RecordError: with the field ``lead_state``.
    """
    problem = rules.check_naming(values.get("lead_state", rules.NONE), len(values.get("leads", ())), "lead")
    if problem and not leaves_out(Person):
        raise RecordError(problem, "lead_state")
    return values


SHEETS = (
    Sheet(
        "plan/plans.csv",
        Plan,
        (
            Column("slug", required=True),
            Column("title", required=True),
            Column("kind", required=True, about="strategy, action_plan, framework, proposal or position_statement"),
            Column("board", "ref", required=True, to=Board),
            Column("from_on", "date"),
            Column("to_on", "date"),
            Column("year_one_starts_on", "date", about="first day of its “Year 1”, by which its quarters are read"),
            Column("reporting_cycle", default=rules.DEFAULT_CYCLE, about="quarterly or monthly"),
            Column("fresh_days", "int", about="days for which a report is fresh; empty: one reporting period"),
            Column("stale_days", "int", about="days after which it is stale; empty: one and a half periods"),
            Column("state", default="draft", about=", ".join(rules.PLAN_STATES)),
            Column("published_on", "date", about="the day from which its text is public; empty: not public"),
            Column("adopted_by", "ref", to=Decision, by="paragraph__meeting__slug/paragraph__slug/slug"),
            Column("vision", about="in words of your own"),
            Column("principles", "json", about='list of {"number", "text"}'),
            Column("layers", "json", about='list of {"layer", "in_scope"}'),
            Column("further_work", "json", about='list of {"text", "page"}: what it says is still to come'),
            Column("forward_items", "refs", to=ForwardItem),
            Column("agenda_items", "refs", to=AgendaItem, by="meeting__slug/number", about="items that dealt with it"),
            Column("document", "ref", to=SourceDocument, by="key"),
            *CITED,
        ),
        key=("slug",),
        about="strategies, action plans and the like",
        finish=complete_plan,
    ),
    Sheet(
        "plan/priorities.csv",
        Priority,
        (
            Column("slug", required=True),
            Column("plan", "ref", required=True, to=Plan),
            Column("number", "int", required=True),
            Column("title", required=True),
            Column("short_title"),
            Column("aim"),
            Column("where_now"),
            Column("how_to_get_there", about="what will be done"),
            Column("spotlights", "json", about='list of {"title", "text", "page"}: examples, in words of your own'),
            Column("how_delivered", about="who steers it, and how it is watched"),
            Column("leads", "refs", to=Person),
            Column("lead_state", default=rules.NONE, about=NAMING),
            Column("lead_board", "ref", to=Board),
            Column("lead_board_state", default=rules.NONE, about=NAMING),
            Column("shared_with", "refs", to=Board, about="boards that hold it too"),
            Column("agenda_items", "refs", to=AgendaItem, by="meeting__slug/number", about="items that dealt with it"),
            Column("as_written", "json", about='object of the paper’s own words, such as {"lead": "tbc"}'),
            *CITED,
        ),
        key=("slug",),
        about="the priorities of a plan; a lead or board is named, to_be_confirmed or none, never guessed",
        finish=check_leads,
    ),
    Sheet(
        "plan/objectives.csv",
        Objective,
        (
            Column("slug", required=True),
            Column("priority", "ref", required=True, to=Priority),
            Column("order", "int", default="0"),
            Column("text", required=True),
            Column("layer"),
            Column("areas", "refs", to=Area, by="code"),
            Column("groups", "words"),
            *CITED,
        ),
        key=("slug",),
        about="what is wanted, where and for whom",
    ),
    Sheet(
        "plan/targets.csv",
        Target,
        (
            Column("slug", required=True),
            Column("objective", "ref", required=True, to=Objective),
            Column("text", required=True),
            Column("indicator", "ref", to=Indicator),
            Column("value", "float", about="the value aimed at, in the indicator's unit"),
            Column("ratio", "float", about="or the share of the baseline aimed at: 0.5 is half of it"),
            Column("unit"),
            Column("direction", default="none", about="up, down or none"),
            Column(
                "baseline",
                "ref",
                to=Observation,
                by="series__version__indicator__slug/series__slug/area__code/release__slug/period",
                about="the value that it starts from",
            ),
            Column("baseline_value", "float", about="or the number itself"),
            Column("baseline_on", "date"),
            Column("path", default="straight", about="straight or milestones"),
            Column("timescale", field="timescale_as_written", about="by when, in the paper's own words"),
            Column("area", "ref", to=Area, by="code"),
            Column("group"),
            *CITED,
        ),
        key=("slug",),
        about="by how much and when; what is not stated stays empty",
    ),
    Sheet(
        "plan/measures.csv",
        Measure,
        (
            Column("priority", "ref", to=Priority),
            Column("objective", "ref", to=Objective),
            Column("indicator", "ref", required=True, to=Indicator),
            Column("role", default="outcome", about="outcome or progress"),
            Column("order", "int", default="0"),
            *CITED,
        ),
        key=("priority", "objective", "indicator"),
        about="the indicators that show how a priority or an objective goes: one of the two in each row",
    ),
    Sheet(
        "plan/links.csv",
        Link,
        (
            Column("slug", required=True),
            Column("kind", required=True, about=", ".join(r.key for r in rules.RELATIONS.values() if r.pairs)),
            *(
                Column(f"{side}_{end}", "ref", to=model, by="key" if end == "document" else "slug", about=about)
                for side, about in (("from", "one of the six"), ("to", "one of the six"))
                for end, model in zip(rules.ENDS, END_MODELS, strict=True)
            ),
            Column("strength", default=rules.STATED, about="stated or implied, by the paper"),
            Column("from_on", "date"),
            Column("to_on", "date"),
            *CITED,
        ),
        key=("slug",),
        about="what is tied to what: from one record to another; reporting lines of boards stand in govern",
    ),
    Sheet(
        "plan/matrix_themes.csv",
        MatrixTheme,
        (
            Column("slug", required=True),
            Column("plan", "ref", required=True, to=Plan),
            Column("order", "int", default="0"),
            Column("title", required=True),
            Column("vocabulary", default="driver_influencer", about=" or ".join(rules.VOCABULARIES)),
            Column("note"),
            *CITED,
        ),
        key=("slug",),
        about="the rows of a plan's influence matrix",
    ),
    Sheet(
        "plan/matrix_cells.csv",
        MatrixCell,
        (
            Column("slug", required=True),
            Column("theme", "ref", required=True, to=MatrixTheme),
            Column("order", "int", default="0", about="the place of the body from left to right"),
            Column("board", "ref", to=Board, about="this, or an organisation"),
            Column("organisation", "ref", to=Organisation),
            Column("role", about="a role of the vocabulary; empty: the plan states none"),
            Column("concerns", "words"),
            *CITED,
        ),
        key=("slug",),
        about="the role of a body in a theme",
    ),
    Sheet(
        "plan/matrix_questions.csv",
        MatrixQuestion,
        (
            Column("slug", required=True),
            Column("cell", "ref", to=MatrixCell, about="this, or a plan with one of its layers"),
            Column("plan", "ref", to=Plan),
            Column("layer"),
            Column("order", "int", default="0"),
            Column("text", required=True),
            Column("answer"),
            Column("evidence", "json", about='list of {"text", "address"}'),
            Column("answered_on", "date"),
            Column("answered_by", about="a post or a body"),
            Column("review_on", "date"),
            *CITED,
        ),
        key=("slug",),
        about="what a body or a layer of a plan must answer; an empty answer shows as not answered yet",
    ),
)


def load(folder: Path, *, by: User, report: Report) -> None:
    """Enter this stage's files of the place in ``folder``."""
    for sheet in SHEETS:
        load_sheet(sheet, folder, by=by, report=report)


def export(folder: Path) -> None:
    """Write this stage's files of the place into ``folder``."""
    for sheet in SHEETS:
        export_sheet(sheet, folder)


# The ways from a row to the board whose officer keeps it on the records desk; without one, administrators alone do.
KEPT: Mapping[str, Sequence[str]] = {
    "plan/plans.csv": (),
    "plan/priorities.csv": ("plan__board",),
    "plan/objectives.csv": ("priority__plan__board",),
    "plan/targets.csv": ("objective__priority__plan__board",),
    "plan/measures.csv": ("priority__plan__board", "objective__priority__plan__board"),
    "plan/matrix_themes.csv": ("plan__board",),
    "plan/matrix_cells.csv": ("theme__plan__board",),
    "plan/matrix_questions.csv": ("cell__theme__plan__board", "plan__board"),
}
LEFT_OUT = {"plan/links.csv": "On the plans desk: a tie is made and ended there."}


def register_desk() -> None:
    """Let plans and what hangs on them be kept on the records desk; ties have a desk of their own."""
    scoped: dict[str, Any] = {"power": "keep_plans", "sentence": permissions.KEEPS_PLANS}
    for sheet in SHEETS:
        if sheet.file in LEFT_OUT:
            kept.leave_out(sheet.file, LEFT_OUT[sheet.file])
        else:
            paths = KEPT[sheet.file]
            kept.register("Plans", sheet, standing=STANDING, paths=paths, **(scoped if paths else {}), order=40)
