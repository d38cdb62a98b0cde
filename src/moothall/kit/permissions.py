"""Who may enter records, invite and give roles."""

from django.conf import settings

from moothall.kit.errors import NotAllowedError, RecordError
from moothall.kit.grants import find_basis, list_roles, require
from moothall.kit.invitations import find_invited
from moothall.kit.models import User


def check_can_enter_records(*, by: User) -> str:
    """Raise unless ``by`` may load a place's files."""
    return require(by, "enter_records", sentence="Only an administrator may enter records from files.")


def check_can_invite(*, by: User) -> str:
    """Raise unless ``by`` may invite people."""
    return require(by, "invite_person", sentence="Only an administrator may invite people. Ask one to do it.")


def check_can_give_role(*, by: User, role: str, scope: str) -> str:
    """Raise unless ``by`` may give ``role`` for ``scope``, and the role exists and fits that kind of scope."""
    basis = require(by, "give_role", sentence="Only an administrator may give or end roles. Ask one to do it.")
    known = list_roles().get(role)
    if known is None:
        raise RecordError("Choose a role from the list.", "role")
    kind = scope.partition(":")[0] if scope else "place"
    if kind not in known.scopes:
        raise RecordError(f"The role {known.name} cannot be given for this scope.", "scope")
    return basis


def check_can_give_demo_password(*, by: User, user: User) -> str:
    """Raise unless this is the demo on a laptop, ``by`` its operator, and ``user`` an invented person."""
    if not (settings.MOOTHALL_DEMO and settings.DEBUG and by.is_operator and user.is_invented):
        raise NotAllowedError("Only the demo may give a password, and only to its invented people.")
    return "operator of this demo"


def check_can_see_audit(*, by: User) -> str:
    """Raise unless ``by`` may read the audit trail."""
    return require(by, "see_audit", sentence="Only an administrator may read the audit trail.")


def can_see_audit(user: User) -> bool:
    """Say whether ``user`` may read the audit trail."""
    try:
        check_can_see_audit(by=user)
    except NotAllowedError:
        return False
    return True


def can_invite(user: User) -> bool:
    """Say whether ``user`` may invite people."""
    return find_basis(user, "invite_person") is not None


def check_can_accept_invitation(*, by: User, token: str) -> str:
    """Raise unless ``token`` is a fresh invitation of ``by``."""
    if find_invited(token) != by:
        raise NotAllowedError("This invitation was used already or is older than seven days. Ask for a new one.")
    return "the invitation sent to this account"


def check_can_choose_password(*, by: User) -> str:
    """Raise unless ``by`` has an open account."""
    if not by.is_active:
        raise NotAllowedError("This account is closed. Ask an administrator to open it again.")
    return "the account's own holder"


def check_can_keep_account(*, by: User, user: User) -> str:
    """Raise unless ``by`` may close, open and mend the account ``user``, which is somebody else's and not built in."""
    if user == by or user.is_operator:
        raise NotAllowedError("You cannot do this to your own account or the built-in one. Ask another administrator.")
    return require(by, "invite_person", sentence="Only an administrator may look after accounts. Ask one to do it.")
