"""Fixed dossiers. They are opened by loading patents, and brought into late states by the actions."""

from pathlib import Path
from typing import Any

from tests.permissions.stage import deliver
from tests.world import PASSWORD, World

from huoshui.accounts.public import actor_of_username, open_account
from huoshui.inventory import actions, queries
from huoshui.inventory.models import Dossier
from huoshui.kernel.actor import Actor
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.patents.tests.files import APPLICATION, GRANT, HILL, UTILITY, csv_file

FIRST, SECOND, THIRD, FOREIGN = "CN107000001B", "CN208000002U", "CN208000007U", "CN208000003U"
TRAY = UTILITY | {"公开（公告）号": THIRD, "标题": "一种电池托盘锁扣"}
WAITING = APPLICATION | {"公开（公告）号": "CN107000009A", "申请号": "", "标题": "一种尚未授权的方法"}
FILLED: dict[str, Any] = {
    "fiscal_funded": True,
    "implementation": "none",
    "willingness": ["assignment", "licence"],
    "maturity": "5",
    "self_grade": "4",
    "scene": "电池热管理",
    "prospects": "可用于储能电站",
    "funding_project": "",
    "industry_codes": ["38"],
}


def open_all(world: World, folder: Path) -> dict[str, int]:
    path = csv_file(folder, GRANT, UTILITY, TRAY, HILL, WAITING)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver(world)
    with scope(world.operator):
        return queries.dossier_ids_by_number()


def get(dossier_id: int, actor: Actor) -> Dossier:
    with scope(actor):
        return queries.dossier_in_view(actor, dossier_id)


def state(world: World, *dossier_ids: int) -> list[str]:
    return [get(one, world.operator).state for one in dossier_ids]


def submit(world: World, *dossier_ids: int, who: str = "office", **changes: Any) -> None:
    actor = world.actor(who)
    for one in dossier_ids:
        version = get(one, world.operator).version
        actions.submit_dossier(actor, dossier_id=one, values=FILLED | changes, version=version)


def review(world: World, verdict: str, *dossier_ids: int, who: str = "office", comment: str = "") -> int:
    return actions.review_dossiers(world.actor(who), dossier_ids=dossier_ids, verdict=verdict, comment=comment)


def accept(world: World, *dossier_ids: int) -> None:
    submit(world, *dossier_ids)
    review(world, "pass", *dossier_ids)
    review(world, "accept", *dossier_ids)


def give_to_inventor(world: World, *dossier_ids: int) -> None:
    actions.assign_dossiers(
        world.actor("office"),
        dossier_ids=dossier_ids,
        responsible_id=world.users["inventor"],
        responsible_name="inventor",
    )


def college_with_secretary(world: World, name: str, username: str) -> tuple[int, Actor]:
    school = world.orgs["lake_university"]
    new = orgs.NewOrganisation(name, "college", school.region, school.line, parent_id=school.id)
    [college_id] = orgs.open_organisations(world.operator, new=[new]).values()
    open_account(
        world.operator,
        username=username,
        name=username,
        password=PASSWORD,
        organisation_id=college_id,
        role="secretary",
    )
    return college_id, actor_of_username(username, channel="web")


def one_step_office(world: World, folder: Path) -> tuple[Actor, int]:
    """An institute without colleges, and its one dossier."""
    lake = world.orgs["lake_university"]
    new = orgs.NewOrganisation(
        "南湖试验研究所", "institution", lake.region, lake.line, "institute", two_step_review=False
    )
    [org_id] = orgs.open_organisations(world.operator, new=[new]).values()
    open_account(
        world.operator,
        username="institute",
        name="institute",
        password=PASSWORD,
        organisation_id=org_id,
        role="office",
    )
    row = UTILITY | {"公开（公告）号": "CN208000008U", "申请人": "南湖试验研究所", "申请人类型": "科研单位"}
    patents.import_patents(world.operator, path=csv_file(folder, row), file_name="institute.csv")
    deliver(world)
    actor = actor_of_username("institute", channel="web")
    with scope(actor):
        [dossier_id] = queries.dossier_ids_by_number().values()
    return actor, dossier_id


def ledger(world: World, dossier_id: int) -> list[tuple[str, Any]]:
    with scope(world.operator):
        lines = LedgerLine.objects.filter(subject=f"dossier:{dossier_id}").order_by("id")
        return list(lines.values_list("verb", "facts"))


def events() -> list[tuple[str, list[int]]]:
    rows = OutboxEvent.objects.filter(name__startswith="Dossiers").order_by("id")
    return [(row.name, row.payload["dossier_ids"]) for row in rows]
