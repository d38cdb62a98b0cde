"""What a clerk is asked about a meeting to come, its agenda, its deadlines, and what the board will take."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms

from moothall.govern import rules
from moothall.govern.acts import ItemWords, Promise, Sitting
from moothall.govern.models import AgendaItem, Board, Meeting, MinuteParagraph
from moothall.kit import clock
from moothall.kit.fields import HourField
from moothall.kit.forms import DateField, Form

LONGEST = 20_000


def text(label: str, hint: str = "", *, most: int = 200, required: bool = False) -> forms.CharField:
    """Return a field for a line."""
    return forms.CharField(label=label, help_text=hint, max_length=most, required=required)


def words(label: str, hint: str, *, required: bool = False) -> forms.CharField:
    """Return a field for running text."""
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, widget=box, required=required)


class MomentForm(Form):
    """A day and a time of day."""

    day = DateField(label="Day", help_text="For example, 3 9 2019.")
    hour = HourField(label="Time", help_text="For example, 10:00 or 2:30pm.")

    def read_moment(self) -> datetime | None:
        """Return the moment by the place's own clocks, or None where it may be left out and was."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return clock.at(day, hour) if day and hour else None


class MeetingForm(MomentForm):
    """A meeting to come."""

    board = forms.ModelChoiceField(label="Board", queryset=Board.objects.none(), empty_label=None)
    until = HourField(label="Until", required=False, help_text="The same day.")
    venue = text("Where")
    mode = forms.ChoiceField(label="How", widget=forms.RadioSelect, initial="in_person")
    kind = forms.ChoiceField(label="Kind of meeting", choices=Meeting.KINDS, initial="ordinary")
    calendar = forms.ChoiceField(
        label="Bank holidays to count with",
        required=False,
        help_text="The deadlines of the board’s terms are counted in working days.",
    )
    field_order = ("board", "day", "hour", "until", "venue", "mode", "kind", "calendar")

    def __init__(self, *args: Any, boards: Any, calendars: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
        self.fields["mode"].choices = Meeting._meta.get_field("mode").flatchoices  # type: ignore[attr-defined]
        if calendars:
            offered = [(name, name.replace("-", " ").title().replace(" And ", " and ")) for name in calendars]
            self.fields["calendar"].choices = [*offered, ("", "No calendar")]  # type: ignore[attr-defined]
            self.fields["calendar"].initial = calendars[0]
        else:
            del self.fields["calendar"]

    def read(self) -> Sitting:
        """Return when and where."""
        given = self.cleaned_data
        ends = clock.at(given["day"], given["until"]) if given["until"] else None
        starts = clock.at(given["day"], given["hour"])
        return Sitting(starts, ends, given["venue"].strip(), given["mode"], given["kind"])


class ItemForm(Form):
    """An item of an agenda."""

    title = text("Title", required=True)
    purpose = forms.ChoiceField(
        label="What the meeting is to do with it", choices=AgendaItem.PURPOSES, widget=forms.RadioSelect
    )
    presenters = text("Who brings it", "Posts or bodies, such as: Director of Public Health.", most=240)
    minutes_allotted = forms.IntegerField(label="How many minutes it takes", required=False, min_value=1, max_value=600)
    publicity = forms.ChoiceField(
        label="Who may read it",
        choices=rules.PUBLICITY,
        widget=forms.RadioSelect,
        initial=rules.OPEN,
        help_text="Exempt and confidential items are for the board’s members and officers only.",
    )
    exempt_paragraphs = text(
        "Paragraphs of Schedule 12A", "Only for an exempt item: numbers, such as 3 or 3, 5.", most=40
    )
    public_interest_text = words("Why the public interest is better served by keeping it private", "Only if exempt.")
    urgent_reason = words(
        "Why it cannot wait", "The agenda is published, so an item that is added says why it is urgent."
    )

    def __init__(self, *args: Any, is_late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["urgent_reason"]

    def clean_exempt_paragraphs(self) -> list[int]:
        """Return the numbers."""
        parts = [part for part in re.split(r"[\s,;]+", self.cleaned_data["exempt_paragraphs"]) if part]
        if not all(part.isdecimal() and len(part) <= 2 for part in parts):
            raise forms.ValidationError("Write the paragraphs as numbers, such as 3 or 3, 5.")
        return [int(part) for part in parts]

    def read(self) -> ItemWords:
        """Return the item as it was written."""
        return ItemWords(**{name: value for name, value in self.cleaned_data.items() if name in _ITEM_FIELDS})


_ITEM_FIELDS = tuple(ItemWords.__dataclass_fields__)


def list_item_initial(item: AgendaItem) -> dict[str, Any]:
    """Return an item as a form shows it."""
    held = {name: getattr(item, name) for name in _ITEM_FIELDS}
    return {**held, "exempt_paragraphs": ", ".join(map(str, item.exempt_paragraphs))}


class PublishForm(Form):
    """Publishing an agenda needs a yes, and a reason when it is late."""

    late_because = words("Why it is late", "Only if the day by which the agenda had to be open has passed.")


class CancelForm(Form):
    """Why a meeting is called off."""

    because = words("Why it is not held", "Whoever wanted to come reads this.", required=True)


class SettleForm(MomentForm):
    """Whether a deadline was kept."""

    because = text("Why it was late, or not done", "Leave it empty if it was done in time.", most=240)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "hour"):
            self.fields[name].required = False
        self.fields["day"].label = "Day on which it was done"


class PromiseForm(Form):
    """What a board will take."""

    board = forms.ModelChoiceField(label="Board", queryset=Board.objects.none(), empty_label=None)
    title = text("What comes back", required=True)
    purpose = forms.ChoiceField(
        label="What the board is to do with it", choices=(("", "Not said"), *AgendaItem.PURPOSES), required=False
    )
    timescale = text("When", "In words, such as: September 2019, or: by the next meeting.", most=120)
    sponsor = text("Who brings it", "A post or a body.", most=160)
    statute = text("Law that asks for it", most=160)
    paragraph = forms.ModelChoiceField(
        label="Minute that promised it",
        queryset=MinuteParagraph.objects.none(),
        required=False,
        empty_label="No minute",
    )

    def __init__(self, *args: Any, boards: Any, paragraphs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
        self.fields["paragraph"].queryset = paragraphs  # type: ignore[attr-defined]

    def read(self) -> Promise:
        """Return what was promised."""
        return Promise(**{name: self.cleaned_data[name] for name in Promise.__dataclass_fields__})


class PlaceForm(Form):
    """Which meeting takes it."""

    meeting = forms.ModelChoiceField(
        label="Meeting", queryset=Meeting.objects.none(), required=False, empty_label="Not placed yet: it waits"
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class CloseForm(Form):
    """Done, or dropped with a reason."""

    state = forms.ChoiceField(
        label="What became of it",
        choices=(("done", "The board has taken it"), ("dropped", "It is dropped")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it."},
    )
    because = text("Why it is dropped", "Only if it is dropped. It was promised in public.", most=400)
