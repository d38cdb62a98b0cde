"""A laptop's defaults are refused where others can reach the site."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from moothall.kit.checks import check_settings, require_safe_settings

SAFE = {
    "DEBUG": False,
    "MOOTHALL_DEMO": False,
    "SECRET_KEY": "kQ7-this-is-a-key-of-a-test-that-is-long-enough-to-be-one-Zx93",
    "ALLOWED_HOSTS": ["board.example.org"],
    "MOOTHALL_ADDRESS": "https://board.example.org",
    "HTTPS": True,
    "MOOTHALL_TRUSTED_PROXIES": 1,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "office@board.example.org",
    "MOOTHALL_DOORS": "both",
}
UNSAFE = {
    "the demo": ({"MOOTHALL_DEMO": True}, "moothall.E001"),
    "the laptop's secret": ({"SECRET_KEY": "laptop-only-" + "not-a-secret-" * 4}, "moothall.E002"),
    "a short secret": ({"SECRET_KEY": "kQ7-short"}, "moothall.E002"),
    "a dull secret": ({"SECRET_KEY": "ab" * 40}, "moothall.E002"),
    "the laptop's hosts": ({"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]}, "moothall.E003"),
    "every host": ({"ALLOWED_HOSTS": ["*", "board.example.org"]}, "moothall.E003"),
    "a plain address": ({"MOOTHALL_ADDRESS": "http://board.example.org"}, "moothall.E004"),
    "the laptop's address": ({"MOOTHALL_ADDRESS": "https://localhost"}, "moothall.E004"),
    "no https": ({"HTTPS": False}, "moothall.E005"),
    "no proxy": ({"MOOTHALL_TRUSTED_PROXIES": 0}, "moothall.W001"),
    "e-mail to the console": (
        {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
        "moothall.E006",
    ),
    "e-mail from nobody": ({"DEFAULT_FROM_EMAIL": "moothall@localhost"}, "moothall.E007"),
    "a door that is none": ({"MOOTHALL_DOORS": "back"}, "moothall.E008"),
}


@pytest.fixture
def safe(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def test_safe_settings_pass(safe):
    assert check_settings() == []
    require_safe_settings()


@pytest.mark.parametrize(("change", "number"), UNSAFE.values(), ids=UNSAFE)
def test_an_unsafe_setting_is_named_with_what_to_do(change, number, safe):
    for name, value in change.items():
        setattr(safe, name, value)
    messages = check_settings()
    assert [message.id for message in messages] == [number]
    assert messages[0].hint
    if number.startswith("moothall.E"):
        with pytest.raises(ImproperlyConfigured, match=r"\w"):
            require_safe_settings()


def test_the_settings_of_a_laptop_are_its_own_affair(settings):
    settings.DEBUG = True
    assert check_settings() == []


def test_the_checks_run_with_those_of_the_framework(safe):
    safe.MOOTHALL_DEMO = True
    assert "moothall.E001" in [message.id for message in run_checks(tags=["security"])]
