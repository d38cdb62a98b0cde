"""Who may tie records of plans together, and answer the questions of a matrix."""

from __future__ import annotations

from collections.abc import Iterable

from moothall.govern.models import Board
from moothall.kit.errors import NotAllowedError
from moothall.kit.grants import AnyUser, find_basis
from moothall.kit.models import User
from moothall.plan.models import End, Link, MatrixQuestion, Objective, Plan, Priority

ONLY_OFFICERS = (
    "Only the partnership officer of the board that a plan belongs to may change what it is tied to and what it "
    "answers. Ask the officer to do it."
)
KEEPS_PLANS = (
    "Only the partnership officer of the board that a plan belongs to, or an administrator, may keep these records. "
    "Ask one of them."
)
INVENTED = "This is an invented account: it may keep the plans of invented boards only."


def list_owners(ends: Iterable[End | None]) -> list[Board]:
    """Return the boards to whose plans some ends of a link belong; bodies and documents belong to none."""
    plans = [_find_plan(end) for end in ends]
    return [plan.board for plan in plans if plan is not None]


def _find_plan(end: End | None) -> Plan | None:
    if isinstance(end, Objective):
        return end.priority.plan
    return end.plan if isinstance(end, Priority) else end if isinstance(end, Plan) else None


def check_can_link_records(*, by: User, start: End, end: End) -> str:
    """Raise unless ``by`` keeps a plan that one of the two belongs to, and may see both."""
    for one in (start, end):
        if not type(one).objects.visible_to(by).filter(pk=one.pk).exists():
            raise NotAllowedError(ONLY_OFFICERS)
    return _require(by, list_owners((start, end)))


def check_can_end_link(*, by: User, link: Link) -> str:
    """Raise unless ``by`` keeps a plan that one end of the link belongs to, and may see the link."""
    if not Link.objects.visible_to(by).filter(pk=link.pk).exists():
        raise NotAllowedError(ONLY_OFFICERS)
    return _require(by, list_owners((link.start, link.end)))


def check_can_answer_question(*, by: User, question: MatrixQuestion) -> str:
    """Raise unless ``by`` keeps the plan that asks the question, or that of the body that is asked."""
    if not MatrixQuestion.objects.visible_to(by).filter(pk=question.pk).exists():
        raise NotAllowedError(ONLY_OFFICERS)
    cell = question.cell
    asked = [cell.body.ref] if cell is not None and cell.body is not None else []
    return _require(by, [question.asked_by.board], *asked)


def _require(by: User, owners: list[Board], *more: str) -> str:
    basis = find_basis(by, "keep_plans", *(board.ref for board in owners), *more)
    if basis is None:
        raise NotAllowedError(ONLY_OFFICERS)
    if by.is_invented and not all(board.is_invented for board in owners):
        raise NotAllowedError(INVENTED)
    return basis


def can_end_kept_link(user: AnyUser, link: Link) -> bool:
    """Say whether ``user``, who keeps a plan that one end of a link belongs to, may end it; asks no database."""
    return not getattr(user, "is_invented", False) or all(
        one.is_invented for one in list_owners((link.start, link.end))
    )


def can_answer_question(user: AnyUser, question: MatrixQuestion) -> bool:
    """Say whether ``user`` may answer a question."""
    try:
        return isinstance(user, User) and bool(check_can_answer_question(by=user, question=question))
    except NotAllowedError:
        return False
