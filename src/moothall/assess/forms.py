"""What the list of indicators is filtered by."""

from collections.abc import Iterable
from typing import Any

from django import forms

from moothall.assess import rules
from moothall.assess.models import Profile
from moothall.kit.forms import FilterForm


class IndicatorFilter(FilterForm):
    """By verdict, and by profile where there is more than one."""

    verdict = forms.ChoiceField(label="How it compares", choices=[("", "Any"), *rules.VERDICTS])
    profile = forms.ChoiceField(label="Set of indicators")

    def __init__(self, *args: Any, profiles: Iterable[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(profile.slug, profile.name) for profile in profiles]
        if len(choices) > 1:
            self.fields["profile"].choices = [("", "Any"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["profile"]
