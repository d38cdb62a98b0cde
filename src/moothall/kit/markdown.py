"""Markdown as a place's files hold it, and the parts of a page that it becomes; both ways, pure.

Only what the words desk can show again is allowed: second-level headings, paragraphs, lists, quotes, bold, italic,
links. HTML in the text is text. A page's title is its only heading of the first level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

HEADING, PARAGRAPH, QUOTE = "heading", "paragraph", "quote"
_REFUSED = {
    "fence": "Blocks of code are not shown on pages. Write it as text.",
    "code_block": "Blocks of code are not shown on pages. Do not begin a line with four spaces.",
    "code_inline": "Code is not shown on pages. Write it as text.",
    "hr": "A line across the page is not shown. Use a heading.",
    "image": "Pictures are put in on the words desk, where their words for the blind are asked for.",
}
_LEFT_SIDE = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+*>](?=\s|$)|[-=]+(?=\s*$)|(\d+)([.)])(?=\s|$))", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One part of a page: a heading (plain text), or a paragraph or quote (HTML of p, ul, ol, li, b, i, a, br)."""

    kind: str
    value: str


class MarkdownError(Exception):
    """Something that a page cannot show, with its line in the text (from 1)."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def read_markdown(text: str) -> list[Part]:
    """Return the parts of a page.

    Raises:
        MarkdownError: it holds something that pages do not show.
    """
    reader = MarkdownIt("commonmark", {"html": False})
    tokens = reader.parse(text)
    _refuse_what_is_not_shown(tokens)
    return _join([part for group in _group(tokens) if (part := _make_part(reader, group)).value])


def _join(parts: Sequence[Part]) -> list[Part]:
    """Put runs together between which only something empty stood."""
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].kind == part.kind == PARAGRAPH:
            joined[-1] = Part(PARAGRAPH, joined[-1].value + part.value)
        else:
            joined.append(part)
    return joined


def _refuse_what_is_not_shown(tokens: Sequence[Token]) -> None:
    line, quoting = 1, False
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        for inner in (token, *(token.children or ())):
            if inner.type in _REFUSED:
                raise MarkdownError(line, _REFUSED[inner.type])
        if token.type == "heading_open" and (token.tag != "h2" or token.level):
            raise MarkdownError(line, "Begin headings with ## at the left edge: the title is the only one above them.")
        if token.type == "blockquote_open" and token.level:
            raise MarkdownError(line, "A quote stands by itself, not inside a list or another quote.")
        if token.type in ("bullet_list_open", "ordered_list_open") and quoting:
            raise MarkdownError(line, "A list is not shown inside a quote.")
        quoting = token.type == "blockquote_open" or (quoting and token.type != "blockquote_close")


def _group(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each heading, each quote, and each run of paragraphs and lists between them."""
    run: list[Token] = []
    for group in _split_blocks(tokens):
        if group[0].type in ("heading_open", "blockquote_open"):
            if run:
                yield run
                run = []
            yield group
        else:
            run += group
    if run:
        yield run


def _split_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _make_part(reader: MarkdownIt, tokens: list[Token]) -> Part:
    if tokens[0].type == "heading_open":
        words = ((inner.content or " ") for inner in tokens[1].children or () if inner.type in ("text", "softbreak"))
        return Part(HEADING, " ".join("".join(words).split()))
    kind = QUOTE if tokens[0].type == "blockquote_open" else PARAGRAPH
    inside = tokens[1:-1] if kind == QUOTE else tokens
    for token in inside:
        if token.type.startswith("paragraph_") and token.level >= 2 and kind == PARAGRAPH:
            token.hidden = True  # a list is as close together as the words desk shows it
    html = reader.renderer.render(inside, reader.options, {})
    html = re.sub(r"<(/?)strong>", r"<\1b>", html)
    html = re.sub(r"<(/?)em>", r"<\1i>", html).replace("<br />", "<br/>")
    # White space between two elements of a block says nothing; inside a paragraph a line break is kept.
    html = re.sub(r"\n*<(/?(?:p|ul|ol|li))(?: [^>]*)?>\n*", r"<\1>", html).strip()
    return Part(kind, _drop_empty(html))


def _drop_empty(html: str) -> str:
    """Return the HTML without paragraphs, items and lists in which nothing stands, and line breaks at their ends."""
    html = re.sub(r" +\n", "\n", html).replace("<br/>\n", "<br/>")
    while (
        less := re.sub(r"<(p|ul|ol|li|b|i)></\1>|(?<=<p>)<br/>|(?<=<li>)<br/>|<br/>(?=</(?:p|li)>)", "", html)
    ) != html:
        html = less
    return html


def write_markdown(parts: Sequence[Part]) -> str:
    """Return the Markdown that ``read_markdown`` turns into the same parts."""
    return "\n\n".join(_write_part(part) for part in parts) + "\n" if parts else ""


def _write_part(part: Part) -> str:
    """Write a part without escapes where it reads back the same, with them where it does not."""
    plain = _write(part, escaped=False)
    try:
        same = read_markdown(plain) == [part]
    except MarkdownError:
        same = False
    return plain if same else _write(part, escaped=True)


def _write(part: Part, *, escaped: bool) -> str:
    if part.kind == HEADING:
        return "## " + (re.sub(r"(#+)$", r"\\\1", _escape(part.value)) if escaped else part.value)
    writer = _Writer(escaped=escaped)
    writer.feed(part.value)
    writer.close()
    text = writer.finish()
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if part.kind == QUOTE else text


def _escape(text: str) -> str:
    marked = re.sub(r"([\\`*_\[\]<>&])", r"\\\1", text)
    return _LEFT_SIDE.sub(lambda found: f"{found[1]}{_escape_start(found)}", marked)


def _escape_start(found: re.Match[str]) -> str:
    if found[3]:
        return f"{found[3]}\\{found[4]}"
    return f"\\{found[2]}"


class _Writer(HTMLParser):
    """Turns the HTML of one part back into Markdown."""

    def __init__(self, *, escaped: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.escaped = escaped
        self.blocks: list[str] = []
        self.text: list[str] = []
        self.lists: list[tuple[str, int]] = []
        self.items: list[str] = []
        self.before = ""  # the mark of the list that stands just above, which must not run into this one
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._end_item_text()
            self.lists.append((tag, 0))
        elif tag == "li":
            kind, count = self.lists.pop()
            self.lists.append((kind, count + 1))
        elif tag in ("b", "strong"):
            self.text.append("**")
        elif tag in ("i", "em"):
            self.text.append("*")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.text.append("[")
        elif tag == "br":
            self.text.append("\\\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and not self.lists:
            self._end_block()
        elif tag == "li":
            self._end_item_text()
        elif tag in ("ul", "ol"):
            kind, _ = self.lists.pop()
            if not self.lists:
                self.blocks.append("\n".join(self.items))
                self.items = []
                self.before = self._mark_of(kind)
        elif tag in ("b", "strong"):
            self.text.append("**")
        elif tag in ("i", "em"):
            self.text.append("*")
        elif tag == "a":
            self.text.append(f"]({self.links.pop()})")

    def handle_data(self, data: str) -> None:
        self.text.append(_escape(data) if self.escaped else data)

    def _end_item_text(self) -> None:
        if not self.lists or not self.text:
            return
        kind, count = self.lists[-1]
        bullet = self._mark_of(self.lists[0][0]) if len(self.lists) == 1 else ("-" if kind == "ul" else ".")
        mark = f"{bullet} " if kind == "ul" else f"{count}{bullet} "
        indent = "".join("  " if outer == "ul" else " " * len(f"{at}. ") for outer, at in self.lists[:-1])
        lines = "".join(self.text).strip().split("\n")
        self.items.append(
            "\n".join([indent + mark + lines[0], *(indent + " " * len(mark) + line for line in lines[1:])])
        )
        self.text = []

    def _mark_of(self, kind: str) -> str:
        first, other = ("-", "*") if kind == "ul" else (".", ")")
        return other if self.before == first else first

    def _end_block(self) -> None:
        text = "".join(self.text).strip()
        self.text = []
        if text:
            self.blocks.append(text)
            self.before = ""

    def finish(self) -> str:
        """Return the Markdown."""
        self._end_block()
        return "\n\n".join(self.blocks)


def strip_html(html: str) -> str:
    """Return the text of a part's HTML, for search."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def text_as_html(text: str) -> str:
    """Return plain text as one paragraph of HTML."""
    return f"<p>{escape(text, quote=False)}</p>"
