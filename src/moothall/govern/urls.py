"""Addresses of this stage."""

from django.urls import URLPattern, path, register_converter
from django.views.decorators.http import require_http_methods, require_safe

from moothall.govern.models import ADDRESS
from moothall.govern.views import agendas, papers, public, room


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
    path("boards/", require_safe(public.boards), name="boards"),
    path("boards/download.csv", require_safe(public.boards_csv), name="boards_csv"),
    path("boards/<slug:slug>/", require_safe(public.board), name="board"),
    path("boards/<slug:slug>/calendar.ics", require_safe(public.board_calendar), name="board_calendar"),
    path("boards/<slug:slug>/meetings/", require_safe(public.board_meetings), name="board_meetings"),
    path("boards/<slug:slug>/meetings/download.csv", require_safe(public.meetings_csv), name="meetings_csv"),
    path("boards/<slug:slug>/decisions/", require_safe(public.board_decisions), name="board_decisions"),
    path("boards/<slug:slug>/decisions/download.csv", require_safe(public.decisions_csv), name="decisions_csv"),
    path("boards/<slug:slug>/papers/", require_safe(public.board_papers), name="board_papers"),
    path("boards/<slug:slug>/papers/download.csv", require_safe(public.papers_csv), name="papers_csv"),
    path("meetings/<slug:slug>/", require_safe(public.meeting), name="meeting"),
    path(
        "meetings/<slug:slug>/papers/download.csv", require_safe(public.meeting_papers_csv), name="meeting_papers_csv"
    ),
    path("reports/<slug:slug>/", require_safe(public.report), name="report"),
    path("meetings/<slug:meeting>/minutes/<address:slug>/", require_safe(public.paragraph), name="paragraph"),
]
desk_urlpatterns: list[URLPattern] = [
    path("meetings/", require_safe(room.meeting_rooms), name="meeting_rooms"),
    path("meetings/<slug:slug>/", require_safe(room.meeting_room), name="meeting_room"),
    path("meetings/<slug:slug>/items/<address:number>/paragraph/", writes(room.add_paragraph), name="record_paragraph"),
    path(
        "meetings/<slug:slug>/paragraphs/<address:paragraph>/decision/",
        writes(room.add_decision),
        name="record_decision",
    ),
    path(
        "meetings/<slug:slug>/paragraphs/<address:paragraph>/correction/",
        writes(room.add_correction),
        name="correct_paragraph",
    ),
    path("agendas/", require_safe(agendas.agendas_desk), name="agendas_desk"),
    path("plan-meeting/", writes(agendas.plan), name="plan_meeting"),
    path("agendas/<slug:slug>/", require_safe(agendas.agenda_desk), name="agenda_desk"),
    path("agendas/<slug:slug>/publish/", writes(agendas.publish), name="publish_agenda"),
    path("agendas/<slug:slug>/cancel/", writes(agendas.cancel), name="cancel_meeting"),
    path("agendas/<slug:slug>/add-item/", writes(agendas.add_item), name="add_item"),
    path("agendas/<slug:slug>/items/<address:number>/", writes(agendas.edit_item), name="edit_item"),
    path("agendas/<slug:slug>/items/<address:number>/off/", writes(agendas.withdraw_item), name="withdraw_item"),
    path("agendas/<slug:slug>/deadlines/<slug:kind>/", writes(agendas.set_deadline), name="set_deadline"),
    path("agendas/<slug:slug>/deadlines/<slug:kind>/kept/", writes(agendas.settle_deadline), name="settle_deadline"),
    path("forward/", require_safe(agendas.forward_desk), name="forward_desk"),
    path("plan-forward-item/", writes(agendas.plan_forward), name="plan_forward_item"),
    path("forward/<slug:slug>/meeting/", writes(agendas.place_forward), name="place_forward_item"),
    path("forward/<slug:slug>/close/", writes(agendas.close_forward), name="close_forward_item"),
    path("papers/", require_safe(papers.papers_desk), name="papers_desk"),
    path("commission-paper/", writes(papers.commission), name="commission_report"),
    path("papers/<slug:slug>/", require_safe(papers.paper_desk), name="paper_desk"),
    path("papers/<slug:slug>/edit/", writes(papers.edit), name="edit_report"),
    path("papers/<slug:slug>/move/", writes(papers.move), name="move_report"),
    path("papers/<slug:slug>/route/", writes(papers.route), name="route_report"),
    path(
        "papers/<slug:slug>/items/<slug:meeting>/<address:number>/off/", writes(papers.unroute), name="unroute_report"
    ),
]
