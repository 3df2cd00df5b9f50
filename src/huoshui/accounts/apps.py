"""Puts a link to its people on the page of an organisation."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "huoshui.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from huoshui.orgs.public import add_section

        add_section("人员与账号", "accounts.view", people_url)


def people_url(organisation_id: int, kind: str) -> str:
    from django.urls import reverse  # apps must be ready before rooms are imported

    return f"{reverse('people')}?org={organisation_id}"
