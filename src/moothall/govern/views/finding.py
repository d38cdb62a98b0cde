"""Finding what an address names, for whoever asks: what may not be seen is not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from moothall.govern import queries
from moothall.govern.models import AgendaItem, Board, Meeting, MinuteParagraph, Report


def find_board(request: HttpRequest, slug: str) -> Board:
    found = queries.get_board(request.user, slug)
    if found is None:
        raise Http404("There is no such board.")
    return found


def find_meeting(request: HttpRequest, slug: str) -> Meeting:
    found = queries.get_meeting(request.user, slug)
    if found is None:
        raise Http404("There is no such meeting.")
    return found


def find_report(request: HttpRequest, slug: str) -> Report:
    found = queries.get_report(request.user, slug)
    if found is None:
        raise Http404("There is no such paper.")
    return found


def find_paragraph(request: HttpRequest, meeting: str, slug: str) -> MinuteParagraph:
    found = queries.get_paragraph(request.user, meeting, slug)
    if found is None:
        raise Http404("There is no such paragraph.")
    return found


def find_item(request: HttpRequest, meeting: Meeting, number: str) -> AgendaItem:
    found = next((item for item in queries.list_items(request.user, meeting) if item.number == number), None)
    if found is None:
        raise Http404("There is no such item.")
    return found
