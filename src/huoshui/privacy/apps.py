"""Says what this room and those below hold on a person, and for how long; links a unit's page to its contacts."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "huoshui.privacy"
    label = "privacy"
    verbose_name = "个人信息"

    def ready(self) -> None:
        from huoshui.orgs.public import add_section
        from huoshui.privacy import held, purging, retention  # tables are not ready before

        held.register()
        for rule in purging.RULES:
            retention.register_retention(rule)
        add_section("联系人", "privacy.view_contacts", contacts_url)


def contacts_url(organisation_id: int, kind: str) -> str:
    from django.urls import reverse

    return f"{reverse('contacts')}?org={organisation_id}"
