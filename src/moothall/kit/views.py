"""What every view does: show a page, run an act for a form, turn the pages of a list, answer errors."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from moothall.kit import audit, clock
from moothall.kit.colour import place_css
from moothall.kit.context import find_place
from moothall.kit.downloads import calendar_answer, csv_answer
from moothall.kit.errors import NotAllowedError, RefusedError, StaleError
from moothall.kit.favicon import draw_favicon
from moothall.kit.forms import Form

__all__ = ["calendar_answer", "csv_answer", "paginate", "run_act", "see_other", "show"]

Crumbs = Iterable[tuple[str, str]]
Made = TypeVar("Made")


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    crumbs: Crumbs = (),
    about: Any = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Answer with a page: ``title`` without the place, ``crumbs`` the ancestors as (text, address).

    The foot of a page ``about`` one record says on which day that record was last changed, and nothing of others: a day
    of the whole site would tell a visitor that something was changed which he or she may not see.
    """
    if about is not None:
        at = audit.newest_at(about.ref)
        context["last_changed"] = clock.day_of(at) if at else None
    return render(request, template, {"title": title, "crumbs": list(crumbs), **context}, status=status)


def run_act(request: HttpRequest, form: Form, act: Callable[..., Made], **values: Any) -> Made | None:
    """Run ``act`` for a valid form with its once-only key and version; a refusal becomes an error of the form.

    Returns None when it was refused; the page is then shown again with what was typed.
    """
    if "version" in form.fields and "version" not in values:
        values["version"] = form.cleaned_data["version"]
    try:
        with audit.sent_once(form.cleaned_data.get("once")):
            return act(by=request.user, **values)
    except NotAllowedError:
        raise
    except StaleError as error:
        if audit.was_sent(form.cleaned_data.get("once")):  # it is this very form that changed the record
            form.refuse(audit.REPEATED)
            return None
        form.refuse(error.sentence)
        if form.record is not None:
            form.record.refresh_from_db()  # type: ignore[attr-defined]
        form.take_current_version()
    except RefusedError as error:
        form.refuse(error.sentence, error.field)
    return None


def paginate(request: HttpRequest, rows: Any, per: int = 25) -> Page[Any]:
    """Return the page of a list that the address asks for.

    Raises:
        Http404: no such page.
    """
    paginator = Paginator(rows, per)
    asked = request.GET.get("page", "1")
    if not asked.isdigit() or not 1 <= int(asked) <= paginator.num_pages:
        raise Http404("There is no such page of this list.")
    return paginator.page(int(asked))


def see_other(url: str) -> HttpResponse:
    """Answer a post that was carried out: look there (303)."""
    answer = HttpResponseRedirect(url)
    answer.status_code = 303
    return answer


def favicon(request: HttpRequest) -> HttpResponse:
    """The place's mark in its colour."""
    place = find_place()
    return HttpResponse(draw_favicon(place.mark, place.colour), content_type="image/svg+xml")


def place_style(request: HttpRequest) -> HttpResponse:
    """The place's colour as a style sheet of one rule."""
    return HttpResponse(place_css(find_place().colour), content_type="text/css; charset=utf-8")


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: the database answers and holds a place."""
    problems = _find_problems()
    text = "ready\n" if not problems else "".join(f"{problem}\n" for problem in problems)
    return HttpResponse(text, content_type="text/plain", status=503 if problems else 200)


def _find_problems() -> Sequence[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return () if find_place().is_loaded else ("no place is loaded",)
    except DatabaseError:
        return ("the database does not answer",)


def answer_error(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """Answer with the page of an error, or plain data for the API."""
    from moothall.kit.api import answer_problem

    if request.path.startswith("/api/"):
        return answer_problem(status)
    # What went wrong may be the database, so the worst pages are drawn without asking it who and where we are.
    asker = request if status < 500 else None
    return render(asker, f"kit/errors/{status}.jinja", {"title": TITLES[status], **context}, status=status)


TITLES = {
    400: "This request could not be read",
    403: "You may not see or do this",
    404: "Page not found",
    405: "This page cannot be used in this way",
    410: "This page was withdrawn",
    429: "Too many tries",
    500: "Something went wrong here",
    503: "The site is not ready",
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = exception.sentence if isinstance(exception, RefusedError) else ""
    return answer_error(request, 403, sentence=sentence)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer_error(request, 500)
