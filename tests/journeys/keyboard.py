"""A reader who has a keyboard and no mouse: goes to a control by its name, and counts the keys."""

import re
from typing import Any

from tests.demo_people import PASSWORD, get_email

MOST_TABS = 400
# The focus must be seen: in the window, and drawn otherwise than when it is elsewhere.
IS_SEEN = """one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const drawn = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  return drawn && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""
FILL = """sent => {
  const form = document.querySelector('main form');
  for (const [name, value] of Object.entries(sent)) {
    const box = form.querySelector(`[name=${name}]:not([type=radio])`);
    if (box) box.value = value;
  }
}"""
EXPECTED = re.compile(r"status of (4\d\d)|ERR_BLOCKED_BY_CLIENT")


class Reader:
    """One window of one reader; ``moves`` counts the keys but for what was typed, ``pages`` the pages opened."""

    def __init__(self, context: Any, home: str) -> None:
        self.context, self.home = context, home
        self.moves = self.typed = self.pages = 0
        self.complaints: list[str] = []
        self.page = self.open_window()

    def open_window(self) -> Any:
        """Open one more window of the same reader and go on in it."""
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return self.page

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            self.complaints.append(message.text)

    # --- going about

    def open(self, path: str = "/") -> None:
        """Type an address; only where a journey begins."""
        self.page.goto(self.home + path)
        self.pages += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.moves += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.typed += len(text)

    def to_content(self) -> None:
        """Use the first link of the page, which skips to its content; where the page has put one there, stay."""
        if not self.page.evaluate("document.activeElement === document.body && !location.hash"):
            return
        self.press("Tab")
        assert "Skip to main content" in self.page.evaluate("document.activeElement.textContent")
        self.press("Enter")

    def to(self, name: str, role: str = "link", *, exact: bool = False) -> None:
        """Press Tab until the control of that name has the focus, and see that it shows."""
        control = self.page.get_by_role(role, name=name, exact=exact)
        assert control.count(), f"no {role} “{name}” on {self.page.url}"
        for _ in range(MOST_TABS):
            self.press("Tab")
            if control.evaluate_all("all => all.includes(document.activeElement)"):
                assert self.page.evaluate(f"({IS_SEEN})(document.activeElement)"), f"the focus on “{name}” is not seen"
                return
        raise AssertionError(f"{MOST_TABS} tabs do not reach the {role} “{name}” on {self.page.url}")

    def enter(self) -> int:
        """Press Enter on a link or button, and return the status of the page that opens."""
        with self.page.expect_navigation() as opened:
            self.press("Enter")
        self.pages += 1
        return int(opened.value.status)

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Go to a link of the content and open it."""
        self.to_content()
        self.to(name, exact=exact)
        assert self.enter() == 200

    def to_button_or_link(self, name: str) -> None:
        """Go to a link that looks like a button, and open it."""
        role = "button" if self.page.get_by_role("button", name=name).count() else "link"
        self.to(name, role)
        assert self.enter() == 200

    def push(self, name: str) -> int:
        """Go to a button and push it; returns the status of the answer."""
        self.to(name, "button", exact=True)
        return self.enter()

    def push_with(self, name: str, sent: dict[str, str]) -> int:
        """Push a button of a form that holds what was sent once before, its hidden fields too."""
        self.page.evaluate(FILL, sent)
        self.to_content()
        return self.push(name)

    def write(self, label: str, text: str) -> None:
        """Go to a box and type into it."""
        self.to(label, "textbox")
        self.type(text)

    def choose(self, label: str) -> None:
        """Go to a group of choices with Tab, and to one of them with the arrows."""
        wanted = self.page.get_by_role("radio", name=label, exact=True)
        group = wanted.get_attribute("name")
        for _ in range(MOST_TABS):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.name") == group:
                break
        for _ in range(20):
            if wanted.evaluate("one => one === document.activeElement"):
                break
            self.press("ArrowDown")
        if not wanted.is_checked():
            self.press("Space")
        assert wanted.is_checked(), f"“{label}” cannot be chosen by keyboard"

    def open_details(self, words: str) -> None:
        """Open what stands folded behind a line of words."""
        for _ in range(MOST_TABS):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.textContent").strip() == words:
                self.press("Enter")
                return
        raise AssertionError(f"“{words}” is not reached by Tab")

    # --- what somebody does on several journeys

    def sign_in(self, name: str) -> None:
        """Sign in as somebody of the demo, from wherever one is, by the link at the foot of the page."""
        self.to("Sign in", exact=True)
        self.enter()
        self.fill_in_sign_in(name)

    def fill_in_sign_in(self, name: str) -> None:
        """Fill in the page of signing in that is open, and send it with Enter."""
        self.to_content()
        self.write("E-mail address", get_email(name))
        self.to("Password", "textbox", exact=True)
        self.type(PASSWORD)
        self.enter()

    def go_on_to_form(self) -> None:
        """Go on from an action's page to the form for a word on it, where one is not there yet."""
        if not self.path.startswith("/desk/"):
            self.to_content()
            self.to("Say how it stands", "button")
            assert self.enter() == 200

    # --- what one reads

    @property
    def heading(self) -> str:
        return " ".join(self.page.get_by_role("heading", level=1).inner_text().split())

    @property
    def content(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        return str(self.page.url).removeprefix(self.home)
