"""The plan package as a Django application."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "moothall.plan"
    label = "plan"
    verbose_name = "Plan"

    def ready(self) -> None:
        """Put strategies and priorities on the pages of boards and indicators, and into search."""
        from moothall.kit import context, panels, search, work
        from moothall.plan import loader, presenters, queries, views

        context.register_desk_page("Plans desk", "plans_desk", presenters.keeps_plans, order=40)
        work.register("asked", presenters.list_open_questions, order=60)
        panels.register("board", views.board_panel, 30)
        panels.register("indicator", views.indicator_panel, 30)
        search.register("Priority", queries.find_priorities)
        search.register("Strategy", queries.find_strategies)
        search.register("Question", queries.find_matrix_questions)
        loader.register_desk()
