"""What is printed of a department's or the hospital's report, as a value object: PDF and docx are made from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """One report from its head to its hash; every day is already in words. A red head makes it a paper that is sent."""

    title: str
    issuer: str
    addressee: str
    number: str
    red_head: str
    issued_on: str
    sections: tuple[tuple[str, str], ...]
    signed_as: str
    """As what the report is signed; empty where the letter is sealed instead."""
    signed_by: str
    annex_title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    sha256: str
    verify_url: str
    printed_by: str
