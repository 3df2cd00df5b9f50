"""Scopes inside scopes: the reach of each block, in Django and in the database, also after a fault."""

import pytest
from django.db import connection
from tests.world import World

from huoshui.kernel.actor import VISITOR
from huoshui.kernel.errors import NotFound
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.reach import EVERYWHERE
from huoshui.kernel.tenancy import TenantScopeMissing, current_reach, scope


def seen() -> int:
    """Both walls together; the world's own opening is in the ledger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_ledgerline")
        counted = int(cursor.fetchone()[0])
    assert LedgerLine.objects.count() == counted
    return counted


def test_there_is_no_reach_outside_a_scope(world: World) -> None:
    with pytest.raises(TenantScopeMissing):
        current_reach()


def test_each_block_has_its_own_reach(world: World) -> None:
    with scope(world.operator):
        everything = seen()
        assert everything > 0
        with scope(VISITOR):
            assert seen() == 0
            with scope(world.operator):
                assert seen() == everything
            assert seen() == 0
        assert seen() == everything
        assert current_reach() == EVERYWHERE


def test_the_outer_reach_is_back_after_a_refusal_inside(world: World) -> None:
    with scope(world.operator):
        everything = seen()
        with pytest.raises(NotFound), scope(VISITOR):
            raise NotFound("没有")
        assert seen() == everything


def test_the_outer_reach_is_back_after_a_fault_of_the_database_inside(world: World) -> None:
    with scope(world.operator):
        everything = seen()
        with pytest.raises(Exception, match="division by zero"), scope(VISITOR), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert seen() == everything


def test_a_queryset_made_outside_a_scope_asks_nothing_until_one_is_open(world: World) -> None:
    lazy = LedgerLine.objects.all()
    with pytest.raises(TenantScopeMissing):
        len(lazy)


def test_a_row_in_hand_is_not_removed_outside_a_scope(world: World) -> None:
    with scope(world.operator):
        row = LedgerLine.objects.earliest("id")
    with pytest.raises(TenantScopeMissing):
        row.delete()
