"""The embedded server keeps every committed row and leaves no process, whatever is killed."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from huoshui.web.node import processes
from huoshui.web.node.home import NodeError
from huoshui.web.node.postgres import Cluster

from .conftest import make_cluster
from .other_process import Child

ROWS = 10_000
BUSY = "SELECT count(*) FROM generate_series(1, 100000000000) AS n WHERE n % 7 = 3"  # on the CPU for minutes


def rows_in(cluster: Cluster) -> int:
    with cluster.connect() as admin:
        row = admin.execute("SELECT count(*) FROM kept").fetchone()
    assert row
    return int(row[0])


def fill(cluster: Cluster) -> None:
    with cluster.connect() as admin:
        admin.execute("CREATE TABLE kept AS SELECT n FROM generate_series(1, %s) AS n", [ROWS])


def left(cluster: Cluster) -> list[int]:
    return processes.processes_in(cluster.place.data)


def postmaster(cluster: Cluster) -> int:
    return int((cluster.place.data / "postmaster.pid").read_text().split()[0])


def kill_postmaster(cluster: Cluster) -> int:
    pid = postmaster(cluster)
    os.kill(pid, signal.SIGKILL)
    assert processes.wait_until(lambda: not processes.is_running(pid), seconds=30)
    return pid


def a_life(cluster: Cluster) -> None:
    with cluster.use():
        fill(cluster)
        with cluster.connect() as admin:
            assert admin.execute("SELECT datctype FROM pg_database WHERE datname = current_database()").fetchone() == (
                "C.UTF-8",
            )
            assert admin.execute("SELECT '专利' ~ '^[[:alpha:]]+$'").fetchone() == (True,)
            assert admin.execute("SHOW listen_addresses").fetchone() == ("",)
    assert left(cluster) == []
    began = time.monotonic()
    with cluster.use():
        assert rows_in(cluster) == ROWS
    assert time.monotonic() - began < 60
    assert left(cluster) == []


def test_first_start_stop_and_warm_start(folder: Path, binaries: Path) -> None:
    a_life(make_cluster(folder, binaries))


def test_four_starters_at_once_share_one_server(cluster: Cluster) -> None:
    arrived = [cluster.place.root / f"arrived-{n}" for n in range(4)]

    def take_part(mine: Path) -> None:
        with cluster.use(), cluster.connect() as admin:
            admin.execute("SELECT pg_advisory_lock(1)")
            admin.execute("CREATE TABLE IF NOT EXISTS kept (postmaster timestamptz)")
            admin.execute("INSERT INTO kept SELECT pg_postmaster_start_time()")
            admin.execute("SELECT pg_advisory_unlock(1)")
            mine.touch()
            assert processes.wait_until(lambda: all(path.exists() for path in arrived), seconds=60)

    children = [Child(lambda mine=mine: take_part(mine)) for mine in arrived]  # type: ignore[misc]
    for child in children:
        child.join()
    assert left(cluster) == []
    with cluster.use(), cluster.connect() as admin:
        assert admin.execute("SELECT count(*), count(DISTINCT postmaster) FROM kept").fetchone() == (4, 1)


def test_rows_survive_a_killed_postmaster_with_an_orphan_at_work(folder: Path, binaries: Path) -> None:
    cluster = make_cluster(folder, binaries)
    with cluster.use():
        fill(cluster)
        busy = cluster.connect()
        busy.pgconn.send_query(BUSY.encode())
        assert processes.wait_until(lambda: busy_backends(cluster) == 1, seconds=30)
        kill_postmaster(cluster)
        assert busy.info.backend_pid in left(cluster)
        cluster.start()
        assert rows_in(cluster) == ROWS
        assert not processes.is_running(busy.info.backend_pid)
        busy.close()
    assert left(cluster) == []


def busy_backends(cluster: Cluster) -> int:
    with cluster.connect() as admin:
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT count(*) FROM gen%%'"
        )
        row = admin.execute(query).fetchone()
    assert row
    return int(row[0])


def test_the_last_to_leave_stops_the_server(cluster: Cluster, packaged_binaries: Path) -> None:
    other = make_cluster(cluster.place.root, packaged_binaries)
    cluster.start()
    other.start()
    cluster.leave()
    assert other.is_alive()
    other.leave()
    assert left(cluster) == []


def test_a_user_killed_outright_is_not_counted(cluster: Cluster) -> None:
    child = Child(lambda: (cluster.start(), (cluster.place.root / "started").touch(), time.sleep(600)))
    assert processes.wait_until((cluster.place.root / "started").exists, seconds=60)
    child.kill()
    assert cluster.is_alive()
    with cluster.use():
        pass
    assert left(cluster) == []


def test_a_dead_postmaster_nobody_has_reaped_is_not_taken_for_a_living_one(
    cluster: Cluster, packaged_binaries: Path
) -> None:
    cluster.start()
    fill(cluster)
    pid = kill_postmaster(cluster)
    assert Path(f"/proc/{pid}").exists() == processes.HAS_PROC
    with make_cluster(cluster.place.root, packaged_binaries).use() as _:
        assert rows_in(cluster) == ROWS


def test_a_pid_file_that_names_a_stranger_is_stale(cluster: Cluster) -> None:
    cluster.start()
    fill(cluster)
    kill_postmaster(cluster)
    pid_file = cluster.place.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    cluster.start()
    assert rows_in(cluster) == ROWS


def test_a_half_made_cluster_is_made_anew(cluster: Cluster) -> None:
    cluster._make_root()
    unfinished = cluster.place.root / "pg.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    with cluster.use():
        fill(cluster)
    assert not unfinished.exists()


def test_a_server_that_cannot_start_is_reported_with_the_end_of_its_log(cluster: Cluster) -> None:
    with cluster.use():
        pass
    with (cluster.place.data / "postgresql.conf").open("a") as conf:
        conf.write("no_such_setting = 1\n")
    with pytest.raises(NodeError, match="no_such_setting"):
        cluster.start()


def test_data_of_another_major_version_is_left_alone(cluster: Cluster) -> None:
    with cluster.use():
        pass
    (cluster.place.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(NodeError, match="由 PostgreSQL 14 建立"):
        cluster.start()


@pytest.mark.parametrize("name", ["深" * 60, "with, comma", "with space's"])
def test_a_data_folder_of_any_name_gets_a_socket(folder: Path, packaged_binaries: Path, name: str) -> None:
    cluster = make_cluster(folder / name, packaged_binaries)
    with cluster.use():
        fill(cluster)
    inside = cluster.place.sockets.is_relative_to(folder)
    assert cluster.place.sockets.exists() == inside


def test_a_short_socket_folder_taken_by_somebody_else_is_refused(folder: Path, packaged_binaries: Path) -> None:
    cluster = make_cluster(folder / ("d" * 100), packaged_binaries)
    taken = cluster.place.sockets
    taken.mkdir(mode=0o777)
    taken.chmod(0o777)
    try:
        with pytest.raises(NodeError, match=taken.name):
            cluster.start()
    finally:
        taken.rmdir()


def test_the_server_of_a_killed_test_run_stops_by_itself(folder: Path, packaged_binaries: Path) -> None:
    cluster = make_cluster(folder, packaged_binaries)
    cluster.dies_with_parent = True
    child = Child(lambda: (cluster.start(), (folder / "started").touch(), time.sleep(600)))
    assert processes.wait_until((folder / "started").exists, seconds=60)
    child.kill()
    assert processes.wait_until(lambda: left(cluster) == [], seconds=60)


def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    with cluster.use(), pytest.raises(psycopg.OperationalError):
        cluster.connect(password="wrong")
