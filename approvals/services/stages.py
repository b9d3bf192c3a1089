"""Keeping the default stages: the hospital may add some, and never takes the Party committee away."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import StageDefault
from approvals.states import AGREE_RETURN_REJECT, REVIEW_ACTIONS, StageCode, SubmissionKind, Verdict
from core import services as core_services
from core.rules import Denied
from organization.models import Person
from organization.roles import Action

VERDICTS_OF: dict[str, tuple[str, ...]] = {Action.SUPERVISE: (Verdict.NO_OBJECTION, Verdict.RETURN)}
"""The discipline office supervises and never co-decides, at whatever stage."""


@transaction.atomic
def add_stage(*, by: Person, kind: str, title: str, action: str, before: StageDefault, due_days: int) -> StageDefault:
    """Put a stage in front of `before`; submissions already made keep their own stages."""
    rules.keep_stages(by)
    stages = StageDefault.objects.select_for_update().filter(kind=kind)
    if before.kind != kind or before.code == StageCode.HEAD:
        if kind in SubmissionKind.of_lists():
            raise Denied(_("增设的环节须在科室负责人签署之后、党委审定之前。"))
        raise Denied(_("增设的环节须在科室负责人签署之后、本类最后一个环节之前。"))
    if action not in REVIEW_ACTIONS:
        raise Denied(_("增设的环节只能由分管领导、党办、纪检监察室或保密审查员办理。"))
    position = before.position
    for stage in stages.filter(position__gte=position).order_by("-position"):
        StageDefault.objects.filter(pk=stage.pk).update(position=F("position") + 1)
    made = StageDefault(
        kind=kind,
        position=position,
        code=StageCode.EXTRA,
        title=title,
        action=action,
        verdicts=list(VERDICTS_OF.get(action, AGREE_RETURN_REJECT)),
        due_days=due_days,
    )
    core_services.save(made, by)
    core_services.record(by=by, verb="approvals.add_stage", subject=made, details={"title": title, "action": action})
    return made


@transaction.atomic
def change_due_days(*, by: Person, stage: StageDefault, due_days: int) -> StageDefault:
    """Give a stage so many working days in submissions made from now on."""
    rules.keep_stages(by)
    locked = StageDefault.objects.select_for_update().get(pk=stage.pk)
    before, locked.due_days = locked.due_days, due_days
    core_services.save(locked, by)
    core_services.record(
        by=by, verb="approvals.change_due_days", subject=locked, details={"due_days": [before, due_days]}
    )
    return locked


@transaction.atomic
def remove_stage(*, by: Person, stage: StageDefault) -> None:
    """Take an added stage out again. Raises `Denied` for a shipped one: the chain of the regulation stays whole."""
    rules.keep_stages(by)
    if stage.code != StageCode.EXTRA:
        raise Denied(_("“%(stage)s”是规定的审批环节，不能取消。") % {"stage": stage})
    kind, position = stage.kind, stage.position
    core_services.record(by=by, verb="approvals.remove_stage", subject=stage, details={"title": stage.title})
    core_services.erase([stage], by)
    for later in StageDefault.objects.filter(kind=kind, position__gt=position).order_by("position"):
        StageDefault.objects.filter(pk=later.pk).update(position=F("position") - 1)
