"""The kit package as a Django application."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "moothall.kit"
    label = "kit"
    verbose_name = "Kit"
