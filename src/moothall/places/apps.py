"""The places stage as a Django application."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "moothall.places"
    label = "places"
    verbose_name = "Places"

    def ready(self) -> None:
        from moothall.kit import context, scopes
        from moothall.places.loader import register_desk
        from moothall.places.models import Organisation, Place

        context.register_place(Place.objects.first)
        scopes.register(
            "organisation", "Organisation", lambda: ((one.ref, one.name) for one in Organisation.objects.all())
        )
        register_desk()
