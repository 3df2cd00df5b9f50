from django.apps import AppConfig

from huoshui.kernel.subscriptions import subscribe
from huoshui.orgs.events import OrganisationsConfirmed


class PatentsConfig(AppConfig):
    name = "huoshui.patents"
    label = "patents"
    verbose_name = "存量专利基础库"

    def ready(self) -> None:
        from huoshui.patents.jobs import on_organisations_confirmed

        subscribe(OrganisationsConfirmed, on_organisations_confirmed)
