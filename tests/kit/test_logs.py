"""Logs hold no personal data, token or query string."""

import logging

import pytest

from moothall.kit.logs import NoPersonalData, strip_personal_data


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /search/?q=my+illness 200", "GET /search/?… 200"),
        ("invited ann@example.org to clerk", "invited [e-mail] to clerk"),
        ("GET /invitation/abcDEF123456789012345678901/ 200", "GET /invitation/…/ 200"),
        ("GET /meetings/gloucestershire-hwb-2019-05-14 200", "GET /meetings/… 200"),
        ("GET /boards/gloucestershire-hwb/ 200", "GET /boards/gloucestershire-hwb/ 200"),
    ],
)
def test_a_line_is_stripped(line: str, kept: str) -> None:
    assert strip_personal_data(line) == kept


def test_arguments_and_requests_are_stripped_too() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "for %s", ("ann@example.org",), None)
    record.request = object()
    assert NoPersonalData().filter(record)
    assert record.getMessage() == "for [e-mail]"
    assert record.request is None
