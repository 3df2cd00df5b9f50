from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "huoshui.search"
    label = "search"
    verbose_name = "检索"
