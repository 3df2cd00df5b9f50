from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "huoshui.kernel"
    label = "kernel"
    verbose_name = "内核"

    def ready(self) -> None:
        autodiscover_modules("policy")  # every room's permission lines, before anybody asks
