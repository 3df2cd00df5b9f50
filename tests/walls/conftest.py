"""A row of the office's own organisation and of another's in every walled table."""

from dataclasses import dataclass

import pytest

from huoshui.kernel.actor import Actor
from tests.walls.rows import put_rows
from tests.world import World


@dataclass(frozen=True)
class Two:
    """Table → id, of one's own row and of the other's."""

    world: World
    mine: dict[str, int]
    theirs: dict[str, int]

    @property
    def attacker(self) -> Actor:
        return self.world.actor("office")

    @property
    def their_org(self) -> int:
        return self.world.orgs["hill_university"].id

    @property
    def their_seat(self) -> tuple[int, int]:
        card = self.world.orgs["hill_university"]
        return card.seat, card.line_seat


@pytest.fixture
def two(world: World) -> Two:
    return Two(world, put_rows(world, "lake_university"), put_rows(world, "hill_university"))
