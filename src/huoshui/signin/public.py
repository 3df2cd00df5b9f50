"""The door of signing in."""

from huoshui.signin.sessions import actor_for_session

__all__ = ["actor_for_session"]
