"""Who may enter and keep records, invite and give roles."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models

from moothall.kit.errors import NotAllowedError, RecordError
from moothall.kit.grants import AnyUser, find_basis, list_roles, require
from moothall.kit.invitations import find_invited
from moothall.kit.keepers import ENTER, ONLY_ADMINISTRATORS, Keeper, find_keeper, list_keepers, list_visible
from moothall.kit.models import User

NO_RECORDS = "Only administrators, clerks and partnership officers keep records here. Ask one of them for the change."
INVENTED = "This is an invented account: it may keep invented records only."
NOT_SEEN = "You may not see this, so you may not change it."


def check_can_enter_records(*, by: User) -> str:
    """Raise unless ``by`` may load a place's files."""
    return require(by, ENTER, sentence="Only an administrator may enter records from files.")


def check_can_open_records(*, by: AnyUser) -> str:
    """Raise unless ``by`` keeps records of any kind by hand."""
    for keeper in list_keepers():
        if basis := _find_sheet_basis(by, keeper):
            return basis
    raise NotAllowedError(NO_RECORDS)


def can_open_records(user: AnyUser) -> bool:
    """Say whether ``user`` keeps records of any kind by hand."""
    return any(_find_sheet_basis(user, keeper) for keeper in list_keepers())


def check_can_keep_sheet(*, by: AnyUser, model: type[models.Model]) -> str:
    """Raise unless ``by`` keeps some records of this kind by hand."""
    keeper = find_keeper(model)
    basis = _find_sheet_basis(by, keeper) if keeper else None
    if basis is None:
        raise NotAllowedError(keeper.sentence if keeper else ONLY_ADMINISTRATORS)
    return basis


def can_keep_sheet(user: AnyUser, model: type[models.Model]) -> bool:
    """Say whether ``user`` keeps some records of this kind by hand."""
    keeper = find_keeper(model)
    return keeper is not None and _find_sheet_basis(user, keeper) is not None


def _find_sheet_basis(user: AnyUser, keeper: Keeper) -> str | None:
    """Return why somebody keeps rows of a kind; an invented account keeps none where no row can say it is made up."""
    if getattr(user, "is_invented", False) and not keeper.paths and keeper.standing is None:
        return None
    return keeper.find_basis(user)


def check_can_keep_record(*, by: User, rows: Sequence[models.Model]) -> str:
    """Raise unless ``by`` keeps a record by hand, both as it was and as it would be (``rows``), and may see it."""
    keeper = find_keeper(type(rows[0]))
    if keeper is None:
        raise NotAllowedError(ONLY_ADMINISTRATORS)
    reasons = [_require_row(by, keeper, row) for row in rows]
    held = [row.pk for row in rows if row.pk is not None]
    if held and not list_visible(keeper.model, by).filter(pk__in=held).exists():
        raise NotAllowedError(NOT_SEEN)
    return reasons[0]


def _require_row(by: User, keeper: Keeper, row: models.Model) -> str:
    owner = keeper.find_owner(row)
    basis = keeper.find_basis(by, owner.ref if owner is not None else "")
    if basis is None:
        raise NotAllowedError(keeper.sentence)
    if owner is None and keeper.paths:
        raise RecordError(
            "Choose what this belongs to, so that it is known whose it is.", keeper.paths[0].split("__")[0]
        )
    if by.is_invented and not keeper.is_invented(row):
        raise NotAllowedError(INVENTED)
    return basis


def can_keep_row(user: User, row: models.Model) -> bool:
    """Say whether ``user``, who keeps records of this kind and sees this one, may change it; asks no database."""
    keeper = find_keeper(type(row))
    return keeper is not None and (not user.is_invented or keeper.is_invented(row))


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
