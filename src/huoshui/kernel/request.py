"""The request as rooms see it: the door has put the actor on it."""

from django.http import HttpRequest

from huoshui.kernel.actor import Actor


class Request(HttpRequest):
    actor: Actor
