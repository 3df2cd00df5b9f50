from django.apps import AppConfig


class ClassificationConfig(AppConfig):
    name = "huoshui.classification"
    label = "classification"
    verbose_name = "产业归属"
