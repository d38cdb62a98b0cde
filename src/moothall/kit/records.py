"""Checking a record before an act saves it: what its model refuses becomes a sentence for the person."""

from django.core.exceptions import ValidationError
from django.db import models

from moothall.kit.errors import RecordError


def check_record(record: models.Model) -> None:
    """Check a record against the rules and constraints of its model.

    Raises:
        RecordError: the first sentence of what is wrong, with its field.
    """
    try:
        record.full_clean()
    except ValidationError as error:
        raise RecordError(*first_sentence(error)) from error


def first_sentence(error: ValidationError) -> tuple[str, str | None]:
    """Return the first sentence of a refusal and the field that it belongs to, if any."""
    if hasattr(error, "error_dict"):
        name, problems = next(iter(error.message_dict.items()))
        return problems[0], None if name == "__all__" else name
    return error.messages[0], None
