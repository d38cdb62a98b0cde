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
        sentence, name = first_sentence(error)
        raise RecordError(name_choices(record, name, error) or sentence, name) from error


def name_choices(record: models.Model, name: str | None, error: ValidationError) -> str:
    """Return the sentence for a word that is not one of a list, with the words that are; empty for another fault."""
    problems = error.error_dict.get(name, []) if name and hasattr(error, "error_dict") else []
    if name is None or not problems or problems[0].code != "invalid_choice":
        return ""
    words = [str(word) for word, _ in getattr(record._meta.get_field(name), "flatchoices", []) if word]
    return f"“{getattr(record, name)}” is none of the words that can stand here: {', '.join(words)}." if words else ""


def first_sentence(error: ValidationError) -> tuple[str, str | None]:
    """Return the first sentence of a refusal and the field that it belongs to, if any."""
    if hasattr(error, "error_dict"):
        name, problems = next(iter(error.message_dict.items()))
        return problems[0], None if name == "__all__" else name
    return error.messages[0], None
