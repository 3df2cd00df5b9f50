"""The whole node on an ordinary server, addressed by HUOSHUI_DATABASE_URL: tables, imports, matching, walls."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from huoshui.web.node.postgres import Cluster
from tests.postgres_for_tests import PASSWORD

from .conftest import DEBIAN, KINDS, make_cluster

PATENTS = """公开（公告）号,标题,申请人,申请人类型,公开（公告）日,省份,城市,IPC主分类号
CN208000002U,一种电池托盘,南湖试验大学,高校,2018-10-23,湖南省,长沙市,H01M10/613
CN208000003U,一种水泵叶轮,南湖试验大学,高校,2018-10-23,湖南省,长沙市,F04D29/22
"""
ENTERPRISES = """企业名称,省份,城市,经营范围
南湖试验电池有限公司,湖南省,长沙市,电池托盘的制造与销售
"""


@pytest.fixture(params=KINDS)
def environment(request: pytest.FixtureRequest, folder: Path, packaged_binaries: Path) -> Iterator[dict[str, str]]:
    """A server that is not the node's own, with an empty database; its login may make roles."""
    cluster: Cluster = make_cluster(folder, DEBIAN if request.param == "debian" else packaged_binaries)
    with cluster.use():
        with cluster.connect() as admin:
            admin.execute(f"CREATE ROLE office LOGIN CREATEROLE PASSWORD '{PASSWORD}'")  # type: ignore[arg-type]
            admin.execute("CREATE DATABASE provincial OWNER office TEMPLATE template0 LOCALE 'C.UTF-8'")
        url = f"postgresql://office:{PASSWORD}@/provincial?host={cluster.place.sockets}"
        inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        yield {**inherited, "HUOSHUI_HOME": str(folder / "home"), "HUOSHUI_DATABASE_URL": url}


def huoshui(environment: dict[str, str], *words: str) -> Any:
    command = [sys.executable, "-m", "huoshui", *words, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_main_job_runs_on_an_ordinary_server(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "patents.csv").write_text(PATENTS, "utf-8")
    (tmp_path / "enterprises.csv").write_text(ENTERPRISES, "utf-8")
    first = huoshui(environment, "patents", "import", str(tmp_path / "patents.csv"))
    again = huoshui(environment, "patents", "import", str(tmp_path / "patents.csv"))
    assert (first["counts"]["new"], again["counts"]["new"], again["counts"]["same"]) == (2, 0, 2)
    assert huoshui(environment, "enterprises", "import", str(tmp_path / "enterprises.csv"))["new"] == 1
    assert huoshui(environment, "match", "run")["enterprises"] == 1
    check_walls(environment["HUOSHUI_DATABASE_URL"])


def check_walls(url: str) -> None:
    with psycopg.connect(url) as owner:
        owned = owner.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert owned == [("provincial_owner",)]
        row = owner.execute(
            "SELECT rolsuper, rolbypassrls, pg_has_role(oid, 'provincial_owner', 'MEMBER')"
            " FROM pg_roles WHERE rolname = 'provincial_app'"
        ).fetchone()
        assert row == (False, False, False)
        owner.execute("SET ROLE provincial_owner")
        # Forced row-level security holds the owner too: without a reach nobody sees a row.
        assert owner.execute("SELECT count(*) FROM patents_patent").fetchone() == (0,)
