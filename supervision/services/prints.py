"""Having the worker print a paper of the year's supervision as PDF or docx: one duty for all of them."""

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
from supervision import documents
from supervision.queries import papers

TEMPLATE_VERSION = 1
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@transaction.atomic
def ask_print(*, by: Person, paper: str, thing: Any, kind: str) -> Duty:
    """Ask for the `paper` of a thing as `kind` (pdf, docx); whoever asks for the same content shares the file.

    `thing` was found for `by`, which is all the permission there is. Raises KeyError for an unknown paper or kind.
    """
    digest = _digest(papers.PAPERS[paper].printed(thing))
    duty = core_services.ask(
        kind="supervision.print",
        key=f"supervision:{paper}:{thing.pk}:{TEMPLATE_VERSION}:{kind}:{digest}",
        payload={"paper": paper, "pk": thing.pk, "kind": kind, "by": by.pk, "digest": digest},
        title=f"{thing}{papers.PAPERS[paper].title}",
        by=by,
    )
    core_services.record(by=by, verb="supervision.ask_print", subject=thing, details={"paper": paper, "kind": kind})
    return duty


def _digest(printed: Any) -> str:
    """Everything the drawing depends on but its template."""
    return core_calculations.sha256(dataclasses.asdict(printed))


def print_paper(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the paper of `duty` and keep the file; harmless when run twice.

    Raises `Denied` when the content is no longer what was asked for, or who asked may no longer have it.
    """
    asked, by = duty.payload, Person.objects.get(pk=duty.payload["by"])
    phase(_("取数"), 1, 4)
    thing = papers.PAPERS[asked["paper"]].find(by, asked["pk"])
    if thing is None:
        raise Denied(_("您已不能查看这份材料，没有生成文件。"))
    printed = papers.PAPERS[asked["paper"]].printed(thing)
    if _digest(printed) != asked["digest"]:
        raise Denied(_("生成之前内容又有改动，没有生成文件。请重新打印。"))
    data = documents.draw(documents.DRAWN[asked["paper"]](printed), kind=asked["kind"], phase=phase)
    phase(_("保存"), 4, 4)
    stored = core_services.store(
        data,
        name=f"{duty.title}.{asked['kind']}",
        content_type=CONTENT_TYPES[asked["kind"]],
        subject_type=papers.SUBJECT,
        subject_id=papers.paper_subject(asked["paper"], asked["pk"]),
        by=by,
    )
    return {"result": stored}
