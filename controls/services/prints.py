"""Having a table drawn by the worker: asked for once a content, kept as an attachment for all who may read it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from controls import documents, queries
from controls.models import ControlTable
from core import services as core_services
from core.models import Duty
from organization.models import Person

TEMPLATE_VERSION = 5
"""Counted up whenever the drawing changes, so that no older drawing is handed out for a newer one."""


@transaction.atomic
def ask_print(*, by: Person, table: ControlTable, kind: str, paper: str, post: str = "") -> Duty:
    """Ask the worker for the table as `kind` (pdf, xlsx, docx) on `paper` (A3, A4), whole or of one post.

    Whoever asks for the same content has the same duty; who may see only a part of the table has one of their own.
    """
    eyes = None if queries.sees_whole(by, table) else by
    digest = core_services.print_digest(queries.printed(table, by=eyes, post_code=post))
    key = f"print:{table.pk}:{TEMPLATE_VERSION}:{kind}:{paper}:{digest}:{eyes.pk if eyes else 'all'}"
    title = _("%(department)s%(edition)s一览表") % {
        "department": _("班子成员") if table.is_leadership else table.department.name,
        "edition": table.edition,
    }
    asked = {"table": table.pk, "kind": kind, "paper": paper, "post": post}
    payload = {**asked, "by": by.pk, "eyes": eyes.pk if eyes else None, "digest": digest}
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
    """Draw the table of `duty` and keep the file; harmless when run twice, the later file counts.

    Raises `Denied` when the content is no longer what was asked for: its key would hand out the wrong file.
    """
    asked, by = duty.payload, Person.objects.get(pk=duty.payload["by"])
    phase(_("取数"), 1, 4)
    table = ControlTable.objects.select_related("department", "register").get(pk=asked["table"])
    eyes = Person.objects.get(pk=asked["eyes"]) if asked["eyes"] else None
    printed = queries.printed(table, by=eyes, post_code=asked["post"])
    core_services.refuse_changed(duty, printed)
    data = documents.draw(printed, kind=asked["kind"], paper=asked["paper"], phase=phase)
    subject = {"subject_type": "controls.controltable", "subject_id": str(table.pk)}
    return core_services.keep_print(duty, data, phase, **subject, by=by)
