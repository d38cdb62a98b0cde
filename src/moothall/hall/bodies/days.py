"""What holds on a day: rows with a first and a last day of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet


def now(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Return the rows that hold on a day, by ``from_on`` and ``to_on``."""
    return rows.filter(Q(from_on=None) | Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day))
