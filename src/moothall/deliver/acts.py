"""Acts on actions: agree one, report on it, close it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from moothall.assess.models import Indicator
from moothall.deliver import rules
from moothall.deliver.models import Action, ActionParty, Update
from moothall.deliver.permissions import check_can_agree_action, check_can_close_action, check_can_post_update
from moothall.deliver.queries import name_author
from moothall.govern.models import Board, Decision, MinuteParagraph
from moothall.kit import audit, clock
from moothall.kit.errors import RecordError, StaleError
from moothall.kit.models import User
from moothall.kit.records import check_record, find_free_slug
from moothall.kit.uploads import EVIDENCE, take_upload
from moothall.places.models import Organisation, Person, Post
from moothall.places.rules import INVENTED, RECORDED
from moothall.plan.models import Objective, Plan, Priority

STALE = "Somebody else reported on this action or changed it while you wrote. Read what is new, then send yours again."
ONE_SOURCE = "An action comes from exactly one minute paragraph or one plan: name the one behind it."
INVENTED_BECAUSE = "Entered by an invented account of the example"


@transaction.atomic
def post_update(
    *,
    by: User,
    action: Action,
    rating: str,
    narrative: str,
    evidence: Sequence[Mapping[str, Any]] = (),
    file: UploadedFile[Any] | None = None,
    percent: int | None = None,
    version: int | None = None,
) -> Update:
    """Report on an action: how it stands in a word, and a sentence or evidence. It never changes afterwards.

    ``evidence`` holds links as {"kind": "link", "address", "text"}; ``file`` is a picture or PDF to keep as evidence.
    ``percent`` is 0 to 100. ``version`` is that of the action which the form was opened with.

    Raises:
        NotAllowedError: ``by`` neither leads the action nor may report for its lead organisation or board.
        StaleError: somebody else reported since the form was opened.
        RecordError: the action is closed or not agreed, there is neither a sentence nor evidence, or the file is none
            that is taken.
    """
    held = _hold(action)
    why = check_can_post_update(by=by, action=held)
    _check_version(held, version)
    _check_open(held)
    update = Update(
        action=held,
        rating=rating,
        narrative=narrative.strip(),
        evidence=[*map(dict, evidence), *_take_file(file)],
        percent=percent,
        by=by,
        by_name=name_author(by),
        on=clock.today(),
        is_invented=by.is_invented,
        key=secrets.token_hex(8),
    )
    _keep(update)
    _raise_version(held)
    audit.record("post_update", update, by=by, why=why, scope=held.board.ref)
    return update


def _take_file(file: UploadedFile[Any] | None) -> list[dict[str, Any]]:
    return [{"kind": "file", **take_upload(file, allowed=EVIDENCE).as_json()}] if file else []


@dataclass(frozen=True)
class Lead:
    """Who is to lead an action: at least one of a post, a person, an organisation or the paper's words."""

    organisation: Organisation | None = None
    person: Person | None = None
    post: Post | None = None
    as_written: str = ""


@dataclass(frozen=True)
class Promise:
    """What is agreed beside the title; every part may be open, and is then shown as missing."""

    text: str = ""
    number: str = ""
    kind: str = "do"
    timescale: str = ""
    outcome_text: str = ""
    measure: Indicator | None = None
    measure_text: str = ""
    priority: Priority | None = None
    objective: Objective | None = None


@transaction.atomic
def agree_action(
    *,
    by: User,
    board: Board,
    title: str,
    paragraph: MinuteParagraph | None = None,
    plan: Plan | None = None,
    page: str = "",
    promise: Promise | None = None,
    lead: Lead | None = None,
) -> Action:
    """Enter an action that a board agreed; it comes from exactly one minute paragraph or one plan (with its page).

    Raises:
        NotAllowedError: ``by`` does not keep the board's actions, or may not see the paragraph or plan.
        RecordError: no source or two, or a value breaks a rule of the record.
    """
    why = check_can_agree_action(by=by, board=board)
    _check_source(by, paragraph, plan)
    promise = promise or Promise()
    action = Action(
        slug=find_free_slug(Action, title),
        title=title.strip(),
        board=board,
        paragraph=paragraph,
        source_plan=plan,
        agreed_on=clock.today(),
        publicity=paragraph.publicity if paragraph else "open",
        timescale_as_written=promise.timescale,
        text=promise.text,
        number=promise.number,
        kind=promise.kind,
        outcome_text=promise.outcome_text,
        measure=promise.measure,
        measure_text=promise.measure_text,
        priority=promise.priority,
        objective=promise.objective,
        **_cite(by, paragraph, plan, page),
    )
    _keep(action)
    if lead is not None:
        _keep(_make_lead(action, lead))
    audit.record("agree_action", action, by=by, why=why, scope=board.ref)
    return action


@transaction.atomic
def close_action(
    *,
    by: User,
    action: Action,
    state: str,
    closed_by_text: str = "",
    decision: Decision | None = None,
    paragraph: MinuteParagraph | None = None,
    version: int | None = None,
) -> Action:
    """Close an action as done or dropped, citing a decision, a minute paragraph or the reason in words.

    Raises:
        NotAllowedError: ``by`` does not keep the actions of its board.
        StaleError: somebody else changed it since the form was opened.
        RecordError: it cannot go into that state, or nothing says why.
    """
    held = _hold(action)
    why = check_can_close_action(by=by, action=held)
    _check_version(held, version)
    _check_closing(by, held, state, decision, paragraph)
    held.state = state
    held.closed_on = clock.today()
    held.closed_by_text = closed_by_text.strip()
    held.closed_by_decision = decision
    held.closed_by_paragraph = paragraph
    held.version += 1
    _keep(held)
    changed = ["state", "closed_on", "closed_by_text", "closed_by_decision", "closed_by_paragraph"]
    audit.record("close_action", held, by=by, why=why, scope=held.board.ref, changed=changed)
    return held


def _hold(action: Action) -> Action:
    """Return the action as it stands now, locked until the act ends."""
    held: Action = Action.objects.select_for_update(of=("self",)).select_related("board").get(pk=action.pk)
    return held


def _check_version(action: Action, version: int | None) -> None:
    if version is not None and version != action.version:
        raise StaleError(STALE)


def _check_open(action: Action) -> None:
    if action.state in rules.CLOSED_STATES:
        raise RecordError(f"This action is {action.state} already, so nothing more can be reported on it.")
    if action.state == "proposed":
        raise RecordError("This action is proposed and not agreed yet, so there is nothing to report.")


def _raise_version(action: Action) -> None:
    action.version += 1
    action.save(update_fields=["version"])


def _check_source(by: User, paragraph: MinuteParagraph | None, plan: Plan | None) -> None:
    if (paragraph is None) == (plan is None):
        raise RecordError(ONE_SOURCE, "paragraph")
    if paragraph is not None and not MinuteParagraph.objects.visible_to(by).filter(pk=paragraph.pk).exists():
        raise RecordError("There is no such minute paragraph.", "paragraph")
    if plan is not None and not Plan.objects.visible_to(by).filter(pk=plan.pk).exists():
        raise RecordError("There is no such plan.", "plan")


def _check_closing(
    by: User,
    action: Action,
    state: str,
    decision: Decision | None,
    paragraph: MinuteParagraph | None,
) -> None:
    problem = rules.check_transition(action.state, state)
    if problem:
        raise RecordError(problem, "state")
    if state not in ("done", "dropped"):
        raise RecordError("An action is closed as done or as dropped.", "state")
    if decision is not None and not Decision.objects.visible_to(by).filter(pk=decision.pk).exists():
        raise RecordError("There is no such decision.", "decision")
    if paragraph is not None and not MinuteParagraph.objects.visible_to(by).filter(pk=paragraph.pk).exists():
        raise RecordError("There is no such minute paragraph.", "paragraph")


def _cite(by: User, paragraph: MinuteParagraph | None, plan: Plan | None, page: str) -> dict[str, Any]:
    """Return where an action comes from: the citation of its paragraph, or the plan's document and page."""
    behind: Any = paragraph or plan
    source = plan.document or plan.source if plan else behind.source
    return {
        "source": source,
        "source_page": page or ("" if plan else behind.source_page),
        "source_lines": "" if plan else behind.source_lines,
        "source_status": INVENTED if by.is_invented else RECORDED,
        "source_because": INVENTED_BECAUSE if by.is_invented else "",
    }


def _make_lead(action: Action, lead: Lead) -> ActionParty:
    return ActionParty(
        action=action,
        organisation=lead.organisation,
        person=lead.person,
        post=lead.post,
        as_written=lead.as_written,
        from_on=action.agreed_on,
        source=action.source,
        source_page=action.source_page,
        source_lines=action.source_lines,
        source_status=action.source_status,
        source_because=action.source_because,
    )


def _keep(record: models.Model) -> None:
    """Save a record that meets all its rules; otherwise a RecordError says the first that it breaks."""
    check_record(record)
    record.save()
