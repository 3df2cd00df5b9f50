from huoshui.enrolment.registration_urls import registration_urls

urlpatterns = [*registration_urls]
