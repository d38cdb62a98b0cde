"""Routes of the API of this stage: areas, organisations, the glossary, and the documents that citations name."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from moothall.kit.api import PROBLEMS, Cited, page
from moothall.places.models import Area, GlossaryTerm, Organisation, SourceDocument

router = Router()

Limit = Annotated[int, Query(ge=1, le=100, description="how many at the most")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="how many to pass over")]


class AreaRow(Schema):
    """A geography with its official code."""

    code: str
    name: str
    kind: str
    vintage: str
    is_home: bool
    source: Cited


class OrganisationRow(Schema):
    """A body in law or practice."""

    key: str
    name: str
    kind: str
    parent: str | None
    successor: str | None
    source: Cited


class TermRow(Schema):
    """An abbreviation or word of the papers, and what it means."""

    key: str
    term: str
    meaning: str
    forms: list[str]
    see: str | None
    source: Cited


class Glossary(Schema):
    count: int
    limit: int
    offset: int
    items: list[TermRow]


class DocumentRow(Schema):
    """A paper or address that citations name."""

    key: str
    title: str
    publisher: str
    published_on: date | None
    address: str


class Areas(Schema):
    count: int
    limit: int
    offset: int
    items: list[AreaRow]


class Organisations(Schema):
    count: int
    limit: int
    offset: int
    items: list[OrganisationRow]


class Documents(Schema):
    count: int
    limit: int
    offset: int
    items: list[DocumentRow]


@router.get("/areas", response={200: Areas, **PROBLEMS}, summary="Areas")
def list_areas(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> Any:
    rows = Area.objects.visible_to(request.user).select_related("kind", "source")
    return page(rows, limit, offset, make_area)


@router.get("/organisations", response={200: Organisations, **PROBLEMS}, summary="Organisations")
def list_organisations(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> Any:
    rows = Organisation.objects.visible_to(request.user).select_related("parent", "successor", "source")
    return page(rows, limit, offset, make_organisation)


@router.get("/glossary", response={200: Glossary, **PROBLEMS}, summary="What the words of the papers mean")
def list_glossary(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> Any:
    rows = GlossaryTerm.objects.visible_to(request.user).select_related("see", "source")
    return page(rows, limit, offset, make_term)


@router.get("/documents", response={200: Documents, **PROBLEMS}, summary="Papers that facts come from")
def list_documents(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> Any:
    return page(SourceDocument.objects.visible_to(request.user), limit, offset, make_document)


def make_area(area: Area) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "kind": area.kind.key,
        "vintage": area.vintage,
        "is_home": area.is_home,
        "source": asdict(area.citation),
    }


def make_organisation(organisation: Organisation) -> dict[str, Any]:
    parent, successor = organisation.parent, organisation.successor
    return {
        "key": organisation.slug,
        "name": organisation.name,
        "kind": organisation.kind,
        "parent": parent.slug if parent else None,
        "successor": successor.slug if successor else None,
        "source": asdict(organisation.citation),
    }


def make_term(term: GlossaryTerm) -> dict[str, Any]:
    return {
        "key": term.slug,
        "term": term.term,
        "meaning": term.meaning,
        "forms": term.forms,
        "see": term.see.slug if term.see else None,
        "source": asdict(term.citation),
    }


def make_document(document: SourceDocument) -> dict[str, Any]:
    return {
        "key": document.key,
        "title": document.title,
        "publisher": document.publisher,
        "published_on": document.published_on,
        "address": document.address,
    }
