from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.models import ImportRun, Patent
from huoshui.patents.tests.files import BAD_DATE, GRANT, HILL, UTILITY, csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(world: World, tmp_path: Path) -> dict[str, int]:
    path = csv_file(tmp_path, GRANT, UTILITY, HILL)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    with scope(world.operator):
        return dict(Patent.objects.values_list("publication_no", "id"))


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def upload(client: Client, path: Path, **more: Any) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("patents-import"), {"file": file, **more})


def test_the_list_shows_what_the_office_owns(loaded: dict[str, int]) -> None:
    text = signed_in("office").get(reverse("patents")).content.decode()
    assert GRANT["标题"] in text
    assert HILL["标题"] not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=电池托盘", {"CN208000002U"}),
        ("q=CN107000001", {"CN107000001B"}),
        ("institution=西岭", {"CN208000003U"}),
        ("kind=invention", {"CN107000001B"}),
        ("legal_status=unknown", {"CN208000002U", "CN208000003U"}),
        ("subclass=h01m&since=2019-01-01", {"CN107000001B"}),
        ("until=2018-12-31&stage=granted", {"CN208000002U", "CN208000003U"}),
    ],
)
def test_filters_narrow_the_list(world: World, loaded: dict[str, int], query: str, found: set[str]) -> None:
    text = signed_in("national").get(f"{reverse('patents')}?{query}").content.decode()
    assert {number for number in loaded if number in text} == found


def test_a_filter_that_is_no_date_is_refused(loaded: dict[str, int]) -> None:
    assert signed_in("office").get(f"{reverse('patents')}?since=yesterday").status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_leaves_as_a_file(loaded: dict[str, int], kind: str) -> None:
    reply = signed_in("office").get(f"{reverse('patents')}?export={kind}")
    assert reply.status_code == 200
    assert kind in reply["Content-Disposition"]
    if kind == "csv":
        assert "CN107000001B" in reply.content.decode("utf-8-sig")


def test_one_patent_shows_its_source_and_date(loaded: dict[str, int]) -> None:
    reply = signed_in("office").get(reverse("patent", args=[loaded["CN208000002U"]]))
    text = reply.content.decode()
    assert "patents.csv" in text
    assert "未知（截至" in text


def test_a_patent_of_another_tenant_is_not_found(loaded: dict[str, int]) -> None:
    assert signed_in("office").get(reverse("patent", args=[loaded["CN208000003U"]])).status_code == 404


@pytest.mark.parametrize("name", ["patents", "patents-institutions", "patents-import"])
def test_an_enterprise_is_not_let_in(loaded: dict[str, int], name: str) -> None:
    assert signed_in("enterprise").get(reverse(name)).status_code == 403


def test_totals_open_the_lists_they_count(world: World, loaded: dict[str, int]) -> None:
    text = signed_in("hunan").get(reverse("patents-institutions")).content.decode()
    assert "南湖试验大学" in text
    assert "西岭试验大学" not in text


def test_an_upload_is_checked_then_confirmed(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    checked = upload(client, csv_file(tmp_path, GRANT, UTILITY))
    assert checked.status_code == 302
    with scope(world.operator):
        assert not Patent.objects.exists()
        run = ImportRun.objects.get()
    assert "确认导入" in client.get(checked["Location"]).content.decode()
    done = client.post(reverse("patents-import-confirm", args=[run.pk]))
    assert done.status_code == 302
    assert "导入结果" in client.get(done["Location"]).content.decode()
    with scope(world.operator):
        assert Patent.objects.count() == 2
    assert client.post(reverse("patents-import-confirm", args=[run.pk])).status_code == 404


def test_bad_rows_are_shown_and_left_out_on_request(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    checked = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))
    text = client.get(checked["Location"]).content.decode()
    assert "第 3 行" in text
    assert "2018-13-40" in text
    client.post(f"{checked['Location']}confirm/", {"skip": "1"})
    with scope(world.operator):
        assert Patent.objects.count() == 1


def test_a_file_with_nothing_to_take_offers_only_to_bring_another(world: World, tmp_path: Path, settings: Any) -> None:
    client = signed_in("office")
    before = set(settings.UPLOAD_FOLDER.glob("*.csv"))
    checked = upload(client, csv_file(tmp_path, BAD_DATE))
    text = client.get(checked["Location"]).content.decode()
    assert "先导入其余的" not in text
    assert 'name="skip"' not in text
    assert "换一个文件" in text
    assert client.post(f"{checked['Location']}confirm/", {"drop": "1"})["Location"] == reverse("patents-import")
    assert set(settings.UPLOAD_FOLDER.glob("*.csv")) == before


def test_an_upload_can_be_given_up(world: World, tmp_path: Path, settings: Any) -> None:
    client = signed_in("office")
    before = set(settings.UPLOAD_FOLDER.glob("*.csv"))
    checked = upload(client, csv_file(tmp_path, GRANT))
    assert client.post(f"{checked['Location']}confirm/", {"drop": "1"}).status_code == 302
    assert set(settings.UPLOAD_FOLDER.glob("*.csv")) == before


def test_nobody_else_sees_or_confirms_an_upload(world: World, tmp_path: Path) -> None:
    checked = upload(signed_in("office"), csv_file(tmp_path, GRANT))
    for person in ("hospital", "hunan"):
        assert signed_in(person).get(checked["Location"]).status_code == 404
        assert signed_in(person).post(f"{checked['Location']}confirm/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("evil.exe", b"MZ"), ("bomb.xlsx", b"PK\x03\x04rubbish"), ("empty.csv", b"")]
)
def test_a_hostile_file_is_refused_by_name_with_a_reason(
    world: World, name: str, content: bytes, settings: Any
) -> None:
    reply = signed_in("office").post(reverse("patents-import"), {"file": SimpleUploadedFile(name, content)})
    assert reply.status_code == 422
    assert f"{name}：" in reply.content.decode()
    assert not [path for path in settings.UPLOAD_FOLDER.glob("*.*") if path.suffix in (".exe", ".xlsx")]
