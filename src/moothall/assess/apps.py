"""The assess package as a Django application."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    name = "moothall.assess"
    label = "assess"
    verbose_name = "Assess"

    def ready(self) -> None:
        """Let search find indicators, and the page cache end where an embargo ends."""
        from moothall.assess.loader import register_desk
        from moothall.assess.queries import find_indicators, next_publication_at
        from moothall.kit import freshness, search

        search.register("Indicator", find_indicators)
        freshness.register(next_publication_at)
        register_desk()
