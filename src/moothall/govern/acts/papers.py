"""What officers and clerks do with papers: commission one, write its cover sheet, move it on, put it on an agenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from moothall.govern import rules
from moothall.govern.models import AgendaItem, Board, Report, ReportRouting
from moothall.govern.permissions import (
    check_can_commission_report,
    check_can_keep_report,
    check_can_route_report,
)
from moothall.kit import audit, clock
from moothall.kit.errors import RecordError
from moothall.kit.models import User
from moothall.kit.records import check_record, find_changed, find_free_slug, find_step_problem, hold, refuse_stale
from moothall.places.models import Organisation, Post
from moothall.places.rules import cite_change, cite_desk

NEVER_CHANGES = "A paper that is {state} never changes. Commission a new one that takes its place."
TAKEN = "The agenda is published with this paper. Withdraw the paper, or publish one that takes its place."
NO_SUCCESSOR = (
    "No published paper says that it takes the place of this one. Commission one that does, publish it, then come back."
)


@dataclass(frozen=True)
class Cover:
    """What stands on the cover sheet of a paper; every part may be open until it is published.

    ``recommendations`` are as the rules read them: number, verb and text. ``exempt_paragraphs`` are of Schedule 12A.
    """

    title: str
    item_for: Sequence[str] = ()
    sponsors: Sequence[Post] = ()
    authors: Sequence[Post] = ()
    other_authors: Sequence[str] = ()
    organisations: Sequence[Organisation] = ()
    other_organisations: Sequence[str] = ()
    key_issues: str = ""
    recommendations: Sequence[Mapping[str, str]] = ()
    printed_without: bool = False
    financial_implications: str = ""
    publicity: str = rules.OPEN
    exempt_paragraphs: Sequence[int] = ()
    public_interest_text: str = ""

    def list_fields(self) -> dict[str, Any]:
        """Return the plain fields of the record."""
        return {
            "title": self.title.strip(),
            "item_for": list(self.item_for),
            "other_authors": list(self.other_authors),
            "other_organisations": list(self.other_organisations),
            "key_issues": self.key_issues.strip(),
            "recommendations": [dict(one) for one in self.recommendations],
            "printed_without": self.printed_without,
            "financial_implications": self.financial_implications.strip(),
            "publicity": self.publicity,
            "exempt_paragraphs": list(self.exempt_paragraphs),
            "public_interest_text": self.public_interest_text.strip(),
        }

    def list_relations(self) -> dict[str, list[Any]]:
        """Return the lists of other records."""
        return {
            "sponsors": list(self.sponsors),
            "authors": list(self.authors),
            "organisations": list(self.organisations),
        }


@transaction.atomic
def commission_report(*, by: User, board: Board, cover: Cover, supersedes: Report | None = None) -> Report:
    """Ask for a paper for a board: it has an address and a cover sheet from now on, and nobody but officers sees it.

    ``supersedes`` is the paper of the same board that it is to take the place of.

    Raises:
        NotAllowedError: ``by`` does not keep this board's papers.
        RecordError: a value breaks a rule of the record, or the paper to be replaced is of another board or not public.
    """
    why = check_can_commission_report(by=by, board=board)
    if supersedes is not None and (supersedes.board_id != board.pk or supersedes.state != "published"):
        raise RecordError("Only a published paper of the same board can be replaced.", "supersedes")
    report = Report(
        slug=find_free_slug(Report, cover.title, most=110),
        board=board,
        state="commissioned",
        supersedes=supersedes,
        **cover.list_fields(),
        **cite_desk(is_invented=board.is_invented),
    )
    check_record(report)
    report.save()
    for name, records in cover.list_relations().items():
        getattr(report, name).set(records)
    audit.record("commission_report", report, by=by, why=why, scope=board.ref)
    return report


@transaction.atomic
def edit_report(*, by: User, report: Report, cover: Cover, version: int | None = None) -> Report:
    """Write the cover sheet of a paper that is not published yet; one in clearance or cleared goes back to its authors.

    Facts that came from a source are marked as changed here; fields that were not in the text that was read, and are
    filled in now, are not missing any more.

    Raises:
        NotAllowedError: ``by`` does not keep this board's papers, or may not see this one.
        StaleError: somebody else changed it since the form was opened.
        RecordError: it is published, replaced or withdrawn, or a value breaks a rule of the record.
    """
    held = hold(report)
    why = check_can_keep_report(by=by, report=held)
    refuse_stale(held, version)
    if held.state not in rules.OPEN_REPORT_STATES:
        raise RecordError(NEVER_CHANGES.format(state=held.get_state_display()))
    changed = _write_cover(held, cover)
    audit.record("edit_report", held, by=by, why=why, scope=held.board.ref, changed=changed)
    return held


def _write_cover(held: Report, cover: Cover) -> list[str]:
    fields, relations = cover.list_fields(), cover.list_relations()
    others = [name for name, wanted in relations.items() if set(getattr(held, name).all()) != set(wanted)]
    changed = [*find_changed(held, fields), *others]
    for name, value in fields.items():
        setattr(held, name, value)
    if changed:
        held.state = rules.find_state_after_edit(held.state)
        held.not_read = [name for name in held.not_read if name not in changed]
        _mark_changed(held)
    held.version += 1
    check_record(held)
    held.save()
    for name in others:
        getattr(held, name).set(relations[name])
    return changed


def _mark_changed(held: Report) -> None:
    for name, value in cite_change(held.source_status, held.source_because).items():
        setattr(held, name, value)


@transaction.atomic
def move_report(*, by: User, report: Report, to: str, because: str = "", version: int | None = None) -> Report:
    """Take a paper one step on: to its authors, into clearance, cleared, published, superseded or withdrawn.

    ``because`` is asked for when it is withdrawn, and for nothing else. Source: govern.rules.papers.REPORT_STATES.

    Raises:
        NotAllowedError: ``by`` does not keep this board's papers, or may not see this one.
        StaleError: somebody else changed it since the form was opened.
        RecordError: its life has no such step, or what the step asks for is missing.
    """
    held = hold(report)
    why = check_can_keep_report(by=by, report=held)
    refuse_stale(held, version)
    problem = find_step_problem(rules.REPORT_STATES, held.state, to, "This paper")
    if problem:
        raise RecordError(problem, "to")
    _check_step(held, to, because)
    held.state = to
    held.withdrawn_because = because.strip() if to == "withdrawn" else ""
    if to == "published":
        held.to_public_at = clock.here()
    held.version += 1
    check_record(held)
    held.save()
    audit.record("move_report", held, by=by, why=why, scope=held.board.ref, changed=["state"])
    return held


def _check_step(held: Report, to: str, because: str) -> None:
    if to == "withdrawn" and not because.strip():
        raise RecordError("Say why the paper is withdrawn: who looks for it will read this.", "because")
    if to == "published":
        problem = rules.check_publishing(held.item_for, held.recommendations, printed_without=held.printed_without)
        if problem:
            raise RecordError(problem, "to")
    if to == "superseded" and not held.superseded_by.filter(state__in=rules.PUBLIC_REPORT_STATES).exists():
        raise RecordError(NO_SUCCESSOR, "to")


@transaction.atomic
def route_report(
    *,
    by: User,
    report: Report,
    item: AgendaItem,
    role: str,
    authoritative: bool = False,
    version: int | None = None,
) -> ReportRouting:
    """Put a paper on an item of an agenda: to decide, to be consulted, or to note. ``version`` is the paper's.

    Raises:
        NotAllowedError: ``by`` does not keep the papers of the paper's board and of the item's, or may not see both.
        StaleError: somebody else changed the paper since the form was opened.
        RecordError: the paper or the item is over, the item takes it already, or another item settles it.
    """
    held = hold(report)
    why = check_can_route_report(by=by, report=held, item=item)
    refuse_stale(held, version)
    if held.state in ("superseded", "withdrawn"):
        raise RecordError(f"This paper is {held.get_state_display()}, so no meeting takes it.")
    if item.state not in ("draft", "ready", "published", "called"):
        raise RecordError(f"Item {item.number} is {item.get_state_display()}: it takes no paper any more.", "item")
    last = ReportRouting.objects.filter(item=item).aggregate(last=Max("order"))["last"]
    routing = ReportRouting(
        report=held,
        item=item,
        role=role,
        authoritative=authoritative,
        order=(last or 0) + 1,
        **cite_desk(is_invented=held.is_invented or item.meeting.board.is_invented),
    )
    if authoritative and held.routings.filter(authoritative=True).exists():
        raise RecordError("Another item settles this paper already: only one can.", "authoritative")
    if held.routings.filter(item=item).exists():
        raise RecordError(f"Item {item.number} takes this paper already.", "item")
    check_record(routing)
    routing.save()
    held.version += 1
    held.save(update_fields=["version"])
    audit.record("route_report", routing, by=by, why=why, scope=held.board.ref)
    return routing


@transaction.atomic
def unroute_report(*, by: User, routing: ReportRouting, version: int | None = None) -> Report:
    """Take a paper off an item whose agenda is not published yet. ``version`` is the paper's.

    Raises:
        NotAllowedError: ``by`` does not keep the papers of the paper's board and of the item's, or may not see both.
        StaleError: somebody else changed the paper since the form was opened.
        RecordError: the item is public: what was published with a paper stays with it.
    """
    held = hold(routing.report)
    why = check_can_route_report(by=by, report=held, item=routing.item)
    refuse_stale(held, version)
    if routing.item.state not in ("draft", "ready"):
        raise RecordError(TAKEN)
    audit.record("unroute_report", routing, by=by, why=why, scope=held.board.ref)
    routing.delete()
    held.version += 1
    held.save(update_fields=["version"])
    return held
