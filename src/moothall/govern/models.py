"""Boards, who sits on them by which rules, their meetings, minutes and decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from moothall.govern import rules
from moothall.kit import clock, formats
from moothall.kit.grants import AnyUser, list_scopes
from moothall.kit.models import Versioned
from moothall.places.models import (
    Area,
    BankHoliday,
    Cited,
    Organisation,
    Person,
    Post,
    PublicQuerySet,
    Timed,
)
from moothall.places.timescales import parse_timescale

VERSION_NAME = RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", "Name a version with small letters, digits, dots and hyphens.")


ADDRESS = r"[0-9A-Za-z][0-9A-Za-z.-]*"  # what may stand in the address of a paragraph, an item, a decision
IN_ADDRESS = RegexValidator(rf"^{ADDRESS}$", "Use letters, digits, dots and hyphens only.")


def list_board_slugs(user: AnyUser, power: str) -> set[str] | None:
    """Return the slugs of the boards in which ``user`` has ``power``; None means every board."""
    scopes = list_scopes(user, power)
    if "" in scopes:
        return None
    return {scope.removeprefix("board:") for scope in scopes if scope.startswith("board:")}


def open_or_ours(user: AnyUser, board: str, power: str = "see_members_papers") -> Q:
    """Return the condition that a row is open, or that ``user`` has ``power`` in its board (path ``board``)."""
    slugs = list_board_slugs(user, power)
    if slugs is None:
        return Q()
    return Q(publicity=rules.OPEN) | Q(**{f"{board}__slug__in": slugs})


class Board(Cited, Versioned):
    """A board, group or partnership that meets.

    ``chair_post`` and ``meets`` are what a paper says of who chairs and how often it meets. ``partners`` are the
    organisations that a paper names as partners in it, ``responsible`` those on whom the law lays its duty.
    ``is_proposed``: a paper asks for it, and no paper in hand says that it exists.
    """

    KINDS = (
        ("statutory", "Statutory board"),
        ("partnership", "Partnership"),
        ("group", "Group"),
        ("practice", "Practice board (invented)"),
    )
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=16, choices=KINDS)
    purpose = models.TextField(blank=True)
    statutory_basis = models.CharField(max_length=240, blank=True)
    host = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="boards_hosted"
    )
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="boards")
    lead_officer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="boards_served"
    )
    chair_post = models.CharField(max_length=160, blank=True)
    meets = models.CharField(max_length=80, blank=True)
    is_proposed = models.BooleanField(default=False)
    partners = models.ManyToManyField(Organisation, related_name="boards_joined", blank=True)
    responsible = models.ManyToManyField(Organisation, related_name="boards_answered_for", blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    extra_schema = models.JSONField(default=dict, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    history = HistoricalRecords()

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"board:{self.slug}"

    @property
    def is_invented(self) -> bool:
        return self.source_status == "invented"

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.slug])


class ReportingLine(Cited):
    """A board reports to, supports, is overseen by or informs another board or an organisation."""

    KINDS = (
        ("reports_to", "reports to"),
        ("supports", "supports"),
        ("overseen_by", "is overseen by"),
        ("informs", "informs"),
    )
    child = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="lines_up")
    parent_board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.PROTECT, related_name="lines_down")
    parent_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="boards_reporting"
    )
    kind = models.CharField(max_length=12, choices=KINDS, default="reports_to")
    strength = models.CharField(max_length=8, choices=(("stated", "stated"), ("implied", "implied")), default="stated")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("child__slug", "kind", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(parent_board=None) ^ Q(parent_organisation=None), name="reporting_line_has_one_parent"
            ),
            models.CheckConstraint(condition=~Q(child=F("parent_board")), name="board_does_not_report_to_itself"),
            models.UniqueConstraint(
                fields=("child", "parent_board", "parent_organisation", "kind"),
                name="reporting_line_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.child} {self.get_kind_display()} {self.parent}"

    @property
    def ref(self) -> str:
        parent = self.parent
        return f"reporting-line:{self.child.slug}/{self.kind}/{parent.slug if parent else ''}"

    @property
    def parent(self) -> Board | Organisation | None:
        return self.parent_board or self.parent_organisation

    def clean(self) -> None:
        super().clean()
        if (self.parent_board is None) == (self.parent_organisation is None):
            raise ValidationError({"parent_board": "A reporting line has one parent: a board or an organisation."})
        if self.kind == "reports_to" and self.parent_board is not None:
            held = ReportingLine.objects.filter(kind="reports_to", parent_board__isnull=False).exclude(pk=self.pk)
            edges = [*held.values_list("child__slug", "parent_board__slug"), (self.child.slug, self.parent_board.slug)]
            cycle = rules.find_cycle(edges)
            if cycle:
                raise ValidationError({"parent_board": f"Reporting lines run in a circle: {' → '.join(cycle)}."})


class TermsOfReferenceQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> TermsOfReferenceQuerySet:
        """Terms that are or were in force; a proposal is for the board's members and officers."""
        slugs = list_board_slugs(user, "see_members_papers")
        if slugs is None:
            return self.all()
        return self.filter(Q(is_proposal=False) | Q(board__slug__in=slugs))

    def in_force(self, day: date) -> TermsOfReferenceQuerySet:
        """Versions that apply on ``day``: never a proposal, and one a board at the most."""
        return self.filter(Q(effective_to=None) | Q(effective_to__gte=day), is_proposal=False, effective_from__lte=day)


class TermsOfReference(Cited):
    """One dated version of a board's terms: prose clauses beside the rules that they give.

    ``adopted_by`` is the decision that adopted it, where the record of it is kept; a version not adopted yet says so
    by ``is_proposal``. ``origin`` is where the text is found, in words, as terms in ``tor/1`` carry it.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="terms")
    version_name = models.CharField(max_length=40, validators=[VERSION_NAME])
    origin = models.CharField(max_length=240, blank=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    prose = models.JSONField(default=list)
    prose_only = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, editable=False, blank=True)
    is_proposal = models.BooleanField(default=False)
    adopted_by = models.ForeignKey(
        "Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="terms_adopted"
    )
    proposed_seats = models.JSONField(default=list, blank=True)
    history = HistoricalRecords()

    objects = TermsOfReferenceQuerySet.as_manager()

    class Meta:
        ordering = ("board__slug", "effective_from")
        verbose_name_plural = "terms of reference"
        constraints = (
            models.UniqueConstraint(fields=("board", "version_name"), name="terms_version_once"),
            models.UniqueConstraint(
                fields=("board",),
                condition=Q(effective_to=None, is_proposal=False),
                name="one_open_version_of_terms",
            ),
            models.CheckConstraint(
                condition=Q(is_proposal=False) | Q(adopted_by=None), name="what_was_adopted_is_no_proposal"
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")), name="terms_end_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}, {self.version_name}"

    @property
    def ref(self) -> str:
        return f"terms:{self.board.slug}/{self.version_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = rules.make_terms_sha256(self.prose, self.prose_only, self.rules)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        problems = rules.check_rules(self.rules, self.prose, self.prose_only)
        if problems:
            raise ValidationError({"rules": str(problems[0])})
        if not self.is_proposal:
            self._refuse_overlap()

    def _refuse_overlap(self) -> None:
        others = TermsOfReference.objects.filter(board=self.board, is_proposal=False).exclude(pk=self.pk)
        others = others.filter(Q(effective_to=None) | Q(effective_to__gte=self.effective_from))
        if self.effective_to:
            others = others.filter(effective_from__lte=self.effective_to)
        other = others.first()
        if other:
            raise ValidationError(
                {"effective_from": f"Version {other.version_name} is in force then too: end it the day before."}
            )


class VotingGroup(Cited):
    """Organisations with one vote between them."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="voting_groups")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    organisations = models.ManyToManyField(Organisation, related_name="voting_groups", blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("board__slug", "slug")
        constraints = (models.UniqueConstraint(fields=("board", "slug"), name="voting_group_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"voting-group:{self.board.slug}/{self.slug}"


class SeatQuerySet(PublicQuerySet):
    def in_force(self, day: date) -> SeatQuerySet:
        """Seats that exist on ``day``."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), Q(from_on=None) | Q(from_on__lte=day))


class Seat(Cited):
    """A member's place on a board."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="seats")
    slug = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    voting_group = models.ForeignKey(VotingGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    voting = models.BooleanField(default=True)
    weight = models.PositiveSmallIntegerField(default=1)
    tags = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("board__slug", "order", "slug")
        constraints = (models.UniqueConstraint(fields=("board", "slug"), name="seat_once"),)

    def __str__(self) -> str:
        return self.label

    @property
    def ref(self) -> str:
        return f"seat:{self.board.slug}/{self.slug}"

    def clean(self) -> None:
        super().clean()
        if self.voting_group and self.voting_group.board_id != self.board_id:
            raise ValidationError({"voting_group": f"The group {self.voting_group.slug} is of another board."})
        if not isinstance(self.tags, list) or not all(isinstance(tag, str) for tag in self.tags):
            raise ValidationError({"tags": "Tags are a list of words."})
        if self.weight < 1:
            raise ValidationError({"weight": "A seat weighs at least 1."})


class AppointmentQuerySet(PublicQuerySet):
    def in_force(self, day: date) -> AppointmentQuerySet:
        """Appointments that hold on ``day``: one a seat at the most."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)


class Appointment(Cited):
    """A person in a seat for a time, with the office held.

    Where a place loads no names, ``post_title`` stands for the holder, who is somebody all the same.
    """

    OFFICES = (("none", "Member"), ("chair", "Chair"), ("vice_chair", "Vice-chair"))
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments")
    post_title = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=12, choices=OFFICES, default="none")
    appointed_by = models.CharField(max_length=160, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=240, blank=True)
    history = HistoricalRecords()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("seat__board__slug", "seat__order", "from_on")
        constraints = (
            models.UniqueConstraint(fields=("seat",), condition=Q(to_on=None), name="one_holder_of_a_seat_at_a_time"),
            models.UniqueConstraint(fields=("seat", "from_on"), name="one_appointment_a_day"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(person=None) | ~Q(post_title=""), name="appointment_names_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.holder_name}, {self.seat}"

    @property
    def holder_name(self) -> str:
        return str(self.person) if self.person else self.post_title

    @property
    def ref(self) -> str:
        return f"appointment:{self.seat.board.slug}/{self.seat.slug}/{self.from_on}"

    def clean(self) -> None:
        super().clean()
        if self.person is None and not self.post_title:
            raise ValidationError({"person": "Name the person who holds the seat."})
        others = Appointment.objects.filter(seat=self.seat).exclude(pk=self.pk)
        overlap = others.filter(Q(to_on=None) | Q(to_on__gte=self.from_on))
        if self.to_on:
            overlap = overlap.filter(from_on__lte=self.to_on)
        holder = overlap.select_related("person").first()
        if holder:
            filled = f"The seat {self.seat.slug} is filled by {holder.holder_name} from {holder.from_on}"
            raise ValidationError({"seat": f"{filled}: one holder at a time."})


class MeetingQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> MeetingQuerySet:
        """Every meeting's day is public; its items and paragraphs have their own filter."""
        return self.all()


class Meeting(Cited, Versioned):
    """One sitting of a board."""

    KINDS = (
        ("ordinary", "Ordinary"),
        ("extraordinary", "Extraordinary"),
        ("development", "Development session"),
        ("reconvened", "Reconvened"),
        ("joint", "Joint"),
    )
    STATES = tuple((state, state.replace("_", " ")) for state in rules.MEETING_STATES)
    slug = models.SlugField(max_length=120, unique=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    mode = models.CharField(
        max_length=12,
        choices=(("in_person", "In person"), ("remote", "Remote"), ("hybrid", "Hybrid")),
        default="in_person",
    )
    kind = models.CharField(max_length=14, choices=KINDS, default="ordinary")
    reconvenes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reconvened_as"
    )
    terms = models.ForeignKey(
        TermsOfReference, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    state = models.CharField(max_length=20, choices=STATES, default="planned")
    presided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="presided")
    questions_close_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "slug")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.board.name}, {formats.day(self.starts_at)}"

    @property
    def ref(self) -> str:
        return f"meeting:{self.slug}"

    @property
    def is_minuted(self) -> bool:
        return self.state in rules.MINUTED_MEETING_STATES

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.slug])

    def get_agenda_url(self) -> str:
        return reverse("agenda_desk", args=[self.slug])

    def get_room_url(self) -> str:
        return reverse("meeting_room", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.terms and self.terms.board_id != self.board_id:
            raise ValidationError({"terms": "These terms are of another board."})
        if self.terms and self.terms.is_proposal:
            raise ValidationError({"terms": "These terms are only proposed: no meeting is held under them."})
        starts: datetime | None = self.starts_at  # a form may have left it out
        if self.ends_at is not None and starts is not None and self.ends_at <= starts:
            raise ValidationError({"ends_at": "A meeting ends after it begins."})
        if self.cancelled_because.strip() and self.state != "cancelled":
            raise ValidationError({"cancelled_because": "Only a meeting that is cancelled has a reason for it."})


class AttendanceQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> AttendanceQuerySet:
        """Who was there is public with the minutes; while they are being taken it is for the board's officers."""
        drafts = list_board_slugs(user, "see_drafts")
        if drafts is None:
            return self.all()
        return self.filter(Q(meeting__state__in=rules.MINUTED_MEETING_STATES) | Q(meeting__board__slug__in=drafts))


def _is_stretch(value: Any) -> bool:
    return isinstance(value, list) and len(value) in (2, 3) and all(isinstance(part, str) for part in value)


class Attendance(Cited):
    """One person at one meeting; ``intervals`` are [in, out] or [in, out, mode] when they matter.

    A person in two seats has a row for each. ``role`` member means the holder of the seat, substitute somebody else.
    """

    ROLES = (("member", "Member"), ("substitute", "Substitute"), ("officer", "Officer"), ("public", "Public"))
    STATES = (("present", "Present"), ("apologies", "Apologies"), ("absent", "Absent"))
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances")
    post_title = models.CharField(max_length=160, blank=True)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances")
    role = models.CharField(max_length=12, choices=ROLES, default="member")
    state = models.CharField(max_length=10, choices=STATES)
    intervals = models.JSONField(default=list, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ("meeting__slug", "role", "seat__order", "post_title", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(person=None) | ~Q(post_title=""), name="attendance_names_person_or_post"
            ),
            models.UniqueConstraint(
                fields=("meeting", "seat"), condition=~Q(seat=None) & Q(state="present"), name="one_sitter_in_a_seat"
            ),
            models.UniqueConstraint(
                fields=("meeting", "person", "seat", "post_title"), name="attendance_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.person or self.post_title}: {self.get_state_display()}"

    @property
    def ref(self) -> str:
        who = self.person.slug if self.person else self.post_title
        return f"attendance:{self.meeting.slug}/{who}/{self.seat.slug if self.seat else ''}"

    def clean(self) -> None:
        super().clean()
        if self.person is None and not self.post_title:
            raise ValidationError({"person": "Name the person, or the post that somebody unnamed held."})
        if self.role in ("member", "substitute") and self.seat is None:
            raise ValidationError({"seat": f"A {self.role} sits in a seat: name it."})
        if self.seat and self.seat.board_id != self.meeting.board_id:
            raise ValidationError({"seat": f"The seat {self.seat.slug} is of another board."})
        if self.seat and self.role == "member":
            self._refuse_other_holder(self.seat)
        if not isinstance(self.intervals, list) or not all(_is_stretch(stretch) for stretch in self.intervals):
            raise ValidationError({"intervals": "Times are a list of [in, out] or [in, out, how], each as text."})

    def _refuse_other_holder(self, seat: Seat) -> None:
        day = clock.day_of(self.meeting.starts_at)
        held = Appointment.objects.filter(seat=seat).in_force(day).select_related("person").first()
        if held is None:
            raise ValidationError({"seat": f"Nobody held the seat {seat.slug} on {day}: enter the appointment first."})
        if held.person and self.person and held.person_id != self.person_id:
            raise ValidationError(
                {"person": f"{held.person} held the seat {seat.slug} on {day}: somebody else sits as a substitute."}
            )


class AgendaItemQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> AgendaItemQuerySet:
        """Published open items; members also see exempt ones of their board, officers also drafts."""
        drafts = list_board_slugs(user, "see_drafts")
        rows = self.filter(open_or_ours(user, "meeting__board"))
        if drafts is None:
            return rows
        return rows.filter(Q(state__in=rules.PUBLIC_ITEM_STATES) | Q(meeting__board__slug__in=drafts))


class AgendaItem(Cited, Versioned):
    """One item of a meeting's agenda."""

    PURPOSES = (("decision", "For decision"), ("discussion", "For discussion"), ("information", "For information"))
    STATES = tuple((state, state.replace("_", " ")) for state in rules.ITEM_STATES)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.CharField(max_length=12, validators=[IN_ADDRESS])
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    presenters = models.CharField(max_length=240, blank=True)
    purpose = models.CharField(max_length=12, choices=PURPOSES, blank=True)
    matter = models.CharField(max_length=60, blank=True)
    minutes_allotted = models.PositiveSmallIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    state = models.CharField(max_length=12, choices=STATES, default="draft")
    publicity = models.CharField(max_length=12, choices=rules.PUBLICITY, default=rules.OPEN)
    exempt_paragraphs = models.JSONField(default=list, blank=True)
    public_interest_text = models.TextField(blank=True)
    urgent_reason = models.TextField(blank=True)
    first_page = models.PositiveIntegerField(null=True, blank=True)
    last_page = models.PositiveIntegerField(null=True, blank=True)
    history = HistoricalRecords()

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ("meeting__slug", "order")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="item_number_once"),
            models.UniqueConstraint(fields=("meeting", "order"), name="item_order_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ref(self) -> str:
        return f"item:{self.meeting.slug}/{self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#item-{self.number}"

    def clean(self) -> None:
        super().clean()
        named = self.exempt_paragraphs if isinstance(self.exempt_paragraphs, list) else [self.exempt_paragraphs]
        problem = rules.check_publicity(self.publicity, named, self.public_interest_text)
        if problem:
            raise ValidationError({"publicity": problem})
        if self.parent and self.parent.meeting_id != self.meeting_id:
            raise ValidationError({"parent": "The item above belongs to another meeting."})
        if self.pk and self.publicity != rules.OPEN and self.routings.filter(report__publicity=rules.OPEN).exists():
            raise ValidationError({"publicity": "An open paper is taken by this item: make the paper private first."})
        if self.parent and self.parent.publicity != rules.OPEN and self.publicity == rules.OPEN:
            raise ValidationError({"publicity": "A part of a private item cannot be open."})
        if self.meeting_id and self.meeting.state == "planned" and self.state in rules.PUBLIC_ITEM_STATES:
            raise ValidationError({"state": "The agenda of a planned meeting is not published: its items are ready."})


class MinuteParagraphQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> MinuteParagraphQuerySet:
        """Open paragraphs of minuted meetings; members also see exempt ones, clerks those being drafted."""
        drafts = list_board_slugs(user, "see_drafts")
        items = AgendaItem.objects.visible_to(user)
        rows = self.filter(open_or_ours(user, "meeting__board"), item__in=items)
        if drafts is None:
            return rows
        return rows.filter(Q(meeting__state__in=rules.MINUTED_MEETING_STATES) | Q(meeting__board__slug__in=drafts))


class MinuteParagraph(Cited, Versioned):
    """The atomic, citable record of what was said or settled; it has its own address."""

    KINDS = (
        ("narrative", "Narrative"),
        ("resolution", "Resolution"),
        ("noted", "Noted"),
        ("post_meeting_note", "Post-meeting note"),
        ("correction", "Correction"),
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="paragraphs")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="paragraphs")
    slug = models.CharField(max_length=40, validators=[IN_ADDRESS])
    number = models.CharField(max_length=20, blank=True)
    order = models.PositiveIntegerField()
    text = models.TextField()
    publicity = models.CharField(max_length=12, choices=rules.PUBLICITY, default=rules.OPEN)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=18, choices=KINDS, default="narrative")
    history = HistoricalRecords()

    objects = MinuteParagraphQuerySet.as_manager()

    class Meta:
        ordering = ("meeting__slug", "order")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "slug"), name="paragraph_address_once"),
            models.UniqueConstraint(fields=("meeting", "order"), name="paragraph_order_once"),
            models.UniqueConstraint(
                fields=("meeting", "number"), condition=~Q(number=""), name="paragraph_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="correction") | ~Q(corrects=None), name="correction_cites_what_it_corrects"
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting}, {self.name}"

    @property
    def ref(self) -> str:
        return f"paragraph:{self.meeting.slug}/{self.slug}"

    @property
    def name(self) -> str:
        """How the paragraph is called: by its number, or by its item when it is the item's only one."""
        if self.kind == "correction" and self.corrects:
            return f"correction of {self.corrects.name}"
        if self.kind == "post_meeting_note":
            return f"note after the meeting to item {self.item.number}"
        return f"paragraph {self.number}" if self.number else f"item {self.item.number}"

    def get_absolute_url(self) -> str:
        return reverse("paragraph", args=[self.meeting.slug, self.slug])

    def clean(self) -> None:
        super().clean()
        if self.item_id and self.meeting_id and self.item.meeting_id != self.meeting_id:
            raise ValidationError({"item": "The item belongs to another meeting."})
        if self.item_id and self.item.publicity != rules.OPEN and self.publicity == rules.OPEN:
            raise ValidationError({"publicity": "A paragraph of a private item cannot be open."})
        if self.corrects and self.corrects.meeting_id != self.meeting_id:
            raise ValidationError({"corrects": "The paragraph that it corrects belongs to another meeting."})
        if self.corrects and self.corrects.publicity != rules.OPEN and self.publicity == rules.OPEN:
            raise ValidationError({"publicity": "The correction of a private paragraph cannot be open."})
        if not self.text.strip():
            raise ValidationError({"text": "Write the words of the paragraph."})
        if self.pk and self.meeting.state == "minutes_confirmed":
            self._refuse_change()

    def _refuse_change(self) -> None:
        held = MinuteParagraph.objects.get(pk=self.pk)
        fixed = ("text", "number", "slug", "kind", "item_id", "order")
        if any(getattr(held, name) != getattr(self, name) for name in fixed):
            raise ValidationError({"text": "Confirmed minutes never change: record a correction that cites this."})


class DecisionQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> DecisionQuerySet:
        """A decision is as public as its paragraph."""
        return self.filter(paragraph__in=MinuteParagraph.objects.visible_to(user))


class Decision(Cited):
    """A resolution. Its frozen proof comes with the full rules of the board; until then ``proof`` is empty."""

    KINDS: ClassVar[Any] = (
        ("election", "Election"),
        ("minutes_confirmed", "Minutes confirmed"),
        ("agreement", "Agreement"),
        ("approval", "Approval"),
        ("appointment", "Appointment"),
        ("return_item", "To come back to the board"),
        ("view", "View of the board"),
    )
    STRENGTHS = (("explicit", "Explicit"), ("soft", "Soft agreement"), ("view", "View"))
    OUTCOMES = (
        ("carried", "Carried"),
        ("lost", "Lost"),
        ("awaiting_casting", "Awaiting the casting vote"),
        ("refused", "Refused"),
    )
    VALIDITIES = (
        ("not_computed", "Not computed"),
        ("valid", "Valid"),
        ("subject_to_ratification", "Subject to ratification"),
    )
    paragraph = models.ForeignKey(MinuteParagraph, on_delete=models.PROTECT, related_name="decisions")
    slug = models.CharField(max_length=24, validators=[IN_ADDRESS])
    kind = models.CharField(max_length=20, choices=KINDS)
    strength = models.CharField(max_length=10, choices=STRENGTHS, default="explicit")
    text = models.TextField()
    mover = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(
        max_length=14,
        choices=(
            ("not_stated", "Not stated"),
            ("consensus", "Consensus"),
            ("show_of_hands", "Show of hands"),
            ("named_vote", "Named vote"),
            ("ballot", "Ballot"),
        ),
        default="not_stated",
    )
    outcome = models.CharField(max_length=18, choices=OUTCOMES, default="carried")
    validity = models.CharField(max_length=24, choices=VALIDITIES, default="not_computed")
    proof = models.JSONField(default=dict, blank=True)
    history = HistoricalRecords()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("paragraph__meeting__slug", "paragraph__order", "slug")
        constraints = (models.UniqueConstraint(fields=("paragraph", "slug"), name="decision_once"),)

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"decision:{self.paragraph.meeting.slug}/{self.paragraph.slug}/{self.slug}"

    def get_absolute_url(self) -> str:
        return self.paragraph.get_absolute_url()

    def clean(self) -> None:
        super().clean()
        if not self.text.strip():
            raise ValidationError({"text": "Write the words of the decision."})
        if self.validity != "not_computed" and not self.proof:
            raise ValidationError({"validity": "Without a proof its validity is not computed."})


class ForwardItemQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> ForwardItemQuerySet:
        """What a board will take is public, unless it comes from a paragraph that ``user`` may not see."""
        return self.filter(Q(paragraph=None) | Q(paragraph__in=MinuteParagraph.objects.visible_to(user)))


class ForwardItem(Cited, Timed, Versioned):
    """What a board will take, and when; also a commitment to return. What is dropped at the desk says why."""

    STATES = (("planned", "Planned"), ("on_agenda", "On the agenda"), ("done", "Done"), ("dropped", "Dropped"))
    slug = models.SlugField(max_length=100, unique=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="forward_items")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="forward_items")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=AgendaItem.PURPOSES, blank=True)
    sponsor = models.CharField(max_length=160, blank=True)
    paragraph = models.ForeignKey(
        MinuteParagraph, null=True, blank=True, on_delete=models.PROTECT, related_name="forward_items"
    )
    statute = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default="planned")
    dropped_because = models.CharField(max_length=400, blank=True)

    objects = ForwardItemQuerySet.as_manager()

    class Meta:
        ordering = ("board__slug", "timescale_end", "slug")

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"forward-item:{self.slug}"

    def get_absolute_url(self) -> str:
        return f"{self.board.get_absolute_url()}#forward-{self.slug}"

    def clean(self) -> None:
        super().clean()
        if self.meeting and self.meeting.board_id != self.board_id:
            raise ValidationError({"meeting": "The meeting is of another board."})
        if self.dropped_because.strip() and self.state != "dropped":
            raise ValidationError({"dropped_because": "Only what is dropped has a reason for it."})
        self._read_timescale()

    def _read_timescale(self) -> None:
        said_on = clock.day_of(self.paragraph.meeting.starts_at) if self.paragraph else None
        later = (
            self.board.meetings.filter(starts_at__date__gt=said_on).order_by("starts_at").first() if said_on else None
        )
        self.take_timescale(
            parse_timescale(
                self.timescale_as_written,
                said_on=said_on,
                next_meeting_on=clock.day_of(later.starts_at) if later else None,
            )
        )


class ReportQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> ReportQuerySet:
        """Published open papers; members also see exempt ones of their board, officers also drafts."""
        drafts = list_board_slugs(user, "see_drafts")
        rows = self.filter(open_or_ours(user, "board"))
        if drafts is None:
            return rows
        return rows.filter(Q(state__in=rules.PUBLIC_REPORT_STATES) | Q(board__slug__in=drafts))

    def taken_back(self) -> ReportQuerySet:
        """Open papers that anybody could read until they were withdrawn: their address answers with the reason."""
        return self.filter(state="withdrawn", publicity=rules.OPEN, to_public_at__isnull=False)


class Report(Cited, Versioned):
    """One paper for a board, with the cover sheet that says what the board is asked to do.

    ``not_read`` names the fields of the cover sheet that are missing from the text that was read; what stands in them
    here is ours or nothing. ``printed_without`` says that the paper itself asks for nothing. ``to_public_at`` is when
    it was opened to the public, where that is known.
    """

    STATES = tuple((state, state.replace("_", " ")) for state in rules.REPORT_STATES)
    slug = models.SlugField(max_length=120, unique=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    item_for = models.JSONField(default=list, blank=True)
    sponsors = models.ManyToManyField(Post, related_name="reports_sponsored", blank=True)
    authors = models.ManyToManyField(Post, related_name="reports_written", blank=True)
    other_authors = models.JSONField(default=list, blank=True)
    organisations = models.ManyToManyField(Organisation, related_name="reports", blank=True)
    other_organisations = models.JSONField(default=list, blank=True)
    key_issues = models.TextField(blank=True)
    recommendations = models.JSONField(default=list, blank=True)
    printed_without = models.BooleanField(default=False)
    financial_implications = models.TextField(blank=True)
    not_read = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=12, choices=STATES, default="drafting")
    publicity = models.CharField(max_length=12, choices=rules.PUBLICITY, default=rules.OPEN)
    exempt_paragraphs = models.JSONField(default=list, blank=True)
    public_interest_text = models.TextField(blank=True)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    to_public_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("board__slug", "slug")
        constraints = (models.CheckConstraint(condition=~Q(supersedes=F("id")), name="paper_does_not_replace_itself"),)

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"report:{self.slug}"

    @property
    def is_invented(self) -> bool:
        return self.source_status == "invented"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.slug])

    def get_desk_url(self) -> str:
        return reverse("paper_desk", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        named = self.exempt_paragraphs if isinstance(self.exempt_paragraphs, list) else [self.exempt_paragraphs]
        private = rules.check_publicity(self.publicity, named, self.public_interest_text)
        if private:
            raise ValidationError({"publicity": private})
        cover = rules.check_cover(
            self.state,
            self.item_for,
            self.recommendations,
            printed_without=self.printed_without,
            not_read=self.not_read,
        )
        if cover:
            raise ValidationError({cover[0]: cover[1]})
        if (self.state == "withdrawn") != bool(self.withdrawn_because.strip()):
            raise ValidationError({"withdrawn_because": "A paper that is withdrawn says why, and only such a paper."})
        if self.pk and self.publicity == rules.OPEN:
            self._refuse_private_item()

    def _refuse_private_item(self) -> None:
        private = self.routings.exclude(item__publicity=rules.OPEN).select_related("item").first()
        if private:
            raise ValidationError({"publicity": f"Item {private.item.number}, which takes this paper, is private."})


class ReportRoutingQuerySet(PublicQuerySet):
    def visible_to(self, user: AnyUser) -> ReportRoutingQuerySet:
        """That an item takes a paper is known to whoever may see both."""
        papers, items = Report.objects.visible_to(user), AgendaItem.objects.visible_to(user)
        return self.filter(report__in=papers, item__in=items)


class ReportRouting(Cited):
    """A paper at one board's agenda item: to decide, to be consulted or to note."""

    ROLES = (("decide", "To decide"), ("consult", "To be consulted"), ("note", "To note"))
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="routings")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="routings")
    role = models.CharField(max_length=8, choices=ROLES)
    order = models.PositiveSmallIntegerField(default=1)
    authoritative = models.BooleanField(default=False)

    objects = ReportRoutingQuerySet.as_manager()

    class Meta:
        ordering = ("item__meeting__slug", "item__order", "order", "report__slug")
        constraints = (
            models.UniqueConstraint(fields=("report", "item"), name="paper_once_at_an_item"),
            models.UniqueConstraint(
                fields=("report",), condition=Q(authoritative=True), name="one_authoritative_routing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report} at {self.item}"

    @property
    def ref(self) -> str:
        return f"report-routing:{self.report.slug}/{self.item.meeting.slug}/{self.item.number}"

    def clean(self) -> None:
        super().clean()
        if self.report.publicity == rules.OPEN and self.item.publicity != rules.OPEN:
            raise ValidationError({"report": "A paper of a private item cannot be open."})


class Deadline(Cited, Versioned):
    """One moment by which something must have come, with the rule that gives it.

    ``due_at`` is the moment that counts; ``computed_at`` is what the rule makes of the meeting's day. Where the two
    differ both are shown. ``calendar`` names the bank holidays that were counted with.
    """

    KINDS = (
        ("public_questions", "Questions from the public close"),
        ("member_questions", "Questions from members close"),
        ("summons", "The meeting is called"),
        ("agenda", "The agenda and papers are open to the public"),
        ("final_reports", "Papers are final"),
        ("member_item", "Items asked for by members close"),
    )
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="deadlines")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=18, choices=KINDS)
    due_at = models.DateTimeField()
    rule = models.JSONField(default=dict, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True, editable=False)
    calendar = models.CharField(max_length=40, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    breach_reason = models.CharField(max_length=240, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("meeting__slug", "due_at", "kind")
        constraints = (models.UniqueConstraint(fields=("meeting", "kind"), name="deadline_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.meeting}"

    @property
    def ref(self) -> str:
        return f"deadline:{self.meeting.slug}/{self.kind}"

    @property
    def conflicts(self) -> bool:
        """Whether the rule gives another moment than the one that counts."""
        return self.computed_at is not None and self.computed_at != self.due_at

    def clean(self) -> None:
        super().clean()
        problem = rules.check_rule(self.rule)
        if problem:
            raise ValidationError({"rule": problem})
        if self.meeting.board_id != self.board_id:
            raise ValidationError({"meeting": "The meeting is of another board."})
        self.computed_at = self.compute()

    def compute(self) -> datetime | None:
        """Return what the rule gives with the meeting's day and the bank holidays of now; None without a rule.

        Raises:
            ValidationError: the calendar has no bank holidays.
        """
        if not self.rule:
            return None
        days = set(BankHoliday.objects.filter(calendar=self.calendar).values_list("day", flat=True))
        if self.calendar and not days:
            raise ValidationError({"calendar": f"There are no bank holidays of the calendar {self.calendar!r}."})
        local = clock.in_place(self.meeting.starts_at)
        return rules.find_deadline(self.rule, local.replace(tzinfo=None), days).replace(tzinfo=local.tzinfo)
