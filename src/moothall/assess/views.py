"""Public pages of indicators: the list, one indicator, its chart, and the files to take away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from moothall.assess import charts, presenters, queries
from moothall.assess.forms import IndicatorFilter
from moothall.assess.models import Indicator
from moothall.assess.queries import Standing
from moothall.kit.charts import render_svg
from moothall.kit.panels import render_panels
from moothall.kit.views import csv_answer, paginate, show

CRUMBS = (("How we are doing", "indicators"),)


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators with their latest values, by profile; filtered by verdict."""
    form, standings = _filter(request)
    page = paginate(request, standings)
    return show(
        request,
        "assess/indicators.jinja",
        title="How we are doing",
        form=form,
        page=page,
        home=queries.get_home_area(),
        shown=[presenters.show_standing(standing) for standing in page],
        **_show_picture(request, standings),
        profiles=dict.fromkeys(standing.item.profile for standing in page if standing.item),
        download=f"{reverse('indicators_csv')}{_query(request)}",
    )


def _show_picture(request: HttpRequest, standings: list[Standing]) -> dict[str, Any]:
    """Return what the page says of the picture of all indicators: the words for the ear, the table, where it is."""
    rows = queries.set_beside_larger(request.user, standings[: charts.MOST_AT_ONCE])
    head, cells = presenters.make_compared_rows(rows)
    return {
        "picture": charts.describe_all(rows, _query(request)),
        "picture_sentence": presenters.say_all(rows),
        "picture_head": head,
        "picture_rows": cells,
        "picture_csv": f"{reverse('indicators_chart_csv')}{_query(request)}",
    }


@require_safe
def indicators_chart(request: HttpRequest) -> HttpResponse:
    """All indicators of the list in one picture, filtered as the page is, of the values that the reader may see."""
    _, standings = _filter(request)
    rows = queries.set_beside_larger(request.user, standings[: charts.MOST_AT_ONCE])
    if not rows:
        raise Http404("There is no value to draw.")
    spec = charts.draw_all(rows, wide=request.GET.get("wide") == "yes")
    drawn = render_svg(spec, title="How we are doing", description=presenters.say_all(rows))
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_safe
def indicators_chart_csv(request: HttpRequest) -> HttpResponse:
    """The numbers of that picture as a file."""
    _, standings = _filter(request)
    rows = queries.set_beside_larger(request.user, standings[: charts.MOST_AT_ONCE])
    return csv_answer("indicators-compared", presenters.COMPARED_COLUMNS, presenters.write_compared(rows))


@require_safe
def indicators_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, filtered as the page is."""
    _, standings = _filter(request)
    return csv_answer("indicators", presenters.LIST_COLUMNS, presenters.write_standings(standings))


def _filter(request: HttpRequest) -> tuple[IndicatorFilter, list[Standing]]:
    standings = queries.list_standings(request.user)
    profiles = {row.item.profile.slug: row.item.profile for row in standings if row.item}
    form = IndicatorFilter(request.GET, profiles=profiles.values())
    form.is_valid()
    verdict, profile = form.value("verdict"), form.value("profile") if "profile" in form.fields else None
    kept = [
        row
        for row in standings
        if verdict in (None, row.verdict.code) and (not profile or (row.item and row.item.profile.slug == profile))
    ]
    return form, kept


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("page", "wide"):
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""


@require_safe
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator: its question, how the place stands, the chart, the values, what the number is."""
    record = _get(request, slug)
    standing = queries.compare_latest(request.user, record)
    areas = queries.compare_areas(request.user, standing)
    return show(
        request,
        "assess/indicator.jinja",
        about=record,
        title=record.question,
        caption=record.short_name,
        crumbs=[(text, reverse(name)) for text, name in CRUMBS],
        record=record,
        shown=presenters.show_standing(standing),
        areas=[presenters.show_standing(area) for area in areas],
        past=presenters.show_past(queries.list_past_values(request.user, standing)),
        chart=charts.describe_chart(standing, areas),
        versions=queries.list_versions(request.user, record),
        panels=render_panels("indicator", request, record),
    )


@require_safe
def indicator_chart(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart as a picture, of the values that the reader may see."""
    standing = queries.compare_latest(request.user, _get(request, slug))
    areas = queries.compare_areas(request.user, standing)
    if not charts.pick_rows(standing, areas):
        raise Http404("There is no value to draw.")
    shape = charts.WIDE if request.GET.get("wide") == "yes" else charts.NARROW
    spec = charts.draw_comparison(standing, areas, shape=shape)
    drawn = render_svg(spec, title=standing.indicator.name, description=standing.read())
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_safe
def indicator_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Every value of the indicator that the reader may see, as a file."""
    rows = queries.list_indicator_values(request.user, _get(request, slug))
    return csv_answer(slug, presenters.DATA_COLUMNS, presenters.write_data(rows))


def _get(request: HttpRequest, slug: str) -> Indicator:
    found = queries.get_indicator(request.user, slug)
    if found is None:
        raise Http404("There is no such indicator.")
    return found
