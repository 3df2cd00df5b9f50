"""Any sequence of renamings, moves and merges: old names lead to the survivor, seats are unique, rows are at home."""

from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.world import CHANGSHA, HUNAN, TAIYUAN, World

from huoshui.kernel.errors import Refusal
from huoshui.orgs import public as orgs
from huoshui.orgs.models import Organisation, OrganisationChange
from huoshui.orgs.tests.rows import astray, patent

ON = date(2026, 9, 1)
PLACES = (CHANGSHA, HUNAN, TAIYUAN)
WORDS = ("东江", "北河", "南湖", "西岭", "中原")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.integers(0, 3), st.integers(0, len(WORDS) - 1)),
        st.tuples(st.just("move"), st.integers(0, 3), st.integers(0, len(PLACES) - 1)),
        st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("open"), st.integers(0, 3), st.integers(0, len(WORDS) - 1)),
    ),
    min_size=3,
    max_size=10,
)


class Directory:
    """Four schools with a college and two patents each, and what each name must lead to."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.schools = [self._open(f"{word}大学") for word in WORDS[:4]]
        self.leads = {f"{word}大学": pk for word, pk in zip(WORDS, self.schools, strict=False)}
        self.survivor = {pk: pk for pk in self.schools}
        for number, pk in enumerate(self.schools):
            college = self._open(f"{WORDS[number]}学院", parent_id=pk)
            cards = orgs.cards([pk, college])
            patent(world, cards[pk], f"CN{number}1A")
            patent(world, cards[pk], f"CN{number}2A", seat=cards[college])

    def _open(self, name: str, parent_id: int | None = None) -> int:
        kind = "college" if parent_id else "institution"
        new = orgs.NewOrganisation(name, kind, CHANGSHA, 1, parent_id=parent_id)
        return orgs.open_organisations(self.world.operator, new=[new])[name]

    def take(self, step: str, which: int, what: int) -> None:
        node, pk = self.world.operator, self.survivor[self.schools[which]]
        if step == "rename":
            name = f"{WORDS[what]}理工大学"
            orgs.rename_organisation(node, organisation_id=pk, name=name, on=ON)
            self.leads[name] = self.schools[which]
        elif step == "move":
            orgs.move_organisation(node, organisation_id=pk, region=PLACES[what], on=ON)
        elif step == "open":
            self._open(f"{WORDS[what]}学院", parent_id=pk)
        else:
            merged = self.survivor[self.schools[what]]
            orgs.merge_organisations(node, kept_id=pk, merged_id=merged, on=ON)
            self.survivor = {one: pk if now == merged else now for one, now in self.survivor.items()}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_the_directory_stays_whole(world: World, taken: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        directory = Directory(world)
        for step in taken:
            try:
                directory.take(*step)
            except Refusal:
                continue
        for name, pk in directory.leads.items():
            assert orgs.ids_by_name("institution", [name]) == {name: directory.survivor[pk]}
        seats = list(Organisation.objects.values_list("seat", flat=True))
        assert len(seats) == len(set(seats))
        left = OrganisationChange.objects.exclude(former_seat=None).values("former_seat")
        assert not Organisation.objects.exclude(standing="merged").filter(seat__in=left).exists()
        assert not astray(world)
        transaction.set_rollback(True)
