from django.urls import path

from huoshui.privacy import office_pages, own_pages, pages

urlpatterns = [
    path("", pages.notice, name="privacy"),
    path("contacts/", pages.contact_list, name="contacts"),
    path("contacts/new", pages.add, name="contact-new"),
    path("contacts/export", pages.export_in_clear, name="contacts-export"),
    path("contacts/<int:contact_id>/", pages.contact, name="contact"),
    path("contacts/<int:contact_id>/reveal", pages.reveal, name="contact-reveal"),
    path("contacts/<int:contact_id>/edit", pages.edit, name="contact-edit"),
    path("contacts/<int:contact_id>/remove", pages.remove, name="contact-remove"),
    path("mine/", own_pages.mine, name="my-data"),
    path("mine/export", own_pages.export, name="my-data-export"),
    path("mine/contact", own_pages.keep_contact, name="my-contact"),
    path("mine/contact/withdraw", own_pages.withdraw, name="my-contact-withdraw"),
    path("mine/request", own_pages.make_request, name="my-request"),
    path("mine/request/back", own_pages.take_back, name="my-request-back"),
    path("mine/close", own_pages.close, name="my-account-close"),
    path("requests/", own_pages.requests, name="privacy-requests"),
    path("requests/<int:request_id>/answer", own_pages.answer, name="privacy-request-answer"),
    path("retention/", office_pages.retention, name="retention"),
    path("assessments/", office_pages.assessments, name="assessments"),
    path("assessments/new", office_pages.write, name="assessment-new"),
    path("assessments/approve", office_pages.approve, name="assessment-approve"),
    path("assessments/<int:assessment_id>/", office_pages.assessment, name="assessment"),
    path("assessments/<int:assessment_id>/edit", office_pages.write, name="assessment-edit"),
]
