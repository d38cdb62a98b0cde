"""What lists are filtered by; what uploads of the words desk go through: type by content, size, pictures drawn anew,
names that nobody can guess.
"""

import secrets
import struct
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.forms import ChoiceField, IntegerField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from moothall.govern.models import Board
from moothall.hall.models import MOST_COLUMNS, MOST_ROWS
from moothall.kit.errors import RecordError
from moothall.kit.forms import FilterForm, Form
from moothall.kit.uploads import ENDINGS, PICTURES, check_document, clean_picture, read_checked
from moothall.places.models import Organisation


class PictureField(WagtailImageField):  # type: ignore[misc]
    def to_python(self, data: Any) -> Any:
        """Return the picture with its size; one that is damaged is refused before it is drawn anew."""
        try:
            return super().to_python(data)
        except (OSError, ValueError, EOFError, struct.error) as error:
            raise ValidationError("The picture is damaged. Save it again and try once more.") from error


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """A picture for a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = PictureField(label=plain.label, required=plain.required, widget=plain.widget)

    def clean_file(self) -> Any:
        """Return the picture drawn anew under a random name, so that one of a draft cannot be guessed."""
        given = self.cleaned_data["file"]
        if not isinstance(given, UploadedFile):
            return given
        given.seek(0)
        try:
            raw, kind = read_checked(given, allowed=PICTURES)
            content = clean_picture(raw, kind)
        except RecordError as error:
            raise ValidationError(error.sentence) from error
        return SimpleUploadedFile(f"{secrets.token_urlsafe(16)}.{ENDINGS[kind]}", content, kind)


class DocumentForm(BaseDocumentForm):  # type: ignore[misc]
    """A document to take away from a page."""

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if not isinstance(given, UploadedFile):
            return given
        given.seek(0)
        try:
            check_document(given, PurePosixPath(given.name or "").suffix.lower().lstrip("."))
        except RecordError as error:
            raise ValidationError(error.sentence) from error
        given.seek(0)
        return given


class OrganisationFilter(FilterForm):
    """Which organisations."""

    kind = ChoiceField(label="Kind of organisation", choices=(("", "All kinds"), *Organisation.KINDS))


class PlaceForm(Form):
    """Where a body stands in the picture of the map."""

    x = IntegerField(label="Column", min_value=0, max_value=MOST_COLUMNS, help_text="Counted from 0 at the left.")
    y = IntegerField(label="Row", min_value=0, max_value=MOST_ROWS, help_text="Counted from 0 at the top.")


class MapFilter(FilterForm):
    """Which bodies of the map."""

    kind = ChoiceField(
        label="Kind of body", choices=(("", "All kinds"), *Board.KINDS, ("organisation", "Organisation"))
    )
    layer = ChoiceField(label="Layer")
    line = ChoiceField(
        label="Whom it reports to",
        choices=(("", "Any"), ("some", "A reporting line is recorded"), ("none", "No reporting line is recorded")),
    )

    def __init__(self, *args: Any, layers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layer"].choices = [("", "All layers"), *layers]  # type: ignore[attr-defined]
