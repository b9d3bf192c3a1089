"""Workbooks uploaded at the desk: who may, kept for their owner, read again at the step."""

from typing import Any

from django.utils.translation import gettext as _

from config.loading.archive import MOST_BYTES
from core import services
from core.models import Attachment
from core.rules import Denied
from organization import queries
from organization.models import Person
from organization.roles import Action

SUBJECT = "config.workbook"


def may_load(by: Person) -> None:
    """Loading is the Party office's. Raises `Denied` for anyone else."""
    if not queries.may(by, Action.LOAD, queries.root()):
        raise Denied(_("只有党办可以导入工作簿。"), help=_("请把文件交党办导入。"))


def keep(file: Any, *, by: Person) -> Attachment:
    """Keep an uploaded file for its owner; never more than what a workbook may have."""
    return services.store(
        file.read(MOST_BYTES + 1),
        name=str(file.name)[-200:],
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        subject_type=SUBJECT,
        subject_id=str(by.pk),
        by=by,
    )


def kept_for(by: Person, pk: int) -> Attachment | None:
    """An own upload, or None."""
    return Attachment.objects.filter(pk=pk, subject_type=SUBJECT, made_by=by).first()
