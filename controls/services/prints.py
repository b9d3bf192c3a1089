"""Having a table drawn by the worker: asked for once a version, kept as an attachment."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import documents, queries
from controls.models import ControlTable
from core import services as core_services
from core.models import Duty
from organization.models import Person

TEMPLATE_VERSION = 2
"""Counted up whenever the drawing changes, so that no older drawing is handed out for a newer one."""
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@transaction.atomic
def ask_print(*, by: Person, table: ControlTable, kind: str, paper: str, post: str = "") -> Duty:
    """Ask the worker for the table as `kind` (pdf, xlsx, docx) on `paper` (A3, A4), whole or of one post.

    Asked again for the same version on the same day it is the same duty: names are printed from tenure of the day.
    """
    today = timezone.localdate()
    key = f"print:{table.pk}:{table.version}:{TEMPLATE_VERSION}:{kind}:{paper}:{post}:{today}:{by.pk}"
    title = _("%(department)s%(edition)s一览表") % {
        "department": _("班子成员") if table.is_leadership else table.department.name,
        "edition": table.edition,
    }
    payload = {"table": table.pk, "kind": kind, "paper": paper, "post": post, "by": by.pk}
    duty = core_services.ask(kind="controls.print", key=key, payload=payload, title=title, by=by)
    core_services.record(
        by=by,
        verb="controls.ask_print",
        subject=table,
        department_code=table.department.code,
        details={"kind": kind, "paper": paper, "post": post},
    )
    return duty


def print_table(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the table of `duty` and keep the file; harmless when run twice, the later file counts."""
    asked, by = duty.payload, Person.objects.get(pk=duty.payload["by"])
    phase(_("取数"), 1, 4)
    table = ControlTable.objects.select_related("department", "register").get(pk=asked["table"])
    printed = queries.printed(table, by=by, post_code=asked["post"])
    data = documents.draw(printed, kind=asked["kind"], paper=asked["paper"], phase=phase)
    phase(_("保存"), 4, 4)
    attachment = core_services.store(
        data,
        name=f"{duty.title}.{asked['kind']}",
        content_type=CONTENT_TYPES[asked["kind"]],
        subject_type="controls.controltable",
        subject_id=str(table.pk),
        by=by,
    )
    return {"result": attachment}
