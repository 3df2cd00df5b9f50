"""The whole invented region behind one function. The same seed and scale always give the same region."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, Final

from huoshui_core.demonstration import organisations, people
from huoshui_core.demonstration.enterprises import CITIES, enterprises
from huoshui_core.demonstration.evaluations import evaluations
from huoshui_core.demonstration.model import (
    Bureau,
    DemonstrationEnterprise,
    DemonstrationPatent,
    Institution,
    Intermediary,
    Person,
)
from huoshui_core.demonstration.patents import patents
from huoshui_core.demonstration.rights import annual_fees, legal_events
from huoshui_core.reference import Region, region_by_code

SEED: Final = 20240130
_PATENTS, _ENTERPRISES = 3_000, 800
_PARTNERS = 200


@dataclass(frozen=True)
class Demonstration:
    """Everything here is invented, except the codes of provinces and cities. Mark it 示例数据 wherever it shows.

    `patents` and `enterprises` hold all in memory; for a large scale use the iterators.
    """

    seed: int
    n_patents: int
    n_enterprises: int
    provinces: tuple[Region, ...]
    cities: tuple[Region, ...]
    bureaus: tuple[Bureau, ...]
    institutions: tuple[Institution, ...]
    intermediaries: tuple[Intermediary, ...]
    people: tuple[Person, ...]
    partners: tuple[str, ...]
    demonstration: Final[bool] = True

    def iter_patents(self) -> Iterator[DemonstrationPatent]:
        return patents(self.seed, self.n_patents, self.institutions, self.partners)

    def iter_enterprises(self) -> Iterator[DemonstrationEnterprise]:
        return enterprises(self.seed, self.n_enterprises)

    def iter_evaluations(self) -> Iterator[dict[str, Any]]:
        """Needs the enterprises in memory, the patents one by one."""
        return evaluations(self.seed, self.iter_patents(), self.enterprises)

    def iter_legal_events(self, until: date) -> Iterator[dict[str, Any]]:
        """What happened to the patents up to that day; the same day gives the same events."""
        bank = next(one.name for one in self.intermediaries if one.kind == "bank")
        return legal_events(self.seed, self.patents, self.partners, bank, until)

    def iter_annual_fees(self, until: date) -> Iterator[dict[str, Any]]:
        return annual_fees(self.seed, self.patents, until)

    @cached_property
    def patents(self) -> tuple[DemonstrationPatent, ...]:
        return tuple(self.iter_patents())

    @cached_property
    def enterprises(self) -> tuple[DemonstrationEnterprise, ...]:
        return tuple(self.iter_enterprises())

    @cached_property
    def evaluations(self) -> tuple[dict[str, Any], ...]:
        return tuple(evaluations(self.seed, self.patents, self.enterprises))


def generate(seed: int = SEED, *, scale: int = 1) -> Demonstration:
    """`scale` multiplies patents and enterprises; institutions, departments and people stay the same."""
    bureaus = organisations.bureaus()
    institutions = organisations.institutions(seed)
    intermediaries = organisations.intermediaries()
    first = tuple(islice(enterprises(seed, _ENTERPRISES), _PARTNERS))
    places = [region_by_code(code) for code in CITIES]
    cities = tuple(place for place in places if place is not None)
    provinces = tuple(place for place in map(region_by_code, (43, 14)) if place is not None)
    technical = tuple(enterprise for enterprise in first if enterprise.fit == "strong")
    return Demonstration(
        seed=seed,
        n_patents=_PATENTS * scale,
        n_enterprises=_ENTERPRISES * scale,
        provinces=provinces,
        cities=cities,
        bureaus=bureaus,
        institutions=institutions,
        intermediaries=intermediaries,
        people=people.sign_ins(seed, bureaus, institutions, technical) + people.beside_the_loop(seed, intermediaries),
        partners=tuple(str(enterprise.record["name"]) for enterprise in technical),
    )
