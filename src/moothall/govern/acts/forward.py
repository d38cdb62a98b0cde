"""What a clerk does with a board's forward plan: enter what it will take, place it on a meeting, close it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from moothall.govern import rules
from moothall.govern.models import Board, ForwardItem, Meeting, MinuteParagraph
from moothall.govern.permissions import check_can_keep_agenda, check_can_keep_forward_item
from moothall.kit import audit
from moothall.kit.errors import RecordError
from moothall.kit.models import User
from moothall.kit.records import check_record, find_free_slug, find_step_problem, hold, refuse_stale
from moothall.places.rules import cite_desk


@dataclass(frozen=True)
class Promise:
    """What a board will take. ``timescale`` is when, in words, as in September 2019; ``sponsor`` who brings it."""

    title: str
    purpose: str = ""
    sponsor: str = ""
    timescale: str = ""
    statute: str = ""


@transaction.atomic
def plan_forward_item(
    *, by: User, board: Board, promise: Promise, paragraph: MinuteParagraph | None = None
) -> ForwardItem:
    """Enter what a board will take later; ``paragraph`` is the minute that promised it, if one did.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda.
        RecordError: the paragraph is of another board or not to be seen, or a value breaks a rule of the record.
    """
    why = check_can_keep_agenda(by=by, board=board)
    if paragraph is not None:
        _refuse_foreign(by, board, paragraph)
    item = ForwardItem(
        slug=find_free_slug(ForwardItem, promise.title, most=90),
        board=board,
        title=promise.title.strip(),
        purpose=promise.purpose,
        sponsor=promise.sponsor.strip(),
        timescale_as_written=promise.timescale.strip(),
        statute=promise.statute.strip(),
        paragraph=paragraph,
        **cite_desk(is_invented=board.is_invented),
    )
    check_record(item)
    item.save()
    audit.record("plan_forward_item", item, by=by, why=why, scope=board.ref)
    return item


def _refuse_foreign(by: User, board: Board, paragraph: MinuteParagraph) -> None:
    seen = MinuteParagraph.objects.visible_to(by).filter(pk=paragraph.pk, meeting__board=board).exists()
    if not seen:
        raise RecordError("There is no such paragraph in the minutes of this board.", "paragraph")


@transaction.atomic
def place_forward_item(
    *, by: User, item: ForwardItem, meeting: Meeting | None, version: int | None = None
) -> ForwardItem:
    """Say which meeting takes something of the forward plan, or (None) that it waits for one again.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda, or may not see the item.
        StaleError: somebody else changed it since the form was opened.
        RecordError: it is done or dropped, or the meeting is of another board, over or called off.
    """
    held = hold(item)
    why = check_can_keep_forward_item(by=by, item=held)
    refuse_stale(held, version)
    if held.state not in ("planned", "on_agenda"):
        raise RecordError(f"This is {held.get_state_display().lower()}, so no meeting takes it any more.")
    if meeting is not None and meeting.state not in ("planned", "agenda_published", "in_session"):
        raise RecordError(f"That meeting is {meeting.get_state_display()}: choose one to come.", "meeting")
    held.meeting, held.state = meeting, "on_agenda" if meeting else "planned"
    held.version += 1
    check_record(held)
    held.save()
    audit.record("place_forward_item", held, by=by, why=why, scope=held.board.ref, changed=["meeting", "state"])
    return held


@transaction.atomic
def close_forward_item(
    *, by: User, item: ForwardItem, state: str, because: str = "", version: int | None = None
) -> ForwardItem:
    """Close something of the forward plan as done, or as dropped with the reason.

    Raises:
        NotAllowedError: ``by`` does not keep this board's agenda, or may not see the item.
        StaleError: somebody else changed it since the form was opened.
        RecordError: it is closed already, or dropped without a reason.
    """
    held = hold(item)
    why = check_can_keep_forward_item(by=by, item=held)
    refuse_stale(held, version)
    problem = find_step_problem(rules.FORWARD_STATES, held.state, state, "This")
    if problem or state not in ("done", "dropped"):
        raise RecordError(problem or "It is closed as done or as dropped.", "state")
    if state == "dropped" and not because.strip():
        raise RecordError("Say why it is dropped: it was promised in public.", "because")
    held.state, held.dropped_because = state, because.strip() if state == "dropped" else ""
    held.version += 1
    check_record(held)
    held.save()
    audit.record("close_forward_item", held, by=by, why=why, scope=held.board.ref, changed=["state"])
    return held
