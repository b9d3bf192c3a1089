"""The autumn of the demo's year: daily checks, self-checks, findings in every state, warnings, the appraisal's scores."""

from datetime import date
from typing import Any

from django.utils import timezone

from approvals import services as approvals
from config.demo import papers
from config.demo.people import People
from controls.models import Measure
from organization.models import Department, Person, Post
from supervision import services as supervision
from supervision.models import AccountabilityKind, Cycle, Finding, SelfCheck, SelfCheckAnswer
from supervision.queries.self_checks import answers_of
from supervision.services.daily_checks import add_daily_check
from supervision.services.inspections import add_material, open_inspection
from supervision.services.self_check_answers import AnswerEntry, answer_self_check, raise_finding
from supervision.services.self_checks import open_self_checks, receive, return_back, sign

YEAR = 2026
DAILY = (
    ((4, 14), "抽查麻醉药品专用账册十页，账物相符", "normal", ""),
    ((7, 9), "抽查临时采购审批单，二份没有写明紧急理由", "problem", "当场要求补写，已在科务会通报"),
    ((10, 22), "查看医药代表接待登记，登记完整", "normal", ""),
)
RECEIVED, SIGNED, BEGUN = ("D09", "D15"), ("D13", "D08"), ("D11", "D12", "D14")
"""Departments whose self-check 党办 received, whose waits to be received, and that are still at it."""
WEAK = {
    "D09": ("CW-04-F1-M1", "三季度没有组织突击盘点，措施没有完全落实。"),
    "D11": ("CW-11-F3-M1", "两名新上岗人员没有签订廉洁承诺，措施没有完全落实。"),
    "D13": ("SB-06-F4-M1", "两个试用品种使用在前、备案在后，措施没有完全落实。"),
}
"""Department → the measure that it did not carry out in full, and in what."""
RETURNED = {"D10": "“日常检查情况”只写了“已开展”，请补充检查的日期、内容和发现的情况，并附检查记录后重新报送。"}
"""Department → why 党办 returned its report."""


MEASURES = "修订审批单和岗位分工，科室负责人每月抽查一次并留痕。"


def department_of(code: str) -> Department:
    return Department.objects.get(code=code)


def measures_of(code: str) -> list[Measure]:
    """Measures in force of a department, the leaders' own left out."""
    found = Measure.objects.filter(table__department__code=code, table__state="in_force", table__is_leadership=False)
    return list(found.select_related("table__department", "point__post").order_by("code"))


def measure_of(code: str) -> Measure:
    """The measure in force with this code."""
    found = Measure.objects.select_related("table__department", "point__post")
    return found.get(code=code, table__state="in_force")


def through_the_year(people: People) -> None:
    """What 药剂科 looked at during the year, entered when the clock is past it."""
    for (month, day), what, result, note in DAILY:
        on = date(YEAR, month, day)
        add_daily_check(
            by=people.filers["D11"], department=department_of("D11"), checked_on=on, what=what, result=result, note=note
        )


def self_checks(people: People, cycle: Cycle) -> None:
    """Self-checks begin; five departments sign, two are received, one is returned, three are in the middle, so is the
    leadership's own."""
    open_self_checks(by=people["office"], cycle=cycle)
    for code in (*RECEIVED, *SIGNED, *RETURNED, *BEGUN):
        check = SelfCheck.objects.select_related("department", "cycle").get(cycle=cycle, department__code=code)
        answers = list(check.answers.select_related("measure").order_by("pk"))
        said = answers if code not in BEGUN else answers[: len(answers) // 2]
        weak, text = WEAK.get(code, ("", ""))
        entries = [_answer(each, weak, text) for each in said]
        answer_self_check(by=people.filers[code], check=check, entries=entries)
        if weak:
            answer = check.answers.get(measure=measure_of(weak))
            raise_finding(by=people.filers[code], answer=answer, text=text, days=15)
        if code not in BEGUN:
            check = sign(by=people.heads[code], check=check)
        if code in RECEIVED:
            receive(by=people["office"], check=check)
        if code in RETURNED:
            return_back(by=people["office"], check=check, reason=RETURNED[code])
    _leaders_own(people["leader"], cycle)


def _leaders_own(leader: Person, cycle: Cycle) -> None:
    """Of the leadership's self-check 院长 has answered what is of the own post; the others have still to."""
    check = SelfCheck.objects.select_related("department", "cycle").get(cycle=cycle, is_leadership=True)
    note = "见院长办公会纪要和院务公开栏，原件由党办保管"
    entries = [AnswerEntry(each.pk, "done", note) for each in answers_of(check, by=leader)]
    answer_self_check(by=leader, check=check, entries=entries)


def _answer(answer: SelfCheckAnswer, weak: str, text: str) -> AnswerEntry:
    if answer.measure and answer.measure.code == weak:
        return AnswerEntry(answer.pk, "partly", text)
    return AnswerEntry(answer.pk, "done", "见科室廉洁风险防控台账，佐证由科室资料员保管")


def findings(people: People) -> None:
    """Findings of others: overdue, repeated, waiting for the recheck, for the closing, and closed."""
    office, discipline = people["office"], people["discipline"]
    _overdue(people)
    approvals_missing = "审计发现：三份临时采购审批单没有分管领导签字。"
    _open(office, "D11", source="audit", text=approvals_missing, measure=measure_of("YP-03-F3-M1"), due_days=20)
    full_marks = "巡察反馈：三家耗材供应商履约评价连续两年满分，没有缺货、退换数据支撑。"
    reported = put_right(people, _open(office, "D13", source="inspection", text=full_marks))
    supervision.report_rectification(
        by=people.filers["D13"],
        finding=reported,
        report="履约评价改用系统生成的缺货率、退换率，已重评三家供应商。",
        proof=[papers.proof("供应商履约重评登记", ("按缺货率、退换率重评三家供应商", "已重评并公示"))],
    )
    for code, source, measure, text in (
        ("D15", "staff_congress", "JJ-02-F1-M2", "职代会代表提出：零星维修项目没有公示中选单位。"),
        ("D09", "audit", "CW-09-F3-M1", "审计发现：两笔差旅费报销没有扣减接待期间的补助。"),
    ):
        finding = put_right(people, _open(office, code, source=source, text=text, measure=measure_of(measure)))
        report, proof = "已按要求整改，资料齐全。", [papers.proof("整改情况登记", (text, "已整改"))]
        supervision.report_rectification(by=people.filers[code], finding=finding, report=report, proof=proof)
        supervision.recheck(by=office, finding=finding, is_passed=True, note="现场复查，整改到位。")
        submission = supervision.ask_closing(by=people.filers[code], finding=Finding.objects.get(pk=finding.pk))
        submission = approvals.submit(by=people.heads[code], submission=submission)
        if code == "D09":
            approvals.decide(by=discipline, submission=submission, verdict="no_objection")


def _overdue(people: People) -> None:
    """招标采购办公室 was found wanting twice on one measure, and did not put the first right in time."""
    measure = measures_of("D14")[0]
    first = _open(
        people["office"], "D14", source="audit", text="审计发现：两次询价只有一家报价。", measure=measure, due_days=8
    )
    put_right(people, first)


def again(people: People) -> None:
    """The same measure fails again: a 问责建议 comes before 纪检监察室. And 药剂科 asks for more time."""
    measure = measures_of("D14")[0]
    _open(
        people["office"], "D14", source="media", text="媒体反映：询价采购仍有单一报价。", measure=measure, due_days=10
    )
    supervision.count_overdue(by=people["office"])
    finding = Finding.objects.get(department__code="D11", source="audit", cycle__year=YEAR)
    put_right(people, finding)
    supervision.ask_extension(by=people.filers["D11"], finding=finding, days=5, reason="须等药事会讨论修订后的审批单")


def _open(by: Any, code: str, **fields: Any) -> Finding:
    """A finding on the department's first measure, unless another is named."""
    fields.setdefault("measure", measures_of(code)[-1])
    fields.setdefault("due_days", 30)
    return supervision.open_finding(by=by, department=department_of(code), **fields)


def put_right(people: People, finding: Finding, *, measures: str = MEASURES) -> Finding:
    """The head's post answers for it."""
    code = finding.department.code
    post = Post.objects.filter(department=finding.department, is_leadership=False).order_by("code")[0]
    supervision.plan_rectification(
        by=people.filers[code],
        finding=finding,
        owner_post=post,
        answerer=people.heads[code],
        measures=measures,
    )
    return Finding.objects.get(pk=finding.pk)


def warnings(people: People) -> None:
    """One sign that was prevented, one whose answer is awaited, one to be judged."""
    office = people["office"]
    signs = (
        ("D14", "单一来源采购占比上升", "三季度单一来源采购占比由 18% 升到 31%。", "indicator"),
        ("D11", "某品种用量异常增长", "十月某抗菌药物用量环比增长六成。", "indicator"),
        ("D21", "进修名额分配有反映", "群众反映进修名额没有公示。", "public"),
    )
    made = [
        supervision.collect_warning(
            by=office,
            department=department_of(code),
            title=title,
            what=what,
            noticed_where=where,
            noticed_on=timezone.localdate(),
        )
        for code, title, what, where in signs
    ]
    for warning in made[:2]:
        supervision.judge_warning(by=office, warning=warning, level="first", judgement="有苗头，请部门核查原因并说明。")
        supervision.send_warning(
            by=office, warning=warning, letter="请核查原因，采取防控措施并书面反馈。", answer_days=10
        )
    supervision.answer_warning(by=people.filers["D14"], warning=made[0], answer="两台设备为原厂维保，已补论证材料。")
    supervision.handle_warning(
        by=office, warning=made[0], outcome="prevented", note="理由成立，已提示今后先论证后采购。"
    )


def expect_inspectors(people: People) -> None:
    """The body above announces its own spot check."""
    inspection = open_inspection(
        by=people["office"],
        body="市卫生健康系统预防腐败体系建设领导小组办公室",
        title="廉洁风险防控工作重点抽查",
        notice_number="江卫纪发〔2026〕22号",
        notice_on=timezone.localdate(),
        arrives_on=date(YEAR, 12, 10),
    )
    for title, code in (("2026年自查报告及佐证", "D04"), ("药品采购审批与验收记录", "D11")):
        add_material(by=people["office"], inspection=inspection, title=title, department=department_of(code))


def appraise(people: People, cycle: Cycle) -> None:
    """The year's appraisal collects its scores; 纪检监察室 keeps one decision of the organ that may decide."""
    appraisal = supervision.plan_appraisal(by=people["office"], cycle=cycle)
    supervision.open_appraisal(by=people["office"], appraisal=appraisal)
    supervision.record_accountability(
        by=people["discipline"],
        kind=AccountabilityKind.objects.filter(group="rectification").order_by("pk")[0],
        organ="医院党委",
        document_number="江医党〔2026〕43号",
        decided_on=date(YEAR, 11, 10),
        department=department_of("D14"),
        follow_up_on=date(YEAR, 12, 15),
    )
