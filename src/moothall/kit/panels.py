"""A page of a lower stage offers places for panels; higher stages fill them.

So a paragraph's page, which belongs to ``govern``, shows the actions that ``deliver`` holds, and no import runs up.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Panel = Callable[[HttpRequest, Any], str]
_panels: dict[str, list[tuple[int, Panel]]] = {}


def register(page: str, panel: Panel, order: int = 50) -> None:
    """Let ``panel(request, record)`` add its HTML to every page of that name; empty text adds nothing."""
    held = _panels.setdefault(page, [])
    if all(known is not panel for _, known in held):
        held.append((order, panel))
        held.sort(key=lambda pair: pair[0])


def render_panels(page: str, request: HttpRequest, record: Any) -> list[str]:
    """Return the panels of a page, in their order, without the empty ones."""
    drawn = (panel(request, record) for _, panel in _panels.get(page, ()))
    return [panel for panel in drawn if panel]


def render(template: str, request: HttpRequest, **context: Any) -> SafeString:
    """Draw one panel from its template."""
    return mark_safe(render_to_string(template, context, request=request))  # noqa: S308 - escaped by the template
