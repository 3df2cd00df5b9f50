"""Under which account the embedded server runs. PostgreSQL refuses root, so root lends it an existing ordinary one."""

import grp
import os
import pwd
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .home import NodeError

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int
    groups: frozenset[int]


def server_account(data: Path, environ: Mapping[str, str] = os.environ) -> Account | None:
    """None: as ourselves. For root: whoever owns the data already, HUOSHUI_PG_USER, `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return _account(pwd.getpwuid(owner))
    if wanted := environ.get("HUOSHUI_PG_USER"):
        return _named(wanted)
    for name in CANDIDATES:
        if name in {entry.pw_name for entry in pwd.getpwall()}:
            return _named(name)
    raise NodeError("PostgreSQL 不能以 root 运行：请用 HUOSHUI_PG_USER 指定一个已有的普通账户。")


def first_closed_folder(path: Path, account: Account) -> Path | None:
    """The topmost existing folder on the way to and including `path` that the account can't enter."""
    for folder in (*reversed(path.parents), path):
        if folder.is_dir() and not _may_enter(folder, account):
            return folder
    return None


def _may_enter(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid in account.groups:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _named(name: str) -> Account:
    try:
        account = _account(pwd.getpwnam(name))
    except KeyError as error:
        raise NodeError(f"HUOSHUI_PG_USER 指定的账户 {name} 不存在。") from error
    if account.uid == 0:
        raise NodeError("HUOSHUI_PG_USER 不能是 root：PostgreSQL 拒绝以 root 运行。")
    return account


def _account(entry: pwd.struct_passwd) -> Account:
    groups = {group.gr_gid for group in grp.getgrall() if entry.pw_name in group.gr_mem}
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, frozenset(groups | {entry.pw_gid}))
