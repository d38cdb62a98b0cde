"""Who may report on an action: the table, by hand."""

import pytest
from django.contrib.auth.models import AnonymousUser

from moothall.deliver import permissions
from moothall.deliver.acts import post_update
from moothall.deliver.models import Update
from moothall.kit.errors import NotAllowedError
from moothall.kit.models import AuditEntry
from moothall.places.models import Person
from tests.deliver.made import add_lead, give, make_organisation, make_post, make_user
from tests.govern.made import make_board

SENTENCE = "The draft went to all six districts."


def report(user, action):
    return post_update(by=user, action=action, rating="on_track", narrative=SENTENCE)


@pytest.mark.parametrize(
    ("role", "scope", "may"),
    [
        ("member", "board:mill", False),
        ("chair", "board:mill", True),
        ("chair", "board:other", False),
        ("clerk", "board:mill", True),
        ("clerk", "board:other", False),
        ("officer", "board:mill", True),
        ("officer", "board:other", False),
        ("officer", "", True),
        ("lead", "organisation:trust", True),
        ("lead", "organisation:other", False),
        ("analyst", "", False),
        ("editor", "", False),
        ("administrator", "", False),
        ("", "", False),
    ],
)
def test_a_role_reports_on_its_own_boards_and_organisations_actions_alone(made, role, scope, may):
    make_board("other")
    make_organisation("other")
    add_lead(made.action, organisation=make_organisation())
    user = make_user("somebody")
    user = give(user, role, scope) if role else user
    assert permissions.can_post_update(user, made.action) is may
    if may:
        assert report(user, made.action).action == made.action
        entry = AuditEntry.objects.get(act="post_update")
        assert (entry.by, entry.scope) == (user, "board:mill")
        assert entry.why.endswith(scope or "the whole place")
        return
    with pytest.raises(NotAllowedError):
        report(user, made.action)
    assert not Update.objects.exists()
    assert not AuditEntry.objects.filter(act="post_update").exists()


def test_a_member_reports_on_the_actions_that_he_or_she_leads(made):
    user = give(make_user("grace", honorific=""), "member", "board:mill")
    other = make_user("other", honorific="")
    party = add_lead(made.action, person=user.person)
    assert report(user, made.action).by == user
    assert AuditEntry.objects.get(act="post_update").why == "leads the action"
    assert not permissions.can_post_update(other, made.action)
    party.to_on = party.from_on = made.meeting.starts_at.date()
    party.save()
    assert not permissions.can_post_update(user, made.action), "the lead has passed on"


def test_a_contributor_does_not_report(made):
    user = make_user("grace", honorific="")
    add_lead(made.action, person=user.person, role="contributor")
    assert not permissions.can_post_update(user, made.action)


def test_the_holder_of_the_post_that_leads_reports_and_signs_by_the_post(made):
    user = make_user("finn", honorific="")
    add_lead(made.action, post=make_post(holder=user.person))
    update = report(user, made.action)
    assert update.by_name == "Keeper, Trust"
    assert "Finn" not in update.by_name


def test_a_closed_account_leads_nothing(made):
    user = make_user("grace", honorific="")
    add_lead(made.action, person=user.person)
    user.is_active = False
    user.save()
    assert not permissions.can_post_update(user, made.action)


def test_nobody_is_not_asked_and_not_allowed(made):
    assert not permissions.can_post_update(AnonymousUser(), made.action)


def test_what_one_may_not_see_one_may_not_report_on(made):
    user = give(make_user("lena"), "lead", "organisation:trust")
    add_lead(made.action, organisation=make_organisation())
    made.action.publicity = "exempt"
    made.action.save()
    with pytest.raises(NotAllowedError):
        report(user, made.action)


def test_an_invented_account_reports_on_an_invented_board(made):
    user = give(make_user("ada", is_invented=True), "officer", "board:mill")
    assert report(user, made.action).is_invented


def test_an_invented_account_reports_for_a_post_of_a_real_board_and_not_beside_a_real_name(made):
    made.board.source_status = "recorded"
    made.board.save()
    user = give(make_user("kit", is_invented=True), "lead", "organisation:trust")
    lead = add_lead(made.action, organisation=make_organisation())
    with pytest.raises(NotAllowedError, match="invented account"):
        report(user, made.action)
    lead.post = make_post()
    lead.save()
    assert report(user, made.action).is_invented
    real = Person.objects.create(slug="real", name="Real Name", source_status="recorded")
    add_lead(made.action, order=2, person=real)
    with pytest.raises(NotAllowedError, match="invented account"):
        report(user, made.action)
    assert Update.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "scope", "may"),
    [
        ("officer", "board:mill", True),
        ("officer", "board:other", False),
        ("officer", "", True),
        ("clerk", "board:mill", False),
        ("chair", "board:mill", False),
        ("member", "board:mill", False),
        ("lead", "organisation:trust", False),
        ("administrator", "", False),
    ],
)
def test_only_the_officer_agrees_and_closes(made, role, scope, may):
    make_board("other")
    make_organisation()
    user = give(make_user("somebody"), role, scope)
    assert permissions.can_agree_action(user, made.board) is may
    if may:
        assert permissions.check_can_close_action(by=user, action=made.action)
    else:
        with pytest.raises(NotAllowedError):
            permissions.check_can_close_action(by=user, action=made.action)


def test_an_officer_does_not_close_what_he_or_she_may_not_see(made):
    """The board is the officer's own; the plan that the action comes from is another board's and not public."""
    user = give(make_user("ada"), "officer", "board:mill")
    other = make_board("other")
    made.action.paragraph, made.action.source_plan = None, made.plan
    made.action.save()
    made.plan.board, made.plan.published_on = other, None
    made.plan.save()
    with pytest.raises(NotAllowedError):
        permissions.check_can_close_action(by=user, action=made.action)


def test_an_invented_officer_agrees_nothing_on_a_real_board(made):
    made.board.source_status = "recorded"
    made.board.save()
    user = give(make_user("ada", is_invented=True), "officer", "board:mill")
    assert not permissions.can_agree_action(user, made.board)
    assert not permissions.can_agree_action(AnonymousUser(), made.board)
