"""The environment in which every template of ours is rendered."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from moothall.kit import formats
from moothall.kit.components import error_summary, has_errors, render_form

_EXTENSIONS = ("wagtail.jinja2tags.core", "wagtail.images.jinja2tags.images")


def environment(**options: Any) -> Environment:
    """Return the environment for Django's Jinja2 backend: our templates first, then the NHS.UK macros.

    HTML is escaped everywhere but in ``.txt`` templates, which are e-mails and messages in plain text.
    """
    own: list[BaseLoader] = [options.pop("loader")] if "loader" in options else []
    options |= {
        "loader": ChoiceLoader([*own, PackageLoader("nhsuk_frontend_jinja")]),
        "autoescape": _is_escaped,
        "undefined": ChainableUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": [*options.get("extensions", ()), *_EXTENSIONS],
    }
    made = Environment(**options)  # noqa: S701 - autoescape is on by _is_escaped
    made.globals.update(_GLOBALS)
    made.filters.update(_FILTERS)
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named route: ``{{ url("board", board.slug) }}``."""
    return reverse(name, args=args, kwargs=kwargs)


def plain_static(path: str) -> str:
    """Return a static file's address without asking which hashed name it has, so that it cannot fail.

    For the pages that must show when all else is broken.
    """
    return f"{settings.STATIC_URL}{path}"


def address_with(request: HttpRequest, **changes: Any) -> str:
    """Return this page's address with some of its query changed; a value of None takes that part away.

    ``{{ address_with(request, page=2) }}`` keeps every filter and turns the page.
    """
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


def _is_escaped(name: str | None) -> bool:
    return not (name or "").endswith(".txt")


_GLOBALS = {
    "static": static,
    "plain_static": plain_static,
    "url": url,
    "address_with": address_with,
    "get_messages": get_messages,
    "json_script": json_script,
    "render_form": render_form,
    "error_summary": error_summary,
    "has_errors": has_errors,
}
_FILTERS = {
    "day": formats.day,
    "hour": formats.hour,
    "number": formats.number,
    "decimal": formats.decimal,
    "plural": formats.plural,
    "size": formats.size,
}
