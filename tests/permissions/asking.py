"""Asking one address as one person, leaving nothing behind."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from huoshui.accounts.models import User
from huoshui.accounts.public import memberships_of
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.signin.models import SignIn
from tests.permissions.principals import PRINCIPALS, Principal
from tests.permissions.route import Route
from tests.permissions.routes import API, OBJECTS, PAGES
from tests.permissions.things import Props, Thing

ALL: dict[str, Route] = {**PAGES, **API}
EMPTY_FILE = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str = ""


@dataclass
class Theatre:
    """The stage with one open session for each person; `wall` says which walls stand."""

    props: Props
    wall: str
    client: Client
    sessions: dict[str, str]
    told: dict[tuple[str, str, Thing | None, str], tuple[int, bytes, str]] = field(default_factory=dict)

    def look(self, who: str, name: str, thing: Thing | None, *, query: str = "") -> Answer:
        """As `ask`, while the stage stands as it was put up: what an address that only shows has answered once is not
        asked again, since nothing has changed. Kept packed: there are thousands."""
        key = (who, name, thing, query)
        if key in self.told:
            status, packed, location = self.told[key]
            return Answer(status, zlib.decompress(packed).decode(), location)
        answer = self.ask(who, name, thing, query=query)
        if ALL[name].method == "get":
            self.told[key] = answer.status, zlib.compress(answer.text.encode(), 1), answer.location
        return answer

    def ask(self, who: str, name: str, thing: Thing | None, *, query: str = "", actor: Actor | None = None) -> Answer:
        """A page by its name or an operation of the API by method and path. What it writes is rolled back.

        With `actor` the question is that actor's, whatever the session: for roles nobody signs in with.
        """
        if actor is not None:
            with patch("huoshui.web.doors.actor_for_request", lambda request: actor):
                return self.ask("nobody", name, thing, query=query)
        self.client.cookies.clear()
        if who in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        with transaction.atomic():
            response = self._send(name, thing, query)
            content = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        return Answer(response.status_code, _readable(content), response.headers.get("Location", ""))

    def _send(self, name: str, thing: Thing | None, query: str) -> Any:
        route = ALL[name]
        send = getattr(self.client, route.method)
        path = self._path(name, thing) + query
        body = self._filled(route.body, thing)
        if route.method == "get":
            return send(path)
        if route.upload:
            return send(path, data={"file": SimpleUploadedFile("empty.csv", EMPTY_FILE), **body})
        if name in API:
            return send(path, data=json.dumps(body), content_type="application/json")
        return send(path, data=body)

    def _path(self, name: str, thing: Thing | None) -> str:
        keys = [self._key(kind, thing) for kind in kinds_in_path(name)]
        if name in PAGES:
            return reverse(name, args=keys)
        path = "/api/v1" + name.split(" ", 1)[1]
        for key in keys:
            path = re.sub(r"{\w+}", str(key), path, count=1)
        return path

    def _key(self, kind: str, thing: Thing | None) -> int | str:
        assert thing is not None
        return thing.id if kind == thing.kind else self.props.beside(thing, kind).id

    def _filled(self, body: Any, thing: Thing | None) -> Any:
        if isinstance(body, dict):
            return {key: self._filled(value, thing) for key, value in body.items()}
        if isinstance(body, list):
            return [self._filled(value, thing) for value in body]
        if isinstance(body, str) and (found := re.fullmatch(r"{(\w+)}", body)):
            return self._key(found[1], thing)
        return body


def _readable(content: bytes) -> str:
    """The words in an answer, whether a page, JSON with its escapes, or a packed workbook."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    text = content.decode("utf-8", "replace")
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:  # one value a line
        return "\n".join(json.dumps(json.loads(line), ensure_ascii=False) for line in text.splitlines() if line)


def kinds_in_path(name: str) -> list[str]:
    stated = OBJECTS.get(name)
    if stated is not None:
        return [stated] if isinstance(stated, str) else list(stated)
    return re.findall(r"{(\w+)}", name) if name in API else []


def kinds(name: str) -> list[str]:
    """Of a route's objects, those in its body too; the last is the one that decides."""
    return [*re.findall(r"'{(\w+)}'", repr(ALL[name].body)), *kinds_in_path(name)]


def things_for(props: Props, name: str) -> Iterator[Thing | None]:
    """Every object a route may be asked with; None once where it takes none."""
    found = kinds(name)
    yield from props.of(found[-1]) if found else [None]


def open_sessions(users: dict[str, int]) -> dict[str, str]:
    sessions = {}
    for name in PRINCIPALS:
        if name != "visitor":
            client = Client()
            client.force_login(User.objects.get(pk=users[name]))
            _choose_first(users[name])
            sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def _choose_first(user_id: int) -> None:
    """Who was entrusted with a further role besides acts in the one by which the table knows them."""
    held = memberships_of(user_id)
    seen = clock.now() + timedelta(hours=1)  # the mark of each minute would be made anew at each question
    SignIn.objects.filter(user_id=user_id).update(membership_id=held[0].id if held else None, seen_at=seen)


def close_account(users: dict[str, int]) -> None:
    """After the session was opened: an account closed now is closed at once."""
    User.objects.filter(pk=users["deactivated"]).update(is_active=False)


def holders(roles: frozenset[str]) -> list[Principal]:
    return [who for who in PRINCIPALS.values() if who.roles & roles]
