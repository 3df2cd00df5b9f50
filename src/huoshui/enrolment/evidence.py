"""Where evidence lies: enciphered, under random names, in the data folder; and how an upload is taken in."""

import base64
import hashlib
import secrets
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponse

from huoshui.enrolment.evidence_content import LARGEST, Checked, check
from huoshui.kernel.cipher import beginning, decipher, encipher, key_of, newest_key
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.reenciphering import Store

STRAY_SECONDS = 24 * 3600
NEW = ".new"
KEY_STANDS_WITHIN = 40  # characters


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


def _enciphered() -> Iterator[Path]:
    return (path for path in _folder().iterdir() if path.suffix != NEW)


def keys_in_use() -> Counter[str]:
    found: Counter[str] = Counter()
    for path in _enciphered():
        with path.open(encoding="ascii") as file:
            found[key_of(file.read(KEY_STANDS_WITHIN))] += 1
    return found


def reencipher(limit: int) -> int:
    """Files of older keys with the newest; each is replaced whole or stays as it was."""
    done = 0
    for path in _enciphered():
        if done == limit:
            break
        sealed = path.read_text("ascii")
        if not sealed.startswith(beginning(newest_key())):
            place = f"evidence/{path.name}"
            new = path.with_suffix(NEW)
            new.write_text(encipher(decipher(sealed, place=place), place=place), "ascii")
            new.replace(path)
            done += 1
    return done


STORE = Store("evidence", keys_in_use, reencipher)


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
