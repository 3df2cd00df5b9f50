"""Loads the invented region through the same doors that real data takes, and runs the whole loop over it once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from huoshui.accounts import public as accounts
from huoshui.enterprises import public as enterprises
from huoshui.inventory import public as inventory
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.outbox import deliver_waiting
from huoshui.kernel.tenancy import scope
from huoshui.matching import public as matching
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.rights import public as rights
from huoshui.web import demonstration_upkeep
from huoshui_core.demonstration import Demonstration, DemonstrationPatent, generate
from huoshui_core.reference import ipc_subclass, ipc_title, line, region_by_name
from huoshui_core.standards import load as load_standard
from huoshui_core.standards.writing import dataset_sheet, write_csv

Say = Callable[[str], None]
Ids = dict[str, int]  # key or name → organisation


def is_loaded() -> bool:
    return orgs.has_demonstration()


def sign_ins() -> list[dict[str, str]]:
    return accounts.demonstration_people()


def load(say: Say) -> None:
    """Each step is an action of its own; a node killed in between goes on where the matching names and numbers stop."""
    region, node = generate(), operator("cli")
    say("示例地区：开设单位和账号")
    ids = _open_organisations(node, region)
    users = _open_accounts(node, region, ids)
    say(f"示例地区：导入 {region.n_patents} 件专利、{region.n_enterprises} 家企业")
    _import(node, region)
    _say_what_comes_first(region)
    _deliver(node)
    say("示例地区：盘点、审核、入库")
    for key, members in _by_institution(region.patents).items():
        _tell_stories(region, ids, users, key, members)
    _deliver(node)
    say("示例地区：法律事件和年费")
    _import_rights(node, region)
    _deliver(node)
    say("示例地区：年费标注、财政资助声明")
    demonstration_upkeep.load(_by_institution(region.patents))
    _deliver(node)
    say("示例地区：供需匹配")
    matching.run_matching(node)


def _open_organisations(node: Actor, region: Demonstration) -> Ids:
    bureaus = [
        orgs.NewOrganisation(one.name, "department", one.region, line(one.line).number, demonstration=True)
        for one in region.bureaus
    ]
    institutions = [
        orgs.NewOrganisation(
            one.name,
            "institution",
            one.region,
            line(one.line).number,
            institution_type=one.kind,
            two_step_review=one.two_step_review,
            demonstration=True,
        )
        for one in region.institutions
    ]
    brokers = [
        orgs.NewOrganisation(one.name, one.kind, one.region, line("other").number, demonstration=True)
        for one in region.intermediaries
    ]
    by_name = orgs.open_organisations(node, new=bureaus + institutions + brokers)
    ids = {one.key: by_name[one.name] for one in region.bureaus}
    ids |= {one.key: by_name[one.name] for one in region.institutions}
    ids |= {one.key: by_name[one.name] for one in region.intermediaries}
    for one in region.institutions:
        colleges = [
            orgs.NewOrganisation(
                each.name, "college", one.region, line(one.line).number, parent_id=ids[one.key], demonstration=True
            )
            for each in one.colleges
        ]
        opened = orgs.open_organisations(node, new=colleges)
        ids |= {f"{one.key}/{each.key}": opened[each.name] for each in one.colleges}
    return ids | _open_enterprises(node, region)


def _open_enterprises(node: Actor, region: Demonstration) -> Ids:
    new = [_enterprise(one.record) for one in region.enterprises]
    opened = orgs.open_organisations(node, new=new)
    return {str(one.record["uscc"]): opened[str(one.record["name"])] for one in region.enterprises}


def _enterprise(record: Mapping[str, Any]) -> orgs.NewOrganisation:
    place = region_by_name(record.get("province") or "", record.get("city") or "")
    return orgs.NewOrganisation(
        record["name"],
        "enterprise",
        place.code if place else 0,
        line("industry").number,
        uscc=record["uscc"],
        demonstration=True,
    )


def _open_accounts(node: Actor, region: Demonstration, ids: Ids) -> Ids:
    return {
        one.username: accounts.open_account(
            node,
            username=one.username,
            name=one.name,
            password=accounts.DEMONSTRATION_PASSWORD,
            organisation_id=ids[f"{one.organisation}/{one.college}" if one.college else one.organisation],
            role=one.role,
            demonstration=True,
        )
        for one in region.people
    }


def _import(node: Actor, region: Demonstration) -> None:
    with TemporaryDirectory() as folder:
        patents_file, enterprises_file = Path(folder, "示例专利.csv"), Path(folder, "示例企业.csv")
        _write(patents_file, "patent", (one.record for one in region.patents))
        _write(enterprises_file, "enterprise", (one.record for one in region.enterprises))
        patents.import_patents(node, path=patents_file, file_name=patents_file.name)
        enterprises.import_enterprises(node, path=enterprises_file)


def _import_rights(node: Actor, region: Demonstration) -> None:
    today = clock.today()
    with TemporaryDirectory() as folder:
        events_file, fees_file = Path(folder, "示例法律状态.csv"), Path(folder, "示例年费.csv")
        _write(events_file, "patent_event", region.iter_legal_events(today))
        _write(fees_file, "annual_fee", region.iter_annual_fees(today))
        for path in (events_file, fees_file):
            rights.import_events(node, path=path, file_name=path.name, as_of=today)


def _say_what_comes_first(region: Demonstration) -> None:
    """Each institution the IPC subclass it files most in, the bureaus an industry and a field of their territory."""
    for key, members in _by_institution(region.patents).items():
        met = Counter(found for one in members if (found := ipc_subclass(str(one.record["main_class"]))))
        [(subclass, _)] = met.most_common(1)
        line = inventory.Wanted("discipline", "ipc", subclass, (ipc_title(subclass) or subclass)[:40])
        inventory.add_priorities(accounts.actor_of_username(f"{key}-office", channel="cli"), lines=[line])
    wanted = [inventory.Wanted("industry", "industry", "38", ""), inventory.Wanted("industry", "sei", "2.1", "")]
    bureau = next(one for one in region.people if one.role == "bureau")
    inventory.add_priorities(accounts.actor_of_username(bureau.username, channel="cli"), lines=wanted)


def _write(path: Path, standard: str, records: Iterable[Mapping[str, Any]]) -> None:
    write_csv(path, dataset_sheet(load_standard(standard), records), demonstration=True)


def _deliver(node: Actor) -> None:
    while deliver_waiting(node):
        pass


def _by_institution(all_patents: Iterable[DemonstrationPatent]) -> dict[str, list[DemonstrationPatent]]:
    found: dict[str, list[DemonstrationPatent]] = defaultdict(list)
    for one in all_patents:
        found[one.institution].append(one)
    return found


def _tell_stories(
    region: Demonstration, ids: Ids, users: Ids, key: str, members: Sequence[DemonstrationPatent]
) -> None:
    """What the people of one institution did, as themselves."""
    office = accounts.actor_of_username(f"{key}-office", channel="cli")
    with scope(office):
        dossiers = inventory.dossier_ids_by_number()
    here = [(dossiers[number], one) for one in members if (number := _number(one)) in dossiers]
    _assign(region, ids, users, office, here)
    _fill(office, here)
    _review(office, here)


def _number(one: DemonstrationPatent) -> str:
    return str(one.record["publication_no"])


def _assign(
    region: Demonstration, ids: Ids, users: Ids, office: Actor, here: Sequence[tuple[int, DemonstrationPatent]]
) -> None:
    people = {(one.organisation, one.college, one.name): users[one.username] for one in region.people}
    by_college: dict[str, list[int]] = defaultdict(list)
    by_person: dict[tuple[str, str], list[int]] = defaultdict(list)
    for dossier_id, one in here:
        by_college[one.college].append(dossier_id)
        by_person[one.college, one.responsible].append(dossier_id)
    institution = here[0][1].institution if here else ""
    for college, chosen in by_college.items():
        if college_id := ids.get(f"{institution}/{college}"):
            inventory.assign_dossiers(office, dossier_ids=chosen, college_id=college_id)
    for (college, name), chosen in by_person.items():
        if person := people.get((institution, college, name)):
            inventory.assign_dossiers(office, dossier_ids=chosen, responsible_id=person, responsible_name=name)


def _fill(office: Actor, here: Sequence[tuple[int, DemonstrationPatent]]) -> None:
    drafts = {n: one.story.dossier for n, one in here if one.story.state == "draft" and one.story.dossier}
    finished = {
        n: one.story.dossier for n, one in here if one.story.state not in {"unopened", "draft"} and one.story.dossier
    }
    if drafts:
        inventory.fill_dossiers(office, contents=drafts, move="save")
    if finished:
        inventory.fill_dossiers(office, contents=finished, move="submit")


def _review(office: Actor, here: Sequence[tuple[int, DemonstrationPatent]]) -> None:
    """In the order of the life cycle; each verdict over all dossiers it concerns."""
    at = {n: one.story for n, one in here}
    two_step = bool((card := orgs.card(office.org_id)) and card.two_step_review)
    past_college = [n for n, story in at.items() if story.state in {"school_review", "school_returned", "accepted"}]
    if two_step and past_college:
        inventory.review_dossiers(office, dossier_ids=past_college, verdict="pass")
    for state, verdict in (("college_returned", "return"), ("school_returned", "send_back"), ("accepted", "accept")):
        by_remark: dict[str, list[int]] = defaultdict(list)
        for n, story in at.items():
            if story.state == state:
                by_remark[story.remark].append(n)
        for remark, chosen in by_remark.items():
            inventory.review_dossiers(office, dossier_ids=chosen, verdict=verdict, comment=remark)
