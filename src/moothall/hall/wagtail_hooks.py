"""How Wagtail fits the house: what an editor publishes is put on record, and files follow the pages that offer them."""

import logging
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.log_actions import get_active_log_context
from wagtail.models import WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from moothall.hall import acts
from moothall.hall.models import Words
from moothall.hall.permissions import can_write_words
from moothall.hall.queries import is_file_public, list_due, list_over
from moothall.kit import due
from moothall.kit.acts import get_operator
from moothall.kit.errors import NotAllowedError
from moothall.kit.models import User

log = logging.getLogger(__name__)


def _who() -> User:
    """Return who works on the words desk; what is published by its hour alone is done by the operator."""
    user = get_active_log_context().user
    return user if isinstance(user, User) else get_operator()


def note_publishing(sender: type, instance: Any, revision: Any, **kwargs: Any) -> None:
    """Refuse, inside Wagtail's own transaction or ours, what only its writers have seen."""
    page = instance.specific
    if isinstance(page, Words) and page.live:  # one that waits for its hour is not there yet
        acts.publish_page(by=_who(), page=page, revision=revision)


def note_withdrawing(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance.specific, Words):
        acts.withdraw_page(by=_who(), page=instance.specific)


def note_moving(sender: type, instance: Any, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    if url_path_before != url_path_after:
        acts.withdraw_page(by=_who(), page=instance.specific)


def note_handing_in(sender: type, instance: Any, user: Any, **kwargs: Any) -> None:
    acts.hand_in_page(by=user, page=instance.content_object.specific)


def note_sending_back(sender: type, instance: Any, user: Any, **kwargs: Any) -> None:
    acts.send_back_page(by=user, page=instance.content_object.specific)


def send_nothing(sender: type, **kwargs: Any) -> None:
    """Do nothing: the act of approving has put all on record."""


page_published.connect(note_publishing, dispatch_uid="moothall.note_publishing")
page_unpublished.connect(note_withdrawing, dispatch_uid="moothall.note_withdrawing")
post_page_move.connect(note_moving, dispatch_uid="moothall.note_moving")
# Under the names by which Wagtail would connect e-mails of its own later on: who is asked finds it under "My work".
for told, does, kind in (
    (workflow_submitted, note_handing_in, "submitted"),
    (workflow_rejected, note_sending_back, "rejected"),
    (workflow_approved, send_nothing, "approved"),
):
    told.connect(does, sender=WorkflowState, dispatch_uid=f"workflow_state_{kind}_email_notification")


def publish_due() -> None:
    """Put on the site what was approved for an hour that has come, and take off it what is over.

    Each page is a transaction of its own: one that is refused keeps nobody else waiting.
    """
    for page in list_over():
        with transaction.atomic():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in list_due():
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except NotAllowedError as refused:
            log.warning("Page %s was not published at its hour: %s", revision.object_id, refused.sentence)


due.register(publish_due)


@hooks.register("before_serve_document")
def follow_the_page(document: Any, request: HttpRequest) -> None:
    """Hand out a document to everybody once a public page offers it, and before that to editors only."""
    if not can_write_words(request.user) and not is_file_public(document):
        raise Http404("There is no such document.")


@hooks.register("insert_editor_js")
def hold_while_saving() -> str:
    """Let a pressed button wait until the draft that is being saved by itself is kept."""
    return format_html('<script src="{}"></script>', static("hall/held.js"))


# Wagtail's own pages on people and accounts are closed (hall.urls), so nothing leads to them.
CLOSED_ITEMS = {"users", "groups", "account", "api-tokens", "sites"}


@hooks.register("construct_settings_menu")
def show_open_settings(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED_ITEMS]


@hooks.register("construct_main_menu")
def show_open_doors(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED_ITEMS]
