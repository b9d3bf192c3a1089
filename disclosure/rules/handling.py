"""Who may do what with what the public wrote in, in which state of its handling."""

from django.utils.translation import gettext as _

from core.rules import Denied
from disclosure.models import Handling
from disclosure.states import HANDLING_MOVES, HandlingEvent, HandlingState, PublicationState
from organization import queries
from organization.models import Department, Person
from organization.roles import Action


def moderate(by: Person) -> None:
    """党办 of the whole hospital takes in, assigns and settles."""
    if not queries.may_for_whole(by, Action.PUBLISH):
        raise Denied(_("意见建议由党办受理、转办和审定答复。"), help=_("请联系党办。"))


def read_suggestions(by: Person) -> None:
    """党办 and 纪检监察室 read all, departments what was assigned to them."""
    if not (queries.may_for_whole(by, Action.PUBLISH, Action.SUPERVISE) or queries.may_anywhere(by, Action.FILE)):
        raise Denied(_("意见建议由党办、纪检监察室和承办部门查看。"))


def read_contact(by: Person) -> None:
    """Who wrote is for 党办 alone, which may have to ask back."""
    moderate(by)


def assign_suggestion(by: Person, handling: Handling, department: Department | None = None) -> None:
    """党办, until an answer is drafted; to another department than the one that has it."""
    moderate(by)
    _at(handling, HandlingEvent.ASSIGN)
    if department is not None and department.pk == handling.department_id:
        raise Denied(
            _("已由%(department)s承办。") % {"department": department}, help=_("请选择另一个部门，或等待答复稿。")
        )
    if department is not None and department.retired_on is not None:
        raise Denied(_("%(department)s已撤销，不能承办。") % {"department": department}, help=_("请选择现有部门。"))
    if department is not None and not queries.holders(Action.FILE, department).exists():
        raise Denied(
            _("%(department)s没有填报人和负责人，没有人能提交答复稿。") % {"department": department},
            help=_("请先为该部门指定填报人，或由党办直接答复。"),
        )


def draft_answer(by: Person, handling: Handling) -> None:
    """Who files for the department to which it was assigned."""
    if handling.department is None or not queries.may(by, Action.FILE, handling.department):
        raise Denied(_("答复稿由承办部门的填报人或负责人提交。"))
    _at(handling, HandlingEvent.DRAFT)


def return_answer(by: Person, handling: Handling) -> None:
    """党办, a draft that does not answer."""
    moderate(by)
    _at(handling, HandlingEvent.RETURN)


def answer_suggestion(by: Person, handling: Handling, *, is_public: bool = False) -> None:
    """党办; in public only where who wrote agreed to it, and 保密审查 has its say."""
    moderate(by)
    _at(handling, HandlingEvent.SETTLE if is_public else HandlingEvent.ANSWER)
    _may_be_public(handling, is_public=is_public)


def clear_answer(by: Person, handling: Handling) -> None:
    """The secrecy reviewer, what another settled for the public."""
    _review(by, handling)
    _at(handling, HandlingEvent.CLEAR)


def hold_answer(by: Person, handling: Handling) -> None:
    """The same, back to 党办 with the reason; 党办 takes back what it settled before it is looked at."""
    if not is_taken_back(by):
        _review(by, handling)
    _at(handling, HandlingEvent.HOLD)


def is_taken_back(by: Person) -> bool:
    """Is it 党办 itself that holds a public answer?"""
    return queries.may_for_whole(by, Action.PUBLISH)


def correct_answer(by: Person, handling: Handling, *, is_public: bool | None = None) -> None:
    """党办, an answer that was told; one that stands in public is corrected in public."""
    moderate(by)
    _at(handling, HandlingEvent.RESETTLE if is_public else HandlingEvent.CORRECT)
    _may_be_public(handling, is_public=bool(is_public))
    if is_public is False and stands_public(handling):
        raise Denied(
            _("答复已经公开，更正也要公开。"), help=_("请写明公开的标题和问题；不应当公开的，先在公开事项中撤下。")
        )


def stands_public(handling: Handling) -> bool:
    """Can everybody read the answer now?"""
    reply = handling.suggestion.reply
    publication = reply.publication if reply else None
    return publication is not None and publication.state == PublicationState.PUBLISHED


def refuse_suggestion(by: Person, handling: Handling) -> None:
    """党办, what is not for the hospital to answer, with the reason."""
    moderate(by)
    _at(handling, HandlingEvent.REFUSE)


def treat_as_report(by: Person, handling: Handling) -> None:
    """As refusing: a report that came in as a suggestion is answered with the channels, and nothing of it is kept.

    Not where a risk point or a finding was made of it: emptying does not reach there, so it would not be true.
    """
    refuse_suggestion(by, handling)
    if handling.proposal_id or handling.finding_id:
        raise Denied(
            _("已由这条意见建议提出风险点或登记问题，那里可能留有举报的内容，不能说没有留存。"),
            help=_("请先请纪检监察室核对那里写的内容，再以“不予受理”答复举报渠道；原文到期自动删除。"),
        )


def propose_point(by: Person, handling: Handling) -> None:
    """党办, once, while the text is there to judge by."""
    moderate(by)
    _has_text(handling)
    if handling.proposal_id:
        raise Denied(_("已由这条意见建议提出过风险点。"), help=_("请在风险点建议中查看部门的答复。"))


def make_finding(by: Person, handling: Handling) -> None:
    """党办 or 纪检监察室, who keep findings, once, while the text is there to judge by."""
    if not queries.may_for_whole(by, Action.PUBLISH, Action.SUPERVISE):
        raise Denied(_("由意见建议登记问题，由党办、纪检监察室办理。"))
    _has_text(handling)
    if handling.finding_id:
        raise Denied(_("已由这条意见建议登记过问题。"), help=_("请在问题整改中查看。"))


def change_open_settings(by: Person) -> None:
    """党办 keeps the channels and terms of the public face."""
    if not queries.may_for_whole(by, Action.PUBLISH):
        raise Denied(_("公开设置由党办维护。"), help=_("请联系党办。"))


def _review(by: Person, handling: Handling) -> None:
    if queries.acting_as(by, Action.REVIEW_SECRECY, handling.department or queries.root()) is None:
        raise Denied(_("公开答复的保密审查由保密审查员办理。"), help=_("请联系保密审查员。"))
    if handling.settled_by_id == by.pk:
        raise Denied(_("自己审定的公开答复不能自己做保密审查。"), help=_("请由另一位保密审查员办理。"))


def _may_be_public(handling: Handling, *, is_public: bool) -> None:
    if is_public and not handling.suggestion.is_public_allowed:
        raise Denied(_("提出人没有同意公开，只能答复本人。"), help=_("请取消“公开问题和答复”。"))


def _has_text(handling: Handling) -> None:
    if handling.suggestion.purged_at is not None:
        raise Denied(_("原文已删除，不能再转为风险点或问题。"))


def _at(handling: Handling, event: str) -> None:
    if (handling.state, event) not in HANDLING_MOVES:
        words = {"state": HandlingState(handling.state).label, "event": HandlingEvent(event).label}
        raise Denied(_("这条意见建议处于“%(state)s”状态，不能%(event)s。") % words, help=_("请刷新页面查看最新进展。"))
