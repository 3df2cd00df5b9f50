"""Facts of an organisation and its end."""

import pytest
from tests.world import CHANGSHA, World

from huoshui.accounts.public import open_account
from huoshui.kernel.errors import Invalid, NotAllowed, WrongState
from huoshui.orgs import public as orgs
from huoshui.orgs.models import Organisation, OrganisationChange
from huoshui.orgs.tests.rows import ON, Membership, patent

CODE, OTHER_CODE = "914300001837900001", "91430000183790001N"


def edit(world: World, who: str, org: str = "lake_university", **facts: str | bool) -> int:
    return orgs.edit_organisation(world.actor(who), organisation_id=world.orgs[org].id, facts=facts, on=ON)


def close(world: World, who: str, organisation_id: int, reason: str = "停办") -> None:
    orgs.close_organisation(world.actor(who), organisation_id=organisation_id, on=ON, reason=reason)


def empty(world: World) -> int:
    new = orgs.NewOrganisation("东江试验大学", "institution", CHANGSHA, 1, "university")
    return orgs.open_organisations(world.operator, new=[new])[new.name]


def test_a_code_is_filled_then_corrected_with_history_never_emptied(world: World) -> None:
    assert edit(world, "hunan", uscc=CODE) == 1
    assert edit(world, "hunan", uscc=CODE) == 0
    with pytest.raises(Invalid, match="不能清空"):
        edit(world, "hunan", uscc="")
    rows = OrganisationChange.objects.filter(what="edited").values_list("before", "after")
    assert list(rows) == [("统一社会信用代码：未填", f"统一社会信用代码：{CODE}")]


def test_a_code_of_another_or_of_no_code_at_all_is_refused(world: World) -> None:
    edit(world, "hunan", uscc=CODE)
    with pytest.raises(Invalid, match="另一家单位"):
        edit(world, "hunan", "lake_hospital", uscc=CODE)
    with pytest.raises(Invalid):
        edit(world, "hunan", uscc="914300001837900009")
    with pytest.raises(Invalid):
        edit(world, "hunan", register_code="12")


def test_the_office_decides_on_its_review_and_on_nothing_official(world: World) -> None:
    assert edit(world, "office", two_step_review=False) == 1
    assert Organisation.objects.get(pk=world.orgs["lake_university"].id).two_step_review is False
    with pytest.raises(NotAllowed, match="主管部门登记"):
        edit(world, "office", uscc=CODE)
    with pytest.raises(NotAllowed):
        edit(world, "education", two_step_review=True)


def test_what_is_no_fact_or_no_type_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="不能修改"):
        edit(world, "hunan", seat="1")
    with pytest.raises(Invalid, match="机构类型"):
        edit(world, "hunan", institution_type="planet")
    with pytest.raises(Invalid, match="机构类型"):
        edit(world, "hunan", "battery_maker", institution_type="university")


def test_an_empty_organisation_is_closed_and_still_found(world: World) -> None:
    closed = empty(world)
    close(world, "hunan", closed)
    assert Organisation.objects.get(pk=closed).standing == "closed"
    assert orgs.ids_by_name("institution", ["东江试验大学"]) == {"东江试验大学": closed}
    assert closed not in [one.id for one in orgs.within(world.operator.reach, kind="institution")]
    assert OrganisationChange.objects.get(what="closed").after == "停办"
    new = orgs.NewOrganisation("能源学院", "college", CHANGSHA, 1, parent_id=closed)
    with pytest.raises(Invalid, match="不能开设院系"):
        orgs.open_organisations(world.operator, new=[new])


def test_living_accounts_rows_and_parts_keep_it_open(world: World) -> None:
    organisation_id = empty(world)
    user = open_account(
        world.operator,
        username="dean",
        name="某人",
        password="x" * 12,
        organisation_id=organisation_id,
        role="office",
    )
    with pytest.raises(WrongState, match="账号"):
        close(world, "hunan", organisation_id)
    Membership.objects.filter(user_id=user).update(ended_at="2026-09-01T00:00:00Z")
    owned = patent(world, orgs.cards([organisation_id])[organisation_id], "CN1A")
    assert owned
    with pytest.raises(WrongState, match="先合并"):
        close(world, "hunan", organisation_id)


def test_closing_takes_a_reason(world: World) -> None:
    with pytest.raises(Invalid, match="原因"):
        close(world, "hunan", empty(world), reason=" ")
