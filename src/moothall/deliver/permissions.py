"""Who may agree actions, report on them and close them."""

from __future__ import annotations

from moothall.deliver import rules
from moothall.deliver.models import Action, ActionParty
from moothall.govern.models import Board
from moothall.kit import clock
from moothall.kit.errors import NotAllowedError
from moothall.kit.grants import AnyUser, find_basis, require
from moothall.kit.models import User

MAY_NOT_REPORT = (
    "Only whoever leads this action, its lead organisation, and the clerk, chair or officer of its board "
    "may report on it."
)
INVENTED = (
    "This is an invented account: it may write on invented boards and on actions led by a post, "
    "not where a real person answers."
)
INVENTED_BOARD_ONLY = "This is an invented account: it may agree and close actions on invented boards only."


def list_current_leads(action: Action) -> list[ActionParty]:
    """Return the parties that lead an action today."""
    parties = ActionParty.objects.in_force(clock.today()).filter(action=action, role="lead")
    return list(parties.select_related("person", "post__holder", "post__organisation", "organisation"))


def check_can_post_update(*, by: User, action: Action) -> str:
    """Raise unless ``by`` leads the action, or may report for its lead organisation or its board."""
    if not Action.objects.visible_to(by).filter(pk=action.pk).exists():
        raise NotAllowedError(MAY_NOT_REPORT)
    leads = list_current_leads(action)
    basis = _find_lead_basis(by, leads) or find_basis(by, "post_update", action.board.ref, *_list_scopes(leads))
    if basis is None:
        raise NotAllowedError(MAY_NOT_REPORT)
    if by.is_invented and not rules.may_invented_report(action.board.is_invented, [_name_kind(lead) for lead in leads]):
        raise NotAllowedError(INVENTED)
    return basis


def can_post_update(user: AnyUser, action: Action) -> bool:
    """Say whether ``user`` may report on an action."""
    if not isinstance(user, User):
        return False
    try:
        check_can_post_update(by=user, action=action)
    except NotAllowedError:
        return False
    return True


def _find_lead_basis(by: User, leads: list[ActionParty]) -> str | None:
    if not by.is_active:
        return None
    for lead in leads:
        if lead.person is not None and lead.person.user_id == by.pk:
            return "leads the action"
        if lead.post is not None and lead.post.holder is not None and lead.post.holder.user_id == by.pk:
            return f"leads the action as {lead.post.title}"
    return None


def _list_scopes(leads: list[ActionParty]) -> set[str]:
    """Return the organisations that lead, a post's among them."""
    named = {lead.organisation.ref for lead in leads if lead.organisation is not None}
    return named | {lead.post.organisation.ref for lead in leads if lead.post is not None}


def _name_kind(lead: ActionParty) -> str:
    if lead.person is not None:
        return "invented_person" if lead.person.is_invented else "person"
    return "post" if lead.post is not None else "organisation"


def check_can_agree_action(*, by: User, board: Board) -> str:
    """Raise unless ``by`` keeps the actions of the board."""
    sentence = f"Only the partnership officer of {board.name} may agree, change or close its actions."
    basis = require(by, "agree_action", board.ref, sentence=sentence)
    if by.is_invented and not board.is_invented:
        raise NotAllowedError(INVENTED_BOARD_ONLY)
    return basis


def can_agree_action(user: AnyUser, board: Board) -> bool:
    """Say whether ``user`` keeps the actions of a board."""
    try:
        return isinstance(user, User) and bool(check_can_agree_action(by=user, board=board))
    except NotAllowedError:
        return False


def check_can_close_action(*, by: User, action: Action) -> str:
    """Raise unless ``by`` keeps the actions of this action's board and may see this one."""
    basis = check_can_agree_action(by=by, board=action.board)
    if not Action.objects.visible_to(by).filter(pk=action.pk).exists():
        raise NotAllowedError(f"Only the partnership officer of {action.board.name} may close this action.")
    return basis
