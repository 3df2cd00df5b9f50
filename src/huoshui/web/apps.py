from django.apps import AppConfig

from huoshui.kernel.subscriptions import on_emit


class WebConfig(AppConfig):
    name = "huoshui.web"
    label = "web"
    verbose_name = "入口"

    def ready(self) -> None:
        from huoshui.web.jobs import wake

        on_emit(wake)
