"""Who keeps the libraries, drafts regulations, puts them in force, and ends them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries
from organization import rules as organization_rules
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind
from powers.models import Regulation, RegulationReview, RegulationVersion, ReviewCorrection
from powers.states import REGULATION_MOVES, RegulationEvent, RegulationState, ReviewState


def keep_library(by: Person) -> None:
    """Legal bases and regulations: the Party office."""
    if by.kind != PersonKind.SYSTEM and not queries.may_for_whole(by, Action.KEEP_LIBRARY):
        raise Denied(_("只有党办可以维护依据库和制度库。"), help=_("需要增改时，请联系党办。"))


def draft_regulation(by: Person, department: Department) -> None:
    """谁制定谁负责: the drafting department's filers and head, the Party office on its behalf, the system when loading."""
    organization_rules.file(by, department, what=_("制度"))


def draft_version(by: Person, regulation: Regulation) -> None:
    """As a new regulation, while no other draft is open and it was not repealed."""
    draft_regulation(by, regulation.department)
    if regulation.versions.filter(state=RegulationState.DRAFT).exists():
        raise Denied(
            _("%(regulation)s已有一份草稿。") % {"regulation": regulation}, help=_("请在这份草稿上修改，或先把它作废。")
        )
    not_be_repealed(regulation)


def not_be_repealed(regulation: Regulation) -> None:
    """What was repealed does not come back: a draft of before stays a draft until it is given up."""
    if regulation.versions.filter(state=RegulationState.REPEALED).exists():
        raise Denied(
            _("%(regulation)s已废止，不再修订，草稿不能再施行。") % {"regulation": regulation},
            help=_("草稿请作废；需要时请另行起草一项制度。"),
        )


def change_version(by: Person, version: RegulationVersion) -> None:
    """A draft, by who drafts it, until its review goes to the discipline office: what was assessed does not change after."""
    _move(version, RegulationEvent.ENACT, what=_("修改"))
    draft_regulation(by, version.regulation.department)
    review = RegulationReview.objects.filter(version=version).first()
    if review and review.state in (ReviewState.SUBMITTED, ReviewState.COMPLETED):
        raise Denied(
            _("%(version)s的廉洁性评估%(state)s，正文不能再改。")
            % {"version": version, "state": review.get_state_display()},
            help=_("评估被退回，或由本部门重新评估之后，可以修改。"),
        )


def fill_version(version: RegulationVersion, said: Mapping[str, Any]) -> None:
    """The library fills in what a version lacks; another name or day than it has is another version, which is assessed."""
    for name, value in said.items():
        before = getattr(version, name)
        if before and before != value:
            field = RegulationVersion._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            raise Denied(
                _("%(regulation)s的%(field)s已登记为“%(before)s”，不能在这里改成别的。")
                % {"regulation": version.regulation, "field": field, "before": before},
                help=_("换了版本或施行日期，就是另一版：请由制定部门在制度页面起草新版，评估后登记施行。"),
            )


def drop_version(by: Person, version: RegulationVersion) -> None:
    """A draft, by who drafts it."""
    _move(version, RegulationEvent.DROP, what=_("作废"))
    draft_regulation(by, version.regulation.department)


def enact_version(by: Person, version: RegulationVersion, *, effective_on: date) -> None:
    """The Party office, once the review is completed and every correction made, from a day after the earlier version's."""
    keep_library(by)
    _move(version, RegulationEvent.ENACT, what=_("施行"))
    not_be_repealed(version.regulation)
    be_reviewed(version)
    if effective_on > timezone.localdate():
        raise Denied(_("施行日期还没有到，不能提前登记为施行。"), help=_("请到施行之日再登记。"))
    earlier = RegulationVersion.objects.filter(regulation=version.regulation_id, state=RegulationState.IN_FORCE).first()
    if earlier and earlier.effective_on and effective_on <= earlier.effective_on:
        raise Denied(
            _("新版的施行日期须晚于现行版本的施行日期（%(day)s）。") % {"day": f"{earlier.effective_on:%Y-%m-%d}"},
            help=_("请核对印发文件写明的施行日期。"),
        )


def be_reviewed(version: RegulationVersion) -> None:
    """加强制度廉洁性评估 (part 二(三)): nothing comes into force without a completed review, its corrections made."""
    review = RegulationReview.objects.filter(version=version).first()
    if review is None or review.state != ReviewState.COMPLETED:
        state = review.get_state_display() if review else _("未评估")
        raise Denied(
            _("%(version)s没有完成廉洁性评估（%(state)s），不能施行。") % {"version": version, "state": state},
            help=_("由制定部门（%(department)s）完成评估并提交，经纪检监察室提出监督意见后再登记施行。")
            % {"department": version.regulation.department},
        )
    left = ReviewCorrection.objects.filter(review=review, done_on__isnull=True).count()
    if left:
        raise Denied(
            _("%(version)s的廉洁性评估还有%(count)d项修改事项没有完成，不能施行。")
            % {"version": version, "count": left},
            help=_("请制定部门逐项修改并登记结果。"),
        )


def repeal_regulation(by: Person, version: RegulationVersion, *, ended_on: date) -> None:
    """The Party office, of the version in force, from a day that has come."""
    keep_library(by)
    _move(version, RegulationEvent.REPEAL, what=_("废止"))
    if ended_on > timezone.localdate() or (version.effective_on and ended_on < version.effective_on):
        raise Denied(_("废止日期须在施行之后、今天以前。"), help=_("请核对废止文件写明的日期。"))


def _move(version: RegulationVersion, event: str, *, what: str) -> None:
    if (version.state, event) not in REGULATION_MOVES:
        raise Denied(
            _("%(version)s处于“%(state)s”状态，不能%(what)s。")
            % {"version": version, "state": version.get_state_display(), "what": what},
            help=_("请回到制度页面查看现行版本。"),
        )
