"""Actions, the parties that lead them, and the updates that say how they stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from moothall.assess.models import Indicator
from moothall.deliver import rules
from moothall.govern.models import Decision, MinuteParagraph, list_board_slugs, open_or_ours
from moothall.govern.rules import OPEN, PUBLICITY
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.kit.models import Versioned
from moothall.places.models import Area, Cited, Organisation, Person, PublicQuerySet, SourceDocument, Timed
from moothall.places.timescales import parse_timescale
from moothall.plan.models import Objective, Plan, Priority

NEVER_CHANGES = "An update never changes; a correction is a new one, with a key of its own."


class ActionQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> ActionQuerySet:
        """Open actions whose source is public; members also see their board's exempt ones, officers proposed ones."""
        drafts = list_board_slugs(user, "see_drafts")
        sourced = Q(paragraph__in=MinuteParagraph.objects.visible_to(user)) | Q(
            source_plan__in=Plan.objects.visible_to(user)
        )
        rows = self.filter(sourced).filter(open_or_ours(user, "board"))
        if drafts is None:
            return rows
        return rows.filter(~Q(state="proposed") | Q(board__slug__in=drafts))


class Action(Cited, Timed, Versioned):
    """A thing to be done, with a lead and a time. It comes from exactly one minute paragraph or plan."""

    KINDS = (("do", "Do"), ("inform", "Inform"), ("join", "Join"))
    STATES = tuple((state, state.replace("_", " ")) for state in rules.ACTION_STATES)
    slug = models.SlugField(max_length=100, unique=True)
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=STATES, default="agreed")
    kind = models.CharField(max_length=8, choices=KINDS, default="do")
    board = models.ForeignKey("govern.Board", on_delete=models.PROTECT, related_name="actions")
    paragraph = models.ForeignKey(
        MinuteParagraph, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    source_plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    layer = models.CharField(max_length=40, blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="actions")
    groups = models.JSONField(default=list, blank=True)
    said_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    outcome_text = models.TextField(blank=True)
    measure = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    measure_text = models.CharField(max_length=240, blank=True)
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    cites = models.ManyToManyField(SourceDocument, blank=True, related_name="actions_citing")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    publicity = models.CharField(max_length=12, choices=PUBLICITY, default=OPEN)
    closed_on = models.DateField(null=True, blank=True)
    closed_by_decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="actions_closed"
    )
    closed_by_paragraph = models.ForeignKey(
        MinuteParagraph, null=True, blank=True, on_delete=models.PROTECT, related_name="actions_closed"
    )
    closed_by_text = models.CharField(max_length=400, blank=True)
    status_override = models.JSONField(default=dict, blank=True)
    history = HistoricalRecords()

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(
                condition=Q(paragraph=None) ^ Q(source_plan=None), name="action_comes_from_paragraph_or_plan"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("done", "dropped"))
                | ~Q(closed_by_text="")
                | ~Q(closed_by_decision=None)
                | ~Q(closed_by_paragraph=None),
                name="closed_action_cites_why",
            ),
            models.CheckConstraint(condition=~Q(state="merged") | ~Q(merged_into=None), name="merged_says_into_what"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"action:{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if (self.paragraph_id is None) == (self.source_plan_id is None):
            raise ValidationError(
                {"paragraph": "An action comes from exactly one minute paragraph or one plan: name the one behind it."}
            )
        self._check_closing()
        problem = rules.check_override(self.status_override)
        if problem:
            raise ValidationError({"status_override": problem})
        if self.board_id is not None:
            self._read_timescale()

    def _check_closing(self) -> None:
        cited = self.closed_by_text.strip() or self.closed_by_decision_id or self.closed_by_paragraph_id
        if self.state in ("done", "dropped") and not cited:
            raise ValidationError({"closed_by_text": rules.REASON_WANTED})
        if self.state == "merged" and self.merged_into_id is None:
            raise ValidationError({"merged_into": "Say into which action it was merged."})
        if not self._state.adding and self.merged_into_id == self.pk:
            raise ValidationError({"merged_into": "An action cannot be merged into itself."})

    def _read_timescale(self) -> None:
        plan = self.plan or self.source_plan
        said_on = self.said_on
        if said_on is None and self.paragraph is not None:
            said_on = clock.day_of(self.paragraph.meeting.starts_at)
        self.take_timescale(
            parse_timescale(
                self.timescale_as_written,
                year_one_starts_on=plan.year_one_starts_on if plan else None,
                said_on=said_on,
                next_meeting_on=self._find_next_meeting(said_on),
            )
        )

    def _find_next_meeting(self, said_on: date | None) -> date | None:
        if said_on is None:
            return None
        later = self.board.meetings.filter(starts_at__date__gt=said_on).order_by("starts_at").first()
        return clock.day_of(later.starts_at) if later else None


class ActionPartyQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> ActionPartyQuerySet:
        """Who leads an action is as public as the action."""
        return self.filter(action__in=Action.objects.visible_to(user))

    def in_force(self, day: date) -> ActionPartyQuerySet:
        """Parties that hold on ``day``."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day))


class ActionParty(Cited):
    """A lead or contributor of an action, by dates, with the words as written."""

    ROLES = (("lead", "Lead"), ("contributor", "Contributor"))
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="parties")
    order = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=12, choices=ROLES, default="lead")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="action_parties"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="action_parties")
    post = models.ForeignKey(
        "places.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="action_parties"
    )
    as_written = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = ActionPartyQuerySet.as_manager()

    class Meta:
        ordering = ("action__slug", "order")
        verbose_name_plural = "action parties"
        constraints = (
            models.UniqueConstraint(fields=("action", "order"), name="party_once"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")), name="party_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return str(self.post or self.person or self.organisation or self.as_written)

    @property
    def ref(self) -> str:
        return f"party:{self.action.slug}/{self.order}"

    def clean(self) -> None:
        super().clean()
        if not (self.post_id or self.person_id or self.organisation_id or self.as_written.strip()):
            sentence = "Name a post, a person or an organisation, or keep the paper's words."
            raise ValidationError({"as_written": sentence})


class UpdateQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> UpdateQuerySet:
        """An update is as public as its action."""
        return self.filter(action__in=Action.objects.visible_to(user))

    def update(self, **values: Any) -> int:
        raise TypeError(NEVER_CHANGES)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(NEVER_CHANGES)


class Update(models.Model):
    """One report on an action. It never changes: a correction is a new one."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    period = models.CharField(max_length=40, blank=True)
    rating = models.CharField(max_length=10, choices=rules.RATINGS)
    narrative = models.TextField(blank=True)
    evidence = models.JSONField(default=list, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="updates")
    by_name = models.CharField(max_length=160)
    on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    via = models.CharField(
        max_length=8, choices=(("desk", "Desk"), ("link", "One-time link"), ("import", "Import")), default="desk"
    )
    is_invented = models.BooleanField(default=False)
    key = models.CharField(max_length=40, unique=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ("action__slug", "-on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="percent_up_to_100"),
        )

    def __str__(self) -> str:
        return f"{self.action}: {self.get_rating_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(NEVER_CHANGES)
        super().save(*args, **kwargs)

    @property
    def ref(self) -> str:
        return f"update:{self.key}"

    def clean(self) -> None:
        super().clean()
        if not self._state.adding:
            raise ValidationError({"narrative": NEVER_CHANGES})
        problem = rules.check_report(self.narrative, self.evidence, self.percent)
        if problem:
            raise ValidationError({problem.field: problem.sentence})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(NEVER_CHANGES)
