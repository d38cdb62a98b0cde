"""The plan package as a Django application."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "moothall.plan"
    label = "plan"
    verbose_name = "Plan"
