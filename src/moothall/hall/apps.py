"""The hall package as a Django application."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "moothall.hall"
    label = "hall"
    verbose_name = "Hall"
