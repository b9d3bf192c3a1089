"""销号: what approvals ask of a rectification on its way through 科室负责人 and 纪检监察室, and asking for it."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import queries as approval_queries
from approvals import services as approval_services
from approvals.calculations.words import Words
from approvals.models import Submission
from approvals.services import things
from approvals.states import SubmissionKind
from core.models import Attachment
from core.registry import Fault, FrozenList, FrozenRow
from core.states import ListEvent
from organization.models import Person
from supervision import queries, rules
from supervision.models import Finding
from supervision.services import findings
from supervision.states.findings import CLOSING_KIND, FindingState

SCHEMA = 1
FIELDS = (
    ("text", gettext_lazy("问题")),
    ("evidence", gettext_lazy("依据和事实")),
    ("source", gettext_lazy("来源")),
    ("due_on", gettext_lazy("整改期限")),
    ("measures", gettext_lazy("整改措施")),
    ("report", gettext_lazy("整改报告")),
    ("rechecks", gettext_lazy("复查")),
    ("proof_note", gettext_lazy("佐证存放处")),
    ("proofs", gettext_lazy("佐证")),
)
"""What is frozen of a rectification, in the order in which it is shown."""


WORDS = Words(
    rejecting=gettext_lazy("不同意即终止本次销号报审，问题不销号；如只是需要补正，请用“退回”。"),
    rejected=(
        gettext_lazy("问题退回继续整改，整改期限不变。"),
        gettext_lazy("部门补充整改、复查通过后，可以重新提请销号。"),
    ),
    withdrawing=gettext_lazy("撤回后可以补充，再重新提请销号；再次报审须从科室负责人签署开始。"),
    withdrawn=gettext_lazy("已撤回，可以重新提请销号。"),
    frozen=gettext_lazy("签署时冻结，以下即据以销号的内容"),
    unsigned=gettext_lazy("尚未签署，以下为整改现在的情况"),
    hash=gettext_lazy("本件哈希"),
    todo=gettext_lazy("去逐项完成"),
    todo_help=gettext_lazy("请先完成本页列出的事项。"),
)


class RectificationHandler(things.Thing):
    """A rectification as the one row of a submission of its own (`registry.things`)."""

    kind = CLOSING_KIND
    title = gettext_lazy("整改")
    position = 90
    fields = FIELDS
    words = WORDS

    def get(self, list_id: int) -> Finding:
        return Finding.objects.select_related("department").get(pk=list_id)

    def lock(self, list_id: int) -> Finding:
        return Finding.objects.select_for_update().get(pk=list_id)

    def check(self, list_id: int) -> list[Fault]:
        """Nothing goes up that was not rechecked."""
        finding = self.get(list_id)
        if finding.state == FindingState.RECHECKED:
            return []
        words = {"code": finding.code, "state": finding.get_state_display()}
        text = _("%(code)s处于“%(state)s”状态，复查通过后才能销号。") % words
        return [Fault("not_rechecked", text, finding.get_absolute_url(), finding.code)]

    def freeze(self, list_id: int) -> FrozenList:
        """The finding, its plan, its report, its rechecks and the hashes of its proof."""
        related = ("department", "rectification__owner_post")
        finding = Finding.objects.select_related(*related).get(pk=list_id)
        plan = finding.rectification
        row = FrozenRow(
            key=str(finding.pk),
            code=finding.code,
            label=finding.text[:300],
            post_id=plan.owner_post_id,
            filed_by_ids=frozenset(filter(None, (plan.answerer_id, plan.planned_by_id, plan.reported_by_id))),
            content=_content(finding),
        )
        return FrozenList(SCHEMA, {"department": finding.department.code, "code": finding.code}, (row,))

    def move(self, list_id: int, *, event: str, by: Person, sha256: str = "") -> None:
        """Passing closes the finding; a return or a refusal sends it back to be put right, with the reason."""
        finding = self.get(list_id)
        if event == ListEvent.PASS:
            findings.close_finding(by=by, finding=finding, sha256=sha256)
        elif event in (ListEvent.RETURN, ListEvent.REJECT):
            last = approval_queries.last_decision(queries.closings_of(finding).order_by("-pk")[0])
            findings.reopen_finding(by=by, finding=finding, reason=last.reason if last else "")

    def worded(self, value: Any) -> str:
        if isinstance(value, list):
            return "；".join(" ".join(map(self.worded, each)) for each in value)
        if isinstance(value, bool):
            return _("通过") if value else _("未通过")
        return str(value or "")

    def rows_template(self) -> str:
        return "supervision/frozen_row.html"

    def approved_lists(self) -> QuerySet[Finding]:
        return Finding.objects.filter(state=FindingState.CLOSED)


def _content(finding: Finding) -> dict[str, Any]:
    plan = finding.rectification
    proofs = Attachment.objects.filter(subject_type="supervision.finding", subject_id=str(finding.pk)).order_by("pk")
    return {
        "text": finding.text,
        "evidence": finding.evidence,
        "source": str(finding.source),
        "due_on": str(finding.due_on or ""),
        "measures": plan.measures,
        "report": plan.report,
        "proof_note": plan.proof_note,
        "rechecks": [[str(each.on), each.is_passed, each.note] for each in finding.rechecks.order_by("pk")],
        "proofs": [[file.name, file.sha256] for file in proofs],
    }


@transaction.atomic
def ask_closing(*, by: Person, finding: Finding) -> Submission:
    """Ask the head to sign for the closing; 纪检监察室 looks at it next. Raises `Denied` before the recheck was passed."""
    locked = findings.lock(finding)
    rules.ask_closing(by, locked)
    prefix, _dash, serial = locked.code.partition("-")
    submission = approval_services.prepare_thing(
        by=by,
        kind=SubmissionKind.CLOSING,
        list_kind=RectificationHandler.kind,
        list_id=locked.pk,
        department=locked.department,
        year=int(prefix.removeprefix("WT")),
        number=int(serial),
        title=_("%(finding)s整改销号") % {"finding": locked.code},
        is_restricted=locked.is_leadership,
    )
    findings.record(locked, "ask_closing", by=by)
    return submission


handler = RectificationHandler()
