"""Who may write in a board's minutes."""

from moothall.govern import rules
from moothall.govern.models import AgendaItem, Meeting, MinuteParagraph
from moothall.kit.errors import NotAllowedError, RecordError
from moothall.kit.grants import AnyUser, find_basis, require
from moothall.kit.models import User

ONLY_THE_CLERK = "Only the clerk of this board may write in its minutes. Ask the clerk to do it."
INVENTED = "This is an invented account: it may write in the minutes of invented boards only."
CONFIRMED = "These minutes are confirmed, so they never change. Record a correction that cites the paragraph."


def check_can_record_paragraph(*, by: User, item: AgendaItem) -> str:
    """Raise unless ``by`` keeps the minutes of the item's board, and they are being taken."""
    basis = require(by, "record_paragraph", item.meeting.board.ref, sentence=ONLY_THE_CLERK)
    _refuse_invented(by, item.meeting)
    _refuse_unless_taken(item.meeting)
    if not AgendaItem.objects.visible_to(by).filter(pk=item.pk).exists():
        raise NotAllowedError("You may not see this item, so you may not write in its minutes.")
    if item.state not in rules.PUBLIC_ITEM_STATES:
        raise RecordError(f"Item {item.number} is {item.get_state_display()}: nothing is minuted under it.")
    return basis


def check_can_record_decision(*, by: User, paragraph: MinuteParagraph) -> str:
    """Raise unless ``by`` enters decisions of the paragraph's board, and its minutes are being taken."""
    basis = require(by, "record_decision", paragraph.meeting.board.ref, sentence=ONLY_THE_CLERK)
    _refuse_invented(by, paragraph.meeting)
    _refuse_unless_taken(paragraph.meeting)
    _refuse_unless_seen(by, paragraph)
    return basis


def check_can_correct_paragraph(*, by: User, paragraph: MinuteParagraph) -> str:
    """Raise unless ``by`` keeps the minutes of the paragraph's board, and there are minutes to correct."""
    basis = require(by, "record_paragraph", paragraph.meeting.board.ref, sentence=ONLY_THE_CLERK)
    _refuse_invented(by, paragraph.meeting)
    if not paragraph.meeting.is_minuted:
        raise RecordError("The minutes of this meeting are not drafted yet, so there is nothing to correct.")
    _refuse_unless_seen(by, paragraph)
    return basis


def _refuse_invented(by: User, meeting: Meeting) -> None:
    if by.is_invented and not meeting.board.is_invented:
        raise NotAllowedError(INVENTED)


def _refuse_unless_taken(meeting: Meeting) -> None:
    if meeting.state == "minutes_confirmed":
        raise RecordError(CONFIRMED)
    if meeting.state not in rules.RECORDING_STATES:
        raise RecordError(
            f"The meeting is {meeting.get_state_display()}: "
            "minutes are taken from when it opens until they are confirmed."
        )


def _refuse_unless_seen(by: User, paragraph: MinuteParagraph) -> None:
    if not MinuteParagraph.objects.visible_to(by).filter(pk=paragraph.pk).exists():
        raise NotAllowedError("You may not see this paragraph, so you may not add to it.")


def check_can_keep_minutes(*, by: User, meeting: Meeting) -> str:
    """Raise unless ``by`` may open the meeting room of this meeting's board."""
    return require(by, "record_paragraph", meeting.board.ref, sentence=ONLY_THE_CLERK)


def can_keep_minutes(user: AnyUser, meeting: Meeting) -> bool:
    """Say whether ``user`` keeps the minutes of this meeting's board."""
    return find_basis(user, "record_paragraph", meeting.board.ref) is not None
