from django.urls import path

from huoshui.enterprises import pages

urlpatterns = [
    path("", pages.enterprise_list, name="enterprises"),
    path("own/", pages.own, name="enterprise-own"),
    path("<int:org_id>/", pages.enterprise, name="enterprise"),
]
