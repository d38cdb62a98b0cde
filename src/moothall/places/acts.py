"""Acts of places: which account belongs to which person of the records."""

from django.db import transaction

from moothall.kit import audit
from moothall.kit.errors import RecordError
from moothall.kit.models import User
from moothall.places.models import Person
from moothall.places.permissions import check_can_link_account


@transaction.atomic
def link_account(*, by: User, person: Person, user: User) -> Person:
    """Say that whoever signs in as ``user`` is ``person``, so that the desk shows the person's own actions.

    Raises:
        NotAllowedError: ``by`` may not invite people.
        RecordError: the person or the account is linked to another already.
    """
    why = check_can_link_account(by=by)
    other = Person.objects.filter(user=user).exclude(pk=person.pk).first()
    if other is not None or person.user_id not in (None, user.pk):
        raise RecordError("The person or the account is linked to another already.", "user")
    person.user = user
    person.save(update_fields=["user"])
    audit.record("link_account", person, by=by, why=why, changed=["user"])
    return person
