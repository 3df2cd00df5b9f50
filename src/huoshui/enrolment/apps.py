"""Says how long what is handed in from outside is kept."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "huoshui.enrolment"
    label = "enrolment"
    verbose_name = "开户与授权"

    def ready(self) -> None:
        from huoshui.enrolment.registration_upkeep import RETENTION  # tables are not ready before
        from huoshui.privacy.public import register_retention

        register_retention(RETENTION)
