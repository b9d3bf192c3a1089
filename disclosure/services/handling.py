"""办理意见建议: taking in, assigning, drafting, settling and correcting answers; the one place that moves a handling."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.rules import Denied
from disclosure import calculations
from disclosure.models import Handling, Publication, Reply, Suggestion
from disclosure.queries import handling as queries
from disclosure.queries import open_settings
from disclosure.rules import handling as rules
from disclosure.services import chain, retention
from disclosure.states import (
    HANDLING_MOVES,
    Face,
    HandlingEvent,
    HandlingState,
    PublicationKind,
    PublicationState,
    Topic,
)
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Action
from risks import services as risk_services
from risks.models import Proposal, RiskPoint
from supervision import services as supervision_services
from supervision.models import Finding
from supervision.states.findings import FindingSource

REASON_LENGTH = 100


@transaction.atomic
def assign_suggestion(*, by: Person, suggestion: Suggestion, department: Department, note: str = "") -> Handling:
    """转办: a department drafts the answer; its people are told. What another department wrote is not theirs to send."""
    handling = lock(suggestion)
    rules.assign_suggestion(by, handling, department)
    handling.department, handling.answer = department, ""
    _move(handling, HandlingEvent.ASSIGN, by=by, told=_("转办给%(department)s") % {"department": department}, why=note)
    words = _("党办转来一条%(kind)s，请在 %(day)s 前提交答复稿。") % {
        "kind": handling.suggestion.get_kind_display(),
        "day": handling.suggestion.due_on,
    }
    _tell(organization_queries.holders(Action.FILE, department), handling, words, by=by)
    _record(handling, "disclosure.assign_suggestion", by=by, department=department.code)
    return handling


@transaction.atomic
def draft_answer(*, by: Person, suggestion: Suggestion, answer: str) -> Handling:
    """The department's draft, for 党办 to settle."""
    handling = lock(suggestion)
    rules.draft_answer(by, handling)
    handling.answer = _said(answer, _("请写明答复内容。"))
    _move(handling, HandlingEvent.DRAFT, by=by, told=_("提交了答复稿"))
    words = _("%(department)s提交了一条答复稿，请审定。") % {"department": handling.department}
    receivers = organization_queries.holders(Action.PUBLISH, organization_queries.root())
    _tell(receivers, handling, words, by=by)
    _record(handling, "disclosure.draft_answer", by=by)
    return handling


@transaction.atomic
def return_answer(*, by: Person, suggestion: Suggestion, reason: str) -> Handling:
    """Back to the department, with the reason; what it wrote stays for it to go on with."""
    handling = lock(suggestion)
    rules.return_answer(by, handling)
    why = _said(reason, _("请写明退回的理由。"))
    _move(handling, HandlingEvent.RETURN, by=by, told=_("退回答复稿"), why=why)
    department = handling.department or organization_queries.root()
    words = _("党办退回了一条答复稿，理由见办理经过。")
    _tell(organization_queries.holders(Action.FILE, department), handling, words, by=by)
    _record(handling, "disclosure.return_answer", by=by)
    return handling


@transaction.atomic
def answer_suggestion(
    *, by: Person, suggestion: Suggestion, text: str, is_public: bool = False, title: str = "", question: str = ""
) -> Reply | None:
    """Settle the answer: told to who asked by the receipt at once; where both agree to everybody after 保密审查.

    `title` and `question` are what the moderator lets stand in public.
    """
    handling = lock(suggestion)
    rules.answer_suggestion(by, handling, is_public=is_public)
    said = _said(text, _("请写明答复内容。"))
    if is_public:
        found = _settle(handling, said, title=title, question=question, by=by)
        _move(handling, HandlingEvent.SETTLE, by=by, told=_("审定公开答复，送保密审查"))
        _ask_secrecy(handling, _("党办审定了一条公开答复，请做保密审查。"), by=by)
        _record(handling, "disclosure.settle_answer", by=by, found=found)
        return None
    reply = _reply(handling, said, by=by)
    _close(handling, HandlingEvent.ANSWER, by=by, told=_("答复提出人"))
    _record(handling, "disclosure.answer_suggestion", by=by)
    return reply


@transaction.atomic
def correct_answer(
    *,
    by: Person,
    suggestion: Suggestion,
    text: str,
    reason: str,
    is_public: bool = False,
    title: str = "",
    question: str = "",
) -> Reply | None:
    """更正 of an answer that was told, with the reason: one more reply, which holds from now on; the old one stays.

    What is public waits for 保密审查 and then takes the place of the link before it; None until then.
    """
    handling = lock(suggestion)
    rules.correct_answer(by, handling, is_public=is_public)
    said, why = _said(text, _("请写明答复内容。")), _said(reason, _("请写明更正的理由。"))
    if is_public:
        handling.correction = why
        found = _settle(handling, said, title=title, question=question, by=by)
        _move(handling, HandlingEvent.RESETTLE, by=by, told=_("审定公开更正，送保密审查"), why=why)
        _ask_secrecy(handling, _("党办更正了一条公开答复，请做保密审查。"), by=by)
        _record(handling, "disclosure.settle_correction", by=by, found=found)
        return None
    reply = _reply(handling, said, by=by, reason=why)
    _close(handling, HandlingEvent.CORRECT, by=by, told=_("更正答复"), why=why)
    _record(handling, "disclosure.correct_answer", by=by)
    return reply


def _settle(handling: Handling, said: str, *, title: str, question: str, by: Person) -> int:
    """Keep what is to be public for 保密审查; returns how much in it looks like personal data, for the trail."""
    handling.department = handling.department or by.department or organization_queries.root()
    handling.answer, handling.settled_by = said, by
    handling.title = _said(title, _("请写明公开的标题。"))
    handling.question = _said(question, _("请写明公开的问题。"))
    return len(queries.public_pieces(handling))


def _ask_secrecy(handling: Handling, words: str, *, by: Person) -> None:
    department = handling.department or organization_queries.root()
    _tell(organization_queries.holders(Action.REVIEW_SECRECY, department), handling, words, by=by)


@transaction.atomic
def clear_answer(*, by: Person, suggestion: Suggestion) -> Reply:
    """保密审查 passed: who asked is told, and everybody, by a link of the chain.

    The rows are locked before the trail's turn is taken.
    """
    handling = lock(suggestion)
    rules.clear_answer(by, handling)
    publication = _publish(handling)
    told = (
        _("保密审查通过，更正并公开（%(code)s）") if handling.correction else _("保密审查通过，答复并公开（%(code)s）")
    )
    settled_by = handling.settled_by or by
    reply = _reply(handling, handling.answer, by=settled_by, publication=publication, reason=handling.correction)
    _close(handling, HandlingEvent.CLEAR, by=by, told=told % {"code": publication.code})
    published = {"face": str(Face.OPEN), "published": [publication.code], "tombstones": []}
    _record(handling, "disclosure.clear_answer", by=by, **published)
    return reply


@transaction.atomic
def hold_answer(*, by: Person, suggestion: Suggestion, reason: str) -> Handling:
    """保密审查 has something against it, or 党办 takes it back: to be settled otherwise; of a correction the answer as it was
    holds."""
    handling = lock(suggestion)
    rules.hold_answer(by, handling)
    why = _said(reason, _("请写明退回的理由。"))
    handling.settled_by = None
    taken_back = rules.is_taken_back(by)
    told = _("党办撤回公开答复") if taken_back else _("保密审查退回")
    _move(handling, HandlingEvent.HOLD, by=by, told=told, why=why)
    if not taken_back:
        receivers = organization_queries.holders(Action.PUBLISH, organization_queries.root())
        _tell(receivers, handling, _("保密审查退回了一条公开答复，理由见办理经过。"), by=by)
    _record(handling, "disclosure.hold_answer", by=by)
    return handling


@transaction.atomic
def refuse_suggestion(*, by: Person, suggestion: Suggestion, text: str) -> Reply:
    """不予受理, with the reason that who wrote reads by the receipt."""
    handling = lock(suggestion)
    rules.refuse_suggestion(by, handling)
    reply = _reply(handling, _said(text, _("请写明不予受理的理由。")), by=by, is_refusal=True)
    _close(handling, HandlingEvent.REFUSE, by=by, told=_("不予受理"))
    _record(handling, "disclosure.refuse_suggestion", by=by)
    return reply


@transaction.atomic
def treat_as_report(*, by: Person, suggestion: Suggestion) -> Reply:
    """What came in is a 举报: answered with its channels, then emptied at once. The trail tells that, never what it said."""
    handling = lock(suggestion)
    rules.treat_as_report(by, handling)
    reply = _reply(handling, open_settings.report_answer(), by=by, is_refusal=True)
    _close(handling, HandlingEvent.REFUSE, by=by, told=_("按举报处理，答复举报渠道，不保存原文"))
    retention.purge([handling.suggestion_id])
    _record(handling, "disclosure.treat_as_report", by=by)
    return reply


@transaction.atomic
def propose_point(*, by: Person, suggestion: Suggestion, department: Department, text: str) -> Proposal:
    """群众帮: what the public noticed, in the words of 党办, put to a department as a risk point."""
    handling = lock(suggestion)
    rules.propose_point(by, handling)
    handling.proposal = risk_services.suggest(by=by, department=department, text=text)
    told = _("向%(department)s提出风险点建议") % {"department": department}
    core_services.save(handling, by, reason=told[:REASON_LENGTH])
    _record(handling, "disclosure.propose_point", by=by, department=department.code)
    return handling.proposal


@transaction.atomic
def make_finding(
    *,
    by: Person,
    suggestion: Suggestion,
    department: Department,
    text: str,
    point: RiskPoint | None = None,
    new_point: str = "",
    due_days: int | None = None,
) -> Finding:
    """Register what the public noticed as a finding of a department, with the risk point it belongs to."""
    handling = lock(suggestion)
    rules.make_finding(by, handling)
    handling.finding = supervision_services.open_finding(
        by=by,
        source=FindingSource.SUGGESTION,
        department=department,
        text=text,
        point=point,
        new_point=new_point,
        due_days=due_days,
    )
    told = _("登记为问题 %(code)s") % {"code": handling.finding.code}
    core_services.save(handling, by, reason=told[:REASON_LENGTH])
    _record(handling, "disclosure.make_finding", by=by, finding=handling.finding.code)
    return handling.finding


def export_suggestions(*, by: Person, count: int, kind: str) -> None:
    """Leave in the trail that `by` takes so many full texts out of the system, as what: xlsx, csv; called before they do."""
    core_services.record(
        by=by,
        verb="disclosure.export_suggestions",
        subject_type=Suggestion._meta.label_lower,
        details={"count": count, "where": kind},
    )


def lock(suggestion: Suggestion) -> Handling:
    """The handling as it stands, made with the first step; the suggestion's row is locked, so that there is one."""
    locked = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    handling = Handling.objects.select_related("department", "settled_by").filter(suggestion=locked).first()
    if handling is None:
        return Handling(suggestion=locked)
    handling.suggestion = locked
    return handling


def _move(handling: Handling, event: str, *, by: Person, told: str, why: str = "") -> None:
    """The one place that assigns a handling's state."""
    handling.state = HANDLING_MOVES[handling.state, event]
    if handling.state not in HandlingState.open():
        handling.closed_at = handling.closed_at or timezone.now()
    core_services.save(handling, by, reason=(f"{told}{retention.WHY}{why}" if why else told)[:REASON_LENGTH])


def _close(handling: Handling, event: str, *, by: Person, told: str, why: str = "") -> None:
    """Closed by its `Reply`: the draft has done its work."""
    handling.answer = handling.title = handling.question = handling.correction = ""
    _move(handling, event, by=by, told=told, why=why)


def _said(text: str, missing: str) -> str:
    """What was typed, its lines broken as they are published, whatever the browser sent."""
    said = "\n".join(text.strip().splitlines())
    if not said:
        raise Denied(missing)
    return said


def _reply(handling: Handling, text: str, *, by: Person, **fields: Any) -> Reply:
    return Reply.objects.create(suggestion=handling.suggestion, text=text, by=by, at=timezone.now(), **fields)


def _publish(handling: Handling) -> Publication:
    """The link of the public chain, numbered under the trail's turn; a correction goes under its old code."""
    suggestion = handling.suggestion
    department = handling.department or organization_queries.root()
    core_services.take_turn()
    corrects = Publication.objects.filter(reply__suggestion=suggestion).order_by("-sequence").first()
    if corrects is not None and corrects.state == PublicationState.PUBLISHED:
        chain.replace(corrects)
    code = corrects.code if corrects else _next_code(timezone.localdate())
    content = calculations.answer_content(
        code=code,
        title=handling.title,
        question=handling.question,
        answer=handling.answer,
        department=department.name,
        asked_on=str(timezone.localdate(suggestion.received_at)),
        about=suggestion.about_title,
        replaces=corrects.sequence if corrects else None,
        reason=handling.correction if corrects else "",
    )
    return chain.append(
        content,
        kind=PublicationKind.ANSWER,
        topic=Topic.ANSWERS,
        code=code,
        lineage_key=code,
        title=handling.title,
        department_code=department.code,
        department_name=department.name,
    )


def _next_code(day: date) -> str:
    """`DF-2026-001`; the caller has taken the trail's turn."""
    prefix = f"DF-{day.year}-"
    used = Publication.objects.filter(kind=PublicationKind.ANSWER, code__startswith=prefix)
    last = used.aggregate(last=Max("sequence"))["last"]
    code = used.filter(sequence=last).values_list("code", flat=True).first()
    return f"{prefix}{int(code.removeprefix(prefix)) + 1 if code else 1:03d}"


def _tell(people: Any, handling: Handling, text: str, *, by: Person) -> None:
    url = handling.suggestion.get_absolute_url()
    organization_services.notify(people.exclude(pk=by.pk), kind="disclosure.suggestion", text=text, url=url)


def _record(handling: Handling, verb: str, *, by: Person, **details: Any) -> None:
    """Leave the trail of one step; never a word of what was written."""
    core_services.record(
        by=by,
        verb=verb,
        subject=handling.suggestion,
        department_code=handling.department.code if handling.department else "",
        details=details,
    )
