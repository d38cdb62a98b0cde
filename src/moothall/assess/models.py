"""Indicators and their values: each with its interval, period, area, release and source."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from moothall.assess import rules
from moothall.kit import clock
from moothall.kit.grants import AnyUser, list_scopes
from moothall.places.models import Area, Cited, PublicQuerySet, SourceDocument


class Indicator(Cited):
    """One measure, with the plain question that it answers."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    question = models.CharField(max_length=240)
    reference = models.CharField(max_length=40, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"indicator:{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.slug])


class IndicatorVersion(Cited):
    """An indicator's definition, method and sources for a time."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    definition = models.TextField(blank=True)
    rationale = models.TextField(blank=True)
    numerator = models.CharField(max_length=240, blank=True)
    denominator = models.CharField(max_length=240, blank=True)
    data_source = models.CharField(max_length=240, blank=True)
    method = models.CharField(max_length=120, blank=True)
    standard_population = models.CharField(max_length=80, blank=True)
    ci_method = models.CharField(max_length=20, choices=rules.CI_METHODS, default="none")
    value_type = models.CharField(max_length=20, choices=rules.VALUE_TYPES)
    unit = models.CharField(max_length=40)
    multiplier = models.DecimalField(max_digits=12, decimal_places=2, default=100)
    decimals = models.PositiveSmallIntegerField(default=1)
    valid_min = models.FloatField(null=True, blank=True)
    valid_max = models.FloatField(null=True, blank=True)
    year_type = models.CharField(max_length=12, choices=rules.YEAR_TYPES, default="financial")
    caveats = models.TextField(blank=True)
    licence = models.CharField(max_length=120, blank=True)
    attribution = models.CharField(max_length=240, blank=True)
    next_update_on = models.DateField(null=True, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("indicator__slug", "number")
        constraints = (models.UniqueConstraint(fields=("indicator", "number"), name="indicator_version_once"),)

    def __str__(self) -> str:
        return f"{self.indicator} (version {self.number})"

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "A version ends on or after the day on which it begins."})
        if self.valid_min is not None and self.valid_max is not None and self.valid_max < self.valid_min:
            raise ValidationError({"valid_max": "The most that an indicator can be is not below the least."})

    @property
    def ref(self) -> str:
        return f"indicator-version:{self.indicator.slug}/{self.number}"


class Profile(Cited):
    """A named set of indicators."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"profile:{self.slug}"


class ProfileItem(Cited):
    """An indicator in a profile: which way is good, how it is compared and with whom."""

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="items")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="profile_items")
    polarity = models.CharField(max_length=12, choices=rules.POLARITIES)
    comparator_method = models.PositiveSmallIntegerField(choices=rules.COMPARATOR_METHODS, default=1)
    benchmark = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    confidence = models.DecimalField(max_digits=4, decimal_places=1, default=95)
    order = models.PositiveSmallIntegerField(default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("profile__slug", "order", "indicator__slug")
        constraints = (models.UniqueConstraint(fields=("profile", "indicator"), name="indicator_in_profile_once"),)

    def __str__(self) -> str:
        return f"{self.indicator} in {self.profile}"

    def clean(self) -> None:
        super().clean()
        if float(self.confidence) not in rules.LEVELS:
            raise ValidationError({"confidence": "Values have limits at 95 and at 99.8 per cent: write 95 or 99.8."})

    @property
    def comparator(self) -> rules.Comparator:
        return rules.Comparator(
            code=self.benchmark.code,
            name=self.benchmark.name,
            method=self.comparator_method,
            polarity=self.polarity,
            level=float(self.confidence),
        )

    @property
    def ref(self) -> str:
        return f"profile-item:{self.profile.slug}/{self.indicator.slug}"


class Series(models.Model):
    """A version of an indicator by sex, age and category."""

    SEXES = (("persons", "Persons"), ("female", "Female"), ("male", "Male"))
    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="series")
    slug = models.SlugField(max_length=60, default="persons")
    sex = models.CharField(max_length=8, choices=SEXES, default="persons")
    age = models.CharField(max_length=40, blank=True)
    category_type = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=80, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("version__indicator__slug", "slug")
        verbose_name_plural = "series"
        constraints = (models.UniqueConstraint(fields=("version", "slug"), name="series_once"),)

    def __str__(self) -> str:
        return ", ".join(part for part in (self.get_sex_display(), self.age, self.category) if part)

    @property
    def ref(self) -> str:
        return f"series:{self.version.indicator.slug}/{self.version.number}/{self.slug}"


class ReleaseQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> ReleaseQuerySet:
        """Published releases; embargoed ones only for those who may see them."""
        if "" in list_scopes(user, "see_embargoed"):
            return self.all()
        return self.filter(published_at__lte=clock.now())


class Release(models.Model):
    """One load of a source, and the instant from which it is public."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    source = models.ForeignKey(SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="releases")
    licence = models.CharField(max_length=120, blank=True)
    attribution = models.CharField(max_length=240, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(db_index=True)
    is_invented = models.BooleanField(default=False)
    note = models.CharField(max_length=400, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"release:{self.slug}"


class ObservationQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> ObservationQuerySet:
        """Values of the releases that ``user`` may see: the one door for every surface."""
        return self.filter(release__in=Release.objects.visible_to(user))

    def latest_releases(self) -> ObservationQuerySet:
        """Of each series, area and period, the value of the release that was published last; earlier ones stay held."""
        return self._first_of("series", "area", "period", order=("-release__published_at", "-release_id"))

    def latest_periods(self) -> ObservationQuerySet:
        """Of each series and area, the value of the latest period, unknown periods last."""
        latest = F("period_ends_on").desc(nulls_last=True)
        return self._first_of("series", "area", order=(latest, "-release__published_at", "-release_id"))

    def _first_of(self, *parts: str, order: tuple[Any, ...]) -> ObservationQuerySet:
        place = Window(RowNumber(), partition_by=[F(part) for part in parts], order_by=list(order))
        rows: ObservationQuerySet = self.annotate(place_in_line=place).filter(place_in_line=1)
        return rows


class Observation(Cited):
    """One value with its interval: of a series, in an area, for a period, from a release.

    ``value`` and limits are in the version's unit; limits are at 95 % or 99.8 %; missing is null, never 0.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="observations")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="observations")
    period = models.CharField(max_length=40, blank=True)
    period_starts_on = models.DateField(null=True, blank=True, editable=False)
    period_ends_on = models.DateField(null=True, blank=True, editable=False)
    period_kind = models.CharField(max_length=20, default="unknown", editable=False)
    value = models.FloatField(null=True, blank=True)
    lower_95 = models.FloatField(null=True, blank=True)
    upper_95 = models.FloatField(null=True, blank=True)
    lower_99_8 = models.FloatField(null=True, blank=True)
    upper_99_8 = models.FloatField(null=True, blank=True)
    count = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    value_status = models.CharField(max_length=24, choices=rules.VALUE_STATUSES, default="published")
    note = models.CharField(max_length=400, blank=True)
    raw = models.CharField(max_length=80, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ("series", "area__code", "period_starts_on", "period", "release")
        constraints = (
            models.UniqueConstraint(fields=("series", "area", "period", "release"), name="observation_once"),
            models.CheckConstraint(
                condition=Q(lower_95=None) | Q(upper_95=None) | Q(lower_95__lte=F("upper_95")),
                name="limits_95_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lower_99_8=None) | Q(upper_99_8=None) | Q(lower_99_8__lte=F("upper_99_8")),
                name="limits_99_8_in_order",
            ),
            models.CheckConstraint(
                condition=Q(value_status__in=rules.WITHHELD, value=None)
                | (~Q(value_status__in=rules.WITHHELD) & Q(value__isnull=False)),
                name="value_or_status_why_not",
            ),
        )

    def __str__(self) -> str:
        return f"{self.series.version.indicator} {self.area} {self.period}"

    @property
    def ref(self) -> str:
        series = self.series
        period = self.period or "unknown"
        indicator = series.version.indicator.slug
        return f"observation:{indicator}/{series.slug}/{self.area.code}/{period}/{self.release.slug}"

    def clean(self) -> None:
        super().clean()
        if not self.series_id:
            return
        version = self.series.version
        problem = rules.check_observation(
            value=self.value,
            limits_95=(self.lower_95, self.upper_95),
            limits_99_8=(self.lower_99_8, self.upper_99_8),
            decimals=version.decimals,
            status=self.value_status,
            valid_range=(version.valid_min, version.valid_max),
            count=self.count,
            denominator=self.denominator,
        )
        if problem:
            raise ValidationError({problem.field: problem.sentence})
        self._read_period(version.year_type)

    def _read_period(self, year_type: str) -> None:
        """Keep the period's one spelling, so that no period stands twice under two of them."""
        try:
            period = rules.read_period(self.period, year_type)
        except ValueError as error:
            raise ValidationError({"period": str(error)}) from error
        self.period = "" if period.kind == "unknown" else period.label
        self.period_kind, self.period_starts_on, self.period_ends_on = period.kind, period.starts_on, period.ends_on

    @property
    def period_label(self) -> str:
        """The period as pages write it: "2017/18", "date not printed"."""
        return self.period or rules.UNKNOWN.label

    @property
    def is_embargoed(self) -> bool:
        """Whether the value is not public yet; only those who may see embargoed values meet one that is."""
        return self.release.published_at > clock.now()

    def limits(self, level: float = 95.0) -> rules.Limits:
        """Limits at a level in per cent: as printed, else by the indicator's own method from its counts."""
        held = (self.lower_99_8, self.upper_99_8) if level == 99.8 else (self.lower_95, self.upper_95)
        if held != (None, None):
            return held
        version = self.series.version
        return rules.find_limits(
            value=self.value,
            count=self.count,
            denominator=self.denominator,
            ci_method=version.ci_method,
            multiplier=float(version.multiplier),
            decimals=version.decimals,
            level=level,
        )

    def facts(self, level: float = 95.0) -> rules.Facts:
        """The value as rules compare and read it, with its limits at ``level`` per cent."""
        version = self.series.version
        return rules.Facts(
            code=self.area.code,
            area=self.area.name,
            series=self.series.ref,
            period=self.period,
            release=self.release.slug,
            value=self.value,
            limits=self.limits(level),
            status=self.value_status,
            unit=version.unit,
            decimals=version.decimals,
        )
