"""How Wagtail fits the house: what an editor publishes is put on record, and files follow the pages that offer them."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from moothall.hall import acts
from moothall.hall.models import Words
from moothall.hall.permissions import can_write_words
from moothall.hall.queries import is_file_public
from moothall.kit.acts import get_operator
from moothall.kit.models import User


def _who() -> User:
    """Return who works on the words desk; what is published by its hour alone is done by the operator."""
    user = get_active_log_context().user
    return user if isinstance(user, User) else get_operator()


def note_publishing(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance.specific, Words):
        acts.publish_page(by=_who(), page=instance.specific)


def note_withdrawing(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance.specific, Words):
        acts.withdraw_page(by=_who(), page=instance.specific)


def note_moving(sender: type, instance: Any, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    if url_path_before != url_path_after:
        acts.withdraw_page(by=_who(), page=instance.specific)


page_published.connect(note_publishing, dispatch_uid="moothall.note_publishing")
page_slug_changed.connect(note_publishing, dispatch_uid="moothall.note_renaming")
page_unpublished.connect(note_withdrawing, dispatch_uid="moothall.note_withdrawing")
post_page_move.connect(note_moving, dispatch_uid="moothall.note_moving")


@hooks.register("before_serve_document")
def follow_the_page(document: Any, request: HttpRequest) -> None:
    """Hand out a document to everybody once a public page offers it, and before that to editors only."""
    if not can_write_words(request.user) and not is_file_public(document):
        raise Http404("There is no such document.")


# Wagtail's own pages on people and accounts are closed (hall.urls), so nothing leads to them.
CLOSED_ITEMS = {"users", "groups", "account", "api-tokens", "sites"}


@hooks.register("construct_settings_menu")
def show_open_settings(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED_ITEMS]


@hooks.register("construct_main_menu")
def show_open_doors(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED_ITEMS]
