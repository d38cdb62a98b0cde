"""Acts on plans: tie two records together by what a paper says, end a tie, answer a question of the matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from moothall.kit import audit, formats
from moothall.kit.errors import RecordError
from moothall.kit.models import User
from moothall.kit.records import check_record, find_free_slug, hold, refuse_stale
from moothall.places.models import SourceDocument
from moothall.places.rules import PRACTISED, STATED, check_spot
from moothall.plan import rules
from moothall.plan.models import End, Link, MatrixQuestion
from moothall.plan.permissions import (
    check_can_answer_question,
    check_can_end_link,
    check_can_link_records,
    list_owners,
)


@dataclass(frozen=True)
class Saying:
    """Where a paper ties two things: its document, page and lines; ``because`` says why where it is our reading."""

    document: SourceDocument | None = None
    page: str = ""
    lines: str = ""
    status: str = STATED
    because: str = ""


@transaction.atomic
def link_records(
    *,
    by: User,
    kind: str,
    start: End,
    end: End,
    saying: Saying,
    strength: str = rules.STATED,
    from_on: date | None = None,
) -> Link:
    """Tie two records together by one of the nine relations, with the paper that says so.

    Raises:
        NotAllowedError: ``by`` keeps no plan that one of the two belongs to, or may not see both.
        RecordError: the relation does not join the two, they are tied already, or no page or lines are named.
    """
    why = check_can_link_records(by=by, start=start, end=end)
    sides = {f"from_{_name_end(start)}": start, f"to_{_name_end(end)}": end}
    _refuse_second(kind, sides)
    owners = list_owners((start, end))
    link = Link(
        slug=find_free_slug(Link, f"{start} {rules.RELATIONS[kind].key if kind in rules.RELATIONS else kind} {end}"),
        kind=kind,
        strength=strength,
        from_on=from_on,
        **sides,
        **_cite(saying, is_invented=all(board.is_invented for board in owners)),
    )
    check_record(link)
    link.save()
    audit.record("link_records", link, by=by, why=why, scope=owners[0].ref)
    return link


def _name_end(end: End) -> str:
    """Return the column of an end, without its side."""
    name = type(end).__name__
    return "document" if name == "SourceDocument" else name.lower()


def _refuse_second(kind: str, sides: Mapping[str, End]) -> None:
    held = Link.objects.filter(kind=kind, **sides).first()
    if held is None:
        return
    ended = f", until {formats.day(held.to_on)}, and that stays on record" if held.to_on else ""
    raise RecordError(f"These two are tied in this way already{ended}.", "kind")


def _cite(saying: Saying, *, is_invented: bool) -> dict[str, object]:
    if is_invented:
        return {"source_status": "invented", "source_because": PRACTISED}
    if saying.document is None:
        raise RecordError("Name the paper that says so: a tie without a paper is none.", "document")
    problem = check_spot(saying.status, saying.page.strip(), saying.lines.strip())
    if problem:
        raise RecordError(problem, "page")
    return {
        "source": saying.document,
        "source_page": saying.page.strip(),
        "source_lines": saying.lines.strip(),
        "source_status": saying.status,
        "source_because": saying.because.strip(),
    }


@transaction.atomic
def end_link(*, by: User, link: Link, on: date, version: int | None = None) -> Link:
    """Say that two records are tied no more after a day; the tie stays on record.

    Raises:
        NotAllowedError: ``by`` keeps no plan that one of the two belongs to.
        StaleError: somebody else changed the link since the form was opened.
        RecordError: it has ended already, or the day lies before its first.
    """
    held = hold(link)
    why = check_can_end_link(by=by, link=held)
    refuse_stale(held, version)
    if held.to_on is not None:
        raise RecordError(f"This tie ended on {formats.day(held.to_on)} already.")
    if held.from_on is not None and on < held.from_on:
        raise RecordError(f"It began on {formats.day(held.from_on)}: it cannot end before that.", "on")
    held.to_on = on
    held.version += 1
    check_record(held)
    held.save()
    owners = list_owners((held.start, held.end))
    audit.record("end_link", held, by=by, why=why, scope=owners[0].ref, changed=["to_on"])
    return held


@dataclass(frozen=True)
class Answer:
    """What is answered, when and by whom, from which evidence as {"text", "address"}, and until when it holds."""

    text: str
    answered_on: date
    answered_by: str
    evidence: Sequence[Mapping[str, str]] = ()
    review_on: date | None = None


@transaction.atomic
def answer_matrix_question(
    *, by: User, question: MatrixQuestion, answer: Answer, version: int | None = None
) -> MatrixQuestion:
    """Answer a question of a matrix or a layer, or answer it anew; the former answer stays in its history.

    Raises:
        NotAllowedError: ``by`` keeps neither the plan that asks nor that of the body that is asked.
        StaleError: somebody else answered since the form was opened.
        RecordError: the answer says nothing, from nothing, by nobody, or is to be looked at before it was given.
    """
    held = hold(question)
    why = check_can_answer_question(by=by, question=held)
    refuse_stale(held, version)
    if not answer.text.strip():
        raise RecordError("Write the answer in a sentence or more.", "answer")
    if not answer.evidence:
        raise RecordError("Say from what: name an indicator, a paper, a minute or an address.", "indicator")
    if answer.review_on is not None and answer.review_on <= answer.answered_on:
        raise RecordError("It is looked at again after the day on which it was answered.", "review_on")
    held.answer = answer.text.strip()
    held.answered_on, held.answered_by = answer.answered_on, answer.answered_by.strip()
    held.evidence = [dict(one) for one in answer.evidence]
    held.review_on = answer.review_on
    held.version += 1
    check_record(held)
    held.save()
    scope = held.asked_by.board.ref
    audit.record("answer_matrix_question", held, by=by, why=why, scope=scope, changed=["answer", "evidence"])
    return held
