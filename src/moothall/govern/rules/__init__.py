"""The rules of boards: publicity, lives, reporting lines, terms of reference, quorum, numbers. Pure functions."""

from moothall.govern.rules.deadlines import check_rule, find_deadline, say_rule
from moothall.govern.rules.language import TermsError
from moothall.govern.rules.lines import find_cycle
from moothall.govern.rules.numbering import NUMBERED_KINDS, Given, Held, give_number, name_correction
from moothall.govern.rules.papers import (
    COVER_FIELDS,
    ITEM_FOR,
    PUBLIC_REPORT_STATES,
    REPORT_STATES,
    VERBS,
    check_cover,
)
from moothall.govern.rules.quorum import Line, Quorum, Seat, State, count_quorum
from moothall.govern.rules.states import (
    CONFIDENTIAL,
    EXEMPT,
    ITEM_STATES,
    MEETING_STATES,
    MINUTED_MEETING_STATES,
    OPEN,
    PUBLIC_ITEM_STATES,
    PUBLICITY,
    RECORDING_STATES,
    check_publicity,
)
from moothall.govern.rules.terms import (
    SCHEMA,
    SECTIONS,
    check_rules,
    find_loose_clauses,
    list_citing_sections,
    make_terms_sha256,
)
from moothall.govern.rules.words import describe_quorum, explain, explain_line, name_units

__all__ = [
    "CONFIDENTIAL",
    "COVER_FIELDS",
    "EXEMPT",
    "ITEM_FOR",
    "ITEM_STATES",
    "MEETING_STATES",
    "MINUTED_MEETING_STATES",
    "NUMBERED_KINDS",
    "OPEN",
    "PUBLICITY",
    "PUBLIC_ITEM_STATES",
    "PUBLIC_REPORT_STATES",
    "RECORDING_STATES",
    "REPORT_STATES",
    "SCHEMA",
    "SECTIONS",
    "VERBS",
    "Given",
    "Held",
    "Line",
    "Quorum",
    "Seat",
    "State",
    "TermsError",
    "check_cover",
    "check_publicity",
    "check_rule",
    "check_rules",
    "count_quorum",
    "describe_quorum",
    "explain",
    "explain_line",
    "find_cycle",
    "find_deadline",
    "find_loose_clauses",
    "give_number",
    "list_citing_sections",
    "make_terms_sha256",
    "name_correction",
    "name_units",
    "say_rule",
]
