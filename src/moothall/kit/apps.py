"""The kit package as a Django application."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "moothall.kit"
    label = "kit"
    verbose_name = "Kit"

    def ready(self) -> None:
        from moothall.kit import checks  # noqa: F401 - registers the system checks
        from moothall.kit.context import register_desk_page
        from moothall.kit.permissions import can_invite, can_open_records, can_see_audit

        register_desk_page("My work", "desk", lambda user: True, order=10)
        register_desk_page("Records", "desk_records", can_open_records, order=60)
        register_desk_page("People and roles", "desk_people", can_invite, order=80)
        register_desk_page("Audit", "desk_audit", can_see_audit, order=90)
