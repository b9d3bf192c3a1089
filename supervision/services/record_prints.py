"""Having a 检查记录表 drawn by the worker: once a content, for all who see the record."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core import services as core_services
from core.models import Duty
from core.rules import Denied
from organization.models import Person
from supervision import documents, queries
from supervision.models import SpotCheckRecord

TEMPLATE_VERSION = 1
"""Counted up whenever the drawing changes, so that no older drawing is handed out for a newer one."""
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@transaction.atomic
def ask_record_print(*, by: Person, record: SpotCheckRecord, kind: str) -> Duty:
    """Ask for the sheet of a record `by` sees, as `kind` (pdf, docx, xlsx), filled as far as it is."""
    digest = _digest(record)
    duty = core_services.ask(
        kind="supervision.print_record",
        key=f"spot_record:{record.pk}:{TEMPLATE_VERSION}:{kind}:{digest}",
        payload={"record": record.pk, "kind": kind, "by": by.pk, "digest": digest},
        title=_("%(record)s检查记录表") % {"record": record},
        by=by,
    )
    core_services.record(
        by=by,
        verb="supervision.ask_record_print",
        subject=record,
        code=record.code,
        department_code=record.department.code,
        details={"kind": kind},
    )
    return duty


def _digest(record: SpotCheckRecord) -> str:
    """Everything the drawing depends on but its template."""
    content: Any = dataclasses.asdict(queries.printed_record(record))
    return core_calculations.sha256({**content, "checked_on": str(content["checked_on"] or "")})


def print_record(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the sheet of `duty` and keep the file; harmless when run twice, the later file counts.

    Raises `Denied` when the content is no longer what was asked for.
    """
    asked, by = duty.payload, Person.objects.get(pk=duty.payload["by"])
    phase(_("取数"), 1, 4)
    record = SpotCheckRecord.objects.select_related("check_of", "department").get(pk=asked["record"])
    if _digest(record) != asked["digest"]:
        raise Denied(_("生成之前内容又有改动，没有生成文件。请重新打印。"))
    data = documents.draw_record(queries.printed_record(record), kind=asked["kind"], phase=phase)
    phase(_("保存"), 4, 4)
    stored = core_services.store(
        data,
        name=f"{duty.title}.{asked['kind']}",
        content_type=CONTENT_TYPES[asked["kind"]],
        subject_type=queries.PRINT_SUBJECT,
        subject_id=str(record.pk),
        by=by,
    )
    return {"result": stored}
