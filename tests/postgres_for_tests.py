"""A PostgreSQL server of the test run's own: in a temporary folder, without fsync, gone when the run ends."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from huoshui.web.node.account import first_closed_folder, server_account
from huoshui.web.node.database import Database, embedded_database, prepare
from huoshui.web.node.place import OUTSIDE, Place, find_binaries
from huoshui.web.node.postgres import ADMIN, PORT, Cluster

PASSWORD = "test-only"


@dataclass(frozen=True)
class ServerInfo:
    cluster: Cluster
    host: str
    port: int = PORT
    admin_user: str = ADMIN
    admin_password: str = PASSWORD


def start_test_server() -> ServerInfo:
    """Stopped and removed at exit; if the test run is killed outright the kernel stops it."""
    root = open_temporary_folder("huoshui-tests-")
    place = Place(root, find_binaries(), server_account(root / "pg"))
    cluster = Cluster(place, PASSWORD, root / "logs" / "postgres.log", is_durable=False, dies_with_parent=True)
    cluster.start()
    atexit.register(cluster.leave)
    return ServerInfo(cluster, host=str(place.sockets))


def make_test_database(server: ServerInfo, name: str = "huoshui") -> Database:
    """An empty database with its roles; an older one of this name is dropped. Its owner may make more databases."""
    with server.cluster.connect() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    database = embedded_database(server.cluster, name, app_password=PASSWORD, sealer_password=PASSWORD)
    prepare(database)
    with server.cluster.connect() as admin:
        admin.execute(f'ALTER ROLE "{name}_owner" CREATEDB')
    return database


def open_temporary_folder(prefix: str) -> Path:
    """Removed at exit. One the server's account can get to, which the temporary folder of a CI run may not be."""
    account = server_account(Path("/nonexistent"))
    for parent in (Path(tempfile.gettempdir()), Path("/tmp"), OUTSIDE):
        if account is None or first_closed_folder(parent, account) is None:
            parent.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent)).resolve()
            folder.chmod(0o711 if account else 0o700)
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            return folder
    raise RuntimeError("no folder that the database account can enter")
