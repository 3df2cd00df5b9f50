from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "huoshui.enrolment"
    label = "enrolment"
    verbose_name = "开户与授权"
