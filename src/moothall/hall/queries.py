"""What the front door joins: priorities, meetings, actions; which records cite a paper; every public path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.models import Page

from moothall.assess.models import Indicator, Observation
from moothall.deliver.models import Action
from moothall.govern.models import AgendaItem, Board, Decision, Meeting, MinuteParagraph, ReportingLine, Seat
from moothall.kit.grants import AnyUser
from moothall.places.models import Area, Organisation, SourceDocument
from moothall.plan.models import Priority, Target

CITING: tuple[tuple[Any, tuple[str, str]], ...] = (
    (Board, ("board", "boards")),
    (Seat, ("seat", "seats")),
    (ReportingLine, ("reporting line", "reporting lines")),
    (Meeting, ("meeting", "meetings")),
    (AgendaItem, ("agenda item", "agenda items")),
    (MinuteParagraph, ("minute paragraph", "minute paragraphs")),
    (Decision, ("decision", "decisions")),
    (Observation, ("value of an indicator", "values of indicators")),
    (Priority, ("priority", "priorities")),
    (Target, ("target", "targets")),
    (Action, ("action", "actions")),
    (Organisation, ("organisation", "organisations")),
    (Area, ("area", "areas")),
)


def count_citing(user: AnyUser, document: SourceDocument) -> list[tuple[tuple[str, str], int]]:
    """Return how many records of each kind that ``user`` may see name this paper, kinds without one left out."""
    counts = ((word, model.objects.visible_to(user).filter(source=document).count()) for model, word in CITING)
    return [(word, count) for word, count in counts if count]


def find_examples(user: AnyUser) -> dict[str, str]:
    """Return a value for each name in the API's paths that leads to something public."""
    paragraph = MinuteParagraph.objects.visible_to(user).select_related("meeting").first()
    found: dict[str, Any] = {
        "meeting": paragraph.meeting.slug if paragraph else None,
        "paragraph": paragraph.slug if paragraph else None,
        "board": Board.objects.visible_to(user).values_list("slug", flat=True).first(),
    }
    return {name: value for name, value in found.items() if value}


def list_public_paths() -> list[str]:
    """Return the paths of all pages that anybody may read, in a stable order."""
    return [*_list_fixed_paths(), *_list_record_paths(AnonymousUser()), *_list_word_paths()]


def _list_fixed_paths() -> Iterator[str]:
    names = ("home", "priorities", "boards", "indicators", "actions", "sources", "accessibility", "privacy", "cookies")
    for name in (*names, "api_page"):
        yield reverse(name)


def _list_record_paths(user: AnyUser) -> Iterator[str]:
    for model in (Priority, Board, Meeting, Indicator, Action, MinuteParagraph):
        rows = model.objects.visible_to(user)
        if model is MinuteParagraph:
            rows = rows.select_related("meeting")
        for record in rows:
            yield record.get_absolute_url()
    for key in SourceDocument.objects.visible_to(user).values_list("key", flat=True):
        yield reverse("source", args=[key])


def _list_word_paths() -> Iterator[str]:
    for page in Page.objects.live().public().filter(depth__gt=2).order_by("path").specific():
        if page.url:
            yield page.url


def get_front(user: AnyUser) -> dict[str, Any]:
    """Return what the front page shows."""
    return {"title": "Home"}
