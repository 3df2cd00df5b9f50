"""Two institutions and two enterprises with one object of every kind each, put there by the actions."""

import csv
from dataclasses import dataclass
from pathlib import Path

from huoshui.enterprises import public as enterprises
from huoshui.inventory import public as inventory
from huoshui.kernel.outbox import deliver_waiting
from huoshui.kernel.tenancy import scope
from huoshui.matching import public as matching
from huoshui.matching.models import Candidate
from huoshui.patents import public as patents
from huoshui.patents.models import ImportRun, Patent
from huoshui.resources.models import LibraryEntry
from tests.world import World

OWN, FOREIGN = "lake_university", "hill_university"
TITLES = {OWN: "一种软包电池液冷板", FOREIGN: "一种离心水泵叶轮"}
NUMBERS = {OWN: "CN107000001B", FOREIGN: "CN107000002B"}
DOSSIER = {
    "fiscal_funded": "否",
    "implementation": "未实施",
    "willingness": "转让；许可",
    "maturity": "5",
    "self_grade": "4",
    "scene": "电池热管理",
    "prospects": "可用于储能电站",
}


@dataclass(frozen=True)
class Stage:
    """Ids by kind of object and by whose it is."""

    world: World
    ids: dict[str, dict[str, int | str]]


def build_stage(world: World, folder: Path) -> Stage:
    import_patents(world, folder)
    _import_enterprises(world, folder)
    deliver(world)
    for who, org in (("office", OWN), ("other_office", FOREIGN)):
        actor = world.actor(who)
        with scope(actor):
            dossiers = list(inventory.dossier_ids_by_number().values())
        inventory.register_dossiers(actor, contents=dict.fromkeys(dossiers, DOSSIER))
        if org == OWN:
            inventory.assign_dossiers(
                actor, dossier_ids=dossiers, responsible_id=world.users["inventor"], responsible_name="inventor"
            )
    deliver(world)
    matching.run_matching(world.operator)
    with scope(world.operator):
        return Stage(world, _ids(world))


def deliver(world: World) -> None:
    while deliver_waiting(world.operator):
        pass


def import_patents(world: World, folder: Path) -> None:
    for org, who in ((OWN, "office"), (FOREIGN, "other_office")):
        path = folder / f"{org}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["公开（公告）号", "标题", "申请人", "发明人", "公开（公告）日", "申请日", "IPC", "法律状态"])
            same = ["inventor", "2019-07-09", "2017-07-21", "H01M10/613", "有效"]
            out.writerow([NUMBERS[org], TITLES[org], world.orgs[org].name, *same])
        patents.import_patents(world.actor(who), path=path, file_name=path.name)


def _import_enterprises(world: World, folder: Path) -> None:
    path = folder / "enterprises.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["企业名称", "省份", "城市", "经营范围", "ipc_subclasses", "sample_titles"])
        for key, place in (("battery_maker", ("湖南省", "长沙市")), ("pump_maker", ("山西省", "太原市"))):
            title = TITLES[OWN if key == "battery_maker" else FOREIGN]
            out.writerow([world.orgs[key].name, *place, f"生产{title}", "H01M:3", title])
    enterprises.import_enterprises(world.operator, path=path)


def _ids(world: World) -> dict[str, dict[str, int | str]]:
    found: dict[str, dict[str, int | str]] = {}
    for org in (OWN, FOREIGN):
        org_id = world.orgs[org].id
        patent = Patent.objects.get(org_id=org_id)
        entry = LibraryEntry.objects.get(patent_id=patent.pk)
        found[org] = {
            "patent_id": patent.pk,
            "run_id": ImportRun.objects.filter(org_id=org_id).latest("id").pk,
            "dossier_id": inventory.dossier_ids_of_patents([patent.pk])[patent.pk],
            "entry_id": entry.pk,
            "number": entry.number,
            "candidate_id": Candidate.objects.filter(org_id=org_id).earliest("rank").pk,
        }
    found[OWN]["org_id"], found[FOREIGN]["org_id"] = world.orgs["battery_maker"].id, world.orgs["pump_maker"].id
    return found
