"""The three roles of the database and what each may do. Only here are roles made and rights given."""

from collections.abc import Mapping
from typing import Any, LiteralString, NamedTuple

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from .home import NodeError
from .postgres import Cluster

OLDEST_VERSION = 150000

_TABLE_RIGHTS: LiteralString = "SELECT, INSERT, UPDATE, DELETE"
_GRANT_SEQUENCE: LiteralString = "GRANT USAGE, SELECT ON SEQUENCE {} TO {}"
_DEFAULT: LiteralString = "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT "
_DEFAULT_TABLE_RIGHTS: LiteralString = _DEFAULT + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
_DEFAULT_SEQUENCE_RIGHTS: LiteralString = _DEFAULT + "USAGE, SELECT ON SEQUENCES TO {}"

# The application writes lines and reads seals; who seals reads lines and writes seals. Neither can do the other's part.
NOT_FOR_APP = "ledger_waiting"
APP_RIGHTS: dict[str, LiteralString] = {
    "kernel_ledgerline": "SELECT, INSERT",
    "ledger_seal": "SELECT",
    "ledger_anchor": "SELECT",
    "ledger_check": "SELECT",
}
SEALER_RIGHTS: dict[str, LiteralString] = {
    "kernel_ledgerline": "SELECT",
    "ledger_waiting": "SELECT, DELETE",
    "ledger_seal": "SELECT, INSERT",
    "ledger_anchor": "SELECT, INSERT",
    "ledger_check": "SELECT, INSERT",
}

Admin = psycopg.Connection[tuple[Any, ...]]


class Names(NamedTuple):
    owner: str
    app: str
    sealer: str


def make_database(cluster: Cluster, name: str, *, owner: str) -> None:
    """On the embedded server. C.UTF-8: under C, PostgreSQL takes Chinese letters for punctuation."""
    with cluster.connect() as admin:
        admin.execute("SELECT pg_advisory_lock(hashtext('huoshui database'))")  # until we disconnect
        if not _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", owner):
            admin.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(owner)))
        if not _exists(admin, "SELECT 1 FROM pg_database WHERE datname = %s", name):
            create = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
            admin.execute(sql.SQL(create).format(sql.Identifier(name), sql.Identifier(owner)))


def check_database(admin: Admin) -> None:
    if admin.info.server_version < OLDEST_VERSION:
        raise NodeError(f"需要 PostgreSQL 15 或更新的版本，服务器是 {admin.info.server_version // 10000}。")
    encoding, ctype = _row(
        admin,
        "SELECT pg_encoding_to_char(encoding), datcollate || ' ' || datctype"
        " FROM pg_database WHERE datname = current_database()",
    )
    if encoding != "UTF8" or {"C", "POSIX"} & set(ctype.split()[1:]):
        raise NodeError(
            f"数据库的编码是 {encoding}、区域是 {ctype}，中文会出错。请这样重建："
            f"CREATE DATABASE {admin.info.dbname} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';"
        )


def prepare_roles(admin: Admin, names: Names, *, passwords: Mapping[str, str]) -> None:
    """Make the roles and give their rights. A role without a password here is the DBA's to make."""
    try:
        with admin.transaction():
            # two nodes starting on one server would otherwise make the same role at once
            admin.execute("SELECT pg_advisory_xact_lock(hashtext('huoshui roles'))")
            _make_owner(admin, names.owner)
            for role, password in passwords.items():
                _make_login(admin, role, password=password)
            _give_rights(admin, names)
    except InsufficientPrivilege as error:
        raise NodeError(
            f"数据库用户 {admin.info.user} 无权准备角色（{error.diag.message_primary}）。请数据库管理员执行：\n"
            + sql_for_the_dba(admin.info.user, names)
        ) from error
    check_role(admin, owner=names.owner, role=names.app, variable="HUOSHUI_APP_DATABASE_URL")
    check_role(admin, owner=names.owner, role=names.sealer, variable="HUOSHUI_SEALER_DATABASE_URL")


def sql_for_the_dba(user: str, names: Names) -> str:
    return (
        f"CREATE ROLE {names.owner} NOLOGIN;\n"
        f"GRANT {names.owner} TO {user};\n"
        f"CREATE ROLE {names.app} LOGIN PASSWORD '……';  -- 写进 HUOSHUI_APP_DATABASE_URL\n"
        f"CREATE ROLE {names.sealer} LOGIN PASSWORD '……';  -- 写进 HUOSHUI_SEALER_DATABASE_URL\n"
        f"GRANT USAGE, CREATE ON SCHEMA public TO {names.owner};"
    )


def check_role(admin: Admin, *, owner: str, role: str, variable: str) -> None:
    """Policies do nothing against a superuser or an owner: such a role is refused."""
    if not _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
        raise NodeError(f"数据库角色 {role} 不存在：请先建立它，或不设 {variable}。")
    found = _row(
        admin,
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, pg_has_role(oid, %s, 'MEMBER'),"
        " has_schema_privilege(oid, 'public', 'CREATE') FROM pg_roles WHERE rolname = %s",
        owner,
        role,
    )
    names = ("SUPERUSER", "BYPASSRLS", "CREATEDB", "CREATEROLE", f"MEMBER OF {owner}", "CREATE ON SCHEMA public")
    if excess := [name for name, has in zip(names, found, strict=True) if has]:
        raise NodeError(f"数据库角色 {role} 的权限过大：{'、'.join(excess)}。请收回，数据隔离才有效。")


def grant_unowned_tables(owner: Admin, *, app: str) -> None:
    """Rights on tables and sequences of which the application has none yet; what a migration took back stays so."""
    query = (
        "SELECT c.relkind = 'S', nspname, relname FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v', 'S')"
        " AND pg_get_userbyid(relowner) = current_user AND relname <> %s AND NOT EXISTS"
        " (SELECT FROM aclexplode(relacl) WHERE grantee = %s::regrole)"
    )
    for is_sequence, schema, name in owner.execute(query, [NOT_FOR_APP, app]).fetchall():
        rights = APP_RIGHTS.get(name, _TABLE_RIGHTS)
        grant = _GRANT_SEQUENCE if is_sequence else "GRANT " + rights + " ON TABLE {} TO {}"
        owner.execute(sql.SQL(grant).format(sql.Identifier(schema, name), sql.Identifier(app)))


def grant_sealer(owner: Admin, *, sealer: str) -> None:
    """Where the tables are there."""
    for table, rights in SEALER_RIGHTS.items():
        if _exists(owner, "SELECT 1 FROM pg_class WHERE oid = to_regclass(%s)", f"public.{table}"):
            grant = sql.SQL("GRANT " + rights + " ON TABLE {} TO {}")
            owner.execute(grant.format(sql.Identifier("public", table), sql.Identifier(sealer)))


def _make_owner(admin: Admin, owner: str) -> None:
    role = sql.Identifier(owner)
    if not _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", owner):
        admin.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    # MEMBER is not enough from PostgreSQL 16 on, where the maker of a role may not yet act as it
    may_act = "SET" if admin.info.server_version >= 160000 else "MEMBER"
    if not _row(admin, "SELECT pg_has_role(current_user, %s, %s)", owner, may_act)[0]:
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    if not _row(admin, "SELECT has_schema_privilege(%s, 'public', 'CREATE')", owner)[0]:
        admin.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(role))


def _make_login(admin: Admin, role: str, *, password: str) -> None:
    exists = _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", role)
    statement = "ALTER ROLE {} LOGIN PASSWORD {}" if exists else "CREATE ROLE {} LOGIN PASSWORD {}"
    # sent as a verifier: a password in a statement ends up in the server's log
    verifier = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    admin.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(verifier)))


def _give_rights(admin: Admin, names: Names) -> None:
    for role in (names.app, names.sealer):
        admin.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))
    for default in (_DEFAULT_TABLE_RIGHTS, _DEFAULT_SEQUENCE_RIGHTS):
        admin.execute(sql.SQL(default).format(sql.Identifier(names.owner), sql.Identifier(names.app)))


def _exists(admin: Admin, query: LiteralString, *values: str) -> bool:
    return admin.execute(query, values).fetchone() is not None


def _row(admin: Admin, query: LiteralString, *values: str) -> tuple[Any, ...]:
    row = admin.execute(query, values).fetchone()
    if row is None:
        raise LookupError(query)
    return row
