"""The institutions of a file and the directory: who may be loaded, who is known, who is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed
from huoshui.orgs import public as orgs
from huoshui.patents import rules
from huoshui.patents.loading.attributing import Attribution, ByApplicants, Stated, may_open_in
from huoshui.patents.loading.checking import Found
from huoshui.patents.loading.staging import StagedOwner
from huoshui_core.attribution import Owner, campus_of, institution_type
from huoshui_core.text import organisation_key


@dataclass(frozen=True)
class Directory:
    """`known`: folded names of institutions and their ids."""

    known: Mapping[str, int]
    cards: Mapping[int, orgs.OrganisationCard]
    attribution: Attribution

    def card(self, key: str) -> orgs.OrganisationCard | None:
        return self.cards.get(self.known.get(key, 0))


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An institution nobody has checked. `hint` is a proposal for a person, "" where there is none."""

    name: str
    rows: int
    region: int
    hint: str

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "rows": self.rows, "region": self.region, "hint": self.hint}


def attribution(actor: Actor, owner: str) -> Directory:
    """Raises NotAllowed where the stated owner is not the actor's to load for."""
    known = orgs.keys_on_side("institution")
    cards = orgs.cards(known.values())
    return Directory(known, cards, _attribution(actor, owner, known, cards))


def _attribution(
    actor: Actor, owner: str, known: Mapping[str, int], cards: Mapping[int, orgs.OrganisationCard]
) -> Attribution:
    if "office" in actor.roles:
        own = orgs.cards([actor.org_id])[actor.org_id]
        if owner and known.get(organisation_key(owner)) != own.id:
            raise NotAllowed("只能导入本单位的专利", owner=owner)
        return _stated(own.name, own, must_be_named=True)
    if not owner:
        within = {one for one, card in cards.items() if actor.reach.covers(card.seat, card.line_seat)}
        return ByApplicants(actor.reach, orgs.institution_directory(), frozenset(within))
    card = cards.get(known.get(organisation_key(owner), 0))
    if card and not actor.reach.covers(card.seat, card.line_seat):
        raise NotAllowed(f"「{owner}」不在您的管辖范围内", owner=owner)
    return _stated(owner, card, must_be_named=False)


def _stated(name: str, card: orgs.OrganisationCard | None, *, must_be_named: bool) -> Stated:
    """Without a card the owner is new: it is opened under its stated name."""
    key = organisation_key(card.name if card else name)
    names = orgs.sure_keys(card.id) if card else frozenset({key})
    kind = (card.institution_type if card else institution_type(name)) or "university"
    return Stated(Owner(name, key, kind, card is not None, 0), names, must_be_named)


def refuse_unplaceable(actor: Actor, directory: Directory, found: Found) -> None:
    for one in found.owners.values():
        if directory.card(one.key) is None and not may_open_in(actor.reach, one.region):
            raise Invalid(f"无法确定「{one.name}」在您辖区内的所在地，请先在单位目录中开设", name=one.name)


def staged_known(directory: Directory, found: Found) -> list[StagedOwner]:
    return [
        _staged(number, card)
        for one in found.owners.values()
        if (card := directory.card(one.key))
        for number in one.numbers
    ]


def institutions(directory: Directory, found: Found) -> list[tuple[int, int]]:
    """Each number of the file and the first one of the same institution, which has one for each reading child and each
    of its names."""
    first: dict[int | str, int] = {}
    pairs = []
    for one in found.owners.values():
        card = directory.card(one.key)
        same = first.setdefault(card.id if card else one.key, one.numbers[0])
        pairs += [(number, same) for number in one.numbers]
    return pairs


def as_json(directory: Directory, found: Found) -> list[dict[str, Any]]:
    """What the load needs of them later. `org_id` is None until the institution is opened."""
    return [
        {
            "numbers": one.numbers,
            "name": one.name,
            "key": one.key,
            "type": one.institution_type,
            "region": one.region,
            "org_id": card.id if (card := directory.card(one.key)) else None,
        }
        for one in found.owners.values()
    ]


def opened(actor: Actor, owners: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Institutions the directory does not know are opened as unconfirmed, where their patents say they are."""
    known = orgs.keys_on_side("institution")
    ids = {one["key"]: one["org_id"] or known.get(one["key"]) for one in owners}
    missing = [one for one in owners if ids[one["key"]] is None]
    if missing:
        new = [
            orgs.NewOrganisation(
                name=one["name"],
                kind="institution",
                institution_type=one["type"],
                region=one["region"],
                line=rules.line_number(one["name"], one["type"]),
                standing="unconfirmed",
            )
            for one in missing
        ]
        by_name = orgs.open_organisations(actor, new=new)
        ids |= {one["key"]: by_name[one["name"]] for one in missing}
    return [dict(one) | {"org_id": ids[one["key"]]} for one in owners]


def staged_opened(owners: Sequence[Mapping[str, Any]]) -> list[StagedOwner]:
    """As the directory knows them now: an institution may have moved since the last chunk."""
    cards = orgs.cards(one["org_id"] for one in owners)
    return [_staged(number, cards[one["org_id"]]) for one in owners for number in one["numbers"]]


def unmatched(directory: Directory, found: Found) -> list[Unmatched]:
    """Institutions of this file that nobody has checked, most patents first."""
    confirmed = {key for key, org_id in directory.known.items() if directory.cards[org_id].standing == "confirmed"}
    listed = []
    for one in found.owners.values():
        card = directory.card(one.key)
        if card is None or card.standing == "unconfirmed":
            start = campus_of(one.key, confirmed.__contains__)
            parent = directory.cards[directory.known[start]].name if start else ""
            hint = f"疑似「{parent}」的校区或下属单位" if parent else ""
            listed.append(Unmatched(one.name, one.rows, card.region if card else one.region, hint))
    return sorted(listed, key=lambda one: (-one.rows, one.name))


def _staged(number: int, card: orgs.OrganisationCard) -> StagedOwner:
    return StagedOwner(number, card.id, card.seat, card.line_seat, card.standing == "confirmed", card.demonstration)
