"""How each act of ``acts.csv`` is called: with words that the right person's call would be carried out with."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from moothall.deliver import acts as deliver
from moothall.govern import acts as govern
from moothall.hall import acts as hall
from moothall.hall.models import NewsIndex
from moothall.kit import acts as kit
from moothall.kit.invitations import make_token
from moothall.kit.markdown import PARAGRAPH, Part
from moothall.places import acts as places
from moothall.places.models import Organisation, Person
from tests.govern.made import MADE_UP
from tests.permissions.sending import FRESH

World = SimpleNamespace
Call = Callable[[World, Any], object]
MADE_ORGANISATION = {"name": "Abbey Trust", "kind": "other", **MADE_UP}


def record_paragraph(world: World, by: Any, item: Any, publicity: str) -> object:
    return govern.record_paragraph(by=by, item=item, text="Heard.", publicity=publicity, version=item.version)


def agree_action(world: World, by: Any, paragraph: Any) -> object:
    lead = deliver.Lead(as_written="the Council")
    return deliver.agree_action(by=by, board=world.board, title="Plant trees", paragraph=paragraph, lead=lead)


def close_action(action: Any, by: Any) -> object:
    return deliver.close_action(by=by, action=action, state="dropped", closed_by_text="Done by others.")


def enter_page(world: World, by: Any) -> object:
    values = {"title": "How it works", "lede": "Briefly."}
    return hall.enter_page(by=by, kind="page", slug="how", values=values, parts=[Part(PARAGRAPH, "<p>Well.</p>")])


CALLS: dict[tuple[str, str], Call] = {
    ("govern.record_paragraph", "under an open item"): lambda world, by: record_paragraph(
        world, by, world.item, "open"
    ),
    ("govern.record_paragraph", "under an exempt item"): lambda world, by: record_paragraph(
        world, by, world.private_item, "exempt"
    ),
    ("govern.record_decision", "in an open paragraph"): lambda world, by: govern.record_decision(
        by=by, paragraph=world.paragraph, kind="approval", text="Approved.", strength="explicit",
        version=world.paragraph.version,
    ),
    ("govern.correct_paragraph", "of confirmed minutes"): lambda world, by: govern.correct_paragraph(
        by=by, paragraph=world.settled, text="Eleven.", version=world.settled.version
    ),
    ("deliver.post_update", "on an open action"): lambda world, by: deliver.post_update(
        by=by, action=world.walks, rating="on_track", narrative="Two of three walks are marked."
    ),
    ("deliver.post_update", "on an exempt action"): lambda world, by: deliver.post_update(
        by=by, action=world.wells, rating="on_track", narrative="Two of three wells are dug."
    ),
    ("deliver.agree_action", "from an open paragraph"): lambda world, by: agree_action(world, by, world.paragraph),
    ("deliver.agree_action", "from an exempt paragraph"): lambda world, by: agree_action(world, by, world.private),
    ("deliver.close_action", "an open one"): lambda world, by: close_action(world.walks, by),
    ("deliver.close_action", "an exempt one"): lambda world, by: close_action(world.wells, by),
    ("kit.enter_record", "an organisation"): lambda world, by: kit.enter_record(
        by=by, model=Organisation, key={"slug": "abbey"}, values=MADE_ORGANISATION
    ),
    ("kit.invite_person", "somebody new"): lambda world, by: kit.invite_person(
        by=by, email="nadia@example.org", name="Nadia New"
    ),
    ("kit.give_role", "clerk of the board"): lambda world, by: kit.give_role(
        by=by, user=world.colleague, role="clerk", scope="board:mill"
    ),
    ("kit.give_role", "administrator"): lambda world, by: kit.give_role(
        by=by, user=world.colleague, role="administrator"
    ),
    ("kit.end_role", "of a member"): lambda world, by: kit.end_role(by=by, grant=world.grant),
    ("kit.accept_invitation", "sent to somebody else"): lambda world, by: kit.accept_invitation(
        by=by, token=make_token(world.newcomer), password=FRESH
    ),
    ("kit.choose_password", "their own"): lambda world, by: kit.choose_password(by=by, password=FRESH),
    ("kit.close_account", "of somebody else"): lambda world, by: kit.close_account(by=by, user=world.colleague),
    ("kit.close_account", "their own"): lambda world, by: kit.close_account(by=by, user=by),
    ("kit.open_account", "of somebody else"): lambda world, by: kit.open_account(by=by, user=world.gone),
    ("kit.remove_second_factors", "of somebody else"): lambda world, by: kit.remove_second_factors(
        by=by, user=world.colleague
    ),
    ("kit.give_demo_password", "where there is no demo"): lambda world, by: kit.give_demo_password(
        by=by, user=world.colleague, password=FRESH
    ),
    ("places.link_account", "of somebody else"): lambda world, by: places.link_account(
        by=by, person=Person.objects.get(slug="unlinked"), user=world.colleague
    ),
    ("hall.prepare_words", ""): lambda world, by: hall.prepare_words(by=by),
    ("hall.enter_page", "a page"): enter_page,
    ("hall.publish_page", "a page"): lambda world, by: hall.publish_page(by=by, page=NewsIndex.objects.get()),
    ("hall.withdraw_page", "a page"): lambda world, by: hall.withdraw_page(by=by, page=NewsIndex.objects.get()),
}  # fmt: skip
