"""Templates: what a person typed is always escaped, and nothing is inline, so that the content policy can be strict."""

import re

import pytest

from tests.house.source import list_modules, list_templates, name_of, parse, read_text, short, walk_calls

# Each use of |safe, by file, with how many there are and why what is printed there cannot carry a person's markup.
SAFE: dict[str, tuple[int, str]] = {}
# Modules that may declare text to be markup: they build it themselves from escaped parts.
MARKUP: dict[str, str] = {
    "kit/components.py": "the form fields are rendered from escaped parts",
    "hall/presenters.py": "marks the sought words in a text, each piece of which it has escaped",
    "kit/panels.py": "a part of a page, rendered by a template that escaped what it shows",
}
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "an inline style": re.compile(r"<[^>{]+\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(
        r"<[^>{]+\son(?:click|load|change|submit|error|input|focus|blur)\s*=", re.IGNORECASE
    ),
    "an address that runs": re.compile(r"javascript:", re.IGNORECASE),
    "escaping switched off": re.compile(r"autoescape\s+(?:false|off)", re.IGNORECASE),
}
SAFE_FILTER = re.compile(r"\|\s*safe\b")


@pytest.mark.parametrize("path", list_templates(), ids=short)
def test_a_template_holds_nothing_inline(path):
    text = read_text(path) or ""
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", list_templates(), ids=short)
def test_a_template_marks_as_safe_only_what_is_listed(path):
    uses = len(SAFE_FILTER.findall(read_text(path) or ""))
    assert uses == SAFE.get(short(path), (0, ""))[0]


def test_only_listed_modules_declare_markup():
    words = {"mark_safe", "Markup", "SafeString"}
    found = {
        short(path)
        for path in list_modules()
        for call in walk_calls(parse(path))
        if name_of(call.func).rpartition(".")[2] in words
    }
    assert found <= set(MARKUP), "escape with format_html, or list the module here with its reason"


def test_the_listed_templates_are_there():
    assert set(SAFE) <= {short(path) for path in list_templates()}
