from datetime import date

import pytest
from django.db import DatabaseError
from tests.world import World

from huoshui.kernel.tenancy import TenantScopeMissing, scope
from huoshui.patents import staging
from huoshui.patents.models import Patent
from huoshui.patents.rows import columns_of
from huoshui_core.standards import clean_record, load

pytestmark = pytest.mark.django_db
STAMP = staging.Stamp("a.csv", date(2026, 1, 1), 1)
RECORD = {"publication_no": "CN208000002U", "title": "托盘", "publication_date": "2018-10-23"}
VALUES, PROBLEMS = clean_record(load("patent"), RECORD)
COLUMNS, FAULT = columns_of(VALUES)


def stage_for(world: World, org: str) -> None:
    card = world.orgs[org]
    with staging.stage() as add:
        add(0, "a.csv", 2, True, COLUMNS)
    staging.name_owners([staging.StagedOwner(0, card.id, card.seat, card.line_seat, True, False)])


def test_the_database_itself_refuses_rows_of_another_tenant(world: World) -> None:
    """Row-level security stands even where the code in front of it names the wrong owner."""

    def intrude() -> None:
        with scope(world.actor("office")):
            stage_for(world, "hill_university")
            staging.insert_new(STAMP)

    with pytest.raises(DatabaseError, match="row-level security"):
        intrude()
    with scope(world.operator):
        assert not Patent.objects.exists()


def test_a_patent_of_another_tenant_is_neither_met_nor_changed(world: World) -> None:
    with scope(world.operator):
        stage_for(world, "hill_university")
        assert staging.insert_new(STAMP) == 1
        staging.clear()
    with scope(world.actor("office")):
        stage_for(world, "hill_university")
        assert staging.meet_known() == []
        assert staging.update_changed(STAMP) == 0


def test_nothing_is_met_outside_a_scope(world: World) -> None:
    stage_for(world, "lake_university")
    with pytest.raises(TenantScopeMissing):
        staging.meet_known()
