"""Columns that hold an organisation: org_id and foreign keys are walked by a merge, the others are known to follow."""

from django.apps import apps
from django.db.models import BigIntegerField, ForeignKey

NAMES = {"organisation_id", "institution_id", "enterprise_id", "college_id", "bureau_id", "by_org_id", "viewer_org_id"}
FOLLOW = {
    "matching.Candidate.enterprise_id": "computed anew after the event",
    "matching.Recommendation.enterprise_id": "computed anew after the event",
    "orgs.OrganisationChange.by_org_id": "who wrote it then",
    "privacy.ContactView.viewer_org_id": "who looked then",
    "resources.LibraryEntry.institution_id": "follows on the event",
}


def test_no_number_of_an_organisation_is_forgotten_by_a_merge() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, BigIntegerField) and not isinstance(field, ForeignKey) and field.name in NAMES
    }
    assert found == set(FOLLOW)
