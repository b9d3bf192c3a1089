"""Findings of 2025 from four sources, the spot check and the inspection from above, all put right by the spring of 2026."""

from datetime import date
from typing import Any

from django.utils import timezone

from approvals import services as approvals
from config.demo import papers, spot_checks
from config.demo.checks import department_of, measure_of, put_right
from config.demo.clock import Clock
from config.demo.people import People
from organization.models import Department, Person
from supervision import services as supervision
from supervision.models import (
    Cycle,
    Extension,
    Finding,
    HospitalReport,
    Inspection,
    SelfCheck,
    SelfCheckAnswer,
    SpotCheck,
)
from supervision.services import inspections
from supervision.services.self_check_answers import raise_finding

BODY = "市卫生健康系统预防腐败体系建设领导小组办公室"
SEED, FIGURE = "4023.42", "2026年1月5日上证综指收盘点数（演示数值）"
WEAK, WEAKNESS = "SB-06-F3-M2", "四季度价格偏高品种和谈价结果没有按季公布，措施没有完全落实。"
"""The measure that a self-check named as not carried out in full, and in what."""
CHECKED = ("D13", "D15")
"""Whom the spot check was about; the second was found wanting."""
MISSING = ("两个项目退还质保金之前没有回访和会签记录。", "两个项目的退还审批单后没有回访记录和会签单")
NOTICE = "定于1月14日到你院检查先行科室的清单、自查和日常检查，请备好自查总结报告和有关审批、验收记录。"
FEEDBACK = (
    "先行科室清单完整，措施能够检查，自查记录真实。存在的问题：招标采购办公室两个询价项目没有保存报价雷同核对的结果。"
    "请于2月13日前书面回复整改情况。"
)
REPLY = "两个项目已补做报价雷同核对，结果为不雷同，核对表归档；自2月起核对表作为询价档案必备材料，整改已复查销号。"


def weak_answer(check: SelfCheck) -> SelfCheckAnswer | None:
    """The answer about the one measure that was carried out in part."""
    return check.answers.filter(measure=measure_of(WEAK)).first()


def raise_from_self_check(by: Person, answer: SelfCheckAnswer) -> None:
    """The department names it itself."""
    answer.refresh_from_db()
    raise_finding(by=by, answer=answer, text=f"自查发现：{WEAKNESS}", days=20)


def plan_spot_check(people: People, cycle: Cycle) -> None:
    """Planned before the figure is known that will be its seed."""
    supervision.plan_spot_check(
        by=people["office"],
        departments=Department.objects.filter(code__in=CHECKED),
        cycle=cycle,
        title="2025年度重点抽查",
        from_on=date(2026, 1, 6),
        to_on=date(2026, 1, 16),
        size=2,
        is_each_department=True,
        seed_kind="public",
        seed_source=FIGURE,
        **spot_checks.WEIGHTS,
    )


class FormerFindings:
    """Drives the findings of 2025 from registration to closing."""

    def __init__(self, people: People, clock: Clock):
        self.people = people
        self.clock = clock
        self.office, self.discipline = people["office"], people["discipline"]

    def put_right(self, cycle: Cycle) -> None:
        """Day by day from the audit's finding to the reply to the audit."""
        audited = self._audited()
        noticed = self._expect()
        self.clock.set(2026, 1, 12)
        self._spot_check()
        inspected = self._be_inspected(noticed)
        self.clock.set(2026, 1, 20)
        own = Finding.objects.get(cycle=cycle, source="self_check")
        put_right(self.people, own, measures="每季度首月五个工作日内公布，科长签发，公布截图存档。")
        self._pass(own, "已补公布四季度价格偏高品种前十名和谈价结果，建立公布台账。")
        found = Finding.objects.get(cycle=cycle, source="spot_check")
        self._fail(found)
        self._more_time(audited)
        self.clock.set(2026, 1, 29)
        self._pass(inspected, "两个项目已补做报价雷同核对，核对表由评审组签字归档。")
        self.clock.set(2026, 2, 3)
        self._pass(audited, "两批药品已重新扫码核对，账物相符；系统增加未扫码不得入库的校验。")
        supervision.reply_to_source(
            by=self.office,
            finding=audited,
            text="两批药品已重新扫码核对，账物相符；入库增加系统校验，经复查销号。",
            replied_on=timezone.localdate(),
            reference="江医党办函〔2026〕3号",
        )
        self._replied(noticed)
        self.clock.set(2026, 2, 9)
        self._pass(found, "使用科室回访签字补齐，漏水部位修复并复验合格，会签单归档。")

    def _audited(self) -> Finding:
        """审计科 found something and waits for a reply."""
        self.clock.set(2026, 1, 9)
        found = supervision.open_finding(
            by=self.office,
            department=department_of("D11"),
            source="audit",
            text="审计发现：两批次药品入库验收只核对随货单据，没有扫码逐件核对。",
            evidence="审计科2025年度药品采购与库存审计报告第四部分。",
            measure=measure_of("YP-04-F1-M1"),
            due_days=12,
            reply_due_on=date(2026, 2, 13),
        )
        return put_right(self.people, found, measures="入库验收一律扫码逐件核对，信息系统增加未扫码不得入库的校验。")

    def _more_time(self, finding: Finding) -> None:
        """The programme cannot be changed before the end of the month: some days more are granted."""
        reason = "药库系统的扫码校验须等月末结账后上线，申请顺延五个工作日。"
        asked = supervision.ask_extension(by=self.people.filers["D11"], finding=finding, days=5, reason=reason)
        self.clock.set(2026, 1, 23)
        answer = "情况属实，同意顺延；校验上线前由库管岗双人扫码核对。"
        supervision.answer_extension(
            by=self.discipline, extension=Extension.objects.get(pk=asked.pk), verdict="grant", answer=answer
        )

    def _spot_check(self) -> None:
        """Two departments are looked at; at 基建科 something is missing."""
        records = spot_checks.draw(self.people, SpotCheck.objects.get(state="planned"), seed=SEED)
        for record in sorted(records, key=lambda each: each.department.code):
            is_wanting = record.department.code == CHECKED[1]
            opinion = "情况属实，按期整改。" if is_wanting else "检查情况属实。"
            spot_checks.inspect(self.people, record, fault=MISSING if is_wanting else None, opinion=opinion, days=8)
        found = Finding.objects.get(department__code=CHECKED[1])
        put_right(
            self.people,
            found,
            measures="退还质保金前由使用科室、总务科、审计科会签并附回访记录，基建科每季度核对一次。",
        )
        supervision.close_spot_check(by=self.office, check=SpotCheck.objects.get(state="under_way"))

    def _fail(self, finding: Finding) -> None:
        """Reported too early: the recheck does not pass, and it goes on."""
        proof = [papers.proof("质保金退还会签登记", ("补办两个项目的会签单", "一个项目待回访签字"))]
        by = self.people.filers["D15"]
        report = "两个项目已补办质保金退还会签单。"
        supervision.report_rectification(by=by, finding=finding, report=report, proof=proof)
        self.clock.set(2026, 1, 22)
        note = "一个项目的回访记录没有使用科室签字，漏水部位是否修复不能核实，须继续整改。"
        supervision.recheck(by=self.office, finding=finding, is_passed=False, note=note, due_days=12)

    def _pass(self, finding: Finding, report: str) -> None:
        """Reported with proof, rechecked, and closed by way of the head and 纪检监察室."""
        code = finding.department.code
        by, head = self.people.filers[code], self.people.heads[code]
        proof = [papers.proof(f"{finding.code}整改佐证", (report, "已落实"))]
        finding = Finding.objects.get(pk=finding.pk)
        supervision.report_rectification(by=by, finding=finding, report=report, proof=proof)
        note = "查看佐证并到现场抽查，整改到位。"
        supervision.recheck(by=self.office, finding=finding, is_passed=True, note=note)
        submission = supervision.ask_closing(by=by, finding=Finding.objects.get(pk=finding.pk))
        submission = approvals.submit(by=head, submission=submission)
        approvals.decide(by=self.discipline, submission=submission, verdict="no_objection")

    def _expect(self) -> Inspection:
        """The body above announces itself; what it wants to see is laid out."""
        inspection = inspections.open_inspection(
            by=self.office,
            body=BODY,
            title="2025年度廉洁风险防控先行单位检查",
            notice_number="江卫防办〔2026〕2号",
            notice_on=timezone.localdate(),
            arrives_on=date(2026, 1, 14),
            files=[papers.letter("关于开展先行单位检查的通知", NOTICE, sender=BODY)],
        )
        report = HospitalReport.objects.get()
        add: dict[str, Any] = {"by": self.office, "inspection": inspection}
        inspections.add_material(title="2025年自查总结报告", url=report.get_absolute_url(), **add)
        asked = inspections.add_material(title="药品采购审批与验收记录", department=department_of("D11"), **add)
        sheet = papers.proof("药品采购审批与验收记录目录", ("2025年四季度采购审批单六十二份", "齐全"))
        inspections.give_material(by=self.people.filers["D11"], material=asked, files=[sheet])
        return inspection

    def _be_inspected(self, inspection: Inspection) -> Finding:
        self.clock.set(2026, 1, 14)
        inspections.begin_inspection(by=self.office, inspection=inspection)
        self.clock.set(2026, 1, 16)
        inspections.record_feedback(
            by=self.office,
            inspection=inspection,
            feedback=FEEDBACK,
            on=timezone.localdate(),
            reply_due_on=date(2026, 2, 13),
            files=[papers.letter("先行单位检查反馈意见", FEEDBACK, sender=BODY)],
        )
        found = inspections.open_inspection_finding(
            by=self.office,
            inspection=inspection,
            department=department_of("D14"),
            text="检查反馈：两个询价项目没有保存报价雷同核对的结果。",
            point=measure_of("SB-05-F2-M1").point,
            days=12,
        )
        measures = "询价开标后当场核对设备码和报价文件，核对表由评审组签字，列为询价档案必备材料。"
        return put_right(self.people, found, measures=measures)

    def _replied(self, inspection: Inspection) -> None:
        self.clock.set(2026, 2, 5)
        paper = papers.letter("关于先行单位检查反馈意见整改情况的报告", REPLY, sender="江州市第一人民医院党委")
        inspections.record_reply(
            by=self.office, inspection=inspection, reply=REPLY, on=timezone.localdate(), files=[paper]
        )
