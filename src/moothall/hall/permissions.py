"""Who may write the place's words, and who may enter them from files."""

from moothall.kit.grants import AnyUser, find_basis, require
from moothall.kit.models import User


def check_can_enter_words(*, by: User) -> str:
    """Raise unless ``by`` may load a place's files."""
    return require(by, "enter_records", sentence="Only an administrator may enter pages from files.")


def check_can_write_words(*, by: User) -> str:
    """Raise unless ``by`` may write on the words desk."""
    return require(
        by, "write_words", sentence="Only an editor may write pages and news. Ask an administrator for the role."
    )


def can_write_words(user: AnyUser) -> bool:
    """Say whether ``user`` may write on the words desk."""
    return find_basis(user, "write_words") is not None
