"""Which database the node uses, and the ways into it: `owner` makes the tables, `app` uses them, `sealer` seals."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from . import roles
from .home import Home, NodeError, load_secrets, make_folders
from .place import choose_place
from .postgres import Cluster

EMBEDDED_NAME = "huoshui"
KEPT_SECONDS = 300  # a connection of a web thread


@dataclass(frozen=True)
class Connection:
    parameters: Mapping[str, str]  # libpq's

    @classmethod
    def from_url(cls, url: str, *, variable: str) -> "Connection":
        try:
            return cls({name: str(value) for name, value in conninfo_to_dict(url).items()})
        except psycopg.ProgrammingError as error:
            # the error repeats the URL, and with it the password
            raise NodeError(f"{variable} 的写法有误，应如 postgresql://用户:口令@主机:5432/数据库。") from error

    @property
    def dbname(self) -> str:
        return self.parameters["dbname"]

    def conninfo(self) -> str:
        return make_conninfo("", **self.parameters)

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """In autocommit."""
        return psycopg.connect(self.conninfo(), autocommit=True)

    def for_django(self) -> dict[str, Any]:
        named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        settings: dict[str, Any] = {key: self.parameters.get(name, "") for key, name in named.items()}
        rest = {name: value for name, value in self.parameters.items() if name not in named.values()}
        return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": rest, **settings}

    def acting_as(self, role: str) -> "Connection":
        escaped = role.replace("\\", "\\\\").replace(" ", "\\ ")
        options = f"{self.parameters.get('options', '')} -c role={escaped}".strip()
        return Connection({**self.parameters, "options": options})


@dataclass(frozen=True)
class Database:
    admin: Connection  # prepares roles, nothing else
    owner: Connection
    app: Connection
    sealer: Connection  # reads the ledger and seals it, nothing else
    cluster: Cluster | None  # None: somebody else's server
    makes_app_role: bool = True  # False: HUOSHUI_APP_DATABASE_URL names a role that exists
    makes_sealer_role: bool = True  # False: HUOSHUI_SEALER_DATABASE_URL does

    @property
    def owner_role(self) -> str:
        return f"{self.admin.dbname}_owner"

    @property
    def app_role(self) -> str:
        return self.app.parameters["user"]

    @property
    def sealer_role(self) -> str:
        return self.sealer.parameters["user"]

    def for_django(self) -> dict[str, dict[str, Any]]:
        return {"default": self.app.for_django(), "owner": self.owner.for_django()}


def find_database(home: Home, environ: Mapping[str, str] = os.environ) -> Database:
    """Only finds out; nothing is started and nobody is asked."""
    if url := environ.get("HUOSHUI_DATABASE_URL"):
        return _served_by_url(home, Connection.from_url(url, variable="HUOSHUI_DATABASE_URL"), environ)
    secrets = load_secrets(home)
    place = choose_place(home, secrets.node_id, environ)
    cluster = Cluster(place, secrets.postgres_admin_password, home.logs / "postgres.log")
    passwords = {
        "app_password": secrets.database_app_password,
        "sealer_password": secrets.database_sealer_password,
    }
    return embedded_database(cluster, EMBEDDED_NAME, **passwords)


def embedded_database(cluster: Cluster, name: str, *, app_password: str, sealer_password: str) -> Database:
    admin = Connection({k: str(v) for k, v in conninfo_to_dict(cluster.conninfo(dbname=name)).items()})
    app = Connection({**admin.parameters, "user": f"{name}_app", "password": app_password})
    sealer = Connection({**admin.parameters, "user": f"{name}_sealer", "password": sealer_password})
    return Database(admin=admin, owner=admin.acting_as(f"{name}_owner"), app=app, sealer=sealer, cluster=cluster)


def _served_by_url(home: Home, admin: Connection, environ: Mapping[str, str]) -> Database:
    if not admin.parameters.get("dbname"):
        raise NodeError("HUOSHUI_DATABASE_URL 里没有数据库名，应如 postgresql://用户:口令@主机:5432/数据库。")
    owner = admin.acting_as(f"{admin.dbname}_owner")
    secrets = load_secrets(home)
    app, makes_app = _role(admin, "app", secrets.database_app_password, environ)
    sealer, makes_sealer = _role(admin, "sealer", secrets.database_sealer_password, environ)
    return Database(admin, owner, app, sealer, None, makes_app_role=makes_app, makes_sealer_role=makes_sealer)


def _role(admin: Connection, name: str, password: str, environ: Mapping[str, str]) -> tuple[Connection, bool]:
    """And whether it is ours to make: a DBA's own role comes by its URL."""
    variable = f"HUOSHUI_{name.upper()}_DATABASE_URL"
    if given := environ.get(variable):
        return Connection.from_url(given, variable=variable), False
    return Connection({**admin.parameters, "user": f"{admin.dbname}_{name}", "password": password}), True


@contextmanager
def running(database: Database, *, announce: Callable[[str], None] = lambda line: None) -> Iterator[Database]:
    """Holds the embedded server up for as long as the block lasts; of an ordinary server it asks nothing."""
    if database.cluster is None:
        yield database
        return
    if database.cluster.place.reason and not database.cluster.place.data.exists():
        announce(database.cluster.place.reason)
    with database.cluster.use():
        yield database


def prepare(database: Database) -> None:
    """Database, roles and rights, as far as they are missing. Before every migration; safe to repeat."""
    if database.cluster is not None:
        roles.make_database(database.cluster, database.admin.dbname, owner=database.owner_role)
    made = [(database.app, database.makes_app_role), (database.sealer, database.makes_sealer_role)]
    passwords = {one.parameters["user"]: one.parameters["password"] for one, is_ours in made if is_ours}
    names = roles.Names(database.owner_role, database.app_role, database.sealer_role)
    try:
        with database.admin.connect() as admin:
            roles.check_database(admin)
            roles.prepare_roles(admin, names, passwords=passwords)
    except psycopg.OperationalError as error:
        raise NodeError(f"连不上数据库：{error}") from error


def grant_tables(database: Database) -> None:
    """After every migration: the application's rights on tables made before the default rights were set, and what the
    sealer may do."""
    with database.owner.connect() as owner:
        roles.grant_unowned_tables(owner, app=database.app_role)
        roles.grant_sealer(owner, sealer=database.sealer_role)


def django_databases(home: Home, environ: Mapping[str, str] = os.environ) -> dict[str, dict[str, Any]]:
    make_folders(home)
    databases = find_database(home, environ).for_django()
    # A connection made anew costs PostgreSQL more than all that a page asks of it.
    databases["default"] |= {"CONN_MAX_AGE": KEPT_SECONDS, "CONN_HEALTH_CHECKS": True}
    return databases
