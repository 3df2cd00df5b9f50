from django.urls import path

from huoshui.accounts import pages

urlpatterns = [
    path("account/", pages.account, name="account"),
    path("people/", pages.people, name="people"),
    path("people/<int:user_id>/", pages.person, name="person"),
    path("people/<int:user_id>/active/", pages.set_active, name="person-active"),
    path("people/roles/<int:membership_id>/end/", pages.end_membership, name="membership-end"),
    path("people/roles/<int:membership_id>/manager/", pages.set_manager, name="membership-manager"),
    path("people/roles/<int:membership_id>/standing/", pages.set_standing, name="membership-standing"),
]
