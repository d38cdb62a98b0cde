"""Questions about indicators: the latest value, how it compares, when the next embargo ends.

Every value comes through ``Observation.objects.visible_to(user)``, so no surface can show an embargoed one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import models
from django.db.models import Min, Prefetch

from moothall.assess import rules
from moothall.assess.models import (
    Indicator,
    IndicatorVersion,
    Observation,
    ObservationQuerySet,
    ProfileItem,
    Release,
    Series,
)
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.kit.search import Found, any_word
from moothall.places.models import Area

_SEX_ORDER = ("persons", "female", "male")


@dataclass(frozen=True)
class Standing:
    """How one indicator stands: an area's latest value beside its benchmark's, with the verdict.

    ``item`` says how it is compared (None: it is in no profile); ``observation`` is None where no value is visible.
    """

    indicator: Indicator
    item: ProfileItem | None
    observation: Observation | None
    benchmark: Observation | None
    verdict: rules.Verdict

    @property
    def level(self) -> float:
        return self.verdict.level

    @cached_property
    def facts(self) -> rules.Facts | None:
        return self.observation.facts(self.level) if self.observation else None

    @cached_property
    def benchmark_facts(self) -> rules.Facts | None:
        return self.benchmark.facts(self.level) if self.benchmark else None

    def read(self, *, subject: str = "") -> str:
        """Return the sentence that reads the value; empty where there is none."""
        if self.observation is None or self.facts is None:
            return ""
        return rules.read_observation(
            self.facts,
            self.verdict,
            self.benchmark_facts,
            subject=subject,
            is_invented=self.observation.release.is_invented,
        )


def get_indicator(user: AnyUser, slug: str) -> Indicator | None:
    """Return the indicator with this slug, or None."""
    return list_indicators(user).filter(slug=slug).first()


def list_indicators(user: AnyUser) -> models.QuerySet[Indicator]:
    """Return the indicators in the order of their slugs; they are public, their values may not be."""
    return Indicator.objects.visible_to(user).select_related("source")


def get_home_area() -> Area | None:
    """Return the place's own area."""
    return Area.objects.filter(is_home=True).select_related("kind").first()


def list_items(user: AnyUser) -> list[ProfileItem]:
    """Return how indicators are compared, profile by profile in the profile's order."""
    items = ProfileItem.objects.visible_to(user)
    return list(items.select_related("profile", "indicator__source", "benchmark", "source"))


def list_standings(user: AnyUser) -> list[Standing]:
    """Return how every indicator stands in the place's own area: by profile and its order, then those in no profile."""
    items = list_items(user)
    listed = {item.indicator_id for item in items}
    others = list_indicators(user).exclude(pk__in=listed)
    return compare_many(user, [*((item.indicator, item) for item in items), *((other, None) for other in others)])


def compare_latest(user: AnyUser, indicator: Indicator, item: ProfileItem | None = None) -> Standing:
    """Return how one indicator stands in the place's own area; without ``item``, by the first profile that holds it."""
    return compare_many(user, [(indicator, item or find_item(user, indicator))])[0]


def find_item(user: AnyUser, indicator: Indicator) -> ProfileItem | None:
    """Return how an indicator is compared by the first profile that holds it."""
    items = ProfileItem.objects.visible_to(user).filter(indicator=indicator)
    found: ProfileItem | None = items.select_related("profile", "benchmark", "source").first()
    return found


def list_area_standings(user: AnyUser, area: Area) -> list[Standing]:
    """Return how every indicator stands in one area, each as the first profile that holds it says; see list_standings.

    The area itself is the subject: an area that others are compared with is compared with nothing.
    """
    items: dict[int, ProfileItem | None] = {}
    for item in list_items(user):
        items.setdefault(item.indicator_id, item)
    held = {indicator.pk: indicator for indicator in list_indicators(user)}
    order = [*items, *(key for key in held if key not in items)]
    return compare_many(user, [(held[key], items.get(key)) for key in order], area=area)


def compare_many(
    user: AnyUser, pairs: Sequence[tuple[Indicator, ProfileItem | None]], *, area: Area | None = None
) -> list[Standing]:
    """Return how each indicator stands in an area, the place's own unless given, in four queries or fewer."""
    latest = _find_latest(user, [indicator for indicator, _ in pairs], area or get_home_area())
    benchmarks = _find_benchmarks(user, latest.values(), {item.benchmark for _, item in pairs if item})
    return [_stand(indicator, item, latest.get(indicator.pk), benchmarks) for indicator, item in pairs]


def _stand(
    indicator: Indicator, item: ProfileItem | None, own: Observation | None, benchmarks: dict["Key", Observation]
) -> Standing:
    comparator = item.comparator if item else None
    level = comparator.level if comparator else rules.LEVELS[0]
    benchmark = benchmarks.get((own.series_id, own.period, item.benchmark_id)) if own and item else None
    verdict = rules.compare(
        own.facts(level) if own else None, benchmark.facts(level) if benchmark else None, comparator
    )
    return Standing(indicator, item, own, benchmark, verdict)


Key = tuple[int, str, int]  # series, period, area


def _find_latest(user: AnyUser, indicators: Iterable[Indicator], area: Area | None) -> dict[int, Observation]:
    """Return each indicator's latest value in an area for everybody, in the newest version that has a visible one."""
    if area is None:
        return {}
    rows = list_values(user).filter(
        series__version__indicator__in=list(indicators), series__category_type="", area=area
    )
    found: dict[int, Observation] = {}
    for row in sorted(rows.latest_periods(), key=_rank_series, reverse=True):
        found[row.series.version.indicator_id] = row
    return found


def _rank_series(row: Observation) -> tuple[int, int, str]:
    return -row.series.version.number, _SEX_ORDER.index(row.series.sex), row.series.slug


def _find_benchmarks(user: AnyUser, own: Iterable[Observation], areas: set[Area]) -> dict[Key, Observation]:
    held = list(own)
    if not held or not areas:
        return {}
    rows = list_values(user).filter(
        series__in={row.series_id for row in held}, period__in={row.period for row in held}, area__in=areas
    )
    return {(row.series_id, row.period, row.area_id): row for row in rows.latest_releases()}


def list_values(user: AnyUser) -> ObservationQuerySet:
    """Return the values that ``user`` may see, each with all that a page says of it."""
    rows: ObservationQuerySet = Observation.objects.visible_to(user).select_related(
        "series__version__indicator", "area__kind", "release__source", "source"
    )
    return rows


def list_indicator_values(user: AnyUser, indicator: Indicator) -> ObservationQuerySet:
    """Return the visible values of one indicator, of each series, area and period from the latest release."""
    rows: ObservationQuerySet = (
        list_values(user)
        .filter(series__version__indicator=indicator)
        .latest_releases()
        .order_by(
            "-series__version__number", "series__slug", "area__kind__level", "area__name", "-period_ends_on", "period"
        )
    )
    return rows


def get_latest(user: AnyUser, series: Series) -> list[Observation]:
    """Return the latest visible value of a series in each area, larger areas first."""
    rows = list_values(user).filter(series=series).latest_periods()
    return list(rows.order_by("area__kind__level", "area__name"))


@dataclass(frozen=True)
class Beside:
    """A standing beside the values of larger areas for the same series and period, the smaller area first."""

    standing: Standing
    others: Sequence[Observation]


def set_beside_larger(user: AnyUser, standings: Sequence[Standing]) -> list[Beside]:
    """Return each standing that has a value with those of larger areas, in one query whatever their number."""
    shown = [standing for standing in standings if standing.observation and standing.observation.value is not None]
    found: dict[tuple[int, str], list[Observation]] = {}
    levels = {one.observation.area.kind.level for one in shown if one.observation}
    if levels:
        rows = list_values(user).filter(
            series__in={one.observation.series_id for one in shown if one.observation},
            period__in={one.observation.period for one in shown if one.observation},
            area__kind__level__lt=min(levels),
            value__isnull=False,
        )
        for row in rows.latest_releases().order_by("-area__kind__level", "area__name"):
            found.setdefault((row.series_id, row.period), []).append(row)
    return [
        Beside(one, found.get((one.observation.series_id, one.observation.period), []))
        for one in shown
        if one.observation
    ]


def compare_areas(user: AnyUser, standing: Standing) -> list[Standing]:
    """Return how each area with a value stands in the series of ``standing``, each at its own latest period."""
    if standing.observation is None:
        return []
    rows = get_latest(user, standing.observation.series)
    item, period = standing.item, standing.observation.period
    # What it was compared with itself serves every area of the same period.
    others = [row for row in rows if row.period != period]
    benchmarks = _find_benchmarks(user, others, {item.benchmark} if item and others else set())
    if item and standing.benchmark is not None:
        benchmarks[standing.observation.series_id, period, item.benchmark_id] = standing.benchmark
    return [_stand(standing.indicator, item, row, benchmarks) for row in rows]


def list_past_values(user: AnyUser, standing: Standing) -> list[Observation]:
    """Return the place's own values of the same series, latest period first."""
    now = standing.observation
    if now is None:
        return []
    rows = list_values(user).filter(series=now.series, area=now.area).latest_releases()
    return sorted(rows, key=lambda row: row.period_ends_on or date.min, reverse=True)


def list_versions(user: AnyUser, indicator: Indicator) -> list[IndicatorVersion]:
    """Return the definitions of an indicator, the newest first."""
    versions = IndicatorVersion.objects.visible_to(user).filter(indicator=indicator)
    return list(versions.select_related("source").order_by("-number"))


def next_publication_at() -> datetime | None:
    """Return when the next embargo ends: until then public pages change by acts alone."""
    ahead: datetime | None = Release.objects.filter(published_at__gt=clock.now()).aggregate(at=Min("published_at"))[
        "at"
    ]
    return ahead


def find_indicators(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Return the indicators that answer a search: by name, question and definition, never by a value."""
    fields = ("name", "short_name", "question", "reference", "versions__definition")
    versions = Prefetch("versions", IndicatorVersion.objects.visible_to(user).order_by("-number"))
    rows = list_indicators(user).filter(any_word(words, *fields)).distinct().prefetch_related(versions)[:100]
    for row in rows:
        newest = next(iter(row.versions.all()), None)
        text = " ".join(part for part in (row.question, newest.definition if newest else "") if part)
        yield Found(title=row.name, text=text, url=row.get_absolute_url(), kind="Indicator", context=row.reference)
