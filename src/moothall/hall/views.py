"""The front door: home, search, and the pages that say how the site works."""

import json
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe
from wagtail.views import serve

from moothall.hall import presenters, queries
from moothall.hall.permissions import can_write_words, check_can_write_words
from moothall.hall.rules import read_personal_data
from moothall.kit import search as finding
from moothall.kit.models import User
from moothall.kit.views import paginate, see_other, show
from moothall.places.models import SourceDocument

PER_PAGE = 25


def home(request: HttpRequest) -> HttpResponse:
    """What the place wants, how it stands, who leads, what comes next."""
    front = queries.get_front(request.user)
    return show(request, "hall/home.jinja", title="Home", **presenters.show_front(front))


def search(request: HttpRequest) -> HttpResponse:
    """Records that answer a question in a reader's own words."""
    query = request.GET.get("q", "").strip()[: finding.MAX_LENGTH]
    words = finding.split_words(query)
    page = paginate(request, finding.find(request.user, query), PER_PAGE) if query else None
    if page is not None:
        page.object_list = [_shorten(hit, words) for hit in page.object_list]
    title = f"Search: {query}" if query else "Search"
    return show(request, "hall/search.jinja", title=title, query=query, page=page)


def _shorten(hit: finding.Found, words: list[str]) -> dict[str, object]:
    return {
        "title": hit.title,
        "url": hit.url,
        "kind": hit.kind,
        "context": hit.context,
        "excerpt": presenters.cut_excerpt(hit.text, words),
    }


def accessibility(request: HttpRequest) -> HttpResponse:
    return show(request, "hall/accessibility.jinja", title="Accessibility")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is held about people, from the one file that lists it."""
    rows = read_personal_data(Path(settings.MOOTHALL_PERSONAL_DATA).read_text(encoding="utf-8"))
    return show(request, "hall/privacy.jinja", title="Privacy", rows=rows)


def cookies(request: HttpRequest) -> HttpResponse:
    return show(
        request,
        "hall/cookies.jinja",
        title="Cookies",
        crumbs=[("Privacy", "/privacy/")],
        session_cookie=settings.SESSION_COOKIE_NAME,
        csrf_cookie=settings.CSRF_COOKIE_NAME,
    )


def sources(request: HttpRequest) -> HttpResponse:
    """The papers that the facts come from."""
    page = paginate(request, SourceDocument.objects.visible_to(request.user))
    return show(request, "hall/sources.jinja", title="How we know", page=page)


def source(request: HttpRequest, key: str) -> HttpResponse:
    """One paper, and how much this site takes from it."""
    document = SourceDocument.objects.visible_to(request.user).filter(key=key).first()
    if document is None:
        raise Http404("There is no such paper.")
    return show(
        request,
        "hall/source.jinja",
        title=document.title,
        crumbs=[("How we know", "/sources/")],
        document=document,
        counts=queries.count_citing(request.user, document),
    )


def api_page(request: HttpRequest) -> HttpResponse:
    """Every route of the API with an example to try."""
    answer = resolve(reverse("api:openapi-json")).func(request)
    document = json.loads(answer.content)
    routes = presenters.list_routes(document, queries.find_examples(request.user))
    return show(request, "hall/api.jinja", title="Data for programs (API)", routes=routes)


def robots(request: HttpRequest) -> HttpResponse:
    closed = "".join(f"Disallow: {path}\n" for path in ("/desk/", "/sign-in/", "/words/", "/search/"))
    text = f"User-agent: *\n{closed}Sitemap: {settings.MOOTHALL_ADDRESS}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that anybody may read; made from what the anonymous may see, whoever asks."""
    addresses = [settings.MOOTHALL_ADDRESS + path for path in queries.list_public_paths()]
    answer = render(request, "hall/sitemap.jinja", {"addresses": addresses})
    answer["Content-Type"] = "application/xml; charset=utf-8"
    return answer


def words(request: HttpRequest, path: str) -> HttpResponse:
    """A page of words that has an address of its own name: the lists of news and of site pages."""
    return serve(request, path)  # type: ignore[no-any-return]


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture in the size that it is shown in: for everybody once a public page shows it, before that for editors.

    Originals are not handed out.
    """
    image = queries.find_picture(name)
    is_public = image is not None and queries.is_file_public(image)
    if image is None or not (is_public or can_write_words(request.user)) or not default_storage.exists(name):
        raise Http404("There is no such picture.")
    answer = FileResponse(default_storage.open(name))
    answer["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def go_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in is closed: there is one door, and who came through it without the right is told so."""
    if isinstance(request.user, User):
        check_can_write_words(by=request.user)
    return see_other(f"{reverse(settings.LOGIN_URL)}?next={reverse('wagtailadmin_home')}")
