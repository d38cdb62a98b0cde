"""Invitations: a link that works once, for seven days, and is stored nowhere."""

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from moothall.kit import mail
from moothall.kit.models import User

DAYS = 7
_SALT = "moothall.invitation"


def make_token(user: User) -> str:
    """Return a signed token (HMAC-SHA256, 256 bits) that is used up as soon as the account has a password."""
    return signing.TimestampSigner(salt=_SALT).sign_object({"user": user.pk, "state": _state_of(user)})


def find_invited(token: str) -> User | None:
    """Return whom a token invites; None when it is forged, older than seven days, or was used."""
    try:
        held = signing.TimestampSigner(salt=_SALT).unsign_object(token, max_age=DAYS * 24 * 60 * 60)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=held.get("user"), is_active=True).first()
    if user is None or user.has_usable_password():
        return None
    return user if constant_time_compare(_state_of(user), held.get("state", "")) else None


def send_invitation(user: User, *, by: User) -> str:
    """Send ``user`` the link to choose a password, and return the address that was sent.

    Somebody who has a password already gets the address of the sign-in page instead: an invitation never opens an
    account that is in use.
    """
    if user.has_usable_password():
        link = mail.link_to(reverse("account_login"))
        mail.send("kit/mail/role_given", user.email, link=link, name=user.name, by=by.name)
        return link
    link = mail.link_to(reverse("invitation", args=[make_token(user)]))
    mail.send("kit/mail/invitation", user.email, link=link, name=user.name, by=by.name, days=DAYS)
    return link


def _state_of(user: User) -> str:
    """Return what changes when the account gets a password, another address, or signs in."""
    parts = (str(user.pk), user.email, user.password, str(user.last_login))
    return salted_hmac(_SALT, "\n".join(parts), algorithm="sha256").hexdigest()
