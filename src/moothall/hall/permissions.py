"""Who may write the place's words, enter them from files, and move bodies on the map."""

from typing import Any

from wagtail.models import Revision

from moothall.hall.models import NODES, Words
from moothall.kit.errors import NotAllowedError
from moothall.kit.grants import AnyUser, find_basis, list_scopes, require
from moothall.kit.models import User

OWN_WORDS = (
    "You wrote some of these words, so somebody else must approve them. Hand the page in and ask another editor."
)
NOT_APPROVED = "Nobody but its writers has approved this page, so it does not go on the site. Hand it in for approval."
UNTOLD = "A picture on this page has no words for people who cannot see it. Send the page back and ask for them."
CHANGED_SINCE = "This page was changed after it was handed in. Read it again, and hand it in once more."


def check_can_enter_words(*, by: User) -> str:
    """Raise unless ``by`` may load a place's files."""
    return require(by, "enter_records", sentence="Only an administrator may enter pages from files.")


def check_can_write_words(*, by: User) -> str:
    """Raise unless ``by`` may write on the words desk."""
    return require(
        by, "write_words", sentence="Only an editor may write pages and news. Ask an administrator for the role."
    )


def check_can_approve_page(*, by: User, page: Words, revision: Revision) -> str:
    """Raise unless ``by`` may write words and wrote nothing of ``revision``, which is how the page stands.

    No picture on it may be without words for those who do not see it.
    """
    why = check_can_write_words(by=by)
    if by.pk in page.list_writers(revision):
        raise NotAllowedError(OWN_WORDS)
    if revision.pk != page.latest_revision_id:
        raise NotAllowedError(CHANGED_SINCE)
    if revision.as_object().is_picture_untold():
        raise NotAllowedError(UNTOLD)
    return why


def check_can_publish_page(*, by: User, page: Words, revision: Revision) -> str:
    """Raise unless the words of ``revision`` were seen by two: ``by`` did not write them, or another approved them.

    At its hour a page is published by the operator, who has read nothing: then the approval alone counts.
    """
    why = check_can_write_words(by=by)
    writers = page.list_writers(revision)
    approver = page.find_approver(revision) if by.is_operator else by
    if approver is None or approver.pk in writers:
        raise NotAllowedError(NOT_APPROVED if by.is_operator else OWN_WORDS)
    return why


def can_write_words(user: AnyUser) -> bool:
    """Say whether ``user`` may write on the words desk."""
    return find_basis(user, "write_words") is not None


ONLY_OFFICERS = "Only the partnership officer of this body, or of the whole place, may move it on the map. Ask one."


def check_can_place_node(*, by: User, node: str) -> str:
    """Raise unless ``by`` keeps the plans of this body or of the whole place, and there is such a body."""
    found = find_node(by, node)
    basis = find_basis(by, "keep_plans", node)
    if found is None or basis is None:
        raise NotAllowedError(ONLY_OFFICERS)
    if by.is_invented and found.source_status != "invented":
        raise NotAllowedError("This is an invented account: it may move invented bodies only.")
    return basis


def find_node(user: AnyUser, node: str) -> Any:
    """Return the body with a reference, or None where there is none that ``user`` may see."""
    kind, _, slug = node.partition(":")
    model = NODES.get(kind)
    return model.objects.visible_to(user).filter(slug=slug).first() if model else None


def can_place_some(user: AnyUser) -> bool:
    """Say whether ``user`` may move any body on the map."""
    return bool(list_scopes(user, "keep_plans"))


def can_place_node(user: AnyUser, node: str) -> bool:
    """Say whether ``user`` may move this body on the map."""
    return find_basis(user, "keep_plans", node) is not None
