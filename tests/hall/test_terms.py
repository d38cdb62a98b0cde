"""Abbreviations are explained once a page, where a reader reads, and nowhere else; a slow reader of HTML agrees."""

import time
from html import escape
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.hall.rules.terms import CLOSED, Term, explain

ACES = Term(("ACEs", "ACE"), "Adverse Childhood Experiences", "/glossary/#aces")
CSE = Term(("CSE",), "Child & “Sexual” Exploitation", "/glossary/#cse")
TERMS = (ACES, CSE)
VOID = {"br", "hr", "img", "input", "wbr"}


def page(main: str) -> str:
    return f'<title>ACEs</title><p>ACE</p><main id="maincontent">{main}</main><footer>CSE</footer>'


def link(term: Term, form: str) -> str:
    return f'<a href="{escape(term.href)}"><abbr title="{escape(term.meaning)}">{form}</abbr></a>'


class SlowReader(HTMLParser):
    """The obvious twin: reads every tag with the standard library's parser, and every letter of every text."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        super().__init__(convert_charrefs=False)
        self.left = {form: term for term in terms for form in term.forms}
        self.open: list[tuple[str, bool]] = []
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.out.append(self.get_starttag_text() or "")
        told = dict(attrs)
        unseen = told.get("aria-hidden") == "true" or "hidden" in told
        unseen = unseen or "nhsuk-u-visually-hidden" in (told.get("class") or "")
        if tag not in VOID:
            self.open.append((tag, tag in CLOSED or unseen))

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_data(self, data: str) -> None:
        self.out.append(data if any(closed for _, closed in self.open) else self.read(data))

    def read(self, text: str) -> str:
        said, at = "", 0
        while at < len(text):
            forms = sorted((form for form in self.left if text.startswith(form, at)), key=len, reverse=True)
            whole = [form for form in forms if self.is_whole(text, at, at + len(form))]
            if not whole:
                said, at = said + text[at], at + 1
                continue
            term = self.left[whole[0]]
            self.left = {form: other for form, other in self.left.items() if other is not term}
            said, at = said + link(term, whole[0]), at + len(whole[0])
        return said

    @staticmethod
    def is_whole(text: str, start: int, end: int) -> bool:
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        return not any(letter.isalnum() or letter == "_" for letter in before + after)


def read_slowly(main: str) -> str:
    reader = SlowReader(TERMS)
    reader.feed(main)
    reader.close()
    return "".join(reader.out)


def explain_main(main: str) -> str:
    whole = explain(page(main), TERMS)
    before, after = page("|").split("|")
    assert whole.startswith(before), "what stands before the content changed"
    assert whole.endswith(after), "what stands after the content changed"
    return whole[len(before) : len(whole) - len(after)]


def test_the_first_of_each_term_leads_to_the_glossary_and_says_what_it_means() -> None:
    said = explain_main("<p>ACEs and CSE, and more ACEs; an ACE too.</p><p>CSE</p>")
    assert said == f"<p>{link(ACES, 'ACEs')} and {link(CSE, 'CSE')}, and more ACEs; an ACE too.</p><p>CSE</p>"
    assert "Child &amp; “Sexual” Exploitation" in said


def test_headings_links_buttons_code_and_what_is_unseen_stay_as_they_are() -> None:
    for main in (
        "<h2>ACEs</h2>", '<a href="/x/">ACEs</a>', "<button>ACEs</button>", "<code>ACEs</code>", "<th>ACEs</th>",
        "<summary>ACEs</summary>", "<svg><text>ACEs</text></svg>", "<label>ACEs</label>", '<img alt="ACEs">',
        '<i aria-hidden="true">ACEs</i>', '<i class="nhsuk-u-visually-hidden">ACEs</i>', "<p hidden>ACEs</p>",
        '<a href="/x/"><span>ACEs</span></a>', '<div title="ACEs > CSE"></div>', "<textarea>ACEs</textarea>",
    ):  # fmt: skip
        assert explain_main(main) == main
        assert explain_main(f"{main}<p>ACEs</p>") == f"{main}<p>{link(ACES, 'ACEs')}</p>"


def test_a_term_is_a_whole_word_in_its_own_capitals() -> None:
    for word in ("PLACES", "aces", "ACEsx", "1ACE", "ACE_", "FACE"):
        assert explain_main(f"<p>{word}</p>") == f"<p>{word}</p>"
    assert explain_main("<p>(ACE-aware)</p>") == f"<p>({link(ACES, 'ACE')}-aware)</p>"


def test_a_page_without_content_or_terms_is_left_alone() -> None:
    assert explain("<p>ACEs</p>", TERMS) == "<p>ACEs</p>"
    assert explain(page("<p>ACEs</p>"), ()) == page("<p>ACEs</p>")


WORDS = st.sampled_from(["ACEs", "ACE", "CSE", "a CSE", "FACE", "&amp;", "&lt;ACEs", " ", "x", "ACE CSE", "-ACEs-"])
TAGS = st.sampled_from(["p", "a", "h2", "b", "code", "span", "td", "th", "li"])
ATTRIBUTES = st.sampled_from(
    ["", ' title="ACEs > x"', ' aria-hidden="true"', ' class="nhsuk-u-visually-hidden"', " hidden"]
)


PIECES = st.one_of(WORDS, st.just("<br>"), st.tuples(TAGS, ATTRIBUTES), st.none())


def build(pieces: list[Any]) -> str:
    """Return well-formed HTML: a pair opens an element, None closes the newest, words stand as they are."""
    out, opened = [], []
    for piece in pieces:
        if isinstance(piece, tuple):
            out.append(f"<{piece[0]}{piece[1]}>")
            opened.append(piece[0])
        elif piece is None:
            out.append(f"</{opened.pop()}>" if opened else "")
        else:
            out.append(piece)
    return "".join([*out, *(f"</{name}>" for name in reversed(opened))])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_the_slow_reader_agrees(pieces: list[Any]) -> None:
    main = build(pieces)
    assert explain_main(main) == read_slowly(main)


@settings(deadline=None)
@given(st.text("<>&\"'/!-=ACEs CSEab\n", max_size=200))
def test_hostile_text_gains_nothing_but_whole_links(main: str) -> None:
    said = explain_main(main)
    for form in ("ACEs", "ACE", "CSE"):
        for term in TERMS:
            said = said.replace(link(term, form), form)
    assert said == main


def test_a_page_costs_as_much_as_it_is_long() -> None:
    """Measured in CPU time: four times the length costs some four times as much, where a squared cost is sixteen."""
    hostile = ('<p "', "<", "<!--", "<a>", "<p>CSEx ACEx</p>")

    def measure(times: int) -> float:
        began = time.process_time()
        for piece in hostile:
            explain_main(f"{piece * times} ACEs CSE")
        return time.process_time() - began

    assert measure(80_000) < 10 * min(measure(20_000) for _ in range(2))
