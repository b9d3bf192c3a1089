"""Files of what stands open, and the script that verifies an exported site."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import calculations
from disclosure.documents import script as documents
from disclosure.queries import chain as queries
from disclosure.views import shell
from organization import queries as organization_queries

SHOWN_INSIDE = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""Kinds that a browser shows; every other is saved."""
CONFINED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""A file runs nothing and asks for nothing, whatever was hidden in it."""


@require_safe
@login_not_required
def file(request: HttpRequest, sha256: str, extension: str) -> HttpResponse:
    """The bytes of a file; asked for again after a minute, so that taking a publication off takes its files along."""
    found = queries.file(sha256, extension)
    if found is None:
        text = _("没有这份文件，或者它所属的公开事项已撤下。")
        return shell.page(
            "disclosure/no_link.html", {"hospital": organization_queries.hospital(), "text": text}, status=404
        )

    def make() -> HttpResponse:
        response = HttpResponse(bytes(found.data), content_type=found.content_type)
        is_saved = found.content_type not in SHOWN_INSIDE
        response.headers["Content-Disposition"] = content_disposition_header(is_saved, found.name) or "attachment"
        return response

    response = shell.conditional(request, version=sha256, make=make)
    response.headers["Content-Security-Policy"] = CONFINED
    return response


@require_safe
@login_not_required
def script(request: HttpRequest) -> HttpResponse:
    """`verify_site.py`, to be read before it is run."""
    data = documents.verify_script()

    def make() -> HttpResponse:
        return HttpResponse(data, content_type="text/x-python; charset=utf-8")

    return shell.conditional(request, version=calculations.sha256(data.decode()), make=make)
