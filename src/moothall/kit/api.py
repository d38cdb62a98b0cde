"""What every route of the API shares: error answers, pages of a list, and the problem document (RFC 9457)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Schema

PROBLEM_TYPE = "application/problem+json"
_FIXES = {
    400: ("Bad request", "Check the address and its parameters."),
    403: ("Not allowed", "Sign in on the site with an account that may see this."),
    404: ("Not found", "Look the key up in the list that holds it; lists are at /api/v1/."),
    405: ("Method not allowed", "The API reads only: use GET."),
    410: ("Withdrawn", "The record was withdrawn; its page says why."),
    422: ("Unprocessable parameters", "See `errors` for each parameter and what it must be."),
    429: ("Too many requests", "Wait a minute, then ask again more slowly."),
    500: ("Server error", "Try again; if it stays so, write to the contact in the footer of the site."),
    503: ("Not ready", "Try again in a minute."),
}


class ParameterError(Schema):
    """One parameter that could not be read."""

    where: str
    reason: str


class Problem(Schema):
    """What went wrong and what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[ParameterError] = []


class Spot(Schema):
    """Where something is said; ``status`` is stated, inferred, external, invented or recorded."""

    document: str
    title: str
    page: str
    lines: str
    status: str
    because: str


class Contradicted(Spot):
    """What another place says differently of a record: pairs of what and how, and where it stands."""

    says: list[tuple[str, str]]


class Cited(Spot):
    """Where a record comes from; ``contradictions`` is what other places say of the same record: both are kept."""

    contradictions: list[Contradicted] = []


PROBLEMS: dict[int, type[Problem]] = {400: Problem, 404: Problem, 422: Problem}


def make_problem(status: int, detail: str = "", errors: Sequence[ParameterError] = ()) -> dict[str, Any]:
    """Return a problem document as data."""
    title, fix = _FIXES[status]
    return Problem(title=title, status=status, detail=detail or fix, errors=list(errors)).dict()


def answer_problem(status: int, detail: str = "", errors: Sequence[ParameterError] = ()) -> HttpResponse:
    """Answer with a problem document."""
    return JsonResponse(make_problem(status, detail, errors), status=status, content_type=PROBLEM_TYPE)


def page(rows: Any, limit: int, offset: int, make: Callable[[Any], Any]) -> dict[str, Any]:
    """Return one page of a list: ``count``, ``limit``, ``offset`` and ``items``, each record turned by ``make``."""
    return {
        "count": len(rows) if isinstance(rows, list) else rows.count(),
        "limit": limit,
        "offset": offset,
        "items": [make(row) for row in rows[offset : offset + limit]],
    }
