"""Receipt codes: 80 bits that only the one who wrote holds, derived from the form's nonce so that a form sent twice has one."""

import unicodedata
import uuid

from django.conf import settings
from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Five bits a character; without 0, 1, I and O, which are read wrong from paper and over the telephone."""
LENGTH = 16
GROUP = 4


def code_of(nonce: str) -> str:
    """The receipt code of the form with this nonce, in groups of four: nobody tells it without the secret key."""
    return grouped(spelled(int.from_bytes(_digest("receipt", nonce)[:10], "big"), LENGTH))


def code_hash(code: str) -> str:
    """What is kept of a receipt code."""
    return code_hashes(code)[0]


def code_hashes(code: str) -> list[str]:
    """What may be kept of a code, and is asked by: by each key, of anything typed, well formed or not, at the same pace."""
    return [_digest("receipt-hash", bare(code), key).hex() for key in signing_keys()]


def signing_keys() -> list[str]:
    """The key that signs, then those it took the place of: receipts and slips stay in people's hands for years."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def token_hash(nonce: str) -> str:
    """What is kept of the form's nonce: one form is one suggestion."""
    return _digest("token-hash", nonce).hex()


def key_of(nonce: str, name: str = "") -> uuid.UUID:
    """The row key of what the form with this nonce sends (`name`: which of its files): sent twice, it is the same row."""
    return uuid.UUID(bytes=_digest("row-key", f"{nonce}/{name}")[:16], version=4)


def bare(code: str) -> str:
    """A code as it was typed, without groups, in capitals and narrow letters."""
    wide = unicodedata.normalize("NFKC", code)[:80].upper()
    return "".join(letter for letter in wide if letter.isalnum())


def spelled(number: int, length: int) -> str:
    """A number in `length` characters of the alphabet."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(length - 1, -1, -1))


def grouped(code: str) -> str:
    """`ABCD-EFGH-…`: read aloud and copied by hand."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _digest(purpose: str, value: str, key: str | None = None) -> bytes:
    return salted_hmac(f"disclosure.{purpose}", value, secret=key, algorithm="sha256").digest()
