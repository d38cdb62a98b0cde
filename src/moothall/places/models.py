"""The place, its areas, organisations, people and posts, and the documents that citations name."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from moothall.kit.grants import AnyUser
from moothall.places import rules

HEX_COLOUR = RegexValidator(r"^#[0-9a-f]{6}$", "Give a colour as # and six lower-case hexadecimal digits.")


class PublicQuerySet(models.QuerySet[Any]):
    """Records that are public as a whole; stages with private rows override ``visible_to``.

    ``all_public`` holds for the class whose ``visible_to`` is asked, and is not inherited by one that overrides it.
    """

    all_public = True

    def visible_to(self, user: AnyUser) -> PublicQuerySet:
        """Rows that ``user`` may know of."""
        return self.all()


class SourceDocument(models.Model):
    """A paper or address that citations name."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=240)
    publisher = models.CharField(max_length=160, blank=True)
    published_on = models.DateField(null=True, blank=True)
    address = models.URLField(max_length=400, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=400, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.key])

    @property
    def ref(self) -> str:
        return f"document:{self.key}"


class Cited(models.Model):
    """A record that says where it comes from: its paper, and the page, the lines or both where it stands there."""

    source = models.ForeignKey(SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_page = models.CharField(max_length=40, blank=True)
    source_lines = models.CharField(max_length=60, blank=True)
    source_status = models.CharField(max_length=10, choices=rules.STATUSES, default=rules.STATED)
    source_because = models.CharField(max_length=400, blank=True)
    # Rows of the place's files that say something else of this record, each with its own place in a paper.
    source_contradictions = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        problem = rules.check_citation(self.source_status, self.source_because, self.source_id is not None)
        if problem:
            raise ValidationError({"source": problem})
        problem = rules.check_spot(self.source_status, self.source_page, self.source_lines)
        if problem:
            raise ValidationError({"source_lines": problem})
        for told in rules.read_contradictions(self.source_contradictions):
            problem = rules.check_citation(told.status, told.because, bool(told.document))
            problem = problem or rules.check_spot(told.status, told.page, told.lines)
            if problem:
                raise ValidationError({"source_contradictions": problem})

    @property
    def contradictions(self) -> tuple[rules.Contradiction, ...]:
        """What other places say of this record; the record is what the first row of its file says."""
        return rules.read_contradictions(self.source_contradictions)

    @property
    def citation(self) -> rules.Citation:
        document = self.source
        return rules.Citation(
            document=document.key if document else "",
            title=document.title if document else "",
            page=self.source_page,
            lines=self.source_lines,
            status=self.source_status,
            because=self.source_because,
            contradictions=self.contradictions,
        )


class Place(models.Model):
    """The one place that this database holds: its name, look and contact."""

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    strapline = models.CharField(max_length=200, blank=True)
    vision = models.TextField(blank=True)
    mark = models.CharField(max_length=3)
    colour = models.CharField(max_length=7, validators=[HEX_COLOUR], default="#003d73")
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    time_zone = models.CharField(max_length=40, default="Europe/London")
    as_at = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False)
    front_board = models.SlugField(max_length=80, blank=True)
    one = models.BooleanField(default=True, unique=True, editable=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(one=True), name="one_place"),)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return "place:this"

    @property
    def is_loaded(self) -> bool:
        return True

    def clean(self) -> None:
        from moothall.kit.colour import check_colour

        super().clean()
        problems = check_colour(self.colour)
        if problems:
            raise ValidationError({"colour": problems[0]})
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": f"There is no time zone {self.time_zone!r}: write Europe/London."})
        if not self.mark.strip():
            raise ValidationError({"mark": "The mark is one to three letters."})


class AreaKind(models.Model):
    """A kind of geography (district, county, region): its level and the prefix of its codes."""

    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    plural = models.CharField(max_length=80, blank=True)
    level = models.PositiveSmallIntegerField()
    code_prefix = models.CharField(max_length=3, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("level", "key")

    def __str__(self) -> str:
        return self.label

    @property
    def ref(self) -> str:
        return f"area-kind:{self.key}"


class Area(Cited):
    """A geography of one vintage, with its official code."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    kind = models.ForeignKey(AreaKind, on_delete=models.PROTECT, related_name="areas")
    vintage = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_home = models.BooleanField(default=False)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("kind__level", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="area_valid_to_after_from",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("area", args=[self.code])

    @property
    def ref(self) -> str:
        return f"area:{self.code}"

    def clean(self) -> None:
        super().clean()
        prefix = self.kind.code_prefix if self.kind_id else ""
        if prefix and not self.code.startswith(prefix):
            raise ValidationError(
                {"code": f"The code of a {self.kind.label} begins with {prefix}, not {self.code[:3]}."}
            )


class AreaMembership(models.Model):
    """A child area in a parent, exact or best fit."""

    child = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="children")
    fit = models.CharField(
        max_length=12,
        choices=(("exact", "exact"), ("best_fit", "best fit"), ("apportioned", "apportioned")),
        default="exact",
    )
    weight = models.DecimalField(max_digits=9, decimal_places=8, default=1)
    release = models.CharField(max_length=80, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("parent__code", "child__code")
        constraints = (
            models.UniqueConstraint(fields=("child", "parent", "release"), name="membership_once"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="area_not_in_itself"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="membership_weight_0_to_1"),
        )

    def __str__(self) -> str:
        return f"{self.child} in {self.parent}"

    @property
    def ref(self) -> str:
        return f"area-membership:{self.child.code}/{self.parent.code}"


class Organisation(Cited):
    """A body in law or practice."""

    KINDS = (
        ("county_council", "County council"),
        ("district_council", "District council"),
        ("nhs_commissioner", "NHS commissioner"),
        ("nhs_provider", "NHS provider"),
        ("national_body", "National body"),
        ("police", "Police"),
        ("fire", "Fire and rescue"),
        ("healthwatch", "Healthwatch"),
        ("voluntary", "Voluntary sector"),
        ("group", "Group of organisations"),
        ("other", "Other"),
    )
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    @property
    def ref(self) -> str:
        return f"organisation:{self.slug}"


class Person(Cited):
    """A holder of a published role. No address, telephone number or date of birth is a field of this system."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    honorific = models.CharField(max_length=20, blank=True)
    post_nominals = models.CharField(max_length=40, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return " ".join(part for part in (self.honorific, self.name, self.post_nominals) if part)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])

    @property
    def ref(self) -> str:
        return f"person:{self.slug}"

    @property
    def is_invented(self) -> bool:
        return self.source_status == rules.INVENTED


class Post(Cited):
    """A job in an organisation and its holder by dates."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    holder = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    deputy = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="deputises_for")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "title")

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"

    @property
    def ref(self) -> str:
        return f"post:{self.slug}"


class BankHoliday(models.Model):
    """One day of a calendar version."""

    calendar = models.CharField(max_length=40)
    day = models.DateField()
    name = models.CharField(max_length=80)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("calendar", "day")
        constraints = (models.UniqueConstraint(fields=("calendar", "day"), name="bank_holiday_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.day}"

    @property
    def ref(self) -> str:
        return f"bank-holiday:{self.calendar}/{self.day}"


class GlossaryTerm(Cited):
    """An abbreviation or word of the place's papers with its meaning.

    ``forms`` are the other spellings that stand for it in running text, such as the singular; ``see`` is a term that
    says more.
    """

    slug = models.SlugField(max_length=60, unique=True)
    term = models.CharField(max_length=60, unique=True)
    meaning = models.CharField(max_length=400)
    forms = models.JSONField(default=list, blank=True)
    see = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="seen_from")

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary')}#{self.slug}"

    @property
    def ref(self) -> str:
        return f"term:{self.slug}"

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.forms, list) or not all(isinstance(form, str) and form.strip() for form in self.forms):
            raise ValidationError({"forms": "Other spellings are a list of words."})


class Timed(models.Model):
    """A record with a timescale: the words as written are the truth, the other columns what they were read as."""

    timescale_as_written = models.CharField(max_length=160, blank=True)
    timescale_kind = models.CharField(max_length=12, default="unset", editable=False)
    timescale_start = models.DateField(null=True, blank=True, editable=False)
    timescale_end = models.DateField(null=True, blank=True, editable=False)
    timescale_precision = models.CharField(max_length=8, blank=True, editable=False)
    timescale_every = models.CharField(max_length=12, blank=True, editable=False)
    timescale_mark = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def timescale(self) -> rules.Timescale:
        return rules.Timescale(
            as_written=self.timescale_as_written,
            kind=self.timescale_kind,
            start=self.timescale_start,
            end=self.timescale_end,
            precision=self.timescale_precision,
            every=self.timescale_every,
            mark=self.timescale_mark,
        )

    def take_timescale(self, value: rules.Timescale) -> None:
        """Set the columns from a value that was read."""
        self.timescale_as_written = value.as_written
        self.timescale_kind = value.kind
        self.timescale_start = value.start
        self.timescale_end = value.end
        self.timescale_precision = value.precision
        self.timescale_every = value.every
        self.timescale_mark = value.mark
