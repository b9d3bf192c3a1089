"""Who may fill, finish and sign the record of a spot check."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from organization.states import PersonKind
from supervision.models import RecordInspector, RecordItem, SpotCheckRecord
from supervision.rules import days, spot_checks
from supervision.states.spot_checks import RECORD_MOVES, Answer, RecordState, RecordVerb, SpotCheckState


def is_inspector(by: Person, record: SpotCheckRecord) -> bool:
    """Is `by` one of those named to inspect?"""
    return any(each.person_id == by.pk for each in record.inspectors.all())


def _inspect(by: Person, record: SpotCheckRecord) -> bool:
    """Inspectors, and the Party office for what comes on paper; the latter is told (True). Nobody near the department."""
    if record.check_of.state != SpotCheckState.UNDER_WAY:
        raise Denied(_("这次抽查%(state)s，不能填写检查记录。") % {"state": record.check_of.get_state_display()})
    is_own = is_inspector(by, record)
    if not is_own and not organization_queries.may(by, Action.RUN_YEAR, record.department):
        raise Denied(_("检查记录由检查人员填写。"), help=_("检查人员由党办指定；纸质记录由党办录入。"))
    if reason := spot_checks.conflicts_of(record, by).get(by.pk):
        raise Denied(
            _("您须回避这份检查记录：%(reason)s。") % {"reason": reason}, help=_("请由党办改由与此无关的人员办理。")
        )
    return not is_own


def fill_record(by: Person, record: SpotCheckRecord) -> bool:
    """May `by` answer now? True when it is done from paper by the Party office."""
    is_from_paper = _inspect(by, record)
    if record.state != RecordState.OPEN:
        raise Denied(
            _("这份检查记录%(state)s，内容不能再改。") % {"state": record.get_state_display()},
            help=_("还没有人签字的，可以退回修改。"),
        )
    return is_from_paper


def drawn_on(record: SpotCheckRecord) -> date | None:
    """The day of the draw: before it nobody knew what would be inspected."""
    return timezone.localdate(record.check_of.drawn_at) if record.check_of.drawn_at else None


def check_on(record: SpotCheckRecord, day: date | None) -> None:
    """It was inspected neither before it was drawn nor tomorrow."""
    days.not_before(day, drawn_on(record), what=_("检查日期"), than=_("抽取日期"))
    days.not_ahead(day, what=_("检查日期"))


def open_item_finding(by: Person, item: RecordItem) -> None:
    """A 不符合 becomes a finding once."""
    fill_record(by, item.point.record)
    if item.answer != Answer.NO:
        raise Denied(_("只有结果为“不符合”的项目才登记问题。"))
    if item.finding_id:
        raise Denied(_("这一项已登记问题，不能重复登记。"))


def finish_record(by: Person, record: SpotCheckRecord) -> None:
    """Whoever fills it says so when it is complete."""
    fill_record(by, record)
    complete_record(record)


def complete_record(record: SpotCheckRecord) -> None:
    """Everything is answered, on a day that is named; what was found wrong is registered as findings."""
    found = RecordItem.objects.filter(point__record=record).aggregate(
        missing=Count("pk", filter=Q(answer="")),
        unregistered=Count("pk", filter=Q(answer=Answer.NO, finding__isnull=True)),
    )
    if found["missing"]:
        raise Denied(_("还有%(missing)d个检查项目没有结果。") % found, help=_("不涉及的项目选“不适用”。"))
    if record.checked_on is None:
        raise Denied(_("还没有填写检查日期。"), help=_("请先填写检查日期和总体情况。"))
    if found["unregistered"]:
        raise Denied(
            _("还有%(unregistered)d个不符合项没有登记为问题。") % found,
            help=_("请逐项点“登记问题”，写明整改期限。"),
        )


def take_back_record(by: Person, record: SpotCheckRecord) -> None:
    """Before anybody signed, what was finished may be mended; afterwards only where an inspector has to give way (回避)."""
    _inspect(by, record)
    if (record.state, RecordVerb.TAKE_BACK) not in RECORD_MOVES:
        raise Denied(_("这份检查记录%(state)s，不能退回修改。") % {"state": record.get_state_display()})
    is_signed = record.opinion_on or record.inspectors.filter(signed_on__isnull=False).exists()
    if is_signed and not inspectors_giving_way(record):
        raise Denied(_("已有人签字，不能再退回修改。"), help=_("有出入的，在签署意见时写明。"))


def _finished(record: SpotCheckRecord) -> None:
    if record.state != RecordState.FINISHED:
        raise Denied(
            _("这份检查记录%(state)s，不能签字。") % {"state": record.get_state_display()},
            help=_("检查完毕之后才签字。"),
        )


def sign_record(by: Person, inspector: RecordInspector) -> None:
    """Inspectors sign for themselves, unless they have come near the department since they were named; a signature on
    paper is recorded by the Party office, which is not concerned."""
    _finished(inspector.record)
    if inspector.signed_on:
        raise Denied(_("%(person)s已签字。") % {"person": inspector.person})
    if inspector.person_id != by.pk:
        record_on_paper(by, inspector.record, _("只能由检查人员本人签字。"))
    if reason := spot_checks.conflicts_of(inspector.record, inspector.person).get(inspector.person_id):
        words = {"person": inspector.person, "reason": reason}
        raise Denied(
            _("%(person)s须回避这份检查记录，不能签字：%(reason)s。") % words,
            help=_("请党办把记录退回修改，改由与此无关的人员检查后签字。"),
        )


def inspectors_giving_way(record: SpotCheckRecord) -> list[Person]:
    """Inspectors who have not signed and may no longer: they came near the department after they were named."""
    waiting = [each.person for each in record.inspectors.filter(signed_on__isnull=True).select_related("person")]
    near = spot_checks.conflicts_of(record) if waiting else {}
    return [person for person in waiting if person.pk in near]


def give_record_opinion(by: Person, record: SpotCheckRecord, *, is_on_paper: bool) -> None:
    """The head of the department says what they think, of a leadership post its holder alone; on paper it is recorded by the
    Party office."""
    _finished(record)
    if record.opinion_on:
        raise Denied(_("被查班子成员已签署意见。") if record.is_leadership else _("被查部门已签署意见。"))
    if is_on_paper:
        record_on_paper(by, record, _("纸质意见由党办登记。"))
    elif not SpotCheckRecord.objects.filter(records_answered(by), pk=record.pk).exists():
        raise Denied(
            _("意见由被查的班子成员本人签署。") if record.is_leadership else _("意见由被查部门负责人签署。"),
            help=_("签在纸上的，由党办登记。"),
        )


def sign_opinion_on_paper(record: SpotCheckRecord, signer: str) -> None:
    """Under an opinion on paper stands the name of somebody who may sign it (`signers_on_paper`)."""
    names = signers_on_paper(record)
    if names and signer not in names:
        raise Denied(
            _("意见由被查的班子成员本人签署，不能由%(signer)s签署。") % {"signer": signer},
            help=_("请填写纸上签字的班子成员：%(names)s。") % {"names": "、".join(names)},
        )


def signers_on_paper(record: SpotCheckRecord) -> list[str]:
    """Who may have signed the opinion on paper, by name: of a leadership post whoever has held it since the draw. Nothing:
    a department decides itself, and a post that was vacant all the time has nobody."""
    if record.post is None:
        return []
    held = organization_queries.tenures_of(record.post).filter(from_on__lte=timezone.localdate())
    since = held.filter(Q(to_on__isnull=True) | Q(to_on__gte=drawn_on(record)))
    return list(dict.fromkeys(str(tenure.person) for tenure in since))


def record_on_paper(by: Person, record: SpotCheckRecord, why: str = "") -> None:
    """What was signed on paper is recorded by who runs the year there and is not concerned; to others it is refused with
    `why`."""
    if not organization_queries.may(by, Action.RUN_YEAR, record.department):
        raise Denied(why or _("纸上的签字和意见由党办登记。"), help=_("签在纸上的，由党办登记。"))
    if reason := spot_checks.conflicts_of(record, by).get(by.pk):
        raise Denied(_("您须回避这份检查记录：%(reason)s。") % {"reason": reason})


SEEING = (Action.RUN_YEAR, Action.SUPERVISE, Action.KEEP_FINDINGS, Action.SEE_OVERVIEW)
"""To whoever holds one of these for the hospital all spot checks lie open, but for the leadership's records."""
SEEING_LEADERSHIP = (Action.RUN_YEAR, Action.SUPERVISE)
"""To whoever holds one of these for the hospital the leadership's records lie open too."""


def sees_all(by: Person) -> bool:
    """Do spot checks lie open to `by`, or only the records that concern them?"""
    return organization_queries.may_for_whole(by, *SEEING)


def checks_seen(by: Person) -> Q:
    """The condition on spot checks that `by` sees: all, or those in which a record concerns them."""
    return organization_queries.is_for_whole(by, *SEEING) | Q(
        pk__in=SpotCheckRecord.objects.filter(records_seen(by)).values("check_of")
    )


def records_seen(by: Person) -> Q:
    """The condition on records that `by` sees: all; or their own to inspect, and their department's once it is told. Of the
    leadership's the office, the discipline office, who inspects, and once it is told the holder of its post."""
    inspects = Q(pk__in=RecordInspector.objects.filter(person=by).values("record"))
    drafts = organization_queries.departments_for(by, Action.SEE_DRAFTS)
    places = Q(department__in=drafts.values("pk")) | Q(
        department__in=organization_queries.own_departments(by).values("pk")
    )
    held = Q(is_leadership=True, post__in=organization_queries.posts_held(by).values("pk"))
    own = places & Q(is_leadership=False) | held
    shown = Q(check_of__state__in=SpotCheckState.shown_to_departments())
    whole = organization_queries.is_for_whole(by, *SEEING) & Q(is_leadership=False)
    whole |= organization_queries.is_for_whole(by, *SEEING_LEADERSHIP)
    return whole | (inspects | own & shown) & organization_queries.is_business(by)


def records_answered(by: Person) -> Q:
    """The condition on records on which `by` gives the opinion: of departments they head; of the leadership's those of a
    post they hold, and nobody else's."""
    headed = organization_queries.departments_for(by, Action.SIGN).values("pk")
    held = organization_queries.posts_held(by).values("pk")
    return Q(is_leadership=False, department__in=headed) | Q(is_leadership=True, post__in=held)


def people_answering(record: SpotCheckRecord) -> QuerySet[Person]:
    """Who gives the opinion on a record, as `records_answered` has it."""
    if record.is_leadership:
        tenures = organization_queries.running_tenures().filter(post=record.post_id)
        answering = Q(pk__in=tenures.order_by().values("person"))
    else:
        answering = Q(pk__in=organization_queries.holders(Action.SIGN, record.department).order_by().values("pk"))
    return organization_queries.people().filter(answering, kind=PersonKind.LOGIN)
