"""What an index has still to hear of."""

from django.db import models


class Waiting(models.Model):
    """A thing that has changed, of an index by its name; 0 stands for all of them. Written by `waiting.py` alone."""

    index = models.CharField(max_length=32)
    thing = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["index", "id"], name="search_waiting_in_order"),)

    def __str__(self) -> str:
        return f"{self.index} {self.thing}"
