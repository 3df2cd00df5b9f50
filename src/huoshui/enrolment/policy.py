from huoshui.enrolment.people_policy import PEOPLE_POLICY
from huoshui.enrolment.registration_policy import REGISTRATION_POLICY

__all__ = ["PEOPLE_POLICY", "REGISTRATION_POLICY"]
