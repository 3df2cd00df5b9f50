"""Which identity providers the operator trusts, read from `identity_providers.yaml` in the node's data folder.

Read once when the node starts: what is wrong stops the start with a sentence that names the place.
"""

import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

FILE_NAME = "identity_providers.yaml"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# Only what a public key verifies: with a shared secret whoever checks could also sign.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"})

MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "literal_error": "不是可选的值",
    "string_pattern_mismatch": "只能用小写字母、数字和连字符",
}


def _closed_address(value: str) -> str:
    parts = urlsplit(value)
    is_closed = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not (is_closed and parts.hostname) or parts.username or parts.query or parts.fragment:
        raise ValueError("须为 https 地址，不带账号、查询和锚点")
    return value.rstrip("/")


def origin_of(url: str) -> str:
    """Scheme, host and port, written one way; "" for what isn't an address."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname and port else ""


class Provider(BaseModel):
    """One provider. `organisations` are those whose people it may speak for; `claims` say where an
    enterprise's facts stand when the purpose is enterprise_identity; `two_factor_…` what the provider says when it has
    asked for two factors: anything else is one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,38}$")
    kind: Literal["oidc", "cas"]
    label: str = Field(min_length=1, max_length=40)
    purpose: Literal["sign_in", "enterprise_identity"] = "sign_in"
    issuer: str = ""  # of OIDC
    server: str = ""  # of CAS: the address before /login
    client_id: str = ""
    client_secret_env: str = ""
    client_secret_file: str = ""
    client_authentication: Literal["client_secret_basic", "client_secret_post"] = "client_secret_basic"
    scope: str = "openid profile"
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    further_hosts: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    subject_claim: str = ""
    username_claim: str = ""
    link_by_username: bool = False
    acr_claim: str = "acr"  # of OIDC; of CAS the attribute that says the same
    two_factor_acr: tuple[str, ...] = ()
    two_factor_amr: tuple[str, ...] = ()  # any of these among the methods
    claims: dict[Literal["uscc", "name", "person_name"], str] = {}

    @field_validator("issuer", "server")
    @classmethod
    def _address_is_closed(cls, value: str) -> str:
        return _closed_address(value) if value else ""

    @field_validator("further_hosts")
    @classmethod
    def _hosts_are_closed(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_closed_address(value) for value in values)

    @field_validator("algorithms")
    @classmethod
    def _algorithms_are_public_key(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if not values or not set(values) <= ALGORITHMS:
            raise ValueError(f"签名算法只能从 {'、'.join(sorted(ALGORITHMS))} 中选")
        return values

    @model_validator(mode="after")
    def _is_complete(self) -> "Provider":
        if self.kind == "oidc" and not (self.issuer and self.client_id):
            raise ValueError("OIDC 须填 issuer 和 client_id")
        if self.kind == "cas" and not self.server:
            raise ValueError("CAS 须填 server")
        if self.kind == "oidc" and bool(self.client_secret_env) == bool(self.client_secret_file):
            raise ValueError("client_secret_env 和 client_secret_file 须填且只填一个")
        if self.purpose == "sign_in" and not self.organisations:
            raise ValueError("须在 organisations 中写明可为哪些单位的人员登录")
        if self.purpose == "enterprise_identity" and (self.kind != "oidc" or {"uscc", "name"} - set(self.claims)):
            raise ValueError("企业身份核验须用 OIDC，并在 claims 中指明 uscc 和 name")
        if self.kind == "cas" and self.two_factor_amr:
            raise ValueError("CAS 没有 amr，请用 acr_claim 和 two_factor_acr")
        if self.link_by_username and not self.username_claim:
            raise ValueError("link_by_username 须同时填写 username_claim")
        return self

    @property
    def subject(self) -> str:
        """The claim or CAS attribute that names the person for good; "" in CAS: the user name itself."""
        return self.subject_claim or ("sub" if self.kind == "oidc" else "")

    @property
    def origins(self) -> frozenset[str]:
        """All that the node may ever talk to on this provider's behalf."""
        return frozenset(map(origin_of, (self.issuer or self.server, *self.further_hosts)))

    @property
    def secret(self) -> str:
        if self.client_secret_env:
            return os.environ.get(self.client_secret_env, "")
        return _read_secret(settings.IDENTITY_PROVIDERS_FILE.parent / self.client_secret_file)


class Providers(BaseModel):
    """`address`: under which the outside knows this node; return addresses are made from it, never from a request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: str
    providers: tuple[Provider, ...]

    @field_validator("address")
    @classmethod
    def _address_is_closed(cls, value: str) -> str:
        return _closed_address(value)

    @model_validator(mode="after")
    def _ids_are_different(self) -> "Providers":
        ids = [one.id for one in self.providers]
        if len(ids) != len(set(ids)):
            raise ValueError("有两个提供方用了同一个 id")
        return self


NONE = Providers(address="https://localhost", providers=())


def all_providers() -> Providers:
    return _load(settings.IDENTITY_PROVIDERS_FILE)


def providers_for(purpose: str) -> list[Provider]:
    return [one for one in all_providers().providers if one.purpose == purpose]


def provider(provider_id: str) -> Provider | None:
    return next((one for one in all_providers().providers if one.id == provider_id), None)


@lru_cache(maxsize=8)
def _load(path: Path) -> Providers:
    """Raises ImproperlyConfigured in words for the operator; a missing file means no provider."""
    if not path.exists():
        return NONE
    try:
        read = Providers.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise ImproperlyConfigured(f"{path} 不是正确的 YAML：{fault}") from fault
    except ValidationError as fault:
        raise ImproperlyConfigured("\n".join([f"{path} 有误：", *map(_in_words, fault.errors())])) from fault
    for one in read.providers:
        if one.kind == "oidc" and not one.secret:
            raise ImproperlyConfigured(f"{path} 有误：{one.id} 的 client_secret 为空")
    return read


def _in_words(error: Any) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    return f"  {place or '文件'}：{MESSAGES.get(error['type']) or error['msg'].removeprefix('Value error, ')}"


def _read_secret(path: Path) -> str:
    try:
        if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            raise ImproperlyConfigured(f"{path} 能被其他用户读取，请先执行 chmod 600")
        return path.read_text("utf-8").strip()
    except OSError as fault:
        raise ImproperlyConfigured(f"读不到 {path}：{fault.strerror}") from fault
