"""What is asked: how an action stands, and what a list of actions is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from moothall.deliver import rules
from moothall.deliver.acts import Lead, Promise
from moothall.deliver.queries import Choices, Filters
from moothall.govern.models import Board, MinuteParagraph
from moothall.kit.forms import DateField, FilterForm, Form
from moothall.places.models import Organisation, Post
from moothall.plan.models import Plan


class RatingField(forms.ChoiceField):
    """The four words, each with what it means."""

    widget = forms.RadioSelect
    option_hints = {
        "done": "Everything that was promised has happened. The board’s officer closes it.",
        "on_track": "It will be done by the day it is due.",
        "at_risk": "It may not be done in time, or not in full. Say what is in the way.",
        "late": "The day it was due has passed, or it cannot be kept.",
    }


class UpdateForm(Form):
    """How an action stands: a word, a sentence, and evidence if there is any."""

    rating = RatingField(label="How does it stand?", choices=rules.RATINGS)
    narrative = forms.CharField(
        label="What has happened?",
        help_text="One sentence that a resident understands, such as: the draft went to all districts on 3 June.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": rules.SENTENCE_WANTED},
    )
    address = forms.URLField(
        label="Link to evidence",
        help_text="For example a published report. From https:// on.",
        max_length=400,
        assume_scheme="https",
        required=False,
        error_messages={"invalid": "Give the address of the evidence from https:// on."},
    )
    file = forms.FileField(
        label="File as evidence",
        help_text="A picture or a PDF of up to 10 MB, without names of residents. Members and officers can open it.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # Evidence lets a few words do; without it they are to be a sentence.
        given = cleaned.get("address") or cleaned.get("file")
        if not self.errors and not given and not rules.is_sentence(cleaned.get("narrative", "")):
            self.add_error("narrative", rules.SENTENCE_WANTED)
        return cleaned

    def list_evidence(self) -> list[dict[str, str]]:
        """Return the link as evidence, where one was given."""
        address = self.cleaned_data.get("address")
        return [{"kind": "link", "address": address, "text": ""}] if address else []


class AgreeForm(Form):
    """What a board agreed: what is to be done, where that is said, by whom and by when."""

    board = forms.ModelChoiceField(label="Board", queryset=Board.objects.none(), empty_label=None)
    title = forms.CharField(label="What is to be done", max_length=200, help_text="Begin with a verb.")
    text = forms.CharField(
        label="More about it", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    paragraph = forms.ModelChoiceField(
        label="Minute in which it was agreed",
        queryset=MinuteParagraph.objects.none(),
        required=False,
        empty_label="No choice",
        help_text="This, or a plan: exactly one.",
    )
    plan = forms.ModelChoiceField(
        label="Plan in which it stands", queryset=Plan.objects.none(), required=False, empty_label="No choice"
    )
    page = forms.CharField(
        label="Page of the plan", max_length=40, required=False, widget=forms.TextInput(attrs={"width": "10"})
    )
    organisation = forms.ModelChoiceField(
        label="Organisation that leads it",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="No choice",
    )
    post = forms.ModelChoiceField(
        label="Post that leads it", queryset=Post.objects.none(), required=False, empty_label="No choice"
    )
    timescale = forms.CharField(
        label="By when", max_length=120, required=False, help_text="In words, such as: September 2019."
    )
    outcome_text = forms.CharField(label="What will be different", max_length=400, required=False)
    measure_text = forms.CharField(label="How one will know", max_length=400, required=False)

    def __init__(self, *args: Any, offered: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def read(self) -> dict[str, Any]:
        """Return what the act takes; nobody leads where neither an organisation nor a post is chosen."""
        given = self.cleaned_data
        is_led = given["organisation"] or given["post"]
        return {
            **self.pick("board", "title", "paragraph", "plan", "page"),
            "promise": Promise(**self.pick("text", "timescale", "outcome_text", "measure_text")),
            "lead": Lead(organisation=given["organisation"], post=given["post"]) if is_led else None,
        }


class CloseForm(Form):
    """What became of an action, and what says so."""

    state = forms.ChoiceField(
        label="What became of it",
        choices=(("done", "Everything that was promised has happened"), ("dropped", "It is dropped")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it."},
    )
    closed_by_text = forms.CharField(
        label="Why it is closed",
        max_length=400,
        required=False,
        help_text="In words, if no minute says so.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    paragraph = forms.ModelChoiceField(
        label="Minute that says so", queryset=MinuteParagraph.objects.none(), required=False, empty_label="No choice"
    )

    def __init__(self, *args: Any, paragraphs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].queryset = paragraphs  # type: ignore[attr-defined]


class ActionFilter(FilterForm):
    """What a list of actions is narrowed to."""

    text = forms.CharField(label="Words", max_length=80, help_text="In the title, the outcome or the measure.")
    plan = forms.ChoiceField(label="Strategy or plan")
    priority = forms.ChoiceField(label="Priority")
    board = forms.ChoiceField(label="Board")
    organisation = forms.ChoiceField(label="Lead organisation")
    status = forms.ChoiceField(label="How it stands", choices=[("", "All"), *rules.STATUS_WORDS.items()])
    due = forms.ChoiceField(label="Due in")
    due_before = DateField(label="Due before", help_text="For example, 1 10 2019.")

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "plan": [(row.slug, row.title) for row in choices.plans],
            "due": [(key, rules.say_quarter(key)) for key in choices.quarters],
            "priority": [(row.slug, row.title) for row in choices.priorities],
            "board": [(row.slug, row.name) for row in choices.boards],
            "organisation": [(row.slug, row.name) for row in choices.organisations],
        }
        for name, rows in offered.items():
            self.fields[name].choices = [("", "All"), *rows]  # type: ignore[attr-defined]

    def read(self) -> Filters:
        """Return the filters in force; what cannot be read filters nothing, and its error is shown."""
        self.is_valid()
        return Filters(
            priority=self.value("priority") or "",
            board=self.value("board") or "",
            organisation=self.value("organisation") or "",
            status=self.value("status") or "",
            due_before=self.value("due_before"),
            text=self.value("text") or "",
            plan=self.value("plan") or "",
            due=self.value("due") or "",
        )
