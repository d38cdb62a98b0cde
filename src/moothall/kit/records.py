"""What acts do before they save: hold a record, find it an address, turn what its model refuses into a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from moothall.kit.errors import RecordError, StaleError
from moothall.kit.models import Versioned

Held = TypeVar("Held", bound=models.Model)
STALE = (
    "Somebody else changed this since you opened the form. What is there now is shown; your words are kept below. "
    "Read it, then send yours again if it still holds."
)


def hold(record: Held) -> Held:
    """Return a record as it stands now, locked until the act ends."""
    held: Held = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    return held


def refuse_stale(held: Versioned, version: int | None) -> None:
    """Compare a record with the version that a form was opened with; None is no form's version.

    Raises:
        StaleError: somebody else changed it since.
    """
    if version is not None and version != held.version:
        raise StaleError(STALE)


def find_free_slug(model: type[models.Model], words: str, *, most: int = 80) -> str:
    """Return an address made of some words that no record of the model has yet."""
    stem = slugify(words)[:most].strip("-") or str(model._meta.model_name)
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    free = (slug for count in range(2, len(taken) + 3) if (slug := f"{stem}-{count}") not in taken)
    return next(free) if stem in taken else stem


def find_step_problem(steps: Mapping[str, Sequence[str]], state: str, to: str, what: str) -> str | None:
    """Return why a record cannot go from its state into another by its table of steps, or None."""
    if to in steps.get(state, ()):
        return None
    onward = [one.replace("_", " ") for one in steps.get(state, ())]
    may = f"it may become {' or '.join(onward)}" if onward else "nothing comes after that"
    return f"{what} is {state.replace('_', ' ')}, so it cannot become {to.replace('_', ' ')}: {may}."


def find_changed(record: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Return the names of the plain fields that would change; lists of other records are none."""
    return [name for name, value in values.items() if getattr(record, name) != value]


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
