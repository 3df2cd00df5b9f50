"""Where evidence lies: enciphered, under random names, in the data folder; and how an upload is taken in."""

import base64
import hashlib
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponse

from huoshui.enrolment.evidence_content import LARGEST, Checked, check
from huoshui.kernel.cipher import decipher, encipher
from huoshui.kernel.errors import Invalid, NotFound

STRAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader is handed: never shown in the browser, see `as_download`."""

    name: str
    content: bytes


class UploadCap(FileUploadHandler):
    """Stops keeping a file beyond the largest size while it still streams in; the request then says so."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > LARGEST:
            self.request.is_upload_too_large = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def checked_upload(file: "UploadedFile[Any] | None") -> Checked | None:
    """Reads no further than the largest size. Raises Invalid for whatever is not a plain picture or document."""
    if file is None:
        return None
    content = b""
    for chunk in file.chunks():
        content += chunk
        if len(content) > LARGEST:
            break
    return check(file.name or "", content)


def refuse_too_large() -> Invalid:
    message = "文件超过 5 MB，请压缩后再上传"
    return Invalid(message, reason="too_large", fields={"evidence": message})


def keep(content: bytes) -> str:
    """Answers the name it is kept under."""
    name = secrets.token_hex(24)
    sealed = encipher(base64.b64encode(content).decode(), place=f"evidence/{name}")
    with (_folder() / name).open("x", encoding="ascii") as file:
        file.write(sealed)
    return name


def read(name: str) -> bytes:
    path = _folder() / Path(name).name
    if not name or not path.is_file():
        raise NotFound("证明材料已清除")
    return base64.b64decode(decipher(path.read_text("ascii"), place=f"evidence/{name}"))


def wipe(name: str) -> None:
    if name:
        (_folder() / Path(name).name).unlink(missing_ok=True)


def sweep(known: Collection[str]) -> int:
    """Files that no row names, as an upload leaves whose request was rolled back."""
    strays = [
        path
        for path in _folder().iterdir()
        if path.name not in known and path.stat().st_mtime < time.time() - STRAY_SECONDS
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def as_download(opened: Opened) -> HttpResponse:
    """Bytes to keep, of no type, from nowhere: a browser neither shows nor runs them."""
    response = HttpResponse(opened.content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{opened.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _folder() -> Path:
    folder: Path = settings.UPLOAD_FOLDER / "evidence"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
