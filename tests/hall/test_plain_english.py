"""The plain-English twin of a strategy: linked both ways, with who wrote it, and when it was checked."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from moothall.hall.acts import prepare_words
from moothall.hall.loader import export, load
from moothall.hall.models import PlainIndex, PlainPage
from moothall.kit.acts import get_operator
from moothall.kit.sheets import Report
from moothall.plan.models import Plan, Priority
from tests.deliver import made as deliver
from tests.govern import made as govern

pytestmark = pytest.mark.django_db
TWIN = "/plain-english/our-plan/"
STALE = "has been changed since"
HEAD = 'title = "Our plan, plainly"\nslug = "our-plan"\nkind = "plain"\nplan = "{plan}"\nwritten_by = "The office"\n'


@pytest.fixture
def plan():
    prepare_words(by=get_operator())
    plan = deliver.make_plan(govern.make_board("mill"))
    deliver.make_priority(plan, 1)
    return plan


def write(folder, plan, more="checked_on = 2019-07-01\n", said="We want *less* worry."):
    """Load one plain page from a file; return what the loader said."""
    (folder / "words").mkdir(exist_ok=True)
    text = f"+++\n{HEAD.format(plan=plan)}{more}+++\n\n{said}\n"
    (folder / "words" / "plain.md").write_text(text, encoding="utf-8")
    report = Report()
    load(folder, by=get_operator(), report=report)
    return report


def read(path=TWIN):
    answer = Client().get(path)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_a_strategy_and_its_twin_lead_to_each_other(plan, tmp_path):
    assert TWIN not in read(plan.get_absolute_url())
    write(tmp_path, plan.slug)
    shown = read()
    assert f'href="{plan.get_absolute_url()}"' in shown
    assert "written by The office" in shown
    assert "last checked against the strategy on" in shown and "1 July 2019" in shown
    assert STALE not in shown
    original = read(plan.get_absolute_url())
    assert f'href="{TWIN}"' in original and "written by The office" in original


def change_vision(plan):
    Plan.objects.filter(pk=plan.pk).update(vision="Other words")


def change_priority(plan):
    Priority.objects.filter(plan=plan).update(aim="Another aim")


def add_priority(plan):
    deliver.make_priority(plan, 2)


@pytest.mark.parametrize("change", [change_vision, change_priority, add_priority])
def test_both_pages_say_so_when_the_original_has_changed_since(plan, tmp_path, change):
    write(tmp_path, plan.slug)
    change(plan)
    assert STALE in read() and STALE in read(plan.get_absolute_url())
    write(tmp_path, plan.slug)
    assert STALE in read(), "to load the same file again is no check"
    write(tmp_path, plan.slug, said="We want no worry.")
    assert "no worry" in read() and STALE in read(), "nor are other words of its own"
    write(tmp_path, plan.slug, "checked_on = 2019-07-02\n")
    assert STALE not in read() and STALE not in read(plan.get_absolute_url())


def test_what_is_no_word_of_the_strategy_does_not_make_its_twin_old(plan, tmp_path):
    write(tmp_path, plan.slug)
    Plan.objects.filter(pk=plan.pk).update(version=7, fresh_days=10)
    assert STALE not in read()


def test_one_that_nobody_checked_says_so(plan, tmp_path):
    write(tmp_path, plan.slug, "")
    assert "Nobody has checked it against the strategy yet" in read()


def test_the_twin_of_a_strategy_that_is_not_public_is_seen_nowhere(plan, tmp_path):
    write(tmp_path, plan.slug)
    Plan.objects.filter(pk=plan.pk).update(published_on=None)
    assert read() == 404
    for path in ("/plain-english/", "/search/?q=plainly", "/sitemap.xml"):
        assert "our-plan" not in read(path), path


def test_it_is_found_by_search_and_stands_in_the_list_and_the_sitemap(plan, tmp_path):
    write(tmp_path, plan.slug)
    for path in ("/plain-english/", "/search/?q=plainly", "/sitemap.xml"):
        assert TWIN in read(path), path


def test_an_export_holds_how_the_strategy_stood_when_it_was_checked(plan, tmp_path):
    write(tmp_path, plan.slug)
    change_vision(plan)
    out = tmp_path / "out"
    export(out)
    PlainPage.objects.get().delete()
    report = Report()
    load(out, by=get_operator(), report=report)
    assert report.problems == []
    assert STALE in read()
    again = tmp_path / "again"
    export(again)
    held = [(folder / "words" / "plain.md").read_text() for folder in (out, again)]
    assert held[0] == held[1]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('plan = "{plan}"', 'plan = "nowhere"', "There is no public strategy 'nowhere'."),
        ('written_by = "The office"', 'written_by = " "', "Nobody is named."),
        ('kind = "plain"', 'kind = "page"', "Only a plain page or a chapter has this key."),
    ],
)
def test_a_file_that_will_not_do_is_refused(plan, tmp_path, monkeypatch, old, new, sentence):
    monkeypatch.setattr(f"{__name__}.HEAD", HEAD.replace(old, new))
    report = write(tmp_path, plan.slug)
    assert [problem.reason for problem in report.problems] == [sentence]
    assert not PlainPage.objects.exists()


def test_nobody_can_write_about_a_strategy_that_is_not_public_or_check_it_tomorrow(plan):
    page = PlainPage(slug="a", title="A", plan=plan, written_by="The office", checked_on=date(2100, 1, 1))
    with pytest.raises(ValidationError, match="yet to come"):
        PlainIndex.objects.get().add_child(instance=page)
    Plan.objects.filter(pk=plan.pk).update(published_on=None)
    page.checked_on = None
    with pytest.raises(ValidationError, match="plan"):
        PlainPage(slug="b", title="B", plan=plan, written_by="The office", path="1", depth=1).full_clean()
