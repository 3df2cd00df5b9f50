"""The node's only way out to an identity provider: configured hosts, no redirects, little time, small answers."""

import json
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from huoshui.signin.providers import Provider, origin_of

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5, 10, 15
MOST_BYTES = 256 * 1024
CHUNK_BYTES = 16 * 1024


class ProviderFault(Exception):
    """A provider did not answer, or not as its protocol demands. For the node's log: no secret and no ticket in it."""


class _Narrow(HTTPAdapter):
    def __init__(self, origins: frozenset[str]) -> None:
        super().__init__()
        self.origins = origins

    def send(self, request: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        if origin_of(request.url) not in self.origins:
            raise ProviderFault(f"{origin_of(request.url) or 'an address'} is not among the configured hosts")
        options |= {"stream": True, "timeout": (CONNECT_SECONDS, READ_SECONDS), "proxies": {}}
        response = super().send(request, **options)
        if 300 <= response.status_code < 400:
            response.close()
            raise ProviderFault("answered with a redirect")
        response._content = _read(response)
        return response


def _read(response: requests.Response) -> bytes:
    """Counts what comes out of the decompressor, so that a small packed answer can't grow."""
    body, deadline = bytearray(), time.monotonic() + WHOLE_SECONDS
    for chunk in response.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > MOST_BYTES or time.monotonic() > deadline:
            response.close()
            raise ProviderFault("the answer was too long or too slow")
    return bytes(body)


def ask(
    provider: Provider,
    url: str,
    *,
    params: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
    login: tuple[str, str] | None = None,
    bearer: str = "",
) -> bytes:
    """GET, or POST where a form is given. Raises ProviderFault for everything but 200."""
    with requests.Session() as session:
        session.trust_env = False  # no proxy and no .netrc from the environment
        session.mount("https://", _Narrow(provider.origins))
        session.mount("http://", _Narrow(provider.origins))
        headers = {"Accept": "application/json, application/xml"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        method = "GET" if form is None else "POST"
        try:
            answer = session.request(method, url, params=params, data=form, auth=login, headers=headers)
        except requests.RequestException as fault:
            raise ProviderFault(f"could not be asked: {type(fault).__name__}") from fault
        if answer.status_code != 200:
            raise ProviderFault(f"answered with status {answer.status_code}")
        return answer.content


def ask_json(provider: Provider, url: str, **options: Any) -> dict[str, Any]:
    try:
        read = json.loads(ask(provider, url, **options))
    except (ValueError, RecursionError) as fault:
        raise ProviderFault("the answer was not JSON") from fault
    if not isinstance(read, dict):
        raise ProviderFault("the answer was not a JSON object")
    return read
