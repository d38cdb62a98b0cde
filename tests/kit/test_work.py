"""My work: what stages add to it, in order, and the scopes that they offer."""

from datetime import date

import pytest

from moothall.kit import scopes, work
from moothall.kit.models import User
from moothall.kit.work import WorkRow, list_work


@pytest.fixture
def no_listers(monkeypatch):
    monkeypatch.setattr(work, "_listers", [])


def test_rows_stand_under_their_section_those_due_first_on_top(no_listers):
    rows = [WorkRow("b", "/b/"), WorkRow("c", "/c/", due=date(2019, 8, 1)), WorkRow("a", "/a/", due=date(2019, 7, 1))]
    work.register("mine", lambda user: rows)
    work.register("asked", lambda user: [WorkRow("d", "/d/")])
    asked, mine = list_work(User())
    assert (asked.title, mine.title) == ("What you are asked", "What is yours")
    assert [row.title for row in mine.rows] == ["a", "c", "b"]


def test_a_section_without_rows_is_left_out(no_listers):
    work.register("late", lambda user: [])
    assert list_work(User()) == []


def test_a_lister_is_asked_once_however_often_it_registers(no_listers):
    def lister(user):
        return [WorkRow("a", "/a/")]

    work.register("mine", lister)
    work.register("mine", lister)
    assert len(list_work(User())[0].rows) == 1


def test_a_section_that_does_not_exist_is_refused(no_listers):
    with pytest.raises(KeyError):
        work.register("other", lambda user: [])


def test_scopes_are_offered_by_kind_after_the_whole_place(monkeypatch):
    monkeypatch.setattr(scopes, "_listers", {})
    scopes.register("board", "Board", lambda: [("board:a", "A board")])
    scopes.register("organisation", "Organisation", list)
    assert scopes.list_choices() == [("", "The whole place"), ("Board", [("board:a", "A board")])]
    assert scopes.name_scopes() == {"": "The whole place", "board:a": "A board"}
