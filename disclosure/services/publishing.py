"""What approvals ask of a draft on its way through 党办, 保密审查 and the leader in charge; and publishing it at its time."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import queries as approval_queries
from approvals.calculations.words import Words
from approvals.services import things
from core import services as core_services
from core.models import Attachment, Duty
from core.registry import Fault, FrozenList, FrozenRow
from core.rules import Denied
from core.states import ListEvent
from disclosure import calculations
from disclosure.calculations import scopes
from disclosure.models import Draft, DueDisclosure, Publication, PublicationFile
from disclosure.queries import drafts as queries
from disclosure.queries import secrecy
from disclosure.rules import drafts as draft_rules
from disclosure.services import chain, drafts, dues, links
from disclosure.services.secrecy import pieces_of_draft
from disclosure.states import DRAFT_KIND, DraftEvent, DraftState, PublicationKind, PublicationState
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action
from powers.states import DisclosureScope

SCHEMA = 1
PUBLISH_DUTY = "disclosure.publish"
FIELDS = (
    ("title", gettext_lazy("标题")),
    ("body", gettext_lazy("正文")),
    ("item", gettext_lazy("公开事项")),
    ("department", gettext_lazy("责任部门")),
    ("scope", gettext_lazy("公开范围")),
    ("publish_at", gettext_lazy("发布时间")),
    ("corrects", gettext_lazy("更正")),
    ("reason", gettext_lazy("更正理由")),
    ("due", gettext_lazy("对应待公开")),
    ("files", gettext_lazy("附件")),
)
"""What is frozen of a draft, in the order in which it is shown."""
MUST_BE_HELD = (
    (
        "no_reviewer",
        Action.REVIEW_SECRECY,
        gettext_lazy("没有可以做保密审查的人：起草人和本部门的人都不能审查。请安全管理员再授权一名保密审查员。"),
    ),
    (
        "no_overseer",
        Action.OVERSEE,
        gettext_lazy("没有可以审批的分管领导：起草人和本部门的人都不能审批。请安全管理员为本部门再授权一名分管领导。"),
    ),
)


WORDS = Words(
    rejecting=gettext_lazy("不同意即终止本次报审，本稿不公开；如只是需要改正，请用“退回”。"),
    rejected=(
        gettext_lazy("公开稿回到起草人处，不会公开；已公开的内容不受影响。"),
        gettext_lazy("确需公开的，起草人按您的理由修改后，重新从党办审核报起；不再公开的由起草人作废。"),
    ),
    withdrawing=gettext_lazy("撤回后公开稿回到草稿，可以修改；再次报审须从党办审核开始。"),
    withdrawn=gettext_lazy("已撤回，公开稿可以继续修改。"),
    frozen=gettext_lazy("报审时冻结，以下即公开后的样子"),
    unsigned=gettext_lazy("尚未报审，以下为公开稿现在的样子"),
    hash=gettext_lazy("本稿哈希"),
    todo=gettext_lazy("填写保密审查表"),
    todo_help=gettext_lazy("请先填写这份报审的“保密审查表”：逐点确认，逐处处理；应遮盖的，请退回修改。"),
)


class DraftHandler(things.Thing):
    """A draft as the one row of a submission of its own (`registry.things`)."""

    kind = DRAFT_KIND
    title = gettext_lazy("公开稿")
    position = 91
    fields = FIELDS
    words = WORDS

    def get(self, list_id: int) -> Draft:
        return Draft.objects.select_related("department", "item", "corrects", "due__item").get(pk=list_id)

    def lock(self, list_id: int) -> Draft:
        return Draft.objects.select_for_update(of=("self",)).get(pk=list_id)

    def check(self, list_id: int) -> list[Fault]:
        """What is missing blocks; personal data that was found only warns: it may lawfully stand there."""
        draft = self.get(list_id)
        return [*faults(draft), *_personal_data(draft)]

    def freeze(self, list_id: int) -> FrozenList:
        """The text, where and when it is to be public, what it corrects, and the hashes of its files."""
        draft = self.get(list_id)
        row = FrozenRow(
            key=str(draft.pk),
            code=draft.code,
            label=draft.title,
            post_id=None,
            filed_by_ids=_filers(draft),
            content=_content(draft),
        )
        return FrozenList(SCHEMA, {"department": draft.department.code, "code": draft.code}, (row,))

    def move(self, list_id: int, *, event: str, by: Person, sha256: str = "") -> None:
        """Passing schedules the publication; a return or a refusal gives it back to be rewritten, with the reason."""
        draft = drafts.lock(self.get(list_id))
        if event == ListEvent.SUBMIT:
            drafts.move(draft, DraftEvent.SUBMIT, by=by)
        elif event == ListEvent.WITHDRAW:
            drafts.move(draft, DraftEvent.WITHDRAW, by=by)
            drafts.record(draft, "disclosure.take_back_draft", by=by)
        elif event == ListEvent.PASS:
            _schedule(draft, by=by, sha256=sha256)
        else:
            last = approval_queries.last_decision(queries.submissions_of(draft)[0])
            reason = last.reason if last else ""
            drafts.move(draft, DraftEvent.RETURN, by=by, why=reason)
            drafts.record(draft, "disclosure.return_draft", by=by, reason=reason)

    def worded(self, value: Any) -> str:
        if isinstance(value, list):
            return "；".join(self.worded(each) for each in value)
        if isinstance(value, dict):
            return " ".join(str(value[name]) for name in ("code", "name") if name in value)
        return str(value or "")

    def rows_template(self) -> str:
        return "disclosure/frozen_draft.html"

    def approved_lists(self) -> QuerySet[Draft]:
        return Draft.objects.exclude(sha256="")

    def restore(self, approved: Any, now: Any) -> Any:
        """What item, department and occasion are called stands outside the draft."""
        named = ("item", "department", "due")
        return {**now, **{name: approved[name] for name in named if name in approved}}


def faults(draft: Draft) -> list[Fault]:
    """What is to be put right before it goes up, or looked at by 党办: told on its page, so that nobody submits in vain."""
    url = draft.get_absolute_url()
    found = []
    if not draft.title or not draft.body.strip():
        found.append(Fault("no_text", _("标题和正文都要写。"), url))
    if draft.scope == DisclosureScope.NONE:
        text = _("公开范围是“不公开”：请先选定公开范围，确实不公开的请作废本稿。")
        found.append(Fault("no_scope", text, url))
    elif draft.due is not None and not scopes.covers(draft.scope, draft.item.scope):
        words = {"scope": draft.get_scope_display(), "wanted": draft.item.get_scope_display()}
        text = _(
            "该事项应对“%(wanted)s”公开，本稿只对“%(scope)s”公开，不能作为待公开事由的公开：请改公开范围，或不对应事由。"
        )
        found.append(Fault("narrow_scope", text % words, url))
    if draft.item.is_retired:
        found.append(Fault("retired", _("公开事项已停用。"), url))
    if draft.corrects is not None and draft.corrects.state == PublicationState.REPLACED:
        found.append(Fault("replaced", _("所更正的内容已有更新的版本。"), url))
    if _moves_away(draft):
        words = {"scope": draft.get_scope_display(), "before": draft.corrects.get_scope_display()}  # type: ignore[union-attr]
        text = _(
            "更正把公开范围由“%(before)s”改为“%(scope)s”：通过后原来公开的内容立即撤下，公开链上留下撤下的记录和更正理由。"
        )
        found.append(Fault("moves_away", text % words, url, is_blocking=False))
    if not scopes.covers(draft.item.scope, draft.scope):
        words = {"scope": draft.get_scope_display(), "wanted": draft.item.get_scope_display()}
        text = _("公开范围“%(scope)s”超出该事项规定的“%(wanted)s”，请党办核对。")
        found.append(Fault("wide_scope", text % words, url, is_blocking=False))
    return [*found, *(Fault(code, str(text), url) for code, text in _unheld(draft))]


def _moves_away(draft: Draft) -> bool:
    """Does a correction take what stands open off its face, to be open on another one only?"""
    corrects = draft.corrects
    if corrects is None or corrects.state != PublicationState.PUBLISHED or draft.scope == DisclosureScope.NONE:
        return False
    return corrects.face != links.face_of(draft.scope)


def _unheld(draft: Draft) -> Iterator[tuple[str, Any]]:
    """Stages that are never skipped (`approvals.states.NEVER_SKIPPED`) and that nobody may decide of this draft."""
    insiders, filers = organization_queries.people_of(draft.department_id).values("pk"), _filers(draft)
    for code, action, text in MUST_BE_HELD:
        holders = organization_queries.holders(action, draft.department)
        if not holders.exclude(pk__in=insiders).exclude(pk__in=filers).exists():
            yield code, text


def _personal_data(draft: Draft) -> list[Fault]:
    pieces = pieces_of_draft(draft)
    if not pieces:
        return []
    text = _("发现 %(count)d 处疑似个人信息或须人工查看的内容，保密审查时要逐处处理。") % {"count": len(pieces)}
    return [Fault("personal_data", text, f"{draft.get_absolute_url()}#personal-data", is_blocking=False)]


def _filers(draft: Draft) -> frozenset[int]:
    """Who wrote it, changed it or gave a file to it: none of them decides about it."""
    signed = reduce(or_, (Q(history_change_reason__startswith=did) for did in drafts.FILED))
    wrote = draft.history.filter(signed).values_list("history_user_id", flat=True)
    gave = queries.files_of(draft).values_list("made_by_id", flat=True)
    return frozenset({draft.made_by_id, *wrote.distinct(), *gave} - {None})


def _content(draft: Draft) -> dict[str, Any]:
    corrects, item = draft.corrects, draft.item
    return {
        "item": {"code": item.code, "name": item.name, "topic": str(item.topic), "basis": item.basis},
        "department": {"code": draft.department.code, "name": draft.department.name},
        "title": draft.title,
        "body": draft.body,
        "scope": str(draft.scope),
        "publish_at": timezone.localtime(draft.publish_at).isoformat() if draft.publish_at else "",
        "corrects": {"face": corrects.face, "sequence": corrects.sequence, "code": corrects.code} if corrects else None,
        "reason": draft.reason,
        "due": str(draft.due or ""),
        "files": [
            {"name": file.name, "type": file.content_type, "size": file.size, "sha256": file.sha256}
            for file in queries.files_of(draft)
        ],
    }


def _schedule(draft: Draft, *, by: Person, sha256: str) -> None:
    """What passed is public at its time: a duty publishes it, at once where no time was set or it has gone by."""
    problems = secrecy.lacking(secrecy.check_of(queries.submissions_of(draft)[0]))
    if problems:
        raise Denied(problems[0], help=_("没有完成保密审查的内容不能公开，请退回后重新报审。"))
    draft_rules.schedule(draft)
    draft.passed_at, draft.sha256 = timezone.now(), sha256
    drafts.move(draft, DraftEvent.PASS, by=by)
    core_services.ask(
        kind=PUBLISH_DUTY,
        key=f"{PUBLISH_DUTY}:{draft.pk}",
        payload={"draft": draft.pk},
        title=_("发布%(draft)s") % {"draft": draft},
        by=by,
        due_at=max(draft.publish_at or draft.passed_at, draft.passed_at),
    )
    drafts.record(draft, "disclosure.pass_draft", by=by, publish_at=str(draft.publish_at or ""))


def publish_in_background(duty: Duty, phase: Any) -> dict[str, Any]:
    """The duty `disclosure.publish`; what was called off in the meantime stays off. Harmless when run twice."""
    phase(_("发布"), 1, 1)
    draft = Draft.objects.get(pk=duty.payload["draft"])
    if draft.state != DraftState.DROPPED:
        publish(draft=draft, by=organization_queries.system_actor())
    return {"result_url": draft.get_absolute_url()}


@transaction.atomic
def publish(*, draft: Draft, by: Person) -> Publication:
    """Insert the publication of what was passed, with its files; of a correction take off what it corrects.

    Returns the publication that there is already where it has been published. Raises `Denied` before its time.
    """
    locked = drafts.lock(draft)
    if locked.published_as is not None:
        return locked.published_as
    draft_rules.publish(locked)
    content = queries.passed_content(locked)
    files = _files(locked, content["files"])
    met = _lock_dues(locked)
    core_services.take_turn()
    made = _insert(locked, content, met, by=by)
    PublicationFile.objects.bulk_create(PublicationFile(publication=made, **file) for file in files)
    locked.published_as = made
    drafts.move(locked, DraftEvent.PUBLISH, by=by)
    if locked.due is not None:
        dues.meet(due=locked.due, publication=made)
    text = _("“%(title)s”已公开，编号 %(code)s。") % {"title": made, "code": made.code}
    organization_services.notify(
        [locked.made_by], kind="disclosure.published", text=text, url=locked.get_absolute_url()
    )
    details = {"face": made.face, "published": [made.code], "tombstones": []}
    drafts.record(locked, "disclosure.publish", by=by, publication=made.pk, **details)
    return made


def _lock_dues(draft: Draft) -> list[DueDisclosure]:
    """Lock what is due of the draft and what was met by what it corrects; returns the latter."""
    met = dues.met_by(draft.corrects) if draft.corrects else Q(pk__in=())
    locked = dues.lock(Q(pk=draft.due_id) | met)
    return [due for due in locked if due.met_by_id is not None and due.pk != draft.due_id]


def _files(draft: Draft, frozen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The files that were frozen, read and held against their hashes."""
    kept: dict[str, Attachment] = {file.sha256: file for file in queries.files_of(draft)}
    return [links.file_of(kept[each["sha256"]], each) for each in frozen]


def _insert(draft: Draft, content: dict[str, Any], met: list[DueDisclosure], *, by: Person) -> Publication:
    """The link itself; a correction goes under its old code, and ends what it corrects where that still stands open."""
    corrects = Publication.objects.get(pk=draft.corrects_id) if draft.corrects_id else None
    face = links.face_of(draft.scope)
    if corrects is not None and corrects.state == PublicationState.PUBLISHED:
        links.end(corrects, scope=draft.scope, reason=draft.reason, by=by, met=met)
    code, lineage = (corrects.code, corrects.lineage_key) if corrects else links.next_code(draft.item.code)
    public = calculations.item_content(
        code=code,
        item=content["item"],
        title=content["title"],
        body=content["body"],
        department=content["department"]["name"],
        files=content["files"],
        replaces=corrects.sequence if corrects and corrects.face == face else None,
        reason=content["reason"],
    )
    return chain.append(
        public,
        kind=PublicationKind.ITEM,
        topic=content["item"]["topic"],
        item=draft.item,
        scope=draft.scope,
        code=code,
        lineage_key=lineage,
        title=content["title"],
        department_code=content["department"]["code"],
        department_name=content["department"]["name"],
    )
