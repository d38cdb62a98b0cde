"""What the pages about boards and the clerk's desk ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from moothall.govern import rules
from moothall.govern.models import AgendaItem, Board, Decision, MinuteParagraph
from moothall.kit.forms import FilterForm, Form

LONGEST = 20_000
DESK_KINDS = tuple((key, word) for key, word in MinuteParagraph.KINDS if key != "correction")


def words(label: str, hint: str) -> forms.CharField:
    """Return a field for running text."""
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))


class BoardFilter(FilterForm):
    """Which boards."""

    kind = forms.ChoiceField(label="Kind of board", choices=(("", "All kinds"), *Board.KINDS))


class ParagraphForm(Form):
    """A paragraph of the minutes."""

    text = words("What was said or settled", "In whole sentences, such as: The Board welcomed the report.")
    kind = forms.ChoiceField(
        label="Kind of paragraph",
        choices=DESK_KINDS,
        widget=forms.RadioSelect,
        initial="narrative",
        help_text="A resolution settles something; record its decision afterwards.",
    )
    publicity = forms.ChoiceField(
        label="Who may read it",
        choices=rules.PUBLICITY,
        widget=forms.RadioSelect,
        initial=rules.OPEN,
        help_text="Exempt and confidential paragraphs are for the board’s members and officers only.",
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, record=item, **kwargs)
        if item.publicity != rules.OPEN:
            private = [(key, word) for key, word in rules.PUBLICITY if key != rules.OPEN]
            self.fields["publicity"].choices = private  # type: ignore[attr-defined]
            self.fields["publicity"].initial = item.publicity


class DecisionForm(Form):
    """What a paragraph settles."""

    text = words("The words of the decision", "Such as: The strategy is approved.")
    kind = forms.ChoiceField(label="Kind of decision", choices=Decision.KINDS, initial="agreement")
    strength = forms.ChoiceField(
        label="How firm it is",
        choices=Decision.STRENGTHS,
        widget=forms.RadioSelect,
        initial="explicit",
        help_text="Explicit: it was resolved. Soft: it was agreed in passing. View: the board said what it thinks.",
    )


class CorrectionForm(Form):
    """The correction of a paragraph."""

    text = words("The correction", "Say what the paragraph should have said. The old words stay where they are.")
