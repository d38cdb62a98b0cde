"""Questions about bodies, people and areas: what each is, what it leads, where it sits, and to whom it reports.

They reach over all stages, so they stand here; each starts at what the reader may see.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.urls import reverse

from moothall.assess.models import Observation
from moothall.assess.queries import Standing, list_area_standings
from moothall.deliver.models import Action, ActionParty
from moothall.deliver.queries import ActionRow, Filters, list_actions, list_actions_of
from moothall.govern.models import Appointment, Attendance, Board, Meeting, ReportingLine, Seat, VotingGroup
from moothall.govern.queries import list_upcoming_meetings
from moothall.kit import clock, formats
from moothall.kit.grants import AnyUser
from moothall.kit.search import Found, any_word
from moothall.places.models import Area, GlossaryTerm, Organisation, Person, Post
from moothall.plan.models import Link, MatrixCell, Objective, Priority
from moothall.plan.presenters import find_end_url
from moothall.plan.rules import ENDS, find_role

MOST_FOUND = 100


def _now(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    return rows.filter(Q(from_on=None) | Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day))


# --- organisations ----------------------------------------------------------------------------------------------------


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
    in_force = _now(Seat.objects.visible_to(user), day)
    seats: Counter[int] = Counter(in_force.order_by().values_list("organisation", flat=True))
    led = count_led_actions(user)
    held = rows.filter(kind=kind) if kind else rows
    return [OrganisationRow(one, seats[one.pk], led[one.pk]) for one in held]


def count_led_actions(user: AnyUser) -> Counter[int]:
    """Return how many visible actions each organisation leads, itself or by a post in it, by its primary key."""
    leads = _now(ActionParty.objects.visible_to(user), clock.today()).filter(role="lead")
    pairs = leads.values_list("action", "organisation", "post__organisation")
    return Counter(key for _, key in {(action, own or by_post) for action, own, by_post in pairs} if key)


def get_organisation(user: AnyUser, slug: str) -> OrganisationPage | None:
    """Return all that one organisation's page shows, or None when there is none."""
    found = Organisation.objects.visible_to(user).select_related("parent", "successor", "area", "source")
    organisation = found.filter(slug=slug).first()
    if organisation is None:
        return None
    day = clock.today()
    held = _now(Post.objects.visible_to(user).filter(organisation=organisation), day)
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
        priorities=_list_led_priorities(user, people),
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


def _list_led_priorities(user: AnyUser, people: Sequence[int]) -> list[Priority]:
    led = Priority.objects.visible_to(user).filter(leads__in=people).distinct()
    return list(led.select_related("plan", "source").prefetch_related("leads").order_by("plan__slug", "number"))


def list_lines(user: AnyUser, condition: Q) -> list[ReportingLine]:
    """Return the reporting lines that hold today and meet a condition, by the body that reports."""
    lines = _now(ReportingLine.objects.visible_to(user).filter(condition), clock.today())
    found = lines.select_related("child", "parent_board", "parent_organisation", "source")
    return sorted(found, key=lambda line: (line.child.name, line.kind, line.pk))


# --- people -----------------------------------------------------------------------------------------------------------


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
    posts = _now(Post.objects.visible_to(user).filter(holder=person), day).select_related("organisation", "source")
    seats = Appointment.objects.visible_to(user).in_force(day).filter(person=person)  # type: ignore[attr-defined]
    parties = _now(ActionParty.objects.visible_to(user), day).filter(role="lead")
    led = parties.filter(Q(person=person) | Q(post__holder=person)).values("action")
    return PersonPage(
        person=person,
        posts=list(posts),
        seats=list(seats.select_related("seat__board", "seat__voting_group", "seat__organisation", "source")),
        serves=list(Board.objects.visible_to(user).filter(lead_officer=person)),
        priorities=_list_led_priorities(user, [person.pk]),
        actions=list_actions_of(user, pk__in=led),
    )


# --- areas ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AreaRow:
    """An area in the list: how many values, boards and actions are its own."""

    area: Area
    values: int
    boards: int
    actions: int

    @property
    def holdings(self) -> str:
        """How many figures this site holds of the area, in words."""
        return f"{self.values} figure{'' if self.values == 1 else 's'}" if self.values else "no figure"


@dataclass(frozen=True)
class AreaPage:
    """What this site holds of one area, beside how the place's own area stands."""

    area: Area
    parents: Sequence[Area]
    children: Sequence[Area]
    standings: Sequence[Standing]
    home: Area | None
    home_standings: Sequence[Standing]
    boards: Sequence[Board]
    organisations: Sequence[Organisation]
    objectives: Sequence[Objective]
    actions: Sequence[ActionRow]


def list_areas(user: AnyUser) -> list[AreaRow]:
    """Return the areas, larger ones first, in the same number of queries whatever their number."""
    values = Counter(Observation.objects.visible_to(user).values_list("area", flat=True))
    boards = Counter(Board.objects.visible_to(user).values_list("area", flat=True))
    actions = Counter(Action.objects.visible_to(user).values_list("areas", flat=True))
    rows = Area.objects.visible_to(user).select_related("kind", "source").order_by("kind__level", "name")
    return [AreaRow(one, values[one.pk], boards[one.pk], actions[one.pk]) for one in rows]


def get_area(user: AnyUser, code: str) -> AreaPage | None:
    """Return all that one area's page shows, or None when there is none."""
    areas = Area.objects.visible_to(user).select_related("kind", "source")
    area = areas.filter(code=code).first()
    if area is None:
        return None
    home = areas.filter(is_home=True).first()
    standings = list_area_standings(user, area)
    is_other = home is not None and home != area
    organisations = Organisation.objects.visible_to(user).filter(area=area)
    return AreaPage(
        area=area,
        parents=list(areas.filter(children__child=area).order_by("kind__level", "name")),
        children=list(areas.filter(parents__parent=area).order_by("name")),
        standings=[one for one in standings if one.observation is not None],
        home=home,
        home_standings=list_area_standings(user, home) if is_other and home else [],
        boards=list(Board.objects.visible_to(user).filter(area=area).select_related("source")),
        organisations=list(organisations.select_related("source")),
        objectives=list(Objective.objects.visible_to(user).filter(areas=area).select_related("priority", "source")),
        actions=list_actions_of(user, areas=area),
    )


# --- the map of bodies ------------------------------------------------------------------------------------------------

Node = Board | Organisation


@dataclass(frozen=True)
class Edge:
    """One line of the map from ``start`` to ``end``, with the record that says so and where that comes from."""

    kind: str
    words: str
    start: Node
    end: Node
    strength: str
    record: Any


@dataclass(frozen=True)
class Drive:
    """What a body drives, by the paper: a theme of a matrix, or what a link names; with the record that says so."""

    words: str
    text: str
    href: str
    record: Any


@dataclass
class Body:
    """A body of the map: what it is, the lines up from it and down to it, what it leads."""

    record: Node
    up: list[Edge] = field(default_factory=list)
    down: list[Edge] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    drives: list[Drive] = field(default_factory=list)
    actions: int = 0

    @property
    def is_board(self) -> bool:
        return isinstance(self.record, Board)


@dataclass(frozen=True)
class BodyMap:
    """All bodies by name, and every line between them."""

    bodies: Sequence[Body]
    edges: Sequence[Edge]


def get_map(user: AnyUser) -> BodyMap:
    """Return boards with their lines and what they lead; an organisation is on the map when something ties it there.

    In the same number of queries whatever the place holds: table, picture, file and API are all made from this.
    """
    edges = [_make_edge(line) for line in list_lines(user, Q())]
    boards = Board.objects.visible_to(user).select_related("area__kind", "host", "source").order_by("name")
    held: dict[str, Body] = {board.ref: Body(board) for board in boards}
    led = count_led_actions(user)
    drives = _list_drives(user)
    tied = {edge.end.pk for edge in edges if isinstance(edge.end, Organisation)} | set(led)
    tied |= {node.pk for node, _ in drives if isinstance(node, Organisation)}
    organisations = Organisation.objects.visible_to(user).filter(pk__in=tied).select_related("area__kind", "source")
    held |= {one.ref: Body(one, actions=led[one.pk]) for one in organisations}
    for edge in edges:
        held[edge.start.ref].up.append(edge)
        held[edge.end.ref].down.append(edge)
    for node, drive in drives:
        held[node.ref].drives.append(drive)
    _add_what_boards_lead(user, held)
    return BodyMap(sorted(held.values(), key=lambda body: (body.record.name, body.record.ref)), edges)


def _make_edge(line: ReportingLine) -> Edge:
    parent = line.parent_board or line.parent_organisation
    assert parent is not None  # noqa: S101 - a constraint of the table
    return Edge(line.kind, line.get_kind_display(), line.child, parent, line.strength, line)


def _list_drives(user: AnyUser) -> list[tuple[Node, Drive]]:
    """Return what bodies drive: their roles in the themes of a matrix, then what links lead to from them."""
    cells = MatrixCell.objects.visible_to(user).select_related("theme__plan", "board", "organisation", "source")
    found: list[tuple[Node, Drive]] = []
    for cell in cells.order_by("theme__plan__slug", "theme__order", "order", "slug"):
        role = find_role(cell.theme.vocabulary, cell.role)
        theme = cell.theme
        matrix = reverse("matrix", args=[theme.plan.slug])
        found.append((cell.board or cell.organisation, Drive(role.word, theme.title, matrix, cell)))
    ends = [f"to_{end}" for end in ENDS]
    links = Link.objects.visible_to(user).filter(Q(from_board__isnull=False) | Q(from_organisation__isnull=False))
    for link in links.select_related("from_board", "from_organisation", "source", *ends, "to_objective__priority"):
        node = link.from_board or link.from_organisation
        words = link.get_kind_display().capitalize()
        found.append((node, Drive(words, str(link.end), find_end_url(link.end), link)))
    return found


def _add_what_boards_lead(user: AnyUser, held: dict[str, Body]) -> None:
    led: dict[int, list[Priority]] = defaultdict(list)
    priorities = Priority.objects.visible_to(user).filter(lead_board__isnull=False)
    for priority in priorities.select_related("plan", "source").order_by("plan__slug", "number"):
        led[priority.lead_board_id].append(priority)
    actions = Counter(Action.objects.visible_to(user).values_list("board", flat=True))
    for body in held.values():
        if isinstance(body.record, Board):
            body.priorities = led[body.record.pk]
            body.actions = actions[body.record.pk]


# --- words ------------------------------------------------------------------------------------------------------------


def list_terms(user: AnyUser) -> list[GlossaryTerm]:
    """Return the terms of the glossary in the order of the alphabet, capitals or not."""
    terms = GlossaryTerm.objects.visible_to(user).select_related("see", "source")
    return sorted(terms, key=lambda term: term.term.casefold())


def list_short_names(user: AnyUser) -> list[Organisation]:
    """Return the organisations that have a short name of capitals, such as CCG; they are explained like terms."""
    rows = Organisation.objects.visible_to(user).exclude(short_name="").select_related("source")
    capitals = (one for one in rows if one.short_name.isascii() and one.short_name.isupper())
    return sorted(capitals, key=lambda one: (one.short_name, one.slug))


# --- search -----------------------------------------------------------------------------------------------------------


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
    for post in _now(Post.objects.visible_to(user).filter(holder__in=people), day).select_related("organisation"):
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
