"""Who may say which account is whose."""

from moothall.kit.grants import require
from moothall.kit.models import User


def check_can_link_account(*, by: User) -> str:
    """Raise unless ``by`` may say that an account belongs to a person of the records."""
    return require(by, "invite_person", sentence="Only an administrator may link an account to a person. Ask one.")
