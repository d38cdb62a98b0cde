"""What an officer or a clerk is asked about a paper: its cover sheet, its next step, the items that take it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from moothall.govern import rules
from moothall.govern.acts import Cover
from moothall.govern.models import AgendaItem, Board, Report, ReportRouting
from moothall.kit.forms import Form
from moothall.places.models import Organisation, Post

LONGEST = 20_000
# Each step of a paper's life in words, by (state, next state), with what it means.
STEP_WORDS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("commissioned", "drafting"): ("Begin to write it", "Its authors write the cover sheet and the paper."),
    ("drafting", "in_clearance"): ("Send it for clearance", "Whoever clears papers reads it. A change sends it back."),
    ("in_clearance", "cleared"): ("Clear it", "It may be published as it stands."),
    ("in_clearance", "drafting"): ("Send it back to its authors", "It is not cleared: something is to be changed."),
    ("cleared", "published"): ("Publish it", "An open paper can be read by anybody from now on, and never changes."),
    ("cleared", "drafting"): ("Send it back to its authors", "It is no longer cleared: something is to be changed."),
    ("published", "superseded"): ("Say that another paper took its place", "It stays readable and names the new one."),
    **{
        (state, "withdrawn"): ("Withdraw it", "It is taken back for good. Say why below.")
        for state, onward in rules.REPORT_STATES.items()
        if "withdrawn" in onward
    },
}


def area(label: str, hint: str, *, rows: int = 4, required: bool = False) -> forms.CharField:
    """Return a field for running text."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, widget=box, required=required)


class ManyField(forms.ModelMultipleChoiceField[Any]):
    """Some records of a list, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple


class CoverForm(Form):
    """The cover sheet of a paper. Only its title is needed at first; the rest is asked for before it is published."""

    title = forms.CharField(label="Title", max_length=200)
    item_for = forms.MultipleChoiceField(
        label="What the board is to do with it",
        choices=tuple(rules.ITEM_FOR.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="More than one can be ticked, as in: decision and information.",
    )
    recommendations = area(
        "What the board is asked to do",
        f"One thing a line. Each line begins with a verb: {', '.join(rules.VERBS)}. Such as: Agree the next steps.",
    )
    printed_without = forms.BooleanField(
        label="The paper asks the board for nothing", required=False, help_text="Tick it for a paper that only informs."
    )
    key_issues = area("Key issues", "What a member must know, in a few sentences.", rows=6)
    financial_implications = area("What it costs", "Money and people. Say it too if it costs nothing.", rows=3)
    sponsors = ManyField(label="Sponsors", queryset=Post.objects.none(), required=False)
    authors = ManyField(label="Authors", queryset=Post.objects.none(), required=False)
    other_authors = area("Other authors", "Posts that are not in the list, one a line. No names.", rows=2)
    organisations = ManyField(label="Organisations", queryset=Organisation.objects.none(), required=False)
    other_organisations = area("Other organisations", "One a line.", rows=2)
    publicity = forms.ChoiceField(
        label="Who may read it once it is published",
        choices=rules.PUBLICITY,
        widget=forms.RadioSelect,
        initial=rules.OPEN,
        help_text="Exempt and confidential papers are for the board’s members and officers only.",
    )
    exempt_paragraphs = forms.CharField(
        label="Paragraphs of Schedule 12A",
        required=False,
        max_length=40,
        help_text="Only for an exempt paper: numbers, such as 3 or 3, 5.",
    )
    public_interest_text = area("Why the public interest is better served by keeping it private", "Only if exempt.")

    def __init__(self, *args: Any, posts: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("sponsors", posts), ("authors", posts), ("organisations", organisations)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_exempt_paragraphs(self) -> list[int]:
        """Return the numbers."""
        parts = [part for part in re.split(r"[\s,;]+", self.cleaned_data["exempt_paragraphs"]) if part]
        if not all(part.isdecimal() and len(part) <= 2 for part in parts):
            raise forms.ValidationError("Write the paragraphs as numbers, such as 3 or 3, 5.")
        return [int(part) for part in parts]

    def read(self) -> Cover:
        """Return the cover sheet as it was written."""
        given = self.cleaned_data
        lists = {
            name: [one for row in given[name].splitlines() if (one := " ".join(row.split()))]
            for name in ("other_authors", "other_organisations")
        }
        return Cover(
            title=given["title"],
            item_for=[one for one in rules.ITEM_FOR if one in given["item_for"]],
            sponsors=list(given["sponsors"]),
            authors=list(given["authors"]),
            organisations=list(given["organisations"]),
            key_issues=given["key_issues"],
            recommendations=self._read_recommendations(),
            printed_without=given["printed_without"],
            financial_implications=given["financial_implications"],
            publicity=given["publicity"],
            exempt_paragraphs=given["exempt_paragraphs"],
            public_interest_text=given["public_interest_text"],
            **lists,
        )

    def _read_recommendations(self) -> list[dict[str, str]]:
        """Return the recommendations; those that nobody touched keep the numbers under which they were printed."""
        typed: str = self.cleaned_data["recommendations"]
        held: list[dict[str, str]] = getattr(self.record, "recommendations", [])
        if held and typed.split() == rules.write_recommendations(held).split():
            return held
        return rules.read_recommendations(typed)


class CommissionForm(CoverForm):
    """A new paper: for which board, and whether it takes the place of another."""

    board = forms.ModelChoiceField(label="Board", queryset=Board.objects.none(), empty_label=None)
    supersedes = forms.ModelChoiceField(
        label="It takes the place of",
        queryset=Report.objects.none(),
        required=False,
        empty_label="No other paper",
        help_text="A published paper of the same board that is to be replaced.",
    )
    field_order = ("board", "title", "supersedes")

    def __init__(self, *args: Any, boards: Any, papers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
        self.fields["supersedes"].queryset = papers  # type: ignore[attr-defined]


def list_cover_initial(report: Report) -> dict[str, Any]:
    """Return what a cover sheet holds as a form shows it."""
    return {
        "title": report.title,
        "item_for": report.item_for,
        "recommendations": rules.write_recommendations(report.recommendations),
        "printed_without": report.printed_without,
        "key_issues": report.key_issues,
        "financial_implications": report.financial_implications,
        "sponsors": [one.pk for one in report.sponsors.all()],
        "authors": [one.pk for one in report.authors.all()],
        "organisations": [one.pk for one in report.organisations.all()],
        "other_authors": "\n".join(report.other_authors),
        "other_organisations": "\n".join(report.other_organisations),
        "publicity": report.publicity,
        "exempt_paragraphs": ", ".join(map(str, report.exempt_paragraphs)),
        "public_interest_text": report.public_interest_text,
    }


class StepField(forms.ChoiceField):
    """The steps that a paper can take from here, each with what it means."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.option_hints: Mapping[str, str] = {}

    def valid_value(self, value: object) -> bool:
        """Let through what was offered before somebody moved the paper: the act says that it has moved."""
        return value in rules.REPORT_STATES


class MoveForm(Form):
    """The next step of a paper."""

    to = StepField(label="What happens to it now", error_messages={"required": "Choose what happens to the paper."})
    because = area("Why it is withdrawn", "Only if you withdraw it. Whoever looks for the paper reads this.", rows=3)

    def __init__(self, *args: Any, steps: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(steps)

    def offer(self, steps: Mapping[str, tuple[str, str]]) -> None:
        """Let some steps be chosen, by the state that each leads to: its words, and what it means."""
        field = self.fields["to"]
        field.choices = [(to, words) for to, (words, _) in steps.items()]  # type: ignore[attr-defined]
        field.option_hints = {to: meaning for to, (_, meaning) in steps.items()}  # type: ignore[attr-defined]


class RouteForm(Form):
    """An item that takes a paper."""

    item = forms.ChoiceField(label="Agenda item")
    role = forms.ChoiceField(
        label="What the meeting is to do", choices=ReportRouting.ROLES, widget=forms.RadioSelect, initial="decide"
    )
    authoritative = forms.BooleanField(
        label="This item settles it",
        required=False,
        help_text="Tick it for one item only, where a paper goes to more than one board.",
    )

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for item in items}
        words = [(key, f"{item.meeting}: {item.number}. {item.title}") for key, item in self.items.items()]
        self.fields["item"].choices = [("", "Choose one"), *words]  # type: ignore[attr-defined]

    def get_item(self) -> AgendaItem:
        """Return the item that was chosen."""
        return self.items[self.cleaned_data["item"]]
