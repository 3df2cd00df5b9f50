"""On any server the application's role can use the tables and nothing more; what is missing is said with the remedy."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from huoshui.web.node.database import Database, embedded_database, find_database, grant_tables, prepare
from huoshui.web.node.home import Home, NodeError
from huoshui.web.node.postgres import Cluster
from tests.postgres_for_tests import PASSWORD, open_temporary_folder

from .conftest import DEBIAN, KINDS, make_cluster
from .other_process import Child

LOGIN = "hs_login"
FORBIDDEN = [
    "CREATE TABLE mine (n int)",
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "TRUNCATE thing",
    "DROP TABLE thing",
    "ALTER TABLE thing ADD COLUMN m int",
    "ALTER TABLE thing DISABLE ROW LEVEL SECURITY",
    "SET ROLE hs_owner",
    "SET SESSION AUTHORIZATION hs_owner",
    "COPY thing TO PROGRAM 'true'",
]


@pytest.fixture(scope="module", params=KINDS)
def server(request: pytest.FixtureRequest, packaged_binaries: Path) -> Iterator[Cluster]:
    root = open_temporary_folder("huoshui-roles-")
    cluster = make_cluster(root, DEBIAN if request.param == "debian" else packaged_binaries)
    with cluster.use():
        yield cluster
    shutil.rmtree(root)


@pytest.fixture
def empty(server: Cluster) -> Cluster:
    """The database `hs` belongs to `hs_login`, which is neither superuser nor may make roles; nothing else is there."""
    with server.connect() as admin:
        admin.execute("DROP DATABASE IF EXISTS hs WITH (FORCE)")
        for role in ("hs_app", "hs_other_app", "hs_sealer", "hs_owner", LOGIN):
            admin.execute(f"DROP ROLE IF EXISTS {role}")  # type: ignore[arg-type]
        admin.execute(f"CREATE ROLE {LOGIN} LOGIN PASSWORD '{PASSWORD}'")  # type: ignore[arg-type]
        admin.execute(f"CREATE DATABASE hs OWNER {LOGIN} TEMPLATE template0 LOCALE 'C.UTF-8'")  # type: ignore[arg-type]
    return server


def run(server: Cluster, *statements: str, dbname: str = "hs") -> None:
    with server.connect(dbname) as admin:
        for statement in statements:
            admin.execute(statement)  # type: ignore[arg-type]


def by_url(server: Cluster, home: Path, *, user: str = LOGIN, dbname: str = "hs", **more: str) -> Database:
    def url(name: str) -> str:
        return f"postgresql://{name}:{PASSWORD}@/{dbname}?host={server.place.sockets}"

    environ = {"HUOSHUI_DATABASE_URL": url(user)} | {name: url(role) for name, role in more.items()}
    return find_database(Home(home, is_explicit=True), environ)


def one(connection: "psycopg.Connection[tuple[Any, ...]]", query: str) -> tuple[Any, ...] | None:
    return connection.execute(query).fetchone()  # type: ignore[arg-type]


def check_both_ways_in(database: Database) -> None:
    prepare(database)
    prepare(database)
    with database.owner.connect() as owner:
        assert one(owner, "SELECT current_user::text") == ("hs_owner",)
        owner.execute("CREATE TABLE thing (id int GENERATED ALWAYS AS IDENTITY, n int)")
    grant_tables(database)
    with database.app.connect() as app:
        app.execute("INSERT INTO thing (n) VALUES (1), (2)")
        app.execute("UPDATE thing SET n = 3 WHERE n = 2")
        app.execute("DELETE FROM thing WHERE n = 1")
        assert one(app, "SELECT id, n FROM thing") == (2, 3)
        query = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert one(app, query) == (False,) * 4
        assert one(app, "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user") == (0,)
        for statement in FORBIDDEN:
            with pytest.raises(InsufficientPrivilege):
                app.execute(statement)  # type: ignore[arg-type]


def test_a_superuser_url_is_enough(empty: Cluster, tmp_path: Path) -> None:
    run(empty, f"ALTER ROLE {LOGIN} SUPERUSER")
    check_both_ways_in(by_url(empty, tmp_path))


def test_a_url_whose_role_may_make_roles_is_enough(empty: Cluster, tmp_path: Path) -> None:
    run(empty, f"ALTER ROLE {LOGIN} CREATEROLE")
    check_both_ways_in(by_url(empty, tmp_path))


def test_a_role_without_rights_is_told_what_the_dba_should_run_and_that_works(empty: Cluster, tmp_path: Path) -> None:
    run(empty, "ALTER DATABASE hs OWNER TO huoshui_admin")
    with pytest.raises(NodeError, match="CREATE ROLE hs_owner NOLOGIN") as refused:
        prepare(by_url(empty, tmp_path))
    remedy = [line for line in str(refused.value).splitlines() if line.startswith(("CREATE", "GRANT", "ALTER"))]
    run(empty, *[line.replace("……", PASSWORD) for line in remedy])
    given = {"HUOSHUI_APP_DATABASE_URL": "hs_app", "HUOSHUI_SEALER_DATABASE_URL": "hs_sealer"}
    check_both_ways_in(by_url(empty, tmp_path, **given))


def test_the_embedded_server_gives_the_same_two_ways_in(empty: Cluster) -> None:
    run(empty, "DROP DATABASE hs WITH (FORCE)", dbname="postgres")
    check_both_ways_in(embedded_database(empty, "hs", app_password="first", sealer_password="first"))


def test_a_new_password_in_the_data_folder_is_taken_over(empty: Cluster) -> None:
    for password in ("first", "second"):
        database = embedded_database(empty, "hs", app_password=password, sealer_password=password)
        prepare(database)
        with database.app.connect() as app:
            assert one(app, "SELECT current_user::text") == ("hs_app",)


@pytest.mark.parametrize("excess", ["SUPERUSER", "BYPASSRLS"])
def test_a_sealer_that_walls_would_not_hold_is_refused(empty: Cluster, tmp_path: Path, excess: str) -> None:
    run(empty, f"ALTER ROLE {LOGIN} CREATEROLE", f"CREATE ROLE hs_sealer LOGIN PASSWORD '{PASSWORD}' {excess}")
    with pytest.raises(NodeError, match=excess):
        prepare(by_url(empty, tmp_path, HUOSHUI_SEALER_DATABASE_URL="hs_sealer"))


@pytest.mark.parametrize("excess", ["SUPERUSER", "BYPASSRLS", "CREATEDB", "CREATEROLE"])
def test_an_application_role_that_walls_would_not_hold_is_refused(empty: Cluster, tmp_path: Path, excess: str) -> None:
    run(empty, f"ALTER ROLE {LOGIN} CREATEROLE", f"CREATE ROLE hs_other_app LOGIN PASSWORD '{PASSWORD}' {excess}")
    with pytest.raises(NodeError, match=excess):
        prepare(by_url(empty, tmp_path, HUOSHUI_APP_DATABASE_URL="hs_other_app"))


def test_an_application_role_that_is_the_owner_is_refused(empty: Cluster, tmp_path: Path) -> None:
    run(empty, f"ALTER ROLE {LOGIN} CREATEROLE")
    with pytest.raises(NodeError, match="MEMBER OF hs_owner"):
        prepare(by_url(empty, tmp_path, HUOSHUI_APP_DATABASE_URL=LOGIN))


def test_rights_a_migration_took_back_stay_taken(empty: Cluster, tmp_path: Path) -> None:
    run(empty, f"ALTER ROLE {LOGIN} SUPERUSER")
    database = by_url(empty, tmp_path)
    prepare(database)
    with database.owner.connect() as owner:
        owner.execute("CREATE TABLE line (n int)")
        owner.execute("REVOKE UPDATE, DELETE ON line FROM hs_app")
    prepare(database)
    grant_tables(database)
    with database.app.connect() as app:
        app.execute("INSERT INTO line VALUES (1)")
        with pytest.raises(InsufficientPrivilege):
            app.execute("UPDATE line SET n = 2")


def test_tables_older_than_the_default_rights_are_granted_after_migration(empty: Cluster, tmp_path: Path) -> None:
    run(empty, "CREATE ROLE hs_owner NOLOGIN", f"ALTER ROLE {LOGIN} SUPERUSER")
    run(empty, "GRANT CREATE ON SCHEMA public TO hs_owner", "SET ROLE hs_owner", "CREATE TABLE old (id serial)")
    database = by_url(empty, tmp_path)
    prepare(database)
    grant_tables(database)
    with database.app.connect() as app:
        app.execute("INSERT INTO old DEFAULT VALUES")


def test_a_database_in_the_c_locale_is_refused_with_the_statement_that_makes_a_good_one(
    empty: Cluster, tmp_path: Path
) -> None:
    run(empty, "DROP DATABASE hs WITH (FORCE)", dbname="postgres")
    run(empty, f"CREATE DATABASE hs OWNER {LOGIN} TEMPLATE template0 LOCALE 'C'", dbname="postgres")
    with pytest.raises(NodeError, match=r"LOCALE 'C\.UTF-8'"):
        prepare(by_url(empty, tmp_path))


def test_four_nodes_preparing_at_once_agree(empty: Cluster) -> None:
    run(empty, "DROP DATABASE hs WITH (FORCE)", dbname="postgres")
    database = embedded_database(empty, "hs", app_password="same", sealer_password="same")
    for child in [Child(lambda: prepare(database)) for _ in range(4)]:
        child.join()
    check_both_ways_in(database)


def test_the_password_of_the_application_is_never_in_the_log_of_the_server(empty: Cluster) -> None:
    run(empty, "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()")
    prepare(embedded_database(empty, "hs", app_password="never-written-down", sealer_password="never-written-down"))
    run(empty, "ALTER SYSTEM RESET log_statement", "SELECT pg_reload_conf()")
    log = empty.log.read_text()
    assert "SCRAM-SHA-256$" in log
    assert "never-written-down" not in log


@pytest.mark.parametrize("url", ["postgresql://secret@[bad", "nonsense"])
def test_a_wrong_url_is_refused_without_repeating_it(tmp_path: Path, url: str) -> None:
    with pytest.raises(NodeError) as refused:
        find_database(Home(tmp_path, is_explicit=True), {"HUOSHUI_DATABASE_URL": url})
    assert url not in str(refused.value)


def test_an_unreachable_server_is_said_in_words(tmp_path: Path) -> None:
    url = f"postgresql://user:{PASSWORD}@/hs?host={tmp_path}"
    with pytest.raises(NodeError, match="连不上数据库") as refused:
        prepare(find_database(Home(tmp_path, is_explicit=True), {"HUOSHUI_DATABASE_URL": url}))
    assert PASSWORD not in str(refused.value)
