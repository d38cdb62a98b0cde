"""Strategies and plans, their priorities, objectives, targets and measures; links and the influence matrix."""

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
from moothall.places.models import Area, Cited, Organisation, Person, PublicQuerySet, SourceDocument, Timed
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
    further_work = models.JSONField(default=list, blank=True)
    forward_items = models.ManyToManyField(ForwardItem, blank=True, related_name="plans")
    agenda_items = models.ManyToManyField(AgendaItem, blank=True, related_name="plans")
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

    def get_absolute_url(self) -> str:
        return reverse("strategy", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        problem = rules.check_layers(self.layers)
        if problem:
            raise ValidationError({"layers": problem})


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
    how_to_get_there = models.TextField(blank=True)
    spotlights = models.JSONField(default=list, blank=True)
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


def one_of(side: str) -> Q:
    """Return the condition that exactly one of the columns of a link's side is filled."""
    condition = Q()
    for chosen in rules.ENDS:
        filled = Q(**{f"{side}_{end}__isnull": end != chosen for end in rules.ENDS})
        condition = condition | filled if condition else filled
    return condition


class LinkQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> LinkQuerySet:
        """A link is seen by who may see both its ends; bodies and documents are public."""
        plans, priorities = Plan.objects.visible_to(user), Priority.objects.visible_to(user)
        objectives = Objective.objects.visible_to(user)
        rows = self
        for side in ("from", "to"):
            rows = rows.filter(
                Q(**{f"{side}_plan": None}) | Q(**{f"{side}_plan__in": plans}),
                Q(**{f"{side}_priority": None}) | Q(**{f"{side}_priority__in": priorities}),
                Q(**{f"{side}_objective": None}) | Q(**{f"{side}_objective__in": objectives}),
            )
        return rows


End = Board | Organisation | Plan | Priority | Objective | SourceDocument


class Link(Cited, Versioned):
    """One of nine relations between two records of the plans, with its citation; each side names exactly one."""

    KINDS = tuple((key, relation.words) for key, relation in rules.RELATIONS.items())
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=KINDS)
    from_board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.PROTECT, related_name="links_out")
    from_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="links_out"
    )
    from_plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="links_out")
    from_priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="links_out"
    )
    from_objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="links_out"
    )
    from_document = models.ForeignKey(
        SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="links_out"
    )
    to_board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.PROTECT, related_name="links_in")
    to_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="links_in"
    )
    to_plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="links_in")
    to_priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="links_in")
    to_objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="links_in"
    )
    to_document = models.ForeignKey(
        SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="links_in"
    )
    strength = models.CharField(max_length=8, choices=rules.STRENGTHS, default=rules.STATED)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")), name="link_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=("kind", *(f"{side}_{end}" for side in ("from", "to") for end in rules.ENDS)),
                name="link_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=one_of("from"), name="link_from_one"),
            models.CheckConstraint(condition=one_of("to"), name="link_to_one"),
        )

    def __str__(self) -> str:
        return f"{self.start} {self.get_kind_display()} {self.end}"

    @property
    def ref(self) -> str:
        return f"link:{self.slug}"

    @property
    def start(self) -> End | None:
        """What the link goes out from."""
        return self._pick("from")

    @property
    def end(self) -> End | None:
        """What the link leads to."""
        return self._pick("to")

    def _pick(self, side: str) -> End | None:
        return next((getattr(self, f"{side}_{end}") for end in self._list_ends(side)), None)

    def _list_ends(self, side: str) -> list[str]:
        return [end for end in rules.ENDS if getattr(self, f"{side}_{end}_id") is not None]

    def clean(self) -> None:
        super().clean()
        problem = rules.check_link(self.kind, self._list_ends("from"), self._list_ends("to"))
        if problem:
            raise ValidationError({problem[0]: problem[1]})
        if self.start == self.end:
            raise ValidationError({"slug": "A link leads from one record to another, not back to itself."})
        if self.kind == "shares" and self.from_priority and self.to_priority:
            self._check_shared_once()

    def _check_shared_once(self) -> None:
        back = Link.objects.filter(kind="shares", from_priority=self.to_priority, to_priority=self.from_priority)
        if back.exclude(pk=self.pk).exists():
            raise ValidationError({"slug": "That the two are shared is said already, the other way round."})


class MatrixThemeQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> MatrixThemeQuerySet:
        """A theme is as public as its plan."""
        return self.filter(plan__in=Plan.objects.visible_to(user))


class MatrixTheme(Cited):
    """A row of a plan's influence matrix: a theme, and the vocabulary in which the roles of bodies are told."""

    slug = models.SlugField(max_length=80, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="themes")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=160)
    vocabulary = models.CharField(max_length=24, choices=rules.VOCABULARY_WORDS, default="driver_influencer")
    note = models.TextField(blank=True)

    objects = MatrixThemeQuerySet.as_manager()

    class Meta:
        ordering = ("plan__slug", "order", "slug")

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"matrix-theme:{self.slug}"

    def clean(self) -> None:
        super().clean()
        others = MatrixTheme.objects.filter(plan_id=self.plan_id).exclude(pk=self.pk)
        if others.exclude(vocabulary=self.vocabulary).exists():
            raise ValidationError({"vocabulary": "All themes of one plan tell roles in the same words."})


class MatrixCellQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> MatrixCellQuerySet:
        """A cell is as public as its theme."""
        return self.filter(theme__in=MatrixTheme.objects.visible_to(user))


class MatrixCell(Cited):
    """A body's role in a theme, and what concerns it there. An empty role says that the plan states none."""

    slug = models.SlugField(max_length=120, unique=True)
    theme = models.ForeignKey(MatrixTheme, on_delete=models.PROTECT, related_name="cells")
    order = models.PositiveSmallIntegerField(default=0)
    board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.PROTECT, related_name="matrix_cells")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="matrix_cells"
    )
    role = models.CharField(max_length=12, blank=True)
    concerns = models.JSONField(default=list, blank=True)

    objects = MatrixCellQuerySet.as_manager()

    class Meta:
        ordering = ("theme__plan__slug", "theme__order", "order", "slug")
        constraints = (
            models.CheckConstraint(condition=Q(board=None) ^ Q(organisation=None), name="matrix_cell_of_one_body"),
            models.UniqueConstraint(
                fields=("theme", "board", "organisation"), name="matrix_cell_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.theme}: {self.body}"

    @property
    def ref(self) -> str:
        return f"matrix-cell:{self.slug}"

    @property
    def body(self) -> Board | Organisation | None:
        return self.board or self.organisation

    def clean(self) -> None:
        super().clean()
        if (self.board_id is None) == (self.organisation_id is None):
            raise ValidationError({"board": "A cell is of one body: a board or an organisation."})
        problem = rules.check_role(self.theme.vocabulary, self.role) if self.theme_id else None
        if problem:
            raise ValidationError({"role": problem})


class MatrixQuestionQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> MatrixQuestionQuerySet:
        """A question is as public as the plan that asks it."""
        plans = Plan.objects.visible_to(user)
        return self.filter(Q(cell__theme__plan__in=plans) | Q(plan__in=plans))


class MatrixQuestion(Cited, Versioned):
    """A question that a body, or a layer of a plan, must answer; its answer says when, by whom and from what."""

    slug = models.SlugField(max_length=120, unique=True)
    cell = models.ForeignKey(MatrixCell, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="layer_questions")
    layer = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    answer = models.TextField(blank=True)
    evidence = models.JSONField(default=list, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    review_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = MatrixQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("plan__slug", "cell__slug", "layer", "order", "slug")
        constraints = (
            models.CheckConstraint(condition=Q(cell=None) ^ Q(plan=None), name="matrix_question_of_cell_or_layer"),
            models.CheckConstraint(condition=Q(plan=None, layer="") | ~Q(layer=""), name="layer_question_names_layer"),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"matrix-question:{self.slug}"

    @property
    def asked_by(self) -> Plan:
        """The plan that asks it, in its matrix or of one of its layers."""
        asking: Plan = self.plan if self.cell is None else self.cell.theme.plan  # type: ignore[assignment]
        return asking

    @property
    def state(self) -> str:
        """unanswered, answered, or stale: its answer is due for review."""
        return rules.judge_question(self.answer, self.review_on, today=clock.today())

    def clean(self) -> None:
        super().clean()
        if (self.cell_id is None) == (self.plan_id is None):
            raise ValidationError({"cell": "A question belongs to a cell of the matrix, or to a layer of a plan."})
        if self.plan is not None and self.layer not in [layer["layer"] for layer in self.plan.layers]:
            raise ValidationError({"layer": f"The plan has no layer {self.layer!r}."})
        if self.cell_id is not None and self.layer:
            raise ValidationError({"layer": "A question of a cell has no layer of its own."})
        problem = rules.check_answer(self.answer, self.answered_on, self.answered_by)
        if problem:
            raise ValidationError({"answer": problem})
        problem = rules.check_evidence(self.evidence)
        if problem:
            raise ValidationError({"evidence": problem})
