"""WebAuthn: asking a browser for a passkey and checking what it answers. User verification is always required, so that
a passkey alone is two factors: the device, and the finger or PIN on it."""

import ipaddress
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from huoshui.kernel import clock
from huoshui.signin.models import Passkey

ASKED = "passkey_asked"  # in the session: the challenge lives on the server and counts once
ANSWER_WITHIN = timedelta(minutes=5)


def are_possible(request: HttpRequest) -> bool:
    """Browsers keep passkeys for names only, not for bare addresses."""
    try:
        ipaddress.ip_address(_host(request).strip("[]"))
    except ValueError:
        return True
    return False


def request_options(request: HttpRequest) -> str:
    """Names no credential: the browser finds those it holds, and a stranger learns nothing about whose exist."""
    options = generate_authentication_options(
        rp_id=_host(request), user_verification=UserVerificationRequirement.REQUIRED
    )
    _keep(request, options.challenge)
    return options_to_json(options)


def creation_options(request: HttpRequest, *, user: Any) -> str:
    held = Passkey.objects.filter(user_id=user.pk).values_list("credential_id", flat=True)
    options = generate_registration_options(
        rp_id=_host(request),
        rp_name="活水",
        user_id=_handle(user.pk),
        user_name=user.username,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in held],
    )
    _keep(request, options.challenge)
    return options_to_json(options)


def new_passkey(request: HttpRequest, answer: str, *, user_id: int, name: str) -> Passkey | None:
    """Not saved yet. None where the answer does not belong to what was asked here."""
    challenge = _take(request)
    if challenge is None:
        return None
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            require_user_verification=True,
        )
    except WebAuthnException:
        return None
    return Passkey(
        user_id=user_id,
        name=name.strip()[:60] or "通行密钥",
        credential_id=bytes_to_base64url(verified.credential_id),
        public_key=bytes_to_base64url(verified.credential_public_key),
        sign_count=verified.sign_count,
    )


def take_answer(request: HttpRequest, answer: str) -> int:
    """Whose passkey answered; 0 for an answer that proves nothing."""
    challenge = _take(request)
    if challenge is None:
        return 0
    try:
        credential = parse_authentication_credential_json(answer)
        row = Passkey.objects.filter(credential_id=bytes_to_base64url(credential.raw_id)).first()
        if row is None or credential.response.user_handle not in (None, _handle(row.user_id)):
            return 0
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except WebAuthnException:
        return 0
    unchanged = Passkey.objects.filter(pk=row.pk, sign_count=row.sign_count)
    used = unchanged.update(sign_count=verified.new_sign_count, used_at=clock.now())
    return int(row.user_id) if used else 0


def _keep(request: HttpRequest, challenge: bytes) -> None:
    request.session[ASKED] = {"challenge": bytes_to_base64url(challenge), "at": clock.now().isoformat()}


def _take(request: HttpRequest) -> bytes | None:
    asked = request.session.pop(ASKED, None)
    if asked is None or clock.now() - datetime.fromisoformat(asked["at"]) > ANSWER_WITHIN:
        return None
    return base64url_to_bytes(asked["challenge"])


def _handle(user_id: int) -> bytes:
    """What the authenticator keeps instead of a name."""
    return salted_hmac("huoshui.passkey", str(user_id), algorithm="sha256").digest()


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
