"""Addresses of this stage."""

from django.urls import URLPattern, path, register_converter
from django.views.decorators.http import require_http_methods, require_safe

from moothall.govern import views
from moothall.govern.models import ADDRESS


class AddressConverter:
    """The number or name of an item or a paragraph: 17.8, 11, 18.4-correction-1."""

    regex = ADDRESS

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AddressConverter, "address")
writes = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("boards/", require_safe(views.boards), name="boards"),
    path("boards/download.csv", require_safe(views.boards_csv), name="boards_csv"),
    path("boards/<slug:slug>/", require_safe(views.board), name="board"),
    path("boards/<slug:slug>/calendar.ics", require_safe(views.board_calendar), name="board_calendar"),
    path("boards/<slug:slug>/meetings/", require_safe(views.board_meetings), name="board_meetings"),
    path("boards/<slug:slug>/meetings/download.csv", require_safe(views.meetings_csv), name="meetings_csv"),
    path("boards/<slug:slug>/decisions/", require_safe(views.board_decisions), name="board_decisions"),
    path("boards/<slug:slug>/decisions/download.csv", require_safe(views.decisions_csv), name="decisions_csv"),
    path("boards/<slug:slug>/papers/", require_safe(views.board_papers), name="board_papers"),
    path("boards/<slug:slug>/papers/download.csv", require_safe(views.papers_csv), name="papers_csv"),
    path("meetings/<slug:slug>/", require_safe(views.meeting), name="meeting"),
    path("meetings/<slug:slug>/papers/download.csv", require_safe(views.meeting_papers_csv), name="meeting_papers_csv"),
    path("reports/<slug:slug>/", require_safe(views.report), name="report"),
    path("meetings/<slug:meeting>/minutes/<address:slug>/", require_safe(views.paragraph), name="paragraph"),
]
desk_urlpatterns: list[URLPattern] = [
    path("meetings/", require_safe(views.meeting_rooms), name="meeting_rooms"),
    path("meetings/<slug:slug>/", require_safe(views.meeting_room), name="meeting_room"),
    path(
        "meetings/<slug:slug>/items/<address:number>/paragraph/", writes(views.add_paragraph), name="record_paragraph"
    ),
    path(
        "meetings/<slug:slug>/paragraphs/<address:paragraph>/decision/",
        writes(views.add_decision),
        name="record_decision",
    ),
    path(
        "meetings/<slug:slug>/paragraphs/<address:paragraph>/correction/",
        writes(views.add_correction),
        name="correct_paragraph",
    ),
]
