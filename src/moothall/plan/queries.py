"""Questions about plans: the priorities, what shows how they go, where targets stand, what was decided about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from moothall.assess.models import Indicator, Observation, ProfileItem
from moothall.assess.queries import Standing, compare_areas, compare_many, list_items
from moothall.govern.models import AgendaItem, Board, Decision
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.kit.search import Found, any_word
from moothall.places.models import Area, Person
from moothall.plan import rules
from moothall.plan.models import Measure, Objective, Plan, Priority, Target

MOST_FOUND = 100


@dataclass(frozen=True)
class PlacedTarget:
    """A target with where it stands, and what that was told from; ``goal`` in the indicator's unit.

    ``aim`` holds only what the reader may see: a baseline under embargo is none.
    """

    target: Target
    aim: rules.Aim
    standing: rules.Standing
    latest: Observation | None
    goal: float | None


@dataclass(frozen=True)
class NextDue:
    """The next thing due for a priority, from a later stage of the year."""

    title: str
    url: str
    on: date | None
    as_written: str


@dataclass(frozen=True)
class PriorityRow:
    """A priority with its leads, how the indicators that show it stand, and what is due next."""

    priority: Priority
    leads: Sequence[Person]
    standings: Sequence[Standing]
    next_due: NextDue | None = None


@dataclass(frozen=True)
class PriorityPage:
    """All that one priority's page shows of this stage; each indicator's standing goes with those of its areas."""

    priority: Priority
    leads: Sequence[Person]
    standings: Sequence[tuple[Standing, Sequence[Standing]]]
    objectives: Sequence[tuple[Objective, Sequence[PlacedTarget]]]
    shared_with: Sequence[Board]
    items: Sequence[AgendaItem]
    decisions: Sequence[Decision]


NextDueFinder = Callable[[AnyUser, Sequence[Priority]], Mapping[int, NextDue]]
_next_due_finders: list[NextDueFinder] = []


def register_next_due(finder: NextDueFinder) -> None:
    """Let a later stage say what is due next for priorities, by their primary keys."""
    if finder not in _next_due_finders:
        _next_due_finders.append(finder)


def list_priorities(user: AnyUser) -> list[PriorityRow]:
    """Return the priorities of the plans that ``user`` may see, in the same number of queries for any number."""
    priorities = list(_with_people(Priority.objects.visible_to(user)))
    standings = _list_standings(user, priorities)
    due = find_next_due(user, priorities)
    return [
        PriorityRow(p, list(p.leads.all()), standings.get(p.pk, []), due.get(p.pk))
        for p in sorted(priorities, key=lambda p: (p.plan.slug, p.number))
    ]


def _with_people(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("plan__board", "plan__document", "lead_board", "source").prefetch_related("leads")


def find_next_due(user: AnyUser, priorities: Sequence[Priority]) -> dict[int, NextDue]:
    """Return what later stages say is due next for each priority, by its primary key."""
    found: dict[int, NextDue] = {}
    for finder in _next_due_finders:
        found.update(finder(user, priorities))
    return found


def _list_standings(user: AnyUser, priorities: Sequence[Priority]) -> dict[int, list[Standing]]:
    """Return how the indicators of each priority stand, compared as the first profile that holds each says."""
    shown = _list_indicators(priorities)
    items: dict[int, ProfileItem] = {}
    for item in list_items(user):
        items.setdefault(item.indicator_id, item)
    indicators = {indicator.pk: indicator for rows in shown.values() for indicator in rows}
    standings = compare_many(user, [(indicator, items.get(key)) for key, indicator in indicators.items()])
    held = {standing.indicator.pk: standing for standing in standings}
    return {key: [held[indicator.pk] for indicator in rows] for key, rows in shown.items()}


def _list_indicators(priorities: Sequence[Priority]) -> dict[int, list[Indicator]]:
    """Return the indicators of each priority: its own first, then those of its objectives, each once."""
    measures = Measure.objects.filter(Q(priority__in=priorities) | Q(objective__priority__in=priorities))
    found: dict[int, list[Indicator]] = defaultdict(list)
    for measure in sorted(measures.select_related("indicator__source", "objective"), key=_own_first):
        key = measure.priority_id or (measure.objective.priority_id if measure.objective else 0)
        if measure.indicator not in found[key]:
            found[key].append(measure.indicator)
    return found


def _own_first(measure: Measure) -> tuple[bool, int, str]:
    return (measure.priority_id is None, measure.order, measure.indicator.slug)


def get_priority(user: AnyUser, slug: str) -> PriorityPage | None:
    """Return one priority with its indicators, objectives, targets and decisions, or None when there is none to see."""
    priority = _with_people(Priority.objects.visible_to(user)).filter(slug=slug).first()
    if priority is None:
        return None
    objectives = list_objectives(user, priority)
    items = AgendaItem.objects.visible_to(user).filter(priorities=priority)
    decisions = Decision.objects.visible_to(user).filter(paragraph__item__in=items)
    return PriorityPage(
        priority=priority,
        leads=list(priority.leads.all()),
        standings=[
            (standing, compare_areas(user, standing))
            for standing in _list_standings(user, [priority]).get(priority.pk, [])
        ],
        objectives=objectives,
        shared_with=list(priority.shared_with.all()),
        items=list(items.select_related("meeting__board").order_by("-meeting__starts_at", "order")),
        decisions=list(
            decisions.select_related("paragraph__meeting__board", "source").order_by("-paragraph__meeting__starts_at")
        ),
    )


def list_objectives(user: AnyUser, priority: Priority) -> list[tuple[Objective, list[PlacedTarget]]]:
    """Return the objectives of a priority, each with its targets and where they stand."""
    rows = Target.objects.select_related("indicator", "baseline", "area", "source").order_by("slug")
    objectives = list(
        Objective.objects.visible_to(user)
        .filter(priority=priority)
        .select_related("source")
        .prefetch_related(Prefetch("targets", queryset=rows), "areas")
        .order_by("order", "slug")
    )
    placed = place_targets(user, [target for objective in objectives for target in objective.targets.all()])
    return [(objective, [placed[target.pk] for target in objective.targets.all()]) for objective in objectives]


def place_targets(user: AnyUser, targets: Iterable[Target]) -> dict[int, PlacedTarget]:
    """Return where each target stands by the latest value that ``user`` may see, by the target's primary key.

    The value is of the target's own area, or of the place's own where it names none. In two queries for any number.
    """
    held = list(targets)
    values = _list_values(user, held)
    home = Area.objects.filter(is_home=True).values_list("pk", flat=True).first() if held else None
    today = clock.today()
    placed = {}
    for target in held:
        seen = values.get((target.indicator_id or 0, target.area_id or home or 0), [])
        placed[target.pk] = _place(target, seen, today)
    return placed


def _list_values(user: AnyUser, targets: Sequence[Target]) -> dict[tuple[int, int], list[Observation]]:
    """Return the values of the indicators aimed at, of the whole population, by indicator and area, the latest last."""
    indicators = {target.indicator_id for target in targets if target.indicator_id}
    found: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    if not indicators:
        return found
    rows = Observation.objects.visible_to(user).filter(series__version__indicator__in=indicators)
    whole = rows.filter(series__sex="persons", series__category_type="", series__category="")
    for row in whole.select_related("series__version").order_by(
        "period_ends_on", "series__version__number", "release__published_at"
    ):
        found[row.series.version.indicator_id, row.area_id].append(row)
    return found


def _place(target: Target, values: Sequence[Observation], today: date) -> PlacedTarget:
    known = [row for row in values if row.value is not None and row.period_ends_on is not None]
    latest = known[-1] if known else None
    aim = read_aim(target, values)
    reading = rules.Reading(latest.period_ends_on, latest.value, latest.lower_95, latest.upper_95) if latest else None
    return PlacedTarget(target, aim, rules.place_target(aim, reading, today=today), latest, rules.find_goal(aim))


def read_aim(target: Target, visible: Sequence[Observation]) -> rules.Aim:
    """Return a target as the rules know it; a baseline that the reader may not see yet counts as none."""
    baseline = rules.Reading(target.baseline_on, target.baseline_value)
    if target.baseline is not None and target.baseline in visible:
        baseline = rules.Reading(target.baseline.period_ends_on, target.baseline.value)
    return rules.Aim(
        value=target.value,
        ratio=target.ratio,
        direction=target.direction,
        baseline=baseline,
        due_on=target.timescale_end,
        path=target.path,
        has_indicator=target.indicator_id is not None,
    )


@dataclass(frozen=True)
class Uses:
    """What an indicator is used for: the priorities that it shows, and the targets set in it."""

    priorities: Sequence[Priority] = field(default_factory=tuple)
    targets: Sequence[Target] = field(default_factory=tuple)


def find_uses(user: AnyUser, indicator: Indicator) -> Uses:
    """Return the visible priorities and targets that use an indicator."""
    shows = Q(measures__indicator=indicator) | Q(objectives__measures__indicator=indicator)
    targets = Target.objects.visible_to(user).filter(indicator=indicator)
    return Uses(
        priorities=list(Priority.objects.visible_to(user).filter(shows).distinct()),
        targets=list(targets.select_related("objective__priority")),
    )


def list_priorities_of(user: AnyUser, board: Board) -> list[Priority]:
    """Return the priorities that a board leads or shares, or whose plan is its own."""
    of_board = Q(lead_board=board) | Q(shared_with=board) | Q(plan__board=board)
    return list(Priority.objects.visible_to(user).filter(of_board).distinct())


def find_priorities(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Return the priorities that answer a search: by title, aim, objectives, targets and the board that leads."""
    own = ("title", "short_title", "aim", "where_now", "how_delivered", "lead_board__name")
    wanted = any_word(words, *own, "objectives__text", "objectives__targets__text", "leads__name")
    rows = _with_people(Priority.objects.visible_to(user).filter(wanted).distinct()).prefetch_related("objectives")
    for row in rows[:MOST_FOUND]:
        objectives = [objective.text for objective in row.objectives.all()]
        people = [str(person) for person in row.leads.all()]
        board = [row.lead_board.name] if row.lead_board else []
        text = " ".join(
            part for part in (row.aim, row.where_now, row.how_delivered, *objectives, *people, *board) if part
        )
        yield Found(row.title, text, row.get_absolute_url(), "Priority", row.plan.title)


def list_plans(user: AnyUser) -> list[Plan]:
    """Return the plans that ``user`` may see."""
    return list(Plan.objects.visible_to(user).select_related("board", "document"))
