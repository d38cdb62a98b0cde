"""Which facts of this site come from a paper: every record that names it, with the page that shows the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse

from moothall.hall.bodies import list_people
from moothall.hall.queries import CITING
from moothall.kit.grants import AnyUser
from moothall.places.models import Cited, Person, SourceDocument

# What must be read with a record so that it can be named and addressed: other kinds need their own links alone.
DEEPER: Mapping[str, tuple[str, ...]] = {
    "seat": ("board",),
    "appointment": ("seat__board", "person"),
    "attendance": ("meeting__board", "person"),
    "deadline": ("meeting__board",),
    "agendaitem": ("meeting__board",),
    "reportrouting": ("report", "item__meeting__board"),
    "minuteparagraph": ("meeting__board", "item"),
    "decision": ("paragraph__meeting__board", "paragraph__item"),
    "observation": ("series__version__indicator", "area"),
    "target": ("objective__priority",),
    "matrixcell": ("theme__plan", "board", "organisation"),
    "matrixquestion": ("cell__theme__plan", "plan"),
    "actionparty": ("action", "person", "organisation", "post__organisation"),
    "post": ("organisation", "holder"),
}
LISTED_ON = {"profile": "indicators"}  # shown by no page of a record, but by a list
# Whose page shows a record that has none of its own: the first of these that it has.
SHOWN_BY = (
    "report", "meeting", "theme.plan", "board",
    "child", "seat.board", "paragraph", "priority", "objective.priority", "action",
    "indicator", "series.version.indicator", "version.indicator", "matrix.plan", "cell.theme.plan",
    "plan", "profile", "organisation", "from_board", "from_organisation", "from_plan", "from_priority",
    "from_objective.priority",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of record that cites a paper: its key for addresses, its word, how many of them name the paper."""

    key: str
    word: tuple[str, str]
    count: int


@dataclass(frozen=True)
class Fact:
    """One record that cites a paper: its words, where it is shown, the record itself for its citation."""

    kind: str
    text: str
    href: str
    record: Cited


class Facts(Sequence[Fact]):
    """The facts of a paper, kind by kind; a slice reads only the kinds that stand in it."""

    def __init__(self, user: AnyUser, document: SourceDocument, kinds: Sequence[Kind]) -> None:
        self._user, self._document, self._kinds = user, document, kinds

    def __len__(self) -> int:
        return sum(kind.count for kind in self._kinds)

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        found: list[Fact] = []
        before = 0
        for kind in self._kinds:
            first, last = max(start - before, 0), min(stop - before, kind.count)
            if first < last:
                found += self._read(kind, first, last)
            before += kind.count
        return found

    def _read(self, kind: Kind, first: int, last: int) -> list[Fact]:
        model = next(model for model, _ in CITING if model._meta.model_name == kind.key)
        rows = _relate(model, _list_visible(model, self._user).filter(source=self._document))
        return [Fact(kind.key, name_record(row), find_page(row), row) for row in rows.order_by("pk")[first:last]]


def _list_visible(model: Any, user: AnyUser) -> QuerySet[Any]:
    """Return the records of a kind that ``user`` may see; of people those who have a page."""
    visible: QuerySet[Any] = list_people(user) if model is Person else model.objects.visible_to(user)
    return visible


def _relate(model: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    own = [field.name for field in model._meta.fields if field.is_relation and field.name != "source"]
    return rows.select_related("source", *DEEPER.get(model._meta.model_name, ()), *own)


def list_kinds(user: AnyUser, document: SourceDocument) -> list[Kind]:
    """Return how many records of each kind that ``user`` may see name this paper; kinds with none left out.

    In two queries: who may see what is asked only of the kinds that name the paper at all.
    """
    citing = _find_citing(document)
    kinds = [(model, model._meta.model_name, word) for model, word in CITING if model._meta.model_name in citing]
    counts = [
        _list_visible(model, user)
        .filter(source=document)
        .order_by()
        .annotate(cited_as=Value(name))
        .values("cited_as")
        .annotate(n=Count("pk"))
        .values_list("cited_as", "n")
        for model, name, _ in kinds
    ]
    found = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return [Kind(name, word, found[name]) for _, name, word in kinds if found.get(name)]


def _find_citing(document: SourceDocument) -> set[str]:
    """Return the kinds of which any record names this paper, whoever may see it."""
    rows = [
        model._base_manager.filter(source=document).order_by().values_list(Value(model._meta.model_name))
        for model, _ in CITING
    ]
    return {name for (name,) in rows[0].union(*rows[1:])}


def name_record(record: Any) -> str:
    """Return a record in a few words."""
    text = str(record)
    return text if len(text) <= 160 else text[:160].rpartition(" ")[0] + " …"


def find_page(record: Any) -> str:
    """Return the address of the page that shows a record, or nothing."""
    if hasattr(record, "get_absolute_url"):
        return str(record.get_absolute_url())
    for path in SHOWN_BY:
        owner = record
        for name in path.split("."):
            owner = getattr(owner, name, None)
        if owner is not None and hasattr(owner, "get_absolute_url"):
            return str(owner.get_absolute_url())
    listed = LISTED_ON.get(record._meta.model_name)
    return reverse(listed) if listed else ""
