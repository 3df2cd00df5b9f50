"""Files that wait between check and confirmation: in the data folder, under a random name, for a day."""

import secrets
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from huoshui.kernel.errors import Invalid, NotFound

LARGEST = 20 * 1024 * 1024
KEPT_SECONDS = 24 * 3600
SUFFIXES = (".csv", ".txt", ".xlsx", ".xml", ".zip")


def keep(file: "UploadedFile[Any]") -> str:
    """Answers the name it is kept under. Raises Invalid for what is too large or not of a readable kind."""
    suffix = Path(file.name or "").suffix.lower()
    if suffix not in SUFFIXES:
        raise Invalid(f"请上传 {'、'.join(SUFFIXES)} 格式的文件", file=suffix)
    if (file.size or 0) > LARGEST:
        raise Invalid("文件超过 20 MB，请分成几个文件上传，或由节点运维用命令行导入", size=file.size)
    _sweep()
    name = secrets.token_hex(16) + suffix
    with _folder().joinpath(name).open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return name


def path_of(name: str) -> Path:
    path = _folder() / Path(name).name
    if not name or not path.is_file():
        raise NotFound("上传的文件已过期，请重新上传")
    return path


def drop(name: str) -> None:
    if name:
        (_folder() / Path(name).name).unlink(missing_ok=True)


def _sweep() -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in _folder().glob("*.*"):
        if path.suffix in SUFFIXES and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = settings.UPLOAD_FOLDER
    return folder
