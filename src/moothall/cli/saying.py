"""What the program says: answers on standard output, notices and progress on standard error."""

import json
import sys
from collections.abc import Mapping
from typing import Any


def note(text: str) -> None:
    """Say something by the way: progress, a notice, a refusal."""
    print(text, file=sys.stderr, flush=True)


def answer(text: str) -> None:
    """Say a line of the answer itself."""
    print(text, flush=True)


def answer_json(word: str, tree: Mapping[str, Any]) -> None:
    """Give the answer as the one JSON document of ``word``; the same input gives the same bytes."""
    answer(json.dumps({"schema": f"moothall.{word}/1", **tree}, ensure_ascii=False, indent=2))


def count(number: int, one: str, many: str | None = None) -> str:
    """Return "1 file", "2 files"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
