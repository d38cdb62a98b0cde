"""``moothall check``: the loaded place against its own rules."""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from moothall.cli.ready import start_with_place
from moothall.cli.saying import answer, answer_json, count, note

SERIES = re.compile(r"^(.*?)(\d+)$")


@dataclass(frozen=True)
class Finding:
    """Something that breaks a rule of the place: on which record, what, and what to do."""

    ref: str
    reason: str
    fix: str

    def __str__(self) -> str:
        return f"{self.ref}: {self.reason} {self.fix}"


def run(asked: argparse.Namespace) -> int:
    """Judge everything; 1 when there is a finding."""
    start_with_place()
    findings = check_place()
    if asked.json:
        answer_json("check", {"checks": [name for name, _ in CHECKS], "findings": [asdict(one) for one in findings]})
    else:
        for finding in findings:
            answer(str(finding))
    note(f"{count(len(CHECKS), 'check')}, {count(len(findings), 'finding')}.")
    return 1 if findings else 0


def check_place() -> list[Finding]:
    """Return all findings, in the order of the checks."""
    return [finding for _, check in CHECKS for finding in check()]


def check_the_place_is_there() -> Iterator[Finding]:
    """Yield a finding when no place is loaded, or its clocks are not those of the settings."""
    from django.conf import settings

    from moothall.places.models import Place

    place = Place.objects.first()
    if place is None:
        yield Finding("place:this", "No place is loaded.", "Load one: moothall load DIR --confirm")
    elif place.time_zone != settings.TIME_ZONE:
        reason = f"The place goes by {place.time_zone}, this site by {settings.TIME_ZONE}."
        yield Finding(place.ref, reason, f"Set MOOTHALL_TIME_ZONE={place.time_zone}.")


def check_citations() -> Iterator[Finding]:
    """Yield each record that does not say where it comes from."""
    from django.apps import apps

    from moothall.places.models import Cited
    from moothall.places.rules import check_citation

    for model in apps.get_models():
        if issubclass(model, Cited):
            for record in model._default_manager.order_by("pk").iterator():
                problem = check_citation(record.source_status, record.source_because, record.source_id is not None)
                if problem:
                    yield Finding(_ref(record), problem, "Name it in the place's files and load them again.")


def check_numbering() -> Iterator[Finding]:
    """Yield each series of paragraph numbers (18.1, 18.2, ...) that has a gap, meeting by meeting."""
    from moothall.govern.models import Meeting

    for meeting in Meeting.objects.order_by("slug"):
        numbers = meeting.paragraphs.exclude(number="").values_list("number", flat=True)
        for series, missing in find_gaps(numbers).items():
            named = ", ".join(f"{series}{number}" for number in missing)
            yield Finding(meeting.ref, f"The minutes have no paragraph {named}.", "Add it, or number without a gap.")


def find_gaps(numbers: Iterable[str]) -> dict[str, list[int]]:
    """Return the missing numbers of each series: ``18.1, 18.3`` gives ``{"18.": [2]}``."""
    held: dict[str, set[int]] = defaultdict(set)
    for number in numbers:
        found = SERIES.match(number)
        if found and found[1]:
            held[found[1]].add(int(found[2]))
    gaps = {series: sorted(set(range(1, max(there) + 1)) - there) for series, there in held.items()}
    return {series: missing for series, missing in sorted(gaps.items()) if missing}


def check_terms() -> Iterator[Finding]:
    """Yield what is wrong with terms of reference, and each clause that no rule cites and that is not prose only."""
    from moothall.govern import rules
    from moothall.govern.models import TermsOfReference

    for terms in TermsOfReference.objects.select_related("board").order_by("board__slug", "effective_from"):
        for problem in rules.check_rules(terms.rules, terms.prose, terms.prose_only):
            yield Finding(terms.ref, str(problem), "Mend the terms and load them again.")
        for clause in rules.find_loose_clauses(terms.rules, terms.prose, terms.prose_only):
            reason = f"No rule cites the clause {clause!r}, and it is not said to be prose only."
            yield Finding(terms.ref, reason, "Cite it in a rule, or list it in prose_only.")


def check_quorum() -> Iterator[Finding]:
    """Yield each meeting with attendance whose quorum cannot be counted by the terms in force on its day."""
    from moothall.govern import rules
    from moothall.govern.models import Meeting
    from moothall.govern.queries import get_quorum
    from moothall.kit.acts import get_operator

    operator = get_operator()
    attended = Meeting.objects.filter(attendances__state="present").distinct()
    for meeting in attended.order_by("slug"):
        try:
            quorum = get_quorum(operator, meeting)
        except rules.TermsError as error:
            yield Finding(meeting.ref, f"The quorum cannot be counted: {error}", "Mend the terms and load them again.")
            continue
        if quorum is None:
            reason = "The quorum cannot be counted: no terms of reference were in force that day."
            yield Finding(meeting.ref, reason, "Add the board's terms with the day from which they hold.")


def check_deadlines() -> Iterator[Finding]:
    """Yield each deadline whose rule gives another moment than the one that counts, or than it gave when entered."""
    from moothall.govern.models import Deadline

    for deadline in Deadline.objects.select_related("meeting").order_by("meeting__slug", "kind"):
        now = deadline.compute()
        if now != deadline.computed_at:
            reason = "Its rule gives another moment now: the meeting's day or a bank holiday was changed."
            yield Finding(deadline.ref, reason, "Say which moment counts, and load the deadlines again.")
        elif deadline.conflicts:
            reason = "Its rule gives another moment than the one that is entered."
            yield Finding(deadline.ref, reason, "Say which stands: mend the rule or the moment.")


def check_files() -> Iterator[Finding]:
    """Yield the frontend when it is not prepared, and each uploaded file that a record names and that is not there."""
    from django.apps import apps
    from django.conf import settings
    from django.db.models import FileField

    if not (settings.MOOTHALL_FRONTEND / "nhsuk" / "nhsuk.min.css").is_file():
        yield Finding("frontend", "The NHS.UK frontend is not prepared.", "Run moothall serve or make demo once.")
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, FileField)]
        for record in model._default_manager.order_by("pk").iterator() if fields else ():
            for field in fields:
                file = getattr(record, field.attname)
                if file and not file.storage.exists(file.name):
                    yield Finding(_ref(record), f"The file {file.name} is not there.", "Restore it from a backup.")


def check_settings() -> Iterator[Finding]:
    """Yield each setting that is not safe where others can reach the site."""
    from moothall.kit import checks

    for message in checks.check_settings():
        if message.is_serious():
            yield Finding(str(message.id), str(message.msg), str(message.hint))


def _ref(record: Any) -> str:
    return str(getattr(record, "ref", None) or f"{record._meta.label_lower}:{record.pk}")


CHECKS: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
    ("place", check_the_place_is_there),
    ("citations", check_citations),
    ("numbering", check_numbering),
    ("terms", check_terms),
    ("quorum", check_quorum),
    ("deadlines", check_deadlines),
    ("files", check_files),
    ("settings", check_settings),
)
