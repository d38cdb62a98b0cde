"""What the desk's own pages show: people with their roles, and the audit trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from moothall.kit import clock, formats, scopes
from moothall.kit.grants import Role, list_grants, list_roles
from moothall.kit.models import AuditEntry, Grant, User

AUDIT_HEADER = ("number", "when", "who", "act", "on what", "where", "why it was allowed", "by way of", "fields changed")
MAX_AUDIT_ROWS = 50_000


@dataclass(frozen=True)
class RoleHeld:
    """One role of one person, in words: ``days`` says from when to when, ``state`` whether it counts today."""

    grant: Grant
    name: str
    description: str
    first_day: str
    scope: str
    days: str
    state: str

    @property
    def is_open(self) -> bool:
        return self.state != "ended"


def describe_grants(grants: Iterable[Grant], names: Mapping[str, str] | None = None) -> list[RoleHeld]:
    """Return grants in words, those that count first; ``names`` of scopes are asked for when they are not given."""
    roles, names = list_roles(), scopes.name_scopes() if names is None else names
    held = [_describe(grant, roles.get(grant.role), names) for grant in grants]
    return sorted(held, key=lambda row: (not row.is_open, row.name, row.scope))


def _describe(grant: Grant, role: Role | None, names: Mapping[str, str]) -> RoleHeld:
    return RoleHeld(
        grant=grant,
        name=role.name if role else grant.role,
        description=role.description if role else "This role is not among the roles of this place any more.",
        first_day=role.first_day if role else "",
        scope=names.get(grant.scope, grant.scope),
        days=_say_days(grant),
        state=_say_state(grant),
    )


def _say_days(grant: Grant) -> str:
    begins = f"from {formats.day(grant.from_on)}"
    return f"{begins} to {formats.day(grant.to_on)}" if grant.to_on else begins


def _say_state(grant: Grant) -> str:
    today = clock.local_day()
    if grant.ended_at is not None or (grant.to_on is not None and grant.to_on < today):
        return "ended"
    return "not begun" if grant.from_on > today else "held"


def list_own_roles(user: User) -> list[RoleHeld]:
    """Return the roles that ``user`` holds today."""
    return describe_grants(list_grants(user))


def has_begun(user: User) -> bool:
    """Say whether somebody has done anything here yet besides choosing a password."""
    entries = AuditEntry.objects.filter(by=user)
    return bool(entries.exclude(act__in=("accept_invitation", "choose_password")).exists())


def list_people(words: str = "", state: str = "") -> QuerySet[User]:
    """Return the accounts that hold ``words`` in name or address, with their roles; the built-in account is none."""
    people = User.objects.filter(is_operator=False)
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if state:
        people = people.filter(is_active=state != "closed")
    if state in ("open", "invited"):
        chosen = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        people = people.filter(chosen if state == "open" else ~chosen)
    second = Authenticator.objects.filter(
        user=OuterRef("pk"), type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    )
    return (
        people.annotate(has_second_step=Exists(second))
        .prefetch_related(Prefetch("grants", Grant.objects.select_related("given_by")))
        .order_by("name", "id")
    )


def name_state(user: User) -> str:
    """Return how an account stands, in a word: closed, invited or open."""
    if not user.is_active:
        return "closed"
    return "open" if user.has_usable_password() else "invited"


def list_audit(*, act: str = "", subject: str = "", person: str = "") -> QuerySet[AuditEntry]:
    """Return the entries of the trail, newest first: of one act, on subjects that hold a text, by one person."""
    entries = AuditEntry.objects.select_related("by")
    if act:
        entries = entries.filter(act=act)
    if subject:
        entries = entries.filter(Q(subject__icontains=subject) | Q(scope__icontains=subject))
    if person:
        entries = entries.filter(by_id=int(person))
    return entries


def list_acts_done() -> list[str]:
    """Return the names of the acts that stand in the trail."""
    return list(AuditEntry.objects.order_by("act").values_list("act", flat=True).distinct())


def list_actors() -> QuerySet[User]:
    """Return the accounts that have done something."""
    return User.objects.filter(Exists(AuditEntry.objects.filter(by=OuterRef("pk")))).order_by("name", "id")


def say_act(name: str) -> str:
    """Return the name of an act as a clerk would read it: "give_role" is "Give role"."""
    return name.replace("_", " ").capitalize()


def name_subjects(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """Return who stands behind the references of accounts and grants, which are numbers, by reference."""
    kinds: dict[str, set[str]] = {"user": set(), "grant": set()}
    for entry in entries:
        kind, _, number = entry.subject.partition(":")
        if kind in kinds and number.isdigit():
            kinds[kind].add(number)
    names = {user.ref: user.name for user in User.objects.filter(pk__in=kinds["user"])}
    roles = list_roles()
    for grant in Grant.objects.filter(pk__in=kinds["grant"]).select_related("user"):
        role = roles.get(grant.role)
        names[grant.ref] = f"{role.name if role else grant.role}: {grant.user.name}"
    return names


def write_audit_row(entry: AuditEntry) -> tuple[object, ...]:
    """Return one entry as a row of the CSV file; the instant is in UTC."""
    return (
        entry.pk,
        entry.at.isoformat(timespec="seconds"),
        entry.by.name,
        entry.act,
        entry.subject,
        entry.scope,
        entry.why,
        entry.via,
        "; ".join(entry.changed),
    )
