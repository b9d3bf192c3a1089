"""Who drafts what is to be published, corrects what was, and when each step may be taken."""

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rules as approvals_rules
from approvals.models import Submission
from approvals.states import StageCode, SubmissionKind, SubmissionState, Verdict
from core.rules import Denied
from disclosure.models import DisclosureItem, Draft, DueDisclosure, Publication
from disclosure.states import DRAFT_MOVES, DraftEvent, DraftState, PublicationKind, PublicationState
from organization import queries
from organization import rules as organization_rules
from organization.models import Department, Person
from organization.roles import Action


def draft_anywhere(by: Person) -> None:
    """Who drafts for any department at all: for the page on which an item is chosen."""
    if not (queries.may_anywhere(by, Action.FILE) or queries.may_anywhere(by, Action.FILE_ON_BEHALF)):
        raise Denied(_("公开稿由责任部门的填报人、科室负责人或党办起草。"), help=_("请联系本部门填报人或党办。"))


def add_draft(by: Person, item: DisclosureItem, *, due: DueDisclosure | None = None) -> None:
    """The responsible department's filers and head, 党办 on its behalf; for an item in use, and a due of that item."""
    _write(by, item.department)
    if item.is_retired:
        raise Denied(
            _("公开事项“%(item)s”已停用。") % {"item": item}, help=_("请党办在公开目录中恢复，或改选其他事项。")
        )
    if due is None:
        return
    if due.item_id != item.pk:
        raise Denied(_("所选待公开事由不属于“%(item)s”。") % {"item": item}, help=_("请重新选择事由。"))
    if due.met_by_id is not None or due.waived_reason:
        raise Denied(_("“%(due)s”已经公开或不需公开。") % {"due": due}, help=_("更正已公开的内容请用“更正”。"))


def correct(by: Person, publication: Publication) -> None:
    """Who may draft for its item: what stands open, or was withdrawn and is to be put right and published again."""
    if publication.kind != PublicationKind.ITEM or publication.item is None:
        raise Denied(_("只有公开事项可以这样更正。"), help=_("职权随职权目录更新；答复由党办在意见建议中更正。"))
    later = Publication.objects.filter(
        face=publication.face, kind=publication.kind, lineage_key=publication.lineage_key
    ).filter(sequence__gt=publication.sequence)
    if publication.state == PublicationState.REPLACED or later.exists():
        raise Denied(_("“%(thing)s”已有更新的版本。") % {"thing": publication}, help=_("请更正最新的版本。"))
    add_draft(by, publication.item)
    working = [DraftState.DRAFT, DraftState.IN_REVIEW, DraftState.RETURNED, DraftState.SCHEDULED]
    if Draft.objects.filter(corrects=publication, state__in=working).exists():
        raise Denied(_("“%(thing)s”的更正稿已在办理中。") % {"thing": publication}, help=_("请在公开稿列表中查找。"))


def change_draft(by: Person, draft: Draft) -> None:
    """Who writes for the department, while it is a draft or was returned."""
    _write(by, draft.department)
    if draft.state not in DraftState.editable():
        raise Denied(
            _("公开稿处于“%(state)s”状态，不能修改。") % {"state": draft.get_state_display()},
            help=_("审核中的可以撤回报审；待发布的请党办撤销发布后另行修改；已公开的请用“更正”。"),
        )


def submit_draft(by: Person, draft: Draft) -> None:
    """The same people; what is still wrong with it is said by the check of `services.publishing.DraftHandler`."""
    change_draft(by, draft)


def drop_draft(by: Person, draft: Draft) -> None:
    """The same people, before it goes up."""
    change_draft(by, draft)


def hold_draft(by: Person, draft: Draft, *, reason: str) -> None:
    """党办, between passing and publishing, with a reason."""
    if not queries.may(by, Action.PUBLISH, draft.department):
        raise Denied(_("撤销发布由党办办理。"), help=_("请联系党办。"))
    if draft.state != DraftState.SCHEDULED:
        raise Denied(
            _("公开稿处于“%(state)s”状态，没有待发布的内容。") % {"state": draft.get_state_display()},
            help=_("已经公开的请用“撤下”或“更正”。"),
        )
    if not reason.strip():
        raise Denied(_("请写明撤销发布的理由。"))


def copy_draft(by: Person, draft: Draft) -> None:
    """Who may write another draft of the same item, or another correction of the same publication."""
    add_draft(by, draft.item)
    if draft.corrects is not None:
        correct(by, draft.corrects)


def schedule(draft: Draft) -> None:
    """Only what the item's use still asks for goes on its way out."""
    if draft.item.is_retired:
        raise Denied(
            _("公开事项“%(item)s”已停用，不能公开。") % {"item": draft.item},
            help=_("请退回或撤销发布；确需公开的，请党办先恢复该事项。"),
        )


def publish(draft: Draft) -> None:
    """What was passed, when its time has come, of an item in use; the approvals asked who may."""
    at_event(draft, DraftEvent.PUBLISH)
    schedule(draft)
    if draft.publish_at and draft.publish_at > timezone.now():
        at = timezone.localtime(draft.publish_at)
        raise Denied(_("还没有到发布时间（%(at)s）。") % {"at": f"{at:%Y-%m-%d %H:%M}"})


def at_event(draft: Draft, event: str) -> None:
    """Raises `Denied` where `DRAFT_MOVES` has no such move."""
    if (draft.state, event) not in DRAFT_MOVES:
        words = {"state": draft.get_state_display(), "event": DraftEvent(event).label}
        raise Denied(_("公开稿处于“%(state)s”状态，不能“%(event)s”。") % words, help=_("请刷新后再看。"))


def check_secrecy(by: Person, submission: Submission) -> Person:
    """Who may decide at 保密审查 while it holds the submission; returns whose grant it is."""
    if submission.kind != SubmissionKind.PUBLICATION:
        raise Denied(_("这份报审没有保密审查表。"))
    stage = submission.stage
    if submission.state != SubmissionState.IN_REVIEW or stage is None or stage.code != StageCode.SECRECY:
        raise Denied(_("保密审查表只在“保密审查”环节填写。"), help=_("可在“经过”中查看现在由谁办理。"))
    return approvals_rules.decide(by, submission, Verdict.RETURN)


def _write(by: Person, department: Department) -> None:
    organization_rules.file(by, department, what=_("公开稿"))
