"""What a stage does to each public page once it is drawn, such as explaining the abbreviations on it."""

from collections.abc import Callable

from django.http import HttpRequest

Finisher = Callable[[HttpRequest, str], str]
_finishers: list[Finisher] = []


def register(finisher: Finisher) -> None:
    """Let ``finisher(request, page)`` return each public page as readers are to have it."""
    if finisher not in _finishers:
        _finishers.append(finisher)


def finish(request: HttpRequest, page: str) -> str:
    """Return a page after all finishers, in the order in which they were registered."""
    for finisher in _finishers:
        page = finisher(request, page)
    return page
