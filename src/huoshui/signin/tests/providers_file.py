"""A providers' file for one test."""

from pathlib import Path
from typing import Any

import yaml
from django.core.cache import cache

from huoshui.signin import providers

HERE = "http://localhost"  # under which the providers know the node of the tests


def write(settings: Any, folder: Path, *entries: dict[str, Any], address: str = HERE) -> Path:
    secret = folder / "lake.secret"
    secret.write_text("a secret of the operator's\n")
    secret.chmod(0o600)
    path = folder / "identity_providers.yaml"
    path.write_text(yaml.safe_dump({"address": address, "providers": list(entries)}, allow_unicode=True))
    settings.IDENTITY_PROVIDERS_FILE = path
    providers._load.cache_clear()
    cache.clear()
    return path


def oidc(address: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "lake",
        "kind": "oidc",
        "label": "南湖大学统一身份认证",
        "issuer": address,
        "client_id": "huoshui",
        "client_secret_file": "lake.secret",
        "organisations": ["南湖试验大学"],
    } | more


def cas(address: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "lake",
        "kind": "cas",
        "label": "南湖大学统一身份认证",
        "server": address,
        "organisations": ["南湖试验大学"],
    } | more
