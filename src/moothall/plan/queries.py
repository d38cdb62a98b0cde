"""Questions about plans: strategies whole, priorities and how they go, targets, links, the influence matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Prefetch, Q, QuerySet, TextField, When
from django.db.models.functions import Cast
from django.urls import reverse

from moothall.assess.models import Indicator, Observation, ProfileItem
from moothall.assess.queries import Standing, compare_areas, compare_many, list_items
from moothall.govern.models import AgendaItem, Board, Decision, Meeting
from moothall.govern.queries import list_paragraphs, list_reports, list_upcoming_meetings
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.kit.search import Found, any_word
from moothall.places.models import Area, Organisation, Person, SourceDocument
from moothall.plan import rules
from moothall.plan.models import (
    End,
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

MOST_FOUND = 100

# Of one meeting in the order of its minutes: without it each database has an order of its own.
NEWEST_DECISIONS = ("-paragraph__meeting__starts_at", "paragraph__order", "slug")


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
class Dues:
    """What is due next for a priority, and what is overdue: open still, though its day has passed; oldest first."""

    ahead: NextDue | None = None
    overdue: Sequence[NextDue] = ()


@dataclass(frozen=True)
class PriorityRow:
    """A priority with its leads, how the indicators that show it stand, and what is due next."""

    priority: Priority
    leads: Sequence[Person]
    standings: Sequence[Standing]
    dues: Dues = Dues()


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
    links: Sequence[Link] = ()
    dues: Dues = Dues()
    next_meeting: Meeting | None = None


DuesFinder = Callable[[AnyUser, Sequence[Priority]], Mapping[int, Dues]]
_dues_finders: list[DuesFinder] = []


def register_dues(finder: DuesFinder) -> None:
    """Let a later stage say what is due for priorities, by their primary keys."""
    if finder not in _dues_finders:
        _dues_finders.append(finder)


def list_priorities(user: AnyUser, plan: Plan | None = None) -> list[PriorityRow]:
    """Return the priorities of the plans that ``user`` may see, or of one, in the same number of queries for any."""
    visible = Priority.objects.visible_to(user)
    priorities = list(_with_people(visible if plan is None else visible.filter(plan=plan)))
    standings = _list_standings(user, priorities)
    dues = find_dues(user, priorities)
    return [
        PriorityRow(p, list(p.leads.all()), standings.get(p.pk, []), dues.get(p.pk, Dues()))
        for p in sorted(priorities, key=lambda p: (p.plan.slug, p.number))
    ]


def _with_people(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("plan__board", "plan__document", "lead_board", "source").prefetch_related("leads")


def find_dues(user: AnyUser, priorities: Sequence[Priority]) -> dict[int, Dues]:
    """Return what later stages say is due for each priority that has anything due, by its primary key."""
    found: dict[int, Dues] = {}
    for finder in _dues_finders:
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


def list_measures(priority: Priority) -> list[Measure]:
    """Return by what a priority and its objectives are measured."""
    measures = Measure.objects.filter(Q(priority=priority) | Q(objective__priority=priority))
    return sorted(measures.select_related("indicator", "objective"), key=_own_first)


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
        decisions=list(decisions.select_related("paragraph__meeting__board", "source").order_by(*NEWEST_DECISIONS)),
        links=list_links_of_priority(user, priority),
        dues=find_dues(user, [priority]).get(priority.pk, Dues()),
        next_meeting=find_next_meeting(user, priority),
    )


def find_next_meeting(user: AnyUser, priority: Priority) -> Meeting | None:
    """Return the next meeting of the board that leads a priority or of the board whose plan it stands in."""
    boards = [board for board in (priority.lead_board_id, priority.plan.board_id) if board]
    return list_upcoming_meetings(user).filter(board__in=boards).first()


def find_next_target(page: PriorityPage) -> Target | None:
    """Return the target of a priority whose time ends next."""
    targets = [placed.target for _, placed_ones in page.objectives for placed in placed_ones]
    ahead = [one for one in targets if one.timescale_end and one.timescale_end >= clock.today()]
    return min(ahead, key=lambda one: (one.timescale_end, one.slug), default=None)


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
    own = ("title", "short_title", "aim", "where_now", "how_to_get_there", "how_delivered", "lead_board__name")
    wanted = any_word(words, *own, "objectives__text", "objectives__targets__text", "leads__name")
    rows = _with_people(Priority.objects.visible_to(user).filter(wanted).distinct()).prefetch_related("objectives")
    for row in rows[:MOST_FOUND]:
        objectives = [objective.text for objective in row.objectives.all()]
        people = [str(person) for person in row.leads.all()]
        board = [row.lead_board.name] if row.lead_board else []
        told = (row.aim, row.where_now, row.how_to_get_there, row.how_delivered)
        text = " ".join(part for part in (*told, *objectives, *people, *board) if part)
        yield Found(row.title, text, row.get_absolute_url(), "Priority", row.plan.title)


@dataclass(frozen=True)
class StrategyRow:
    """A plan as one line of a list: how many priorities it has, and whether it has a matrix."""

    plan: Plan
    priorities: int
    themes: int


@dataclass(frozen=True)
class Layer:
    """A layer of a plan: what is in its scope, and what it must ask itself."""

    name: str
    in_scope: Sequence[str]
    questions: Sequence[MatrixQuestion]


@dataclass(frozen=True)
class StrategyPage:
    """All that one plan's page shows of this stage; objectives by the primary key of their priority."""

    plan: Plan
    priorities: Sequence[PriorityRow]
    objectives: Mapping[int, Sequence[Objective]]
    targets: Sequence[PlacedTarget]
    layers: Sequence[Layer]
    matrix: Matrix | None
    links_out: Sequence[Link]
    links_in: Sequence[Link]
    items: Sequence[AgendaItem]
    decisions: Sequence[Decision]


@dataclass(frozen=True)
class Matrix:
    """A plan's influence matrix: its bodies from left to right, and a row of cells for each theme (None: no cell)."""

    plan: Plan
    bodies: Sequence[Board | Organisation]
    rows: Sequence[tuple[MatrixTheme, Sequence[MatrixCell | None]]]

    @property
    def cells(self) -> list[MatrixCell]:
        return [cell for _, cells in self.rows for cell in cells if cell is not None]

    @property
    def questions(self) -> list[MatrixQuestion]:
        return [question for cell in self.cells for question in cell.questions.all()]


def list_plans(user: AnyUser) -> list[Plan]:
    """Return the plans that ``user`` may see."""
    return list(Plan.objects.visible_to(user).select_related("board", "document"))


def list_strategies(user: AnyUser) -> list[StrategyRow]:
    """Return the plans that ``user`` may see: strategies first, those with the most priorities on top."""
    counted = Plan.objects.visible_to(user).annotate(
        how_many=Count("priorities", distinct=True), how_many_themes=Count("themes", distinct=True)
    )
    rows = [
        StrategyRow(plan, plan.how_many, plan.how_many_themes)
        for plan in counted.select_related("board", "document", "source")
    ]
    return sorted(rows, key=lambda row: (row.plan.kind != "strategy", -row.priorities, row.plan.title))


def get_plan(user: AnyUser, slug: str) -> Plan | None:
    """Return one plan, or None when there is none to see."""
    rows = Plan.objects.visible_to(user).filter(slug=slug)
    found: Plan | None = rows.select_related("board", "document", "source", "adopted_by").first()
    return found


def get_strategy(user: AnyUser, slug: str) -> StrategyPage | None:
    """Return one plan with all that hangs on it, or None when there is none to see."""
    plan = get_plan(user, slug)
    if plan is None:
        return None
    items = AgendaItem.objects.visible_to(user).filter(Q(plans=plan) | Q(priorities__plan=plan)).distinct()
    decided = Q(paragraph__item__in=items) | Q(plans_adopted=plan)
    decisions = Decision.objects.visible_to(user).filter(decided).distinct()
    links_out, links_in = list_links_of(user, plan)
    return StrategyPage(
        plan=plan,
        priorities=list_priorities(user, plan),
        objectives=_group_objectives(user, plan),
        targets=list_targets(user, plan),
        layers=list_layers(user, plan),
        matrix=find_matrix(user, plan),
        links_out=links_out,
        links_in=links_in,
        items=list(items.select_related("meeting__board").order_by("-meeting__starts_at", "order")),
        decisions=list(decisions.select_related("paragraph__meeting__board", "source").order_by(*NEWEST_DECISIONS)),
    )


def _group_objectives(user: AnyUser, plan: Plan) -> dict[int, list[Objective]]:
    found: dict[int, list[Objective]] = defaultdict(list)
    rows = Objective.objects.visible_to(user).filter(priority__plan=plan).select_related("source")
    for objective in rows.order_by("priority__number", "order", "slug"):
        found[objective.priority_id].append(objective)
    return found


def list_targets(user: AnyUser, plan: Plan) -> list[PlacedTarget]:
    """Return the targets of a plan with where each stands, in the order of its priorities."""
    rows = Target.objects.visible_to(user).filter(objective__priority__plan=plan)
    related = rows.select_related("objective__priority", "indicator", "baseline", "area", "source")
    targets = list(related.order_by("objective__priority__number", "objective__order", "slug"))
    placed = place_targets(user, targets)
    return [placed[target.pk] for target in targets]


def list_layers(user: AnyUser, plan: Plan) -> list[Layer]:
    """Return the layers of a plan in its own order, each with its questions."""
    asked: dict[str, list[MatrixQuestion]] = defaultdict(list)
    questions = MatrixQuestion.objects.visible_to(user).filter(plan=plan).select_related("source")
    for question in questions.order_by("order", "slug"):
        asked[question.layer].append(question)
    return [Layer(row["layer"], row.get("in_scope", []), asked[row["layer"]]) for row in plan.layers]


def find_matrix(user: AnyUser, plan: Plan) -> Matrix | None:
    """Return the influence matrix of a plan, or None where it has none; in three queries for any size."""
    questions = MatrixQuestion.objects.select_related("source").order_by("order", "slug")
    cells = MatrixCell.objects.select_related("board", "organisation", "source").order_by("order", "slug")
    themes = MatrixTheme.objects.visible_to(user).filter(plan=plan).select_related("source").order_by("order", "slug")
    found = list(
        themes.prefetch_related(
            Prefetch("cells", queryset=cells.prefetch_related(Prefetch("questions", queryset=questions)))
        )
    )
    if not found:
        return None
    places: dict[Board | Organisation, int] = {}
    for theme in found:
        for cell in theme.cells.all():
            places[cell.body] = min(places.get(cell.body, cell.order), cell.order)
    bodies = sorted(places, key=lambda body: (places[body], body.name))
    return Matrix(plan, bodies, [(theme, _put_in_order(theme, bodies)) for theme in found])


def _put_in_order(theme: MatrixTheme, bodies: Sequence[Board | Organisation]) -> list[MatrixCell | None]:
    held = {cell.body: cell for cell in theme.cells.all()}
    return [held.get(body) for body in bodies]


LINK_ENDS = tuple(f"{side}_{end}" for side in ("from", "to") for end in rules.ENDS)


def list_links(user: AnyUser, kind: str = "") -> QuerySet[Any]:
    """Return the links whose ends ``user`` may both see, or those of one kind."""
    rows = Link.objects.visible_to(user).select_related(
        *LINK_ENDS, "from_objective__priority", "to_objective__priority", "source"
    )
    return rows.filter(kind=kind) if kind else rows


def list_kept_plans(user: AnyUser, slugs: Iterable[str] | None) -> QuerySet[Any]:
    """Return the plans of some boards (None: of all) by title."""
    plans = Plan.objects.visible_to(user).select_related("board")
    return (plans if slugs is None else plans.filter(board__slug__in=slugs)).order_by("title")


def list_kept_links(user: AnyUser, plans: QuerySet[Any]) -> QuerySet[Any]:
    """Return the links with an end in some plans, those that have ended last."""
    own = Q()
    for side in ("from", "to"):
        own |= Q(**{f"{side}_plan__in": plans}) | Q(**{f"{side}_priority__plan__in": plans})
        own |= Q(**{f"{side}_objective__priority__plan__in": plans})
    rows = list_links(user).filter(own)
    return rows.order_by(Case(When(to_on=None, then=0), default=1), "kind", "slug")


def get_link(user: AnyUser, slug: str) -> Link | None:
    """Return a link by its address, or None."""
    found: Link | None = list_links(user).filter(slug=slug).first()
    return found


def list_kept_questions(user: AnyUser, plans: QuerySet[Any]) -> list[MatrixQuestion]:
    """Return the questions that some plans ask, those without an answer first, then those due for review."""
    rows = _with_asked(MatrixQuestion.objects.visible_to(user))
    asked = rows.filter(Q(plan__in=plans) | Q(cell__theme__plan__in=plans))
    order = {rules.UNANSWERED: 0, rules.STALE: 1, rules.ANSWERED: 2}
    return sorted(asked, key=lambda one: (order[one.state], one.slug))


def get_question(user: AnyUser, slug: str) -> MatrixQuestion | None:
    """Return a question by its address, or None."""
    found: MatrixQuestion | None = _with_asked(MatrixQuestion.objects.visible_to(user)).filter(slug=slug).first()
    return found


def _with_asked(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("plan__board", "cell__theme__plan__board", "cell__board", "cell__organisation", "source")


def list_ends(user: AnyUser) -> list[tuple[str, list[End]]]:
    """Return everything that a link can join, kind by kind."""
    rows: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("Plan", Plan.objects.visible_to(user).order_by("title")),
        ("Priority", Priority.objects.visible_to(user).select_related("plan").order_by("plan__slug", "number")),
        (
            "Aim",
            Objective.objects.visible_to(user).select_related("priority__plan").order_by("priority__slug", "order"),
        ),
        ("Board", Board.objects.visible_to(user).order_by("name")),
        ("Organisation", Organisation.objects.visible_to(user).order_by("name")),
        ("Document", SourceDocument.objects.visible_to(user).order_by("title")),
    )
    return [(word, list(found)) for word, found in rows]


def list_documents(user: AnyUser) -> QuerySet[Any]:
    """Return the papers that can be cited, by title."""
    return SourceDocument.objects.visible_to(user).order_by("title")


def list_public_evidence() -> dict[str, list[tuple[str, str]]]:
    """Return what an answer can be told from, as (address, words) by kind: only what anybody may read."""
    anybody = AnonymousUser()
    indicators = Indicator.objects.visible_to(anybody).order_by("short_name")
    reports = list_reports(anybody)
    minutes = list_paragraphs(anybody)
    return {
        "indicator": [(one.get_absolute_url(), one.short_name) for one in indicators],
        "report": [(one.get_absolute_url(), one.title) for one in reports],
        "paragraph": [(one.get_absolute_url(), f"{one.meeting}, {one.name}") for one in minutes],
    }


def list_links_of(user: AnyUser, plan: Plan) -> tuple[list[Link], list[Link]]:
    """Return the links that go out from a plan or what hangs on it, and those that come in from elsewhere."""
    sides: dict[str, list[Link]] = {}
    for side in ("from", "to"):
        own = (
            Q(**{f"{side}_plan": plan})
            | Q(**{f"{side}_priority__plan": plan})
            | Q(**{f"{side}_objective__priority__plan": plan})
        )
        sides[side] = list(list_links(user).filter(own).order_by("kind", "slug"))
    return sides["from"], [link for link in sides["to"] if link not in sides["from"]]


def list_links_of_priority(user: AnyUser, priority: Priority) -> list[Link]:
    """Return the links of a priority, whichever way they run."""
    rows = list_links(user).filter(Q(from_priority=priority) | Q(to_priority=priority))
    return list(rows.order_by("kind", "slug"))


def list_plans_of(user: AnyUser, board: Board) -> list[Plan]:
    """Return the plans of a board, and those whose matrix gives it a cell."""
    named = Q(board=board) | Q(themes__cells__board=board)
    return list(Plan.objects.visible_to(user).filter(named).distinct())


def find_strategies(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Return the plans that answer a search: by title, vision, principles, layers, themes and the board behind them."""
    rows = Plan.objects.visible_to(user).annotate(
        principle_words=Cast("principles", TextField()),
        layer_words=Cast("layers", TextField()),
        further_words=Cast("further_work", TextField()),
    )
    held = ("title", "vision", "principle_words", "layer_words", "further_words", "board__name", "themes__title")
    wanted = rows.filter(any_word(words, *held)).distinct().select_related("board").prefetch_related("themes")
    for plan in wanted[:MOST_FOUND]:
        yield Found(plan.title, _say_plan(plan), plan.get_absolute_url(), plan.get_kind_display(), plan.board.name)


def _say_plan(plan: Plan) -> str:
    principles = [str(row.get("text", "")) for row in plan.principles]
    layers = [word for row in plan.layers for word in (row["layer"], *row.get("in_scope", []))]
    further = [str(row.get("text", "")) for row in plan.further_work]
    themes = [theme.title for theme in plan.themes.all()]
    return " ".join(part for part in (plan.vision, *principles, *layers, *themes, *further) if part)


def find_matrix_questions(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Return the questions of the matrices and layers that answer a search, with where each is asked."""
    wanted = any_word(words, "text", "answer", "cell__theme__title", "layer")
    rows = MatrixQuestion.objects.visible_to(user).filter(wanted)
    for row in rows.select_related("plan", "cell__theme__plan", "cell__board", "cell__organisation")[:MOST_FOUND]:
        if row.cell is not None:
            url = f"{reverse('matrix', args=[row.cell.theme.plan.slug])}#{row.slug}"
            context = f"{row.cell.theme.title}, {row.cell.body}"
        else:
            url, context = f"{row.plan.get_absolute_url()}#{row.slug}", f"{row.plan.title}, {row.layer}"
        yield Found(row.text, row.answer, url, "Question", context)
