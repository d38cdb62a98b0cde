"""How plans are shown: words and tags of leads, timescales, targets and roles; links and the matrix as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from moothall.assess import charts
from moothall.assess.presenters import ShownStanding, show_standing
from moothall.assess.queries import Standing
from moothall.govern.models import Board, list_board_slugs
from moothall.kit import formats
from moothall.kit.grants import AnyUser
from moothall.kit.models import User
from moothall.kit.work import WorkRow
from moothall.places.models import Cited, Organisation, Person, SourceDocument
from moothall.places.rules import Timescale
from moothall.plan import rules
from moothall.plan.models import (
    End,
    Link,
    MatrixCell,
    MatrixQuestion,
    MatrixTheme,
    Objective,
    Plan,
    Priority,
    Target,
)
from moothall.plan.queries import (
    Layer,
    Matrix,
    NextDue,
    PlacedTarget,
    PriorityRow,
    StrategyPage,
    StrategyRow,
    list_kept_plans,
    list_kept_questions,
)

CSV_HEADER = (
    "number", "priority", "plan", "lead", "lead board", "indicators and how they stand", "next due", "due on",
    "overdue", "source", "page", "status of the source", "why", "contradicted", "address",
)  # fmt: skip
NO_INDICATOR = "No indicator is printed in the strategy"
TO_BE_CONFIRMED, NOBODY, NO_BOARD = "To be confirmed", "Nobody is named", "No board is named"
_STANDING_TAGS = {
    "ahead": ("green", "▲"),
    "on_path": ("green", "●"),
    "behind": ("red", "▼"),
    "too_early": ("white", "○"),
    "cannot_say": ("grey", "?"),
}
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_MARK_WORDS = {
    "review": "the day of its review",
    "doubtful": "the source puts a question mark to it",
}
_UNSET_WORDS = {
    "conflict": "the words contradict each other, so no day is read from them",
    "refused": "there is no such day or quarter, so no day is read from it",
    "relative": "the day it was said on is not known, so no day is read from it",
    "next_meeting": "the next meeting is not known, so no day is read from it",
}


@dataclass(frozen=True)
class Tag:
    """A word in a box: its colour, and a shape that says the same to the eye."""

    text: str
    colour: str
    shape: str


def tag_standing(standing: rules.Standing) -> Tag:
    """Return where a target stands as a tag."""
    colour, shape = _STANDING_TAGS[standing.key]
    return Tag(standing.word, colour, shape)


def name_leads(priority: Priority, leads: Sequence[Person]) -> str:
    """Return who leads a priority: the names, "To be confirmed", or that nobody is named."""
    if priority.lead_state == rules.TO_BE_CONFIRMED:
        return TO_BE_CONFIRMED
    return " and ".join(str(person) for person in leads) or NOBODY


def name_board(priority: Priority) -> str:
    """Return the board that leads a priority, "To be confirmed", or that none is named."""
    if priority.lead_board_state == rules.TO_BE_CONFIRMED:
        return TO_BE_CONFIRMED
    return priority.lead_board.name if priority.lead_board else NO_BOARD


def say_timescale(value: Timescale) -> str:
    """Return what a timescale was read as, in words; "No day is set" where the words name none."""
    marks = value.mark.split(";")
    if value.kind == "unset":
        return "No day is set" + next((f": {_UNSET_WORDS[mark]}" for mark in marks if mark in _UNSET_WORDS), "")
    if "by" in marks and value.end is not None:
        read = f"{formats.day(value.end)} at the latest"
    else:
        read = _READINGS[value.kind](value)
    notes = [_MARK_WORDS[mark] for mark in marks if mark in _MARK_WORDS]
    return f"{read} ({', '.join(notes)})" if notes else read


def say_both(value: Timescale) -> str:
    """Return the words as written beside what they were read as; once where the two are the same."""
    read, words = say_timescale(value), value.as_written
    if not words or read.lower() == words.lower():
        return read
    return f"“{words}”, read as: {read[:1].lower() if read[:1].isalpha() else read[:1]}{read[1:]}"


def _say_span(value: Timescale) -> str:
    start, end = formats.day(value.start), formats.day(value.end)
    if not start or not end:
        return f"From {start}" if start else f"Until {end}"
    return start if start == end else f"{start} to {end}"


def _say_recurring(value: Timescale) -> str:
    times, _, period = value.every.rpartition("/")
    count, unit = period[1:-1], _UNITS[period[-1:]]
    often = f"every {unit}" if count == "1" else f"every {count} {unit}s"
    words = f"{times} times {often}" if times else often.capitalize()
    return f"{words}, {_say_span(value)[:1].lower()}{_say_span(value)[1:]}" if value.start or value.end else words


def _say_ongoing(value: Timescale) -> str:
    return f"Ongoing from {formats.day(value.start)}" if value.start else "Ongoing"


_READINGS: dict[str, Callable[[Timescale], str]] = {
    "point": _say_span,
    "range": _say_span,
    "recurring": _say_recurring,
    "ongoing": _say_ongoing,
    "conditional": lambda value: "When its condition is met",
}


def say_goal(placed: PlacedTarget) -> str:
    """Return the value aimed at: "30,000 people", "50% of the baseline (18.0%)"; empty where none is stated."""
    target = placed.target
    if target.value is not None:
        return _join_unit(_trim(target.value), target.unit)
    if target.ratio is None:
        return ""
    share = f"{_trim(round(target.ratio * 100, 1))}% of the baseline"
    if placed.goal is None:
        return share
    return f"{share} ({_join_unit(formats.decimal(placed.goal, 1), target.unit)})"


def say_baseline(placed: PlacedTarget) -> str:
    """Return the baseline as "32.1%, 31 March 2018", or what of it is not stated."""
    baseline = placed.aim.baseline
    if baseline.value is None:
        return "Not stated"
    on = formats.day(baseline.on) or "date not stated"
    return f"{_join_unit(_trim(baseline.value), placed.target.unit)}, {on}"


def _trim(value: float) -> str:
    """Return a number without decimals that say nothing: 36, 32.1."""
    return formats.number(int(value) if value == int(value) else value)


def _join_unit(number: str, unit: str) -> str:
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}".strip()


@dataclass(frozen=True)
class ShownPriority:
    """A priority as one line of a list."""

    priority: Priority
    title: str
    href: str
    lead: str
    board: str
    standings: Sequence[ShownStanding]
    due: str
    due_title: str
    due_href: str
    overdue: Sequence[NextDue]


def show_priority(row: PriorityRow) -> ShownPriority:
    """Return a priority as one line of a list."""
    due = row.dues.ahead
    return ShownPriority(
        priority=row.priority,
        title=f"{row.priority.number}. {row.priority.title}",
        href=row.priority.get_absolute_url(),
        lead=name_leads(row.priority, row.leads),
        board=name_board(row.priority),
        standings=[show_standing(standing) for standing in row.standings],
        due=formats.day(due.on) or due.as_written if due else "",
        due_title=due.title if due else "",
        due_href=due.url if due else "",
        overdue=row.dues.overdue,
    )


def group_by_plan(rows: Iterable[PriorityRow]) -> list[tuple[Plan, list[ShownPriority]]]:
    """Return the priorities plan by plan, in their order."""
    found: dict[int, tuple[Plan, list[ShownPriority]]] = {}
    for row in rows:
        plan = row.priority.plan
        found.setdefault(plan.pk, (plan, []))[1].append(show_priority(row))
    return list(found.values())


def make_csv_row(row: PriorityRow, address: str) -> list[object]:
    """Return one priority as a row of the CSV file; days as 2019-07-23."""
    priority, due = row.priority, row.dues.ahead
    shown = [show_standing(standing) for standing in row.standings]
    return [
        priority.number,
        priority.title,
        priority.plan.title,
        name_leads(priority, row.leads),
        name_board(priority),
        " | ".join(one.reading or f"{one.indicator.short_name}: no value published" for one in shown) or NO_INDICATOR,
        due.title if due else "",
        due.on if due else "",
        " | ".join(one.title for one in row.dues.overdue),
        *_cite(priority),
        f"{address}{priority.get_absolute_url()}",
    ]


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator on a priority's page: how it stands, its chart, and the same for each area."""

    shown: ShownStanding
    chart: dict[str, object] | None
    areas: Sequence[ShownStanding]


def show_indicator(standing: Standing, areas: Sequence[Standing]) -> ShownIndicator:
    """Return an indicator with the addresses and measures of its chart; no chart where there is nothing to draw."""
    chart: dict[str, object] | None = None
    if charts.pick_rows(standing, areas):
        address = reverse("indicator_chart", args=[standing.indicator.slug])
        chart = {
            "src": address,
            "wide_src": f"{address}?wide=yes",
            "narrow": charts.measure(charts.draw_comparison(standing, areas, shape=charts.NARROW)),
            "wide": charts.measure(charts.draw_comparison(standing, areas, shape=charts.WIDE)),
        }
    return ShownIndicator(show_standing(standing), chart, [show_standing(area) for area in areas])


@dataclass(frozen=True)
class ShownTarget:
    """A target with its words, by when, and where it stands or why that cannot be said."""

    target: Target
    timescale: str
    goal: str
    baseline: str
    tag: Tag
    because: str


def show_target(placed: PlacedTarget) -> ShownTarget:
    """Return a target as a page shows it."""
    target = placed.target
    return ShownTarget(
        target=target,
        timescale=say_both(target.timescale),
        goal=say_goal(placed) or "Not stated",
        baseline=say_baseline(placed),
        tag=tag_standing(placed.standing),
        because=_say_why(placed),
    )


def _say_why(placed: PlacedTarget) -> str:
    """Return why a target stands where it does, with the numbers that it was told by."""
    standing, latest = placed.standing, placed.latest
    if standing.path_value is None or latest is None:
        return standing.because
    value, low, high, path = (
        formats.decimal(number, 1) for number in (latest.value, latest.lower_95, latest.upper_95, standing.path_value)
    )
    return f"{standing.because} Latest: {value} ({low} to {high}), {latest.period}; path: {path}."


@dataclass(frozen=True)
class ShownObjective:
    """An objective with its targets."""

    objective: Objective
    areas: str
    groups: str
    targets: Sequence[ShownTarget]


def show_objective(objective: Objective, placed: Iterable[PlacedTarget]) -> ShownObjective:
    """Return an objective as a page shows it."""
    return ShownObjective(
        objective=objective,
        areas=", ".join(area.name for area in objective.areas.all()),
        groups=", ".join(map(str, objective.groups)),
        targets=[show_target(one) for one in placed],
    )


# --- the plans desk ---------------------------------------------------------------------------------------------------

MOST_ROWS = 5


def keeps_plans(user: AnyUser) -> bool:
    """Say whether ``user`` keeps the plans of any board."""
    slugs = list_board_slugs(user, "keep_plans")
    return slugs is None or bool(slugs)


def list_open_questions(user: User) -> Iterable[WorkRow]:
    """Yield the questions of plans that ``user`` keeps which have no answer, or one that is due for review."""
    if not keeps_plans(user):
        return
    plans = list_kept_plans(user, list_board_slugs(user, "keep_plans"))
    waiting = [one for one in list_kept_questions(user, plans) if one.state != rules.ANSWERED]
    for question in waiting[:MOST_ROWS]:
        url = reverse("answer_matrix_question", args=[question.slug])
        yield WorkRow(question.text, url, say_asked(question), question.review_on, rules.QUESTION_WORDS[question.state])


def say_asked(question: MatrixQuestion) -> str:
    """Return who is asked, and by which plan."""
    if question.cell is None:
        return f"{question.plan}, layer {question.layer}"
    return f"{question.cell.theme.plan}: {question.cell.theme.title}, {question.cell.body}"


# --- strategies -------------------------------------------------------------------------------------------------------

STRATEGIES_HEADER = (
    "title", "kind", "board", "state", "from", "to", "public since", "priorities", "themes of its matrix", "source",
    "page", "status of the source", "why", "contradicted", "address",
)  # fmt: skip
MATRIX_HEADER = (
    "theme", "body", "role", "concerns", "question", "how it stands", "answer", "answered on", "answered by",
    "review on", "source", "page", "status of the source", "why", "contradicted",
)  # fmt: skip
LINKS_HEADER = (
    "from", "kind of from", "relation", "to", "kind of to", "strength", "from day", "to day", "source", "page", "lines",
    "status of the source", "why", "contradicted",
)  # fmt: skip
_END_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Board, "Board"),
    (Organisation, "Organisation"),
    (Plan, "Plan"),
    (Priority, "Priority"),
    (Objective, "Objective"),
    (SourceDocument, "Document"),
)
_QUESTION_TAGS = {
    rules.UNANSWERED: ("orange", "○"),
    rules.ANSWERED: ("green", "●"),
    rules.STALE: ("yellow", "◐"),
}
_ROLE_COLOURS = {"driver": "blue", "drive": "blue", "influencer": "aqua-green", "sponsor": "aqua-green"}


def say_years(plan: Plan) -> str:
    """Return the years of a plan: "2019 to 2030", "from 2019", or nothing where none is printed."""
    first, last = plan.from_on, plan.to_on
    if first and last:
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first:
        return f"from {first.year}"
    return f"until {last.year}" if last else ""


def say_plan(plan: Plan) -> str:
    """Return what a plan is in one line: its kind, state and years."""
    parts = (plan.get_kind_display(), plan.get_state_display().lower(), say_years(plan))
    return ", ".join(part for part in parts if part)


def show_strategy(row: StrategyRow) -> dict[str, str]:
    """Return a plan as one card of the list."""
    counts = [formats.plural(row.priorities, "priority", "priorities")] if row.priorities else []
    counts += [f"a matrix of {formats.plural(row.themes, 'theme')}"] if row.themes else []
    return {
        "title": row.plan.title,
        "href": row.plan.get_absolute_url(),
        "kicker": say_plan(row.plan),
        "board": row.plan.board.name,
        "holds": ", ".join(counts) or "Text only",
    }


def make_strategy_row(row: StrategyRow, address: str) -> list[object]:
    """Return one plan as a row of the CSV file; days as 2019-07-23."""
    plan = row.plan
    return [
        plan.title,
        plan.get_kind_display(),
        plan.board.name,
        plan.get_state_display(),
        plan.from_on or "",
        plan.to_on or "",
        plan.published_on or "",
        row.priorities,
        row.themes,
        *_cite(plan),
        f"{address}{plan.get_absolute_url()}",
    ]


def _cite(record: Cited) -> list[object]:
    """Return the source, page, status and reason of a record, as the last cells of its row."""
    citation = record.citation
    return [
        citation.title, citation.page, record.get_source_status_display(), citation.because, citation.contradicted
    ]  # fmt: skip


@dataclass(frozen=True)
class ShownQuestion:
    """A question of a matrix or a layer, and how it stands."""

    question: MatrixQuestion
    tag: Tag
    answer: str
    said: str


def show_question(question: MatrixQuestion) -> ShownQuestion:
    """Return a question with its answer, or the visible state that there is none."""
    state = question.state
    said = ""
    if question.answer:
        said = f"{question.answered_by}, {formats.day(question.answered_on)}"
        said += f"; to be looked at again by {formats.day(question.review_on)}" if question.review_on else ""
    return ShownQuestion(question, Tag(rules.QUESTION_WORDS[state], *_QUESTION_TAGS[state]), question.answer, said)


@dataclass(frozen=True)
class ShownLayer:
    """A layer of a plan: its name, its scope, its questions."""

    name: str
    key: str
    in_scope: Sequence[str]
    questions: Sequence[ShownQuestion]


def show_layer(layer: Layer, number: int) -> ShownLayer:
    """Return a layer as a page shows it; ``number`` makes the name of its place on the page."""
    name = layer.name[:1].upper() + layer.name[1:]
    return ShownLayer(name, f"layer-{number}", layer.in_scope, [show_question(one) for one in layer.questions])


@dataclass(frozen=True)
class ShownCell:
    """A body's place in a theme: its role as a tag, what concerns it, its questions, and where that is printed."""

    cell: MatrixCell
    role: Tag
    meaning: str
    questions: Sequence[ShownQuestion]
    place: str


def show_cell(theme: MatrixTheme, cell: MatrixCell | None) -> ShownCell | None:
    """Return a cell as the matrix shows it; None where the plan has no cell for that body."""
    if cell is None:
        return None
    role = rules.find_role(theme.vocabulary, cell.role)
    return ShownCell(
        cell=cell,
        role=Tag(role.word, _ROLE_COLOURS.get(role.key, "grey"), role.shape),
        meaning=role.meaning,
        questions=[show_question(question) for question in cell.questions.all()],
        place=_say_place(cell),
    )


def _say_place(record: Cited) -> str:
    """Return page and lines of a record whose paper is named nearby, and that it was inferred where it was."""
    page = f"p. {record.source_page}" if record.source_page[:1].isdigit() else record.source_page
    parts = [page, record.source_lines, "" if record.source_status == "stated" else record.source_status]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class ShownMatrix:
    """A matrix as a page shows it: bodies from left to right, themes from top to bottom, and its words."""

    bodies: Sequence[Board | Organisation]
    rows: Sequence[tuple[MatrixTheme, Sequence[ShownCell | None]]]
    legend: Sequence[tuple[Tag, str]]
    sentence: str
    reasons: Sequence[str]


def show_matrix(matrix: Matrix) -> ShownMatrix:
    """Return a matrix with a sentence that reads it and the meaning of each role word that can stand in it."""
    rows = [(theme, [show_cell(theme, cell) for cell in cells]) for theme, cells in matrix.rows]
    vocabulary = matrix.rows[0][0].vocabulary
    roles = [*rules.VOCABULARIES[vocabulary], rules.NO_ROLE]
    return ShownMatrix(
        bodies=matrix.bodies,
        rows=rows,
        legend=[(Tag(role.word, _ROLE_COLOURS.get(role.key, "grey"), role.shape), role.meaning) for role in roles],
        sentence=say_matrix(matrix),
        reasons=list_reasons([*matrix.cells, *matrix.questions]),
    )


def list_reasons(records: Iterable[Cited]) -> list[str]:
    """Return why records are inferred, each reason once."""
    return list(dict.fromkeys(one.source_because for one in records if one.source_status == "inferred"))


def say_matrix(matrix: Matrix) -> str:
    """Return the counts of a matrix in words: themes, bodies, cells without a role, questions and open ones."""
    cells, questions = matrix.cells, matrix.questions
    silent = sum(not cell.role for cell in cells)
    waiting = sum(question.state == rules.UNANSWERED for question in questions)
    stale = sum(question.state == rules.STALE for question in questions)
    themes, bodies = formats.plural(len(matrix.rows), "theme"), formats.plural(len(matrix.bodies), "body", "bodies")
    said = f"{themes} and {bodies}. "
    said += f"In {silent} of {formats.plural(len(cells), 'cell')} no role is stated. " if silent else ""
    said += f"{formats.plural(len(questions), 'question')}, {waiting} not answered yet"
    return said + (f", {stale} due for review." if stale else ".")


def make_matrix_rows(matrix: Matrix) -> list[list[object]]:
    """Return a matrix as rows of the CSV file: one for each question, and one for each cell without any."""
    rows: list[list[object]] = []
    for theme, cells in matrix.rows:
        for cell in (one for one in cells if one is not None):
            role = rules.find_role(theme.vocabulary, cell.role)
            head = [theme.title, str(cell.body), role.word, "; ".join(cell.concerns)]
            asked = list(cell.questions.all())
            rows += [[*head, *_make_question_cells(one)] for one in asked]
            rows += [] if asked else [[*head, "", "", "", "", "", "", *_cite(cell)]]
    return rows


def _make_question_cells(question: MatrixQuestion) -> list[object]:
    return [
        question.text,
        rules.QUESTION_WORDS[question.state],
        question.answer,
        question.answered_on or "",
        question.answered_by,
        question.review_on or "",
        *_cite(question),
    ]


@dataclass(frozen=True)
class ShownLink:
    """A link as one line: its relation in words as read from this side, and what stands at the other end."""

    link: Link
    words: str
    other: str
    kind: str
    href: str


def show_link(link: Link, *, back: bool = False) -> ShownLink:
    """Return a link as read from its start, or from its end (``back``)."""
    relation = rules.RELATIONS[link.kind]
    other = link.start if back else link.end
    words = relation.back if back else relation.words
    return ShownLink(link, words[:1].upper() + words[1:], name_end(other), name_end_kind(other), find_end_url(other))


def name_end(end: End | None) -> str:
    """Return the name of what stands at an end of a link."""
    return str(end) if end is not None else ""


def name_end_kind(end: End | None) -> str:
    """Return in one word what stands at an end of a link."""
    return next((word for model, word in _END_KINDS if isinstance(end, model)), "")


def find_end_url(end: End | None) -> str:
    """Return the page of what stands at an end of a link; empty where it has none."""
    if isinstance(end, SourceDocument):
        return reverse("source", args=[end.key])
    if isinstance(end, Objective):
        return end.priority.get_absolute_url()
    finder = getattr(end, "get_absolute_url", None)
    return str(finder()) if finder is not None else ""


def make_link_row(link: Link) -> list[object]:
    """Return one link as a row of the CSV file."""
    return [
        name_end(link.start),
        name_end_kind(link.start),
        link.get_kind_display(),
        name_end(link.end),
        name_end_kind(link.end),
        link.get_strength_display(),
        link.from_on or "",
        link.to_on or "",
        link.source.title if link.source else "",
        link.source_page,
        link.source_lines,
        link.get_source_status_display(),
        link.source_because,
        link.citation.contradicted,
    ]


@dataclass(frozen=True)
class ShownSpotlight:
    """An example that a priority's text holds up."""

    title: str
    text: str
    page: str


def show_spotlights(priority: Priority) -> list[ShownSpotlight]:
    """Return the examples of a priority."""
    return [
        ShownSpotlight(str(row.get("title", "")), str(row.get("text", "")), str(row.get("page", "")))
        for row in priority.spotlights
    ]


@dataclass(frozen=True)
class ShownText:
    """What a strategy says about one of its priorities."""

    priority: Priority
    objectives: Sequence[Objective]
    spotlights: Sequence[ShownSpotlight]


def list_texts(page: StrategyPage) -> list[ShownText]:
    """Return what a strategy says about each priority, less those of which it holds no text."""
    texts = [
        ShownText(row.priority, page.objectives.get(row.priority.pk, ()), show_spotlights(row.priority))
        for row in page.priorities
    ]
    return [one for one in texts if one.objectives or one.spotlights or _has_text(one.priority)]


def _has_text(priority: Priority) -> bool:
    return any((priority.where_now, priority.how_to_get_there, priority.how_delivered))
