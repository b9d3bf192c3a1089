"""An official document as PDF in the form of GB/T 9704."""

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from approvals.documents.official import Official, hash_lines
from core.documents import pdf

BETWEEN_TAGS = re.compile(r">\s+<")


def draw(official: Official, *, phase: pdf.Phase | None = None) -> bytes:
    """Lay it out on A4, 22 lines of 28 characters, page numbers outside."""
    context = {
        "title": official.title.replace("\n", ""),
        "author": official.author,
        "paper": official,
        "hash": hash_lines(official.sha256),
        "qr": SafeString(official.qr.svg_inline(border=0, omitsize=True)) if official.sha256 else "",
    }
    html = render_to_string("documents/official.html", context)
    css = f":root {{ --red-size: {official.red_size}pt; }}"
    return pdf.render(BETWEEN_TAGS.sub("><", html), css=css, phase=phase)
