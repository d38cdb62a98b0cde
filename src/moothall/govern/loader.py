"""The files of a place that this stage reads and writes: boards, their terms, seats, meetings, minutes, decisions."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from moothall.govern import permissions, rules
from moothall.govern.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Board,
    Deadline,
    Decision,
    ForwardItem,
    Meeting,
    MinuteParagraph,
    ReportingLine,
    ReportRouting,
    Seat,
    TermsOfReference,
    VotingGroup,
)
from moothall.govern.models import Report as Paper
from moothall.kit import kept
from moothall.kit.acts import Entered, enter_record
from moothall.kit.errors import RefusedError
from moothall.kit.models import User
from moothall.kit.placefiles import FileProblem, find_toml_line, read_toml, write_toml
from moothall.kit.sheets import Column, Report, Sheet, export_sheet, load_sheet
from moothall.places.loader import CITED, STANDING
from moothall.places.models import Area, Organisation, Person, Place, Post, SourceDocument

MEMBER = "board__slug/slug"
OF_MEETING = "meeting__slug/slug"


def name_by_post(values: dict[str, Any]) -> dict[str, Any] | None:
    """Let the seat stand for the person where a place is loaded without names; a row with neither is left out."""
    seat: Seat | None = values.get("seat")
    title = values.get("post_title") or (seat.label if seat else "")
    return {**values, "person": None, "post_title": title} if title else None


# In the order in which rows refer to each other; terms stand between the two halves.
BEFORE_TERMS = (
    Sheet(
        "govern/boards.csv",
        Board,
        (
            Column("slug", required=True),
            Column("name", required=True),
            Column("short_name"),
            Column("kind", required=True, about="statutory, partnership, group or practice"),
            Column("purpose"),
            Column("statutory_basis"),
            Column("host", "ref", to=Organisation),
            Column("area", "ref", to=Area, by="code"),
            Column("lead_officer", "ref", to=Person),
            Column("chair_post", about="the post that chairs it, where no seats are recorded"),
            Column("meets", about="how often, in words"),
            Column("is_proposed", "yes", default="no", about="yes: a paper asks for it, none says that it exists"),
            Column("partners", "refs", to=Organisation, about="organisations that are partners in it"),
            Column("responsible", "refs", to=Organisation, about="those of them with the duty in law"),
            Column("from_on", "date"),
            Column("to_on", "date"),
            Column("extra_schema", "json", about="object: a JSON Schema of the board's own fields"),
            Column("extra", "json", about="object: those fields"),
            *CITED,
        ),
        key=("slug",),
        about="boards, groups and partnerships that meet",
    ),
    Sheet(
        "govern/reporting_lines.csv",
        ReportingLine,
        (
            Column("child", "ref", required=True, to=Board),
            Column("parent_board", "ref", to=Board, about="this, or a parent organisation"),
            Column("parent_organisation", "ref", to=Organisation),
            Column("kind", default="reports_to", about="reports_to, supports, overseen_by or informs"),
            Column("strength", default="stated", about="stated or implied"),
            Column("from_on", "date"),
            Column("to_on", "date"),
            *CITED,
        ),
        key=("child", "parent_board", "parent_organisation", "kind"),
        about="who reports to, supports, is overseen by or informs whom",
    ),
    Sheet(
        "govern/voting_groups.csv",
        VotingGroup,
        (
            Column("board", "ref", required=True, to=Board),
            Column("slug", required=True),
            Column("name", required=True),
            Column("organisations", "refs", to=Organisation),
            *CITED,
        ),
        key=("board", "slug"),
        about="organisations with one vote between them",
    ),
    Sheet(
        "govern/seats.csv",
        Seat,
        (
            Column("board", "ref", required=True, to=Board),
            Column("slug", required=True),
            Column("label", required=True),
            Column("organisation", "ref", to=Organisation),
            Column("voting_group", "ref", to=VotingGroup, by=MEMBER, about="board/group"),
            Column("voting", "yes", default="yes"),
            Column("weight", "int", default="1"),
            Column("tags", "words"),
            Column("order", "int", default="0"),
            Column("from_on", "date"),
            Column("to_on", "date"),
            *CITED,
        ),
        key=("board", "slug"),
        about="members' places on boards",
    ),
    Sheet(
        "govern/appointments.csv",
        Appointment,
        (
            Column("seat", "ref", required=True, to=Seat, by=MEMBER, about="board/seat"),
            Column("person", "ref", to=Person),
            Column("post_title", about="stands for a holder who is not named"),
            Column("office", default="none", about="chair, vice_chair or none"),
            Column("appointed_by"),
            Column("from_on", "date", required=True),
            Column("to_on", "date"),
            Column("ended_because"),
            *CITED,
        ),
        key=("seat", "from_on"),
        about="who holds a seat, and when",
        unnamed=name_by_post,
    ),
)
AFTER_TERMS = (
    Sheet(
        "govern/meetings.csv",
        Meeting,
        (
            Column("slug", required=True),
            Column("board", "ref", required=True, to=Board),
            Column("starts_at", "moment", required=True),
            Column("ends_at", "moment"),
            Column("venue"),
            Column("mode", default="in_person", about="in_person, remote or hybrid"),
            Column("kind", default="ordinary", about="ordinary, extraordinary, development, reconvened or joint"),
            Column("reconvenes", "ref", to=Meeting, about="the meeting that it takes up again; it stands above"),
            Column("terms", "ref", to=TermsOfReference, by="board__slug/version_name", about="board/version"),
            Column("state", default="planned", about="planned, agenda_published, …, minutes_confirmed"),
            Column("presided_by", "ref", to=Person),
            Column("questions_close_at", "moment"),
            Column("cancelled_because", about="why it is not held"),
            *CITED,
        ),
        key=("slug",),
        about="meetings of boards",
        rows=lambda: Meeting.objects.order_by("starts_at", "slug"),
    ),
    Sheet(
        "govern/attendance.csv",
        Attendance,
        (
            Column("meeting", "ref", required=True, to=Meeting),
            Column("person", "ref", to=Person),
            Column("post_title", about="for somebody who is not named"),
            Column("seat", "ref", to=Seat, by=MEMBER, about="board/seat"),
            Column("role", default="member", about="member, substitute, officer or public"),
            Column("state", required=True, about="present or apologies; absence is computed"),
            Column("intervals", "json", about="[[in, out, how], …] when they matter"),
            *CITED,
        ),
        key=("meeting", "person", "seat", "post_title"),
        about="who was there, who sent apologies",
        unnamed=name_by_post,
    ),
    Sheet(
        "govern/agenda_items.csv",
        AgendaItem,
        (
            Column("meeting", "ref", required=True, to=Meeting),
            Column("number", required=True),
            Column("order", "int", required=True),
            Column("title", required=True),
            Column("presenters"),
            Column("purpose", about="decision, discussion or information"),
            Column("matter"),
            Column("minutes_allotted", "int"),
            Column("started_at", "moment"),
            Column("ended_at", "moment"),
            Column("parent", "ref", to=AgendaItem, by="meeting__slug/number", about="meeting/number"),
            Column("state", default="draft", about="draft, ready, published, …, dealt_with"),
            Column("publicity", default="open", about="open, exempt or confidential"),
            Column("exempt_paragraphs", "json", about="numbers of Schedule 12A, such as [3]"),
            Column("public_interest_text"),
            Column("urgent_reason"),
            Column("first_page", "int"),
            Column("last_page", "int"),
            *CITED,
        ),
        key=("meeting", "number"),
        about="items of agendas",
    ),
    Sheet(
        "govern/paragraphs.csv",
        MinuteParagraph,
        (
            Column("meeting", "ref", required=True, to=Meeting),
            Column("item", "ref", required=True, to=AgendaItem, by="meeting__slug/number", about="meeting/number"),
            Column("slug", required=True, about="its address: the number, or the item's number"),
            Column("number", about="empty for the only paragraph of an item"),
            Column("order", "int", required=True),
            Column("text", required=True),
            Column("kind", default="narrative", about="narrative, resolution, noted, post_meeting_note, correction"),
            Column("publicity", default="open", about="open, exempt or confidential"),
            Column("corrects", "ref", to=MinuteParagraph, by=OF_MEETING, about="meeting/paragraph; it stands above"),
            *CITED,
        ),
        key=("meeting", "slug"),
        about="minute paragraphs, each with its own address",
    ),
    Sheet(
        "govern/decisions.csv",
        Decision,
        (
            Column("paragraph", "ref", required=True, to=MinuteParagraph, by=OF_MEETING, about="meeting/paragraph"),
            Column("slug", required=True),
            Column("kind", required=True, about="election, approval, agreement, …"),
            Column("strength", default="explicit", about="explicit, soft or view"),
            Column("text", required=True),
            Column("mover", "ref", to=Seat, by=MEMBER),
            Column("seconder", "ref", to=Seat, by=MEMBER),
            Column("method", default="not_stated"),
            Column("outcome", default="carried"),
            Column("validity", default="not_computed"),
            *CITED,
        ),
        key=("paragraph", "slug"),
        about="what was settled, and in which paragraph",
    ),
    Sheet(
        "govern/forward_items.csv",
        ForwardItem,
        (
            Column("slug", required=True),
            Column("board", "ref", required=True, to=Board),
            Column("meeting", "ref", to=Meeting),
            Column("title", required=True),
            Column("purpose"),
            Column("sponsor"),
            Column("paragraph", "ref", to=MinuteParagraph, by=OF_MEETING, about="meeting/paragraph"),
            Column("statute"),
            Column("timescale", field="timescale_as_written", about="when, in the words of the paper"),
            Column("state", default="planned", about="planned, on_agenda, done or dropped"),
            Column("dropped_because"),
            *CITED,
        ),
        key=("slug",),
        about="what boards will take, and when",
    ),
    Sheet(
        "govern/reports.csv",
        Paper,
        (
            Column("slug", required=True),
            Column("board", "ref", required=True, to=Board),
            Column("title", required=True),
            Column("item_for", "words", about="decision, discussion, information"),
            Column("sponsors", "refs", to=Post, about="posts of posts.csv"),
            Column("authors", "refs", to=Post, about="posts of posts.csv"),
            Column("other_authors", "words", about="posts that posts.csv does not hold; no names"),
            Column("organisations", "refs", to=Organisation),
            Column("other_organisations", "words", about="what else the sheet prints"),
            Column("key_issues"),
            Column(
                "recommendations", "json", about='list of {"number", "verb", "text"}; the text begins with the verb'
            ),
            Column("printed_without", "yes", default="no", about="yes: the paper itself asks for nothing"),
            Column("financial_implications"),
            Column("not_read", "words", about="fields of the sheet that are missing from the text that was read"),
            Column("state", default="drafting", about="commissioned, drafting, …, published, superseded"),
            Column("publicity", default="open", about="open, exempt or confidential"),
            Column("exempt_paragraphs", "json", about="numbers of Schedule 12A, such as [3]"),
            Column("public_interest_text"),
            Column("supersedes", "ref", to=Paper, about="the paper that it replaces; it stands above"),
            Column("to_public_at", "moment", about="when it was opened to the public, where that is known"),
            Column("withdrawn_because", about="why it was taken back; a withdrawn paper must say it"),
            *CITED,
        ),
        key=("slug",),
        about="papers with their cover sheets",
        rows=lambda: Paper.objects.order_by("pk"),
    ),
    Sheet(
        "govern/report_routings.csv",
        ReportRouting,
        (
            Column("report", "ref", required=True, to=Paper),
            Column("item", "ref", required=True, to=AgendaItem, by="meeting__slug/number", about="meeting/number"),
            Column("role", required=True, about="decide, consult or note"),
            Column("order", "int", default="1", about="among the papers of the item"),
            Column("authoritative", "yes", default="no", about="yes for the one item that settles it"),
            *CITED,
        ),
        key=("report", "item"),
        about="which item of which meeting takes a paper",
    ),
    Sheet(
        "govern/deadlines.csv",
        Deadline,
        (
            Column("board", "ref", required=True, to=Board),
            Column("meeting", "ref", required=True, to=Meeting),
            Column("kind", required=True, about="public_questions, member_questions, agenda, …"),
            Column("due_at", "moment", required=True),
            Column("rule", "json", about="object: such as a count of days back, as in terms of reference"),
            Column("calendar", about="whose bank holidays are counted with: a calendar of bank_holidays.csv"),
            Column("met_at", "moment"),
            Column("breach_reason"),
            *CITED,
        ),
        key=("meeting", "kind"),
        about="by when something must have come for a meeting",
    ),
)
SHEETS = (*BEFORE_TERMS, *AFTER_TERMS)
TERMS_FOLDER = "govern/terms"
FILES = (f"{TERMS_FOLDER}/*.toml",)
HEAD = ("schema", "board", "version", "effective_from", "effective_to", "source", "clauses", "prose_only")
# What this site keeps beside the terms themselves, in a table of its own: `source` of the head is words, not a key.
RECORD = ("source", "page", "lines", "status", "because", "proposal", "adopted_by", "proposed_seats")


def load(folder: Path, *, by: User, report: Report) -> None:
    """Enter this stage's files of the place in ``folder``."""
    for sheet in BEFORE_TERMS:
        load_sheet(sheet, folder, by=by, report=report)
    trees = {}
    for name in list_terms_files(folder):
        try:
            trees[name] = TermsFile(folder, name)
            trees[name].enter(by=by, report=report)
        except FileProblem as problem:
            report.problems.append(problem)
            trees.pop(name, None)
    for sheet in AFTER_TERMS:
        load_sheet(sheet, folder, by=by, report=report)
    for terms in trees.values():
        try:
            terms.enter_adoption(by=by, report=report)
        except FileProblem as problem:
            report.problems.append(problem)
    _check_front_board(folder, report)


def list_terms_files(folder: Path) -> list[str]:
    """Return the files of terms in a place's folder, by name."""
    return sorted(f"{TERMS_FOLDER}/{path.name}" for path in (folder / TERMS_FOLDER).glob("*.toml"))


def _check_front_board(folder: Path, report: Report) -> None:
    place = Place.objects.first()
    if place and place.front_board and not Board.objects.filter(slug=place.front_board).exists():
        line = find_toml_line(folder, "place.toml", "front_board") if (folder / "place.toml").exists() else None
        reason = f"There is no board {place.front_board!r}."
        report.problems.append(FileProblem("place.toml", line, "front_board", reason, "Name a board of boards.csv."))


class TermsFile:
    """One version of a board's terms as a file in ``tor/1``, with the table ``[record]`` of this site."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self.tree = read_toml(folder, name)
        self.record: dict[str, Any] = self._get_record()

    def problem(self, key: str, reason: str, fix: str) -> FileProblem:
        """Return a fault with the line on which the last name of ``key`` is first set."""
        words = [word for word in key.replace("]", "").replace("[", ".").split(".") if not word.isdigit()]
        lines = (find_toml_line(self.folder, self.name, word) for word in reversed(words))
        return FileProblem(self.name, next((line for line in lines if line), None), key, reason, fix)

    def enter(self, *, by: User, report: Report) -> None:
        """Enter the terms, but for the decision that adopted them: that comes later in the load."""
        self._check_head()
        sections = {key: plain(value) for key, value in self.tree.items() if key not in (*HEAD, "record")}
        clauses, prose_only = self.tree.get("clauses", []), self.tree.get("prose_only", [])
        for problem in rules.check_rules(sections, clauses, prose_only)[:1]:
            raise self.problem(problem.path, problem.reason, problem.fix)
        values = {
            "effective_from": self.tree["effective_from"],
            "effective_to": self.tree.get("effective_to"),
            "origin": self.tree["source"],
            "prose": clauses,
            "prose_only": prose_only,
            "rules": sections,
            "is_proposal": self.record.get("proposal", False),
            "proposed_seats": plain(self.record.get("proposed_seats", [])),
            **self._read_citation(),
        }
        self._report(self._enter(by, values), report)

    def enter_adoption(self, *, by: User, report: Report) -> None:
        """Enter the decision that adopted the terms, which the file names as meeting/paragraph/decision."""
        entered = self._enter(by, {"adopted_by": self._find_decision()})
        if entered.kind != "same":
            self._report(entered, report)

    def _enter(self, by: User, values: Mapping[str, Any]) -> Entered:
        board = Board.objects.filter(slug=self.tree["board"]).first()
        if board is None:
            raise self.problem("board", f"There is no board {self.tree['board']!r}.", "Enter it in boards.csv first.")
        key = {"board": board, "version_name": self.tree["version"]}
        try:
            return enter_record(by=by, model=TermsOfReference, key=key, values=values)
        except RefusedError as error:
            named = {"version_name": "version", "origin": "source", "source": "record"}
            field = named.get(error.field or "", error.field or "version")
            raise self.problem(field, error.sentence, "Change the file, then load again.") from error

    def _report(self, entered: Entered, report: Report) -> None:
        report.add(self.name, getattr(entered.record, "ref", ""), entered.kind, entered.changes)

    def _get_record(self) -> dict[str, Any]:
        record = self.tree.get("record", {})
        if not isinstance(record, dict):
            raise self.problem("record", "This is a table.", "Write [record] on a line of its own.")
        self._refuse_unknown(record, RECORD, "record.")
        return record

    def _refuse_unknown(self, tree: Mapping[str, Any], known: Sequence[str], before: str) -> None:
        for key in tree:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                fix = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
                raise self.problem(f"{before}{key}", "This key is not known here.", fix)

    def _check_head(self) -> None:
        self._refuse_unknown(self.tree, (*HEAD, "record", "quorum", *rules.SECTIONS), "")
        if self.tree.get("schema") != rules.SCHEMA:
            raise self.problem("schema", f"This is not {rules.SCHEMA}.", f'Begin with schema = "{rules.SCHEMA}".')
        for key in ("board", "version", "source"):
            if not isinstance(self.tree.get(key), str) or not self.tree[key].strip():
                raise self.problem(key, f"The key {key!r} is missing or not text.", "Add it.")
        for key in ("effective_from", "effective_to"):
            self._read_day(key, required=key == "effective_from")
        for key in ("clauses", "prose_only"):
            if not isinstance(self.tree.get(key, []), list):
                raise self.problem(key, "This is a list.", "Write it as one.")

    def _read_day(self, key: str, *, required: bool) -> None:
        """Read a day written as TOML's own date or as text."""
        value = self.tree.get(key)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = False
        if (value is None and required) or (value is not None and type(value) is not date):
            raise self.problem(key, f"The key {key!r} is not a day.", "Write it as 2019-07-23.")
        self.tree[key] = value

    def _read_citation(self) -> dict[str, Any]:
        texts = ("source", "page", "lines", "status", "because", "adopted_by")
        for key in texts:
            if not isinstance(self.record.get(key, ""), str):
                raise self.problem(f"record.{key}", "This is not text.", "Put it in quotation marks.")
        if not isinstance(self.record.get("proposal", False), bool):
            raise self.problem("record.proposal", "This is true or false.", "Write one of the two.")
        return {
            "source": self._find_source(self.record.get("source", "")),
            "source_page": self.record.get("page", ""),
            "source_lines": self.record.get("lines", ""),
            "source_status": self.record.get("status", "stated"),
            "source_because": self.record.get("because", ""),
        }

    def _find_source(self, key: str) -> SourceDocument | None:
        found = SourceDocument.objects.filter(key=key).first() if key else None
        if key and found is None:
            raise self.problem("record.source", f"There is no source {key!r}.", "Enter it in sources.csv first.")
        return found

    def _find_decision(self) -> Decision | None:
        named = self.record.get("adopted_by", "")
        parts = named.split("/")
        if not named:
            return None
        found: Decision | None = None
        if len(parts) == 3:
            meeting, paragraph, slug = parts
            wanted = {"paragraph__meeting__slug": meeting, "paragraph__slug": paragraph, "slug": slug}
            found = Decision.objects.filter(**wanted).first()
        if found is None:
            raise self.problem(
                "record.adopted_by", f"There is no decision {named!r}.", "Write it as meeting/paragraph/decision."
            )
        return found


def plain(value: Any) -> Any:
    """Return a tree with days as text, as JSON can hold it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def export(folder: Path) -> None:
    """Write this stage's files of the place into ``folder``."""
    for sheet in BEFORE_TERMS:
        export_sheet(sheet, folder)
    for terms in TermsOfReference.objects.select_related("board", "source", "adopted_by__paragraph__meeting"):
        write_toml(folder, f"{TERMS_FOLDER}/{terms.board.slug}_{terms.version_name}.toml", make_terms_tree(terms))
    for sheet in AFTER_TERMS:
        export_sheet(sheet, folder)


def make_terms_tree(terms: TermsOfReference) -> dict[str, Any]:
    """Return a version of terms as the tree of its file."""
    head = {
        "schema": rules.SCHEMA,
        "board": terms.board.slug,
        "version": terms.version_name,
        "effective_from": terms.effective_from,
        "effective_to": terms.effective_to,
        "source": terms.origin,
        "prose_only": terms.prose_only or None,
    }
    adopted = terms.adopted_by
    record = {
        "source": terms.source.key if terms.source else None,
        "page": terms.source_page or None,
        "lines": terms.source_lines or None,
        "status": terms.source_status,
        "because": terms.source_because or None,
        "proposal": terms.is_proposal or None,
        "adopted_by": adopted.ref.removeprefix("decision:") if adopted else None,
        "proposed_seats": terms.proposed_seats or None,
    }
    known = ["quorum", *rules.SECTIONS]
    sections = {name: terms.rules[name] for name in known if name in terms.rules}
    return {**head, "record": record, "clauses": terms.prose or None, **sections}


# Who keeps a sheet on the records desk besides administrators: the power, and the way from a row to its board.
KEPT: Mapping[str, Mapping[str, Any]] = {
    "govern/boards.csv": {},
    "govern/reporting_lines.csv": {},
    "govern/voting_groups.csv": {"power": "keep_members", "paths": ("board",)},
    "govern/seats.csv": {"power": "keep_members", "paths": ("board",)},
    "govern/appointments.csv": {"power": "keep_members", "paths": ("seat__board",)},
    "govern/meetings.csv": {
        "power": "keep_agenda", "paths": ("board",), "check": permissions.check_meeting_change,
    },
    "govern/attendance.csv": {
        "power": "keep_members", "paths": ("meeting__board",), "check": permissions.check_attendance_change,
    },
}  # fmt: skip
LEFT_OUT = {
    "govern/agenda_items.csv": "On the agendas desk: an item is published with its agenda, and may be exempt.",
    "govern/paragraphs.csv": "In the meeting room: minutes that are confirmed never change, they are corrected.",
    "govern/decisions.csv": "In the meeting room: a decision is entered in the paragraph that records it.",
    "govern/forward_items.csv": "On the agendas desk, in the forward plan.",
    "govern/reports.csv": "On the papers desk: a paper is cleared before it is published, and may be exempt.",
    "govern/report_routings.csv": "On the papers desk: a paper is put on an agenda there.",
    "govern/deadlines.csv": "On the agendas desk: deadlines come from the board’s terms.",
}


def register_desk() -> None:
    """Let boards, their members and meetings be kept on the records desk; all else has a desk of its own."""
    for sheet in SHEETS:
        if sheet.file in LEFT_OUT:
            kept.leave_out(sheet.file, LEFT_OUT[sheet.file])
        else:
            rule = {"sentence": permissions.KEEPS_MEMBERS, **KEPT[sheet.file]} if KEPT[sheet.file] else {}
            kept.register("Boards and meetings", sheet, standing=STANDING, **rule, order=20)
