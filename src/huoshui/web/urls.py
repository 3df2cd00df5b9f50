"""Every address of the node. The permission tests walk this table: a route that is not theirs to explain fails them."""

from django.urls import URLPattern, URLResolver, include, path

from huoshui.resources.urls import catalogue_urls
from huoshui.web import pages
from huoshui.web.api import api

handler404 = "huoshui.web.doors.not_found"
handler500 = "huoshui.web.doors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("healthz", pages.healthz, name="healthz"),
    path("style-guide/", pages.style_guide, name="style-guide"),
    path("", include("huoshui.signin.urls")),
    path("", include("huoshui.accounts.urls")),
    path("", include("huoshui.enrolment.urls")),
    path("organisations/", include("huoshui.orgs.urls")),
    path("privacy/", include("huoshui.privacy.urls")),
    path("ledger/", include("huoshui.ledger.urls")),
    path("security/", include("huoshui.security.urls")),
    path("catalogue/", include(catalogue_urls)),
    path("patents/", include("huoshui.patents.urls")),
    path("legal-events/", include("huoshui.rights.urls")),
    path("watches/", include("huoshui.watches.urls")),
    path("curation/", include("huoshui.curation.urls")),
    path("enterprises/", include("huoshui.enterprises.urls")),
    path("industries/", include("huoshui.classification.urls")),
    path("fees/", include("huoshui.fees.urls")),
    path("funding/", include("huoshui.funding.urls")),
    path("inventory/", include("huoshui.inventory.urls")),
    path("resources/", include("huoshui.resources.urls")),
    path("matching/", include("huoshui.matching.urls")),
    path("monitoring/", include("huoshui.monitoring.urls")),
    path("api/v1/", api.urls),
]
