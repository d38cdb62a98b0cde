"""The assess package as a Django application."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    name = "moothall.assess"
    label = "assess"
    verbose_name = "Assess"
