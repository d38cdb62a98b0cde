"""Grants: a role counts for its scope and its days, by the real clock, and nothing else counts."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from moothall.kit import clock
from moothall.kit.acts import end_role, get_operator, give_role, invite_person
from moothall.kit.errors import NotAllowedError, RecordError
from moothall.kit.grants import find_basis, list_roles, list_scopes, needs_second_factor
from moothall.kit.models import Grant, User

pytestmark = pytest.mark.django_db


def make_person(role: str = "", scope: str = "", **dates: date | None) -> User:
    person = invite_person(by=get_operator(), email="p@example.org", name="P")
    if role:
        give_role(by=get_operator(), user=person, role=role, scope=scope, **dates)
    return User.objects.get(pk=person.pk)


def test_a_role_counts_in_its_scope_and_says_why() -> None:
    clerk = make_person("clerk", "board:a")
    assert find_basis(clerk, "record_paragraph", "board:a") == "Clerk for board:a"


def test_a_role_does_not_count_in_another_scope() -> None:
    assert find_basis(make_person("clerk", "board:a"), "record_paragraph", "board:b") is None


def test_a_role_for_the_whole_place_counts_everywhere() -> None:
    assert find_basis(make_person("officer"), "agree_action", "board:any") == "Partnership officer for the whole place"


def test_a_role_that_has_ended_or_not_begun_does_not_count() -> None:
    yesterday, tomorrow = clock.local_day() - timedelta(1), clock.local_day() + timedelta(1)
    person = make_person("clerk", "board:a", from_on=yesterday - timedelta(9), to_on=yesterday)
    give_role(by=get_operator(), user=person, role="clerk", scope="board:b", from_on=tomorrow)
    assert list_scopes(User.objects.get(pk=person.pk), "record_paragraph") == set()


def test_the_shown_day_of_the_place_does_not_bring_an_ended_role_back(settings: object) -> None:
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)
    person = make_person("clerk", "board:a", from_on=date(2019, 1, 1), to_on=date(2019, 12, 31))
    assert find_basis(person, "record_paragraph", "board:a") is None


def test_an_ended_role_stops_at_once() -> None:
    person = make_person("clerk", "board:a", from_on=clock.local_day() - timedelta(5))
    end_role(by=get_operator(), grant=Grant.objects.get(), on=clock.local_day() - timedelta(1))
    assert find_basis(User.objects.get(pk=person.pk), "record_paragraph", "board:a") is None


def test_nobody_without_an_account_or_with_a_closed_one_has_a_power() -> None:
    assert find_basis(AnonymousUser(), "see_audit") is None
    person = make_person("administrator")
    person.is_active = False
    assert find_basis(person, "see_audit") is None


def test_only_an_administrator_gives_roles() -> None:
    clerk = make_person("clerk", "board:a")
    with pytest.raises(NotAllowedError):
        give_role(by=clerk, user=clerk, role="administrator")


@pytest.mark.parametrize(
    ("role", "scope"), [("king", ""), ("clerk", ""), ("clerk", "organisation:x"), ("editor", "board:a")]
)
def test_a_role_that_does_not_exist_or_does_not_fit_the_scope_is_refused(role: str, scope: str) -> None:
    with pytest.raises(RecordError):
        give_role(by=get_operator(), user=make_person(), role=role, scope=scope)


def test_the_same_role_is_not_given_twice() -> None:
    person = make_person("editor")
    with pytest.raises(RecordError, match="holds this role already"):
        give_role(by=get_operator(), user=person, role="editor")


def test_officers_need_a_second_factor_and_members_do_not() -> None:
    assert {key for key, role in list_roles().items() if not role.second_factor} == {"member", "chair", "lead"}
    assert needs_second_factor(make_person("clerk", "board:a"))
    assert not needs_second_factor(AnonymousUser())
