"""A made-up board with a minute, a plan and actions, for the tests of plan and deliver. Every name is invented."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from moothall.deliver.models import Action, ActionParty, Update
from moothall.govern.models import Board, MinuteParagraph
from moothall.kit import clock
from moothall.kit.acts import get_operator, give_role
from moothall.kit.models import User
from moothall.places.models import Organisation, Person, Post
from moothall.plan.models import Plan, Priority
from tests.govern import made as govern

MADE_UP = govern.MADE_UP
TODAY = date(2019, 7, 22)


def make_all() -> SimpleNamespace:
    """Make a board with a minuted meeting, a public plan with a priority, and an action from the minute."""
    board = govern.make_board("mill")
    meeting = govern.make_meeting(board, state="minutes_confirmed", day=date(2019, 5, 14))
    item = govern.add_item(meeting)
    paragraph = govern.add_paragraph(item, "17.2")
    plan = make_plan(board)
    priority = make_priority(plan, number=1)
    action = add_action("walks", board=board, paragraph=paragraph, priority=priority)
    return SimpleNamespace(
        board=board, meeting=meeting, item=item, paragraph=paragraph, plan=plan, priority=priority, action=action
    )


def make_plan(board: Board, slug: str = "strategy", **values: Any) -> Plan:
    values = {"title": slug.title(), "kind": "strategy", "state": "adopted", "published_on": date(2019, 1, 1), **values}
    return Plan.objects.create(slug=slug, board=board, **values, **MADE_UP)


def make_priority(plan: Plan, number: int = 1, **values: Any) -> Priority:
    values = {"slug": f"{plan.slug}-{number}", "title": f"Aim {number}", **values}
    return Priority.objects.create(plan=plan, number=number, **values, **MADE_UP)


def add_action(
    slug: str, *, board: Board, paragraph: MinuteParagraph | None = None, timescale: str = "", **values: Any
) -> Action:
    """Add a checked action; from ``paragraph``, or from the plan given as ``source_plan``."""
    values = {"title": slug.capitalize(), "agreed_on": date(2019, 5, 14), **values}
    action = Action(slug=slug, board=board, paragraph=paragraph, timescale_as_written=timescale, **values, **MADE_UP)
    action.full_clean()
    action.save()
    return action


def add_lead(action: Action, order: int = 1, **values: Any) -> ActionParty:
    return ActionParty.objects.create(action=action, order=order, **values, **MADE_UP)


def add_update(action: Action, key: str, rating: str = "on_track", on: date = TODAY, **values: Any) -> Update:
    values = {"narrative": "It goes as planned.", "by_name": "A reporter", **values}
    return Update.objects.create(action=action, key=key, rating=rating, on=on, by=get_operator(), **values)


def make_user(name: str, *, is_invented: bool = False, **person: Any) -> User:
    user = User.objects.create(email=f"{name}@example.org", name=name.title(), is_invented=is_invented)
    if person:
        Person.objects.create(slug=name, name=name.title(), user=user, **{**MADE_UP, **person})
    return user


def give(user: User, role: str, scope: str = "") -> User:
    """Give a role by the operator's hand, and return the account as the next request reads it."""
    give_role(by=get_operator(), user=user, role=role, scope=scope, from_on=clock.local_day())
    return User.objects.get(pk=user.pk)


def make_organisation(slug: str = "trust") -> Organisation:
    found, _ = Organisation.objects.get_or_create(
        slug=slug, defaults={"name": slug.title(), "kind": "other", **MADE_UP}
    )
    return found


def make_post(slug: str = "keeper", holder: Person | None = None, organisation: str = "trust") -> Post:
    return Post.objects.create(
        slug=slug, title=slug.title(), organisation=make_organisation(organisation), holder=holder, **MADE_UP
    )
