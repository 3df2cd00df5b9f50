from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "huoshui.orgs"
    label = "orgs"
    verbose_name = "单位"
