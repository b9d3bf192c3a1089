"""What the offices and the leadership do in 2026: their own self-check, 轮岗, 预警, 迎检 and 考核."""

from datetime import date
from decimal import Decimal

from controls import services as control_services
from controls.models import Rotation
from organization.models import Tenure
from supervision import services
from supervision.models import Appeal, Appraisal, AppraisalResult, Inspection, RiskWarning, SelfCheck
from supervision.queries.self_checks import answers_of
from supervision.services import inspections, self_check_answers, self_checks
from supervision.services.self_check_answers import AnswerEntry
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision.whole_year import KEY_POST, Step, Walk

ABOVE = "市预防腐败体系建设领导小组办公室"


def table_of_the_leadership(walk: Walk) -> None:
    """院长 answers for one measure of the leadership's first table in force."""
    post = factories.post(factories.root(), "院长", is_leadership=True)
    control_factories.hold(walk["院长"], post)
    control_factories.table_in_force(post, is_leadership=True)


def _own_check() -> SelfCheck:
    return SelfCheck.objects.select_related("department", "cycle").get(is_leadership=True)


def _say(walk: Walk, who: str, answers: list) -> None:
    entries = [AnswerEntry(each.pk, "done", "见党委会纪要") for each in answers]
    self_check_answers.answer_self_check(by=walk[who], check=_own_check(), entries=entries)


def answer_for_oneself(walk: Walk) -> None:
    _say(walk, "院长", answers_of(_own_check(), by=walk["院长"]))


def answer_for_the_leadership(walk: Walk) -> None:
    """The standard items are the office's to answer."""
    _say(walk, "党办", [each for each in answers_of(_own_check()) if each.measure is None])


def sign_for_the_leadership(walk: Walk) -> None:
    self_checks.sign(by=walk["党委书记"], check=_own_check())


def receive_from_the_leadership(walk: Walk) -> None:
    self_checks.receive(by=walk["纪检监察室"], check=_own_check())


def plan_the_rotation(walk: Walk) -> None:
    tenure, successor = Tenure.objects.get(post__code=KEY_POST), factories.person("接任人")
    day = date(2026, 7, 2)
    control_services.plan_rotation(by=walk["党办"], tenure=tenure, planned_on=day, successor=successor)


def carry_out_the_rotation(walk: Walk) -> None:
    rotation = Rotation.objects.get()
    parties = {"successor": rotation.successor, "overseer": walk["纪检监察室"]}
    control_services.carry_out_rotation(by=walk["党办"], tenure=rotation.tenure, on=walk.today, **parties)


def hand_over(walk: Walk) -> None:
    control_factories.check_as(Rotation.objects.get(), walk["纪检监察室"])
    tenures = Tenure.objects.filter(post__code=KEY_POST).order_by("from_on")
    walk.kept["held"] = [(each.person.name, each.from_on, each.to_on) for each in tenures]


def notice_a_sign(walk: Walk) -> None:
    sign = {"title": "退药率上升", "what": "三季度退药率上升一倍", "noticed_where": "indicator"}
    services.collect_warning(by=walk["党办"], department=walk.where, noticed_on=walk.today, **sign)


def warn(walk: Walk) -> None:
    by, warning = walk["纪检监察室"], RiskWarning.objects.get()
    services.judge_warning(by=by, warning=warning, level="first", judgement="有苗头，请部门核查")
    services.send_warning(by=by, warning=warning, letter="请核查退药的审批和登记。", answer_days=10)


def answer_the_warning(walk: Walk) -> None:
    services.answer_warning(by=walk["填报人"], warning=RiskWarning.objects.get(), answer="厂家召回一个批号，记录齐全")


def handle_the_warning(walk: Walk) -> None:
    note = "理由成立，不再处理"
    services.handle_warning(by=walk["党办"], warning=RiskWarning.objects.get(), outcome="prevented", note=note)


def expect_inspectors(walk: Walk) -> None:
    notice = {"body": ABOVE, "title": "重点抽查", "notice_on": walk.today, "arrives_on": date(2026, 10, 29)}
    made = inspections.open_inspection(by=walk["党办"], **notice)
    inspections.add_material(by=walk["党办"], inspection=made, title="退药登记", department=walk.where)


def bring_the_material(walk: Walk) -> None:
    material = Inspection.objects.get().materials.get()
    inspections.give_material(by=walk["填报人"], material=material, url="/controls/")


def receive_inspectors(walk: Walk) -> None:
    inspections.begin_inspection(by=walk["党办"], inspection=Inspection.objects.get())


def hear_the_feedback(walk: Walk) -> None:
    told = {"feedback": "登记规范，建议每季度分析退药原因。", "on": walk.today, "reply_due_on": date(2026, 11, 13)}
    inspections.record_feedback(by=walk["党办"], inspection=Inspection.objects.get(), **told)


def reply_to_the_inspectors(walk: Walk) -> None:
    reply = "已列入药剂科年度计划。"
    inspections.record_reply(by=walk["党办"], inspection=Inspection.objects.get(), reply=reply, on=walk.today)


def open_the_appraisal(walk: Walk) -> None:
    appraisal = services.plan_appraisal(by=walk["党办"], cycle=walk.cycle(), appeal_days=5)
    services.open_appraisal(by=walk["党办"], appraisal=appraisal)


def score_the_department(walk: Walk) -> None:
    appraisal = Appraisal.objects.get()
    entry = services.ScoreEntry(appraisal.results.get(), Decimal(8), "退药登记不全")
    services.score_departments(
        by=walk["纪检监察室"], criterion=appraisal.criteria.get(title="年度检查"), entries=[entry]
    )


def publish_the_appraisal(walk: Walk) -> None:
    walk.kept["appraise before"] = walk.place(PhaseKind.APPRAISE)
    services.publish_appraisal(by=walk["党办"], appraisal=Appraisal.objects.get())
    walk.kept["appraise"] = walk.place(PhaseKind.APPRAISE)
    walk.kept["published total"] = AppraisalResult.objects.get().total


def appeal(walk: Walk) -> None:
    services.appeal_result(by=walk["科室负责人"], result=AppraisalResult.objects.get(), text="问题已于八月销号")


def answer_the_appeal(walk: Walk) -> None:
    asked = Appeal.objects.get()
    right = {"verdict": "correct", "answer": "情况属实", "value": Decimal(10)}
    criterion = Appraisal.objects.get().criteria.get(title="年度检查")
    services.answer_appeal(by=walk["纪检监察室"], appeal=asked, criterion=criterion, **right)


def close_the_appraisal(walk: Walk) -> None:
    services.close_appraisal(by=walk["党办"], appraisal=Appraisal.objects.get())


def use_the_result(walk: Walk) -> None:
    """To 人事科, as the basis of a commendation (三(三))."""
    use = {"kind": "advanced", "what": "作为年度评先依据", "department": walk.where, "handed_on": walk.today}
    services.record_use(
        by=walk["党办"], appraisal=Appraisal.objects.get(), handed_to=factories.department("人事科"), **use
    )


STEPS: dict[date, Step] = {
    date(2026, 5, 20): table_of_the_leadership,
    date(2026, 5, 25): plan_the_rotation,
    date(2026, 6, 8): answer_for_oneself,
    date(2026, 6, 9): answer_for_the_leadership,
    date(2026, 6, 11): sign_for_the_leadership,
    date(2026, 6, 12): receive_from_the_leadership,
    date(2026, 7, 2): carry_out_the_rotation,
    date(2026, 7, 3): hand_over,
    date(2026, 10, 13): notice_a_sign,
    date(2026, 10, 14): warn,
    date(2026, 10, 15): expect_inspectors,
    date(2026, 10, 19): bring_the_material,
    date(2026, 10, 21): answer_the_warning,
    date(2026, 10, 22): handle_the_warning,
    date(2026, 10, 29): receive_inspectors,
    date(2026, 10, 30): hear_the_feedback,
    date(2026, 11, 3): reply_to_the_inspectors,
    date(2026, 12, 1): open_the_appraisal,
    date(2026, 12, 2): score_the_department,
    date(2026, 12, 4): publish_the_appraisal,
    date(2026, 12, 7): appeal,
    date(2026, 12, 9): answer_the_appeal,
    date(2026, 12, 14): close_the_appraisal,
    date(2026, 12, 15): use_the_result,
}
"""Day → what is done on it, at ten."""
