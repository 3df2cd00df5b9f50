from django.urls import path

from huoshui.monitoring import pages

urlpatterns = [path("", pages.progress, name="progress")]
