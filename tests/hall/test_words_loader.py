"""The words of a place as files: entered, refused with file and line, written back as they were."""

import shutil
from pathlib import Path

import pytest

from moothall.hall import loader
from moothall.hall.models import NewsPage, SitePage
from moothall.kit.acts import get_operator
from moothall.kit.models import AuditEntry
from moothall.kit.sheets import Report
from moothall.places.models import SourceDocument
from tests.deliver.made import make_plan, make_priority
from tests.govern.made import make_board

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gloucestershire-2019"
NEWS = """+++
title = "Snow has gone"
slug = "snow-has-gone"
kind = "news"
published_on = 2019-07-01
status = "invented"
because = "For a test."
+++

Roads are *clear*.
"""


def load(folder):
    report = Report()
    loader.load(folder, by=get_operator(), report=report)
    return report


def write(folder, text, name="snow.md"):
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / name).write_text(text, encoding="utf-8")


def test_a_place_without_words_still_gets_its_desk(tmp_path):
    assert load(tmp_path).problems == []
    assert loader.list_words("page") == []


def test_a_file_becomes_a_published_page_and_a_second_load_changes_nothing(tmp_path):
    write(tmp_path, NEWS)
    assert load(tmp_path).counts == {"words/snow.md": {"created": 1, "changed": 0, "same": 0}}
    page = NewsPage.objects.get()
    assert (page.title, page.live, str(page.published_on)) == ("Snow has gone", True, "2019-07-01")
    before = AuditEntry.objects.count()
    assert load(tmp_path).differences == []
    assert AuditEntry.objects.count() == before


def test_a_changed_file_changes_its_page_and_says_what(tmp_path):
    write(tmp_path, NEWS)
    load(tmp_path)
    write(tmp_path, NEWS.replace("Snow has gone", "Snow is back").replace("clear", "white"))
    differences = load(tmp_path).differences
    assert differences[0] == "~ newspage:snow-has-gone title: 'Snow has gone' → 'Snow is back'"
    assert len(differences) == 2
    assert "white" in NewsPage.objects.get().get_text()


def test_what_was_loaded_is_written_back_as_it_was(tmp_path):
    write(tmp_path, NEWS)
    load(tmp_path)
    loader.export(tmp_path / "out")
    assert (tmp_path / "out" / "words" / "snow.md").read_text() == NEWS


def test_the_examples_words_come_back_as_they_are(tmp_path):
    for path in sorted((EXAMPLE / "words").glob("*.md")):
        for key in [line.split('"')[1] for line in path.read_text().splitlines() if line.startswith("source =")]:
            SourceDocument.objects.get_or_create(key=key, defaults={"title": key})
    joint = make_plan(make_board("mill"), "joint-health-and-wellbeing-strategy")
    make_plan(joint.board, "safer-community-safety-strategy")
    make_priority(joint, slug="healthy-lifestyles")
    assert load(EXAMPLE).problems == []
    loader.export(tmp_path)
    names = sorted(path.name for path in (EXAMPLE / "words").glob("*.md"))
    assert sorted(path.name for path in (tmp_path / "words").glob("*.md")) == names
    for name in names:
        written = (tmp_path / "words" / name).read_text().splitlines(keepends=True)
        # How the strategy stood when its twin was checked is for the export alone to say.
        kept = "".join(line for line in written if not line.startswith("original = "))
        assert kept == (EXAMPLE / "words" / name).read_text(), name
    assert load(tmp_path).differences == []


def test_pages_made_on_the_desk_are_written_too_each_in_a_file_of_its_own(tmp_path):
    write(tmp_path, NEWS)
    write(
        tmp_path, NEWS.replace('kind = "news"', 'kind = "page"').replace('slug = "snow-has-gone"\n', ""), "snow-page.md"
    )
    load(tmp_path)
    for page in (*NewsPage.objects.all(), *SitePage.objects.all()):
        page.slug, page.file_name = "snow", ""
        page.save()
    loader.export(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out" / "words").iterdir()) == ["news-snow.md", "snow.md"]
    shutil.rmtree(tmp_path / "words")
    shutil.copytree(tmp_path / "out" / "words", tmp_path / "words")
    assert load(tmp_path).problems == []
    assert (NewsPage.objects.count(), SitePage.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("text", "line", "field", "said"),
    [
        ("Roads are clear.", 1, None, "no head"),
        ("+++\ntitle = Snow\n+++\n", 2, None, "Not TOML"),
        (NEWS.replace("slug =", "slugg ="), None, "slugg", "no such key"),
        (NEWS.replace('"Snow has gone"', "7"), None, "title", "not of the right kind"),
        (NEWS.replace("2019-07-01", '"1 July"'), None, "published_on", "not of the right kind"),
        (NEWS.replace("published_on = 2019-07-01\n", ""), None, "published_on", "needs its day"),
        (NEWS.replace('"news"', '"story"'), None, "kind", "no kind"),
        (NEWS.replace('"snow-has-gone"', '"Snow!"'), None, "slug", "no part of an address"),
        (NEWS.replace('title = "Snow has gone"\n', ""), None, "title", "missing"),
        (NEWS.replace('"Snow has gone"', '" "'), None, "title", "missing"),
        (NEWS.replace('because = "For a test."', 'source = "none"'), None, "source", "no document"),
        (NEWS.replace('because = "For a test."\n', ""), None, "source_because", "Say why"),
        (NEWS + "\n![a](b.png)\n", 12, None, "Pictures are put in on the words desk"),
        (NEWS + "\n# Title\n", 12, None, "Begin headings with ##"),
    ],
)
def test_a_faulty_file_is_refused_with_where_and_why_and_nothing_of_it_is_written(tmp_path, text, line, field, said):
    write(tmp_path, text)
    write(tmp_path, NEWS.replace("snow-has-gone", "fine"), "fine.md")
    (problem,) = load(tmp_path).problems
    assert (problem.file, problem.line, problem.field) == ("words/snow.md", line, field)
    assert said in problem.reason
    assert problem.fix
    assert [page.slug for page in NewsPage.objects.all()] == ["fine"]


def test_two_files_of_one_address_are_refused(tmp_path):
    write(tmp_path, NEWS, "a.md")
    write(tmp_path, NEWS, "b.md")
    (problem,) = load(tmp_path).problems
    assert (problem.file, problem.field) == ("words/b.md", "slug")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    write(tmp_path, NEWS)
    (tmp_path / "words" / "snow.md").write_bytes(NEWS.encode("utf-16"))
    (problem,) = load(tmp_path).problems
    assert "UTF-8" in problem.reason
