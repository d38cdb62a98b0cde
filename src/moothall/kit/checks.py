"""System checks: with MOOTHALL_DEBUG off, a default that is only safe on a laptop stops the start."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

LAPTOP_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
LEAST_SECRET = 50


@register(Tags.security)
def check_settings(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Return what must be set before this site may be reached by others; nothing is asked of a laptop."""
    if settings.DEBUG:
        return []
    return [message for check in _CHECKS for message in check()]


def require_safe_settings() -> None:
    """Stop a server that was started past ``moothall serve``.

    Raises:
        ImproperlyConfigured: an error of ``check_settings``, each with what to do.
    """
    errors = [message for message in check_settings() if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(f"{error.msg} {error.hint}" for error in errors))


def _check_demo() -> Iterable[CheckMessage]:
    if settings.MOOTHALL_DEMO:
        yield Error(
            "The demo does not start with MOOTHALL_DEBUG off: its passwords are printed and its officers need no "
            "second factor.",
            hint="Use moothall serve for a place of your own, or leave MOOTHALL_DEBUG unset for the demo.",
            id="moothall.E001",
        )


def _check_secret() -> Iterable[CheckMessage]:
    secret = settings.SECRET_KEY
    if secret == settings.LAPTOP_SECRET or len(secret) < LEAST_SECRET or len(set(secret)) < 5:
        yield Error(
            "MOOTHALL_SECRET_KEY is not set, or is too short to be a secret.",
            hint="Set it to 50 random characters or more and keep it: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'",
            id="moothall.E002",
        )


def _check_hosts() -> Iterable[CheckMessage]:
    hosts = set(settings.ALLOWED_HOSTS)
    if not hosts - LAPTOP_HOSTS or "*" in hosts:
        yield Error(
            "MOOTHALL_HOSTS does not name the site's own host.",
            hint="Set it to the names under which readers reach the site, with commas between; never *.",
            id="moothall.E003",
        )


def _check_address() -> Iterable[CheckMessage]:
    address = urlsplit(settings.MOOTHALL_ADDRESS)
    if address.scheme != "https" or not address.hostname or address.hostname in LAPTOP_HOSTS:
        yield Error(
            "MOOTHALL_ADDRESS is not a public https address: links in e-mails would lead nowhere.",
            hint="Set it to the address that readers type, such as https://board.example.org.",
            id="moothall.E004",
        )


def _check_https() -> Iterable[CheckMessage]:
    if not settings.HTTPS:
        yield Error(
            "MOOTHALL_HTTPS is off: passwords and sessions would travel in the clear.",
            hint="Leave MOOTHALL_HTTPS unset; the proxy in front of the site speaks https.",
            id="moothall.E005",
        )
    elif not settings.MOOTHALL_TRUSTED_PROXIES:
        yield checks.Warning(
            "MOOTHALL_TRUSTED_PROXIES is 0: behind a proxy every request would look like plain http from one address.",
            hint="Set it to the number of proxies in front of the site (most often 1).",
            id="moothall.W001",
        )


def _check_mail() -> Iterable[CheckMessage]:
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend", "locmem.EmailBackend")):
        yield Error(
            "E-mails are written to the console: no invitation would arrive, and links to sign in would stand in logs.",
            hint="Set MOOTHALL_EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend and MOOTHALL_EMAIL_HOST.",
            id="moothall.E006",
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Error(
            "MOOTHALL_EMAIL_FROM is not set: e-mails would come from nobody.",
            hint="Set it to an address that people can answer.",
            id="moothall.E007",
        )


def _check_doors() -> Iterable[CheckMessage]:
    if settings.MOOTHALL_DOORS not in ("public", "officers", "both"):
        yield Error(
            f"MOOTHALL_DOORS is {settings.MOOTHALL_DOORS!r}.", hint="Set it to public, officers or both.",
            id="moothall.E008",
        )  # fmt: skip


_CHECKS = (_check_demo, _check_secret, _check_hosts, _check_address, _check_https, _check_mail, _check_doors)
