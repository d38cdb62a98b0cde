"""Looks at pages in a real browser: what it complains of, what it loads, what can be seen, what axe finds."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python

# Every rule for WCAG 2.0, 2.1 and 2.2, A and AA, and what its makers hold to be good practice.
WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG_TAGS},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and off by default
    "resultTypes": ["violations"],
}
WIDTHS = {"narrow": (320, 800), "wide": (1280, 900)}
OWN = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")

# Links that can be seen now, and those that open when the reader opens a "details" first.
LIST_LINKS = """() => {
  const list = () => [...document.querySelectorAll('a[href]')].filter(a => a.checkVisibility({
    visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true}) &&
    [...a.getClientRects()].some(box => box.width > 0 && box.height > 0)).map(
    a => new URL(a.getAttribute("href"), document.baseURI).href);  // in an SVG too
  const now = list();
  document.querySelectorAll('details:not([open])').forEach(one => { one.open = true; one.dataset.openedByUs = ""; });
  return {now, behind: list().filter(href => !now.includes(href))};
}"""

CLOSE_AGAIN = """() => document.querySelectorAll('details[data-opened-by-us]').forEach(one => {
  one.open = false;
  delete one.dataset.openedByUs;
})"""

# What sticks out to the right of the window, deepest first, so that a failure says where to look.
FIND_OVERFLOW = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(
    one => one.getBoundingClientRect().right > root.clientWidth + 0.5);
  const deepest = wide.filter(one => !wide.some(other => other !== one && one.contains(other)));
  return [`${root.scrollWidth} wide in ${root.clientWidth}: ` + deepest.slice(0, 3).map(
    one => one.outerHTML.slice(0, 120)).join(' | ')];
}"""

FIND_BROKEN_PICTURES = """async () => {
  const pictures = [...document.images];
  pictures.forEach(one => one.loading = 'eager');
  await Promise.all(pictures.map(one => one.decode().catch(() => null)));
  return pictures.filter(one => one.naturalWidth === 0).map(one => one.src);
}"""


@dataclass
class Seen:
    """What one visit to a page showed."""

    address: str
    status: int
    faults: list[str]
    links: list[str] = field(default_factory=list)
    links_behind: list[str] = field(default_factory=list)


class Viewer:
    """One reader's window: of one width, with script or with every script file blocked."""

    def __init__(self, page: Any, home: str, *, width: str = "wide", script: bool = True) -> None:
        self.page, self.home, self.script = page, home, script
        self.complaints: list[str] = []
        self.resize(width)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error of a script: {error}"))
        page.on("request", self._watch)
        if not script:
            # Not by switching script off: axe needs it.
            page.route("**/*.js", lambda route: route.abort("blockedbyclient"))

    def resize(self, width: str) -> None:
        """Make the window as wide as a desk's, or as narrow as a small phone."""
        self.page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))

    def _hear(self, message: Any) -> None:
        is_blocked_script = not self.script and "ERR_BLOCKED_BY_CLIENT" in message.text
        if message.type in ("error", "warning") and not is_blocked_script:
            self.complaints.append(f"the console says: {message.text}")

    def _watch(self, request: Any) -> None:
        if not request.url.startswith(OWN):
            self.complaints.append(f"a request to another host: {request.url}")

    def look_at(self, address: str, *, expect: int = 200, axe: bool = False) -> Seen:
        """Open an address of the site and return what there is to say about the page."""
        self.complaints.clear()
        answer = self.page.goto(self.home + address)
        return self.judge(address, answer.status, expect=expect, axe=axe)

    def look_again(self, seen: Seen, width: str, *, axe: bool = False) -> Seen:
        """Return what there is to say about the page that was just looked at, in a window of another width."""
        self.complaints.clear()
        self.resize(width)
        self.page.evaluate(CLOSE_AGAIN)
        again = self.judge(seen.address, seen.status, expect=seen.status, axe=axe)
        again.faults = [f"{fault} (at another width)" for fault in again.faults]
        return again

    def measure(self, address: str) -> list[str]:
        """Open an address and say where the page sticks out, as it comes and with all "details" open; nothing else."""
        answer = self.page.goto(self.home + address)
        faults = [] if answer.status == 200 else [f"answers {answer.status}"]
        faults += self.page.evaluate(FIND_OVERFLOW)
        self.page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
        faults += self.page.evaluate(FIND_OVERFLOW)
        return [f"{address}: {fault}" for fault in faults]

    def judge(self, address: str, status: int, *, expect: int = 200, axe: bool = False) -> Seen:
        """Return what there is to say about the page that is open now."""
        if expect >= 400:  # the browser's own word that the page it was asked for is an error
            told = f"status of {expect}"
            self.complaints[:] = [one for one in self.complaints if told not in one]
        faults = [] if status == expect else [f"answers {status}, not {expect}"]
        faults += self.page.evaluate(FIND_OVERFLOW)
        faults += [f"the picture {one} does not load" for one in self.page.evaluate(FIND_BROKEN_PICTURES)]
        if not self.page.locator("h1").first.is_visible():
            faults.append("its heading cannot be seen")
        links = self.page.evaluate(LIST_LINKS)  # from here on all "details" are open
        faults += [f"{one} (with all opened)" for one in self.page.evaluate(FIND_OVERFLOW) if one not in faults]
        if axe:
            faults += self.ask_axe()
        faults += self.complaints
        named = [f"{address}: {fault}" for fault in faults]
        return Seen(address, status, named, self._own(links["now"]), self._own(links["behind"]))

    def _own(self, links: Iterable[str]) -> list[str]:
        """Return the site's own addresses among links, as paths with their queries."""
        parts = [urlsplit(link) for link in links if link.startswith(self.home + "/")]
        return list(dict.fromkeys(part.path + (f"?{part.query}" if part.query else "") for part in parts))

    def ask_axe(self) -> list[str]:
        """Return what axe finds on the whole page that is open now."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(f"axe.run(document, {json.dumps(AXE_OPTIONS)})")
        return [
            f"axe {rule['id']}: {rule['help']}: {node['html'][:160]} – {node['failureSummary'][:200]}"
            for rule in found["violations"]
            for node in rule["nodes"][:3]
        ]
