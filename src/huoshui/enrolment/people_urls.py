"""Addresses of opening accounts, invitations and delegations; `urls.py` of the room takes them in."""

from django.urls import path

from huoshui.enrolment import delegation_pages, join_pages, people_pages, sheet_pages

people_urls = [
    path("people/open/", people_pages.open_account, name="people-open"),
    path("people/<int:user_id>/link/", people_pages.person_link, name="person-link"),
    path("people/sheet/", sheet_pages.upload, name="people-sheet"),
    path("people/sheet/template/", sheet_pages.template, name="people-sheet-template"),
    path("people/sheet/<int:sheet_id>/", sheet_pages.checked, name="people-sheet-checked"),
    path("people/sheet/<int:sheet_id>/confirm/", sheet_pages.confirm, name="people-sheet-confirm"),
    path("people/sheet/<int:sheet_id>/workbook/", sheet_pages.workbook, name="people-sheet-workbook"),
    path("people/sheet/<int:sheet_id>/links/", sheet_pages.links, name="people-sheet-links"),
    path("invitations/", people_pages.invitations, name="invitations"),
    path("invitations/new/", people_pages.invite, name="invite"),
    path("invitations/<int:invitation_id>/", people_pages.invitation, name="invitation"),
    path("invitations/<int:invitation_id>/renew/", people_pages.renew, name="invitation-renew"),
    path("invitations/<int:invitation_id>/revoke/", people_pages.revoke, name="invitation-revoke"),
    path("join/<str:token>/", join_pages.join, name="join"),
    path("delegations/", delegation_pages.delegations, name="delegations"),
    path("delegations/<int:membership_id>/end/", delegation_pages.end, name="delegation-end"),
]
