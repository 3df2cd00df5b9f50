"""The tables of the room, by what they are for."""

from huoshui.enrolment.models.invitations import Invitation, PeopleSheet

__all__ = ["Invitation", "PeopleSheet"]
