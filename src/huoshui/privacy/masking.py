"""What of a contact is shown before anybody asks for it. Values in, values out."""

import re

STARS = "****"
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def mask_name(name: str) -> str:
    """张* for 张三 and for 张三丰: not even the length is told."""
    return f"{name[0]}*" if name else ""


def mask_phone(phone: str) -> str:
    """138****5678, 0731-****88: enough to recognise a number one knows."""
    if not phone:
        return ""
    if _MOBILE.fullmatch(phone):
        return f"{phone[:3]}{STARS}{phone[-4:]}"
    area, dash, rest = phone.partition("-")
    return f"{area}-{STARS}{rest[-2:]}" if dash and len(rest) > 4 else f"{phone[:2]}{STARS}"


def mask_email(email: str) -> str:
    """z***@example.cn; the domain is mostly the unit's own."""
    local, at, domain = email.partition("@")
    return f"{local[:1]}***@{domain}" if at else mask_text(email)


def mask_text(text: str) -> str:
    return f"{text[0]}***" if text else ""
