from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "huoshui.ledger"
    label = "ledger"
    verbose_name = "操作台账"
