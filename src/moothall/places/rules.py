"""Shared values of the records: citation, timescale, period, and the areas' kinds of membership. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

STATED, INFERRED, EXTERNAL, INVENTED = "stated", "inferred", "external", "invented"
RECORDED = "recorded"  # made at the desk of this site: the record is its own source
STATUSES = (
    (STATED, "Stated in the source"),
    (INFERRED, "Inferred from the source"),
    (EXTERNAL, "From another public source"),
    (INVENTED, "Invented for the example"),
    (RECORDED, "Recorded on this site"),
)


@dataclass(frozen=True)
class Spot:
    """Where something is said: a document's key and title, its page and lines, and how sure we are.

    ``status`` is stated, inferred, external, invented or recorded (here, at the desk); inferred, external and invented
    carry ``because``.
    """

    document: str
    title: str
    page: str
    lines: str
    status: str
    because: str


@dataclass(frozen=True)
class Contradiction(Spot):
    """What another place says differently of a record: what (as on a form) and how."""

    says: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """Return it in words: "Minutes of 14 May 2019, p. 2, says otherwise: number “4”. Both are kept."."""
        page = f"p. {self.page}" if self.page[:1].isdigit() else self.page
        place = ", ".join(part for part in (self.title or "Another row", page, self.lines) if part)
        said = "; ".join(f"{what} “{how}”" for what, how in self.says)
        known = "" if self.status == STATED else f" ({self.status}{f': {self.because}' if self.because else ''})"
        return f"{place} says otherwise: {said}{known}. Both are kept."


@dataclass(frozen=True)
class Citation(Spot):
    """Where a fact comes from; ``contradictions`` are what other places say of the same record."""

    contradictions: tuple[Contradiction, ...] = ()

    @property
    def contradicted(self) -> str:
        """Return what other places say differently, in words, or nothing."""
        return " ".join(told.sentence for told in self.contradictions)


def read_contradictions(kept: Iterable[Mapping[str, Any]]) -> tuple[Contradiction, ...]:
    """Return what a record keeps of rows that say something else of it (``source_contradictions``)."""
    return tuple(
        Contradiction(
            says=tuple((what, how) for what, how in told["says"]),
            document=told["source"],
            title=told["paper"],
            page=told["page"],
            lines=told["lines"],
            status=told["status"],
            because=told["because"],
        )
        for told in kept
    )


def check_citation(status: str, because: str, has_document: bool) -> str | None:
    """Return what is wrong with a citation's parts, or None."""
    if status not in (INVENTED, RECORDED) and not has_document:
        return "A record needs a source unless it is marked invented."
    if status not in (STATED, RECORDED) and not because.strip():
        return f"A record with status {status} must say why (because)."
    return None


def check_spot(status: str, page: str, lines: str) -> str | None:
    """Return what is missing for a reader to find a fact again in its paper, or None."""
    if status in (STATED, INFERRED) and not page and not lines:
        return "A source names the page or the lines where the fact stands: give one of them."
    return None


PRACTISED = "Written at the desk to try the site."


def cite_desk(*, is_invented: bool) -> dict[str, str]:
    """Return where a record comes from that somebody makes at the desk: from here, or invented where it is practice."""
    if is_invented:
        return {"source_status": INVENTED, "source_because": PRACTISED}
    return {"source_status": RECORDED, "source_because": ""}


def cite_change(status: str, because: str) -> dict[str, str]:
    """Return the standing of a record whose facts somebody changes at the desk: its paper does not say them any more.

    What was invented stays so. The paper, page and lines stay: they say where the record began.
    """
    if status in (INVENTED, RECORDED):
        return {"source_status": status, "source_because": because}
    was = f"{status}: {because}" if because else status
    return {"source_status": RECORDED, "source_because": f"Changed on this site; before that, {was}"[:400]}


@dataclass(frozen=True)
class Timescale:
    """When something is due: the words as written, and what they mean.

    ``kind`` is point, range, recurring, ongoing, conditional or unset; ``precision`` day, month, quarter or year;
    ``every`` an ISO 8601 period or n/period; ``mark`` says what to know about it (by, relative, next_meeting,
    review, doubtful, conflict, refused). ``start`` and ``end`` are inclusive days; the end is the day it is due.
    """

    as_written: str
    kind: str = "unset"
    start: date | None = None
    end: date | None = None
    precision: str = ""
    every: str = ""
    mark: str = ""
