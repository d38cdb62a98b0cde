"""Reads one page of the site and finds what is wrong with it; knows HTML and nothing of Moothall's own code."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

HOST = "http://testserver"
# Words by themselves that say a program spoke where a person should have.
PROGRAM_WORDS = re.compile(r"(?<![\w-])(None|undefined|nan|NaN|NaT|null|\[object \w+\]|\{\{|\}\}|\{%|%\})(?![\w-])")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNSEEN = ("script", "style", "template", "noscript", "code")


@dataclass
class Page:
    """One answer of the site: its address (path and query), status, type and body, and how many clicks lead to it."""

    address: str
    status: int
    kind: str
    body: bytes
    clicks: int = 0
    route: str = ""
    came_from: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, object]:
        """Leave out what was only read off the body."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def is_html(self) -> bool:
        return self.kind.startswith("text/html")

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.body.decode(), "html.parser")

    @cached_property
    def title(self) -> str:
        return " ".join(self.soup.title.get_text().split()) if self.soup.title else ""

    @cached_property
    def heading(self) -> str:
        return " ".join(self.soup.h1.get_text(" ").split()) if self.soup.h1 else ""

    @cached_property
    def ids(self) -> set[str]:
        return {str(tag["id"]) for tag in self.soup.find_all(id=True)}

    @cached_property
    def links(self) -> list[str]:
        """Where its links lead, as whole addresses, in their order."""
        return [urljoin(HOST + self.address, str(a["href"])) for a in self.soup.find_all("a", href=True)]

    @cached_property
    def parts(self) -> list[str]:
        """What it loads by itself: styles, scripts, pictures."""
        found = [*self.soup.find_all(["img", "script"], src=True), *self.soup.find_all("link", href=True)]
        return [urljoin(HOST + self.address, str(tag.get("src") or tag.get("href"))) for tag in found]


def is_own(address: str) -> bool:
    """Tell whether a whole address is one of the site's."""
    return address.startswith(HOST + "/")


def cut_host(address: str) -> str:
    """Return path and query of one of the site's own addresses."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


# --- what may be wrong with one page ---------------------------------------------------------------------------------


def find_faults(page: Page, place: str) -> list[str]:
    """Return a sentence for each thing that is wrong with a page in itself."""
    return [f"{page.address}: {fault}" for check in CHECKS for fault in check(page, place)]


def judge_title(page: Page, place: str) -> Iterator[str]:
    title = page.title.removeprefix("Error: ")
    if len(page.soup.find_all("title")) - len(page.soup.select("svg title")) != 1:
        yield "has not exactly one title"
    if page.path == "/":
        if not title.startswith(f"{place} – "):
            yield f"the home page's title does not begin with the place: {title}"
    elif not re.fullmatch(rf"\S.* – {re.escape(place)}", title):
        yield f"its title is not of the form “X – {place}”: {title}"
    elif page.heading and not says_the_same(page, title):
        yield f"its title “{title}” and its heading “{page.heading}” name different things"


def says_the_same(page: Page, title: str) -> bool:
    """Tell whether the title begins with what the heading says, or the heading ends with it (after a caption)."""
    own = re.split(r" – | \(", title, maxsplit=1)[0].lower()
    return own in page.heading.lower()


def judge_heading(page: Page, place: str) -> Iterator[str]:
    headings = page.soup.find_all("h1")
    if len(headings) != 1:
        yield f"has {len(headings)} headings of the first level"
    last = 1
    for tag in page.soup.main.find_all(HEADINGS) if page.soup.main else ():
        level = int(tag.name[1])
        if level > last + 1:
            yield f"jumps from a heading of level {last} to “{tag.get_text(strip=True)}” of level {level}"
        if not tag.get_text(strip=True):
            yield "has a heading without words"
        last = level


def judge_language(page: Page, place: str) -> Iterator[str]:
    if page.soup.html is None or page.soup.html.get("lang") != "en-GB":
        yield "does not say its language"


def judge_landmarks(page: Page, place: str) -> Iterator[str]:
    for name in ("header", "main", "footer"):
        if len(page.soup.find_all(name)) != 1:
            yield f"has not exactly one {name}"
    skip = page.soup.body.find("a") if page.soup.body else None
    if not isinstance(skip, Tag) or str(skip.get("href", ""))[1:] not in page.ids:
        yield "its first link does not skip to its content"
    if not page.soup.find("link", rel="icon"):
        yield "has no icon"
    for ident, count in Counter(str(tag["id"]) for tag in page.soup.find_all(id=True)).items():
        if count > 1:
            yield f"the id {ident} stands {count} times"


def judge_breadcrumb(page: Page, place: str) -> Iterator[str]:
    trail = page.soup.find("nav", attrs={"aria-label": "Breadcrumb"})
    if page.path == "/":
        if trail is not None:
            yield "the home page has a breadcrumb"
        return
    hrefs = [str(a["href"]) for a in trail.find_all("a", href=True)] if isinstance(trail, Tag) else []
    if hrefs[:1] != ["/"]:
        yield "has no breadcrumb that begins at the home page"
    if page.address in hrefs:
        yield "its breadcrumb links to itself"


def judge_words(page: Page, place: str) -> Iterator[str]:
    for text in list_visible_texts(page.soup):
        found = PROGRAM_WORDS.search(text)
        if found:
            yield f"shows “{found[0]}” in “{' '.join(text.split())[:80]}”"


def list_visible_texts(soup: BeautifulSoup) -> Iterator[str]:
    """Yield each run of words that a reader sees or hears, with what pictures and boxes say."""
    body = soup.body or soup
    for text in body.find_all(string=True):
        if text.find_parent(UNSEEN) is None and type(text).__name__ == "NavigableString" and text.strip():
            yield str(text)
    for name in ("alt", "aria-label", "title", "placeholder"):
        yield from (str(tag[name]) for tag in body.find_all(attrs={name: True}))
    for tag in body.find_all("input", value=True):
        if tag.get("type") not in ("hidden", "search"):
            yield str(tag["value"])


def judge_emptiness(page: Page, place: str) -> Iterator[str]:
    for tag in page.soup.find_all(["ul", "ol"]):
        if not tag.find("li"):
            yield f"has a bare empty list {describe(tag)}"
    for tag in page.soup.find_all("dl"):
        if not tag.find("dt"):
            yield f"has a bare empty list of facts {describe(tag)}"
    for tag in page.soup.find_all("table"):
        if not tag.select("tbody tr"):
            yield f"has a bare empty table {describe(tag)}"
    for tag in page.soup.find_all(["li", "dt", "dd", "th", "td", "p", "caption", "a", "button", "summary", "legend"]):
        if not tag.get_text(strip=True) and not tag.find(["img", "svg", "input", "button"]):
            yield f"has an empty {describe(tag)}"


def judge_sections(page: Page, place: str) -> Iterator[str]:
    """A heading with nothing under it promises what is not there."""
    main = page.soup.main
    for tag in main.find_all(HEADINGS[1:]) if main else ():
        if not _has_content_below(tag, main):
            yield f"nothing stands under the heading “{' '.join(tag.get_text().split())}”"


def _has_content_below(heading: Tag, main: Tag) -> bool:
    for element in heading.next_elements:
        if isinstance(element, Tag):
            if element.name in HEADINGS and element.name <= heading.name:
                return False
            if main not in element.parents:
                return False
            if element.name in ("img", "input", "table"):
                return True
        elif heading not in element.parents and element.strip() and element.find_parent(UNSEEN[:4]) is None:
            return True
    return False


def describe(tag: Tag) -> str:
    """Return a tag as one would find it: its name with its class or id."""
    classes = ".".join(tag.get("class") or [])
    return f"<{tag.name}{'.' + classes if classes else ''}{'#' + str(tag['id']) if tag.get('id') else ''}>"


def judge_pictures(page: Page, place: str) -> Iterator[str]:
    for tag in page.soup.find_all("img"):
        if not str(tag.get("alt", "")).strip():
            yield f"the picture {tag.get('src')} has no words for who cannot see it"


def judge_tables(page: Page, place: str) -> Iterator[str]:
    for tag in page.soup.find_all("table"):
        if not tag.caption or not tag.find("th", scope="col"):
            yield f"a table has no caption or no heads of its columns: {describe(tag)}"


def judge_links(page: Page, place: str) -> Iterator[str]:
    for tag in page.soup.find_all("a"):
        href = str(tag.get("href", ""))
        if not href:
            yield f"a link leads nowhere: {tag.get_text(strip=True)}"
        elif re.match(r"(javascript|data|vbscript):", href, re.IGNORECASE):
            yield f"a link runs a program: {href}"
        elif re.search(r"(^|/)(None|undefined|nan)(/|$)", href):
            yield f"a link leads to “{href}”"


def judge_forms(page: Page, place: str) -> Iterator[str]:
    for form in page.soup.find_all("form"):
        if str(form.get("method", "get")).lower() == "post" and not form.find(attrs={"name": "csrfmiddlewaretoken"}):
            yield "a form that is posted has no token against forged requests"
    for box in page.soup.find_all(["input", "select", "textarea"]):
        if box.get("type") in ("hidden", "submit") or box.find_parent("label"):
            continue
        if not (box.get("id") and page.soup.find("label", attrs={"for": box["id"]})):
            yield f"the box {box.get('name')} has no label"


def judge_gluing(page: Page, place: str) -> Iterator[str]:
    """Two sentences, or a word and a tag, with no space between them."""
    main = page.soup.main
    for tag in main.find_all(["p", "li", "td", "dd", "summary"]) if main else ():
        if tag.find(["p", "li", "code"]) is None:
            found = re.search(r"[a-z\d)]{2}[.;!?][A-Z][a-z]+", tag.get_text())
            if found:
                yield f"“{found[0]}” lacks a space"
    for tag in main.find_all(class_="nhsuk-tag") if main else ():
        before, after = tag.previous_sibling, tag.next_sibling
        if isinstance(before, str) and before[-1:].isalnum():
            yield f"the tag “{tag.get_text(strip=True)}” is glued to “{before[-20:]}”"
        if isinstance(after, str) and after[:1].isalnum():
            yield f"the tag “{tag.get_text(strip=True)}” is glued to “{after[:20]}”"


def judge_print(page: Page, place: str) -> Iterator[str]:
    if not page.soup.find(class_="mh-print-only"):
        yield "does not print its address"


Check = Callable[[Page, str], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    judge_title,
    judge_heading,
    judge_language,
    judge_landmarks,
    judge_breadcrumb,
    judge_words,
    judge_emptiness,
    judge_sections,
    judge_pictures,
    judge_tables,
    judge_links,
    judge_forms,
    judge_gluing,
    judge_print,
)
