"""Puts a link to the profile on the page of an enterprise."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "huoshui.enterprises"
    label = "enterprises"
    verbose_name = "企业画像"

    def ready(self) -> None:
        from huoshui.orgs.public import add_section

        add_section("企业画像", "enterprises.view", profile_url)


def profile_url(organisation_id: int, kind: str) -> str:
    """ "" for what is no enterprise, or has no profile in reach."""
    from django.urls import reverse  # apps must be ready before rooms are imported

    from huoshui.enterprises.public import cards

    has_one = kind == "enterprise" and cards([organisation_id])
    return reverse("enterprise", args=[organisation_id]) if has_one else ""
