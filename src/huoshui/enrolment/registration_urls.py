"""Addresses of registration and claims; `urls.py` of the room takes them in."""

from django.urls import path

from huoshui.enrolment import claim_pages, registration_desk, registration_pages

registration_urls = [
    path("register/", registration_pages.register, name="register"),
    path("register/invited/<str:token>/", registration_pages.register_invited, name="register-invited"),
    path("register/receipt/", registration_pages.find_receipt, name="find-receipt"),
    path("register/places/", registration_pages.register_places, name="register-places"),
    path("register/<str:receipt>/", registration_pages.register_receipt, name="register-receipt"),
    path("register/<str:receipt>/evidence/", registration_pages.register_evidence, name="register-evidence"),
    path("registrations/", registration_desk.registration_list, name="registrations"),
    path("registrations/invitations/", registration_desk.invitations, name="enterprise-invitations"),
    path("registrations/invitations/<int:invitation_id>/", registration_desk.invitation, name="enterprise-invitation"),
    path(
        "registrations/invitations/<int:invitation_id>/end/",
        registration_desk.end_invitation,
        name="enterprise-invitation-end",
    ),
    path("registrations/<int:request_id>/", registration_desk.registration, name="registration"),
    path(
        "registrations/<int:request_id>/evidence/",
        registration_desk.registration_evidence,
        name="registration-evidence",
    ),
    path("claim/", claim_pages.claim, name="claim"),
    path("claim/institutions/", claim_pages.claim_institutions, name="claim-institutions"),
    path("claim/<str:receipt>/", claim_pages.claim_receipt, name="claim-receipt"),
    path("claims/", claim_pages.claim_list, name="claims"),
    path("claims/<int:claim_id>/", claim_pages.claim_review, name="claim-review"),
]
