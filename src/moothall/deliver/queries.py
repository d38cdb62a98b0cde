"""Questions about actions: which there are, how each stands and why, whose they are, where they come from and show."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from moothall.assess.models import Indicator
from moothall.deliver import rules
from moothall.deliver.models import Action, ActionParty, Update
from moothall.govern.models import Board, Decision, MinuteParagraph
from moothall.govern.queries import list_kept_boards, list_kept_paragraphs, list_organisations, list_posts
from moothall.kit import clock
from moothall.kit.grants import AnyUser, list_grants, list_scopes
from moothall.kit.models import User
from moothall.kit.search import Found, any_word
from moothall.kit.uploads import StoredFile
from moothall.places.models import Organisation, Post
from moothall.plan.models import Plan, Priority, Target
from moothall.plan.queries import Dues, NextDue, list_kept_plans, place_targets
from moothall.plan.rules import CYCLE_DAYS, DEFAULT_CYCLE, is_to_be_confirmed

MOST_FOUND = 100
# Read with each action that is described. Each has some of the latter only: fetched by themselves they cost nothing
# where there are none, joined they are some 400 columns of nothing in each row.
JOINED = ("board", "source")
FETCHED = (
    "paragraph__meeting__board",
    "source_plan__document",
    "source_plan__board",
    "plan",
    "priority__plan",
    "objective__priority",
    "measure",
    "closed_by_decision__paragraph__meeting",
    "closed_by_paragraph__meeting",
    "merged_into",
)


@dataclass(frozen=True)
class ActionRow:
    """An action with all that is said beside it; ``priority`` and ``dependencies`` only if the reader may see them."""

    action: Action
    status: rules.Status
    freshness: rules.Freshness
    points: rules.FourPoints
    leads: Sequence[ActionParty]
    contributors: Sequence[ActionParty]
    last: Update | None
    priority: Priority | None
    dependencies: Sequence[Action] = ()

    @property
    def due_on(self) -> date | None:
        return self.action.timescale_end

    @property
    def is_open(self) -> bool:
        return self.action.state not in rules.CLOSED_STATES

    @property
    def has_lead(self) -> bool:
        return any(is_lead_named(party) for party in self.leads)


@dataclass(frozen=True)
class TraceStep:
    """One step from an action to where it comes from, or to a page that shows it."""

    kind: str
    title: str
    url: str
    page: str = ""


@dataclass(frozen=True)
class Trace:
    """Where an action comes from and where it shows; each step has an address where there is a page."""

    comes_from: Sequence[TraceStep]
    shows_on: Sequence[TraceStep]


@dataclass
class _Found:
    """What was read in bulk, by the action's number in the database."""

    parties: Mapping[int, list[ActionParty]]
    last: Mapping[int, Update]
    needs: Mapping[int, list[Action]]
    off_path: Mapping[int, str]
    priorities: Mapping[int, Priority]
    decisions: frozenset[int]
    paragraphs: frozenset[int]
    merged: frozenset[int]
    today: date = field(default_factory=clock.today)


def is_lead_named(party: ActionParty) -> bool:
    """Say whether a party names somebody; "TBC" does not."""
    if party.post_id or party.person_id or party.organisation_id:
        return True
    return bool(party.as_written.strip()) and not is_to_be_confirmed(party.as_written)


def _relate(actions: QuerySet[Any]) -> QuerySet[Any]:
    return actions.select_related(*JOINED).prefetch_related(*FETCHED)


def get_status(user: AnyUser, actions: Iterable[Action]) -> dict[int, ActionRow]:
    """Return how each action stands, by its primary key, in the same number of queries for one as for many."""
    held = list(actions)
    if not held:
        return {}
    found = _read_all(user, held)
    return {action.pk: _describe(action, found) for action in held}


def describe_actions(user: AnyUser, actions: Iterable[Action]) -> list[ActionRow]:
    """Return the rows of some actions, in their order."""
    held = list(actions)
    rows = get_status(user, held)
    return [rows[action.pk] for action in held]


def _read_all(user: AnyUser, actions: Sequence[Action]) -> _Found:
    keys = [action.pk for action in actions]
    wanted = [action.priority_id for action in actions if action.priority_id]
    priorities = Priority.objects.visible_to(user).filter(pk__in=wanted).select_related("plan")
    return _Found(
        parties=_read_parties(keys),
        last=_read_last_updates(keys),
        needs=_read_needs(user, keys),
        off_path=_read_off_path(user, actions),
        priorities={priority.pk: priority for priority in priorities},
        decisions=_visible_keys(Decision, user, [a.closed_by_decision_id for a in actions]),
        paragraphs=_visible_keys(MinuteParagraph, user, [a.closed_by_paragraph_id for a in actions]),
        merged=_visible_keys(Action, user, [a.merged_into_id for a in actions]),
    )


def _visible_keys(
    model: type[Decision | MinuteParagraph | Action], user: AnyUser, keys: Sequence[int | None]
) -> frozenset[int]:
    wanted = [key for key in keys if key]
    if not wanted:
        return frozenset()
    return frozenset(model.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))


def _read_parties(keys: Sequence[int]) -> dict[int, list[ActionParty]]:
    found: dict[int, list[ActionParty]] = defaultdict(list)
    parties = ActionParty.objects.in_force(clock.today()).filter(action__in=keys)
    for party in parties.select_related("organisation", "person", "post__organisation").order_by("order"):
        found[party.action_id].append(party)
    return found


def _read_last_updates(keys: Sequence[int]) -> dict[int, Update]:
    """Return the newest update of each action; of two on one day the later entered."""
    return {update.action_id: update for update in Update.objects.filter(action__in=keys).order_by("on", "id")}


def _read_needs(user: AnyUser, keys: Sequence[int]) -> dict[int, list[Action]]:
    found: dict[int, list[Action]] = defaultdict(list)
    seen = Action.objects.visible_to(user)
    ties = Action.depends_on.through.objects.filter(from_action__in=keys, to_action__in=seen)
    for tie in ties.select_related("to_action").order_by("to_action__slug"):
        found[tie.from_action_id].append(tie.to_action)
    return found


def _read_off_path(user: AnyUser, actions: Sequence[Action]) -> dict[int, str]:
    """Return, for each action, the reference of the target that its measure falls behind."""
    measured = [action for action in actions if action.measure_id and action.objective_id]
    if not measured:
        return {}
    objectives = {action.objective_id for action in measured}
    targets = list(Target.objects.visible_to(user).filter(objective__in=objectives, indicator__isnull=False))
    placed = place_targets(user, targets) if targets else {}
    behind: dict[tuple[int, int | None], str] = {
        (target.objective_id, target.indicator_id): target.ref
        for target in targets
        if placed[target.pk].standing.key == "behind"
    }
    refs = {action.pk: behind.get((action.objective_id or 0, action.measure_id), "") for action in measured}
    return {key: ref for key, ref in refs.items() if ref}


def _describe(action: Action, found: _Found) -> ActionRow:
    parties = found.parties.get(action.pk, [])
    leads = [party for party in parties if party.role == "lead"]
    last = found.last.get(action.pk)
    needs = found.needs.get(action.pk, [])
    fresh_days, stale_days = list_cycle_days(action)
    facts = _gather_facts(action, found, fresh_days, stale_days)
    return ActionRow(
        action=action,
        status=rules.derive_status(facts, today=found.today),
        freshness=rules.judge_freshness(
            last.on if last else None, today=found.today, fresh_days=fresh_days, stale_days=stale_days
        ),
        points=count_points(action, leads),
        leads=leads,
        contributors=[party for party in parties if party.role != "lead"],
        last=last,
        priority=found.priorities.get(action.priority_id or 0),
        dependencies=needs,
    )


def _gather_facts(action: Action, found: _Found, fresh_days: int, stale_days: int) -> rules.Facts:
    last = found.last.get(action.pk)
    closed_by, closed_words = _find_closing(action, found)
    return rules.Facts(
        ref=action.ref,
        state=action.state,
        agreed_on=find_agreed_on(action),
        start=find_start(action, found.today),
        end=action.timescale_end,
        last=rules.Report(last.ref, last.on, last.rating) if last else None,
        dependencies=[
            rules.Dependency(other.ref, other.title, other.state, other.timescale_end)
            for other in found.needs.get(action.pk, [])
        ],
        override=action.status_override,
        off_path=found.off_path.get(action.pk, ""),
        closed_on=action.closed_on,
        closed_by=closed_by,
        closed_words=closed_words,
        fresh_days=fresh_days,
        stale_days=stale_days,
    )


def _find_closing(action: Action, found: _Found) -> tuple[str, str]:
    """Return the reference and the words of what closed an action, as far as the reader may see it."""
    if action.closed_by_decision is not None and action.closed_by_decision_id in found.decisions:
        return action.closed_by_decision.ref, action.closed_by_text or action.closed_by_decision.text
    if action.closed_by_paragraph is not None and action.closed_by_paragraph_id in found.paragraphs:
        return action.closed_by_paragraph.ref, action.closed_by_text or str(action.closed_by_paragraph)
    if action.merged_into is not None and action.merged_into_id in found.merged:
        return action.merged_into.ref, action.closed_by_text or action.merged_into.title
    return "", action.closed_by_text


def list_cycle_days(action: Action) -> tuple[int, int]:
    """Return after how many days a report is no longer fresh, and stale: the plan's own, else a quarter's."""
    plan = action.plan or action.source_plan or (action.priority.plan if action.priority else None)
    return (plan.fresh_days, plan.stale_days) if plan else CYCLE_DAYS[DEFAULT_CYCLE]


def find_start(action: Action, today: date) -> date | None:
    """Return the day on which an action starts, or None where its words name only the day it is due.

    "By 2030" and "23 July 2019" are the last day of something that may begin at once; "Year 1 Quarter 3" and
    "from May 2019" say when. What is under way has begun, whatever the words say.
    """
    start = action.timescale_start
    marks = action.timescale_mark.split(";")
    is_deadline = action.timescale_kind == "point" and (action.timescale_precision == "day" or "by" in marks)
    has_begun = action.state == "under_way" and start is not None and start > today
    return None if is_deadline or has_begun else start


def find_agreed_on(action: Action) -> date | None:
    """Return the day an action was agreed: as recorded, else the day of its minutes, else that its plan was public."""
    if action.agreed_on is not None:
        return action.agreed_on
    if action.paragraph is not None:
        return clock.day_of(action.paragraph.meeting.starts_at)
    return action.source_plan.published_on if action.source_plan else None


def count_points(action: Action, leads: Sequence[ActionParty]) -> rules.FourPoints:
    """Say which of lead, timescale, outcome and measure an action names."""
    return rules.FourPoints(
        lead=any(is_lead_named(party) for party in leads),
        timescale=action.timescale_kind != "unset",
        outcome=bool(action.outcome_text.strip()),
        measure=bool(action.measure_id or action.measure_text.strip()),
    )


@dataclass(frozen=True)
class Filters:
    """What a list of actions is narrowed to; empty values narrow nothing. All but ``text`` are keys.

    ``due`` is the key of a quarter such as 2019-Q4, or says that there is none: ``none`` without a timescale, ``open``
    with one that has no last day.
    """

    priority: str = ""
    board: str = ""
    organisation: str = ""
    status: str = ""
    due_before: date | None = None
    text: str = ""
    plan: str = ""
    due: str = ""


def list_actions(user: AnyUser, filters: Filters | None = None) -> list[ActionRow]:
    """Return the actions that ``user`` may see, the first due first; those without a day stand last."""
    filters = filters or Filters()
    actions = _relate(_narrow(user, filters).order_by("slug"))
    rows = describe_actions(user, actions)
    if filters.status:
        rows = [row for row in rows if row.status.key == filters.status]
    return sorted(rows, key=_by_due_day)


def _narrow(user: AnyUser, filters: Filters) -> QuerySet[Any]:
    rows = Action.objects.visible_to(user)
    if filters.priority:
        rows = rows.filter(priority__in=Priority.objects.visible_to(user).filter(slug=filters.priority))
    if filters.board:
        rows = rows.filter(board__slug=filters.board)
    if filters.organisation:
        rows = rows.filter(pk__in=_led_by([filters.organisation]))
    if filters.plan:
        plans = Plan.objects.visible_to(user).filter(slug=filters.plan)
        rows = rows.filter(Q(source_plan__in=plans) | Q(plan__in=plans))
    if filters.due:
        rows = rows.filter(_is_due(filters.due))
    if filters.due_before:
        rows = rows.filter(timescale_end__lt=filters.due_before)
    if filters.text.strip():
        rows = rows.filter(_holds_words(filters.text))
    return rows


def _is_due(key: str) -> Q:
    """Return the condition of a quarter's key; a key that names nothing finds nothing."""
    if key == rules.NO_TIMESCALE:
        return Q(timescale_kind="unset")
    if key == rules.NO_LAST_DAY:
        return Q(timescale_end=None) & ~Q(timescale_kind="unset")
    days = rules.read_quarter(key)
    return Q(timescale_end__range=days) if days else Q(pk__in=[])


def _holds_words(text: str) -> Q:
    condition = Q()
    for word in text.split()[:8]:
        parts = Q(title__icontains=word) | Q(text__icontains=word) | Q(outcome_text__icontains=word)
        condition &= parts | Q(number__icontains=word) | Q(measure_text__icontains=word)
    return condition


def _led_by(organisations: Iterable[str]) -> QuerySet[Any, Any]:
    slugs = list(organisations)
    leads = ActionParty.objects.in_force(clock.today()).filter(role="lead")
    led = leads.filter(Q(organisation__slug__in=slugs) | Q(post__organisation__slug__in=slugs))
    return led.values("action")


def _by_due_day(row: ActionRow) -> tuple[bool, date, str]:
    return (row.due_on is None, row.due_on or date.max, row.action.slug)


def get_action(user: AnyUser, slug: str) -> ActionRow | None:
    """Return one action with how it stands, or None when there is none that ``user`` may see."""
    action = _relate(Action.objects.visible_to(user).filter(slug=slug)).first()
    return describe_actions(user, [action])[0] if action else None


def name_author(user: User) -> str:
    """Return the post that ``user`` holds today, or the account's name where it holds none."""
    today = clock.today()
    posts = Post.objects.filter(Q(from_on=None) | Q(from_on__lte=today), Q(to_on=None) | Q(to_on__gte=today))
    post = posts.filter(holder__user=user).select_related("organisation").first()
    return str(post)[:160] if post else user.name


def list_updates(user: AnyUser, action: Action) -> list[Update]:
    """Return what was reported on an action, the newest first."""
    return list(Update.objects.visible_to(user).filter(action=action).order_by("-on", "-id"))


def may_open_files(user: AnyUser, action: Action) -> bool:
    """Say whether ``user`` may open the files given as evidence on a visible action: who holds a role, or leads it.

    An account without any role sees what the public sees.
    """
    if not isinstance(user, User):
        return False
    leads = ActionParty.objects.in_force(clock.today()).filter(action=action, role="lead")
    return bool(list_grants(user)) or leads.filter(Q(person__user=user) | Q(post__holder__user=user)).exists()


def list_sources(user: AnyUser, slugs: Iterable[str] | None) -> dict[str, Any]:
    """Return what an action of some boards (None: of all) can come from, and who can lead it, by field of the form."""
    return {
        "board": list_kept_boards(user, slugs),
        "paragraph": list_kept_paragraphs(user, slugs),
        "plan": list_kept_plans(user, slugs),
        "organisation": list_organisations(user),
        "post": list_posts(user),
    }


def find_evidence_file(user: AnyUser, key: str) -> StoredFile | None:
    """Return a file given as evidence in an update that ``user`` may see and whose files are open to them, or None."""
    updates = Update.objects.visible_to(user).annotate(words=Cast("evidence", TextField())).filter(words__contains=key)
    opened = [update for update in updates.select_related("action") if may_open_files(user, update.action)]
    for item in (item for update in opened for item in update.evidence):
        if item.get("kind") == "file" and item.get("key") == key:
            return StoredFile(**{name: value for name, value in item.items() if name != "kind"})
    return None


def list_my_actions(user: AnyUser) -> list[ActionRow]:
    """Return the open actions that ``user`` leads, or reports on for the organisation that leads them.

    The late stand first, then by the day they are due.
    """
    if not isinstance(user, User):
        return []
    leads = ActionParty.objects.in_force(clock.today()).filter(role="lead")
    mine = leads.filter(Q(person__user=user) | Q(post__holder__user=user)).values("action")
    scopes = list_scopes(user, "post_update")
    ours = _led_by(scope.removeprefix("organisation:") for scope in scopes if scope.startswith("organisation:"))
    actions = Action.objects.visible_to(user).filter(Q(pk__in=mine) | Q(pk__in=ours))
    open_ones = _relate(actions.exclude(state__in=(*rules.CLOSED_STATES, "proposed")))
    return sorted(describe_actions(user, open_ones), key=lambda row: (row.status.key != "late", *_by_due_day(row)))


def list_unreported(user: AnyUser) -> list[ActionRow]:
    """Return the open actions of the boards that ``user`` keeps on which nothing was reported for too long, or ever."""
    scopes = list_scopes(user, "agree_action")
    actions = Action.objects.visible_to(user).exclude(state__in=(*rules.CLOSED_STATES, "proposed"))
    if "" not in scopes:
        actions = actions.filter(board__slug__in=[s.removeprefix("board:") for s in scopes if s.startswith("board:")])
    rows = describe_actions(user, _relate(actions))
    silent = [row for row in rows if row.freshness.key in ("never", "stale")]
    return sorted(silent, key=lambda row: (row.status.key != "late", *_by_due_day(row)))


def list_actions_of(user: AnyUser, **where: object) -> list[ActionRow]:
    """Return the visible actions that meet a condition on their own columns, as ``paragraph=…`` or ``board=…``."""
    actions = _relate(Action.objects.visible_to(user).filter(**where).distinct())
    return sorted(describe_actions(user, actions), key=_by_due_day)


def find_dues(user: AnyUser, priorities: Sequence[Priority]) -> dict[int, Dues]:
    """Return the open action of each priority that is due next and those whose day has passed, by its primary key."""
    actions = Action.objects.visible_to(user).filter(priority__in=priorities, timescale_end__isnull=False)
    open_ones = actions.exclude(state__in=rules.CLOSED_STATES).order_by("timescale_end", "slug")
    today, found = clock.today(), dict[int, Dues]()
    for action in open_ones:
        due = NextDue(action.title, action.get_absolute_url(), action.timescale_end, action.timescale_as_written)
        held = found.get(action.priority_id, Dues())
        if action.timescale_end < today:
            found[action.priority_id] = replace(held, overdue=[*held.overdue, due])
        else:
            found[action.priority_id] = replace(held, ahead=held.ahead or due)
    return found


@dataclass(frozen=True)
class Choices:
    """What a list of actions can be filtered by: plans, priorities, boards, organisations, quarters that have any."""

    priorities: Sequence[Priority]
    boards: Sequence[Board]
    organisations: Sequence[Organisation]
    plans: Sequence[Plan] = ()
    quarters: Sequence[str] = ()


def list_choices(user: AnyUser) -> Choices:
    """Return only what the actions that ``user`` may see belong to, so that no filter leads to an empty list."""
    actions = Action.objects.visible_to(user)
    leads = ActionParty.objects.in_force(clock.today()).filter(role="lead", action__in=actions)
    led = Q(pk__in=leads.values("organisation")) | Q(pk__in=leads.values("post__organisation"))
    return Choices(
        priorities=list(Priority.objects.visible_to(user).filter(pk__in=actions.values("priority"))),
        boards=list(Board.objects.visible_to(user).filter(pk__in=actions.values("board"))),
        organisations=list(Organisation.objects.visible_to(user).filter(led)),
        plans=list(Plan.objects.visible_to(user).filter(_has_any(actions))),
        quarters=sorted({rules.find_quarter(*row) for row in actions.values_list("timescale_kind", "timescale_end")}),
    )


def _has_any(actions: QuerySet[Any]) -> Q:
    return Q(pk__in=actions.values("source_plan")) | Q(pk__in=actions.values("plan"))


@dataclass(frozen=True)
class PlanActions:
    """The actions of a plan: how each stands, and how many are due in which quarter."""

    plan: Plan
    rows: Sequence[ActionRow]
    quarters: Sequence[rules.Quarter]


def list_actions_of_plan(user: AnyUser, plan: Plan) -> PlanActions:
    """Return the actions that a plan holds itself, in the plan's own order, counted by the quarter they are due in."""
    actions = _relate(Action.objects.visible_to(user).filter(source_plan=plan).order_by("slug"))
    rows = sorted(describe_actions(user, actions), key=lambda row: _split_number(row.action))
    keys = [rules.find_quarter(row.action.timescale_kind, row.due_on) for row in rows]
    return PlanActions(plan, rows, rules.count_by_quarter(keys))


def _split_number(action: Action) -> tuple[list[int], str, str]:
    """Return what puts 1.10 after 1.9."""
    return [int(part) for part in re.findall(r"[0-9]+", action.number)], action.number, action.slug


def get_trace(user: AnyUser, row: ActionRow) -> Trace:
    """Return where an action comes from, up to its board, and every page that shows it."""
    return Trace(comes_from=_trace_up(user, row.action), shows_on=_trace_down(row))


def _trace_up(user: AnyUser, action: Action) -> list[TraceStep]:
    board = TraceStep("board", action.board.name, action.board.get_absolute_url())
    paragraph, plan = action.paragraph, action.source_plan
    if paragraph is not None:
        decisions = Decision.objects.visible_to(user).filter(paragraph=paragraph)
        return [
            TraceStep("paragraph", f"Paragraph {paragraph.number or paragraph.slug}", paragraph.get_absolute_url()),
            *(TraceStep("decision", decision.text, decision.get_absolute_url()) for decision in decisions),
            TraceStep("meeting", str(paragraph.meeting), paragraph.meeting.get_absolute_url()),
            board,
        ]
    address = plan.get_absolute_url() if plan else ""
    return [TraceStep("plan", plan.title if plan else "", address, action.source_page), board]


def _trace_down(row: ActionRow) -> list[TraceStep]:
    action = row.action
    steps = [TraceStep("board", action.board.name, action.board.get_absolute_url())]
    if row.priority is not None:
        steps.insert(0, TraceStep("priority", row.priority.title, row.priority.get_absolute_url()))
    if action.paragraph is not None:
        meeting = action.paragraph.meeting
        steps.append(TraceStep("meeting", str(meeting), meeting.get_absolute_url()))
    if action.measure is not None:
        steps.append(TraceStep("indicator", action.measure.name, action.measure.get_absolute_url()))
    return steps


def find_uses(user: AnyUser, indicator: Indicator) -> list[ActionRow]:
    """Return the actions that are measured by an indicator."""
    return list_actions_of(user, measure=indicator)


def find_actions(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Return the actions that answer a search: by title, text, outcome, lead, and what was reported on them."""
    fields = ("title", "text", "number", "outcome_text", "measure_text", "timescale_as_written")
    reported = Update.objects.filter(any_word(words, "narrative")).values("action")
    led = ActionParty.objects.in_force(clock.today()).filter(
        any_word(words, "as_written", "post__title", "organisation__name")
    )
    actions = Action.objects.visible_to(user).filter(
        any_word(words, *fields) | Q(pk__in=reported) | Q(pk__in=led.values("action"))
    )
    for row in describe_actions(user, _relate(actions)[:MOST_FOUND]):
        action = row.action
        parts = [action.text, action.outcome_text, action.measure_text, *(str(party) for party in row.leads)]
        said = row.last.narrative if row.last else ""
        yield Found(
            title=action.title,
            text=" ".join(part for part in (*parts, said) if part),
            url=action.get_absolute_url(),
            kind="Action",
            context=f"{action.board.name}, {row.status.word}",
        )
