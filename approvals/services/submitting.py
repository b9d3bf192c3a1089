"""Preparing a submission for the head, and the head's signature that freezes and submits it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import calculations, queries, rules
from approvals.models import Stage, StageDefault, StageEvent, Submission, SubmissionItem, SubmissionRow
from approvals.services import moving
from approvals.states import (
    NEVER_SKIPPED,
    SUBSTITUTE_STAGES,
    EventKind,
    StageCode,
    SubmissionKind,
    SubmissionState,
    Verdict,
)
from core import calculations as core_calculations
from core.registry import Fault, ListHandler, registry
from core.rules import Denied, Stale
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Action


@transaction.atomic
def prepare(*, by: Person, department: Department, is_leadership: bool = False) -> Submission:
    """Put the department's working lists of one edition together and ask the head to sign.

    The leadership has no head: its lists are submitted at once. Raises `Denied` when there is nothing to submit, one is already on its way, or a stage has nobody to hold it.
    """
    department = Department.objects.select_for_update().get(pk=department.pk)
    rules.prepare(by, department, is_leadership=is_leadership)
    if queries.open_submission(department, is_leadership=is_leadership):
        raise Denied(_("%(department)s已有一份报审在办理中。") % {"department": department})
    lists = _of_one_edition(queries.working_lists(department, is_leadership=is_leadership))
    for handler, working in lists:
        handler.lock(working.pk)  # before the trail's head, which those who change a row wait for with the list in hand
    kind = SubmissionKind.LEADERSHIP if is_leadership else SubmissionKind.DEPARTMENT
    first = lists[0][1]
    submission = Submission.objects.create(
        kind=kind,
        department=department,
        year=first.year,
        number=first.number,
        made_by=by,
        resubmits=_followed(department, kind, first),
    )
    SubmissionItem.objects.bulk_create(
        SubmissionItem(submission=submission, list_kind=handler.kind, list_id=working.pk) for handler, working in lists
    )
    _copy_stages(submission)
    moving.record(submission, "prepare", by=by, lists=[handler.kind for handler, _working in lists])
    if is_leadership:
        return submit(by=by, submission=submission)
    _ask_heads(submission)
    return submission


@transaction.atomic
def prepare_thing(
    *,
    by: Person,
    kind: str,
    list_kind: str,
    list_id: int,
    department: Department,
    year: int,
    number: int,
    title: str,
    is_restricted: bool = False,
) -> Submission:
    """Ask the head to sign for a thing that goes through stages of its own (`registry.things`), e.g. 整改销号; a kind
    whose stages have no head (公开事项) is submitted at once.

    `year` and `number` are those of its code: the next round of the same thing follows the one that was returned. Whoever
    calls has asked its own rule for `by` and locked the thing. Raises `Denied` while it is on its way already.
    """
    if SubmissionItem.objects.filter(list_kind=list_kind, list_id=list_id, is_open=True).exists():
        raise Denied(_("“%(title)s”已在办理中。") % {"title": title}, help=_("可在“审批”中查看办理到哪一环节。"))
    edition = Submission(year=year, number=number)
    followed = _followed(department, kind, edition)
    submission = Submission.objects.create(
        kind=kind,
        department=department,
        year=year,
        number=number,
        title=title,
        is_restricted=is_restricted,
        made_by=by,
        resubmits=followed,
    )
    SubmissionItem.objects.create(submission=submission, list_kind=list_kind, list_id=list_id)
    _copy_stages(submission)
    moving.record(submission, "prepare", by=by, lists=[list_kind])
    if not submission.stages.filter(code=StageCode.HEAD).exists():
        return submit(by=by, submission=submission)
    _ask_heads(submission)
    return submission


def _ask_heads(submission: Submission) -> None:
    text = _("%(submission)s等您签署报审。") % {"submission": submission}
    heads = organization_queries.holders(Action.SIGN, submission.department)
    organization_services.notify(heads, kind="approvals.sign", text=text, url=submission.get_absolute_url())


def _of_one_edition(lists: list[tuple[ListHandler, Any]]) -> list[tuple[ListHandler, Any]]:
    """The lists of the latest edition among those being worked on: a submission carries one edition."""
    if not lists:
        raise Denied(_("没有可以报审的清单。"), help=_("请先开一版清单并填报；审核中的清单不能再次报审。"))
    edition = max((working.year, working.number) for _handler, working in lists)
    return [pair for pair in lists if (pair[1].year, pair[1].number) == edition]


def _followed(department: Department, kind: str, edition: Any) -> Submission | None:
    """The submission of the same edition that was returned or withdrawn last, if this one follows it."""
    ended = Submission.objects.filter(
        department=department,
        kind=kind,
        year=edition.year,
        number=edition.number,
        state__in=[SubmissionState.RETURNED, SubmissionState.WITHDRAWN],
        resubmitted_as__isnull=True,
    )
    return ended.order_by("-id").first()


def _copy_stages(submission: Submission) -> None:
    """Copy the default stages; a stage that only the department's own people hold is skipped, and that is told."""
    for default in StageDefault.objects.filter(kind=submission.kind).order_by("position"):
        is_skipped = _is_held_by_itself(submission, default)
        stage = Stage.objects.create(
            submission=submission,
            position=default.position,
            code=default.code,
            title=default.title,
            action=default.action,
            verdicts=default.verdicts,
            due_days=default.due_days,
            is_skipped=is_skipped,
        )
        if is_skipped:
            text = _("%(stage)s：本部门不审核本部门的报审，跳过本环节") % {"stage": stage}
            StageEvent.objects.create(submission=submission, stage=stage, kind=EventKind.SKIPPED, text=text)
    _add_substitute(submission)


def _add_substitute(submission: Submission) -> None:
    """Where every stage above the head's was skipped, whoever looks instead."""
    shape = SUBSTITUTE_STAGES.get(SubmissionKind(submission.kind))
    if shape is None or submission.stages.exclude(code=StageCode.HEAD).filter(is_skipped=False).exists():
        return
    if not rules.reviewers(submission, shape.action).exists():
        raise _nobody_holds(shape.title)
    Stage.objects.create(
        submission=submission,
        position=submission.stages.count() + 1,
        code=shape.code,
        title=shape.title,
        action=shape.action,
        verdicts=list(shape.verdicts),
    )


def _is_held_by_itself(submission: Submission, default: StageDefault) -> bool:
    if default.code in (StageCode.HEAD, StageCode.COMMITTEE):
        return False
    if not organization_queries.holders(default.action, submission.department).exists():
        raise _nobody_holds(default.title)
    is_held = rules.reviewers(submission, default.action).exists()
    if default.code in NEVER_SKIPPED.get(SubmissionKind(submission.kind), ()) and not is_held:
        raise _only_insiders_hold(default.title)
    return not is_held


def _nobody_holds(title: str) -> Denied:
    return Denied(
        _("“%(stage)s”还没有人担任，报审会停在那里。") % {"stage": title},
        help=_("请联系安全管理员为该环节授权。"),
    )


def _only_insiders_hold(title: str) -> Denied:
    """A stage of `NEVER_SKIPPED`."""
    return Denied(
        _("“%(stage)s”只有本部门的人担任，而本部门不能审核自己的内容。") % {"stage": title},
        help=_("请联系安全管理员，为该环节再授权一名其他部门的人员。"),
    )


@transaction.atomic
def submit(*, by: Person, submission: Submission, version: int | None = None, sha256: str | None = None) -> Submission:
    """The head signs: everything is checked, frozen at one SHA-256 and sent to the first stage above.

    Raises `Denied` with the faults that block, `Stale` when the lists are no longer those of `sha256`, which the head
    looked at (rows may still be changed until the signature); nothing is frozen then.
    """
    submission = moving.lock(submission, version=version)
    principal = rules.submit(by, submission)
    items = list(submission.items.all())
    handlers = [handler for handler in registry.carried() if handler.kind in {item.list_kind for item in items}]
    by_kind = {item.list_kind: item for item in items}
    for handler in handlers:
        handler.lock(by_kind[handler.kind].list_id)
    checked = {handler.kind: handler.check(by_kind[handler.kind].list_id) for handler in handlers}
    _refuse_faults([fault for faults in checked.values() for fault in faults])
    for handler in handlers:
        _freeze(by_kind[handler.kind], handler, checked[handler.kind])
    submission.sha256 = calculations.digest(submission, {kind: item.sha256 for kind, item in by_kind.items()})
    if sha256 is not None and sha256 != submission.sha256:
        text = _("您打开页面之后，内容已有改动，签署没有提交。请看过改动后再签署。")
        raise Stale(text, url=submission.get_absolute_url())
    submission.submitted_by, submission.submitted_at = by, timezone.now()
    head_stage = submission.stages.filter(code=StageCode.HEAD).first()
    submission.stage = head_stage
    moving.write_decision(submission, by=by, verdict=Verdict.SUBMIT, principal=principal)
    _enter_review(submission, head_stage, by=by)
    for listener in registry.submit_listeners:
        listener(submission, by=by)
    moving.record(submission, "submit", by=by, principal=principal)
    return submission


def _enter_review(submission: Submission, head_stage: Stage | None, *, by: Person) -> None:
    """Pass the head's stage, arrive at the first one above it, and move submission and lists to 审核中."""
    if head_stage:
        Stage.objects.filter(pk=head_stage.pk).update(passed_at=timezone.now())
    first = submission.stages.filter(position__gt=head_stage.position if head_stage else 0, is_skipped=False)
    submission.stage = first.order_by("position")[0]
    moving.move(submission, Verdict.SUBMIT, by=by)
    submission.stage = head_stage
    moving.enter_next_stage(submission)


def _refuse_faults(faults: list[Fault]) -> None:
    blocking = [fault for fault in faults if fault.is_blocking]
    if blocking:
        shown = "；".join(f"{fault.row_code} {fault.message}".strip() for fault in blocking[:5])
        raise Denied(
            _("还有 %(count)d 处须改正，不能报审：%(faults)s") % {"count": len(blocking), "faults": shown},
            help=_("请在本页“报审前检查”中逐条改正。"),
        )


def _freeze(item: SubmissionItem, handler: ListHandler, warnings: list[Fault]) -> None:
    frozen = handler.freeze(item.list_id)
    differences = handler.difference(item.list_id)
    changes = {difference.key: difference for difference in differences}
    item.schema, item.content = frozen.schema, calculations.content(frozen)
    item.sha256 = core_calculations.sha256(item.content)
    item.difference = [
        {
            "key": found.key,
            "code": found.code,
            "label": found.label,
            "change": str(found.change),
            "fields": [[str(part) for part in field] for field in found.fields],
        }
        for found in differences
    ]
    item.checks = [{"code": each.code, "message": str(each.message), "row_code": each.row_code} for each in warnings]
    item.save()
    made = SubmissionRow.objects.bulk_create(
        SubmissionRow(
            item=item,
            key=row.key,
            code=row.code,
            label=row.label[:300],
            position=position,
            post_id=row.post_id,
            content=row.content,
            change=str(changes[row.key].change) if row.key in changes else "",
        )
        for position, row in enumerate(frozen.rows, 1)
    )
    filed = SubmissionRow.filers.through
    filed.objects.bulk_create(
        filed(submissionrow_id=kept.pk, person_id=person)
        for kept, row in zip(made, frozen.rows, strict=True)
        for person in row.filed_by_ids
    )
