"""The forms of the desk's own pages: invite somebody, give a role, filter people and the audit trail."""

from typing import Any

from django import forms

from moothall.kit import desk, scopes
from moothall.kit.forms import DateField, FilterForm, Form
from moothall.kit.grants import list_roles

WHOLE = "place"  # the form's word for the whole place, whose scope is empty


class RoleField(forms.ChoiceField):
    """One role of the place, each with what it is for."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_list_role_choices, **kwargs)

    @property
    def option_hints(self) -> dict[str, str]:
        return {key: role.description for key, role in list_roles().items()}


def _list_role_choices() -> list[tuple[str, str]]:
    return [(key, role.name) for key, role in list_roles().items()]


def _list_scope_choices() -> list[tuple[str, object]]:
    """Return the scopes with nothing chosen: a role for the whole place is never given by oversight."""
    _, *groups = scopes.list_choices()
    return [("", "Choose one"), (WHOLE, scopes.WHOLE_PLACE[1]), *groups]


class RoleForm(Form):
    """A role for a scope, until a day."""

    role = RoleField(label="Role", error_messages={"required": "Choose a role."})
    scope = forms.ChoiceField(
        label="For what",
        choices=_list_scope_choices,
        error_messages={"required": "Choose what the role is for."},
        help_text="The board or organisation that the role is for. Some roles count for the whole place.",
    )
    to_on = DateField(
        label="Last day", required=False, help_text="Leave it empty if the role has no end yet. For example, 31 3 2027."
    )

    def clean_scope(self) -> str:
        """Return the scope as grants hold it: the whole place is the empty one."""
        chosen: str = self.cleaned_data["scope"]
        return "" if chosen == WHOLE else chosen


class InviteForm(RoleForm):
    """Somebody new, and their first role."""

    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Enter the person's name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="The invitation goes there, so it must be the person's own address and not one that is shared.",
        error_messages={"required": "Enter the person's e-mail address."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "email", "role", "scope", "to_on")


class ConfirmForm(Form):
    """Nothing but the once-only key: for what needs a yes and no more."""


class PeopleFilter(FilterForm):
    q = forms.CharField(label="Name or e-mail address", max_length=100)
    state = forms.ChoiceField(
        label="Account",
        choices=(
            ("", "Every account"),
            ("open", "Open"),
            ("invited", "Invited, no password yet"),
            ("closed", "Closed"),
        ),
    )


class AuditFilter(FilterForm):
    act = forms.ChoiceField(label="Act")
    subject = forms.CharField(label="On what", max_length=160, help_text="A reference or a part of one, like board:")
    person = forms.ChoiceField(label="Person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = [(name, desk.say_act(name)) for name in desk.list_acts_done()]
        people = [(str(user.pk), user.name) for user in desk.list_actors()]
        self.fields["act"].choices = [("", "Every act"), *acts]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "Everybody"), *people]  # type: ignore[attr-defined]
