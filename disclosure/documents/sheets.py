"""The printed sheet of a publication as PDF: what is read of it, and at its foot how to check that it is genuine."""

import re

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.documents import pdf
from disclosure.calculations.sheets import PrintedSheet

BETWEEN_TAGS = re.compile(r">\s+<")
FONTS = re.compile(r'\sfont-family="[^"]*"')


def draw(sheet: PrintedSheet) -> bytes:
    """Lay it out on A4 in the manner of an official document; every page is numbered x of y and carries number and hash."""
    context = {
        "title": sheet.title,
        "author": sheet.hospital,
        "sheet": sheet,
        "body": SafeString(sheet.body),
        "svg": SafeString(FONTS.sub("", sheet.svg)),
        "qr": SafeString(segno.make_qr(sheet.url, error="m").svg_inline(border=0, omitsize=True)),
    }
    html = render_to_string("documents/publication.html", context)
    return pdf.render(BETWEEN_TAGS.sub("><", html))
