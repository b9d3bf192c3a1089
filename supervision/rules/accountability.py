"""Who records what competent organs decided; the system never decides (domain.md 4.7)."""

from datetime import date

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Department, Person, Post
from organization.roles import Action
from supervision.models import AccountabilityProposal, AccountabilityRecord, Finding
from supervision.states.accountability import AmendmentKind
from supervision.states.findings import AccountabilityState


def keep_kinds(by: Person) -> None:
    """Whoever keeps accountability for the whole hospital keeps its kinds: they count in every department's appraisal."""
    if not organization_queries.may_for_whole(by, Action.KEEP_ACCOUNTABILITY):
        raise Denied(_("责任追究的种类由医院纪检监察室维护。"), help=_("需要增加或修改的，请联系纪检监察室。"))


def keep_accountability(by: Person) -> None:
    """Whoever keeps accountability for some department begins a record; of which, the record's own rule asks."""
    if not organization_queries.may_anywhere(by, Action.KEEP_ACCOUNTABILITY):
        raise Denied(_("责任追究由纪检监察室登记。"), help=_("有权机关作出决定后，请把决定文书送纪检监察室登记。"))


def _keep(by: Person, department: Department) -> None:
    if not organization_queries.may(by, Action.KEEP_ACCOUNTABILITY, department):
        raise Denied(_("责任追究由纪检监察室登记。"), help=_("有权机关作出决定后，请把决定文书送纪检监察室登记。"))


def _apart(by: Person, *, person: Person | None, department: Department) -> None:
    is_own = organization_queries.own_departments(by).filter(pk=department.pk).exists()
    if (person is not None and person.pk == by.pk) or (person is None and is_own):
        raise Denied(_("涉及本人或本人所在部门的，不能由本人登记。"), help=_("请由纪检监察室其他人员登记。"))


def record_accountability(
    by: Person,
    *,
    person: Person | None,
    department: Department,
    proposal: AccountabilityProposal | None = None,
    finding: Finding | None = None,
    post: Post | None = None,
) -> None:
    """Whoever keeps accountability there and is not concerned; a proposal it follows was taken up, the findings that it
    or the proposal names are the department's, of a leadership post its holder's."""
    _keep(by, department)
    _apart(by, person=person, department=department)
    if proposal is not None and proposal.state != AccountabilityState.TAKEN_UP:
        raise Denied(_("问责建议采纳后才能据以登记。"), help=_("请先答复问责建议。"))
    for about in (finding, proposal.finding if proposal else None):
        if about is not None and not _concerns(about, department=department, post=post):
            raise Denied(_("所选问题不是%(department)s的。") % {"department": department})


def _concerns(finding: Finding, *, department: Department, post: Post | None) -> bool:
    """A department's finding concerns whoever holds a post of it; one of a leadership post that post alone."""
    if finding.is_leadership:
        return finding.point is not None and post is not None and finding.point.post_id == post.pk
    return finding.department_id == department.pk


def _standing(record: AccountabilityRecord) -> None:
    if record.amendments.filter(kind=AmendmentKind.REVOKED).exists():
        raise Denied(_("%(record)s已被撤销。") % {"record": record}, help=_("有新的决定，请另行登记。"))


def amend_accountability(by: Person, record: AccountabilityRecord, *, decided_on: date) -> None:
    """As recording it, by a later document, until it is revoked."""
    _keep(by, record.department)
    _apart(by, person=record.person, department=record.department)
    _standing(record)
    if decided_on < record.decided_on:
        raise Denied(_("变更、撤销的日期不能早于原决定。"))


def follow_up_accountability(by: Person, record: AccountabilityRecord) -> None:
    """As recording it, once, where a day was set."""
    _keep(by, record.department)
    _apart(by, person=record.person, department=record.department)
    _standing(record)
    if record.follow_up_on is None:
        raise Denied(_("%(record)s没有安排跟踪。") % {"record": record})
    if record.followed_up_on is not None:
        raise Denied(_("已于%(day)s登记跟踪情况。") % {"day": record.followed_up_on})
