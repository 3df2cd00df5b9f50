"""Many rows at once, through both walls."""

import pytest
from django.db import ProgrammingError, transaction
from tests.world import World

from huoshui.kernel.actor import Actor
from huoshui.kernel.clock import now
from huoshui.kernel.copying import insert_rows
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import TenantScopeMissing, scope


def lines_of(actor: Actor, count: int) -> list[LedgerLine]:
    owner = {"org_id": actor.org_id, "seat": actor.seat, "line_seat": actor.line_seat}
    return [
        LedgerLine(
            **owner,
            at=now(),
            user_id=actor.user_id,
            channel="cli",
            verb="test.copy",
            subject=str(n),
            facts={"引号": '"\\\t'},
        )
        for n in range(count)
    ]


def test_rows_arrive_as_they_were(world: World) -> None:
    office = world.actor("office")
    with scope(office):
        assert insert_rows(lines_of(office, 3)) == 3
        assert insert_rows(lines_of(office, 1)) == 1
        assert insert_rows([]) == 0
        rows = LedgerLine.objects.filter(verb="test.copy").order_by("id")
        assert [row.subject for row in rows] == ["0", "1", "2", "0"]
        assert rows[0].facts == {"引号": '"\\\t'}


def test_a_row_of_another_tenant_is_refused_with_all_the_others(world: World) -> None:
    office = world.actor("office")
    mixed = lines_of(office, 1) + lines_of(world.actor("other_office"), 1)
    with scope(office):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            insert_rows(mixed)
        assert not LedgerLine.objects.filter(verb="test.copy").exists()


def test_nothing_is_written_outside_a_scope(world: World) -> None:
    with pytest.raises(TenantScopeMissing):
        insert_rows(lines_of(world.actor("office"), 1))
