"""The hall package as a Django application."""

from typing import Any

from django.apps import AppConfig


def publish_approved(review: Any, user: Any = None) -> None:
    """Let the act publish what was approved. Wagtail asks for this by name before any model is there."""
    from moothall.hall.acts import approve_page

    approve_page(by=user, page=review.content_object.specific, revision=review.current_task_state.revision)


class HallConfig(AppConfig):
    name = "moothall.hall"
    label = "hall"
    verbose_name = "Hall"

    def ready(self) -> None:
        from moothall.hall import bodies, loader, views
        from moothall.hall.permissions import can_place_some, can_write_words
        from moothall.hall.presenters import explain_terms, list_reviews
        from moothall.hall.queries import find_next_expiry, find_words
        from moothall.kit import finishing, freshness, panels, search, work
        from moothall.kit.context import register_desk_page

        search.register("words", find_words)
        for kind, finder in bodies.FINDERS.items():
            search.register(kind, finder)
        search.register_synonyms(bodies.list_synonyms)
        finishing.register(explain_terms)
        register_desk_page("Map desk", "map_desk", can_place_some, order=50)
        panels.register("strategy_top", views.plain_panel)
        panels.register("strategy", views.chapters_panel, 10)
        panels.register("priority", views.spotlights_panel, 10)
        freshness.register(find_next_expiry)
        work.register("asked", list_reviews, order=60)
        register_desk_page("Words desk", "wagtailadmin_home", can_write_words, order=70)
        loader.register_desk()
