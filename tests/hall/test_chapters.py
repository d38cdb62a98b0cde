"""Chapters and spotlights of a strategy: on its page and on that of the priority, and never seen before it is."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moothall.hall.acts import prepare_words
from moothall.hall.loader import export, load
from moothall.hall.models import ChapterIndex, ChapterPage
from moothall.kit.acts import get_operator
from moothall.kit.sheets import Report
from moothall.plan.models import Plan
from tests.deliver import made as deliver
from tests.govern import made as govern

pytestmark = pytest.mark.django_db
PAGE = "/chapters/{}/"
HEAD = 'title = "{title}"\nkind = "chapter"\nplan = "{plan}"\nlede = "In short, {title}."\n'


@pytest.fixture
def plan():
    prepare_words(by=get_operator())
    plan = deliver.make_plan(govern.make_board("mill"))
    deliver.make_priority(plan, 1)
    return plan


def write(folder, plan, name="foreword", more="", title="Zebra words"):
    """Load one chapter from a file; return what the loader said."""
    (folder / "words").mkdir(exist_ok=True)
    text = f"+++\n{HEAD.format(plan=plan, title=title)}{more}+++\n\nWe *thank* the okapi.\n"
    (folder / "words" / f"{name}.md").write_text(text, encoding="utf-8")
    report = Report()
    load(folder, by=get_operator(), report=report)
    return report


def read(path):
    answer = Client().get(path)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_a_chapter_stands_on_the_page_of_its_strategy_and_leads_back(plan, tmp_path):
    assert "chapters and spotlights" not in read(plan.get_absolute_url())
    assert write(tmp_path, plan.slug).problems == []
    shown = read(PAGE.format("foreword"))
    assert "Chapter of" in shown and f'href="{plan.get_absolute_url()}"' in shown
    assert "<em>thank</em>" in shown or "<i>thank</i>" in shown
    assert PAGE.format("foreword") in read(plan.get_absolute_url())
    assert PAGE.format("foreword") not in read(plan.priorities.get().get_absolute_url())


def test_a_spotlight_stands_on_the_page_of_its_priority_too(plan, tmp_path):
    priority = plan.priorities.get()
    write(tmp_path, plan.slug, more=f'priority = "{priority.slug}"\n')
    for path in (plan.get_absolute_url(), priority.get_absolute_url()):
        assert PAGE.format("foreword") in read(path), path
    shown = read(PAGE.format("foreword"))
    assert "Spotlight of" in shown and f'href="{priority.get_absolute_url()}"' in shown


def test_they_are_read_in_their_order_with_chapters_apart_from_spotlights_by_priority(plan, tmp_path):
    first, second = plan.priorities.get(), deliver.make_priority(plan, 2)
    write(tmp_path, plan.slug, "two", f'priority = "{second.slug}"\n', "Of two")
    write(tmp_path, plan.slug, "late", f'priority = "{first.slug}"\norder = 2\n', "Later")
    write(tmp_path, plan.slug, "soon", f'priority = "{first.slug}"\norder = 1\n', "Sooner")
    shown = read(plan.get_absolute_url())
    places = [shown.index(f'href="{PAGE.format(name)}"') for name in ("soon", "late", "two")]
    assert places == sorted(places)


def test_what_belongs_to_a_strategy_that_is_not_public_is_seen_nowhere(plan, tmp_path):
    write(tmp_path, plan.slug, more=f'priority = "{plan.priorities.get().slug}"\n')
    Plan.objects.filter(pk=plan.pk).update(published_on=None)
    assert read(PAGE.format("foreword")) == 404
    for path in ("/chapters/", "/search/?q=zebra", "/search/?q=okapi", "/sitemap.xml"):
        assert "foreword" not in read(path), path


def test_it_is_found_by_search_and_stands_in_the_list_and_the_sitemap(plan, tmp_path):
    write(tmp_path, plan.slug)
    for path in ("/chapters/", "/search/?q=okapi", "/sitemap.xml"):
        assert PAGE.format("foreword") in read(path), path


def test_a_list_of_fifty_asks_no_more_questions_than_one_of_two(plan, tmp_path):
    index = ChapterIndex.objects.get()

    def count():
        with CaptureQueriesContext(connection) as caught:
            assert Client().get("/chapters/").status_code == 200
        return len(caught)

    def add(number):
        page = ChapterPage(slug=f"c{number}", title=f"C {number}", plan=plan, priority=plan.priorities.get())
        ChapterIndex.objects.get(pk=index.pk).add_child(instance=page)

    add(1)
    add(2)
    count()
    few = count()
    for number in range(3, 24):
        add(number)
    assert count() == few


def test_an_export_loads_again_as_it_was(plan, tmp_path):
    write(tmp_path, plan.slug, more=f'page = "12"\npriority = "{plan.priorities.get().slug}"\norder = 3\n')
    held = tmp_path / "words" / "foreword.md"
    out = tmp_path / "out"
    export(out)
    ChapterPage.objects.get().delete()
    report = Report()
    load(out, by=get_operator(), report=report)
    assert report.problems == []
    page = ChapterPage.objects.get()
    assert (page.source_page, page.order, page.priority) == ("12", 3, plan.priorities.get())
    again = tmp_path / "again"
    export(again)
    assert (again / "words" / held.name).read_text() == (out / "words" / held.name).read_text()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('priority = "nothing"\n', "There is no public priority 'nothing'."),
        ("order = -1\n", "-1 is no place."),
        ("order = 1000\n", "1000 is no place."),
        ("order = true\n", "True is not of the right kind."),
        ('written_by = "The office"\n', "Only a plain page has this key."),
        ('kind = "news"\npublished_on = 2019-07-01\n', "Cannot overwrite a value"),
    ],
)
def test_a_file_that_will_not_do_is_refused(plan, tmp_path, more, sentence):
    report = write(tmp_path, plan.slug, more=more)
    assert [sentence in problem.reason for problem in report.problems] == [True], report.problems
    assert not ChapterPage.objects.exists()


def test_a_strategy_that_is_not_there_or_not_public_is_refused(plan, tmp_path):
    assert [p.reason for p in write(tmp_path, "nowhere").problems] == ["There is no public strategy 'nowhere'."]
    Plan.objects.filter(pk=plan.pk).update(published_on=None)
    assert [p.field for p in write(tmp_path, plan.slug).problems] == ["plan"]


def test_a_priority_of_another_strategy_is_refused(plan, tmp_path):
    other = deliver.make_plan(plan.board, "other")
    foreign = deliver.make_priority(other, 9)
    report = write(tmp_path, plan.slug, more=f'priority = "{foreign.slug}"\n')
    assert ["another strategy" in p.reason for p in report.problems] == [True], report.problems
    with pytest.raises(ValidationError, match="another strategy"):
        ChapterIndex.objects.get().add_child(instance=ChapterPage(slug="x", title="X", plan=plan, priority=foreign))


def test_the_first_sentence_stands_apart_from_the_title(plan, tmp_path):
    priority = plan.priorities.get()
    write(tmp_path, plan.slug, more=f'priority = "{priority.slug}"\n')
    for path in (plan.get_absolute_url(), priority.get_absolute_url()):
        assert "<p>In short, Zebra words.</p>" in read(path), path
