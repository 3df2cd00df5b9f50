from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "huoshui.monitoring"
    label = "monitoring"
    verbose_name = "指标与通报"
