"""Numbers and addresses of minute paragraphs: given once, never given twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

NUMBERED_KINDS = ("narrative", "resolution", "noted")


@dataclass(frozen=True)
class Held:
    """A paragraph that an item has already."""

    slug: str
    number: str
    kind: str
    is_open: bool


@dataclass(frozen=True)
class Given:
    """The number and address of a new paragraph; ``first_number`` is what the item's only paragraph is called now."""

    number: str
    slug: str
    first_number: str = ""


def give_number(
    item: str,
    kind: str,
    held: Sequence[Held],
    *,
    taken: Collection[str],
    single_unnumbered: bool,
    private_in_open: bool,
) -> Given:
    """Return the number of a new paragraph of the item numbered ``item``.

    The only paragraph of an item has no number where the terms say so; a second one gives the first its number, and
    its address stays. Post-meeting notes have no number. A private paragraph in an open item has a series of its own
    (17.E1), so that no gap in the public numbers shows how many there are. ``taken`` are the addresses in use.
    """
    if kind not in NUMBERED_KINDS:
        return Given("", _find_free(f"{item}-{'note' if kind == 'post_meeting_note' else kind}-1", taken))
    if private_in_open:
        series = f"{item}.E"
        number = f"{series}{_find_next([one for one in held if not one.is_open], series)}"
        return Given(number, _find_free(number, taken))
    series = f"{item}."
    counted = [one for one in held if one.kind in NUMBERED_KINDS and not one.number.startswith(f"{item}.E")]
    if not counted and single_unnumbered:
        return Given("", _find_free(item, taken))
    bare = [one for one in counted if not one.number]
    first = f"{series}1" if bare else ""
    number = f"{series}{max(_find_next(counted, series), len(bare) + 1)}"
    return Given(number, _find_free(number, taken), first)


def name_correction(slug: str, taken: Collection[str]) -> str:
    """Return the address of a correction: that of what it corrects, and which one it is."""
    return _find_free(f"{slug}-correction-1", taken)


def _find_next(held: Sequence[Held], series: str) -> int:
    ends = [one.number.removeprefix(series) for one in held if one.number.startswith(series)]
    return max((int(end) for end in ends if end.isdigit()), default=0) + 1


def _find_free(slug: str, taken: Collection[str]) -> str:
    """Return the address, or the next one that nobody has."""
    if slug not in taken:
        return slug
    head, _, tail = slug.rpartition("-")
    stem = head if head and tail.isdigit() else slug
    return next(free for count in range(2, len(taken) + 3) if (free := f"{stem}-{count}") not in taken)
