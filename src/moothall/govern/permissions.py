"""Who may write in a board's minutes, keep its papers, and keep its agendas and what it will take."""

from moothall.govern import rules
from moothall.govern.models import (
    AgendaItem,
    Attendance,
    Board,
    Deadline,
    ForwardItem,
    Meeting,
    MinuteParagraph,
    Report,
)
from moothall.kit.errors import NotAllowedError, RecordError
from moothall.kit.grants import AnyUser, find_basis, require
from moothall.kit.keepers import Change
from moothall.kit.models import User
from moothall.kit.records import find_step_problem

ONLY_THE_CLERK = "Only the clerk of this board may write in its minutes. Ask the clerk to do it."
INVENTED = "This is an invented account: it may write in the minutes of invented boards only."
INVENTED_BOARD = "This is an invented account: it may keep the papers, agendas and plans of invented boards only."
NOT_SEEN = "You may not see this, so you may not change it."
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


# --- papers -----------------------------------------------------------------------------------------------------------


def check_can_commission_report(*, by: User, board: Board) -> str:
    """Raise unless ``by`` keeps the board's papers."""
    sentence = f"Only the clerk and the partnership officer of {board.name} may keep its papers. Ask one of them."
    return _require_board(by, "keep_papers", board, sentence)


def check_can_keep_report(*, by: User, report: Report) -> str:
    """Raise unless ``by`` keeps the papers of this one's board, and may see this one."""
    basis = check_can_commission_report(by=by, board=report.board)
    if not Report.objects.visible_to(by).filter(pk=report.pk).exists():
        raise NotAllowedError(NOT_SEEN)
    return basis


def check_can_route_report(*, by: User, report: Report, item: AgendaItem) -> str:
    """Raise unless ``by`` keeps the papers of the paper's board and of the item's, and may see both."""
    check_can_commission_report(by=by, board=item.meeting.board)
    if not AgendaItem.objects.visible_to(by).filter(pk=item.pk).exists():
        raise NotAllowedError(NOT_SEEN)
    return check_can_keep_report(by=by, report=report)


# --- agendas and the forward plan ------------------------------------------------------------------------------------


def check_can_keep_agenda(*, by: User, board: Board) -> str:
    """Raise unless ``by`` keeps the board's agendas and its forward plan."""
    sentence = f"Only the clerk of {board.name} may plan its meetings and keep its agenda. Ask the clerk to do it."
    return _require_board(by, "keep_agenda", board, sentence)


def check_can_keep_item(*, by: User, item: AgendaItem) -> str:
    """Raise unless ``by`` keeps the agenda on which this item stands, and may see the item."""
    basis = check_can_keep_agenda(by=by, board=item.meeting.board)
    if not AgendaItem.objects.visible_to(by).filter(pk=item.pk).exists():
        raise NotAllowedError(NOT_SEEN)
    return basis


def check_can_keep_deadline(*, by: User, deadline: Deadline) -> str:
    """Raise unless ``by`` keeps the agenda of this deadline's board."""
    return check_can_keep_agenda(by=by, board=deadline.board)


def check_can_keep_forward_item(*, by: User, item: ForwardItem) -> str:
    """Raise unless ``by`` keeps the forward plan on which this stands, and may see it."""
    basis = check_can_keep_agenda(by=by, board=item.board)
    if not ForwardItem.objects.visible_to(by).filter(pk=item.pk).exists():
        raise NotAllowedError(NOT_SEEN)
    return basis


def can_keep_agenda(user: AnyUser, board: Board) -> bool:
    """Say whether ``user`` keeps the board's agendas."""
    return find_basis(user, "keep_agenda", board.ref) is not None


def can_keep_report(user: AnyUser, report: Report) -> bool:
    """Say whether ``user`` keeps the papers of this one's board."""
    return find_basis(user, "keep_papers", report.board.ref) is not None


def _require_board(by: User, power: str, board: Board, sentence: str) -> str:
    basis = require(by, power, board.ref, sentence=sentence)
    if by.is_invented and not board.is_invented:
        raise NotAllowedError(INVENTED_BOARD)
    return basis


# --- the records desk -------------------------------------------------------------------------------------------------

KEEPS_MEMBERS = "Only the clerk of this board, or an administrator, may keep these records. Ask one of them."
# States of a meeting that only an act of the agendas desk gives: it does more than to write a word.
BY_ACT = {
    "planned": "A meeting to come is planned on the agendas desk, which sets its deadlines.",
    "agenda_published": "An agenda is published on the agendas desk, which publishes its items and papers with it.",
    "cancelled": "A meeting is called off on the agendas desk, which says why.",
}


def check_meeting_change(change: Change) -> None:
    """Raise where a meeting would skip a step, or take one for which the agendas desk has an act of its own."""
    was = change.was
    state = change.values.get("state", None if isinstance(was, Meeting) else "planned")
    if state in BY_ACT:
        raise RecordError(BY_ACT[state], "state")
    if state is not None and isinstance(was, Meeting):
        problem = find_step_problem(rules.MEETING_STATES, was.state, state, "This meeting")
        if problem:
            raise RecordError(problem, "state")


def check_attendance_change(change: Change) -> None:
    """Raise where the attendance of a meeting would change whose minutes are confirmed."""
    was = change.was
    meeting = was.meeting if isinstance(was, Attendance) else change.values.get("meeting")
    if isinstance(meeting, Meeting) and meeting.state == "minutes_confirmed":
        raise RecordError(CONFIRMED, "meeting")
