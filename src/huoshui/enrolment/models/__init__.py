"""The tables of the room, by what they are for."""

from huoshui.enrolment.models.invitations import Invitation, PeopleSheet
from huoshui.enrolment.models.registrations import Claim, Evidence, RegistrationInvitation, RegistrationRequest

__all__ = ["Claim", "Evidence", "Invitation", "PeopleSheet", "RegistrationInvitation", "RegistrationRequest"]
