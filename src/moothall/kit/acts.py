"""Acts of the kit: entering a record from a place's files, accounts and grants."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction

from moothall.kit import audit, clock
from moothall.kit.errors import NotAllowedError, RecordError, StaleError
from moothall.kit.grants import can_ever, forget_grants
from moothall.kit.keepers import ONLY_ADMINISTRATORS, Keeper, find_keeper
from moothall.kit.keepers import Change as Asked
from moothall.kit.models import OPERATOR_EMAIL, Grant, User, Versioned
from moothall.kit.permissions import (
    check_can_accept_invitation,
    check_can_choose_password,
    check_can_enter_records,
    check_can_give_demo_password,
    check_can_give_role,
    check_can_invite,
    check_can_keep_account,
    check_can_keep_record,
)
from moothall.kit.records import STALE, check_record, hold

WORDS_GROUP = "Words"


@dataclass(frozen=True)
class Change:
    """One field of a record before and after."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class Entered:
    """What ``enter_record`` did: ``created``, ``changed`` or ``same``."""

    record: models.Model
    kind: str
    changes: Sequence[Change] = field(default_factory=tuple)


@transaction.atomic
def enter_record(*, by: User, model: type[models.Model], key: Mapping[str, Any], values: Mapping[str, Any]) -> Entered:
    """Bring one record to the state that a place's file gives it; a record that has it already is left alone.

    ``key`` finds the record; ``values`` are its fields, many-to-many fields as lists.

    Raises:
        NotAllowedError: ``by`` may not enter records.
        RecordError: a value breaks a rule of the record; nothing is written.
    """
    why = check_can_enter_records(by=by)
    lists = {f.name for f in model._meta.many_to_many}
    record = model._default_manager.filter(**key).first()
    created = record is None
    if record is None:
        record = model(**key)
    changes = _set_fields(record, {n: v for n, v in values.items() if n not in lists}, created=created)
    if created or changes:
        _save_checked(record)
    changes += _set_lists(record, {n: v for n, v in values.items() if n in lists})
    if created or changes:
        audit.record("enter_record", record, by=by, why=why, changed=[c.field for c in changes])  # type: ignore[arg-type]
    return Entered(record, "created" if created else "changed" if changes else "same", tuple(changes))


@transaction.atomic
def keep_record(
    *,
    by: User,
    model: type[models.Model],
    values: Mapping[str, Any],
    key: Mapping[str, Any] | None = None,
    record: models.Model | None = None,
    version: int | None = None,
    says_paper: bool = False,
) -> Entered:
    """Add a record by hand (``key`` names it) or change one (``record``); one that is so already is left alone.

    ``values`` are its fields, many-to-many fields as lists. ``version`` is the stamp of the record when its form was
    opened. ``says_paper``: the paper that the record cites states what it now holds; if not, the record says that it
    was changed here.

    Raises:
        NotAllowedError: ``by`` may not keep the record as it was or as it would be.
        StaleError: somebody else changed it since.
        RecordError: a value breaks a rule of the record, or the key is taken; nothing is written.
    """
    keeper = _get_keeper(model)
    held = None if record is None else hold(record)
    draft = model(**(key or {})) if held is None else copy(held)
    lists = {f.name for f in model._meta.many_to_many}
    plain = {name: value for name, value in values.items() if name not in lists}
    changes = _set_fields(draft, plain, created=held is None)
    why = check_can_keep_record(by=by, rows=[draft] if held is None else [held, draft])
    _refuse_other_than_was_seen(keeper, held, key, version)
    asked = Asked(held, _list_changed(held, {**(key or {}), **values} if held is None else values), says_paper)
    settled = _settle(keeper, asked)
    changes += _set_fields(draft, {n: v for n, v in settled.items() if n not in lists}, created=False)
    if held is None or settled:
        _raise_version(draft)
        _save_checked(draft)
    changes += _set_lists(draft, {n: v for n, v in settled.items() if n in lists})
    kind = "created" if held is None else "changed" if settled else "same"
    if kind != "same":
        scope = getattr(keeper.find_owner(draft), "ref", "")
        audit.record("keep_record", draft, by=by, why=why, scope=scope, changed=sorted(settled))  # type: ignore[arg-type]
    return Entered(draft, kind, tuple(changes))


def _get_keeper(model: type[models.Model]) -> Keeper:
    keeper = find_keeper(model)
    if keeper is None:
        raise NotAllowedError(ONLY_ADMINISTRATORS)
    return keeper


def _refuse_other_than_was_seen(
    keeper: Keeper, held: models.Model | None, key: Mapping[str, Any] | None, version: int | None
) -> None:
    """Refuse a change of what somebody else has changed since, and a new record under a key that is taken."""
    if held is None:
        if keeper.model._default_manager.filter(**(key or {})).exists():
            name = keeper.model._meta.verbose_name
            raise RecordError(f"There is a {name} with this key already. Change that one instead.", [*(key or {})][-1])
    elif version is not None and version != keeper.stamp(held):
        raise StaleError(STALE)


def _list_changed(held: models.Model | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that differ from what a record holds; of a new one all that say something."""
    if held is None:
        return {name: value for name, value in values.items() if value not in (None, "", [], {})}
    lists = {f.name for f in held._meta.many_to_many}
    now = {n: {r.pk for r in getattr(held, n).all()} if n in lists else getattr(held, n) for n in values}
    return {n: v for n, v in values.items() if now[n] != ({r.pk for r in v} if n in lists else v)}


def _settle(keeper: Keeper, asked: Asked) -> dict[str, Any]:
    if asked.was is not None and not asked.values:
        return {}
    if keeper.check:
        keeper.check(asked)
    return keeper.standing.settle(asked) if keeper.standing else asked.values


def _raise_version(record: models.Model) -> None:
    if isinstance(record, Versioned) and record.pk is not None:
        record.version += 1


def _set_fields(record: models.Model, values: Mapping[str, Any], *, created: bool) -> list[Change]:
    changes = []
    for name, value in values.items():
        was = getattr(record, name, None)  # a new record has nothing yet where a relation is required
        if was != value or (created and value not in (None, "", [], {})):
            changes.append(Change(name, "" if created else _show(was), _show(value)))
            setattr(record, name, value)
    return changes


def _set_lists(record: models.Model, values: Mapping[str, Any]) -> list[Change]:
    changes = []
    for name, wanted in values.items():
        manager = getattr(record, name)
        held = list(manager.all())
        if {r.pk for r in held} != {r.pk for r in wanted}:
            changes.append(Change(name, "; ".join(map(_show, held)), "; ".join(map(_show, wanted))))
            manager.set(wanted)
    return changes


def _show(value: object) -> str:
    return getattr(value, "ref", None) or ("" if value is None else str(value))


def _save_checked(record: models.Model) -> None:
    check_record(record)
    record.save()


def get_operator() -> User:
    """Return the built-in account by which the command line acts; nobody can sign in with it."""
    operator = User.objects.filter(email=OPERATOR_EMAIL).first()
    if operator is None:
        operator = User(email=OPERATOR_EMAIL, name="Operator of this installation", is_active=False, is_operator=True)
        operator.set_unusable_password()
        operator.save()
    return operator


@transaction.atomic
def invite_person(*, by: User, email: str, name: str, is_invented: bool = False) -> User:
    """Make an account without a password; the invitation lets its owner choose one.

    An address that has an account already gets that account back, unchanged.

    Raises:
        NotAllowedError: ``by`` may not invite.
        RecordError: the address is not an address.
    """
    why = check_can_invite(by=by)
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User(email=email, name=name.strip(), is_invented=is_invented)
        user.set_unusable_password()
        _save_checked(user)
    audit.record("invite_person", user, by=by, why=why)
    return user


@transaction.atomic
def give_role(
    *, by: User, user: User, role: str, scope: str = "", from_on: date | None = None, to_on: date | None = None
) -> Grant:
    """Give ``user`` a role for a scope and a time.

    Raises:
        NotAllowedError: ``by`` may not give this role here.
        RecordError: no such role or scope, or the person holds it already.
    """
    why = check_can_give_role(by=by, role=role, scope=scope)
    grant = Grant(user=user, role=role, scope=scope, from_on=from_on or clock.local_day(), to_on=to_on, given_by=by)
    if user.grants.in_force().filter(role=role, scope=scope).exists():
        raise RecordError(f"{user.name} holds this role already.", "role")
    _save_checked(grant)
    _follow_in_words_group(user)
    audit.record("give_role", grant, by=by, why=why, scope=scope)
    return grant


@transaction.atomic
def end_role(*, by: User, grant: Grant, on: date | None = None) -> Grant:
    """End a grant from today (the real day): it no longer counts from this moment, not only from midnight.

    Raises:
        NotAllowedError: ``by`` may not give this role here, so may not end it either.
        RecordError: it has ended already.
    """
    why = check_can_give_role(by=by, role=grant.role, scope=grant.scope)
    if grant.ended_at is not None:
        raise RecordError("This role has ended already. Look at the list of roles.")
    _end(grant, on or clock.local_day())
    _follow_in_words_group(grant.user)
    audit.record("end_role", grant, by=by, why=why, scope=grant.scope)
    return grant


def _end(grant: Grant, day: date) -> None:
    grant.to_on = max(day, grant.from_on)
    grant.ended_at = clock.now() if day <= clock.local_day() else None
    grant.save(update_fields=["to_on", "ended_at"])


def _follow_in_words_group(user: User) -> None:
    """Keep the members of Wagtail's group in step with the grants.

    Wagtail gives rights on pages and files to groups only. Whether its desk opens at all is asked of the grants in
    force at each request (``signin.GrantBackend``), so a grant whose days are over is closed without this.
    """
    forget_grants(user)
    group, _ = Group.objects.get_or_create(name=WORDS_GROUP)
    if can_ever(user, "write_words"):
        user.groups.add(group)
    else:
        user.groups.remove(group)


@transaction.atomic
def accept_invitation(*, by: User, token: str, password: str) -> User:
    """Let somebody who was invited choose a first password; the invitation is used up by it.

    Raises:
        NotAllowedError: the invitation is not for ``by``, was used, or is too old.
        RecordError: the password is too weak.
    """
    why = check_can_accept_invitation(by=by, token=token)
    _set_password(by, password)
    audit.record("accept_invitation", by, by=by, why=why)
    return by


@transaction.atomic
def choose_password(*, by: User, password: str) -> User:
    """Let somebody change their own password; every other session of theirs ends by it.

    Raises:
        NotAllowedError: the account is closed.
        RecordError: the password is too weak.
    """
    why = check_can_choose_password(by=by)
    _set_password(by, password)
    audit.record("choose_password", by, by=by, why=why)
    return by


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise RecordError(" ".join(error.messages), "password") from error
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def close_account(*, by: User, user: User) -> User:
    """Close an account: whoever holds it is signed out everywhere at once, and every role of theirs ends today.

    Raises:
        NotAllowedError: ``by`` may not keep accounts, or it is their own.
    """
    why = check_can_keep_account(by=by, user=user)
    today = clock.local_day()
    for grant in user.grants.filter(ended_at=None).exclude(to_on__lt=today):
        _end(grant, today)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _follow_in_words_group(user)
    audit.record("close_account", user, by=by, why=why)
    return user


@transaction.atomic
def open_account(*, by: User, user: User) -> User:
    """Open a closed account again, without any role.

    Raises:
        NotAllowedError: ``by`` may not keep accounts.
    """
    why = check_can_keep_account(by=by, user=user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("open_account", user, by=by, why=why)
    return user


@transaction.atomic
def remove_second_factors(*, by: User, user: User) -> User:
    """Take every second factor off an account whose holder has lost them; an officer must then set up a new one.

    Raises:
        NotAllowedError: ``by`` may not keep accounts, or it is their own.
    """
    why = check_can_keep_account(by=by, user=user)
    Authenticator.objects.filter(user=user).delete()
    audit.record("remove_second_factors", user, by=by, why=why)
    return user


@transaction.atomic
def give_demo_password(*, by: User, user: User, password: str) -> User:
    """Let an invented person of the demo sign in with a password that the demo prints.

    Raises:
        NotAllowedError: this is not the demo on a laptop, the account is not an invented one, or ``by`` is not the
            operator.
    """
    why = check_can_give_demo_password(by=by, user=user)
    _set_password(user, password)
    audit.record("give_demo_password", user, by=by, why=why, changed=["password"])
    return user
