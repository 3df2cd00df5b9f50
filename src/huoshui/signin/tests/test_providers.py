"""The operator's file of identity providers: what it may say, and how it says that something is wrong."""

import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from huoshui.signin import providers
from huoshui.signin.tests import providers_file

ISSUER = "https://id.lake.example"


def test_without_a_file_there_is_no_provider(settings: Any, tmp_path: Path) -> None:
    settings.IDENTITY_PROVIDERS_FILE = tmp_path / "identity_providers.yaml"
    assert providers.all_providers().providers == ()


def test_a_complete_file_is_read(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE_SECRET", "from the environment")
    more = providers_file.cas("https://cas.hill.example/cas", id="hill", organisations=["西岭试验大学"])
    own = providers_file.oidc(f"{ISSUER}/", further_hosts=["https://keys.lake.example:8443"])
    environment = own | {"id": "third", "client_secret_env": "LAKE_SECRET", "client_secret_file": ""}
    providers_file.write(settings, tmp_path, own, more, environment)
    lake, hill, third = providers.all_providers().providers
    assert (lake.issuer, lake.secret, lake.subject) == (ISSUER, "a secret of the operator's", "sub")
    assert lake.origins == {"https://id.lake.example:443", "https://keys.lake.example:8443"}
    assert (hill.kind, hill.subject, third.secret) == ("cas", "", "from the environment")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown kind": ({"kind": "saml"}, "providers.1.kind：不是可选的值"),
    "a misspelt line": ({"isuer": "x"}, "providers.1.isuer：没有这一项"),
    "an id with capitals": ({"id": "Lake"}, "只能用小写字母"),
    "plain http": ({"issuer": "http://id.lake.example"}, "须为 https 地址"),
    "an account in the address": ({"issuer": "https://a:b@id.lake.example"}, "须为 https 地址"),
    "a further host without https": ({"further_hosts": ["http://keys.lake.example"]}, "须为 https 地址"),
    "no issuer": ({"issuer": ""}, "OIDC 须填 issuer"),
    "no client": ({"client_id": ""}, "OIDC 须填 issuer 和 client_id"),
    "two secrets": ({"client_secret_env": "X"}, "填且只填一个"),
    "no secret": ({"client_secret_file": ""}, "填且只填一个"),
    "an empty secret": ({"client_secret_file": "", "client_secret_env": "NOT_SET"}, "lake 的 client_secret 为空"),
    "a secret that is not there": ({"client_secret_file": "no.secret"}, "读不到"),
    "for nobody": ({"organisations": []}, "organisations"),
    "a shared-key algorithm": ({"algorithms": ["HS256"]}, "签名算法只能从"),
    "no algorithm at all": ({"algorithms": ["none"]}, "签名算法只能从"),
    "by username without the claim": ({"link_by_username": True}, "须同时填写 username_claim"),
    "an enterprise service without claims": ({"purpose": "enterprise_identity"}, "claims"),
    "a claim nobody knows": ({"claims": {"phone": "x"}}, "claims.phone"),
}


@pytest.mark.parametrize(("more", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_its_place(settings: Any, tmp_path: Path, more: dict[str, Any], said: str) -> None:
    path = providers_file.write(settings, tmp_path, providers_file.oidc(ISSUER, **more))
    with pytest.raises(ImproperlyConfigured) as told:
        providers.all_providers()
    assert str(path.parent) in str(told.value)
    assert said in str(told.value)


def test_two_providers_may_not_share_an_id(settings: Any, tmp_path: Path) -> None:
    providers_file.write(
        settings, tmp_path, providers_file.oidc(ISSUER), providers_file.cas("https://cas.lake.example")
    )
    with pytest.raises(ImproperlyConfigured, match="同一个 id"):
        providers.all_providers()


def test_a_secret_others_can_read_is_refused(settings: Any, tmp_path: Path) -> None:
    providers_file.write(settings, tmp_path, providers_file.oidc(ISSUER))
    (tmp_path / "lake.secret").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        providers.all_providers()


@pytest.mark.parametrize("text", ["providers: [", "- just a list", "\x00", "address: http://x.example\nproviders: []"])
def test_a_broken_file_is_told_in_words(settings: Any, tmp_path: Path, text: str) -> None:
    path = providers_file.write(settings, tmp_path)
    path.write_text(text)
    with pytest.raises(ImproperlyConfigured, match="identity_providers"):
        providers.all_providers()


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://ID.lake.example/x?y", "https://id.lake.example:443"),
        ("https://id.lake.example:443", "https://id.lake.example:443"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://id.lake.example@elsewhere.example/", "https://elsewhere.example:443"),
        ("https://[::1]:99999/", ""),
        ("file:///etc/passwd", ""),
        ("gopher://x:70/", "gopher://x:70"),
        ("not an address", ""),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert providers.origin_of(url) == origin


def test_the_file_shown_in_the_documentation_is_right() -> None:
    page = (Path(__file__).parents[4] / "docs/recipes/connect-single-sign-on.md").read_text("utf-8")
    shown = textwrap.dedent(page.partition("```yaml\n")[2].partition("```")[0])
    read = providers.Providers.model_validate(yaml.safe_load(shown))
    assert [one.id for one in read.providers] == ["lake", "hill", "province"]


def test_a_mistake_stops_the_start(settings: Any, tmp_path: Path) -> None:
    providers_file.write(settings, tmp_path, providers_file.oidc("http://id.lake.example"))
    with pytest.raises(ImproperlyConfigured):
        apps.get_app_config("signin").ready()
