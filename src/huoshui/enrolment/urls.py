from huoshui.enrolment.people_urls import people_urls
from huoshui.enrolment.registration_urls import registration_urls

urlpatterns = [*people_urls, *registration_urls]
