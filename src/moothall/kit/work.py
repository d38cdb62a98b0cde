"""*My work*: each stage says what somebody is asked, what is late and what is theirs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from moothall.kit.models import User


@dataclass(frozen=True)
class WorkRow:
    """One thing to look at: ``note`` says why it is here, ``due`` by when, ``state`` how it stands in a word."""

    title: str
    url: str
    note: str = ""
    due: date | None = None
    state: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the page with its rows, those due first on top."""

    key: str
    title: str
    rows: Sequence[WorkRow]


SECTIONS = {"asked": "What you are asked", "late": "What is late", "mine": "What is yours"}
Lister = Callable[[User], Iterable[WorkRow]]
_listers: list[tuple[int, str, Lister]] = []


def register(section: str, lister: Lister, order: int = 50) -> None:
    """Let ``lister(user)`` add rows to a section: asked, late or mine. It must keep to what ``user`` may see.

    Raises:
        KeyError: no such section.
    """
    SECTIONS[section]
    if all(known is not lister for _, _, known in _listers):
        _listers.append((order, section, lister))
        _listers.sort(key=lambda entry: entry[0])


def list_work(user: User) -> list[Section]:
    """Return the sections that have rows for ``user``."""
    found: dict[str, list[WorkRow]] = {key: [] for key in SECTIONS}
    for _, section, lister in _listers:
        found[section].extend(lister(user))
    return [Section(key, SECTIONS[key], _by_day(rows)) for key, rows in found.items() if rows]


def _by_day(rows: list[WorkRow]) -> list[WorkRow]:
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.max))
