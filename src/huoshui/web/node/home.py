"""The data folder of a node: where it lies, what is in it, and the secrets kept there. Nothing here starts anything."""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[4]


class NodeError(Exception):
    """What stops a node; the message is Chinese, for whoever runs it, and names the remedy."""


@dataclass(frozen=True)
class Home:
    path: Path
    is_explicit: bool  # HUOSHUI_HOME was given, so nothing may silently go elsewhere

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Home":
        """HUOSHUI_HOME, or `var/` of the checkout this code lies in."""
        if given := environ.get("HUOSHUI_HOME"):
            return cls(Path(given).expanduser().resolve(), is_explicit=True)
        if (CHECKOUT / "pyproject.toml").exists():
            return cls(CHECKOUT / "var", is_explicit=False)
        raise NodeError("请设置环境变量 HUOSHUI_HOME，指明数据文件夹放在哪里。")

    def secret(self, name: str) -> str:
        return str(getattr(load_secrets(self), name))

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def search(self) -> Path:
        return self.path / "search"

    @property
    def uploads(self) -> Path:
        return self.path / "uploads"

    @property
    def secrets_file(self) -> Path:
        return self.path / "secrets.json"

    @property
    def ledger(self) -> Path:
        """Head and anchors of the sealed ledger, outside the database that they vouch for."""
        return self.path / "ledger"


@dataclass(frozen=True)
class Secrets:
    node_id: str
    django_secret_key: str
    postgres_admin_password: str
    database_app_password: str
    database_sealer_password: str
    field_key: str  # one or more, see field_keys.py: encipher single columns; without them they are lost
    digest_key: str  # hex, 256 bits: of the digests in the ledger


def make_folders(home: Home) -> None:
    """Create what is missing. Root's data folder may be passed through (not listed) by the account of the server."""
    if not home.path.exists():
        home.path.mkdir(parents=True)
        home.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for folder in (home.logs, home.search, home.uploads, home.ledger):
        folder.mkdir(mode=0o700, exist_ok=True)


def load_secrets(home: Home) -> Secrets:
    """Read `secrets.json`, first adding what it lacks. Safe with several processes starting at once."""
    try:
        make_folders(home)
        with file_lock(home.path / "secrets.lock"):
            return _read_or_extend(home.secrets_file)
    except PermissionError as error:
        raise NodeError(
            f"无权读写 {error.filename}。数据文件夹属于另一个用户：请用建立它的用户运行，或用 HUOSHUI_HOME 另指一处。"
        ) from error


def _read_or_extend(path: Path) -> Secrets:
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    field_key = known.get("field_key") or secrets.token_hex(32)
    fresh = {
        "node_id": secrets.token_hex(6),
        "django_secret_key": secrets.token_urlsafe(50),
        "postgres_admin_password": secrets.token_urlsafe(24),
        "database_app_password": secrets.token_urlsafe(24),
        "database_sealer_password": secrets.token_urlsafe(24),
        "field_key": field_key,
        "digest_key": known.get("digest_key") or _digest_key(field_key),
    }
    values = fresh | known
    if values != known:
        _write_private(path, json.dumps(values, indent=1))
    return Secrets(**{name: values[name] for name in fresh})


def _digest_key(field_key: str) -> str:
    """Of a node from before it had one of its own: what its only field key gave."""
    return hmac.new(bytes.fromhex(field_key), b"ledger digest", hashlib.sha256).hexdigest()


def change_secrets(home: Home, **values: str) -> None:
    with file_lock(home.path / "secrets.lock"):
        known: dict[str, str] = json.loads(home.secrets_file.read_text())
        _write_private(home.secrets_file, json.dumps(known | values, indent=1))


def _write_private(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """One process at a time; the kernel lets go when the holder dies, however it dies."""
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
