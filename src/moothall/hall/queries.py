"""What the front door joins: priorities, meetings, actions; which records cite a paper; every public path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, Rendition
from wagtail.models import Page, Revision

from moothall.assess.models import Indicator, IndicatorVersion, Observation, Profile, ProfileItem
from moothall.deliver.models import Action, ActionParty, Update
from moothall.deliver.queries import list_actions
from moothall.deliver.rules import Status
from moothall.govern.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Board,
    Deadline,
    Decision,
    ForwardItem,
    Meeting,
    MinuteParagraph,
    Report,
    ReportingLine,
    ReportRouting,
    Seat,
    TermsOfReference,
    VotingGroup,
)
from moothall.govern.queries import list_decisions, list_upcoming_meetings
from moothall.hall.bodies import list_people
from moothall.hall.models import (
    READING_ORDER,
    AboutIndex,
    ChapterIndex,
    ChapterPage,
    MapPosition,
    NewsIndex,
    NewsPage,
    PlainIndex,
    PlainPage,
    SecondPair,
    SitePage,
    Words,
)
from moothall.kit import clock
from moothall.kit.context import find_place
from moothall.kit.grants import AnyUser, find_basis
from moothall.kit.search import Found, any_word
from moothall.places.models import Area, GlossaryTerm, Organisation, Person, Post, SourceDocument
from moothall.places.rules import INVENTED
from moothall.plan.models import (
    Link,
    MatrixCell,
    MatrixQuestion,
    MatrixTheme,
    Measure,
    Objective,
    Plan,
    Priority,
    Target,
)
from moothall.plan.queries import PriorityRow, list_priorities

T = TypeVar("T")
Newest = tuple[int, datetime | None]  # the number and instant of the newest act
CURRENT_STATES = ("draft", "consulting", "adopted")

CITING: tuple[tuple[Any, tuple[str, str]], ...] = (
    (Board, ("board", "boards")),
    (Seat, ("seat", "seats")),
    (Appointment, ("appointment", "appointments")),
    (VotingGroup, ("voting group", "voting groups")),
    (TermsOfReference, ("version of terms of reference", "versions of terms of reference")),
    (ReportingLine, ("reporting line", "reporting lines")),
    (Meeting, ("meeting", "meetings")),
    (Deadline, ("closing time", "closing times")),
    (Attendance, ("attendance", "attendances")),
    (AgendaItem, ("agenda item", "agenda items")),
    (Report, ("board paper", "board papers")),
    (ReportRouting, ("board paper at an item", "board papers at items")),
    (MinuteParagraph, ("minute paragraph", "minute paragraphs")),
    (Decision, ("decision", "decisions")),
    (ForwardItem, ("item of a forward plan", "items of forward plans")),
    (Observation, ("value of an indicator", "values of indicators")),
    (Indicator, ("indicator", "indicators")),
    (IndicatorVersion, ("definition of an indicator", "definitions of indicators")),
    (Profile, ("set of indicators", "sets of indicators")),
    (ProfileItem, ("way of comparing", "ways of comparing")),
    (Plan, ("plan", "plans")),
    (Priority, ("priority", "priorities")),
    (Objective, ("aim", "aims")),
    (Measure, ("indicator of a priority", "indicators of priorities")),
    (Target, ("target", "targets")),
    (Link, ("link", "links")),
    (MatrixTheme, ("theme of a matrix", "themes of matrices")),
    (MatrixCell, ("role in a theme", "roles in themes")),
    (MatrixQuestion, ("question to a body", "questions to bodies")),
    (Action, ("action", "actions")),
    (ActionParty, ("lead or helper of an action", "leads and helpers of actions")),
    (Organisation, ("organisation", "organisations")),
    (Person, ("person", "people")),
    (Post, ("post", "posts")),
    (Area, ("area", "areas")),
    (GlossaryTerm, ("glossary term", "glossary terms")),
)

PAGE_OF: dict[str, Any] = {"page": SitePage, "news": NewsPage, "plain": PlainPage, "chapter": ChapterPage}
INDEX_OF: dict[str, Any] = {"page": AboutIndex, "news": NewsIndex, "plain": PlainIndex, "chapter": ChapterIndex}
SINGLES: dict[str, Any] = {
    "boards": Board,
    "meetings": Meeting,
    "reports": Report,
    "plans": Plan,
    "indicators": Indicator,
    "priorities": Priority,
    "actions": Action,
}


_recalled: dict[str, tuple[Newest, Any]] = {}


def recall(name: str, newest: Newest, make: Callable[[], T]) -> T:
    """Return what ``make`` gives, kept in this process until there is a newer act; before the first act nothing is."""
    known = _recalled.get(name)
    if known is not None and known[0] == newest and newest[1] is not None:
        held: T = known[1]
        return held
    made = make()
    _recalled[name] = (newest, made)
    return made


def find_examples(user: AnyUser) -> dict[str, dict[str, str]]:
    """Return, for each list of the API, values for the names in the paths below it that lead to something public."""
    found = {
        word: {"slug": record.slug}
        for word, model in SINGLES.items()
        if (record := model.objects.visible_to(user).first()) is not None
    }
    paragraph = MinuteParagraph.objects.visible_to(user).select_related("meeting").first()
    if paragraph is not None:
        found["paragraphs"] = {"meeting": paragraph.meeting.slug, "slug": paragraph.slug}
    return found


def list_public_paths() -> list[str]:
    """Return the paths of all pages that anybody may read, in a stable order."""
    return [*_list_fixed_paths(), *_list_record_paths(AnonymousUser()), *_list_word_paths()]


def _list_fixed_paths() -> Iterator[str]:
    names = ("home", "priorities", "boards", "indicators", "actions", "sources", "accessibility", "privacy", "cookies")
    for name in (*names, "strategies", "organisations", "areas", "glossary", "map", "api_page"):
        yield reverse(name)


def _list_record_paths(user: AnyUser) -> Iterator[str]:
    for model in (Plan, Priority, Board, Meeting, Report, Indicator, Action, MinuteParagraph):
        rows = model.objects.visible_to(user)
        if model is MinuteParagraph:
            rows = rows.select_related("meeting")
        for record in rows:
            yield record.get_absolute_url()
    for slug in Plan.objects.visible_to(user).filter(themes__isnull=False).distinct().values_list("slug", flat=True):
        yield reverse("matrix", args=[slug])
    for person in list_people(user):
        yield person.get_absolute_url()
    for place_model in (Organisation, Area, SourceDocument):
        for one in place_model.objects.visible_to(user):
            yield one.get_absolute_url()


def _list_word_paths() -> Iterator[str]:
    for model in (*INDEX_OF.values(), *PAGE_OF.values()):
        for page in model.objects.visible_to(AnonymousUser()).order_by("path"):
            yield page.get_absolute_url()


def get_position(user: AnyUser, node: str) -> MapPosition | None:
    """Return where a node of the map was put, or None where nobody put it anywhere."""
    found: MapPosition | None = MapPosition.objects.visible_to(user).filter(node=node).first()
    return found


def get_words_index(kind: str) -> Words:
    """Return the page above the pages of a kind: page, news, plain or chapter."""
    index: Words = INDEX_OF[kind].objects.get()
    return index


def find_next_expiry() -> datetime | None:
    """Return when the next page that stands on the site is over, or None."""
    ahead = Page.objects.filter(live=True, expire_at__gt=clock.now())
    found: datetime | None = ahead.order_by("expire_at").values_list("expire_at", flat=True).first()
    return found


def list_over() -> list[Page]:
    """Return the pages that still count as published and whose time is over, the oldest first."""
    return list(Page.objects.filter(live=True, expire_at__lte=clock.now()).order_by("expire_at"))


def list_due() -> list[Revision]:
    """Return what was approved for an hour that has come, the oldest first."""
    return list(Revision.objects.filter(approved_go_live_at__lte=clock.now()).order_by("approved_go_live_at"))


def list_reviewable(user: AnyUser) -> list[Words]:
    """Return the pages that wait for a second pair of eyes and that ``user`` may approve."""
    pages = []
    for task in SecondPair.objects.all() if find_basis(user, "write_words") else ():
        states = task.get_task_states_user_can_moderate(user).order_by("started_at")
        pages += [state.revision.content_object.specific for state in states]
    return pages


def list_words(kind: str) -> list[Any]:
    """Return the published pages of a kind in the order of their addresses."""
    rows = PAGE_OF[kind].objects.visible_to(AnonymousUser()).select_related("source")
    return list(rows.order_by("slug"))


def find_plain_page(user: AnyUser, plan: Plan) -> PlainPage | None:
    """Return the plain-English twin of a strategy, or None."""
    page: PlainPage | None = PlainPage.objects.visible_to(user).filter(plan=plan).order_by("pk").first()
    return page


def list_chapters(user: AnyUser, plan: Plan) -> list[ChapterPage]:
    """Return the chapters of a strategy and its spotlights, in the order in which they are read."""
    rows = ChapterPage.objects.visible_to(user).filter(plan=plan).select_related("priority")
    return list(rows.order_by(*READING_ORDER))


def list_spotlights(user: AnyUser, priority: Priority) -> list[ChapterPage]:
    """Return the pages that hold up work of one priority, in their order."""
    rows = ChapterPage.objects.visible_to(user).filter(priority=priority)
    return list(rows.order_by("order", "title"))


def find_words(user: AnyUser, words: list[str]) -> Iterator[Found]:
    """Yield the pages that hold one of the words; at most 100 of each kind."""
    for model, kind in (
        (SitePage, "Page"),
        (NewsPage, "News"),
        (PlainPage, "In plain English"),
        (ChapterPage, "Chapter"),
    ):
        rows = model.objects.visible_to(user).filter(any_word(words, "title", "lede", "body"))[:100]
        for page in rows:
            yield Found(page.title, page.get_text(), page.get_absolute_url(), getattr(page, "kind_words", kind))


def is_file_public(file: AbstractDocument | AbstractImage) -> bool:
    """Say whether a page that anybody may read offers a document to take away, or shows a picture.

    Reads the pages themselves: Wagtail's index of references is kept by a worker and may lag behind.
    """
    for model in PAGE_OF.values():
        rows = model.objects.visible_to(AnonymousUser()).filter(body__icontains=str(file.pk))
        if any(_offers(page, file) for page in rows):
            return True
    return False


def _offers(page: Any, file: AbstractDocument | AbstractImage) -> bool:
    references = page._meta.get_field("body").extract_references(page.body)
    return any(isinstance(file, model) and str(key) == str(file.pk) for model, key, _, _ in references)


def find_picture(name: str) -> AbstractImage | None:
    """Return the picture that a drawn file of that name shows, or None."""
    drawn = Rendition.objects.filter(file=name).select_related("image").first()
    return drawn and drawn.image


@dataclass(frozen=True)
class Front:
    """What the front page shows; records of invented boards come last or not at all beside real ones."""

    priorities: Sequence[PriorityRow]
    meetings: Sequence[Meeting]
    decisions: Sequence[Decision]
    updates: Sequence[Update]
    actions: Sequence[tuple[Status, int]]
    news: Sequence[Any]


def list_news(most: int) -> list[Any]:
    """Return the newest pieces of news that anybody may read."""
    return list(NewsPage.objects.visible_to(AnonymousUser()).order_by("-published_on", "-id")[:most])


def get_front(user: AnyUser) -> Front:
    """Return what the front page shows, in the same number of queries whatever the place holds."""
    return Front(
        priorities=_list_front_priorities(user),
        meetings=_list_next_meetings(user),
        decisions=_list_latest_decisions(user),
        updates=_list_latest_updates(user),
        actions=_count_actions(user),
        news=list_news(3),
    )


def _list_front_priorities(user: AnyUser) -> list[PriorityRow]:
    """Return the priorities of the current plans: those of the place's own front board, where it has any."""
    rows = [row for row in list_priorities(user) if row.priority.plan.state in CURRENT_STATES]
    own = [row for row in rows if row.priority.plan.board.slug == find_place().front_board]
    return own or rows


def _list_next_meetings(user: AnyUser) -> list[Meeting]:
    """Return the next meetings, those of invented boards after the others."""
    ahead = list(list_upcoming_meetings(user)[:6])
    return sorted(ahead, key=lambda meeting: meeting.board.is_invented)[:3]


def _list_latest_decisions(user: AnyUser) -> list[Decision]:
    real = list_decisions(user).filter(strength="explicit").exclude(kind="minutes_confirmed")
    return list(real.exclude(paragraph__meeting__board__source_status=INVENTED)[:4])


def _list_latest_updates(user: AnyUser) -> list[Update]:
    rows = Update.objects.visible_to(user).filter(on__lte=clock.today()).select_related("action")
    return list(rows.order_by("-on", "-id")[:3])


def _count_actions(user: AnyUser) -> list[tuple[Status, int]]:
    """Return how many actions of real boards stand how, the most frequent first."""
    rows = [row for row in list_actions(user) if not row.action.board.is_invented]
    counts = Counter(row.status.key for row in rows)
    by_key = {row.status.key: row.status for row in rows}
    return [(by_key[key], count) for key, count in counts.most_common()]
