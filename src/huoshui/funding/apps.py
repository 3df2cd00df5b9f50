"""Listens for patents that were loaded or placed. What dossiers say is told by the inventory, which stands above."""

from django.apps import AppConfig

from huoshui.kernel.subscriptions import subscribe


class FundingConfig(AppConfig):
    name = "huoshui.funding"
    label = "funding"
    verbose_name = "财政资助"

    def ready(self) -> None:
        from huoshui.funding import held, jobs  # apps must be ready before rooms are imported
        from huoshui.funding.details import section
        from huoshui.patents.events import PatentsLoaded, PatentsPlaced
        from huoshui.patents.sections import add_section

        subscribe(PatentsLoaded, jobs.on_loaded)
        subscribe(PatentsPlaced, jobs.on_placed)
        add_section("财政资助", "funding.view", "funding/section.html", section, 40)
        held.register()
