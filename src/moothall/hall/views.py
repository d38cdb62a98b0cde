"""The front door: home, search, and the pages that say how the site works."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe
from wagtail.views import serve

from moothall.assess.presenters import LIST_COLUMNS, write_standings
from moothall.hall import acts, bodies, charts, facts, forms, presenters, queries
from moothall.hall.permissions import (
    ONLY_OFFICERS,
    can_place_node,
    can_place_some,
    can_write_words,
    check_can_place_node,
    check_can_write_words,
    find_node,
)
from moothall.hall.rules import read_personal_data
from moothall.kit import panels
from moothall.kit import search as finding
from moothall.kit.errors import NotAllowedError
from moothall.kit.models import User
from moothall.kit.views import csv_answer, paginate, run_act, see_other, show
from moothall.places.models import SourceDocument
from moothall.plan.models import Plan, Priority

PER_PAGE = 25
MAP_PER_PAGE = 100  # a map in parts would be none


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
    """One paper, and every fact that this site takes from it."""
    document = SourceDocument.objects.visible_to(request.user).filter(key=key).first()
    if document is None:
        raise Http404("There is no such paper.")
    kinds = facts.list_kinds(request.user, document)
    asked = request.GET.get("kind", "")
    kind = asked if asked in {one.key for one in kinds} else ""
    return show(
        request,
        "hall/source.jinja",
        about=document,
        title=document.title,
        crumbs=[("How we know", "/sources/")],
        document=document,
        kinds=kinds,
        kind=kind,
        page=paginate(request, facts.Facts(request.user, document, [one for one in kinds if kind in ("", one.key)])),
    )


def organisations(request: HttpRequest) -> HttpResponse:
    """The councils, trusts and other bodies that have a part in this place."""
    form, rows = _filter_organisations(request)
    page = paginate(request, rows)
    return show(
        request,
        "hall/organisations.jinja",
        title="Organisations",
        form=form,
        page=page,
        query=_query(request),
        rows=presenters.show_organisations(page.object_list),
    )


def organisations_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, filtered as the page is."""
    _, rows = _filter_organisations(request)
    lines = (presenters.write_organisation(row, request.build_absolute_uri) for row in rows)
    return csv_answer("organisations", presenters.ORGANISATION_HEADER, lines)


def _filter_organisations(request: HttpRequest) -> tuple[forms.OrganisationFilter, list[bodies.OrganisationRow]]:
    form = forms.OrganisationFilter(request.GET)
    form.is_valid()
    return form, bodies.list_organisations(request.user, form.value("kind") or "")


def _query(request: HttpRequest) -> str:
    """Return what a list is filtered by, as the end of an address; the file of the list takes it too."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it is, what it leads, where it sits, who reports to it."""
    found = bodies.get_organisation(request.user, slug)
    if found is None:
        raise Http404("There is no such organisation.")
    return show(
        request,
        "hall/organisation.jinja",
        about=found.organisation,
        title=found.organisation.name,
        crumbs=[("Organisations", reverse("organisations"))],
        found=found,
        **presenters.show_organisation(found),
    )


def person(request: HttpRequest, slug: str) -> HttpResponse:
    """One person's published roles: post, seats, what he or she leads."""
    found = bodies.get_person(request.user, slug)
    if found is None:
        raise Http404("There is no such person.")
    return show(
        request,
        "hall/person.jinja",
        about=found.person,
        title=str(found.person),
        crumbs=[("Organisations", reverse("organisations"))],
        found=found,
        **presenters.show_person(found),
    )


def areas(request: HttpRequest) -> HttpResponse:
    """The areas of the place, on a map of tiles and as a table."""
    rows = bodies.list_areas(request.user)
    page = paginate(request, rows)
    return show(
        request,
        "hall/areas.jinja",
        title="Areas",
        tiles=charts.draw_tiles(rows),
        page=page,
        rows=presenters.show_areas(page.object_list),
    )


def areas_csv(request: HttpRequest) -> HttpResponse:
    """The areas as a file."""
    rows = (presenters.write_area(row, request.build_absolute_uri) for row in bodies.list_areas(request.user))
    return csv_answer("areas", presenters.AREA_HEADER, rows)


def _get_area(request: HttpRequest, code: str) -> bodies.AreaPage:
    found = bodies.get_area(request.user, code)
    if found is None:
        raise Http404("There is no such area.")
    return found


def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area: the latest value of each indicator there, its boards, organisations and actions."""
    found = _get_area(request, code)
    return show(
        request,
        "hall/area.jinja",
        about=found.area,
        title=f"{found.area.name} ({found.area.kind.label})",
        crumbs=[("Areas", reverse("areas"))],
        found=found,
        **presenters.show_area(found),
    )


def area_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The latest value of each indicator in one area, as a file."""
    found = _get_area(request, code)
    return csv_answer(f"area-{code}", LIST_COLUMNS, write_standings(found.standings))


def glossary(request: HttpRequest) -> HttpResponse:
    """What the abbreviations and special words of the papers mean."""
    return show(
        request,
        "hall/glossary.jinja",
        title="What the words mean",
        terms=bodies.list_terms(request.user),
        short_names=bodies.list_short_names(request.user),
    )


def glossary_csv(request: HttpRequest) -> HttpResponse:
    """The glossary as a file."""
    rows = map(presenters.write_term, bodies.list_terms(request.user))
    return csv_answer("glossary", presenters.TERM_HEADER, rows)


def body_map(request: HttpRequest) -> HttpResponse:
    """Who reports to whom, and who leads what: a table first, then the picture; both from one query."""
    found = bodies.get_map(request.user)
    form, chosen = _filter_map(request, found)
    page = paginate(request, chosen, MAP_PER_PAGE)
    return show(
        request,
        "hall/map.jinja",
        title="Who reports to whom, and who leads what",
        form=form,
        page=page,
        query=_query(request),
        rows=presenters.show_bodies(page.object_list),
        picture=charts.draw_map(found) if found.bodies else None,
        sentence=presenters.say_map(found),
    )


def map_csv(request: HttpRequest) -> HttpResponse:
    """The bodies with their lines as a file, filtered as the page is: a row for each line."""
    _, chosen = _filter_map(request, bodies.get_map(request.user))
    rows = (row for body in chosen for row in presenters.write_body(body, request.build_absolute_uri))
    return csv_answer("map", presenters.MAP_HEADER, rows)


def map_picture(request: HttpRequest) -> HttpResponse:
    """The picture of the map by itself, to print and to take away."""
    found = bodies.get_map(request.user)
    if not found.bodies:
        raise Http404("There is no body to draw.")
    answer = render(
        request,
        "hall/map_picture.jinja",
        {"picture": charts.draw_map(found), "sentence": presenters.say_map(found), "alone": True},
    )
    answer["Content-Type"] = "image/svg+xml"
    return answer


def map_desk(request: HttpRequest) -> HttpResponse:
    """Every body that somebody may move, with where it stands in the picture."""
    if not can_place_some(request.user):
        raise NotAllowedError(ONLY_OFFICERS)
    found = bodies.get_map(request.user)
    spots = charts.find_spots(found)
    rows = [(body, spots[body.record.ref]) for body in found.bodies if body.record.ref in spots]
    return show(
        request,
        "hall/map_desk.jinja",
        title="Map desk",
        crumbs=[("My work", "/desk/")],
        rows=[row for row in rows if can_place_node(request.user, row[0].record.ref)],
        positions=found.positions,
        show_messages=True,
    )


def place_node(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Move a body in the picture of the map."""
    node = f"{kind}:{slug}"
    if find_node(request.user, node) is None:
        raise Http404("There is no such body.")
    check_can_place_node(by=request.user, node=node)  # type: ignore[arg-type]
    found = bodies.get_map(request.user)
    spot = charts.find_spots(found).get(node)
    position = queries.get_position(request.user, node)
    initial = {"x": spot[0], "y": spot[1]} if spot else {}
    form = forms.PlaceForm(request.POST or None, record=position, initial=initial)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.place_node, node=node, **form.pick("x", "y")) is not None:
        messages.success(request, "It stands there now.")
        return see_other(reverse("map_desk"))
    return show(
        request,
        "kit/desk_form.jinja",
        title=f"Where it stands on the map: {find_node(request.user, node)}",
        crumbs=[("My work", "/desk/"), ("Map desk", reverse("map_desk"))],
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        button="Put it there",
        cancel=reverse("map_desk"),
        says="What stands there by its lines goes to the next free row; nothing else moves.",
    )


def _filter_map(request: HttpRequest, found: bodies.BodyMap) -> tuple[forms.MapFilter, list[bodies.Body]]:
    form = forms.MapFilter(request.GET, layers=presenters.list_layers(found))
    form.is_valid()
    kind, layer, line = (form.value(name) for name in ("kind", "layer", "line"))
    chosen = [
        body
        for body in found.bodies
        if kind in (None, presenters.find_kind(body))
        and layer in (None, presenters.find_layer(body)[0])
        and line in (None, "some" if body.up else "none")
        and (line is None or body.is_board)
    ]
    return form, chosen


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


def chapters_panel(request: HttpRequest, plan: Plan) -> str:
    """The chapters of a strategy, and the work that it holds up, where there are any."""
    pages = queries.list_chapters(request.user, plan)
    return panels.render("hall/chapters_panel.jinja", request, pages=pages) if pages else ""


def spotlights_panel(request: HttpRequest, priority: Priority) -> str:
    """The work of a priority that its strategy holds up, where there is any."""
    pages = queries.list_spotlights(request.user, priority)
    return panels.render("hall/spotlights_panel.jinja", request, pages=pages) if pages else ""


def plain_panel(request: HttpRequest, plan: Plan) -> str:
    """The way from a strategy to its twin in plain English, where there is one."""
    page = queries.find_plain_page(request.user, plan)
    return panels.render("hall/plain_panel.jinja", request, page=page) if page else ""
