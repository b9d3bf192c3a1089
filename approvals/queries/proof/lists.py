"""Whether lists in force still say what was approved, and whether each was approved at all."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from approvals import calculations
from approvals.models import Correction, SubmissionItem
from approvals.queries.corrections import corrections_of, laid
from approvals.queries.proof.contents import rows_of
from approvals.states import SubmissionState
from core.registry import Breach, ListHandler, registry

CHUNK = 200
HELD = (SubmissionState.IN_REVIEW, SubmissionState.PASSED)
"""States of a submission in which nobody may change the lists it carries."""


def list_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """What was altered of a list in force, superseded or under review since it was signed, by the code of its row.

    What was corrected through the service is laid over what was signed. Renames of what stands outside the approved content (`ListHandler.restore`) are none. One list is in memory at a
    time. Then lists that are in force without a submission that passed.
    """
    held = SubmissionItem.objects.filter(submission__state__in=HELD).order_by("submission_id", "list_kind")
    for pk in held.values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        checked()
        yield from _of_item(SubmissionItem.objects.select_related("submission__department").get(pk=pk))
    for handler in registry.carried():
        yield from _without_approval(handler)


def _of_item(item: SubmissionItem) -> Iterator[Breach]:
    handler, submission = registry.list_handlers[item.list_kind], item.submission
    try:
        found = handler.get(item.list_id)
    except ObjectDoesNotExist:
        words = {"list": handler.title, "number": item.list_id}
        text = _("%(list)s（第 %(number)d 号）不在了：它已签署报审") % words
        yield Breach(str(submission), text)
        return
    place, corrections = _place(handler, found), corrections_of(handler, found)
    if submission.state == SubmissionState.PASSED:
        yield from _of_state(item.list_kind, submission, found, place)
    yield from _of_rows(handler, item, place, corrections)


def _of_state(kind: str, submission: Any, found: Any, place: str) -> Iterator[Breach]:
    if not registry.list_handlers[kind].approved_lists().filter(pk=found.pk).exists():
        text = _("状态是“%(state)s”，但报审第 %(number)d 号已审定通过：状态被改过")
        yield Breach(place, text % {"state": found.get_state_display(), "number": submission.pk})
    elif found.sha256 != submission.sha256:
        words = {"now": found.sha256[:8], "approved": submission.sha256[:8]}
        yield Breach(place, _("内容哈希 %(now)s 不是审定时的 %(approved)s") % words)


def _of_rows(handler: ListHandler, item: SubmissionItem, place: str, corrections: list[Correction]) -> Iterator[Breach]:
    now = calculations.content(handler.freeze(item.list_id))
    content: Any = item.content
    approved_head = content["head"]
    if handler.restore(approved_head, now["head"]) != approved_head:
        yield Breach(place, _("清单的部门、版次、所依清单或集体评定与签署的不符"))
    approved = rows_of(content)
    for row in now["rows"]:
        before = approved.pop(row["key"], None)
        if before is None:
            yield Breach(place, _("%(code)s 是后加的：签署的内容里没有它") % {"code": row["code"]})
            continue
        before = {**before, "content": laid(handler, row["key"], before["content"], corrections)}
        if before != row:
            yield from _of_row(handler, before, row, place)
    for row in approved.values():
        yield Breach(place, _("%(code)s 不在了：签署的内容里有它") % {"code": row["code"]})


def _of_row(handler: ListHandler, before: dict[str, Any], row: dict[str, Any], place: str) -> Iterator[Breach]:
    now = handler.restore(before["content"], row["content"])
    if (before["code"], before["content"]) == (row["code"], now):
        return
    changes = list(handler.compare(before["content"], now))
    if changes:
        label, left, right = changes[0]
        words = {"code": before["code"], "label": label, "before": left or _("空"), "after": right or _("空")}
        text = _("%(code)s 被改过：签署的%(label)s是“%(before)s”，现在是“%(after)s”") % words
    else:
        text = _("%(code)s 被改过：与签署的内容不符") % {"code": before["code"]}
    yield Breach(place, text)


def _without_approval(handler: ListHandler) -> Iterator[Breach]:
    passed = SubmissionItem.objects.filter(list_kind=handler.kind, submission__state=SubmissionState.PASSED)
    approved = handler.approved_lists().select_related("department").order_by("pk")
    for found in approved.exclude(pk__in=passed.values("list_id")).iterator(chunk_size=CHUNK):
        yield Breach(_place(handler, found), _("已生效，但没有审定通过的报审：不是经审批生效的"))


def _place(handler: ListHandler, found: Any) -> str:
    """A thing that is no list is told by its code: what it says stays inside."""
    return f"{handler.title} {found.code if handler.kind in registry.things else found}"
