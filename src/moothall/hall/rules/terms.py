"""Explaining abbreviations in a page: the first of each on the page becomes a link to the glossary. Pure.

One pass from left to right over the tags of ``<main>``, so that a page costs as much as it is long.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

# A tag with its attributes: quoted values may hold anything. Possessive, so that nothing is ever tried twice.
_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'">])*+>""")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_UNSEEN = re.compile(r"""\saria-hidden="true"|\shidden[\s>]|nhsuk-u-visually-hidden""")
_BEGIN, _END = '<main id="maincontent"', "</main>"
# What is a name, does something by itself, is not prose, or would hold a link in a link.
CLOSED = frozenset(
    {
        "a", "abbr", "button", "caption", "code", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "label", "legend", "math",
        "option", "pre", "samp", "script", "select", "style", "summary", "svg", "template", "textarea", "th", "title",
    }
)  # fmt: skip
_ALONE = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(frozen=True)
class Term:
    """An abbreviation: how it may be spelt, what it means, and the address that says more."""

    forms: tuple[str, ...]
    meaning: str
    href: str


def explain(page: str, terms: Sequence[Term]) -> str:
    """Return a page of HTML in which the first of each term inside ``<main>`` links to what it means.

    Nothing is changed in headings, links, buttons, code, attributes, or what is not seen; a page that does not hold a
    term comes back as it was.
    """
    start, end = page.find(_BEGIN), page.rfind(_END)
    if start < 0 or end < start:
        return page
    main = page[start:end]
    wanted = {escape(form): term for term in terms for form in term.forms if escape(form) in main}
    if not wanted:
        return page
    return page[:start] + _explain_part(main, wanted) + page[end:]


def _explain_part(main: str, wanted: Mapping[str, Term]) -> str:
    left = dict(wanted)
    pieces: list[str] = []
    at, closed, depth = 0, "", 0  # depth: how many elements of the name ``closed`` are open
    while left:
        begins = main.find("<", at)
        text = main[at:] if begins < 0 else main[at:begins]
        pieces.append(text if closed or not text else _link_first(text, left))
        at = len(main) if begins < 0 else begins
        tag = _find_tag(main, at)
        if not tag:  # the end, or something that is no tag: the rest stays as it is
            break
        closed, depth = _step(tag, closed, depth)
        pieces.append(tag)
        at += len(tag)
    pieces.append(main[at:])
    return "".join(pieces)


def _find_tag(main: str, at: int) -> str:
    """Return the tag or comment that begins at a place, or nothing where it does not end."""
    if main.startswith("<!--", at):
        ends = main.find("-->", at)
        return main[at : ends + 3] if ends >= 0 else ""
    tag = _TAG.match(main, at)
    return tag[0] if tag else ""


def _step(tag: str, closed: str, depth: int) -> tuple[str, int]:
    """Return, after a tag, the name of the element inside which nothing is changed, and how many of it are open."""
    found = _NAME.match(tag)
    if found is None:
        return closed, depth
    name = found[1].lower()
    if closed:
        if name == closed and not tag.endswith("/>"):
            depth += -1 if tag[1] == "/" else 1
        return (closed, depth) if depth else ("", 0)
    if tag[1] == "/" or name in _ALONE or tag.endswith("/>"):
        return "", 0
    return (name, 1) if name in CLOSED or _UNSEEN.search(tag) else ("", 0)


def _link_first(text: str, left: dict[str, Term]) -> str:
    """Return a run of text with each term that was not met yet as a link; takes those out of ``left``."""
    here = [form for form in left if form in text]
    if not here:
        return text
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(here, key=len, reverse=True)))})(?!\w)")
    return pattern.sub(lambda hit: _link(hit[0], left), text)


def _link(form: str, left: dict[str, Term]) -> str:
    term = left.get(form)
    if term is None:  # met a moment ago
        return form
    for other in term.forms:
        left.pop(escape(other), None)
    return f'<a href="{escape(term.href)}"><abbr title="{escape(term.meaning)}">{form}</abbr></a>'
