"""The one sign-in door: by invitation only, e-mail address and password, and a second step for officers.

Wagtail's own doors let a password in without the second step; ``moothall.hall`` closes them.
"""

import base64
import hashlib
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn import views as passkeys
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path, reverse
from django.utils.encoding import force_bytes
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from moothall.kit import acts, clock, mail
from moothall.kit.context import find_place
from moothall.kit.grants import AnyUser, find_basis, needs_second_factor
from moothall.kit.models import User
from moothall.kit.views import answer_error

WAIT_SECONDS = 300
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What anybody's page needs; it shows nothing of a place that is not public.
SHARED_PATHS = ("/static/", "/favicon.svg", "/place.css", "/healthz", "/readyz")
SET_UP_PAGES = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
    "account_logout",
)
SECOND_STEP_PAGES = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout")


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tried too often: plain words, and when to try again."""
    answer = answer_error(request, 429, wait="five minutes")
    answer["Retry-After"] = str(WAIT_SECONDS)
    return answer


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How accounts work here: by invitation, with our sentences, our e-mails and our acts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask an administrator to open it again.",
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "enter_current_password": "Enter the password that you use now.",
        "incorrect_password": "That is not your password. Check it and try again.",
        "incorrect_code": "That code is not right, or it was used already. Wait for the next one and try again.",
        "invalid_password_reset": "This link was used already or is too old. Ask for a new one.",
        "too_many_login_attempts": "That was tried too often. Wait five minutes, then try again.",
        "rate_limited": "That was tried too often. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try against the address that it comes from and the account that it is for."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many_requests(request)) from error

    def set_password(self, user: User, password: str) -> None:
        acts.choose_password(by=user, password=password)

    def is_safe_url(self, url: str) -> bool:
        """Go on only to this very host after signing in."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who somebody is before a change to how they sign in, unless they signed in just now."""
        records = get_authentication_records(context.request, context.request.user)
        if records and clock.now().timestamp() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        return mail.link_to(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it if it is one of the site's kinds of e-mail; others do not happen here."""
        if template_prefix in mail.KINDS:
            mail.send(template_prefix, email, **{"email": email, **context})


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are kept encrypted under the site's own secret key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return str(find_place().name)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the library's own word
        """Return what a new passkey is called unless its owner says otherwise: "Passkey", then "Passkey 2"."""
        held = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {held + 1}" if held else "Passkey"

    def encrypt(self, text: str) -> str:
        return _make_cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; one under a lost key becomes a secret that nobody has, so that no code fits."""
        try:
            return _make_cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())


def _make_cipher() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(b"moothall.second-factor:" + force_bytes(key)).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class GrantBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs people in, and opens Wagtail's desk to those whose grants in force let them write words."""

    def has_perm(self, user_obj: AnyUser, perm: str, obj: object = None) -> bool:
        if perm == "wagtailadmin.access_admin":
            return user_obj.is_active and find_basis(user_obj, "write_words") is not None
        return bool(super().has_perm(user_obj, perm, obj))


def second_factor_missing(request: HttpRequest) -> str | None:
    """Return where somebody must go who holds an officer's role but has not shown a second factor, or None.

    Without one they may only set one up; with one that this session has not shown they may only show it, or else
    a password alone could take the second factor off.
    """
    user = request.user
    if settings.MOOTHALL_DEMO or not user.is_authenticated or not needs_second_factor(user):
        return None
    if request.path.startswith(SHARED_PATHS):
        return None
    if not has_second_factor(user):
        return _unless_there(request, SET_UP_PAGES, reverse("mfa_index"))
    if has_shown_second_factor(request):
        return None
    query = urlencode({"next": request.get_full_path()})
    return _unless_there(request, SECOND_STEP_PAGES, f"{_second_step_for(user)}?{query}")


def has_second_factor(user: AnyUser) -> bool:
    """Say whether an account has an authenticator app or a passkey; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists())


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Say whether this session was opened, or confirmed, with a second factor."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def _second_step_for(user: AnyUser) -> str:
    kinds = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    has_codes = kinds & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}
    return reverse("mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn")


def _unless_there(request: HttpRequest, names: tuple[str, ...], elsewhere: str) -> str | None:
    return None if request.path in {reverse(name) for name in names} else elsewhere


class SetUpApp(totp.ActivateTOTPView):  # type: ignore[misc]
    """Setting up an app proves that one has it: the session counts as confirmed."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=Authenticator.Type.TOTP)
        return answer


class AddPasskey(passkeys.AddWebAuthnView):  # type: ignore[misc]
    """Adding a passkey proves that one has it: the session counts as confirmed."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=Authenticator.Type.WEBAUTHN)
        return answer


def closed(request: HttpRequest, **parts: Any) -> HttpResponse:
    """A door of a library that this site does not open."""
    raise Http404("This site has no such page.")


signin_urlpatterns = [
    path("", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/new/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("second-step/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/passkey/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("safety/", mfa.index, name="mfa_index"),
    path("safety/app/", SetUpApp.as_view(), name="mfa_activate_totp"),
    path("safety/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("safety/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("safety/passkeys/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("safety/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("safety/passkeys/<int:pk>/rename/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("safety/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("safety/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("safety/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    # The library asks for the addresses of these two; nobody signs up, and a password is first set by invitation.
    path("closed/sign-up/", closed, name="account_signup"),
    path("closed/password/", closed, name="account_set_password"),
]
