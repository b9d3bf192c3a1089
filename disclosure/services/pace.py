"""How much work a form costs now: more when an address asks for many or everybody sends many, and never impossible.

What others pay is raised only by who has worked: forms asked for raise the price of their own address, and forms sent with
their proof that of all. A form may be sent a few times, to put right what was wrong with it; then it costs work again.

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
"""In a window at the usual price: forms handed out to one address, and forms sent with their proof by everybody together."""
MOST_ADDRESSES = 20_000
"""Beyond them only the count of all goes on: memory is not filled by a flood."""
MOST_SENDS = 5
"""Times that the work for one form is good for."""
MOST_FORMS = 20_000
"""Forms whose sends are remembered; beyond them those that came first are forgotten."""


class Pace:
    """The counts of one process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.began = 0.0
        self.salt = b""
        self.counts: Counter[bytes] = Counter()
        self.all = 0
        self.sends: dict[str, int] = {}

    def bits(self, address: str) -> int:
        """Count a form handed out to `address`; the bits of work that it costs."""
        with self.lock:
            self._begin_anew()
            key = hashlib.blake2b(address.encode(), key=self.salt, digest_size=16).digest()
            if key in self.counts or len(self.counts) < MOST_ADDRESSES:
                self.counts[key] += 1
            dearer = max(_doublings(self.counts[key], FREE_OF_ONE), _doublings(self.all, FREE_OF_ALL))
        return min(tokens.BITS + dearer, tokens.MOST_BITS)

    def take(self, nonce: str) -> bool:
        """Count a form sent with its proof; is the work for it still good?"""
        with self.lock:
            self._begin_anew()
            self.all += 1
            sent = self.sends[nonce] = self.sends.get(nonce, 0) + 1
            if len(self.sends) > MOST_FORMS:
                del self.sends[next(iter(self.sends))]
        return sent <= MOST_SENDS

    def _begin_anew(self) -> None:
        """After each window all addresses are forgotten, the key too; forms are good for longer, so their sends are not."""
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


def take(nonce: str) -> bool:
    """Count a form sent with its proof; is the work for it still good, or does it cost new work?"""
    return PACE.take(nonce)
