from huoshui.enrolment.registration_policy import REGISTRATION_POLICY

__all__ = ["REGISTRATION_POLICY"]
