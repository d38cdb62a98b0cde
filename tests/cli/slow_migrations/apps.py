from django.apps import AppConfig


class SlowConfig(AppConfig):
    name = "tests.cli.slow_migrations"
    label = "slow"
