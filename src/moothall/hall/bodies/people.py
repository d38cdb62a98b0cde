"""People: the published roles of each, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from moothall.deliver.models import ActionParty
from moothall.deliver.queries import ActionRow, list_actions_of
from moothall.govern.models import Appointment, Attendance, Board, Meeting
from moothall.hall.bodies.days import now
from moothall.hall.bodies.organisations import list_led_priorities
from moothall.kit import clock
from moothall.kit.grants import AnyUser
from moothall.places.models import Person, Post
from moothall.plan.models import Priority


@dataclass(frozen=True)
class PersonPage:
    """The published roles of one person: posts, seats, what he or she leads."""

    person: Person
    posts: Sequence[Post]
    seats: Sequence[Appointment]
    serves: Sequence[Board]
    priorities: Sequence[Priority]
    actions: Sequence[ActionRow]


def list_people(user: AnyUser) -> QuerySet[Any]:
    """Return the people who hold or held a role that ``user`` may know of; nobody else has a page."""
    roles = Q(pk__in=Post.objects.visible_to(user).values("holder"))
    roles |= Q(pk__in=Appointment.objects.visible_to(user).values("person"))
    roles |= Q(pk__in=Attendance.objects.visible_to(user).values("person"))
    roles |= Q(pk__in=Board.objects.visible_to(user).values("lead_officer"))
    roles |= Q(pk__in=Meeting.objects.visible_to(user).values("presided_by"))
    roles |= Q(pk__in=ActionParty.objects.visible_to(user).values("person"))
    roles |= Q(pk__in=Priority.objects.visible_to(user).values("leads"))
    people: QuerySet[Any] = Person.objects.visible_to(user).filter(roles)
    return people


def get_person(user: AnyUser, slug: str) -> PersonPage | None:
    """Return all that one person's page shows, or None when there is none."""
    person = list_people(user).select_related("source").filter(slug=slug).first()
    if person is None:
        return None
    day = clock.today()
    posts = now(Post.objects.visible_to(user).filter(holder=person), day).select_related("organisation", "source")
    seats = Appointment.objects.visible_to(user).in_force(day).filter(person=person)  # type: ignore[attr-defined]
    parties = now(ActionParty.objects.visible_to(user), day).filter(role="lead")
    led = parties.filter(Q(person=person) | Q(post__holder=person)).values("action")
    return PersonPage(
        person=person,
        posts=list(posts),
        seats=list(seats.select_related("seat__board", "seat__voting_group", "seat__organisation", "source")),
        serves=list(Board.objects.visible_to(user).filter(lead_officer=person)),
        priorities=list_led_priorities(user, [person.pk]),
        actions=list_actions_of(user, pk__in=led),
    )
