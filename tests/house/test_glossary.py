"""One word, one meaning: every table of ours has its word in the glossary, and no word stands there twice."""

import re

import pytest
from django.apps import apps

from tests.house.source import ROOT

ROWS = re.findall(r"^\| \*\*([^*]+)\*\* \| (.+?) \|", (ROOT / "GLOSSARY.md").read_text(), flags=re.MULTILINE)
WORDS = [word.lower() for word, _ in ROWS]
OUR_MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("moothall.") and not model.__name__.startswith("Historical")
]


def say_name(model: type) -> str:
    """Return a model's name as words: ``MinuteParagraph`` is a minute paragraph."""
    return " ".join(re.findall(r"[A-Z][a-z]+", model.__name__)).lower()


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_table_has_its_word_in_the_glossary(model):
    assert say_name(model) in WORDS


def test_a_word_stands_once_in_the_glossary_with_its_meaning():
    assert sorted(word for word in set(WORDS) if WORDS.count(word) > 1) == []
    assert [word for word, meaning in ROWS if len(meaning) < 10] == []
