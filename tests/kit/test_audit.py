"""The audit trail: written inside the act, once, never changed."""

import pytest
from django.db import transaction

from moothall.kit import audit
from moothall.kit.acts import get_operator, give_role, invite_person
from moothall.kit.errors import NotAllowedError, RepeatedError
from moothall.kit.models import AuditEntry, User

pytestmark = pytest.mark.django_db


def test_an_act_leaves_one_entry_that_says_who_what_and_why() -> None:
    operator = get_operator()
    person = invite_person(by=operator, email="Ann@Example.org ", name="Ann Example")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.subject, entry.by) == ("invite_person", person.ref, operator)
    assert entry.why == "operator of this installation"
    assert person.email == "ann@example.org"


def test_a_refused_act_leaves_nothing() -> None:
    stranger = User.objects.create(email="s@example.org", name="Stranger")
    with pytest.raises(NotAllowedError):
        invite_person(by=stranger, email="b@example.org", name="B")
    assert not AuditEntry.objects.exists()
    assert not User.objects.filter(email="b@example.org").exists()


def test_a_form_sent_twice_is_carried_out_once() -> None:
    operator = get_operator()
    with audit.sent_once("k" * 32):
        invite_person(by=operator, email="a@example.org", name="A")
    with audit.sent_once("k" * 32), pytest.raises(RepeatedError), transaction.atomic():
        invite_person(by=operator, email="c@example.org", name="C")
    assert not User.objects.filter(email="c@example.org").exists()
    assert AuditEntry.objects.count() == 1


def test_the_key_is_used_up_by_the_first_act_so_that_a_second_act_of_the_same_form_goes_on() -> None:
    operator = get_operator()
    with audit.sent_once("k" * 32):
        person = invite_person(by=operator, email="a@example.org", name="A")
        give_role(by=operator, user=person, role="administrator")
    assert [e.once for e in AuditEntry.objects.order_by("id")] == ["k" * 32, None]


def test_an_entry_is_never_changed_or_deleted() -> None:
    operator = get_operator()
    invite_person(by=operator, email="a@example.org", name="A")
    entry = AuditEntry.objects.get()
    entry.why = "another reason"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_every_act_moves_the_stamp() -> None:
    before = audit.stamp()
    invite_person(by=get_operator(), email="a@example.org", name="A")
    assert audit.stamp() > before
