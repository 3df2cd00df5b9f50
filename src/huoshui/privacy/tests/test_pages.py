"""The pages as people meet them."""

import json
import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.kernel.tenancy import scope
from huoshui.orgs.public import add_alias
from huoshui.privacy.models import Contact, RetentionRule
from huoshui.privacy.tests.contacts import EMAIL, NAME, PHONE, lines, own_contact, unit_contact

User = get_user_model()

pytestmark = pytest.mark.django_db


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def text_of(person: str, name: str, *args: int) -> str:
    answer = signed_in(person).get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_notice_is_open_to_everybody_and_names_classes_and_times(world: World) -> None:
    text = Client().get(reverse("privacy")).content.decode()
    for words in ("不收集身份证号", "L3", "操作台账", "3 年", "第四十四条"):
        assert words in text, words


def test_the_directory_is_masked_on_the_page_in_the_export_and_in_the_api(world: World) -> None:
    unit_contact(world)
    page = text_of("hunan", "contacts")
    csv = signed_in("hunan").get(reverse("contacts") + "?export=csv").content.decode("utf-8-sig")
    api = signed_in("hunan").get("/api/v1/privacy/contacts").content.decode()
    for text in (page, csv, api):
        assert "138****5678" in text
        assert not any(value in text for value in (PHONE, EMAIL, NAME))
    assert json.loads(api)["rows"][0]["organisation"] == world.orgs["lake_university"].name


def test_the_page_of_a_unit_leads_to_its_own_contacts_and_people(world: World) -> None:
    unit_contact(world)
    school, hospital = world.orgs["lake_university"].id, world.orgs["lake_hospital"].id
    for org, shown in ((school, 1), (hospital, 0)):
        page, address = text_of("hunan", "organisation", org), f"{reverse('contacts')}?org={org}"
        assert address in page
        assert signed_in("hunan").get(address).content.decode().count("138****5678") == shown
    address = f"{reverse('people')}?org={school}"
    assert address in text_of("hunan", "organisation", school)
    listed = signed_in("hunan").get(address).content.decode()
    assert "secretary" in listed
    assert "hospital" not in re.findall(r"<tbody>.*</tbody>", listed, re.S)[0]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?q=南湖", 1),
        ("?q=湖大", 1),  # a short name
        ("?q=西岭", 0),
        ("?duty=转化", 1),
        ("?office=yes", 0),
        ("?office=no", 1),
    ],
)
def test_the_directory_narrows(world: World, query: str, count: int) -> None:
    unit_contact(world)
    school = world.orgs["lake_university"].id
    add_alias(world.actor("hunan"), organisation_id=school, name="湖大", on=date(2026, 9, 1), kind="short")
    text = signed_in("national").get(reverse("contacts") + query).content.decode()
    assert text.count("138****5678") == count


def test_a_contact_is_shown_once_and_kept_by_nobody(world: World) -> None:
    made = unit_contact(world)
    assert PHONE not in text_of("hunan", "contact", made)
    answer = signed_in("hunan").post(reverse("contact-reveal", args=[made]), {"why": "work"})
    assert PHONE in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert PHONE not in text_of("hunan", "contact", made)


def test_the_file_in_clear_follows_the_filter_and_a_reason(world: World) -> None:
    unit_contact(world)
    unit_contact(world, "other_office")
    client = signed_in("national")
    refused = client.post(reverse("contacts-export"), {"why": ""})
    assert refused.status_code == 422
    answer = client.post(reverse("contacts-export") + "?q=南湖", {"why": "check", "kind": "xlsx"})
    assert "no-store" in answer["Cache-Control"]
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    assert len(rows) == 2
    assert PHONE in rows[1]
    assert len(lines("privacy.reveal")) == 1


def test_an_office_enters_corrects_and_removes_a_contact(world: World) -> None:
    client = signed_in("office")
    given = {"name": NAME, "duty": "分管领导", "phone": PHONE, "told": "on"}
    assert client.post(reverse("contact-new"), given | {"phone": "call me"}).status_code == 422
    assert client.post(reverse("contact-new"), given).status_code == 302
    with scope(world.actor("office")):
        made = Contact.objects.get().pk
    form = text_of("office", "contact-edit", made)
    assert 'placeholder="138****5678"' in form
    assert PHONE not in form
    assert client.post(reverse("contact-edit", args=[made]), {"email": EMAIL, "is_office": "on"}).status_code == 302
    assert EMAIL in text_of("hunan", "contact", made)
    assert client.post(reverse("contact-remove", args=[made])).status_code == 302
    assert client.get(reverse("contact", args=[made])).status_code == 404


def test_my_page_shows_corrects_and_exports_my_own(world: World) -> None:
    made = own_contact(world)
    client = signed_in("inventor")
    page = client.get(reverse("my-data"))
    assert PHONE in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert (
        client.post(reverse("my-contact"), {"contact": made, "name": NAME, "phone": "13800000001"}).status_code == 302
    )
    assert client.post(reverse("my-contact"), {"name": NAME, "phone": "x"}).status_code == 422
    told = json.loads(client.post(reverse("my-data-export"), {"kind": "json"}).content)
    assert told["联系方式"]["rows"][0]["电话"] == "13800000001"
    book = openpyxl.load_workbook(BytesIO(client.post(reverse("my-data-export"), {"kind": "xlsx"}).content))
    assert {"账号", "身份", "联系方式"} <= set(book.sheetnames)
    assert client.post(reverse("my-contact-withdraw"), {"contact": made}).status_code == 302
    assert "13800000001" not in client.get(reverse("my-data")).content.decode()


def test_a_request_goes_to_the_account_manager_and_comes_back_answered(world: World) -> None:
    inventor = signed_in("inventor")
    asked = {"kind": "correct", "field": "name", "wanted": "张新名"}
    assert inventor.post(reverse("my-request"), asked).status_code == 302
    page = text_of("office", "privacy-requests")
    assert "张新名" in page
    [number] = re.findall(r"/privacy/requests/(\d+)/answer", page)
    answer = signed_in("office").post(reverse("privacy-request-answer", args=[number]), {"verdict": "grant"})
    assert answer.status_code == 302
    assert "已办理" in text_of("inventor", "my-data")
    assert User.objects.get(username="inventor").name == "张新名"


def test_closing_says_what_stays_and_signs_out(world: World) -> None:
    client = signed_in("inventor")
    text = client.get(reverse("my-account-close")).content.decode()
    assert "发明人姓名" in text
    assert client.post(reverse("my-account-close"), {}).status_code == 422
    assert client.post(reverse("my-account-close"), {"sure": "on"}).status_code == 302
    assert client.get(reverse("my-data")).status_code == 302
    assert not User.objects.filter(username="inventor").exists()


def test_the_security_administrator_sets_times_and_lays_assessments_before_another(world: World) -> None:
    security, system = signed_in("security"), signed_in("system")
    assert security.post(reverse("retention"), {"key": "sign_ins", "days": "200"}).status_code == 302
    assert RetentionRule.objects.get().days == 200
    assert security.post(reverse("retention"), {"key": "sign_ins", "days": "10"}).status_code == 422
    names = ("title", "processing", "purpose", "risks", "measures", "conclusion")
    given = dict.fromkeys(names, "写明") | {"review_on": "2030-01-01", "propose": "1"}
    assert security.post(reverse("assessment-new"), given | {"risks": ""}).status_code == 422
    place = security.post(reverse("assessment-new"), given)["Location"]
    assert "等待另一位管理员批准" in security.get(place).content.decode()
    number = place.strip("/").split("/")[-1]
    given = {"assessment": number, "verdict": "approve"}
    assert system.post(reverse("assessment-approve"), given).status_code == 302
    assert "已批准" in system.get(reverse("assessments")).content.decode()
    assert security.get(reverse("assessment-edit", args=[number])).status_code == 409
