"""What a node needs before it can serve: roles, tables, collected static files, the search index."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from huoshui.web.node.database import Database, grant_tables, prepare

Say = Callable[[str], None]


def prepare_node(database: Database, say: Say) -> None:
    """Safe to repeat; a second time it takes about a second."""
    prepare(database)
    call_command("migrate", database="owner", verbosity=0)
    grant_tables(database)
    collect_static(say)


def collect_static(say: Say) -> None:
    """Collects, hashes and compresses the static files, when they are not those collected last."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    wanted = _digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("整理静态文件……")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _digest() -> str:
    """Of names, sizes and times of all sources: reading them would take as long as collecting them."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            seen.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()
