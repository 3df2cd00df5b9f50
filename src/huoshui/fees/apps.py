"""Listens for patents that were loaded or placed, and for its own word on reductions."""

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
        from huoshui.patents.events import PatentsLoaded, PatentsPlaced
        from huoshui.patents.sections import add_section

        subscribe(PatentsLoaded, jobs.on_loaded)
        subscribe(PatentsPlaced, jobs.on_placed)
        subscribe(FeeReductionSet, jobs.on_reduction)
        add_section("年费", "fees.view", "fees/section.html", section, 30)
        held.register()
