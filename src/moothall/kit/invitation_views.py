"""The page that an invitation's link opens: choose a password, and be signed in."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from moothall.kit import acts
from moothall.kit.errors import RefusedError
from moothall.kit.forms import Form
from moothall.kit.invitations import DAYS, find_invited
from moothall.kit.models import User
from moothall.kit.views import answer_error, show

USED_UP = (
    f"An invitation works once, and for {DAYS} days. Sign in if you have chosen a password; if not, ask for a new one."
)


class PasswordForm(Form):
    """A first password, twice."""

    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three words that nobody would guess are good, for example.",
        strip=False,
        error_messages={"required": "Enter a password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        error_messages={"required": "Enter the same password again."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if {"password", "again"} <= cleaned.keys() and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "The two passwords differ. Type the same one twice.")
        return cleaned


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a password; nothing changes, and the link is not used up, before it is sent."""
    answer = _answer(request, token)
    # The link in the address is a secret until it is used, so it is told to nobody. "no-referrer" would hide the page's
    # origin from this very site too, and its form would be taken for a forged one.
    answer["Referrer-Policy"] = "strict-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    refused = ratelimit.consume_or_429(request, action="reset_password_from_key")
    if refused:
        return refused  # type: ignore[no-any-return]
    invited = find_invited(token)
    if invited is None:
        return answer_error(request, 410, title="This invitation does not work any more", reason=USED_UP)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _accept(invited, token, form):
        return _sign_in(request, invited)
    status = 422 if form.is_bound else 200
    return show(request, "kit/invitation.jinja", title="Welcome", status=status, form=form, invited=invited)


def _accept(invited: User, token: str, form: PasswordForm) -> bool:
    try:
        acts.accept_invitation(by=invited, token=token, password=form.cleaned_data["password"])
    except RefusedError as error:
        form.refuse(error.sentence, error.field)
        return False
    return True


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    record_authentication(request, user, method="password", email=user.email)
    answer: HttpResponse = perform_login(request, Login(user=user, email=user.email))
    request.session.set_expiry(0)  # as after every sign-in: no longer than the browser stays open
    return answer
