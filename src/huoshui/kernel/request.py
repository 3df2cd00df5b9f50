"""The request as rooms see it: the door has put the actor on it."""

from django.http import HttpRequest

from huoshui.kernel.actor import Actor


class Request(HttpRequest):
    actor: Actor
    client_address: str  # "" where it can't be known; written by web/address.py alone
    by_token: bool  # a program with a token, not a person with a session
