"""Do what a stranger does on the first day, on a fresh clone with an empty home folder, and measure how long it takes.

Clone, ``make demo``, look at a page of each kind, sign in with a printed demo sign-in, give an update on an action,
stop the server, start it again and find the update on the public page. Standard library only. What may have to follow
the site stands in the constants below.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# A page of each kind, as its address looks; each must be reached from the home page by links alone.
PAGES = {
    "home": r"/",
    "boards": r"/boards/",
    "board": r"/boards/[^/]+/",
    "meeting": r"/meetings/[^/]+/",
    "paragraph": r"/meetings/[^/]+/(?:minutes|paragraphs)/[^/]+/",
    "priorities": r"/priorities/",
    "priority": r"/priorities/[^/]+/",
    "indicators": r"/indicators/",
    "indicator": r"/indicators/[^/]+/",
    "actions": r"/actions/",
    "action": r"/actions/[^/]+/",
    "search": r"/search/",
    "accessibility": r"/accessibility/",
    "privacy": r"/privacy/",
}
# Addresses that a machine asks, with a word that their answer holds.
ASKED_BY_MACHINES = {
    "/healthz": "",
    "/readyz": "",
    "/api/v1/boards": "{",
    "/api/v1/actions": "{",
    "/api/v1/openapi.json": "openapi",
}
MOST_PAGES = 150  # far more than a resident would need
SIGN_IN = "/sign-in/"
DESK = "/desk/"
# Where the desk asks for an update on an action.
UPDATE_FORM = r"/desk/actions/[^/]+/update/"
# A demo sign-in as make demo prints it: an address, then the password.
PRINTED_SIGN_IN = re.compile(r"(?P<email>[\w.+-]+@[\w.-]+)\W+(?P<password>\S{8,})")
UPDATE = "The benches for the practice walk were put up this week, before the opening."

FIRST_START_MINUTES = 15
SECOND_START_SECONDS = 60
# What a machine needs to reach its own package index; nothing else comes along from outside.
PASSED_ON = re.compile(
    r"(?:https?|no)_proxy|PATH|LANG|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|PIP_(?:CERT|INDEX_URL|PROXY)",
    re.IGNORECASE,
)


@dataclass
class Form:
    """A form of a page, with the value that each field has or could have."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """A page as far as a visitor without script uses it: links, forms, words."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.links: list[str] = []
        self.files: list[str] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.tags: dict[str, int] = {}
        self.language = ""
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "a" and given.get("href"):
            self.links.append(urllib.parse.urljoin(self.address, given["href"]).split("#")[0])
        elif tag in {"link", "script", "img"}:
            self._note_file(given)
        elif tag == "form":
            target = urllib.parse.urljoin(self.address, given.get("action", ""))
            self.forms.append(Form(target, given.get("method", "get").lower()))
        elif self.forms:
            self._note_field(self.forms[-1], tag, given)

    def _note_file(self, given: dict[str, str]) -> None:
        name = given.get("src") or (given.get("href", "") if "stylesheet" in given.get("rel", "") else "")
        if name and not name.startswith("data:"):
            self.files.append(urllib.parse.urljoin(self.address, name))

    def _note_field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        kind = given.get("type", "text")
        if tag == "textarea" and name:
            form.texts.append(name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and given.get("value"):
            form.choices.setdefault(self._select, []).append(given["value"])
        elif tag == "input" and name and kind == "radio":
            form.choices.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "input" and name and kind not in {"checkbox", "submit", "file"}:
            form.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """The words of the page with single spaces."""
        return " ".join(" ".join(self.words).split())


class Visitor:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, home: str) -> None:
        self.home = home
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, address: str, data: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, the address in the end, and the text of the answer."""
        full = urllib.parse.urljoin(self.home, address)
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(full, data=body, headers={"Referer": full})  # noqa: S310 - our own server
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.url, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, full, error.read().decode("utf-8", "replace")

    def see(self, address: str) -> Page:
        """Return a page.

        Raises:
            AssertionError: the answer is not 200.
        """
        status, url, html = self.ask(address)
        assert status == 200, f"{address} answered {status}"
        return Page(url, html)

    def send(self, form: Form, values: dict[str, str]) -> Page:
        """Send a form with ``values`` and return the page that follows."""
        status, url, html = self.ask(form.action, {**form.fields, **values})
        assert status == 200, f"{form.action} answered {status} to a form"
        return Page(url, html)

    def path_of(self, address: str) -> str | None:
        """Return the path of an address of this site, or None for another site."""
        return urllib.parse.urlsplit(address).path if address.startswith(self.home) else None


class Demo:
    """``make demo`` in a clone, as a person's terminal would run it."""

    def __init__(self, clone: Path, home: Path, port: int) -> None:
        self.clone, self.home, self.port = clone, home, port
        self.address = f"http://localhost:{port}/"
        self.lines: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment: an empty home folder and what a machine needs to reach its package index."""
        return {**{k: v for k, v in os.environ.items() if PASSED_ON.fullmatch(k)}, "HOME": str(self.home)}

    def start(self, patience: float) -> float:
        """Start, wait for the first page, and return the seconds that it took.

        Raises:
            AssertionError: the server ended, or showed no page in time.
        """
        began = time.monotonic()
        command = ["make", "--no-print-directory", "demo", f"PORT={self.port}"]
        self._process = subprocess.Popen(
            command, cwd=self.clone, env=self.surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        while time.monotonic() - began < patience:
            assert self._process.poll() is None, f"make demo ended with {self._process.returncode}"
            with contextlib.suppress(OSError, AssertionError):
                Visitor(self.address).see("/")
                return time.monotonic() - began
            time.sleep(0.2)
        raise AssertionError(f"no page after {patience:.0f} seconds")

    def _listen(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self.lines.append(line.rstrip())
            print(f"    | {line.rstrip()}", flush=True)

    def stop(self) -> None:
        """Press Ctrl-C for the whole terminal, and insist after ten seconds."""
        if self._process is None:
            return
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=10)
                break
        self._process = None


class Checks:
    """Counts what went well and what did not, and says each aloud."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    @contextlib.contextmanager
    def check(self, name: str) -> Iterator[None]:
        """Run one check: a failed assertion or an unreachable page is a failure, and the next check goes on."""
        try:
            yield
        except (AssertionError, OSError, StopIteration, KeyError, IndexError) as error:
            self.failed += 1
            print(f"  FAILED  {name}: {error}", flush=True)
        else:
            self.passed += 1
            print(f"  passed  {name}", flush=True)


def find_pages(visitor: Visitor) -> dict[str, Page]:
    """Follow links from the home page, nearest first, until a page of each kind is found."""
    found: dict[str, Page] = {}
    queue, seen, opened = ["/"], {"/"}, 0
    while queue and opened < MOST_PAGES and len(found) < len(PAGES):
        # Kinds not met yet go first, so that a long list of meetings does not hide the indicators.
        queue.sort(key=lambda path: name_kind(path) in {None, *found})
        path = queue.pop(0)
        kind = name_kind(path)
        if kind in found or (kind is None and opened > MOST_PAGES // 2):
            continue
        page = visitor.see(path)
        opened += 1
        if kind:
            found[kind] = page
        new = [p for p in map(visitor.path_of, page.links) if p and p not in seen and is_page(p)]
        seen.update(new)
        queue += dict.fromkeys(new)
    return found


def is_page(path: str) -> bool:
    """Tell whether a path is a public page and no file, desk or API."""
    return path.endswith("/") and not path.startswith((DESK, SIGN_IN, "/api/", "/words/", "/static/"))


def name_kind(path: str) -> str | None:
    """Return the kind of page that stands at a path."""
    return next((kind for kind, pattern in PAGES.items() if re.fullmatch(pattern, path)), None)


def check_pages(checks: Checks, visitor: Visitor) -> None:
    """Look at a page of each kind, and at every file that they ask for."""
    found: dict[str, Page] = {}
    with checks.check("links lead from the home page to every kind of page"):
        found = find_pages(visitor)
        assert not set(PAGES) - set(found), f"not reached: {', '.join(sorted(set(PAGES) - set(found)))}"
    for kind, page in found.items():
        with checks.check(f"{kind}: {urllib.parse.urlsplit(page.address).path}"):
            assert page.tags.get("h1") == 1, f"{page.tags.get('h1', 0)} headings of the first rank"
            assert page.language.startswith("en"), "no language"
            assert " None " not in page.text, "the word None is shown"
    files = sorted({name for page in found.values() for name in page.files})
    with checks.check(f"the {len(files)} files of these pages come from this server and are there"):
        assert files, "pages without a style sheet"
        foreign = [name for name in files if visitor.path_of(name) is None]
        assert not foreign, f"from elsewhere: {foreign}"
        missing = [name for name in files if visitor.ask(name)[0] != 200]
        assert not missing, f"not there: {missing}"
    for address, word in ASKED_BY_MACHINES.items():
        with checks.check(address):
            status, _, text = visitor.ask(address)
            assert status == 200 and word in text, f"answered {status}"


def sign_in(demo: Demo) -> tuple[Visitor, str]:
    """Sign in with each printed demo sign-in until one is asked for an update; return who it is and where the form is.

    Raises:
        AssertionError: no printed sign-in works, or none is asked for an update.
    """
    printed = [match for line in demo.lines for match in PRINTED_SIGN_IN.finditer(line)]
    assert printed, "make demo printed no sign-in"
    tried = []
    for match in printed:
        visitor = Visitor(demo.address)
        page = visitor.see(SIGN_IN)
        form = next(form for form in page.forms if form.method == "post" and "password" in form.fields)
        page = visitor.send(form, {"login": match["email"], "password": match["password"]})
        assert "password" not in {name for form in page.forms for name in form.fields}, (
            f"{match['email']} was not let in"
        )
        links = [path for path in map(visitor.path_of, visitor.see(DESK).links) if path]
        asked = [path for path in links if re.fullmatch(UPDATE_FORM, path)]
        if asked:
            return visitor, asked[0]
        tried.append(match["email"])
    raise AssertionError(f"none of {', '.join(tried)} is asked for an update")


def give_update(visitor: Visitor, address: str) -> None:
    """Fill in and send the form for an update, with the first choice wherever one is asked for."""
    form = next(form for form in visitor.see(address).forms if form.method == "post" and form.texts)
    chosen = {name: values[0] for name, values in form.choices.items()}
    page = visitor.send(form, {**chosen, form.texts[0]: UPDATE})
    again = [form for form in page.forms if form.method == "post" and form.texts]
    assert not again, f"the form came back: {page.text[:300]}"


def find_update(visitor: Visitor) -> str:
    """Return the address of the public action page that shows the update.

    Raises:
        AssertionError: no public action page shows it.
    """
    queue, seen = ["/actions/"], set[str]()
    while queue:
        path = queue.pop(0)
        page = visitor.see(path)
        if re.fullmatch(PAGES["action"], path.split("?")[0]) and UPDATE in page.text:
            return path
        for link in page.links:
            step = link.removeprefix(visitor.home.rstrip("/"))
            if link not in seen and re.fullmatch(rf"/actions/(?:\?page=\d+)?|{PAGES['action']}", step):
                seen.add(link)
                queue.append(step)
    raise AssertionError("no public action page shows the update")


def check_taken_port(checks: Checks, demo: Demo) -> None:
    """A second start on the same port says in words what is wrong and what to do."""
    with checks.check("a taken port is explained"):
        answer = subprocess.run(
            ["make", "--no-print-directory", "demo", f"PORT={demo.port}"], cwd=demo.clone, env=demo.surroundings,
            capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        said = answer.stdout + answer.stderr
        assert answer.returncode != 0, "it went on"
        assert "PORT=" in said and str(demo.port) in said, f"it said: {said[-300:]}"
        assert "Traceback" not in said, "it showed a traceback"


def find_free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def run_day(checks: Checks, demo: Demo) -> dict[str, float]:
    """Live through the first day and return the measured seconds."""
    measured: dict[str, float] = {}
    with checks.check("make demo shows its first page"):
        measured["from the clone to the first page"] = demo.start(FIRST_START_MINUTES * 60)
    if checks.failed:
        return measured
    check_pages(checks, Visitor(demo.address))
    check_taken_port(checks, demo)
    with checks.check("a demo sign-in is let in, and gives the update that it is asked for"):
        give_update(*sign_in(demo))
    with checks.check("the update stands on the public page at once"):
        find_update(Visitor(demo.address))
    demo.stop()
    with checks.check("a second make demo starts in seconds"):
        measured["from the second make demo to the first page"] = demo.start(SECOND_START_SECONDS)
    with checks.check("the update is still there after the restart"):
        print(f"          {find_update(Visitor(demo.address))}")
    with checks.check("no traceback was printed"):
        assert not [line for line in demo.lines if "Traceback" in line]
    return measured


def main() -> int:
    """Run the first day in a fresh clone; the answer is 1 when something failed."""
    parser = argparse.ArgumentParser(description="Try make demo on a fresh clone, as a stranger would.")
    parser.add_argument("--keep", action="store_true", help="leave the clone where it is, and say where")
    asked = parser.parse_args()
    checks = Checks()
    folder = Path(tempfile.mkdtemp(prefix="moothall-first-run-"))
    clone, home = folder / "place" / "moothall", folder / "home"
    home.mkdir()
    demo = Demo(clone, home, find_free_port())
    measured: dict[str, float] = {}
    try:
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        print(f"Fresh clone of {git_head()} with an empty home folder; port {demo.port}", flush=True)
        measured = run_day(checks, demo)
    finally:
        demo.stop()
        tell_end(folder, keep=asked.keep)
    for what, seconds in measured.items():
        print(f"  measured  {seconds:6.1f} seconds {what}")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


def git_head() -> str:
    """Return the short name of the commit that is cloned."""
    answer = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


def tell_end(folder: Path, *, keep: bool) -> None:
    """Remove the clone, or say where it was left."""
    if keep:
        print(f"Left in {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
