"""How actions are shown: tags of their status, names of their leads, and where the evidence of a status is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from moothall.deliver import rules
from moothall.deliver.models import Action, ActionParty, Update
from moothall.deliver.queries import ActionRow, PlanActions, is_lead_named, list_my_actions, list_unreported
from moothall.govern.models import list_board_slugs
from moothall.kit import formats
from moothall.kit.downloads import Happening
from moothall.kit.grants import AnyUser
from moothall.kit.models import User
from moothall.kit.work import WorkRow
from moothall.places.rules import INFERRED, INVENTED
from moothall.plan.models import Plan
from moothall.plan.presenters import TO_BE_CONFIRMED, Tag, say_both

CSV_HEADER = (
    "number", "action", "board", "priority", "lead", "timescale as written", "start", "due", "status", "why",
    "freshness of the last report", "last reported on", "points of four", "missing", "outcome", "measure",
    "source", "page", "status of the source", "why it is so marked", "contradicted", "invented",
    "address",
)  # fmt: skip
QUARTERS_HEADER = ("due in", "actions", "address")
NO_TIMESCALE = "No timescale"
_STATUS_TAGS = {
    "done": ("blue", "■"),
    "dropped": ("grey", "✕"),
    "merged": ("grey", "→"),
    "late": ("red", "◆"),
    "not_started": ("white", "○"),
    "not_known": ("grey", "?"),
    "at_risk": ("orange", "▲"),
    "on_track": ("green", "●"),
}
_FRESHNESS_COLOURS = {"fresh": "white", "ageing": "yellow", "stale": "orange", "never": "grey"}


def tag_status(status: rules.Status) -> Tag:
    """Return how an action stands as a tag."""
    return Tag(status.word, *_STATUS_TAGS[status.key])


def tag_rating(update: Update) -> Tag:
    """Return what an update says as a tag."""
    return Tag(update.get_rating_display(), *_STATUS_TAGS[update.rating])


def tag_freshness(row: ActionRow) -> Tag:
    """Return how old the last report is as a tag without a shape: it says nothing about how the action stands."""
    return Tag(row.freshness.word, _FRESHNESS_COLOURS[row.freshness.key], "")


def say_freshness(row: ActionRow) -> str:
    """Return the age of the last report in words."""
    if row.freshness.days is None or row.last is None:
        return "Nothing has been reported yet"
    if row.freshness.days < 1:
        return "Last reported today"
    return f"Last reported {formats.plural(row.freshness.days, 'day')} ago, on {formats.day(row.last.on)}"


def name_party(party: ActionParty) -> str:
    """Return who leads or helps: a post before a person, a person with the organisation, else the paper's words."""
    if not is_lead_named(party):
        return TO_BE_CONFIRMED
    if party.post is not None:
        return str(party.post)
    names = [str(one) for one in (party.person, party.organisation) if one is not None]
    return ", ".join(names) or party.as_written


def link_party(party: ActionParty) -> str:
    """Return who leads or helps as name_party says it, with links to the pages of the people and organisations."""
    if not is_lead_named(party):
        return TO_BE_CONFIRMED
    if party.post is not None:
        return format_html("{}, {}", party.post.title, formats.link(party.post.organisation))
    return format_html_join(
        ", ", "{}", ((formats.link(one),) for one in (party.person, party.organisation) if one)
    ) or (party.as_written)


def link_parties(parties: Iterable[ActionParty]) -> str:
    """Return all parties in one line as safe HTML, or that nobody is named."""
    return format_html_join("; ", "{}", ((link_party(party),) for party in parties)) or "Nobody named"


def name_parties(parties: Iterable[ActionParty]) -> str:
    """Return all names in one line, or that nobody is named."""
    return "; ".join(name_party(party) for party in parties) or "Nobody named"


def find_evidence_url(row: ActionRow) -> str:
    """Return the address where the evidence of a status stands: an update, a decision, another action, a target."""
    action, ref = row.action, row.status.evidence
    kind, _, key = ref.partition(":")
    if kind == "update":
        return f"{action.get_absolute_url()}#update-{key}"
    if kind == "target":
        return f"{row.priority.get_absolute_url()}#{key}" if row.priority else action.get_absolute_url()
    for cited in (action.closed_by_decision, action.closed_by_paragraph, action.merged_into, *row.dependencies):
        if cited is not None and cited.ref == ref:
            return str(cited.get_absolute_url())
    return f"{action.get_absolute_url()}#timescale"


def say_evidence(row: ActionRow) -> str:
    """Return the words of the link to that evidence."""
    kind = row.status.evidence.partition(":")[0]
    words = {
        "update": "The report that says so",
        "decision": "The decision that closed it",
        "paragraph": "The minute that closed it",
        "target": "The target and its path",
    }
    own = row.status.evidence == row.action.ref
    other = "The action it was merged into" if row.status.key == "merged" else "The action that it waits for"
    return words.get(kind, "What was agreed, and by when" if own else other)


@dataclass(frozen=True)
class ShownAction:
    """An action as one line of a list."""

    title: str
    href: str
    number: str
    status: Tag
    because: str
    lead: str
    due: str
    freshness: Tag
    board: str
    priority: str
    is_invented: bool
    is_inferred: bool


def show_action(row: ActionRow) -> ShownAction:
    """Return an action as a line of a list; when it is due stays in the paper's words where no day is read."""
    action = row.action
    return ShownAction(
        title=action.title,
        href=action.get_absolute_url(),
        number=action.number,
        status=tag_status(row.status),
        because=row.status.because,
        lead=_begin(name_parties(row.leads)),
        due=formats.day(row.due_on) or _begin(action.timescale_as_written) or NO_TIMESCALE,
        freshness=tag_freshness(row),
        board=action.board.name,
        priority=row.priority.title if row.priority else "",
        is_invented=action.source_status == INVENTED,
        is_inferred=action.source_status == INFERRED,
    )


def _begin(words: str) -> str:
    """Return words of a paper as they begin a cell: with a capital."""
    return words[:1].upper() + words[1:]


def show_actions(rows: Iterable[ActionRow]) -> list[ShownAction]:
    """Return actions as the lines of a list."""
    return [show_action(row) for row in rows]


@dataclass(frozen=True)
class ShownUpdate:
    """One report as a page shows it."""

    key: str
    tag: Tag
    on: date
    by_name: str
    narrative: str
    percent: int | None
    period: str
    is_invented: bool
    evidence: Sequence[ShownEvidence]


def show_update(update: Update, *, opens_files: bool) -> ShownUpdate:
    """Return a report as a page shows it; ``opens_files`` says whether the reader may open files."""
    return ShownUpdate(
        key=update.key,
        tag=tag_rating(update),
        on=update.on,
        by_name=update.by_name,
        narrative=update.narrative,
        percent=update.percent,
        period=update.period,
        is_invented=update.is_invented,
        evidence=show_evidence(update, opens_files=opens_files),
    )


@dataclass(frozen=True)
class ShownEvidence:
    """One piece of evidence as a reader sees it; without an address where it may not be opened."""

    text: str
    href: str
    about: str


def show_evidence(update: Update, *, opens_files: bool) -> list[ShownEvidence]:
    """Return the evidence of an update; the name of a file is for those who may open it."""
    shown = []
    for item in update.evidence:
        if item.get("kind") == "link":
            address = str(item["address"])
            shown.append(ShownEvidence(str(item.get("text") or address), address, ""))
        else:
            shown.append(_show_file(item, opens_files))
    return shown


def _show_file(item: dict[str, Any], opens_files: bool) -> ShownEvidence:
    kind = str(item.get("type", "")).rpartition("/")[2].upper()
    about = f"{kind}, {formats.size(int(item.get('size') or 0))}"
    if not opens_files:
        return ShownEvidence("A file, open to members and officers after sign-in", "", about)
    return ShownEvidence(str(item["name"]), reverse("file", args=[item["key"]]), about)


def make_csv_row(row: ActionRow, address: str) -> list[object]:
    """Return one action as a row of the CSV file; days as 2019-07-23."""
    action = row.action
    return [
        action.number,
        action.title,
        action.board.name,
        row.priority.title if row.priority else "",
        name_parties(row.leads),
        action.timescale_as_written,
        action.timescale_start or "",
        action.timescale_end or "",
        row.status.word,
        row.status.because,
        row.freshness.word,
        row.last.on if row.last else "",
        row.points.count,
        ", ".join(row.points.missing),
        action.outcome_text,
        name_measure(action),
        action.source.title if action.source else "",
        action.source_page,
        action.get_source_status_display(),
        action.source_because,
        action.citation.contradicted,
        "yes" if action.source_status == INVENTED else "no",
        f"{address}{action.get_absolute_url()}",
    ]


def name_measure(action: Action) -> str:
    """Return by what an action is measured, or nothing."""
    return action.measure.name if action.measure else action.measure_text


def list_happenings(rows: Sequence[ActionRow], address: str) -> list[Happening]:
    """Return the open actions that are due on a day, as entries of a calendar."""
    return [
        Happening(
            key=row.action.ref.replace(":", "-"),
            title=f"Due: {row.action.title}",
            starts=row.due_on,
            url=f"{address}{row.action.get_absolute_url()}",
            text=f"{row.status.word}. {row.status.because} Lead: {name_parties(row.leads)}. "
            f"Written: {row.action.timescale_as_written}.",
        )
        for row in rows
        if row.is_open and row.due_on is not None
    ]


def list_points(row: ActionRow) -> list[tuple[str, str]]:
    """Return the four points of an action: what each says, or that it is missing."""
    action = row.action
    missing = "Missing"
    has_time = row.points.timescale or action.timescale_as_written
    return [
        ("Lead", link_parties(row.leads) if row.points.lead else _say_no_lead(row)),
        ("Timescale", say_both(action.timescale) if has_time else "Missing: no timescale is given"),
        ("Outcome", action.outcome_text if row.points.outcome else missing),
        ("Measure", name_measure(action) if row.points.measure else missing),
    ]


def _say_no_lead(row: ActionRow) -> str:
    """Return that a lead is missing, or that the source leaves it open: "Missing: to be confirmed"."""
    return f"Missing: {TO_BE_CONFIRMED.lower()}" if row.leads else "Missing"


def say_plan_actions(found: PlanActions) -> str:
    """Return what the actions of a plan name and do not name, in words."""
    rows, many = found.rows, len(found.rows)
    lacks = [
        ("no timescale", sum(not row.points.timescale for row in rows)),
        ("no lead yet", sum(not row.points.lead for row in rows)),
        ("no outcome", sum(not row.points.outcome for row in rows)),
        ("no measure", sum(not row.points.measure for row in rows)),
    ]
    said = [f"{count} {'has' if count == 1 else 'have'} {words}" for words, count in lacks if count]
    return f"{formats.plural(many, 'action')}. " + (f"{'; '.join(said)}." if said else "Each names all four points.")


def say_quarters(found: PlanActions) -> str:
    """Return the sentence that reads the chart of actions by quarter."""
    dated = [one for one in found.quarters if one.key not in (rules.NO_TIMESCALE, rules.NO_LAST_DAY) and one.count]
    undated = {one.key: one.count for one in found.quarters if one.key in (rules.NO_TIMESCALE, rules.NO_LAST_DAY)}
    said = [f"{one.count} in {one.label}" for one in dated]
    total = sum(one.count for one in dated)
    first = (
        f"{total} of {formats.plural(len(found.rows), 'action')} fall due in a quarter"
        if dated
        else (f"None of {formats.plural(len(found.rows), 'action')} falls due in a quarter")
    )
    last = [f"{undated[rules.NO_TIMESCALE]} without a timescale"] if undated.get(rules.NO_TIMESCALE) else []
    last += [f"{undated[rules.NO_LAST_DAY]} with no last day"] if undated.get(rules.NO_LAST_DAY) else []
    return first + (f": {', '.join(said)}" if said else "") + (f"; {', '.join(last)}." if last else ".")


def make_quarter_rows(found: PlanActions, address: str) -> list[list[object]]:
    """Return the numbers of that chart as rows of a CSV file."""
    return [[one.label, one.count, f"{address}{link_quarter(found.plan, one.key)}"] for one in found.quarters]


def link_quarter(plan: Plan, key: str) -> str:
    """Return the address of the list of a plan's actions that are due in a quarter."""
    return f"{reverse('actions')}?{urlencode({'plan': plan.slug, 'due': key})}"


def say_silence(rows: Sequence[ActionRow]) -> str:
    """Return how many open actions were never reported on, or not for too long; that stands first on a board's page."""
    open_rows = [row for row in rows if row.is_open]
    never = sum(row.freshness.key == "never" for row in open_rows)
    stale = sum(row.freshness.key == "stale" for row in open_rows)
    count = formats.plural(len(open_rows), "open action")
    return f"{count}. Never reported on: {never}. Not reported on for too long: {stale}."


def list_late_work(user: User) -> list[WorkRow]:
    """Return what of the reader's own actions is late."""
    return [_make_work_row(row) for row in list_my_actions(user) if row.status.key == "late"]


def list_own_work(user: User) -> list[WorkRow]:
    """Return the reader's other open actions."""
    return [_make_work_row(row) for row in list_my_actions(user) if row.status.key != "late"]


def list_silent_work(user: User) -> list[WorkRow]:
    """Return the actions of the boards that the reader keeps on which nobody reports."""
    return [
        WorkRow(
            title=row.action.title,
            url=row.action.get_absolute_url(),
            note=f"{say_freshness(row)}. Lead: {name_parties(row.leads)}.",
            due=row.due_on,
            state=row.status.word,
        )
        for row in list_unreported(user)
    ]


def _make_work_row(row: ActionRow) -> WorkRow:
    """Return a line of *My work* that opens the form at once."""
    return WorkRow(
        title=row.action.title,
        url=reverse("give_update", args=[row.action.slug]),
        note=f"{row.status.because} {say_freshness(row)}.",
        due=row.due_on,
        state=row.status.word,
    )


def keeps_actions(user: AnyUser) -> bool:
    """Say whether ``user`` enters and closes the actions of any board."""
    slugs = list_board_slugs(user, "agree_action")
    return slugs is None or bool(slugs)
