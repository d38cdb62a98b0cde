"""Strategies and plans, their priorities, objectives, targets and measures."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from moothall.assess.models import Indicator, Observation
from moothall.govern.models import AgendaItem, Board, Decision, ForwardItem, list_board_slugs
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.kit.models import Versioned
from moothall.places.models import Area, Cited, Person, PublicQuerySet, SourceDocument, Timed
from moothall.places.timescales import parse_timescale
from moothall.plan import rules


class PlanQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> PlanQuerySet:
        """Plans whose text is public; officers of the owner board also see the others."""
        drafts = list_board_slugs(user, "see_drafts")
        if drafts is None:
            return self.all()
        return self.filter(Q(published_on__lte=clock.today()) | Q(board__slug__in=drafts))


class Plan(Cited, Versioned):
    """A strategy, action plan, framework, proposal or statement.

    ``published_on`` is the day from which its text is public, whatever its state: a draft may be public, a plan
    without that day is not.
    """

    KINDS = (
        ("strategy", "Strategy"),
        ("action_plan", "Action plan"),
        ("framework", "Framework"),
        ("proposal", "Proposal"),
        ("position_statement", "Position statement"),
    )
    STATES = (
        ("draft", "Draft"),
        ("consulting", "Out for consultation"),
        ("adopted", "Adopted"),
        ("expired", "Expired"),
        ("superseded", "Superseded"),
    )
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="plans")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    year_one_starts_on = models.DateField(null=True, blank=True)
    reporting_cycle = models.CharField(
        max_length=10, choices=(("quarterly", "Quarterly"), ("monthly", "Monthly")), default="quarterly"
    )
    fresh_days = models.PositiveSmallIntegerField(default=92)
    stale_days = models.PositiveSmallIntegerField(default=138)
    state = models.CharField(max_length=12, choices=STATES, default="draft")
    published_on = models.DateField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="plans_adopted"
    )
    vision = models.TextField(blank=True)
    principles = models.JSONField(default=list, blank=True)
    layers = models.JSONField(default=list, blank=True)
    forward_items = models.ManyToManyField(ForwardItem, blank=True, related_name="plans")
    document = models.ForeignKey(SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    history = HistoricalRecords()

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")), name="plan_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(stale_days__gte=F("fresh_days")), name="stale_after_fresh"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"plan:{self.slug}"


class PriorityQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> PriorityQuerySet:
        """A priority is as public as its plan."""
        return self.filter(plan__in=Plan.objects.visible_to(user))


class Priority(Cited, Versioned):
    """One priority of a plan. A lead and a board are named, to be confirmed, or none: never guessed."""

    slug = models.SlugField(max_length=80, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    short_title = models.CharField(max_length=80, blank=True)
    aim = models.TextField(blank=True)
    where_now = models.TextField(blank=True)
    how_delivered = models.TextField(blank=True)
    leads = models.ManyToManyField(Person, blank=True, related_name="priorities_led")
    lead_state = models.CharField(max_length=16, choices=rules.NAMING_STATES, default=rules.NONE)
    lead_board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.PROTECT, related_name="priorities_led"
    )
    lead_board_state = models.CharField(max_length=16, choices=rules.NAMING_STATES, default=rules.NONE)
    shared_with = models.ManyToManyField(Board, blank=True, related_name="priorities_shared")
    agenda_items = models.ManyToManyField(AgendaItem, blank=True, related_name="priorities")
    as_written = models.JSONField(default=dict, blank=True)
    history = HistoricalRecords()

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ("plan__slug", "number")
        verbose_name_plural = "priorities"
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="priority_number_once"),
            models.CheckConstraint(
                condition=Q(lead_board_state="named", lead_board__isnull=False)
                | (~Q(lead_board_state="named") & Q(lead_board=None)),
                name="lead_board_named_or_not",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"priority:{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("priority", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        problem = rules.check_naming(self.lead_board_state, 0 if self.lead_board is None else 1, "lead board")
        if problem:
            raise ValidationError({"lead_board_state": problem})


class ObjectiveQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> ObjectiveQuerySet:
        """An objective is as public as its priority."""
        return self.filter(priority__in=Priority.objects.visible_to(user))


class Objective(Cited):
    """What is wanted, where and for whom."""

    slug = models.SlugField(max_length=100, unique=True)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="objectives")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    layer = models.CharField(max_length=40, blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="objectives")
    groups = models.JSONField(default=list, blank=True)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ("priority__slug", "order", "slug")

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"objective:{self.slug}"


class TargetQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> TargetQuerySet:
        """A target is as public as its objective."""
        return self.filter(objective__in=Objective.objects.visible_to(user))


class Target(Cited, Timed):
    """By how much and when: a value, or a ratio of the baseline, in a direction, from a baseline."""

    DIRECTIONS = (("up", "Up"), ("down", "Down"), ("none", "Not stated"))
    slug = models.SlugField(max_length=100, unique=True)
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="targets")
    text = models.TextField()
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    value = models.FloatField(null=True, blank=True)
    ratio = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=6, choices=DIRECTIONS, default="none")
    baseline = models.ForeignKey(Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    baseline_value = models.FloatField(null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    path = models.CharField(
        max_length=10, choices=(("straight", "Straight line"), ("milestones", "Milestones")), default="straight"
    )
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    group = models.CharField(max_length=120, blank=True)
    history = HistoricalRecords()

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ("objective__slug", "slug")
        constraints = (models.CheckConstraint(condition=Q(value=None) | Q(ratio=None), name="target_value_or_ratio"),)

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"target:{self.slug}"

    def clean(self) -> None:
        super().clean()
        if self.value is not None and self.ratio is not None:
            raise ValidationError({"ratio": "A target is a value or a ratio of its baseline, not both."})
        plan = self.objective.priority.plan if self.objective_id else None
        year_one = plan.year_one_starts_on if plan else None
        self.take_timescale(parse_timescale(self.timescale_as_written, year_one_starts_on=year_one))


class MeasureQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> MeasureQuerySet:
        """A measure is as public as the priority or objective that it shows."""
        return self.filter(
            Q(priority__in=Priority.objects.visible_to(user)) | Q(objective__in=Objective.objects.visible_to(user))
        )


class Measure(Cited):
    """An indicator that shows how a priority or an objective goes."""

    ROLES = (("progress", "Progress"), ("outcome", "Outcome"))
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measures")
    role = models.CharField(max_length=10, choices=ROLES, default="outcome")
    order = models.PositiveSmallIntegerField(default=0)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("priority__slug", "objective__slug", "order", "indicator__slug")
        constraints = (
            models.CheckConstraint(condition=Q(priority=None) ^ Q(objective=None), name="measure_of_one_thing"),
            models.UniqueConstraint(
                fields=("priority", "objective", "indicator"), name="measure_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} for {self.priority or self.objective}"

    @property
    def ref(self) -> str:
        of = self.priority or self.objective
        return f"measure:{of.slug if of else ''}/{self.indicator.slug}"

    def clean(self) -> None:
        super().clean()
        if (self.priority is None) == (self.objective is None):
            raise ValidationError({"priority": "A measure belongs to a priority or to an objective."})
