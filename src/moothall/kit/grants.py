"""What a person may do, and why: grants of roles, whose names and powers are data (``config/roles.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from moothall.kit import clock
from moothall.kit.errors import NotAllowedError
from moothall.kit.models import Grant, User

AnyUser = User | AnonymousUser


@dataclass(frozen=True)
class Role:
    """A named set of powers: ``may`` lists them, ``scopes`` the kinds of scope it can be given for."""

    key: str
    name: str
    description: str
    may: frozenset[str]
    scopes: tuple[str, ...]
    second_factor: bool
    first_day: str


@cache
def _read_roles(path: Path) -> dict[str, Role]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["role"]
    return {
        row["key"]: Role(
            key=row["key"],
            name=row["name"],
            description=row["description"],
            may=frozenset(row["may"]),
            scopes=tuple(row["scopes"]),
            second_factor=row["second_factor"],
            first_day=row["first_day"],
        )
        for row in rows
    }


def list_roles() -> dict[str, Role]:
    """Return all roles by key."""
    return _read_roles(Path(settings.MOOTHALL_ROLES))


def list_grants(user: AnyUser) -> list[Grant]:
    """Return the grants in force of ``user``, read once for each user object."""
    if not isinstance(user, User) or not user.is_active:
        return []
    held: list[Grant] | None = getattr(user, "_grants_in_force", None)
    if held is None:
        held = list(Grant.objects.in_force().filter(user=user))
        user._grants_in_force = held  # type: ignore[attr-defined]
    return held


def find_basis(user: AnyUser, power: str, *scopes: str) -> str | None:
    """Return why ``user`` has ``power`` in one of ``scopes`` (the whole place always counts), or None."""
    if isinstance(user, User) and user.is_operator:
        return "operator of this installation"
    roles = list_roles()
    for grant in list_grants(user):
        role = roles.get(grant.role)
        if role and power in role.may and (grant.scope == "" or grant.scope in scopes):
            return f"{role.name} for {grant.scope or 'the whole place'}"
    return None


def require(user: AnyUser, power: str, *scopes: str, sentence: str) -> str:
    """Return the basis of ``power``.

    Raises:
        NotAllowedError: with ``sentence``, when there is none.
    """
    basis = find_basis(user, power, *scopes)
    if basis is None:
        raise NotAllowedError(sentence)
    return basis


def list_scopes(user: AnyUser, power: str) -> set[str]:
    """Return the scopes in which ``user`` has ``power``; an empty string among them means the whole place."""
    if isinstance(user, User) and user.is_operator:
        return {""}
    roles = list_roles()
    return {g.scope for g in list_grants(user) if g.role in roles and power in roles[g.role].may}


def needs_second_factor(user: AnyUser) -> bool:
    """Say whether a role of ``user`` asks for a second factor at sign-in."""
    roles = list_roles()
    return any(roles[g.role].second_factor for g in list_grants(user) if g.role in roles)


def can_ever(user: User, power: str) -> bool:
    """Say whether ``user`` has ``power`` by a grant that has not ended, in any scope, begun or not."""
    roles = list_roles()
    held = Grant.objects.filter(user=user, ended_at=None).exclude(to_on__lt=clock.local_day())
    return user.is_active and any(grant.role in roles and power in roles[grant.role].may for grant in held)


def forget_grants(user: User) -> None:
    """Read the grants of this user object again when next asked: they have just changed."""
    user.__dict__.pop("_grants_in_force", None)
