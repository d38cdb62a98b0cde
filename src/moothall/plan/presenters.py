"""How plans are shown: words and tags of leads, timescales and targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from moothall.assess import charts
from moothall.assess.presenters import ShownStanding, show_standing
from moothall.assess.queries import Standing
from moothall.kit import formats
from moothall.places.models import Person
from moothall.places.rules import Timescale
from moothall.plan import rules
from moothall.plan.models import Objective, Plan, Priority, Target
from moothall.plan.queries import PlacedTarget, PriorityRow

CSV_HEADER = (
    "number", "priority", "plan", "lead", "lead board", "indicators and how they stand", "next due", "due on",
    "source", "page", "address",
)  # fmt: skip
NO_INDICATOR = "No indicator is printed in the strategy"
TO_BE_CONFIRMED, NOBODY, NO_BOARD = "To be confirmed", "Nobody is named", "No board is named"
_STANDING_TAGS = {
    "ahead": ("green", "▲"),
    "on_path": ("green", "●"),
    "behind": ("red", "▼"),
    "too_early": ("white", "○"),
    "cannot_say": ("grey", "?"),
}
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_MARK_WORDS = {
    "review": "the day of its review",
    "doubtful": "the source puts a question mark to it",
}
_UNSET_WORDS = {
    "conflict": "the words contradict each other, so no day is read from them",
    "refused": "there is no such day or quarter, so no day is read from it",
    "relative": "the day it was said on is not known, so no day is read from it",
    "next_meeting": "the next meeting is not known, so no day is read from it",
}


@dataclass(frozen=True)
class Tag:
    """A word in a box: its colour, and a shape that says the same to the eye."""

    text: str
    colour: str
    shape: str


def tag_standing(standing: rules.Standing) -> Tag:
    """Return where a target stands as a tag."""
    colour, shape = _STANDING_TAGS[standing.key]
    return Tag(standing.word, colour, shape)


def name_leads(priority: Priority, leads: Sequence[Person]) -> str:
    """Return who leads a priority: the names, "To be confirmed", or that nobody is named."""
    if priority.lead_state == rules.TO_BE_CONFIRMED:
        return TO_BE_CONFIRMED
    return " and ".join(str(person) for person in leads) or NOBODY


def name_board(priority: Priority) -> str:
    """Return the board that leads a priority, "To be confirmed", or that none is named."""
    if priority.lead_board_state == rules.TO_BE_CONFIRMED:
        return TO_BE_CONFIRMED
    return priority.lead_board.name if priority.lead_board else NO_BOARD


def say_timescale(value: Timescale) -> str:
    """Return what a timescale was read as, in words; "No day is set" where the words name none."""
    marks = value.mark.split(";")
    if value.kind == "unset":
        return "No day is set" + next((f": {_UNSET_WORDS[mark]}" for mark in marks if mark in _UNSET_WORDS), "")
    if "by" in marks and value.end is not None:
        read = f"{formats.day(value.end)} at the latest"
    else:
        read = _READINGS[value.kind](value)
    notes = [_MARK_WORDS[mark] for mark in marks if mark in _MARK_WORDS]
    return f"{read} ({', '.join(notes)})" if notes else read


def say_both(value: Timescale) -> str:
    """Return the words as written beside what they were read as; once where the two are the same."""
    read, words = say_timescale(value), value.as_written
    if not words or read.lower() == words.lower():
        return read
    return f"“{words}”, read as: {read[:1].lower() if read[:1].isalpha() else read[:1]}{read[1:]}"


def _say_span(value: Timescale) -> str:
    start, end = formats.day(value.start), formats.day(value.end)
    if not start or not end:
        return f"From {start}" if start else f"Until {end}"
    return start if start == end else f"{start} to {end}"


def _say_recurring(value: Timescale) -> str:
    times, _, period = value.every.rpartition("/")
    count, unit = period[1:-1], _UNITS[period[-1:]]
    often = f"every {unit}" if count == "1" else f"every {count} {unit}s"
    words = f"{times} times {often}" if times else often.capitalize()
    return f"{words}, {_say_span(value)[:1].lower()}{_say_span(value)[1:]}" if value.start or value.end else words


def _say_ongoing(value: Timescale) -> str:
    return f"Ongoing from {formats.day(value.start)}" if value.start else "Ongoing"


_READINGS: dict[str, Callable[[Timescale], str]] = {
    "point": _say_span,
    "range": _say_span,
    "recurring": _say_recurring,
    "ongoing": _say_ongoing,
    "conditional": lambda value: "When its condition is met",
}


def say_goal(placed: PlacedTarget) -> str:
    """Return the value aimed at: "30,000 people", "50% of the baseline (18.0%)"; empty where none is stated."""
    target = placed.target
    if target.value is not None:
        return _join_unit(_trim(target.value), target.unit)
    if target.ratio is None:
        return ""
    share = f"{_trim(round(target.ratio * 100, 1))}% of the baseline"
    if placed.goal is None:
        return share
    return f"{share} ({_join_unit(formats.decimal(placed.goal, 1), target.unit)})"


def say_baseline(placed: PlacedTarget) -> str:
    """Return the baseline as "32.1%, 31 March 2018", or what of it is not stated."""
    baseline = placed.aim.baseline
    if baseline.value is None:
        return "Not stated"
    on = formats.day(baseline.on) or "date not stated"
    return f"{_join_unit(_trim(baseline.value), placed.target.unit)}, {on}"


def _trim(value: float) -> str:
    """Return a number without decimals that say nothing: 36, 32.1."""
    return formats.number(int(value) if value == int(value) else value)


def _join_unit(number: str, unit: str) -> str:
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}".strip()


@dataclass(frozen=True)
class ShownPriority:
    """A priority as one line of a list."""

    priority: Priority
    title: str
    href: str
    lead: str
    board: str
    standings: Sequence[ShownStanding]
    due: str
    due_title: str
    due_href: str


def show_priority(row: PriorityRow) -> ShownPriority:
    """Return a priority as one line of a list."""
    due = row.next_due
    return ShownPriority(
        priority=row.priority,
        title=f"{row.priority.number}. {row.priority.title}",
        href=row.priority.get_absolute_url(),
        lead=name_leads(row.priority, row.leads),
        board=name_board(row.priority),
        standings=[show_standing(standing) for standing in row.standings],
        due=formats.day(due.on) or due.as_written if due else "",
        due_title=due.title if due else "",
        due_href=due.url if due else "",
    )


def group_by_plan(rows: Iterable[PriorityRow]) -> list[tuple[Plan, list[ShownPriority]]]:
    """Return the priorities plan by plan, in their order."""
    found: dict[int, tuple[Plan, list[ShownPriority]]] = {}
    for row in rows:
        plan = row.priority.plan
        found.setdefault(plan.pk, (plan, []))[1].append(show_priority(row))
    return list(found.values())


def make_csv_row(row: PriorityRow, address: str) -> list[object]:
    """Return one priority as a row of the CSV file; days as 2019-07-23."""
    priority, due = row.priority, row.next_due
    shown = [show_standing(standing) for standing in row.standings]
    return [
        priority.number,
        priority.title,
        priority.plan.title,
        name_leads(priority, row.leads),
        name_board(priority),
        " | ".join(one.reading or f"{one.indicator.short_name}: no value published" for one in shown) or NO_INDICATOR,
        due.title if due else "",
        due.on if due else "",
        priority.source.title if priority.source else "",
        priority.source_page,
        f"{address}{priority.get_absolute_url()}",
    ]


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator on a priority's page: how it stands, its chart, and the same for each area."""

    shown: ShownStanding
    chart: dict[str, object] | None
    areas: Sequence[ShownStanding]


def show_indicator(standing: Standing, areas: Sequence[Standing]) -> ShownIndicator:
    """Return an indicator with the addresses and measures of its chart; no chart where there is nothing to draw."""
    chart: dict[str, object] | None = None
    if charts.pick_rows(standing, areas):
        address = reverse("indicator_chart", args=[standing.indicator.slug])
        chart = {
            "src": address,
            "wide_src": f"{address}?wide=yes",
            "narrow": charts.measure(charts.draw_comparison(standing, areas, shape=charts.NARROW)),
            "wide": charts.measure(charts.draw_comparison(standing, areas, shape=charts.WIDE)),
        }
    return ShownIndicator(show_standing(standing), chart, [show_standing(area) for area in areas])


@dataclass(frozen=True)
class ShownTarget:
    """A target with its words, by when, and where it stands or why that cannot be said."""

    target: Target
    timescale: str
    goal: str
    baseline: str
    tag: Tag
    because: str


def show_target(placed: PlacedTarget) -> ShownTarget:
    """Return a target as a page shows it."""
    target = placed.target
    return ShownTarget(
        target=target,
        timescale=say_both(target.timescale),
        goal=say_goal(placed) or "Not stated",
        baseline=say_baseline(placed),
        tag=tag_standing(placed.standing),
        because=_say_why(placed),
    )


def _say_why(placed: PlacedTarget) -> str:
    """Return why a target stands where it does, with the numbers that it was told by."""
    standing, latest = placed.standing, placed.latest
    if standing.path_value is None or latest is None:
        return standing.because
    value, low, high, path = (
        formats.decimal(number, 1) for number in (latest.value, latest.lower_95, latest.upper_95, standing.path_value)
    )
    return f"{standing.because} Latest: {value} ({low} to {high}), {latest.period}; path: {path}."


@dataclass(frozen=True)
class ShownObjective:
    """An objective with its targets."""

    objective: Objective
    areas: str
    groups: str
    targets: Sequence[ShownTarget]


def show_objective(objective: Objective, placed: Iterable[PlacedTarget]) -> ShownObjective:
    """Return an objective as a page shows it."""
    return ShownObjective(
        objective=objective,
        areas=", ".join(area.name for area in objective.areas.all()),
        groups=", ".join(map(str, objective.groups)),
        targets=[show_target(one) for one in placed],
    )
