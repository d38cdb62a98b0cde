"""Every kind of e-mail that the site sends: one list, plain text, no confidential word in a subject."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from moothall.kit.context import find_place

# What is sent, by the beginning of its templates' names (…_subject.txt and …_message.txt), and when.
KINDS = {
    "kit/mail/invitation": "an account was made for somebody; a link to choose a password",
    "kit/mail/role_given": "somebody who has an account was given a role; a link to the sign-in page",
    "account/email/password_reset_key": "somebody asked for a new password; a link to choose one",
    "account/email/unknown_account": "somebody asked for a new password for an address that has no account",
    "account/email/password_reset": "a new password was chosen by such a link",
    "account/email/password_changed": "a password was changed",
    "mfa/email/totp_activated": "an authenticator app was set up",
    "mfa/email/totp_deactivated": "an authenticator app was taken off",
    "mfa/email/webauthn_added": "a passkey or security key was added",
    "mfa/email/webauthn_removed": "a passkey or security key was taken off",
    "mfa/email/recovery_codes_generated": "new recovery codes were made",
}


def link_to(path: str) -> str:
    """Return the full address of a path; its host comes from the settings, never from a request."""
    return f"{settings.MOOTHALL_ADDRESS}{path}"


def send(kind: str, to: str, **context: Any) -> None:
    """Send one e-mail of a listed kind.

    Raises:
        KeyError: the kind is not in the list.
    """
    KINDS[kind]
    told = {"place": find_place(), **context}
    subject = " ".join(render_to_string(f"{kind}_subject.txt", told).split())
    body = render_to_string(f"{kind}_message.txt", told).strip() + "\n"
    EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"}).send()
