"""Words that a page about numbers may not use: a cause, a rank, or "significant" alone."""

import re
from pathlib import Path

import pytest

import moothall.assess

FOLDER = Path(moothall.assess.__file__).parent
TEXTS = [*FOLDER.rglob("*.jinja"), FOLDER / "presenters.py", *(FOLDER / "rules").glob("*.py")]
CLAIMS = re.compile(r"\b(significan\w*|because of|due to|led to|thanks to|caused?|ranks?|ranked)\b", re.IGNORECASE)
MENTIONS = {"no cause, no rank", "claims no cause"}  # docstrings that forbid the same


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_page_of_numbers_claims_a_cause_a_rank_or_significance(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for mention in MENTIONS:
        text = text.replace(mention, "")
    assert CLAIMS.findall(text) == []
