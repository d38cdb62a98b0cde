"""Two clocks: the place's day, and the real instant.

``today()`` obeys ``MOOTHALL_AS_AT`` so that an example place can live in a past month; pages say so.
``now()`` never does: audit, tokens, sessions, grants and embargoes hang on it.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings


def now() -> datetime:
    """Return the real instant, in UTC."""
    return datetime.now(UTC)


def as_at() -> date | None:
    """Return the day on which the place is shown, or None when it is shown as it stands now."""
    day: date | None = settings.MOOTHALL_AS_AT
    return day


def local_day() -> date:
    """Return the real day in the place's own time zone."""
    return now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def today() -> date:
    """Return the place's day: ``MOOTHALL_AS_AT`` where it is set, the real day otherwise."""
    return as_at() or local_day()


def here() -> datetime:
    """Return the place's moment: the real time of day, on the place's day. For what stands on its calendar only."""
    real = now().astimezone(ZoneInfo(settings.TIME_ZONE))
    day = today()
    return real.replace(year=day.year, month=day.month, day=day.day, microsecond=0)


def at(day: date, hour: time) -> datetime:
    """Return the moment of a time of day on a day, by the place's own clocks."""
    return datetime.combine(day, hour, ZoneInfo(settings.TIME_ZONE))


def day_of(moment: datetime) -> date:
    """Return the day of a moment in the place's own time zone."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in the place's own time zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings.TIME_ZONE))


def in_place(moment: datetime) -> datetime:
    """Return the same moment in the place's own time zone."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))
