"""Organisations: what each is, what it leads, where it sits, and which bodies report to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from moothall.deliver.models import ActionParty
from moothall.deliver.queries import ActionRow, Filters, list_actions
from moothall.govern.models import Appointment, Board, ReportingLine, Seat, VotingGroup
from moothall.hall.bodies.days import now
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.places.models import Organisation, Post
from moothall.plan.models import Priority


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in the list: how many seats it has, and how many actions it leads."""

    organisation: Organisation
    seats: int
    actions: int


@dataclass(frozen=True)
class OrganisationPage:
    """What an organisation is, what it leads, where it sits, and which bodies report to it."""

    organisation: Organisation
    parts: Sequence[Organisation]
    predecessors: Sequence[Organisation]
    posts: Sequence[Post]
    seats: Sequence[tuple[Seat, Appointment | None]]
    groups: Sequence[VotingGroup]
    hosted: Sequence[Board]
    lines: Sequence[ReportingLine]
    priorities: Sequence[Priority]
    actions: Sequence[ActionRow]


def list_organisations(user: AnyUser, kind: str = "") -> list[OrganisationRow]:
    """Return organisations by name, of one kind or of all, in the same number of queries whatever their number."""
    rows = Organisation.objects.visible_to(user).select_related("parent", "area", "source").order_by("name")
    day = clock.today()
    in_force = now(Seat.objects.visible_to(user), day)
    seats: Counter[int] = Counter(in_force.order_by().values_list("organisation", flat=True))
    led = count_led_actions(user)
    held = rows.filter(kind=kind) if kind else rows
    return [OrganisationRow(one, seats[one.pk], led[one.pk]) for one in held]


def count_led_actions(user: AnyUser) -> Counter[int]:
    """Return how many visible actions each organisation leads, itself or by a post in it, by its primary key."""
    leads = now(ActionParty.objects.visible_to(user), clock.today()).filter(role="lead")
    pairs = leads.values_list("action", "organisation", "post__organisation")
    return Counter(key for _, key in {(action, own or by_post) for action, own, by_post in pairs} if key)


def get_organisation(user: AnyUser, slug: str) -> OrganisationPage | None:
    """Return all that one organisation's page shows, or None when there is none."""
    found = Organisation.objects.visible_to(user).select_related("parent", "successor", "area", "source")
    organisation = found.filter(slug=slug).first()
    if organisation is None:
        return None
    day = clock.today()
    held = now(Post.objects.visible_to(user).filter(organisation=organisation), day)
    posts = list(held.select_related("holder", "source").order_by("title"))
    people = [post.holder_id for post in posts if post.holder_id]
    return OrganisationPage(
        organisation=organisation,
        parts=list(Organisation.objects.visible_to(user).filter(parent=organisation)),
        predecessors=list(Organisation.objects.visible_to(user).filter(successor=organisation)),
        posts=posts,
        seats=_list_seats(user, organisation, day),
        groups=_list_groups(user, organisation),
        hosted=list(Board.objects.visible_to(user).filter(host=organisation).select_related("source")),
        lines=list_lines(user, Q(parent_organisation=organisation)),
        priorities=list_led_priorities(user, people),
        actions=list_actions(user, Filters(organisation=slug)),
    )


def _list_seats(user: AnyUser, organisation: Organisation, day: date) -> list[tuple[Seat, Appointment | None]]:
    seats = Seat.objects.visible_to(user).in_force(day).filter(organisation=organisation)  # type: ignore[attr-defined]
    held = Appointment.objects.visible_to(user).in_force(day).filter(seat__in=seats)  # type: ignore[attr-defined]
    by_seat = {one.seat_id: one for one in held.select_related("person", "source")}
    ordered = seats.select_related("board", "voting_group", "source").order_by("board__name", "order", "slug")
    return [(seat, by_seat.get(seat.pk)) for seat in ordered]


def _list_groups(user: AnyUser, organisation: Organisation) -> list[VotingGroup]:
    groups = VotingGroup.objects.visible_to(user).filter(organisations=organisation)
    return list(groups.select_related("board", "source").order_by("board__name", "name"))


def list_led_priorities(user: AnyUser, people: Sequence[int]) -> list[Priority]:
    """Return the priorities that some people lead, by their primary keys."""
    led = Priority.objects.visible_to(user).filter(leads__in=people).distinct()
    return list(led.select_related("plan", "source").prefetch_related("leads").order_by("plan__slug", "number"))


def list_lines(user: AnyUser, condition: Q) -> list[ReportingLine]:
    """Return the reporting lines that hold today and meet a condition, by the body that reports."""
    lines = now(ReportingLine.objects.visible_to(user).filter(condition), clock.today())
    found = lines.select_related("child", "parent_board", "parent_organisation", "source")
    return sorted(found, key=lambda line: (line.child.name, line.kind, line.pk))
