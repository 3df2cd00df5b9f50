"""Everything that changes a profile: loading files, and what the enterprise says about itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huoshui.enterprises import queries, rules
from huoshui.enterprises.events import ProfilesChanged
from huoshui.enterprises.intake import Intake, NewProfile
from huoshui.enterprises.models import EnterpriseProfile
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Conflict, Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.orgs import public as orgs
from huoshui.privacy import public as privacy
from huoshui_core.reference import line
from huoshui_core.standards import Problem, Unreadable, clean_record

OWN_SOURCE = "企业自填"
CONTACT_DUTY = "企业联系人"


@dataclass(frozen=True, slots=True)
class EnterpriseOutcome:
    """rows = new + changed + same + repeated; `opened` counts organisations the directory did not know.

    `notices` tell the rows that repeat an enterprise, and what was put right by a number of the row itself.
    """

    rows: int
    new: int
    changed: int
    same: int
    repeated: int
    opened: int
    notices: tuple[Problem, ...] = ()


@action
def import_enterprises(
    actor: Actor, *, path: Path, file_name: str = "", progress: Callable[[int], None] | None = None
) -> EnterpriseOutcome:
    """All or nothing: raises Invalid with the problems of the file. A second time it changes nothing."""
    require(actor, "enterprises.import")
    intake = Intake(actor)
    new: list[int] = []
    changed: list[int] = []
    opened = 0
    try:
        for batch in intake.batches(path, file_name or path.name, progress):
            owners, fresh = _owners(intake, batch)
            added, altered = _write(intake, owners, file_name or path.name)
            new, changed, opened = new + added, changed + altered, opened + fresh
    except Unreadable as fault:
        raise Invalid("文件无法读取，未导入任何内容", problems=[fault.problem]) from fault
    if intake.problems:
        raise Invalid(f"文件有 {len(intake.problems)} 处问题，未导入任何内容", problems=intake.problems)
    outcome = EnterpriseOutcome(
        rows=intake.rows,
        new=len(new),
        changed=len(changed),
        same=intake.rows - len(new) - len(changed) - intake.repeated,
        repeated=intake.repeated,
        opened=opened,
        notices=tuple(intake.notices),
    )
    note(actor, "enterprises.import", "enterprises", new=outcome.new, changed=outcome.changed, opened=opened)
    if new or changed:
        emit(ProfilesChanged(new + changed))
    return outcome


@action
def edit_own_profile(actor: Actor, *, values: Mapping[str, Any], version: int) -> int:
    """What the enterprise states about itself; from then on files only complete it. Answers the new version."""
    require(actor, "enterprises.edit_own")
    cleaned = _cleaned(actor, values)
    profile = EnterpriseProfile.objects.select_for_update().filter(org_id=actor.org_id).first()
    if version != (profile.version if profile else 0):
        raise Conflict("企业画像刚刚被别人修改过，请刷新后再填写", version=profile.version if profile else 0)
    place = {"org_id": actor.org_id, "seat": actor.seat, "line_seat": actor.line_seat}
    profile = profile or EnterpriseProfile(**place, version=0, demonstration=_is_demonstration(actor))
    for name, value in rules.columns_of(cleaned, rules.STATED).items():
        setattr(profile, name, value)
    profile.is_own, profile.source, profile.as_of = True, OWN_SOURCE, clock.today()
    profile.version += 1
    profile.save()
    note(actor, "enterprises.edit_own", f"enterprise:{actor.org_id}", version=profile.version)
    emit(ProfilesChanged([actor.org_id]))
    return profile.version


@action
def open_profile(actor: Actor, *, org_id: int, enterprise_types: Sequence[str]) -> bool:
    """For an enterprise let in on its own word: where a profile stands only missing types are added. May run twice."""
    require(actor, "enterprises.open_profile")
    card = orgs.card(org_id)
    if card is None or card.kind != "enterprise" or not actor.reach.covers(card.seat, card.line_seat):
        raise NotFound("没有这家企业", org_id=org_id)
    profile = EnterpriseProfile.objects.select_for_update().filter(org_id=org_id).first()
    is_new = profile is None
    profile = profile or EnterpriseProfile(
        org_id=org_id, seat=card.seat, line_seat=card.line_seat, version=0, demonstration=card.demonstration
    )
    known = set(enterprise_types) & set(rules.TYPES)
    changed = is_new or bool(known and not profile.enterprise_types)
    if changed:
        profile.enterprise_types = sorted(known) or profile.enterprise_types
        profile.source, profile.as_of = OWN_SOURCE, clock.today()
        profile.version += 1
        profile.save()
        emit(ProfilesChanged([org_id]))
    note(actor, "enterprises.open_profile", f"enterprise:{org_id}", opened=is_new)
    return is_new


def _cleaned(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(values.keys() - set(rules.STATED))
    if unknown:
        raise Invalid("有不能由企业填写的内容", fields=dict.fromkeys(unknown, "不能由企业填写"))
    cleaned, problems = clean_record(rules.STANDARD, {"name": actor.org_name, **values})
    if problems:
        raise Invalid("有内容需要更正", fields={one.field: one.message for one in problems})
    return cleaned


def _is_demonstration(actor: Actor) -> bool:
    card = orgs.card(actor.org_id)
    return card is not None and card.demonstration


def _owners(intake: Intake, batch: Sequence[NewProfile]) -> tuple[dict[int, NewProfile], int]:
    """Organisation id → its row, known by credit code, else by name, else opened; and how many were opened."""
    by_code = orgs.ids_by_credit_code(one.uscc for one in batch)
    by_name = orgs.ids_by_name("enterprise", (one.name for one in batch))
    unknown = [one for one in batch if one.uscc not in by_code and one.name not in by_name]
    opened = orgs.open_organisations(intake.actor, new=[_organisation(one, intake) for one in unknown])
    codes = orgs.credit_codes(by_name.values())
    owners: dict[int, NewProfile] = {}
    for one in batch:
        org_id = by_code.get(one.uscc) or by_name.get(one.name) or opened[one.name]
        if _may_take(intake, one, org_id, codes.get(org_id, "")):
            owners[org_id] = one
    missing = {org_id: one.uscc for org_id, one in owners.items() if one.uscc and codes.get(org_id) == ""}
    if missing:
        orgs.add_credit_codes(intake.actor, codes=missing)
    return owners, len(set(opened.values()))


def _may_take(intake: Intake, one: NewProfile, org_id: int, known_code: str) -> bool:
    if not intake.is_first(one.row, org_id):
        return False
    if one.uscc and known_code and known_code != one.uscc:
        message = f"与已登记的代码（{known_code}）不一致"
        intake.problems.append(intake.problem(one.row, "uscc", message, "other_credit_code"))
        return False
    return True


def _organisation(one: NewProfile, intake: Intake) -> orgs.NewOrganisation:
    return orgs.NewOrganisation(
        name=one.name,
        kind="enterprise",
        region=one.region,
        line=line("industry").number,
        uscc=one.uscc,
        demonstration=intake.is_demonstration,
    )


def _write(intake: Intake, owners: Mapping[int, NewProfile], source: str) -> tuple[list[int], list[int]]:
    cards = orgs.cards(owners)
    known = {profile.org_id: profile for profile in queries.profiles_of(owners)}
    new: list[EnterpriseProfile] = []
    changed: list[EnterpriseProfile] = []
    for org_id, one in owners.items():
        card = cards[org_id]
        if not intake.actor.reach.covers(card.seat, card.line_seat):
            intake.problems.append(intake.problem(one.row, "name", "不在您的管辖范围内", "out_of_reach"))
            continue
        given = rules.columns_of(one.row.values)
        profile = known.get(org_id)
        if profile is None:
            place = {"org_id": org_id, "seat": card.seat, "line_seat": card.line_seat}
            stamp = {"source": source[-255:], "as_of": clock.today(), "demonstration": card.demonstration}
            new.append(EnterpriseProfile(**place, **given, **stamp))
        elif _alter(profile, given, source):
            changed.append(profile)
    EnterpriseProfile.objects.bulk_create(new, batch_size=1_000)
    EnterpriseProfile.objects.bulk_update(changed, [*rules.PROFILE, "version", "source", "as_of"], batch_size=500)
    _write_contacts(intake.actor, owners, {one.org_id for one in (*known.values(), *new)})
    return [one.org_id for one in new], [one.org_id for one in changed]


def _alter(profile: EnterpriseProfile, given: Mapping[str, Any], source: str) -> bool:
    """Brings the profile to what it is after the file; answers whether that is something else."""
    before = {name: getattr(profile, name) for name in rules.PROFILE}
    after = rules.after_import(before, given, is_own=profile.is_own)
    if after == before:
        return False
    for name, value in after.items():
        setattr(profile, name, value)
    profile.version += 1
    profile.source, profile.as_of = source[-255:], clock.today()
    return True


def _write_contacts(actor: Actor, owners: Mapping[int, NewProfile], written: set[int]) -> None:
    """Only where none is known: a contact the enterprise or an earlier file gave stays."""
    given = {org_id: _contact(one.row.values) for org_id, one in owners.items() if org_id in written}
    known = privacy.contacts_of(given)
    new = {org_id: words for org_id, words in given.items() if words is not None and org_id not in known}
    if new:
        privacy.keep_contacts(actor, given=new)


def _contact(values: Mapping[str, Any]) -> privacy.Words | None:
    name, phone = str(values["contact_name"] or ""), str(values["contact_phone"] or "")
    return privacy.Words(name, CONTACT_DUTY, phone) if name or phone else None
