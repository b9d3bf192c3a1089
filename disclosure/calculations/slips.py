"""评议码: the code on a printed slip holds its batch, its number and a keyed digest of both, so that no table is read to check it."""

from django.utils.crypto import constant_time_compare, salted_hmac

from disclosure.calculations import receipts

BATCH_BITS, NUMBER_BITS, DIGEST_BITS = 24, 11, 65
"""Together 100 bits: twenty characters in five groups."""
LENGTH = (BATCH_BITS + NUMBER_BITS + DIGEST_BITS) // 5
HEAD = (BATCH_BITS + NUMBER_BITS) // 5


def make(batch_id: int, number: int) -> str:
    """The code of slip `number` of a batch, in groups of four. Raises ValueError beyond what a code can hold."""
    if not (0 < batch_id < 1 << BATCH_BITS and 0 < number < 1 << NUMBER_BITS):
        raise ValueError(f"no code holds slip {number} of batch {batch_id}")
    return receipts.grouped(_code(batch_id << NUMBER_BITS | number, receipts.signing_keys()[0]))


def read(code: str) -> tuple[int, int] | None:
    """Batch and number of a code as it was typed or scanned; None for one that we did not make."""
    typed = receipts.bare(code)
    head = 0
    for letter in typed[:HEAD]:
        head = head << 5 | max(receipts.ALPHABET.find(letter), 0)
    if not any(constant_time_compare(typed, _code(head, key)) for key in receipts.signing_keys()):
        return None
    return head >> NUMBER_BITS, head & (1 << NUMBER_BITS) - 1


def _code(head: int, key: str) -> str:
    digest = salted_hmac("disclosure.slip", str(head), secret=key, algorithm="sha256").digest()
    tail = int.from_bytes(digest[:9], "big") >> 72 - DIGEST_BITS
    return receipts.spelled(head, HEAD) + receipts.spelled(tail, LENGTH - HEAD)
