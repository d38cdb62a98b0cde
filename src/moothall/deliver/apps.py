"""The deliver package as a Django application."""

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    name = "moothall.deliver"
    label = "deliver"
    verbose_name = "Deliver"
