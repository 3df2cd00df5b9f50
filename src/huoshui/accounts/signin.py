"""Signing in with a password, and the actor behind a session."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from huoshui.accounts.models import User
from huoshui.accounts.queries import actor_of
from huoshui.kernel.actor import VISITOR, Actor

MEMBERSHIP = "membership_id"


class PasswordBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_: Any
    ) -> User | None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            make_password(password)  # an unknown name takes as long as a wrong password
            return None
        return user if check_password(password, user.password) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


def actor_for_session(request: HttpRequest, *, channel: str) -> Actor:
    user_id = request.session.get(SESSION_KEY)
    user = PasswordBackend().get_user(int(user_id)) if user_id else None
    return VISITOR if user is None else actor_of(user, request.session.get(MEMBERSHIP), channel=channel)
