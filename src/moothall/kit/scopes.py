"""What a role can be given for: each stage offers its own boards, organisations and the like."""

from collections.abc import Callable, Iterable

WHOLE_PLACE = ("", "The whole place")
Lister = Callable[[], Iterable[tuple[str, str]]]
_listers: dict[str, tuple[str, Lister]] = {}


def register(kind: str, label: str, lister: Lister) -> None:
    """Let ``lister()`` say which scopes of a kind there are, as (stable reference, name); ``label`` names the kind."""
    _listers[kind] = (label, lister)


def list_choices() -> list[tuple[str, object]]:
    """Return the choices of a form: the whole place first, then each kind as a group."""
    groups = ((label, list(lister())) for label, lister in _listers.values())
    return [WHOLE_PLACE, *((label, rows) for label, rows in groups if rows)]


def name_scopes() -> dict[str, str]:
    """Return the name of every scope by its reference."""
    return dict([WHOLE_PLACE, *(row for _, lister in _listers.values() for row in lister())])
