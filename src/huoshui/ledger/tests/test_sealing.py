"""Every line is sealed once, in whatever order it commits, whenever the sealer is killed; each role keeps its part."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from huoshui.ledger.chainfile import export_chain
from huoshui.ledger.checking import Checker
from huoshui.ledger.sealing import Outside, anchor_days, head_of, seal_waiting
from huoshui.web.node.database import Database
from huoshui.web.node.home import CHECKOUT
from huoshui_core.chain import Head, verify

from .conftest import Ledger

KILLS = 25
SEALER = """
import sys
from pathlib import Path
import psycopg
from huoshui.ledger import process, sealing
sealing.BATCH = process.BATCH = 20
process.PAUSE_SECONDS = 0.01
process.seal_waiting.__kwdefaults__["limit"] = 20
process.run(lambda: psycopg.connect(sys.argv[1], autocommit=True), Path(sys.argv[2]))
"""


def launch(ledger: Ledger, folder: Path) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join(filter(None, [str(CHECKOUT / "src"), *sys.path]))
    command = [sys.executable, "-c", SEALER, ledger.database.sealer.conninfo(), str(folder)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})


def check_whole(ledger: Ledger, folder: Path | None = None) -> Checker:
    known = Outside(folder).known() if folder else ()
    return Checker(known).run(ledger.sealer())


def export(ledger: Ledger) -> bytes:
    connection = ledger.sealer()
    return b"".join(export_chain(lambda query, values: connection.execute(query, values).fetchall(), sees_all=True))


def test_lines_are_sealed_in_batches_and_the_chain_holds(ledger: Ledger) -> None:
    ledger.write(1_500)
    ledger.write(1, user=0)
    assert ledger.seal() == 1_501
    assert ledger.seal() == 0
    assert ledger.one("SELECT count(*) FROM ledger_waiting") == 0
    checked = check_whole(ledger)
    assert (checked.damages, checked.entries) == ([], 1_501)
    verdict = verify(export(ledger), [head for head in [head_of(ledger.sealer())] if head])
    assert (verdict.damages, verdict.entries) == ((), 1_501)


def test_a_line_that_commits_late_is_sealed_late_and_never_passed_over(ledger: Ledger) -> None:
    slow, fast = ledger.app(1), ledger.app(2)
    slow.autocommit = False
    slow.execute("SELECT set_config('huoshui.user', '1', false)")
    ledger.write(1, slow, user=1)
    ledger.write(3, fast, user=2)
    assert ledger.seal() == 3
    slow.commit()
    assert ledger.seal() == 1
    users = ledger.admin().execute(
        "SELECT user_id FROM ledger_seal JOIN kernel_ledgerline AS line ON line.id = line_id ORDER BY n"
    )
    assert [user for (user,) in users] == [2, 2, 2, 1]
    assert check_whole(ledger).damages == []


def test_what_is_rolled_back_waits_for_nothing(ledger: Ledger) -> None:
    connection = ledger.app()
    connection.autocommit = False
    ledger.write(5, connection)
    connection.rollback()
    assert (ledger.seal(), ledger.one("SELECT count(*) FROM ledger_waiting")) == (0, 0)


def test_many_writers_with_delays_and_two_sealers_leave_each_line_sealed_once(ledger: Ledger, tmp_path: Path) -> None:
    writers, rounds = 8, 15

    def write(user: int) -> None:
        rng, connection = random.Random(user), ledger.database.app.connect()
        connection.execute("SELECT set_config('huoshui.user', %s, false)", [str(user)])
        for _ in range(rounds):
            with connection.transaction():
                ledger.write(rng.randrange(1, 5), connection, user=user)
                time.sleep(rng.random() * 0.02)
        connection.close()

    sealers = [launch(ledger, tmp_path), launch(ledger, tmp_path)]
    threads = [threading.Thread(target=write, args=(user,)) for user in range(1, writers + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for sealer in sealers:
        sealer.kill()
        sealer.wait()
    ledger.seal()
    assert ledger.one("SELECT count(*) FROM kernel_ledgerline") == ledger.one("SELECT count(*) FROM ledger_seal")
    assert check_whole(ledger).damages == []


def test_killed_at_any_instant_nothing_is_lost_and_nothing_sealed_twice(ledger: Ledger, tmp_path: Path) -> None:
    rng, stop = random.Random(1), threading.Event()
    connection = ledger.app()

    def write() -> None:
        while not stop.is_set():
            ledger.write(20, connection)
            time.sleep(0.02)

    writer = threading.Thread(target=write)
    writer.start()
    killed_at_work = 0
    for _ in range(KILLS):
        before = ledger.one("SELECT coalesce(max(n), 0) FROM ledger_seal")
        sealer = launch(ledger, tmp_path)
        wait_for_seals(ledger, before)
        time.sleep(rng.random() * 0.1)
        sealer.send_signal(signal.SIGKILL)
        killed_at_work += sealer.wait() == -signal.SIGKILL
    stop.set()
    writer.join()
    assert killed_at_work == KILLS
    ledger.seal()
    lines = ledger.one("SELECT count(*) FROM kernel_ledgerline")
    checked = check_whole(ledger, tmp_path)
    assert (checked.damages, checked.entries) == ([], lines)
    assert ledger.one("SELECT count(DISTINCT line_id) FROM ledger_seal") == lines
    assert verify(export(ledger)).entries == lines


def wait_for_seals(ledger: Ledger, more_than: int) -> None:
    deadline, connection = time.monotonic() + 60, ledger.admin()
    while time.monotonic() < deadline:
        row = connection.execute("SELECT coalesce(max(n), 0) FROM ledger_seal").fetchone()
        if row and row[0] > more_than:
            return
        time.sleep(0.002)
    raise AssertionError("the sealer sealed nothing")


APP_MAY_NOT = [
    "UPDATE kernel_ledgerline SET verb = 'x'",
    "DELETE FROM kernel_ledgerline",
    "TRUNCATE kernel_ledgerline",
    "ALTER TABLE kernel_ledgerline DISABLE TRIGGER ledger_wait",
    "SELECT * FROM ledger_waiting",
    "DELETE FROM ledger_waiting",
    "INSERT INTO ledger_waiting VALUES (1)",
    "INSERT INTO ledger_seal (n, line_id, algorithm, digest) VALUES (99, 99, 'sm3', '')",
    "UPDATE ledger_seal SET n = n + 1",
    "DELETE FROM ledger_seal",
    "TRUNCATE ledger_seal",
    "INSERT INTO ledger_anchor (day, n, algorithm, digest) VALUES ('2026-01-01', 1, 'sm3', '')",
    "DELETE FROM ledger_anchor",
    "INSERT INTO ledger_check (upto, damages, kind, n) VALUES (1, 0, '', 0)",
    "SET session_replication_role = replica",
]
SEALER_MAY_NOT = [
    "UPDATE kernel_ledgerline SET verb = 'x'",
    "DELETE FROM kernel_ledgerline",
    "TRUNCATE kernel_ledgerline",
    "INSERT INTO kernel_ledgerline (org_id) VALUES (1)",
    "INSERT INTO ledger_waiting VALUES (1)",
    "UPDATE ledger_waiting SET line_id = 1",
    "UPDATE ledger_seal SET n = n + 1",
    "DELETE FROM ledger_seal",
    "TRUNCATE ledger_seal",
    "UPDATE ledger_anchor SET n = 1",
    "DELETE FROM ledger_anchor",
    "SELECT * FROM kernel_outboxevent",
    "CREATE TABLE mine (n int)",
]


@pytest.mark.parametrize("statement", APP_MAY_NOT)
def test_the_application_neither_changes_lines_nor_seals(ledger: Ledger, statement: str) -> None:
    ledger.write(1)
    ledger.seal()
    with pytest.raises(InsufficientPrivilege):
        ledger.app().execute(statement)


@pytest.mark.parametrize("statement", SEALER_MAY_NOT)
def test_the_sealer_seals_and_does_nothing_else(ledger: Ledger, statement: str) -> None:
    ledger.write(1)
    ledger.seal()
    with pytest.raises(InsufficientPrivilege):
        ledger.sealer().execute(statement)


def test_the_sealer_reads_no_business_row(node_database: Database, django_db_setup: None) -> None:
    with node_database.sealer.connect() as sealer:
        readable = sealer.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege(oid, 'SELECT') ORDER BY 1"
        ).fetchall()
    wanted = ["kernel_ledgerline", "ledger_anchor", "ledger_check", "ledger_seal", "ledger_waiting"]
    assert [name for (name,) in readable] == wanted


def test_rights_are_the_same_for_an_application_role_that_comes_later(ledger: Ledger) -> None:
    """A role of the DBA's own gets its rights after the migrations, when nothing is taken back any more."""
    from huoshui.web.node import roles

    admin = ledger.admin()
    admin.execute("DROP ROLE IF EXISTS later_app")
    admin.execute("CREATE ROLE later_app")
    with ledger.database.owner.connect() as owner:
        roles.grant_unowned_tables(owner, app="later_app")
    query = "SELECT has_table_privilege('later_app', %s, %s)"

    def may(table: str, right: str) -> bool:
        row = admin.execute(query, [table, right]).fetchone()
        return bool(row and row[0])

    assert may("kernel_ledgerline", "INSERT")
    assert may("kernel_outboxevent", "UPDATE")
    assert not may("kernel_ledgerline", "UPDATE")
    assert not may("ledger_waiting", "SELECT")
    assert not may("ledger_seal", "INSERT")
    admin.execute("DROP OWNED BY later_app")
    admin.execute("DROP ROLE later_app")


TAMPERINGS = {
    "UPDATE kernel_ledgerline SET user_id = 99 WHERE id = (SELECT line_id FROM ledger_seal WHERE n = 5)": (
        "changed",
        5,
    ),
    "DELETE FROM kernel_ledgerline WHERE id = (SELECT line_id FROM ledger_seal WHERE n = 6)": ("deleted", 6),
    "UPDATE ledger_seal SET digest = sha256('x') WHERE n = 7": ("changed", 7),
    "DELETE FROM ledger_seal WHERE n = 8": ("deleted", 8),
    "DELETE FROM ledger_seal WHERE n > 17": ("inserted", 0),
    "UPDATE kernel_ledgerline SET facts = facts || '{\"n\": 0}' WHERE subject = 'row:9'": ("changed", 9),
}


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_what_a_superuser_tampers_with_in_the_database_is_named(ledger: Ledger, tmp_path: Path, statement: str) -> None:
    ledger.write(20)
    ledger.seal()
    Outside(tmp_path).keep(ledger.sealer())
    assert check_whole(ledger, tmp_path).damages == []
    ledger.admin().execute(statement)
    damages = check_whole(ledger, tmp_path).damages
    assert (damages[0].kind, damages[0].n) == TAMPERINGS[statement]


def test_a_line_slipped_in_past_the_trigger_is_named(ledger: Ledger) -> None:
    ledger.write(3)
    admin = ledger.admin()
    admin.execute("SET session_replication_role = replica")
    ledger.write(1, admin)
    ledger.seal()
    (damage,) = check_whole(ledger).damages
    assert damage.kind == "inserted"


def test_lines_and_seals_cut_off_together_are_found_by_the_head_kept_outside(ledger: Ledger, tmp_path: Path) -> None:
    ledger.write(20)
    ledger.seal()
    outside = Outside(tmp_path)
    assert outside.keep(ledger.sealer())
    admin = ledger.admin()
    admin.execute("DELETE FROM kernel_ledgerline WHERE id IN (SELECT line_id FROM ledger_seal WHERE n > 12)")
    admin.execute("DELETE FROM ledger_seal WHERE n > 12")
    assert check_whole(ledger).damages == []  # the database alone cannot know
    (damage,) = check_whole(ledger, tmp_path).damages
    assert (damage.kind, damage.n) == ("truncated", 13)
    ledger.write(30)
    ledger.seal()
    assert not outside.keep(ledger.sealer())
    assert not Outside(tmp_path).keep(ledger.sealer())
    (damage,) = check_whole(ledger, tmp_path).damages
    assert (damage.kind, damage.n) == ("rewritten", 20)


def test_a_line_that_vanishes_before_it_is_sealed_is_sealed_as_missing(ledger: Ledger) -> None:
    ledger.write(3)
    ledger.admin().execute("DELETE FROM kernel_ledgerline WHERE subject = 'row:2'")
    assert ledger.seal() == 3
    (damage,) = check_whole(ledger).damages
    assert (damage.kind, damage.n) == ("deleted", 2)
    assert verify(export(ledger)).damages == ()


def test_each_day_that_had_seals_gets_one_anchor_kept_in_table_and_file(ledger: Ledger, tmp_path: Path) -> None:
    admin, sealer, outside = ledger.admin(), ledger.sealer(), Outside(tmp_path)
    ledger.write(4)
    ledger.seal()
    assert anchor_days(sealer) == 0  # the day is not over
    admin.execute("UPDATE ledger_seal SET sealed_at = sealed_at - interval '2 days' WHERE n <= 3")
    assert anchor_days(sealer) == 1
    assert anchor_days(sealer) == 0
    for _ in range(2):
        outside.keep_anchors(sealer)
    digest = ledger.one("SELECT encode(digest, 'hex') FROM ledger_seal WHERE n = 3")
    assert list(outside.known()) == [Head(3, digest)]
    assert check_whole(ledger, tmp_path).damages == []


def test_an_algorithm_may_change_within_the_chain(ledger: Ledger) -> None:
    sealer = ledger.sealer()
    for algorithm in ("sha256", "sm3"):
        ledger.write(3)
        assert seal_waiting(sealer, algorithm=algorithm) == 3
    assert check_whole(ledger).damages == []
    assert verify(export(ledger)).damages == ()
    ledger.write(1)
    with pytest.raises(ValueError, match="not allowed"):
        seal_waiting(sealer, algorithm="md5")
    assert ledger.seal() == 1


def test_the_process_seals_checks_and_keeps_the_head_by_itself(ledger: Ledger, tmp_path: Path) -> None:
    ledger.write(5)
    sealer = launch(ledger, tmp_path)
    try:
        deadline = time.monotonic() + 30
        while not ledger.one("SELECT max(upto) FROM ledger_check") and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        sealer.kill()
        sealer.wait()
    assert ledger.one("SELECT max(upto) FROM ledger_check") == 5
    assert ledger.one("SELECT sum(damages) FROM ledger_check") is not None
    assert [head.n for head in Outside(tmp_path).known()] == [5]


def test_without_a_database_the_process_waits_for_it(ledger: Ledger, tmp_path: Path) -> None:
    broken_url = psycopg.conninfo.make_conninfo(ledger.database.sealer.conninfo(), host=str(tmp_path))
    path = os.pathsep.join(filter(None, [str(CHECKOUT / "src"), *sys.path]))
    process = subprocess.Popen(
        [sys.executable, "-c", SEALER, broken_url, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
    )
    time.sleep(1.0)
    assert process.poll() is None
    process.kill()
    process.wait()
