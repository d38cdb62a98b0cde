"""Search across stages: each registers a finder of its own visible records; ranking is one pure function.

A question is read by rules that are data: ``questions.toml`` says which turn of phrase asks for which kind of record,
and which words mean the same; stages add their own, such as the glossary.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import Q

from moothall.kit.grants import AnyUser

MAX_WORDS = 8
MAX_LENGTH = 200
MAX_OTHERS = 4  # spellings beside each word
SHORT = 4  # a spelling of so few letters must be a whole word: an abbreviation begins many words by chance
KIND_WEIGHT, KIND_STEP = 2.5, 0.25
QUESTIONS = Path(__file__).with_name("questions.toml")
_NOT_WORD = re.compile(r"[\W_]+")
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


@dataclass(frozen=True)
class Word:
    """A word that is sought, with the other spellings and phrases that stand for it."""

    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What a reader asks: the words sought, the kinds of record that answer such a question, the phrase as a whole."""

    words: tuple[Word, ...]
    kinds: tuple[str, ...] = ()
    phrase: str = ""

    def list_sought(self) -> list[str]:
        """Return every word and spelling that finders are to look for, each once."""
        return list(dict.fromkeys(part for word in self.words for part in (word.text, *word.others)))


@dataclass(frozen=True)
class Turn:
    """A turn of phrase, the kinds that it asks for, and a word that is sought where the phrase names no other."""

    pattern: re.Pattern[str]
    kinds: tuple[str, ...]
    needs: str


@dataclass(frozen=True)
class Habits:
    """How people ask: turns of phrase, loose words, words that mean the same."""

    turns: tuple[Turn, ...]
    loose: frozenset[str]
    same: tuple[tuple[str, ...], ...]


Synonyms = Callable[[], Iterable[tuple[str, ...]]]
_synonyms: list[Synonyms] = []


def register_synonyms(lister: Synonyms) -> None:
    """Let ``lister()`` give groups of words or phrases that mean the same, such as an abbreviation and its meaning."""
    if lister not in _synonyms:
        _synonyms.append(lister)


@cache
def read_habits() -> Habits:
    """Return the rules of ``questions.toml``; longer phrases are tried before shorter ones."""
    tree = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))
    asked = [(phrase, row) for row in tree["question"] for phrase in row["asks"]]
    turns = [
        Turn(_make_pattern(phrase), tuple(row["kinds"]), row.get("needs", ""))
        for phrase, row in sorted(asked, key=lambda pair: -len(pair[0]))
    ]
    return Habits(tuple(turns), frozenset(tree["loose"]), tuple(tuple(row["words"]) for row in tree["same"]))


def _make_pattern(phrase: str) -> re.Pattern[str]:
    parts = (r"\s+".join(map(re.escape, part.split())) for part in phrase.split("…"))
    return re.compile(r"\b" + r"\b(.{1,80}?)\b".join(parts) + r"\b")


def read_question(text: str, groups: Iterable[tuple[str, ...]] = ()) -> Question:
    """Return what a text asks for. ``groups`` are words that mean the same, besides those of ``questions.toml``."""
    habits = read_habits()
    plain = smooth(text[:MAX_LENGTH])
    met = next((turn for turn in habits.turns if turn.pattern.search(plain)), None)
    if met is None:
        return _make_question(split_words(text), (), plain, [*habits.same, *groups])
    rest = met.pattern.sub(lambda found: " ".join(part or "" for part in found.groups()), plain)
    telling = [word for word in rest.split() if word not in habits.loose and word not in _STOP]
    rest = " ".join(telling) or met.needs or plain
    wanted = split_words(f"{rest} {met.needs}" if met.needs and met.needs not in rest else rest)
    return _make_question(wanted, met.kinds, _trim(plain, telling), [*habits.same, *groups])


def _trim(plain: str, telling: Sequence[str]) -> str:
    """Return the part of a question from its first telling word on, as it may stand in a title."""
    return plain[plain.find(telling[0]) :] if telling else plain


def _make_question(
    words: Sequence[str], kinds: tuple[str, ...], phrase: str, groups: Sequence[tuple[str, ...]]
) -> Question:
    return Question(tuple(Word(word, _find_others(word, words, groups)) for word in words), kinds, phrase)


def _find_others(word: str, words: Sequence[str], groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what else stands for a word: it is a member of a group, or a phrase of one is what is asked."""
    found: list[str] = []
    for group in groups:
        members = [smooth(member) for member in group]
        if any(_is_asked(member, word, words) for member in members):
            found += [cut_ending(member) if " " not in member else member for member in members]
    return tuple(dict.fromkeys(other for other in found if other and other != word))[:MAX_OTHERS]


def _is_asked(member: str, word: str, words: Sequence[str]) -> bool:
    parts = [cut_ending(part) for part in member.split() if part not in _STOP]
    return word in parts and (len(parts) == 1 or sum(part in words for part in parts) >= 2)


def smooth(text: str) -> str:
    """Return a text in small letters with one space for all that is neither letter nor digit."""
    return " ".join(_NOT_WORD.sub(" ", text.lower()).split())


def rank(found: Iterable[Found], words: Sequence[str]) -> list[Found]:
    """Sort by how many of the words a record holds, those in its title first; ties by title. Pure and stable."""
    return rank_for(found, Question(tuple(map(Word, words))))


def rank_for(found: Iterable[Found], question: Question) -> list[Found]:
    """Sort by how well each record answers, the best first, each address once; ties by title. Pure and stable.

    What holds less than a quarter of the words that the best one holds is left out.
    """
    held = [(_count_words(hit, question), hit) for hit in found]
    best = max((points for points, _ in held), default=0.0)
    kept = [(score_for(hit, question), hit) for points, hit in held if points > 0 and points >= best * 0.25]
    ordered = sorted(kept, key=lambda pair: (-pair[0], pair[1].title, pair[1].url, pair[1].text))
    once: dict[str, Found] = {}
    for _, hit in ordered:
        once.setdefault(hit.url, hit)
    return list(once.values())


def score(hit: Found, words: Sequence[str]) -> float:
    """Return how well a record answers: a word in the title counts four, in kind or context two, in the text one."""
    return score_for(hit, Question(tuple(map(Word, words))))


def score_for(hit: Found, question: Question) -> float:
    """Return how well a record answers a question.

    A word at the beginning of a word of the title counts four, in kind or context two, in the text one; another
    spelling three quarters of that. Words that are not met weigh heavily against. A title that holds the phrase as a
    whole, and a kind that such a question asks for, count more.
    """
    points = _count_words(hit, question)
    if points and question.phrase:
        title = f" {smooth(hit.title)}"
        points += (6.0 * (title == f" {question.phrase}")) + 3.0 * (f" {question.phrase}" in title)
    return points * _weigh_kind(hit.kind, question.kinds)


def _count_words(hit: Found, question: Question) -> float:
    """Return how many of the words a record holds, each by where it stands; missing ones weigh heavily."""
    places = [f" {smooth(text)}" for text in (hit.title, f"{hit.kind} {hit.context}", hit.text)]
    counts = [_count(word, places) for word in question.words]
    met = sum(count > 0 for count in counts)
    return sum(counts) * (met / len(counts)) ** 2 if counts else 0.0


def _weigh_kind(kind: str, kinds: Sequence[str]) -> float:
    """Return how much a kind counts: most for the first of those asked for, a little less for each after it."""
    place = next((place for place, asked in enumerate(kinds) if kind.startswith(asked)), None)
    return 1.0 if place is None else KIND_WEIGHT - KIND_STEP * place


def _count(word: Word, places: Sequence[str]) -> float:
    own = _weigh(word.text, places)
    others = max((_weigh(other, places, whole=len(other) <= SHORT) for other in word.others), default=0.0)
    return max(own, 0.75 * others)


def _weigh(text: str, places: Sequence[str], *, whole: bool = False) -> float:
    sought = f" {smooth(text)}" + (" " if whole else "")
    return sum(weight for weight, place in zip((4.0, 2.0, 1.0), places, strict=True) if sought in f"{place} ")


def find(user: AnyUser, text: str) -> list[Found]:
    """Return what ``user`` may see that answers ``text``, best first."""
    groups = [group for lister in _synonyms for group in lister()]
    question = read_question(text, groups)
    if not question.words:
        return []
    sought = question.list_sought()
    hits = {hit.url + hit.title: hit for finder in _finders.values() for hit in finder(user, sought)}
    return rank_for(hits.values(), question)
