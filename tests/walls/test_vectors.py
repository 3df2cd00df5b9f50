"""The known ways round row-level security, each beside what shows that the try was a real one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from huoshui.kernel.reach import TOP
from huoshui.kernel.tenancy import SETTINGS, scope
from huoshui.kernel.walls import wall
from huoshui.web.node.database import Database
from tests.permissions.routes import page_names
from tests.walls.conftest import Two
from tests.walls.rows import LEDGER, walled_tables

SRC = Path(__file__).parents[2] / "src"
MINE, THEIRS = 1_000, 2_000
# A key or reference that crosses organisations tells by its refusal that something is there. Each with its reason.
RANDOM = "256 random bits: nobody comes upon somebody else's"
OWN_NUMBER = "our own serial number, taken from a row that was read in reach, never from a request"
UNIQUE_ACROSS = {
    "enrolment_claim(receipt_digest)": RANDOM,
    "enrolment_invitation(digest)": RANDOM,
    "enrolment_registrationinvitation(token_digest)": RANDOM,
    "enrolment_registrationrequest(receipt_digest)": RANDOM,
    "curation_namereview(subject_id)": OWN_NUMBER,
    "fees_annualfee(patent_id)": OWN_NUMBER,
    "fees_feemark(mark,year,patent_id)": OWN_NUMBER,
    "funding_declaration(patent_id)": OWN_NUMBER,
    "funding_project(key,declaration_id)": OWN_NUMBER,
    "inventory_dossier(patent_id)": OWN_NUMBER,
    "patents_disagreement(patent_id,field)": OWN_NUMBER,
    "rights_knownright(patent_id)": OWN_NUMBER,
    "rights_legalevent(patent_id,content_hash)": OWN_NUMBER,
}
REFERENCES_ACROSS = {
    "enrolment_evidence(request_id)": OWN_NUMBER,
    "enrolment_invitation(sheet_id)": OWN_NUMBER,
    "fees_annualfee(patent_id)": OWN_NUMBER,
    "fees_feemark(patent_id)": OWN_NUMBER,
    "funding_declaration(patent_id)": OWN_NUMBER,
    "funding_project(declaration_id)": OWN_NUMBER,
    "funding_reason(declaration_id)": OWN_NUMBER,
    "inventory_dossier(patent_id)": OWN_NUMBER,
}
# A process of its own, with a role and a connection that it shares with nobody.
SETS_FOR_A_SESSION = {"huoshui/ledger/sealing.py"}


@pytest.fixture(scope="module")
def probe(node_database: Database, django_db_setup: None) -> Iterator[Database]:
    """A table behind the same wall as every other, with a row of two organisations, made and removed by its owner."""
    with node_database.owner.connect() as owner:
        owner.execute("CREATE TABLE probe (id bigserial PRIMARY KEY, org_id bigint, seat bigint, line_seat bigint)")
        owner.execute(wall("probe").sql)  # type: ignore[attr-defined]
        with owner.transaction():
            reach(owner, 0, TOP)
            for seat in (MINE, THEIRS):
                owner.execute("INSERT INTO probe (org_id, seat, line_seat) VALUES (%s, %s, 0)", (seat, seat))
        try:
            yield node_database
        finally:
            owner.execute("DROP TABLE probe CASCADE")


def reach(link: psycopg.Connection[Any], lo: int, hi: int, *, is_local: bool = True) -> None:
    for name, value in zip(SETTINGS[:4], (lo, hi, 0, TOP), strict=True):
        link.execute("SELECT set_config(%s, %s, %s)", (name, str(value), is_local))


def one(link: psycopg.Connection[Any], statement: str) -> Any:
    found = link.execute(statement).fetchone()  # type: ignore[arg-type]
    return found[0] if found else None


def seats(link: psycopg.Connection[Any], of: str = "probe") -> list[int]:
    return [seat for (seat,) in link.execute(f"SELECT seat FROM {of} ORDER BY seat").fetchall()]  # type: ignore[arg-type]


@pytest.fixture
def owner(probe: Database) -> Iterator[psycopg.Connection[Any]]:
    """Everything it does is rolled back."""
    with probe.owner.connect() as link, link.transaction(force_rollback=True):
        yield link


@pytest.fixture
def app(probe: Database) -> Iterator[psycopg.Connection[Any]]:
    with probe.app.connect() as link, link.transaction(force_rollback=True):
        yield link


def test_1_2_the_owner_of_a_table_sees_nothing_of_it_because_the_wall_is_forced(
    owner: psycopg.Connection[Any],
) -> None:
    assert seats(owner) == []
    owner.execute("ALTER TABLE probe NO FORCE ROW LEVEL SECURITY")
    assert seats(owner) == [MINE, THEIRS]


def test_3_only_a_superuser_walks_through_and_no_role_that_serves_is_one(probe: Database) -> None:
    with probe.admin.connect() as admin:
        assert seats(admin) == [MINE, THEIRS]
        roles = admin.execute(
            "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = ANY(%s)",
            ([probe.app_role, probe.owner_role],),
        ).fetchall()
    assert dict(roles) == {probe.app_role: False, probe.owner_role: False}
    assert connection.settings_dict["USER"] == probe.app_role


def test_4_without_a_context_nothing_is_seen_or_written(app: psycopg.Connection[Any]) -> None:
    assert seats(app) == []
    assert app.execute("UPDATE probe SET org_id = 0").rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("INSERT INTO probe (org_id, seat, line_seat) VALUES (1, %s, 0)", (MINE,))


def test_5_a_view_of_the_owners_shows_nobody_more_while_the_wall_is_forced(owner: psycopg.Connection[Any]) -> None:
    owner.execute("CREATE VIEW probe_view AS SELECT * FROM probe")
    reach(owner, MINE, MINE)
    assert seats(owner, "probe_view") == [MINE]


def test_5_6_there_is_neither_a_view_nor_a_materialised_view_nor_a_rule(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind IN ('v', 'm', 'f', 'p') AND relnamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == []


def test_6_a_materialised_view_would_show_everything(owner: psycopg.Connection[Any]) -> None:
    reach(owner, 0, TOP)
    owner.execute("CREATE MATERIALIZED VIEW probe_copy AS SELECT * FROM probe")
    reach(owner, MINE, MINE)
    assert seats(owner, "probe_copy") == [MINE, THEIRS]


def test_7_nothing_is_set_for_longer_than_a_transaction(probe: Database) -> None:
    with probe.app.connect() as link:  # what would happen: the next one on this connection is let in
        reach(link, MINE, MINE, is_local=False)
        assert seats(link) == [MINE]
    culprits = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if "/tests/" not in path.as_posix()
        and re.search(r"set_config\([^)]*,\s*false\)|SET\s+(SESSION\s+)?huoshui|SET ROLE", path.read_text("utf-8"))
    }
    assert culprits == SETS_FOR_A_SESSION


def test_8_after_a_commit_the_setting_is_empty_and_shows_nothing(probe: Database) -> None:
    with probe.app.connect() as link:
        with link.transaction():
            reach(link, MINE, MINE)
            assert seats(link) == [MINE]
        assert one(link, f"SELECT current_setting('{SETTINGS[0]}', true)") == ""
        assert seats(link) == []


def test_9_a_row_for_another_is_refused(app: psycopg.Connection[Any]) -> None:
    reach(app, MINE, MINE)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        app.execute("INSERT INTO probe (org_id, seat, line_seat) VALUES (1, %s, 0)", (THEIRS,))


def test_10_no_unique_key_tells_of_anothers_row_but_those_listed(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname || '(' || string_agg(a.attname, ',' ORDER BY a.attnum) || ')'
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
            WHERE i.indisunique AND NOT i.indisprimary AND c.relname = ANY(%s)
            GROUP BY i.indexrelid, c.relname HAVING NOT bool_or(a.attname = ANY(%s))
            """,
            [walled_tables(), ["org_id", "seat"]],
        )
        assert {name for (name,) in cursor.fetchall()} == set(UNIQUE_ACROSS)


def test_11_no_reference_tells_of_anothers_row_but_those_listed(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname || '(' || string_agg(a.attname, ',') || ')'
            FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.conrelid
            JOIN pg_class target ON target.oid = k.confrelid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(k.conkey)
            WHERE k.contype = 'f' AND target.relname = ANY(%s)
            GROUP BY k.oid, c.relname
            """,
            [walled_tables()],
        )
        assert {name for (name,) in cursor.fetchall()} == set(REFERENCES_ACROSS)


def test_12_whoever_could_write_sql_could_set_the_context_so_no_sql_holds_a_callers_text(
    app: psycopg.Connection[Any],
) -> None:
    reach(app, MINE, MINE)
    reach(app, THEIRS, THEIRS)
    assert seats(app) == [THEIRS]
    unsafe = re.compile(r"\.(extra|raw)\(|RawSQL\(|cursor\.execute\(\s*f?\"[^\"]*\" *%|\.format\([^)]*request")
    culprits = [
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts) and unsafe.search(path.read_text("utf-8"))
    ]
    assert culprits == ["huoshui/kernel/tenancy.py"]  # which closes `raw` outside a scope


def test_13_switching_row_security_off_is_an_error_not_a_way_in(app: psycopg.Connection[Any]) -> None:
    reach(app, MINE, MINE)
    app.execute("SET LOCAL row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        seats(app)


def test_14_a_cheap_function_of_ones_own_is_shown_no_foreign_row(app: psycopg.Connection[Any]) -> None:
    said: list[str] = []
    app.add_notice_handler(lambda notice: said.append(str(notice.message_primary)))
    app.execute(
        "CREATE FUNCTION pg_temp.peek(bigint) RETURNS boolean COST 0.0000001 LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE NOTICE 'row %', $1; RETURN true; END $$"
    )
    reach(app, MINE, MINE)
    app.execute("SELECT * FROM probe WHERE pg_temp.peek(seat)")
    assert said == [f"row {MINE}"]


def test_15_the_statistics_of_a_walled_table_are_hidden(probe: Database) -> None:
    with probe.admin.connect() as admin:
        admin.execute("ANALYZE probe")
        assert one(admin, "SELECT count(*) FROM pg_stats WHERE tablename = 'probe'") > 0
    with probe.app.connect() as link:
        assert one(link, "SELECT count(*) FROM pg_stats WHERE tablename = 'probe'") == 0


def test_a_plan_prepared_for_one_serves_the_next_only_their_own(probe: Database) -> None:
    with probe.app.connect() as link:
        link.execute("PREPARE mine AS SELECT coalesce(string_agg(seat::text, ','), '') FROM probe WHERE seat >= $1")
        for number in range(40):
            seat = (MINE, THEIRS)[number % 2]
            with link.transaction():
                reach(link, seat, seat)
                assert one(link, "EXECUTE mine (0)") == str(seat)
                by_driver = link.execute("SELECT seat FROM probe WHERE seat > %s", (0,), prepare=True).fetchall()
                assert by_driver == [(seat,)]
        assert one(link, "EXECUTE mine (0)") == ""


def test_an_error_message_does_not_tell_anothers_values(two: Two) -> None:
    """A cast that fails on somebody else's row would show its value in the message."""
    with scope(two.attacker), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {LEDGER} WHERE (verb || id::text)::int = 0 AND verb = 'test.wall'")
        assert cursor.fetchone() == (0,)


def test_the_application_can_neither_change_the_walls_nor_make_objects(two: Two) -> None:
    tables = walled_tables()
    statements = [
        *(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in tables),
        *(f"DROP POLICY reach ON {table}" for table in tables if table != LEDGER),
        f"CREATE POLICY more ON {tables[0]} USING (true)",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE EXTENSION dblink",
        "SET ROLE huoshui_owner",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('PG_VERSION')",
    ]
    with scope(two.attacker):
        for statement in statements:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_there_is_no_admin_site_and_no_management_command() -> None:
    assert not {"django.contrib.admin", "django.contrib.admindocs"} & {one.name for one in apps.get_app_configs()}
    assert not list(SRC.rglob("management/commands"))
    assert not [name for name in page_names() if "admin" in name.split("-")[0]]
