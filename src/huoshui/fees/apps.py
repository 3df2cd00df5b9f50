"""Listens for patents that were loaded or placed, for legal events and payments, and to its own word on reductions."""

from django.apps import AppConfig

from huoshui.kernel.subscriptions import subscribe


class FeesConfig(AppConfig):
    name = "huoshui.fees"
    label = "fees"
    verbose_name = "年费"

    def ready(self) -> None:
        from huoshui.fees import held, jobs  # apps must be ready before rooms are imported
        from huoshui.fees.details import section
        from huoshui.fees.events import FeeReductionSet
        from huoshui.patents.events import PatentsLoaded, PatentsPlaced, RightsChanged
        from huoshui.patents.sections import add_section
        from huoshui.rights.events import EventsLoaded

        subscribe(PatentsLoaded, jobs.on_loaded)
        for one in (PatentsPlaced, RightsChanged, EventsLoaded):
            subscribe(one, jobs.on_changed)
        subscribe(FeeReductionSet, jobs.on_reduction)
        add_section("年费", "fees.view", "fees/section.html", section, 30)
        held.register()
