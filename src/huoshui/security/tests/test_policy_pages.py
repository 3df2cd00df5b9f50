"""Who may do what, worked out from roles and reach; and the three administrators, who read no business row."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.world import PEOPLE, World

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound
from huoshui.kernel.policy import Policy
from huoshui.kernel.reach import NOWHERE
from huoshui.kernel.tenancy import scope
from huoshui.security import actions, queries
from huoshui.security.public import desk_facts

User = get_user_model()


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def names_who_may(permission: str, world: World, org: str) -> set[str]:
    found = queries.who_may(Policy.registry[permission], world.orgs[org])
    return {one.holder.username for one in found}


@pytest.mark.parametrize("org", ["lake_university", "lake_hospital", "hill_university", "lake_college"])
@pytest.mark.parametrize("permission", ["inventory.view", "inventory.review_school", "patents.import"])
def test_who_may_is_exactly_who_may(world: World, permission: str, org: str) -> None:
    """The same answer as asking the policy and the reach for each person in turn."""
    card = world.orgs[org]
    wanted = {
        name
        for name in PEOPLE
        if Policy.may(world.actor(name), permission) and world.actor(name).reach.covers(card.seat, card.line_seat)
    }
    assert names_who_may(permission, world, org) == wanted


def test_why_names_the_role_the_delegation_and_that_an_inventor_has_only_their_own(world: World) -> None:
    office = world.actor("office")
    page = signed_in("office").get(
        reverse("security-who"), {"permission": "inventory.fill", "organisation": str(office.org_id)}
    )
    text = page.content.decode()
    assert "仅限本人名下的专利" in text
    assert "单位管理员" in text


def test_people_elsewhere_are_counted_and_not_named(world: World) -> None:
    page = signed_in("office").get(reverse("security-who"), {"permission": "inventory.view"})
    text = page.content.decode()
    assert "（由该单位掌握）" in text
    assert f'<a href="{reverse("security-person", args=[world.users["hunan"]])}"' not in text


def test_somebody_of_another_organisation_does_not_exist_here(world: World) -> None:
    office = world.actor("office")
    with pytest.raises(NotFound):
        queries.person_in_view(office, world.users["other_office"])
    with pytest.raises(NotFound):
        queries.organisation_in_view(office, world.orgs["hill_university"].id)
    path = reverse("security-person", args=[world.users["other_office"]])
    assert signed_in("office").get(path).status_code == 404


def test_an_administrator_sees_the_people_of_the_territory(world: World) -> None:
    security = world.actor("security")
    assert queries.person_in_view(security, world.users["office"])
    with pytest.raises(NotFound):
        queries.person_in_view(security, world.users["other_office"])


@pytest.mark.parametrize("name", ["system", "security", "auditor"])
def test_an_administrator_has_no_business_row_in_reach_and_no_business_permission(world: World, name: str) -> None:
    actor = world.actor(name)
    assert actor.reach == NOWHERE
    for permission in ("patents.view", "inventory.view", "resources.view", "matching.view", "enterprises.view"):
        assert not Policy.may(actor, permission)


@pytest.mark.parametrize("name", ["system", "security", "auditor"])
def test_each_administrator_has_a_desk(world: World, name: str) -> None:
    actor = world.actor(name)
    with scope(actor):
        desk = desk_facts(actor)
    assert desk["head"].why


def test_one_person_never_becomes_two_of_the_three(world: World) -> None:
    with pytest.raises(Invalid, match="三个人"):
        grant(world.operator, world, "system", "audit_admin")


def grant(actor: Actor, world: World, name: str, role: str) -> None:
    from huoshui.accounts.public import open_account

    organisation = world.orgs["hunan_bureau"].id
    open_account(actor, username=name, name=name, password="x" * 20, organisation_id=organisation, role=role)


def test_ending_somebodys_sessions_signs_them_out_at_the_next_request(world: World) -> None:
    office = signed_in("office")
    assert office.get(reverse("dossiers")).status_code == 200
    assert actions.end_sessions(world.actor("security"), user_id=world.users["office"]) == 1
    assert office.get(reverse("dossiers")).status_code == 302
    with pytest.raises(NotAllowed):
        actions.end_sessions(world.actor("system"), user_id=world.users["office"])
    with pytest.raises(NotFound):
        actions.end_sessions(world.actor("security"), user_id=world.users["other_office"])


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("security-policy", "office"),
        ("security-policy", "auditor"),
        ("security-who", "security"),
        ("security-node", "system"),
        ("security-limits", "security"),
        ("break-glass-list", "security"),
        ("break-glass-list", "office"),
        ("break-glass-ask", "system"),
    ],
)
def test_the_pages_open(world: World, name: str, who: str) -> None:
    assert signed_in(who).get(reverse(name)).status_code == 200


def test_a_request_goes_from_the_form_to_the_tenants_page(world: World) -> None:
    system, security, office = signed_in("system"), signed_in("security"), signed_in("office")
    body = {"organisation": "南湖试验大学", "reason": "核对盘点数据与上报不一致的原因", "hours": "2"}
    page = system.post(reverse("break-glass-ask"), body)
    assert page.status_code == 302
    row = page["Location"]
    assert "待批准" in office.get(row).content.decode()
    assert security.post(f"{row}decide/", {"verdict": "approve"}).status_code == 302
    assert "立即终止" in office.get(row).content.decode()
    assert office.post(f"{row}end/").status_code == 302
    assert "已终止" in office.get(row).content.decode()


def test_an_unknown_institution_is_told_beside_its_field(world: World) -> None:
    body = {"organisation": "没有这所大学", "reason": "核对盘点数据与上报不一致的原因", "hours": "2"}
    page = signed_in("system").post(reverse("break-glass-ask"), body)
    assert page.status_code == 422
    assert "没有这家单位" in page.content.decode()


def test_a_permission_narrows_to_a_role(world: World) -> None:
    text = signed_in("office").get(reverse("security-policy"), {"role": "system_admin"}).content.decode()
    assert "申请应急查看" in text
    assert "审核通过入库" not in text
    assert "单位审核入库" not in text
