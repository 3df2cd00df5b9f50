"""Says what is handed in from outside, and how long it is kept."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "huoshui.enrolment"
    label = "enrolment"
    verbose_name = "开户与授权"

    def ready(self) -> None:
        from huoshui.enrolment import registration_held  # tables are not ready before
        from huoshui.enrolment.evidence import STORE
        from huoshui.enrolment.registration_upkeep import RETENTION
        from huoshui.kernel.reenciphering import register_store
        from huoshui.privacy.public import register_retention

        register_retention(RETENTION)
        register_store(STORE)
        registration_held.register()
