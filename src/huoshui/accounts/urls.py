from django.urls import path

from huoshui.accounts import pages

urlpatterns = [path("account/", pages.account, name="account")]
