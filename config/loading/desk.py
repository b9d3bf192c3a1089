"""Workbooks uploaded at the desk: who may, kept for their owner, read again by the worker that loads them."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from config.loading import apply, checks, plan
from config.loading.archive import MOST_BYTES
from config.loading.faults import WorkbookFaults
from core import services
from core.models import Attachment, Duty
from core.rules import Denied
from organization import queries
from organization.models import Person
from organization.roles import Action

SUBJECT = "config.workbook"
DUTY = "config.load_workbook"
PATIENCE = timedelta(minutes=10)
"""Writing is one transaction, in which nothing can be told; a worker that died leaves the load waiting for so long."""


def may_load(by: Person) -> None:
    """Loading is the Party office's. Raises `Denied` for anyone else."""
    if not queries.may(by, Action.LOAD, queries.root()):
        raise Denied(_("只有党办可以导入工作簿。"), help=_("请把文件交党办导入。"))


@transaction.atomic
def keep(file: Any, *, by: Person) -> Attachment:
    """Keep an uploaded file for its owner; never more than what a workbook may have."""
    may_load(by)
    kept = services.store(
        file.read(MOST_BYTES + 1),
        name=str(file.name)[-200:],
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        subject_type=SUBJECT,
        subject_id=str(by.pk),
        by=by,
    )
    _record("config.keep_workbook", kept, by)
    return kept


def kept_for(by: Person, pk: int) -> Attachment | None:
    """An own upload, or None."""
    return Attachment.objects.filter(pk=pk, subject_type=SUBJECT, made_by=by).first()


@transaction.atomic
def ask_load(*, by: Person, kept: Attachment) -> Duty:
    """Ask the worker to load what was previewed."""
    may_load(by)
    title = _("导入%(name)s") % {"name": kept.name}
    payload = {"attachment": kept.pk, "by": by.pk}
    duty = services.ask(kind=DUTY, key=f"load:{uuid.uuid4()}", payload=payload, title=title, by=by)
    _record("config.ask_load", kept, by)
    return duty


def _record(verb: str, kept: Attachment, by: Person) -> None:
    services.record(by=by, verb=verb, subject=kept, details={"name": kept.name, "sha256": kept.sha256})


def load(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Load the workbook of `duty`; harmless when run twice, as the second time nothing is left to change.

    Raises `Denied` when it can't be loaded any more: a list went under review after the preview.
    """
    by = Person.objects.get(pk=duty.payload["by"])
    may_load(by)
    kept = Attachment.objects.get(pk=duty.payload["attachment"])
    phase(_("读取和检查"), 1, 3)
    try:
        sheets = checks.load(kept.file.read())
        phase(_("与现有内容比较"), 2, 3)
        planned = plan.compare(sheets)
    except WorkbookFaults as error:
        raise Denied(_("预览之后情况有变，现在不能导入。请回到预览，按列出的问题处理后再导入。")) from error
    phase(_("写入"), 3, 3)
    apply.apply(planned, by=by)
    return {"result_url": reverse("desk:preview_load", args=[kept.pk])}
