"""Terms of reference as data (``tor/1``): checking a whole tree of terms.

Unknown keys are refused with their path, so that a slip of the pen never becomes a rule that is silently not there.
Sections other than the quorum are kept as they are: the names of their keys are checked, their meaning is not applied.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moothall.govern.rules.language import TermsError, is_count, read_expression, read_words

SCHEMA = "tor/1"
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_SELECTOR = dict.fromkeys(("voting", "any_tag", "all_tags", "no_tag", "organisation", "group", "seat"))
_WHEN = dict.fromkeys(("meeting_kind", "context", "matter"))
_NEED = dict.fromkeys(("fraction", "round", "min"))
_THRESHOLD = {**dict.fromkeys(("fraction", "more_than", "base", "weighted", "unanimous", "clause")), "of": _SELECTOR}
_LEAD = dict.fromkeys(("start", "hours", "days", "working_days", "clear_days"))
_DEADLINE = dict.fromkeys(
    ("count", "of", "day_count", "at", "land_on", "weekday", "weeks_before", "if_holiday", "clause")
)
# The known keys of each section: None = any value, a table = an object with those keys, a list = a list of such.
SECTIONS: Mapping[str, Any] = {
    "vote": {
        **dict.fromkeys(("unit", "tie", "absent_votes", "consensus", "named_vote_on_request_of", "clause")),
        "eligible": _SELECTOR,
        "thresholds": [_THRESHOLD],
        "casting": dict.fromkeys(("office", "also_votes")),
        "on": [{"when": _WHEN, "unit": None, "eligible": _SELECTOR, "thresholds": [_THRESHOLD], "tie": None}],
    },
    "substitutes": {
        **dict.fromkeys(("kind", "max_named", "whole_meeting", "takes_effect", "same", "must_hold")),
        **dict.fromkeys(("lapses_with_member", "counts_for_quorum", "votes", "clause")),
        "seats": _SELECTOR,
        "notice": {"hard": _LEAD, "soft": _LEAD, "to": None, "written": None},
    },
    "inquorate": {
        **dict.fromkeys(("may_discuss", "decisions", "ratify_by", "wait_minutes", "then", "clause")),
        "reconvene": dict.fromkeys(("notice_days_min", "notice_days_max")),
    },
    "office": {
        **dict.fromkeys(("absent", "tie_election", "clause")),
        "offices": [{**dict.fromkeys(("office", "chosen_by", "term", "months")), "eligible": _SELECTOR}],
        "rotation": [dict.fromkeys(("office", "same", "gap_months"))],
        "distinct": [dict.fromkeys(("offices", "by"))],
    },
    "notice": {
        **dict.fromkeys(("summons", "agenda", "final_reports", "member_item"), _DEADLINE),
        "late_item": {"needs": None},
        "clause": None,
    },
    "questions": [
        {
            **dict.fromkeys(("asker", "who", "words_max", "per_person_max", "per_meeting_max", "minutes_total")),
            **dict.fromkeys(("supplementary", "signatures_min", "repeat_bar_months", "clause")),
            "close": _DEADLINE,
            "answer_within": _DEADLINE,
            "example": dict.fromkeys(("meeting", "close", "as_written")),
        }
    ],
    "numbering": dict.fromkeys(("minutes", "starts_at", "municipal_year_from", "single_paragraph_unnumbered")),
    "attendance": dict.fromkeys(("modes", "counts_for_quorum", "may_vote", "clause")),
    "interests": dict.fromkeys(("withdrawn_counts_for_quorum", "leave_room", "clause")),
    "override": dict.fromkeys(("by_office", "of", "reason_needed", "clause")),
    "requisition": {"at_least": _NEED, "of": _SELECTOR, "chair_days": None, "clause": None},
    "meetings": dict.fromkeys(("min_per_year", "in_public", "clause")),
}
# Values that the quorum and the numbering apply, so their kind matters too.
_BOOLEANS = (
    ("interests", "withdrawn_counts_for_quorum"),
    ("substitutes", "counts_for_quorum"),
    ("numbering", "single_paragraph_unnumbered"),
)


def check_rules(
    rules: Mapping[str, Any], clauses: Sequence[Mapping[str, Any]], prose_only: Sequence[str]
) -> list[TermsError]:
    """Return what is wrong with the sections and clauses of terms, in their order; an empty list when nothing is."""
    problems = list(_check_clauses(clauses, prose_only))
    known = {str(clause.get("id")) for clause in clauses if isinstance(clause, dict)}
    for name, section in rules.items():
        problems += _check_section(name, section)
    for path, clause in list_cited_clauses(rules):
        if clause not in known:
            fix = "Add it to the clauses, or mend the id."
            problems.append(TermsError(path, f"There is no clause {clause!r}.", fix))
    return problems


def _check_section(name: str, section: Any) -> Iterator[TermsError]:
    if name == "quorum":
        try:
            read_expression(section, "quorum")
        except TermsError as problem:
            yield problem
    elif name not in SECTIONS:
        known = ", ".join(["quorum", *SECTIONS])
        yield TermsError(name, "There is no such section.", f"Known: {known}.")
    else:
        yield from _check_shape(section, SECTIONS[name], name)
        yield from _check_values(name, section)


def _check_shape(value: Any, shape: Any, path: str) -> Iterator[TermsError]:
    if isinstance(shape, list):
        if not isinstance(value, list):
            yield TermsError(path, "This is a list.", "Write it as one.")
            return
        for index, part in enumerate(value):
            yield from _check_shape(part, shape[0], f"{path}[{index}]")
    elif isinstance(shape, dict):
        if path.endswith(".at_least") and is_count(value):
            return
        if not isinstance(value, dict):
            yield TermsError(path, "This is a table of keys and values.", "Write it as one.")
            return
        for key, part in value.items():
            if key not in shape:
                yield TermsError(f"{path}.{key}", "This key is not known here.", f"Known: {', '.join(shape)}.")
            else:
                yield from _check_shape(part, shape[key], f"{path}.{key}")


def _check_values(name: str, section: Any) -> Iterator[TermsError]:
    if not isinstance(section, dict):
        return
    for of, key in _BOOLEANS:
        if of == name and key in section and not isinstance(section[key], bool):
            yield TermsError(f"{name}.{key}", "This is true or false.", "Write one of the two.")
    if name == "attendance" and "counts_for_quorum" in section:
        try:
            read_words(section, "counts_for_quorum", name)
        except TermsError as problem:
            yield problem


def _check_clauses(clauses: Sequence[Any], prose_only: Sequence[Any]) -> Iterator[TermsError]:
    seen: set[str] = set()
    for index, clause in enumerate(clauses):
        path = f"clauses[{index}]"
        if not _is_clause(clause):
            yield TermsError(path, "A clause has an id and a text, and nothing else.", "Give both as text.")
            continue
        if not _SLUG.fullmatch(clause["id"]):
            yield TermsError(f"{path}.id", f"{clause['id']!r} is not an id.", "Use small letters, digits and hyphens.")
        if clause["id"] in seen:
            yield TermsError(f"{path}.id", f"The id {clause['id']!r} stands twice.", "Give each clause its own.")
        seen.add(clause["id"])
    for index, name in enumerate(prose_only):
        if name not in seen:
            yield TermsError(f"prose_only[{index}]", f"There is no clause {name!r}.", "Mend the id.")


def _is_clause(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"id", "text"} and all(isinstance(v, str) for v in value.values())


def list_cited_clauses(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, clause id) for each citation of a clause in the sections of terms."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            here = f"{path}.{key}" if path else key
            if key == "clause" and isinstance(value, str):
                yield here, value
            else:
                yield from list_cited_clauses(value, here)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from list_cited_clauses(value, f"{path}[{index}]")


def list_citing_sections(rules: Mapping[str, Any], clause: str) -> list[str]:
    """Return the names of the sections that cite a clause, in their order."""
    return list(
        dict.fromkeys(re.split(r"[.\[]", path)[0] for path, cited in list_cited_clauses(rules) if cited == clause)
    )


def find_loose_clauses(
    rules: Mapping[str, Any], clauses: Sequence[Mapping[str, Any]], prose_only: Sequence[str]
) -> list[str]:
    """Return the ids of clauses that no rule cites and that are not said to be prose only: somebody forgot them."""
    cited = {clause for _, clause in list_cited_clauses(rules)}
    return [clause["id"] for clause in clauses if clause["id"] not in cited and clause["id"] not in prose_only]


def make_terms_sha256(*parts: Any) -> str:
    """Return the SHA-256 of parts of terms as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
