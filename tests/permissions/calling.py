"""How each act of ``acts.csv`` is called: with words that the right person's call would be carried out with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from moothall.deliver import acts as deliver
from moothall.govern import acts as govern
from moothall.govern.models import Seat
from moothall.hall import acts as hall
from moothall.hall.models import NewsIndex, NewsPage
from moothall.kit import acts as kit
from moothall.kit import clock
from moothall.kit.invitations import make_token
from moothall.kit.markdown import PARAGRAPH, Part
from moothall.places import acts as places
from moothall.places.models import Organisation, Person
from moothall.plan import acts as plan
from moothall.plan.models import Priority
from tests.govern.made import MADE_UP
from tests.permissions.sending import FRESH

World = SimpleNamespace
Call = Callable[[World, Any], object]
DAY = date(2019, 7, 22)
ANSWER = plan.Answer("Four yards.", DAY, "The warden", [{"text": "The gauge", "address": ""}])
WORDS = govern.ItemWords("Level paths", "decision")
MADE_ORGANISATION = {"name": "Abbey Trust", "kind": "other", **MADE_UP}


def record_paragraph(world: World, by: Any, item: Any, publicity: str) -> object:
    return govern.record_paragraph(by=by, item=item, text="Heard.", publicity=publicity, version=item.version)


def edit_report(by: Any, report: Any) -> object:
    words = {"item_for": report.item_for, "recommendations": report.recommendations, "publicity": report.publicity}
    private = {"exempt_paragraphs": report.exempt_paragraphs, "public_interest_text": report.public_interest_text}
    return govern.edit_report(by=by, report=report, cover=govern.Cover("Other plans", **words, **private))


def agree_action(world: World, by: Any, paragraph: Any) -> object:
    lead = deliver.Lead(as_written="the Council")
    return deliver.agree_action(by=by, board=world.board, title="Plant trees", paragraph=paragraph, lead=lead)


def close_action(action: Any, by: Any) -> object:
    return deliver.close_action(by=by, action=action, state="dropped", closed_by_text="Done by others.")


def add_news(world: World) -> None:
    """Put news on the site twice, each with a change for tomorrow: by the colleague, and by everybody in turn."""
    for slug, writers in (("colleague", [world.colleague]), ("everybody", [*world.users.values()])):
        page = NewsPage(slug=slug, title="Old words", published_on=date(2019, 7, 1))
        NewsIndex.objects.get().add_child(instance=page)
        page.live_revision = page.save_revision()
        page.save()
        page.title, page.go_live_at = "New words", clock.now() + timedelta(days=1)
        for writer in writers:
            page.save_revision(user=writer)


def find_change(slug: str) -> dict[str, Any]:
    page = NewsPage.objects.get(slug=slug)
    return {"page": page, "revision": page.get_latest_revision()}


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
    ("govern.commission_report", "for the board"): lambda world, by: govern.commission_report(
        by=by, board=world.board, cover=govern.Cover("Plans")
    ),
    ("govern.edit_report", "a draft"): lambda world, by: edit_report(by, world.paper),
    ("govern.edit_report", "an exempt draft"): lambda world, by: edit_report(by, world.secret_paper),
    ("govern.move_report", "a draft"): lambda world, by: govern.move_report(
        by=by, report=world.paper, to="in_clearance"
    ),
    ("govern.route_report", "a draft"): lambda world, by: govern.route_report(
        by=by, report=world.paper, item=world.ahead_item, role="decide"
    ),
    ("govern.unroute_report", "a draft"): lambda world, by: govern.unroute_report(by=by, routing=world.routing),
    ("govern.plan_meeting", "of the board"): lambda world, by: govern.plan_meeting(
        by=by, board=world.board, sitting=govern.Sitting(world.october.starts_at)
    ),
    ("govern.publish_agenda", "of the board"): lambda world, by: govern.publish_agenda(by=by, meeting=world.october),
    ("govern.cancel_meeting", "of the board"): lambda world, by: govern.cancel_meeting(
        by=by, meeting=world.october, because="The room is flooded."
    ),
    ("govern.add_item", "of the board"): lambda world, by: govern.add_item(by=by, meeting=world.october, words=WORDS),
    ("govern.edit_item", "of the board"): lambda world, by: govern.edit_item(
        by=by, item=world.october_item, words=WORDS
    ),
    ("govern.withdraw_item", "of the board"): lambda world, by: govern.withdraw_item(by=by, item=world.october_item),
    ("govern.set_deadline", "a new one"): lambda world, by: govern.set_deadline(
        by=by, meeting=world.october, kind="summons", due_at=world.deadline.due_at
    ),
    ("govern.settle_deadline", "of the board"): lambda world, by: govern.settle_deadline(
        by=by, deadline=world.deadline, because="The post was slow."
    ),
    ("govern.plan_forward_item", "of the board"): lambda world, by: govern.plan_forward_item(
        by=by, board=world.board, promise=govern.Promise("Paths")
    ),
    ("govern.place_forward_item", "of the board"): lambda world, by: govern.place_forward_item(
        by=by, item=world.promise, meeting=world.october
    ),
    ("govern.close_forward_item", "of the board"): lambda world, by: govern.close_forward_item(
        by=by, item=world.promise, state="done"
    ),
    ("govern.close_forward_item", "of an exempt minute"): lambda world, by: govern.close_forward_item(
        by=by, item=world.private_promise, state="done"
    ),
    ("plan.link_records", "of the board"): lambda world, by: plan.link_records(
        by=by, kind="cites", start=world.strategy, end=world.document, saying=plan.Saying(world.document, "4")
    ),
    ("plan.end_link", "of the board"): lambda world, by: plan.end_link(by=by, link=world.link, on=DAY),
    ("plan.answer_matrix_question", "of a public plan"): lambda world, by: plan.answer_matrix_question(
        by=by, question=world.asked, answer=ANSWER
    ),
    ("plan.answer_matrix_question", "of a draft plan"): lambda world, by: plan.answer_matrix_question(
        by=by, question=world.draft_asked, answer=ANSWER
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
    ("kit.keep_record", "a seat of the board"): lambda world, by: kit.keep_record(
        by=by, model=Seat, record=world.seat, values={"label": "The warden of the mill"}
    ),
    ("kit.keep_record", "a seat into another board"): lambda world, by: kit.keep_record(
        by=by, model=Seat, record=world.seat, values={"board": world.other}
    ),
    ("kit.keep_record", "a priority of the board"): lambda world, by: kit.keep_record(
        by=by, model=Priority, record=world.aim, values={"aim": "Level paths for all."}
    ),
    ("kit.keep_record", "an organisation"): lambda world, by: kit.keep_record(
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
    ("hall.place_node", "of the board"): lambda world, by: hall.place_node(by=by, node="board:mill", x=2, y=7),
    ("hall.hand_in_page", "a page"): lambda world, by: hall.hand_in_page(by=by, page=NewsIndex.objects.get()),
    ("hall.send_back_page", "a page"): lambda world, by: hall.send_back_page(by=by, page=NewsIndex.objects.get()),
    ("hall.approve_page", "of a colleague"): lambda world, by: hall.approve_page(by=by, **find_change("colleague")),
    ("hall.approve_page", "their own"): lambda world, by: hall.approve_page(by=by, **find_change("everybody")),
    ("hall.publish_page", "of a colleague"): lambda world, by: hall.publish_page(by=by, **find_change("colleague")),
    ("hall.publish_page", "their own"): lambda world, by: hall.publish_page(by=by, **find_change("everybody")),
    ("hall.withdraw_page", "a page"): lambda world, by: hall.withdraw_page(by=by, page=NewsIndex.objects.get()),
}  # fmt: skip
