"""Acts of the kit: entering a record from a place's files, accounts and grants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from moothall.kit import audit, clock
from moothall.kit.errors import RecordError
from moothall.kit.models import OPERATOR_EMAIL, Grant, User
from moothall.kit.permissions import check_can_enter_records, check_can_give_role, check_can_invite


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


def _set_fields(record: models.Model, values: Mapping[str, Any], *, created: bool) -> list[Change]:
    changes = []
    for name, value in values.items():
        was = getattr(record, name)
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
    try:
        record.full_clean()
    except ValidationError as error:
        raise RecordError(*_first_sentence(error)) from error
    record.save()


def _first_sentence(error: ValidationError) -> tuple[str, str | None]:
    if hasattr(error, "error_dict"):
        name, problems = next(iter(error.message_dict.items()))
        return problems[0], None if name == "__all__" else name
    return error.messages[0], None


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
    audit.record("give_role", grant, by=by, why=why, scope=scope)
    return grant


@transaction.atomic
def end_role(*, by: User, grant: Grant, on: date | None = None) -> Grant:
    """End a grant from today (the real day): it no longer counts from this moment.

    Raises:
        NotAllowedError: ``by`` may not give this role here, so may not end it either.
    """
    why = check_can_give_role(by=by, role=grant.role, scope=grant.scope)
    grant.to_on = max((on or clock.local_day()), grant.from_on)
    grant.save(update_fields=["to_on"])
    audit.record("end_role", grant, by=by, why=why, scope=grant.scope)
    return grant
