"""Listens for rights that have become others, and puts its step on the page of patents."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe


class WatchesConfig(AppConfig):
    name = "huoshui.watches"
    label = "watches"
    verbose_name = "检索订阅"

    def ready(self) -> None:
        from huoshui.patents.events import RightsChanged
        from huoshui.patents.public import add_search_step
        from huoshui.watches import held

        subscribe(RightsChanged, remember_changed)
        add_search_step("保存检索", "watch-new", "watches.keep")
        held.register()


def remember_changed(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.watches import jobs  # apps must be ready before rooms are imported

    jobs.remember_changed(actor, payload["patent_ids"])
