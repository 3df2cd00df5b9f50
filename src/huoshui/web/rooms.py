"""Which rooms have an API, under which name, and whether a visitor may ask."""

from ninja import Router

from huoshui.accounts.api import router as people
from huoshui.classification.api import router as classification
from huoshui.curation.api import router as curation
from huoshui.enrolment.people_api import router as enrolment
from huoshui.enterprises.api import router as enterprises
from huoshui.fees.api import router as fees
from huoshui.funding.api import router as funding
from huoshui.inventory.api import router as inventory
from huoshui.ledger.api import router as ledger
from huoshui.matching.api import router as matching
from huoshui.monitoring.api import router as monitoring
from huoshui.orgs.api import router as orgs
from huoshui.patents.api import router as patents
from huoshui.privacy.api import router as privacy
from huoshui.resources.api import catalogue as catalogue
from huoshui.resources.api import router as resources
from huoshui.rights.api import router as rights

ROUTERS: list[tuple[str, Router, bool]] = [
    ("/catalogue", catalogue, True),
    ("/organisations", orgs, False),
    ("/people", people, False),
    ("/enrolment", enrolment, False),
    ("/patents", patents, False),
    ("/rights", rights, False),
    ("/curation", curation, False),
    ("/enterprises", enterprises, False),
    ("/classification", classification, False),
    ("/fees", fees, False),
    ("/funding", funding, False),
    ("/inventory", inventory, False),
    ("/resources", resources, False),
    ("/matching", matching, False),
    ("/monitoring", monitoring, False),
    ("/privacy", privacy, False),
    ("/ledger", ledger, False),
]
