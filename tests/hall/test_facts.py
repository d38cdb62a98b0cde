"""How we know: a paper's page lists every visible record that cites it, grouped and linked; no other is counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moothall.hall.facts import Facts, find_page, list_kinds
from moothall.hall.queries import CITING
from moothall.kit import clock
from moothall.places.models import Cited, SourceDocument
from tests.assess import made as assess
from tests.deliver import made as deliver
from tests.govern import made as govern

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


@pytest.fixture
def example(example_place: Any, settings: Any) -> Any:
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)
    return example_place


@pytest.fixture
def paper() -> SourceDocument:
    return SourceDocument.objects.create(key="paper", title="The paper")


def cite(record: Any, paper: SourceDocument) -> Any:
    type(record).objects.filter(pk=record.pk).update(source=paper, source_page="7")
    return record


def main_of(client: Client, path: str) -> BeautifulSoup:
    caches["pages"].clear()
    answer = client.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content.decode(), "html.parser").main


def test_every_kind_of_record_that_cites_is_counted() -> None:
    every = {
        model
        for model in apps.get_models()
        if issubclass(model, Cited) and model.__module__.startswith("moothall.") and "Historical" not in model.__name__
    }
    assert sorted(model.__name__ for model in every - {model for model, _ in CITING}) == []


def test_each_paper_of_the_example_lists_all_that_is_taken_from_it(client: Client, example: Any) -> None:
    for document in SourceDocument.objects.all():
        wanted = {
            (model._meta.model_name, pk)
            for model, _ in CITING
            for pk in model.objects.visible_to(ANYBODY).filter(source=document).values_list("pk", flat=True)
        }
        facts = Facts(ANYBODY, document, list_kinds(ANYBODY, document))
        assert len(facts) == len(wanted)
        found = [
            (fact.kind, fact.record.pk) for start in range(0, len(facts), 25) for fact in facts[start : start + 25]
        ]
        assert len(found) == len(set(found))
        assert set(found) == wanted


def test_facts_are_grouped_linked_and_turned_page_by_page(client: Client, example: Any) -> None:
    main = main_of(client, "/sources/minutes-2019-05-14/")
    headings = [tag.get_text() for tag in main.find_all("h3")]
    assert headings
    assert len(headings) == len(set(headings))
    assert main.select_one(".mh-pages")
    assert len(main.select(".mh-list > li")) == 25
    kinds = {str(a["href"]) for a in main.select(".mh-chosen a")}
    assert "/sources/minutes-2019-05-14/?kind=minuteparagraph#facts" in kinds
    listed = main_of(client, "/sources/minutes-2019-05-14/?kind=minuteparagraph&page=2")
    links = [str(a["href"]) for a in listed.select(".mh-list > li a")]
    assert len(links) == 4
    assert all("/minutes/" in link for link in links)
    assert "Inferred from the source: " in main_of(client, "/sources/minutes-2019-05-14/?kind=post").get_text()


def test_what_nobody_may_see_is_neither_listed_nor_counted(client: Client, paper: SourceDocument) -> None:
    made = deliver.make_all()
    cite(made.action, paper)
    cite(deliver.add_action("plover", board=made.board, paragraph=made.paragraph, publicity="exempt"), paper)
    hidden = deliver.make_plan(made.board, "drafted", published_on=None, title="Curlew plan")
    cite(hidden, paper)
    cite(deliver.make_priority(hidden, 1, title="Dunlin"), paper)
    item = govern.add_item(made.meeting, "90", "Knots", publicity="exempt")
    cite(item, paper)
    cite(govern.add_paragraph(item, "90", "Sanderlings."), paper)
    assess.make_place()
    ahead = assess.add_release("ahead", published_at=clock.now() + timedelta(days=1))
    cite(assess.add_value(assess.add_indicator("avocets"), 73.9, (73.0, 74.8), release=ahead), paper)
    text = main_of(client, "/sources/paper/").get_text(" ")
    assert "1 action" in text
    assert "1 fact" in text
    for word in ("plover", "Curlew", "Dunlin", "Knots", "Sanderling", "vocet", "73.9"):
        assert word.lower() not in text.lower()
    assert [kind.key for kind in list_kinds(ANYBODY, paper)] == ["action"]


def test_a_kind_that_is_none_shows_all_and_a_paper_that_is_none_is_not_found(client: Client, paper: Any) -> None:
    deliver.make_all()
    assert "Nothing that you can see" in main_of(client, "/sources/paper/?kind=user").get_text()
    assert client.get("/sources/other/").status_code == 404


def test_a_page_of_facts_asks_as_often_at_50_as_at_one(client: Client, paper: SourceDocument) -> None:
    made = deliver.make_all()
    costs = []
    for n in range(50):
        seat = govern.add_seat(made.board, f"seat-{n}", "river", holder=f"person-{n}")
        cite(seat, paper)
        if n in (0, 49):
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as counted:
                client.get("/sources/paper/")
            costs.append(len(counted))
    assert costs[0] == costs[1] <= 20


def test_a_record_without_a_page_is_shown_by_the_page_of_what_it_belongs_to(example: Any) -> None:
    lost = []
    for model, _ in CITING:
        record = model.objects.first()
        if record is not None and not find_page(record):
            lost.append(model.__name__)
    assert lost == []
