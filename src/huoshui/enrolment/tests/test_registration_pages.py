import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.permissions.stage import deliver, import_patents
from tests.world import World

from huoshui.enrolment import registration_decisions as decisions
from huoshui.enrolment import registration_held, registration_pages, registration_queries
from huoshui.enrolment.models import Claim, RegistrationRequest
from huoshui.enrolment.tests.applications import NEW, PASSWORD, User, claim_form, opened, registration_form, uscc
from huoshui.enrolment.tests.files import HOSTILE, pdf, png
from huoshui.kernel import clock
from huoshui.kernel.budget import Allowance
from huoshui.kernel.clock import clock_at
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.signin import public as signin
from huoshui.signin.public import VerifiedEnterprise

pytestmark = pytest.mark.django_db
RECEIPT = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){4}")
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.UPLOAD_FOLDER = tmp_path
    return tmp_path


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def register(client: Client | None = None, **changes: Any) -> Any:
    return (client or Client()).post(reverse("register"), registration_form(**changes))


def receipt_in(answer: Any) -> str:
    assert answer.status_code == 302, answer.content.decode()
    found = RECEIPT.search(answer["Location"])
    assert found
    return found[0]


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def last(world: World) -> RegistrationRequest:
    with scope(world.operator):
        found: RegistrationRequest = RegistrationRequest.objects.latest("id")
        return found


def test_the_way_of_an_enterprise_from_the_form_to_its_home(world: World) -> None:
    visitor, bureau = Client(), signed_in("changsha")
    receipt = receipt_in(register(visitor, evidence=file("licence.pdf", pdf())))
    shown = page(visitor.get(reverse("register-receipt", args=[receipt])))
    assert "待审核" in shown
    assert receipt in shown
    key = last(world).pk
    assert NEW.name in page(bureau.get(reverse("registrations") + "?state=open"))
    review = page(bureau.get(reverse("registration", args=[key])))
    assert "通过并开户" in review
    assert "没有这个代码" in review
    answer = bureau.post(reverse("registration", args=[key]), {"verdict": "approve", "reason": ""})
    assert answer.status_code == 302
    assert "用户名为 xinya" in page(visitor.get(reverse("register-receipt", args=[receipt])))
    visitor.force_login(User.objects.get(username="xinya"))
    assert NEW.name in page(visitor.get(reverse("home")))


def test_a_returned_request_is_corrected_on_its_receipt(world: World) -> None:
    receipt = receipt_in(register())
    bureau = signed_in("hunan")
    url = reverse("registration", args=[last(world).pk])
    assert bureau.post(url, {"verdict": "return", "reason": " "}).status_code == 422
    bureau.post(url, {"verdict": "return", "reason": "请上传营业执照"})
    here = reverse("register-receipt", args=[receipt])
    shown = page(Client().get(here))
    assert "请上传营业执照" in shown
    assert "重新提交" in shown
    assert Client().post(here, registration_form(uscc="91430100MA0000001Q")).status_code == 422
    better = registration_form(evidence=file("a.png", png()))
    assert Client().post(here, better).status_code == 302
    assert "补正后待审核" in page(Client().get(here))


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("湖南省长沙市芙蓉区", 430102),
        ("湖南 长沙 芙蓉区", 430102),
        ("430102", 430102),
        ("长沙市", 430100),
        ("湖南", 430000),
    ],
)
def test_an_enterprise_says_where_it_lies_down_to_the_county(world: World, typed: str, region: int) -> None:
    assert register(region=typed).status_code == 302
    assert last(world).region == region


def test_a_county_decides_on_its_own_enterprises(world: World) -> None:
    register(region="湖南省长沙市芙蓉区")
    county = signed_in("county")
    shown = page(county.get(reverse("registration", args=[last(world).pk])))
    assert "湖南省长沙市芙蓉区" in shown


@pytest.mark.parametrize("typed", ["朝阳区", "全国", "0", "没有的市", "湖南省太原市"])
def test_a_place_that_is_two_or_none_is_asked_for_again(world: World, typed: str) -> None:
    answer = register(region=typed)
    assert answer.status_code == 422
    assert typed in answer.content.decode()


def test_places_are_offered_while_one_types_and_no_page_lists_them_all(world: World) -> None:
    def offered(typed: str) -> list[str]:
        text = page(Client().get(reverse("register-places"), {"region": typed}))
        return re.findall(r'value="([^"]+)"', text)

    assert offered("") == []
    assert offered("芙蓉") == ["湖南省长沙市芙蓉区"]
    assert offered("湖南 长沙")[:2] == ["湖南省长沙市", "湖南省长沙市芙蓉区"]
    assert {"北京市朝阳区", "吉林省长春市朝阳区"} <= set(offered("朝阳区"))
    assert page(Client().get(reverse("register"))).count("<option") == 0


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(world: World) -> None:
    for changes, words in (
        ({"uscc": "91430100MA00000019"}, "统一社会信用代码"),
        ({"region": "430199"}, "没有这个行政区划"),
        ({"phone": "12345"}, "电话应如"),
        ({"username": "周青"}, "用户名为 4 至 32 位"),
        ({"password": "short", "password_again": "short"}, "密码至少要有"),
        ({"password": "xinya-River-2026", "password_again": "xinya-River-2026"}, "密码"),
        ({"password_again": "else"}, "两次输入的密码不一致"),
        ({"consent": ""}, "同意后才能提交"),
        ({"enterprise_types": ["none_such"]}, "应为"),
        ({"person_name": ""}, "联系人姓名"),
        ({"evidence": file("a.png", HOSTILE["png and page"][1])}, "夹带网页或脚本"),
        ({"evidence": file("a.png", png() + b"\0" * (6 * 1024 * 1024))}, "超过 5 MB"),
    ):
        answer = register(**changes)
        assert answer.status_code == 422, changes
        assert words in answer.content.decode(), changes
        assert PASSWORD not in answer.content.decode()
    with scope(world.operator):
        assert not RegistrationRequest.objects.exists()


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_hostile_file_comes_in_by_the_page(world: World, name: str, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(registration_pages, "SUBMISSIONS", Allowance("enrolment.submissions", 1_000, 60))
    answer = register(evidence=file(*HOSTILE[name]))
    assert answer.status_code == 422
    assert not list(folder.rglob("*.*"))


def test_no_oracle_the_answer_is_the_same_whatever_is_known(world: World) -> None:
    """Code, name and username known or not, with a manager or without: byte for byte, apart from receipt and token."""
    orgs.add_credit_codes(
        world.operator, codes={world.orgs["battery_maker"].id: uscc(2), world.orgs["lake_university"].id: uscc(4)}
    )
    shown = set()
    with clock_at(clock.now()):
        for code in (uscc(1), uscc(2), uscc(4)):
            for username in ("enterprise", "nobody-yet"):
                visitor = Client()
                answer = register(visitor, uscc=code, username=username)
                receipt = receipt_in(answer)
                assert answer.content == b""
                heads = tuple(
                    sorted((key, RECEIPT.sub("", value)) for key, value in answer.headers.items() if key != "Expires")
                )
                text = page(visitor.get(answer["Location"]))
                shown.add((heads, TOKEN.sub(r"\1", text).replace(receipt, "").replace(code, "")))
    assert len(shown) == 1


def test_names_known_or_not_are_answered_alike(world: World) -> None:
    shown = set()
    with clock_at(clock.now()):
        for name in ("南湖试验电池有限公司", "南湖试验气泵有限公司"):
            receipt = receipt_in(register(name=name))
            text = page(Client().get(reverse("register-receipt", args=[receipt])))
            shown.add(TOKEN.sub(r"\1", text).replace(receipt, "").replace(name, ""))
    assert len(shown) == 1


def test_whether_an_institution_has_a_patent_is_not_told(world: World, tmp_path: Path) -> None:
    import_patents(world, tmp_path)
    shown = set()
    with clock_at(clock.now()):
        for number in ("CN107000001B", "CN107999999B"):
            answer = Client().post(reverse("claim"), claim_form(patent=number))
            receipt = receipt_in(answer)
            text = page(Client().get(answer["Location"]))
            shown.add(TOKEN.sub(r"\1", text).replace(receipt, "").replace(number, ""))
    assert len(shown) == 1


def test_programs_are_held_off_by_the_hidden_field_and_the_time(world: World) -> None:
    for changes in (
        {"homepage": "http://127.0.0.1"},
        {"opened": opened(seconds=1)},
        {"opened": "forged"},
        {"opened": ""},
    ):
        assert register(**dict[str, Any](changes)).status_code == 422, changes
    assert register(opened=opened(seconds=13 * 3600)).status_code == 422
    assert register().status_code == 302


def test_a_form_sent_too_fast_goes_through_when_sent_again(world: World) -> None:
    answer = register(opened=opened(seconds=1))
    again = re.search(r'name="opened" value="([^"]+)"', answer.content.decode())
    assert again
    with clock_at(clock.now() + timedelta(seconds=5)):
        assert register(opened=again[1]).status_code == 302


def test_an_address_has_a_budget_of_submissions_and_of_receipts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration_pages, "SUBMISSIONS", Allowance("enrolment.submissions", 2, 3600))
    monkeypatch.setattr(registration_pages, "RECEIPTS", Allowance("enrolment.receipts", 2, 3600))
    assert [register(consent="").status_code for _ in range(3)] == [422, 422, 429]
    wrong = reverse("register-receipt", args=["AAAA-AAAA-AAAA-AAAA-AAAA"])
    assert [Client().get(wrong).status_code for _ in range(3)] == [404, 404, 429]


def test_a_post_without_the_token_against_forgery_is_refused(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("register"), registration_form()).status_code == 403
    shown = page(strict.get(reverse("register")))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert token
    given = registration_form(csrfmiddlewaretoken=token[1], evidence=file("a.png", png()))
    assert strict.post(reverse("register"), given).status_code == 302


def test_evidence_comes_only_as_a_download_and_only_to_bureau_and_applicant(world: World) -> None:
    receipt = receipt_in(register(evidence=file("../../a.pdf", pdf())))
    key = last(world).pk
    for client, url in (
        (signed_in("changsha"), reverse("registration-evidence", args=[key])),
        (Client(), reverse("register-evidence", args=[receipt])),
    ):
        answer = client.get(url)
        assert answer.content == pdf()
        assert answer["Content-Disposition"] == f'attachment; filename="evidence-{key}.pdf"'
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert signed_in("shanxi").get(reverse("registration-evidence", args=[key])).status_code == 404
    assert signed_in("office").get(reverse("registration-evidence", args=[key])).status_code == 403
    with scope(world.operator):
        assert LedgerLine.objects.filter(verb="enrolment.open_evidence").count() == 2


def test_an_invitation_leads_straight_in_with_code_and_name_fixed(world: World) -> None:
    bureau = signed_in("changsha")
    asked = {"uscc": NEW.uscc, "name": NEW.name, "region": "430100"}
    link = re.search(
        r'value="(http://[^"]+/register/invited/[^"]+)"', page(bureau.post(reverse("enterprise-invitations"), asked))
    )
    assert link
    path = link[1].removeprefix("http://testserver")
    visitor = Client()
    assert NEW.uscc in page(visitor.get(path))
    receipt = receipt_in(visitor.post(path, registration_form(uscc=uscc(9), name="别的公司", region="140100")))
    assert "已通过" in page(visitor.get(reverse("register-receipt", args=[receipt])))
    assert orgs.ids_by_credit_code([NEW.uscc, uscc(9)]).keys() == {NEW.uscc}
    assert visitor.get(path).status_code == 404
    assert "已使用" in page(bureau.get(reverse("enterprise-invitations")))


def test_an_invitation_is_withdrawn_on_its_page(world: World) -> None:
    bureau = signed_in("hunan")
    token = decisions.invite_enterprise(world.actor("hunan"), uscc=NEW.uscc, name=NEW.name, region=430100)
    with scope(world.operator):
        key = registration_queries.invitation_by_token(world.operator, token).pk
    assert "撤回邀请" in page(bureau.get(reverse("enterprise-invitation", args=[key])))
    assert bureau.post(reverse("enterprise-invitation-end", args=[key])).status_code == 302
    assert Client().get(reverse("register-invited", args=[token])).status_code == 404
    assert signed_in("shanxi").get(reverse("enterprise-invitation", args=[key])).status_code == 404


def test_what_an_identity_service_proved_is_let_in_at_once_under_that_code(world: World, monkeypatch: Any) -> None:
    proved = VerifiedEnterprise(NEW.uscc, NEW.name, "周青", "province:1")
    forgotten: list[bool] = []
    monkeypatch.setattr(signin, "verified_enterprise", lambda request: proved)
    monkeypatch.setattr(signin, "forget_verified_enterprise", lambda request: forgotten.append(True))
    receipt = receipt_in(register(uscc=uscc(9)))
    assert "已通过" in page(Client().get(reverse("register-receipt", args=[receipt])))
    assert (last(world).uscc, last(world).proof) == (NEW.uscc, "identity")
    assert forgotten == [True]


def test_an_enterprises_manager_lets_a_colleague_in(world: World) -> None:
    orgs.add_credit_codes(world.operator, codes={world.orgs["battery_maker"].id: uscc(2)})
    receipt_in(register(uscc=uscc(2), name="南湖试验电池有限公司"))
    manager = signed_in("enterprise")
    url = reverse("registration", args=[last(world).pk])
    assert "由其先行办理" in page(signed_in("hunan").get(url))
    assert "核对申请人是否贵单位人员" in page(manager.get(url))
    assert manager.post(url, {"verdict": "approve"}).status_code == 302
    assert last(world).state == "approved"


def test_lists_filter_sort_and_leave_as_files(world: World) -> None:
    receipt_in(register())
    receipt_in(register(uscc=uscc(2), name="长沙另芽试验有限公司"))
    bureau = signed_in("hunan")
    assert "另芽" not in page(bureau.get(reverse("registrations") + "?q=新芽"))
    assert "另芽" not in page(bureau.get(reverse("registrations") + "?state=approved"))
    assert "另芽" in page(bureau.get(reverse("registrations") + "?sort=changed_at&size=20"))
    exported = bureau.get(reverse("registrations") + "?export=csv").content.decode("utf-8-sig")
    assert NEW.uscc in exported
    assert "13900001111" not in exported
    assert NEW.name not in page(signed_in("shanxi").get(reverse("registrations")))


def test_the_way_of_an_inventor_from_the_claim_to_the_dossier(world: World, tmp_path: Path) -> None:
    import_patents(world, tmp_path)
    deliver(world)
    visitor, office = Client(), signed_in("office")
    receipt = receipt_in(visitor.post(reverse("claim"), claim_form(person_name="何试验")))
    with scope(world.operator):
        key = Claim.objects.latest("id").pk
    assert "何试验" in page(office.get(reverse("claims")))
    assert "CN107000001B" in office.get(reverse("claims") + "?export=csv").content.decode("utf-8-sig")
    review = page(office.get(reverse("claim-review", args=[key])))
    assert "姓名不在发明人名单中" in review
    patent_id = re.search(r'name="patent_id" value="(\d+)"', review)
    assert patent_id
    chosen = {
        "verdict": "approve",
        "patent_id": patent_id[1],
        "organisation_id": world.orgs["lake_university"].id,
        "linked_user_id": "0",
    }
    assert office.post(reverse("claim-review", args=[key]), chosen).status_code == 302
    deliver(world)
    assert "用户名为 newinventor" in page(visitor.get(reverse("claim-receipt", args=[receipt])))
    assert "CN107000001B" in page(office.get(reverse("dossiers")))


def test_the_office_must_say_whether_one_of_that_name_is_the_same_person(world: World, tmp_path: Path) -> None:
    import_patents(world, tmp_path)
    receipt_in(Client().post(reverse("claim"), claim_form(person_name="inventor")))
    with scope(world.operator):
        url = reverse("claim-review", args=[Claim.objects.latest("id").pk])
    chosen = {"verdict": "approve", "organisation_id": world.orgs["lake_university"].id}
    answer = signed_in("office").post(url, chosen)
    assert answer.status_code == 422
    assert "请选择是否为同一人" in answer.content.decode()
    same = chosen | {"linked_user_id": world.users["inventor"]}
    assert signed_in("office").post(url, same).status_code == 302


def test_what_is_held_on_a_person_is_told_and_goes_with_the_account(world: World) -> None:
    receipt_in(register(evidence=file("a.pdf", pdf())))
    user_id = decisions.approve_registration(world.actor("changsha"), request_id=last(world).pk)
    with scope(world.operator):
        [told] = registration_held.asked_by(user_id)
        assert (told["申请"], told["姓名"], told["状态"]) == (NEW.name, "周青", "已通过")
        registration_held.forget(user_id)
        [after] = registration_held.asked_by(user_id)
        assert (after["姓名"], after["电话"]) == ("已注销", "")
        assert not registration_queries.evidence_of(last(world))


def test_an_unknown_institution_is_answered_with_those_that_resemble_it(world: World) -> None:
    answer = Client().post(reverse("claim"), claim_form(institution="南湖"))
    assert answer.status_code == 422
    assert "南湖试验大学" in answer.content.decode()
    assert "南湖试验大学" in page(Client().get(reverse("claim-institutions") + "?institution=南湖"))
    assert "<option" not in page(Client().get(reverse("claim-institutions") + "?institution=湖"))


def test_a_signed_in_inventor_is_asked_for_no_account(world: World) -> None:
    inventor = signed_in("inventor")
    shown = page(inventor.get(reverse("claim")))
    assert 'name="password"' not in shown
    assert "南湖试验大学" in shown
    receipt_in(inventor.post(reverse("claim"), claim_form()))


def test_a_receipt_is_found_by_typing_it(world: World) -> None:
    assert "回执编号" in page(Client().get(reverse("find-receipt")))
    receipt = receipt_in(register())
    found = Client().post(reverse("find-receipt"), {"receipt": f" {receipt.lower()} "})
    assert found["Location"] == reverse("register-receipt", args=[receipt])
    claim = receipt_in(Client().post(reverse("claim"), claim_form()))
    assert Client().post(reverse("find-receipt"), {"receipt": claim})["Location"] == reverse(
        "claim-receipt", args=[claim]
    )
    assert Client().post(reverse("find-receipt"), {"receipt": ""}).status_code == 302
