"""Search across stages: each registers a finder of its own visible records; ranking is one pure function."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from moothall.kit.grants import AnyUser

MAX_WORDS = 8
MAX_LENGTH = 200
_STOP = frozenset(
    {
        "a",
        "about",
        "an",
        "and",
        "are",
        "at",
        "be",
        "been",
        "by",
        "can",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "its",
        "last",
        "may",
        "me",
        "my",
        "next",
        "of",
        "on",
        "or",
        "our",
        "she",
        "so",
        "that",
        "the",
        "their",
        "them",
        "there",
        "they",
        "this",
        "to",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "you",
        "your",
    }
)


@dataclass(frozen=True)
class Found:
    """One record that search may show: ``kind`` in words, ``context`` says where it belongs."""

    title: str
    text: str
    url: str
    kind: str
    context: str = ""


Finder = Callable[[AnyUser, list[str]], Iterable[Found]]
_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Let ``finder(user, words)`` answer for a kind of record; it must start at ``visible_to(user)``."""
    _finders[kind] = finder


def split_words(text: str) -> list[str]:
    """Return the words worth looking for, in lower case, endings cut: at most eight, all words when only small ones."""
    words = re.findall(r"[a-z0-9][a-z0-9'’./-]*", text[:MAX_LENGTH].lower())
    words = [word.strip("'’./-") for word in words]
    telling = [word for word in words if word and word not in _STOP] or [word for word in words if word]
    return list(dict.fromkeys(cut_ending(word) for word in telling))[:MAX_WORDS]


def cut_ending(word: str) -> str:
    """Return a word without a common English ending, so that "decisions" finds "decided" no less than "decision"."""
    for ending in ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ied", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def any_word(words: Sequence[str], *fields: str) -> Q:
    """Return the condition that at least one word occurs in one of the fields; ranking sorts the rest."""
    condition = Q(pk__in=[])
    for word in words:
        for field in fields:
            condition |= Q(**{f"{field}__icontains": word})
    return condition


def rank(found: Iterable[Found], words: Sequence[str]) -> list[Found]:
    """Sort by how many of the words a record holds, those in its title first; ties by title. Pure and stable."""
    scored = [(score(hit, words), hit) for hit in found]
    best = max((points for points, _ in scored), default=0.0)
    kept = [(points, hit) for points, hit in scored if points > 0 and points >= best * 0.25]
    return [hit for _, hit in sorted(kept, key=lambda pair: (-pair[0], pair[1].title, pair[1].url))]


def score(hit: Found, words: Sequence[str]) -> float:
    """Return how well a record answers: a word in the title counts four, in kind or context two, in the text one."""
    title, text, around = hit.title.lower(), hit.text.lower(), f"{hit.kind} {hit.context}".lower()
    points = 0.0
    met = 0
    for word in words:
        here = 4.0 * (word in title) + 2.0 * (word in around) + 1.0 * (word in text)
        points += here
        met += here > 0
    return points * (met / len(words)) ** 2 if words else 0.0


def find(user: AnyUser, text: str) -> list[Found]:
    """Return what ``user`` may see that answers ``text``, best first."""
    words = split_words(text)
    if not words:
        return []
    hits = {hit.url + hit.title: hit for finder in _finders.values() for hit in finder(user, words)}
    return rank(hits.values(), words)
