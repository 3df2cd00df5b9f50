"""The door of enrolment."""

from huoshui.enrolment.claim_queries import claims_waiting
from huoshui.enrolment.registration_queries import registrations_waiting

__all__ = ["claims_waiting", "registrations_waiting"]
