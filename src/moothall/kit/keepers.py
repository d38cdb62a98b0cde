"""Who keeps which records by hand, and what else must hold when they do; each stage says so for its own models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models
from django.db.models import Q, QuerySet

from moothall.kit.grants import AnyUser, find_basis, list_scopes

ENTER = "enter_records"
SCOPE = "board:"  # what a role that keeps some records only is given for
ONLY_ADMINISTRATORS = "Only an administrator may keep these records. Ask one to do it."
Row = models.Model | None


@dataclass(frozen=True)
class Change:
    """What somebody does to a row: the row as it was (None for a new one), and the values that are to change.

    ``says_paper``: whoever changes it says that its paper states what it now holds.
    """

    was: Row
    values: dict[str, Any]
    says_paper: bool = False


Check = Callable[[Change], None]


class Standing(Protocol):
    """How rows of a kind say where they come from; the stage that knows citations gives it."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns of the file that say it."""
        ...

    @property
    def status(self) -> str:
        """The one of them that says how sure it is."""
        ...

    def list_words(self, user: AnyUser) -> list[tuple[str, str]]:
        """Return the words for how sure a row is that ``user`` may choose from."""
        ...

    def is_from_paper(self, row: Any) -> bool:
        """Tell whether a paper is said to state what the row holds."""
        ...

    def is_invented(self, row: Any) -> bool:
        """Tell whether the row is made up."""
        ...

    def settle(self, change: Change) -> dict[str, Any]:
        """Return the values of a change with where the row comes from now."""
        ...


@dataclass(frozen=True)
class Keeper:
    """Who keeps the rows of ``model``: administrators, and whoever has ``power`` in the board that a row belongs to.

    ``paths`` are the ways from a row to its board ("seat__board"), the first that leads somewhere counts. ``stamp``
    gives a number that is another as soon as anything in a row has changed. ``check`` raises a RecordError.
    """

    model: type[models.Model]
    stamp: Callable[[Any], int]
    power: str = ""
    paths: Sequence[str] = ()
    sentence: str = ONLY_ADMINISTRATORS
    standing: Standing | None = None
    check: Check | None = None

    def find_basis(self, user: AnyUser, owner: str = "") -> str | None:
        """Return why ``user`` keeps rows of the board with this reference (any board when none is named), or None."""
        everywhere = find_basis(user, ENTER)
        if everywhere or not self.power:
            return everywhere
        scopes = [owner] if owner else list_scopes(user, self.power)
        return find_basis(user, self.power, *scopes)

    def find_owner(self, row: Any) -> Any:
        """Return the board that a row belongs to, or None."""
        return next((owner for path in self.paths if (owner := follow(row, path)) is not None), None)

    def is_invented(self, row: Any) -> bool:
        """Tell whether a row is made up: its board is, or it says so itself."""
        if self.paths:
            return bool(getattr(self.find_owner(row), "is_invented", False))
        return self.standing is not None and self.standing.is_invented(row)

    def list_rows(self, user: AnyUser) -> QuerySet[Any]:
        """Return the rows that ``user`` may see and keep."""
        rows = list_visible(self.model, user)
        slugs = self.list_slugs(user)
        return rows if slugs is None else rows.filter(self.within(slugs))

    def list_slugs(self, user: AnyUser) -> set[str] | None:
        """Return the slugs of the boards whose rows ``user`` keeps; None means every row."""
        if find_basis(user, ENTER):
            return None
        scopes = list_scopes(user, self.power) if self.power else set()
        return None if "" in scopes else {one.removeprefix(SCOPE) for one in scopes if one.startswith(SCOPE)}

    def within(self, slugs: Iterable[str]) -> Q:
        """Return the condition that a row belongs to one of these boards."""
        condition = Q(pk__in=[])
        for path in self.paths:
            condition |= Q(**{f"{path}__slug__in": slugs})
        return condition


_keepers: dict[type[models.Model], Keeper] = {}


def register(keeper: Keeper) -> None:
    """Let rows of a model be kept by hand."""
    _keepers[keeper.model] = keeper


def find_keeper(model: type[models.Model]) -> Keeper | None:
    """Return who keeps the rows of a model, or None where nobody does by hand."""
    return _keepers.get(model)


def list_keepers() -> list[Keeper]:
    """Return all of them."""
    return list(_keepers.values())


def follow(row: Any, path: str) -> Any:
    """Return what stands at the end of a path of relations, or None where it leads nowhere."""
    for name in path.split("__"):
        row = getattr(row, name, None)  # a new row has nothing yet where a relation is required
        if row is None:
            return None
    return row


def list_visible(model: type[models.Model], user: AnyUser) -> QuerySet[Any]:
    """Return the rows of a model that ``user`` may know of."""
    rows: Any = model._default_manager.all()
    visible_to = getattr(rows, "visible_to", None)
    found: QuerySet[Any] = visible_to(user) if visible_to else rows
    return found
