"""Who keeps 迎检: the Party office keeps it, the departments bring their materials."""

from django.utils.translation import gettext as _

from core.rules import Denied, allows
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from organization.states import PersonKind
from supervision.models import Inspection, InspectionMaterial
from supervision.states.inspections import INSPECTION_MOVES, InspectionState, InspectionVerb


def keep_inspections(by: Person) -> None:
    """The Party office, which runs the year."""
    if by.kind != PersonKind.SYSTEM and not organization_queries.may_for_whole(by, Action.RUN_YEAR):
        raise Denied(_("迎检由党办登记和组织。"), help=_("需要时请联系党办。"))


def prepare(by: Person, inspection: Inspection) -> None:
    """The notice and the list of materials may change until there is feedback."""
    keep_inspections(by)
    _refuse_answered(inspection)


def _refuse_answered(inspection: Inspection) -> None:
    if inspection.state in (InspectionState.ANSWERING, InspectionState.REPLIED):
        raise Denied(_("检查机构已反馈意见，通知和材料不能再改。"))


def give_material(by: Person, material: InspectionMaterial) -> None:
    """The department named, or the Party office, until there is feedback."""
    _refuse_answered(material.inspection)
    department = material.department
    if department is not None and organization_queries.may(by, Action.FILE, department):
        return
    if by.kind != PersonKind.SYSTEM and not organization_queries.may_for_whole(by, Action.RUN_YEAR):
        raise Denied(_("这份材料由%(who)s提交。") % {"who": department or _("党办")})


def move(by: Person, inspection: Inspection, verb: str) -> None:
    """The Party office enters what happens, in its order."""
    keep_inspections(by)
    if (inspection.state, verb) not in INSPECTION_MOVES:
        words = {"state": inspection.get_state_display(), "verb": InspectionVerb(verb).label}
        raise Denied(_("这次检查%(state)s，不能%(verb)s。") % words)


def steps(by: Person, inspection: Inspection) -> frozenset[str]:
    """The verbs that `by` may take on the inspection now, with `prepare` and `find`; asked once for a page."""
    if not allows(keep_inspections, by):
        return frozenset()
    verbs = {str(verb) for verb in InspectionVerb if (inspection.state, verb) in INSPECTION_MOVES}
    return frozenset({*verbs, "find" if inspection.feedback else "prepare"})


def open_inspection_finding(by: Person, inspection: Inspection) -> None:
    """Findings are opened from the feedback, by who keeps 迎检."""
    keep_inspections(by)
    if not inspection.feedback:
        raise Denied(_("还没有登记反馈意见，不能据此登记问题。"), help=_("请先登记检查反馈。"))
