from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class SigninConfig(AppConfig):
    name = "huoshui.signin"
    label = "signin"
    verbose_name = "登录"

    def ready(self) -> None:
        from huoshui.accounts.public import membership_chosen  # tables are not ready before
        from huoshui.signin.entering import begin_session
        from huoshui.signin.providers import all_providers
        from huoshui.signin.sessions import remember_membership

        all_providers()  # a mistake in the operator's file stops the start
        user_logged_in.connect(begin_session, dispatch_uid="signin.begin_session")
        membership_chosen.connect(remember_membership, dispatch_uid="signin.remember_membership")
