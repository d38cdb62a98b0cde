"""``moothall invite``: an account, its role, and the link by which its owner chooses a password."""

from __future__ import annotations

import argparse
import sys
from contextlib import redirect_stdout

from moothall.cli.ready import start_with_tables
from moothall.cli.saying import answer, answer_json, note
from moothall.kit.errors import RefusedError


def run(asked: argparse.Namespace) -> int:
    """Invite somebody; 1 when the role, scope or address is refused."""
    start_with_tables()
    link = invite(email=asked.email, name=asked.name, role=asked.role, scope=asked.scope)
    if asked.json:
        answer_json("invite", {"email": asked.email, "role": asked.role, "scope": asked.scope, "link": link})
    else:
        answer(link)
    note(f"{asked.name} was sent this link. It works once; whoever has it can sign in, so pass it on to nobody else.")
    return 0


def invite(*, email: str, name: str, role: str, scope: str) -> str:
    """Make the account, give the role by the operator's hand, send the link, and return it.

    Raises:
        RefusedError: no such role or scope, a broken address, or a role held already; nothing is kept.
    """
    from django.db import transaction

    from moothall.kit import audit
    from moothall.kit.acts import get_operator, give_role, invite_person
    from moothall.kit.invitations import send_invitation

    check_scope(scope)
    check_role(role)
    with audit.came_by("command"), transaction.atomic():
        operator = get_operator()
        user = invite_person(by=operator, email=email, name=name)
        give_role(by=operator, user=user, role=role, scope=scope)
    # On a laptop e-mails are printed; the answer alone stands on standard output.
    with redirect_stdout(sys.stderr):
        return send_invitation(user, by=operator)


def check_role(role: str) -> None:
    """Refuse a role that is not in the list, naming those that are.

    Raises:
        RefusedError: there is no such role.
    """
    from moothall.kit.grants import list_roles

    if role not in list_roles():
        raise RefusedError(f"There is no role {role!r}. The roles are: {', '.join(sorted(list_roles()))}.")


def check_scope(scope: str) -> None:
    """Refuse a scope that names nothing in the loaded place.

    Raises:
        RefusedError: with the names that there are.
    """
    from moothall.govern.models import Board
    from moothall.places.models import Organisation

    if not scope:
        return
    kind, _, slug = scope.partition(":")
    held: dict[str, list[str]] = {
        "board": sorted(Board.objects.values_list("slug", flat=True)),
        "organisation": sorted(Organisation.objects.values_list("slug", flat=True)),
    }
    if kind not in held:
        raise RefusedError(f"{scope!r} is not a scope. Write board:SLUG or organisation:SLUG, or leave --scope out.")
    if slug not in held[kind]:
        names = ", ".join(f"{kind}:{name}" for name in held[kind]) or "none yet"
        raise RefusedError(f"There is no {kind} {slug!r} here. There are: {names}.")
