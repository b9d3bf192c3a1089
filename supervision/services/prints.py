"""Having the worker print a paper of the year's supervision: one duty for all of them, once a content."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from core.rules import Denied
from organization.models import Person
from supervision import documents
from supervision.queries import papers

TEMPLATE_VERSION = 1
"""Counted up whenever a drawing changes, so that no older one is handed out for a newer one."""


@transaction.atomic
def ask_print(*, by: Person, paper: str, thing: Any, kind: str) -> Duty:
    """Ask for the `paper` of a thing as `kind` (pdf, docx; some as xlsx); who asks for the same content shares the file.

    `thing` was found for `by`. Raises `Denied` where the paper is not for them or not of that kind, KeyError for an
    unknown paper.
    """
    asked = papers.PAPERS[paper]
    asked.allow(by, thing)
    if kind not in asked.kinds:
        raise Denied(_("这份材料不能生成这种格式的文件。"))
    digest = core_services.print_digest(asked.printed(thing))
    duty = core_services.ask(
        kind="supervision.print",
        key=f"supervision:{paper}:{thing.pk}:{TEMPLATE_VERSION}:{kind}:{digest}",
        payload={"paper": paper, "pk": thing.pk, "kind": kind, "by": by.pk, "digest": digest},
        title=asked.titled(thing),
        by=by,
    )
    department = getattr(thing, "department", None)
    core_services.record(
        by=by,
        verb="supervision.ask_print",
        subject=thing,
        code=getattr(thing, "code", ""),
        department_code=department.code if department else "",
        details={"paper": paper, "kind": kind},
    )
    return duty


def print_paper(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the paper of `duty` and keep the file; harmless when run twice.

    Raises `Denied` when the content is no longer what was asked for, or who asked may no longer have it.
    """
    asked, by = duty.payload, Person.objects.get(pk=duty.payload["by"])
    phase(_("取数"), 1, 4)
    paper = papers.PAPERS[asked["paper"]]
    thing = paper.find(by, asked["pk"])
    if thing is None:
        raise Denied(_("您已不能查看这份材料，没有生成文件。"))
    paper.allow(by, thing)
    printed = paper.printed(thing)
    core_services.refuse_changed(duty, printed)
    data = documents.draw_paper(asked["paper"], printed, kind=asked["kind"], phase=phase)
    subject = papers.paper_subject(asked["paper"], asked["pk"])
    return core_services.keep_print(duty, data, phase, subject_type=papers.SUBJECT, subject_id=subject, by=by)
