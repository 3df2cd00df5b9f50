from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "huoshui.accounts"
    label = "accounts"
    verbose_name = "账号"
