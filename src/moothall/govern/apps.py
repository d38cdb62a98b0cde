"""The govern package as a Django application."""

from django.apps import AppConfig


class GovernConfig(AppConfig):
    name = "moothall.govern"
    label = "govern"
    verbose_name = "Govern"
