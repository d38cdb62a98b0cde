"""Forms of passkeys and security keys: whatever a browser sends that is no proof is refused as a wrong code."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms

# What the parsers underneath raise for an answer whose parts are missing or of another kind.
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError)


def _refuse_malformed(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except _MALFORMED as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddPasskeyForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        return dict(_refuse_malformed(super().clean))


class ShowPasskeyForm(forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        return _refuse_malformed(super().clean_credential)


class SignInByPasskeyForm(forms.LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        return _refuse_malformed(super().clean_credential)


class ShowPasskeyAgainForm(forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        return _refuse_malformed(super().clean_credential)
