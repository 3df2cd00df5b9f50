"""Every read of profiles. The wall narrows to the open scope: a department's territory, an enterprise's own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from huoshui.enterprises.models import EnterpriseProfile
from huoshui.enterprises.rules import EMPTY, STATED
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.orgs import public as orgs


def named_profiles() -> QuerySet[EnterpriseProfile]:
    """With `org_name`."""
    rows: QuerySet[EnterpriseProfile] = EnterpriseProfile.objects.annotate(org_name=orgs.name_of())
    return rows


def profile_in_view(org_id: int) -> EnterpriseProfile:
    profile = named_profiles().filter(org_id=org_id).first()
    if profile is None:
        raise NotFound("没有这家企业的画像", org_id=org_id)
    return profile


def profiles_of(org_ids: Iterable[int]) -> QuerySet[EnterpriseProfile]:
    return named_profiles().filter(org_id__in=list(org_ids))


def profiles_after(after_id: int, limit: int) -> QuerySet[EnterpriseProfile]:
    return named_profiles().filter(pk__gt=after_id).order_by("id")[:limit]


def own_values(actor: Actor) -> dict[str, Any]:
    """What the enterprise states about itself, and the version it was read at (0: none yet)."""
    profile = EnterpriseProfile.objects.filter(org_id=actor.org_id).first()
    stated = {name: getattr(profile, name) if profile else EMPTY[name] for name in STATED}
    return stated | {"version": profile.version if profile else 0}
