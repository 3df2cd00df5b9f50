"""The stage for the permission tests: the two institutions' objects, one of a college, a neighbour and a bureau, people
with and without any right, and whatever the rooms put there themselves."""

import csv
from datetime import timedelta
from pathlib import Path

from huoshui.accounts.models import Membership, User
from huoshui.inventory.models import Dossier
from huoshui.kernel import clock
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.models import ImportRun, Patent
from tests.permissions.principals import FURTHER, VISITORS
from tests.permissions.routes import MODULES
from tests.permissions.stage import FOREIGN, OWN, build_stage, deliver
from tests.permissions.things import Props
from tests.world import World

# Not inventoried and so never published: nobody outside may meet these titles anywhere.
UNPUBLISHED = {
    # number: owner, who loads it, the inventor named, title
    "CN107000011B": (OWN, "office", "inventor", "一种未公布的测试夹具甲"),
    "CN107000012B": (OWN, "office", "college_inventor", "一种未公布的测试夹具乙"),
    "CN107000013B": ("lake_hospital", "hospital", "赵试验", "一种未公布的测试夹具丙"),
    "CN107000014B": (FOREIGN, "other_office", "钱试验", "一种未公布的测试夹具丁"),
}


def build_full_stage(world: World, folder: Path) -> Props:
    _open_further_accounts(world)
    stage = build_stage(world, folder)
    _load_unpublished(world, folder)
    deliver(world)
    props = Props(world)
    for org, ids in stage.ids.items():
        _put_published(props, org, ids)
    with scope(world.operator):
        _put_unpublished(props)
        for module in MODULES:
            put = getattr(module, "put_on_stage", None)
            if put is not None:
                put(props)
    return props


def _put_published(props: Props, org: str, ids: dict[str, int | str]) -> None:
    named = ("inventor",) if org == OWN else ()
    makers = {OWN: "office", FOREIGN: "other_office"}
    for kind in ("patent_id", "dossier_id", "entry_id", "candidate_id"):
        state = "accepted" if kind == "dossier_id" else ""
        # The library lists what the institution has published: its inventors read all of it.
        everybody = ("inventor", "college_inventor") if kind == "entry_id" and org == OWN else named
        props.put(kind, ids[kind], org=org, state=state, named=everybody)
    props.put("run_id", ids["run_id"], org=org, only=(makers[org],))
    props.put("number", ids["number"], org=org)
    maker = "battery_maker" if org == OWN else "pump_maker"
    props.put("org_id", ids["org_id"], org=maker)


def _put_unpublished(props: Props) -> None:
    for number, (org, who, inventor, title) in UNPUBLISHED.items():
        patent = Patent.objects.get(publication_no=number)
        dossier = Dossier.objects.get(patent=patent)
        owner = "lake_college" if inventor == "college_inventor" else org
        props.put("patent_id", patent.pk, org=owner, named=(inventor,))
        props.put("dossier_id", dossier.pk, org=owner, state=dossier.state, named=(inventor,))
        run = ImportRun.objects.filter(org_id=props.world.orgs[org].id).latest("id")
        props.put("run_id", run.pk, org=org, state="second", only=(who,))
        props.mark(title, org=owner, seen_by="patents.view", shown_on="patents", named=(inventor,))


def _load_unpublished(world: World, folder: Path) -> None:
    for who in ("office", "hospital", "other_office"):
        path = folder / f"unpublished-{who}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["公开（公告）号", "标题", "申请人", "发明人", "公开（公告）日", "申请日", "IPC", "法律状态"])
            for number, (org, loads, inventor, title) in UNPUBLISHED.items():
                if loads == who:
                    rest = [inventor, "2019-07-09", "2017-07-21", "H01M10/613", "有效"]
                    out.writerow([number, title, world.orgs[org].name, *rest])
        patents.import_patents(world.actor(who), path=path, file_name=path.name)


def _open_further_accounts(world: World) -> None:
    school = world.orgs["lake_university"].id
    for name, (org, role, acts_for) in FURTHER.items():
        Membership.objects.create(
            user=_person(world, name),
            organisation_id=world.orgs[org].id,
            role=role,
            on_behalf_of_id=world.users[acts_for] if acts_for else None,
            until=clock.now() + timedelta(hours=1) if role == "breakglass" else None,
        )
    past = clock.now() - timedelta(minutes=1)
    gone = {"ended": {"ended_at": past}, "expired": {"until": past}, "deactivated": {}}
    for name in VISITORS:
        if name == "visitor":
            continue
        person = _person(world, name)
        if name in gone:
            Membership.objects.create(user=person, organisation_id=school, role="office", **gone[name])


def _person(world: World, name: str) -> User:
    person = User.objects.create(username=name, name=name)
    world.users[name] = person.pk
    return person
