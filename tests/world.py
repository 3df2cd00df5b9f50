"""A small fixed world: two provinces, three institutions, two enterprises, one actor of each kind. Nothing random."""

from dataclasses import dataclass

from huoshui.accounts.public import open_account
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.policy import ROLES
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui_core.reference import line

HUNAN, CHANGSHA, FURONG, SHANXI, TAIYUAN = 430000, 430100, 430102, 140000, 140100

ORGANISATIONS = {
    "nation": ("国家知识产权运用促进处", "department", 0, "intellectual_property", ""),
    "hunan_bureau": ("湖南知识产权管理处", "department", HUNAN, "intellectual_property", ""),
    "hunan_education": ("湖南教育管理处", "department", HUNAN, "education", ""),
    "shanxi_bureau": ("山西知识产权管理处", "department", SHANXI, "intellectual_property", ""),
    "changsha_bureau": ("长沙知识产权管理处", "department", CHANGSHA, "intellectual_property", ""),
    "lake_university": ("南湖试验大学", "institution", CHANGSHA, "education", "university"),
    "furong_bureau": ("芙蓉知识产权管理处", "department", FURONG, "intellectual_property", ""),
    "lake_hospital": ("南湖试验医院", "institution", CHANGSHA, "health", "hospital"),
    "hill_university": ("西岭试验大学", "institution", TAIYUAN, "education", "university"),
    "battery_maker": ("南湖试验电池有限公司", "enterprise", CHANGSHA, "industry", ""),
    "pump_maker": ("西岭试验水泵有限公司", "enterprise", TAIYUAN, "industry", ""),
    "broker": ("南湖试验技术转移中心", "agency", CHANGSHA, "other", ""),
}

PEOPLE = {
    "national": ("nation", "national"),
    "hunan": ("hunan_bureau", "bureau"),
    "education": ("hunan_education", "line"),
    "shanxi": ("shanxi_bureau", "bureau"),
    "changsha": ("changsha_bureau", "bureau"),
    "office": ("lake_university", "office"),
    "secretary": ("lake_university", "secretary"),
    "inventor": ("lake_university", "inventor"),
    "hospital": ("lake_hospital", "office"),
    "other_office": ("hill_university", "office"),
    "enterprise": ("battery_maker", "enterprise"),
    "other_enterprise": ("pump_maker", "enterprise"),
    "county": ("furong_bureau", "bureau"),
    "expert": ("battery_maker", "expert"),
    "agency": ("broker", "agency"),
    "system": ("hunan_bureau", "system_admin"),
    "security": ("hunan_bureau", "security_admin"),
    "auditor": ("hunan_bureau", "audit_admin"),
    "college_secretary": ("lake_college", "secretary"),
    "college_inventor": ("lake_college", "inventor"),
}
COLLEGE = "南湖试验材料学院"
PASSWORD = "world-password"


@dataclass(frozen=True)
class World:
    """`org` and `seat` by the names above; `actor(name)` acts for that person."""

    orgs: dict[str, orgs.OrganisationCard]
    users: dict[str, int]
    operator: Actor

    def actor(self, name: str, *, channel: str = "web") -> Actor:
        org_name, role = PEOPLE[name]
        org = self.orgs[org_name]
        return Actor(
            user_id=self.users[name],
            org_id=org.id,
            seat=org.seat,
            line_seat=org.line_seat,
            reach=orgs.reach_for(role, org),
            roles=frozenset({role, "manager"} if orgs.manages_accounts(role) else {role}),
            channel=channel,
            name=name,
            org_name=org.name,
            audit=orgs.audit_reach_for(role, org),
        )


def build_world() -> World:
    node = operator("cli")
    new = [
        orgs.NewOrganisation(name, kind, region, line(code).number, institution_type)
        for name, kind, region, code, institution_type in ORGANISATIONS.values()
    ]
    ids = orgs.open_organisations(node, new=new)
    school = ids[ORGANISATIONS["lake_university"][0]]
    college = orgs.NewOrganisation(COLLEGE, "college", CHANGSHA, line("education").number, parent_id=school)
    ids |= orgs.open_organisations(node, new=[college])
    cards = orgs.cards(ids.values())
    known = {key: cards[ids[values[0]]] for key, values in ORGANISATIONS.items()}
    known["lake_college"] = cards[ids[COLLEGE]]
    with scope(node):
        users = {
            person: open_account(
                node,
                username=person,
                name=person,
                password=PASSWORD,
                organisation_id=known[org].id,
                role=role,
            )
            for person, (org, role) in PEOPLE.items()
        }
    assert {role for _, role in PEOPLE.values()} <= set(ROLES)
    return World(known, users, node)
