"""What an officer is asked about plans: what ties two records, until when, and the answer to a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from moothall.kit.forms import DateField, Form
from moothall.places.models import SourceDocument
from moothall.places.rules import INFERRED, STATED
from moothall.plan import rules
from moothall.plan.acts import Answer, Saying
from moothall.plan.models import End

LONGEST = 20_000
Offered = Sequence[tuple[str, Sequence[End]]]  # ends of links, kind by kind
LINK_KINDS = [(one.key, one.words) for one in rules.RELATIONS.values() if one.pairs]


class KindField(forms.ChoiceField):
    """The relations that a link can have, each with what it joins."""

    widget = forms.RadioSelect
    option_hints: Mapping[str, str] = {
        one.key: "From " + ", or from ".join(f"{start} to {end}" for start, end in one.pairs)
        for one in rules.RELATIONS.values()
        if one.pairs
    }


class LinkForm(Form):
    """What ties two records, and the paper that says so."""

    start = forms.ChoiceField(label="From")
    kind = KindField(label="How they are tied", choices=LINK_KINDS, error_messages={"required": "Choose a relation."})
    end = forms.ChoiceField(label="To")
    strength = forms.ChoiceField(
        label="How firmly the paper says so", choices=rules.STRENGTHS, widget=forms.RadioSelect, initial=rules.STATED
    )
    document = forms.ModelChoiceField(
        label="Paper that says so", queryset=SourceDocument.objects.none(), required=False, empty_label="Choose one"
    )
    page = forms.CharField(label="Page", max_length=40, required=False, widget=forms.TextInput(attrs={"width": "10"}))
    lines = forms.CharField(label="Lines or heading", max_length=60, required=False)
    status = forms.ChoiceField(
        label="Does the paper say it, or do you read it from the paper?",
        choices=((STATED, "The paper says it"), (INFERRED, "It is our reading of the paper")),
        widget=forms.RadioSelect,
        initial=STATED,
    )
    because = forms.CharField(
        label="Why you read it so", max_length=400, required=False, help_text="Only if it is your reading."
    )
    from_on = DateField(label="Since", required=False, help_text="Leave it empty if the paper names no day.")

    def __init__(self, *args: Any, ends: Offered, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends = {one.ref: one for _, rows in ends for one in rows}
        groups = [(label, [(one.ref, str(one)[:120]) for one in rows]) for label, rows in ends if rows]
        for side in ("start", "end"):
            self.fields[side].choices = [("", "Choose one"), *groups]  # type: ignore[attr-defined]
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]

    def read(self) -> dict[str, Any]:
        """Return what the act takes."""
        given = self.cleaned_data
        saying = Saying(given["document"], given["page"], given["lines"], given["status"], given["because"])
        ends = {"start": self.ends[given["start"]], "end": self.ends[given["end"]]}
        return {**ends, **self.pick("kind", "strength", "from_on"), "saying": saying}


class EndForm(Form):
    """The last day of a tie."""

    on = DateField(label="Last day", help_text="For example, 31 3 2019. The tie stays on record.")


class AnswerForm(Form):
    """An answer, and from what it is known."""

    answer = forms.CharField(
        label="The answer",
        help_text="In a sentence or more that a resident understands.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    answered_by = forms.CharField(label="Who answers", max_length=160, help_text="A post or a body; no name.")
    answered_on = DateField(label="Answered on", help_text="For example, 22 7 2019.")
    indicator = forms.ChoiceField(label="Evidence: an indicator", required=False)
    report = forms.ChoiceField(label="Evidence: a board paper", required=False)
    paragraph = forms.ChoiceField(label="Evidence: a minute", required=False)
    address = forms.URLField(
        label="Evidence: an address",
        max_length=400,
        assume_scheme="https",
        required=False,
        help_text="From https:// on.",
        error_messages={"invalid": "Give the address of the evidence from https:// on."},
    )
    review_on = DateField(label="To be looked at again by", required=False)

    def __init__(self, *args: Any, evidence: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = {address: text for rows in evidence.values() for address, text in rows}
        for name, rows in evidence.items():
            offered = [(address, text[:120]) for address, text in rows]
            self.fields[name].choices = [("", "Nothing"), *offered]  # type: ignore[attr-defined]

    def read(self) -> Answer:
        """Return the answer."""
        given = self.cleaned_data
        named = [given[name] for name in ("indicator", "report", "paragraph") if given[name]]
        evidence = [{"text": self.words[address], "address": address} for address in named]
        if given["address"]:
            evidence.append({"text": "", "address": given["address"]})
        return Answer(given["answer"], given["answered_on"], given["answered_by"], evidence, given["review_on"])


def list_answer_initial(answer: Any) -> dict[str, Any]:
    """Return a question's answer as the form shows it; ``answer`` is the question."""
    held = {one.get("address", "") for one in answer.evidence}
    other = next((address for address in sorted(held) if address.startswith("http")), "")
    inside = {
        name: next((address for address in sorted(held) if address.startswith(start)), "")
        for name, start in (("indicator", "/indicators/"), ("report", "/reports/"), ("paragraph", "/meetings/"))
    }
    names = ("answer", "answered_by", "answered_on", "review_on")
    return {**{name: getattr(answer, name) for name in names}, **inside, "address": other}
