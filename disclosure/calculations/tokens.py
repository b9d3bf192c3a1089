"""The token of the public form and its proof of work: instead of a cookie, and instead of a captcha at somebody else's.

The token is signed and holds a random nonce, when it was made and how many bits of proof it costs; it is good for two hours.
The browser looks for a counter such that SHA-256 of `token:counter` begins with that many zero bits.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

from django.core import signing

SALT = "disclosure.ask"
AGE = 2 * 3600
BITS, MOST_BITS = 16, 22
"""About a second on an old phone; about a minute, when floods come from one address or from everywhere."""
COUNTER = re.compile(r"[0-9]{1,15}", re.ASCII)


@dataclass(frozen=True)
class Token:
    """What a token says."""

    nonce: str
    bits: int


def make(bits: int = BITS) -> str:
    """A new token that costs `bits`."""
    return signing.dumps([secrets.token_hex(16), bits], salt=SALT)


def read(token: str) -> Token | None:
    """What we signed, if we did and it has not expired."""
    try:
        nonce, bits = signing.loads(token, salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return None
    return Token(nonce, bits)


def is_proved(token: str, counter: str, bits: int) -> bool:
    """Has somebody worked for this token?"""
    if not COUNTER.fullmatch(counter):
        return False
    digest = hashlib.sha256(f"{token}:{counter}".encode()).digest()
    return int.from_bytes(digest, "big") >> 256 - bits == 0


def prove(token: str, bits: int) -> str:
    """The counter, as a browser finds it."""
    counter = 0
    while not is_proved(token, str(counter), bits):
        counter += 1
    return str(counter)
