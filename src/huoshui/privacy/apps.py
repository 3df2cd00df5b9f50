"""Says what this room and those below hold on a person, and for how long."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "huoshui.privacy"
    label = "privacy"
    verbose_name = "个人信息"

    def ready(self) -> None:
        from huoshui.privacy import held, purging, retention  # tables are not ready before

        held.register()
        for rule in purging.RULES:
            retention.register_retention(rule)
