"""Signing in with a password."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

User = get_user_model()


class PasswordBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, username: str = "", password: str = "", **_: Any) -> Any:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            make_password(password)  # an unknown name takes as long as a wrong password
            return None
        return user if check_password(password, user.password) else None

    def get_user(self, user_id: int) -> Any:
        return User.objects.filter(pk=user_id, is_active=True).first()
