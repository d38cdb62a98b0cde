"""What every page knows: the place, its day, the menu."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from moothall.kit import audit, clock

MENU = (
    ("Priorities", "priorities"),
    ("Boards and meetings", "boards"),
    ("How we are doing", "indicators"),
    ("Actions", "actions"),
    ("News", "news"),
    ("Search", "search"),
)
NAMELESS = SimpleNamespace(
    is_loaded=False,
    name="Moothall",
    short_name="Moothall",
    strapline="No place is loaded yet",
    vision="",
    mark="M",
    colour="#003d73",
    contact_name="",
    contact_email="",
    is_example=False,
    front_board="",
)
_place_readers: list[Callable[[], Any]] = []
_desk: list[tuple[int, str, str, Any]] = []


def register_desk_page(text: str, name: str, allowed: Any, order: int = 50) -> None:
    """Add a page to the desk's menu for those of whom ``allowed(user)`` is true."""
    if all(known != name for _, _, known, _ in _desk):
        _desk.append((order, text, name, allowed))
        _desk.sort(key=lambda entry: entry[0])


def register_place(reader: Callable[[], Any]) -> None:
    """Let ``reader()`` say which place this database holds (None before one is loaded)."""
    _place_readers[:] = [reader]


def find_place(request: HttpRequest | None = None) -> Any:
    """Return the place that this database holds, or an unnamed one before anything is loaded; once a request."""
    held = getattr(request, "_place", None)
    if held is None:
        held = next((place for reader in _place_readers if (place := reader())), NAMELESS)
        if request is not None:
            request._place = held  # type: ignore[attr-defined]
    return held


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all templates."""
    return {
        "place": find_place(request),
        "as_at": clock.as_at(),
        "today": clock.today(),
        "menu": _list_links(request, ((text, name) for text, name in MENU)),
        "desk_menu": _list_desk(request),
    }


def find_newest(request: HttpRequest) -> tuple[int, datetime | None]:
    """Return the number and instant of the newest act, 0 and None before the first; asked once a request.

    What was made of the records stays true while these are the same.
    """
    if not hasattr(request, "_newest"):
        request._newest = audit.newest()  # type: ignore[attr-defined]
    found: tuple[int, datetime | None] = request._newest  # type: ignore[attr-defined]
    return found


def _list_desk(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return _list_links(request, ((text, name) for _, text, name, allowed in _desk if allowed(user)))


def _list_links(request: HttpRequest, entries: Any) -> list[dict[str, Any]]:
    links = []
    for text, name in entries:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        links.append({"text": text, "href": href, "current": request.path == href})
    return links
