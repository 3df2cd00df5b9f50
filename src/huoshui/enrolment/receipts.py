"""Codes that a person without an account keeps: nobody guesses one, and the node keeps only its digest."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else on paper
GROUPS, GROUP = 5, 4  # 99 bits


def new_receipt() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def new_token() -> str:
    """For a link."""
    return secrets.token_urlsafe(32)


def digest_of(code: str) -> str:
    """Case, spaces and hyphens of a receipt do not matter: it may have been copied by hand."""
    return hashlib.sha256("".join(one for one in code.upper() if one.isalnum()).encode()).hexdigest()


def digest_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
