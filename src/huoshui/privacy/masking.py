"""What of a contact is shown before anybody asks for it, and what is cut out of a log line. Values in, values out."""

import re

STARS = "****"
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# Numbers are bounded by anything but a digit; a patent's number (CN2021108765432A) has letters at its ends.
_IN_TEXT = (
    re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),  # e-mail
    re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"),  # 公民身份号码, GB 11643
    re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])"),  # mobile
    re.compile(r"(?<![0-9A-Za-z-])0\d{2,3}-[2-9]\d{6,7}(?:-\d{1,6})?(?![0-9A-Za-z])"),  # fixed, with its area code
)
CUT = "[已隐去]"


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


def without_contacts(text: str) -> str:
    """The text with e-mail addresses, telephone and identity numbers cut out."""
    for shape in _IN_TEXT:
        text = shape.sub(CUT, text)
    return text
