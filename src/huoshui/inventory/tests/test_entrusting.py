"""Who answers for a patent: the rule, and open dossiers that follow when people come, retire or leave."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.accounts import public as accounts
from huoshui.accounts.public import open_account
from huoshui.inventory import actions, queries
from huoshui.inventory.models import Dossier
from huoshui.inventory.rules import CO_OWNED, NOBODY, by_name, is_first_owner, who_answers
from huoshui.inventory.tests.dossiers import FILLED, get
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.patents.tests.files import UTILITY, csv_file

Membership = apps.get_model("accounts.Membership")

ORG = 7
NUMBER = "CN208000021U"


@dataclass(frozen=True)
class Person:
    user_id: int
    name: str
    why_not: str = ""
    institution_id: int = ORG

    @property
    def answers(self) -> bool:
        return not self.why_not


TEACHER, SECOND = Person(1, "林师"), Person(2, "周师")
STUDENT, RETIRED = Person(3, "陈生", "学生"), Person(4, "吴老", "退休")


@pytest.mark.parametrize(
    ("order", "accounts_of", "whose", "said"),
    [
        (["林师", "周师"], [TEACHER, SECOND], TEACHER, ""),
        (["外人", "周师"], [TEACHER, SECOND], SECOND, ""),
        (["陈生", "林师", "周师"], [STUDENT, TEACHER, SECOND], TEACHER, "陈生（学生）"),
        (["吴老", "陈生", "周师"], [STUDENT, RETIRED, SECOND], SECOND, "吴老（退休）、陈生（学生）"),
        (["林师", "陈生"], [STUDENT, TEACHER], TEACHER, ""),
        (["陈生", "外人"], [STUDENT], None, NOBODY),
        (["吴老"], [RETIRED], None, NOBODY),
        (["外人"], [TEACHER], None, ""),
        ([], [TEACHER], None, ""),
        (["林师"], [TEACHER, Person(9, "林师")], None, ""),
        (["林师"], [Person(1, "林师", institution_id=8)], None, ""),
    ],
)
def test_the_first_in_order_who_teaches_here_answers(
    order: list[str], accounts_of: list[Person], whose: Person | None, said: str
) -> None:
    found = who_answers(ORG, order, by_name(accounts_of), is_first_owner=True)
    assert found.person == whose
    assert said in found.note
    assert bool(found.note) == bool(said)


def test_of_a_co_owned_patent_only_the_first_owner_is_asked() -> None:
    found = who_answers(ORG, ["林师"], by_name([TEACHER]), is_first_owner=False)
    assert (found.person, found.note) == (None, CO_OWNED)


@pytest.mark.parametrize(
    ("applicants", "first"),
    [
        (["南湖试验大学"], True),
        (["南湖试验大学", "西岭试验大学"], True),
        (["西岭试验大学", "南湖试验大学"], False),
        (["南湖试验电池有限公司", "南湖试验大学"], True),
        (["国家电网公司", "西岭试验医院", "南湖试验大学"], False),
        (["原来的名称"], True),
    ],
)
def test_no_other_institution_may_stand_before_the_own(applicants: list[str], first: bool) -> None:
    assert is_first_owner(applicants, {"南湖试验大学"}) is first


NAMES = st.sampled_from(["甲", "乙", "丙", "丁"])


@settings(deadline=None)
@given(
    st.lists(NAMES, max_size=5),
    st.lists(st.tuples(NAMES, st.sampled_from(["", "学生", "退休"])), max_size=5, unique_by=lambda one: one[0]),
)
def test_whoever_answers_is_named_teaches_here_and_nobody_such_stands_before(
    order: list[str], held: list[tuple[str, str]]
) -> None:
    people = by_name([Person(number, name, why) for number, (name, why) in enumerate(held, 1)])
    found = who_answers(ORG, order, people, is_first_owner=True).person
    able = [name for name in order if (ORG, name) in people and people[ORG, name].answers]
    assert (found.name if found else None) == (able[0] if able else None)


def opened(world: World, folder: Path, inventors: str = "陈生；林师；周师") -> int:
    row = UTILITY | {"公开（公告）号": NUMBER, "申请号": "", "标题": "一种试验用托盘", "发明人": inventors}
    path = csv_file(folder, row)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver(world)
    with scope(world.operator):
        return queries.dossier_ids_by_number()[NUMBER]


def inventor(world: World, name: str, org: str = "lake_university", position: str = "") -> Any:
    user_id = open_account(
        world.operator,
        username=f"n-{name}",
        name=name,
        password="",
        organisation_id=world.orgs[org].id,
        role="inventor",
    )
    row = Membership.objects.get(user_id=user_id)
    if position:
        accounts.set_standing(world.actor("office"), membership_id=row.pk, position=position, service="in_service")
    deliver(world)
    return row


def whose(world: World, dossier_id: int) -> tuple[int | None, str]:
    row: Dossier = get(dossier_id, world.operator)
    return row.responsible_id, row.responsible_note


def test_an_account_opened_later_gets_the_dossiers_that_name_it(world: World, tmp_path: Path) -> None:
    one = opened(world, tmp_path)
    assert whose(world, one) == (None, "")
    person = inventor(world, "周师")
    assert whose(world, one) == (person.user_id, "")
    inventor(world, "林师")
    assert whose(world, one)[0] == person.user_id, "what somebody has begun is not taken away"


def test_retiring_and_leaving_hand_open_dossiers_on_and_then_back(world: World, tmp_path: Path) -> None:
    office = world.actor("office")
    teacher, second = inventor(world, "林师"), inventor(world, "周师", "lake_college")
    one = opened(world, tmp_path)
    assert whose(world, one)[0] == teacher.user_id
    accounts.set_standing(office, membership_id=teacher.pk, position="teacher", service="retired")
    deliver(world)
    assert whose(world, one) == (second.user_id, "林师（退休）不作为责任人，由排名在前的在职教师负责")
    assert get(one, world.operator).seat == world.orgs["lake_college"].seat
    accounts.set_standing(office, membership_id=second.pk, position="", service="left")
    deliver(world)
    assert whose(world, one) == (None, f"林师（退休）：{NOBODY}")
    assert Membership.objects.get(pk=second.pk).ended_at is not None
    deliver(world)


def test_a_student_first_inventor_is_passed_over(world: World, tmp_path: Path) -> None:
    inventor(world, "陈生", position="student")
    teacher = inventor(world, "林师")
    one = opened(world, tmp_path)
    assert whose(world, one)[0] == teacher.user_id


def test_accepted_dossiers_keep_who_answered(world: World, tmp_path: Path) -> None:
    teacher = inventor(world, "林师")
    one = opened(world, tmp_path)
    actions.register_dossiers(world.actor("office"), contents={one: FILLED})
    accounts.end_membership(world.actor("office"), membership_id=teacher.pk, reason="调离")
    deliver(world)
    assert whose(world, one)[0] == teacher.user_id


def test_the_university_above_in_the_list_of_owners_is_asked(world: World, tmp_path: Path) -> None:
    inventor(world, "林师")
    row = UTILITY | {"公开（公告）号": NUMBER, "申请号": "", "发明人": "林师", "申请人": "西岭试验大学|南湖试验大学"}
    path = csv_file(tmp_path, row | {"申请人类型": "大专院校|大专院校"})
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver(world)
    with scope(world.operator):
        [dossier] = Dossier.objects.filter(patent__publication_no=NUMBER)
    assert dossier.org_id == orgs.ids_by_name("institution", ["西岭试验大学"])["西岭试验大学"]
    assert dossier.responsible_id is None
