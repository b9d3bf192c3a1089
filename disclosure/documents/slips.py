"""Sheets of 评议码: slips to cut or tear off, each with its own code to scan or to type."""

from collections.abc import Iterator
from dataclasses import dataclass

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.documents import pdf
from disclosure.calculations import slips
from disclosure.calculations.printed_slips import PrintedSlips, grouped

A_PAGE = 10
PATH = "/open/rate/"


@dataclass(frozen=True)
class Slip:
    """One slip as the template draws it."""

    number: int
    code: str
    qr: SafeString


def draw(printed: PrintedSlips, *, phase: pdf.Phase | None = None) -> bytes:
    """The slips of a batch as PDF, `A_PAGE` on a page of A4 with lines to cut along."""
    all_slips = list(_slips(printed))
    pages = [all_slips[start : start + A_PAGE] for start in range(0, len(all_slips), A_PAGE)]
    address = printed.site.removeprefix("https://").removeprefix("http://") + PATH
    context = {
        "printed": printed,
        "title": printed.title,
        "author": printed.hospital,
        "pages": pages,
        "address": address,
    }
    return pdf.render(render_to_string("documents/slips.html", context), phase=phase)


def _slips(printed: PrintedSlips) -> Iterator[Slip]:
    for number in range(1, printed.count + 1):
        code = slips.make(printed.batch_id, number)
        drawn = segno.make_qr(f"{printed.site}{PATH}{code}/", error="m").svg_inline(border=0, omitsize=True)
        yield Slip(number, grouped(code), mark_safe(drawn))  # noqa: S308 — drawn here from our own letters
