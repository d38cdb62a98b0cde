"""Search: words are split, endings cut, and answers ranked by what they hold."""

from hypothesis import given
from hypothesis import strategies as st

from moothall.kit.search import Found, cut_ending, rank, score, split_words


def found(title: str, text: str = "", kind: str = "Action") -> Found:
    return Found(title=title, text=text, url=f"/{title}/", kind=kind)


def test_small_words_are_left_out_of_a_question() -> None:
    assert split_words("Who leads the Housing priority?") == ["lead", "hous", "priorit"]


def test_a_question_of_small_words_alone_is_still_looked_for() -> None:
    assert split_words("who is who") == ["who", "is"]


def test_endings_are_cut_but_short_words_stay() -> None:
    assert [cut_ending(w) for w in ("decisions", "decided", "deciding", "air", "bus")] == [
        "decis",
        "decid",
        "decid",
        "air",
        "bus",
    ]


def test_an_answer_with_all_words_comes_before_one_that_repeats_a_single_word() -> None:
    hits = [found("Housing", "housing housing"), found("Lead of a plan", "for housing")]
    assert [h.title for h in rank(hits, ["hous", "lead"])] == ["Lead of a plan", "Housing"]


def test_what_holds_none_of_the_words_is_left_out() -> None:
    assert rank([found("Air quality")], ["hous"]) == []


@given(st.lists(st.text("abc def", min_size=1), max_size=6), st.lists(st.sampled_from(["abc", "def"]), min_size=1))
def test_ranking_is_stable_and_never_scores_below_nought(titles: list[str], words: list[str]) -> None:
    hits = [found(title) for title in titles]
    assert rank(hits, words) == rank(list(reversed(hits)), words)
    assert all(score(hit, words) >= 0 for hit in hits)


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    assert len(split_words(text)) <= 8
