"""What a sheet of 评议码 prints, without a database behind it."""

from dataclasses import dataclass

GROUP = 4


@dataclass(frozen=True)
class PrintedSlips:
    """A batch of slips as it is drawn: its codes follow from the batch and their numbers."""

    hospital: str
    title: str
    batch_id: int
    count: int
    expires_on: str
    site: str
    """Address of the public face, before the path of a slip."""


def grouped(code: str) -> str:
    """A code as it is read and typed: as it is where it has groups, else in groups of four."""
    if "-" in code:
        return code
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
