"""The deliver package as a Django application."""

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    name = "moothall.deliver"
    label = "deliver"
    verbose_name = "Deliver"

    def ready(self) -> None:
        """Put actions on the pages of earlier stages, into search and *My work*, and open their evidence files."""
        from moothall.deliver import loader, presenters, queries, views
        from moothall.kit import panels, search, uploads, work
        from moothall.kit.context import register_desk_page
        from moothall.plan.queries import register_dues

        register_desk_page("Enter an action", "agree_action", presenters.keeps_actions, order=45)
        panels.register("paragraph", views.paragraph_panel, 20)
        panels.register("board", views.board_panel, 40)
        panels.register("meeting", views.meeting_panel, 40)
        panels.register("priority", views.priority_panel, 20)
        panels.register("strategy", views.strategy_panel, 20)
        panels.register("indicator", views.indicator_panel, 40)
        search.register("Action", queries.find_actions)
        uploads.register_owner(queries.find_evidence_file)
        work.register("late", presenters.list_late_work, 10)
        work.register("mine", presenters.list_own_work, 10)
        work.register("asked", presenters.list_silent_work, 40)
        register_dues(queries.find_dues)
        loader.register_desk()
