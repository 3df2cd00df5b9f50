"""Told within the request that chose; the room that keeps sessions listens."""

from django.dispatch import Signal

membership_chosen = Signal()  # request, membership_id
