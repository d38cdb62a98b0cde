"""When public pages change by the clock alone: each stage may register its next moment."""

from collections.abc import Callable
from datetime import datetime

from moothall.kit import clock

_moments: list[Callable[[], datetime | None]] = []


def register(moment: Callable[[], datetime | None]) -> None:
    """Let ``moment()`` say when its pages change next, or None."""
    if moment not in _moments:
        _moments.append(moment)


def seconds_until_next_change() -> float | None:
    """Return the seconds until the first of those moments, or None when there is none."""
    ahead = [at for at in (moment() for moment in _moments) if at is not None]
    return (min(ahead) - clock.now()).total_seconds() if ahead else None
