from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "huoshui.enterprises"
    label = "enterprises"
    verbose_name = "企业画像"
