"""Encrypts the few values that must be unreadable in a dump, and finds them again without decrypting.

The keys live outside the database (`SAMLOP_FIELD_KEYS`, `number:hex` pairs, the first is used for writing).
"""

import hashlib
import hmac
import secrets
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


@cache
def _keys() -> dict[int, bytes]:
    pairs = (pair.split(":", 1) for pair in settings.FIELD_KEYS.split(","))
    return {int(number): bytes.fromhex(key) for number, key in pairs}


def _derived(number: int, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(_keys()[number])


def seal(text: str, *, row: str) -> bytes:
    """The text encrypted for one row: moved to another row it no longer opens."""
    number = next(iter(_keys()))
    nonce = secrets.token_bytes(NONCE)
    return (
        bytes([number])
        + nonce
        + AESGCM(_derived(number, b"seal")).encrypt(nonce, text.encode(), row.encode())
    )


def unseal(sealed: bytes, *, row: str) -> str:
    """The text again; a changed or moved value raises `cryptography.exceptions.InvalidTag`."""
    sealed = bytes(sealed)
    nonce, cipher = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    return AESGCM(_derived(sealed[0], b"seal")).decrypt(nonce, cipher, row.encode()).decode()


def blind_index(text: str) -> str:
    """The same 64 characters for the same text, by which it is found; without the key it tells nothing."""
    number = min(_keys())
    return hmac.new(_derived(number, b"find"), text.encode(), hashlib.sha256).hexdigest()
