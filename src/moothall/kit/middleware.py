"""Middleware: page cache, finished pages, open data, methods, two doors, second factor, demo error pages, logs."""

import gzip
import hashlib
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from moothall.kit import clock, finishing, freshness
from moothall.kit.context import find_newest
from moothall.kit.errors import NotAllowedError
from moothall.kit.views import answer_error, see_other

Answer = Callable[[HttpRequest], HttpResponse]
requests_log = logging.getLogger("moothall.requests")

PRIVATE_PATHS = ("/desk/", "/words/", "/sign-in/", "/files/", "/invitation/")
UNCACHED_PATHS = (*PRIVATE_PATHS, "/static/", "/media/", "/documents/", "/healthz", "/readyz")
OFFICER_PATHS = ("/desk/", "/words/", "/sign-in/", "/files/", "/invitation/")
FORM_PATHS = ("/desk/", "/words/", "/sign-in/", "/invitation/")  # all others are only read
READING = ("GET", "HEAD")
OPEN_DATA = "/api/v1/"
SHARED_PATHS = ("/static/", "/media/", "/documents/", "/favicon.svg", "/place.css", "/healthz", "/readyz")
CACHE_SECONDS = 300


def quiet_requests(get_response: Answer) -> Answer:
    """Log one line a request: method, path without query, status, milliseconds. Nothing that names a person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        answer = get_response(request)
        took = (time.perf_counter() - began) * 1000
        requests_log.info("%s %s %s %.0f ms", request.method, request.path, answer.status_code, took)
        return answer

    return middleware


def page_cache(get_response: Answer) -> Answer:
    """Keep rendered public pages for everybody who is not signed in.

    The key holds the newest audit entry, so that an act freshens every page at once in every process, and the
    place's day; nothing is kept for or from a request that carries a session. It ends at the next embargo.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _is_cacheable(request):
            answer = get_response(request)
            return _forbid_storing(request, answer)
        cache, key = caches["pages"], make_page_key(request)
        held = cache.get(key) if settings.MOOTHALL_PAGE_CACHE else None
        if held is not None:
            return _answer_from(request, held)
        good_until = find_end()
        answer = get_response(request)
        held = _keep(cache, key, answer, good_until)
        return answer if held is None else _answer_from(request, held)

    return middleware


def make_page_key(request: HttpRequest) -> str:
    """Return the name under which a page is kept: address, host, newest act, day, door."""
    parts = (
        request.get_host(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        str(find_newest(request)[0]),
        clock.today().isoformat(),
        settings.MOOTHALL_DOORS,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _is_cacheable(request: HttpRequest) -> bool:
    return (
        request.method in READING
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith(UNCACHED_PATHS)
    )


def find_end() -> datetime:
    """Return until when a page drawn from now on may be kept: asked before it is drawn, so that an embargo which ends
    meanwhile is not slept through.
    """
    seconds = freshness.seconds_until_next_change()
    lasts = CACHE_SECONDS if seconds is None else min(CACHE_SECONDS, seconds)
    return clock.now() + timedelta(seconds=lasts)


def _keep(cache: Any, key: str, answer: HttpResponse, good_until: datetime) -> dict[str, Any] | None:
    """Store an answer that anybody may see, plain and compressed; None when it is not one.

    Only such answers are compressed: they hold no secret that its size could betray.
    """
    if answer.status_code != 200 or answer.streaming or answer.cookies or answer.has_header("X-Not-Kept"):
        return None
    lasts = int((good_until - clock.now()).total_seconds())
    headers = {name: value for name, value in answer.items() if name.lower() not in ("vary", "content-length")}
    held = {
        "content": answer.content,
        "packed": gzip.compress(answer.content, 6, mtime=0),
        "headers": headers,
        "etag": f'W/"{hashlib.sha256(answer.content).hexdigest()[:32]}"',
    }
    if settings.MOOTHALL_PAGE_CACHE and lasts > 0:
        cache.set(key, held, lasts)
    return held


def _answer_from(request: HttpRequest, held: dict[str, Any]) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(held["packed" if packed else "content"], headers=held["headers"])
    if packed:
        answer["Content-Encoding"] = "gzip"
    answer["ETag"] = held["etag"]
    answer["Cache-Control"] = "public, no-cache"
    patch_vary_headers(answer, ["Cookie", "Accept-Encoding"])
    conditional = get_conditional_response(request, etag=held["etag"], response=answer)
    return conditional or answer


def _forbid_storing(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    if not request.path.startswith(("/static/", "/media/")):
        answer.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(answer, ["Cookie"])
    return answer


def finish_pages(get_response: Answer) -> Answer:
    """Let stages finish each public page that is shown, before it is measured and kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not answer.streaming and not request.path.startswith(UNCACHED_PATHS):
            answer.content = finishing.finish(request, answer.content.decode()).encode()
        return answer

    return middleware


def open_data(get_response: Answer) -> Answer:
    """Let scripts on other sites read the API as anybody may read it: never what a signed-in reader is shown."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if request.path.startswith(OPEN_DATA) and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            answer["Access-Control-Allow-Origin"] = "*"
            answer["Access-Control-Expose-Headers"] = "ETag"
        return answer

    return middleware


def reads_only(get_response: Answer) -> Answer:
    """Take forms where forms are, and refuse every other method than GET and HEAD elsewhere; each 405 in our words.

    No view of the public side has to say so itself, those of libraries included. Nor has any to mind a NUL in an
    address, at which PostgreSQL would stumble: no word has one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return answer_error(request, 400)
        if request.method not in READING and not request.path.startswith(FORM_PATHS):
            return _refuse_method(request, ", ".join(READING))
        answer = get_response(request)
        if answer.status_code == 405 and not answer.streaming and not answer.content:
            return _refuse_method(request, answer["Allow"])
        return answer

    return middleware


def _refuse_method(request: HttpRequest, allowed: str) -> HttpResponse:
    answer = answer_error(request, 405)
    answer["Allow"] = allowed
    return answer


def doors(get_response: Answer) -> Answer:
    """Keep the public and the officers' side on separate hosts where a place asks for it; set Wagtail's own policy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_behind_other_door(request.path):
            return answer_error(request, 404)
        answer = get_response(request)
        if request.path.startswith("/words/"):
            answer["Content-Security-Policy"] = WORDS_POLICY
        return answer

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowedError):
            return answer_error(request, 403, sentence=exception.sentence)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def own_error_pages(get_response: Answer) -> Answer:
    """In the demo show the site's own pages for what is missing or broken.

    It runs with debug on, and Django would show a workbench with its settings. The log still holds what went wrong.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if settings.MOOTHALL_DEMO and settings.DEBUG and is_page and answer.status_code in (400, 404, 500):
            return answer_error(request, answer.status_code)
        return answer

    return middleware


def is_behind_other_door(path: str) -> bool:
    """Say whether a path belongs to the side that this installation does not serve."""
    if settings.MOOTHALL_DOORS == "both" or path.startswith(SHARED_PATHS):
        return False
    return path.startswith(OFFICER_PATHS) != (settings.MOOTHALL_DOORS == "officers")


# Wagtail's desk writes styles and scripts into its pages; it still loads nothing from elsewhere.
WORDS_POLICY = (
    f"default-src {NONE}; script-src {SELF} {UNSAFE_INLINE}; style-src {SELF} {UNSAFE_INLINE}; "
    f"img-src {SELF} data: blob:; font-src {SELF}; connect-src {SELF}; frame-src {SELF}; form-action {SELF}; "
    f"frame-ancestors {SELF}; base-uri {SELF}; object-src {NONE}"
)


def second_factor(get_response: Answer) -> Answer:
    """Send officers without a second factor to its set-up, and nowhere else; desk pages ask for sign-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        from moothall.kit.signin import second_factor_missing

        if request.path.startswith(("/desk/", "/words/", "/files/")) and not request.user.is_authenticated:
            return see_other(f"{_signin_path()}?next={request.path}")
        elsewhere = second_factor_missing(request)
        return see_other(elsewhere) if elsewhere else get_response(request)

    return middleware


def _signin_path() -> str:
    from django.urls import reverse

    return reverse(settings.LOGIN_URL)
