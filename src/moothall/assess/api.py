"""Routes of the API for indicators: what their pages show, and every visible value."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from moothall.assess import presenters, queries
from moothall.assess.models import Indicator, Observation, Release
from moothall.assess.queries import Standing
from moothall.kit.api import PROBLEMS, Cited, page

router = Router()
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


class ReleaseOut(Schema):
    """The load that a value comes from; ``is_invented`` marks data made up for show."""

    slug: str
    title: str
    published_at: datetime
    licence: str
    attribution: str
    is_invented: bool


class ValueOut(Schema):
    """One value: in the unit given, unrounded, with limits at 95 and 99.8 per cent; null where there is none.

    ``period`` is empty where the source prints no date. ``status`` says why a value is missing.
    """

    area_code: str
    area_name: str
    version: int
    sex: str
    age: str
    category_type: str
    category: str
    period: str
    starts_on: date | None
    ends_on: date | None
    value: float | None
    lower_95: float | None
    upper_95: float | None
    lower_99_8: float | None
    upper_99_8: float | None
    unit: str
    count: float | None
    denominator: float | None
    status: str
    note: str
    release: ReleaseOut
    source: Cited


class VerdictOut(Schema):
    """A comparison by its word and shape, with its method, benchmark and level; ``reason`` says why there is none."""

    code: str
    word: str
    shape: str
    method: int | None
    method_name: str
    benchmark: str
    benchmark_value: float | None
    level: float
    reason: str


class IndicatorOut(Schema):
    """An indicator and how the place's own area stands."""

    slug: str
    name: str
    short_name: str
    question: str
    reference: str
    page: str
    profile: str
    polarity: str
    latest: ValueOut | None
    verdict: VerdictOut
    reading: str
    source: Cited


class VersionOut(Schema):
    """How an indicator is defined for a time."""

    number: int
    valid_from: date | None
    valid_to: date | None
    definition: str
    rationale: str
    numerator: str
    denominator: str
    data_source: str
    ci_method: str
    value_type: str
    unit: str
    multiplier: float
    decimals: int
    year_type: str
    caveats: str
    licence: str
    attribution: str
    next_update_on: date | None


class IndicatorWhole(IndicatorOut):
    """An indicator with its definitions and its latest value in each area."""

    versions: list[VersionOut]
    areas: list[ValueOut]


class IndicatorPage(Schema):
    """One page of the list of indicators."""

    count: int
    limit: int
    offset: int
    items: list[IndicatorOut]


class ValuePage(Schema):
    """One page of an indicator's values."""

    count: int
    limit: int
    offset: int
    items: list[ValueOut]


@router.get("/indicators", response={200: IndicatorPage, **PROBLEMS}, summary="How each indicator stands")
def list_indicators(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, Any]:
    """Indicators by profile, each with the latest published value of the place's own area and its verdict."""
    return page(queries.list_standings(request.user), limit, offset, show_indicator)


@router.get("/indicators/{slug}", response={200: IndicatorWhole, **PROBLEMS}, summary="One indicator")
def get_indicator(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One indicator with its definitions and its latest published value in each area."""
    record = _get(request, slug)
    standing = queries.compare_latest(request.user, record)
    areas = [area.observation for area in queries.compare_areas(request.user, standing)]
    return {
        **show_indicator(standing),
        "versions": queries.list_versions(request.user, record),
        "areas": [show_value(row) for row in areas if row],
    }


@router.get("/indicators/{slug}/data", response={200: ValuePage, **PROBLEMS}, summary="Every value of an indicator")
def list_data(request: HttpRequest, slug: str, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Published values of all series, areas and periods, each from the latest release that holds it."""
    return page(queries.list_indicator_values(request.user, _get(request, slug)), limit, offset, show_value)


def show_indicator(standing: Standing) -> dict[str, Any]:
    """Return a standing as data."""
    record, item, own = standing.indicator, standing.item, standing.observation
    verdict, sign = standing.verdict, presenters.show_verdict(standing.verdict)
    return {
        "slug": record.slug,
        "name": record.name,
        "short_name": record.short_name,
        "question": record.question,
        "reference": record.reference,
        "page": record.get_absolute_url(),
        "profile": item.profile.slug if item else "",
        "polarity": item.polarity if item else "",
        "latest": show_value(own) if own else None,
        "verdict": {
            "code": verdict.code,
            "word": sign.word,
            "shape": sign.shape,
            "method": verdict.method,
            "method_name": verdict.method_words,
            "benchmark": verdict.benchmark,
            "benchmark_value": standing.benchmark.value if standing.benchmark else None,
            "level": verdict.level,
            "reason": verdict.reason,
        },
        "reading": standing.read(),
        "source": record.citation,
    }


def show_value(row: Observation) -> dict[str, Any]:
    """Return an observation as data."""
    series = row.series
    (lower_95, upper_95), (lower_99_8, upper_99_8) = row.limits(95.0), row.limits(99.8)
    return {
        "area_code": row.area.code,
        "area_name": row.area.name,
        "version": series.version.number,
        "sex": series.sex,
        "age": series.age,
        "category_type": series.category_type,
        "category": series.category,
        "period": row.period,
        "starts_on": row.period_starts_on,
        "ends_on": row.period_ends_on,
        "value": row.value,
        "lower_95": lower_95,
        "upper_95": upper_95,
        "lower_99_8": lower_99_8,
        "upper_99_8": upper_99_8,
        "unit": series.version.unit,
        "count": row.count,
        "denominator": row.denominator,
        "status": row.value_status,
        "note": row.note,
        "release": show_release(row.release),
        "source": row.citation,
    }


def show_release(release: Release) -> dict[str, Any]:
    """Return what an answer must say of the release of a value."""
    names = ("slug", "title", "published_at", "licence", "attribution", "is_invented")
    return {name: getattr(release, name) for name in names}


def _get(request: HttpRequest, slug: str) -> Indicator:
    found = queries.get_indicator(request.user, slug)
    if found is None:
        raise Http404("There is no such indicator.")
    return found
