"""Sign somebody in inside a test: as they would be after password and second step, or after the password alone."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from moothall.kit import clock
from moothall.kit.acts import get_operator, give_role, invite_person
from moothall.kit.grants import list_roles
from moothall.kit.models import User

PASSWORD = "moss lantern harbour"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_user(role: str = "", scope: str = "", *, email: str = "", password: str = PASSWORD) -> User:
    """Make an account with a password and, if asked, a role for the scope (that of ``a`` when none is named)."""
    name = role or "person"
    user = invite_person(by=get_operator(), email=email or f"{name}@example.org", name=name.title())
    user.set_password(password)
    user.save()
    if role:
        kind = list_roles()[role].scopes[0]
        scope = scope or ("" if kind == "place" else f"{kind}:a")
        give_role(by=get_operator(), user=user, role=role, scope=scope)
    return User.objects.get(pk=user.pk)


def add_app(user: User) -> None:
    """Set up an authenticator app whose secret the test knows."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)


def make_code(secret: str = SECRET) -> str:
    """Return the code that an app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client: Any, user: User, *, second_step: bool = True) -> User:
    """Sign ``user`` in with a test client; with ``second_step`` as somebody who has an app and has shown its code."""
    client.force_login(user)
    if second_step:
        add_app(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": clock.now().timestamp(), "type": "totp"}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return user
