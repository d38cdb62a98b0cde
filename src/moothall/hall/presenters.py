"""What the front door shows: bodies, people, areas and the map in words, the API's routes, search answers in short."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from moothall.assess.presenters import show_standing, tag_verdict
from moothall.deliver.presenters import show_actions, tag_status
from moothall.hall import bodies, queries
from moothall.hall.queries import Front
from moothall.hall.rules.terms import Term, explain
from moothall.kit import formats
from moothall.kit.context import find_newest
from moothall.kit.models import User
from moothall.kit.work import WorkRow
from moothall.places.models import Cited, GlossaryTerm
from moothall.plan.models import Plan
from moothall.plan.presenters import name_board, name_leads
from moothall.plan.queries import PriorityRow

EXCERPT = 240


@dataclass(frozen=True)
class Route:
    """One route of the API: its path, what it answers, an address to try, its parameters."""

    path: str
    summary: str
    example: str
    parameters: list[dict[str, str]]


def list_routes(document: dict[str, Any], examples: dict[str, dict[str, str]]) -> list[Route]:
    """Return the routes of an OpenAPI document; ``examples`` gives, for each list, a value for each name in a path."""
    routes = []
    for path, methods in sorted(document["paths"].items()):
        operation = methods.get("get")
        if operation is None:
            continue
        parameters = [
            {"name": p["name"], "where": p["in"], "about": p.get("description", "")}
            for p in operation.get("parameters", ())
        ]
        routes.append(Route(path, operation.get("summary", ""), _fill(path, examples), parameters))
    return routes


def _fill(path: str, examples: dict[str, dict[str, str]]) -> str:
    values = next((examples[part] for part in path.split("/") if part in examples), {})
    filled = re.sub(r"{(\w+)}", lambda name: values.get(name[1], "{" + name[1] + "}"), path)
    return "" if "{" in filled else filled


def cut_excerpt(text: str, words: list[str]) -> SafeString:
    """Return the part of a text round the first word that was sought, with every such word marked, as safe HTML."""
    plain = " ".join(text.split())
    first = min((at for word in words if (at := plain.lower().find(word)) >= 0), default=0)
    start = max(0, plain.rfind(" ", 0, max(0, first - EXCERPT // 3)) + 1) if first > EXCERPT // 3 else 0
    part = plain[start : start + EXCERPT]
    if start + EXCERPT < len(plain):
        part = part[: part.rfind(" ")] + " …"
    return _mark(("… " if start else "") + part, words)


def _mark(text: str, words: list[str]) -> SafeString:
    if not words:
        return conditional_escape(text)
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")[\w’'-]*", re.IGNORECASE)
    pieces, at = [], 0
    for hit in pattern.finditer(text):
        pieces += [conditional_escape(text[at : hit.start()]), f"<mark>{conditional_escape(hit[0])}</mark>"]
        at = hit.end()
    pieces.append(conditional_escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


def show_front(front: Front) -> dict[str, Any]:
    """Return the front page's cards and tags."""
    plans = {row.priority.plan for row in front.priorities}
    return {
        "front": front,
        "cards_of": [_show_priority(row) for row in front.priorities],
        "plans": [_show_plan(plan) for plan in sorted(plans, key=lambda plan: plan.slug)],
        "action_tags": [
            {**vars(tag_status(status)), "count": count, "href": f"{reverse('actions')}?status={status.key}"}
            for status, count in front.actions
        ],
    }


def _show_plan(plan: Plan) -> dict[str, str]:
    """Return a plan with its years and state, and its page."""
    years = f" {plan.from_on.year} to {plan.to_on.year}" if plan.from_on and plan.to_on else ""
    return {
        "title": plan.title,
        "href": plan.get_absolute_url(),
        "words": f"{years} ({plan.get_state_display().lower()})",
    }


def _show_priority(row: PriorityRow) -> dict[str, Any]:
    priority, due = row.priority, row.dues.ahead
    facts = [("Led by", name_leads(priority, row.leads)), ("Board", name_board(priority))]
    if due:
        facts.append(("Next due", f"{due.title}, {formats.day(due.on) if due.on else due.as_written}"))
    if row.dues.overdue:
        facts.append(("Overdue", "; ".join(f"{one.title}, {formats.day(one.on)}" for one in row.dues.overdue)))
    return {
        "number": priority.number,
        "title": priority.title,
        "href": priority.get_absolute_url(),
        "aim": priority.aim,
        "facts": facts,
        "tags": [
            {**vars(tag_verdict(standing.verdict)), "about": standing.indicator.short_name}
            for standing in row.standings
            if standing.observation is not None
        ],
    }


# --- bodies, people, areas --------------------------------------------------------------------------------------------

Absolute = Callable[[str], str]
CITATION_HEADER = ("document", "page", "lines", "status", "because", "contradicted")
ORGANISATION_HEADER = (
    "organisation", "name", "short_name", "kind", "part_of", "area", "seats", "actions_led", "address",
    *CITATION_HEADER,
)  # fmt: skip
AREA_HEADER = ("code", "name", "kind", "values", "boards", "actions", "address", *CITATION_HEADER)
TERM_HEADER = ("term", "meaning", "also_written", "see", *CITATION_HEADER)
MAP_HEADER = (
    "body", "name", "kind", "layer", "what_it_does", "line", "to", "strength", "leads", "actions", "address",
    *CITATION_HEADER,
)  # fmt: skip
NOT_PLACED = ("none", "No layer is recorded")


def cite_cells(record: Cited) -> list[object]:
    """Return where a record comes from as the last cells of a row."""
    citation = record.citation
    return [
        citation.document, citation.page, citation.lines, citation.status, citation.because, citation.contradicted
    ]  # fmt: skip


def show_organisations(rows: Iterable[bodies.OrganisationRow]) -> list[dict[str, Any]]:
    """Return the lines of the list of organisations."""
    return [
        {
            "name": row.organisation.name,
            "href": row.organisation.get_absolute_url(),
            "kind": row.organisation.get_kind_display(),
            "area": row.organisation.area,
            "seats": row.seats,
            "actions": row.actions,
            "record": row.organisation,
        }
        for row in rows
    ]


def write_organisation(row: bodies.OrganisationRow, absolute: Absolute) -> list[object]:
    """Return one row of the file of organisations."""
    one = row.organisation
    return [
        one.slug, one.name, one.short_name, one.get_kind_display(), one.parent.name if one.parent else "",
        one.area.name if one.area else "", row.seats, row.actions, absolute(one.get_absolute_url()), *cite_cells(one),
    ]  # fmt: skip


def show_organisation(found: bodies.OrganisationPage) -> dict[str, Any]:
    """Return what an organisation's page says of it, in words."""
    one = found.organisation
    facts: list[tuple[str, object]] = [("Kind", one.get_kind_display()), ("Short name", one.short_name)]
    facts += [("Since", formats.day(one.from_on)), ("Until", formats.day(one.to_on))]
    return {"facts": [fact for fact in facts if fact[1]], "actions": show_actions(found.actions)}


def show_person(found: bodies.PersonPage) -> dict[str, Any]:
    """Return what a person's page says, in words: published roles and nothing else."""
    roles = [f"{post.title}, {post.organisation.name}" for post in found.posts]
    roles += [f"{one.seat.label} on {one.seat.board.name}" for one in found.seats]
    return {"actions": show_actions(found.actions), "role_count": len(roles)}


def show_areas(rows: Iterable[bodies.AreaRow]) -> list[dict[str, Any]]:
    """Return the lines of the list of areas."""
    return [
        {
            "name": row.area.name,
            "href": row.area.get_absolute_url(),
            "kind": capfirst(row.area.kind.label),
            "holdings": row.holdings,
            "boards": row.boards,
            "actions": row.actions,
            "record": row.area,
        }
        for row in rows
    ]


def write_area(row: bodies.AreaRow, absolute: Absolute) -> list[object]:
    """Return one row of the file of areas."""
    area = row.area
    counts = (row.values, row.boards, row.actions)
    return [area.code, area.name, area.kind.label, *counts, absolute(area.get_absolute_url()), *cite_cells(area)]


def show_area(found: bodies.AreaPage) -> dict[str, Any]:
    """Return what an area's page says: its own values in words, or that there are none."""
    return {
        "shown": [show_standing(standing) for standing in found.standings],
        "home_shown": [show_standing(one) for one in found.home_standings if one.observation is not None],
        "actions": show_actions(found.actions),
    }


def write_term(term: GlossaryTerm) -> list[object]:
    """Return one row of the file of the glossary."""
    return [term.term, term.meaning, "; ".join(term.forms), term.see.term if term.see else "", *cite_cells(term)]


def explain_terms(request: Any, page: str) -> str:
    """Return a public page with its abbreviations explained; the glossary itself, and errors of a place, stay."""
    if request.path == reverse("glossary"):
        return page
    terms: Sequence[Term] = queries.recall("terms", find_newest(request), lambda: _list_page_terms(AnonymousUser()))
    return explain(page, terms) if terms else page


def _list_page_terms(user: Any) -> list[Term]:
    """Return the glossary's terms, then the short names of organisations, as pages are to explain them."""
    held = [Term((one.term, *one.forms), one.meaning, one.get_absolute_url()) for one in bodies.list_terms(user)]
    known = {form for term in held for form in term.forms}
    glossary = reverse("glossary")
    for one in bodies.list_short_names(user):
        if one.short_name not in known:
            held.append(Term((one.short_name,), one.name, f"{glossary}#organisation-{one.slug}"))
            known.add(one.short_name)
    return held


# --- the map ----------------------------------------------------------------------------------------------------------


def find_kind(body: bodies.Body) -> str:
    """Return the key of a body's kind, by which the map is filtered."""
    return body.record.kind if body.is_board else "organisation"


def find_layer(body: bodies.Body) -> tuple[str, str]:
    """Return the key and word of the layer that a body works in: the kind of its area."""
    area = body.record.area
    return (area.kind.key, area.kind.label) if area else NOT_PLACED


def list_layers(found: bodies.BodyMap) -> list[tuple[str, str]]:
    """Return the layers that any body works in, larger areas first."""
    levels = {find_layer(body): body.record.area.kind.level if body.record.area else 99 for body in found.bodies}
    return sorted(levels, key=lambda layer: (levels[layer], layer))


def say_map(found: bodies.BodyMap) -> str:
    """Return the map in a sentence."""
    boards = [body for body in found.bodies if body.is_board]
    without = sum(not body.up for body in boards)
    stated = sum(edge.strength == "stated" for edge in found.edges)
    lines = f"{formats.plural(len(found.edges), 'line')} between bodies, {formats.number(stated)} of them stated"
    lone = f"For {formats.plural(without, 'board or group', 'boards and groups')} no reporting line is recorded."
    return f"{formats.plural(len(found.bodies), 'body', 'bodies')} and {lines}. {lone}"


def show_bodies(chosen: Iterable[bodies.Body]) -> list[dict[str, Any]]:
    """Return the lines of the map's table."""
    return [
        {
            "name": body.record.name,
            "href": body.record.get_absolute_url(),
            "kind": body.record.get_kind_display(),
            "does": getattr(body.record, "purpose", ""),
            "up": [_show_edge(edge, edge.end) for edge in body.up],
            "down": [_show_edge(edge, edge.start) for edge in body.down],
            "priorities": body.priorities,
            "drives": body.drives,
            "actions": body.actions,
            "record": body.record,
        }
        for body in chosen
    ]


def _show_edge(edge: bodies.Edge, other: bodies.Node) -> dict[str, Any]:
    return {"words": edge.words, "other": other, "strength": edge.strength, "record": edge.record}


def write_body(body: bodies.Body, absolute: Absolute) -> Iterator[list[object]]:
    """Yield the rows of the map's file for one body: one for each line up from it, or one that has none."""
    record = body.record
    before = [record.slug, record.name, record.get_kind_display(), find_layer(body)[1], getattr(record, "purpose", "")]
    after = ["; ".join(one.title for one in body.priorities), body.actions, absolute(record.get_absolute_url())]
    for edge in body.up:
        yield [*before, edge.words, edge.end.name, edge.strength, *after, *cite_cells(edge.record)]
    if not body.up:
        yield [*before, "", "", "", *after, *cite_cells(record)]


def list_reviews(user: User) -> list[WorkRow]:
    """Return what somebody is asked to read and approve on the words desk."""
    return [
        WorkRow(
            title=f"Read and approve: {page.title}",
            url=reverse("wagtailadmin_home"),  # its first list has the buttons; the editor itself is locked
            note="Words that wait for a second pair of eyes",
        )
        for page in queries.list_reviewable(user)
    ]
