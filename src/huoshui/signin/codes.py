"""One-time codes (RFC 6238) and recovery codes: making them, and taking each once."""

import hmac
import secrets
from datetime import datetime

import pyotp
from django.conf import settings
from django.utils.crypto import salted_hmac

from huoshui.kernel import clock
from huoshui.signin.models import OneTimeCode, Passkey, RecoveryCode

STEP_SECONDS = 30
WINDOW = (-1, 0, 1)  # steps: a phone's clock may be half a minute off
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_CODES = 10
RECOVERY_LETTERS = 12  # 59 bits
NOBODYS = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def new_secret() -> str:
    return pyotp.random_base32()


def address_for_app(secret: str, username: str) -> str:
    """The otpauth:// address that the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=f"活水 {settings.NODE_NAME}")


def take_code(user_id: int, typed: str) -> str:
    """ "otp" or "recovery" where the code was right, and used up by this; else empty."""
    plain = "".join(one for one in typed.casefold() if one.isalnum())
    if len(plain) == RECOVERY_LETTERS:
        return "recovery" if _take_recovery_code(user_id, plain) else ""
    return "otp" if take_one_time_code(user_id, plain) else ""


def take_one_time_code(user_id: int, code: str, *, is_confirmed: bool = True) -> bool:
    """Counts once: the step it belongs to must be later than the last one taken. The update decides a race."""
    rows = OneTimeCode.objects.filter(user_id=user_id, confirmed_at__isnull=not is_confirmed)
    row = rows.first()
    step = matching_step(row.secret if row else NOBODYS, code, clock.now())
    if row is None or step is None:
        return False
    return rows.filter(last_step__lt=step).update(last_step=step) == 1


def matching_step(secret: str, code: str, moment: datetime) -> int | None:
    now = int(moment.timestamp()) // STEP_SECONDS
    generator = pyotp.HOTP(secret)  # TOTP is HOTP of the step
    fitting = [now + one for one in WINDOW if hmac.compare_digest(generator.at(now + one).encode(), code.encode())]
    return fitting[0] if fitting else None


def new_recovery_codes(user_id: int) -> list[str]:
    """Replaces the former ones. Shown once; only digests stay."""
    RecoveryCode.objects.filter(user_id=user_id).delete()
    codes = ["".join(secrets.choice(LETTERS) for _ in range(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user_id=user_id, digest=_digest(user_id, one)) for one in codes)
    return [f"{one[:4]}-{one[4:8]}-{one[8:]}" for one in codes]


def _take_recovery_code(user_id: int, code: str) -> bool:
    fresh = RecoveryCode.objects.filter(user_id=user_id, digest=_digest(user_id, code), used_at=None)
    return fresh.update(used_at=clock.now()) == 1


def _digest(user_id: int, code: str) -> str:
    return salted_hmac("huoshui.recovery", f"{user_id}:{code}", algorithm="sha256").hexdigest()


def has_second_factor(user_id: int) -> bool:
    generator = OneTimeCode.objects.filter(user_id=user_id).exclude(confirmed_at=None)
    return generator.exists() or Passkey.objects.filter(user_id=user_id).exists()
