"""Puts every canary word of ``words.toml`` where it belongs, beside what is public and tied to it by every thread.

A companion word stands beside them: whoever seeks that word is shown what he or she may see, and the page that says
back what was sought says nothing of the canaries.
"""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from moothall.deliver.models import Action
from moothall.govern.models import AgendaItem, ForwardItem
from moothall.hall.acts import prepare_words
from moothall.hall.models import (
    AboutIndex,
    ChapterIndex,
    ChapterPage,
    NewsIndex,
    NewsPage,
    PlainIndex,
    PlainPage,
    SitePage,
)
from moothall.kit import audit, clock
from moothall.kit.acts import get_operator, give_role, invite_person
from moothall.plan.models import Link, MatrixCell, MatrixQuestion, MatrixTheme, Measure, Objective, Plan, Target
from tests.assess import made as assess
from tests.deliver import made as deliver
from tests.govern import made as govern
from tests.govern.made import MADE_UP

COMPANION = "lantern"
FILE_KEY = "c" * 32


@dataclass(frozen=True)
class Canary:
    """One word: where it stands, and who may find it."""

    word: str
    where: str
    found_by: frozenset[str]


def read_words() -> list[Canary]:
    """Return the table of words."""
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    who = table["who"]
    return [Canary(row["word"], row["where"], frozenset(who[row["found_by"]])) for row in table["word"]]


CANARIES = read_words()


def add_private(place: SimpleNamespace) -> SimpleNamespace:
    """Add everything that is not public to a place that has what ``place`` names; return what was added.

    ``place``: board, meeting (minuted), item, paragraph and report (open), running (a meeting in session with an open
    item), plan, priority, indicator (with a public value), action, other (a second public action), county (its code).
    """
    added = SimpleNamespace()
    add_minutes(place, added)
    add_actions(place, added)
    add_value(place, added)
    add_plan(place, added)
    add_pages(added)
    add_accounts(added)
    return added


def add_minutes(place: SimpleNamespace, added: SimpleNamespace) -> None:
    """Items, paragraphs, a decision and a commitment that are not public, in public meetings."""
    order = 900
    added.draft_item = govern.add_item(place.meeting, "90", "The lantern sphagnum draft", state="draft", order=order)
    added.item = govern.add_item(
        place.meeting, "91", "The lantern zephyrine contract", publicity="exempt", presenters="Dr Quillwort",
        public_interest_text="For the gossamer of it.", order=order + 1, source_contradictions=[OTHERWISE],
    )  # fmt: skip
    added.paragraph = add_paragraph(added.item, "91", "The lantern brambling was heard.", "exempt", order)
    added.confidential = add_paragraph(place.item, "90.E1", "The lantern hellebore.", "confidential", order + 1)
    added.decision = govern.add_decision(added.paragraph, "To buy the lantern oxlip.")
    running_item = place.running.items.filter(publicity="open").exclude(state="draft").first()
    added.minuting = add_paragraph(running_item, "90", "The lantern tamarisk is being minuted.", "open", order)
    govern.add_decision(added.minuting, "To plant the lantern tamarisk.")
    ahead = {"timescale_as_written": "July 2019"}
    added.forward = govern.add_forward(
        place.board, "lantern-avocet", title="The lantern avocet comes back", paragraph=added.paragraph, **ahead
    )
    add_papers(place, added)
    place.priority.agenda_items.add(added.item, added.draft_item)
    place.plan.forward_items.add(added.forward)
    govern.make_terms(
        place.board, version_name="canary", is_proposal=True, effective_from=date(2031, 1, 1), origin="goosander",
        prose=[{"id": "goosander", "text": "The lantern goosander."}], rules={},
    )  # fmt: skip


OTHERWISE = {
    "cells": {"title": "The lantern sandgrouse contract"}, "says": [["title", "The lantern sandgrouse contract"]],
    "source": "", "paper": "", "page": "9", "lines": "", "status": "invented", "because": "for the test",
}  # fmt: skip


def add_papers(place: SimpleNamespace, added: SimpleNamespace) -> None:
    """An exempt paper at the exempt item, a draft at an open one, each tied to the public paper."""
    exempt = govern.add_report(
        place.board, "lantern-cassowary", title="The lantern cassowary paper", publicity="exempt",
        key_issues="The lantern lammergeier.", financial_implications="It costs a chiffchaff.",
        recommendations=[{"number": "1", "verb": "agree", "text": "Agree the lantern corncrake."}],
        other_authors=["Keeper of the kittiwake"], supersedes=place.report,
    )  # fmt: skip
    govern.take(added.item, exempt)
    draft = govern.add_report(
        place.board, "lantern-wryneck", title="The lantern wryneck paper", state="drafting", supersedes=place.report,
        recommendations=[{"number": "1", "verb": "agree", "text": "Agree the lantern nuthatch."}],
    )  # fmt: skip
    govern.take(place.item, draft)


def add_paragraph(item: AgendaItem, slug: str, text: str, publicity: str, order: int) -> Any:
    return govern.add_paragraph(item, slug, text, publicity=publicity, order=order)


def add_actions(place: SimpleNamespace, added: SimpleNamespace) -> None:
    """An exempt action with a report and a file, a proposed one, and public ones that are tied to them."""
    ties = {"board": place.board, "priority": place.priority, "timescale": "July 2019"}
    added.action = deliver.add_action(
        "lantern-merganser", title="The lantern merganser", text="Count the lantern whimbrel.",
        paragraph=added.paragraph, publicity="exempt", outcome_text="No more dunnock.", measure_text="Each siskin",
        measure=place.indicator, **ties,
    )  # fmt: skip
    deliver.add_lead(added.action, as_written="The yaffle team")
    keep_file(FILE_KEY, b"%PDF-1.4 the nightjar words %%EOF")
    file = {"kind": "file", "key": FILE_KEY, "name": "wheatear.pdf", "type": "application/pdf", "size": 40}
    link = {"kind": "link", "address": "https://example.org/linnet", "text": ""}
    deliver.add_update(added.action, "canary", narrative="The lantern fieldfare came.", evidence=[file, link])
    added.proposed = deliver.add_action(
        "lantern-redpoll", title="The lantern redpoll", paragraph=place.paragraph, state="proposed", **ties
    )
    place.action.depends_on.add(added.action)
    Action.objects.filter(pk=place.other.pk).update(closed_by_decision=added.decision, merged_into=added.action)


def keep_file(key: str, content: bytes) -> None:
    if not storages["private"].exists(f"{key[:2]}/{key}"):
        storages["private"].save(f"{key[:2]}/{key}", ContentFile(content))


def add_value(place: SimpleNamespace, added: SimpleNamespace) -> None:
    """A newer value of a public indicator, under embargo until tomorrow."""
    release = assess.add_release(
        "canary", published_at=clock.now() + timedelta(days=1), note="Lantern release", is_invented=True
    )
    release.title = "The lantern smew figures"
    release.save()
    series = place.indicator.versions.order_by("-number").first().series.first()
    added.value = assess.add_value(
        place.indicator, 73.91, (73.85, 73.97), code=place.county, period="2018/19", release=release, series=series,
        note="Counted with the garganey",
    )  # fmt: skip


def add_plan(place: SimpleNamespace, added: SimpleNamespace) -> None:
    """A plan that is not published, with all that hangs on one, tied to public indicators and boards."""
    added.plan = deliver.make_plan(place.board, "canary-plan", published_on=None, title="The lantern pochard plan")
    added.priority = deliver.make_priority(
        added.plan, 1, title="The lantern gadwall", aim="A lantern wigeon for all", lead_board=place.board,
        lead_board_state="named",
    )  # fmt: skip
    objective = Objective.objects.create(
        slug="canary-objective", priority=added.priority, text="More lantern pintail", **MADE_UP
    )
    Target.objects.create(
        slug="canary-target", objective=objective, text="One lantern shoveler in three", indicator=place.indicator,
        value=50.0, direction="up", baseline=added.value, **MADE_UP,
    )  # fmt: skip
    Measure.objects.create(priority=added.priority, indicator=place.indicator, **MADE_UP)
    added.planned = deliver.add_action(
        "lantern-garefowl", title="The lantern garefowl", board=place.board, source_plan=added.plan,
        timescale="July 2019", priority=added.priority,
    )  # fmt: skip
    Action.objects.filter(pk=place.action.pk).update(objective=objective)
    add_matrix(place, added)


def add_matrix(place: SimpleNamespace, added: SimpleNamespace) -> None:
    """The matrix and a layer of that plan, and a link to it from a public one."""
    added.plan.layers = [{"layer": "lantern bluethroat", "in_scope": ["Lantern scaup"]}]
    added.plan.save()
    theme = MatrixTheme.objects.create(slug="canary-theme", plan=added.plan, title="The lantern whinchat", **MADE_UP)
    cell = MatrixCell.objects.create(
        slug="canary-cell", theme=theme, board=place.board, concerns=["The lantern eider"], **MADE_UP
    )
    MatrixQuestion.objects.create(slug="canary-question", cell=cell, text="Is the lantern goldeneye?", **MADE_UP)
    Link.objects.create(slug="canary-link", kind="cites", from_plan=place.plan, to_plan=added.plan, **MADE_UP)


def add_pages(added: SimpleNamespace) -> None:
    """A draft page with a picture and a document, news that are not published, a change that is not."""
    added.picture = Image.objects.create(
        title="The lantern dotterel", file=ContentFile(draw_picture(), name="lantern-dotterel.png"), width=8, height=8
    )
    added.document = Document.objects.create(
        title="The lantern turnstone", file=ContentFile(b"%PDF-1.4 knot-grass %%EOF", name="turnstone.pdf")
    )
    body = [
        ("paragraph", "<p>The lantern ptarmigan.</p>"),
        ("picture", {"image": added.picture, "alt": "A lantern dotterel", "caption": ""}),
        ("document", added.document),
    ]
    draft = SitePage(slug="canary-page", title="The lantern capercaillie", live=False, body=body)
    added.page = AboutIndex.objects.get().add_child(instance=draft)
    added.page.save_revision()
    news = NewsPage(
        slug="canary-news",
        title="The lantern lapwing",
        live=False,
        published_on=date(2019, 7, 20),
        has_unpublished_changes=True,
    )
    added.news = NewsIndex.objects.get().add_child(instance=news)
    added.news.save_revision()
    add_pages_by_the_clock(added)
    published = SitePage.objects.live().first()
    published.title = f"{published.title} and the lantern godwit"
    published.save_revision()
    added.changed = SitePage.objects.get(pk=published.pk)


def add_pages_by_the_clock(added: SimpleNamespace) -> None:
    """News that were approved for tomorrow, and news whose time is over though no worker has taken them off yet."""
    day, now = date(2019, 7, 20), clock.now()
    waiting = NewsPage(slug="canary-waiting", title="The lantern ouzel", live=False, published_on=day)
    waiting.go_live_at = now + timedelta(days=1)
    added.waiting = NewsIndex.objects.get().add_child(instance=waiting)
    writer, reader = (
        invite_person(by=get_operator(), email=f"{name}@example.org", name="Some Editor") for name in ("one", "two")
    )
    give_role(by=get_operator(), user=reader, role="editor")
    give_role(by=get_operator(), user=writer, role="editor")
    added.waiting.save_revision(user=writer)
    added.waiting.get_workflow().start(added.waiting, writer)
    added.waiting.current_workflow_task_state.approve(user=reader)
    over = NewsPage(
        slug="canary-over", title="The lantern twite", lede="It was a lantern nightingale.", published_on=day
    )
    over.expire_at = now - timedelta(minutes=1)
    added.over = NewsIndex.objects.get().add_child(instance=over)
    added.over.save_revision()
    twin = PlainPage(
        slug="canary-twin", title="The lantern shelduck", plan=added.plan, written_by="A lantern goldcrest"
    )
    Plan.objects.filter(pk=added.plan.pk).update(published_on=day)  # nobody can write about one that is not public
    added.twin = PlainIndex.objects.get().add_child(instance=twin)
    added.twin.save_revision()
    chapter = ChapterPage(
        slug="canary-chapter", title="The lantern phalarope", lede="A lantern pratincole.", plan=added.plan,
        priority=added.priority,
    )  # fmt: skip
    added.chapter = ChapterIndex.objects.get().add_child(instance=chapter)
    added.chapter.save_revision()
    Plan.objects.filter(pk=added.plan.pk).update(published_on=None)


def draw_picture() -> bytes:
    held = io.BytesIO()
    Picture.new("RGB", (8, 8), "teal").save(held, "PNG")
    return held.getvalue()


def add_accounts(added: SimpleNamespace) -> None:
    """An account, and an entry in the audit trail, whose words stand nowhere else."""
    added.account = invite_person(by=get_operator(), email="hawfinch@example.org", name="Somebody Else")
    subject = SimpleNamespace(ref="lantern:crossbill")
    audit.record("lantern_act", subject, by=get_operator(), why="For the bittern")


def make_place() -> SimpleNamespace:
    """Make a small place all of which is public: what ``add_private`` asks for, and a page of words."""
    assess.make_place()
    prepare_words(by=get_operator())
    AboutIndex.objects.get().add_child(
        instance=SitePage(slug="how", title="How it works", body=[("paragraph", "<p>The board meets.</p>")])
    )
    board = govern.make_board("mill")
    govern.make_board("other")
    meeting = govern.make_meeting(board, "minutes_draft")
    item = govern.add_item(meeting, "17")
    paragraph = govern.add_paragraph(item, "17")
    govern.add_decision(paragraph)
    running = govern.make_meeting(board, "in_session", date(2019, 7, 22))
    govern.add_item(running, "1", "An open item", state="called")
    report = govern.add_report(board)
    govern.take(item, report)
    govern.add_deadline(meeting)
    plan = deliver.make_plan(board)
    priority = deliver.make_priority(plan, 1, lead_board=board, lead_board_state="named")
    indicator = assess.add_indicator("short-sleep")
    assess.add_value(indicator, 32.1, (31.0, 33.3))
    assess.add_value(indicator, 34.3, code=assess.COUNTRY)
    Measure.objects.create(priority=priority, indicator=indicator, **MADE_UP)
    trust = deliver.make_organisation("trust")
    deliver.make_organisation("hospital")
    ties = {"board": board, "priority": priority, "measure": indicator}
    action = deliver.add_action("walks", paragraph=paragraph, timescale="September 2019", **ties)
    deliver.add_lead(action, organisation=trust)
    deliver.add_update(action, "walks-report")
    other = deliver.add_action("wells", source_plan=plan, state="dropped", closed_by_text="Done by others.", **ties)
    assert not ForwardItem.objects.exists()
    return SimpleNamespace(
        board=board, meeting=meeting, item=item, paragraph=paragraph, running=running, report=report, plan=plan,
        priority=priority, indicator=indicator, action=action, other=other, county=assess.COUNTY,
    )  # fmt: skip
