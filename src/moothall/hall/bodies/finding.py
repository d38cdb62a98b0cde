"""Search answers about bodies, people, areas, words and the next meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from moothall.govern.models import Appointment, Board, ReportingLine
from moothall.govern.queries import list_upcoming_meetings
from moothall.hall.bodies.days import now
from moothall.hall.bodies.people import list_people
from moothall.kit import clock, formats
from moothall.kit.grants import AnyUser
from moothall.kit.search import Found, any_word
from moothall.places.models import Area, GlossaryTerm, Organisation, Post
from moothall.plan.models import Priority

MOST_FOUND = 100


def find_organisations(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Yield the organisations that hold one of the words in a name."""
    rows = Organisation.objects.visible_to(user).filter(any_word(words, "name", "short_name", "area__name"))
    for one in rows.select_related("area")[:MOST_FOUND]:
        text = ", ".join(part for part in (one.short_name, one.area.name if one.area else "") if part)
        yield Found(one.name, text, one.get_absolute_url(), "Organisation", one.get_kind_display())


def find_people(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Yield the people that hold one of the words in their name, post or seat."""
    day = clock.today()
    seats = Appointment.objects.visible_to(user).in_force(day).select_related("seat__board")  # type: ignore[attr-defined]
    named = any_word(words, "name")
    by_post = Post.objects.visible_to(user).filter(any_word(words, "title", "organisation__name")).values("holder")
    by_seat = seats.filter(any_word(words, "seat__label", "seat__board__name")).values("person")
    rows = list_people(user).filter(named | Q(pk__in=by_post) | Q(pk__in=by_seat))
    people = list(rows.order_by("name", "pk")[:MOST_FOUND])
    posts, held = defaultdict(list), defaultdict(list)
    for post in now(Post.objects.visible_to(user).filter(holder__in=people), day).select_related("organisation"):
        posts[post.holder_id].append(str(post))
    for one in seats.filter(person__in=people):
        held[one.person_id].append(f"{one.seat.label}, {one.seat.board.name}")
    for person in people:
        text = "; ".join([*posts[person.pk], *held[person.pk]])
        yield Found(str(person), text, person.get_absolute_url(), "Person", "Invented" if person.is_invented else "")


def find_areas(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Yield the areas that hold one of the words in their name or code."""
    rows = Area.objects.visible_to(user).filter(any_word(words, "name", "code")).select_related("kind")
    for area in rows[:MOST_FOUND]:
        yield Found(area.name, area.code, area.get_absolute_url(), "Area", area.kind.label)


def find_terms(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Yield the terms of the glossary that hold one of the words."""
    for term in GlossaryTerm.objects.visible_to(user).filter(any_word(words, "term", "meaning"))[:MOST_FOUND]:
        yield Found(f"{term.term}: {term.meaning}", "", term.get_absolute_url(), "Glossary", "what a word means")


def list_synonyms() -> list[tuple[str, ...]]:
    """Return each term of the glossary with its other spellings and its meaning: they are public as a whole."""
    rows = GlossaryTerm.objects.visible_to(AnonymousUser()).values_list("term", "forms", "meaning")
    return [(term, *forms, meaning) for term, forms, meaning in rows]


def find_next_meetings(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Yield the meetings to come, the soonest of each board, with how to ask something there."""
    if not any(word.startswith("meet") for word in words):
        return
    seen: set[int] = set()
    for meeting in list_upcoming_meetings(user)[:MOST_FOUND]:
        if meeting.board_id in seen:
            continue
        seen.add(meeting.board_id)
        closes = meeting.questions_close_at
        asking = f"Ask a question: questions from the public close on {formats.day(closes)}, {formats.hour(closes)}."
        text = f"{formats.day(meeting.starts_at)}, {formats.hour(meeting.starts_at)}. {asking if closes else ''}"
        kind = "Meeting" if meeting.board.is_invented else "Next meeting"
        title = f"Next meeting: {meeting.board.name}, {formats.day(meeting.starts_at)}"
        yield Found(title, text, meeting.get_absolute_url(), kind, "invented" if meeting.board.is_invented else "")


def find_lead_bodies(user: AnyUser, words: list[str]) -> Iterable[Found]:
    """Yield the boards that others report to, or that lead a priority, with what each is for beside its name."""
    leads = Priority.objects.visible_to(user).filter(lead_board__isnull=False).values("lead_board")
    parents = ReportingLine.objects.visible_to(user).filter(parent_board__isnull=False).values("parent_board")
    boards = Board.objects.visible_to(user).filter(Q(pk__in=leads) | Q(pk__in=parents))
    for board in boards.filter(any_word(words, "name", "short_name", "purpose"))[:MOST_FOUND]:
        purpose = board.purpose.partition(". ")[0].rstrip(".")
        title = f"{board.name}: {purpose[:1].lower()}{purpose[1:]}" if purpose else board.name
        yield Found(title, board.purpose, board.get_absolute_url(), "Lead body", board.get_kind_display())


FINDERS = {
    "lead body": find_lead_bodies,
    "next meeting": find_next_meetings,
    "organisation": find_organisations,
    "person": find_people,
    "area": find_areas,
    "term": find_terms,
}
