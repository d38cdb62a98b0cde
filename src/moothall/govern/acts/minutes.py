"""What a clerk does in the minutes: record a paragraph, record a decision, correct a paragraph."""

from django.db import transaction
from django.db.models import F, Max

from moothall.govern import rules
from moothall.govern.models import AgendaItem, Board, Decision, Meeting, MinuteParagraph
from moothall.govern.permissions import (
    check_can_correct_paragraph,
    check_can_record_decision,
    check_can_record_paragraph,
)
from moothall.govern.queries import get_numbering
from moothall.kit import audit
from moothall.kit.errors import RecordError, StaleError
from moothall.kit.models import User
from moothall.kit.records import check_record
from moothall.places.rules import cite_desk

STALE = (
    "Somebody else wrote here since you opened this form. What is there now is shown; your words are kept below. "
    "Read it, then send yours again if it still holds."
)


@transaction.atomic
def record_paragraph(
    *, by: User, item: AgendaItem, text: str, kind: str = "narrative", publicity: str = "open", version: int
) -> MinuteParagraph:
    """Enter a paragraph in the minutes of a meeting, with the number that the board's terms give it.

    ``version`` is the item's: two clerks who write under one item at once do not overwrite each other's numbers.
    Source: terms of reference of the meeting's board, section ``numbering``.

    Raises:
        NotAllowedError: ``by`` does not keep this board's minutes.
        RecordError: the minutes are confirmed or not begun, the text is blank, or an open paragraph is recorded
            under a private item.
        StaleError: the item has changed since ``version``.
    """
    why = check_can_record_paragraph(by=by, item=item)
    _queue_behind_other_clerks(item.meeting)
    _take_version(item, version)
    _refuse_correction(kind)
    given = _give_number(by, item, kind, publicity)
    paragraph = MinuteParagraph(
        meeting=item.meeting,
        item=item,
        slug=given.slug,
        number=given.number,
        order=_find_next_order(item.meeting),
        text=text.strip(),
        kind=kind,
        publicity=publicity,
    )
    _enter(paragraph, item.meeting.board)
    audit.record("record_paragraph", paragraph, by=by, why=why, scope=item.meeting.board.ref)
    return paragraph


@transaction.atomic
def record_decision(
    *, by: User, paragraph: MinuteParagraph, kind: str, text: str, strength: str, version: int
) -> Decision:
    """Enter what a paragraph settles. Whether it was valid is not computed: no proof is made here.

    ``version`` is the paragraph's.

    Raises:
        NotAllowedError: ``by`` does not enter this board's decisions.
        RecordError: the minutes are confirmed or not begun, or the words are blank.
        StaleError: the paragraph has changed since ``version``.
    """
    why = check_can_record_decision(by=by, paragraph=paragraph)
    _queue_behind_other_clerks(paragraph.meeting)
    _take_version(paragraph, version)
    decision = Decision(
        paragraph=paragraph,
        slug=_find_free_slug(paragraph),
        kind=kind,
        text=text.strip(),
        strength=strength,
    )
    _enter(decision, paragraph.meeting.board)
    audit.record("record_decision", decision, by=by, why=why, scope=paragraph.meeting.board.ref)
    return decision


@transaction.atomic
def correct_paragraph(*, by: User, paragraph: MinuteParagraph, text: str, version: int) -> MinuteParagraph:
    """Add a correction that cites the paragraph; the old words stay as they are.

    The only act that confirmed minutes allow. A correction is as public as what it corrects. ``version`` is the
    paragraph's.

    Raises:
        NotAllowedError: ``by`` does not keep this board's minutes.
        RecordError: there are no minutes yet, or the text is blank.
        StaleError: the paragraph has changed since ``version``.
    """
    why = check_can_correct_paragraph(by=by, paragraph=paragraph)
    _queue_behind_other_clerks(paragraph.meeting)
    _take_version(paragraph, version)
    correction = MinuteParagraph(
        meeting=paragraph.meeting,
        item=paragraph.item,
        slug=rules.name_correction(paragraph.slug, _list_slugs(paragraph.meeting)),
        order=_find_next_order(paragraph.meeting),
        text=text.strip(),
        kind="correction",
        publicity=paragraph.publicity,
        corrects=paragraph,
    )
    _enter(correction, paragraph.meeting.board)
    audit.record("correct_paragraph", correction, by=by, why=why, scope=paragraph.meeting.board.ref)
    return correction


def _queue_behind_other_clerks(meeting: Meeting) -> None:
    """Let one write at a time give numbers in a meeting's minutes."""
    Meeting.objects.select_for_update().filter(pk=meeting.pk).first()


def _take_version(record: AgendaItem | MinuteParagraph, version: int) -> None:
    """Raise the record's version in one statement, so that of two writers with the same version one is refused."""
    taken = type(record).objects.filter(pk=record.pk, version=version).update(version=F("version") + 1)
    if not taken:
        raise StaleError(STALE)
    record.version = version + 1


def _refuse_correction(kind: str) -> None:
    if kind == "correction":
        raise RecordError(
            "A correction cites the paragraph that it corrects: open that paragraph to record it.", "kind"
        )


def _give_number(by: User, item: AgendaItem, kind: str, publicity: str) -> rules.Given:
    """Return the new paragraph's number and address; the item's only paragraph gets its number now."""
    paragraphs = list(MinuteParagraph.objects.filter(item=item).order_by("order"))
    given = rules.give_number(
        item.number,
        kind,
        [rules.Held(p.slug, p.number, p.kind, p.publicity == rules.OPEN) for p in paragraphs],
        taken=_list_slugs(item.meeting),
        single_unnumbered=bool(get_numbering(by, item.meeting).get("single_paragraph_unnumbered", False)),
        private_in_open=publicity != rules.OPEN and item.publicity == rules.OPEN,
    )
    if given.first_number:
        first = next(p for p in paragraphs if not p.number and p.kind in rules.NUMBERED_KINDS)
        first.number = given.first_number
        first.version += 1
        first.save(update_fields=["number", "version"])
    return given


def _list_slugs(meeting: Meeting) -> set[str]:
    return set(MinuteParagraph.objects.filter(meeting=meeting).values_list("slug", flat=True))


def _find_next_order(meeting: Meeting) -> int:
    last = MinuteParagraph.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def _find_free_slug(paragraph: MinuteParagraph) -> str:
    taken = set(Decision.objects.filter(paragraph=paragraph).values_list("slug", flat=True))
    return next(slug for count in range(1, len(taken) + 2) if (slug := str(count)) not in taken)


def _enter(record: MinuteParagraph | Decision, board: Board) -> None:
    """Save a record that was made here: no paper stands behind it, and on a practice board it is invented."""
    for name, value in cite_desk(is_invented=board.is_invented).items():
        setattr(record, name, value)
    check_record(record)
    record.save()
