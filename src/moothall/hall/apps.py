"""The hall package as a Django application."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "moothall.hall"
    label = "hall"
    verbose_name = "Hall"

    def ready(self) -> None:
        from moothall.hall import bodies
        from moothall.hall.permissions import can_write_words
        from moothall.hall.presenters import explain_terms
        from moothall.hall.queries import find_words
        from moothall.kit import finishing, search
        from moothall.kit.context import register_desk_page

        search.register("words", find_words)
        for kind, finder in bodies.FINDERS.items():
            search.register(kind, finder)
        search.register_synonyms(bodies.list_synonyms)
        finishing.register(explain_terms)
        register_desk_page("Words desk", "wagtailadmin_home", can_write_words, order=70)
