"""What a clerk does before a meeting: plan it, make its agenda, publish that or call it off, and keep its deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from moothall.govern import rules
from moothall.govern.models import AgendaItem, Board, Deadline, ForwardItem, Meeting, TermsOfReference
from moothall.govern.permissions import check_can_keep_agenda, check_can_keep_deadline, check_can_keep_item
from moothall.kit import audit, clock, formats
from moothall.kit.errors import RecordError
from moothall.kit.models import User
from moothall.kit.records import check_record, find_changed, find_free_slug, find_step_problem, hold, refuse_stale
from moothall.places.rules import cite_change, cite_desk

PLANNING_STATES = ("planned", "agenda_published")
STANDS = "The agenda is published, and what stands on it stays. Withdraw the item, or add another with its reason."


@dataclass(frozen=True)
class Sitting:
    """When and where a board is to meet."""

    starts_at: datetime
    ends_at: datetime | None = None
    venue: str = ""
    mode: str = "in_person"
    kind: str = "ordinary"


@dataclass(frozen=True)
class ItemWords:
    """What an agenda says of an item; ``exempt_paragraphs`` are of Schedule 12A."""

    title: str
    purpose: str
    presenters: str = ""
    minutes_allotted: int | None = None
    publicity: str = rules.OPEN
    exempt_paragraphs: Sequence[int] = field(default_factory=list)
    public_interest_text: str = ""

    def list_fields(self) -> dict[str, Any]:
        """Return the plain fields of the record."""
        texts = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()}
        return {**texts, "exempt_paragraphs": list(self.exempt_paragraphs)}


@transaction.atomic
def plan_meeting(*, by: User, board: Board, sitting: Sitting, calendar: str = "") -> Meeting:
    """Plan a meeting of a board, and enter its deadlines by the rules of the terms in force on that day.

    ``calendar`` names the bank holidays to count with. A board without recorded terms gets a meeting without deadlines.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda.
        RecordError: the board has ended by that day, or a value breaks a rule of the record.
    """
    why = check_can_keep_agenda(by=by, board=board)
    day = clock.day_of(sitting.starts_at)
    if board.to_on is not None and board.to_on < day:
        raise RecordError(f"{board.name} ended on {formats.day(board.to_on)}, before that day.", "day")
    terms = TermsOfReference.objects.filter(board=board).in_force(day).first()
    meeting = Meeting(
        slug=find_free_slug(Meeting, f"{board.slug} {day.isoformat()}", most=110),
        board=board,
        terms=terms,
        **asdict(sitting),
        **cite_desk(is_invented=board.is_invented),
    )
    check_record(meeting)
    meeting.save()
    for kind, rule in rules.list_deadline_rules(terms.rules) if terms else ():
        _enter_deadline(meeting, kind, rule, calendar)
    audit.record("plan_meeting", meeting, by=by, why=why, scope=board.ref)
    return meeting


def _enter_deadline(meeting: Meeting, kind: str, rule: dict[str, Any], calendar: str) -> None:
    cited = cite_desk(is_invented=meeting.board.is_invented)
    deadline = Deadline(board=meeting.board, meeting=meeting, kind=kind, rule=rule, calendar=calendar, **cited)
    due = deadline.compute()
    if due is None:
        return
    deadline.due_at = due
    check_record(deadline)
    deadline.save()
    if kind == "public_questions":
        meeting.questions_close_at = due
        meeting.save(update_fields=["questions_close_at"])


@transaction.atomic
def publish_agenda(*, by: User, meeting: Meeting, late_because: str = "", version: int | None = None) -> Meeting:
    """Open the agenda of a meeting and the cleared papers of its items to whoever may see them.

    Where the deadline for the agenda has passed, ``late_because`` is kept with it and shown.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda.
        StaleError: somebody else changed the meeting since the form was opened.
        RecordError: it has no item, an item or a paper is not ready, or it is late and nothing says why.
    """
    held = hold(meeting)
    why = check_can_keep_agenda(by=by, board=held.board)
    refuse_stale(held, version)
    _refuse_step(held, "agenda_published")
    items = list(held.items.exclude(state="withdrawn").order_by("order"))
    _refuse_unready(items)
    _settle_agenda_deadline(held, late_because)
    held.state = "agenda_published"
    held.version += 1
    check_record(held)
    held.save()
    for item in items:
        item.meeting = held
        _publish_item(item)
    audit.record("publish_agenda", held, by=by, why=why, scope=held.board.ref, changed=["state"])
    return held


def _refuse_step(meeting: Meeting, to: str) -> None:
    problem = find_step_problem(rules.MEETING_STATES, meeting.state, to, "This meeting")
    if problem:
        raise RecordError(problem)


def _refuse_unready(items: Sequence[AgendaItem]) -> None:
    if not items:
        raise RecordError("This meeting has no agenda item yet. Add one first.")
    for item in items:
        if item.state != "ready":
            raise RecordError(f"Item {item.number} is a draft. Open it and say what the meeting is to do with it.")
        for routing in item.routings.select_related("report"):
            report = routing.report
            if report.state not in ("cleared", "published", "superseded"):
                raise RecordError(
                    f"The paper “{report.title}” of item {item.number} is {report.get_state_display()}. "
                    "Clear it, or take it off the item; it can be added when it is ready."
                )
            problem = rules.check_publishing(
                report.item_for, report.recommendations, printed_without=report.printed_without
            )
            if problem and report.state == "cleared":
                raise RecordError(f"“{report.title}”: {problem}")


def _settle_agenda_deadline(meeting: Meeting, late_because: str) -> None:
    deadline = meeting.deadlines.filter(kind="agenda").first()
    if deadline is None:
        return
    now = clock.here()
    if now > deadline.due_at:
        if not late_because.strip():
            due = f"{formats.day(deadline.due_at)}, {formats.hour(deadline.due_at)}"
            raise RecordError(f"The agenda was due on {due}. Say why it is late.", "late_because")
        deadline.breach_reason = late_because.strip()
    deadline.met_at = now
    deadline.version += 1
    check_record(deadline)
    deadline.save()


def _publish_item(item: AgendaItem) -> None:
    item.state = "published"
    item.version += 1
    check_record(item)
    item.save()
    for routing in item.routings.filter(report__state="cleared").select_related("report"):
        report = routing.report
        report.state, report.to_public_at = "published", clock.here()
        report.version += 1
        check_record(report)
        report.save()


@transaction.atomic
def cancel_meeting(*, by: User, meeting: Meeting, because: str, version: int | None = None) -> Meeting:
    """Call a meeting off; what it was to take goes back to the board's forward plan.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda.
        StaleError: somebody else changed the meeting since the form was opened.
        RecordError: it has begun already, or nothing says why.
    """
    held = hold(meeting)
    why = check_can_keep_agenda(by=by, board=held.board)
    refuse_stale(held, version)
    _refuse_step(held, "cancelled")
    if not because.strip():
        raise RecordError("Say why the meeting is not held: whoever wanted to come will read this.", "because")
    held.state, held.cancelled_because = "cancelled", because.strip()
    held.version += 1
    check_record(held)
    held.save()
    for item in ForwardItem.objects.filter(meeting=held, state="on_agenda"):
        item.state, item.meeting = "planned", None
        item.version += 1
        item.save(update_fields=["state", "meeting", "version"])
    audit.record("cancel_meeting", held, by=by, why=why, scope=held.board.ref, changed=["state"])
    return held


@transaction.atomic
def add_item(
    *, by: User, meeting: Meeting, words: ItemWords, urgent_reason: str = "", version: int | None = None
) -> AgendaItem:
    """Add an item to the agenda of a meeting to come, with the next number; ``version`` is the meeting's.

    On a published agenda it is public at once and says why it is urgent. Source: Local Government Act 1972
    s.100B(4)(b).

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda.
        StaleError: somebody else changed the meeting since the form was opened.
        RecordError: the meeting has begun, the item is late and nothing says why, or a value breaks a rule.
    """
    held = hold(meeting)
    why = check_can_keep_agenda(by=by, board=held.board)
    refuse_stale(held, version)
    if held.state not in PLANNING_STATES:
        raise RecordError(f"The meeting is {held.get_state_display()}, so nothing is added to its agenda.")
    is_late = held.state == "agenda_published"
    if is_late and not urgent_reason.strip():
        raise RecordError("The agenda is published: say why this item cannot wait.", "urgent_reason")
    _refuse_no_purpose(words)
    item = AgendaItem(
        meeting=held,
        number=_find_next_number(held),
        order=(held.items.aggregate(last=Max("order"))["last"] or 0) + 1,
        state="published" if is_late else "ready",
        urgent_reason=urgent_reason.strip() if is_late else "",
        **words.list_fields(),
        **cite_desk(is_invented=held.board.is_invented),
    )
    check_record(item)
    item.save()
    held.version += 1
    held.save(update_fields=["version"])
    audit.record("add_item", item, by=by, why=why, scope=held.board.ref)
    return item


def _refuse_no_purpose(words: ItemWords) -> None:
    if not words.purpose:
        raise RecordError("Say whether the item is for decision, discussion or information.", "purpose")


def _find_next_number(meeting: Meeting) -> str:
    taken = [int(number) for number in meeting.items.values_list("number", flat=True) if number.isdecimal()]
    return str(max(taken, default=0) + 1)


@transaction.atomic
def edit_item(*, by: User, item: AgendaItem, words: ItemWords, version: int | None = None) -> AgendaItem:
    """Change an item of an agenda that is not published yet; a draft is ready from then on.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda, or may not see the item.
        StaleError: somebody else changed the item since the form was opened.
        RecordError: the agenda is published, or a value breaks a rule of the record.
    """
    held = hold(item)
    why = check_can_keep_item(by=by, item=held)
    refuse_stale(held, version)
    if held.state not in ("draft", "ready"):
        raise RecordError(STANDS)
    _refuse_no_purpose(words)
    fields = words.list_fields()
    changed = find_changed(held, fields)
    cited = cite_change(held.source_status, held.source_because) if changed else {}
    for name, value in {**fields, **cited, "state": "ready"}.items():
        setattr(held, name, value)
    held.version += 1
    check_record(held)
    held.save()
    audit.record("edit_item", held, by=by, why=why, scope=held.meeting.board.ref, changed=changed)
    return held


@transaction.atomic
def withdraw_item(*, by: User, item: AgendaItem, version: int | None = None) -> AgendaItem:
    """Take an item off the agenda of a meeting that has not come to it; its number is not given again.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda, or may not see the item.
        StaleError: somebody else changed the item since the form was opened.
        RecordError: the meeting has come to it already.
    """
    held = hold(item)
    why = check_can_keep_item(by=by, item=held)
    refuse_stale(held, version)
    problem = find_step_problem(rules.ITEM_STATES, held.state, "withdrawn", f"Item {held.number}")
    if problem:
        raise RecordError(problem)
    held.state = "withdrawn"
    held.version += 1
    check_record(held)
    held.save()
    audit.record("withdraw_item", held, by=by, why=why, scope=held.meeting.board.ref, changed=["state"])
    return held


@transaction.atomic
def set_deadline(*, by: User, meeting: Meeting, kind: str, due_at: datetime, version: int | None = None) -> Deadline:
    """Say by which moment something must have come for a meeting: a new deadline, or the moment of one that is there.

    A rule that gives another moment stays beside it, and both are shown. ``version`` is the deadline's, if it is there.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda.
        StaleError: somebody else changed the deadline since the form was opened.
        RecordError: the meeting is over or called off, or the moment lies after it.
    """
    why = check_can_keep_agenda(by=by, board=meeting.board)
    deadline = meeting.deadlines.select_for_update(of=("self",)).filter(kind=kind).first()
    if deadline is not None:
        refuse_stale(deadline, version)
    if meeting.state not in PLANNING_STATES:
        raise RecordError(f"The meeting is {meeting.get_state_display()}, so its deadlines stand.")
    if due_at >= meeting.starts_at:
        raise RecordError("A deadline lies before the meeting begins.", "day")
    deadline = deadline or Deadline(
        board=meeting.board, meeting=meeting, kind=kind, version=0, **cite_desk(is_invented=meeting.board.is_invented)
    )
    if deadline.pk and deadline.due_at != due_at:
        for name, value in cite_change(deadline.source_status, deadline.source_because).items():
            setattr(deadline, name, value)
    deadline.due_at = due_at
    deadline.version += 1
    check_record(deadline)
    deadline.save()
    if kind == "public_questions":
        meeting.questions_close_at = due_at
        meeting.save(update_fields=["questions_close_at"])
    audit.record("set_deadline", deadline, by=by, why=why, scope=meeting.board.ref, changed=["due_at"])
    return deadline


@transaction.atomic
def settle_deadline(
    *, by: User, deadline: Deadline, met_at: datetime | None = None, because: str = "", version: int | None = None
) -> Deadline:
    """Record that a deadline was kept, and when, or why it was not. A breach is shown, never hidden.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda.
        StaleError: somebody else changed the deadline since the form was opened.
        RecordError: it says neither when nor why, or a moment after the deadline without a reason.
    """
    held = hold(deadline)
    why = check_can_keep_deadline(by=by, deadline=held)
    refuse_stale(held, version)
    if met_at is None and not because.strip():
        raise RecordError("Say when it was done, or why it was not done in time.", "day")
    if met_at is not None and met_at > held.due_at and not because.strip():
        raise RecordError("That is after the deadline: say why it was late.", "because")
    held.met_at, held.breach_reason = met_at, because.strip()
    held.version += 1
    check_record(held)
    held.save()
    audit.record("settle_deadline", held, by=by, why=why, scope=held.board.ref, changed=["met_at", "breach_reason"])
    return held
