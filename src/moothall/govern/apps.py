"""The govern package as a Django application."""

from django.apps import AppConfig


class GovernConfig(AppConfig):
    name = "moothall.govern"
    label = "govern"
    verbose_name = "Govern"

    def ready(self) -> None:
        from moothall.govern import loader, presenters
        from moothall.govern.models import Board
        from moothall.kit import context, scopes, search, work

        for kind, finder in presenters.FINDERS.items():
            search.register(kind, finder)
        work.register("mine", presenters.list_rooms, order=20)
        work.register("mine", presenters.list_next_meetings, order=30)
        work.register("asked", presenters.list_waiting_papers, order=20)
        context.register_desk_page("Papers desk", "papers_desk", presenters.keeps_papers, order=30)
        context.register_desk_page("Agendas desk", "agendas_desk", presenters.keeps_agendas, order=25)
        context.register_desk_page("Meeting room", "meeting_rooms", presenters.keeps_minutes, order=20)
        scopes.register("board", "Board", lambda: ((board.ref, board.name) for board in Board.objects.all()))
        loader.register_desk()
