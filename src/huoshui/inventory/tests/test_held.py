"""What the inventory tells a person it holds on them."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.permissions.stage import deliver, import_patents
from tests.world import World

from huoshui.inventory import held
from huoshui.inventory.models import Dossier
from huoshui.kernel.tenancy import scope


def test_a_person_is_told_the_dossiers_entrusted_to_them_and_no_others(
    world: World, tmp_path: Path, settings: object
) -> None:
    settings.SEARCH_FOLDER = tmp_path / "search"  # type: ignore[attr-defined]
    import_patents(world, tmp_path)
    deliver(world)
    with scope(world.operator):
        [row] = Dossier.objects.filter(org_id=world.orgs["lake_university"].id)
        Dossier.objects.filter(pk=row.pk).update(responsible_id=world.users["inventor"])
        assert [one["公开（公告）号"] for one in held.entrusted_to(world.users["inventor"])] == ["CN107000001B"]
        assert held.entrusted_to(world.users["college_inventor"]) == []
    page = Client()
    page.force_login(get_user_model().objects.get(username="inventor"))
    assert "由我负责的盘点档案" in page.get(reverse("my-data")).content.decode()
