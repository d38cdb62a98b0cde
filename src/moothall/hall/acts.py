"""Acts on the place's words: make the words desk ready, enter a page from a file, note what an editor publishes."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import LogContext
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Revision,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.rich_text import RichText

from moothall.hall.models import (
    AboutIndex,
    ChapterIndex,
    ChapterPage,
    MapPosition,
    NewsIndex,
    NewsPage,
    PlainIndex,
    PlainPage,
    SecondPair,
    SitePage,
    Words,
)
from moothall.hall.permissions import (
    check_can_approve_page,
    check_can_enter_words,
    check_can_place_node,
    check_can_publish_page,
    check_can_write_words,
)
from moothall.hall.queries import get_words_index
from moothall.kit import audit, clock
from moothall.kit.acts import WORDS_GROUP, Change, Entered
from moothall.kit.errors import RecordError
from moothall.kit.grants import can_ever
from moothall.kit.markdown import HEADING, Part
from moothall.kit.models import User
from moothall.kit.records import check_record, first_sentence, refuse_stale
from moothall.kit.wagtail_roots import make_wagtail_roots

KINDS: dict[str, type[Any]] = {"page": SitePage, "news": NewsPage, "plain": PlainPage, "chapter": ChapterPage}
INDEXES = (
    (AboutIndex, "about", "About", "What this site is, who runs it and how it works."),
    (NewsIndex, "news", "News", "What is new, newest first."),
    (PlainIndex, "plain-english", "Strategies in plain English", "The same, shorter and in everyday words."),
    (ChapterIndex, "chapters", "Chapters and spotlights", "What strategies say at length, and work that they hold up."),
)
# Nobody has Wagtail's right to publish: a page goes on the site by the approval of a second person alone.
PAGE_RIGHTS = ("add_page", "change_page", "lock_page", "unlock_page")
REVIEW = "Second pair of eyes"
FILE_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


@transaction.atomic
def prepare_words(*, by: User) -> Words:
    """Make what the words desk stands on where it is missing: the lists, and the rights of those who write.

    Raises:
        NotAllowedError: ``by`` may not load a place's files.
    """
    why = check_can_enter_words(by=by)
    root = make_wagtail_roots()
    made = _take_over_site(root)
    for model, slug, title, lede in INDEXES:
        if not model.objects.exists():
            root = Page.objects.get(pk=root.pk)
            made.append(root.add_child(instance=model(slug=slug, title=title, lede=lede)).slug)
    made += _give_rights(Group.objects.get_or_create(name=WORDS_GROUP)[0])
    made += _ask_for_second_pair()
    news: Words = NewsIndex.objects.get()
    if made:
        audit.record("prepare_words", news, by=by, why=why, changed=made)
    return news


def _take_over_site(root: Page) -> list[str]:
    """Let addresses begin at the root page, and take Wagtail's page of welcome away."""
    site = Site.objects.get(is_default_site=True)
    if site.root_page_id == root.pk:
        return []
    welcome = site.root_page
    site.root_page = root
    site.save()
    if type(welcome.specific) is Page:
        Page.objects.filter(pk=welcome.pk).update(live=False)  # it is none of ours to be put on record as withdrawn
        welcome.delete()
    return ["site"]


def _give_rights(group: Group) -> list[str]:
    """Give the group its rights on pages and files; those who may write words, and nobody else, are its members."""
    made = []
    pages = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS)
    for page in (model.objects.get() for model, _, _, _ in INDEXES):
        for right in pages:
            given = GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=right)[1]
            made += [right.codename] if given else []
    root = Collection.objects.get(depth=1)
    for right in Permission.objects.filter(codename__in=FILE_RIGHTS):
        given = GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=right)[1]
        made += [right.codename] if given else []
    writers = [user for user in User.objects.filter(grants__isnull=False).distinct() if can_ever(user, "write_words")]
    if {user.pk for user in writers} != set(group.user_set.values_list("pk", flat=True)):
        group.user_set.set(writers)
        made.append("members")
    return sorted(set(made))


def _ask_for_second_pair() -> list[str]:
    """Let every page below the lists go through the one review."""
    task = SecondPair.objects.first() or SecondPair.objects.create(name=REVIEW)
    review = Workflow.objects.filter(name=REVIEW).first() or Workflow.objects.create(name=REVIEW)
    made = [WorkflowTask.objects.get_or_create(workflow=review, task=task)[1]]
    for model, _, _, _ in INDEXES:
        made.append(
            WorkflowPage.objects.get_or_create(page_id=model.objects.get().pk, defaults={"workflow": review})[1]
        )
    return ["review"] if any(made) else []


@transaction.atomic
def enter_page(*, by: User, kind: str, slug: str, values: Mapping[str, Any], parts: list[Part]) -> Entered:
    """Bring one published page to the state that a place's file gives it; one that has it already is left alone.

    ``kind`` is page, news, plain or chapter; ``values`` are its plain fields and ``parts`` its body. Pictures and
    documents that an editor added on the words desk are taken for changes, so the file wins.

    Raises:
        NotAllowedError: ``by`` may not load a place's files.
        RecordError: a value breaks a rule of the page; nothing is written.
    """
    why = check_can_enter_words(by=by)
    parent = get_words_index(kind)
    page = KINDS[kind].objects.child_of(parent).filter(slug=slug).first()
    created = page is None
    page = page or KINDS[kind](slug=slug)
    changes = _take_values(page, {**values, "live": True}, parts, created=created)
    if created or changes:
        _save_page(page, None if page.pk else parent, by)
        audit.record("enter_page", page, by=by, why=why, changed=[change.field for change in changes])
    return Entered(page, "created" if created else "changed" if changes else "same", tuple(changes))


def _take_values(page: Any, values: Mapping[str, Any], parts: list[Part], *, created: bool) -> list[Change]:
    changes = []
    for name, value in values.items():
        was = getattr(page, name, None)  # a new page has nothing yet where a relation is required
        if was != value:
            changes.append(Change(name, "" if created else str(was or ""), str(value or "")))
            setattr(page, name, value)
    if page.list_parts() != parts:
        changes.append(Change("body", "" if created else "as it was", "as the file says"))
        page.body = [(part.kind, part.value if part.kind == HEADING else RichText(part.value)) for part in parts]
    return changes


def _save_page(page: Any, parent: Words | None, by: User) -> None:
    """Save a page with a revision, so that the words desk opens it as it is; no one is told, the act records it."""
    day = getattr(page, "published_on", None)
    page.first_published_at = page.first_published_at or _begin(day)
    page.last_published_at = page.last_published_at or page.first_published_at
    try:
        if parent is not None:
            parent.add_child(instance=page)
        else:
            page.save()
    except ValidationError as error:
        raise RecordError(*first_sentence(error)) from error
    page.live_revision = page.save_revision(user=by, log_action=False, clean=False)
    page.has_unpublished_changes = False
    page.save(update_fields=["live_revision", "has_unpublished_changes"], clean=False)


def _begin(day: date | None) -> datetime:
    return datetime.combine(day, time(9), ZoneInfo(settings.TIME_ZONE)) if day else clock.now()


@transaction.atomic
def place_node(*, by: User, node: str, x: int, y: int, version: int | None = None) -> MapPosition:
    """Say where a body stands in the picture of the map: its column from the left and its row from the top, from 0.

    ``node`` is its reference, as board:its-key. ``version`` is that of the place which it was given before, if any.

    Raises:
        NotAllowedError: ``by`` keeps neither the plans of this body nor those of the whole place.
        StaleError: somebody else moved it since the form was opened.
        RecordError: another body stands there, or the place lies outside the map.
    """
    why = check_can_place_node(by=by, node=node)
    position = MapPosition.objects.select_for_update(of=("self",)).filter(node=node).first()
    if position is not None:
        refuse_stale(position, version)
    other = MapPosition.objects.filter(x=x, y=y).exclude(node=node).first()
    if other is not None:
        raise RecordError(f"Another body ({other.node}) was put there: choose another place, or move that one.", "x")
    position = position or MapPosition(node=node, version=0)
    position.x, position.y = x, y
    position.version += 1
    check_record(position)
    position.save()
    audit.record("place_node", position, by=by, why=why, scope=node, changed=["x", "y"])
    return position


@transaction.atomic
def hand_in_page(*, by: User, page: Words) -> Words:
    """Put on record that an editor handed a page in for a second pair of eyes.

    Raises:
        NotAllowedError: ``by`` may not write words.
    """
    why = check_can_write_words(by=by)
    audit.record("hand_in_page", page, by=by, why=why)
    return page


@transaction.atomic
def send_back_page(*, by: User, page: Words) -> Words:
    """Put on record that an editor sent a page back to those who wrote it.

    Raises:
        NotAllowedError: ``by`` may not write words.
    """
    why = check_can_write_words(by=by)
    audit.record("send_back_page", page, by=by, why=why)
    return page


@transaction.atomic
def approve_page(*, by: User, page: Words, revision: Revision) -> Words:
    """Let a second person put ``revision`` of a page on the site: at once, or at the hour that its writer chose.

    Raises:
        NotAllowedError: ``by`` may not write words, wrote some of these, or the page was changed since.
    """
    why = check_can_approve_page(by=by, page=page, revision=revision)
    with LogContext(user=by):
        revision.publish(user=by, skip_permission_checks=True)
    waits = Revision.objects.filter(pk=revision.pk, approved_go_live_at__isnull=False).exists()
    audit.record("approve_page", page, by=by, why=why, changed=["go_live_at"] if waits else [])
    return page


@transaction.atomic
def publish_page(*, by: User, page: Words, revision: Revision) -> Words:
    """Put on record that ``revision`` of a page went on the site; every public page is made afresh by it.

    Raises:
        NotAllowedError: ``by`` may not write words or wrote some of these; at its hour, nobody else has approved it.
    """
    why = check_can_publish_page(by=by, page=page, revision=revision)
    audit.record("publish_page", page, by=by, why=why)
    return page


@transaction.atomic
def withdraw_page(*, by: User, page: Words) -> Words:
    """Put on record that an editor took a page off the site, by withdrawing, moving or deleting it.

    Raises:
        NotAllowedError: ``by`` may not write words.
    """
    why = check_can_write_words(by=by)
    audit.record("withdraw_page", page, by=by, why=why)
    return page
