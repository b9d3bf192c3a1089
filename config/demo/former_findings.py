"""Findings of 2025 from four sources, the spot check and the inspection from above, all put right by the spring of 2026."""

from datetime import date

from django.utils import timezone

from approvals import services as approvals
from config.demo import papers, spot_checks
from config.demo.checks import department_of, measures_of, put_right
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
WEAK = "D13"
"""Whose self-check named a measure that was not carried out in full."""
WEAKNESS = "11月的抽查记录没有按月留存，措施没有完全落实。"
CHECKED = ("D13", "D15")
"""Whom the spot check was about; the second was found wanting."""
FEEDBACK = (
    "先行科室清单完整，措施能够检查，自查记录真实。存在的问题：招标采购办公室两个询价项目的评审记录没有写明比较过程。"
    "请于2月13日前书面回复整改情况。"
)
REPLY = "询价评审记录已增加报价比较表和推荐理由，补录两个项目的比较过程；自2月起每月抽查三个项目，整改已复查销号。"


def weak_answer(check: SelfCheck) -> SelfCheckAnswer | None:
    """The answer about the one measure that was carried out in part."""
    if check.is_leadership or check.department.code != WEAK:
        return None
    return check.answers.get(measure=measures_of(WEAK)[1])


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
        put_right(self.people, own, measures="抽查记录按月装订，由科长月底签字，物资采购科例会通报。")
        self._pass(own, "补齐11月、12月抽查记录，已建立月度装订目录。")
        found = Finding.objects.get(cycle=cycle, source="spot_check")
        self._fail(found)
        self._more_time(audited)
        self.clock.set(2026, 1, 29)
        self._pass(inspected, "评审记录增加报价比较表，两个项目已补录并由评审组签字。")
        self.clock.set(2026, 2, 3)
        self._pass(audited, "验收单改为双人签字后方可入库，已核对补签两批，系统增加校验。")
        supervision.reply_to_source(
            by=self.office,
            finding=audited,
            text="两批验收单已核对补签，入库环节改为双人签字后放行，经复查销号。",
            replied_on=timezone.localdate(),
            reference="江医党办函〔2026〕3号",
        )
        self._replied(noticed)
        self.clock.set(2026, 2, 9)
        self._pass(found, "第三方检测报告已取得，双人签字记录补齐，现场抽查十份全部合格。")

    def _audited(self) -> Finding:
        """审计科 found something and waits for a reply."""
        self.clock.set(2026, 1, 9)
        found = supervision.open_finding(
            by=self.office,
            department=department_of("D11"),
            source="audit",
            text="审计发现：两批次药品入库验收单只有一人签字。",
            evidence="审计科2025年度药品采购与库存审计报告第四部分。",
            measure=measures_of("D11")[1],
            due_days=12,
            reply_due_on=date(2026, 2, 13),
        )
        return put_right(self.people, found, measures="入库验收改为双人签字，信息系统增加未双签不得入库的校验。")

    def _more_time(self, finding: Finding) -> None:
        """The programme cannot be changed before the end of the month: some days more are granted."""
        reason = "药库系统的双签校验须等月末结账后上线，申请顺延五个工作日。"
        asked = supervision.ask_extension(by=self.people.filers["D11"], finding=finding, days=5, reason=reason)
        self.clock.set(2026, 1, 23)
        answer = "情况属实，同意顺延；校验上线前先以纸质双签执行。"
        supervision.answer_extension(
            by=self.discipline, extension=Extension.objects.get(pk=asked.pk), verdict="grant", answer=answer
        )

    def _spot_check(self) -> None:
        """Two departments are looked at; 基建科 has a record without a second signature."""
        records = spot_checks.draw(self.people, SpotCheck.objects.get(state="planned"), seed=SEED)
        for record in sorted(records, key=lambda each: each.department.code):
            is_wanting = record.department.code == CHECKED[1]
            fault = "现场签证记录没有双人签字，近三个月均如此。" if is_wanting else ""
            opinion = "情况属实，按期整改。" if is_wanting else "检查情况属实。"
            spot_checks.inspect(self.people, record, fault=fault, opinion=opinion, days=8)
        found = Finding.objects.get(department__code=CHECKED[1])
        put_right(self.people, found, measures="现场签证实行甲方代表、监理双人签字，工程量复核附检测报告。")
        supervision.close_spot_check(by=self.office, check=SpotCheck.objects.get(state="under_way"))

    def _fail(self, finding: Finding) -> None:
        """Reported too early: the recheck does not pass, and it goes on."""
        proof = [papers.proof("现场签证补签登记", ("补签现场签证八份", "两份待检测报告"))]
        by = self.people.filers["D15"]
        report = "现场签证已补双人签字八份。"
        supervision.report_rectification(by=by, finding=finding, report=report, proof=proof)
        self.clock.set(2026, 1, 22)
        note = "抽查五份，两份工程量没有检测报告，双人签字不能核实，退回继续整改。"
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
        )
        report = HospitalReport.objects.get()
        add = {"by": self.office, "inspection": inspection}
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
        )
        found = supervision.open_finding(
            by=self.office,
            department=department_of("D14"),
            source="inspection",
            text="检查反馈：两个询价项目的评审记录没有写明报价比较过程。",
            evidence=str(inspection),
            measure=measures_of("D14")[1],
            due_days=12,
        )
        return put_right(
            self.people, found, measures="询价评审记录增加报价比较表和推荐理由，科室负责人每月抽查三个项目。"
        )

    def _replied(self, inspection: Inspection) -> None:
        self.clock.set(2026, 2, 5)
        inspections.record_reply(by=self.office, inspection=inspection, reply=REPLY, on=timezone.localdate())
