"""How much work a form costs now: more when many are asked for, for an address or for all, and never impossible.

No address is kept: for ten minutes memory holds counts under a keyed hash whose key is drawn when the process starts and when the ten
minutes are over, and which nobody writes down. A hospital's ward behind one address asks for twenty forms at the usual
price, then each doubling costs one bit, up to `tokens.MOST_BITS`; nobody is locked out. Each process counts for itself.
"""

import hashlib
import secrets
import threading
import time
from collections import Counter

from disclosure.calculations import tokens

WINDOW = 600
"""Seconds."""
FREE_OF_ONE, FREE_OF_ALL = 20, 400
"""Forms in a window at the usual price: for one address, and for everybody together."""
MOST_ADDRESSES = 20_000
"""Beyond them only the count of all goes on: memory is not filled by a flood."""


class Pace:
    """The counts of one process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.began = 0.0
        self.salt = b""
        self.counts: Counter[bytes] = Counter()
        self.all = 0

    def bits(self, address: str) -> int:
        """Count a form handed out to `address`; the bits of work that it costs."""
        with self.lock:
            self._begin_anew()
            self.all += 1
            key = hashlib.blake2b(address.encode(), key=self.salt, digest_size=16).digest()
            if key in self.counts or len(self.counts) < MOST_ADDRESSES:
                self.counts[key] += 1
            dearer = max(_doublings(self.counts[key], FREE_OF_ONE), _doublings(self.all, FREE_OF_ALL))
        return min(tokens.BITS + dearer, tokens.MOST_BITS)

    def _begin_anew(self) -> None:
        """After each window everything is forgotten, the key too."""
        now = time.monotonic()
        if not self.salt or now - self.began >= WINDOW:
            self.began, self.salt, self.all = now, secrets.token_bytes(32), 0
            self.counts.clear()


def _doublings(count: int, free: int) -> int:
    return max(count - 1, 0) // free and ((count - 1) // free).bit_length()


PACE = Pace()


def token_for(address: str) -> tuple[str, int]:
    """A new token for a form handed out to `address`, and the bits it costs."""
    bits = PACE.bits(address)
    return tokens.make(bits), bits
