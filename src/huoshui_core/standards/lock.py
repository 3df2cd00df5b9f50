"""Hashes of the published standards. A published version never changes: a change is a new version."""

from hashlib import sha256

from huoshui_core.standards.model import HERE

LOCK = HERE / "standards.lock"


def drawn_lock() -> str:
    files = sorted([*(HERE / "codelists").glob("*.yaml"), *(HERE / "datasets").glob("*.yaml")])
    return "".join(f"{sha256(file.read_bytes()).hexdigest()}  {file.relative_to(HERE).as_posix()}\n" for file in files)
