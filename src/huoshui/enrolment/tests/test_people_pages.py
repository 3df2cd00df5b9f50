"""The pages of opening accounts: one, a sheet, invitations, links; and the same by the API."""

from io import BytesIO

import openpyxl
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.enrolment.models import Invitation
from huoshui.kernel.tenancy import scope

User = apps.get_model("accounts.User")

SHEET = "工号,姓名,手机\nk1,甲,\nk2,乙,13800000001\nk3,,\n"


def page_of(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def upload(text: str = SHEET, name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("utf-8-sig"))


def test_an_account_is_opened_and_its_link_shown_to_its_maker_alone(world: World) -> None:
    client = page_of("office")
    body = {"name": "张三", "username": "zs1", "organisation": world.orgs["lake_college"].id, "role": "inventor"}
    done = client.post(reverse("people-open"), body)
    assert done.status_code == 302
    text = client.get(done["Location"]).content.decode()
    assert "/join/" in text
    assert "<svg" in text
    above = page_of("secretary").get(done["Location"]).content.decode()
    assert "/join/" not in above
    again = client.post(reverse("people-open"), body)
    assert again.status_code == 422
    assert "不需要再开设" in again.content.decode()
    other = client.post(reverse("people-open"), body | {"name": "李四"})
    assert "已属于另一位姓名不同的用户" in other.content.decode()


def test_a_bureau_names_the_institution(world: World) -> None:
    client = page_of("hunan")
    body = {"name": "科技处", "username": "kjc", "organisation": "南湖试验大学", "role": "office"}
    assert client.post(reverse("people-open"), body).status_code == 302
    wrong = client.post(reverse("people-open"), body | {"organisation": "西岭试验大学", "username": "kjd"})
    assert "没有您可以在其中开设账号的这家单位" in wrong.content.decode()


def test_a_sheet_is_checked_confirmed_and_its_links_are_handed_out(world: World) -> None:
    client = page_of("office")
    assert client.get(reverse("people-sheet-template")).content.startswith(b"PK")
    checked = client.post(reverse("people-sheet"), {"file": upload()})
    assert checked.status_code == 302
    text = client.get(checked["Location"]).content.decode()
    assert "可开设 2 人，1 行有误" in text
    sheet_id = checked["Location"].rstrip("/").rsplit("/", 1)[1]
    done = client.post(reverse("people-sheet-confirm", args=[sheet_id]))
    assert "还有 2 人没有启用账号" in client.get(done["Location"]).content.decode()
    links = client.post(reverse("people-sheet-links", args=[sheet_id]), {"as": "xlsx"})
    rows = list(openpyxl.load_workbook(BytesIO(links.content)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["甲", "乙"]
    address = str(rows[1][4]).removeprefix("http://testserver")
    assert Client().get(address).status_code == 200
    cards = client.post(reverse("people-sheet-links", args=[sheet_id]), {"as": "cards"}).content.decode()
    assert cards.count("<svg") >= 2
    back = client.get(reverse("people-sheet-workbook", args=[sheet_id]))
    assert back.content.startswith(b"PK")


def test_a_wrong_file_is_told_on_the_page(world: World) -> None:
    answer = page_of("office").post(reverse("people-sheet"), {"file": upload("a,b\n1,2\n")})
    assert answer.status_code == 422
    assert "文件无法读取" in answer.content.decode()


def test_a_link_is_made_renewed_and_revoked(world: World) -> None:
    client = page_of("office")
    body = {"organisation": world.orgs["lake_university"].id, "role": "inventor"}
    made = client.post(reverse("invite"), body)
    with scope(world.actor("office")):
        row = Invitation.objects.get()
    assert made["Location"] == reverse("invitation", args=[row.pk])
    client.post(reverse("invitation-renew", args=[row.pk]))
    with scope(world.actor("office")):
        assert Invitation.objects.get().digest != row.digest
    client.post(reverse("invitation-revoke", args=[row.pk]))
    assert "已撤销" in client.get(reverse("invitations")).content.decode()


def test_somebody_without_a_way_in_gets_another_link_and_somebody_with_one_a_reset(world: World) -> None:
    client = page_of("office")
    reset = client.post(reverse("person-link", args=[world.users["inventor"]]))
    assert "/reset/" in reset.content.decode()
    body = {"name": "张三", "username": "zs1", "organisation": world.orgs["lake_college"].id, "role": "inventor"}
    client.post(reverse("people-open"), body)
    user = User.objects.get(username="zs1")
    again = client.post(reverse("person-link", args=[user.pk]))
    assert "/invitations/" in again["Location"]
    assert page_of("other_office").post(reverse("person-link", args=[user.pk])).status_code in {403, 404}


def test_programs_open_accounts_like_people(world: World) -> None:
    client = page_of("office")
    body = {"username": "api1", "name": "丙", "organisation_id": world.orgs["lake_college"].id, "role": "inventor"}
    opened = client.post("/api/v1/enrolment/accounts", body, content_type="application/json")
    assert opened.json()["invitation_id"]
    checked = client.post("/api/v1/enrolment/sheets", {"file": upload()}).json()
    assert checked["counts"]["new"] == 2
    assert checked["problems"][0]["line"] == 4
    done = client.post(f"/api/v1/enrolment/sheets/{checked['sheet_id']}/confirm")
    assert done.json()["counts"]["new"] == 2
    assert User.objects.filter(username="k1").exists()
