import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.world import World

from huoshui.patents import public as patents
from huoshui.patents.tests.files import BAD_DATE, GRANT, HILL, UTILITY, csv_file

pytestmark = pytest.mark.django_db
HERE = "/api/v1/patents"


@pytest.fixture
def office(world: World, tmp_path: Path) -> Client:
    path = csv_file(tmp_path, GRANT, HILL)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    client = Client()
    client.force_login(get_user_model().objects.get(username="office"))
    return client


def test_the_list_and_one_patent_speak_the_standard(office: Client) -> None:
    body = office.get(f"{HERE}/?kind=invention").json()
    [row] = body["rows"]
    assert (row["publication_no"], row["institution"], row["legal_status"]) == (
        "CN107000001B",
        "南湖试验大学",
        "in_force",
    )
    detail = office.get(f"{HERE}/{row['id']}").json()
    assert detail["abstract"] == GRANT["摘要"]


def test_what_lies_outside_is_a_problem_document(office: Client) -> None:
    reply = office.get(f"{HERE}/999999999")
    assert (reply.status_code, reply["Content-Type"]) == (404, "application/problem+json")


def test_a_file_can_be_checked_and_loaded(office: Client, tmp_path: Path) -> None:
    path = csv_file(tmp_path, UTILITY, BAD_DATE)
    checked = _post(office, path, dry_run="true")
    assert (checked["state"], checked["new"], checked["refused"]) == ("checked", 1, 1)
    assert checked["problems"][0]["line"] == 3
    assert _post(office, path, skip_bad_rows="true")["new"] == 1


def test_a_program_says_what_the_columns_and_the_source_are(office: Client, tmp_path: Path) -> None:
    path = csv_file(tmp_path, UTILITY)
    told = {"columns": json.dumps({"法律状态": "", "摘要": "first_claim"}), "source_kind": "office"}
    assert _post(office, path, **told)["new"] == 1
    row = office.get(f"{HERE}/?q=CN208000002U").json()["rows"][0]
    assert office.get(f"{HERE}/{row['id']}").json()["first_claim"] == UTILITY["摘要"]
    for wrong in ({"columns": '{"摘要": "nothing"}'}, {"columns": "["}, {"source_kind": "rumour"}):
        file = SimpleUploadedFile(path.name, path.read_bytes())
        assert office.post(f"{HERE}/imports", {"file": file, **wrong}).status_code == 422


def test_a_refused_file_names_its_rows(office: Client, tmp_path: Path) -> None:
    path = csv_file(tmp_path, BAD_DATE)
    reply = office.post(f"{HERE}/imports", {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    assert reply.status_code == 422
    assert "第2行" in reply.json()["problems"][0]


def _post(client: Client, path: Path, **form: str) -> Any:
    reply = client.post(f"{HERE}/imports", {"file": SimpleUploadedFile(path.name, path.read_bytes()), **form})
    assert reply.status_code == 200, reply.content
    return reply.json()
