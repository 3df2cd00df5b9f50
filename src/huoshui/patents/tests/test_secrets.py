"""Defence patents and secrets are refused, and what merely says "no" is not."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.world import World

from huoshui.kernel.errors import Invalid
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.loading.secrets import secret_columns, secret_fault
from huoshui.patents.models import Patent
from huoshui.patents.tests.files import GRANT, csv_file


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"专利类型": "国防专利"}, {"法律状态": "保密"}, {"专利类型": "秘密专利"}])
def test_a_secret_patent_refuses_the_file(world: World, tmp_path: Path, change: dict[str, str]) -> None:
    path = csv_file(tmp_path, GRANT | change)
    with pytest.raises(Invalid) as refusal:
        patents.import_patents(world.operator, path=path, file_name=path.name)
    assert [one.code for one in refusal.value.problems] == ["state_secret"]
    with scope(world.operator):
        assert not Patent.objects.exists()


@pytest.mark.django_db
def test_a_column_about_secrecy_is_looked_at_though_no_field_takes_it(world: World, tmp_path: Path) -> None:
    text = "公开（公告）号,标题,申请人,公开（公告）日,密级\nCN208000002U,泵,南湖试验大学,2018-10-23,{}\n"
    path = tmp_path / "patents.csv"
    path.write_text(text.format("非密"), "utf-8")
    assert patents.import_patents(world.operator, path=path, file_name=path.name, dry_run=True).counts.new == 1
    path.write_text(text.format("机密"), "utf-8")
    refused = patents.import_patents(world.operator, path=path, file_name=path.name, dry_run=True)
    assert [one.code for one in refused.problems] == ["state_secret"]


@pytest.mark.django_db
def test_a_package_is_no_way_round(world: World, tmp_path: Path) -> None:
    text = "公开（公告）号,标题,申请人,公开（公告）日,密级\nCN208000002U,泵,南湖试验大学,2018-10-23,机密\n"
    path = tmp_path / "patents.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.csv", text)
    refused = patents.import_patents(world.operator, path=path, file_name=path.name, dry_run=True)
    assert [(one.file, one.line, one.code) for one in refused.problems] == [("patents.zip/a.csv", 2, "state_secret")]
    assert refused.counts.new == 0


@pytest.mark.parametrize("mark", ["", None, "否", "不涉密", "公开", " 非密 "])
def test_what_says_no_is_no_secret(mark: Any) -> None:
    assert secret_columns(("标题", "密级", "是否国防专利")) == (1, 2)
    assert secret_fault({}, [mark]) is None
